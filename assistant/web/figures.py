"""可比的数: the library's figures gathered for the pictures of 对比; each keeps its place.

A cell that could not be read with certainty is never drawn; the picture says how many were left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from assistant.domain.declaration import Declaration, Execution
from assistant.domain.money import Money
from assistant.domain.shapes import plain
from assistant.library.records import StoredDeclaration
from assistant.web.chart import Bar, Chart

WAN = Decimal(10_000)
CENT = Decimal("0.01")
MOST = 60
"""Bars in one picture."""
UPLOAD = "换一个项目，或到“资料”上传"


def label_of(declaration: Declaration) -> str:
    """Year, unit and project, as far as they are known."""
    year = f"{declaration.year}年" if declaration.year else ""
    return f"{year} {declaration.unit or ''} {declaration.project or ''}".strip()


def owner_of(declaration: Declaration) -> str:
    """Unit and project, as far as they are known."""
    return f"{declaration.unit or ''} {declaration.project or '项目未读出'}".strip()


def wan(money: Money) -> str:
    """An amount for reading: 万元, two places."""
    return f"{money.yuan / WAN:,.2f}"


def exact(money: Money) -> str:
    """An amount as it is: 元, and as printed."""
    return f"{plain(money.yuan)} 元，原文写作 {' '.join(money.raw.split())}"


def left_out(count: int) -> str:
    """The note on cells that are not drawn."""
    return f"另有 {count} 个数读取存疑，没有画；到“资料”对照原件。" if count else ""


def _cut(bars: list[Bar], note: str) -> tuple[tuple[Bar, ...], str]:
    """The bars that fit, with the note on those that do not."""
    if len(bars) <= MOST:
        return tuple(bars), note
    return tuple(bars[:MOST]), f"只画了前 {MOST} 条，共 {len(bars)} 条；选一个项目看全。{note}"


def _years(stored: Iterable[StoredDeclaration]) -> list[tuple[str, Execution]]:
    """(unit and project, year's row), each year once, told by the newest declaration; in order."""
    found: dict[tuple[str, int], Execution] = {}
    for one in sorted(stored, key=lambda s: -(s.declaration.year or 0)):
        for row in one.declaration.executions:
            found.setdefault((owner_of(one.declaration), row.year), row)
    return [(owner, row) for (owner, _), row in sorted(found.items(), key=lambda pair: pair[0])]


def _said(row: Execution) -> str:
    return f"{row.year}年" + ("（预计）" if row.estimated else "")


def execution(stored: Iterable[StoredDeclaration]) -> Chart:
    """Budget and spending over the years. A year told by several declarations is told once."""
    bars: list[Bar] = []
    unsure = units = 0
    for owner, row in _years(stored):
        for series, field, money in (
            ("年初预算", "initial", row.initial),
            ("调整后预算", "adjusted", row.adjusted),
            ("执行", "executed", row.executed),
        ):
            if money is None:
                continue
            if field in row.uncertain:
                unsure += 1
                continue
            doubt = "unit" in row.uncertain
            units += doubt
            shown = wan(money) + ("（单位待核）" if doubt else "")
            bars.append(
                Bar(_said(row), series, money.yuan, shown, row.locator, owner, exact(money))
            )
    note = left_out(unsure)
    if units:
        note += "标“单位待核”的：表上印的单位与数的大小不合，已按合理的单位读，请对照原表。"
    drawn, note = _cut(bars, note)
    lacking = f"所选项目的资料里没有历年预算执行表。{UPLOAD}含“预算执行情况”的申报。"
    return Chart("历年预算与执行", "万元", drawn, note, lacking)


def rates(stored: Iterable[StoredDeclaration]) -> Chart:
    """执行率 over the years, as printed."""
    rows = [(owner, row) for owner, row in _years(stored) if row.rate is not None]
    bars = [
        Bar(_said(row), "执行率", row.rate, f"{plain(row.rate)}%", row.locator, owner)
        for owner, row in rows
        if row.rate is not None and "rate" not in row.uncertain
    ]
    drawn, note = _cut(bars, left_out(len(rows) - len(bars)))
    lacking = f"所选项目的资料里没有印出预算执行率。{UPLOAD}含“预算执行率”的申报。"
    return Chart("历年预算执行率", "%", drawn, note, lacking)


def composition(stored: Iterable[StoredDeclaration]) -> Chart:
    """What each budget is made of, the largest first, with the share of the lines' sum."""
    bars: list[Bar] = []
    unsure = 0
    for one in sorted(stored, key=lambda s: -(s.declaration.year or 0)):
        told = [(line, line.amount) for line in one.declaration.budget_lines if line.amount]
        lines = [(line, money) for line, money in told if "amount" not in line.uncertain]
        unsure += len(told) - len(lines)
        total = sum((money.yuan for _, money in lines), Decimal(0))
        whole = not unsure and total > 0
        group = f"{label_of(one.declaration)}：明细合计 {total / WAN:,.2f} 万元"
        for line, money in sorted(lines, key=lambda pair: -pair[1].yuan):
            share = f"（{money.yuan / total * 100:.1f}%）" if whole else ""
            bars.append(
                Bar(line.item, "金额", money.yuan, wan(money) + share, line.locator, group, exact(money))
            )  # fmt: skip
    drawn, note = _cut(bars, left_out(unsure))
    lacking = f"所选项目的资料里没有预算明细。{UPLOAD}含预算明细表的申报。"
    return Chart("预算构成", "万元", drawn, note, lacking)


def indicator(stored: Iterable[StoredDeclaration], name: str) -> Chart:
    """One indicator across declarations; only values of the commonest unit stand side by side."""
    found: list[tuple[str, Bar]] = []
    unsure = 0
    for one in stored:
        for row in one.declaration.indicators:
            if row.name != name or row.target.number is None:
                continue
            if "target" in row.uncertain:
                unsure += 1
                continue
            shown = " ".join(row.target.raw.split())
            bar = Bar(label_of(one.declaration), name, row.target.number, shown, row.locator)
            found.append((row.target.unit or "", bar))
    lacking = "没有这个指标的数可以并排。换一个指标或项目，或到“资料”上传别的单位的申报。"
    if not found:
        return Chart(name or "同一指标", "", (), left_out(unsure), lacking)
    units = [unit for unit, _ in found]
    unit = max(dict.fromkeys(units), key=units.count)
    others = len(found) - units.count(unit)
    note = (f"另有 {others} 处单位不同，没有画在一起。" if others else "") + left_out(unsure)
    bars = sorted((bar for its, bar in found if its == unit), key=lambda bar: bar.label)
    if len(bars) == 1:
        note = "资料里只有这一处；上传别的单位或年度的申报，就能并排看。" + note
    drawn, note = _cut(bars, note)
    return Chart(name, unit, drawn, note, lacking)


def per_head(stored: Iterable[StoredDeclaration]) -> Chart:
    """Prices: what one costs, as printed or as amount ÷ number of the same line."""
    bars: list[Bar] = []
    unsure = 0
    for one in sorted(stored, key=lambda s: (owner_of(s.declaration), s.declaration.year or 0)):
        for line in one.declaration.budget_lines:
            doubt = set(line.uncertain)
            if line.unit_price is not None and not doubt & {"unit_price", "unit"}:
                price, said = line.unit_price.yuan, "表中单价"
            elif line.quantity == 1:
                continue  # the whole of one thing is no price of one
            elif line.amount is not None and line.quantity and not doubt & {"amount", "quantity"}:
                price = line.amount.yuan / line.quantity
                said = f"{plain(line.amount.yuan)} ÷ {plain(line.quantity)}"
            else:
                unsure += bool(doubt & {"unit_price", "amount", "quantity", "unit"})
                continue
            per = f"/{line.price_unit}" if line.price_unit and said == "表中单价" else ""
            shown = f"{price.quantize(CENT):,} 元{per}"
            group = label_of(one.declaration)
            told = f"{shown}（{said}）"
            bars.append(Bar(line.item, "单价", price, shown, line.locator, group, told))
    drawn, note = _cut(bars, left_out(unsure))
    lacking = (
        f"所选项目的资料里没有单价，也没有可以相除的金额和数量。{UPLOAD}含单价或数量的预算明细。"
    )
    return Chart("单位成本：一人、一次、一件多少钱", "元", drawn, note, lacking, by_group=True)


KINDS: dict[str, Callable[[list[StoredDeclaration]], Chart]] = {
    "历年预算与执行": execution,
    "历年执行率": rates,
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
