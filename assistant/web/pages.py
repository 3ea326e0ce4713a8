"""页面图: the page of a PDF, a scan or a photo as a picture, the quoted place boxed on it."""

from __future__ import annotations

import base64
import io
import threading
from functools import lru_cache
from html import escape
from pathlib import Path

from assistant.domain.document import Box, Document
from assistant.errors import ReadError

WIDTH = 1100
"""Pixels: sharp on a screen, a few hundred kilobytes at most."""
PDF, OFD = b"%PDF-", "ofd"
_PDFIUM = threading.Lock()
"""pdfium is not safe for threads."""


def boxes_of(document: Document, start: int, end: int) -> list[Box]:
    """The boxes of the lines and cells that [start, end) touches, on its first page."""
    found = [box for a, b, box in document.boxes if a < end and start < b]
    found += [
        cell.box
        for table in document.tables
        if table.start < end and start < table.end
        for cell in table.cells
        if cell.box is not None and cell.start < end and start < cell.end
    ]
    page = document.page_at(start)
    return list(dict.fromkeys(box for box in found if box.page == page))


@lru_cache(maxsize=16)
def picture(path: Path, changed: int, page: int) -> bytes | None:
    """One page as JPEG; None where the file has no such page or is of another kind.

    ``changed`` is when the file was (nanoseconds): another time is another file.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # only where a page is shown

    with path.open("rb") as file:
        head = file.read(1024)
    if PDF in head:
        import pypdfium2  # only where a PDF's page is shown

        with _PDFIUM:
            document = pypdfium2.PdfDocument(path)
            try:
                if not 1 <= page <= len(document):
                    return None
                sheet = document[page - 1]
                image = sheet.render(scale=WIDTH / sheet.get_width()).to_pil()
            finally:
                document.close()
    else:
        try:
            opened = Image.open(path)
        except UnidentifiedImageError:
            return None
        with opened:
            if not 1 <= page <= getattr(opened, "n_frames", 1):
                return None
            opened.seek(page - 1)
            image = ImageOps.exif_transpose(opened).convert("RGB")
        if image.width > WIDTH:
            image = image.resize((WIDTH, round(image.height * WIDTH / image.width)))
    target = io.BytesIO()
    image.convert("RGB").save(target, "JPEG", quality=80)
    return target.getvalue()


def page_html(document: Document, path: Path, start: int, end: int) -> str | None:
    """The page that ``start`` stands on, with the place boxed; None where it cannot be drawn."""
    page = document.page_at(start) or 1
    label = f"{document.name} 第 {page} 页"
    try:
        drawn = _ofd(path, page, label) if document.format == OFD else _image(path, page, label)
    except (OSError, ValueError, RuntimeError, ReadError):  # the file changed since it was read
        return None
    if drawn is None:
        return None
    marks = "".join(
        f'<div class="yj-box{" yj-mark" if n == 0 else ""}" style="left:{box.left:.2%};'
        f"top:{box.top:.2%};width:{box.right - box.left:.2%};"
        f'height:{box.bottom - box.top:.2%}"></div>'
        for n, box in enumerate(boxes_of(document, start, end))
    )
    return f'<div class="yj-source" tabindex="0"><div class="yj-page">{drawn}{marks}</div></div>'


def _image(path: Path, page: int, label: str) -> str | None:
    data = picture(path, path.stat().st_mtime_ns, page)
    if data is None:
        return None
    source = base64.b64encode(data).decode("ascii")
    return f'<img alt="{escape(label)}" src="data:image/jpeg;base64,{source}">'


def _ofd(path: Path, page: int, label: str) -> str | None:
    from assistant.web.ofd_page import ofd_svg  # only where an OFD's page is shown

    return ofd_svg(path, page, label)
