"""格名: what a person calls a draft's cell: 预算明细 食堂（金额）, 执行情况 2024年执行率."""

from __future__ import annotations

import re

from assistant.domain.draft import Draft, DraftCell

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


def cell_names(draft: Draft) -> dict[str, tuple[str, str]]:
    """(kind, name) of each cell by its path.

    Stretches within a text and the labels of other rows have none.
    """
    named = {cell.path: cell for cell in draft.cells}
    found = {cell.path: _name(cell, named, draft) for cell in draft.cells}
    return {path: name for path, name in found.items() if name is not None}


def _name(cell: DraftCell, named: dict[str, DraftCell], draft: Draft) -> tuple[str, str] | None:
    match = _PATH.fullmatch(cell.path)
    if match is None:
        return None
    group, at, part = match["group"], match["at"], match["part"]
    if group in HEAD:
        return "表头", HEAD[group]
    label = GROUPS.get(group, group)
    if group == "indicators":
        return (label, _called(named, f"indicators[{at}].name")) if part == "target" else None
    if group == "budget_lines":
        item = _called(named, f"budget_lines[{at}].item")
        return (label, f"{item}（{LINE_PARTS[part]}）") if part in LINE_PARTS else None
    if group == "executions":
        year, words = _called(named, f"executions[{at}].year"), EXECUTION_PARTS.get(part or "")
        return (label, f"{year}年{words}") if words else None
    if group == "goals" and part in GOALS:
        return label, GOALS[part]
    if group == "funding" and part in FUNDS:
        return label, FUNDS[part]
    return label, _title(draft, group, at)


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
