from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from paper import grid_of, write_xlsx

from assistant.domain.document import Document
from assistant.errors import DamagedFile, EmptyFile, TooLarge
from assistant.reading import xlsx
from assistant.reading.files import read_bytes
from assistant.reading.number_format import shown


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with a replacement in one of its XML parts."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                text = re.sub(old, new, text.decode(), count=1, flags=re.S).encode()
            target.writestr(name, text)
    return out.getvalue()


def cells(document: Document, table: int = 0) -> dict[tuple[int, int], tuple[str, int, int]]:
    return {(c.row, c.column): (c.text, c.rowspan, c.colspan) for c in document.tables[table].cells}


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (15391705, "#,##0.00", "15,391,705.00"),
        (1539.1705, "0.00", "1539.17"),
        (1539.175, "0.00", "1539.18"),
        (1539.17, "General", "1539.17"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567890123, "General", "1234567890123"),
        (0.95, "0%", "95%"),
        (0.9567, "0.00%", "95.67%"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        (0, '#,##0.00;-#,##0.00;"-"', "-"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (3855.9424, "_ * #,##0.00_ ;_ * -#,##0.00_ ", "3,855.94"),
        (120, '0"人"', "120人"),
        (120, r"0\人", "120人"),
        (10566000, '#,##0.00,"千元"', "10,566.00千元"),
        (1056.6, "[$¥-804]#,##0.00", "¥1,056.60"),
        (5, "000", "005"),
        (0.5, "#.##", ".5"),
        (12.5, "0.0#", "12.5"),
        (0.25, "# ?/?", "0.25"),
        (dt.datetime(2024, 1, 5), 'yyyy"年"m"月"d"日"', "2024年1月5日"),
        (dt.datetime(2024, 1, 5), "[$-804]yyyy年mm月;@", "2024年01月"),
        (dt.datetime(2024, 1, 5), "yyyy/m/d", "2024/1/5"),
        (dt.datetime(2024, 1, 5, 9, 5), "yyyy-mm-dd hh:mm", "2024-01-05 09:05"),
        (dt.datetime(2024, 1, 5), "General", "2024-01-05"),
        (dt.time(9, 30), "h:mm", "9:30"),
        (True, "General", "TRUE"),
        (None, "0", ""),
    ],
)
def test_values_are_read_as_shown(value: object, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_sheets_merges_and_formats() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申报表"
    sheet["A1"] = "财政项目支出绩效目标申报表"
    sheet.merge_cells("A1:D1")
    sheet.append(["绩效指标", "一级指标", "三级指标", "指标值"])
    sheet.append([None, "成本指标", "聘用成本", 10566000])
    sheet["D3"].number_format = '"≤"#,##0.00'
    sheet.append([None, None, "人数", "=120.00(人)"])
    sheet["D4"].data_type = "s"
    sheet.merge_cells("A2:A4")
    sheet.merge_cells("B3:B4")
    other = book.create_sheet("预算明细")
    other.append(["项目", "金额"])
    other.append(["特保", 568])
    book.create_sheet("空表")
    hidden = book.create_sheet("字典")
    hidden["A1"] = "看不见"
    hidden.sheet_state = "hidden"
    document = read_bytes(saved(book), "a.xlsx")[0]
    assert [t.sheet for t in document.tables] == ["申报表", "预算明细"]
    assert cells(document) == {
        (0, 0): ("绩效指标", 3, 1), (0, 1): ("一级指标", 1, 1), (0, 2): ("三级指标", 1, 1),
        (0, 3): ("指标值", 1, 1), (1, 1): ("成本指标", 2, 1), (1, 2): ("聘用成本", 1, 1),
        (1, 3): ("≤10,566,000.00", 1, 1), (2, 2): ("人数", 1, 1), (2, 3): ("=120.00(人)", 1, 1),
    }  # fmt: skip
    assert "财政项目支出绩效目标申报表\n" in document.text
    assert "看不见" not in document.text
    assert any("字典" in note for note in document.notes)


def test_formulas_are_never_evaluated_and_missing_results_are_told() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", "=SUM(1,2)"])
    data = saved(book)
    assert "公式" in read_bytes(data, "a.xlsx")[0].notes[0]
    part = "xl/worksheets/sheet1.xml"
    cached = rewritten(data, part, r"<v\s*/>|<v></v>", "<v>3</v>")
    document = read_bytes(cached, "a.xlsx")[0]
    assert "3" in document.text
    assert document.notes == ()


def test_two_tables_on_a_sheet_are_two_tables() -> None:
    one, two = (
        grid_of([["项目", "金额"], ["特保", "568"]]),
        grid_of([["年度", "执行"], ["2023", "99%"]]),
    )
    document = read_bytes(write_xlsx([one, "附表", two]), "a.xlsx")[0]
    assert [cells(document, k)[0, 0][0] for k in range(2)] == ["项目", "年度"]


def test_a_sheet_that_claims_a_million_rows_costs_what_it_holds() -> None:
    """1,048,576 × 16,384 claimed, one filled cell at the end: some 0.5 s and 60 MB."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "项目", "金额"
    book.active.cell(1_048_576, 1).value = "末行"
    data = rewritten(
        saved(book),
        "xl/worksheets/sheet1.xml",
        r'<dimension ref="[^"]*"',
        '<dimension ref="A1:XFD1048576"',
    )
    document = read_bytes(data, "a.xlsx")[0]
    assert document.tables[0].rows == 1
    assert document.text.endswith("末行\n")


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "标题", "被盖住"
    data = rewritten(
        saved(book), "xl/worksheets/sheet1.xml", "</sheetData>",
        '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )  # fmt: skip
    text = read_bytes(data, "a.xlsx")[0].text
    assert "标题" in text
    assert "被盖住" not in text


def test_too_many_filled_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is 50,000 filled rows and 1.5 million cells (some 10 s, 300 MB)."""
    monkeypatch.setattr(xlsx, "MAX_ROWS", 40)
    book = openpyxl.Workbook()
    for row in range(60):
        book.active.append([f"行{row}", row])
    with pytest.raises(TooLarge, match="40 行"):
        read_bytes(saved(book), "a.xlsx")


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_CELLS", 50)
    book = openpyxl.Workbook()
    for row in range(60):
        book.active.append([f"行{row}", row])
    with pytest.raises(TooLarge, match="单元格"):
        read_bytes(saved(book), "a.xlsx")


def test_external_links_are_not_followed() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", "='file:///etc/[passwd]Sheet1'!A1"])
    book.active["C1"] = "官网"
    book.active["C1"].hyperlink = "http://example.invalid/x"
    assert "官网" in read_bytes(saved(book), "a.xlsx")[0].text


def test_an_empty_workbook_and_a_damaged_one() -> None:
    with pytest.raises(EmptyFile):
        read_bytes(saved(openpyxl.Workbook()), "a.xlsx")
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    broken = rewritten(saved(book), "xl/worksheets/sheet1.xml", "</sheetData>.*", "<oops")
    with pytest.raises(DamagedFile):
        read_bytes(broken, "a.xlsx")
