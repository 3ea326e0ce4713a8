"""Values and sources of a project's whole life beside those of the year."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.library.flatten import PERIOD, facts_of
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes
from assistant.settings import Settings

FORM = """# 项目支出绩效目标申报表
（2025年度）

| 项目名称 | 云溪县公路安防工程 |
|---|---|
| 主管部门 | 云溪县交通运输局 |
| 实施单位 | 云溪县公路管理所 |
| 项目周期 | 2024年1月至2026年12月 |

| 资金情况（万元） | 实施期资金总额：5220.00 | 年度资金总额：1680.00 |
|---|---|---|
| | 其中：中央补助 3000.00 | 其中：中央补助 960.00 |
| | 县级资金 2220.00 | 县级资金 720.00 |

| 一级指标 | 二级指标 | 三级指标 | 实施期指标值 | 年度指标值 |
|---|---|---|---|---|
| 产出指标 | 数量指标 | 安装护栏里程 | ≥126公里 | ≥42公里 |
| 产出指标 | 质量指标 | 护栏验收合格率 | 100% | 100% |
| 效益指标 | 社会效益指标 | 临崖路段事故 | ≤6起 | ≤2起 |
| 满意度指标 | 服务对象满意度指标 | 沿线群众满意度 | ≥92% | ≥90% |
"""


def test_facts_of_the_whole_life_stand_beside_those_of_the_year() -> None:
    (document,) = read_bytes(FORM.encode(), "表.md")
    facts = facts_of(document, read_facts(document))
    life = {f.name: (f.value, f.number, f.measure) for f in facts if f.name.startswith(PERIOD)}
    assert life == {
        "实施期安装护栏里程": ("≥126公里", 126, "公里"),
        "实施期临崖路段事故": ("≤6起", 6, "起"),
        "实施期沿线群众满意度": ("≥92%", 92, "%"),
        "实施期中央补助": ("3000.00", 30_000_000, "元"),
        "实施期县级资金": ("2220.00", 22_200_000, "元"),
    }
    assert all(f.locator.quote in document.text for f in facts)
    year = {f.name: f.value for f in facts if f.kind == "indicator"}
    assert year["安装护栏里程"] == "≥42公里"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("life")
    path: Path = folder / "三年.md"
    path.write_text(FORM, "utf-8")
    made = Assistant(Settings(index=folder / "index"))
    made.ingest([path])
    return made


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("云溪县公路安防工程实施期安装护栏里程是多少？", "≥126公里", "5220"),
        ("三年一共要装多少公里护栏？", "≥126公里", "5220"),
        ("云溪县安装护栏里程目标值是多少？", "≥42公里", "126"),
        ("整个项目期临崖路段事故控制在多少起？", "≤6起", "5220"),
        ("实施期沿线群众满意度要达到多少？", "≥92%", "5220"),
        ("公路安防工程三年总共多少钱？", "5220.00万元", "126"),
        ("实施期中央补助多少？", "3000.00万元", "5220"),
        ("中央补助多少？", "960.00万元", "3000"),
        ("实施期总金额中中央补助占多少？", "57.47%", "178"),
    ],
)
def test_the_whole_life_and_the_year_are_told_apart(
    assistant: Assistant, question: str, told: str, untold: str
) -> None:
    found = assistant.ask(question)
    assert told in found.answer
    assert untold not in found.answer
    assert found.citations
