"""平摊、计数: an amount over heads or pieces by a number that the question or the text gives."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.jobs.answer.answerer import Answerer
from assistant.library.catalogue import Catalogue
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes
from tests.asked_library import CLEANING, OTHER

SAID = CLEANING.replace(
    "（三）项目必要性\n",
    "（三）项目必要性\n\n2023年计划租用洒水车6辆，由3个施工单位编报了月度保洁计划。\n",
)


@cache
def answerer() -> Answerer:
    catalogue = Catalogue("sqlite://")
    for name, text in (("云溪镇道路保洁2023.txt", SAID), ("青石街道道路保洁2023.txt", OTHER)):
        for document in read_bytes(text.encode(), name):
            catalogue.add(document, read_facts(document))
    return Answerer(catalogue, None)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪镇道路保洁按80人平摊，一人一年大概多少钱？", ("43,750", "保洁员聘用人数", "÷ 80")),
        ("青石街道保洁服务费除以150人，人均多少", ("32,000", "问题所给的150人")),
        ("云溪镇洒水车租用费平均一辆多少钱", ("50,000", "÷ 6")),
        (
            "青石街道保洁服务费加工作服平均到100人每人多少",
            ("50,000", "4,800,000 + 200,000 = 5,000,000"),
        ),
        ("云溪镇道路保洁摊到500户头上每户多少", ("7,000", "问题所给的500户")),
    ],
)
def test_the_division_is_shown(question: str, said: tuple[str, ...]) -> None:
    answer = answerer().ask(question)
    assert not answer.refused, answer.answer
    assert all(one in answer.answer for one in said), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "云溪镇扫雪车租用费平均一辆多少钱",
        "云溪镇扫雪费按80人平摊，一人多少",
        "青石街道工作服平均一辆多少钱",
    ],
)
def test_what_is_not_there_is_not_divided(question: str) -> None:
    assert "÷" not in answerer().ask(question).answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪镇有几个单位编报了月度保洁计划", "3个施工单位"),
        ("云溪镇道路保洁写了哪几份依据文件", "浙环卫发〔2020〕12号"),
        ("云溪镇道路保洁有几份依据文件", "共**2**份"),
    ],
)
def test_a_count_or_the_things_themselves(question: str, said: str) -> None:
    assert said in answerer().ask(question).answer
