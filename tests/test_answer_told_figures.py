"""文中之数: figures that one sentence gives side by side; a sum over lines is never the whole."""

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
    "（三）项目必要性\n\n车辆坏了再抢修比按期保养贵，抢修单次平均费用1800元，按期保养单次650元。"
    "主街12.4万平方米采用机械清扫；小巷3.6万平方米由人工保洁。\n\n"
    "2023年社会化采购共320.50万元。其中货物20.50万元、工程0万元、服务300.00万元。\n",
)


@cache
def answerer() -> Answerer:
    catalogue = Catalogue("sqlite://")
    for name, text in (("云溪镇道路保洁2023.txt", SAID), ("青石街道道路保洁2023.txt", OTHER)):
        for document in read_bytes(text.encode(), name):
            catalogue.add(document, read_facts(document))
    return Answerer(catalogue, None)


@pytest.mark.parametrize(
    ("question", "before", "said"),
    [
        ("抢修跟按期保养单次差多少钱", ("云溪镇道路保洁为什么要按期保养车辆",), ("1,150元", "1,800 − 650")),
        ("云溪镇机扫和人工保洁两块面积合计多少万平", (), ("16万平方米", "12.4 + 3.6")),
        ("这里面服务类占多少？", ("云溪镇2023年社会化采购总额是多少？",), ("300.00万元",)),
    ],
)  # fmt: skip
def test_figures_side_by_side(
    question: str, before: tuple[str, ...], said: tuple[str, ...]
) -> None:
    answer = answerer().ask(question, before)
    assert not answer.refused, answer.answer
    assert all(one in answer.answer for one in said), answer.answer


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("云溪镇抢修跟扫雪单次差多少钱", " − "),
        ("云溪镇抢修单次和人工保洁面积差多少", " − "),
        ("云溪镇机扫和夜间保洁两块面积合计多少万平", " + "),
    ],
)
def test_one_that_is_not_said(question: str, never: str) -> None:
    assert never not in answerer().ask(question).answer
