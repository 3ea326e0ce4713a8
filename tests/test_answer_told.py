"""正文作答: text, lists and articles of made-up papers; what they lack stays refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.settings import load_settings
from tests.asked_library import CLEANING

RULES = """# 河道保洁管理条例

发文字号：浙北府规〔2021〕8号

制定机关：浙北市人民政府

## 第一章 总则

第一条 为了保持河道清洁，改善水质，制定本条例。

第二条 本条例所称河道保洁，是指对水面漂浮物和岸坡垃圾的打捞、清运和处置。

## 第二章 保洁单位

第五条 承担河道保洁的单位应当具备下列条件：

（一）有独立法人资格；

（二）有不少于三艘打捞船；

（三）有固定的垃圾中转场地。

第六条 保洁单位由水务局通过公开招标选定。中标后十五日内签订保洁合同。

第七条 保洁员应当年满十八周岁、会游泳。保洁单位应当为保洁员投保意外伤害保险，不向保洁员收取任何费用。

## 第三章 检查和处罚

第九条 水务局每季度检查一次。发现漂浮物未在四小时内捞走的，责令改正；逾期不改正的，处二千元以上一万元以下罚款。

第十条 保洁合同至少保存三年。

第十一条 封存违规船只的，应当当场交付清单。

第十二条 期限不得超过二十日。
"""
NOTES = """# 河道保洁操作说明

## 一、申请流程

先由镇街提出申请，再由水务局审核。

审核通过后，财政局拨付首付款。

验收合格后付清尾款。

## 二、为什么分两次付款

2022年有两个标段验收不合格，追回款项困难，因此从2023年起分两次付款。

## 三、用途

宣传经费用于购买横幅、折页和救生衣。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("told")
    papers = folder / "papers"
    papers.mkdir()
    for name, text in (("条例.md", RULES), ("说明.md", NOTES), ("云溪镇.txt", CLEANING)):
        (papers / name).write_text(text, "utf-8")
    made = Assistant(load_settings(folder / "index"))
    made.ingest([papers])
    return made


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("什么叫河道保洁", "打捞、清运和处置"),
        ("承担河道保洁要具备哪些条件", "三艘打捞船"),
        ("保洁单位由谁选定", "水务局"),
        ("保洁员多大年龄才行", "十八周岁"),
        ("漂浮物多久之内要捞走", "四小时"),
        ("保洁合同保存几年", "三年"),
        ("河道保洁的申请流程", "水务局审核"),
        ("为什么分两次付款", "追回款项困难"),
        ("宣传经费能买什么", "救生衣"),
        ("要向保洁员收取费用吗", "不向保洁员收取任何费用"),
        ("河道保洁管理条例哪一条讲处罚", "第九条"),
        ("封存船只的期限最长多久", "二十日"),
        ("为什么要制定河道保洁管理条例", "改善水质"),
        ("加强村镇道路保洁的通知文号是什么", "浙环卫发〔2020〕12号"),
    ],
)
def test_what_the_text_says_is_quoted(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.ask(question)
    assert not answer.refused, answer.answer
    assert said in answer.answer
    assert answer.citations
    for citation in answer.citations:
        place = citation.locator
        text = assistant.catalogue.document(place.document).text
        assert text[place.start : place.end] == place.quote


@pytest.mark.parametrize(
    "question",
    [
        "保洁员的工资是多少",
        "打捞船的油费由谁出",
        "保洁员的退休年龄是几岁",
        "保洁单位的办公室在哪条路上",
        "救生衣是哪家公司做的",
        "桥梁养护的申请流程",
        "浙北府规〔2021〕8号第三十条怎么写的",
        "绿化养护的通知文号是什么",
        "1+1等于几",
        "为什么不招女保洁员",
    ],
)
def test_what_the_text_lacks_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.refused, answer.answer


def test_only_the_sentence_that_answers_is_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("保洁合同保存几年")
    assert len(answer.citations) == 1
    assert "打捞船" not in answer.answer
