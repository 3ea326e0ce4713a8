"""出处批注: what a cell's comment says, and the invisible marks that carry it through a template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.domain.draft import Draft, DraftCell
from assistant.domain.locator import Locator

STATUS = {"carried": "沿用", "computed": "计算", "given": "给定", "needs_input": "待填"}
OPEN, SPLIT, CLOSE = "\ue000", "\ue001", "\ue002"
"""Private-use characters: OPEN number SPLIT text CLOSE marks text that has a comment."""
JOIN = "\ue010"
"""A table cell that is this alone continues the cell above it."""
MARK = re.compile(f"{OPEN}(\\d+){SPLIT}([^{OPEN}{CLOSE}]*){CLOSE}")
_QUOTE = 60
_SOURCES = 4


def _cited(locator: Locator) -> str:
    page = f" 第{locator.page}页" if locator.page else ""
    quote = " ".join(locator.quote.split())
    shown = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…"
    return f"{locator.source}{page}：“{shown}”"


def comment_of(cell: DraftCell) -> str:
    """The comment of one cell: its status, the reason or formula, the sources."""
    label = STATUS[cell.status] + ("（建议）" if cell.proposal else "")
    lines = [f"{label}：{cell.reason}" if cell.reason else label]
    if cell.previous is not None and cell.previous != cell.value and len(cell.previous) <= 80:
        lines.append(f"上年：{cell.previous}")
    lines.extend(_cited(s) for s in cell.sources[:_SOURCES])
    if len(cell.sources) > _SOURCES:
        lines.append(f"另有 {len(cell.sources) - _SOURCES} 处来源")
    return "\n".join(lines)


@dataclass
class Marker:
    """Wraps the texts of a form in marks; ``comments`` are the texts of the marks' numbers.

    With ``on`` false nothing is marked: the copy that is handed in.
    """

    draft: Draft
    on: bool
    comments: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells: Mapping[str, DraftCell] = {cell.path: cell for cell in self.draft.cells}

    def mark(self, path: str, text: str, *paths: str) -> str:
        """``text`` with the comment of the cells at ``path`` and ``paths``, those that exist."""
        found = [self.cells[p] for p in (path, *paths) if p in self.cells]
        if not self.on or not found or not text:
            return text
        said = list(dict.fromkeys(comment_of(cell) for cell in found))
        self.comments.append("\n".join(said))
        return f"{OPEN}{len(self.comments) - 1}{SPLIT}{text}{CLOSE}"

    def prose(self, path: str, text: str) -> str:
        """A text whose set figures (cells ``path[start:end]``) are marked one by one."""
        if not self.on:
            return text
        spans: list[tuple[int, int, str]] = []
        for key, cell in self.cells.items():
            match = re.fullmatch(re.escape(path) + r"\[(\d+):(\d+)\]", key)
            if match and cell.status != "carried":
                spans.append((int(match[1]), int(match[2]), key))
        for start, end, key in sorted(spans, reverse=True):
            if 0 <= start < end <= len(text):
                text = text[:start] + self.mark(key, text[start:end]) + text[end:]
        return text
