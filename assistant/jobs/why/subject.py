"""所问: the value that is to be explained: an indicator's target, or an amount of the budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.coverage import cover, precision
from assistant.domain.declaration import Declaration, Indicator
from assistant.domain.locator import Locator
from assistant.domain.synonyms import canonical
from assistant.domain.target import Target
from assistant.library.records import StoredDeclaration

GENERIC = re.compile(
    r"人员|聘用|人数|数量|个数|次数|情况|工作|服务|项目|专项|经费|费用|成本|指标|开展|完成|发放|活动|单次|年度|达标率|合格率|及时性"
    r"|及时率|准确性|合规率|覆盖率|到位率|到岗率|提升|保障|管理|运行|标准|制作|单位|投保|机构|资质|健全性|有效性|执行|满意度|率|数|性|补贴"
)
"""What indicator names share whatever their subject; the rest is the subject."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A named value within a declaration; ``number`` in ``measure`` (money in 元)."""

    stored: StoredDeclaration
    name: str
    number: Decimal | None
    measure: str | None
    value: str
    locator: Locator
    indicator: Indicator | None

    @property
    def declaration(self) -> Declaration:
        """The declaration that the value stands in."""
        return self.stored.declaration

    @property
    def target(self) -> Target | None:
        """The indicator's target; None for an amount of the budget."""
        return self.indicator.target if self.indicator else None

    @property
    def words(self) -> tuple[str, ...]:
        """What the name is about, without the words that all names share."""
        return subject_words(self.name)


def subject_words(name: str) -> tuple[str, ...]:
    """特保人员聘用人数 → (特保,): stretches of two characters and more; the whole where none."""
    parts = [part for part in re.split(r"[|]+", GENERIC.sub("|", canonical(name))) if len(part) > 1]
    return tuple(parts)


def subjects(stored: list[StoredDeclaration], name: str) -> list[Subject]:
    """The values that ``name`` names, the best first: equal names, else those that cover it."""
    wanted = canonical(name)
    scored: list[tuple[float, Subject]] = []
    for one in stored:
        for subject in _all(one):
            key = canonical(subject.name)
            if key == wanted:
                scored.append((2.0 + (subject.indicator is not None), subject))
            elif cover((wanted,), (key,)).complete:
                scored.append((precision(key, wanted), subject))
    if not scored:
        return []
    scored.sort(key=lambda pair: -pair[0])
    best = scored[0][0]
    if best >= 2.0:
        return [subject for score, subject in scored if score >= best]
    return [subject for score, subject in scored if score >= best - 0.1]


def _all(stored: StoredDeclaration) -> Iterator[Subject]:
    declared = stored.declaration
    for row in declared.indicators:
        target = row.target
        yield Subject(stored, row.name, target.number, target.unit, target.raw, row.locator, row)
    groups: dict[str, list[int]] = {}
    for index, line in enumerate(declared.budget_lines):
        amount = line.amount
        if amount is not None:
            yield Subject(stored, line.item, amount.yuan, "元", amount.raw, line.locator, None)
            if line.group:
                groups.setdefault(line.group, []).append(index)
    for group, lines in groups.items():
        if len(lines) > 1:
            amounts = [declared.budget_lines[i].amount for i in lines]
            total = sum((a.yuan for a in amounts if a is not None), Decimal(0))
            place = declared.budget_lines[lines[0]].locator
            yield Subject(stored, group, total, "元", "", place, None)
    if declared.total is not None and declared.project and declared.total_locator:
        yield Subject(
            stored, f"{declared.project}预算", declared.total.yuan, "元", declared.total.raw,
            declared.total_locator, None,
        )  # fmt: skip
