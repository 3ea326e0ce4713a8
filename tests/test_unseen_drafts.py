"""Drafts of declarations that no sample resembles: nothing may be invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.domain.declaration import Declaration
from assistant.jobs.draft import DraftRequest
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes
from assistant.settings import Settings
from assistant.writing.export import write_draft

SEVERAL = (
    "*预算年度\t2026\t*项目编码\t3101\n*项目名称\t泵站设备更新\t*单位名称\t白石镇人民政府\n"
    "*项目开始日期\t2025-01-01\t*项目结束日期\t2027-12-31\n"
    "项目总金额（元）\t900,000.00\t本年申报数（元）\t300,000.00\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\n产出指标\t数量指标\t更新水泵台数\t=6台\n"
)
LEVELLESS = (
    "2025年项目绩效目标表\n项目名称\t古井修缮\n预算单位\t青石乡文物所\n"
    "当年预算（万元）\t12\n指标名称\t计量单位\t指标性质\t指标值\n"
    "修缮古井数量\t口\t＝\t9\n修缮验收合格率\t%\t＝\t100\n"
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("unseen")
    (folder / "泵站.txt").write_text(SEVERAL, "utf-8")
    (folder / "古井.txt").write_text(LEVELLESS, "utf-8")
    made = Assistant(Settings(index=folder / "index"))
    made.ingest([folder / "泵站.txt", folder / "古井.txt"])
    return made


def drafted(assistant: Assistant, project: str, year: int, folder: Path) -> Declaration:
    """The draft, written as Word and read again."""
    path = folder / "draft.docx"
    write_draft(assistant.draft(DraftRequest(project, year)), path)
    document = read_bytes(path.read_bytes(), path.name)[0]
    return read_facts(document).declarations[0]


@pytest.mark.parametrize(("year", "period"), [(2027, "2025-01-01—2027-12-31"), (2028, None)])
def test_the_period_of_several_years_is_kept_or_asked(
    assistant: Assistant, tmp_path: Path, year: int, period: str | None
) -> None:
    read = drafted(assistant, "泵站设备更新", year, tmp_path)
    told = read.period or ""
    assert told == period if period else not any(c.isdigit() for c in told)


def test_a_table_without_levels_takes_no_rows_from_strangers(
    assistant: Assistant, tmp_path: Path
) -> None:
    read = drafted(assistant, "古井修缮", 2026, tmp_path)
    assert [i.name for i in read.indicators] == ["修缮古井数量", "修缮验收合格率"]
    assert [i.target.unit for i in read.indicators] == ["口", "%"]
