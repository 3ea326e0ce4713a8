"""结余缘由: told by the text of the year asked for, and by no other."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.jobs.answer.answerer import Answerer
from assistant.library.catalogue import Catalogue
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes
from tests.asked_library import CLEANING

NOTE = (
    "注：2020年结余是因为两台洒水车推迟交付，租金未支付。2022年执行率偏低，原因是尾款结转次年。\n\n"
)


@cache
def answerer() -> Answerer:
    text = CLEANING.replace("（三）资金来源情况", f"{NOTE}（三）资金来源情况")
    catalogue = Catalogue("sqlite://")
    (document,) = read_bytes(text.encode(), "云溪.txt")
    catalogue.add(document, read_facts(document))
    return Answerer(catalogue, None)


@pytest.mark.parametrize(
    ("question", "said", "other"),
    [
        ("云溪镇2020年的钱为什么没用完", "推迟交付", "结转次年"),
        ("20年怎么剩了钱", "推迟交付", "结转次年"),
        ("2022年没付完是什么原因", "结转次年", "推迟交付"),
    ],
)
def test_the_year_is_that_of_the_question(question: str, said: str, other: str) -> None:
    answer = answerer().ask(question)
    assert said in answer.answer
    assert other not in answer.answer
    assert all(said in c.locator.quote for c in answer.citations)


def test_a_year_without_a_word_on_it_has_no_reason() -> None:
    answer = answerer().ask("2021年的钱为什么没用完")
    assert "推迟交付" not in answer.answer
    assert "结转次年" not in answer.answer
