"""绩效指标表: the rows of an indicator table as indicators, whatever its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from assistant.domain import taxonomy
from assistant.domain.declaration import Indicator, Repair
from assistant.domain.numerals import half_width
from assistant.domain.target import Target, parse_target
from assistant.reading.alignment import align, is_junk
from assistant.reading.grid import Grid, Piece
from assistant.reading.levels import LabelledRow, Labels, Placed, place
from assistant.reading.roles import Header, Role, read_header, role_of
from assistant.reading.seams import Lexicon, Seam, join

_LEVEL_KINDS = frozenset({"level1", "level2", "group"})
_CONTENT_KINDS = (
    "name", "value", "operator", "unit", "source", "standard", "explanation", "weight", "actual",
    "score", "deviation", "evidence", "remark", "long_value", "index",
)  # fmt: skip
_FILLER = re.compile(r"(?:指标\s*\d*\s*[:：]?)?\s*[.…。·\-—/_*]*")
_PREFIX = re.compile(
    r"^(?:指标\s*\d{1,2}\s*[:：.、]\s*|[（(]?\d{1,2}[）)]?\s*[.、．]\s*(?=[㐀-鿿]))"
)
_END = re.compile(
    r"^(?:项目预算|预算明细|构成明细|金额合计|合计|总计|总分|填报|填表|备注|说明|注|其他需要说明|需要说明"
    r"|单位负责人|审核|联系|审批|主管部门意见|财政部门|自评结论|项目构成|项目实施|制度保障|年度计划)"
)
_MONEY_NAME = re.compile(r"\(([^()]*元)\)$")


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The indicators of one table; ``start``/``end`` span header and rows."""

    indicators: tuple[Indicator, ...]
    repairs: tuple[Repair, ...]
    start: int
    end: int
    table: int
    rows: tuple[int, int]


@dataclass(slots=True)
class _Row:
    """One row of the body on its way to an indicator."""

    number: int
    pieces: tuple[Piece, ...]
    labels: Labels
    roles: dict[str, tuple[Piece, ...]]
    years: dict[int, tuple[Piece, ...]]
    name: Seam | None = None


def label_level(text: str) -> int:
    """1 or 2 where the whole of ``text`` is a label with its 指标/目标, else 0.

    成本指标 and 满意度指标 count as level 1; the caller knows the columns.
    """
    if not re.search(r"(?:指标|目标)$", taxonomy.tidy_level(text)):
        return 0
    if taxonomy.is_level1(text):
        return 1
    return 2 if taxonomy.is_level2(text) else 0


def _label(piece: Piece, level_columns: bool) -> tuple[int, str] | None:
    """(level, cleaned label) of a piece that is a label; bare stems count in level columns only."""
    text = taxonomy.tidy_level(piece.text)
    level = label_level(text)
    if not level and len(text) >= 8:
        # the same label read twice by extraction: 社会效益指标社会效益指标
        half = len(text) // 2
        if text[:half] == text[half:] and label_level(text[:half]):
            return label_level(text[:half]), text[:half]
    if not level and level_columns:
        if taxonomy.is_level1(text):
            level = 1
        elif taxonomy.is_level2(text):
            level = 2
    return (level, text) if level else None


def _column_level(piece: Piece, header: Header) -> int:
    """Which level's column a piece stands in: 1, 2 or 0."""
    for role in header.roles:
        if role.kind in {"level1", "level2"} and role.first <= piece.column <= role.last:
            return 1 if role.kind == "level1" else 2
    return 0


class _Body:
    """Reads the rows below one header."""

    def __init__(self, grid: Grid, header: Header, lexicon: Lexicon) -> None:
        self.grid, self.header, self.lexicon = grid, header, lexicon
        self.content = [r for r in header.roles if r.kind not in _LEVEL_KINDS]
        self.repairs: list[Repair] = []
        first_content = min((r.first for r in self.content), default=0)
        name = header.role("name")
        self.label_limit = name.last if name else first_content
        self.has1 = header.role("level1") is not None
        self.has2 = header.role("level2") is not None

    def rows(self, start: int, stop: int) -> list[_Row]:
        """The rows of the body from ``start``; ends before ``stop`` or at another part's label."""
        found: list[_Row] = []
        for number in range(start, stop):
            pieces = self.grid.rows[number]
            if not pieces:
                continue
            if self._ends(pieces):
                break
            found.append(self._row(number, pieces))
        return self._torn_labels(found)

    def _ends(self, pieces: Sequence[Piece]) -> bool:
        text = re.sub(r"\s", "", pieces[0].text)
        return bool(_END.match(text)) and pieces[0].column <= self.label_limit and len(text) <= 16

    def _row(self, number: int, pieces: Sequence[Piece]) -> _Row:
        firsts: list[tuple[Piece, str]] = []
        seconds: list[tuple[Piece, str]] = []
        rest: list[Piece] = []
        misplaced = False
        for piece in pieces:
            in_levels = bool(_column_level(piece, self.header))
            label = _label(piece, in_levels) if piece.column <= self.label_limit else None
            if label is None:
                rest.append(piece)
                continue
            level, text = label
            column = _column_level(piece, self.header)
            if level == 1 and taxonomy.is_level2(text) and (column == 2 or (firsts and self.has2)):
                level = 2
            if column and column != level and self.has1 and self.has2:
                misplaced = True
            (firsts if level == 1 else seconds).append((piece, text))
        rest = [p for p in rest if not self._group_label(p)]
        traces = [p for p in rest if self._is_trace(p, rest)]
        rest = [p for p in rest if p not in traces]
        labels = Labels(
            tuple(t for _, t in firsts),
            tuple(t for _, t in seconds),
            any(_column_level(p, self.header) == 1 for p in traces),
            any(_column_level(p, self.header) == 2 for p in traces),
            max((p.rowspan for p, _ in firsts), default=1),
            max((p.rowspan for p, _ in seconds), default=1),
            misplaced,
        )
        roles, years = self._align(rest)
        return _Row(number, tuple(pieces), labels, roles, years)

    def _group_label(self, piece: Piece) -> bool:
        """A cell of the outermost column (绩效指标, 年度绩效指标), printed once or in splinters."""
        first = self.header.role("level1") or self.header.role("level2")
        if first is None or piece.column >= first.first:
            return False
        told = role_of(piece.text)
        text = re.sub(r"\s", "", piece.text)
        return (told is not None and told[0] == "group") or text in {"绩效", "指标", "目标"}

    def _is_trace(self, piece: Piece, rest: Sequence[Piece]) -> bool:
        """A splinter in a level column, beside a name in its own place."""
        if not _column_level(piece, self.header):
            return False
        right = [p for p in rest if p.column > piece.column and not is_junk(p.text)]
        named = [p for p in right if re.search(r"[㐀-鿿]{2}", p.text)]
        if is_junk(piece.text):
            return bool(named)
        name = self.header.role("name")
        return (
            len(named) >= 1
            and len(right) >= 2
            and name is not None
            and len(re.sub(r"\s", "", piece.text)) <= 8
            and any(name.first - 1 <= p.column <= name.last for p in named)
            and not self.grid.exact
        )

    def _align(
        self, rest: Sequence[Piece]
    ) -> tuple[dict[str, tuple[Piece, ...]], dict[int, tuple[Piece, ...]]]:
        roles: dict[str, tuple[Piece, ...]] = {}
        years: dict[int, tuple[Piece, ...]] = {}
        if not rest:
            return roles, years
        pieces = self.lexicon.split_tails(self.grid, rest)
        aligned = align(pieces, self.content, exact=self.grid.exact)
        for role, given in zip(self.content, aligned.roles):
            if not given:
                continue
            if role.year is not None:
                years[role.year] = given
            if role.kind not in roles:
                roles[role.kind] = given
        return roles, years

    def _torn_labels(self, rows: list[_Row]) -> list[_Row]:
        """Labels torn over two rows (满意度指 ⏎ 标) put together on the first of them."""
        for above, below in pairwise(rows):
            for level, kind in ((1, "level1"), (2, "level2")):
                if getattr(above.labels, kind):
                    continue
                first = self._loose(above, level)
                if first is None:
                    continue
                second = self._loose(below, level)
                for text in self._completions(first, second):
                    above.labels = (
                        replace(above.labels, level1=(text,))
                        if level == 1
                        else replace(above.labels, level2=(text,))
                    )
                    break
        return rows

    def _loose(self, row: _Row, level: int) -> str | None:
        for piece in row.pieces:
            if _column_level(piece, self.header) == level and not _label(piece, True):
                return re.sub(r"\s", "", piece.text)
        return None

    @staticmethod
    def _completions(first: str, second: str | None) -> list[str]:
        texts = [first + second] if second else []
        texts += [first + "指标", first + "标", first + "度指标"]
        return [t for t in texts if label_level(t) and len(first) >= 3]


def find_tables(grid: Grid) -> list[tuple[Header, int]]:
    """Every indicator table within a grid: (header, row after its last). A header that is printed
    again on the next page does not begin a new one."""
    found: list[tuple[Header, int]] = []
    row = 0
    while row < len(grid.rows):
        header = read_header(grid, row)
        if header is None:
            row += 1
            continue
        if found:
            found[-1] = (found[-1][0], header.first_row)
        found.append((header, len(grid.rows)))
        row = header.row + 1
    return found


def _piece_target(
    row: _Row, header: Header, year: int | None, name: str
) -> tuple[Target, tuple[Piece, ...], str]:
    """The target of a row, the pieces that print it, and the column's text of it."""
    pieces: tuple[Piece, ...] = ()
    if row.years:
        chosen = year if year in row.years else max(row.years)
        pieces = row.years[chosen]
    pieces = pieces or row.roles.get("value", ()) or row.roles.get("standard", ())
    pieces = pieces or row.roles.get("long_value", ())
    operator = "".join(p.text for p in row.roles.get("operator", ()))
    unit = "".join(p.text for p in row.roles.get("unit", ()))
    raw = "".join(p.text for p in pieces)
    target = parse_target(raw, unit=unit or None, operator=operator or None, name=name)
    return target, pieces, raw


def _echo(raw: str, name: Seam, grid: Grid) -> bool:
    """Whether a value is only the end of its name printed again (及时性 beside …及时性)."""
    return not grid.exact and len(name.parts) > 1 and name.parts[-1] == raw


def _number(pieces: tuple[Piece, ...]) -> Decimal | None:
    text = half_width("".join(p.text for p in pieces)).strip().rstrip("分%")
    try:
        return Decimal(text) if text else None
    except ArithmeticError:
        return None


def _tidy_name(text: str) -> str:
    return _PREFIX.sub("", text).strip(" :：*＊")


def read_table(
    grid: Grid, header: Header, stop: int, lexicon: Lexicon, year: int | None
) -> IndicatorTable | None:
    """The indicators below ``header``; None where there is not one."""
    body = _Body(grid, header, lexicon)
    rows = [r for r in body.rows(header.row + 1, stop)]
    for row in rows:
        given = row.roles.get("name", ())
        if given:
            seam = join([p.text for p in given], lexicon)
            text = _tidy_name(seam.text)
            if text and not _FILLER.fullmatch(text):
                row.name = replace(seam, text=text)
    labelled = [
        LabelledRow(
            r.labels,
            r.name.text if r.name else None,
            _piece_target(r, header, year, r.name.text)[0] if r.name else None,
        )
        for r in rows
    ]
    placed = place(labelled)
    level1_names = frozenset(p.level1 for p in placed if p.level1)
    indicators: list[Indicator] = []
    repairs: list[Repair] = []
    for row, where in zip(rows, placed):
        if row.name is None:
            continue
        indicator, mended = _indicator(grid, header, row, where, level1_names, lexicon, year)
        indicators.append(indicator)
        repairs.extend(mended)
    if not indicators:
        return None
    last = max(r.number for r in rows)
    pieces = [p for n in range(header.first_row, last + 1) for p in grid.rows[n]]
    return IndicatorTable(
        tuple(indicators), tuple(repairs), min(p.start for p in pieces),
        max(p.end for p in pieces), grid.table.index, (header.first_row, last + 1),
    )  # fmt: skip


def _indicator(
    grid: Grid,
    header: Header,
    row: _Row,
    where: Placed,
    level1_names: frozenset[str],
    lexicon: Lexicon,
    year: int | None,
) -> tuple[Indicator, list[Repair]]:
    assert row.name is not None
    name = row.name.text
    repairs: list[Repair] = []
    uncertain = set(where.uncertain)
    target, pieces, raw = _piece_target(row, header, year, name)
    if len(pieces) > 1 and target.kind == "qualitative":
        seam = join([p.text for p in pieces], lexicon)
        target = parse_target(seam.text, name=name)
        if seam.why:
            repairs.append(Repair(raw, seam.text, seam.why, grid.locate(pieces)))
        if seam.doubtful:
            uncertain.add("target")
    if not pieces or _echo(raw, row.name, grid):
        uncertain.add("target")
    if row.name.doubtful:
        uncertain.add("name")
    name_pieces = row.roles["name"]
    if row.name.why:
        printed = " ".join(p.text for p in name_pieces)
        repairs.append(Repair(printed, name, row.name.why, grid.locate(name_pieces)))
    source = row.roles.get("source", ())
    explanation = row.roles.get("explanation", ())
    actual = row.roles.get("actual", ())
    shown = name_pieces + pieces
    indicator = Indicator(
        level1=where.level1,
        level2=where.level2,
        name=name,
        target=target,
        source="".join(p.text for p in source) or None,
        explanation="".join(p.text for p in explanation) or None,
        current=taxonomy.current_levels(where.level1, where.level2, level1_names=level1_names),
        locator=grid.locate(shown),
        uncertain=tuple(sorted(uncertain)),
        target_locator=grid.locate(pieces) if pieces else None,
        source_locator=grid.locate(source) if source else None,
        actual=parse_target("".join(p.text for p in actual), name=name) if actual else None,
        weight=_number(row.roles.get("weight", ())),
        score=_number(row.roles.get("score", ())),
    )
    return indicator, repairs


def roles_of_rows(header: Header) -> tuple[Role, ...]:
    """The content columns of a header."""
    return tuple(r for r in header.roles if r.kind in _CONTENT_KINDS)
