"""增减缘由: why there is more or less than the year before, from the running text alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.settings import load_settings

LAMPS = """# 项目支出绩效目标申报表

（2025年）

填报单位：桐岭县市政管理所

项目名称：城区路灯维护

金额单位：万元

当年预算：318.00

## 一、项目概况

2025年本项目预算318.00万元，比2024年增加46.00万元，主要是滨河新区移交路灯820盏，电费相应上升。

保洁外包费用较上年减少9.00万元，原因是三条支路改由街道自管。

路灯检修车每季度保养一次。
"""
PARKS = """# 项目支出绩效目标申报表

（2025年）

填报单位：桐岭县园林站

项目名称：街头绿地养护

金额单位：万元

当年预算：120.00

## 一、项目概况

街头绿地共有31处，由站里职工养护。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("trend")
    papers = folder / "papers"
    papers.mkdir()
    for name, text in (("路灯2025.md", LAMPS), ("绿地2025.md", PARKS)):
        (papers / name).write_text(text, "utf-8")
    made = Assistant(load_settings(folder / "library"))
    made.ingest([papers])
    return made


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("城区路灯维护2025年的盘子为什么比24年大？", "移交路灯820盏", "自管"),
        ("城区路灯维护预算增加的主要原因有哪些？", "移交路灯820盏", "自管"),
        ("城区路灯维护的保洁外包费用为什么比上年少了？", "改由街道自管", "820盏"),
    ],
)
def test_why_there_is_more_or_less(
    assistant: Assistant, question: str, told: str, other: str
) -> None:
    found = assistant.ask(question)
    assert told in found.answer, found.answer
    assert other not in found.answer


@pytest.mark.parametrize(
    "question", ["街头绿地养护预算为什么比去年多？", "城区路灯维护的检修车保养费为什么比上年少？"]
)
def test_no_reason_is_made_up(assistant: Assistant, question: str) -> None:
    found = assistant.ask(question)
    assert "820盏" not in found.answer.partition("相近的原文")[0]
    assert "自管" not in found.answer.partition("相近的原文")[0]
