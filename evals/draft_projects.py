"""Synthetic projects for the drafting backtest: five years each, every change of value known.

A project has parts; a part is staffed (people × price, paid over two years or one), bought (price ×
number in the table), or a lump. Each year people, prices, sums and thresholds change, parts come and
go. What an office would know beforehand is given to the draft; the rest it has to compute or ask.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from assistant.domain.declaration import (
    BudgetLine,
    Declaration,
    Execution,
    FormField,
    Funding,
    Goals,
    Indicator,
    PlanStep,
    Section,
)
from assistant.domain.document import Document
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.target import parse_target
from assistant.domain.taxonomy import current_levels

YEARS = 5
FIRST = 2021
_PLACES = ["东塘", "西桥", "南浦", "北苑", "清河", "石湖", "金泽", "云台", "柳港", "安亭"]
_THEMES = (
    "治安巡防", "校园护导", "禁毒宣传", "河道保洁", "养老助餐", "垃圾分类", "社区矫正", "市容巡查",
    "文化活动", "图书借阅", "绿化养护", "应急值守", "矛盾调解", "计生服务", "就业援助",
)  # fmt: skip
_STAFF = ("巡查队员", "护导员", "保洁员", "社工", "值守员", "协管员", "宣传员", "调解员")
_GOODS = (
    ("反光背心", "件"), ("执勤装备", "套"), ("意外保险", "份"), ("宣传手册", "册"), ("对讲设备", "台"),
    ("垃圾桶", "只"), ("图书", "册"), ("慰问品", "份"),
)  # fmt: skip
_LUMPS = (
    "物业管理",
    "食堂服务",
    "法律顾问",
    "场地租赁",
    "评估咨询",
    "演练活动",
    "培训活动",
    "系统维护",
)
Kind = Literal["staff", "goods", "lump"]


@dataclass(frozen=True)
class Part:
    """One part of a project in one year."""

    kind: Kind
    name: str
    unit: str
    number: int
    price: Decimal
    deferred: int
    """Percent of the year's contract that is paid in the next year; 0: none."""
    threshold: int
    month: int

    @property
    def contract(self) -> Decimal:
        """The year's whole cost in yuan."""
        return self.price * self.number


@dataclass(frozen=True)
class YearCase:
    """One year of a project: the declaration, and what an office would give for it."""

    year: int
    document: Document
    declaration: Declaration
    given: tuple[tuple[str, str], ...]
    table: str | None
    """The year's budget lines as CSV, where the office hands over a table instead."""


@dataclass
class _Sheet:
    name: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def put(self, piece: str) -> Locator:
        start = self.length
        self.pieces.append(piece + "\n")
        self.length += len(piece) + 1
        return Locator(self.name, f"{self.name}.txt", None, start, start + len(piece), piece)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _yuan(value: Decimal) -> Money:
    return Money(f"{value:,.2f}", _cents(value))


def projects(count: int, seed: int = 7) -> Iterator[tuple[str, str, list[YearCase]]]:
    """(project, unit, its years) for ``count`` projects."""
    for at in range(count):
        rng = random.Random(seed * 100_003 + at)
        unit = f"{_PLACES[at % len(_PLACES)]}街道"
        project = (
            f"{_THEMES[at // len(_PLACES) % len(_THEMES)]}{'一二三四五六七八九十'[at // 150]}期"
        )
        yield project, unit, _years(rng, project, unit)


def _years(rng: random.Random, project: str, unit: str) -> list[YearCase]:
    parts = _first(rng)
    earlier: list[Part] = [replace(p, number=max(2, p.number - 3)) for p in parts]
    cases = []
    totals: dict[int, Decimal] = {}
    for step in range(YEARS):
        year = FIRST + step
        given: list[tuple[str, str]] = []
        if step:
            earlier, (parts, given) = parts, _moved(rng, parts)
        as_table = step == YEARS - 1 and rng.random() < 0.3
        document, declaration = _declared(project, unit, year, parts, earlier, totals)
        totals[year] = declaration.total.yuan if declaration.total else Decimal(0)
        table = _table(declaration) if as_table else None
        if table is not None:
            given = [g for g in given if not _is_money(g)]
        cases.append(YearCase(year, document, declaration, tuple(given), table))
    return cases


def _is_money(pair: tuple[str, str]) -> bool:
    return "单价" in pair[0] or "元" in pair[1] or pair[1] == "取消"


def _first(rng: random.Random) -> list[Part]:
    parts = [_staff(rng, name) for name in rng.sample(_STAFF, rng.randint(1, 2))]
    parts += [_goods(rng, *what) for what in rng.sample(_GOODS, rng.randint(0, 2))]
    parts += [_lump(rng, name) for name in rng.sample(_LUMPS, rng.randint(1, 3))]
    return parts


def _staff(rng: random.Random, name: str) -> Part:
    deferred = rng.choice((0, 0, 25, 20))
    price = Decimal(rng.randrange(400, 900) * 100)
    return Part(
        "staff", name, "人", rng.randrange(8, 160), price, deferred, rng.choice((95, 98, 100)), 12
    )


def _goods(rng: random.Random, name: str, unit: str) -> Part:
    price = Decimal(rng.randrange(5, 400))
    return Part(
        "goods",
        name,
        unit,
        rng.randrange(20, 800),
        price,
        0,
        rng.choice((95, 100)),
        rng.randrange(5, 11),
    )


def _lump(rng: random.Random, name: str) -> Part:
    price = Decimal(rng.randrange(20, 900) * 1000)
    return Part(
        "lump",
        name,
        "次",
        rng.randrange(1, 5),
        price,
        0,
        rng.choice((90, 95, 100)),
        rng.randrange(6, 12),
    )


def _moved(rng: random.Random, parts: list[Part]) -> tuple[list[Part], list[tuple[str, str]]]:
    """Next year's parts, and the changes as an office would say them."""
    made: list[Part] = []
    given: list[tuple[str, str]] = []
    for part in parts:
        if len(parts) > 2 and part.kind == "lump" and rng.random() < 0.06:
            given.append((_line_name(part), "取消"))
            continue
        new = part
        if part.kind != "lump" and rng.random() < 0.6:
            new = replace(
                new,
                number=max(2, part.number + rng.randrange(-part.number // 6, part.number // 3 + 3)),
            )
            if new.number != part.number:
                given.append((_number_name(part), f"{new.number}{part.unit}"))
        if rng.random() < 0.55:
            new = _repriced(rng, part, new, given)
        if rng.random() < 0.12:
            new = replace(new, threshold=min(100, part.threshold + rng.choice((1, 2, 5))))
            if new.threshold != part.threshold and rng.random() < 0.8:
                given.append((_rate_name(part), f"{new.threshold}%"))
        made.append(new)
    if rng.random() < 0.08:
        made, given = _joined(rng, made, given)
    return made, given


def _repriced(rng: random.Random, part: Part, new: Part, given: list[tuple[str, str]]) -> Part:
    """A price that grows by a policy in percent, or a new sum."""
    if part.kind == "lump":
        price = Decimal(int(part.price * Decimal(rng.uniform(0.8, 1.4)) / 1000) * 1000)
        given.append((_line_name(part), f"{price}元"))
        return replace(new, price=price)
    if part.kind == "goods":
        price = part.price + rng.randrange(1, 20)
        given.append((f"{_line_name(part)}.单价", f"{price}元"))
        return replace(new, price=price)
    percent = rng.choice((3, 4, 5, 6, 8))
    given.append((f"{_line_name(part)}.单价", f"+{percent}%"))
    return replace(new, price=part.price * (100 + percent) / 100)


def _joined(
    rng: random.Random, parts: list[Part], given: list[tuple[str, str]]
) -> tuple[list[Part], list[tuple[str, str]]]:
    """A new lump, with the row that the office adds for it."""
    names = {p.name for p in parts}
    fresh = [n for n in _LUMPS if n not in names]
    part = _lump(rng, rng.choice(fresh))
    given = [
        *given,
        (f"新增{_line_name(part)}", f"{part.price}元"),
        (f"新增指标/成本指标/经济成本指标/{part.name}成本", f"≤{part.price}元"),
        (f"新增指标/产出指标/数量指标/{_number_name(part)}", f"≥{part.number}次"),
        (f"新增指标/产出指标/质量指标/{_rate_name(part)}", f"≥{part.threshold}%"),
    ]
    return [*parts, part], given


def _line_name(part: Part) -> str:
    return {"staff": f"{part.name}服务费", "goods": f"{part.name}采购", "lump": f"{part.name}经费"}[
        part.kind
    ]


def _number_name(part: Part) -> str:
    return {
        "staff": f"{part.name}聘用人数",
        "goods": f"{part.name}采购数量",
        "lump": f"{part.name}次数",
    }[part.kind]


def _rate_name(part: Part) -> str:
    return {
        "staff": f"{part.name}考核合格率",
        "goods": f"{part.name}验收合格率",
        "lump": f"{part.name}完成率",
    }[part.kind]


def _lines(sheet: _Sheet, parts: list[Part], earlier: list[Part], year: int) -> list[BudgetLine]:
    lines = []
    before = {p.name: p for p in earlier}
    for part in parts:
        group = f"{part.name}经费" if part.kind == "staff" else part.name
        item = f"{year}年{_line_name(part)}" if part.kind == "staff" else _line_name(part)
        amount = (
            _cents(part.contract * (100 - part.deferred) / 100)
            if part.kind != "lump"
            else part.price
        )
        goods = part.kind == "goods"
        text = (
            f"{group}\t{item}\t{f'{part.price}	{part.number}	' if goods else ''}{amount:,.2f}"
        )
        lines.append(
            BudgetLine(
                group, item, _yuan(amount), _yuan(part.price) if goods else None,
                Decimal(part.number) if goods else None, sheet.put(text),
            )
        )  # fmt: skip
        old = before.get(part.name)
        if part.deferred and old is not None:
            owed = _cents(old.contract * part.deferred / 100)
            name = f"{part.name}服务费{year - 1}年尾款"
            lines.append(
                BudgetLine(
                    group, name, _yuan(owed), None, None, sheet.put(f"{group}\t{name}\t{owed:,.2f}")
                )
            )
    return lines


def _row(sheet: _Sheet, level1: str, level2: str, name: str, raw: str) -> Indicator:
    where = sheet.put(f"{level1}\t{level2}\t{name}\t{raw}\t根据工作计划")
    target = parse_target(raw, name=name)
    return Indicator(
        level1, level2, name, target, "根据工作计划", None, current_levels(level1, level2), where
    )


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _indicators(
    sheet: _Sheet, parts: list[Part], lines: list[BudgetLine], year: int
) -> list[Indicator]:
    costs, numbers, rates, dates = [], [], [], []
    for part in parts:
        group = f"{part.name}经费" if part.kind == "staff" else part.name
        cost = sum((x.amount.yuan for x in lines if x.group == group and x.amount), Decimal(0))
        if part.kind == "goods":
            costs.append((f"{part.name}单位成本", f"≤{_plain(part.price)}元/{part.unit}"))
        else:
            costs.append((f"{part.name}成本", f"≤{_plain(cost)}元"))
        sign = "≥" if part.kind == "lump" else "="
        numbers.append((_number_name(part), f"{sign}{part.number}.00({part.unit})"))
        rates.append((_rate_name(part), f"≥{part.threshold}%"))
        if part.kind == "lump":
            dates.append((f"{part.name}完成时间", f"{year}年{part.month}月底前"))
    rows = [_row(sheet, "成本指标", "经济成本指标", *x) for x in costs]
    rows += [_row(sheet, "产出指标", "数量指标", *x) for x in numbers]
    rows += [_row(sheet, "产出指标", "质量指标", *x) for x in rates]
    rows += [_row(sheet, "产出指标", "时效指标", *x) for x in dates]
    rows.append(_row(sheet, "效益指标", "社会效益指标", "有责投诉数", "≤2次"))
    rows.append(_row(sheet, "满意度指标", "服务对象满意度指标", "居民满意度", "≥90%"))
    return rows


def _declared(
    project: str,
    unit: str,
    year: int,
    parts: list[Part],
    earlier: list[Part],
    totals: dict[int, Decimal],
) -> tuple[Document, Declaration]:
    sheet = _Sheet(f"{unit}{project}{year}")
    title = sheet.put(f"{project}项目描述")
    lines = _lines(sheet, parts, earlier, year)
    rows = _indicators(sheet, parts, lines, year)
    total = sum((x.amount.yuan for x in lines if x.amount), Decimal(0))
    spending = sheet.put(f"{year}年项目预算申报金额为{total / 10_000:.2f}万元。")
    staffed = "、".join(f"{p.number}名{p.name}" for p in parts if p.kind == "staff")
    annual = sheet.put(f"{year}年聘用{staffed}，完成各项任务。")
    executions = []
    for past in range(year - 3, year):
        money = _yuan(totals.get(past, Decimal(1_000_000)))
        where = sheet.put(f"{past}年\t{money.raw}\t{money.raw}\t{money.raw}\t100%")
        executions.append(
            Execution(past, money, money, money, Decimal(100), where, estimated=past == year - 1)
        )
    plan = PlanStep(
        f"{year}年各季度", "按季度支付服务费", sheet.put(f"{year}年各季度\t按季度支付服务费")
    )
    dated = sheet.put(f"日期：{year - 1}年12月")
    declaration = Declaration(
        project, unit, None, year, "street-2024", "经常性项目", None, _yuan(total), Funding(),
        Goals(None, annual.quote, None, annual), tuple(rows), tuple(lines), tuple(executions), (),
        (Section("项目总投入和构成情况", 2, "一", spending.quote, spending),),
        fields=(FormField("日期", f"{year - 1}年12月", dated),), plan=(plan,),
        total_locator=spending, project_locator=title, unit_locator=title, year_locator=title,
    )  # fmt: skip
    return Document(sheet.name, f"{sheet.name}.txt", "txt", "".join(sheet.pieces)), declaration


def _table(declaration: Declaration) -> str:
    """The budget as an office would hand it over, in 元."""
    rows = ["项目名称,项目明细,单价（元）,数量,预算金额（元）"]
    for line in declaration.budget_lines:
        price = _plain(line.unit_price.yuan) if line.unit_price else ""
        number = _plain(line.quantity) if line.quantity is not None else ""
        amount = _plain(line.amount.yuan) if line.amount else ""
        rows.append(f"{line.group},{line.item},{price},{number},{amount}")
    return "\n".join(
        [*rows, f"合计,,,,{_plain(declaration.total.yuan) if declaration.total else ''}"]
    )
