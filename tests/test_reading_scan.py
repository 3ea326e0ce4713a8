"""Recognition takes seconds a page, so few pages stand here; ``youju eval scans`` has the many."""

from __future__ import annotations

import io
import math
import re

import numpy as np
import pytest
from paper import grid_of, render_pages, write_pdf, write_scan
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from assistant.domain.document import Document
from assistant.errors import TooLarge
from assistant.reading import scan
from assistant.reading.files import read_bytes
from assistant.reading.lattice import Piece, Rule
from assistant.reading.ruling import is_line, without_lines

GRID = grid_of(
    [
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值"],
        ["^", "成本指标", "经济成本指标", "特种保安聘用成本", "≤10566000元"],
        ["^", "^", "^", "反恐演练单次成本", "≤60000元"],
        ["^", "产出指标", "数量指标", "特保人员聘用人数", "=120人"],
        ["^", "^", "质量指标", "人员到岗率", "≥95%"],
        ["^", "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"],
        ["^", "^", "^", "投诉次数", "<3"],
    ]
)
CONTENT = ["财政项目支出绩效目标申报表", "（2024年度）", GRID]


def cells(document: Document) -> dict[tuple[int, int], tuple[str, int, int]]:
    return {
        (c.row, c.column): (re.sub(r"\s", "", c.text), c.rowspan, c.colspan)
        for c in document.tables[0].cells
        if c.text
    }


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def lies_at(x: float, y: float, image: Image.Image, angle: float, turn: int) -> tuple[float, float]:
    """Where a point of the page (fractions) lies in its turned picture, cropped as below."""
    w, h = float(image.width), float(image.height)
    dx, dy, tilt = x * w - w / 2, y * h - h / 2, math.radians(angle)
    px = w / 2 + dx * math.cos(tilt) + dy * math.sin(tilt)
    py = h / 2 - dx * math.sin(tilt) + dy * math.cos(tilt) - 100
    size = (w, 600.0)
    for _ in range(turn):
        px, py, size = py, size[0] - px, (size[1], size[0])
    return px / size[0], py / size[1]


@pytest.mark.parametrize(("turn", "angle"), [(0, 2.5), (1, 0.0), (2, 0.0), (3, 0.0)])
def test_a_scanned_table_however_it_lies(turn: int, angle: float) -> None:
    """A quarter turn costs a second pass (some 3 s), an unclear page at most a third."""
    plain = read_bytes(write_pdf(CONTENT), "甲.pdf")[0]
    whole = render_pages(write_pdf(CONTENT), angle=angle)[0]
    image = whole.crop((0, 100, whole.width, 700)).rotate(90 * turn, expand=True)
    document = read_bytes(png(image), "扫描.png")[0]
    assert document.format == "image"
    assert cells(document) == {
        (c.row, c.column): (c.text, c.rowspan, c.colspan) for c in GRID.cells
    }
    value = next(c for c in document.tables[0].cells if c.text == "≤10566000元")
    assert 0.5 < value.confidence <= 1
    assert value.box is not None
    assert document.text[value.start : value.end] == value.text
    box = next(c.box for c in plain.tables[0].cells if c.text == "≤10566000元")
    assert box is not None
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    there = lies_at(*middle, whole, angle, turn)
    assert (value.box.left + value.box.right) / 2 == pytest.approx(there[0], abs=0.01)
    assert (value.box.top + value.box.bottom) / 2 == pytest.approx(there[1], abs=0.01)


def test_a_scanned_pdf_has_pages_and_is_called_a_scan() -> None:
    document = read_bytes(write_scan(CONTENT), "扫描.pdf")[0]
    assert document.format == "scan"
    assert [p.number for p in document.pages] == [1]
    assert cells(document)[1, 4] == ("≤10566000元", 1, 1)


def test_a_scan_with_a_text_layer_takes_its_lines_from_the_picture() -> None:
    """As office scanners write it: the page's picture, and invisible text over it."""
    source = write_pdf(CONTENT)
    picture = render_pages(source, angle=0, noise=3)[0]
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    page.drawImage(ImageReader(picture), 0, 0, *A4)
    text = page.beginText()
    text.setTextRenderMode(3)
    text.setFont("STSong-Light", 10)
    for cell in read_bytes(source, "a.pdf")[0].tables[0].cells:
        assert cell.box is not None
        text.setTextOrigin((cell.box.left + 0.01) * A4[0], (1 - cell.box.bottom + 0.008) * A4[1])
        text.textOut(cell.text)
    page.drawText(text)
    page.save()
    document = read_bytes(out.getvalue(), "a.pdf")[0]
    assert document.format == "pdf"
    assert cells(document) == {
        (c.row, c.column): (c.text, c.rowspan, c.colspan) for c in GRID.cells
    }


def test_a_blank_scan_gives_a_note_and_no_error() -> None:
    noise = np.random.default_rng(1).normal(245, 4, (1200, 850)).clip(0, 255).astype(np.uint8)
    document = read_bytes(png(Image.fromarray(noise)), "空白.png")[0]
    assert document.text == ""
    assert "空白" in document.notes[0]


def test_a_picture_of_too_many_pixels_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bound: 120 million pixels, told from the header before anything is unpacked."""
    monkeypatch.setattr(scan, "MAX_PIXELS", 10_000)
    with pytest.raises(TooLarge, match="像素"):
        read_bytes(png(Image.new("L", (200, 100))), "大.png")


def test_ruling_lines_are_painted_over_before_recognition() -> None:
    """Beside 80 a line is read as 1180; a line a little askew counts too."""
    page = np.full((600, 800), 240, np.uint8)
    page[100:102, 50:750] = 20
    for y in range(100, 500):
        page[y, 300 + y // 60 : 302 + y // 60] = 20
    page[200:225, 310:330] = 20  # as high as a character
    cleared = without_lines(page)
    assert (cleared[100:102, 60:740] > 200).all()
    assert (cleared[110:490, 295:309] > 200).all()
    assert (cleared[203:222, 316:328] < 100).all()


@pytest.mark.parametrize(
    ("sign", "x", "line"), [("1", 100.5, True), ("1", 108.0, False), ("8", 100.5, False)]
)
def test_a_sign_on_a_line_is_the_line(sign: str, x: float, line: bool) -> None:
    piece = Piece(sign, x - 2, 40, x + 2, 52)
    assert is_line(piece, [Rule(100, 0, 200)]) is line
