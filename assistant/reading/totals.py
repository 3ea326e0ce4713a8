"""预算总额与明细的取定: the year's amount, and the lines of all tables and lists of a declaration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.domain.declaration import BudgetLine, Funding, FundSource
from assistant.domain.document import Document
from assistant.domain.locator import Locator
from assistant.domain.money import Money, parse_money
from assistant.domain.numerals import half_width
from assistant.reading.budget import MoneyTable
from assistant.reading.forms import Form, period_of
from assistant.reading.formulas import listed_lines
from assistant.reading.grid import Grid
from assistant.reading.sources import source_name, told_sources
from assistant.reading.told import told_lines, told_total, told_whole

_AMOUNT = r"(?:人民币)?\s*(?P<amount>\d[\d,.， ]{0,24}\d|\d)\s*(?P<unit>亿元|万元|元)"
_DECLARED = re.compile(
    r"(?:预算(?:申报)?(?:总)?(?:金额|资金|安排|总额)|预算申报|申报(?:预算)?(?:金额|总额|资金)|预算安排"
    r"|(?:申报|安排|申请|计划)预算|(?:申请|拟申请|安排|计划安排|拟安排)(?:财政)?(?:专项)?(?:资金|金额|经费))"
    r"\s*(?:总额)?(?:为|共|共计|合计|:|：)?\s*" + _AMOUNT
)
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_BASIC = re.compile(r"(?:其中:)?((?:日常)?公用(?:经费|支出)|人员(?:经费|支出)|运转经费)")


def find_total(
    document: Document,
    span: tuple[int, int],
    form: Form,
    tables: Sequence[MoneyTable],
    year: int | None,
) -> tuple[Money | None, Locator | None]:
    """The amount of the budget year: the form's, else what the narrative declares for that year,

    else the form's whole sum where the period is one year, else the largest total row, else what
    sentences call the budget.
    """
    at = dict(form.funding.locators)
    if form.funding.annual is not None:
        return form.funding.annual, at.get("annual")
    whole = form.funding.total
    several = several_years(period_of(form))
    for found in _DECLARED.finditer(document.text, *span):
        if _of_another_year(document, span[0], found.start(), year):
            continue
        money = parse_money(document.text[found.start("amount") : found.end("unit")])
        if money is not None:
            return money, document.locate(found.start("amount"), found.end("unit"))
    if whole is not None and not several:
        return whole, at.get("total")
    summed = [t for t in tables if t.total is not None]
    best = max(summed, key=lambda t: t.total.yuan if t.total else Decimal(0), default=None)
    if best is not None:
        return best.total, best.total_locator
    told = told_total(document, span, year, named=whole is not None)
    return (told.money, _figure_of(document, told.end, told.money)) if told else (None, None)


def _figure_of(document: Document, end: int, money: Money) -> Locator:
    """Where an amount that ends at ``end`` stands."""
    return document.locate(end - len(money.raw), end)


def several_years(period: str | None) -> bool:
    """Whether a period covers several years: its whole sum is then no year's."""
    return len(set(re.findall(r"(?:19|20)\d{2}", period or ""))) > 1


def _of_another_year(document: Document, start: int, at: int, year: int | None) -> bool:
    """Whether the sentence before ``at`` speaks of another year than the budget's."""
    before = re.split(r"[。；;\n\t|]", document.text[max(start, at - 60) : at])[-1]
    named = _YEAR.findall(before)
    return bool(named) and year is not None and int(named[-1]) != year


def with_told_whole(
    document: Document, span: tuple[int, int], form: Form, total: Money | None
) -> Funding:
    """The funding with the whole life's amount that sentences tell, where the form has none."""
    several = several_years(period_of(form))
    if form.funding.total is not None:
        return form.funding
    told = told_whole(document, span, total, several=several)
    if told is None:
        return form.funding
    place = ("total", _figure_of(document, told.end, told.money))
    return replace(form.funding, total=told.money, locators=(*form.funding.locators, place))


def with_told_sources(
    document: Document, span: tuple[int, int], funding: Funding, total: Money | None
) -> Funding:
    """The funding with the sources that sentences tell, where the form names none."""
    found = list(told_sources(document, *span, total.yuan if total else None))
    yearly = tuple(source for whole, source in found if not whole)
    period = tuple(source for whole, source in found if whole)
    return replace(
        funding,
        sources=funding.sources or _distinct(yearly),
        period_sources=funding.period_sources or _distinct(period),
    )


def _distinct(sources: Sequence[FundSource]) -> tuple[FundSource, ...]:
    """Sources told twice, once."""
    return tuple({(s.name, s.amount.yuan): s for s in reversed(sources)}.values())[::-1]


def all_lines(
    document: Document,
    span: tuple[int, int],
    parts: Sequence[tuple[Grid, Sequence[int]]],
    tables: Sequence[MoneyTable],
    form: Form,
    total: Money | None,
    year: int | None,
) -> tuple[BudgetLine, ...]:
    """The budget's lines: those of the tables, else of lists in cells and sentences; 基本支出."""
    lines = _without_sums(tables)
    if not lines:
        amounts = (total, form.funding.total, form.funding.annual)
        known = frozenset(m.yuan for m in amounts if m is not None)
        runs = [
            run for run in listed_lines(document, *span, known=known)
            if not all(source_name(b.item) for b in run)
        ]  # fmt: skip
        exact = [r for r in runs if total and _sum(r) == total.yuan][:1]
        told = list(told_lines(document, span, known, year))[:1]
        lines = max([*exact, *told], key=_priced, default=(runs or [[]])[0])
    named = {line.item for line in lines}
    basic = [b for b in _basic_lines(parts, form.funding.unit) if b.item not in named]
    return (*basic, *lines)


def _sum(lines: Sequence[BudgetLine]) -> Decimal:
    return sum((b.amount.yuan for b in lines if b.amount), Decimal(0))


def _priced(lines: Sequence[BudgetLine]) -> int:
    """How many lines tell their price."""
    return sum(line.unit_price is not None for line in lines)


def _without_sums(tables: Sequence[MoneyTable]) -> list[BudgetLine]:
    """The lines of all tables; a line that another table breaks down becomes its lines' group."""
    kept = [list(table.lines) for table in tables]
    for n, table in enumerate(tables):
        whole = _sum(table.lines)
        if len(table.lines) < 2:
            continue
        for k, lines in enumerate(kept):
            sums = [b for b in lines if k != n and b.amount and b.amount.yuan == whole]
            if len(sums) == 1 and len(lines) > 1:
                lines.remove(sums[0])
                kept[n] = [replace(b, group=b.group or sums[0].item) for b in kept[n]]
                break
    return [line for lines in kept for line in lines]


def _basic_lines(parts: Sequence[tuple[Grid, Sequence[int]]], unit: str | None) -> list[BudgetLine]:
    """人员经费, 公用经费 beside their amounts in the form of a body's whole spending."""
    found: list[BudgetLine] = []
    for grid, rows in parts:
        for row in rows:
            for label, value in pairwise(grid.rows[row]):
                named = _BASIC.fullmatch(re.sub(r"\s", "", half_width(label.text)).rstrip(":"))
                figure = re.fullmatch(r"\d[\d,.]*\s*(?:[百千万亿]*元)?", value.text.strip())
                money = parse_money(value.text, unit) if named and figure else None
                if named and money:
                    place = grid.locate([label, value])
                    found.append(BudgetLine("基本支出", named.group(1), money, None, None, place))
    return found
