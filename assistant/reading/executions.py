"""预算执行: past years' budgets and spending, as rows, as columns of years, and in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from assistant.domain.declaration import Execution
from assistant.domain.document import Document
from assistant.domain.money import UNITS, Money, parse_money
from assistant.domain.numerals import half_width, parse_number
from assistant.reading.captions import declared_unit, heading_unit
from assistant.reading.grid import Grid, Piece
from assistant.reading.headers import Column, cells_of, role_of_heading

_ESTIMATED = re.compile(r"预计|预估|估算")
_YEAR_CELL = re.compile(r"((?:19|20)\d{2})\s*年?度?(?:[(（][^()（）]{0,8}[)）])?")
_ROLES = ("initial", "adjusted", "executed")
_AMOUNT = r"(?P<{0}>\d[\d,.]*\s*[百千万亿]*元)"
_TOLD = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*年?(?:度)?[^。；;\n\d]{0,16}?(?:年初)?(?:(?:安排|批复|下达|核定|本级)*预算(?:安排|批复|数|资金|金额|总额|为|共)*"
    r"|(?:安排|批复|下达|核定)(?:财政|专项)*(?:资金|经费)?(?:总额|为|了|共)*)"
    + r"\s*" + _AMOUNT.format("initial")
    + r"(?:[^。；;\n]{0,24}?(?:调整(?:后)?(?:的)?(?:预算)?|全年预算)(?:数|为|至|金额)*\s*" + _AMOUNT.format("adjusted") + ")?"
    + r"[^。；;\n]{0,16}?(?:实际|全年|已|累计)*(?:支出|执行|使用|完成支出)(?:数|金额|资金|为|了)*\s*"
    + _AMOUNT.format("executed")
    + r"(?:[^。；;\n]{0,12}?(?:执行率|支出率)(?:为|达到|达)?\s*(?P<rate>\d[\d.]*)\s*[%％])?"
)  # fmt: skip


def is_execution_header(columns: Sequence[Column]) -> bool:
    """Whether a header is that of the execution of past years."""
    roles = {c.role for c in columns}
    return (
        "year" in roles and bool(roles & {"initial", "adjusted", "amount"}) and "executed" in roles
    )


def read_executions(
    grid: Grid, header: int, columns: Sequence[Column], since: int
) -> list[Execution]:
    """The rows of the execution table; years by their four digits.

    Where a single column of budgets stands beside the spending (预算安排), it is the initial one.
    """
    if not {c.role for c in columns} & {"initial", "adjusted"}:
        columns = [
            Column("initial", c.first, c.last, c.unit) if c.role == "amount" else c for c in columns
        ]
    above = min(p.start for p in grid.rows[header])
    unit = declared_unit(grid.document, above, since=since)
    if unit is None:
        # some print the unit below the table
        after = grid.document.text[grid.table.end : grid.table.end + 24]
        unit = heading_unit(after.replace("单位：", "").replace("单位:", ""))
    units = {c.role: c.unit or unit for c in columns}
    rows: list[Execution] = []
    for number in range(header + 1, len(grid.rows)):
        pieces = grid.rows[number]
        cells = cells_of(pieces, columns)
        year = re.search(r"(?:19|20)\d{2}", cells["year"].text) if "year" in cells else None
        if year is None:
            continue
        amounts = {r: parse_money(cells[r].text, units[r]) for r in _ROLES if r in cells}
        note = cells["note"].text if "note" in cells else None
        rows.append(
            Execution(
                int(year.group(0)),
                amounts.get("initial"),
                amounts.get("adjusted"),
                amounts.get("executed"),
                _rate(cells.get("rate")),
                grid.locate(pieces),
                _estimated(grid, year.group(0), note),
                note=note,
            )
        )
    return rows


def _estimated(grid: Grid, year: str, note: str | None) -> bool:
    """Whether the row's remark, or the note below the table on its year, calls it an estimate."""
    after = grid.document.text[grid.table.end : grid.table.end + 60]
    noted = re.search(rf"{year}\s*年?[^。\n]*", after)
    return bool((note and _ESTIMATED.search(note)) or (noted and _ESTIMATED.search(noted.group(0))))


def _rate(piece: Piece | None) -> Decimal | None:
    found = re.search(r"\d[\d.]*", half_width(piece.text)) if piece else None
    try:
        return Decimal(found.group(0)) if found else None
    except InvalidOperation:
        return None


def read_by_column(grid: Grid, since: int) -> tuple[list[Execution], range]:
    """The execution of a table whose columns are years (年度 | 2023 | 2024), and its rows.

    A cell of two amounts (预算数/执行数) is read in the order of its label.
    """
    for number, pieces in enumerate(grid.rows):
        years = [
            (p, int(m.group(1))) for p in pieces if (m := _YEAR_CELL.fullmatch(p.text.strip()))
        ]
        if len(years) < 2:
            continue
        unit = declared_unit(grid.document, pieces[0].start, since=since)
        found: dict[int, dict[str, tuple[Piece, str, str | None]]] = {}
        last = number
        for row in range(number + 1, min(number + 6, len(grid.rows))):
            roles = _labels(grid.rows[row])
            if not roles:
                break
            last = row
            own = next((u for p in grid.rows[row] if (u := heading_unit(p.text))), None) or unit
            for head, year in years:
                cell = _below(grid.rows[row], head)
                parts = re.split(r"\s*[/／]\s*", cell.text) if cell else []
                if cell is not None and len(parts) == len(roles):
                    for role, part in zip(roles, parts):
                        found.setdefault(year, {})[role] = (cell, part, own)
        told = [e for year, cells in found.items() if (e := _column(grid, year, cells))]
        if told:
            return told, range(number, last + 1)
    return [], range(0)


def _labels(pieces: Sequence[Piece]) -> list[str]:
    """The roles that a row's label names, one or two of them (预算数/执行数)."""
    for piece in pieces[:2]:
        parts = re.split(r"\s*[/／]\s*", re.sub(r"[(（][^()（）]*元[)）]", "", piece.text))
        roles = [role_of_heading(part) for part in parts]
        named = ["initial" if r == "amount" else r for r in roles]
        if named and all(r in {*_ROLES, "rate"} for r in named):
            return [r for r in named if r]
    return []


def _below(pieces: Sequence[Piece], head: Piece) -> Piece | None:
    return next((p for p in pieces if p.column <= head.last and p.last >= head.column), None)


def _column(
    grid: Grid, year: int, cells: dict[str, tuple[Piece, str, str | None]]
) -> Execution | None:
    amounts = {
        role: parse_money(text, unit) for role, (_, text, unit) in cells.items() if role != "rate"
    }
    if amounts.get("executed") is None:
        return None
    rate = cells.get("rate")
    pieces = list(dict.fromkeys(piece for piece, _, _ in cells.values()))
    return Execution(
        year,
        amounts.get("initial"),
        amounts.get("adjusted"),
        amounts.get("executed"),
        _rate(rate[0]) if rate else None,
        grid.locate(pieces),
    )


def told_executions(document: Document, start: int, end: int) -> Iterator[Execution]:
    """Executions that sentences of [start, end) tell: budget and spending of one year, in order."""
    for found in _TOLD.finditer(document.text, start, end):
        amounts = {r: parse_money(found[r]) for r in _ROLES if found[r]}
        if amounts.get("executed") is None:
            continue
        sentence = found.group(0)
        yield Execution(
            int(found["year"]),
            amounts.get("initial"),
            amounts.get("adjusted"),
            amounts.get("executed"),
            Decimal(found["rate"].strip(".")) if found["rate"] else None,
            document.locate(*found.span()),
            bool(_ESTIMATED.search(sentence)),
        )


def rescaled(money: Money | None, unit: str) -> Money | None:
    """The same print read in another unit."""
    if money is None:
        return None
    number = parse_number(re.sub(r"[^\d.,]", "", half_width(money.raw)))
    return Money(money.raw, number * UNITS[unit]) if number is not None else money
