"""换说法: questions in other words than the library's, answered in its words or refused."""

from __future__ import annotations

import pytest

from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.paraphrase import paraphrases
from assistant.library.catalogue import Catalogue
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes

CENTRE = """柳湾镇社区服务中心运行项目描述

一、项目概况

（一）项目背景

柳湾镇社区服务中心2022年建成，由镇社会事务科管理，开展助餐、文化活动和日间照料。

二、项目绩效目标设定情况

（一）项目的总体目标

保障中心正常运行。

（三）项目的具体目标

一级指标	二级指标	三级指标	年度指标值	目标值来源
成本指标	经济成本指标	中心物业管理费	≤480000 元	根据预算资金
产出指标	数量指标	保洁面积	≥3600(平方米)	根据工作计划
		助餐人次	≥20000(人次)	根据工作计划
		文化活动场次	≥36(场)	根据工作计划
		护理员聘用人数	=12.00(人)	根据工作计划
	质量指标	护理员流失率	≤5.00(%)	根据工作要求
		设备完好率	≥98.00(%)	根据工作要求
		护理员持证上岗率	=100.00(%)	根据工作要求
	时效指标	故障响应时间	≤30(分钟)	根据工作要求
		故障修复时间	≤24(小时)	根据工作要求
效益指标	社会效益指标	老年人助餐知晓率	≥85.00(%)	根据工作目标
满意度指标	服务对象满意度指标	老年人满意度	≥92.00(%)	根据工作目标

三、项目投入情况

(一) 项目总投入和构成情况

2024 年本项目申报预算 186.00 万元，用于中心运行。

表 1 预算明细表（单位：元）

项目名称	项目明细	预算金额
人员	护理员工资	900,000.00
	护理员服装费	30,000.00
运行	物业管理费	480,000.00
	水电费	250,000.00
	场地租赁费	200,000.00
	合计	1,860,000.00
"""


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    catalogue = Catalogue("sqlite://")
    for document in read_bytes(CENTRE.encode(), "柳湾镇-社区服务中心-2024.txt"):
        catalogue.add(document, read_facts(document))
    return Answerer(catalogue, None)


@pytest.mark.parametrize(
    ("question", "figure", "told"),
    [
        ("柳湾镇扫多大地方", "3600", "保洁面积"),
        ("护理员一年走人的比例不能超过多少", "5", "流失率"),
        ("柳湾镇设备没坏的比例", "98", "完好率"),
        ("柳湾镇报修了多久上门", "30", "响应时间"),
        ("柳湾镇东西坏了多久修好", "24", "修复时间"),
        ("护理员有证上岗的比例", "100", "持证"),
        ("护理员工钱多少", "900,000", "工资"),
        ("护理员做衣服的钱多少", "30,000", "服装费"),
        ("柳湾镇租场地的钱多少", "200,000", "租赁费"),
        ("柳湾镇老人满不满意", "92", "老年人满意度"),
        ("柳湾镇文化活动搞几场", "36", "场次"),
        ("柳湾镇吃饭的人次要多少", "20000", "助餐"),
    ],
)
def test_everyday_words_find_the_formal_row(
    answerer: Answerer, question: str, figure: str, told: str
) -> None:
    found = answerer.ask(question)
    assert not found.refused, found.answer
    assert figure in found.answer
    assert told in found.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("护理员做衣服的钱多少", "（“做衣服的钱”按“服装费”理解）"),
        ("柳湾镇扫多大地方", "（“扫多大地方”按“保洁面积”理解）"),
    ],
)
def test_the_answer_says_which_word_was_read_as_which(
    answerer: Answerer, question: str, said: str
) -> None:
    assert said in answerer.ask(question).answer


@pytest.mark.parametrize(
    "question",
    [
        "柳湾镇家长满不满意",
        "柳湾镇企业满意度",
        "柳湾镇种树多少棵",
        "柳湾镇出国花多少钱",
        "柳湾镇灯亮的比例",
        "柳湾镇买车的钱多少",
        "护理员值夜的钱多少",
        "护理员体检多少钱",
        "保安工钱多少",
        "柳湾镇被投诉几次",
        "柳湾镇养花草的钱多少",
        "护理员培训几回",
        "柳湾镇扫马路要扫多少公里",
        "柳湾镇种活的比例",
    ],
)
def test_what_the_library_has_not_is_refused_in_any_words(
    answerer: Answerer, question: str
) -> None:
    assert answerer.ask(question).refused


@pytest.mark.parametrize(
    "question", ["1+1等于几", "《预算法》第三条", "你好", "沪财绩〔2020〕6号是什么"]
)
def test_a_question_without_words_of_the_lexicon_has_no_other_words(
    answerer: Answerer, question: str
) -> None:
    query = answerer.understand(question)
    assert paraphrases(question, query, answerer.shelf, None) == ()


def test_a_new_word_stays_required_though_its_characters_ask_elsewhere(answerer: Answerer) -> None:
    question = "护理员保险的钱多少"
    read = paraphrases(question, answerer.understand(question), answerer.shelf, None)
    assert all("保费" not in pair for one in read for pair in one.corrected)
    assert answerer.ask(question).refused


def test_the_earlier_question_is_reworded_with_the_present_one(answerer: Answerer) -> None:
    found = answerer.ask("那设备呢", ["护理员走人的比例多少"])
    assert found.refused or "98" in found.answer
    again = answerer.ask("那做衣服的钱呢", ["护理员工钱多少"])
    assert "30,000" in again.answer
