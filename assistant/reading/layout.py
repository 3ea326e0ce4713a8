"""版面: pieces of text with places → lines, cells' text, paragraphs, joined tables.

Shared by PDF, scans and OFD. Coordinates are points from the top left of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from assistant.domain.document import Box
from assistant.reading.assembly import Assembly, Grid, GridCell, compact, one_line
from assistant.reading.columns import TextRow, aligned_tables
from assistant.reading.gutter import in_columns
from assistant.reading.headings import read_numbering
from assistant.reading.lattice import Piece, Rule, RuledCell, RuledTable, find_tables, place

_HAN = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”‘’（）〔〕《》]")
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*\d{1,4}[-—–·\s]*|第\s*\d{1,4}\s*页(?:\s*[/／，,]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*[/／]\s*\d{1,4}"
)
# A gap wider than this many ems between two pieces of a line is a blank.
_BLANK = 0.45
# Between Han characters letter-spacing is common; only a wider gap is a blank.
_HAN_BLANK = 1.2
# The sides of a table that goes on differ by at most this share of the page's width.
_ASKEW = 0.025
# The lines of a column are at most this share of the page's width long.
_COLUMN = 0.6
# Headers, footers and page numbers stand within this share of the page's height.
_MARGIN = 0.09


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with its place."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top


@dataclass(slots=True)
class PageLayout:
    """What stands on one page: tables and lines, before it becomes text.

    ``seen`` leads from a place on the page as it was read (x, y in fractions) to its place on the
    page as it is seen, which differ where a picture was turned: x' = a·x + b·y + c, y' = d·x + e·y
    + f.
    """

    number: int
    width: float
    height: float
    tables: list[RuledTable] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    seen: tuple[float, float, float, float, float, float] | None = None
    columns: bool = False
    """Set in columns: the lines stand in the order of reading, not from top to bottom."""

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The box of a place on the page as it is seen: the upright one around it where turned."""
        xs = (_share(left, self.width), _share(right, self.width))
        ys = (_share(top, self.height), _share(bottom, self.height))
        if self.seen is not None:
            a, b, c, d, e, f = self.seen
            corners = [(a * x + b * y + c, d * x + e * y + f) for x in xs for y in ys]
            xs = (_share(min(x for x, _ in corners), 1.0), _share(max(x for x, _ in corners), 1.0))
            ys = (_share(min(y for _, y in corners), 1.0), _share(max(y for _, y in corners), 1.0))
        return Box(self.number, xs[0], ys[0], xs[1], ys[1])


def lay_out(
    number: int,
    size: tuple[float, float],
    pieces: Sequence[Piece],
    rules: tuple[Sequence[Rule], Sequence[Rule]],
    reach: float = 3.0,
) -> PageLayout:
    """The page's tables and lines, from its pieces of text and its ruling lines (across, down)."""
    ruled = find_tables(rules[0], rules[1], reach)
    free = place(ruled, pieces)
    columns = [free] if ruled else in_columns(free)
    if len(columns) > 1:
        lines = [_line(row.pieces) for column in columns for row in _rows(column)]
        return PageLayout(number, size[0], size[1], [], lines, columns=True)
    rows = _rows(free)
    barriers = [(table.top, table.bottom) for table in ruled]
    aligned, rest = aligned_tables(rows, barriers)
    tables = sorted([*ruled, *aligned], key=lambda table: (table.top, table.left))
    lines = [_line(row.pieces) for row in rest]
    return PageLayout(number, size[0], size[1], tables, lines)


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """Pieces gathered into lines from top to bottom, each read from left to right."""
    return [_line(row.pieces) for row in _rows(pieces)]


def _rows(pieces: Sequence[Piece]) -> list[TextRow]:
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda p: p.top + p.bottom):
        if rows and rows[-1].takes(piece):
            rows[-1].add(piece)
        else:
            rows.append(_Row(piece))
    return [
        TextRow(tuple(sorted(row.pieces, key=lambda p: p.left)), row.top, row.bottom)
        for row in rows
        if any(piece.text.strip() for piece in row.pieces)
    ]


class _Row:
    """A line being gathered, with the mean of its pieces' upper and lower sides."""

    __slots__ = ("bottom", "pieces", "top")

    def __init__(self, piece: Piece) -> None:
        self.pieces = [piece]
        self.top, self.bottom = piece.top, piece.bottom

    def takes(self, piece: Piece) -> bool:
        """Whether the piece overlaps the line by more than half of the lower of the two."""
        overlap = min(self.bottom, piece.bottom) - max(self.top, piece.top)
        return overlap > 0.5 * min(self.bottom - self.top, piece.bottom - piece.top)

    def add(self, piece: Piece) -> None:
        """One more piece of the line."""
        self.pieces.append(piece)
        share = 1 / len(self.pieces)
        self.top += (piece.top - self.top) * share
        self.bottom += (piece.bottom - self.bottom) * share


def _line(row: Sequence[Piece]) -> Line:
    signs = [p for p in row if p.text != " "]
    em = max(median(p.height for p in signs), 1.0)
    text, before, blank = "", None, False
    for piece in row:
        if piece.text == " ":
            blank = True
            continue
        if before is not None:
            han = _HAN.match(before.text[-1]) and _HAN.match(piece.text[0])
            wide = piece.left - before.right > em * (_HAN_BLANK if han else _BLANK)
            text += " " if wide or (blank and not han) else ""
        text += piece.text
        before, blank = piece, False
    return Line(
        text,
        signs[0].left,
        min(p.top for p in signs),
        max(p.right for p in signs),
        max(p.bottom for p in signs),
        min(p.confidence for p in signs),
    )


def cell_text(cell: RuledCell) -> tuple[str, float]:
    """A cell's text and the lowest confidence in it; a line that filled its room was wrapped."""
    lines = lines_of(cell.pieces)
    if not lines:
        return "", 1.0
    em = max(median(line.height for line in lines), 1.0)
    # Padding differs from cell to cell: the longest line shows how far text may reach.
    room = max(line.right for line in lines)
    wide = room > cell.right - 2.5 * em
    text = lines[0].text
    for before, line in pairwise(lines):
        wrapped = wide and before.right > room - 1.6 * em
        text += _seam(text, line.text) if wrapped else "\n"
        text += line.text
    return text, min(line.confidence for line in lines)


def _seam(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: a blank only between Latin words."""
    latin = before[-1:].isascii() and before[-1:].isalpha()
    return " " if latin and after[:1].isascii() and after[:1].isalpha() else ""


# -- pages into a document -----------------------------------------------------------------------


def write_pages(out: Assembly, pages: Sequence[PageLayout]) -> None:
    """Write the pages: furniture dropped, tables that go on over pages joined."""
    _drop_furniture(pages)
    continued = _continued(pages)
    written: set[int] = set()
    for page in pages:
        out.page(page.number)
        items: list[Line | RuledTable] = [*page.lines, *page.tables]
        if not page.columns:
            items.sort(key=lambda item: (item.top, item.left))
        run: list[Line] = []
        for item in items:
            if isinstance(item, Line):
                run.append(item)
                continue
            _paragraphs(out, page, run)
            run = []
            if id(item) not in written:
                parts = continued.get(id(item), [(page, item)])
                written.update(id(table) for _, table in parts)
                out.grid(_grid(parts))
        _paragraphs(out, page, run)


def _drop_furniture(pages: Sequence[PageLayout]) -> None:
    """Page numbers, and lines that most pages repeat in their margins."""
    seen: dict[str, int] = {}
    for page in pages:
        for line in page.lines:
            if _in_margin(page, line):
                key = re.sub(r"\d+", "#", line.text)
                seen[key] = seen.get(key, 0) + 1
    often = {key for key, count in seen.items() if count >= 3 and count > len(pages) // 2}
    for page in pages:
        page.lines = [
            line
            for line in page.lines
            if not (
                _in_margin(page, line)
                and (
                    _PAGE_NUMBER.fullmatch(line.text.strip())
                    or re.sub(r"\d+", "#", line.text) in often
                )
            )
        ]


def _in_margin(page: PageLayout, line: Line) -> bool:
    return line.bottom < page.height * _MARGIN or line.top > page.height * (1 - _MARGIN)


def _continued(pages: Sequence[PageLayout]) -> dict[int, list[tuple[PageLayout, RuledTable]]]:
    """First part of a table (by identity) → all its parts, for tables that go on over pages."""
    found: dict[int, list[tuple[PageLayout, RuledTable]]] = {}
    owner: dict[int, int] = {}
    for page, following in pairwise(pages):
        if not page.tables or not following.tables:
            continue
        last, first = page.tables[-1], following.tables[0]
        if any(line.top > last.bottom for line in page.lines):
            continue
        if any(line.bottom < first.top for line in following.lines):
            continue
        if not _same_frame(page, last, following, first):
            continue
        key = owner.get(id(last), id(last))
        found.setdefault(key, [(page, last)]).append((following, first))
        owner[id(first)] = key
    return found


def _same_frame(
    page: PageLayout, last: RuledTable, following: PageLayout, first: RuledTable
) -> bool:
    """Whether the second table has the first one's sides: all borders, or a full page before.

    Measured in shares of the page's width: scanned pages differ in scale and lie a little askew.
    """
    left, right = last.left / page.width, last.right / page.width
    shift = max(
        abs(left - first.left / following.width), abs(right - first.right / following.width)
    )
    if shift > _ASKEW:
        return False
    moved = _moved(first.xs, last)
    near = max(0.01 * (last.right - last.left), 4.0)
    few, many = sorted((last.xs, moved), key=len)
    if all(any(abs(x - other) <= near for other in many) for x in few) and len(few) > 2:
        return True
    full = last.bottom > page.height * 0.5 and first.top < following.height * 0.35
    return full and shift < _ASKEW / 2


def _moved(xs: list[float], onto: RuledTable) -> list[float]:
    """Borders of a table's part, moved so that its sides lie on those of another part."""
    scale = (onto.right - onto.left) / max(xs[-1] - xs[0], 1.0)
    return [(x - xs[0]) * scale + onto.left for x in xs]


def _grid(parts: Sequence[tuple[PageLayout, RuledTable]]) -> Grid:
    """One grid of all parts: columns by their place, headers repeated on later pages dropped."""
    reference = parts[0][1]
    xs = _shared_borders([_moved(table.xs, reference) for _, table in parts])
    cells: list[GridCell] = []
    seen: list[tuple[str, ...]] = []
    offset = 0
    for number, (page, table) in enumerate(parts):
        texts = {id(cell): cell_text(cell) for cell in table.cells}
        rows = _row_texts(table, texts)
        skip = _repeated(rows, seen) if number else 0
        seen.extend(rows[skip:])
        own = _moved(table.xs, reference)
        for cell in table.cells:
            if cell.row_end <= skip:
                continue
            top = max(cell.row, skip)
            left, right = _nearest(xs, own[cell.column]), _nearest(xs, own[cell.column_end])
            text, confidence = texts[id(cell)]
            box = page.box(cell.left, cell.top, cell.right, cell.bottom)
            cells.append(
                GridCell(
                    offset + top - skip,
                    left,
                    text if cell.row >= skip else "",
                    cell.row_end - top,
                    max(right - left, 1),
                    box,
                    confidence,
                )
            )
        offset += len(table.ys) - 1 - skip
    return compact(Grid(offset, len(xs) - 1, tuple(cells)))


def _shared_borders(all_xs: Sequence[list[float]]) -> list[float]:
    if len(all_xs) == 1:
        return all_xs[0]
    near = 4.0
    out: list[float] = []
    for x in sorted(x for xs in all_xs for x in xs):
        if not out or x - out[-1] > near:
            out.append(x)
    return out


def _nearest(xs: list[float], x: float) -> int:
    return min(range(len(xs)), key=lambda k: abs(xs[k] - x))


def _row_texts(table: RuledTable, texts: dict[int, tuple[str, float]]) -> list[tuple[str, ...]]:
    rows: list[list[str]] = [[] for _ in range(len(table.ys) - 1)]
    for cell in table.cells:
        rows[cell.row].append(re.sub(r"\s+", "", texts[id(cell)][0]))
    return [tuple(row) for row in rows]


def _repeated(rows: list[tuple[str, ...]], seen: list[tuple[str, ...]]) -> int:
    """How many of the first rows repeat a header: rows printed before, of several labels."""
    count = 0
    for row in rows[:5]:
        labels = [text for text in row if text]
        figures = any(re.search(r"\d{2,}|[≥≤%％]", text) for text in labels)
        if row not in seen or len(labels) < 2 or figures:
            break
        count += 1
    return count


def _share(value: float, whole: float) -> float:
    return round(min(max(value / whole, 0.0), 1.0), 5) if whole else 0.0


# -- lines into paragraphs -----------------------------------------------------------------------


def _paragraphs(out: Assembly, page: PageLayout, lines: list[Line]) -> None:
    """Lines of one column of text: those that fill the line go on in the next."""
    if not lines:
        return
    em = max(median(line.height for line in lines), 1.0)
    run: list[Line] = []
    for line in lines:
        left, right = _edges(page, line)
        if run and not _goes_on(run[-1], line, left, right, em):
            _emit(out, page, run, left, right, em)
            run = []
        run.append(line)
    left, right = _edges(page, lines[-1])
    _emit(out, page, run, left, right, em)


def _edges(page: PageLayout, line: Line) -> tuple[float, float]:
    """Where lines of running text begin and end on this page, or in this line's column."""
    if page.columns:
        half = (line.right - line.left) / 2
        column = [
            one for one in page.lines
            if min(one.right, line.right) - max(one.left, line.left) >= half
            and one.right - one.left <= max(half * 2, page.width * _COLUMN)
        ]  # fmt: skip
        return min(one.left for one in column), max(one.right for one in column)
    everything: list[Line | RuledTable] = [*page.lines, *page.tables]
    return min(item.left for item in everything), max(item.right for item in everything)


def _goes_on(before: Line, line: Line, left: float, right: float, em: float) -> bool:
    if line.top - before.bottom > 1.8 * em or before.right < right - 2.5 * em:
        return False
    if line.left > left + 1.2 * em:
        return False
    return read_numbering(line.text) is None


def _emit(
    out: Assembly, page: PageLayout, run: list[Line], left: float, right: float, em: float
) -> None:
    boxes = [page.box(line.left, line.top, line.right, line.bottom) for line in run]
    first = run[0]
    centre = (first.left + first.right) / 2
    centred = (
        len(run) == 1
        and abs(centre - page.width / 2) < 0.04 * page.width
        and first.left > left + 2 * em
        and first.right < right - 2 * em
    )
    pieces = [(one_line(line.text), box) for line, box in zip(run, boxes, strict=True)]
    out.lines(pieces, alone=centred)
