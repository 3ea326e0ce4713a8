"""预算文件: next year's budget lines from an .xlsx or .csv table.

Columns are found by the words of their headings, the unit of money by the heading or a caption. A
cell that is no amount becomes a marked line; a table that cannot be used is one clear line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

from assistant.domain.document import Document
from assistant.domain.locator import Cell
from assistant.domain.money import Money, money_unit
from assistant.domain.numerals import half_width, parse_arabic
from assistant.domain.shapes import plain
from assistant.errors import DraftError
from assistant.jobs.draft.amounts import UNITS

LARGEST = 8 * 1024 * 1024
"""Bytes; a budget table of one project is a few kilobytes."""
ROWS = 2000

HEADINGS: dict[str, tuple[str, ...]] = {
    "amount": ("预算金额", "金额", "申报金额", "预算数", "预算额", "合计金额", "年度预算", "预算", "费用", "经费", "小计"),
    "unit_price": ("单价", "单位成本", "单位价格", "标准", "单位标准"),
    "quantity": ("数量", "人数", "数目", "个数", "次数"),
    "item": ("项目明细", "明细", "构成明细", "明细项目", "费用名称", "支出内容", "名称", "内容", "子项目", "项目名称", "预算项目", "支出明细"),
    "group": ("项目名称", "类别", "分类", "大类", "项目构成", "项目", "构成"),
    "note": ("备注", "说明", "测算依据"),
}  # fmt: skip
"""What heads each column, the commonest first."""
_TOTAL = re.compile(r"^(?:合计|总计|共计|金额合计|小计|总额)[:：]?$")


@dataclass(frozen=True, slots=True)
class BudgetEntry:
    """One line of the file; ``problem`` says why ``amount`` is None, or what is odd about it.

    ``product`` where the file gives no amount and it is price × number.
    """

    group: str | None
    item: str
    amount: Money | None
    unit_price: Money | None
    quantity: Decimal | None
    row: int
    start: int
    end: int
    problem: str | None
    product: bool = False


@dataclass(frozen=True)
class BudgetFile:
    """The file as text with places, its lines, and lines for the user."""

    document: Document
    entries: tuple[BudgetEntry, ...]
    notes: tuple[str, ...]


def read_budget(path: Path) -> BudgetFile:
    """Read a budget table. Raises DraftError where it is no usable table."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise DraftError(f"预算文件 {path.name} 不是文件")
        if size > LARGEST:
            raise DraftError(f"预算文件 {path.name} 太大（上限 8 MB）")
        data = path.read_bytes()
    except OSError as error:
        raise DraftError(f"预算文件 {path.name} 无法打开：{error.strerror}") from error
    suffix = path.suffix.lower()
    if not data:
        raise DraftError(f"预算文件 {path.name} 是空的")
    if suffix not in {".xlsx", ".csv"}:
        raise DraftError(f"预算文件应为 .xlsx 或 .csv，收到 {path.name}")
    grid = _sheet(data, path.name) if suffix == ".xlsx" else _csv(data, path.name)
    return read_rows(grid, path.name, suffix[1:], data)


def _sheet(data: bytes, name: str) -> list[list[str]]:
    from openpyxl import load_workbook  # a tenth of a second: only where a file was given
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [
            [["" if v is None else _shown(v) for v in row] for row in sheet.iter_rows(values_only=True, max_row=ROWS)]
            for sheet in book.worksheets
        ]  # fmt: skip
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError) as error:
        raise DraftError(f"预算文件 {name} 打不开，可能已损坏") from error
    for grid in sheets:
        if _heading_row(grid) is not None:
            return grid
    return sheets[0] if sheets else []


def _shown(value: object) -> str:
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    return str(value).strip()


def _csv(data: bytes, name: str) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise DraftError(f"预算文件 {name} 的文字编码不认识，请存为 UTF-8")
    if "\x00" in text:
        raise DraftError(f"预算文件 {name} 不是文本表格")
    separator = max(",\t;，", key=lambda c: text[:4000].count(c))
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise DraftError(f"预算文件 {name} 不是完整的表格") from error
    return [[cell.strip() for cell in row] for row in rows[:ROWS]]


def _label(cell: str) -> str:
    return re.sub(r"[（(].*?[)）]|\s|[*：:]", "", half_width(cell))


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Which column is which; an exact heading wins over one that only holds the word."""
    labels = [_label(cell) for cell in row]
    found: dict[str, int] = {}
    for exact in (True, False):
        for role, words in HEADINGS.items():
            for word in words:
                if role in found:
                    break
                for at, label in enumerate(labels):
                    fits = (
                        label == word if exact else (word in label and len(label) <= len(word) + 4)
                    )
                    if fits and at not in found.values():
                        found[role] = at
                        break
    if "item" not in found and "group" in found:
        found["item"] = found.pop("group")
    return found


def _heading_row(grid: list[list[str]]) -> int | None:
    for at, row in enumerate(grid[:30]):
        columns = _columns(row)
        if "amount" in columns and "item" in columns:
            return at
        if {"unit_price", "quantity", "item"} <= set(columns):
            return at
    return None


def read_rows(grid: list[list[str]], name: str, form: str, data: bytes) -> BudgetFile:
    """The table of ``grid`` as budget lines. Raises DraftError where columns are missing."""
    head = _heading_row(grid)
    if head is None:
        found = set().union(*(_columns(row) for row in grid[:30])) if grid else set()
        missing = [
            word
            for role, word in (("item", "明细（名称）"), ("amount", "金额"))
            if role not in found
        ]
        raise DraftError(
            f"预算文件 {name} 缺少列：{'、'.join(missing) or '表头'}；需要“明细”和“金额”两列"
        )
    columns = _columns(grid[head])
    texts = ["\t".join(row) for row in grid]
    starts = [sum(len(t) + 1 for t in texts[:i]) for i in range(len(texts))]
    digest = sha256(data).hexdigest()
    document = Document(digest[:16], name, form, "\n".join(texts), sha256=digest)
    units, notes = _units(grid, head, columns, name)
    entries: list[BudgetEntry] = []
    group: str | None = None
    for at, row in enumerate(grid[head + 1 :], head + 1):
        cells = {role: row[c].strip() if c < len(row) else "" for role, c in columns.items()}
        group = cells.get("group") or group
        label = cells.get("item") or ""
        if (
            _TOTAL.match(label)
            or _TOTAL.match(cells.get("group") or "")
            or any(_TOTAL.match(c) for c in row[:3])
        ):
            notes.extend(_total_note(cells.get("amount", ""), units["amount"], entries, name))
            continue
        if not label and not cells.get("amount"):
            continue
        entries.append(_entry(cells, group, units, at, starts[at], len(texts[at])))
    if not entries:
        raise DraftError(f"预算文件 {name} 表头下面没有明细行")
    return BudgetFile(document, tuple(entries), tuple(notes))


def _units(
    grid: list[list[str]], head: int, columns: dict[str, int], name: str
) -> tuple[dict[str, Decimal], list[str]]:
    """Yuan per printed one for the amount and the price; the heading wins over a caption."""
    caption = " ".join(" ".join(row) for row in grid[:head]) + " " + " ".join(grid[head])
    declared = re.search(r"单位\s*[:：]?\s*([百千十]?万?元|亿元)", caption)
    default = declared[1] if declared else None
    units: dict[str, Decimal] = {}
    for role in ("amount", "unit_price"):
        heading = grid[head][columns[role]] if role in columns else ""
        unit = money_unit(heading) or default
        units[role] = UNITS.get(unit or "元", Decimal(1))
        if role == "amount" and unit is None:
            return {"amount": Decimal(1), "unit_price": Decimal(1)}, [
                f"预算文件 {name} 没有写金额单位，按“元”处理，请核对"
            ]
    return units, []


def _total_note(printed: str, scale: Decimal, entries: list[BudgetEntry], name: str) -> list[str]:
    amount = parse_arabic(printed) if printed else None
    known = [e.amount.yuan for e in entries if e.amount]
    if amount is None or len(known) != len(entries):
        return []
    total, stated = sum(known, Decimal(0)), amount * scale
    if abs(total - stated) <= Decimal("0.005") * scale * max(len(known), 1):
        return []
    return [
        f"预算文件 {name} 的合计 {plain(stated)} 元与明细之和 {plain(total)} 元不一致，以明细为准"
    ]


def _number(text: str) -> tuple[Decimal | None, str | None]:
    """A cell's number and what is wrong with it; an empty cell has neither."""
    if not text:
        return None, None
    stripped = re.sub(r"[¥￥\s]|[百千十]?[万亿]?元$", "", half_width(text))
    number = parse_arabic(stripped)
    if number is None:
        return None, f"“{text}”不是数字"
    if number < 0:
        return None, f"“{text}”是负数"
    return number, None


def _money(text: str, scale: Decimal) -> tuple[Money | None, str | None]:
    number, problem = _number(text)
    if number is None:
        return None, problem
    own = money_unit(half_width(text))
    return Money(text, number * (UNITS.get(own, scale) if own else scale)), None


def _entry(
    cells: dict[str, str], group: str | None, units: dict[str, Decimal], row: int, start: int, length: int
) -> BudgetEntry:  # fmt: skip
    amount, problem = _money(cells.get("amount", ""), units["amount"])
    price, price_problem = _money(cells.get("unit_price", ""), units["unit_price"])
    quantity, quantity_problem = _number(cells.get("quantity", ""))
    product = amount is None and problem is None and price is not None and quantity is not None
    if product and price and quantity is not None:
        amount = Money(plain(price.yuan * quantity / units["amount"]), price.yuan * quantity)
    elif amount is None and problem is None:
        problem = "金额为空"
    elif amount and price and quantity is not None:
        redone = price.yuan * quantity
        slack = quantity * units["unit_price"] * Decimal("0.005") + Decimal("0.005")
        if abs(redone - amount.yuan) > slack:
            problem = f"单价×数量＝{plain(redone)} 元，与金额 {plain(amount.yuan)} 元不符"
    return BudgetEntry(
        group, cells.get("item") or group or "", amount, price, quantity, row, start,
        start + length, problem or price_problem or quantity_problem,
        product,
    )  # fmt: skip


def cell_of(entry: BudgetEntry) -> Cell:
    """The table cell that an entry stands in."""
    return Cell(0, entry.row, 0)
