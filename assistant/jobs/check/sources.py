"""SUM (sources): what a sentence splits into its sources against their sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.domain.declaration import FundSource
from assistant.domain.locator import Locator
from assistant.jobs.check.case import Case
from assistant.jobs.check.figures import half_step, said
from assistant.jobs.check.registry import Flag, rule
from assistant.reading.sources import source_name
from assistant.reading.told import Told, told_amounts


@rule(
    "SUM016", "资金来源之和大于总额", "error",
    what="正文把一笔预算拆成几个来源（中央、省级、县级财政），各来源相加超过这笔预算。",
    why="资金来源相加应等于总额；只列一部分来源可以小于总额，不能大于。",
    certainty="V",
    wrong="其中市级财政补助300万元，区级财政安排380万元。", right="其中市级财政补助300万元，区级财政安排340万元。",
    model="told",
)  # fmt: skip
def sources_exceed(case: Case) -> Iterator[Flag]:
    """总额417万元，其中中央120万元，省级95万元，县级212万元."""
    amounts = told_amounts(case.document, case.start, case.end)
    for at, whole in enumerate(amounts):
        parts = _sources_after(amounts, at)
        summed = sum((p.money.yuan for p in parts), Decimal(0))
        slack = half_step(whole.money) + sum((half_step(p.money) for p in parts), Decimal(0))
        if len(parts) < _LEAST_SOURCES or summed <= whole.money.yuan + slack:
            continue
        if any(summed == other.money.yuan for other in amounts):
            continue
        yield Flag(
            case.at(whole.end - len(whole.money.raw), whole.end),
            f"{whole.clause.strip('，,。')} {whole.money.raw} 小于各来源之和 {said(summed, whole.money)}："
            + "、".join(f"{p.name} {p.money.raw}" for p in parts),
            tuple(case.at(p.start, p.end) for p in parts), "核对总额和各项来源",
        )  # fmt: skip


_LEAST_SOURCES = 2


def _sources_after(amounts: Sequence[Told], at: int) -> list[Told]:
    """The sources that the amount at ``at`` is said to consist of (其中…)."""
    if not amounts[at].is_budget or at + 1 >= len(amounts) or not amounts[at + 1].within:
        return []
    found: list[Told] = []
    for one in amounts[at + 1 :]:
        if one.apart or (found and one.within) or source_name(one.name) is None:
            break
        found.append(one)
    return found


@rule(
    "SUM019", "各项资金来源之和不等于总额", "error",
    what="申报表按来源（中央、省、县、自筹）逐行列出的资金，相加不等于资金总额。",
    why="来源逐行列全，相加就是总额；有一行写错。",
    certainty="V",
    wrong="| 县级资金 | 46.00 |", right="| 县级资金 | 36.00 |",
    model="sourced",
)  # fmt: skip
def rows_differ(case: Case) -> Iterator[Flag]:
    """总额 164, below it 80, 48, 46: the year's, where a form has both its and the whole life's."""
    funding = case.declaration.funding
    places = dict(funding.locators)
    name = "annual" if funding.annual is not None else "total"
    money, place = getattr(funding, name), places.get(name)
    if money is None or place is None or place.cell is None:
        return
    rows = _rows_below(case, place)
    amounts = [s.amount.yuan for s in rows]
    slack = half_step(money) + sum((half_step(s.amount) for s in rows), Decimal(0))
    if len(rows) < _LEAST_SOURCES or any(
        abs(whole - money.yuan) <= slack for whole in _subsets(amounts)
    ):
        return
    yield Flag(
        place, f"资金总额 {money.raw.strip()}，各来源相加为 {said(sum(amounts, Decimal(0)), money)}："
        + "、".join(f"{s.name} {s.amount.raw.strip()}" for s in rows),
        tuple(s.locator for s in rows), "核对总额和各项来源",
    )  # fmt: skip


_MOST_SOURCES = 8


def _subsets(amounts: Sequence[Decimal]) -> set[Decimal]:
    """Every sum of some of the amounts: a row may be part of another (其中：…)."""
    sums = {Decimal(0)}
    for one in amounts[:_MOST_SOURCES]:
        sums |= {whole + one for whole in sums}
    return sums - {Decimal(0)}


def _rows_below(case: Case, place: Locator) -> list[FundSource]:
    """The sources in the rows right below a total; none where a row of figures is no source."""
    cell = place.cell
    table = next((t for t in case.tables if cell is not None and t.index == cell.table), None)
    if cell is None or table is None:
        return []
    sources = case.declaration.funding.sources
    found: list[FundSource] = []
    for row in range(cell.row + 1, cell.row + 1 + _MOST_SOURCES):
        cells = [c for c in table.cells if c.row == row]
        figures = [c for c in cells if re.fullmatch(r"\s*[\d,，.]+\s*(?:万?元)?\s*", c.text)]
        own = [s for s in sources if any(c.start < s.locator.end and s.locator.start < c.end for c in cells)]  # fmt: skip
        if len(own) != 1 or len(figures) != 1:
            return found if not figures else []
        found += own
    return found
