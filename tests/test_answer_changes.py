"""年间增减、载明的增减: a year against another, as tables or the text have it; the year before."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.jobs.answer.answerer import Answerer
from assistant.library.catalogue import Catalogue
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes
from tests.asked_library import library

BUDGET = """青禾县水务局2024年部门预算

第一部分 部门概况

青禾县水务局负责全县水利工程建设、河道管理和农村供水。

第二部分 预算编制说明

2024年收入预算合计5,200.40万元，都是财政拨款收入，与2023年预算相比增加310.40万元。

"三公"经费2024年预算86.50万元，与上年预算相比减少4.50万元。其中：公务用车运行费62.00万元，与上年持平；公务接待费24.50万元，减少4.50万元。

堤防养护项目经费情况说明

一、项目概述

县内河堤共38公里，汛前须逐段检查和修补。

三、实施主体

1、主管部门：青禾县水务局，编报预算，组织招标；

五、实施周期

2024年1月1日起至2024年12月31日止。

六、年度预算安排

2024年"堤防养护"项目安排预算180.00万元，资金全部来自县级。

七、绩效目标

1、总目标：

完成堤防养护，安全度汛。
"""


@cache
def answerer() -> Answerer:
    return Answerer(library(), None)


@cache
def bureau() -> Answerer:
    catalogue = Catalogue("sqlite://")
    for document in read_bytes(BUDGET.encode(), "青禾县水务局-部门预算-2024.txt"):
        catalogue.add(document, read_facts(document))
    return Answerer(catalogue, None)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪镇道路保洁2023年申报数跟2022年年初数比，多了还是少了，差多少", ("增加", "500,000", "3,500,000 − 3,000,000")),
        ("云溪镇道路保洁2022年执行数比2021年到底涨了还是跌了？差额多少", ("增加", "100,000")),
        ("云溪镇道路保洁项目2022年比上年预算多要了多少钱", ("增加", "500,000", "2,500,000")),
        ("云溪镇道路保洁2020、2021、2022三年预算加起来多少", ("7,500,000", "2,000,000 + 2,500,000 + 3,000,000")),
        ("云溪镇道路保洁2020到2022年执行数一共多少", ("7,200,000", "1,900,000 + 2,600,000 + 2,700,000")),
        ("云溪镇道路保洁三年里哪年执行最多", ("最高", "2022年预算执行数", "2,700,000")),
        ("云溪镇道路保洁2022年执行比上一年调整后预算多多少", ("100,000", "2,700,000", "2,600,000")),
    ],
)  # fmt: skip
def test_years_of_one_project(question: str, said: tuple[str, ...]) -> None:
    answer = answerer().ask(question)
    assert not answer.refused, answer.answer
    assert all(one in answer.answer for one in said), answer.answer
    assert len(answer.citations) > 1


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("云溪镇洒水车租用费2023年比2022年多多少", "300,000"),
        ("云溪镇道路保洁服务2023年比2022年增加多少", "2,900,000"),
        ("云溪镇道路保洁2023年比2018年多多少", "3,500,000"),
        ("云溪镇绿化养护2022年比2021年多多少", "500,000"),
        ("云溪镇保洁员2022年比2021年多多少钱", "500,000"),
        ("云溪镇道路保洁2018到2022年执行数一共多少", "合计**"),
        ("云溪镇道路保洁2021、2022三年预算加起来多少", "合计**"),
    ],
)
def test_other_things_are_not_compared(question: str, never: str) -> None:
    assert never not in answerer().ask(question).answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("青禾县水务局2024年预算比上年多了多少万", ("增加", "310.40万元")),
        ("青禾水务局2024年三公经费比上年少了多少", ("减少", "4.50万元")),
        ("青禾水务局2024年公务用车运行费比上年多多少", ("持平",)),
        ("倒推一下，青禾水务局2023年的收入预算是多少万元", ("48,900,000", "4,890", "推算")),
        ("反推青禾水务局2023年三公经费预算", ("910,000", "91万元")),
    ],
)
def test_a_change_that_the_text_states(question: str, said: tuple[str, ...]) -> None:
    answer = bureau().ask(question)
    assert not answer.refused, answer.answer
    assert all(one in answer.answer for one in said), answer.answer


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("青禾水务局2024年培训费比上年多多少", "万元**"),
        ("倒推青禾水务局2022年的收入预算是多少", "推算"),
        ("倒推青禾水务局2023年的公务接待费预算", "48,900,000"),
    ],
)
def test_no_change_of_something_else(question: str, never: str) -> None:
    assert never not in bureau().ask(question).answer
