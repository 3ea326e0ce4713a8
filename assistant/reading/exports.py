"""系统导出: tables whose every row names its project (预算管理一体化 exports), several in one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.domain.declaration import FormField
from assistant.reading.fields import MEANING, tidy_label
from assistant.reading.grid import Grid, Piece
from assistant.reading.roles import Header

_KEPT = frozenset(
    {"project", "declarer", "unit", "department", "year", "code", "category", "nature", "period",
     "total", "annual_total", "annual", "overall", "goal"}
)  # fmt: skip
_ALSO = {"年度": "year", "单位": "declarer", "预算金额": "annual_total", "金额": "annual_total"}


class Exported:
    """One project's rows of an export: its header, rows, and the fields that they repeat."""

    def __init__(
        self, grid: Grid, header: Header, rows: range, given: dict[str, FormField]
    ) -> None:
        self.grid, self.header, self.rows, self.given = grid, header, rows, given

    @property
    def start(self) -> int:
        """Where its first row begins."""
        return min(p.start for p in self.grid.rows[self.rows.start])

    @property
    def end(self) -> int:
        """Where its last row ends."""
        return max(p.end for row in self.rows for p in self.grid.rows[row])


def find_exports(tables: Sequence[tuple[Grid, Header, int]]) -> list[Exported]:
    """The projects of every indicator table that has a column of project names."""
    return [found for grid, header, stop in tables for found in _of_table(grid, header, stop)]


def _of_table(grid: Grid, header: Header, stop: int) -> Iterator[Exported]:
    if header.row < header.first_row:
        return
    heads = {
        meaning: p
        for p in grid.rows[header.first_row]
        if (meaning := _meaning(p)) and not _in_role(p, header)
    }
    project = heads.get("project")
    if project is None:
        return
    roles = {c for r in header.roles if r.kind != "other" for c in range(r.first, r.last + 1)}
    begin, named = header.row + 1, ""
    rows = [n for n in range(begin, stop) if grid.rows[n]]
    if not rows or len(grid.rows[rows[0]]) < 4:
        return
    own = replace(header, elsewhere=frozenset(range(grid.table.columns)) - roles)
    runs: list[tuple[int, int]] = []
    for n in rows:
        cell = _cell(grid, n, project)
        if cell is not None and cell.text != named:
            named = cell.text
            runs.append((n, n + 1))
        elif runs:
            runs[-1] = (runs[-1][0], n + 1)
    for first, after in runs:
        given = {
            meaning: FormField(head.text, cell.text, grid.locate([cell]))
            for meaning, head in heads.items()
            if (cell := _cell(grid, first, head)) is not None
        }
        if "project" in given:
            yield Exported(grid, replace(own, row=first - 1), range(first, after), given)


def _meaning(piece: Piece) -> str | None:
    label = tidy_label(piece.text)
    meaning = MEANING.get(label) or _ALSO.get(label)
    return meaning if meaning in _KEPT else None


def _in_role(piece: Piece, header: Header) -> bool:
    return any(
        r.first <= piece.column <= r.last and r.kind not in {"unit", "other"} for r in header.roles
    )


def _cell(grid: Grid, row: int, head: Piece) -> Piece | None:
    """The row's cell below a heading, a merged one that reaches into the row included."""
    for piece in (*grid.rows[row], *grid.covering(row)):
        if piece.column <= head.column <= piece.last:
            return piece
    return None
