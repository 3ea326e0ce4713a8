from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
from paper import Content, grid_of, render_pages, write_pdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from assistant.domain.document import Document
from assistant.errors import DamagedFile, EncryptedFile, TooLarge
from assistant.reading import pdf
from assistant.reading.files import read_bytes

HEADER = ["一级指标", "二级指标", "三级指标", "指标值"]


def cells(document: Document, table: int = 0) -> dict[tuple[int, int], tuple[str, int, int]]:
    return {
        (c.row, c.column): (c.text, c.rowspan, c.colspan)
        for c in document.tables[table].cells
        if c.text
    }


def drawn(draw: Any, pages: int = 1, **options: Any) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    page = canvas.Canvas(out, invariant=1, **options)
    for number in range(pages):
        page.setFont("STSong-Light", 11)
        draw(page, number)
        page.showPage()
    page.save()
    return out.getvalue()


def test_merged_cells_of_a_ruled_table() -> None:
    grid = grid_of(
        [
            ["绩效指标", *HEADER],
            ["^", "成本指标", "经济成本指标", "特种保安聘用成本", "≤10566000元"],
            ["^", "^", "^", "单次演练成本应当控制在预算安排的合理范围以内", "≤60000 元"],
            ["总目标", "保障辖区平安", None, None, None],
        ]
    )
    document = read_bytes(write_pdf(["申报表", grid, "填表人："]), "a.pdf")[0]
    assert document.format == "pdf"
    assert cells(document) == {
        (c.row, c.column): (c.text, c.rowspan, c.colspan) for c in grid.cells
    }
    first = document.tables[0].cells[0]
    assert first.box is not None
    assert 0 < first.box.left < first.box.right < 1


def long_table(rows: int) -> Content:
    lines = [[f"成本指标{k}", "经济成本指标", f"第{k}项成本", f"≤{k}000元"] for k in range(rows)]
    return ["绩效目标表", grid_of([HEADER, *lines]), "以上为全部指标。"]


@pytest.mark.parametrize("repeat", [0, 1])
def test_a_table_over_pages_is_one_table_with_one_header(repeat: int) -> None:
    document = read_bytes(write_pdf(long_table(90), repeat=repeat), "a.pdf")[0]
    assert len(document.pages) > 2
    assert (len(document.tables), document.tables[0].rows) == (1, 91)
    last = max(document.tables[0].cells, key=lambda c: (c.row, c.column))
    assert last.text == "≤89000元"
    assert document.page_at(last.start) == len(document.pages)
    assert last.box is not None
    assert last.box.page == len(document.pages)
    assert document.text.count("一级指标") == 1
    for page in document.pages:
        assert document.text[page.start : page.end].strip()


def test_wrapped_lines_become_paragraphs_and_headings_stay_apart() -> None:
    text = (
        "为加强辖区治安管理，根据年度工作安排，街道通过政府购买服务方式聘用特保人员协助开展巡逻，"
        * 3
    )
    document = read_bytes(write_pdf(["一、项目概况", text + "完成。", "二、绩效目标"]), "a.pdf")[0]
    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks] == [
        ("heading", "一、项目概况"),
        ("paragraph", text + "完成。"),
        ("heading", "二、绩效目标"),
    ]


def test_page_numbers_and_running_headers_are_dropped() -> None:
    def draw(page: Any, number: int) -> None:
        page.drawString(60, 810, "某某区财政局绩效目标汇编")
        page.drawString(60, 600, f"第{number}部分的正文内容。")
        page.drawString(290, 20, f"- {number + 1} -")

    document = read_bytes(drawn(draw, 4), "a.pdf")[0]
    assert document.text == "".join(f"第{k}部分的正文内容。\n" for k in range(4))
    assert [p.number for p in document.pages] == [1, 2, 3, 4]


def test_lines_drawn_as_thin_rectangles_and_open_sides() -> None:
    def draw(page: Any, number: int) -> None:
        for y in (700, 670, 640):
            page.rect(60, y, 400, 0.6, stroke=0, fill=1)
        page.rect(200, 640, 0.6, 60, stroke=0, fill=1)
        for x, y, text in [
            (70, 680, "人数"),
            (210, 680, "≥120人"),
            (70, 650, "到岗率"),
            (210, 650, "≥95%"),
        ]:
            page.drawString(x, y, text)

    assert cells(read_bytes(drawn(draw), "a.pdf")[0]) == {
        (0, 0): ("人数", 1, 1), (0, 1): ("≥120人", 1, 1),
        (1, 0): ("到岗率", 1, 1), (1, 1): ("≥95%", 1, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rotation", "shift"), [(90, (595, 0)), (180, (595, 842)), (270, (0, 842))]
)
def test_turned_pages_are_read_as_shown(rotation: int, shift: tuple[int, int]) -> None:
    def draw(page: Any, number: int) -> None:
        page.translate(*shift)
        page.rotate(rotation)
        for y in (400, 370, 340):
            page.line(60, y, 460, y)
        for x in (60, 200, 460):
            page.line(x, 340, x, 400)
        page.drawString(60, 450, "目标表")
        for x, y, text in [
            (70, 380, "人数"),
            (210, 380, "≥120人"),
            (70, 350, "率"),
            (210, 350, "95%"),
        ]:
            page.drawString(x, y, text)

    turned = pypdfium2.PdfDocument(drawn(draw, pagesize=(595, 842)))
    turned[0].set_rotation(rotation)
    out = io.BytesIO()
    turned.save(out)
    document = read_bytes(out.getvalue(), "a.pdf")[0]
    assert document.text.startswith("目标表\n\n人数\t≥120人\n率\t95%")


def test_bold_by_double_printing_is_read_once() -> None:
    def draw(page: Any, number: int) -> None:
        for shift in (0, 0.3):
            page.drawString(60 + shift, 700, "合计 1,000.00 元")

    assert read_bytes(drawn(draw), "a.pdf")[0].text == "合计 1,000.00 元\n"


def test_an_encrypted_pdf() -> None:
    with pytest.raises(EncryptedFile, match="密码"):
        read_bytes(
            drawn(lambda page, number: page.drawString(60, 700, "x"), encrypt="geheim"), "a.pdf"
        )


@pytest.mark.parametrize("cut", [40, 400])
def test_a_damaged_pdf(cut: int) -> None:
    with pytest.raises(DamagedFile):
        read_bytes(write_pdf(["正文"])[:cut], "a.pdf")


def test_two_thousand_pages_are_refused_before_reading() -> None:
    """Bound: 1,000 pages; the count alone is read (some 0.1 s)."""
    data = drawn(lambda page, number: None, 2000)
    with pytest.raises(TooLarge, match="2000 页"):
        read_bytes(data, "a.pdf")


def test_too_many_scanned_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bound: 150 pages to recognise (some ten minutes)."""
    monkeypatch.setattr(pdf, "MAX_SCANNED", 1)
    image = render_pages(write_pdf(["正文"]), dpi=30)[0]
    out = io.BytesIO()
    image.save(out, "PDF", save_all=True, append_images=[image, image])
    with pytest.raises(TooLarge, match="扫描"):
        read_bytes(out.getvalue(), "a.pdf")
