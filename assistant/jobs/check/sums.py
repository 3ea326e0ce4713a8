"""SUM: arithmetic: lines and totals, price and quantity, 元 and 万元, components, rates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from assistant.domain.declaration import Execution
from assistant.domain.locator import Locator
from assistant.domain.money import UNITS, Money, money_unit
from assistant.jobs.check.case import Case
from assistant.jobs.check.figures import (
    amount_place,
    cell_of,
    decimals,
    figure,
    half_step,
    printed_total,
    rewritten,
    said,
)
from assistant.jobs.check.registry import Flag, rule

TEN_THOUSAND = UNITS["万元"]


@rule(
    "SUM001", "合计不等于明细之和", "error",
    what="预算明细表各行金额相加，与“合计”相差超过各行四舍五入所能解释的数。",
    why="金额对不上的申报一定退回；比较时每行容许末位的一半（万元两位小数即 0.005 万元）。",
    certainty="V",
    wrong="合计\t\t\t\t1,270,000.00", right="合计\t\t\t\t1,260,000.00",
)  # fmt: skip
def total_differs(case: Case) -> Iterator[Flag]:
    """Σ lines against the printed 合计."""
    total = printed_total(case)
    lines = [line for line in case.declaration.budget_lines if line.amount]
    if total is None or case.budget is None or any(line.uncertain for line in lines):
        return
    slack = sum((half_step(line.amount) for line in lines if line.amount), Decimal(0))
    slack += half_step(total.money)
    if lines[0].amount and decimals(lines[0].amount.raw) == 0:
        slack = Decimal("0.5")
    if abs(total.money.yuan - case.budget) <= slack:
        return
    elsewhere = case.declaration.funding.annual or case.declaration.total
    certain = elsewhere is not None and abs(elsewhere.yuan - case.budget) <= max(
        slack, half_step(elsewhere)
    )
    yield Flag(
        total.locator,
        f"合计 {total.money.raw.strip()} 与 {len(lines)} 行明细之和 "
        f"{said(case.budget, total.money)} 相差 {said(abs(total.money.yuan - case.budget), total.money)}",
        tuple(amount_place(case, line) for line in lines[:12]),
        f"逐行核对；按现有明细应为 {said(case.budget, total.money)}",
        rewritten(case.budget, total.money) if certain else None,
    )


@rule(
    "SUM002", "单价乘数量不等于金额", "error",
    what="预算明细一行的单价 × 数量与金额相差超过单价四舍五入所能解释的数（数量 × 单价末位的一半，含端点）。",
    why="测算依据与申请金额不一致，无法核定。",
    certainty="V",
    wrong="1\t河道保洁服务\t3,000.00\t300\t960,000.00",
    right="1\t河道保洁服务\t3,000.00\t300\t900,000.00",
)  # fmt: skip
def product_differs(case: Case) -> Iterator[Flag]:
    """Price × quantity against the amount of a line."""
    for line in case.declaration.budget_lines:
        price, amount, quantity = line.unit_price, line.amount, line.quantity
        if price is None or amount is None or quantity is None or line.uncertain:
            continue
        slack = quantity * half_step(price) + half_step(amount)
        product = price.yuan * quantity
        if abs(product - amount.yuan) <= slack:
            continue
        yield Flag(
            amount_place(case, line),
            f"“{line.item}”单价 {price.raw.strip()} × 数量 {quantity} = {said(product, amount)}，"
            f"表中金额为 {amount.raw.strip()}",
            (line.locator,),
            f"单价、数量无误时，金额应为 {said(product, amount)}",
        )


def _captioned_unit(case: Case, locator: Locator) -> tuple[str, Locator] | None:
    """The unit of money declared by the caption above a table, and its place."""
    pattern = re.compile(r"单位\s*[：:]\s*(?P<unit>[百千万亿]{0,2}元)")
    table = next((t for t in case.tables if t.start <= locator.start < t.end), None)
    top = table.start if table else locator.start
    above = [s for s in case.stretches if s.start <= top and s.end > top - 160]
    for stretch in reversed(above):
        for match in reversed(list(pattern.finditer(stretch.text))):
            unit = money_unit(match["unit"])
            if unit:
                return unit, case.within(stretch, match, "unit")
    return None


def _misprinted(raws: list[Decimal], unit: str, scale: Decimal) -> str | None:
    """The unit that the figures must be in, where the captioned one makes no sense.

    ``scale`` is an amount of the same declaration in yuan, from a place with a unit of its own.
    """
    if not raws or not scale:
        return None
    middle = sorted(raws)[len(raws) // 2]
    as_captioned = middle * UNITS[unit] / scale
    other = "元" if unit == "万元" else "万元"
    as_other = middle * UNITS[other] / scale
    low, high = Decimal("0.02"), Decimal(50)
    if not low <= as_captioned <= high and low <= as_other <= high:
        return other
    return None


def _independent_total(case: Case, exclude: Locator | None) -> tuple[Decimal, Locator] | None:
    """An amount of the declaration whose unit is its own: a form cell, or 万元 in the narrative."""
    declaration = case.declaration
    for money, name in ((declaration.funding.annual, "annual"), (declaration.total, "total")):
        place = dict(declaration.funding.locators).get(name) or declaration.total_locator
        if money is not None and place is not None:
            inside = exclude is not None and exclude.start <= place.start < exclude.end
            if not inside and money.yuan > 0:
                return money.yuan, place
    return None


@rule(
    "SUM003", "表头单位与数值的量级不符", "error",
    what="表头写明“单位：万元”，而表中数字按元才与申报金额相称（或相反）。",
    why="照表头读会差一万倍；金额单位以表头为准。",
    certainty="V",
    wrong="表 2 近三年预算执行情况（单位：万元）", right="表 2 近三年预算执行情况（单位：元）",
)  # fmt: skip
def unit_misprinted(case: Case) -> Iterator[Flag]:
    """A caption's 万元 over values in 元, or the reverse."""
    declaration = case.declaration
    executions = [e for e in declaration.executions if e.executed or e.initial or e.adjusted]
    lines = [line for line in declaration.budget_lines if line.amount]
    groups: list[tuple[Locator, list[Decimal]]] = []
    if executions:
        values = [_execution_figure(e) for e in executions]
        groups.append((executions[0].locator, [v for v in values if v]))
    if lines:
        total = printed_total(case)
        if total is not None:
            groups.append((lines[0].locator, [figure(total.money.raw) or Decimal(0)]))
    for place, raws in groups:
        caption = _captioned_unit(case, place)
        table = next((t for t in case.tables if t.start <= place.start < t.end), None)
        outside = case.at(table.start, table.end) if table else None
        known = _independent_total(case, outside)
        if caption is None or known is None or caption[0] not in {"元", "万元"}:
            continue
        better = _misprinted(raws, caption[0], known[0])
        if better:
            yield Flag(
                caption[1],
                f"表头单位为{caption[0]}，但表中数值（如 {raws[0]:,}）按{better}才与申报金额"
                f" {said(known[0])} 相称",
                (place, known[1]),
                f"把表头改为“单位：{better}”，或把数值换算成{caption[0]}",
                better,
            )


def _execution_figure(execution: Execution) -> Decimal | None:
    money = execution.executed or execution.adjusted or execution.initial
    return figure(money.raw) if money else None


@rule(
    "SUM004", "资金构成之和不等于总额", "error",
    what="年度资金申请总额 ≠ 当年财政拨款＋上年结转资金＋其他资金，或项目资金总额 ≠ 财政资金＋其他资金。",
    why="申报表资金栏的固定关系：年度总额由当年拨款、结转和其他资金组成；没有填的构成按未填处理，不推断。",
    certainty="S",
    wrong="| | 其中：财政资金 | 800,000.00 | 其中：当年财政拨款 | 700,000.00 |",
    right="| | 其中：财政资金 | 800,000.00 | 其中：当年财政拨款 | 800,000.00 |",
    model="form",
)  # fmt: skip
def funding_differs(case: Case) -> Iterator[Flag]:
    """Components of the funding cells against their total."""
    funding = case.declaration.funding
    places = dict(funding.locators)
    whole, annual = funding.total, funding.annual
    if whole and annual and annual.yuan > whole.yuan + half_step(whole) + half_step(annual):
        place = places.get("annual") or case.declaration.total_locator
        if place is not None:
            yield Flag(
                place, f"年度资金申请总额 {annual.raw.strip()} 大于项目资金总额 {whole.raw.strip()}",
                tuple(p for k, p in funding.locators if k == "total"), "核对两个总额",
            )  # fmt: skip
    for name, label, total, pieces in (
        ("annual", "年度资金申请总额", funding.annual,
         (funding.annual_fiscal, funding.carried_over, funding.annual_other)),
        ("total", "项目资金总额", funding.total, (funding.fiscal, funding.other)),
    ):  # fmt: skip
        present = [p for p in pieces if p is not None]
        if total is None or not present or pieces[0] is None:
            continue
        summed = sum((p.yuan for p in present), Decimal(0))
        slack = half_step(total) + sum((half_step(p) for p in present), Decimal(0))
        further = sum((s.amount.yuan for s in funding.sources), Decimal(0))
        if any(abs(known - total.yuan) <= slack for known in (summed, further, summed + further)):
            continue
        place = places.get(name) or case.declaration.total_locator
        if place is None:
            continue
        keys = ("annual_fiscal", "carried_over", "annual_other", "fiscal", "other")
        near = tuple(p for k, p in funding.locators if k in keys)
        yield Flag(
            place,
            f"{label} {total.raw.strip()} 不等于各项构成之和 {said(summed, total)}",
            near,
            "核对各项资金来源的金额",
        )


@rule(
    "SUM005", "预算执行率算错", "error",
    what="预算执行率 ≠ 执行金额 ÷ 调整后预算（没有调整数时用年初预算）。",
    why="执行率以调整后预算为分母，近三年执行情况是核定当年预算的依据。",
    certainty="S",
    wrong="2023 年\t1,200,000.00\t1,200,000.00\t1,188,000.00\t97%",
    right="2023 年\t1,200,000.00\t1,200,000.00\t1,188,000.00\t99%",
)  # fmt: skip
def rate_differs(case: Case) -> Iterator[Flag]:
    """The printed rate against executed ÷ adjusted."""
    for row in case.declaration.executions:
        base = row.adjusted or row.initial
        if row.rate is None or base is None or row.executed is None or not base.yuan:
            continue
        if set(row.uncertain) - {"unit"}:  # the rate does not depend on the unit
            continue
        rate = row.executed.yuan / base.yuan * 100
        printed = re.search(
            rf"(?<!\d){row.rate.normalize():f}(?:\.\d+)?\s*[%％]", row.locator.quote
        )
        raw = printed.group() if printed else f"{row.rate}%"
        slack = Decimal(5) / Decimal(10) ** (decimals(raw) + 1) + Decimal("0.001")
        if abs(rate - row.rate) <= slack:
            continue
        fix = f"{rate:.{decimals(raw)}f}%"
        yield Flag(
            cell_of(case, row.locator, raw),
            f"{row.year} 年执行率写作 {raw}，按 {row.executed.raw.strip()} ÷ {base.raw.strip()} 应为 {fix}",
            (row.locator,),
            f"应为 {fix}",
            fix,
        )


@rule(
    "SUM008", "表内总额与申报金额不符", "error",
    what="预算明细表的合计与申报表资金栏（年度资金申请总额、当年预算）不一致。",
    why="同一笔钱在两处写法不同，容许换算和四舍五入（0.005 万元）。",
    certainty="V",
    wrong="|  | 合计 | | | 820,000.00 |", right="|  | 合计 | | | 800,000.00 |",
    model="form",
)  # fmt: skip
def totals_differ(case: Case) -> Iterator[Flag]:
    """The budget table's 合计 against the form's annual amount."""
    total, annual = printed_total(case), case.declaration.funding.annual
    if total is None or annual is None:
        return
    slack = half_step(total.money) + half_step(annual)
    if abs(total.money.yuan - annual.yuan) <= slack:
        return
    place = dict(case.declaration.funding.locators).get("annual")
    yield Flag(
        total.locator,
        f"预算表合计 {total.money.raw.strip()}（{said(total.money.yuan)}）与申报金额"
        f" {annual.raw.strip()}（{said(annual.yuan)}）不一致",
        (place,) if place else (),
        "核对两处金额",
    )


@rule(
    "SUM009", "部门预算表的科目合计不符", "error",
    what="部门预算表中，上级科目（类、款）的金额不等于下级科目之和，或一行的合计不等于各栏之和。",
    why="预算公开表的上下级科目必须相加相等。",
    certainty="S",
    wrong="204\t02\t01\t行政运行\t6,500,000.00\t6,500,000.00\t",
    right="204\t02\t01\t行政运行\t6,000,000.00\t6,000,000.00\t",
    model="department", whole=True,
)  # fmt: skip
def accounts_differ(case: Case) -> Iterator[Flag]:
    """Parent accounts against the sum of their children, per table and column."""
    tables: dict[tuple[str, str], dict[str, tuple[Money, Locator, str]]] = {}
    for account in case.reading.accounts:
        if account.code and re.fullmatch(r"\d{3}(?:-\d{2}){0,2}", account.code):
            rows = tables.setdefault((account.table, account.column), {})
            rows.setdefault(account.code, (account.amount, account.locator, account.name))
    for (table, column), rows in tables.items():
        for code, (money, place, name) in rows.items():
            below = [
                (m, at)
                for other, (m, at, _) in rows.items()
                if other.startswith(code + "-") and other.count("-") == code.count("-") + 1
            ]
            if not below:
                continue
            summed = sum((m.yuan for m, _ in below), Decimal(0))
            if abs(summed - money.yuan) > Decimal("0.01") * (len(below) + 1):
                yield Flag(
                    place,
                    f"{table}“{column}”栏：{code} {name} {money.raw.strip()} 不等于下级科目之和"
                    f" {said(summed, money)}",
                    tuple(at for _, at in below[:8]),
                    "核对上下级科目",
                )


@rule(
    "SUM010", "年度之间金额跳动而无说明", "warning",
    what="相邻两年的预算或执行金额相差 50% 以上，正文没有说明原因。",
    why="近三年执行情况与当年预算差距大时，评审会要求说明增减原因。",
    certainty="I",
    wrong="2022 年\t150,000.00\t150,000.00\t150,000.00\t100%",
    right="2022 年\t1,150,000.00\t1,150,000.00\t1,150,000.00\t100%",
)  # fmt: skip
def amounts_jump(case: Case) -> Iterator[Flag]:
    """Year-on-year changes of more than half without a reason in the text."""
    rows = sorted(case.declaration.executions, key=lambda e: e.year)
    values = [(r, _execution_figure(r)) for r in rows]
    known = [(r, v) for r, v in values if v]
    if not known:
        return
    section = case.body("执行情况", "投入情况", "预算安排", "资金")
    explained = any(
        re.search(r"(?:增加|减少|下降|上升|调整|变动|核减|新增).{0,12}(?:原因|由于|因为|主要是|系)"
                  r"|(?:由于|因为?|主要原因).{0,30}(?:增加|减少|下降|上升|调整|新增)", s.text)
        for s in section
    )  # fmt: skip
    if explained:
        return
    for (before, a), (after, b) in pairwise(known):
        if after.year == before.year + 1 and abs(b - a) > a / 2:
            yield _jump(after.locator, before.year, after.year, a, b, (before.locator,))
    last, value = known[-1]
    if case.year == last.year + 1 and case.total is not None:
        for money in (last.executed, last.adjusted, last.initial):
            if money is None:
                continue
            now = _same_unit(case.total, value)
            if abs(now - value) > value / 2 and case.declaration.total_locator:
                place = case.declaration.total_locator
                yield _jump(place, last.year, last.year + 1, value, now, (last.locator,))
            break


def _same_unit(total: Decimal, value: Decimal) -> Decimal:
    """The declared total in the unit that the execution table must be in (元 or 万元)."""
    in_wan = total / TEN_THOUSAND
    return total if abs(value / total - 1) <= abs(value / in_wan - 1) else in_wan


def _jump(
    place: Locator, then: int, now: int, a: Decimal, b: Decimal, related: tuple[Locator, ...]
) -> Flag:
    change = (b - a) / a * 100
    return Flag(
        place,
        f"{now} 年比 {then} 年{'增加' if b > a else '减少'} {abs(change):.0f}%（{a:,} → {b:,}），正文没有说明原因",
        related,
        "在预算执行情况中说明增减原因",
    )
