"""分问: where one question ends and the next begins, and what a part leans on."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.parts import leans, parts_of
from tests.asked_library import library


@cache
def answerer() -> Answerer:
    return Answerer(library(), None)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("装备单价多少、做几套", ["装备单价多少", "做几套"]),
        ("评价几时前做完、资质要多少合规", ["评价几时前做完", "资质要多少合规"]),
        ("2020年执行了多少，比例", ["2020年执行了多少", "比例"]),
        ("设备坏的比率上限，还有坏了几天修好", ["设备坏的比率上限", "还有坏了几天修好"]),
        ("省里补多少钱，总共多少", ["省里补多少钱", "总预算多少"]),
        ("保洁员和驾驶员工资各多少，加起来多少", ["保洁员和驾驶员工资各多少，加起来多少"]),
        ("手套、头盔、雨衣各多少", ["手套、头盔、雨衣各多少"]),
    ],
)
def test_parts(question: str, parts: list[str]) -> None:
    assert parts_of(question) == parts


@pytest.mark.parametrize(("part", "held"), [("比例", True), ("文号？", True), ("公示几天", False)])
def test_what_leans(part: str, held: bool) -> None:
    assert leans(part) is held


def test_a_part_that_leans_on_nothing_is_refused() -> None:
    answer = answerer().ask("云溪镇无人机巡飞多少架次，单价")
    assert answer.refused
    assert "500" not in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪镇保洁员多少人、洒水车几辆", ("80.00", "≥4")),
        ("云溪镇2021年执行了多少，执行率", ("2,600,000", "100%")),
    ],
)
def test_each_part_is_answered(question: str, said: tuple[str, ...]) -> None:
    answer = answerer().ask(question)
    assert all(one in answer.answer for one in said), answer.answer


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("云溪镇保洁覆盖几个月完成", "100.00"),
        ("云溪镇保洁员是80人而且工资5000元吗", "**是**"),
    ],
)
def test_another_kind_of_value_is_no_answer(question: str, never: str) -> None:
    assert never not in answerer().ask(question).answer
