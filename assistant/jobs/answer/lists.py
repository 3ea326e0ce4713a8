"""清单: what a declaration or the library holds, as tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover
from assistant.domain.figures import grouped, printed
from assistant.domain.synonyms import canonical
from assistant.domain.whole_value import in_full
from assistant.jobs.answer.compose import Notes, answer, table
from assistant.jobs.answer.counted import in_levels
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Scope, Shelf

_MOST = 60
_OWN_WORDS = (
    "实施计划安排时间表进度活动内容工作内容预算明细构成组成用途指标依据文件文号政策项目单位"
)
"""What lists are asked by; no part of a declaration's names."""


def listing(query: Query, shelf: Shelf) -> Answer | None:
    """The list that the question asks for; None where it asks for none that is kept."""
    for words, job in _LISTS:
        if words.search(query.text):
            return job(query, shelf)
    return None


def scopes_of(query: Query, shelf: Shelf) -> list[Scope]:
    """The declarations that the question is about; content must be part of their names."""
    chosen = [shelf.scopes[k] for k in query.scopes if k in shelf.scopes] or list(shelf.declared)
    chosen = [s for s in chosen if s.declaration is not None]
    if query.years:
        chosen = [s for s in chosen if s.year in query.years]
    if query.content:
        chosen = [s for s in chosen if cover(query.content, (s.names, _OWN_WORDS)).complete]
    return chosen


def _indicators(query: Query, shelf: Shelf) -> Answer | None:
    notes = Notes()
    rows: list[Sequence[str]] = []
    for scope in scopes_of(query, shelf):
        for row in scope.declaration.indicators if scope.declaration else ():
            if in_levels(row, query.levels):
                level = row.level2 or row.level1 or "—"
                value = in_full(row.target, row.name) + notes.mark(row.locator)
                rows.append((scope.label, level, row.name, value))
    return _tabled(query, "个指标", ("项目", "二级指标", "三级指标", "目标值"), rows, notes)


def _tabled(
    query: Query, noun: str, head: Sequence[str], rows: list[Sequence[str]], notes: Notes
) -> Answer | None:
    if not rows:
        return None
    same = len({row[0] for row in rows}) == 1 and len(head) > 2
    lead = f"共{len(rows)}{noun}"
    if same:
        lead = f"{rows[0][0]}：{lead}"
        head, rows = head[1:], [row[1:] for row in rows]
    if len(rows) > _MOST:
        lead += f"，以下列出前{_MOST}{noun[0]}"
        shown = table(head, rows[:_MOST])
        numbers = {int(n) for n in re.findall(r"\[(\d+)\]", shown)}
        notes.citations = [c for c in notes.citations if c.n in numbers]
    else:
        shown = table(head, rows)
    return answer(query, f"{lead}。\n\n{shown}", notes, kind="list")


def _lines(query: Query, shelf: Shelf) -> Answer | None:
    if not (query.scopes or query.content or query.all_units):
        return None
    notes = Notes()
    rows: list[Sequence[str]] = []
    for scope in scopes_of(query, shelf):
        for line in scope.declaration.budget_lines if scope.declaration else ():
            amount = printed(line.amount) if line.amount else "—"
            price = printed(line.unit_price) if line.unit_price else "—"
            number = grouped(line.quantity) if line.quantity is not None else "—"
            rows.append((scope.label, line.group or "—", line.item, price, number,
                         amount + notes.mark(line.locator)))  # fmt: skip
    head = ("项目", "分组", "明细", "单价", "数量", "金额")
    return _tabled(query, "行预算明细", head, rows, notes)


def _bases(query: Query, shelf: Shelf) -> Answer | None:
    notes = Notes()
    rows: list[Sequence[str]] = []
    for scope in scopes_of(query, shelf):
        seen: set[str] = set()
        for basis in scope.declaration.bases if scope.declaration else ():
            key = basis.number or canonical(basis.title or basis.raw)
            if key in seen:
                continue
            seen.add(key)
            title = (basis.title or basis.raw).strip("《》")
            number = basis.number or "—"
            rows.append((scope.label, f"《{title}》", number + notes.mark(basis.locator)))
    return _tabled(query, "份依据文件", ("项目", "标题", "文号"), rows, notes)


def _projects(query: Query, shelf: Shelf) -> Answer | None:
    notes = Notes()
    rows: list[Sequence[str]] = []
    for scope in scopes_of(query, shelf):
        declared = scope.declaration
        if declared is None or declared.project is None:
            continue
        place = declared.total_locator or declared.project_locator
        amount = printed(declared.total) if declared.total else "—"
        mark = notes.mark(place) if place else ""
        year = f"{scope.year}年" if scope.year else "—"
        rows.append((f"{declared.project}", scope.place or "—", year, amount + mark))
    if not rows:
        return None
    text = table(("项目", "单位", "年度", "年度预算"), rows[:_MOST])
    return answer(query, f"共{len(rows)}个项目。\n\n{text}", notes, kind="list")


def _plan(query: Query, shelf: Shelf) -> Answer | None:
    notes = Notes()
    rows: list[Sequence[str]] = []
    for scope in scopes_of(query, shelf):
        for step in scope.declaration.plan if scope.declaration else ():
            what = " ".join(step.what.split())
            rows.append((scope.label, " ".join(step.when.split()), what + notes.mark(step.locator)))
    return _tabled(query, "项实施计划", ("项目", "时间", "内容"), rows, notes)


def _activities(query: Query, shelf: Shelf) -> Answer | None:
    notes = Notes()
    rows: list[Sequence[str]] = []
    for scope in scopes_of(query, shelf):
        for one in scope.declaration.activities if scope.declaration else ():
            content = " ".join(one.content.split()) + notes.mark(one.locator)
            rows.append((scope.label, one.group or "—", one.item, content))
    return _tabled(query, "项活动内容", ("项目", "分组", "明细", "工作内容"), rows, notes)


def _units(query: Query, shelf: Shelf) -> Answer | None:
    if query.content:
        return None
    notes = Notes()
    rows: dict[str, str] = {}
    for scope in scopes_of(query, shelf):
        declared = scope.declaration
        place = declared.unit_locator or declared.project_locator if declared else None
        if scope.place and scope.place not in rows and place:
            rows[scope.place] = notes.mark(place)
    lines = [(name, mark) for name, mark in rows.items()]
    if not lines:
        return None
    text = table(("单位", "出处"), lines)
    return answer(query, f"共{len(lines)}个单位。\n\n{text}", notes, kind="list")


_LISTS: tuple[tuple[re.Pattern[str], Callable[[Query, Shelf], Answer | None]], ...] = (
    (re.compile(r"依据|文件|文号|政策"), _bases),
    (re.compile(r"指标"), _indicators),
    (re.compile(r"实施计划|计划安排|时间表|进度"), _plan),
    (re.compile(r"活动内容|工作内容|哪些活动|活动有哪些"), _activities),
    (re.compile(r"明细|预算项|预算(?:包括|包含|由|构成|组成|分)|哪些(?:预算|费用|开支|支出|经费|钱)"
                r"|构成|组成|花在哪|用在哪|用途|哪几(?:项|块|笔)"), _lines),
    (re.compile(r"哪些(?:街道|单位|部门|街镇)|(?:单位|街道|部门|街镇)都?有哪些$"), _units),
    (re.compile(r"项目"), _projects),
)  # fmt: skip
