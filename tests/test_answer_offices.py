"""答: offices of many kinds, sources of money, self-evaluations, conditions, parts, turns."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.domain.answer import Answer
from assistant.jobs.answer.answerer import Answerer
from tests.asked_offices import library


@cache
def answerer() -> Answerer:
    return Answerer(library(), None)


def ask(question: str, *context: str) -> Answer:
    return answerer().ask(question, context)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("三中食堂新增多少个就餐座位", ("320",)),
        ("安平公交公司补贴多少人次", ("1450万",)),
        ("高新区要配多少名站员", ("40",)),
        ("柳河县人民医院远程会诊全年预算数是多少", ("500万",)),
        ("敬老卡补贴覆盖多少条公交线路", ("68",)),
        ("刷卡设备多少钱一台", ("2,400",)),
        ("2025年河道清淤中央补助多少", ("320万",)),
        ("河道清淤2025年资金来源有哪些", ("320万", "180万", "385万", "60万")),
        ("三中食堂改造其他资金多少", ("500,000",)),
        ("2025年中央补助占河道清淤总资金多少", ("33.86%",)),
        ("河道清淤两年中央补助合计", ("3,000,000 + 3,200,000 = 6,200,000",)),
        ("县医院2024年年初预算数和执行数差多少", ("515,000",)),
        ("微型消防站2023年调整后预算比年初少了多少", ("100,000",)),
        ("高新区消防站三年一共执行了多少钱", ("6,143,000",)),
        ("远程会诊例数实际完成了多少", ("1386", "已完成目标")),
        ("远程会诊例数超额完成了多少", ("1,386 − 1,200 = 186",)),
        ("接入乡镇卫生院数得了多少分", ("8.75",)),
        ("患者满意度为什么没达标", ("排队",)),
        ("柳河县人民医院自评总分多少", ("97.12",)),
        ("预算执行率这项得了几分", ("9.37",)),
        ("哪些指标没有完成目标", ("接入乡镇卫生院数", "患者满意度", "**2**")),
        ("县医院患者满意度达标了吗", ("未完成目标", "89.5")),
        ("河道清淤2025年预算比2024年多多少", ("850,000",)),
        ("第三中学和双桥乡中心小学的食堂改造哪个预算高，高多少", ("1,780,000",)),
        ("双桥乡厨房设备是不是比三中多", ("**不是**",)),
        ("站员意外险和服装费人均合计多少", ("104,000 ÷ 40 = 2,600",)),
        ("两所学校食堂改造一共多少钱", ("3,140,000",)),
        ("2025年除了清淤工程其他几项加起来多少", ("2,550,000",)),
        ("敬老卡项目前两大支出加起来多少", ("18,240,000",)),
        ("三中预算明细合计和财政拨款差多少", ("500,000",)),
        ("三中各项支出加起来和总预算一致吗", ("一致",)),
        ("青岚高新区哪几项预算超过30万", ("1,920,000", "600,000", "**2**")),
        ("满意度目标低于90%的有哪些", ("教职工满意度",)),
        ("河道清淤2025年预算超过900万吗", ("**是**", "945")),
        ("敬老卡补贴单次标准是不是1.5元", ("**不是**", "1.2")),
        ("听说河道清淤2025年中央给了300万，对不对", ("**不是**", "320万")),
        ("双桥乡食堂预算多少，满意度要求呢", ("680,000", "92%")),
        ("青岚高新区站员配多少人，一年劳务费多少", ("40", "1,920,000")),
        ("河道清淤2025年中央和省级补助各多少", ("320万", "180万")),
        ("30？还是35？我记不清了，三中教职工满意度是多少", ("85%",)),
        (
            "麻烦帮我看一下，我这边在做汇总，想了解一下安平市公共交通有限公司的老年人公交出行比例是多少，谢谢",
            ("35%",),
        ),
    ],
)
def test_answers(question: str, said: tuple[str, ...]) -> None:
    answer = ask(question)
    assert not answer.refused, answer.answer
    for text in said:
        assert text in answer.answer, answer.answer
    for citation in answer.citations:
        place = citation.locator
        text = answerer().catalogue.document(place.document).text
        assert text[place.start : place.end] == place.quote


@pytest.mark.parametrize(
    "question",
    [
        "临泽市第四中学食堂改造预算多少",
        "第五人民医院远程会诊例数",
        "石门乡食堂改造预算",
        "第三中学就餐学生满意度实际完成多少",
        "双桥乡食堂改造有没有中央补助",
        "敬老卡项目省级补助多少",
        "双桥乡教职工满意度目标是多少",
        "三中食堂有几个厨师",
        "河道清淤2023年预算多少",
        "青岚高新区2025年执行率",
    ],
)
def test_what_is_not_there_is_refused(question: str) -> None:
    answer = ask(question)
    assert answer.refused, answer.answer
    assert answer.answer.startswith("资料中没有依据")
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("context", "question", "said"),
    [
        (("三中食堂改造面积多少",), "那双桥乡呢", "260"),
        (("三中就餐学生满意度多少",), "换成双桥乡中心小学呢", "92%"),
        (("河道清淤2025年预算多少",), "那中央补助呢", "320万"),
        (("河道清淤2025年预算多少",), "比去年多多少", "850,000"),
        (("河道清淤2025年清多长", "去年呢"), "土方呢", "15万"),
        (("青岚站员劳务费多少",), "它占总预算多少", "61.46%"),
        (("敬老卡项目预算多少",), "谁负责", "何敏"),
        (("三中的食堂有多少厨师",), "那厨房设备换多少台套", "85"),
        (("河道清淤2025年中央补助多少",), "省里和市里出的钱加起来多少", "5,650,000"),
        (("微型消防站2022年执行率", "2023年呢", "2024年呢"), "那年初预算呢", "2,800,000"),
        (("远程会诊患者满意度目标", "实际呢"), "得分呢", "9分"),
    ],
)
def test_turns(context: tuple[str, ...], question: str, said: str) -> None:
    answer = ask(question, *context)
    assert said in answer.answer, answer.answer


def test_a_refusal_offers_what_is_there() -> None:
    answer = ask("双桥乡教职工满意度目标是多少")
    assert answer.suggestions
    assert all(one in answer.answer for one in answer.suggestions)
    assert "92" not in answer.answer
    assert not ask(answer.suggestions[0]).refused
