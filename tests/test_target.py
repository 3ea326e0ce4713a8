"""Target values: every operator, unit, date, period and frequency that forms print."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.domain.target import parse_target

# printed | operator | number | upper | unit | kind
VALUES = """
≤60000 元|<=|60000||元|amount
=120.00(人)|=|120||人|count
≥1.00(次)|>=|1||次|count
=100.00(%)|=|100||%|rate
≥９０％|>=|90||%|rate
一年|=|1||年|duration
半年|=|0.5||年|duration
十一月底前|<=||||date
上下年各一次|=|2||次/年|frequency
上下半年各1次|=|2||次/年|frequency
提升|||||qualitative
零|=|0|||count
0起|=|0||起|count
≤10 元/人|<=|10||元/人|amount
≤3元/人·月|<=|3||元/人·月|amount
24小时/天|=|24||小时/天|frequency
2次/年|=|2||次/年|frequency
每季度一次|=|1||次/季度|frequency
按月|||||frequency
7所|=|7||所|count
年均流动≤20人次,且不影响部署|<=|20||人次|count
提前1天完成|=|1||天|duration
≤1min|<=|1||min|duration
12小时内|<=|12||小时|duration
2天以内|<=|2||天|duration
≤预算金额|<=||||qualitative
达到市级要求|||||qualitative
二、三季度|||||date
第四季度|||||date
2024年12月底前|<=||||date
2023.07-2024.01|||||date
2024-12-31|||||date
2026/1/1|||||date
全年|||||date
不低于95%|>=|95||%|rate
不超过3次|<=|3||次|count
不少于两次|>=|2||次|count
90%以上|>=|90||%|rate
百分之九十五以上|>=|95||%|rate
80-90%|=|80|90|%|rate
5～10人|=|5|10|人|count
3至5次|=|3|5|次|count
超13万元/年|>|130000||元/年|amount
50.5万元|=|505000||元|amount
三万五千元|=|35000||元|amount
5万人次|=|50000||人次|count
250万|=|2500000|||count
≥0.97比例|>=|0.97||比例|rate
‹24小时|<|24||小时|duration
‹1681680元|<|1681680||元|amount
＜10起|<|10||起|count
〉95%|>|95||%|rate
＝100%|=|100||%|rate
≧90分|>=|90||分|count
100%（1.0）|=|100||%|rate
≥100百分比|>=|100||%|rate
≥80M|>=|80||M|count
13969.56标箱|=|13969.56||标箱|count
XX|||||placeholder
XX%|||||placeholder
/|||||placeholder
——|||||placeholder
待填|||||placeholder
|||||placeholder
有所降低|||||qualitative
实现(平均停放6个月内)|||||qualitative
三级甲等|||||qualitative
一等奖|||||qualitative
"""
ROWS = [line.split("|") for line in VALUES.strip("\n").split("\n")]


@pytest.mark.parametrize("row", ROWS, ids=[r[0] or "empty" for r in ROWS])
def test_values(row: list[str]) -> None:
    raw, operator, number, upper, unit, kind = row
    target = parse_target(raw)
    assert (target.operator, target.unit, target.kind) == (operator or None, unit or None, kind)
    assert target.number == (Decimal(number) if number else None)
    assert target.upper == (Decimal(upper) if upper else None)
    assert target.raw == raw


@pytest.mark.parametrize(
    ("raw", "unit", "operator", "name", "expected"),
    [
        ("90", "%", "≥", "满意度", (">=", "90", "%", "rate")),
        ("90", "（人）", "＝", "人数", ("=", "90", "人", "count")),
        ("5", "万元", "≤", "成本", ("<=", "50000", "元", "amount")),
        ("健全", "", "定性", "机制", (None, None, None, "qualitative")),
        ("健全", None, "定性", "机制", (None, None, None, "qualitative")),
        ("11月底前", None, "定性", "完成时间", ("<=", None, None, "date")),
        ("0", None, None, "事故发生率", ("=", "0", None, "rate")),
        ("0", None, None, "事故数", ("=", "0", None, "count")),
        ("90%", "%", "≥", None, (">=", "90", "%", "rate")),
        ("≥90", "%", None, None, (">=", "90", "%", "rate")),
        ("3", "/", None, None, ("=", "3", None, "count")),
    ],
)
def test_values_in_several_cells(
    raw: str, unit: str | None, operator: str | None, name: str | None, expected: tuple[str, ...]
) -> None:
    target = parse_target(raw, unit=unit, operator=operator, name=name)
    number = None if expected[1] is None else Decimal(expected[1])
    assert (target.operator, target.number, target.unit, target.kind) == (
        expected[0], number, expected[2], expected[3],
    )  # fmt: skip
