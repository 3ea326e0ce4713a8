"""金额表的列: what a column of a table of money holds, told by its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.numerals import half_width
from assistant.reading.captions import heading_unit
from assistant.reading.grid import Grid, Piece

SYNONYMS: dict[str, str] = {
    "year": r"年份|年度|预算年度|时间",
    "initial": r"年初预算(?:数|金额|安排)?|预算(?:批复)?数?金额?\(年初\)|批复预算(?:数)?|初始预算|预算批复数?",
    "adjusted": r"调整后?(?:的)?预算(?:数|金额)?|调整数|全年预算数?|最终预算",
    "executed": r"(?:实际|全年|累计)?(?:执行|支出|决算|使用)(?:金额|数|资金)|决算|执行情况|实际支出|实际使用",
    "rate": r"(?:预算|资金)?(?:执行|支出)(?:率|进度)(?:\(%\))?",
    "group": r"项目名称|支出类别|费用类别|类别|大类|预算项目|子项目名称|一级明细|项目大类|支出方向",
    "item": r"(?:项目|支出|费用|预算|构成|分项|资金|经费|测算|工程)?(?:明细|构成|细目)(?:项目|内容|科目)?"
    r"|(?:支出|项目|费用|测算|预算|建设|工程|采购|服务)(?:内容|项目|用途|事项|名称)|(?:具体)?内容"
    r"|(?:序号及)(?:内容|名称)|任务名称|(?:主要|工作)任务|活动名称|子项目|分项(?:名称)?|名称|用途|二级明细|项目",
    "amount": r"(?:预算|申请|申报|安排|本年|年度|测算|补助|投资)*(?:金额|预算数|总价|总额|小计)|预算(?:安排|数)?|合计金额"
    r"|金额合计|资金(?:安排)?|预算总额|\d{4}年预算(?:数|金额)?|投资额|概算|合价|申请数|申报数",
    "price": r"(?:综合|平均)?单价|(?:支出|费用|补助|收费|测算|计算)?标准|单位成本|单价标准",
    "quantity": r"数量|计量|规模|人数|次数|工作量|工程量|数量及单位|数量\(.*\)",
    "unit": r"单位|计量单位|数量单位",
    "note": r"(?:测算|计算|编制)(?:依据|过程|说明|标准|方法|公式)?|备注|说明|依据|计算公式|主要内容|工作内容",
    "index": r"序号|编号",
}
_PATTERNS = {role: re.compile(pattern) for role, pattern in SYNONYMS.items()}


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


def role_of_heading(text: str) -> str | None:
    """The role of a column by its heading; None where it is none."""
    heading = _tidy(text)
    return next((r for r, p in _PATTERNS.items() if p.fullmatch(heading)), None)


def _counted_in(text: str) -> str | None:
    """What a heading says that its numbers count: ``数量（万份）`` → 万份."""
    found = re.search(r"\(([^()]{1,8})\)", half_width(text))
    return found.group(1) if found else None


def columns_of(pieces: Sequence[Piece], width: int) -> list[Column]:
    """The columns that a header row names."""
    found = []
    for n, piece in enumerate(pieces):
        role = role_of_heading(piece.text)
        if role is not None:
            following = pieces[n + 1].column if n + 1 < len(pieces) else width
            last = max(piece.last, following - 1)
            unit = _counted_in(piece.text) if role == "quantity" else heading_unit(piece.text)
            found.append(Column(role, piece.column, last, unit))
    return _with_names(found, pieces)


_OTHER_TABLES = re.compile(r"指标|目标|权重|分值|得分|年(?:度|份)?$|科目编码|代码|日期|时间")


def _with_names(found: list[Column], pieces: Sequence[Piece]) -> list[Column]:
    """The column of names where its heading is none of the known ones (品名, 经济分类/内容).

    Beside an amount and a price, a quantity or its reckoning, the first other column before the
    amount holds the names.
    """
    roles = {c.role for c in found}
    amount = next((c for c in found if c.role == "amount"), None)
    if amount is None or roles & {"item", "group", "year"}:
        return found
    if not roles & {"price", "quantity", "note", "unit"}:
        return found
    taken = {c.first for c in found}
    for n, piece in enumerate(pieces):
        heading = _tidy(piece.text)
        if piece.column >= amount.first:
            break
        if piece.column in taken or not 1 < len(heading) <= 12 or _OTHER_TABLES.search(heading):
            continue
        last = max(piece.last, pieces[n + 1].column - 1)
        names = Column("item", piece.column, last, None)
        return sorted([*found, names], key=lambda c: c.first)
    return found


def is_budget_header(columns: Sequence[Column], cells: int) -> bool:
    """Whether a header is that of the budget's lines."""
    roles = [c.role for c in columns]
    named = "item" in roles or "group" in roles
    return named and "amount" in roles and "year" not in roles and len(columns) * 3 >= cells * 2


def cells_of(pieces: Sequence[Piece], columns: Sequence[Column]) -> dict[str, Piece]:
    """The cells of a row by role: the column they stand in, last one wins nothing."""
    found: dict[str, Piece] = {}
    for piece in pieces:
        for column in columns:
            if column.first <= piece.column <= column.last and column.role not in found:
                found[column.role] = piece
                break
    return found


def headers(grid: Grid) -> Iterator[tuple[int, list[Column]]]:
    """Every row of the grid that names money columns."""
    for number, pieces in enumerate(grid.rows):
        columns = columns_of(pieces, grid.table.columns)
        if len(columns) >= 2:
            yield number, columns
