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
from assistant.reading import budget
from assistant.reading.alignment import align, is_junk
from assistant.reading.grid import Grid, Piece
from assistant.reading.levels import LabelledRow, Labels, Placed, place
from assistant.reading.roles import Header, Role, read_header
from assistant.reading.seams import Lexicon, Seam, complete, join, open_word

_LEVEL_KINDS = frozenset({"level1", "level2", "group"})
_CONTENT_KINDS = (
    "name", "value", "operator", "unit", "source", "standard", "explanation", "weight", "actual",
    "score", "deviation", "evidence", "remark", "long_value", "index",
)  # fmt: skip
_FILLER = re.compile(r"(?:指标\s*\d*\s*[:：]?)?\s*[.…。·\-—/_*]*")
_PREFIX = re.compile(
    r"^(?:指标\s*\d{1,2}\s*[:：.、]\s*|指标\s*[:：]\s*|[（(]?\d{1,2}[）)]?\s*[.、．]\s*(?=[㐀-鿿]))"
)
_END = re.compile(
    r"^(?:项目预算|预算明细|构成明细|金额合计|合计|总计|总分|填报|填表|备注|说明|注|其他需要说明|需要说明"
    r"|单位负责人|审核|联系|审批|主管部门意见|财政部门|自评结论|项目构成|项目实施|制度保障|年度计划)"
)
_DASHES = frozenset({"-", "—", "--", "——", "----", "/", "……", "…", "%", "．", "。"})
_CAPTION = re.compile(
    r"^附?表\d|[(（]?单位[:：]|(?:明细|汇总|预算|执行情况|进度|计划)表|^[一二三四五六七八九十]、"
)
_STANDARD = re.compile(r".{2,8}标准")
_FINAL = frozenset("率度数性量")
_OUTERMOST = re.compile(r"(?:年度?|项目)?绩效(?:指标|目标)?|指标|目标|年度指标|\d+")
_VALUE_OPENING = re.compile(
    r"达到|较|不低于|不超过|不少于|不高于|实现|按照?|全部|有所|无|符合|优于"
)


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
    dropped: tuple[Piece, ...]
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


def torn_label(text: str) -> tuple[int, str] | None:
    """(level, whole label) of the first line of a torn label (服务对象满意⏎度指标)."""
    head = re.sub(r"\s", "", text)
    if len(head) < 3:
        return None
    for level, names in ((1, taxonomy.LEVEL1_NAMES), (2, taxonomy.LEVEL2_NAMES)):
        for name in names:
            whole = name.stem + "指标"
            if whole != head and whole.startswith(head) and len(head) > len(name.stem) - 2:
                return level, whole
    return None


def _is_label_tail(text: str) -> bool:
    """Whether a cell of a level column is the second line of a torn label."""
    return re.sub(r"\s", "", text) in {
        "标",
        "指标",
        "度指标",
        "目标",
        "意度指标",
        "响指标",
        "益指标",
    }


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
        # signs without a word are what a recogniser makes of ruling lines and cut characters
        odd = [p for row in grid.rows for p in row if is_junk(p.text) and p.text not in _DASHES]
        self.damaged = len(odd) >= 2
        first_content = min((r.first for r in self.content), default=0)
        name = header.role("name")
        self.label_limit = name.last if name else first_content
        self.has1 = header.role("level1") is not None
        self.has2 = header.role("level2") is not None

    def rows(self, start: int, stop: int) -> list[_Row]:
        """The rows of the body from ``start``; ends before ``stop`` or at another part's label."""
        found: list[_Row] = []
        again: set[int] = set()
        for number in range(start, stop):
            if number not in again and (header := read_header(self.grid, number)) is not None:
                again |= set(range(header.first_row, header.row + 1))
            pieces = self.grid.rows[number]
            if not pieces or number in again:
                continue
            if self._ends(pieces):
                break
            found.append(self._row(number, pieces))
        return found

    def _ends(self, pieces: Sequence[Piece]) -> bool:
        text = re.sub(r"\s", "", pieces[0].text)
        if _END.match(text) and pieces[0].column <= self.label_limit and len(text) <= 16:
            return True
        if len(pieces) == 1 and pieces[0].column < self.label_limit and _CAPTION.search(text):
            return True
        columns = budget.columns_of(pieces, self.grid.table.columns)
        return budget.is_execution_header(columns) or budget.is_budget_header(columns, len(pieces))

    def _row(self, number: int, pieces: Sequence[Piece]) -> _Row:
        firsts: list[tuple[Piece, str]] = []
        seconds: list[tuple[Piece, str]] = []
        rest: list[Piece] = []
        misplaced = False
        for piece in pieces:
            in_levels = bool(_column_level(piece, self.header))
            if in_levels and not self.grid.exact and _is_label_tail(piece.text):
                continue
            label = _label(piece, in_levels)
            if label is None and in_levels and not self.grid.exact:
                label = torn_label(piece.text)
            if piece.column > self.label_limit and label_level(piece.text) != 2:
                label = None
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
        if not firsts and len(seconds) == 1 and self._only_level(seconds[0], rest):
            firsts, seconds, misplaced = seconds, [], False
        rest = [p for p in rest if not self._group_label(p)]
        given = [p for p, _ in firsts + seconds]
        splinters = self._left_of(rest, max((p.column for p in given), default=-1))
        rest = [p for p in rest if p not in splinters]
        roles, years, dropped = self._align(rest)
        dropped = (*splinters, *dropped)
        columns = self._trace_levels(dropped, roles.get("name", ()))
        labels = Labels(
            tuple(t for _, t in firsts),
            tuple(t for _, t in seconds),
            1 in columns,
            2 in columns,
            max((p.rowspan for p, _ in firsts), default=1),
            max((p.rowspan for p, _ in seconds), default=1),
            misplaced,
        )
        return _Row(number, tuple(pieces), labels, roles, years, dropped)

    def _only_level(self, label: tuple[Piece, str], rest: Sequence[Piece]) -> bool:
        """Whether 社会公众或服务对象满意度指标 stands at level 1, with no level 2 below it."""
        piece, text = label
        first = _column_level(piece, self.header) == 1
        return "满意度" in text and self.has2 and first and not self._slid(rest)

    def _slid(self, rest: Sequence[Piece]) -> bool:
        """Whether a row's first cell stands left of the name's column."""
        name = self.header.role("name")
        return bool(rest and name and rest[0].column < name.first)

    def _group_label(self, piece: Piece) -> bool:
        """A cell of the outermost column (绩效指标, 年度绩效指标), printed once or in splinters."""
        first = self.header.role("level1") or self.header.role("level2")
        if first is None or piece.column >= first.first:
            return False
        return bool(_OUTERMOST.fullmatch(re.sub(r"\s", "", piece.text)))

    def _left_of(self, rest: Sequence[Piece], labelled: int) -> tuple[Piece, ...]:
        """Splinters left of a row's last label: no name stands there."""
        if self.grid.exact:
            return ()
        named = any(p.column > labelled and re.search(r"[㐀-鿿]{2}", p.text) for p in rest)
        return tuple(p for p in rest if named and p.column < labelled and len(p.text) <= 8)

    def _align(
        self, rest: Sequence[Piece]
    ) -> tuple[dict[str, tuple[Piece, ...]], dict[int, tuple[Piece, ...]], tuple[Piece, ...]]:
        """Cells by role, by year, and splinters."""
        roles: dict[str, tuple[Piece, ...]] = {}
        years: dict[int, tuple[Piece, ...]] = {}
        if not rest:
            return roles, years, ()
        pieces = self.lexicon.split_tails(self.grid, rest)
        drops = [self._drop_cost(p) for p in pieces]
        aligned = align(pieces, self.content, exact=self.grid.exact, drops=drops)
        for role, given in zip(self.content, aligned.roles):
            if not given:
                continue
            if role.year is not None:
                years[role.year] = given
            if role.kind not in roles:
                roles[role.kind] = given
        self._give_back(roles)
        return roles, years, aligned.dropped

    def _drop_cost(self, piece: Piece) -> float:
        """What taking a cell for a splinter costs: little where its characters are strangers."""
        if self.grid.exact:
            return 6.0
        if is_junk(piece.text):
            return 0.4
        if not self._heads_level(piece) or re.search(r"[%≥≤]", piece.text):
            return 6.0
        short = len(re.sub(r"\s", "", piece.text)) <= 12
        if not self.damaged:
            return 0.8 if short and self.lexicon.meaningless(piece.text) else 6.0
        return 0.4 if short and self.lexicon.foreign(piece.text) else 3.0

    def _trace_levels(self, dropped: Sequence[Piece], name: Sequence[Piece]) -> list[int]:
        """The level columns that splinters stood in; a row that slid left takes them along."""
        role = self.header.role("name")
        slid = role.first - name[0].column - 1 if role and name else 0
        moved = [replace(p, column=p.column + slid) if slid > 0 else p for p in dropped]
        return [_column_level(p, self.header) for p in moved]

    def _heads_level(self, piece: Piece) -> bool:
        kinds = ("level1", "level2")
        return any(r.kind in kinds and r.first == piece.column for r in self.header.roles)

    @staticmethod
    def _give_back(roles: dict[str, tuple[Piece, ...]]) -> None:
        """The first characters of a value that a column line gave to the name (``性达|到要求``)."""
        name, value = roles.get("name", ()), roles.get("value", ())
        if name and len(value) == 1 and value[0].text in _FINAL:
            roles["name"] = (*name, *roles.pop("value"))
            return
        if len(name) < 2 or not value:
            return
        last, first = name[-1].text, value[0].text
        opened = last.count("(") > last.count(")") and first.count(")") > first.count("(")
        if opened or (len(last) <= 2 and _VALUE_OPENING.match(last + first)):
            roles["name"], roles["value"] = name[:-1], (name[-1], *value)


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
        if not found or not _repeats(found[-1][0], header):
            if found:
                found[-1] = (found[-1][0], header.first_row)
            found.append((header, len(grid.rows)))
        row = header.row + 1
    return found


def _repeats(first: Header, again: Header) -> bool:
    return [(r.kind, r.first) for r in first.roles] == [(r.kind, r.first) for r in again.roles]


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


def _doubt_leading_two(row: Indicator) -> Indicator:
    """In a table where ≥ was read as 2, a count that begins with 2 may be one too."""
    target = row.target
    counted = target.operator == "=" and re.match(r"2\d", target.raw) and target.kind != "date"
    if not counted or "target" in row.uncertain or "≥" in target.raw:
        return row
    return replace(row, uncertain=tuple(sorted({*row.uncertain, "target"})))


_SIGN = {">=": "≥", "<=": "≤", "=": "=", "<": "<", ">": ">"}
_MAY_EXCEED = re.compile(r"增长|提高|提升|增加|执行|完成|达成|实现|周转|扩大")


def _misread_operator(raw: str, target: Target, name: str) -> tuple[Target, str] | None:
    """``292%`` as ≥92 % where a rate above 100 % is impossible, ``W5%`` as ≤5 %.

    Recognition writes ≥ as 2 and ≤ as W. A leading 2 of a possible value is never touched.
    """
    text = half_width(raw).strip()
    if re.match(r"[Ww]\s?\d", text):
        read = parse_target("≤" + text[1:], name=name)
        return (replace(read, raw=raw), "「W」在数字之前，识别常将「≤」误作此形")
    impossible = (
        target.unit == "%"
        and target.operator == "="
        and target.number is not None
        and target.number > 100
        and re.fullmatch(r"2(?:\d{2}(?:\.\d+)?|100)%", text)
    )
    if not impossible or _MAY_EXCEED.search(name):
        return None
    read = parse_target("≥" + text[1:], name=name)
    if read.number is None or read.number > 100:
        return None
    return replace(read, raw=raw), "比率不能超过 100%，识别常将「≥」误作「2」"


_MISREAD = {"↑": "个", "个↑": "个", "入": "人", "欠": "次"}
"""Units as recognition misreads them; believed only where other rows print the right one."""


def _units(grid: Grid, header: Header) -> set[str]:
    """The units that the values of a table print after a figure."""
    texts = [p.text for row in grid.rows[header.row + 1 :] for p in row]
    return {m.group(1) for t in texts for m in re.finditer(r"\d\(?([㐀-鿿]{1,2})\)?$", t)}


def _cut_figure(pieces: Sequence[Piece], grid: Grid) -> bool:
    """Whether a column line went through a figure: a digit may then stand twice or not at all."""
    if grid.exact:
        return False
    return any(
        re.search(r"[\d.,]$", a.text) and re.match(r"[\d.,]", b.text) for a, b in pairwise(pieces)
    )


def _in_percent(row: _Row) -> bool:
    return any(p.text.endswith(("%", "％")) for p in row.roles.get("value", ()))


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
            if not grid.exact:
                whole = complete(text, _in_percent(row), lexicon)
                if any(is_junk(p.text) for p in row.dropped) and not whole.why:
                    whole = open_word(text, lexicon)
                whys = "；".join(w for w in (seam.why, whole.why) if w)
                doubtful = whole.doubtful or (seam.doubtful and not whole.why)
                seam = Seam(whole.text, whys or None, doubtful, seam.parts)
                text = whole.text
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
    if any("「2」" in repair.why for repair in repairs):
        indicators = [_doubt_leading_two(i) for i in indicators]
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
    if target.unit in _MISREAD and (read := _MISREAD[target.unit]) in _units(grid, header):
        why = f"「{target.unit}」不是单位，本表他行以「{read}」计，识别常将「{read}」误作此形"
        repairs.append(Repair(raw, raw.replace(target.unit, read), why, grid.locate(pieces)))
        target = replace(target, unit=read)
    meant = _misread_operator(raw, target, name)
    if meant is not None:
        target, why = meant
        repairs.append(
            Repair(raw, f"{_SIGN[target.operator or '=']}{raw[1:]}", why, grid.locate(pieces))
        )
    if len(pieces) > 1 and target.kind == "qualitative" and not grid.exact:
        seam = join([p.text for p in pieces], lexicon)
        target = parse_target(seam.text, name=name)
        if seam.why:
            repairs.append(Repair(raw, seam.text, seam.why, grid.locate(pieces)))
        if seam.doubtful:
            uncertain.add("target")
    if not pieces or _echo(raw, row.name, grid) or _cut_figure(pieces, grid):
        uncertain.add("target")
    if row.name.doubtful:
        uncertain.add("name")
    name_pieces = row.roles["name"]
    if row.name.why:
        printed = " ".join(p.text for p in name_pieces)
        repairs.append(Repair(printed, name, row.name.why, grid.locate(name_pieces)))
    source = row.roles.get("source", ())
    explanation = row.roles.get("explanation", ())
    standard = row.roles.get("standard", ())
    if standard and standard != pieces:
        kept = bool(_STANDARD.fullmatch("".join(p.text for p in standard)))
        source, explanation = (standard, explanation) if kept else (source, standard)
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
