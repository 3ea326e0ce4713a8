"""绩效指标表: the rows of an indicator table as indicators, whatever its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.domain import taxonomy
from assistant.domain.declaration import Indicator, Repair
from assistant.domain.numerals import half_width
from assistant.domain.target import Target, parse_target
from assistant.reading.alignment import is_junk
from assistant.reading.body import Body, Row
from assistant.reading.fields import MEANING, tidy_label
from assistant.reading.grid import Grid, Piece
from assistant.reading.labels import LabelledRow
from assistant.reading.levels import Placed, place
from assistant.reading.misreadings import (
    LEADING_TWO,
    cut_figure,
    doubt_leading_two,
    misread_operator,
    misread_unit,
)
from assistant.reading.roles import Header, headless, read_header
from assistant.reading.seams import Lexicon, Seam, complete, join, open_word

_FILLER = re.compile(r"(?:指标\s*\d*\s*[:：]?)?\s*[.…。·\-—/_*]*")
_PREFIX = re.compile(
    r"^(?:定[量性]指标\s*[一二三四五六七八九十\d]{1,3}\s*[:：.、]\s*(?=[㐀-鿿])|指标\s*\d{1,2}\s*[:：.、]\s*|指标\s*[:：]\s*|[（(]?\d{1,2}[）)]?\s*[.、．]\s*(?=[㐀-鿿]))"
)
_STANDARD = re.compile(r".{2,8}标准")


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The indicators of one table; ``start``/``end`` span header and rows.

    ``period`` are those of the project's whole life that have no row of the year.
    """

    indicators: tuple[Indicator, ...]
    repairs: tuple[Repair, ...]
    start: int
    end: int
    table: int
    rows: tuple[int, int]
    period: tuple[Indicator, ...] = ()


def find_tables(grid: Grid) -> list[tuple[Header, int]]:
    """Every indicator table within a grid: (header, row after its last).

    A header that is printed again on the next page does not begin a new one.
    """
    found: list[tuple[Header, int]] = []
    row = 0
    while row < len(grid.rows):
        header = read_header(grid, row)
        if header is None:
            row += 1
            continue
        if not found or not _repeats(found[-1][0], header) or _new_form(grid, found[-1][0], row):
            if found:
                found[-1] = (found[-1][0], header.first_row)
            found.append((header, len(grid.rows)))
        row = header.row + 1
    bare = headless(grid) if not found else None
    return [(bare, len(grid.rows))] if bare else found


def _new_form(grid: Grid, above: Header, row: int) -> bool:
    """Whether another form begins between two headings: a field names its project."""
    between = (p for n in range(above.row + 1, row) for p in grid.rows[n])
    return any(MEANING.get(tidy_label(p.text)) == "project" for p in between)


def _repeats(first: Header, again: Header) -> bool:
    return [(r.kind, r.first) for r in first.roles] == [(r.kind, r.first) for r in again.roles]


@dataclass(frozen=True, slots=True)
class _Value:
    """A row's target, the cells that print it, what was mended in it, whether it is doubtful."""

    target: Target
    pieces: tuple[Piece, ...]
    repairs: tuple[Repair, ...] = ()
    doubtful: bool = False


class _Table:
    """What the rows of one table have in common."""

    def __init__(self, grid: Grid, header: Header, lexicon: Lexicon, year: int | None) -> None:
        self.grid, self.header, self.lexicon, self.year = grid, header, lexicon, year

    def name(self, row: Row) -> Seam | None:
        """The indicator's name; None for a filler row (……) and a row of labels only."""
        given = row.roles.get("name", ())
        if not given:
            return None
        seam = join([p.text for p in given], self.lexicon)
        text = _PREFIX.sub("", seam.text).strip(" :：*＊")
        if not self.grid.exact:
            percent = any(p.text.endswith(("%", "％")) for p in row.roles.get("value", ()))
            whole = complete(text, percent, self.lexicon)
            if any(is_junk(p.text) for p in row.dropped) and not whole.why:
                whole = open_word(text, self.lexicon)
            whys = "；".join(w for w in (seam.why, whole.why) if w)
            doubtful = whole.doubtful or (seam.doubtful and not whole.why)
            seam, text = Seam(whole.text, whys or None, doubtful, seam.parts), whole.text
        return replace(seam, text=text) if text and not _FILLER.fullmatch(text) else None

    def printed(self, row: Row, name: str) -> _Value:
        """The target as the cells print it."""
        pieces: tuple[Piece, ...] = ()
        if row.years:
            pieces = row.years[self.year if self.year in row.years else max(row.years)]
        for kind in ("value", "standard", "long_value"):
            pieces = pieces or row.roles.get(kind, ())
        operator, unit = (
            "".join(p.text for p in row.roles.get(kind, ())) or None
            for kind in ("operator", "unit")
        )
        raw = "".join(p.text for p in pieces)
        return _Value(parse_target(raw, unit=unit, operator=operator, name=name), pieces)

    def beside(self, row: Row, pieces: tuple[Piece, ...], name: str) -> Target | None:
        """The value of the whole life that stands beside the year's, with the row's unit."""
        if not pieces:
            return None
        unit, operator = (_text(row.roles.get(kind, ())) for kind in ("unit", "operator"))
        return parse_target(_text(pieces) or "", unit=unit, operator=operator, name=name)

    def value(self, row: Row, name: Seam) -> _Value:
        """The target, read through what recognition and column lines did to it."""
        printed = self.printed(row, name.text)
        target, pieces = printed.target, printed.pieces
        if not pieces:
            return _Value(target, pieces, (), True)
        if self.grid.typed:
            return printed
        raw, at = target.raw, self.grid.locate(pieces)
        repairs: list[Repair] = []
        doubtful = cut_figure(pieces, self.grid)
        if not self.grid.exact:
            doubtful |= len(name.parts) > 1 and name.parts[-1] == raw
        unit = misread_unit(target.unit, self.grid, self.header.row)
        if unit is not None and target.unit is not None:
            repairs.append(Repair(raw, raw.replace(target.unit, unit[0]), unit[1], at))
            target = replace(target, unit=unit[0])
        meant = misread_operator(raw, target, name.text)
        if meant is not None:
            target = meant[0]
            repairs.append(Repair(raw, meant[1], meant[2], at))
        if len(pieces) > 1 and target.kind == "qualitative" and not self.grid.exact:
            seam = join([p.text for p in pieces], self.lexicon)
            target = parse_target(seam.text, name=name.text)
            doubtful |= seam.doubtful
            if seam.why:
                repairs.append(Repair(raw, seam.text, seam.why, at))
        return _Value(target, pieces, tuple(repairs), doubtful)

    def indicator(
        self, row: Row, name: Seam, where: Placed, level1_names: frozenset[str]
    ) -> tuple[Indicator, list[Repair]]:
        """The row as an indicator, and what was mended in it."""
        grid, roles = self.grid, row.roles
        value = self.value(row, name)
        repairs = list(value.repairs)
        uncertain = set(where.uncertain)
        uncertain |= {"target"} if value.doubtful else set()
        uncertain |= {"name"} if name.doubtful else set()
        cells = roles["name"]
        if name.why:
            printed = " ".join(p.text for p in cells)
            repairs.append(Repair(printed, name.text, name.why, grid.locate(cells)))
        source, explanation = _reasons(row, value.pieces)
        actual, score = roles.get("actual", ()), roles.get("score", ())
        deviation = roles.get("deviation", ())
        period = roles.get("long_value", ()) if roles.get("value") or row.years else ()
        evaluated = actual + score + deviation
        indicator = Indicator(
            level1=where.level1,
            level2=where.level2,
            name=name.text,
            target=value.target,
            source=_text(source),
            explanation=_text(explanation),
            current=taxonomy.current_levels(where.level1, where.level2, level1_names=level1_names),
            locator=grid.locate(cells + value.pieces + actual),
            uncertain=tuple(sorted(uncertain)),
            target_locator=grid.locate(value.pieces) if value.pieces else None,
            source_locator=grid.locate(source) if source else None,
            actual=parse_target(_text(actual) or "", name=name.text) if actual else None,
            weight=_number(roles.get("weight", ())),
            score=_number(score),
            deviation=_text(deviation),
            evaluated_locator=grid.locate(evaluated) if evaluated else None,
            period_target=self.beside(row, period, name.text),
            period_locator=grid.locate(period) if period else None,
        )
        return indicator, repairs


def _text(pieces: tuple[Piece, ...]) -> str | None:
    return "".join(p.text for p in pieces) or None


def _reasons(row: Row, value: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """(source, explanation); 绩效标准 holds either: 计划标准 is a source, a sentence explains."""
    source, explanation = row.roles.get("source", ()), row.roles.get("explanation", ())
    standard = row.roles.get("standard", ())
    if not standard or standard == value:
        return source, explanation
    if _STANDARD.fullmatch(_text(standard) or ""):
        return standard, explanation
    return source, standard


def _number(pieces: tuple[Piece, ...]) -> Decimal | None:
    text = half_width(_text(pieces) or "").strip().rstrip("分%")
    try:
        return Decimal(text) if text else None
    except ArithmeticError:
        return None


def read_table(
    grid: Grid, header: Header, stop: int, lexicon: Lexicon, year: int | None
) -> IndicatorTable | None:
    """The indicators below ``header``; None where there is not one."""
    table = _Table(grid, header, lexicon, year)
    rows = Body(grid, header, lexicon).rows(header.row + 1, stop)
    yearly = [row for row in rows if not row.period]
    indicators, repairs = _indicators(table, yearly or rows)
    whole: list[Indicator] = []
    if yearly and len(yearly) < len(rows):
        whole, mended = _indicators(table, [row for row in rows if row.period])
        repairs += mended
    if header.period is not None:
        beside = _Table(grid, header.period, lexicon, year)
        blocks = Body(grid, header.period, lexicon).rows(header.row + 1, stop)
        found, mended = _indicators(beside, blocks)
        whole, repairs = whole + found, repairs + mended
    if not indicators:
        return None
    indicators, left = with_period(indicators, whole)
    last = max(r.number for r in rows)
    pieces = [p for n in range(header.first_row, last + 1) for p in grid.rows[n]]
    return IndicatorTable(
        tuple(indicators), tuple(repairs), min(p.start for p in pieces),
        max(p.end for p in pieces), grid.table.index, (header.first_row, last + 1), tuple(left),
    )  # fmt: skip


def with_period(
    indicators: Sequence[Indicator], whole: Sequence[Indicator]
) -> tuple[list[Indicator], list[Indicator]]:
    """The year's indicators with the values of the whole life, and those without a row of the year.

    Rows belong together by name; an indicator printed twice takes them in order.
    """
    left = list(whole)
    out: list[Indicator] = []
    for row in indicators:
        same = [o for o in left if _bare(o.name) == _bare(row.name)]
        same = [o for o in same if o.level2 == row.level2] or same
        if same and row.period_target is None:
            left.remove(same[0])
            row = replace(
                row, period_target=same[0].target,
                period_locator=same[0].target_locator or same[0].locator,
            )  # fmt: skip
        out.append(row)
    return out, left


def _bare(name: str) -> str:
    return re.sub(r"[\s()（）“”\"「」]", "", name)


def _indicators(table: _Table, rows: Sequence[Row]) -> tuple[list[Indicator], list[Repair]]:
    """The rows of one block as indicators, with what was mended."""
    names = [table.name(row) for row in rows]
    placed = place(
        [
            LabelledRow(row.labels, name.text, table.printed(row, name.text).target)
            if name
            else LabelledRow(row.labels, None, None)
            for row, name in zip(rows, names)
        ]
    )
    level1_names = frozenset(p.level1 for p in placed if p.level1)
    indicators: list[Indicator] = []
    repairs: list[Repair] = []
    for row, name, where in zip(rows, names, placed):
        if name is not None:
            indicator, mended = table.indicator(row, name, where, level1_names)
            indicators.append(indicator)
            repairs.extend(mended)
    if any(repair.why == LEADING_TWO for repair in repairs):
        indicators = [doubt_leading_two(i) for i in indicators]
    return indicators, repairs
