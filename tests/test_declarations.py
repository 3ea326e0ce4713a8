"""Declarations: where each begins, its form, its money, its sections and bases."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.domain.declaration import Declaration
from assistant.domain.document_number import parse_number
from assistant.reading.facts import read_facts
from assistant.reading.plain import text_document

NARRATIVE = """青溪镇河道保洁项目描述

一、项目概况

（一）项目背景

本项目依据《河道管理条例》和《关于加强河道保洁的通知》（青府办发〔2023〕12号）设立。

二、项目投入情况

2025年本项目申报预算 120.5 万元。

表1 预算明细表（单位：万元）

序号	项目明细	测算依据	金额
1	保洁费	10人×0.8万元×12月	96.00
2	设备费	采购2台	24.50
合计			120.50

表2 近三年预算执行情况（单位：万元）

年度	年初预算数	调整预算数	实际支出数	执行率
2023	110.00	110.00	108.35	98.5%
2024	115.00	115.00	115.00	100%

注：2024年为预计数

三、项目实施计划

时间	工作内容
2025年1-3月	招标采购
2025年4-12月	日常保洁

填报单位：青溪镇水务所
"""
FORM = """| 财政项目支出绩效目标申报表 | | | | |
|---|---|---|---|---|
| (2026年度) | | | | |
| 项目名称 | 区图书馆新馆 | 项目性质 | 阶段性项目 | |
| 主管部门 | 区文旅局 | 实施单位 | 区图书馆 | |
| 计划开始日期 | 2024/1/1 | 计划完成日期 | 2026/12/31 | |
| 项目资金（元） | 项目资金总额 | 771,325,800.00 | 年度资金申请总额 | 226,145,100.00 |
| | 其中：财政资金 | 771,325,800.00 | 其中：当年财政拨款 | 226,145,100.00 |
| | 其他资金 | 0.00 | 其他资金 | 5.00 |
| 一级指标 | 二级指标 | 三级指标 | 年度（/项目）指标值 | |
| 成本指标 | 经济成本指标 | 总投资 | ≤771325800元 | |
"""
TWO = """项目支出绩效目标申报表
（2025年度）
项目名称：道路养护
申报单位：云台区城管局
一级指标	二级指标	三级指标	指标值
产出指标	数量指标	养护面积	≥3万平方米

项目支出绩效目标申报表
（2025年度）
项目名称：路灯改造
申报单位：云台区城管局
一级指标	二级指标	三级指标	指标值
产出指标	数量指标	改造路灯	200盏
"""
BUDGET = """项目预算明细（单位：元）
支出内容	单位	数量	单价	金额	备注
帐篷	顶	20	850.00	17,000.00	更新
小计				17,000.00
棉被	床	100	120.00	12,000.00
合计				29,000.00
"""
NO_HEADING = """金额单位：万元
项目名称	平安小区
项目预算分解	构成明细	防范	维护	宣传费	10.00	2.00		5
				物业费	44.00	44.00		1
值班费	81.12	6.76		12
金额合计				135.12
"""


def read(text: str) -> list[Declaration]:
    return list(read_facts(text_document(text, "a.md")).declarations)


def test_a_narrative() -> None:
    (found,) = read(NARRATIVE)
    assert (found.project, found.unit, found.year) == ("青溪镇河道保洁", "青溪镇水务所", 2025)
    assert found.total is not None
    assert found.total.yuan == Decimal("1205000")
    assert [(b.item, b.amount.yuan if b.amount else None, b.note) for b in found.budget_lines] == [
        ("保洁费", Decimal("960000"), "10人×0.8万元×12月"),
        ("设备费", Decimal("245000"), "采购2台"),
    ]
    assert [(e.year, e.rate, e.estimated) for e in found.executions] == [
        (2023, Decimal("98.5"), False), (2024, Decimal("100"), True),
    ]  # fmt: skip
    assert [(p.when, p.what) for p in found.plan] == [
        ("2025年1-3月", "招标采购"), ("2025年4-12月", "日常保洁"),
    ]  # fmt: skip
    assert [(s.level, s.title) for s in found.sections][1:4] == [
        (1, "项目概况"), (2, "项目背景"), (1, "项目投入情况"),
    ]  # fmt: skip
    numbered = [b for b in found.bases if b.number]
    assert [(b.number, b.title, b.section) for b in numbered] == [
        (str(parse_number("青府办发〔2023〕12号")), "关于加强河道保洁的通知", "项目背景")
    ]


def test_a_form_of_several_years() -> None:
    (found,) = read(FORM)
    assert (found.project, found.unit, found.department) == ("区图书馆新馆", "区图书馆", "区文旅局")
    assert (found.year, found.category) == (2026, "阶段性项目")
    money = found.funding
    assert money.unit == "元"
    assert money.total is not None
    assert money.total.yuan == Decimal("771325800")
    assert money.annual is not None
    assert found.total == money.annual
    assert money.annual_fiscal is not None
    assert money.other is not None
    assert money.annual_other is not None
    assert (money.other.yuan, money.annual_other.yuan) == (0, 5)
    assert found.period == "2024/1/1—2026/12/31"


def test_two_forms_are_two_declarations() -> None:
    found = read(TWO)
    assert [(d.project, [i.name for i in d.indicators]) for d in found] == [
        ("道路养护", ["养护面积"]), ("路灯改造", ["改造路灯"]),
    ]  # fmt: skip


def test_a_budget_table_alone() -> None:
    (found,) = read(BUDGET)
    assert [(b.item, b.quantity) for b in found.budget_lines] == [
        ("帐篷", Decimal(20)), ("棉被", Decimal(100)),
    ]  # fmt: skip
    assert all(
        b.amount and b.unit_price and b.quantity
        and b.amount.yuan == b.unit_price.yuan * b.quantity
        for b in found.budget_lines
    )  # fmt: skip


def test_amount_price_and_number_are_told_by_what_multiplies() -> None:
    (found,) = read(NO_HEADING)
    read_as = [
        (b.item, b.amount.yuan if b.amount else None, b.quantity) for b in found.budget_lines
    ]
    assert read_as == [
        ("宣传费", Decimal("100000"), Decimal(5)),
        ("物业费", Decimal("440000"), Decimal(1)),
        ("值班费", Decimal("811200"), Decimal(12)),
    ]


def test_without_a_unit_nothing_is_concluded() -> None:
    text = "项目名称\t平安\n支出内容\t金额\n帐篷\t17,000.00\n合计\t17,000.00\n"
    (found,) = read(text)
    assert [(b.item, b.amount, b.uncertain) for b in found.budget_lines] == [
        ("帐篷", None, ("amount",))
    ]


@pytest.mark.parametrize(
    ("cell", "checked"),
    [
        ("□新增项目 ☑延续项目", ("延续项目",)),
        ("新增项目□ 延续项目√", ("延续项目",)),
        ("一次性项目 <input type='checkbox'> 经常性项目 <input checked>", ("经常性项目",)),
        ("☐一次性", ()),
    ],
)
def test_check_boxes(cell: str, checked: tuple[str, ...]) -> None:
    text = f"项目名称\t平安\n项目类别\t{cell}\n项目资金总额\t1元\n"
    (found,) = read(text)
    field = next(f for f in found.fields if f.label == "项目类别")
    assert field.checked == checked
