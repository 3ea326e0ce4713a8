"""Given figures: typed values, chat sentences, contradictions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from draft_shelf import patrol

from assistant.domain.locator import Locator
from assistant.errors import DraftError
from assistant.jobs.draft.given import GIVEN, given_text, parse_given, parse_value, read_given

HERE = Locator(GIVEN, "给定数据", None, 0, 0, "")


@pytest.mark.parametrize(
    ("raw", "number", "unit", "operator", "relative"),
    [
        ("130", "130", None, None, None),
        ("130人", "130", "人", None, None),
        ("=130.00(人)", "130.00", "人", "=", None),
        ("≥20个", "20", "个", ">=", None),
        ("不低于95%", "95", "%", ">=", None),
        ("877.5万元", "8775000.0", "元", None, None),
        ("8,775,000元", "8775000", "元", None, None),
        ("１２元/人", "12", "元/人", None, None),
        ("+5%", "5", "%", None, "percent"),
        ("+10人", "10", "人", None, "by"),
        ("-3%", "-3", "%", None, "percent"),
        ("一百三十人", "130", "人", None, None),
        ("提升", None, None, None, None),
        ("十一月底前", None, None, None, None),
        ("2026年11月底前", None, None, None, None),
    ],
)
def test_values(
    raw: str, number: str | None, unit: str | None, operator: str | None, relative: str | None
) -> None:
    value = parse_value("某数", raw, HERE)
    assert value.number == (None if number is None else Decimal(number))
    assert (value.unit if number else None, value.operator, value.relative) == (
        unit,
        operator,
        relative,
    )


def test_the_text_of_given_figures_holds_their_quotes() -> None:
    given = (("甲", "1人"), ("乙", "2次"), ("甲", "1人"))
    text = given_text(given)
    for value in read_given(given):
        assert text[value.locator.start : value.locator.end] == value.locator.quote
    assert [v.name for v in read_given(given)] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((("特保人数", "130"), ("特保人数", "140")), "两个不同的值"),
        ((("特保人数", "130"), ("特种保安人数", "140人")), "两个不同的值"),
        ((("", "130"),), "缺少名称"),
        ((("演练费", "-300元/次"),), ""),
    ],
)
def test_contradictions(given: tuple[tuple[str, str], ...], words: str) -> None:
    if words:
        with pytest.raises(DraftError, match=words):
            read_given(given)
    else:
        assert read_given(given)[0].relative == "by"


@pytest.mark.parametrize(
    ("sentence", "pairs"),
    [
        (
            "特保增加到60人，单价不变",
            [("巡防特保聘用人数", "60人"), ("巡防特保聘用人数.单价", "不变")],
        ),
        ("明年特保由50人调整为60人", [("巡防特保聘用人数", "60人")]),
        ("请把巡防特保的人数改成55人。", [("巡防特保聘用人数", "55人")]),
        ("消防演练增加2次", [("消防演练次数", "+2次")]),
        ("消防演练费涨到5万元", [("消防演练费", "5万元")]),
        ("食堂服务费提高5%", [("食堂服务费", "+5%")]),
        ("食堂服务费降到20万；满意度定为92%", [("食堂服务费", "20万"), ("居民满意度", "92%")]),
        ("特保加到60人", [("巡防特保聘用人数", "60人")]),
        ("特保加10人，消防演练扩大到4次", [("巡防特保聘用人数", "+10人"), ("消防演练次数", "4次")]),
        ("取消消防演练费", [("消防演练费", "取消")]),
        ("今天天气不错", []),
    ],
)
def test_chat(sentence: str, pairs: list[tuple[str, str]]) -> None:
    assert list(parse_given(sentence, patrol()[1])) == pairs


@pytest.mark.parametrize(
    ("sentence", "words"),
    [("无人机增加到3架", "没有与“无人机”对应"), ("成本调整为3元", "可以指|没有与")],
)
def test_chat_that_names_nothing(sentence: str, words: str) -> None:
    with pytest.raises(DraftError, match=words):
        parse_given(sentence, patrol()[1])


@pytest.mark.parametrize(
    ("sentence", "pairs"),
    [
        ("预算总额420万元", [("预算总额", "420万元")]),
        ("2024年执行金额为390万元", [("2024年执行金额", "390万元")]),
        ("消防演练改为3次，成本不变", [("消防演练次数", "3次")]),
        ("巡防特保 60 人", [("巡防特保聘用人数", "60人")]),
        (
            "特保增加到60人，单价涨5%",
            [("巡防特保聘用人数", "60人"), ("巡防特保聘用人数.单价", "+5%")],
        ),
    ],
)
def test_chat_of_totals_and_history(sentence: str, pairs: list[tuple[str, str]]) -> None:
    assert list(parse_given(sentence, patrol()[1])) == pairs
