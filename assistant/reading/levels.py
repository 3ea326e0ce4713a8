"""级次: the level 1 and level 2 of every row, from labels that stand anywhere in their block.

Three ways, the first that the table allows: merged cells say what they cover; labels on the first
row of their block are carried down; else (labels in the middle, slipped or splintered) the rows are
cut into blocks, in the order of the labels, so that every label stands where its block's label
would, and the rows' names fit. What the second-best cut would change is uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.domain import taxonomy
from assistant.domain.target import Target

MARGIN = 0.85
"""A row whose block costs less than this more the other way is uncertain."""


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


@dataclass(slots=True)
class Placed:
    """What was decided for one row."""

    level1: str | None = None
    level2: str | None = None
    uncertain: set[str] = field(default_factory=set)


SIGNS: tuple[tuple[str, str], ...] = (
    ("服务对象满意度指标", r"满意|好评率|认可度"),
    ("可持续影响指标", r"长效|可持续|机制|制度|预案|队伍建设|健全|持续"),
    ("生态效益指标", r"生态|绿化|污染|排放|节能|降耗|水质|空气|垃圾|环境(?:改善|质量|水平)|碳"),
    ("经济效益指标", r"经济|收入|增收|节约|产值|利润|税收|带动"),
    ("经济成本指标", r"成本|费用|金额|价格|支出|经费|控制率|预算"),
    ("时效指标", r"及时|时间|时长|时限|按时|按期|周期|进度|响应|期限|工期"),
    (
        "质量指标",
        r"达标|合格|准确|规范|质量|合规|资质|故障|完好|优良|出勤|通过率|正确|事故发生率|全面性",
    ),
    (
        "数量指标",
        r"(?:人|次|个|套|件|户|场|点位|面积|份)?数量?$|面积|覆盖率|完成率|完成情况|人数|次数",
    ),
    (
        "社会效益指标",
        r"社会|治安|投诉|发生率|知晓|秩序|安全|影响力|群众|提升|改善|降低|减少|保障|顺利|管控|效率"
        r"|公众|稳定|适应|实现度",
    ),
)
"""Words in an indicator's name that belong to a level 2; the first that matches counts most."""
_SIGNS = tuple((level, re.compile(pattern)) for level, pattern in SIGNS)


@lru_cache(maxsize=4096)
def _signs(name: str) -> tuple[str, ...]:
    """The levels whose words stand in a name; what stands last (its head) counts first."""
    found = []
    for level, pattern in _SIGNS:
        spans = [m.span() for m in pattern.finditer(name)]
        if spans:
            found.append((-spans[-1][1], spans[-1][0], level))
    return tuple(level for _, _, level in sorted(found))


def misfit(name: str, target: Target | None, level2: str) -> float:
    """How ill a name fits a level 2: 0 it says so, 0.4 it says nothing, up to 3 it says another."""
    current = taxonomy.current_levels(None, level2).level2 or level2
    signs = _signs(name)
    satisfied = "服务对象满意度指标"
    if (satisfied in signs) != (current == satisfied):
        return 3.0
    if current in signs:
        return 0.0 if signs[0] == current else 0.3
    if current == "时效指标" and target and target.kind in {"date", "duration"}:
        return 0.0
    if current == "数量指标" and target and target.kind == "count" and target.number:
        return 0.1
    if current == "生态效益指标":
        return 2.5
    if not signs:
        return 0.4
    if target and target.kind == "amount" and signs[0] == "经济成本指标":
        return 2.5
    return 2.0 if signs[0] == "可持续影响指标" else 1.2


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
    blocks = _Blocks(rows, "middle")
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
    first = second = (None, 0)
    level1: str | None = None
    level2: str | None = None
    until1 = until2 = 0
    del first, second
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


@dataclass(frozen=True, slots=True)
class _Mark:
    """A printed label and the (gap-free) position of its row among the named rows."""

    text: str
    at: float
    own_row: bool
    trace: float | None


def _marks(rows: Sequence[LabelledRow], level: int) -> list[_Mark]:
    """The labels of one level in order; ``at`` counts named rows, a label-only row lies between."""
    marks: list[_Mark] = []
    seen = 0
    positions: list[tuple[float, LabelledRow]] = []
    for row in rows:
        positions.append((seen if row.name else seen - 0.5, row))
        seen += bool(row.name)
    for n, (at, row) in enumerate(positions):
        texts = row.labels.level1 if level == 1 else row.labels.level2
        trace = None
        for other in (n - 1, n + 1):
            if 0 <= other < len(positions):
                labels = positions[other][1].labels
                if labels.trace1 if level == 1 else labels.trace2:
                    trace = (at + positions[other][0]) / 2
        for text in sorted(texts, key=taxonomy.level2_rank) if level == 2 else texts:
            if marks and taxonomy.stem(marks[-1].text) == taxonomy.stem(text):
                # the same label torn over two rows, or printed again on the next page
                before = marks.pop()
                marks.append(_Mark(before.text, before.at, True, (before.at + at) / 2))
            else:
                marks.append(_Mark(text, at, bool(row.name), trace))
    return marks


def _offset(mark: _Mark, start: int, end: int, style: str) -> float:
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
class _Cut:
    """A way to cut the rows: where each label's block begins, and what it costs."""

    bounds: list[int]
    cost: float


class _Blocks:
    """Cutting named rows into one block for each level-2 label."""

    def __init__(self, rows: Sequence[LabelledRow], style: str) -> None:
        self.named = [r for r in rows if r.name]
        self.marks = _marks(rows, 2)
        self.firsts = _marks(rows, 1)
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

    def groups(self) -> list[tuple[_Mark | None, int, int]]:
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

    def _first(self, own: str | None) -> _Mark | None:
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

    def best(self) -> _Cut:
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
        return _Cut(bounds, cost)

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

    def doubtful(self, cut: _Cut) -> set[int]:
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


def _by_blocks(rows: Sequence[LabelledRow]) -> list[Placed]:
    if not any(r.labels.level2 for r in rows):
        return _by_level1_only(rows)
    options = []
    for penalty, style in ((0.0, "middle"), (0.5, "top"), (0.5, "bottom")):
        blocks = _Blocks(rows, style)
        cut = blocks.best()
        options.append((cut.cost + penalty, style, blocks, cut))
    _, _, blocks, cut = min(options, key=lambda o: (o[0], o[1]))
    doubtful = blocks.doubtful(cut)
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
