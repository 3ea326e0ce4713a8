"""可更正的值: every value of a reading that can be corrected by hand, and how it is put back.

``FIELDS`` is the one table: what a value is called, where it is read from, how what is typed takes
its place. A slot's place is the narrowest stretch that prints the value.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from assistant.domain.correction import Correction, SlotKind
from assistant.domain.declaration import Declaration, Reading
from assistant.domain.document import Document
from assistant.domain.locator import Cell, Locator
from assistant.domain.money import Money
from assistant.domain.shapes import plain
from assistant.domain.taxonomy import current_levels
from assistant.domain.typed_value import (
    money_unit_of,
    typed_level,
    typed_money,
    typed_number,
    typed_target,
    typed_text,
    typed_year,
)

Row = Any
"""An indicator, a budget line … or, for kind ``declaration``, the declaration itself."""

UNSURE = 0.9
"""Recognition below this confidence is marked: clean scans of 150 dpi stay above .95."""

FUNDS = {
    "total": "项目资金总额",
    "annual": "年度资金申请总额",
    "fiscal": "财政资金",
    "annual_fiscal": "当年财政拨款",
    "carried_over": "上年结转资金",
    "other": "其他资金",
    "annual_other": "年度其他资金",
}
EXECUTIONS = {"initial": "年初预算", "adjusted": "调整后预算", "executed": "预算执行数"}
"""The Chinese name of each amount; the field's name in the declaration is the key."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a typed value is read with: the table's level-1 names, the unit of its money."""

    level1_names: frozenset[str] = frozenset()
    money_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind of row. ``doubts`` are the words in ``uncertain`` that it settles."""

    title: str
    read: Callable[[Row], str]
    write: Callable[[Row, str, Around], Row]
    place: Callable[[Row], Locator | None]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One value that can be corrected: whose it is, where it stands, what it says.

    ``declaration`` is the index in the reading (None for accounts), ``index`` that of the row.
    ``label``, ``scope`` and ``field`` as in ``Correction``.
    """

    kind: SlotKind
    declaration: int | None
    index: int
    field: str
    label: str
    scope: str
    value: str
    locator: Locator
    uncertain: bool

    @property
    def title(self) -> str:
        """The field's Chinese name."""
        return FIELDS[self.kind][self.field].title

    @property
    def key(self) -> str:
        """The slot's address, which holds as long as the document is read the same way."""
        where = "" if self.declaration is None else str(self.declaration)
        place = self.locator
        return f"{self.kind}:{where}:{self.index}:{self.field}:{place.start}-{place.end}"


# ---- the fields ----


def _settled(row: Row, doubts: tuple[str, ...]) -> Row:
    return replace(row, uncertain=tuple(u for u in row.uncertain if u not in doubts))


def _text(field: str, title: str, *doubts: str, at: str = "locator") -> Field:
    def write(row: Row, typed: str, _around: Around) -> Row:
        row = replace(row, **{field: typed_text(typed)})
        return _settled(row, doubts) if doubts else row

    return Field(
        title,
        lambda row: getattr(row, field) or "",
        write,
        lambda row: getattr(row, at) or getattr(row, "locator", None),
        doubts,
    )


def _level(number: int, title: str) -> Field:
    field = f"level{number}"

    def write(row: Row, typed: str, around: Around) -> Row:
        row = replace(row, **{field: typed_level(typed, number)})
        names = around.level1_names | ({row.level1} if row.level1 else set())
        current = current_levels(row.level1, row.level2, level1_names=frozenset(names))
        return _settled(replace(row, current=current), (field,))

    return Field(
        title, lambda row: getattr(row, field) or "", write, lambda row: row.locator, (field,)
    )


def _target(field: str, title: str) -> Field:
    def write(row: Row, typed: str, _around: Around) -> Row:
        old = getattr(row, field) or row.target
        row = replace(row, **{field: typed_target(typed, old, row.name)})
        return _settled(row, (field,))

    def read(row: Row) -> str:
        target = getattr(row, field)
        return "" if target is None else str(target.raw)

    def place(row: Row) -> Locator | None:
        found: Locator | None = row.target_locator if field == "target" else None
        return found or row.locator

    return Field(title, read, write, place, (field,))


_MONEYS = ("amount", "unit_price", "initial", "adjusted", "executed")


def _money(field: str, title: str) -> Field:
    def write(row: Row, typed: str, around: Around) -> Row:
        unit = money_unit_of(getattr(row, field)) or around.money_unit
        row = replace(row, **{field: typed_money(typed, unit)})
        return _doubts_of_money(row, field) if hasattr(row, "uncertain") else row

    def read(row: Row) -> str:
        money = getattr(row, field)
        return "" if money is None else str(money.raw)

    return Field(title, read, write, lambda row: getattr(row, "locator", None), (field, "unit"))


def _doubts_of_money(row: Row, settled: str) -> Row:
    """A doubtful unit stays a doubt of the row's other amounts."""
    doubts = set(row.uncertain)
    if "unit" in doubts:
        doubts |= {m for m in _MONEYS if getattr(row, m, None) is not None}
    return replace(row, uncertain=tuple(sorted(doubts - {"unit", settled})))


def _fund(field: str, title: str) -> Field:
    def place(row: Row) -> Locator | None:
        places = dict(row.locators)
        return places.get(field) or places.get(title)

    return replace(_money(field, title), place=place, doubts=())


def _number(field: str, title: str) -> Field:
    def write(row: Row, typed: str, _around: Around) -> Row:
        return _settled(replace(row, **{field: typed_number(typed, title)}), (field,))

    def read(row: Row) -> str:
        number = getattr(row, field)
        return "" if number is None else plain(number)

    return Field(title, read, write, lambda row: row.locator, (field,))


def _year(at: str) -> Field:
    return Field(
        "年度",
        lambda row: "" if row.year is None else str(row.year),
        lambda row, typed, _around: replace(row, year=typed_year(typed)),
        lambda row: getattr(row, at),
    )


def _entry(row: Row, typed: str, around: Around) -> Row:
    """A form's field; one that is an amount stays one."""
    if row.money is None:
        return replace(row, value=typed_text(typed))
    money = typed_money(typed, money_unit_of(row.money) or around.money_unit)
    return replace(row, value=money.raw, money=money)


FIELDS: dict[SlotKind, dict[str, Field]] = {
    "indicator": {
        "level1": _level(1, "一级指标"),
        "level2": _level(2, "二级指标"),
        "name": _text("name", "三级指标", "name", "row"),
        "target": _target("target", "目标值"),
        "source": _text("source", "来源", "source", at="source_locator"),
        "actual": _target("actual", "实际完成值"),
    },
    "budget_line": {
        "item": _text("item", "明细", "item", "name"),
        "amount": _money("amount", "金额"),
        "unit_price": _money("unit_price", "单价"),
        "quantity": _number("quantity", "数量"),
    },
    "execution": {
        **{field: _money(field, title) for field, title in EXECUTIONS.items()},
        "rate": _number("rate", "执行率"),
    },
    "fund": {field: _fund(field, title) for field, title in FUNDS.items()},
    "source": {"amount": replace(_money("amount", "金额"), doubts=())},
    "field": {
        "value": Field("内容", lambda row: row.value, _entry, lambda row: row.locator),
    },
    "declaration": {
        "project": _text("project", "项目", at="project_locator"),
        "unit": _text("unit", "单位", at="unit_locator"),
        "year": _year("year_locator"),
        "total": replace(_money("total", "年度预算"), place=lambda d: d.total_locator, doubts=()),
    },
    "account": {"amount": replace(_money("amount", "金额"), doubts=())},
}  # fmt: skip
"""Every field that can be corrected, by kind of row; the order is that of the page."""

ABSENT = {"actual", "unit_price", "quantity", "source", "rate"}
"""Fields that a row may well lack: offered only where something was read."""

_ROWS = {
    "indicator": "indicators",
    "budget_line": "budget_lines",
    "execution": "executions",
    "field": "fields",
}


# ---- rows ----


def _rows_of(declared: Declaration) -> Iterator[tuple[SlotKind, int, str, Row]]:
    """(kind, index, label, row) of everything in a declaration, itself first."""
    yield "declaration", 0, "", declared
    yield "fund", 0, "", declared.funding
    for index, source in enumerate(declared.funding.sources):
        yield "source", index, source.name, source
    for index, entry in enumerate(declared.fields):
        yield "field", index, entry.label, entry
    for index, row in enumerate(declared.indicators):
        yield "indicator", index, row.name, row
    for index, line in enumerate(declared.budget_lines):
        label = f"{line.group} / {line.item}" if line.group else line.item
        yield "budget_line", index, label, line
    for index, execution in enumerate(declared.executions):
        yield "execution", index, f"{execution.year}年", execution


def scope_of(declared: Declaration) -> str:
    """Whose declaration it is, as read: ``项目|单位|年度``."""
    return "|".join(str(x or "") for x in (declared.project, declared.unit, declared.year))


def row_of(reading: Reading, slot: Slot) -> Row:
    """The row that a slot stands in."""
    if slot.declaration is None:
        return reading.accounts[slot.index]
    declared = reading.declarations[slot.declaration]
    if slot.kind == "declaration":
        return declared
    if slot.kind == "fund":
        return declared.funding
    if slot.kind == "source":
        return declared.funding.sources[slot.index]
    return getattr(declared, _ROWS[slot.kind])[slot.index]


def _at(rows: tuple[Row, ...], index: int, row: Row) -> tuple[Row, ...]:
    return (*rows[:index], row, *rows[index + 1 :])


def _put(reading: Reading, slot: Slot, row: Row) -> Reading:
    if slot.declaration is None:
        return replace(reading, accounts=_at(reading.accounts, slot.index, row))
    declared = reading.declarations[slot.declaration]
    if slot.kind == "declaration":
        declared = row
    elif slot.kind == "fund":
        declared = replace(declared, funding=row)
    elif slot.kind == "source":
        sources = _at(declared.funding.sources, slot.index, row)
        declared = replace(declared, funding=replace(declared.funding, sources=sources))
    else:
        rows = _at(getattr(declared, _ROWS[slot.kind]), slot.index, row)
        changed: dict[str, Any] = {_ROWS[slot.kind]: rows}
        declared = replace(declared, **changed)
    return replace(reading, declarations=_at(reading.declarations, slot.declaration, declared))


# ---- slots ----


def _opening(document: Document, declared: Declaration) -> Locator:
    """The declaration's first line stands for what it does not print."""
    start, end = declared.span
    line = document.text.find("\n", start, end)
    return document.locate(start, end if line < 0 else line)


class _Places:
    """Where values stand in a document's tables, and which of them were recognised badly."""

    def __init__(self, document: Document, corrections: tuple[Correction, ...]) -> None:
        self.document = document
        self._corrections = corrections
        cells = [(c.start, c.end, t.index, c) for t in document.tables for c in t.cells]
        self._cells = sorted(cells, key=lambda one: one[:2])
        self._starts = [start for start, *_ in self._cells]
        self._bad = [(a, b) for a, b, _, c in cells if c.confidence < UNSURE]

    def narrowed(self, place: Locator, value: str) -> Locator:
        """The stretch of a row that prints the value, where there is just one."""
        if not value or place.quote == value or place.quote.count(value) != 1:
            return place
        start = place.start + place.quote.index(value)
        return self.document.locate(start, start + len(value), self._cell(start) or place.cell)

    def _cell(self, offset: int) -> Cell | None:
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or self._cells[at][1] <= offset:
            return None
        _, _, table, cell = self._cells[at]
        return Cell(table, cell.row, cell.column)

    def recognised_badly(self, place: Locator) -> bool:
        """Whether a cell of the place was recognised with little confidence."""
        return any(start < place.end and place.start < end for start, end in self._bad)

    def corrected(self, kind: SlotKind, field: str, place: Locator) -> bool:
        """Whether a value of the reading was set by hand."""
        return any(
            (one.kind, one.field) == (kind, field)
            and one.locator.start < place.end
            and place.start < one.locator.end
            for one in self._corrections
        )


def _prints(place: Locator, value: str) -> bool:
    return "".join(place.quote.split()) == "".join(value.split())


def _slots(
    places: _Places, declared: Declaration | None, number: int | None,
    kind: SlotKind, index: int, label: str, row: Row,
) -> Iterator[Slot]:  # fmt: skip
    doubted = set(getattr(row, "uncertain", ()))
    scope = scope_of(declared) if declared is not None else ""
    for name, field in FIELDS[kind].items():
        value, place = field.read(row), field.place(row)
        if not value and name in ABSENT:
            continue
        if place is None and kind == "declaration" and declared is not None:
            place = _opening(places.document, declared)
        if place is None:
            continue
        at = places.narrowed(place, value)
        unsure = bool(doubted & set(field.doubts)) or (
            _prints(at, value) and places.recognised_badly(at)
        )
        unsure = unsure and not places.corrected(kind, name, at)
        yield Slot(kind, number, index, name, label, scope, value, at, unsure)


def slots_of(document: Document, reading: Reading) -> Iterator[Slot]:
    """Every value of a document's reading (as read) that can be corrected, in order of the page."""
    places = _Places(document, reading.corrections)
    for number, declared in enumerate(reading.declarations):
        for kind, index, label, row in _rows_of(declared):
            yield from _slots(places, declared, number, kind, index, label, row)
    for index, account in enumerate(reading.accounts):
        label = " / ".join(
            filter(None, (account.table, account.code, account.name, account.column))
        )
        yield from _slots(places, None, None, "account", index, label, account)


def around(reading: Reading, slot: Slot) -> Around:
    """What a value typed into a slot is read with."""
    if slot.declaration is None:
        return Around(money_unit=_unit_among(a.amount for a in reading.accounts))
    declared = reading.declarations[slot.declaration]
    names = frozenset(row.level1 for row in declared.indicators if row.level1)
    return Around(names, _money_unit(declared, slot))


def _unit_among(amounts: Iterator[Money | None]) -> str | None:
    return next((unit for unit in map(money_unit_of, amounts) if unit), None)


def _money_unit(declared: Declaration, slot: Slot) -> str | None:
    """The unit of the amounts beside: in the same column, the same row, the same form."""
    if slot.kind in {"budget_line", "execution"}:
        rows = getattr(declared, _ROWS[slot.kind])
        money = slot.field in _MONEYS
        column = _unit_among(getattr(row, slot.field) for row in rows) if money else None
        row = rows[slot.index]
        return column or _unit_among(getattr(row, m, None) for m in _MONEYS)
    if slot.kind in {"fund", "source", "field", "declaration"}:
        funds = _unit_among(getattr(declared.funding, name) for name in FUNDS)
        return funds or declared.funding.unit
    return None


def written(reading: Reading, slot: Slot, typed: str, read_with: Around) -> Reading:
    """The reading with what was typed in a slot. Raises CorrectionRefused."""
    row = FIELDS[slot.kind][slot.field].write(row_of(reading, slot), typed, read_with)
    return _put(reading, slot, row)


def value_in(reading: Reading, slot: Slot) -> str:
    """What a slot says in a reading (maybe a corrected one)."""
    return FIELDS[slot.kind][slot.field].read(row_of(reading, slot))
