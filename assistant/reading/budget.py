"""预算明细: lines of money by their headings, or by what multiplies to what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.domain.declaration import BudgetLine, Factor
from assistant.domain.locator import Locator
from assistant.domain.money import Money, parse_money
from assistant.domain.numerals import half_width, parse_number
from assistant.reading.captions import declared_unit
from assistant.reading.fields import read_label, tidy_label
from assistant.reading.formulas import Product, parse_product, price_unit
from assistant.reading.grid import DASHES, Grid, Piece
from assistant.reading.headers import Column, cells_of
from assistant.reading.labels import label_level

_LEFT_OPEN = re.compile(r"【?待(?:填|定|补充|核)】?")
"""An amount that its author has still to give: the line is there, its amount is not."""
_TOTAL = re.compile(r"^(?:金额)?(?:合\s*计|总\s*计|小\s*计|共\s*计)(?:金额)?")
_BREAKDOWN = re.compile(r"^(?:项目)?预算(?:分解|明细|构成)|^构成明细")
_STOP = re.compile(r"^(?:填报|填表|备注|注[:：]|单位负责人|审核|年度计划|制度保障)")


_ORDINAL = re.compile(r"^(?:\d{1,2}(?:[、．]|\.(?!\d))|[(（]\d{1,2}[)）]|[①-⑳])\s*(?=\S)")
_CHAPTER = re.compile(r"^[(（]?[一二三四五六七八九十]{1,2}(?:[、.．)）])\s*(?=\S)")
_WITHIN = re.compile(r"^其中\s*[:：]?\s*(?=\S)")
_PARTS = frozenset(
    {"overall", "annual", "goal", "notes", "summary", "basis", "project", "resources", "period",
     "leader", "contact", "filed", "department", "declarer"}
)  # fmt: skip
"""Fields of a form that end a table of lines within it."""


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """The lines of one table, the amount of its total row, and the row after its last."""

    lines: tuple[BudgetLine, ...]
    total: Money | None
    total_locator: Locator | None
    stop: int


_UNIT_TAIL = re.compile(r"(?<=[\d.万亿千])[(（]?(?:万元|亿元|元|人民币)?[)）]?$")


def _figure(piece: Piece | None) -> Decimal | None:
    if piece is None:
        return None
    return parse_number(_UNIT_TAIL.sub("", half_width(piece.text).strip().lstrip("¥￥")))


def _quantity(piece: Piece | None) -> Decimal | None:
    """The number of a quantity's cell: a product multiplied out, else its leading figure."""
    if piece is None:
        return None
    product = parse_product(piece.text)
    if product is not None and product.price is None:
        return product.quantity
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


def read_lines(
    grid: Grid,
    header: int,
    columns: Sequence[Column],
    since: int,
    taken: AbstractSet[int] = frozenset(),
) -> MoneyTable:
    """The budget lines below the header row ``header``; the total row ends the table.

    So does a row in ``taken``, which belongs to another table.
    """
    lines: list[BudgetLine] = []
    printed: list[str] = []
    above = min(p.start for p in grid.rows[header])
    unit = declared_unit(grid.document, above, since=since)
    units = {c.role: c.unit or unit for c in columns}
    group: Piece | None = None
    total: tuple[Money, Locator] | None = None
    stop = _within(grid, header, columns)
    for number in range(header + 1, stop):
        pieces = grid.rows[number]
        if not pieces:
            continue
        if number in taken or _another_part(pieces):
            stop = number
            break
        cells = cells_of(pieces, columns)
        if _TOTAL.match(re.sub(r"\s", "", pieces[0].text)) or _TOTAL.match(_first_text(pieces)):
            if _is_last_total(grid, number):
                total = _sum_row(grid, pieces, cells, units)
                stop = number + 1
                break
            continue
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
            printed.append((cells.get("item") or cells["group"]).text)
    money, place = total if total else (None, None)
    if _captioned_wrongly(lines):
        lines = [
            replace(one, amount=_as_printed(one.amount)) if one.amount else one for one in lines
        ]
        money = _as_printed(money) if money else None
    grouped = tuple(_under_chapters(lines, printed))
    return MoneyTable(grouped, money, place, stop)


_TEN_THOUSAND = Decimal(10_000)
_LEAST_RECKONED = 3


def _captioned_wrongly(lines: Sequence[BudgetLine]) -> bool:
    """Whether 万元 stands above amounts that are in 元: prices with 元 of their own, times numbers.

    Told only where nearly every line that can be reckoned says so; the checker reports the caption.
    """
    reckoned = [
        (line.unit_price.yuan * line.quantity, line.amount.yuan)
        for line in lines
        if line.amount and line.unit_price and line.quantity and "元" in line.unit_price.raw
    ]
    if len(reckoned) < _LEAST_RECKONED:
        return False
    small = sum(abs(product - amount / _TEN_THOUSAND) < 1 for product, amount in reckoned)
    large = sum(abs(product - amount) < 1 for product, amount in reckoned)
    return not large and small * 5 >= len(reckoned) * 4


def _as_printed(money: Money) -> Money:
    return replace(money, yuan=money.yuan / _TEN_THOUSAND)


def _within(grid: Grid, header: int, columns: Sequence[Column]) -> int:
    """The row after the last that a label left of the header (资金测算) covers."""
    first = grid.rows[header][0]
    named = any(c.role in {"item", "group"} and c.first > first.last for c in columns)
    if first.rowspan > 1 and named:
        return min(first.row + first.rowspan, len(grid.rows))
    return len(grid.rows)


def _another_part(pieces: Sequence[Piece]) -> bool:
    """Whether a row is a field of the form or a row of indicators: the lines have ended."""
    first = pieces[0].text
    told = read_label(first)
    named = told is not None and told[1] == tidy_label(first) and told[0] in _PARTS
    return named or any(label_level(p.text) for p in pieces[:2])


def _sum_row(
    grid: Grid, pieces: Sequence[Piece], cells: dict[str, Piece], units: dict[str, str | None]
) -> tuple[Money, Locator] | None:
    """The amount of a total row."""
    figures = [p for p in pieces if _figure(p) is not None]
    cell = cells.get("amount") if _figure(cells.get("amount")) is not None else None
    cell = cell or (figures[-1] if figures else None)
    money = parse_money(cell.text, units.get("amount")) if cell else None
    return (money, grid.locate([cell])) if money and cell else None


def _under_chapters(lines: Sequence[BudgetLine], printed: Sequence[str]) -> list[BudgetLine]:
    """Lines without those that only sum up the ones below them (一、基本支出), as their group.

    A row sums up those below it where they add up to it, up to the next row of its kind.
    """
    out: list[BudgetLine] = []
    n = 0
    while n < len(lines):
        chapter = bool(_CHAPTER.match(printed[n]))
        below = n + 1
        while below < len(lines) and not _CHAPTER.match(printed[below]):
            below += 1
        opened = n + 1 < len(lines) and bool(_WITHIN.match(printed[n + 1]))
        children = lines[n + 1 : below] if chapter else lines[n + 1 : _adding_up(lines, n)]
        whole = sum((c.amount.yuan for c in children if c.amount), Decimal(0))
        amount = lines[n].amount
        if (chapter or opened) and len(children) > 1 and amount and whole == amount.yuan:
            out.extend(replace(c, group=c.group or lines[n].item) for c in children)
            n += 1 + len(children)
            continue
        out.append(lines[n])
        n += 1
    return out


def _adding_up(lines: Sequence[BudgetLine], n: int) -> int:
    """The index after the rows below ``n`` that add up to it; ``n + 1`` where none do."""
    amount = lines[n].amount
    whole = Decimal(0)
    for at in range(n + 1, len(lines)):
        line = lines[at].amount
        whole += line.yuan if line else 0
        if amount and whole == amount.yuan:
            return at + 1
    return n + 1


def _first_text(pieces: Sequence[Piece]) -> str:
    texts = [re.sub(r"\s", "", p.text) for p in pieces if _figure(p) is None]
    return texts[0] if texts else ""


def _is_last_total(grid: Grid, row: int) -> bool:
    """小计 goes on, 合计 ends."""
    return not grid.line(row).replace(" ", "").startswith("小计")


def item_name(text: str) -> str:
    """An item's name without its ordinal and 其中."""
    for pattern in (_ORDINAL, _CHAPTER, _WITHIN, _ORDINAL):
        text = pattern.sub("", text)
    return text


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
    price, quantity, told = cells.get("price"), cells.get("quantity"), cells.get("unit")
    unit_price = parse_money(price.text, units.get("price")) if price else None
    counted = _counted(quantity, units.get("quantity"))
    noted = _noted(cells) if unit_price is None and counted is None else None
    if noted is not None:
        unit_price, counted = noted.price, noted
    shown = [cells[r] for r in ("item", "group", "amount", "price", "quantity") if r in cells]
    shown = [p for p in shown if p.row == number]
    named = item_name(group.text) if group is not None and group is not item else None
    factors = counted.factors if counted else ()
    return BudgetLine(
        named,
        item_name(item.text),
        amount,
        unit_price,
        counted.quantity if counted else _quantity(quantity),
        grid.locate(sorted(shown, key=_order)),
        () if amount is not None else ("amount",),
        cells["note"].text if "note" in cells else None,
        factors if len(factors) > 1 else (),
        (counted.unit if counted else None) or (told.text if told else None),
        noted.price_unit if noted else (price_unit(price.text) if price else None),
    )


def _counted(piece: Piece | None, heading: str | None) -> Product | None:
    """The quantity's cell as a product; a heading of 数量（万份） multiplies out."""
    product = parse_product(piece.text) if piece else None
    if product is None or product.price is not None:
        return None
    if heading and re.match(r"万(?!元)", heading) and len(product.factors) == 1:
        only = product.factors[0]
        if only.unit is None:
            return replace(product, factors=(Factor(only.number * 10_000, heading[1:] or None),))
    return product


def _noted(cells: dict[str, Piece]) -> Product | None:
    """The computation that stands in the column of remarks (3,400人×12月×309元)."""
    note = cells.get("note")
    if note is None or not re.search(r"[×xX*＊✕]", note.text):
        return None
    blank = [cells[r].text.strip() for r in ("price", "quantity") if r in cells]
    if any(text not in DASHES for text in blank):
        return None
    product = parse_product(note.text)
    return product if product is not None and product.factors else None


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
