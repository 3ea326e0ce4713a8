"""Excel: the form on one sheet, its cells' sources as comments, all values as text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from assistant.domain.draft import Draft
from assistant.writing.application import application_of
from assistant.writing.form import BLANK, Block, attached, bureau_narrative, street_form
from assistant.writing.markdown import grid_of
from assistant.writing.sourcing import JOIN, MARK, STATUS, Marker
from assistant.writing.three_forms import TITLES, UNIT, flat, grids, three_forms

_LINE = Side(style="thin", color="000000")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_YELLOW = PatternFill("solid", fgColor="FFF2AB")
_STAMP = datetime(2000, 1, 1)
_WIDTHS = (16, 20, 30, 24, 22, 20, 18)
_FONTS = {"title": ("宋体", 18, True), "h1": ("黑体", 12, False), "h2": ("楷体", 12, True)}
_COLUMNS = len(_WIDTHS)


class _Pen:
    """Writes blocks down a sheet, cell by cell as text."""

    def __init__(self, sheet: Worksheet, marker: Marker) -> None:
        self.sheet = sheet
        self.marker = marker
        self.row = 1

    def write(self, row: int, column: int, marked: str) -> Cell:
        """One cell; its marks become its comment, 待填 is shaded."""
        text = MARK.sub(r"\2", marked)
        cell: Cell = self.sheet.cell(row, column)
        cell.value = text
        cell.data_type = "s"  # a value such as =120.00(人) is text, never a formula
        cell.number_format = "@"
        said = [self.marker.comments[int(m[1])] for m in MARK.finditer(marked)]
        if said:
            cell.comment = Comment("\n".join(dict.fromkeys(said)), "有据", height=120, width=360)
        if BLANK in text or text.endswith("待填"):
            cell.fill = _YELLOW
        return cell

    def line(self, block: Block) -> None:
        """A heading or a paragraph across the sheet."""
        cell = self.write(self.row, 1, block.text)
        name, size, bold = _FONTS.get(block.kind, ("仿宋", 11, False))
        cell.font = Font(name=name, size=size, bold=bold)
        middle = block.kind in {"title", "caption", "subtitle"}
        side = "center" if middle else "right" if block.kind == "sign" else "left"
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
        self.sheet.merge_cells(
            start_row=self.row, end_row=self.row, start_column=1, end_column=_COLUMNS
        )
        lines = sum(max(1, -(-len(part) // 68)) for part in str(cell.value).split("\n"))
        self.sheet.row_dimensions[self.row].height = 30 if block.kind == "title" else 17 * lines
        self.row += 1

    def table(self, rows: Sequence[Sequence[str]], *, gap: bool = True) -> int:
        """A bordered grid; cells that continue the one above are merged into it. Its first row."""
        if gap:
            self.row += 2  # two empty rows part a table from the text around it
        top = self.row
        for at, row in enumerate(rows):
            tall = 1
            for column, marked in enumerate(row, 1):
                cell = self.write(self.row, column, "" if marked == JOIN else marked)
                cell.border = _BORDER
                cell.font = Font(name="宋体", size=10, bold=at == 0)
                side = "center" if at == 0 or len(str(cell.value)) < 16 else "left"
                cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
                if not cell.value:
                    cell.value = None
                else:
                    tall = max(
                        tall, -(-len(str(cell.value)) * 2 // _WIDTHS[min(column, _COLUMNS) - 1])
                    )
            self.sheet.row_dimensions[self.row].height = 16 * min(tall, 20)
            self.row += 1
        self._merge(rows, top)
        if gap:
            self.row += 2
        return top

    def span(self, rows: Sequence[Sequence[tuple[str, int]]], top: int) -> None:
        """Merge the cells that span columns."""
        for at, row in enumerate(rows):
            column = 1
            for _, wide in row:
                if wide > 1:
                    self.sheet.merge_cells(
                        start_row=top + at, end_row=top + at,
                        start_column=column, end_column=column + wide - 1,
                    )  # fmt: skip
                column += wide

    def _merge(self, rows: Sequence[Sequence[str]], top: int) -> None:
        for column in range(len(rows[0])):
            start = 0
            for at in range(1, len(rows) + 1):
                if at < len(rows) and rows[at][column] == JOIN:
                    continue
                if at - start > 1:
                    self.sheet.merge_cells(
                        start_row=top + start, end_row=top + at - 1,
                        start_column=column + 1, end_column=column + 1,
                    )  # fmt: skip
                start = at


def to_xlsx(draft: Draft, *, sources: bool = True) -> bytes:
    """The draft as a workbook: the form on the first sheet, every cell's source on the second."""
    book = Workbook()
    sheet = book.active
    bureau = draft.declaration.form == "bureau-2024"
    sheet.title = "申报表" if bureau else "项目描述"
    for at, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFG"[at]].width = width
    three = draft.declaration.form == "street-2020"
    if three:
        sheet.title = "申报表"
        _three(sheet, draft, sources)
    elif bureau:
        _bureau(sheet, draft, sources)
    else:
        form = street_form(draft, sources=sources)
        _blocks(_Pen(sheet, form.marker), form.blocks)
    sheet.page_setup.orientation = "landscape" if bureau or three else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if sources:
        _sources(book, draft)
    book.properties.creator = "有据"
    book.properties.created = book.properties.modified = _STAMP
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _blocks(pen: _Pen, blocks: Sequence[Block]) -> None:
    for block in blocks:
        if block.is_table:
            pen.table([block.header, *block.rows])
        else:
            pen.line(block)


def _bureau(sheet: Worksheet, draft: Draft, sources: bool) -> None:
    form = bureau_narrative(draft, sources=sources)
    pen = _Pen(sheet, form.marker)
    _blocks(pen, form.blocks)
    table = application_of(draft, form.marker)
    pen.row += 2 if form.blocks else 0
    pen.line(Block("title", "财政项目支出绩效目标申报表"))
    pen.line(Block("subtitle", f"（{table.head['year']}年度）"))
    rows = list(_joined(grid_of(table), len(table.indicators.rows)))
    levels = [list(row) for row in rows]
    first = len(rows) - len(table.indicators.rows)
    for at, row in enumerate(table.indicators.rows):
        for column, cell in enumerate(row, 1):
            levels[first + at][column] = cell
    pen.table(levels, gap=False)
    pen.row += 2
    _blocks(pen, attached(draft, form.marker, form.blocks))


def _three(sheet: Worksheet, draft: Draft, sources: bool) -> None:
    """The three tables of 2020, one below the other."""
    marker = Marker(draft, sources)
    pen = _Pen(sheet, marker)
    forms = three_forms(draft, marker)
    for title, rows in grids(forms):
        pen.line(Block("title", title))
        pen.line(Block("subtitle", f"（{forms.head['year']}年）"))
        head = "unit" if title == TITLES[0] else "project"
        label = "填报单位（盖章）" if head == "unit" else "项目名称"
        pen.line(Block("p", f"{label}：{forms.head[head]}"))
        pen.line(Block("sign", f"金额单位：{UNIT}"))
        top = pen.table([flat(row) for row in rows], gap=False)
        pen.span(rows, top)
        if title == TITLES[0]:
            for label, key in (
                ("填报单位负责人", "head"),
                ("填表人", "writer"),
                ("填报日期", "dated"),
            ):
                pen.line(Block("p", f"{label}：{forms.head[key]}"))
        pen.row += 2


def _joined(rows: Sequence[Sequence[str]], indicators: int) -> Iterator[list[str]]:
    """The grid with the labels of the first column continued down their blocks."""
    funds = range(4, 7)
    goals = len(rows) - indicators - 2
    for at, row in enumerate(rows):
        made = list(row)
        if at in funds or at == goals or at > goals + 1:
            made[0] = JOIN
        yield made


def _sources(book: Workbook, draft: Draft) -> None:
    """The second sheet: every cell with its status, reason and sources; hidden from re-reading."""
    sheet = book.create_sheet("出处")
    sheet.append(["单元", "内容", "状态", "说明", "上年", "出处"])
    for cell in draft.cells:
        quoted = "；".join(
            f"{s.source}“{' '.join(s.quote.split())[:60]}”" for s in cell.sources[:4]
        )
        label = STATUS[cell.status] + ("（建议）" if cell.proposal else "")
        row = [
            cell.path,
            cell.value[:200],
            label,
            cell.reason or "",
            (cell.previous or "")[:200],
            quoted,
        ]
        sheet.append(row)
        for item in sheet[sheet.max_row]:
            item.data_type = "s"
    for letter, width in zip("ABCDEF", (26, 40, 10, 50, 40, 60)):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_state = "hidden"
