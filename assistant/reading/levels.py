"""级次: the level 1 and level 2 of every row, from labels that stand anywhere in their block.

Three ways, the first that the table allows: merged cells say what they cover; labels on the first
row of their block are carried down; else (labels in the middle, slipped or splintered) the rows are
cut into blocks, in the order of the labels, so that every label stands where its block's label
would, and the rows' names fit. What the second-best cut would change is uncertain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.domain import taxonomy
from assistant.reading.blocks import MARGIN, Blocks, Cut
from assistant.reading.fitting import misfit
from assistant.reading.labels import LabelledRow


@dataclass(slots=True)
class Placed:
    """What was decided for one row."""

    level1: str | None = None
    level2: str | None = None
    uncertain: set[str] = field(default_factory=set)


def place(rows: Sequence[LabelledRow]) -> list[Placed]:
    """The levels of every row, in order."""
    if any(r.labels.span1 > 1 or r.labels.span2 > 1 for r in rows):
        placed = _by_span(rows)
    elif _carried_down(rows):
        placed = _carry(rows)
        if _ill(rows, placed) >= _ILL and (better := _well_cut(rows)) is not None:
            placed = better
    else:
        placed = _by_blocks(rows)
    _settle_level1(placed)
    return placed


_ILL = 2.0
_WELL = 1.0


def _ill(rows: Sequence[LabelledRow], placed: Sequence[Placed]) -> float:
    """How ill the names fit below labels carried down."""
    return sum(
        misfit(row.name, row.target, here.level2)
        for row, here in zip(rows, placed)
        if row.name and here.level2
    )


def _well_cut(rows: Sequence[LabelledRow]) -> list[Placed] | None:
    """The rows cut around labels in the middle, where that fits place and names without a flaw.

    Labels in the middle of small blocks can look like labels on their first rows.
    """
    blocks = Blocks(rows, "middle")
    if not blocks.marks or any(not r.name for r in rows) or blocks.best().cost > _WELL:
        return None
    return _by_blocks(rows)


def _settle_level1(placed: list[Placed]) -> None:
    """A level 1 that level 2 cannot stand under is replaced by the one that it belongs to."""
    for row in placed:
        if row.level2 is None:
            continue
        if row.level1 is None:
            row.level1 = taxonomy.level1_of(row.level2)
            row.uncertain.add("level1")


def _by_span(rows: Sequence[LabelledRow]) -> list[Placed]:
    placed: list[Placed] = []
    level1: str | None = None
    level2: str | None = None
    until1 = until2 = 0
    for n, row in enumerate(rows):
        if row.labels.level1:
            level1, until1 = row.labels.level1[-1], n + max(row.labels.span1, 1)
            level2 = None if not row.labels.level2 else level2
        if row.labels.level2:
            level2, until2 = row.labels.level2[-1], n + max(row.labels.span2, 1)
        here = Placed(level1, level2)
        if n >= until1 and n >= until2 and level2 is not None:
            here.uncertain.add("level2")
        placed.append(here)
    return placed


def _carried_down(rows: Sequence[LabelledRow]) -> bool:
    """Whether every label stands on the first row of its block, with nothing slipped."""
    named = [r for r in rows if r.name]
    if not named or not (named[0].labels.level2 or named[0].labels.level1):
        return False
    carried: str | None = None
    has_level1 = any(r.labels.level1 for r in rows)
    for row in rows:
        labels = row.labels
        if labels.trace1 or labels.trace2 or labels.misplaced or len(labels.level2) > 1:
            return False
        if labels.level1:
            carried = labels.level1[-1]
        if labels.level2 and has_level1 and not _goes_under(labels.level2[0], carried):
            return False
    return True


def _goes_under(level2: str, level1: str | None) -> bool:
    """Whether a level 2 can stand below a level 1, in any generation."""
    if level1 is None:
        return False
    mine, theirs = taxonomy.level1_of(level2), taxonomy.current_levels(level1, None).level1
    if mine is None or theirs is None or mine == theirs:
        return True
    if taxonomy.stem(level2) in {"成本", "产出成本"}:
        return theirs == taxonomy.OUTPUT
    return mine == taxonomy.SATISFACTION and theirs == taxonomy.BENEFIT and _older(level1)


def _older(level1: str) -> bool:
    return taxonomy.stem(level1) in {"效果", "影响力"}


def _carry(rows: Sequence[LabelledRow]) -> list[Placed]:
    placed = []
    level1: str | None = None
    level2: str | None = None
    for row in rows:
        if row.labels.level1:
            if row.labels.level1[-1] != level1:
                level2 = None
            level1 = row.labels.level1[-1]
        if row.labels.level2:
            level2 = row.labels.level2[-1]
        placed.append(Placed(level1, level2))
    return placed


def _by_blocks(rows: Sequence[LabelledRow]) -> list[Placed]:
    if not any(r.labels.level2 for r in rows):
        return _by_level1_only(rows)
    options: list[tuple[float, int, Blocks, Cut]] = []
    for penalty, style, shared in (
        (0.0, "middle", "above"),
        (0.0, "middle", "below"),
        (0.5, "top", "above"),
        (0.5, "bottom", "above"),
    ):
        blocks = Blocks(rows, style, shared)
        cut = blocks.best()
        options.append((cut.cost + penalty, len(options), blocks, cut))
    cost, _, blocks, cut = min(options, key=lambda o: (o[0], o[1]))
    doubtful = blocks.doubtful(cut)
    for other, _, others, another in options[:2]:
        if other - cost < MARGIN:
            doubtful |= others.doubtful(another)
            for a, b in zip(cut.bounds, another.bounds):
                doubtful |= set(range(min(a, b), max(a, b)))
    own: list[Placed] = []
    first_names = {k: first for first, a, b in blocks.groups() for k in range(a, b)}
    for k, mark in enumerate(blocks.marks):
        for at in range(cut.bounds[k], cut.bounds[k + 1]):
            first = first_names[k]
            here = Placed(first.text if first else None, mark.text)
            if at in doubtful:
                here.uncertain.add("level2")
            own.append(here)
    named = iter(own)
    return [next(named) if row.name else Placed() for row in rows]


def _by_level1_only(rows: Sequence[LabelledRow]) -> list[Placed]:
    """No level 2 is printed anywhere: level 1 alone is carried down."""
    placed, level1 = [], None
    for row in rows:
        level1 = row.labels.level1[-1] if row.labels.level1 else level1
        placed.append(Placed(level1, None))
    return placed
