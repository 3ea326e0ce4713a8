"""两边: two things compared, each in a clause of its own; never two of different kinds."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.sides import sides_of
from tests.asked_library import library


@cache
def answerer() -> Answerer:
    return Answerer(library(), None)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("甲镇的满意度和乙街道的满意度，哪边定得高？高几个点？", ("甲镇的满意度", "乙街道的满意度")),
        ("甲镇2021年花了638万多，乙镇2024年1056.6万，差了多少？", ("甲镇2021年花了638万多", "乙镇2024年1056.6万")),
        ("工资按163人算，社保按160人算，两边人数差几个？", ("工资按163人算", "社保按160人算")),
    ],
)  # fmt: skip
def test_two_sides(question: str, sides: tuple[str, str]) -> None:
    assert sides_of(question) == sides


@pytest.mark.parametrize("question", ["保洁员是多少人", "年初预算是多少", "哪边定得高"])
def test_no_sides(question: str) -> None:
    assert sides_of(question) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪镇2023年的居民满意度和青石街道的居民满意度，哪边定得高？高几个点？", ("7个百分点", "92 − 85 = 7")),
        ("云溪镇道路保洁350万，青石街道道路保洁500万，差了多少？", ("1,500,000", "5,000,000 − 3,500,000")),
        ("云溪镇保洁员80人，青石街道保洁员120人，两边人数差几个？", ("**40人**", "120 − 80 = 40")),
        ("云溪镇保洁员聘用人数和青石街道保洁员聘用人数哪边多，多多少", ("**40人**",)),
    ],
)  # fmt: skip
def test_the_difference_is_shown(question: str, said: tuple[str, ...]) -> None:
    answer = answerer().ask(question)
    assert not answer.refused, answer.answer
    assert all(one in answer.answer for one in said), answer.answer
    assert len(answer.citations) == 2


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("青石街道保洁服务费单价比洒水费单价贵多少", " − "),
        ("云溪镇的居民满意度和青石街道的道路保洁预算，差了多少？", " − "),
        ("云溪镇保洁员聘用人数和青石街道居民满意度，哪边高，高多少", " − "),
        ("云溪镇保洁员90人，青石街道保洁员120人，两边人数差几个？", "120 − 90"),
        ("云溪镇扫雪车300万，青石街道道路保洁500万，差了多少？", " − "),
    ],
)
def test_different_kinds_are_not_subtracted(question: str, never: str) -> None:
    assert never not in answerer().ask(question).answer
