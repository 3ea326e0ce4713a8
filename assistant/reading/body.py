"""表体: the rows below the heading of an indicator table, their cells given to their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain import taxonomy
from assistant.reading.alignment import align, is_junk
from assistant.reading.executions import is_execution_header
from assistant.reading.grid import DASHES, Grid, Piece
from assistant.reading.headers import columns_of, is_budget_header
from assistant.reading.labels import (
    Labels,
    column_level,
    is_label_tail,
    label_level,
    label_of,
    torn_label,
)
from assistant.reading.roles import Header, read_header
from assistant.reading.seams import Lexicon, Seam

_LEVEL_KINDS = frozenset({"level1", "level2", "group"})
_END = re.compile(
    r"^(?:项目预算|预算明细|构成明细|金额合计|合计|总计|总分|填报|填表|备注|说明|注|其他需要说明|需要说明"
    r"|单位负责人|审核|联系|审批|主管部门意见|财政部门|自评结论|项目构成|项目实施|制度保障|年度计划)"
)
_CAPTION = re.compile(
    r"^附?表\d|[(（]?单位[:：]|(?:明细|汇总|预算|执行情况|进度|计划)表|^[一二三四五六七八九十]、"
)
_FINAL = frozenset("率度数性量")
_OUTERMOST = re.compile(
    r"(?:年度?|项目|长期|中期|实施期|总体|中长期|项目期|建设期|部门|整体)*绩效(?:指标|目标)?(?:体系)?|指标|目标|年度指标"
    r"|(?:成本|产出|效益|效果|满意度|过程|投入)|\d+"
)
_PERIOD = re.compile(r"(?:实施期|长期|中期|总体|项目期|中长期|建设期)(?:的)?(?:绩效)?(?:指标|目标)")
_YEARLY = re.compile(r"(?:年度|当年|本年度?|(?:19|20)\d{2}年度?)(?:总体)?(?:绩效)?(?:指标|目标)")
_VALUE_OPENING = re.compile(
    r"达到|较|不低于|不超过|不少于|不高于|实现|按照?|全部|有所|无|符合|优于"
)


def _period_block(outer: str) -> bool | None:
    """Whether an outermost label heads the block of the whole life or the year's; None: neither."""
    if _PERIOD.match(outer):
        return True
    return False if _YEARLY.match(outer) else None


def _is_label(piece: Piece) -> bool:
    return bool(label_level(piece.text))


@dataclass(slots=True)
class Row:
    """One row of the body on its way to an indicator."""

    number: int
    pieces: tuple[Piece, ...]
    labels: Labels
    roles: dict[str, tuple[Piece, ...]]
    years: dict[int, tuple[Piece, ...]]
    dropped: tuple[Piece, ...]
    name: Seam | None = None
    period: bool | None = None
    """Whether the row stands in a block of the whole life (True), of the year (False)."""


class Body:
    """Reads the rows below one header."""

    def __init__(self, grid: Grid, header: Header, lexicon: Lexicon) -> None:
        self.grid, self.header, self.lexicon = grid, header, lexicon
        self.content = [r for r in header.roles if r.kind not in _LEVEL_KINDS]
        # signs without a word are what a recogniser makes of ruling lines and cut characters
        odd = [p for row in grid.rows for p in row if is_junk(p.text) and p.text not in DASHES]
        self.damaged = len(odd) >= 2
        self.clean = grid.exact or not odd
        first_content = min((r.first for r in self.content), default=0)
        name = header.role("name")
        self.label_limit = name.last if name else first_content
        self.left = min((r.first for r in header.roles if r.kind != "group"), default=0)
        self.columns = [r.first for r in header.roles]
        self.has1 = header.role("level1") is not None
        self.has2 = header.role("level2") is not None

    def rows(self, start: int, stop: int) -> list[Row]:
        """The rows of the body from ``start``; ends before ``stop`` or at another part's label."""
        found: list[Row] = []
        again: set[int] = set()
        period = _period_block(self._outer(self.grid.rows[self.header.first_row]))
        for number in range(start, stop):
            if number not in again and (header := read_header(self.grid, number)) is not None:
                again |= set(range(header.first_row, header.row + 1))
            pieces = self.grid.rows[number]
            block = _period_block(self._outer(pieces))
            period = period if block is None else block
            if self.header.elsewhere:
                pieces = tuple(p for p in pieces if p.column not in self.header.elsewhere)
            if not pieces or number in again:
                continue
            if self._ends(pieces):
                break
            found.append(replace(self._row(number, pieces), period=period))
        return found

    def _outer(self, pieces: Sequence[Piece]) -> str:
        """The text of a row's cell left of the levels (绩效指标, 长期绩效指标)."""
        first = pieces[0] if pieces else None
        if first is None or first.column >= self.left:
            return ""
        return re.sub(r"\s", "", first.text)

    def _ends(self, pieces: Sequence[Piece]) -> bool:
        text = re.sub(r"\s", "", pieces[0].text)
        short = re.sub(r"[(（][^()（）]*[)）]", "", text)
        if _END.match(text) and pieces[0].column <= self.label_limit and len(short) <= 16:
            return True
        if self._another_part(pieces):
            return True
        if len(pieces) == 1 and pieces[0].column < self.label_limit and _CAPTION.search(text):
            return True
        columns = columns_of(pieces, self.grid.table.columns)
        return is_execution_header(columns) or is_budget_header(columns, len(pieces))

    def _another_part(self, pieces: Sequence[Piece]) -> bool:
        """Whether a row is a field of the form below the table: a label and one wide cell.

        The cell covers the columns of name and value both, or the label stands left of all levels
        and nothing in the value's column.
        """
        name = self.header.role("name")
        value = self.header.role("value") or self.header.role("long_value")
        if name is None or value is None or value.first <= name.last:
            return False
        outer = self._outer(pieces)
        labelled = bool(outer) and not _OUTERMOST.fullmatch(outer) and len(outer) <= 20
        if any(map(_is_label, pieces)):
            return False
        wide = any(p.column <= name.first and p.last >= value.first for p in pieces)
        if wide and len(pieces) <= 2:
            return True
        if not labelled or not self.clean or _period_block(outer) is not None:
            return False
        return len(pieces) <= 3 and not any(p.column >= value.first for p in pieces)

    def _row(self, number: int, pieces: Sequence[Piece]) -> Row:
        firsts: list[tuple[Piece, str]] = []
        seconds: list[tuple[Piece, str]] = []
        rest: list[Piece] = []
        misplaced = False
        for piece in pieces:
            in_levels = bool(column_level(piece, self.header))
            if in_levels and not self.grid.exact and is_label_tail(piece.text):
                continue
            label = label_of(piece, in_levels)
            if label is None and in_levels and not self.grid.exact:
                label = torn_label(piece.text)
            if piece.column > self.label_limit and label_level(piece.text) != 2:
                label = None
            if label is None and self._unknown_label(piece, pieces):
                label = (column_level(piece, self.header), taxonomy.tidy_level(piece.text))
            if label is None:
                rest.append(piece)
                continue
            level, text = label
            column = column_level(piece, self.header)
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
        return Row(number, tuple(pieces), labels, roles, years, dropped)

    def _unknown_label(self, piece: Piece, pieces: Sequence[Piece]) -> bool:
        """Whether a cell of a level's column is a level that no table of names knows (资金到位).

        Every column of the row is filled as its heading says, so nothing slid.
        """
        if not column_level(piece, self.header) or not self.clean or not self.has2:
            return False
        if not self.grid.exact and [p.column for p in pieces] != self.columns:
            return False
        name, value = self.header.role("name"), self.header.role("value")
        if name is None or value is None or not 2 <= len(piece.text) <= 10:
            return False
        named = any(name.first <= p.column <= name.last for p in pieces)
        valued = any(value.first <= p.column <= value.last for p in pieces)
        last = max((r.first for r in self.header.roles), default=0)
        full = pieces[-1].last >= last
        return named and valued and full and not re.search(r"[\d≥≤<>=]", piece.text)

    def _only_level(self, label: tuple[Piece, str], rest: Sequence[Piece]) -> bool:
        """Whether 社会公众或服务对象满意度指标 stands at level 1, with no level 2 below it."""
        piece, text = label
        first = column_level(piece, self.header) == 1
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
        return [column_level(p, self.header) for p in moved]

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
