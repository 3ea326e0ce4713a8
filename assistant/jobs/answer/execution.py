"""执行: rows of the budget's execution, a cell where one is named, else the table."""

from __future__ import annotations

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover
from assistant.domain.declaration import Execution
from assistant.domain.figures import grouped, printed
from assistant.jobs.answer.compose import Notes, answer, executions
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Scope, Shelf

COLUMNS = {
    "年初预算": "initial",
    "调整后预算": "adjusted",
    "执行金额": "executed",
    "执行率": "rate",
}
"""The canonical name of each column → the field of an execution row."""
_SHOWN = {
    "initial": "年初预算",
    "adjusted": "调整后预算",
    "executed": "预算执行数",
    "rate": "预算执行率",
}


def executed(query: Query, shelf: Shelf) -> Answer | None:
    """The execution rows that the question asks for; None where the library has none of them."""
    rows = [
        (scope, row)
        for scope in _scopes(query, shelf)
        for row in (scope.declaration.executions if scope.declaration else ())
        if not query.years or row.year in query.years
    ]
    if not rows:
        return None
    wanted = [field for name, field in COLUMNS.items() if name in query.text]
    notes = Notes()
    if len(rows) <= 2 and len(wanted) == 1:
        text = "\n".join(_cell(scope, row, wanted[0], notes) for scope, row in rows)
    else:
        text = executions([(scope.label, row) for scope, row in rows], notes)
    if any(row.estimated for _, row in rows):
        text += "\n\n注：标“预计”的年份为预计全年数，不是决算数。"
    if any(row.uncertain for _, row in rows):
        text += "\n\n注：该表标注的金额单位与数值量级不符，金额按元列示，请核对原表。"
    return answer(query, text, notes, kind="execution")


def _scopes(query: Query, shelf: Shelf) -> list[Scope]:
    chosen = [shelf.scopes[k] for k in query.scopes if k in shelf.scopes] or list(shelf.declared)
    content = [chunk for chunk in query.content if len(chunk) > 1]
    return [
        s for s in chosen
        if s.declaration and s.declaration.executions
        and all(cover((c,), (s.names, *COLUMNS)).complete for c in content)
    ]  # fmt: skip


def _cell(scope: Scope, row: Execution, field: str, notes: Notes) -> str:
    mark = notes.mark(row.locator)
    estimated = "（预计）" if row.estimated else ""
    value = getattr(row, field)
    if value is None:
        return f"{scope.label}：{row.year}年{_SHOWN[field]}未载{mark}。"
    shown = f"{grouped(row.rate)}%" if field == "rate" and row.rate is not None else printed(value)
    return f"{scope.label}：{row.year}年{estimated}{_SHOWN[field]}为**{shown}**{mark}。"
