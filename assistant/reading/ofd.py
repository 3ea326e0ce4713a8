"""OFD (GB/T 33190): the national format for official documents, read from its XML.

The one kept library, easyofd, draws OFD on a PDF through PyMuPDF (AGPL) and gives no characters
with their places. The format is plain: a zip of XML with each character's position and each line's
path; so it is read here, and its tables are decided as for PDF. A page that is only an image is
recognised. Annotations, seals and attachments are left out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lxml import etree

from assistant.domain.document import Document
from assistant.errors import DamagedFile, EmptyFile, EncryptedFile, TooLarge
from assistant.reading.assembly import Assembly
from assistant.reading.lattice import Piece, Rule
from assistant.reading.layout import PageLayout, lay_out, write_pages
from assistant.reading.package import Package

# As for PDF: characters are read in some 10 ms a page, images take seconds.
MAX_PAGES = 1_000
MAX_SCANNED = 150
_MAX_CHARACTERS = 200_000
_MAX_PICTURES = 50
_POINTS = 72 / 25.4  # OFD measures in millimetres
_THIN = 3.0
_A4 = (0.0, 0.0, 210.0, 297.0)
_PATH_STEP = re.compile(r"([SMLQBAC])([^SMLQBAC]*)")
# How many numbers of a step stand before its end point.
_BEFORE_END = {"S": 0, "M": 0, "L": 0, "Q": 2, "B": 4, "A": 5}

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_ofd(package: Package, data: bytes, name: str) -> Document:
    """An OFD as text with places; raises EmptyFile, DamagedFile, EncryptedFile or TooLarge."""
    if package.has("Encryptions.xml") or package.has("Encryption.xml"):
        raise EncryptedFile(name, "有密码，请去除密码后再导入")
    reader = _Ofd(package, name)
    out = Assembly()
    pages = list(reader.pages(out))
    write_pages(out, pages)
    if out.empty:
        if not reader.scanned:
            raise EmptyFile(name, "OFD 中没有文字和图像")
        out.note("没有辨认出文字，可能是空白页")
    return out.document(data, name, "ofd")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as it is drawn, in points from the top left: characters, lines, pictures.

    ``pictures`` are (left, top, right, bottom, bytes of the image file).
    """

    width: float
    height: float
    pieces: tuple[Piece, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    pictures: tuple[tuple[float, float, float, float, bytes], ...]


def draw_page(package: Package, name: str, number: int) -> Drawing | None:
    """What the page of that one-based number shows; None where there is no such page.

    Raises DamagedFile.
    """
    reader = _Ofd(package, name)
    parts = reader.parts()
    return reader.drawing(parts[number - 1]) if 1 <= number <= len(parts) else None


def _numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; what is no number ends them."""
    out = []
    for part in (text or "").split():
        try:
            out.append(float(part))
        except ValueError:
            break
    return out


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def _child(node: etree._Element, name: str) -> str:
    """The text of the first descendant of this name."""
    found = next(node.iter(f"{{*}}{name}"), None)
    return (found.text or "").strip() if found is not None else ""


class _Ofd:
    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._name = name
        root = _child(package.xml("OFD.xml"), "DocRoot")
        if not root:
            raise DamagedFile(name, "OFD 没有正文部分")
        self._main = root.lstrip("/")
        self._document = package.xml(self._main)
        common = next(self._document.iter("{*}CommonData"), self._document)
        self._box = (_numbers(_child(common, "PhysicalBox")) or list(_A4))[:4]
        self._templates = {
            node.get("ID"): self._resolved(self._main, node.get("BaseLoc") or "")
            for node in common.iter("{*}TemplatePage")
        }
        self._media = self._read_media(common)
        self.scanned = 0

    def pages(self, out: Assembly) -> Iterator[PageLayout]:
        """Every page laid out, in order."""
        parts = self.parts()
        if len(parts) > MAX_PAGES:
            reason = f"共 {len(parts)} 页，超过 {MAX_PAGES} 页的上限，请分册导入"
            raise TooLarge(self._name, reason)
        for number, part in enumerate(parts, 1):
            try:
                yield self._page(number, part)
            except DamagedFile:
                out.note(f"第 {number} 页损坏，没有读取")

    def parts(self) -> list[str]:
        """The parts that hold the pages, in order."""
        nodes = [node for holder in self._document.iter("{*}Pages") for node in holder]
        return [
            self._resolved(self._main, node.get("BaseLoc") or "")
            for node in nodes
            if _local(node) == "Page"
        ]

    def drawing(self, part: str) -> Drawing:
        """What a page shows."""
        canvas, box = self._canvas(part)
        pictures = tuple(
            (
                x * _POINTS,
                y * _POINTS,
                (x + w) * _POINTS,
                (y + h) * _POINTS,
                self._package.read(file),
            )
            for (x, y, w, h), resource in canvas.placed[:_MAX_PICTURES]
            if (file := self._media.get(resource)) is not None and self._package.has(file)
        )
        return Drawing(
            box[2] * _POINTS, box[3] * _POINTS, tuple(canvas.pieces), tuple(canvas.across),
            tuple(canvas.down), pictures,
        )  # fmt: skip

    def _resolved(self, base: str, place: str) -> str:
        if place.startswith("/"):
            return place.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), place))

    def _read_media(self, common: etree._Element) -> dict[str, str]:
        """Resource id → the part of an image."""
        found: dict[str, str] = {}
        for node in common:
            if _local(node) not in {"PublicRes", "DocumentRes"} or not node.text:
                continue
            part = self._resolved(self._main, node.text.strip())
            if not self._package.has(part):
                continue
            resources = self._package.xml(part)
            folder = resources.get("BaseLoc") or ""
            for media in resources.iter("{*}MultiMedia"):
                file = _child(media, "MediaFile")
                base = self._resolved(part, f"{folder}/" if folder else "")
                found[media.get("ID") or ""] = self._resolved(f"{base}/x", file)
        return found

    def _canvas(self, part: str) -> tuple[_Canvas, list[float]]:
        """What a page and its templates draw, and the page's box."""
        root = self._package.xml(part)
        area = next(root.iter("{*}Area"), None)
        box = (_numbers(_child(area, "PhysicalBox")) if area is not None else []) or self._box
        canvas = _Canvas()
        for template in root.iter("{*}Template"):
            place = self._templates.get(template.get("TemplateID"))
            if place and self._package.has(place):
                canvas.draw(self._package.xml(place))
        canvas.draw(root)
        return canvas, box

    def _page(self, number: int, part: str) -> PageLayout:
        canvas, box = self._canvas(part)
        size = (box[2] * _POINTS, box[3] * _POINTS)
        if not canvas.pieces and canvas.images:
            layout = self._recognised(number, canvas.images)
            if layout is not None:
                return layout
        return lay_out(number, size, canvas.pieces, (canvas.across, canvas.down))

    def _recognised(self, number: int, images: list[tuple[float, str]]) -> PageLayout | None:
        """A scanned page: its largest image, recognised."""
        part = self._media.get(max(images)[1])
        if part is None or not self._package.has(part):
            return None
        self.scanned += 1
        if self.scanned > MAX_SCANNED:
            raise TooLarge(self._name, f"扫描页超过 {MAX_SCANNED} 页的上限，请分册导入")
        from assistant.reading.scan import recognise_picture  # here: OCR is costly to import

        return recognise_picture(self._package.read(part), self._name, number)


class _Canvas:
    """What a page's XML draws: characters, lines, images."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.images: list[tuple[float, str]] = []
        self.placed: list[tuple[list[float], str]] = []

    def draw(self, root: etree._Element) -> None:
        """Draw every object of a page or template."""
        for content in root.iter("{*}Content"):
            for node in content.iter():
                kind = _local(node)
                if kind == "TextObject":
                    self._text(node)
                elif kind == "PathObject":
                    self._path(node)
                elif kind == "ImageObject":
                    box = _numbers(node.get("Boundary"))
                    if len(box) == 4:
                        resource = node.get("ResourceID") or ""
                        self.images.append((box[2] * box[3], resource))
                        self.placed.append((box, resource))

    def _text(self, node: etree._Element) -> None:
        box = _numbers(node.get("Boundary"))
        size = (_numbers(node.get("Size")) or [0.0])[0]
        if len(box) != 4 or size <= 0 or node.get("Visible") == "false":
            return
        matrix = _matrix(node)
        x = y = 0.0
        for code in node.iter("{*}TextCode"):
            x = (_numbers(code.get("X")) or [x])[0]
            y = (_numbers(code.get("Y")) or [y])[0]
            steps = (_steps(code.get("DeltaX")), _steps(code.get("DeltaY")))
            at = (x, y)
            for index, sign in enumerate(code.text or ""):
                if len(self.pieces) < _MAX_CHARACTERS and (sign == " " or not sign.isspace()):
                    self.pieces.append(_piece(sign, at, size, matrix, box))
                dx = steps[0][index] if index < len(steps[0]) else 0.0
                dy = steps[1][index] if index < len(steps[1]) else 0.0
                if not steps[0] and not steps[1]:
                    dx = size * (0.5 if sign.isascii() else 1.0)
                at = (at[0] + dx, at[1] + dy)

    def _path(self, node: etree._Element) -> None:
        box = _numbers(node.get("Boundary"))
        if len(box) != 4:
            return
        matrix = _matrix(node)
        stroked = node.get("Stroke") != "false"
        for points in _outlines(_data(node)):
            placed = [_moved(matrix, point, box) for point in points]
            xs, ys = [x for x, _ in placed], [y for _, y in placed]
            if max(ys) - min(ys) < _THIN and max(xs) - min(xs) >= _THIN:
                self.across.append(Rule((min(ys) + max(ys)) / 2, min(xs), max(xs)))
            elif max(xs) - min(xs) < _THIN and max(ys) - min(ys) >= _THIN:
                self.down.append(Rule((min(xs) + max(xs)) / 2, min(ys), max(ys)))
            elif stroked:
                self._sides(placed)

    def _sides(self, points: list[tuple[float, float]]) -> None:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(y0 - y1) < 1.0 and abs(x0 - x1) > _THIN:
                self.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x0 - x1) < 1.0 and abs(y0 - y1) > _THIN:
                self.down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _data(node: etree._Element) -> str:
    return next((child.text or "" for child in node.iter("{*}AbbreviatedData")), "")


def _matrix(node: etree._Element) -> Matrix:
    values = _numbers(node.get("CTM"))
    if len(values) != 6:
        return _IDENTITY
    return (values[0], values[1], values[2], values[3], values[4], values[5])


def _moved(matrix: Matrix, point: tuple[float, float], box: list[float]) -> tuple[float, float]:
    """A point of an object as points from the top left of the page."""
    a, b, c, d, e, f = matrix
    x, y = point
    return (box[0] + a * x + c * y + e) * _POINTS, (box[1] + b * x + d * y + f) * _POINTS


def _piece(
    sign: str, at: tuple[float, float], size: float, matrix: Matrix, box: list[float]
) -> Piece:
    """A character that stands on the base line at ``at``."""
    width = size * (0.5 if sign.isascii() else 1.0)
    x0, y0 = _moved(matrix, (at[0], at[1] - 0.86 * size), box)
    x1, y1 = _moved(matrix, (at[0] + width, at[1] + 0.14 * size), box)
    return Piece(sign, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _steps(text: str | None) -> list[float]:
    """DeltaX, DeltaY: numbers, where ``g 3 5`` stands for 5 5 5."""
    parts: list[Any] = (text or "").split()
    out: list[float] = []
    at = 0
    while at < len(parts) and len(out) < _MAX_CHARACTERS:
        try:
            if parts[at] == "g":
                out.extend([float(parts[at + 2])] * min(int(parts[at + 1]), _MAX_CHARACTERS))
                at += 3
            else:
                out.append(float(parts[at]))
                at += 1
        except (ValueError, IndexError):
            break
    return out


def _outlines(text: str) -> Iterator[list[tuple[float, float]]]:
    """The sub-paths of AbbreviatedData as points; curves by their end points."""
    points: list[tuple[float, float]] = []
    for kind, rest in _PATH_STEP.findall(text[:200_000]):
        if kind == "C":
            if len(points) > 2:
                points.append(points[0])
            continue
        values = _numbers(rest)[_BEFORE_END[kind] :]
        if kind in "SM":
            if len(points) > 1:
                yield points
            points = []
        if len(values) >= 2:
            points.append((values[0], values[1]))
    if len(points) > 1:
        yield points
