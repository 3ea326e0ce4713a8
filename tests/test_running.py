"""A running server notices what other processes do to its library: ingest, remove, adapt."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.search.fusion import FILE, Fusion
from assistant.settings import Settings

DECLARED = """项目名称：绿地养护
填报单位：{place}城建办
年度：2025

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 产出指标 | 数量指标 | 养护绿地面积 | ≥{area}平方米 |
"""


def youju(index: Path, *words: str) -> None:
    command = [sys.executable, "-m", "assistant", "--index", str(index), *words]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.fixture
def running(tmp_path: Path) -> Assistant:
    (tmp_path / "a.md").write_text(DECLARED.format(place="河畔镇", area=37500), "utf-8")
    assistant = Assistant(Settings(index=tmp_path / "index"))
    assistant.ingest([tmp_path / "a.md"])
    assert "37500" in assistant.ask("河畔镇养护绿地面积的目标值是多少？").answer
    return assistant


def test_what_another_process_ingests_is_answered(running: Assistant, tmp_path: Path) -> None:
    question = "石桥镇养护绿地面积的目标值是多少？"
    assert "41000" not in running.ask(question).answer
    (tmp_path / "b.md").write_text(DECLARED.format(place="石桥镇", area=41000), "utf-8")
    youju(running.settings.index, "ingest", str(tmp_path / "b.md"))
    assert "41000" in running.ask(question).answer
    assert {r.name for r in running.documents()} == {"a.md", "b.md"}
    youju(running.settings.index, "remove", "b.md")
    assert "41000" not in running.ask(question).answer


def test_what_adapting_leaves_is_taken_on_and_taken_back(running: Assistant) -> None:
    shipped = running.searcher.fusion
    path = running.settings.index / FILE
    told = {"weights": asdict(Fusion(memory=0.4)), "remembered": []}
    path.write_text(json.dumps(told), "utf-8")
    running.ask("河畔镇养护绿地面积的目标值是多少？")
    assert running.searcher.fusion.memory == 0.4
    path.unlink()
    running.search("养护")
    assert running.searcher.fusion == shipped
