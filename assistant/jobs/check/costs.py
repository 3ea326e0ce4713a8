"""SUM (costs): cost indicators against the budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.domain.declaration import Indicator
from assistant.domain.money import UNITS
from assistant.jobs.check.case import Case, Part
from assistant.jobs.check.figures import FIGURE, amount_place, figure, said
from assistant.jobs.check.formulas import row_text
from assistant.jobs.check.names import overlap, pairs
from assistant.jobs.check.registry import Flag, rule


def _ceiling(indicator: Indicator) -> Decimal | None:
    """A capped total in yuan that a cost indicator states; None for unit costs and words."""
    target = indicator.target
    unit = target.unit or ""
    if target.number is None or unit not in UNITS or re.search(r"[/／每]", target.raw):
        return None
    if re.search(r"单位|单价|人均|户均|平均|每|单次|次均|标准", indicator.name):
        return None
    return target.number * UNITS[unit]


def _is_cost(indicator: Indicator) -> bool:
    return "成本" in ((indicator.current.level1 or "") + (indicator.level2 or ""))


@rule(
    "SUM006", "成本指标之和超过预算", "error",
    what="各项成本上限（总额类）相加大于申报的年度预算。",
    why="成本指标是分项的上限，合计不得超过预算支出标准和申报金额。",
    certainty="V",
    wrong="成本指标\t经济成本指标\t河道保洁服务成本\t≤1900000元\t根据预算资金",
    right="成本指标\t经济成本指标\t河道保洁服务成本\t≤900000元\t根据预算资金",
)  # fmt: skip
def ceilings_exceed(case: Case) -> Iterator[Flag]:
    """Σ cost ceilings against the budget."""
    costs = [(i, _ceiling(i)) for i in case.trusted if _is_cost(i)]
    capped = [(i, c) for i, c in costs if c is not None]
    known = case.total or case.budget
    if not capped or known is None:
        return
    summed = sum((c for _, c in capped), Decimal(0))
    whole = [i for i, c in capped if c >= known]
    if len(capped) > 1 and any(re.search(r"总|项目成本", i.name) for i in whole):
        return
    lifelong = case.declaration.funding.total
    if lifelong is not None and lifelong.yuan > known:
        known = lifelong.yuan  # ceilings of a project over several years may be for all of them
    if summed <= known + Decimal(50):
        return
    largest = max(capped, key=lambda pair: pair[1])[0]
    yield Flag(
        case.place_of(largest),
        f"{len(capped)} 项成本上限合计 {said(summed)}，超过申报预算 {said(known)}",
        tuple(case.place_of(i) for i, _ in capped if i is not largest),
        "逐项核对成本上限与预算明细",
    )


def _line_for(case: Case, indicator: Indicator) -> list[tuple[Decimal, Part]]:
    """Amounts that a cost indicator may stand for: a part, one of its lines, or lines alike."""
    name = indicator.name
    scored = [(overlap(name, p.name), p) for p in case.parts]
    scored += [
        (overlap(name, line.item), Part(line.item, line.amount.yuan, (line,)))
        for p in case.parts
        for line in p.lines
        if line.amount
    ]
    best = max((s for s, _ in scored), default=0.0)
    if best < 0.6:
        return []
    return [(p.amount, p) for s, p in scored if s >= best - 0.01]


def _per_piece(indicator: Indicator) -> bool:
    """A price or standard for one of something (元/人·月): never a line's whole amount."""
    return bool(
        re.search(r"[/／]|每", indicator.target.raw + (indicator.target.unit or ""))
    ) or bool(re.search(r"单位成本|单价|标准|人均|户均|次均|单次|单场", indicator.name))


def _priced(case: Case, candidates: list[tuple[Decimal, Part]], value: Decimal) -> bool:
    """Whether the price stands in a row of the lines, or no row states a price to compare with."""
    lines = [line for _, part in candidates for line in part.lines]
    figures = {
        number
        for line in lines
        for found in re.finditer(FIGURE, row_text(case, line)[1])
        if (number := figure(found.group())) is not None
    }
    if value in figures or value / UNITS["万元"] in figures:
        return True
    return not any(line.unit_price for line in lines)


@rule(
    "SUM007", "成本指标与预算明细金额不符", "error",
    what="成本指标的金额与同名的预算部分（单位成本则与单价）不一致。",
    why="成本指标应与预算明细一一对应；两处不一致时无法判断申请的是哪个数。",
    certainty="I",
    wrong="\t\t水质监测成本\t≤240000元\t根据预算资金",
    right="\t\t水质监测成本\t≤120000元\t根据预算资金",
)  # fmt: skip
def cost_differs(case: Case) -> Iterator[Flag]:
    """A cost indicator's amount against the budget line of the same name."""
    for indicator in case.trusted:
        if not _is_cost(indicator) or not pairs(indicator.name):
            continue
        number, unit = indicator.target.number, (indicator.target.unit or "").split("/")[0]
        if number is None or unit not in UNITS:
            continue
        value = number * UNITS[unit]
        candidates = _line_for(case, indicator)
        if not candidates or (_per_piece(indicator) and _priced(case, candidates, value)):
            continue
        amounts = {a for a, _ in candidates}
        for _, part in candidates:
            amounts |= {line.unit_price.yuan for line in part.lines if line.unit_price}
            amounts |= {line.amount.yuan for line in part.lines if line.amount}
        lines = {r.locator.start: r for _, p in candidates for r in p.lines}.values()
        if any(r.unit_price for r in lines):
            amounts.add(sum((r.unit_price.yuan for r in lines if r.unit_price), Decimal(0)))
        amounts.add(sum((r.amount.yuan for r in lines if r.amount), Decimal(0)))
        nearest = min(amounts, key=lambda a: abs(a - value))
        if abs(nearest - value) <= max(Decimal("0.01") * 50, nearest * Decimal("0.0001")):
            continue
        if _ceiling(indicator) is None and value < min(amounts):
            continue
        part = candidates[0][1]
        yield Flag(
            case.place_of(indicator),
            f"“{indicator.name}”为 {indicator.target.raw.strip()}，"
            f"预算明细“{part.name}”为 {said(part.amount)}",
            tuple(amount_place(case, line) for line in part.lines),
            f"两处应一致；按预算明细为 {said(part.amount)}",
        )


@rule(
    "SUM017", "单位成本的量级不对", "error",
    what="单位成本（元/人、元/次）比整个预算还大，或正好是预算明细单价的一万倍。",
    why="一个的成本不可能超过全部预算；多半是“元”写成了“万元”。",
    certainty="V",
    wrong="\t\t护栏维修单位成本\t≤400万元/米\t根据合同标准", right="\t\t护栏维修单位成本\t≤400元/米\t根据合同标准",
)  # fmt: skip
def unit_slipped(case: Case) -> Iterator[Flag]:
    """≤185万元/人 where the line reckons 185元 each."""
    prices = {line.unit_price.yuan for line in case.declaration.budget_lines if line.unit_price}
    for indicator in case.trusted:
        number, unit = indicator.target.number, (indicator.target.unit or "").split("/")[0]
        if not _is_cost(indicator) or number is None or unit not in UNITS:
            continue
        if not _per_piece(indicator):
            continue
        value = number * UNITS[unit]
        slipped = value not in prices and value / UNITS["万元"] in prices and unit == "万元"
        above = case.total is not None and value > case.total > 0
        if not (slipped or above):
            continue
        against = (
            "预算明细的单价是它的万分之一"
            if slipped
            else f"整个预算只有 {said(case.total or Decimal(0))}"
        )
        yield Flag(
            case.place_of(indicator), f"“{indicator.name}”为 {indicator.target.raw.strip()}，{against}",
            (indicator.locator,), "核对单位（元、万元）",
        )  # fmt: skip
