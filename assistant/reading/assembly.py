"""拼装: what the readers of formats find (paragraphs, grids, pages) put together as a Document.

Every format gives the same text: one line for a paragraph, one line for a row of a table with its
cells between tabs, an empty line around a table. Every cell and every block knows its stretch of
that text, so ``quote == text[start:end]`` holds by construction.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from assistant.domain.document import Block, Box, Document, Page, Table, TableCell
from assistant.reading.headings import inline_headings, read_heading, stands_alone
from assistant.reading.markup import ticked_options

# What carries no meaning in running text: zero-width marks, soft hyphen, control characters.
_DROPPED = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029\x85]")
_SPACES = re.compile("[ \t\u00a0\u2002-\u200a]+")
_HAN = re.compile("[\u3400-\u9fff\uff00-\uffef\u3000-\u303f〔〕（）]")

# A line of at most this many characters that ends in the middle of a word was broken for want of
# room (绩⏎效⏎指⏎标, 社会效⏎益指标): the parts are joined without a space.
_NARROW = 8


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table before it has its place in the text; spans are ≥ 1."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of ``rows`` × ``columns``; covered places have no cell."""

    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    sheet: str | None = None


def clean(text: str) -> str:
    """Text without invisible marks; every kind of line break as a newline."""
    return _DROPPED.sub("", _BREAKS.sub("\n", text))


def one_line(text: str, *, cell: bool = False) -> str:
    """A cell's or paragraph's text on one line.

    A line break becomes a space, except in a ``cell`` within a narrow column of Han characters,
    where it is a wrap of the word and becomes nothing.
    """
    lines = [s for s in (_SPACES.sub(" ", part).strip() for part in clean(text).split("\n")) if s]
    if not lines:
        return ""
    narrow = cell and max(map(len, lines)) <= _NARROW
    out = [lines[0]]
    for before, line in pairwise(lines):
        joined = narrow and _HAN.match(before[-1]) and _HAN.match(line[0])
        out.append(line if joined else " " + line)
    return "".join(out)


def compact(grid: Grid) -> Grid:
    """The grid without rows and columns that no cell begins in (left over from merges)."""
    rows = sorted({cell.row for cell in grid.cells})
    columns = sorted({cell.column for cell in grid.cells})
    if len(rows) == grid.rows and len(columns) == grid.columns:
        return grid
    row_at = _ranks(rows, grid.rows)
    column_at = _ranks(columns, grid.columns)
    cells = []
    for cell in grid.cells:
        row, column = row_at[cell.row], column_at[cell.column]
        cells.append(
            replace(
                cell,
                row=row,
                column=column,
                rowspan=max(row_at[min(cell.row + cell.rowspan, grid.rows)] - row, 1),
                colspan=max(column_at[min(cell.column + cell.colspan, grid.columns)] - column, 1),
            )
        )
    return Grid(len(rows), len(columns), tuple(cells), grid.sheet)


def _ranks(kept: Sequence[int], size: int) -> list[int]:
    """For every old index 0…size: how many kept indices lie before it."""
    ranks, count, keep = [], 0, set(kept)
    for index in range(size + 1):
        ranks.append(count)
        count += index in keep
    return ranks


def _joins(before: str, after: str) -> bool:
    """Whether nothing stands between two lines of one paragraph: Han signs, a figure cut in two."""
    if before.isdigit() and after.isdigit():
        return True
    return bool(_HAN.match(before) and _HAN.match(after))


class Assembly:
    """Gathers one document in reading order; ``document`` gives the result."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._page_starts: list[tuple[int, int]] = []
        self._boxes: list[tuple[int, int, Box]] = []
        self._notes: list[str] = []

    @property
    def empty(self) -> bool:
        """Whether there is no text as yet."""
        return not self._blocks

    def note(self, line: str) -> None:
        """A line for the user on what could not be read."""
        if line not in self._notes:
            self._notes.append(line)

    def page(self, number: int) -> None:
        """What follows stands on page ``number`` (one-based)."""
        if self._page_starts and self._page_starts[-1][0] >= number:
            return  # a table that goes on over pages has begun it already
        self._page_starts.append((number, self._length))

    def paragraph(self, text: str, box: Box | None = None, *, alone: bool = False) -> None:
        """A paragraph; nothing where ``text`` is blank.

        A numbered title (一、…) becomes a heading; so does an unnumbered one where the layout sets
        it ``alone`` (centred, or a row of its own).
        """
        line = one_line(text)
        if not line:
            return
        start = self._length
        self._write(line)
        if box is not None:
            self._boxes.append((start, self._length, box))
        self._prose(start, line, box, alone)
        self._write("\n")

    def heading(self, text: str, level: int, box: Box | None = None) -> None:
        """A heading of ``level`` ≥ 1; nothing where ``text`` is blank."""
        line = one_line(text)
        if not line:
            return
        start = self._length
        self._write(line)
        if box is not None:
            self._boxes.append((start, self._length, box))
        self._blocks.append(Block("heading", start, self._length, level, box=box))
        self._write("\n")

    def lines(self, pieces: Iterable[tuple[str, Box]], *, alone: bool = False) -> None:
        """One paragraph of several placed lines, joined as they wrap; each keeps its box."""
        start, mark = self._length, len(self._parts)
        union: Box | None = None
        for text, box in pieces:
            line = one_line(text)
            if not line:
                continue
            at = self._length
            if at > start and not _joins(self._parts[-1][-1], line[0]):
                self._write(" ")
                at += 1
            self._write(line)
            self._boxes.append((at, self._length, box))
            union = box if union is None else _hull(union, box)
        if self._length > start:
            self._prose(start, "".join(self._parts[mark:]), union, alone)
            self._write("\n")

    def grid(self, grid: Grid) -> None:
        """A table; a row that stands on a later page (by its boxes) begins that page.

        A table without any text is left out.
        """
        if not any(cell.text.strip() for cell in grid.cells):
            return
        if self._parts and not self._parts[-1].startswith("\n\n"):
            self._write("\n")
        start = self._length
        by_row: dict[int, dict[int, GridCell]] = {}
        for cell in grid.cells:
            by_row.setdefault(cell.row, {})[cell.column] = cell
        cells: list[TableCell] = []
        index = len(self._tables)
        for row in range(grid.rows):
            if row:
                self._write("\n")
            self._row(by_row.get(row, {}), grid.columns, cells)
        end = self._length
        self._tables.append(
            Table(index, grid.rows, grid.columns, start, end, tuple(cells), grid.sheet)
        )
        boxes = [cell.box for cell in grid.cells if cell.box is not None]
        hull = _hull(*boxes) if boxes else None
        self._blocks.append(Block("table", start, end, table=index, box=hull))
        self._write("\n\n")

    def document(self, data: bytes, name: str, kind: str) -> Document:
        """The document made from ``data``."""
        digest = hashlib.sha256(data).hexdigest()
        ends = [start for _, start in self._page_starts[1:]] + [self._length]
        return Document(
            id=digest[:16],
            name=name,
            format=kind,
            text="".join(self._parts),
            pages=tuple(
                Page(number, start, end)
                for (number, start), end in zip(self._page_starts, ends, strict=False)
            ),
            blocks=tuple(self._blocks),
            tables=tuple(self._tables),
            notes=tuple(self._notes),
            sha256=digest,
            boxes=tuple(sorted(self._boxes, key=lambda item: item[0])),
        )

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _prose(self, start: int, line: str, box: Box | None, alone: bool) -> None:
        """The blocks of one written line: a paragraph, a heading, or both run together."""
        cuts = [0, *inline_headings(line), len(line)]
        for first, last in pairwise(cuts):
            part = line[first:last]
            if not part.strip():
                continue
            heading = read_heading(part)
            level = heading.level if heading else 0
            if heading is None and alone and len(cuts) == 2 and stands_alone(part):
                level = 1
            left = start + first + len(part) - len(part.lstrip())
            right = start + first + len(part.rstrip())
            kind: Literal["heading", "paragraph"] = "heading" if level else "paragraph"
            self._blocks.append(Block(kind, left, right, level, box=box))

    def _row(self, row: dict[int, GridCell], columns: int, cells: list[TableCell]) -> None:
        pages = {cell.box.page for cell in row.values() if cell.box is not None}
        if pages and self._page_starts and min(pages) > self._page_starts[-1][0]:
            self.page(min(pages))
        for column in range(columns):
            if column:
                self._write("\t")
            cell = row.get(column)
            if cell is None:
                continue
            text = one_line(cell.text, cell=True)
            if not text:
                continue
            start = self._length
            self._write(text)
            if cell.box is not None:
                self._boxes.append((start, self._length, cell.box))
            cells.append(
                TableCell(
                    cell.row,
                    column,
                    start,
                    self._length,
                    text,
                    cell.rowspan,
                    cell.colspan,
                    cell.box,
                    cell.confidence,
                    ticked_options(text) or (),
                )
            )


def _hull(first: Box, *others: Box) -> Box:
    """The smallest box around those that stand on the first one's page."""
    same = [first, *(box for box in others if box.page == first.page)]
    return Box(
        first.page,
        min(box.left for box in same),
        min(box.top for box in same),
        max(box.right for box in same),
        max(box.bottom for box in same),
    )
