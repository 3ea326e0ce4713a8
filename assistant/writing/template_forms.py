"""Word 模板: builds ``templates/*.docx``, the forms that an office may replace by its own.

Run ``python -m assistant.writing.template_forms`` after a change; the files are reproducible (fixed
dates), so that a rebuilt template is the same bytes. Placeholders are docxtpl's.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FOLDER = Path(__file__).parent / "templates"
_STAMP = (2000, 1, 1, 0, 0, 0)
BODY, TITLE, HEADING, SUBHEADING, TABLE = "仿宋", "宋体", "黑体", "楷体", "宋体"
"""Fonts of official papers; a machine without them shows its own Song or Hei."""

TABLES: dict[str, tuple[str, tuple[str, ...], tuple[float, ...]]] = {
    "indicators": ("indicators", ("", "", "", "", ""), (2.3, 2.9, 5.0, 2.9, 2.9)),
    "budget": ("budget", ("", "", ""), (4.2, 7.6, 4.2)),
    "priced_budget": ("priced_budget", ("", "", "", "", ""), (2.6, 5.4, 2.7, 1.8, 3.5)),
    "executions": ("executions", ("", "", "", "", ""), (2.2, 3.8, 3.8, 3.8, 2.4)),
    "activities": ("activities", ("", "", ""), (2.8, 3.6, 9.6)),
    "plan": ("plan", ("", "", ""), (1.6, 4.4, 10.0)),
}
"""Table block → its kind, as many cells as it has columns, their widths in centimetres."""


def _font(run: Any, name: str, size: float, *, bold: bool = False) -> None:
    run.font.name = "Times New Roman"
    run.font.size = Pt(size)
    run.font.bold = bold
    run.font.color.rgb = RGBColor(0, 0, 0)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name = "Times New Roman"
    normal.font.size = Pt(14)
    normal.paragraph_format.space_after = Pt(0)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    for name, font, size in (
        ("Heading 1", HEADING, 16),
        ("Heading 2", SUBHEADING, 15),
        ("Heading 3", BODY, 14),
    ):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        style.font.size = Pt(size)
        style.font.bold = name != "Heading 1"
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        fonts.set(qn("w:eastAsia"), font)
        style.paragraph_format.space_before = Pt(9)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.keep_with_next = True


def _tag(parent: Any, text: str) -> None:
    """A paragraph that holds only a template tag and leaves none behind."""
    paragraph = parent.add_paragraph()
    paragraph.add_run(text)


def _line(
    document: Any, text: str, font: str, size: float, *, bold: bool = False, align: Any = None,
    indent: bool = False, style: str | None = None,
) -> Any:  # fmt: skip
    paragraph = document.add_paragraph(style=style)
    _font(paragraph.add_run(text), font, size, bold=bold)
    if align is not None:
        paragraph.alignment = align
    layout = paragraph.paragraph_format
    layout.line_spacing = 1.5
    if indent:
        layout.first_line_indent = Pt(2 * size)
    return paragraph


def _caption(document: Any) -> None:
    line = _line(document, "{{ b.text }}", HEADING, 12, align=WD_ALIGN_PARAGRAPH.CENTER)
    line.paragraph_format.space_before = Pt(6)
    line.paragraph_format.keep_with_next = True


def _borders(table: Any) -> None:
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    later = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")  # the schema's order
    after = next((e for e in properties if e.tag in {qn(name) for name in later}), None)
    if after is None:
        properties.append(borders)
    else:
        after.addprevious(borders)


def _cell(
    cell: Any, text: str, *, bold: bool = False, size: float = 10.5, left: bool = False
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = 1.15
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    _font(paragraph.add_run(text), TABLE, size, bold=bold)
    properties = cell._tc.get_or_add_tcPr()
    middle = OxmlElement("w:vAlign")
    middle.set(qn("w:val"), "center")
    properties.append(middle)


def _grid(parent: Any, rows: int, widths: Sequence[float]) -> Any:
    table = parent.add_table(rows, len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _borders(table)
    for row in table.rows:
        cannot = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(cannot)
        for cell, width in zip(row.cells, widths):
            cell.width = Cm(width)
    for column, width in zip(table.columns, widths):
        column.width = Cm(width)
    return table


def _repeat_header(row: Any) -> None:
    repeat = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(repeat)


def _loop_table(
    document: Any, name: str, columns: int, widths: Sequence[float], long: int | None
) -> None:
    """A table whose rows are ``b.rows``; ``long`` is the column of running text."""
    table = _grid(document, 4, widths)
    for at in range(columns):
        _cell(table.cell(0, at), "{{ b.header[%d] }}" % at, bold=True)  # noqa: UP031
        _cell(table.cell(2, at), "{{ row[%d] }}" % at, left=at == long)  # noqa: UP031
    _repeat_header(table.rows[0])
    table.cell(1, 0).paragraphs[0].add_run("{%tr for row in b.rows %}")
    table.cell(3, 0).paragraphs[0].add_run("{%tr endfor %}")


def _blocks(document: Any, blocks: str) -> None:
    """The loop over a form's blocks: each kind in its own look."""
    middle, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    _tag(document, "{%p for b in " + blocks + " %}")
    for kind, made in (
        ("title", lambda: _line(document, "{{ b.text }}", TITLE, 22, bold=True, align=middle)),
        (
            "h1",
            lambda: _line(document, "{{ b.text }}", HEADING, 16, style="Heading 1", indent=True),
        ),
        (
            "h2",
            lambda: _line(
                document, "{{ b.text }}", SUBHEADING, 15, bold=True, style="Heading 2", indent=True
            ),
        ),
        (
            "h3",
            lambda: _line(
                document, "{{ b.text }}", BODY, 14, bold=True, style="Heading 3", indent=True
            ),
        ),
        ("p", lambda: _line(document, "{{ b.text }}", BODY, 14, indent=True)),
        ("caption", lambda: _caption(document)),
        ("sign", lambda: _line(document, "{{ b.text }}", BODY, 14, align=right)),
    ):
        _tag(document, "{%p if b.kind == '" + kind + "' %}")
        made()
        _tag(document, "{%p endif %}")
    for kind, (_, cells, widths) in TABLES.items():
        for columns in (len(cells), *((4, 6) if kind == "indicators" else ())):
            sized = _widths(widths, columns)
            _tag(
                document,
                "{%p if b.kind == '" + kind + "' and b.header|length == " + str(columns) + " %}",
            )
            long = 2 if kind in {"activities", "plan"} else None
            _loop_table(document, kind, columns, sized, long)
            _tag(document, "{%p endif %}")
    _tag(document, "{%p endfor %}")


def _widths(widths: Sequence[float], columns: int) -> tuple[float, ...]:
    """The table's widths for another number of columns, with the same sum."""
    if columns == len(widths):
        return tuple(widths)
    if columns < len(widths):
        return (*widths[: columns - 1], widths[columns - 1] + sum(widths[columns:]))
    return (1.9, 2.4, 3.6, 2.6, 3.6, 1.9)


def _page(section: Any, *, landscape: bool) -> None:
    section.page_width, section.page_height = (
        (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    )
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Cm(2.2 if landscape else 2.5)
    section.top_margin = section.bottom_margin = Cm(1.8 if landscape else 2.6)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = footer.add_run()
        _font(run, TABLE, 9)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)


def street() -> Any:
    """项目描述: seven sections, portrait."""
    document = Document()
    _styles(document)
    _page(document.sections[0], landscape=False)
    _blocks(document, "blocks")
    return document


def bureau(columns: int) -> Any:
    """The text, then the 申报表 of 2024 in landscape; ``columns`` of the indicator rows: 4 … 6."""
    document = Document()
    _styles(document)
    _page(document.sections[0], landscape=True)
    _tag(document, "{%p if blocks %}")
    _blocks(document, "blocks")
    _tag(document, "{%p endif %}")
    middle = WD_ALIGN_PARAGRAPH.CENTER
    title = _line(document, "财政项目支出绩效目标申报表", TITLE, 18, bold=True, align=middle)
    title.paragraph_format.page_break_before = False
    title.paragraph_format.keep_with_next = True
    _line(
        document, "（{{ head.year }}年度）", TABLE, 12, align=middle
    ).paragraph_format.keep_with_next = True
    _application(document, columns)
    _tag(document, "{%p if attached %}")
    _blocks(document, "attached")
    _tag(document, "{%p endif %}")
    return document


_HEAD = (
    (("项目名称", 1), ("project", 1), ("项目性质", 1), ("nature", 1), ("项目类别", 1), ("category", 1)),
    (("主管部门", 1), ("department", 1), ("实施单位", 1), ("unit", 3)),
    (("计划开始日期", 1), ("start", 1), ("计划完成日期", 1), ("end", 3)),
    (("项目资金（{{ head.unit_of_money }}）", 1), ("项目资金总额", 1), ("total", 1), ("年度资金申请总额", 1), ("annual", 2)),
    (("", 1), ("其中：财政资金", 1), ("fiscal", 1), ("其中：当年财政拨款", 1), ("annual_fiscal", 2)),
    (("", 1), ("", 1), ("", 1), ("上年结转资金", 1), ("carried_over", 2)),
    (("", 1), ("其他资金", 1), ("other", 1), ("其他资金", 1), ("annual_other", 2)),
    (("项目绩效目标", 1), ("项目总目标", 2), ("年度总体目标", 3)),
    (("", 1), ("overall", 2), ("annual_goal", 3)),
)  # fmt: skip
"""The head of the 申报表: (label or name of a value, columns it spans) row by row."""
_VALUES = frozenset(
    [
        "project",
        "nature",
        "category",
        "department",
        "unit",
        "start",
        "end",
        "total",
        "annual",
        "fiscal",
        "annual_fiscal",
        "carried_over",
        "other",
        "annual_other",
        "overall",
        "annual_goal",
    ]
)


def _application(document: Any, columns: int) -> None:
    widths = (2.6, 4.3, 4.4, 4.7, 4.6, 4.6)
    if columns == 6:
        widths = (2.0, 2.6, 3.2, 5.2, 3.6, 4.6, 4.0)  # type: ignore[assignment]
    table = _grid(document, len(_HEAD) + 4, widths)
    width = len(widths)
    for at, row in enumerate(_HEAD):
        column = 0
        for k, (text, span) in enumerate(row):
            last = k == len(row) - 1
            end = width - 1 if last else column + span - 1
            cell = table.cell(at, column)
            if end > column:
                cell = cell.merge(table.cell(at, end))
            shown = "{{ head." + text + " }}" if text in _VALUES else text
            _cell(cell, shown, bold=text not in _VALUES, left=text in {"overall", "annual_goal"})
            column = end + 1
    for top, bottom in ((3, 6), (7, 8)):
        merged = table.cell(top, 0).merge(table.cell(bottom, 0))
        for empty in merged.paragraphs[1:]:
            empty._element.getparent().remove(empty._element)
    first = len(_HEAD)
    for at in (first, first + 2):
        _indicator_row(table, at, columns, width, header=at == first)
    table.cell(first + 1, 0).paragraphs[0].add_run("{%tr for row in rows %}")
    table.cell(first + 3, 0).paragraphs[0].add_run("{%tr endfor %}")


def _indicator_row(table: Any, at: int, columns: int, width: int, *, header: bool) -> None:
    """绩效指标 and the columns of one indicator; with four columns the name spans two."""
    wide = width - 1 - columns
    _cell(table.cell(at, 0), "绩效指标" if header else "{{ join }}", bold=True)
    column = 1
    for k in range(columns):
        cell = table.cell(at, column)
        if k == 2 and wide:
            cell = cell.merge(table.cell(at, column + wide))
            column += wide
        name = "header" if header else "row"
        _cell(cell, "{{ %s[%d] }}" % (name, k), bold=header)  # noqa: UP031
        column += 1


_FIRST = (
    (("项目名称", 1), ("{{ head.project }}", 5)),
    (("项目类别", 1), ("{{ head.category0 }}", 2), ("{{ head.category1 }}", 2), ("{{ head.category2 }}", 1)),
    (("政府采购", 1), ("{{ head.procured }}", 2), ("采购方式", 2), ("{{ head.method }}", 1)),
    (("项目负责人：{{ head.leader }}", 2), ("联系人：{{ head.contact }}", 2), ("联系电话：{{ head.phone }}", 2)),
    (("起始日期：{{ head.start }}", 3), ("结束日期：{{ head.end }}", 3)),
    (("项目概况", 1), ("{{ head.overview }}", 5)),
    (("项目立项情况", 1), ("{{ head.basis }}", 5)),
    (("项目资金", 1), ("{{ head.funds }}", 5)),
    (("项目相关资源投入和制度建设情况", 1), ("{{ head.resources }}", 5)),
    (("项目总目标", 1), ("{{ head.overall }}", 5)),
    (("年度绩效目标", 1), ("{{ head.annual }}", 5)),
    (("需要说明的其他问题", 1), ("{{ head.other }}", 5)),
)  # fmt: skip
_SECOND = (
    (("项目构成", 1), ("主要活动的内容和对象", 2), ("{{ head.activities }}", 3)),
    (
        ("绩效目标", 1),
        ("一级目标", 1),
        ("二级目标", 1),
        ("三级目标", 1),
        ("目标值", 1),
        ("描述", 1),
    ),
    "targets",
    (("项目预算分解", 1), ("费用类别", 1), ("构成明细", 1), ("金额", 1), ("单价", 1), ("数量", 1)),
    "budget",
    (("金额合计", 3), ("{{ head.total }}", 1), ("----", 1), ("----", 1)),
)
_THIRD = ((("制度保障", 1), ("文件名称", 2), ("具体措施", 2), ("保障阶段", 1)), "systems")
_LOOPS = {
    "targets": (("{{ join }}", 1), *((f"{{{{ row[{k}] }}}}", 1) for k in range(5))),
    "budget": (("{{ join }}", 1), *((f"{{{{ row[{k}] }}}}", 1) for k in range(5))),
    "systems": (("{{ row[0] }}", 1), ("{{ row[1] }}", 2), ("{{ row[2] }}", 2), ("{{ row[3] }}", 1)),
}
"""The repeated rows of the three tables: one cell per value, with the columns it spans."""
_SIX = (3.4, 3.8, 5.4, 5.0, 3.6, 4.2)


def three() -> Any:
    """The three tables of 2020, landscape, each on a page of its own."""
    document = Document()
    _styles(document)
    _page(document.sections[0], landscape=True)
    middle, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    for n, (name, rows) in enumerate(
        (("项目总体情况", _FIRST), ("绩效目标", _SECOND), ("制度保障", _THIRD))
    ):
        title = _line(
            document, f"项目支出绩效目标申报表（{name}）", TITLE, 18, bold=True, align=middle
        )
        title.paragraph_format.page_break_before = n > 0
        _line(document, "（{{ head.year }}年）", TABLE, 12, align=middle)
        owner = "填报单位（盖章）：{{ head.unit }}" if n == 0 else "项目名称：{{ head.project }}"
        _line(document, owner, TABLE, 12)
        _line(document, "金额单位：万元", TABLE, 12, align=right)
        _spanned(document, rows)
        if n == 0:
            signed = (
                "填报单位负责人：{{ head.head }}",
                "填表人：{{ head.writer }}",
                "填报日期：{{ head.dated }}",
            )
            for text in signed:
                _line(document, text, TABLE, 12)
    return document


def _spanned(document: Any, rows: Sequence[Any]) -> None:
    """A table of six columns; a row that is a name repeats."""
    count = sum(3 if isinstance(row, str) else 1 for row in rows)
    table = _grid(document, count, _SIX)
    at = 0
    for row in rows:
        if isinstance(row, str):
            table.cell(at, 0).paragraphs[0].add_run("{%tr for row in " + row + " %}")
            _fill_row(table, at + 1, _LOOPS[row])
            table.cell(at + 2, 0).paragraphs[0].add_run("{%tr endfor %}")
            at += 3
        else:
            _fill_row(table, at, row)
            at += 1


def _fill_row(table: Any, at: int, cells: Sequence[tuple[str, int]]) -> None:
    column = 0
    for text, span in cells:
        cell = table.cell(at, column)
        if span > 1:
            cell = cell.merge(table.cell(at, column + span - 1))
        label = not text.startswith("{{")
        _cell(cell, text, bold=label and "{{" not in text, left=span >= 3 and not label)
        column += span


def saved(document: Any) -> bytes:
    """The document's bytes with fixed dates, the same at every build."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = "有据"
    properties.created = properties.modified = datetime(*_STAMP)
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()


def build(folder: Path = FOLDER) -> list[Path]:
    """Write every template; the paths."""
    folder.mkdir(exist_ok=True)
    forms = {"street.docx": street(), "bureau.docx": bureau(4), "bureau-explained.docx": bureau(6),
             "bureau-sourced.docx": bureau(5), "three-forms.docx": three()}  # fmt: skip
    written = []
    for name, document in forms.items():
        path = folder / name
        path.write_bytes(saved(document))
        written.append(path)
    return written


if __name__ == "__main__":
    for built in build():
        print(built.name, file=sys.stderr)
