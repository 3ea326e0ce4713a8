"""自评表的预算执行: 年初预算数、全年预算数、全年执行数 of the year, from a self-evaluation's form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from assistant.domain.declaration import Execution, FormField
from assistant.domain.money import money_unit, parse_money
from assistant.domain.numerals import half_width
from assistant.reading.captions import declared_unit
from assistant.reading.fields import read_label
from assistant.reading.grid import Grid, Piece

_HEADS = {
    "initial": re.compile(r"年初(?:预算|批复)(?:数|金额)?"),
    "adjusted": re.compile(r"(?:全年|调整后?)预算(?:数|金额)?(?:\([A-Z]\))?"),
    "executed": re.compile(
        r"(?:全年|实际)(?:执行|支出)(?:数|金额)?(?:\([A-Z]\))?|执行(?:数|金额|额)|支出(?:数|金额|额)"
    ),
    "rate": re.compile(r"(?:预算)?执行率(?:\(.*\))?"),
}


def read_evaluated(parts: Sequence[tuple[Grid, Sequence[int]]], year: int) -> list[Execution]:
    """The year's execution: the row 年度资金总额 below the heads of a self-evaluation's form."""
    for grid, rows in parts:
        for row in rows:
            heads = _heads(grid.rows[row])
            if not {"adjusted", "executed"} <= heads.keys():
                continue
            unit = money_unit(re.sub(r"[^(（]*[(（]?", "", grid.line(row), count=1))
            unit = unit or declared_unit(grid.document, grid.rows[row][0].start)
            for below in rows:
                if row < below <= row + 3 and _is_whole(grid.rows[below]):
                    found = _execution(grid, below, heads, unit, year)
                    return [found] if found else []
    return []


_SUMMED = re.compile(r"合计|总计|资金合计|资金总额|总额")
_TOTAL_SCORE = re.compile(r"(?:自评)?(?:总分|总得分|得分合计|合计得分|合计)")
_SCORE = re.compile(r"(?:自评)?得分(?:\(.*\))?")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?分?")


def read_scores(grids: Sequence[Grid]) -> list[FormField]:
    """总分 and the score of the execution rate, which a self-evaluation prints beside its rows."""
    found: list[FormField] = []
    for grid in grids:
        column: int | None = None
        execution = False
        for pieces in grid.rows:
            texts = [re.sub(r"\s", "", half_width(p.text)) for p in pieces]
            scored = [p.column for p, t in zip(pieces, texts) if _SCORE.fullmatch(t)]
            if scored:
                column, execution = scored[-1], "rate" in _heads(pieces)
                continue
            cell = next((p for p in pieces if column is not None and p.column == column), None)
            if cell is None or not _NUMBER.fullmatch(half_width(cell.text).strip()):
                continue
            if execution and _is_whole(pieces):
                found.append(FormField("预算执行率得分", cell.text.strip(), grid.locate(pieces)))
                execution = False
            elif pieces and _TOTAL_SCORE.fullmatch(texts[0]):
                place = grid.locate([pieces[0], cell])
                found.append(FormField("自评总分", cell.text.strip(), place))
    return found


def _heads(pieces: Sequence[Piece]) -> dict[str, int]:
    found: dict[str, int] = {}
    for piece in pieces:
        heading = re.sub(r"\s", "", half_width(piece.text))
        for role, pattern in _HEADS.items():
            if pattern.fullmatch(heading):
                found.setdefault(role, piece.column)
    return found


def _is_whole(pieces: Sequence[Piece]) -> bool:
    if any(_SUMMED.fullmatch(re.sub(r"\s", "", p.text)) for p in pieces[:2]):
        return True
    told = (read_label(p.text) for p in pieces)
    return any(t is not None and t[0] in {"annual_total", "total"} for t in told)


def _execution(
    grid: Grid, row: int, heads: dict[str, int], unit: str | None, year: int
) -> Execution | None:
    cells = {
        role: next((p for p in grid.rows[row] if p.column <= column <= p.last), None)
        for role, column in heads.items()
    }
    amounts = {
        role: parse_money(cell.text, unit)
        for role, cell in cells.items()
        if cell is not None and role != "rate"
    }
    if amounts.get("executed") is None:
        return None
    shown = [p for p in grid.rows[row] if any(p is c for c in cells.values())]
    return Execution(
        year,
        amounts.get("initial"),
        amounts.get("adjusted"),
        amounts.get("executed"),
        _percent(cells.get("rate")),
        grid.locate(shown),
    )


def _percent(piece: Piece | None) -> Decimal | None:
    found = re.fullmatch(r"([\d.]+)\s*%", half_width(piece.text).strip()) if piece else None
    try:
        return Decimal(found.group(1)) if found else None
    except InvalidOperation:
        return None
