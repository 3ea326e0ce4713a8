"""Grids as text: tabs, Markdown pipes, HTML tables."""

from __future__ import annotations

from collections.abc import Callable

from tests.layouts.render import Grid, Rendered


def _tab(grid: Grid) -> list[str]:
    lines = []
    matrix = grid.matrix()
    for n, row in enumerate(matrix):
        if n in grid.breaks:
            lines.append("")
        lines.append("\t".join(row))
    return lines


def _pipe(grid: Grid) -> list[str]:
    matrix = grid.matrix()
    lines = []
    for n, row in enumerate(matrix):
        lines.append("| " + " | ".join(row) + " |")
        if n == 0:
            lines.append("|" + "---|" * len(row))
    return lines


def _html(grid: Grid) -> list[str]:
    lines = ["<table>"]
    covered = {
        (r, c)
        for cell in grid.cells
        for r in range(cell.row, cell.row + cell.rowspan)
        for c in range(cell.column, cell.column + cell.colspan)
        if (r, c) != (cell.row, cell.column)
    }
    at = {(cell.row, cell.column): cell for cell in grid.cells}
    for r in range(grid.rows):
        row = "<tr>"
        for c in range(grid.columns):
            if (r, c) in covered:
                continue
            cell = at.get((r, c))
            if cell is None:
                row += "<td></td>"
            else:
                row += f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}">{cell.text}</td>'
        lines.append(row + "</tr>")
    return [*lines, "</table>"]


def _write(rendered: Rendered, table: Callable[[Grid], list[str]]) -> str:
    lines: list[str] = []
    for line in rendered.lines_before:
        lines += [line, ""]
    for grid in rendered.grids:
        for caption in grid.caption:
            lines += [caption, ""]
        lines += table(grid)
        lines += ["", "以下为后续内容。", ""]
    return "\n".join(lines + rendered.lines_after) + "\n"


WRITERS: dict[str, Callable[[Rendered], str]] = {
    "tab": lambda r: _write(r, _tab),
    "pipe": lambda r: _write(r, _pipe),
    "html": lambda r: _write(r, _html),
}
