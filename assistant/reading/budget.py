"""预算明细、预算执行: lines of money by their headings, or by what multiplies to what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.declaration import BudgetLine, Execution
from assistant.domain.money import UNITS, Money, parse_money
from assistant.domain.numerals import half_width, parse_number
from assistant.reading.captions import declared_unit, heading_unit
from assistant.reading.grid import Grid, Piece

SYNONYMS: dict[str, str] = {
    "year": r"年份|年度|预算年度|时间",
    "initial": r"年初预算(?:数|金额)?|预算(?:批复)?数?金额?\(年初\)|批复预算|初始预算",
    "adjusted": r"调整后?预算(?:数|金额)?|调整数|全年预算数?|最终预算",
    "executed": r"(?:实际)?(?:执行|支出|决算)(?:金额|数)|执行情况|实际支出",
    "rate": r"(?:预算)?执行率",
    "group": r"项目名称|支出类别|费用类别|类别|大类|预算项目|子项目名称|一级明细|项目大类|支出方向",
    "item": r"(?:项目|支出|费用|预算|构成|分项)?明细(?:项目|内容|科目)?|支出(?:内容|项目|用途|事项)|(?:具体)?内容"
    r"|费用(?:名称|项目)|活动名称|子项目|分项(?:名称)?|名称|用途|二级明细|项目",
    "amount": r"(?:预算|申请|申报|安排|本年|年度|测算)?(?:金额|预算数|总价|总额|小计)|预算(?:安排|数)?|合计金额"
    r"|金额合计|资金(?:安排)?|预算总额|\d{4}年预算(?:数|金额)?",
    "price": r"单价|(?:支出|费用|补助|收费)?标准|单位成本|单价标准",
    "quantity": r"数量|人数|次数|工作量|数量\(.*\)",
    "unit": r"单位|计量单位|数量单位",
    "note": r"(?:测算|计算|编制)(?:依据|过程|说明|标准)|备注|说明|依据|计算公式",
    "index": r"序号|编号",
}
_PATTERNS = {role: re.compile(pattern) for role, pattern in SYNONYMS.items()}
_LEFT_OPEN = re.compile(r"【?待(?:填|定|补充|核)】?")
"""An amount that its author has still to give: the line is there, its amount is not."""
_TOTAL = re.compile(r"^(?:金额)?(?:合\s*计|总\s*计|小\s*计|共\s*计)(?:金额)?")
_BREAKDOWN = re.compile(r"^(?:项目)?预算(?:分解|明细|构成)|^构成明细")
_STOP = re.compile(r"^(?:填报|填表|备注|注[:：]|单位负责人|审核|年度计划|制度保障)")
_ESTIMATED = re.compile(r"预计|预估|估算")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a money table: role, place, and the unit that its heading declares."""

    role: str
    first: int
    last: int
    unit: str | None


def _tidy(text: str) -> str:
    text = re.sub(r"[\s*＊:：]+", "", half_width(text))
    return re.sub(r"\((?:[^()]*元|含税|单位)\)$", "", text)


def columns_of(pieces: Sequence[Piece], width: int) -> list[Column]:
    """The columns that a header row names."""
    found = []
    for n, piece in enumerate(pieces):
        heading = _tidy(piece.text)
        role = next((r for r, p in _PATTERNS.items() if p.fullmatch(heading)), None)
        if role is not None:
            following = pieces[n + 1].column if n + 1 < len(pieces) else width
            last = max(piece.last, following - 1)
            found.append(Column(role, piece.column, last, heading_unit(piece.text)))
    return found


def is_execution_header(columns: Sequence[Column]) -> bool:
    """Whether a header is that of the execution of past years."""
    roles = {c.role for c in columns}
    return "year" in roles and bool(roles & {"initial", "adjusted"}) and "executed" in roles


def is_budget_header(columns: Sequence[Column], cells: int) -> bool:
    """Whether a header is that of the budget's lines."""
    roles = [c.role for c in columns]
    named = "item" in roles or "group" in roles
    return named and "amount" in roles and "year" not in roles and len(columns) * 3 >= cells * 2


def _cells(pieces: Sequence[Piece], columns: Sequence[Column]) -> dict[str, Piece]:
    """The cells of a row by role: the column they stand in, last one wins nothing."""
    found: dict[str, Piece] = {}
    for piece in pieces:
        for column in columns:
            if column.first <= piece.column <= column.last and column.role not in found:
                found[column.role] = piece
                break
    return found


_UNIT_TAIL = re.compile(r"(?<=[\d.万亿千])[(（]?(?:万元|亿元|元|人民币)?[)）]?$")


def _figure(piece: Piece | None) -> Decimal | None:
    if piece is None:
        return None
    return parse_number(_UNIT_TAIL.sub("", half_width(piece.text).strip().lstrip("¥￥")))


def _quantity(piece: Piece | None) -> Decimal | None:
    if piece is None:
        return None
    found = re.match(r"\s*([\d,.]+)", half_width(piece.text))
    return parse_number(found.group(1)) if found else None


def _slid(cells: dict[str, Piece], pieces: Sequence[Piece], columns: Sequence[Column]) -> bool:
    """Whether the row's amount is not where its heading is (the row slid)."""
    return _figure(cells.get("amount")) is None and any(_figure(p) is not None for p in pieces)


def _from_right(pieces: Sequence[Piece], columns: Sequence[Column]) -> dict[str, Piece]:
    """The cells of a row that slid, given to the columns in order from the right."""
    found: dict[str, Piece] = {}
    texts = [p for p in pieces if _figure(p) is None]
    figures = [p for p in pieces if _figure(p) is not None]
    money = [c for c in columns if c.role in {"price", "quantity", "amount"}]
    for column, piece in zip(reversed(money), reversed(figures)):
        found[column.role] = piece
    words = [c for c in columns if c.role in {"group", "item"}]
    for column, piece in zip(reversed(words), reversed(texts[: len(words)])):
        found[column.role] = piece
    return found


def read_lines(grid: Grid, header: int, columns: Sequence[Column], since: int) -> list[BudgetLine]:
    """The budget lines below the header row ``header``; the total row ends the table."""
    lines: list[BudgetLine] = []
    above = min(p.start for p in grid.rows[header])
    unit = declared_unit(grid.document, above, since=since)
    units = {c.role: c.unit or unit for c in columns}
    group: Piece | None = None
    for number in range(header + 1, len(grid.rows)):
        pieces = grid.rows[number]
        if not pieces:
            continue
        if _TOTAL.match(re.sub(r"\s", "", pieces[0].text)) or _TOTAL.match(_first_text(pieces)):
            if _is_last_total(grid, number):
                break
            continue
        cells = _cells(pieces, columns)
        if _slid(cells, pieces, columns):
            cells = _from_right(pieces, columns)
        covering = {
            c.role: p
            for p in grid.covering(number)
            for c in columns
            if c.first <= p.column <= c.last and c.role == "group"
        }
        group = cells.get("group") or covering.get("group") or group
        line = _line(grid, number, cells, group, units)
        if line is not None:
            lines.append(line)
    return lines


def _first_text(pieces: Sequence[Piece]) -> str:
    texts = [re.sub(r"\s", "", p.text) for p in pieces if _figure(p) is None]
    return texts[0] if texts else ""


def _is_last_total(grid: Grid, row: int) -> bool:
    """小计 goes on, 合计 ends."""
    return not grid.line(row).replace(" ", "").startswith("小计")


def _line(
    grid: Grid,
    number: int,
    cells: dict[str, Piece],
    group: Piece | None,
    units: dict[str, str | None],
) -> BudgetLine | None:
    item = cells.get("item") or cells.get("group")
    if item is None or "amount" not in cells:
        return None
    if _figure(cells["amount"]) is None and not _LEFT_OPEN.fullmatch(cells["amount"].text.strip()):
        return None
    amount = parse_money(cells["amount"].text, units.get("amount"))
    price = cells.get("price")
    unit_price = parse_money(price.text, units.get("price")) if price else None
    quantity = _quantity(cells.get("quantity"))
    shown = [cells[r] for r in ("item", "group", "amount", "price", "quantity") if r in cells]
    shown = [p for p in shown if p.row == number]
    doubts = () if amount is not None else ("amount",)
    named = group.text if group is not None and group is not item else None
    return BudgetLine(
        named, item.text, amount, unit_price, quantity, grid.locate(sorted(shown, key=_order)),
        doubts, cells["note"].text if "note" in cells else None,
    )  # fmt: skip


def _order(piece: Piece) -> int:
    return piece.start


def read_breakdown(grid: Grid, start: int, since: int) -> list[BudgetLine]:
    """Lines of a breakdown without headings (项目预算分解), from the row ``start``.

    Which figure is amount, price and number is told by what multiplies to what.
    """
    unit = declared_unit(grid.document, grid.rows[start][0].start, since=since)
    lines: list[BudgetLine] = []
    group: str | None = None
    for number in range(start, len(grid.rows)):
        pieces = grid.rows[number]
        if not pieces:
            continue
        first = re.sub(r"\s", "", pieces[0].text)
        if _TOTAL.match(first) or _STOP.match(first):
            break
        words = [p for p in pieces if _figure(p) is None and re.search(r"[㐀-鿿]", p.text)]
        figures = [p for p in pieces if _figure(p) is not None]
        if words and not figures:
            continue
        words = [p for p in words if not _BREAKDOWN.match(re.sub(r"\s", "", p.text))]
        if not words:
            continue
        item = words[-1]
        group = words[-2].text if len(words) > 1 else group
        amount, price, quantity = _by_product(figures)
        money = parse_money(amount.text, unit)
        lines.append(
            BudgetLine(
                group,
                item.text,
                money,
                parse_money(price.text, unit) if price else None,
                _quantity(quantity),
                grid.locate([item, *figures]),
                () if money is not None and (price or len(figures) == 1) else ("amount",),
            )
        )
    return lines


def is_breakdown(pieces: Sequence[Piece]) -> bool:
    """Whether a row begins a budget breakdown without headings."""
    labelled = any(_BREAKDOWN.match(re.sub(r"\s", "", p.text)) for p in pieces[:2])
    return labelled and any(_figure(p) is not None for p in pieces)


def fits_product(amount: Decimal, price: Decimal, quantity: Decimal) -> bool:
    """Whether price × number is the amount, within the rounding of the price (inclusive)."""
    return abs(amount - price * quantity) <= max(abs(quantity), Decimal(1)) * Decimal("0.005")


def _by_product(figures: Sequence[Piece]) -> tuple[Piece, Piece | None, Piece | None]:
    values = [_figure(p) or Decimal(0) for p in figures]
    if len(figures) < 3:
        return figures[0], None, None
    orders = ((0, 1, 2), (2, 0, 1), (2, 1, 0), (0, 2, 1), (1, 0, 2))
    for a, p, q in orders:
        whole = (
            values[q] == values[q].to_integral_value() or values[p] != values[p].to_integral_value()
        )
        if fits_product(values[a], values[p], values[q]) and whole:
            return figures[a], figures[p], figures[q]
    return figures[0], None, None


def read_executions(
    grid: Grid, header: int, columns: Sequence[Column], since: int
) -> list[Execution]:
    """The rows of the execution table; years by their four digits."""
    above = min(p.start for p in grid.rows[header])
    unit = declared_unit(grid.document, above, since=since)
    units = {c.role: c.unit or unit for c in columns}
    after = grid.document.text[grid.table.end : grid.table.end + 60]
    rows: list[Execution] = []
    for number in range(header + 1, len(grid.rows)):
        pieces = grid.rows[number]
        cells = _cells(pieces, columns)
        year = re.search(r"(?:19|20)\d{2}", cells["year"].text) if "year" in cells else None
        if year is None:
            continue
        amounts = {
            role: parse_money(cells[role].text, units[role])
            for role in ("initial", "adjusted", "executed")
            if role in cells
        }
        rate = re.search(r"[\d.]+", half_width(cells["rate"].text)) if "rate" in cells else None
        noted = re.search(rf"{year.group(0)}\s*年?[^。\n]*", after)
        rows.append(
            Execution(
                int(year.group(0)),
                amounts.get("initial"),
                amounts.get("adjusted"),
                amounts.get("executed"),
                Decimal(rate.group(0)) if rate else None,
                grid.locate(pieces),
                bool(noted and _ESTIMATED.search(noted.group(0))),
            )
        )
    return rows


def rescaled(money: Money | None, unit: str) -> Money | None:
    """The same print read in another unit."""
    if money is None:
        return None
    number = parse_number(re.sub(r"[^\d.,]", "", half_width(money.raw)))
    return Money(money.raw, number * UNITS[unit]) if number is not None else money


def headers(grid: Grid) -> Iterator[tuple[int, list[Column]]]:
    """Every row of the grid that names money columns."""
    for number, pieces in enumerate(grid.rows):
        columns = columns_of(pieces, grid.table.columns)
        if len(columns) >= 2:
            yield number, columns
