"""Money: raw text and exact yuan; no unit, no conclusion."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.domain.money import money_unit, parse_money


@pytest.mark.parametrize(
    ("raw", "unit", "yuan"),
    [
        ("1539.17 万元", None, "15391700"),
        ("≤10566000 元", None, "10566000"),
        ("15,391,705.00", "元", "15391705"),
        ("638.7279", "万元", "6387279"),
        ("2, 082, 935, 857. 58", "元", "2082935857.58"),
        ("￥5,000", "元", "5000"),
        ("３．５万", None, "35000"),
        ("1.2亿元", "元", "120000000"),
        ("三万五千元", None, "35000"),
        ("12万元", "元", "120000"),
        ("10元/人", None, "10"),
        ("638.7279", None, None),
        ("41,672,69万元", None, None),
        ("无", "元", None),
        ("", "元", None),
    ],
)
def test_parse_money(raw: str, unit: str | None, yuan: str | None) -> None:
    money = parse_money(raw, unit)
    if yuan is None:
        assert money is None
    else:
        assert money is not None
        assert money.yuan == Decimal(yuan)
        assert money.raw == raw


@pytest.mark.parametrize(
    ("text", "unit"),
    [("项目资金（万元）", "万元"), ("单位：元", "元"), ("金额单位：亿 元", "亿元"), ("序号", None)],
)
def test_declared_units(text: str, unit: str | None) -> None:
    assert money_unit(text) == unit
