"""摊平: a reading's typed facts as uniform rows for lookup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.declaration import Declaration, Execution, Reading
from assistant.domain.document import Document
from assistant.domain.fact import Fact, FactKind
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.slot import EXECUTIONS, FUNDS
from assistant.domain.target import Target

YUAN = "元"
_TO_YUAN = {"万元": Decimal(10_000), "亿元": Decimal(100_000_000), "千元": Decimal(1000)}


@dataclass(frozen=True)
class _Maker:
    """What all facts of one declaration (or of the document) share."""

    document: str
    declaration: int | None
    project: str | None
    unit: str | None
    year: int | None

    def fact(
        self,
        kind: FactKind,
        index: int,
        name: str,
        locator: Locator,
        *,
        value: str = "",
        group: str | None = None,
        number: Decimal | None = None,
        measure: str | None = None,
        year: int | None = None,
    ) -> Fact:
        return Fact(
            kind, self.document, self.declaration, index, name, group, value, number, measure,
            self.project, self.unit, self.year if year is None else year, locator,
        )  # fmt: skip

    def money(
        self,
        kind: FactKind,
        index: int,
        name: str,
        locator: Locator,
        money: Money | None,
        *,
        group: str | None = None,
        year: int | None = None,
    ) -> Fact:
        amount = None if money is None else money.yuan
        return self.fact(
            kind, index, name, locator, value="" if money is None else money.raw, group=group,
            number=amount, measure=None if money is None else YUAN, year=year,
        )  # fmt: skip


def _quantity(target: Target) -> tuple[Decimal | None, str | None]:
    """The target's number and unit, money in yuan."""
    scale = _TO_YUAN.get(target.unit or "")
    if target.number is not None and scale is not None:
        return target.number * scale, YUAN
    return target.number, target.unit


def _levels(level1: str | None, level2: str | None) -> str | None:
    return " / ".join(x for x in (level1, level2) if x) or None


def _executions(make: _Maker, rows: tuple[Execution, ...]) -> Iterator[Fact]:
    for index, row in enumerate(rows):
        group = f"{row.year}年预算执行"
        for field, name in EXECUTIONS.items():
            money = getattr(row, field)
            if money is not None:
                yield make.money(
                    "execution", index, name, row.locator, money, group=group, year=row.year
                )
        if row.rate is not None:
            yield make.fact(
                "execution", index, "预算执行率", row.locator, value=f"{row.rate}%", group=group,
                number=row.rate, measure="%", year=row.year,
            )  # fmt: skip


def _form(make: _Maker, declared: Declaration) -> Iterator[Fact]:
    """Fields, goals, funds: what the form's head says."""
    places = dict(declared.funding.locators)
    for index, (field, name) in enumerate(FUNDS.items()):
        money, place = getattr(declared.funding, field), places.get(field) or places.get(name)
        if money is not None and place is not None:
            yield make.money("fund", index, name, place, money)
    for index, one in enumerate(declared.funding.sources, len(FUNDS)):
        yield make.money("fund", index, one.name, one.locator, one.amount)
    goals = declared.goals
    for index, (name, text, place) in enumerate(
        (
            ("总目标", goals.overall, goals.overall_locator),
            ("年度目标", goals.annual, goals.annual_locator),
        )
    ):
        if text and place is not None:
            yield make.fact("goal", index, name, place, value=text)
    for index, entry in enumerate(declared.fields):
        amount = None if entry.money is None else entry.money.yuan
        yield make.fact(
            "field", index, entry.label, entry.locator, value=entry.value, number=amount,
            measure=None if amount is None else YUAN,
        )  # fmt: skip


PERIOD = "实施期"
"""What stands before the name of a value for the project's whole life, beside the year's own."""


def _whole_life(make: _Maker, declared: Declaration) -> Iterator[Fact]:
    """Values and sources of the project's whole life, as fields: the year's stay the rows."""
    index = len(declared.fields)
    for row in declared.indicators:
        target, place = row.period_target, row.period_locator
        if target is None or place is None or not target.raw.strip() or target == row.target:
            continue
        number, measure = _quantity(target)
        yield make.fact(
            "field", index, f"{PERIOD}{row.name}", place, value=target.raw,
            group=_levels(row.level1, row.level2), number=number, measure=measure,
        )  # fmt: skip
        index += 1
    for row in declared.period_indicators:
        number, measure = _quantity(row.target)
        yield make.fact(
            "field", index, f"{PERIOD}{row.name}", row.locator, value=row.target.raw,
            group=_levels(row.level1, row.level2), number=number, measure=measure,
        )  # fmt: skip
        index += 1
    for one in declared.funding.period_sources:
        yield make.fact(
            "field", index, f"{PERIOD}{one.name}", one.locator, value=one.amount.raw,
            number=one.amount.yuan, measure=YUAN,
        )  # fmt: skip
        index += 1


def _rows(make: _Maker, declared: Declaration) -> Iterator[Fact]:
    """Indicators, budget lines, activities, plan, bases: the rows of the form's tables."""
    for index, row in enumerate(declared.indicators):
        number, measure = _quantity(row.target)
        yield make.fact(
            "indicator", index, row.name, row.locator, value=row.target.raw,
            group=_levels(row.level1, row.level2), number=number, measure=measure,
        )  # fmt: skip
    for index, line in enumerate(declared.budget_lines):
        yield make.money(
            "budget_line", index, line.item, line.locator, line.amount, group=line.group
        )
    for index, activity in enumerate(declared.activities):
        yield make.fact(
            "activity", index, activity.item, activity.locator, value=activity.content,
            group=activity.group,
        )  # fmt: skip
    for index, step in enumerate(declared.plan):
        yield make.fact("plan", index, step.what, step.locator, value=step.when)
    for index, basis in enumerate(declared.bases):
        name = basis.title or basis.number or basis.raw
        yield make.fact("basis", index, name, basis.locator, value=basis.raw, group=basis.number)


def _declaration(make: _Maker, index: int, declared: Declaration, document: Document) -> Fact:
    place = declared.project_locator or declared.total_locator
    if place is None:
        start, end = declared.span
        line = document.text.find("\n", start, end)
        place = document.locate(start, end if line < 0 else line)
    return make.money("declaration", index, declared.project or "", place, declared.total)


def _outside(make: _Maker, reading: Reading) -> Iterator[Fact]:
    for index, account in enumerate(reading.accounts):
        name = account.name if not account.column else f"{account.name}（{account.column}）"
        fact = make.money(
            "account", index, name, account.locator, account.amount, group=account.table,
            year=account.year,
        )  # fmt: skip
        yield fact
    for index, term in enumerate(reading.terms):
        yield make.fact("term", index, term.name, term.locator, value=term.definition)
    for index, basis in enumerate(reading.citations):
        name = basis.title or basis.number or basis.raw
        yield make.fact("basis", index, name, basis.locator, value=basis.raw, group=basis.number)


def facts_of(document: Document, reading: Reading) -> list[Fact]:
    """Every fact of the reading, declaration by declaration, then those outside.

    An execution row gives one fact for each amount that it has (年初预算、调整后预算、预算执行数、
    预算执行率), all with the row's index and with the row's own year as ``year``.
    """
    found: list[Fact] = []
    for index, declared in enumerate(reading.declarations):
        make = _Maker(document.id, index, declared.project, declared.unit, declared.year)
        found.append(_declaration(make, index, declared, document))
        found.extend(_form(make, declared))
        found.extend(_rows(make, declared))
        found.extend(_whole_life(make, declared))
        found.extend(_executions(make, declared.executions))
    unit = next((d.unit for d in reading.declarations if d.unit), None)
    unit = unit or next((a.unit for a in reading.accounts if a.unit), None)
    year = next((d.year for d in reading.declarations if d.year), None)
    found.extend(_outside(_Maker(document.id, None, None, unit, year), reading))
    return found
