"""Budget files: columns by synonyms, units from headings, broken cells marked."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from draft_shelf import Shelf, patrol
from openpyxl import Workbook

from assistant.errors import DraftError
from assistant.jobs.draft import DraftRequest, draft
from assistant.jobs.draft.budget_file import read_budget


def file(folder: Path, text: str, name: str = "预算.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("明细,金额（元）\n物业,1000\n", [("物业", "1000", None)]),
        ("明细,金额（万元）\n物业,1.5\n", [("物业", "15000", None)]),
        ("单位：万元,\n明细,预算金额\n物业,1.5\n", [("物业", "15000", None)]),
        (
            "项目名称,项目明细,预算金额(元)\n后勤,物业,1000\n,食堂,500\n合计,,1500\n",
            [("物业", "1000", None), ("食堂", "500", None)],
        ),
        (
            "序号,支出内容,单价（元）,数量,合计金额（元）\n1,保险,10,500,5000\n",
            [("保险", "5000", None)],
        ),
        ("名称,单价（元）,数量,金额（元）\n保险,10,500,\n", [("保险", "5000", None)]),
        ("名称\t金额（元）\n物业\t1000\n", [("物业", "1000", None)]),
        ('名称,金额（元）\n物业,"1,000.50"\n', [("物业", "1000.5", None)]),
        ("名称,金额（元）\n物业,2万元\n", [("物业", "20000", None)]),
        ("名称,金额（元）\n物业,待定\n", [("物业", None, "不是数字")]),
        ("名称,金额（元）\n物业,-500\n", [("物业", None, "负数")]),
        ("名称,金额（元）\n物业,\n", [("物业", None, "为空")]),
        ("名称,单价（元）,数量,金额（元）\n保险,10,500,9000\n", [("保险", "9000", "不符")]),
    ],
)
def test_lines(tmp_path: Path, text: str, lines: list[tuple[str, str | None, str | None]]) -> None:
    read = read_budget(file(tmp_path, text))
    assert len(read.entries) == len(lines)
    for entry, (item, yuan, problem) in zip(read.entries, lines):
        assert entry.item == item
        assert (f"{entry.amount.yuan.normalize():f}" if entry.amount else None) == yuan
        assert (problem or "") in (entry.problem or "")
        assert (entry.problem is None) == (problem is None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("名称,备注\n物业,无\n", "缺少列：金额"),
        ("金额（元）,备注\n100,无\n", "缺少列：明细"),
        ("随便写的一句话\n", "缺少列"),
        ("名称,金额（元）\n", "没有明细行"),
        ("", "是空的"),
        ("\x00\x01\x02\x03,名称", "不是文本|缺少列"),
    ],
)
def test_unusable(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DraftError, match=words):
        read_budget(file(tmp_path, text))


@pytest.mark.parametrize(
    ("name", "data"),
    [("预算.xlsx", b"PK\x03\x04junk"), ("预算.pdf", b"%PDF"), ("预算.xlsx", b"text")],
)
def test_unusable_files(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DraftError):
        read_budget(tmp_path / name)


def test_notes(tmp_path: Path) -> None:
    unitless = read_budget(file(tmp_path, "名称,金额\n物业,1000\n"))
    assert any("没有写金额单位" in n for n in unitless.notes)
    off = read_budget(file(tmp_path, "名称,金额（元）\n物业,1000\n合计,1200\n"))
    assert any("合计 1200 元与明细之和 1000 元不一致" in n for n in off.notes)


def test_the_encoding_of_office_programs(tmp_path: Path) -> None:
    assert (
        read_budget(file(tmp_path, "名称,金额（元）\n物业,1000\n", encoding="gb18030"))
        .entries[0]
        .item
        == "物业"
    )


def workbook(folder: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    path = folder / "预算.xlsx"
    path.write_bytes(out.getvalue())
    return path


ROWS: list[list[object]] = [
    ["2025年预算（单位：万元）"],
    ["项目名称", "项目明细", "预算金额"],
    ["巡防特保经费", "2025年巡防特保服务项目", 360],
    ["巡防特保经费", "巡防特保经费2024年尾款", 75.5],
    ["食堂服务", "食堂服务费", "待定"],
    ["无人机", "无人机巡查", 20],
    ["合计", None, 455.5],
]


def test_a_workbook_becomes_the_ledger(tmp_path: Path) -> None:
    drafted = draft(
        Shelf(patrol()), DraftRequest("夜间巡防", 2025, budget=workbook(tmp_path, ROWS))
    )
    lines = [
        (x.item, x.amount.yuan if x.amount else None) for x in drafted.declaration.budget_lines
    ]
    assert lines == [
        ("2025年巡防特保服务项目", 3_600_000), ("巡防特保经费2024年尾款", 755_000),
        ("食堂服务费", None), ("无人机巡查", 200_000),
    ]  # fmt: skip
    cells = {c.path: c for c in drafted.cells}
    assert cells["budget_lines[0].amount"].status == "given"
    assert cells["budget_lines[2].amount"].status == "needs_input"
    assert cells["indicators[0].target"].value == "≤4355000元"
    assert cells["total"].status == "needs_input"
    assert any("消防演练费" in note for note in drafted.notes)
    assert any("无人机巡查" in note for note in drafted.notes)
    text = dict(drafted.texts)[cells["budget_lines[0].amount"].sources[0].document]
    where = cells["budget_lines[0].amount"].sources[0]
    assert text[where.start : where.end] == where.quote
    assert "消防演练次数" not in [i.name for i in drafted.declaration.indicators]


def test_a_file_and_a_given_line_contradict(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="改预算文件"):
        draft(
            Shelf(patrol()),
            DraftRequest(
                "夜间巡防", 2025, given=(("食堂服务费", "30万元"),), budget=workbook(tmp_path, ROWS)
            ),
        )
