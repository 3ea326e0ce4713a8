"""Greetings and thanks are answered as such, and nothing that asks for something is taken for one."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.greeting import HELP, THANKS, greeting
from tests.asked_library import library


@cache
def answerer() -> Answerer:
    return Answerer(library(), None)


@pytest.mark.parametrize(
    "said",
    [
        "你好",
        "您好！",
        "在吗",
        "Hello",
        "早上好",
        "你能做什么？",
        "怎么用",
        "帮助",
        "你是谁",
        "你好，请问怎么用？",
        "我可以问什么",
    ],
)
@pytest.mark.parametrize("context", [(), ("保洁员有多少人？",)])
def test_how_to_ask_is_told(said: str, context: tuple[str, ...]) -> None:
    found = answerer().ask(said, context)
    assert (found.answer, found.kind, found.refused) == (HELP, "help", False)


@pytest.mark.parametrize("said", ["谢谢", "好的，谢谢！", "知道了", "辛苦了"])
def test_thanks_are_taken(said: str) -> None:
    assert answerer().ask(said, ("保洁员有多少人？",)).answer == THANKS


@pytest.mark.parametrize(
    "question",
    [
        "你好，保洁员有多少人？",
        "谢谢，再问一下预算多少",
        "帮助残疾人就业的目标值",
        "功能区有几个",
        "说明书印多少份",
        "这个项目是做什么的",
        "好的比例是多少",
        "早餐补贴多少",
        "",
    ],
)
def test_a_question_is_no_greeting(question: str) -> None:
    assert greeting(question) is None
