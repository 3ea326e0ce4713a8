"""``youju correct`` and ``youju corrections``: places, refusals, the list, taking back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_web_corrections import FORM

from assistant.app import Assistant
from assistant.cli import cli
from assistant.correcting import chosen
from assistant.errors import CorrectionRefused, NotFound, UsageError
from assistant.settings import Settings

BUDGET = """
预算明细（单位：万元）

| 预算项目 | 单价 | 数量 | 金额 |
|---|---|---|---|
| 绿地养护费 | 0.01 | 37500 | 375.00 |
| 苗木补种 | 0.5 | 40 | 20.00 |
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("correcting")
    (folder / "绿地养护.md").write_text(FORM + BUDGET, "utf-8")
    assert run(folder / "index", "ingest", str(folder / "绿地养护.md")).exit_code == 0
    return folder / "index"


def run(index: Path, *argv: str) -> Result:
    return CliRunner().invoke(cli, ["--index", str(index), *argv])


@pytest.mark.parametrize(
    ("place", "field", "label", "chosen_field"),
    [
        ("养护绿地面积", None, "养护绿地面积", "target"),
        ("养护绿地", None, "养护绿地面积", "target"),
        ("养护绿地面积", "三级指标", "养护绿地面积", "name"),
        ("表1第2行第4列", None, "养护绿地面积", "target"),
        ("表 1 第 3 行 第 5 列", None, "居民满意度", "source"),
        ("绿地养护费", None, "绿地养护费", "amount"),
        ("绿地养护费", "单价", "绿地养护费", "unit_price"),
        ("375.00", None, "绿地养护费", "amount"),
        ("2025", None, "", "year"),
    ],
)
def test_places(index: Path, place: str, field: str | None, label: str, chosen_field: str) -> None:
    assistant = Assistant(Settings(index=index))
    id = assistant.documents()[0].id
    document, slots = assistant.catalogue.document(id), assistant.amendments.slots(id)
    found = chosen(document, slots, place, field)
    assert (found.label, found.field) == (label, chosen_field)
    span = f"{found.locator.start}-{found.locator.end}"
    assert chosen(document, slots, span, found.title) == found


@pytest.mark.parametrize(
    ("argv", "error", "line"),
    [
        (("--place", "没有这一项", "--value", "1"), UsageError, "里没有可更正的"),
        (("--place", "表9第1行第1列", "--value", "1"), UsageError, "里没有表9"),
        (("--place", "养护绿地面积"), UsageError, "--value"),
        (("--value", "1"), UsageError, "--place"),
        (("--place", "率", "--value", "1", "--field", "目标值"), UsageError, "里没有可更正的"),
        (("--place", "根据工", "--value", "1"), UsageError, "里没有可更正的"),
        (("--place", "80-400", "--value", "1", "--field", "目标值"), UsageError, "不止一处"),
        (("--place", "养护绿地面积", "--value", "≥3l5"), CorrectionRefused, "像数字的字母"),
    ],
)
def test_refusals(index: Path, argv: tuple[str, ...], error: type, line: str) -> None:
    done = run(index, "correct", "绿地养护", *argv)
    assert isinstance(done.exception, error)
    assert line in str(done.exception)
    assert "\n" not in str(done.exception)


def test_correct_list_and_undo(index: Path) -> None:
    listed = run(index, "correct", "绿地养护").output
    assert "养护绿地面积·目标值  ≥31500平方米" in listed
    done = run(index, "correct", "绿地养护", "--place", "养护绿地面积", "--value", "≥37500平方米",
               "--by", "王", "--json")  # fmt: skip
    one = json.loads(done.output)["correction"]
    assert (one["old"], one["new"], one["by"]) == ("≥31500平方米", "≥37500平方米", "王")
    asked = run(index, "ask", "河畔镇2025年养护绿地面积的目标值是多少？", "--json")
    answer = json.loads(asked.output)
    assert "（人工更正：原读作 ≥31500平方米）" in answer["answer"]
    assert answer["citations"][0]["corrections"][0]["id"] == one["id"]
    replaced = run(
        index, "correct", "绿地养护", "--place", "养护绿地面积", "--value", "≥37600平方米"
    )
    assert "替代了此前的更正：≥37500平方米（王" in replaced.output
    shown = json.loads(run(index, "corrections", "--json").output)["corrections"]
    assert [c["new"] for c in shown] == ["≥37600平方米"]
    assert len(json.loads(run(index, "corrections", "--all", "--json").output)["corrections"]) == 2
    assert "≥37600平方米" in run(index, "corrections").output
    assert "已改回" in run(index, "corrections", "--undo", shown[0]["id"]).output
    assert run(index, "corrections").output.strip() == "没有人工更正。"


def test_undoing_what_is_not_there(index: Path) -> None:
    assert isinstance(run(index, "corrections", "--undo", "x").exception, NotFound)
