"""Word 中的位置: where a place of the text as read stands in the Word file it was read from.

The reader's text and the file's paragraphs are matched line by line (a table row is one line), so
that a place is found again without any mark left in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from assistant.domain.document import Document
from assistant.domain.locator import Locator


@dataclass(frozen=True)
class Row:
    """A paragraph, or the paragraphs of a table row; ``text`` joins them with tabs."""

    paragraphs: tuple[Any, ...]
    text: str


@dataclass(frozen=True)
class WordPlace:
    """``paragraph.text[start:end]`` in python-docx's terms."""

    paragraph: Any
    start: int
    end: int


def rows_of(word: Any) -> list[Row]:
    """Every paragraph and table row of the body, in order."""
    return list(_rows(word))


def _rows(container: Any) -> Iterator[Row]:
    from docx.table import Table

    for block in container.iter_inner_content():
        if not isinstance(block, Table):
            yield Row((block,), block.text)
            continue
        for row in block.rows:
            seen: set[int] = set()
            paragraphs = []
            for cell in row.cells:  # a merged cell is listed once per grid column
                if id(cell._tc) not in seen:
                    seen.add(id(cell._tc))
                    paragraphs += cell.paragraphs
            yield Row(tuple(paragraphs), "\t".join(p.text for p in paragraphs))


def _line(text: str, start: int, end: int) -> tuple[int, str]:
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    return begin, text[begin : stop if stop >= 0 else len(text)]


def find(rows: list[Row], document: Document, locator: Locator) -> WordPlace | None:
    """The place in the Word file; None where no paragraph holds the words."""
    begin, line = _line(document.text, locator.start, locator.end)
    quote = locator.quote.strip("\n")
    piece = max(quote.split("\t"), key=len) if "\t" in quote else quote
    piece = piece.split("\n")[0]
    if not piece:
        return None
    fraction = (locator.start - begin) / max(1, len(line))
    best: tuple[float, Row] | None = None
    for row in rows:
        if piece not in row.text:
            continue
        score = 1.0 if row.text.strip() == line.strip() else SequenceMatcher(
            None, row.text, line, autojunk=False).ratio()  # fmt: skip
        if best is None or score > best[0]:
            best = (score, row)
    return None if best is None else _within(best[1], piece, fraction)


def _within(row: Row, piece: str, fraction: float) -> WordPlace | None:
    """The occurrence of ``piece`` in the row that lies nearest to ``fraction`` of its length."""
    nearest: tuple[float, WordPlace] | None = None
    before = 0
    for paragraph in row.paragraphs:
        at = paragraph.text.find(piece)
        while at >= 0:
            distance = abs((before + at) / max(1, len(row.text)) - fraction)
            if nearest is None or distance < nearest[0]:
                nearest = (distance, WordPlace(paragraph, at, at + len(piece)))
            at = paragraph.text.find(piece, at + 1)
        before += len(paragraph.text) + 1
    return nearest[1] if nearest else None


def runs_of(place: WordPlace) -> list[tuple[Any, int, int]]:
    """(run, start, end): the runs that the place covers, with the covered part of each."""
    found, before = [], 0
    for run in place.paragraph.runs:
        size = len(run.text)
        start, end = max(place.start - before, 0), min(place.end - before, size)
        if start < end:
            found.append((run, start, end))
        before += size
    return found
