"""手工填写: a cell of the draft set by hand, and the name by which a figure is given instead.

A figure from which others follow is given by name and runs through the whole draft
(``given_name``); any other cell is set where it stands (``with_edits``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assistant.domain.declaration import Declaration, Execution, Indicator
from assistant.domain.draft import Draft, DraftCell
from assistant.domain.locator import Locator
from assistant.domain.money import Money, parse_money
from assistant.domain.numerals import parse_number
from assistant.domain.target import parse_target
from assistant.domain.taxonomy import current_levels
from assistant.errors import DraftError
from assistant.jobs.draft.amounts import scale_of
from assistant.jobs.draft.given import GIVEN
from assistant.jobs.draft.likeness import plain_name

_PATH = re.compile(r"^(?P<owner>\w+)(?:\[(?P<at>\d+)\])?(?:\.(?P<field>\w+))?$")
_FIGURE = re.compile(r"^(?P<text>.+)\[(?P<start>\d+):(?P<end>\d+)\]$")
_LINE_FIELDS = {"amount": ".金额", "unit_price": ".单价", "quantity": ".数量"}
_EXECUTION_FIELDS = {
    "initial": "年初预算", "adjusted": "调整后预算", "executed": "执行金额", "rate": "预算执行率",
}  # fmt: skip
_GOALS = {"goals.overall": "总目标", "goals.annual": "年度目标", "total": "预算总额"}
_UNKNOWN = "草稿里没有“{}”这一格"


def given_name(draft: Draft, path: str) -> str | None:
    """The name to give the cell's value by, so that what follows from it is computed.

    None where nothing follows from it, or where its name is not its own alone.
    """
    path = path.removesuffix(".proposal")
    if path in _GOALS:
        return _GOALS[path]
    match = _PATH.match(path)
    if match is None or match["at"] is None:
        return None
    d, at, field = draft.declaration, int(match["at"]), match["field"]
    if match["owner"] == "indicators" and field == "target" and at < len(d.indicators):
        proposed = any(c.path == f"indicators[{at}].name" and c.proposal for c in draft.cells)
        return None if proposed else _own([i.name for i in d.indicators], at)
    if match["owner"] == "budget_lines" and field in _LINE_FIELDS and at < len(d.budget_lines):
        name = _own([line.item for line in d.budget_lines], at)
        return name + _LINE_FIELDS[field] if name else None
    if match["owner"] == "executions" and field in _EXECUTION_FIELDS and at < len(d.executions):
        return f"{d.executions[at].year}年{_EXECUTION_FIELDS[field]}"
    return None


def _own(names: list[str], at: int) -> str | None:
    plain = [plain_name(name) for name in names]
    return names[at] if plain.count(plain[at]) == 1 else None


def with_edits(draft: Draft, edits: Sequence[tuple[str, str]]) -> Draft:
    """The draft with cells set by hand, in order. Raises DraftError for an unusable one."""
    for path, value in edits:
        draft = _edited(draft, path, value.strip())
    return draft


def _edited(draft: Draft, path: str, value: str) -> Draft:
    told, where = _told(draft, path, value)
    figure = _FIGURE.match(path)
    if figure is not None:
        return _figure_set(
            told, figure["text"], (int(figure["start"]), int(figure["end"])), value, where
        )
    cells = [c for c in told.cells if not c.path.startswith(f"{path}[")]
    at = next((i for i, c in enumerate(cells) if c.path == path), None)
    if at is None:
        raise DraftError(_UNKNOWN.format(path))
    cells[at] = _by_hand(cells[at], value, where)
    return replace(told, declaration=_set(told.declaration, path, value), cells=tuple(cells))


def _told(draft: Draft, path: str, value: str) -> tuple[Draft, Locator]:
    """The draft with the edit written down among its given texts, and the edit's place there."""
    texts = dict(draft.texts)
    before = texts.get(GIVEN, "")
    start = len(before) + 1 if before else 0
    line = f"{path}={value}"
    texts[GIVEN] = f"{before}\n{line}" if before else line
    locator = Locator(GIVEN, "给定数据", None, start, start + len(line), line)
    return replace(draft, texts=tuple(texts.items())), locator


def _by_hand(cell: DraftCell, value: str, where: Locator) -> DraftCell:
    return DraftCell(cell.path, value, "given", (where,), "手工填写", cell.previous)


def _figure_set(
    draft: Draft, path: str, span: tuple[int, int], value: str, where: Locator
) -> Draft:
    """One figure of a text set; the places of the figures behind it move along."""
    held = next((c for c in draft.cells if c.path == path), None)
    named = f"{path}[{span[0]}:{span[1]}]"
    if held is None or all(c.path != named for c in draft.cells):
        raise DraftError(_UNKNOWN.format(named))
    text = held.value[: span[0]] + value + held.value[span[1] :]
    grown = len(value) - (span[1] - span[0])
    cells = []
    open_left = False
    for cell in draft.cells:
        match = _FIGURE.match(cell.path)
        if match is None or match["text"] != path:
            cells.append(cell)
            continue
        start, end = int(match["start"]), int(match["end"])
        if (start, end) == span:
            moved = f"{path}[{start}:{start + len(value)}]"
            cells.append(replace(_by_hand(cell, value, where), path=moved))
            continue
        shift = grown if start >= span[1] else 0
        cells.append(replace(cell, path=f"{path}[{start + shift}:{end + shift}]"))
        open_left = open_left or cell.status == "needs_input"
    at = next(i for i, c in enumerate(cells) if c.path == path)
    cells[at] = replace(
        cells[at], value=text, status="needs_input" if open_left else "computed",
        sources=(*cells[at].sources, where),
    )  # fmt: skip
    return replace(draft, declaration=_set(draft.declaration, path, text), cells=tuple(cells))


def _set(declaration: Declaration, path: str, value: str) -> Declaration:
    """The declaration with the value at ``path``. Raises DraftError where it does not fit."""
    match = _PATH.match(path)
    if match is None:
        raise DraftError(_UNKNOWN.format(path))
    owner, field = match["owner"], match["field"] or ""
    if match["at"] is None:
        return _set_single(declaration, owner, field, value)
    rows: tuple[Any, ...] = getattr(declaration, owner, ())
    at = int(match["at"])
    setter = _SETTERS.get((owner, field))
    if at >= len(rows):
        raise DraftError(_UNKNOWN.format(path))
    if setter is None:
        return declaration  # a cell of bases: its text stands in the sections
    row = setter(rows[at], field, value)
    changed: dict[str, Any] = {owner: (*rows[:at], row, *rows[at + 1 :])}
    return replace(declaration, **changed)


def _set_single(declaration: Declaration, owner: str, field: str, value: str) -> Declaration:
    if owner == "goals":
        goals: dict[str, Any] = {field: value}
        return replace(declaration, goals=replace(declaration.goals, **goals))
    if owner == "funding":
        funding = declaration.funding
        held: Money | None = getattr(funding, field, None)
        funds: dict[str, Any] = {field: _money(value, held)}
        return replace(declaration, funding=replace(funding, **funds))
    if owner == "total":
        return replace(declaration, total=_money(value, declaration.total))
    if owner in {"project", "unit", "department", "category", "period"} and not field:
        fields: dict[str, Any] = {owner: value}
        return replace(declaration, **fields)
    raise DraftError(f"“{owner}”不能手工填写")


def _money(value: str, like: Money | None) -> Money:
    """An amount; without a unit it is in the unit that stood there."""
    in_wan = like is not None and scale_of(like) == 10_000
    money = parse_money(value, "万元" if in_wan else "元")
    if money is None or money.yuan < 0:
        raise DraftError(f"“{value}”不是金额")
    return money


def _number(value: str) -> Decimal:
    number = parse_number(value.removesuffix("%").removesuffix("％"))
    if number is None or number < 0:
        raise DraftError(f"“{value}”不是数字")
    return number


def _set_target(row: Indicator, field: str, value: str) -> Indicator:
    target = parse_target(value, name=row.name)
    return replace(row, target=target, uncertain=tuple(u for u in row.uncertain if u != "target"))


def _set_levels(row: Indicator, field: str, value: str) -> Indicator:
    level1, _, level2 = value.partition("／")
    current = current_levels(level1.strip() or None, level2.strip() or None)
    return replace(row, level1=current.level1, level2=current.level2, current=current)


def _set_execution(row: Execution, field: str, value: str) -> Execution:
    if field == "rate":
        return replace(row, rate=_number(value))
    if field == "year":
        return replace(row, year=int(_number(value)))
    fields: dict[str, Any] = {field: _money(value, getattr(row, field))}
    return replace(row, **fields)


def _set_text(row: Any, field: str, value: str) -> Any:
    return replace(row, **{field: value})


def _set_money(row: Any, field: str, value: str) -> Any:
    return replace(row, **{field: _money(value, getattr(row, field) or row.amount)})


def _set_number(row: Any, field: str, value: str) -> Any:
    return replace(row, **{field: _number(value)})


_SETTERS: dict[tuple[str, str], Callable[[Any, str, str], Any]] = {
    ("indicators", "name"): _set_text,
    ("indicators", "source"): _set_text,
    ("indicators", "explanation"): _set_text,
    ("indicators", "target"): _set_target,
    ("indicators", "levels"): _set_levels,
    ("budget_lines", "item"): _set_text,
    ("budget_lines", "group"): _set_text,
    ("budget_lines", "amount"): _set_money,
    ("budget_lines", "unit_price"): _set_money,
    ("budget_lines", "quantity"): _set_number,
    ("executions", "year"): _set_execution,
    ("executions", "initial"): _set_execution,
    ("executions", "adjusted"): _set_execution,
    ("executions", "executed"): _set_execution,
    ("executions", "rate"): _set_execution,
    ("sections", "text"): _set_text,
    ("activities", "content"): _set_text,
    ("plan", "when"): _set_text,
    ("plan", "what"): _set_text,
    ("fields", "value"): _set_text,
}
"""Which cells of which rows can be set, and how."""
