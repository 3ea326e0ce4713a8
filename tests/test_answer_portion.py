"""占比: the part and the whole as the question tells them; no other whole is taken for them."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.jobs.answer.answerer import Answerer
from tests.asked_library import library


@cache
def answerer() -> Answerer:
    return Answerer(library(), None)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪镇道路保洁服务（含尾款）在整个项目预算里占百分之多少？", ("91.43%", "3,200,000 ÷ 3,500,000")),
        ("云溪镇道路保洁服务2022年尾款占道路保洁服务的比例", ("9.38%", "300,000 ÷ 3,200,000")),
        ("云溪镇洒水车租用费占总预算几成", ("8.57%", "300,000 ÷ 3,500,000")),
        ("青石街道保洁服务费和工作服加起来占整个项目的百分之几", ("100%", "4,800,000 + 200,000 = 5,000,000")),
        ("青石街道工作服在全部预算中占比多少", ("4%", "200,000 ÷ 5,000,000")),
    ],
)  # fmt: skip
def test_the_share_is_of_what_is_asked(question: str, said: tuple[str, ...]) -> None:
    answer = answerer().ask(question)
    assert not answer.refused, answer.answer
    assert all(one in answer.answer for one in said), answer.answer
    assert len(answer.citations) > 1


@pytest.mark.parametrize(
    "question",
    [
        "云溪镇扫雪车租用费占总预算百分之多少",
        "云溪镇洒水车租用费占绿化养护的比例是多少",
        "青石街道保洁服务费和扫雪费加起来占整个项目的百分之几",
    ],
)
def test_what_is_not_there_has_no_share(question: str) -> None:
    assert "÷" not in answerer().ask(question).answer
