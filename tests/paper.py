"""Writes paragraphs and grids as the files that offices have; the tests build every file with it.

``Page`` content is a list of paragraphs (str) and grids. All writers are deterministic.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from assistant.domain.document import Document
from assistant.reading.assembly import Grid, GridCell

Content = Sequence[str | Grid]
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def grid_of(rows: Sequence[Sequence[str | None]]) -> Grid:
    """A grid from rows of texts; ``None`` is covered from the left, ``"^"`` from above."""
    cells: dict[tuple[int, int], GridCell] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text is None:
                key = owner[row, column - 1]
                first = cells[key]
                if first.row == row:
                    cells[key] = replace(first, colspan=column - first.column + 1)
            elif text == "^":
                key = owner[row - 1, column]
                cells[key] = replace(cells[key], rowspan=row - cells[key].row + 1)
            else:
                key = (row, column)
                cells[key] = GridCell(row, column, text)
            owner[row, column] = key
    return Grid(len(rows), max(map(len, rows)), tuple(cells.values()))


def content_of(document: Document) -> Content:
    """A document's paragraphs and tables, to be written in another format."""
    content: list[str | Grid] = []
    for block in document.blocks:
        if block.table is None:
            content.append(document.text[block.start : block.end])
            continue
        table = document.tables[block.table]
        cells = (GridCell(c.row, c.column, c.text, c.rowspan, c.colspan) for c in table.cells)
        content.append(Grid(table.rows, table.columns, tuple(cells)))
    return content


def filled(grid: Grid) -> Grid:
    """The grid with an empty cell in every place that no cell covers."""
    covered = {
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    empty = [
        GridCell(row, column, "")
        for row in range(grid.rows)
        for column in range(grid.columns)
        if (row, column) not in covered
    ]
    return replace(grid, cells=(*grid.cells, *empty))


def write_docx(content: Content) -> bytes:
    import docx

    document = docx.Document()
    for part in content:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(part.rows, part.columns)
        table.style = "Table Grid"
        for cell in part.cells:
            first = table.cell(cell.row, cell.column)
            if cell.rowspan > 1 or cell.colspan > 1:
                last = table.cell(cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1)
                first = first.merge(last)
            first.text = cell.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_xlsx(content: Content, title: str = "申报表") -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    at = 1
    for part in content:
        if isinstance(part, str):
            sheet.cell(at, 1, part).data_type = "s"
            at += 2
            continue
        for cell in part.cells:
            place = sheet.cell(at + cell.row, 1 + cell.column, cell.text)
            place.data_type = "s"
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=at + cell.row,
                    start_column=1 + cell.column,
                    end_row=at + cell.row + cell.rowspan - 1,
                    end_column=cell.column + cell.colspan,
                )
        at += part.rows + 3
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_html(content: Content) -> bytes:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"]
    for part in content:
        if isinstance(part, str):
            parts.append(f"<p>{escape(part)}</p>")
            continue
        part = filled(part)
        parts.append("<table>")
        for row in range(part.rows):
            cells = "".join(
                f'<td rowspan="{c.rowspan}" colspan="{c.colspan}">{_breaks(c.text)}</td>'
                for c in sorted(part.cells, key=lambda c: c.column)
                if c.row == row
            )
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</table>")
    return "".join([*parts, "</body></html>"]).encode()


def _breaks(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def column_widths(grid: Grid, total: float) -> list[float]:
    """Widths that give each column room by its longest unmerged text."""
    need = [4.0] * grid.columns
    for cell in grid.cells:
        if cell.colspan == 1:
            longest = max((len(line) for line in cell.text.split("\n")), default=0)
            need[cell.column] = max(need[cell.column], min(longest, 16))
    scale = total / sum(need)
    return [width * scale for width in need]


def write_pdf(content: Content, *, repeat: int = 0, size: float = 10, wide: bool = False) -> bytes:
    """A PDF with ruled tables; ``repeat`` header rows are printed again on each page.

    A merged cell higher than a page cannot be split: the type is set smaller until it fits.
    """
    from reportlab.platypus.doctemplate import LayoutError

    for share in (1.0, 0.85, 0.7):
        try:
            return _pdf(content, repeat, size * share, wide)
        except LayoutError:
            continue
    return _pdf(content, repeat, size * 0.55, wide)


def _pdf(content: Content, repeat: int, size: float, wide: bool) -> bytes:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=size, leading=size * 1.5, wordWrap="CJK"
    )
    page = landscape(A4) if wide else A4
    story: list[Any] = []
    for part in content:
        if isinstance(part, str):
            story += [Paragraph(escape(part), style), Spacer(1, 4)]
            continue
        rows: list[list[Any]] = [[""] * part.columns for _ in range(part.rows)]
        spans = []
        for cell in part.cells:
            text = escape(cell.text).replace("\n", "<br/>")
            rows[cell.row][cell.column] = Paragraph(text, style)
            if cell.rowspan > 1 or cell.colspan > 1:
                end = (cell.column + cell.colspan - 1, cell.row + cell.rowspan - 1)
                spans.append(("SPAN", (cell.column, cell.row), end))
        table = Table(rows, column_widths(part, page[0] - 100), repeatRows=repeat)
        table.setStyle(
            TableStyle(
                [
                    ("GRID", (0, 0), (-1, -1), 0.5, "black"),
                    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                    *spans,
                ]
            )
        )
        story += [table, Spacer(1, 8)]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=page, leftMargin=50, rightMargin=50, invariant=1).build(story)
    return out.getvalue()


def render_pages(
    pdf: bytes,
    *,
    dpi: int = 150,
    angle: float = 0.4,
    noise: float = 6.0,
    turn: int = 0,
    seed: int = 1,
) -> list[Any]:
    """The pages of a PDF as a scanner would give them: grey, slightly turned, with noise.

    ``turn`` is in quarter turns.
    """
    import numpy as np
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(pdf)
    random_numbers = np.random.default_rng(seed)
    images = []
    for page in document:
        image = page.render(scale=dpi / 72).to_pil().convert("L")
        image = image.rotate(angle, expand=False, fillcolor=255, resample=Image.Resampling.BICUBIC)
        image = image.rotate(90 * turn, expand=True) if turn else image
        pixels = np.asarray(image, dtype=np.float32)
        pixels = pixels * 0.92 + 12 + random_numbers.normal(0, noise, pixels.shape)
        images.append(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))
    return images


def write_png(content: Content, **options: Any) -> bytes:
    """The first page as a scanned picture; options of ``render_pages``."""
    out = io.BytesIO()
    render_pages(write_pdf(content), **options)[0].save(out, "PNG")
    return out.getvalue()


def write_scan(content: Content, *, repeat: int = 0, **options: Any) -> bytes:
    """A PDF of scanned pages without a text layer."""
    out = io.BytesIO()
    images = render_pages(write_pdf(content, repeat=repeat), **options)
    images[0].save(
        out, "PDF", save_all=True, append_images=images[1:], resolution=options.get("dpi", 150)
    )
    return out.getvalue()


def write_zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def junk(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


_OFD = "http://www.ofdspec.org/2016"


def _ofd_lines(text: str, width: float, size: float) -> list[str]:
    """``text`` broken into lines of at most ``width`` mm."""
    lines, room = [""], width
    for sign in text:
        need = size * (0.5 if sign.isascii() else 1.0)
        if sign == "\n" or need > room:
            lines.append("")
            room = width
        if sign != "\n":
            lines[-1] += sign
            room -= need
    return lines


def _ofd_text(text: str, x: float, y: float, size: float) -> str:
    steps = " ".join(str(size * (0.5 if sign.isascii() else 1.0)) for sign in text[:-1])
    return (
        f'<ofd:TextObject ID="1" Font="1" Size="{size}" Boundary="{x} {y} 180 {size * 1.2}">'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def _ofd_line(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="1" Boundary="{x0} {y0} {max(x1 - x0, 0.2)} {max(y1 - y0, 0.2)}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def write_ofd(content: Content, *, size: float = 3.5) -> bytes:
    """An OFD of one tall page: text objects and the four sides of every cell."""
    drawn: list[str] = []
    y = 20.0
    for part in content:
        if isinstance(part, str):
            drawn.append(_ofd_text(part, 15, y, size))
            y += size * 2
            continue
        part = filled(part)
        widths = column_widths(part, 180)
        xs = [15 + sum(widths[:k]) for k in range(part.columns + 1)]
        heights = [size * 1.8] * part.rows
        for cell in part.cells:
            room = xs[cell.column + cell.colspan] - xs[cell.column] - 2
            need = len(_ofd_lines(cell.text, room, size)) * size * 1.4 + 2
            share = need / cell.rowspan
            for row in range(cell.row, cell.row + cell.rowspan):
                heights[row] = max(heights[row], share)
        ys = [y + sum(heights[:k]) for k in range(part.rows + 1)]
        for cell in part.cells:
            x0, x1 = xs[cell.column], xs[cell.column + cell.colspan]
            y0, y1 = ys[cell.row], ys[cell.row + cell.rowspan]
            drawn += [_ofd_line(x0, y0, x1, y0), _ofd_line(x0, y1, x1, y1)]
            drawn += [_ofd_line(x0, y0, x0, y1), _ofd_line(x1, y0, x1, y1)]
            for number, line in enumerate(_ofd_lines(cell.text, x1 - x0 - 2, size)):
                if line:
                    drawn.append(_ofd_text(line, x0 + 1, y0 + 0.8 + number * size * 1.4, size))
        y = ys[-1] + size
    box = f"<ofd:PhysicalBox>0 0 210 {max(297, y + 20)}</ofd:PhysicalBox>"
    head = f'<?xml version="1.0" encoding="UTF-8"?><ofd:{{0}} xmlns:ofd="{_OFD}"{{1}}>'
    return write_zip(
        {
            "OFD.xml": (
                head.format("OFD", ' Version="1.0" DocType="OFD"')
                + "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ).encode(),
            "Doc_0/Document.xml": (
                head.format("Document", "")
                + f"<ofd:CommonData><ofd:PageArea>{box}</ofd:PageArea></ofd:CommonData>"
                '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
            ).encode(),
            "Doc_0/Pages/Page_0/Content.xml": (
                head.format("Page", "")
                + f'<ofd:Content><ofd:Layer ID="2">{"".join(drawn)}</ofd:Layer></ofd:Content></ofd:Page>'
            ).encode(),
        }
    )
