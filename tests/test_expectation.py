"""期待: what a question waits for, and which passages are of that kind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from library_samples import text_document

from assistant.domain.fact import Passage, PassageKind
from assistant.library.records import Names
from assistant.search.expectation import (
    BARE,
    COUNTED,
    INDICATOR,
    MISSING,
    MONEY,
    QUOTED,
    TERM,
    expectation_of,
)
from assistant.search.linking import Linker


def passage(text: str, kind: PassageKind = "paragraph") -> Passage:
    document = text_document("x.txt", text)
    place = document.locate(0, len(text))
    return Passage("x", document.id, kind, "", text, None, None, None, None, place)


@pytest.mark.parametrize(
    ("question", "text", "kind", "adds"),
    [
        ("夜间巡逻的预算是多少？", "安排预算120.00万元。", "paragraph", MONEY),
        ("夜间巡逻的预算是多少？", "巡逻服务费\t1,200,000.00", "row", MONEY),
        ("夜间巡逻的预算是多少？", "预算由街道审核，逐级上报。", "paragraph", MISSING),
        ("夜间巡逻的预算是多少？", "夜间巡逻项目经费情况说明", "paragraph", BARE + MISSING),
        ("夜间巡逻的预算是多少？", "2024年夜间巡逻预算数", "paragraph", BARE),
        ("车辆有多少辆？", "现有车辆612辆。", "paragraph", COUNTED),
        ("车辆有多少辆？", "车辆有12个品牌。", "paragraph", 0.0),
        ("要派多少人？", "≥50.00(人)", "row", COUNTED),
        ("“二上”要做什么？", "二上：报送草案。", "paragraph", QUOTED),
        ("巡逻队是什么意思？", "巡逻队：由居民组成的队伍。", "term", TERM),
        ("巡逻队由谁管理？", "巡逻队：由居民组成的队伍。", "term", 0.0),
        ("谁审核预算？", "预算由街道审核，逐级上报。", "paragraph", 0.0),
    ],
)  # fmt: skip
def test_what_is_waited_for(question: str, text: str, kind: PassageKind, adds: float) -> None:
    assert expectation_of(question).adds(passage(text, kind)) == pytest.approx(adds)


def test_a_count_that_was_set_is_waited_for() -> None:
    row = replace(passage("巡逻次数\t≥2", "row"), path="某项目 > 绩效指标 > 产出指标")
    assert expectation_of("巡逻要做几次？").adds(row) == pytest.approx(INDICATOR)
    assert expectation_of("巡逻花了多少钱？").adds(row) == pytest.approx(0.0)


def test_a_unit_named_like_an_ordinary_word_is_not_linked() -> None:
    items = ("派出所物业费", "派出所食堂费")
    names = Names(("派出所", "甲街道"), (), (), (), items, ())
    assert Linker(names).link("甲街道派出所的费用").units == {"甲街道"}
