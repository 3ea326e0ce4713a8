"""指标体系迁移: a table of an older generation in today's levels, with a loss report; proposals.

What is missing or cannot be measured is proposed from precedent in other declarations, cited and
marked as a proposal: never entered as if it were known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.declaration import Declaration, Indicator
from assistant.domain.target import Target, parse_target
from assistant.domain.taxonomy import current_levels, level2_rank
from assistant.jobs.draft.cells import CellBook
from assistant.jobs.draft.history import Total
from assistant.jobs.draft.likeness import core_name, likeness, plain_name, plain_project
from assistant.jobs.draft.past import Material, Past
from assistant.jobs.draft.targets import RolledTarget, asked

COST_SINCE = 2024
"""Shanghai's forms print 成本指标 as the first level from 2024 (domain notes §3)."""
REQUIRED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("成本指标", ("经济成本指标",)),
    ("产出指标", ("数量指标",)),
    ("产出指标", ("质量指标",)),
    ("效益指标", ("社会效益指标", "经济效益指标", "生态效益指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
"""Branches that a current table should have (101号; domain notes §3)."""
_WORDS = frozenset(
    ("完成", "达标", "及时", "提升", "提高", "改善", "下降", "降低", "满意", "推进", "有效", "良好")
) | {"规范", "有所降低", "有所提升", "有所提高", "适应", "按时", "合格", "达成"}


@dataclass(frozen=True)
class _Precedent:
    """An indicator of another declaration, and how near it is."""

    indicator: Indicator
    past: Past
    nearness: float

    def cited(self) -> str:
        """Where it stands, in words."""
        d = self.past.declaration
        row = f"{self.indicator.name} {self.indicator.target.raw}"
        return f"{d.unit or self.past.source}{d.year or ''}年“{d.project or ''}”的“{row}”"


def migrate(rolled: list[RolledTarget], material: Material, book: CellBook) -> list[RolledTarget]:
    """The rows in today's levels and order; what has no place is kept, unplaced, and reported."""
    names = frozenset(i.level1 for i in material.base.declaration.indicators if i.level1)
    moved: list[RolledTarget] = []
    changed: dict[tuple[str, str], int] = {}
    for one in rolled:
        indicator = one.indicator
        current = indicator.current
        if current.level1 is None and current.level2 is None:
            current = current_levels(indicator.level1, indicator.level2, level1_names=names)
        printed = (indicator.level1 or "空", indicator.level2 or "空")
        if current.level1 is None or current.level2 is None:
            book.losses.append(
                f"“{indicator.name}”原属{printed[0]}／{printed[1]}，现行体系没有对应的位置，请归类或删去"
            )
        elif (indicator.level1, indicator.level2) != (current.level1, current.level2):
            key = (f"{printed[0]}／{printed[1]}", f"{current.level1}／{current.level2}")
            changed[key] = changed.get(key, 0) + 1
        moved.append(
            replace(
                one,
                indicator=replace(
                    indicator, level1=current.level1, level2=current.level2, current=current
                ),
            )
        )
    for (old, new), count in changed.items():
        book.losses.append(f"{old} → {new}：{count} 项")
    order = {id(one): at for at, one in enumerate(moved)}
    return sorted(moved, key=lambda one: (level2_rank(one.indicator.level2 or ""), order[id(one)]))


def propose_branches(
    rolled: list[RolledTarget], material: Material, total: Total, year: int, book: CellBook
) -> list[RolledTarget]:
    """Rows for required branches that the table lacks, from cited precedent."""
    made = list(rolled)
    if not any(one.indicator.level1 or one.indicator.level2 for one in rolled):
        book.note("原表没有一级、二级指标，不知道缺哪一类，未按先例补充；请先归类")
        return made
    for level1, choices in REQUIRED:
        if level1 == "成本指标" and year < COST_SINCE:
            continue
        if any(one.indicator.level2 in choices for one in rolled):
            continue
        found = _nearest(choices, material)
        if found is None:
            book.note(f"缺少{level1}（{choices[0]}），资料库中没有可参照的先例，请补充")
            continue
        made.append(_proposed(found, total))
        book.losses.append(
            f"原表没有{level1}（{choices[0]}），按先例提出一项，请核定：{found.cited()}"
        )
    order = {id(one): at for at, one in enumerate(made)}
    return sorted(made, key=lambda one: (level2_rank(one.indicator.level2 or ""), order[id(one)]))


def _vocabulary(declaration: Declaration) -> str:
    """The words of our own declaration that a precedent's name may use."""
    parts = [
        declaration.project or "",
        declaration.goals.overall or "",
        declaration.goals.annual or "",
    ]
    parts.extend(i.name for i in declaration.indicators)
    parts.extend(row.item for row in declaration.budget_lines)
    return plain_name("".join(parts))


def _nearest(choices: tuple[str, ...], material: Material) -> _Precedent | None:
    """The nearest indicator of the branch: a name in our own words, or one that many projects use."""
    own = material.base.declaration
    words = _vocabulary(own)
    found: list[_Precedent] = []
    users: dict[str, set[str]] = {}
    for past in [*material.earlier, *material.precedents]:
        for indicator in past.declaration.indicators:
            if indicator.current.level2 not in choices or "target" in indicator.uncertain:
                continue
            users.setdefault(indicator.name, set()).add(
                plain_project(past.declaration.project or past.source)
            )
            near = likeness(past.declaration.project or "", own.project or "")
            if core_name(indicator.name) in words:
                near += 0.6
            if core_name(indicator.name) in plain_name(own.project or ""):
                near += 0.3
            if plain_project(own.project or "").endswith(core_name(indicator.name)):
                near += 0.2  # the head of a Chinese name stands last
            found.append(_Precedent(indicator, past, near))
    used = {name: len(projects) for name, projects in users.items()}
    fitting = [p for p in found if p.nearness >= 0.6 or used[p.indicator.name] >= 2]
    ranked = sorted(
        fitting,
        key=lambda p: (p.indicator.target.number is None and p.indicator.level1 != "成本指标",
                       -p.nearness - 0.05 * min(used[p.indicator.name], 6), p.indicator.name),
    )  # fmt: skip
    return ranked[0] if ranked else None


def _proposed(found: _Precedent, total: Total) -> RolledTarget:
    """The precedent's row; its money and counts are not ours, its rates and words are proposed."""
    theirs = found.indicator
    target: Target = theirs.target
    question = None
    if target.kind == "amount" or target.kind == "count":
        target = asked(target, theirs.name)
        question = f"“{theirs.name}”的目标值是多少？（先例：{found.cited()}）"
    elif target.number is None:
        target = parse_target(target.raw, name=theirs.name)
    indicator = Indicator(
        theirs.current.level1, theirs.current.level2, theirs.name, target, theirs.source, None,
        theirs.current, theirs.locator, source_locator=theirs.source_locator,
    )  # fmt: skip
    status = "needs_input" if question else "carried"
    why = question or f"建议，先例：{found.cited()}"
    return RolledTarget(
        indicator, None, "needs_input" if status == "needs_input" else "carried", why,
        (theirs.target_locator or theirs.locator,), proposal=True,
    )  # fmt: skip


def propose_measures(rolled: Sequence[RolledTarget], material: Material, book: CellBook) -> None:
    """For each worded value a measurable one from precedent, beside it; or a note that none is."""
    for i, one in enumerate(rolled):
        indicator = one.indicator
        if (
            indicator.target.kind != "qualitative"
            or indicator.target.raw.strip("。 ") not in _WORDS
        ):
            continue
        best = _measured(indicator, material)
        if best is None:
            book.put(
                f"indicators[{i}].target.proposal", indicator.target.raw, "carried",
                (indicator.target_locator or indicator.locator,),
                f"“{indicator.target.raw}”无法衡量，资料库中没有可量化的先例；用什么数值衡量“{indicator.name}”？",
                proposal=True,
            )  # fmt: skip
            continue
        book.put(
            f"indicators[{i}].target.proposal", best.indicator.target.raw, "carried",
            (best.indicator.target_locator or best.indicator.locator,),
            f"“{indicator.target.raw}”无法衡量，可参照先例：{best.cited()}；是否采用？",
            previous=indicator.target.raw, proposal=True,
        )  # fmt: skip


def _measured(indicator: Indicator, material: Material) -> _Precedent | None:
    """The most alike indicator of the same branch with a rate or a time as its value."""
    found = [
        _Precedent(theirs, past, likeness(theirs.name, indicator.name))
        for past in [*material.earlier, *material.precedents]
        for theirs in past.declaration.indicators
        if theirs.current.level2 == indicator.current.level2
        and theirs.target.number is not None
        and theirs.target.kind in {"rate", "duration", "frequency"}
        and "target" not in theirs.uncertain
    ]
    best = max(found, key=lambda p: p.nearness, default=None)
    return best if best is not None and best.nearness >= 0.5 else None
