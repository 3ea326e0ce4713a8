"""级次标签: cells that print a level's name, whole or torn, and what a row's labels are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.domain import taxonomy
from assistant.domain.target import Target
from assistant.reading.grid import Piece
from assistant.reading.roles import Header

_TAILS = frozenset({"标", "指标", "度指标", "目标", "意度指标", "响指标", "益指标"})


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one row: printed names (cleaned) of level 1 and level 2, in printed order.

    ``trace1``/``trace2``: a splinter stands in the column of level 1/2. ``span1``/``span2``: rows
    that the label's merged cell covers. ``misplaced``: a label stands in another level's column.
    """

    level1: tuple[str, ...] = ()
    level2: tuple[str, ...] = ()
    trace1: bool = False
    trace2: bool = False
    span1: int = 1
    span2: int = 1
    misplaced: bool = False


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """One row of the body: its labels, and its indicator's name and target (None: labels only)."""

    labels: Labels
    name: str | None
    target: Target | None


def label_level(text: str) -> int:
    """1 or 2 where the whole of ``text`` is a label with its 指标/目标, else 0.

    成本指标 and 满意度指标 count as level 1; the caller knows the columns.
    """
    if not re.search(r"(?:指标|目标)$", taxonomy.tidy_level(text)):
        return 0
    if taxonomy.is_level1(text):
        return 1
    return 2 if taxonomy.is_level2(text) else 0


def label_of(piece: Piece, level_columns: bool) -> tuple[int, str] | None:
    """(level, cleaned label) of a piece that is a label; bare stems count in level columns only."""
    text = taxonomy.tidy_level(piece.text)
    level = label_level(text)
    if not level and len(text) >= 8:
        # the same label read twice by extraction: 社会效益指标社会效益指标
        half = len(text) // 2
        if text[:half] == text[half:] and label_level(text[:half]):
            return label_level(text[:half]), text[:half]
    if not level and level_columns:
        if taxonomy.is_level1(text):
            level = 1
        elif taxonomy.is_level2(text):
            level = 2
    return (level, text) if level else None


def torn_label(text: str) -> tuple[int, str] | None:
    """(level, whole label) of the first line of a torn label (服务对象满意⏎度指标)."""
    head = re.sub(r"\s", "", text)
    if len(head) < 3:
        return None
    for level, names in ((1, taxonomy.LEVEL1_NAMES), (2, taxonomy.LEVEL2_NAMES)):
        for name in names:
            whole = name.stem + "指标"
            if whole != head and whole.startswith(head) and len(head) > len(name.stem) - 2:
                return level, whole
    return None


def is_label_tail(text: str) -> bool:
    """Whether a cell of a level column is the second line of a torn label."""
    return re.sub(r"\s", "", text) in _TAILS


def column_level(piece: Piece, header: Header) -> int:
    """Which level's column a piece stands in: 1, 2 or 0."""
    for role in header.roles:
        if role.kind in {"level1", "level2"} and role.first <= piece.column <= role.last:
            return 1 if role.kind == "level1" else 2
    return 0
