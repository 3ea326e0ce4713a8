"""加数、所数之物、总额: sums as people say them; a project's whole is never a part of its lines."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.jobs.answer.addends import addends_of
from assistant.jobs.answer.answerer import Answerer
from tests.asked_library import library


@cache
def answerer() -> Answerer:
    return Answerer(library(), None)


@pytest.mark.parametrize(
    ("question", "subject", "parts"),
    [
        ("云溪镇的路灯这块，今年的加上去年没付清的，总共要掏多少？", "云溪镇的路灯", ("今年", "去年没付清")),
        ("用在环卫工身上的工资和保险合起来多少", "用在环卫工身上", ("工资", "保险")),
        ("新建车棚，土建加水电总计多少", "新建车棚", ("土建", "水电")),
        ("两支队伍（日班、夜班）的服务费加起来多少", "两支队伍的服务费", ("日班", "夜班")),
        ("连洒水带清扫一共多少钱", "", ("洒水", "清扫")),
        ("保洁费连同去年的尾款一共多少", "", ("保洁费", "去年的尾款")),
        ("扫描加工费和装订费一共多少", "", ("扫描加工费", "装订费")),
    ],
)  # fmt: skip
def test_what_is_added_up(question: str, subject: str, parts: tuple[str, ...]) -> None:
    found = addends_of(question)
    assert found is not None
    assert (found.subject, found.parts) == (subject, parts)


@pytest.mark.parametrize(
    "question", ["道路保洁服务费是多少", "扫描加工一共多少钱", "加固工程总共多少钱", "有几项指标"]
)
def test_one_thing_is_no_sum(question: str) -> None:
    assert addends_of(question) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪镇道路保洁这块，今年的加上去年没付清的，总共多少", ("2,900,000", "300,000", "3,200,000")),
        ("云溪镇2023年花在道路保洁上的钱，当年服务费连同上年尾款一共多少", ("3,200,000",)),
        ("云溪镇道路保洁服务连尾款再加洒水车租用费一共多少", ("3,500,000",)),
        ("青石街道连保洁服务带工作服一共多少钱", ("4,800,000 + 200,000 = 5,000,000",)),
        ("青石街道2行预算里钱最多的是哪一项，多少钱", ("最高", "保洁服务费", "4,800,000")),
        ("两个道路保洁项目加一块儿多少钱", ("8,500,000",)),
        ("云溪镇道路保洁2023年总共多少钱", ("350", "3,500,000")),
        ("云溪镇道路保洁除了洒水车租用费，其余一共多少", ("2,900,000 + 300,000 = 3,200,000",)),
        ("云溪镇和青石街道两个道路保洁项目加一起多少钱", ("8,500,000",)),
        ("青石街道扫马路保洁今年总盘子多大", ("5,000,000",)),
    ],
)  # fmt: skip
def test_each_addend_is_shown(question: str, said: tuple[str, ...]) -> None:
    answer = answerer().ask(question)
    assert not answer.refused, answer.answer
    assert all(one in answer.answer for one in said), answer.answer
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("云溪镇扫雪这块，今年的加上去年没付清的，总共多少", "300,000"),
        ("青石街道3行预算加起来多少钱", "5,200,000"),
        ("五个道路保洁项目加一块儿多少钱", "8,500,000"),
        ("云溪镇洒水车租用费和扫雪车租用费加一块儿多少", "300,000"),
    ],
)
def test_what_is_not_all_there_is_not_added(question: str, never: str) -> None:
    answer = answerer().ask(question)
    assert never not in answer.answer
