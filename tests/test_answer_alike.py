"""相近的原文: a refusal quotes the text that comes nearest, as that, and never a row of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.settings import Settings

FORM = """# 项目支出绩效目标申报表（2031年度）

项目名称：河道保洁
填报单位：柳湾镇水务站

柳湾镇共有镇管河道18条，总长46.2公里，其中六条穿过集镇。2029年汛期漂浮物堵塞了两座涵闸，此后保洁改由专业公司承担。

作业时如遇有人落水，保洁员先抛救生圈呼救，再向镇应急办报告，不得独自下水。

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 产出指标 | 数量指标 | 保洁河道条数 | =18条 |
| 产出指标 | 质量指标 | 河面漂浮物清除率 | ≥95% |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("alike")
    form = folder / "河道保洁2031.md"
    form.write_text(FORM, encoding="utf-8")
    found = Assistant(Settings(index=folder / "index"))
    found.ingest([form])
    return found


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("柳湾镇保洁员落水牺牲的抚恤金发多少", "不得独自下水"),
        ("柳湾镇涵闸被漂浮物堵塞那回淹了多少亩地", "2029年汛期"),
    ],
)
def test_the_nearest_text_is_quoted_in_a_refusal(
    assistant: Assistant, question: str, shown: str
) -> None:
    found = assistant.ask(question)
    assert found.refused
    assert found.answer.startswith("资料中没有依据")
    assert "相近的原文" in found.answer
    assert shown in found.answer
    assert all(shown in one.locator.quote for one in found.citations[:1])
    assert found.answer.count("[1]") == 1


@pytest.mark.parametrize(
    "question",
    [
        "柳湾镇2035年河道保洁漂浮物清除率",  # another year
        "桃源镇有人落水时保洁员怎么办",  # another place
        "今天股票涨了没有",
    ],
)
def test_no_text_is_shown_beside_what_it_has_nothing_to_do_with(
    assistant: Assistant, question: str
) -> None:
    found = assistant.ask(question)
    assert found.refused
    assert "相近的原文" not in found.answer
    assert found.citations == ()


def test_rows_are_not_shown_as_text(assistant: Assistant) -> None:
    for question in ("柳湾镇漂浮物清除率谁来考核", "柳湾镇保洁河道条数为何没有变"):
        found = assistant.ask(question)
        assert "=18条" not in found.answer
        assert "≥95%" not in found.answer
