"""轻重: which words of a question must be answered for, by their class in the language."""

from __future__ import annotations

import pytest

from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.lightness import informative
from tests.asked_library import library


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(library(), None)


@pytest.mark.parametrize(
    ("question", "kept", "dropped"),
    [
        ("云溪镇预备给保洁员交完意外险没有", {"保洁员", "意外保险"}, {"预备", "交完"}),
        ("云溪镇哪份函说了洒水车", {"函", "洒水车"}, {"哪份"}),
        ("云溪镇保洁员体检交了没", {"体检"}, {"交"}),
    ],
)
def test_only_words_that_say_something_are_required(
    answerer: Answerer, question: str, kept: set[str], dropped: set[str]
) -> None:
    weighed = informative(answerer.understand(question), answerer.shelf)
    assert weighed is not None
    required = set(weighed.content)
    assert kept <= required
    assert not dropped & required


@pytest.mark.parametrize("question", ["计划招多少", "走几个", "1+1等于几"])
def test_a_question_without_a_subject_is_left_alone(answerer: Answerer, question: str) -> None:
    assert informative(answerer.understand(question), answerer.shelf) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪镇预备租几辆洒水车来着", "≥4"),
        ("云溪镇保洁员聘用人数、洒水车租用数各多少", "80.00"),
    ],
)
def test_unseen_wording_is_answered(answerer: Answerer, question: str, said: str) -> None:
    found = answerer.ask(question)
    assert not found.refused
    assert said in found.answer


@pytest.mark.parametrize(
    "question",
    [
        "云溪镇预备给保洁员体检花多少钱",
        "云溪镇无人机预备租几架",
        "云溪镇保洁员的年龄要求多少岁",
        "云溪镇保洁员聘用人数、无人机数量各多少",
    ],
)
def test_a_thing_that_is_not_held_is_still_refused(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question).refused
