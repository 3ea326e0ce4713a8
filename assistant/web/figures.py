"""可比的数: the library's figures gathered for the pictures of 对比; each keeps its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from assistant.domain.declaration import Declaration
from assistant.domain.money import Money
from assistant.domain.shapes import plain
from assistant.library.records import StoredDeclaration
from assistant.web.chart import Bar, Chart

WAN = Decimal(10_000)
MOST = 40
"""Bars in one picture."""


def label_of(declaration: Declaration) -> str:
    """Year, unit and project, as far as they are known."""
    year = f"{declaration.year}年" if declaration.year else ""
    return f"{year} {declaration.unit or ''} {declaration.project or ''}".strip()


def wan(money: Money) -> str:
    """An amount for reading: 万元, exact."""
    return f"{plain((money.yuan / WAN).normalize())} 万元"


def execution(stored: Iterable[StoredDeclaration]) -> Chart:
    """Budget and spending over the years. A year told by several declarations is told once."""
    bars: dict[tuple[str, str], Bar] = {}
    for one in stored:
        for row in one.declaration.executions:
            said = "（预计）" if row.estimated else ""
            said += "（单位待核）" if "unit" in row.uncertain else ""
            for series, field, money in (
                ("年初预算", "initial", row.initial),
                ("调整后预算", "adjusted", row.adjusted),
                ("执行", "executed", row.executed),
            ):
                if money is not None and field not in row.uncertain:
                    key = (f"{row.year}年 {one.declaration.project or ''}", series)
                    bars.setdefault(
                        key, Bar(key[0], series, money.yuan, wan(money) + said, row.locator)
                    )
    ordered = sorted(bars.values(), key=lambda bar: (bar.label[5:], bar.label))
    return Chart("预算与执行", "万元", tuple(ordered[: MOST * 2]))


def composition(stored: Iterable[StoredDeclaration]) -> Chart:
    """What a budget is made of, the largest first."""
    bars = [
        Bar(line.item, label_of(one.declaration), line.amount.yuan, wan(line.amount), line.locator)
        for one in stored
        for line in one.declaration.budget_lines
        if line.amount is not None and "amount" not in line.uncertain
    ]
    bars.sort(key=lambda bar: -bar.value)
    return Chart("预算构成", "万元", tuple(bars[:MOST]))


def indicator(stored: Iterable[StoredDeclaration], name: str) -> Chart:
    """One indicator across declarations; only values of the commonest unit stand side by side."""
    found: list[tuple[str, Bar]] = []
    for one in stored:
        for row in one.declaration.indicators:
            if row.name == name and row.target.number is not None and "target" not in row.uncertain:
                bar = Bar(
                    label_of(one.declaration), name, row.target.number, row.target.raw, row.locator
                )
                found.append((row.target.unit or "", bar))
    if not found:
        return Chart(name, "", ())
    units = [unit for unit, _ in found]
    unit = max(dict.fromkeys(units), key=units.count)
    left = len(found) - units.count(unit)
    note = f"另有 {left} 处单位不同，未画在一起。" if left else ""
    return Chart(name, unit, tuple(bar for its, bar in found if its == unit)[:MOST], note)


def per_head(stored: Iterable[StoredDeclaration]) -> Chart:
    """Prices: what one costs, as printed or as amount ÷ number of the same line."""
    bars = []
    for one in stored:
        for line in one.declaration.budget_lines:
            if line.unit_price is not None and "unit_price" not in line.uncertain:
                price, said = line.unit_price.yuan, "表中单价"
            elif line.amount is not None and line.quantity:
                price = line.amount.yuan / line.quantity
                said = f"{plain(line.amount.yuan)} ÷ {plain(line.quantity)}"
            else:
                continue
            label = f"{line.item}（{one.declaration.year or ''}{one.declaration.unit or ''}）"
            shown = f"{plain(price.quantize(Decimal('0.01')))} 元（{said}）"
            bars.append(Bar(label, "单价", price, shown, line.locator))
    bars.sort(key=lambda bar: bar.label)
    return Chart("单位成本", "元", tuple(bars[:MOST]))


KINDS: dict[str, Callable[[list[StoredDeclaration]], Chart]] = {
    "历年预算与执行": execution,
    "预算构成": composition,
    "单位成本": per_head,
}
"""What can be drawn without naming an indicator."""


def shared_indicators(stored: Iterable[StoredDeclaration]) -> list[tuple[str, str]]:
    """(label, name) of indicators with a figure, those of several declarations first."""
    places: dict[str, set[tuple[str, int]]] = {}
    for one in stored:
        for row in one.declaration.indicators:
            if row.target.number is not None and row.name:
                places.setdefault(row.name, set()).add((one.document, one.index))
    ranked = sorted(places.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(f"{name}（{len(where)} 份）", name) for name, where in ranked]
