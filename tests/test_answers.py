"""答: questions over made-up declarations; every claim cited, every gap refused."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.domain.answer import Answer
from assistant.errors import UsageError
from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.tools import Tools
from tests.asked_library import library


@cache
def answerer() -> Answerer:
    return Answerer(library(), None)


def ask(question: str, *context: str) -> Answer:
    return answerer().ask(question, context)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪镇保洁员聘用人数的目标值是多少？", "80.00"),
        ("云溪保洁员要招多少人", "80.00"),
        ("云溪镇租几辆洒水车", "≥4"),
        ("云溪镇垃圾清运什么时候完成", "十二月底前"),
        ("青石街道的道路保洁覆盖率目标", "98.00"),
        ("青石街道工作服单价多少钱", "500.00元"),
        ("云溪镇道路保洁预算多少", "350.00万元"),
        ("云溪镇道路保洁服务一共多少钱", "2,900,000 + 300,000 = 3,200,000"),
        ("云溪镇2022年执行率是多少", "90%"),
        ("云溪镇2021年调整后预算", "2,600,000.00元"),
        ("云溪镇资金来源是什么", "镇级财政"),
        ("云溪镇怎么付款", "环卫所审核"),
        ("云溪镇道路保洁的依据有哪些", "浙环卫发〔2020〕12号"),
        ("浙环卫发2020 12号是什么", "关于加强村镇道路保洁工作的通知"),
        ("云溪镇道路保洁服务成本为什么是320万", "2,900,000 + 300,000 = 3,200,000"),
        ("为什么云溪镇保洁员是80人", "40人 → 2021年65人 → 2023年80人"),
        ("云溪镇2021年保洁员多少人", "65人"),
        ("青石街道保洁服务费480万怎么算的", "40,000 × 120 = 4,800,000"),
        ("云溪镇和青石街道的居民满意度分别是多少", "85.00"),
        ("云溪镇和青石街道哪个保洁员多，差多少", "40人"),
        ("云溪镇2022年执行金额比2021年多多少", "2,700,000 − 2,600,000 = 100,000"),
        ("青石街道保洁服务费人均多少", "4,800,000 ÷ 120 = 40,000"),
        ("云溪镇洒水车租用费占总预算的比例", "8.57%"),
        ("云溪镇预算里最大的一项", "2,900,000"),
        ("云溪镇有几个数量指标", "**2**"),
        ("两个道路保洁项目预算加起来多少", "8,500,000"),
        ("云溪镇保洁员是80人吗", "**是**"),
        ("云溪镇保洁员是90人吗", "**不是**90人"),
        ("为什么云溪镇保洁员要200人", "**不是**200人"),
        ("云溪镇保洁员骋用人数", "80.00"),
        ("保洁员聘用人数", "120.00"),
    ],
)
def test_answers(question: str, said: str) -> None:
    answer = ask(question)
    assert not answer.refused, answer.answer
    assert said in answer.answer
    assert answer.citations
    for citation in answer.citations:
        document = answerer().catalogue.document(citation.locator.document)
        place = citation.locator
        assert document.text[place.start : place.end] == place.quote
        assert f"[{citation.n}]" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "白石镇保洁员聘用人数是多少",
        "云溪镇绿化养护预算多少",
        "云溪镇2025年道路保洁预算",
        "云溪镇2018年执行率是多少",
        "云溪镇保洁员的月工资是多少",
        "青石街道洒水车租几辆",
        "浙环卫发〔2020〕14号是什么",
        "云溪镇保洁员平均年龄",
        "清风环卫服务有限公司的法定代表人是谁",
        "明天会下雨吗",
        "《道路交通安全法》第三条怎么说",
    ],
)
def test_what_the_library_lacks_is_refused(question: str) -> None:
    answer = ask(question)
    assert answer.refused
    assert answer.answer.startswith("资料中没有依据")
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("context", "question", "said"),
    [
        (("云溪镇保洁员多少人？",), "那洒水车呢？", "≥4"),
        (("云溪镇保洁员多少人？",), "青石街道呢？", "120.00"),
        (("云溪镇道路保洁有哪些指标？",), "它的预算是多少？", "350.00万元"),
        (("云溪镇2021年执行金额是多少？",), "2022年呢？", "2,700,000.00"),
        (("云溪镇道路保洁服务成本是多少？",), "为什么？", "2,900,000 + 300,000"),
        (("云溪镇保洁员多少人？", "那青石街道呢？"), "居民满意度呢？", "85.00"),
    ],
)
def test_follow_ups(context: tuple[str, ...], question: str, said: str) -> None:
    answer = ask(question, *context)
    assert said in answer.answer, answer.answer


@pytest.mark.parametrize("question", ["", "  ", "问" * 100_000])
def test_unusable_questions_are_one_line(question: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(question)
    assert "\n" not in str(caught.value)


def test_an_ambiguous_name_is_answered_for_each() -> None:
    answer = ask("保洁员有多少人")
    assert "80.00" in answer.answer
    assert "120.00" in answer.answer


def test_tools_are_the_same_for_both_drivers() -> None:
    tools = Tools(answerer())
    (fact,) = tools.find_facts("保洁员聘用人数", unit="青石街道")
    assert (fact.number, fact.measure) == ("120", "人")
    assert tools.find_facts("保洁员聘用人数", unit="白石镇") == ()
    assert tools.look_up_basis("浙环卫发〔2020〕99号").documents == ()
    total = tools.compute("difference", ["保洁员聘用人数"], unit="云溪镇和青石街道")
    assert total is not None
    assert "40人" in total.answer


def test_the_question_is_shown_as_understood() -> None:
    query = answerer().understand("2023年云溪镇保洁员多少人")
    assert query.years == (2023,)
    assert query.named_units == ("云溪镇",)
    assert (query.asked, query.content) == ("count", ("保洁员",))
