"""并举: what is asked of several things is answered of all of them, or not at all."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.enumerated import enumeration_of
from tests.asked_library import library


@cache
def answerer() -> Answerer:
    return Answerer(library(), None)


@pytest.mark.parametrize(
    ("question", "job", "things"),
    [
        ("救援服和头盔这两样合计多少万元", "sum", ("救援服", "头盔")),
        ("把救援服、头盔、手套加起来是多少", "sum", ("救援服", "头盔", "手套")),
        ("省里加区里是多少万", "sum", ("省里", "区里")),
        ("高血压管理补助比糖尿病的多多少万", "compare", ("高血压管理补助", "糖尿病")),
        ("行政运行科目比执法科目多出多少", "compare", ("行政运行", "执法")),
        ("保洁员和驾驶员人数差多少", "compare", ("保洁员", "驾驶员人数")),
        ("网格员满意和居民满意各定多少", "each", ("网格员满意", "居民满意")),
        ("设备故障率和维修时限的要求", "each", ("设备故障率", "维修时限")),
    ],
)
def test_what_is_enumerated(question: str, job: str, things: tuple[str, ...]) -> None:
    found = enumeration_of(question, answerer().shelf)
    assert found is not None
    assert (found.job, found.things) == (job, things)


@pytest.mark.parametrize(
    "question",
    [
        "2023年比去年多多少",
        "保洁员聘用人数是多少",
        "年初预算和调整后预算差多少",
        "垃圾清运什么时候完成",
    ],
)
def test_nothing_is_enumerated(question: str) -> None:
    assert enumeration_of(question, answerer().shelf) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪镇保洁覆盖率和居民满意度各定多少", ("100.00", "92.00")),
        ("云溪镇保洁覆盖率和居民满意度的要求", ("100.00", "92.00")),
        ("云溪镇2023年道路保洁服务费和洒水车租用费合计多少钱", ("3,200,000",)),
        ("云溪镇2023年道路保洁服务费比洒水车租用费多多少", ("2,600,000",)),
    ],
)
def test_all_of_them_are_told(question: str, said: tuple[str, ...]) -> None:
    answer = answerer().ask(question)
    assert not answer.refused
    assert all(one in answer.answer for one in said)
    assert len(answer.citations) > 1


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("云溪镇洒水车租用费和扫雪车租用费合计多少钱", "扫雪车租用费"),
        ("云溪镇洒水车租用费比扫雪车租用费多多少钱", "扫雪车租用费"),
    ],
)
def test_one_that_is_missing_is_not_passed_over(question: str, missing: str) -> None:
    answer = answerer().ask(question)
    assert answer.refused
    assert missing in answer.answer
    assert "300,000" not in answer.answer
