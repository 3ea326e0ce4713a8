"""Bindings: which figures are made from which, by names and arithmetic."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from draft_shelf import Sheet, indicator, line, patrol

from assistant.domain.declaration import BudgetLine, Declaration, Indicator
from assistant.jobs.draft.bindings import CostBinding, bind
from assistant.jobs.draft.likeness import likeness, same_project


def made(
    lines: list[tuple[str | None, str, str, str | None, str | None]],
    rows: list[tuple[str, str, str]],
) -> Declaration:
    sheet = Sheet("bind")
    budget: list[BudgetLine] = [line(sheet, *x) for x in lines]
    targets: list[Indicator] = [
        indicator(sheet, "", level2, name, raw) for level2, name, raw in rows
    ]
    return replace(patrol()[1], budget_lines=tuple(budget), indicators=tuple(targets), total=None)


LINES: list[tuple[str | None, str, str, str | None, str | None]] = [
    ("护校经费", "2024年护校服务", "8100000", None, None),
    ("护校经费", "护校2023年尾款", "2466000", None, None),
    (None, "志愿者保险", "5000", "10", "500"),
    (None, "法律顾问费", "60000", None, None),
    (None, "法律咨询费", "40000", None, None),
]


@pytest.mark.parametrize(
    ("level2", "name", "raw", "binding"),
    [
        ("经济成本指标", "护校服务成本", "≤10566000元", CostBinding("group", (0, 1), "护校经费")),
        ("经济成本指标", "护校服务成本", "≤1056.6万元", CostBinding("group", (0, 1), "护校经费")),
        ("经济成本指标", "法律顾问成本", "≤60000元", CostBinding("lines", (3,))),
        ("经济成本指标", "法律服务成本", "≤100000元", CostBinding("lines", (3, 4))),
        ("经济成本指标", "志愿者保险标准", "≤10元/人", CostBinding("price", (2,))),
        ("经济成本指标", "护校服务成本", "≤10566001元", None),
        ("经济成本指标", "项目成本控制率", "≤预算金额", None),
    ],
)
def test_costs(level2: str, name: str, raw: str, binding: CostBinding | None) -> None:
    found = bind(made(LINES, [(level2, name, raw)]))
    assert found.costs.get(0) == binding


def test_numbers_that_lines_multiply() -> None:
    rows = [("数量指标", "护校人员数", "=120.00(人)"), ("数量指标", "志愿者保险人数", "=500(人)"),
            ("数量指标", "讲座次数", "≥2(次)")]  # fmt: skip
    found = bind(made(LINES, rows))
    assert [(c.indicator, c.line, c.implied) for c in found.counts] == [(0, 0, True), (1, 2, False)]


def test_sums_and_sets() -> None:
    rows = [("数量指标", "管理人员到岗数", "9(人)"), ("数量指标", "一线人员到岗数", "72(人)"),
            ("质量指标", "考核合格人数", "81(人)"), ("数量指标", "服装套数", "72套")]  # fmt: skip
    found = bind(made([], rows))
    assert found.sums == {2: (0, 1)}
    assert found.equals == {3: 1}
    assert Decimal(81) == 9 + 72


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("特保人员聘用人数", "特种保安经费", True),
        ("交通辅警人员聘用成本", "交通辅警经费", True),
        ("重大决策风险评价次数", "重大决策风险评估费", True),
        ("食堂服务成本", "物业管理费", False),
        ("消防演练次数", "特种保安经费", False),
    ],
)
def test_likeness(a: str, b: str, alike: bool) -> None:
    assert (likeness(a, b) >= 0.5) is alike


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("治安维稳工作", "治安维稳", True),
        ("办案业务专项经费", "办案业务", True),
        ("办案业务经费补充", "办案业务经费", False),
    ],
)
def test_same_project(a: str, b: str, same: bool) -> None:
    assert same_project(a, b) is same
