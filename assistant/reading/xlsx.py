"""Excel 工作簿 (.xlsx): every visible sheet as a heading and its grid, values as shown.

Formulas are never evaluated: the value that the program saved with the cell is read. Sheets are
streamed (a sheet that claims a million rows costs what its filled cells cost), merges are taken
from the sheet's own XML. Macros and external links are never looked at.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from assistant.domain.document import Document
from assistant.errors import DamagedFile, EmptyFile, TooLarge
from assistant.reading.assembly import Assembly, Grid, GridCell, clean, compact
from assistant.reading.number_format import shown
from assistant.reading.package import Package

# Rows that hold something, per sheet: the largest department budgets print some 3,000.
MAX_ROWS = 50_000
# Columns: what lies further right in a sheet is not a declaration.
MAX_COLUMNS = 256
# Cells visited in a workbook (about 5 µs each), filled or only formatted.
MAX_CELLS = 1_500_000
# An empty stretch this long (rows) separates two tables of a sheet.
_GAP = 2

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_UNSAVED = re.compile(
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


def read_xlsx(package: Package, data: bytes, name: str) -> Document:
    """A workbook as text with places; raises EmptyFile, DamagedFile or TooLarge.

    ``data`` are the bytes of the file as it came: the package may be its conversion.
    """
    import openpyxl  # here: a command that reads no workbook does not pay for it

    out = Assembly()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(
                io.BytesIO(package.data), read_only=True, data_only=True, keep_links=False
            )
            sheets = list(book.worksheets)
        except Exception as error:
            raise DamagedFile(name, "工作簿损坏，无法打开") from error
        parts = _sheet_parts(package)
        budget = [MAX_CELLS]
        visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        for sheet in visible:
            xml = package.read(parts[sheet.title]) if sheet.title in parts else b""
            _sheet(out, sheet, xml, name, budget)
        hidden = [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
        if hidden:
            out.note(f"隐藏的工作表没有读取：{'、'.join(hidden)}")
        book.close()
    if out.empty:
        raise EmptyFile(name, "工作簿中没有内容")
    return out.document(data, name, "xlsx")


def _sheet_parts(package: Package) -> dict[str, str]:
    """Sheet title → its part in the package."""
    main = next(
        (path for kind, path in package.relations("").values() if kind == "officeDocument"),
        "xl/workbook.xml",
    )
    relations = package.relations(main)
    found = {}
    for node in package.xml(main).iter("{*}sheet"):
        key = next((value for attr, value in node.items() if attr.endswith("}id")), "")
        if key in relations:
            found[node.get("name") or ""] = relations[key][1]
    return found


def _sheet(out: Assembly, sheet: Any, xml: bytes, name: str, budget: list[int]) -> None:
    merges = _merges(xml)
    covered = _Covered(merges)
    filled: dict[int, dict[int, str]] = {}
    for row, column, text in _texts(sheet, name, budget):
        if (row, column) not in covered:
            filled.setdefault(row, {})[column] = text
            if len(filled) > MAX_ROWS:
                raise TooLarge(name, f"工作表「{sheet.title}」超过 {MAX_ROWS} 行的上限")
    unsaved = len(_UNSAVED.findall(xml))
    if unsaved:
        out.note(f"工作表「{sheet.title}」有 {unsaved} 个公式没有保存计算结果，按空白读取")
    if not filled:
        return
    out.heading(sheet.title, 1)
    for rows in _stretches(filled, merges):
        _stretch(out, rows, filled, merges, sheet.title)


def _texts(sheet: Any, name: str, budget: list[int]) -> Iterator[tuple[int, int, str]]:
    """(row, column, shown text) of the cells that hold something; one-based as in the sheet."""
    sheet.reset_dimensions()  # the claimed dimension is not believed
    try:
        for row in sheet.iter_rows():
            budget[0] -= len(row)
            if budget[0] < 0:
                raise TooLarge(name, f"工作簿超过 {MAX_CELLS // 10_000} 万个单元格的上限")
            for cell in row[:MAX_COLUMNS]:
                value = cell.value
                if value is None:
                    continue
                text = value if isinstance(value, str) else shown(value, cell.number_format)
                if text.strip():
                    yield cell.row, cell.column, clean(text)
    except TooLarge:
        raise
    except Exception as error:
        raise DamagedFile(name, f"工作表「{sheet.title}」损坏，无法读取") from error


def _merges(xml: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    """(top, left) → (bottom, right) of the merged ranges."""
    found = {}
    for left, top, right, bottom in _MERGE.findall(xml):
        found[int(top), _column(left)] = (int(bottom), min(_column(right), MAX_COLUMNS))
    return found


class _Covered:
    """The places that a merge hides; Excel keeps text there that nobody sees."""

    # A merge of more places is looked up as a rectangle, so that A1:XFD1048576 costs nothing.
    _SMALL = 1_024

    def __init__(self, merges: dict[tuple[int, int], tuple[int, int]]) -> None:
        self._anchors = merges
        self._places: set[tuple[int, int]] = set()
        self._large: list[tuple[int, int, int, int]] = []
        for (top, left), (bottom, right) in merges.items():
            if (bottom - top + 1) * (right - left + 1) > self._SMALL:
                self._large.append((top, left, bottom, right))
                continue
            self._places.update(
                (row, column)
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
                if (row, column) != (top, left)
            )

    def __contains__(self, place: tuple[int, int]) -> bool:
        if place in self._places:
            return True
        row, column = place
        return any(
            top <= row <= bottom and left <= column <= right and place != (top, left)
            for top, left, bottom, right in self._large
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _stretches(
    filled: dict[int, dict[int, str]], merges: dict[tuple[int, int], tuple[int, int]]
) -> list[list[int]]:
    """The filled rows, cut where ``_GAP`` or more empty rows lie between two tables."""
    reach: dict[int, int] = {}
    for (top, left), (bottom, _) in merges.items():
        if left in filled.get(top, {}):
            reach[top] = max(bottom, reach.get(top, 0))
    stretches: list[list[int]] = []
    last = -_GAP - 1
    for row in sorted(filled):
        if row - last > _GAP:
            stretches.append([])
        stretches[-1].append(row)
        last = max(last, row, reach.get(row, row))
    return stretches


def _stretch(
    out: Assembly,
    rows: list[int],
    filled: dict[int, dict[int, str]],
    merges: dict[tuple[int, int], tuple[int, int]],
    title: str,
) -> None:
    """One table of a sheet; lines of a single cell above and below it are paragraphs."""
    single = [len(filled[row]) == 1 for row in rows]
    top = next((at for at, alone in enumerate(single) if not alone), len(rows))
    tail = next((at for at, alone in enumerate(reversed(single)) if not alone), 0)
    # A label of the first column may span the rows above the tail: those are the table's own.
    reach = max((_bottom(row, filled[row], merges) for row in rows[: len(rows) - tail]), default=0)
    while tail and rows[len(rows) - tail] <= reach:
        tail -= 1
    for row in rows[:top]:
        out.paragraph(next(iter(filled[row].values())), alone=True)
    body = rows[top : len(rows) - tail]
    if body:
        out.grid(_grid(body, filled, merges, title))
    for row in rows[max(top, len(rows) - tail) :]:
        out.paragraph(next(iter(filled[row].values())), alone=True)


def _bottom(row: int, cells: dict[int, str], merges: dict[tuple[int, int], tuple[int, int]]) -> int:
    return max(merges.get((row, column), (row, column))[0] for column in cells)


def _grid(
    rows: list[int],
    filled: dict[int, dict[int, str]],
    merges: dict[tuple[int, int], tuple[int, int]],
    title: str,
) -> Grid:
    """The grid of ``rows``, from the first filled column to the last."""
    first, last = rows[0], rows[-1]
    left = min(column for row in rows for column in filled[row])
    width = 1
    cells = []
    for row in rows:
        for column, text in sorted(filled[row].items()):
            bottom, right = merges.get((row, column), (row, column))
            width = max(width, right - left + 1)
            rowspan, colspan = min(bottom, last) - row + 1, right - column + 1
            cells.append(GridCell(row - first, column - left, text, rowspan, colspan))
    return compact(Grid(last - first + 1, width, tuple(cells), title))
