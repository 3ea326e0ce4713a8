"""一句作答: questions in words that the papers do not have; what they do not tell stays refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.settings import load_settings

BUSES = """# 项目支出绩效目标申报表

（2023年）

填报单位：榆河县教育局

项目名称：农村校车运营补助

金额单位：万元

项目总预算：640.00

当年预算：640.00

## 一、项目背景

榆河县山区乡镇多，撤并教学点以后，学生上学最远要走九公里山路。2021年冬天有两名学生因骑车滑倒骨折，此后县里才决定由财政出资开行校车。

早先跑这些线路的是安顺达客运公司，2022年9月合同期满后改由榆河公共交通有限公司承运。

坡岭线的停靠点改到了粮站门口，原来的路口弯急坡陡，大雾天看不清来车。

## 二、组织实施

校车司机须持有校车驾驶资格证，每趟另配照管员一名，照管员负责清点人数、系好安全带。

车辆途中抛锚的，司机应在10分钟内报告调度室，备用车须在40分钟内赶到现场；超过时限的，每次从当月补助中扣800元。

家长对线路、站点有意见的，向乡镇中心校书面提出，中心校汇总后报教育局，教育局15个工作日内会同交警实地踏勘并答复。

“护苗专员”由各村推荐的退休教师担任，每天在站点看护学生上下车，只领误餐补贴。
"""
RULES = """# 校车服务管理规定要点

发文字号：榆政规〔2020〕3号

制定机关：榆河县人民政府

## 第一章 管理

第四条 行车记录、监控画面由承运单位保管，期限不少于九十日，任何人不得剪辑。

第七条 教育行政部门及其工作人员不得投资入股承运单位，也不得向承运单位推荐司机。

第九条 车辆技术检验不合格的，暂停营运十五日；整改后仍不合格的，收回标牌。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("sentence")
    papers = folder / "papers"
    papers.mkdir()
    for name, text in (("榆河县校车2023.md", BUSES), ("规定.md", RULES)):
        (papers / name).write_text(text, "utf-8")
    made = Assistant(load_settings(folder / "library"))
    made.ingest([papers])
    return made


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("坡岭线原来的停靠点为啥不用了？", "弯急坡陡"),
        ("榆河县的校车半路坏了，替补的车得几分钟到？", "40分钟"),
        ("榆河县校车救援来迟了怎么罚？", "800元"),
        ("榆河县最早跑校车线路的是哪家公司？", "安顺达"),
        ("榆河县家长嫌站点不合适，按什么程序反映？", "15个工作日"),
        ("校车上的监控录像最少得存几天？", "九十日"),
        ("教育局的人能不能入股跑校车的公司？", "不得投资入股"),
    ],
)
def test_a_sentence_in_other_words(assistant: Assistant, question: str, told: str) -> None:
    found = assistant.ask(question)
    assert not found.refused, found.answer
    assert told in found.answer
    assert any(told in citation.locator.quote for citation in found.citations)


@pytest.mark.parametrize(
    "question",
    [
        "榆河县校车司机一个月工资多少？",
        "榆河县校车调度室设在哪条路上？",
        "榆河县为什么不给校车装空调？",
        "榆河县校车早上几点发车？",
        "榆河县校车照管员是哪家公司派来的？",
        "榆河县2019年有几辆校车？",
        "榆河县校车司机里谁的年纪最大？",
        "榆河县校车保险是向哪家保险公司买的？",
    ],
)
def test_what_no_sentence_tells(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).refused


GLOSSARY = """# 渡口申报名词解释

## 名词解释

- （一）渡工：持证驾驶渡船、收取船票的人员。
- （二）签单员：在渡口清点人数、登记天气的人员，不驾驶渡船。
- （三）汛停款：汛期停渡期间按天付给渡工的补偿。
"""
FERRY = """# 项目支出绩效目标申报表

（2024年）

填报单位：沅口镇人民政府

项目名称：乡村渡口营运补贴

金额单位：万元

当年预算：36.00

## 一、项目概况

“义渡日”指每月逢五逢十免收船票的日子，由镇政府按人次补给渡工。
"""


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("defining")
    papers = folder / "papers"
    papers.mkdir()
    for name, text in (("名词解释.md", GLOSSARY), ("沅口镇渡口2024.md", FERRY)):
        (papers / name).write_text(text, "utf-8")
    made = Assistant(load_settings(folder / "library"))
    made.ingest([papers])
    return made


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("“签单员”是什么人？", ("清点人数",)),
        ("表里说的“汛停款”是个啥？", ("汛期停渡期间",)),
        ("汛停款怎么界定？", ("汛期停渡期间",)),
        ("渡工和签单员有什么区别？", ("持证驾驶渡船", "不驾驶渡船")),
        ("什么叫“义渡日”？", ("免收船票",)),
        ("沅口镇的义渡日是什么意思？", ("免收船票",)),
    ],
)
def test_what_a_word_means(ferries: Assistant, question: str, told: tuple[str, ...]) -> None:
    found = ferries.ask(question)
    assert not found.refused, found.answer
    assert all(one in found.answer for one in told)


@pytest.mark.parametrize(
    "question",
    [
        "“夜渡证”是什么人发的？",
        "什么叫夜渡津贴？",
        "渡工和引航员有什么区别？",
        "义渡日是几点到几点？",
    ],
)
def test_what_no_source_defines(ferries: Assistant, question: str) -> None:
    assert ferries.ask(question).refused
