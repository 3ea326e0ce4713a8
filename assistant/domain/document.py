"""文件: a file as text with places: pages, headings, paragraphs, tables with their cells.

Every reader of a file format makes this; everything after it works on this alone. Offsets are code
points into ``Document.text``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from assistant.domain.locator import Cell, Locator


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in fractions (0…1) of its width and height, from the top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """页: one-based number and the stretch of text that stands on it."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableCell:
    """表格单元: ``text`` is ``document.text[start:end]`` cleaned of mark-up; spans are ≥ 1.

    A cell that an empty place in the grid stands for is not listed. ``confidence`` is below 1 only
    where the characters were recognised (OCR).
    """

    row: int
    column: int
    start: int
    end: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    box: Box | None = None
    confidence: float = 1.0
    checked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """表格: a grid of ``rows`` × ``columns``; ``start``/``end`` span its text."""

    index: int
    rows: int
    columns: int
    start: int
    end: int
    cells: tuple[TableCell, ...]
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """块: a heading (``level`` ≥ 1), a paragraph (level 0) or a table (``table`` is its index)."""

    kind: Literal["heading", "paragraph", "table"]
    start: int
    end: int
    level: int = 0
    table: int | None = None
    box: Box | None = None


@dataclass(frozen=True)
class Document:
    """One file as read.

    ``id`` is made from the content (first 16 hex digits of its SHA-256). ``name`` is the file's
    name; ``format`` one of txt, md, html, docx, xlsx, pdf, scan, image, ofd. ``notes`` are lines
    for the user on what could not be read. ``sha256`` is that of the file's bytes.
    """

    id: str
    name: str
    format: str
    text: str
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    sha256: str = ""
    boxes: tuple[tuple[int, int, Box], ...] = field(default=(), repr=False)
    """(start, end, box) of recognised or placed lines, in order of ``start``."""

    @cached_property
    def _page_starts(self) -> tuple[int, ...]:
        return tuple(p.start for p in self.pages)

    def page_at(self, offset: int) -> int | None:
        """The one-based page that ``offset`` stands on; None where there are no pages."""
        if not self.pages:
            return None
        at = bisect_right(self._page_starts, offset) - 1
        return self.pages[max(at, 0)].number

    def locate(self, start: int, end: int, cell: Cell | None = None) -> Locator:
        """The locator of ``text[start:end]``."""
        return Locator(
            self.id, self.name, self.page_at(start), start, end, self.text[start:end], cell
        )
