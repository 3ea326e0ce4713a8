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
    """A PDF with ruled tables; ``repeat`` header rows are printed again on each page."""
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
