"""Corrected copies: what can be computed is put right, the original stays as it was."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.errors import UsageError
from assistant.jobs.check import check_document
from assistant.jobs.check.examples import model_text
from assistant.reading.facts import read_facts
from assistant.reading.files import read_file
from assistant.writing.mend import mend

TEXT = (
    model_text("street")
    .replace("该项目由临江", "该项目有临江")
    .replace("（临水函〔2024〕8号）；", "（临水函[2024]8号）；")
    .replace("2023 年\t1,200,000.00\t1,200,000.00\t1,188,000.00\t99%", "2023 年\t1,200,000.00\t1,200,000.00\t1,188,000.00\t95%")
)  # fmt: skip


def written(tmp_path: Path, suffix: str) -> Path:
    path = tmp_path / f"申报{suffix}"
    if suffix == ".docx":
        word = docx.Document()
        rows: list[list[str]] = []
        for line in [*TEXT.split("\n"), ""]:
            if "\t" in line:
                rows.append(line.split("\t"))
                continue
            if rows:
                table = word.add_table(len(rows), max(len(r) for r in rows))
                for cells, row in zip(table.rows, rows):
                    for cell, text in zip(cells.cells, row):
                        cell.text = text
                rows = []
            paragraph = word.add_paragraph()
            paragraph.add_run(line[:5])  # words are torn between runs, as Word does
            paragraph.add_run(line[5:])
        word.save(str(path))
    else:
        path.write_text(TEXT, "utf-8")
    return path


@pytest.mark.parametrize("suffix", [".txt", ".docx"])
def test_the_copy_is_right_and_the_original_untouched(tmp_path: Path, suffix: str) -> None:
    path, out = written(tmp_path, suffix), tmp_path / f"改正{suffix}"
    before = path.read_bytes()
    (document,) = read_file(path)
    report = check_document(document, read_facts(document))
    lines = mend(path, document, report.findings, out)
    assert path.read_bytes() == before
    (again,) = read_file(out)
    for wrong, right in (
        ("该项目有临江", "该项目由临江"),
        ("临水函[2024]8号", "临水函〔2024〕8号"),
        ("95%", "99%"),
    ):
        assert wrong in document.text
        assert right in again.text
    assert "该项目有临江" not in again.text
    left = check_document(again, read_facts(again)).findings
    assert {f.rule for f in left} & {"TXT021", "BAS001", "SUM005"} == set()
    assert any("改为“由”" in line for line in lines)
    assert not any(str(tmp_path) in line for line in lines)


def test_workbook_cell_keeps_its_number(tmp_path: Path) -> None:
    path, out = tmp_path / "表.xlsx", tmp_path / "表-改.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [
        ["财政项目支出绩效目标申报表"], ["（2025年度）"],
        ["项目名称", "河道保洁"], ["项目资金（元）", "项目资金总额", 300, "年度资金申请总额", 300],
        ["一级指标", "二级指标", "三级指标", "年度指标值"],
        ["产出指标", "数量指标", "保洁次数", "≥12次"], ["满意度指标", "服务对象满意度指标", "居民满意度", "≥90"],
        ["效益指标", "社会效益指标", "居民投诉数", "≤0起"],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    book.save(path)
    (document,) = read_file(path)
    report = check_document(document, read_facts(document))
    mend(path, document, report.findings, out)
    after = openpyxl.load_workbook(out).active
    assert after is not None
    values = [c.value for r in after.iter_rows() for c in r]
    assert "=0起" in values
    assert "=0起" in read_file(out)[0].text  # stored as words, not as a formula
    assert "≥90%" in values
    assert 300 in values


@pytest.mark.parametrize("name", ["申报.txt", "申报.pdf"])
def test_the_original_and_other_formats_are_refused(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, ".txt")
    (document,) = read_file(path)
    with pytest.raises(UsageError):
        mend(path, document, (), tmp_path / name)
