"""分块: rows cut into one block for each level-2 label, where labels stand anywhere in theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain import taxonomy
from assistant.reading.fitting import misfit
from assistant.reading.labels import LabelledRow

MARGIN = 0.85
"""A row whose block costs less than this more the other way is uncertain."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed label and the (gap-free) position of its row among the named rows."""

    text: str
    at: float
    own_row: bool
    trace: float | None


def _marks(rows: Sequence[LabelledRow], level: int, shared: str) -> list[Mark]:
    """The labels of one level in order; ``at`` counts named rows, a label-only row lies between."""
    marks: list[Mark] = []
    seen = 0
    positions: list[tuple[float, LabelledRow]] = []
    for row in rows:
        positions.append((seen if row.name else seen - 0.5, row))
        seen += bool(row.name)
    for n, (at, row) in enumerate(positions):
        texts = row.labels.level1 if level == 1 else row.labels.level2
        trace = None
        for step, side in ((-1, "below"), (1, "above")):
            other = n + step
            if 0 <= other < len(positions) and _traced(positions[other][1], level):
                beyond = other + step
                both = 0 <= beyond < len(positions) and _labelled(positions[beyond][1], level)
                if not both or shared == side:
                    trace = (at + positions[other][0]) / 2
        for text in sorted(texts, key=taxonomy.level2_rank) if level == 2 else texts:
            if marks and taxonomy.stem(marks[-1].text) == taxonomy.stem(text):
                # the same label torn over two rows, or printed again on the next page
                before = marks.pop()
                marks.append(Mark(before.text, before.at, True, (before.at + at) / 2))
            else:
                marks.append(Mark(text, at, bool(row.name), trace))
    return marks


def _traced(row: LabelledRow, level: int) -> bool:
    return row.labels.trace1 if level == 1 else row.labels.trace2


def _labelled(row: LabelledRow, level: int) -> bool:
    return bool(row.labels.level1 if level == 1 else row.labels.level2)


def _offset(mark: Mark, start: int, end: int, style: str) -> float:
    """How far a label stands from where the label of the rows [start, end) would stand."""
    if start == end:
        return 0.2 if not mark.own_row else 1.6
    middle = (start + end - 1) / 2
    if mark.trace is not None and style == "middle":
        return 1.5 * abs(mark.trace - middle)
    expected = {"middle": middle, "top": float(start), "bottom": end - 1.0}[style]
    gap = abs(mark.at - expected)
    if style == "middle":
        return 0.3 if gap == 0.5 else gap
    return 1.2 * gap


@dataclass(slots=True)
class Cut:
    """A way to cut the rows: where each label's block begins, and what it costs."""

    bounds: list[int]
    cost: float


class Blocks:
    """Cutting named rows into one block for each level-2 label."""

    def __init__(self, rows: Sequence[LabelledRow], style: str, shared: str = "above") -> None:
        """``shared`` gives a splinter between two labels to the one above or below it."""
        self.named = [r for r in rows if r.name]
        self.marks = _marks(rows, 2, shared)
        self.firsts = _marks(rows, 1, shared)
        self.style = style
        self.misfits = [
            [misfit(r.name or "", r.target, m.text) for m in self.marks] for r in self.named
        ]
        self.sums = [[0.0] for _ in self.marks]
        for k in range(len(self.marks)):
            for row in self.misfits:
                self.sums[k].append(self.sums[k][-1] + row[k])

    def block(self, k: int, start: int, end: int) -> float:
        """The cost of giving the rows [start, end) to the label ``k``."""
        return _offset(self.marks[k], start, end, self.style) + (
            self.sums[k][end] - self.sums[k][start]
        )

    def groups(self) -> list[tuple[Mark | None, int, int]]:
        """Runs of level-2 labels that belong under one level 1: (its mark, first, last + 1)."""
        runs: list[tuple[str | None, int, int]] = []
        outputs = [k for k, m in enumerate(self.marks) if taxonomy.stem(m.text) in {"数量", "质量"}]
        for k, mark in enumerate(self.marks):
            own = taxonomy.level1_of(mark.text)
            stem = taxonomy.stem(mark.text)
            if stem in {"成本", "时效"} and self._input() and (not outputs or k < outputs[0]):
                own = None
            elif stem == "成本":
                own = taxonomy.COST if self._has(taxonomy.COST) else taxonomy.OUTPUT
            if runs and runs[-1][0] == own:
                runs[-1] = (own, runs[-1][1], k + 1)
            else:
                runs.append((own, k, k + 1))
        found = [(self._first(own), a, b) for own, a, b in runs]
        known = {id(first) for first, _, _ in found}
        odd = [m for m in self.firsts if id(m) not in known and _special(m.text)]
        lost = [n for n, (first, _, _) in enumerate(found) if first is None]
        if len(odd) == len(lost):
            # a generation's own level 1 (影响力, 投入): they go to the runs left over, in order
            for mark, n in zip(odd, lost):
                found[n] = (mark, found[n][1], found[n][2])
        return found

    def _has(self, level1: str) -> bool:
        return any(taxonomy.current_levels(m.text, None).level1 == level1 for m in self.firsts)

    def _input(self) -> bool:
        return any(taxonomy.stem(m.text).startswith("投入") for m in self.firsts)

    def _first(self, own: str | None) -> Mark | None:
        for mark in self.firsts:
            if taxonomy.current_levels(mark.text, None).level1 == own:
                return mark
        return None

    def cost(self, bounds: Sequence[int]) -> float:
        """The cost of a whole cut; ``bounds`` has one entry more than there are labels."""
        total = sum(self.block(k, bounds[k], bounds[k + 1]) for k in range(len(self.marks)))
        for first, a, b in self.groups():
            if first is not None:
                total += 0.7 * _offset(first, bounds[a], bounds[b], self.style)
        return total

    def best(self) -> Cut:
        """The cheapest cut: exact over the groups of level 1, and within each over level 2."""
        n = len(self.named)
        states: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
        groups = self.groups()
        for g, (first, a, b) in enumerate(groups):
            following: dict[int, tuple[float, list[int]]] = {}
            for start, (cost, bounds) in states.items():
                for end, (inner, cuts) in self._within(a, b, start).items():
                    if g == len(groups) - 1 and end != n:
                        continue
                    total = cost + inner
                    if first is not None:
                        total += 0.7 * _offset(first, start, end, self.style)
                    if end not in following or total < following[end][0]:
                        following[end] = (total, bounds + cuts)
            states = following
        cost, bounds = states[n]
        return Cut(bounds, cost)

    def _within(self, a: int, b: int, start: int) -> dict[int, tuple[float, list[int]]]:
        """For every end: the cheapest cut of [start, end) among the labels a … b-1."""
        n = len(self.named)
        states: dict[int, tuple[float, list[int]]] = {start: (0.0, [])}
        for k in range(a, b):
            following: dict[int, tuple[float, list[int]]] = {}
            for at, (cost, cuts) in states.items():
                for end in range(at, n + 1):
                    total = cost + self.block(k, at, end)
                    if end not in following or total < following[end][0]:
                        following[end] = (total, [*cuts, end])
            states = following
        return states

    def doubtful(self, cut: Cut) -> set[int]:
        """Rows that the next-best places of a boundary would give to another label."""
        rows: set[int] = set()
        for k in range(1, len(cut.bounds) - 1):
            for step in (-2, -1, 1, 2):
                moved = list(cut.bounds)
                moved[k] += step
                if not moved[k - 1] <= moved[k] <= moved[k + 1]:
                    continue
                if self.cost(moved) - cut.cost < MARGIN:
                    rows |= set(range(*sorted((cut.bounds[k], moved[k]))))
        return rows


def _special(label: str) -> bool:
    """Whether a level 1 is one of an older generation, above other level 2 than today's."""
    return taxonomy.stem(label) in {"影响力", "效果", "投入", "投入和管理", "过程", "管理"}
