"""起草表格: a draft's cells as rows, last year beside this year; and what a cell is called when it
is given by hand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import escape

from assistant.domain.declaration import Declaration
from assistant.domain.draft import CellStatus, Draft, DraftCell
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.errors import UsageError
from assistant.jobs.draft import EXECUTION_PARTS, beside_the_unit, cell_names, number_of, unit_of
from assistant.web.link import place_button

HEADERS = ["类别", "名称", "上年", "本年", "状态"]
STATUS: dict[CellStatus, str] = {
    "carried": "沿用",
    "computed": "计算",
    "given": "给定",
    "needs_input": "待填",
}
VALUE = HEADERS.index("本年")
_MONEY = re.compile(
    r"(?P<group>budget_lines|executions|funding|total)(?:\[(?P<at>\d+)\])?"
    r"(?:\.(?P<part>amount|unit_price|initial|adjusted|executed|carried_over|annual_other))?"
)
"""Paths of cells that hold an amount of money."""
_UNIT = re.compile(r"亿元|百万元|万元|千元|元")
VIEWS = ("指标", "预算明细", "执行情况", "待填", "全部")


@dataclass(frozen=True, slots=True)
class Row:
    """One cell as a row of the grid."""

    cell: DraftCell
    group: str
    name: str
    unit: str = ""
    """The unit of an amount of money, in which a bare number that is typed is read."""

    def label(self) -> str:
        """The name, with the unit of an amount: 食堂（金额，万元）."""
        if not self.unit:
            return self.name
        return (
            f"{self.name[:-1]}，{self.unit}）"
            if self.name.endswith("）")
            else f"{self.name}（{self.unit}）"
        )

    def texts(self) -> list[str]:
        """The row as the grid shows it."""
        status = STATUS[self.cell.status] + ("（建议）" if self.cell.proposal else "")
        return [self.group, self.label(), self.cell.previous or "", self.cell.value, status]


def rows_of(draft: Draft, view: str = "全部") -> list[Row]:
    """The cells of a view; stretches within a text and the labels of other rows are left out."""
    names = cell_names(draft)
    rows = [
        Row(cell, *names[cell.path], _unit(cell, draft.declaration))
        for cell in draft.cells
        if cell.path in names
    ]
    if view == "待填":
        return [row for row in rows if row.cell.status == "needs_input"]
    return rows if view == "全部" else [row for row in rows if row.group == view]


def _unit(cell: DraftCell, declaration: Declaration) -> str:
    """The unit that the cell's money is printed in (the form's where it is 待填); none for others."""
    match = _MONEY.fullmatch(cell.path)
    if match is None:
        return ""
    for printed in (cell.value, cell.previous or ""):
        told = _UNIT.search(printed)
        if told is not None:
            return told[0]
    held = _money_at(declaration, match)
    if held is not None:
        return unit_of(held)
    alike = _alike(declaration, match["part"])
    return next((unit_of(money) for money in alike if money is not None), "元")


def _money_at(declaration: Declaration, match: re.Match[str]) -> Money | None:
    """The amount at a cell's path."""
    group, at, part = match["group"], match["at"], match["part"]
    if at is not None:
        rows = getattr(declaration, group)
        found = getattr(rows[int(at)], part or "", None) if int(at) < len(rows) else None
    else:
        found = getattr(declaration.funding, part, None) if part else declaration.total
    return found if isinstance(found, Money) else None


def _alike(declaration: Declaration, part: str | None) -> list[Money | None]:
    """Amounts of the same kind, whose unit one that is still missing will have."""
    if part == "unit_price":
        return [line.unit_price for line in declaration.budget_lines]
    executed = [
        money
        for row in declaration.executions
        for money in (row.initial, row.adjusted, row.executed)
    ]
    whole = [declaration.total, *(line.amount for line in declaration.budget_lines)]
    return [*executed, *whole] if part in EXECUTION_PARTS else [*whole, *executed]


def given_value(row: Row, typed: str) -> str:
    """What is typed into a cell as a given value: a bare amount is in the cell's unit.

    Raises UsageError where that cannot be meant: a thousand times last year's amount.
    """
    text = typed.strip()
    if not row.unit or not re.fullmatch(r"[\d,，]+(?:\.\d+)?", text):
        return text
    before = number_of(row.cell.previous or "")
    if before and beside_the_unit(number_of(text) or before, before):
        raise UsageError(
            f"“{row.name}”这一格以{row.unit}为单位，上年是 {row.cell.previous}；"
            f"请连单位一起写，例如 {text}元"
        )
    return text.replace(",", "").replace("，", "") + row.unit


def counts(draft: Draft) -> str:
    """How many cells of each status, in one line."""
    found = Counter(row.cell.status for row in rows_of(draft))
    return "，".join(f"{label} {found[status]} 格" for status, label in STATUS.items())


def cell_html(row: Row, tab: str = "draft") -> str:
    """A cell's status, reason and sources, as a card."""
    cell = row.cell
    parts = [
        f'<article class="yj-card yj-{cell.status}"><h4>{escape(row.label())} '
        f'<span class="yj-tag yj-{cell.status}">{STATUS[cell.status]}</span></h4>'
    ]
    if cell.previous is not None and cell.previous != cell.value:
        parts.append(f"<p>上年：{escape(cell.previous)}</p>")
    parts.append(f"<p>本年：{escape(cell.value)}</p>")
    if cell.reason:
        parts.append(f"<p>{escape(cell.reason)}</p>")
    if cell.sources:
        links = "".join(f"<li>{_source(one, tab)}</li>" for one in cell.sources)
        parts.append(f"<p>出处：</p><ul>{links}</ul>")
    return "".join(parts) + "</article>"


def _source(locator: Locator, tab: str) -> str:
    quote = " ".join(locator.quote.split())
    shown = quote if len(quote) <= 60 else quote[:60] + "…"
    return f"{escape(locator.source)}：{place_button(tab, locator, shown or '（此处）')}"
