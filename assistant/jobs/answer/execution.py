"""执行: rows of the budget's execution, a cell where one is named, else the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.declaration import Execution
from assistant.domain.figures import grouped, printed, yuan
from assistant.domain.money import Money
from assistant.jobs.answer.compose import Notes, answer, executions
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Scope, Shelf
from assistant.jobs.answer.subject import scopes_about

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
WORDS = "追加调增核增调减核减追减年初预算调整后预算执行金额执行率预算执行数全年预算数差少多三年两年近几年上年度去年历年"
"""What the question calls the table and its columns; no part of a project's name."""
_WORDED = (
    ("initial", re.compile(r"年初(?:预算|批复)?|期初预算")),
    ("adjusted", re.compile(r"调整后?(?:的)?(?:预算)?|全年预算|调[成到为过]|追加[到后]")),
    ("executed", re.compile(r"(?<!预算)执行(?!率|情况|表)|执行(?:金额|数|了|掉)|实际(?:花|支出|用|执行)|花了|花掉|支出了|决算")),
    ("rate", re.compile(r"执行率")),
)  # fmt: skip
_BUDGET = re.compile(r"[比和与跟较]\S{0,6}预算(?!执行)|预算\S{0,6}[比和与跟较]")
_ADDED = re.compile(
    r"(?:追加|调增|核增|调减|核减|追减)了?(?:的)?(?:预算|资金|经费|金额)?(?:是|为)?多少|(?:追加|调增|核增|调减|核减)(?:额|金额|数)"
)
"""The change within a year: the budget adjusted against the one at its beginning."""
_GAP = re.compile(r"差|少|多(?!少)|剩|结余|结转|没用|没花|未执行|增加|减少|调[增减]")


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
    gap = _gap(query, rows)
    if gap is not None:
        return gap
    wanted = [field for field, worded in _WORDED if worded.search(query.text)]
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
    chosen = scopes_about(query, shelf, WORDS)
    return [s for s in chosen if s.declaration and s.declaration.executions]


def columns_gap(query: Query, shelf: Shelf) -> Answer | None:
    """One column against another of the same year (年初预算数和执行数差多少)."""
    if len(_columns(query)) < 2:
        return None
    earlier = re.search(r"去年|上一?年", query.text)
    rows = [
        (scope, row)
        for scope in _scopes(replace(query, years=()), shelf)
        for row in (scope.declaration.executions if scope.declaration else ())
        if not query.years or row.year in query.years
        or (earlier and not query.scopes)
    ]  # fmt: skip
    return _gap(query, rows) if rows else None


def _columns(query: Query) -> list[str]:
    """The columns of money that the question names, in the table's order; a bare 预算 is one."""
    named = [f for f, worded in _WORDED if f != "rate" and worded.search(query.text)]
    if _ADDED.search(query.text) and not {"initial", "adjusted"} < set(named):
        return ["initial", "adjusted"]
    if named == ["executed"] and _BUDGET.search(query.text):
        return ["budget", *named]
    return named


def _gap(query: Query, rows: Sequence[tuple[Scope, Execution]]) -> Answer | None:
    columns = _columns(query)
    gap = _GAP.search(query.text) or _ADDED.search(query.text)
    if len(columns) < 2 or not gap or len(rows) > 6:
        return None
    notes = Notes()
    lines = [
        line for scope, row in rows
        if (line := _difference(scope, row, columns[0], columns[-1], notes))
    ]  # fmt: skip
    if not lines:
        return None
    return answer(query, "\n".join(lines), notes, kind="compare")


def _difference(scope: Scope, row: Execution, first: str, second: str, notes: Notes) -> str | None:
    one, other = _money(row, first), _money(row, second)
    if one is None or other is None:
        return None
    gap = other.yuan - one.yuan
    mark = notes.mark(row.locator)
    head = (
        f"{scope.label}：{row.year}年{_called(row, first)}{printed(one)}，"
        f"{_SHOWN[second]}{printed(other)}"
    )
    if gap == 0:
        return f"{head}，两者**相同**，相差0元{mark}。"
    high, low = (other.yuan, one.yuan) if gap > 0 else (one.yuan, other.yuan)
    word = "多" if gap > 0 else "少"
    formula = f"{grouped(high)} − {grouped(low)} = {grouped(abs(gap))}"
    return f"{head}，{_SHOWN[second]}比{_called(row, first)}{word}**{yuan(abs(gap))}**（{formula}）{mark}。"


def _called(row: Execution, field: str) -> str:
    """The column's name; a bare 预算 is the adjusted one where there is one."""
    return _SHOWN[field if field != "budget" else "adjusted" if row.adjusted else "initial"]


def _money(row: Execution, field: str) -> Money | None:
    if field == "budget":
        return _money(row, "adjusted") or _money(row, "initial")
    found = getattr(row, field)
    return found if isinstance(found, Money) and isinstance(found.yuan, Decimal) else None


def _cell(scope: Scope, row: Execution, field: str, notes: Notes) -> str:
    mark = notes.mark(row.locator)
    estimated = "（预计）" if row.estimated else ""
    value = getattr(row, field)
    if value is None:
        return f"{scope.label}：{row.year}年{_SHOWN[field]}未载{mark}。"
    shown = f"{grouped(row.rate)}%" if field == "rate" and row.rate is not None else printed(value)
    return f"{scope.label}：{row.year}年{estimated}{_SHOWN[field]}为**{shown}**{mark}。"
