from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from paper import grid_of, write_docx

from assistant.domain.document import Document
from assistant.reading.files import read_bytes
from assistant.reading.numbering import render_number

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
NS = nsdecls("w")


def read(build: Callable[[Any], None]) -> Document:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return read_bytes(out.getvalue(), "申报.docx")[0]


def body(document: Any, xml: str) -> None:
    document.element.body.insert(0, parse_xml(xml))


def cells(document: Document, table: int = 0) -> dict[tuple[int, int], tuple[str, int, int]]:
    return {(c.row, c.column): (c.text, c.rowspan, c.colspan) for c in document.tables[table].cells}


def test_merged_cells_across_and_down_keep_their_spans_and_places() -> None:
    grid = grid_of(
        [
            ["绩效指标", "一级指标", "二级指标", "三级指标", None],
            ["^", "成本指标", "经济成本指标", "单次演练成本", "≤60000元"],
            ["^", "^", "^", "聘用成本", "≤10566000元"],
        ]
    )
    document = read_bytes(write_docx(["目标表", grid]), "a.docx")[0]
    assert cells(document) == {
        (0, 0): ("绩效指标", 3, 1),
        (0, 1): ("一级指标", 1, 1),
        (0, 2): ("二级指标", 1, 1),
        (0, 3): ("三级指标", 1, 2),
        (1, 1): ("成本指标", 2, 1),
        (1, 2): ("经济成本指标", 2, 1),
        (1, 3): ("单次演练成本", 1, 1),
        (1, 4): ("≤60000元", 1, 1),
        (2, 3): ("聘用成本", 1, 1),
        (2, 4): ("≤10566000元", 1, 1),
    }
    for cell in document.tables[0].cells:
        assert document.text[cell.start : cell.end] == cell.text
    assert document.text.splitlines()[2] == "绩效指标\t一级指标\t二级指标\t三级指标\t"


RUN = "<w:r><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("<w:ins w:id='1' w:author='x'>" + RUN.format("新增120人") + "</w:ins>", "新增120人"),
        (
            RUN.format("共")
            + "<w:del w:id='1' w:author='x'><w:r><w:delText>100</w:delText></w:r></w:del>"
            + "<w:ins w:id='2' w:author='x'>" + RUN.format("120") + "</w:ins>" + RUN.format("人"),
            "共120人",
        ),
        ("<w:moveFrom w:id='1' w:author='x'>" + RUN.format("旧") + "</w:moveFrom>" + RUN.format("新"), "新"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>" + RUN.format("看得见"), "看得见"),
        ("<w:hyperlink w:anchor='x'>" + RUN.format("链接文字") + "</w:hyperlink>", "链接文字"),
        ("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>" + RUN.format("7"), "7"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>" + RUN.format("经常性"), "☑经常性"),
        ("<w:r><w:t>\uf0a8</w:t></w:r>" + RUN.format("一次性"), "☐一次性"),
        (
            "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr>"
            "<w:sdtContent>" + RUN.format("\u2612") + "</w:sdtContent></w:sdt>" + RUN.format("是"),
            "☑是",
        ),
        (
            "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='0'/></w14:checkbox></w:sdtPr>"
            "<w:sdtContent>" + RUN.format("\u2610") + "</w:sdtContent></w:sdt>" + RUN.format("否"),
            "☐否",
        ),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + RUN.format("单击此处输入")
            + "</w:sdtContent></w:sdt>" + RUN.format("余下"),
            "余下",
        ),
        (
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='1'/>"
            "</w:checkBox></w:ffData></w:fldChar></w:r>" + RUN.format("政府采购"),
            "☑政府采购",
        ),
        (RUN.format("年末") + "<w:r><w:br/></w:r>" + RUN.format("完成100%"), "年末 完成100%"),
    ],
)  # fmt: skip
def test_what_a_paragraph_shows(paragraph: str, text: str) -> None:
    document = read(lambda d: body(d, f"<w:p {NS} {W14}>{paragraph}</w:p>"))
    assert document.text == text + "\n"


def test_text_boxes_follow_their_paragraph_once() -> None:
    box = (
        f'<w:p {NS} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        "<w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        "<mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框内120人"
        "</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框内120人</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read(lambda d: body(d, box)).text == "正文\n框内120人\n"


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    def build(document: Any) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "绩效指标"
        inner = table.cell(0, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "聘用人数", "=120人"

    document = read(build)
    assert [cells(document, 0), cells(document, 1)] == [
        {(0, 0): ("绩效指标", 1, 1)},
        {(0, 0): ("聘用人数", 1, 1), (0, 1): ("=120人", 1, 1)},
    ]


def test_deleted_rows_are_gone_and_narrow_words_are_joined() -> None:
    xml = (
        f"<w:tbl {NS}><w:tblGrid><w:gridCol w:w='900'/><w:gridCol w:w='900'/></w:tblGrid>"
        "<w:tr><w:tc><w:p><w:r><w:t>绩效</w:t></w:r></w:p><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>≥95%</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:trPr><w:del w:id='1' w:author='x'/></w:trPr>"
        "<w:tc><w:p><w:r><w:t>已删</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )
    document = read(lambda d: body(d, xml))
    assert document.text.strip() == "绩效指标\t≥95%"


def test_column_borders_a_hair_apart_are_one_border() -> None:
    row = "<w:tr>{}</w:tr>"
    cell = (
        "<w:tc><w:tcPr><w:gridSpan w:val='{}'/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    )
    xml = (
        f"<w:tbl {NS}><w:tblGrid><w:gridCol w:w='1500'/><w:gridCol w:w='20'/><w:gridCol w:w='1500'/>"
        "</w:tblGrid>"
        + row.format(cell.format(1, "名称") + cell.format(2, "值"))
        + row.format(cell.format(2, "人数") + cell.format(1, "120"))
        + "</w:tbl>"
    )
    assert cells(read(lambda d: body(d, xml))) == {
        (0, 0): ("名称", 1, 1), (0, 1): ("值", 1, 1), (1, 0): ("人数", 1, 1), (1, 1): ("120", 1, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        "<w:trPr><w:gridBefore w:val='99999999'/></w:trPr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>",
        "<w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>",
    ],
)
def test_absurd_spans_cost_nothing(row: str) -> None:
    document = read(lambda d: body(d, f"<w:tbl {NS}><w:tr>{row}</w:tr></w:tbl>"))
    assert cells(document) == {(0, 0): ("甲", 1, 1)}


def test_automatic_numbers_stand_before_their_paragraphs() -> None:
    def build(document: Any) -> None:
        numbering = document.part.numbering_part.element
        numbering.insert(
            0,
            parse_xml(
                f"<w:abstractNum {NS} w:abstractNumId='77'>"
                "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>"
                "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl>"
                "</w:abstractNum>"
            ),
        )
        numbering.append(
            parse_xml(f"<w:num {NS} w:numId='77'><w:abstractNumId w:val='77'/></w:num>")
        )
        for level, text in [
            (0, "项目概况"),
            (1, "背景"),
            (1, "依据"),
            (0, "绩效目标"),
            (1, "总目标"),
        ]:
            paragraph = document.add_paragraph(text)
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f"<w:numPr {NS}><w:ilvl w:val='{level}'/><w:numId w:val='77'/></w:numPr>")
            )

    document = read(build)
    assert document.text.split("\n")[:-1] == [
        "一、项目概况", "1. 背景", "2. 依据", "二、绩效目标", "1. 总目标",
    ]  # fmt: skip
    assert next(b.level for b in document.blocks if b.kind == "heading") == 1


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (12, "chineseCountingThousand", "十二"),
        (105, "chineseCounting", "一百零五"),
        (20, "ideographDigital", "二〇"),
        (3, "decimalEnclosedCircle", "③"),
        (3, "chineseLegalSimplified", "叁"),
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (2, "ideographTraditional", "乙"),
        (9, "somethingNew", "9"),
    ],
)
def test_number_formats(number: int, form: str, shown: str) -> None:
    assert render_number(number, form) == shown


def test_headings_by_style_and_by_numbering() -> None:
    def build(document: Any) -> None:
        document.add_heading("项目概况", 2)
        document.add_paragraph("二、绩效目标")
        document.add_paragraph("本项目聘用特保120人。")

    document = read(build)
    assert [(b.kind, b.level) for b in document.blocks] == [
        ("heading", 2), ("heading", 1), ("paragraph", 0),
    ]  # fmt: skip
