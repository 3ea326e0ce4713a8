"""数字: figures as printed, their precision, and amounts said again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.declaration import BudgetLine
from assistant.domain.locator import Cell, Locator
from assistant.domain.money import UNITS, Money
from assistant.domain.numerals import half_width, parse_number
from assistant.jobs.check.case import Case

FIGURE = r"\d[\d,，]*(?:\.\s?\d+)?"
AMOUNT = re.compile(rf"(?P<figure>{FIGURE})\s*(?P<unit>[百千万亿]{{0,2}}元)")
TOTAL_WORDS = re.compile(r"^\s*(?:金额)?(?:合\s*计|总\s*计|总\s*额|合计金额)\s*(?:金额)?[（(：:]?")
HUNDREDTH = Decimal("0.005")


def figure(raw: str) -> Decimal | None:
    """The number in a printed amount, without its unit; None where it is no number."""
    text = re.sub(r"[\s,，]", "", half_width(raw))
    found = re.search(r"\d+(?:\.\d+)?", text)
    return Decimal(found.group()) if found else None


def decimals(raw: str) -> int:
    """How many decimals a figure is printed with."""
    found = re.search(r"\.\s?(\d+)", half_width(raw))
    return len(found.group(1)) if found else 0


def scale_of(money: Money) -> Decimal:
    """What one of the printed unit is in yuan: 10000 for an amount read as 万元."""
    number = figure(money.raw)
    return money.yuan / number if number else Decimal(1)


def half_step(money: Money) -> Decimal:
    """Half of the last printed decimal, in yuan: what rounding may hide."""
    return scale_of(money) * Decimal(5) / Decimal(10) ** (decimals(money.raw) + 1)


def said(yuan: Decimal, like: Money | None = None) -> str:
    """An amount in words of the same unit and precision as ``like`` (元 with separators else)."""
    if like is not None:
        number = yuan / scale_of(like)
        places = decimals(like.raw)
        unit = "万元" if scale_of(like) == UNITS["万元"] else "元"
        return f"{number:,.{places}f} {unit}"
    return f"{yuan:,.2f} 元"


def rewritten(yuan: Decimal, like: Money) -> str:
    """The figure of ``like.raw`` with another amount in its place, written the same way."""
    number = yuan / scale_of(like)
    comma = "," if re.search(r"[,，]", like.raw) else ""
    new = f"{number:{comma}.{decimals(like.raw)}f}"
    return re.sub(rf"{FIGURE}", new, like.raw, count=1)


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """合计 as printed in the budget table."""

    money: Money
    locator: Locator


def printed_total(case: Case) -> PrintedTotal | None:
    """The 合计 of the table that holds the budget lines."""
    lines = [line for line in case.declaration.budget_lines if line.amount]
    if not lines:
        return None
    like = lines[0].amount
    assert like is not None
    starts = [line.locator.start for line in lines]
    for table in case.tables:
        if not table.start <= starts[-1] < table.end:
            continue
        for cell in table.cells:
            if not TOTAL_WORDS.match(cell.text) or cell.start < starts[0]:
                continue
            row = [c for c in table.cells if c.row == cell.row and c.column > cell.column]
            for other in row:
                number = figure(other.text)
                if number is not None and re.fullmatch(r"[\d,，.\s]+", other.text):
                    money = Money(other.text, number * scale_of(like))
                    place = Cell(table.index, other.row, other.column)
                    return PrintedTotal(money, case.at(other.start, other.end, place))
    return None


def amount_place(case: Case, line: BudgetLine) -> Locator:
    """The cell that holds a line's amount; the line where it cannot be told apart."""
    return cell_of(case, line.locator, line.amount.raw if line.amount else "")


def cell_of(case: Case, row: Locator, raw: str) -> Locator:
    """The last cell of a row that reads ``raw``; the row itself where there is none."""
    if not raw.strip():
        return row
    at = case.document.text.rfind(raw, row.start, max(row.end, row.start + len(raw)))
    if at < 0:
        end = case.document.text.find("\n", row.start)
        at = case.document.text.rfind(raw, row.start, end if end >= 0 else row.end)
    return case.at(at, at + len(raw), row.cell) if at >= 0 else row


def plain_number(text: str) -> Decimal | None:
    """Arabic or Chinese digits as a number (两 → 2, 十一 → 11)."""
    return parse_number(text.strip())
