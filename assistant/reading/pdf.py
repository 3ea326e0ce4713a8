"""PDF: pages with a text layer by their characters and ruling lines; others as scans.

PDFium gives characters and paths with their places; which lines are tables is decided in
``lattice``. pdfplumber took twice the time on the same pages and finds no merged cells. A page without text, or whose fonts map to no characters, is rendered and recognised.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from assistant.domain.document import Document
from assistant.errors import DamagedFile, EmptyFile, EncryptedFile, TooLarge
from assistant.reading.assembly import Assembly
from assistant.reading.lattice import Piece, Rule
from assistant.reading.layout import PageLayout, lay_out, write_pages

# Pages with a text layer take some 20 ms each: 1,000 pages are read in half a minute. Budgets of
# a whole district have some 500.
MAX_PAGES = 1_000
# Scanned pages take seconds each: 150 pages are some ten minutes.
MAX_SCANNED = 150
# A page of text has some 3,000 characters; tables of figures 10,000.
_MAX_CHARACTERS = 200_000
_MAX_SEGMENTS = 40_000
# A filled or stroked shape thinner than this (points) is a line.
_THIN = 3.0
# A page whose characters are unreadable beyond this share is recognised from its image.
_UNREADABLE = 0.2
_PATH, _IMAGE, _FORM = 2, 3, 5
_AROUND = tuple((dx, dy) for dx in (0, -1, 1) for dy in (0, -1, 1))
_SPACES = frozenset({0x20, 0xA0, 0x2002, 0x2003, 0x3000})

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_pdf(data: bytes, name: str) -> Document:
    """A PDF as text with places. Raises EncryptedFile, DamagedFile, TooLarge or EmptyFile.

    Its ``format`` is ``scan`` where no page has a usable text layer.
    """
    import pypdfium2  # here: 40 ms that a command without PDF does not pay

    try:
        pdf = pypdfium2.PdfDocument(data)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedFile(name, "有密码，请去除密码后再导入") from error
        raise DamagedFile(name, "PDF 损坏，无法打开") from error
    try:
        if count > MAX_PAGES:
            raise TooLarge(name, f"共 {count} 页，超过 {MAX_PAGES} 页的上限，请分册导入")
        return _read(pdf, count, data, name)
    finally:
        pdf.close()


def _read(pdf: Any, count: int, data: bytes, name: str) -> Document:
    out = Assembly()
    pages: list[PageLayout] = []
    scanned: list[int] = []
    broken: list[int] = []
    for index in range(count):
        try:
            page = _Page(pdf[index])
        except Exception:  # noqa: BLE001 - a damaged page raises whatever PDFium's wrapper meets
            broken.append(index + 1)
            continue
        layout = page.layout(index + 1)
        if page.needs_recognition:
            scanned.append(index)
        pages.append(layout)
    if len(scanned) > MAX_SCANNED:
        limit = f"超过扫描页 {MAX_SCANNED} 页的上限，请分册导入"
        raise TooLarge(name, f"有 {len(scanned)} 页是扫描图像，{limit}")
    if scanned:
        pages = _recognised(pdf, pages, scanned, out)
    if broken:
        out.note(f"第 {_listed(broken)} 页损坏，没有读取")
    write_pages(out, pages)
    if out.empty:
        if broken and not pages:
            raise DamagedFile(name, "所有页面都已损坏")
        if not scanned:
            raise EmptyFile(name, "PDF 中没有文字和图像")
        out.note("没有辨认出文字，可能是空白页")
    text_pages = len(pages) - len(scanned)
    return out.document(data, name, "pdf" if text_pages else "scan")


def _recognised(
    pdf: Any, pages: list[PageLayout], scanned: list[int], out: Assembly
) -> list[PageLayout]:
    from assistant.reading.scan import recognise, render  # here: OCR is costly to import

    fresh = {index + 1: recognise(render(pdf[index]), index + 1) for index in scanned}
    blank = [number for number, layout in fresh.items() if not layout.lines and not layout.tables]
    if blank:
        out.note(f"第 {_listed(blank)} 页没有辨认出文字，可能是空白页")
    return [fresh.get(page.number, page) for page in pages]


def _listed(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:20]))
    return shown + (f" 等 {len(numbers)}" if len(numbers) > 20 else "")


@dataclass(slots=True)
class _Frame:
    """From PDF user space to points from the top left of the page as displayed."""

    left: float
    bottom: float
    width: float
    height: float
    rotation: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.rotation == 90:
            return y, x
        if self.rotation == 180:
            return self.width - x, y
        if self.rotation == 270:
            return self.height - y, self.width - x
        return x, self.height - y

    @property
    def size(self) -> tuple[float, float]:
        turned = self.rotation in {90, 270}
        return (self.height, self.width) if turned else (self.width, self.height)


class _Page:
    def __init__(self, page: Any) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._page = page
        left, bottom, right, top = page.get_cropbox()
        self._frame = _Frame(left, bottom, right - left, top - bottom, page.get_rotation())
        self._pieces, unreadable = self._characters()
        total = len(self._pieces) + unreadable
        self._images = 0
        self._pictured = 0.0
        self._rules: tuple[list[Rule], list[Rule]] = ([], [])
        self._segments = 0
        self._walk(_IDENTITY, None, 0)
        self.needs_recognition = (total == 0 and self._images > 0) or (
            total > 0 and unreadable > total * _UNREADABLE
        )

    def layout(self, number: int) -> PageLayout:
        """The page's tables and lines; of a page to be recognised, what its text layer gives."""
        rules = self._rules
        if not any(rules) and self._pieces and self._is_picture:
            # A scan with a text layer of its own: the lines of its tables are in the picture.
            from assistant.reading.scan import picture_rules  # here: OpenCV is costly to import

            rules = picture_rules(self._page, self._frame.size)
        return lay_out(number, self._frame.size, self._pieces, rules)

    @property
    def _is_picture(self) -> bool:
        """Whether images cover most of the page."""
        return self._pictured > 0.6 * self._frame.width * self._frame.height

    def _area(self, item: Any, outer: Matrix) -> float:
        """The area of an image on the page: the unit square under its matrix."""
        a, b, c, d, _, _ = _product(self._matrix(item), outer)
        return abs(a * d - b * c)

    # -- characters -----------------------------------------------------------------------------

    def _characters(self) -> tuple[list[Piece], int]:
        """The page's characters with their places, and how many have no Unicode value."""
        raw = self._raw
        textpage = self._page.get_textpage()
        handle = textpage.raw
        pieces: list[Piece] = []
        unreadable = 0
        rect = raw.FS_RECTF()
        pointer = ctypes.byref(rect)
        for index in range(min(raw.FPDFText_CountChars(handle), _MAX_CHARACTERS)):
            code = raw.FPDFText_GetUnicode(handle, index)
            if code < 0x20 or raw.FPDFText_IsGenerated(handle, index):
                continue
            if code >= 0xFFFE or code == 0xFFFD or 0xE000 <= code <= 0xF8FF:
                unreadable += 1
                continue
            if not raw.FPDFText_GetLooseCharBox(handle, index, pointer):
                continue
            x0, y0 = self._frame.point(rect.left, rect.top)
            x1, y1 = self._frame.point(rect.right, rect.bottom)
            left, right = (x0, x1) if x0 <= x1 else (x1, x0)
            top, bottom = (y0, y1) if y0 <= y1 else (y1, y0)
            if right > left and bottom > top:
                sign = " " if code in _SPACES else chr(code)
                pieces.append(Piece(sign, left, top, right, bottom))
        textpage.close()
        return _distinct(pieces), unreadable

    # -- lines ----------------------------------------------------------------------------------

    def _walk(self, matrix: Matrix, form: Any, depth: int) -> None:
        """Lines among the objects of the page or of a form within it."""
        raw = self._raw
        if form is None:
            count, get, owner = raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, self._page.raw
        else:
            count, get, owner = raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, form
        for index in range(count(owner)):
            item = get(owner, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == _IMAGE:
                self._images += 1
                self._pictured += self._area(item, matrix)
            elif kind == _FORM and depth < 5:
                self._walk(_product(self._matrix(item), matrix), item, depth + 1)
            elif kind == _PATH and self._segments < _MAX_SEGMENTS:
                self._path(item, matrix)

    def _matrix(self, item: Any) -> Matrix:
        found = self._raw.FS_MATRIX()
        if not self._raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
            return _IDENTITY
        return (found.a, found.b, found.c, found.d, found.e, found.f)

    def _path(self, item: Any, outer: Matrix) -> None:
        raw = self._raw
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        matrix = _product(self._matrix(item), outer)
        for points in self._outlines(item, matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            width, height = max(xs) - min(xs), max(ys) - min(ys)
            if width < _THIN and height < _THIN:
                continue
            if height < _THIN:
                self._rules[0].append(Rule((min(ys) + max(ys)) / 2, min(xs), max(xs)))
            elif width < _THIN:
                self._rules[1].append(Rule((min(xs) + max(xs)) / 2, min(ys), max(ys)))
            elif stroke.value:
                self._sides(points)

    def _sides(self, points: list[tuple[float, float]]) -> None:
        """The straight sides of a stroked outline."""
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(y0 - y1) < 1.0 and abs(x0 - x1) > _THIN:
                self._rules[0].append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x0 - x1) < 1.0 and abs(y0 - y1) > _THIN:
                self._rules[1].append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def _outlines(self, item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The path's sub-paths as points on the displayed page."""
        raw = self._raw
        a, b, c, d, e, f = matrix
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        count = raw.FPDFPath_CountSegments(item)
        for index in range(min(count, _MAX_SEGMENTS)):
            self._segments += 1
            segment = raw.FPDFPath_GetPathSegment(item, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            if kind == raw.FPDF_SEGMENT_MOVETO and points:
                if len(points) > 1:
                    yield points
                points = []
            place = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            points.append(self._frame.point(*place))
            if raw.FPDFPathSegment_GetClose(segment) and len(points) > 2:
                points.append(points[0])
        if len(points) > 1:
            yield points


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    """First ``inner``, then ``outer``."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _distinct(pieces: list[Piece]) -> list[Piece]:
    """Without the copies that fake a bold face: the same sign drawn again a hair's breadth off."""
    seen: dict[tuple[str, int, int], Piece] = {}
    out = []
    for piece in pieces:
        width, height = max(piece.right - piece.left, 0.5), max(piece.height, 0.5)
        column, row = round(piece.left / width * 2), round(piece.top / height * 2)
        if any(
            (other := seen.get((piece.text, column + dx, row + dy))) is not None
            and abs(other.left - piece.left) < 0.25 * width
            and abs(other.top - piece.top) < 0.25 * height
            for dx, dy in _AROUND
        ):
            continue
        seen[piece.text, column, row] = piece
        out.append(piece)
    return out
