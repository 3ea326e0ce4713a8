"""相近: a refusal offers the row that was meant, by name and never with its figure."""

from __future__ import annotations

import re
from functools import cache

import pytest

from assistant.jobs.answer.answerer import Answerer
from tests.asked_library import library


@cache
def answerer() -> Answerer:
    return Answerer(library(), None)


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("云溪镇保洁的老张说的那个招聘指标呢", "保洁员聘用人数"),
        ("云溪镇卫星遥感覆盖率", "道路保洁覆盖率"),
        ("青石街道有没有给员工购置工作服裤子鞋帽的经费名目", "工作服"),
    ],
)
def test_the_nearest_row_is_offered_first(question: str, offered: str) -> None:
    found = answerer().ask(question)
    assert found.refused
    assert offered in found.suggestions[0]
    assert all(one in found.answer for one in found.suggestions)


def test_offers_are_answered_and_tell_no_figure() -> None:
    for question in ("云溪镇卫星遥感覆盖率", "青石街道幼儿园有几个", "云溪镇路灯亮灯率"):
        found = answerer().ask(question)
        assert found.refused, question
        for one in found.suggestions:
            assert not re.search(r"\d", re.sub(r"20\d\d年", "", one))
            assert not answerer().ask(one).refused, one


def test_what_is_like_nothing_is_offered_nothing() -> None:
    assert answerer().ask("火星基地氧气储量").suggestions == ()
