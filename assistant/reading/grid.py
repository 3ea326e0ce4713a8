"""网格: a table as rows of cells, with what merged cells cover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.domain.declaration import Repair
from assistant.domain.document import Document, Table, TableCell
from assistant.domain.locator import Cell, Locator
from assistant.reading.markup import squeeze

_HAN = re.compile(r"[㐀-鿿]")
DASHES = frozenset({"-", "—", "--", "——", "----", "/", "……", "…", "%", "．", "。", "－"})
"""What a cell left empty on purpose prints."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell as the readers of tables see it: ``text`` without needless blanks."""

    row: int
    column: int
    text: str
    start: int
    end: int
    rowspan: int = 1
    colspan: int = 1
    checked: tuple[str, ...] = ()

    @property
    def last(self) -> int:
        """The last column that the cell covers."""
        return self.column + self.colspan - 1


@dataclass(frozen=True)
class Grid:
    """A table with its document."""

    document: Document
    table: Table
    parts: tuple[tuple[int, int], ...] = ()
    """(first row, index) of the document's tables that this one is put together from."""

    @cached_property
    def rows(self) -> tuple[tuple[Piece, ...], ...]:
        """The cells of every row, from left to right; rows torn by a page break are one again."""
        return self._joined[0]

    @cached_property
    def mended(self) -> tuple[Repair, ...]:
        """The rows that were put together, with the evidence."""
        return self._joined[1]

    @cached_property
    def _joined(self) -> tuple[tuple[tuple[Piece, ...], ...], tuple[Repair, ...]]:
        rows: list[list[Piece]] = [[] for _ in range(self.table.rows)]
        for cell in self.table.cells:
            if cell.row < len(rows) and cell.text.strip():
                rows[cell.row].append(_piece(cell))
        ordered = [tuple(sorted(row, key=lambda p: p.column)) for row in rows]
        repairs: list[Repair] = []
        for n in range(1, len(ordered)):
            joined = self._torn(ordered[n - 1], ordered[n])
            if joined is None:
                continue
            at = self.locate(joined)
            why = "同一行被分页切断，合并后的词语在本文件他处出现"
            repairs.append(Repair(at.quote, " ".join(p.text for p in joined), why, at))
            ordered[n - 1], ordered[n] = (), joined
        return tuple(ordered), tuple(repairs)

    def _torn(self, above: tuple[Piece, ...], below: tuple[Piece, ...]) -> tuple[Piece, ...] | None:
        """The two rows as one, where an empty line tears words that stand whole elsewhere."""
        if len(above) < 2 or [p.column for p in above] != [p.column for p in below]:
            return None
        text = self.document.text
        if "\n\n" not in text[above[-1].end : below[0].start].replace("\t", "").replace(" ", ""):
            return None
        pairs = [(a.text, b.text) for a, b in zip(above, below)]
        if not all(_HAN.match(a[-1]) and _HAN.match(b[0]) for a, b in pairs):
            return None
        whole = sum(text.count(a + b) > 0 for a, b in pairs)
        seams = sum(a[-1] + b[0] in text for a, b in pairs)
        if not whole or seams < len(pairs) - 1:
            return None
        return tuple(
            Piece(a.row, a.column, a.text + b.text, a.start, b.end) for a, b in zip(above, below)
        )

    @cached_property
    def spanned(self) -> bool:
        """Whether any cell covers several rows: then labels say themselves what they cover."""
        return any(cell.rowspan > 1 for cell in self.table.cells)

    @property
    def typed(self) -> bool:
        """Whether the characters were typed, not recognised: nothing is misread."""
        return self.document.format in {"docx", "xlsx", "html", "ofd"}

    @cached_property
    def exact(self) -> bool:
        """Whether cells are real cells of a file format, not columns guessed from text."""
        return self.spanned or self.typed

    def covering(self, row: int) -> Iterator[Piece]:
        """Cells that began in an earlier row and reach into ``row``."""
        for above in range(row):
            for piece in self.rows[above]:
                if piece.row + piece.rowspan > row:
                    yield piece

    def line(self, row: int) -> str:
        """The row's text, cells joined by a blank."""
        return " ".join(piece.text for piece in self.rows[row])

    def cut(self, piece: Piece, at: int) -> list[Piece]:
        """``piece`` in two at character ``at`` of its text, each with its place."""
        raw = self.document.text[piece.start : piece.end]
        offset = 0
        for char in piece.text[:at]:
            if char.isspace():
                continue
            found = raw.find(char, offset)
            offset = found + 1 if found >= 0 else offset
        middle = piece.start + offset
        left, right = piece.text[:at].strip(), piece.text[at:].strip()
        halves = (
            Piece(piece.row, piece.column, left, piece.start, middle),
            Piece(piece.row, piece.column, right, middle, piece.end, checked=piece.checked),
        )
        return [half for half in halves if half.text]

    def locate(self, pieces: list[Piece] | tuple[Piece, ...], row: int | None = None) -> Locator:
        """The locator from the first piece to the last; its cell is the first piece's."""
        first = pieces[0]
        start, end = min(p.start for p in pieces), max(p.end for p in pieces)
        number = first.row if row is None else row
        index, offset = self.table.index, 0
        for begin, table in self.parts:
            if begin <= number:
                index, offset = table, begin
        cell = Cell(index, number - offset, first.column)
        return self.document.locate(start, end, cell)

    def holds(self, index: int) -> bool:
        """Whether the document's table ``index`` is (part of) this one."""
        return index == self.table.index or any(index == table for _, table in self.parts)


def _piece(cell: TableCell) -> Piece:
    return Piece(
        cell.row, cell.column, squeeze(cell.text), cell.start, cell.end, cell.rowspan,
        cell.colspan, cell.checked,
    )  # fmt: skip


_FURNITURE = re.compile(r"[\s\d\-—–_·.第页共/（）()]*(?:续表|（续）|\(续\))?[\s\d\-—–]*")


def grids(document: Document, start: int = 0, end: int | None = None) -> list[Grid]:
    """The tables of ``document`` that begin within [start, end).

    A table that goes on over a page (nothing between but a page number, as many columns) is one.
    """
    stop = len(document.text) if end is None else end
    found: list[Grid] = []
    for table in document.tables:
        if not start <= table.start < stop:
            continue
        before = found[-1] if found else None
        if before is not None and _goes_on(document, before.table, table):
            found[-1] = _together(document, before, table)
        else:
            found.append(Grid(document, table))
    return found


def _goes_on(document: Document, above: Table, below: Table) -> bool:
    if above.columns != below.columns or above.sheet != below.sheet or above.columns < 3:
        return False
    between = document.text[above.end : below.start]
    pages = document.page_at(above.end), document.page_at(below.start)
    if pages[0] is None or pages[0] == pages[1]:
        return False
    return len(between) <= 40 and bool(_FURNITURE.fullmatch(between))


def _together(document: Document, above: Grid, below: Table) -> Grid:
    first = above.table.rows
    moved = tuple(replace(cell, row=cell.row + first) for cell in below.cells)
    table = replace(
        above.table, rows=first + below.rows, end=below.end, cells=above.table.cells + moved
    )
    parts = above.parts or ((0, above.table.index),)
    return Grid(document, table, (*parts, (first, below.index)))
