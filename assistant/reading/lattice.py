"""表格线: ruling lines → the grid that they draw, with its merged cells.

Shared by PDF, scans and OFD: each finds lines and pieces of text with their places (in points, from
the top left of the page) in its own way; what stands in which cell is decided here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# Ends of lines that should meet are drawn up to this far apart (points; a line is about 0.5 wide).
_REACH = 3.0
# Parallel lines this near are one line drawn twice, or the two edges of a thick one.
_SAME = 2.5
# Shorter lines are strokes of signs, not of tables.
_SHORTEST = 6.0
# A border is there where a line covers at least this share of it.
_COVER = 0.6
# More lines than this on a page are a drawing; tables are not looked for in it.
_MAX_LINES = 1_500
# Nor is a raster of more places than this a table: the largest seen has 1,500.
_MAX_PLACES = 20_000


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: at ``at``, from ``start`` to ``end`` along the other axis."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A character or word with its place."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0

    @property
    def middle(self) -> tuple[float, float]:
        """The centre (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top


@dataclass(slots=True)
class RuledCell:
    """A cell: its rows and columns (end exclusive), its place, its pieces."""

    row: int
    column: int
    row_end: int
    column_end: int
    left: float
    top: float
    right: float
    bottom: float
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class RuledTable:
    """A table as drawn: borders ``xs`` and ``ys``, and its cells row by row."""

    xs: list[float]
    ys: list[float]
    cells: list[RuledCell]

    @property
    def left(self) -> float:
        """The left side."""
        return self.xs[0]

    @property
    def right(self) -> float:
        """The right side."""
        return self.xs[-1]

    @property
    def top(self) -> float:
        """The upper side."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """The lower side."""
        return self.ys[-1]


def find_tables(
    horizontals: Sequence[Rule], verticals: Sequence[Rule], reach: float = _REACH
) -> list[RuledTable]:
    """The tables that the lines draw, from top to bottom; single frames are left out."""
    rows = _joined(horizontals, reach)
    columns = _joined(verticals, reach)
    if len(rows) + len(columns) > _MAX_LINES:
        return []
    tables = []
    for own_rows, own_columns in _components(rows, columns, reach):
        if len(own_rows) < 2 or not own_columns:
            continue
        table = _table(own_rows, own_columns, reach)
        if table is not None:
            tables.append(table)
    return sorted(tables, key=lambda table: (table.top, table.left))


def place(tables: Sequence[RuledTable], pieces: Iterable[Piece]) -> list[Piece]:
    """Put each piece into the cell that its middle lies in; gives back those outside all tables.

    Where tables lie in one another the smaller table takes the piece.
    """
    seekers = sorted((_Seeker(table) for table in tables), key=lambda seeker: seeker.area)
    outside = []
    for piece in pieces:
        x, y = piece.middle
        owner = None
        for seeker in seekers:
            owner = seeker.cell(x, y)
            if owner is not None:
                break
        if owner is None:
            outside.append(piece)
        else:
            owner.pieces.append(piece)
    return outside


class _Seeker:
    """Finds the cell of a table at a point."""

    def __init__(self, table: RuledTable) -> None:
        self._xs, self._ys = table.xs, table.ys
        self.area = (table.right - table.left) * (table.bottom - table.top)
        self._cells: dict[tuple[int, int], RuledCell] = {
            (row, column): cell
            for cell in table.cells
            for row in range(cell.row, cell.row_end)
            for column in range(cell.column, cell.column_end)
        }

    def cell(self, x: float, y: float) -> RuledCell | None:
        """The cell that (x, y) lies in."""
        row, column = bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1
        return self._cells.get((row, column))


def _joined(rules: Sequence[Rule], reach: float) -> list[Rule]:
    """Lines drawn in parts, or twice, as one; signs' strokes dropped."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if groups and rule.at - groups[-1][0].at <= _SAME:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    out = []
    for group in groups:
        total = sum(max(rule.end - rule.start, 0.1) for rule in group)
        at = sum(rule.at * max(rule.end - rule.start, 0.1) for rule in group) / total
        start, end = None, 0.0
        for rule in sorted(group, key=lambda rule: rule.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + reach:
                end = max(end, rule.end)
            else:
                out.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            out.append(Rule(at, start, end))
    return [rule for rule in out if rule.end - rule.start >= _SHORTEST]


def _components(
    rows: list[Rule], columns: list[Rule], reach: float
) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch one another, directly or through others."""
    parent = list(range(len(rows) + len(columns)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if (
                row.start - reach <= column.at <= row.end + reach
                and column.start - reach <= row.at <= column.end + reach
            ):
                parent[root(i)] = root(len(rows) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, row in enumerate(rows):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(columns):
        groups.setdefault(root(len(rows) + j), ([], []))[1].append(column)
    return list(groups.values())


def _positions(values: Iterable[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _SAME:
            out.append(value)
    return out


def _table(rows: list[Rule], columns: list[Rule], reach: float) -> RuledTable | None:
    xs = _positions(rule.at for rule in columns)
    ys = _positions(rule.at for rule in rows)
    # Tables without outer borders: the lines that run on draw the missing side.
    left, right = min(r.start for r in rows), max(r.end for r in rows)
    open_left, open_right = xs[0] - left > 3 * reach, right - xs[-1] > 3 * reach
    xs = ([left] if open_left else []) + xs + ([right] if open_right else [])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    if len(xs) * len(ys) > _MAX_PLACES:
        return None
    across, down = _borders(rows, ys, xs), _borders(columns, xs, ys)
    for i in range(len(ys) - 1):
        if open_left:
            down[0][i] = True
        if open_right:
            down[len(xs) - 1][i] = True
    cells = _cells(xs, ys, across, down)
    return RuledTable(xs, ys, cells) if len(cells) > 1 else None


def _borders(rules: list[Rule], at: list[float], cuts: list[float]) -> list[list[bool]]:
    """For each position of ``at``: whether a line covers the stretch between two ``cuts``."""
    out = [[False] * (len(cuts) - 1) for _ in at]
    for rule in rules:
        index = min(range(len(at)), key=lambda k: abs(at[k] - rule.at))
        for k in range(len(cuts) - 1):
            low, high = max(rule.start, cuts[k]), min(rule.end, cuts[k + 1])
            if high - low >= _COVER * (cuts[k + 1] - cuts[k]):
                out[index][k] = True
    return out


def _cells(
    xs: list[float], ys: list[float], across: list[list[bool]], down: list[list[bool]]
) -> list[RuledCell]:
    """Merge the places of the grid that no border parts, as rectangles, from the top left."""
    taken = [[False] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    cells = []
    for i in range(len(ys) - 1):
        for j in range(len(xs) - 1):
            if taken[i][j]:
                continue
            j_end = j + 1
            while j_end < len(xs) - 1 and not down[j_end][i] and not taken[i][j_end]:
                j_end += 1
            i_end = i + 1
            while i_end < len(ys) - 1 and _goes_on(i_end, j, j_end, across, down, taken):
                i_end += 1
            for row in range(i, i_end):
                for column in range(j, j_end):
                    taken[row][column] = True
            cells.append(RuledCell(i, j, i_end, j_end, xs[j], ys[i], xs[j_end], ys[i_end]))
    return cells


def _goes_on(
    row: int,
    start: int,
    end: int,
    across: list[list[bool]],
    down: list[list[bool]],
    taken: list[list[bool]],
) -> bool:
    """Whether the cell above goes on into ``row``: no border above, none within, both sides."""
    if any(across[row][column] or taken[row][column] for column in range(start, end)):
        return False
    return not any(down[column][row] for column in range(start + 1, end))
