"""部门预算: the budget tables, terms and figures of a department's published budget.

The nine tables and their columns are those that Shanghai departments publish (2023–2026). A column
whose heading recognition lost is known by its table; where a page break shifts the columns of a
table, a row's amounts go to the columns that its parent account or the totals bear out, else only
the first amount (合计) is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.declaration import Account, Term
from assistant.domain.document import Document
from assistant.domain.money import parse_money
from assistant.domain.numerals import half_width
from assistant.reading.captions import caption_above, declared_unit
from assistant.reading.grid import Grid, Piece

TABLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"基本支出.*经济分类", ("合计", "人员经费", "公用经费")),
    (r"功能分类", ("合计", "基本支出", "项目支出")),
    (r"财政拨款收支", ()),
    (r"财务收支|收支预算总表", ()),
    (r"收入预算总?表", ("合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入")),
    (r"支出预算总?表", ("合计", "基本支出", "项目支出")),
    (
        r"三公",
        ("合计", "因公出国(境)费", "公务接待费", "公务用车购置及运行费", "公务用车购置费",
         "公务用车运行费", "机关运行经费"),
    ),
)  # fmt: skip
"""Caption → amount columns in their printed order (none: read by heading)."""

_CAPTION = re.compile(r"((?:19|20)\d{2})年.*预算.*表$")
_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d{2}|-?\d+\.\d{2}")
_CODE = re.compile(r"\d{2,7}")
_UNIT_OF = re.compile(r"(?:编制|填报)(?:部门|单位)\s*[:：]\s*([㐀-鿿()（）]+)")
_TERM = re.compile(
    r"^[ \t]*(?:[-*•][ ]+)?[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.]?[ ]*"
    r"(?P<name>[“\"「]?[^：:\n]{2,20}?)\s*[:：]\s*(?P<text>[^\n]+)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One account row: its codes, name, and amounts with their columns."""

    codes: tuple[str, ...]
    name: Piece
    amounts: tuple[Piece, ...]
    page: int


def read_accounts(document: Document, grids: Sequence[Grid]) -> tuple[Account, ...]:
    """Every amount of the budget tables in ``grids``."""
    found: list[Account] = []
    for grid in grids:
        first = next((p for row in grid.rows for p in row), None)
        caption_at = caption_above(document, first.start) if first else None
        if caption_at is None or first is None:
            continue
        caption = re.sub(r"\s", "", document.text[slice(*caption_at)])
        titled = _CAPTION.search(caption)
        if titled is None:
            continue
        heads = next((c for pattern, c in TABLES if re.search(pattern, caption)), ())
        unit = declared_unit(document, first.start, since=caption_at[0]) or "元"
        makers = _UNIT_OF.findall(document.text[caption_at[0] : first.start + 1])
        maker = makers[-1] if makers else None
        year = int(titled.group(1))
        if "三公" in caption:
            items = _single(grid, heads)
        elif any(_coded(row) for row in grid.rows):
            items = _by_code(grid, heads)
        else:
            items = _by_heading(grid)
        for code, name, column, piece, also in items:
            money = parse_money(piece.text, unit)
            if money is not None:
                at = grid.locate(also)
                found.append(Account(caption, code, name, column, money, year, maker, at))
    return tuple(found)


_Item = tuple[str | None, str, str, Piece, list[Piece]]


def _is_amount(piece: Piece) -> bool:
    return bool(_AMOUNT.fullmatch(half_width(piece.text)))


def _coded(row: Sequence[Piece]) -> bool:
    return len(row) >= 3 and bool(re.fullmatch(r"\d{3}", row[0].text)) and _is_amount(row[-1])


def _pages(grid: Grid) -> dict[int, int]:
    """Row → which page it stands on: an empty line in the text is a page break."""
    page, pages, last = 0, {}, None
    for number, row in enumerate(grid.rows):
        if not row:
            pages[number] = page
            continue
        gap = grid.document.text[last : row[0].start] if last is not None else ""
        page += bool(re.search(r"\n[ ]*\n", gap.replace("\t", "")))
        pages[number] = page
        last = row[-1].end
    return pages


def _account_rows(grid: Grid) -> list[_Row]:
    pages = _pages(grid)
    rows: list[_Row] = []
    waiting: tuple[tuple[str, ...], Piece] | None = None
    for number, row in enumerate(grid.rows):
        codes = []
        rest = list(row)
        while rest and _CODE.fullmatch(rest[0].text) and not _is_amount(rest[0]):
            codes.append(rest.pop(0).text)
        amounts = tuple(p for p in rest if _is_amount(p))
        names = [p for p in rest if re.search(r"[㐀-鿿]", p.text)]
        if not amounts:
            waiting = (tuple(codes), names[0]) if codes and names else None
            continue
        if not names and waiting is not None:
            # the row's amounts stand on a line of their own below it
            rows.append(_Row(waiting[0], waiting[1], amounts, pages[number]))
        elif names and (codes or re.fullmatch(r"合\s*计|总\s*计", names[0].text)):
            rows.append(_Row(tuple(codes), names[0], amounts, pages[number]))
        waiting = None
    return rows


def _by_code(grid: Grid, heads: Sequence[str]) -> Iterator[_Item]:
    """Rows of account codes; columns by place on pages that print them all, else by evidence."""
    rows = _account_rows(grid)
    if not heads or not rows:
        return
    places = _columns(rows, len(heads))
    named = [_by_place(row, heads, places.get(row.page)) for row in rows]
    _by_totals(rows, heads, named)
    _by_parents(rows, named)
    seconds = {names[1] for names in named if names and len(names) == 2}
    for row, names in zip(rows, named):
        code = "-".join(row.codes) or None
        if names is None:
            # every row of the table that could be placed has its amounts in the same two columns
            one = len(seconds) == 1 and len(row.amounts) == 2
            names = [heads[0], *seconds] if one else [heads[0]]
        for column, piece in zip(names, row.amounts):
            yield code, row.name.text, column, piece, [row.name, piece]


def _columns(rows: Sequence[_Row], count: int) -> dict[int, list[int]]:
    """Page → the places of its amount columns, where the page shows enough of them."""
    places: dict[int, list[int]] = {}
    for page in {r.page for r in rows}:
        seen = sorted({p.column for r in rows if r.page == page for p in r.amounts})
        if len(seen) >= min(count, 3) or page == 0:
            places[page] = [seen[0] + n for n in range(count)]
    return places


def _by_place(row: _Row, heads: Sequence[str], places: list[int] | None) -> list[str] | None:
    """The columns of a row whose page prints all of them; None where it does not."""
    if len(row.amounts) == len(heads):
        return list(heads)
    if places is None:
        return None
    at = dict(zip(places, heads))
    named = [at.get(p.column) for p in row.amounts]
    known = [n for n in named if n]
    return known if len(known) == len(named) and named[0] == heads[0] else None


def _value(piece: Piece) -> Decimal:
    return Decimal(half_width(piece.text).replace(",", ""))


def _by_totals(rows: Sequence[_Row], heads: Sequence[str], named: list[list[str] | None]) -> None:
    """Top accounts of two amounts: the column in which the grand total lacks just theirs."""
    totals = [r for r in rows if not r.codes and len(r.amounts) == len(heads)]
    lost = [n for n, r in enumerate(rows) if named[n] is None and len(r.codes) == 1]
    for n in lost:
        if not totals or len(rows[n].amounts) != 2:
            continue
        for k, head in enumerate(heads[1:], 1):
            known = sum(
                (
                    _value(piece)
                    for row, names in zip(rows, named)
                    if len(row.codes) == 1 and names
                    for column, piece in zip(names, row.amounts)
                    if column == head
                ),
                Decimal(0),
            )
            if _value(totals[-1].amounts[k]) - known == _value(rows[n].amounts[1]):
                named[n] = [heads[0], head]
                break


def _by_parents(rows: Sequence[_Row], named: list[list[str] | None]) -> None:
    """Rows that a page break shifted stand in the columns of their parent account."""
    parents = {row.codes: names for row, names in zip(rows, named) if names}
    for n, row in enumerate(rows):
        parent = parents.get(row.codes[:-1])
        if named[n] is None and parent and len(parent) == len(row.amounts):
            named[n] = parents[row.codes] = parent


def _by_heading(grid: Grid) -> Iterator[_Item]:
    """Tables of item and amount, one pair beside another, by the heading of each column."""
    heads: list[Piece] = []
    for row in grid.rows:
        amounts = [p for p in row if _is_amount(p)]
        if not amounts:
            if len(row) > len(heads) or any(p.text in {"项目", "预算数"} for p in row):
                heads = list(row)
            continue
        item: Piece | None = None
        for piece in row:
            if not _is_amount(piece):
                item = piece
                continue
            head = next((h for h in reversed(heads) if h.column <= piece.column), None)
            if item is not None and head is not None:
                name = re.sub(r"^(?:[一二三四五六七八九十]+、|\d+[.、]\s*)", "", item.text)
                yield None, name, head.text, piece, [item, piece]


def _single(grid: Grid, heads: Sequence[str]) -> Iterator[_Item]:
    """The one row of amounts of the 三公 table: by the sums that tie its columns together."""
    rows = [[p for p in row if _is_amount(p)] for row in grid.rows]
    row = max(rows, key=len, default=[])
    values = [_value(p) for p in row]
    names: list[str] = []
    if len(values) == len(heads):
        names = list(heads)
    elif (
        len(values) == 6
        and values[0] == values[1] + values[2]
        and (values[2] == values[3] + values[4])
    ):
        # 因公出国(境)费 is left empty
        names = [heads[0], *heads[2:]]
    for name, piece in zip(names, row):
        yield None, name, "预算数", piece, [piece]


def read_terms(document: Document, end: int) -> tuple[Term, ...]:
    """The defined terms below the heading 名词解释, before ``end``."""
    head = re.search(
        r"^[ \t#]*(?:[一二三四五六七八九十]+、)?名词解释[ \t]*$", document.text, re.MULTILINE
    )
    if head is None or head.start() >= end:
        return ()
    stop = re.search(
        r"^[ \t#]*(?:(?:19|20)\d{2}年.{0,40}(?:说明|表)|[一二三四五六七八九十]+、.{2,30})[ \t]*$",
        document.text[head.end() : end],
        re.MULTILINE,
    )
    finish = head.end() + stop.start() if stop else end
    return tuple(
        Term(
            m.group("name").strip(" “”\"「」") if not re.search(r"[”\"」].", m.group("name"))
            else m.group("name").strip(),
            m.group("text").strip(),
            document.locate(m.start("name"), m.start("text") + len(m.group("text").rstrip())),
        )
        for m in _TERM.finditer(document.text, head.end(), finish)
    )  # fmt: skip
