"""无线表格: tables without ruling lines, by text that stands in columns.

Lines of text with wide gaps are taken together while the gaps stay open from line to line; what
comes of it is a table as if its lines had been drawn, so everything after works on both alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.reading.lattice import Piece, RuledCell, RuledTable

# A gap this many times the height of the text parts two columns.
_GAP = 1.4
# What must stay open of it over all lines of the table.
_OPEN = 0.5
# Lines further apart than this do not belong to one table.
_APART = 2.2
# Lines with several columns that a table has at least; fewer are a form's signature lines.
_LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class TextRow:
    """One line's pieces from left to right, with its upper and lower side."""

    pieces: tuple[Piece, ...]
    top: float
    bottom: float

    def segments(self) -> list[tuple[float, float]]:
        """(left, right) of its stretches of text between wide gaps."""
        signs = [piece for piece in self.pieces if piece.text.strip()]
        em = max(median(piece.height for piece in signs), 1.0)
        out = [(signs[0].left, signs[0].right)]
        for piece in signs[1:]:
            left, right = out[-1]
            if piece.left - right > _GAP * em:
                out.append((piece.left, piece.right))
            else:
                out[-1] = (left, max(right, piece.right))
        return out


@dataclass(slots=True)
class _Run:
    """Lines that go together so far, and the gaps that have stayed open."""

    rows: list[TextRow]
    segments: list[list[tuple[float, float]]]
    gaps: list[tuple[float, float]]

    @property
    def several(self) -> int:
        """How many of its lines have several columns."""
        return sum(len(segments) > 1 for segments in self.segments)


def aligned_tables(
    rows: Sequence[TextRow], barriers: Sequence[tuple[float, float]] = ()
) -> tuple[list[RuledTable], list[TextRow]]:
    """The tables that lines of text form by standing in columns, and the lines left over.

    ``rows`` come from top to bottom; a table never reaches over one of ``barriers`` (the upper and
    lower sides of ruled tables).
    """
    tables: list[RuledTable] = []
    rest: list[TextRow] = []
    run: _Run | None = None
    for row in rows:
        segments = row.segments()
        if run is not None and _extends(run, row, segments, barriers):
            continue
        _finish(run, tables, rest)
        run = None
        if len(segments) > 1:
            run = _Run([row], [segments], _between(segments))
        else:
            rest.append(row)
    _finish(run, tables, rest)
    return tables, sorted(rest, key=lambda row: row.top)


def _between(segments: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(a[1], b[0]) for a, b in pairwise(segments)]


def _extends(
    run: _Run,
    row: TextRow,
    segments: list[tuple[float, float]],
    barriers: Sequence[tuple[float, float]],
) -> bool:
    """Add the row to the run where it leaves the run's gaps open; whether it did."""
    last = run.rows[-1]
    em = max(last.bottom - last.top, row.bottom - row.top, 1.0)
    if row.top - last.bottom > _APART * em:
        return False
    if any(last.bottom <= top and bottom <= row.top for top, bottom in barriers):
        return False
    gaps = [gap for gap in _narrowed(run.gaps, segments) if gap[1] - gap[0] >= _OPEN * em]
    if not gaps or (run.several >= _LEAST_ROWS and len(gaps) < 0.6 * len(run.gaps)):
        return False
    run.rows.append(row)
    run.segments.append(segments)
    run.gaps = gaps
    return True


def _narrowed(
    gaps: Sequence[tuple[float, float]], segments: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """What stays of the gaps beside these stretches of text: the widest open part of each."""
    out = []
    for start, end in gaps:
        parts, at = [], start
        for left, right in segments:
            if right <= at or left >= end:
                continue
            parts.append((at, left))
            at = max(at, right)
        parts.append((at, end))
        out.append(max(parts, key=lambda part: part[1] - part[0]))
    return out


def _finish(run: _Run | None, tables: list[RuledTable], rest: list[TextRow]) -> None:
    """Close a run: a table where enough of its lines have columns, else lines as they were."""
    if run is None:
        return
    while run.segments and len(run.segments[-1]) == 1:
        rest.append(run.rows.pop())
        run.segments.pop()
    if run.several < _LEAST_ROWS or run.several < 0.5 * len(run.rows):
        rest.extend(run.rows)
        return
    tables.append(_table(run))


def _table(run: _Run) -> RuledTable:
    left = min(segments[0][0] for segments in run.segments)
    right = max(segments[-1][1] for segments in run.segments)
    xs = [left, *((a + b) / 2 for a, b in run.gaps), right]
    groups: list[list[TextRow]] = []
    for row, segments in zip(run.rows, run.segments, strict=True):
        # A single stretch of text right of the first column goes on from the line above.
        if groups and len(segments) == 1 and segments[0][0] > xs[1]:
            groups[-1].append(row)
        else:
            groups.append([row])
    ys = [groups[0][0].top]
    ys += [(a[-1].bottom + b[0].top) / 2 for a, b in pairwise(groups)]
    ys.append(groups[-1][-1].bottom)
    cells = [
        RuledCell(i, j, i + 1, j + 1, xs[j], ys[i], xs[j + 1], ys[i + 1])
        for i in range(len(groups))
        for j in range(len(xs) - 1)
    ]
    for number, group in enumerate(groups):
        for piece in (piece for row in group for piece in row.pieces):
            column = sum(piece.middle[0] > x for x in xs[1:-1])
            cells[number * (len(xs) - 1) + column].pieces.append(piece)
    return RuledTable(xs, ys, cells)
