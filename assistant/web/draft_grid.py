"""起草表格: a draft's cells as rows, last year beside this year; and what a cell is called when it
is given by hand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from html import escape

from assistant.domain.declaration import Declaration
from assistant.domain.draft import CellStatus, Draft, DraftCell
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.errors import UsageError
from assistant.jobs.draft import beside_the_unit, number_of, unit_of
from assistant.web.link import place_button

HEADERS = ["类别", "名称", "上年", "本年", "状态"]
STATUS: dict[CellStatus, str] = {
    "carried": "沿用",
    "computed": "计算",
    "given": "给定",
    "needs_input": "待填",
}
VALUE = HEADERS.index("本年")
GROUPS = {
    "indicators": "指标",
    "budget_lines": "预算明细",
    "executions": "执行情况",
    "goals": "目标",
    "bases": "依据",
    "sections": "章节",
    "activities": "活动",
    "plan": "计划",
    "fields": "表单",
    "funding": "资金",
}
HEAD = {
    "project": "项目名称", "unit": "填报单位", "department": "主管部门", "year": "年度", "form": "表样",
    "category": "项目类别", "period": "项目周期", "total": "预算总额",
}  # fmt: skip
LINE_PARTS = {"amount": "金额", "unit_price": "单价", "quantity": "数量"}
EXECUTION_PARTS = {
    "initial": "年初预算", "adjusted": "调整后预算", "executed": "执行金额", "rate": "执行率",
}  # fmt: skip
GOALS = {"overall": "总目标", "annual": "年度目标"}
FUNDS = {"carried_over": "上年结转资金", "annual_other": "其他资金"}
_PATH = re.compile(r"(?P<group>[a-z_]+)(?:\[(?P<at>\d+)\])?(?:\.(?P<part>[a-z_]+))?")
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
    named = {cell.path: cell for cell in draft.cells}
    made = [row for cell in draft.cells if (row := _row(cell, named, draft)) is not None]
    rows = [replace(row, unit=_unit(row.cell, draft.declaration)) for row in made]
    if view == "待填":
        return [row for row in rows if row.cell.status == "needs_input"]
    return rows if view == "全部" else [row for row in rows if row.group == view]


def _row(cell: DraftCell, named: dict[str, DraftCell], draft: Draft) -> Row | None:
    match = _PATH.fullmatch(cell.path)
    if match is None:
        return None
    group, at, part = match["group"], match["at"], match["part"]
    if group in HEAD:
        return Row(cell, "表头", HEAD[group])
    label = GROUPS.get(group, group)
    if group == "indicators":
        name = _called(named, f"indicators[{at}].name")
        return Row(cell, label, name) if part == "target" else None
    if group == "budget_lines":
        item = _called(named, f"budget_lines[{at}].item")
        return Row(cell, label, f"{item}（{LINE_PARTS[part]}）") if part in LINE_PARTS else None
    if group == "executions":
        year = _called(named, f"executions[{at}].year")
        words = EXECUTION_PARTS.get(part or "")
        return Row(cell, label, f"{year}年{words}") if words else None
    if group == "goals" and part in GOALS:
        return Row(cell, label, GOALS[part])
    if group == "funding" and part in FUNDS:
        return Row(cell, label, FUNDS[part])
    return Row(cell, label, _title(draft, group, at))


def _called(named: dict[str, DraftCell], path: str) -> str:
    cell = named.get(path)
    return cell.value if cell is not None else ""


def _title(draft: Draft, group: str, at: str | None) -> str:
    if at is None:
        return GROUPS.get(group, group)
    number = int(at)
    declaration = draft.declaration
    if group == "sections" and number < len(declaration.sections):
        return declaration.sections[number].title
    if group == "fields" and number < len(declaration.fields):
        return declaration.fields[number].label
    if group == "activities" and number < len(declaration.activities):
        return declaration.activities[number].item
    return f"{GROUPS.get(group, group)} {number + 1}"


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
