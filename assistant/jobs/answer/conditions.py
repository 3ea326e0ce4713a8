"""条件: which rows are above or below a figure that the question states (超过30万的有哪几项)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover
from assistant.domain.figures import grouped, yuan
from assistant.jobs.answer.compose import Notes, answer, table, value_of
from assistant.jobs.answer.premise import comparable, test_of
from assistant.jobs.answer.query import Premise, Query
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.answer.subject import narrowed, scopes_about

_WHICH = re.compile(r"哪|有几|多少[个项笔条]|几[个项笔条]|列出|都有|有没有|有无|清单")
_OWN = (
    "预算明细指标项目支出资金金额目标值目标要求定在超过大于高于多于低于小于少于不到不足以上以下以内"
    "哪些哪几项个条笔满意度有没有达到成本产出效益数量质量时效单位街道申报费用开支经费安排的"
)
_PROJECTS = re.compile(r"项目|申报|单位|街道|部门|学校")
_MOST = 40


def conditioned(query: Query, shelf: Shelf) -> Answer | None:
    """The rows that meet the stated condition, with their number; None where none is stated."""
    told = test_of(query.text)
    premise = next((p for p in query.premises if p.unit), None)
    if told is None or premise is None or query.yes_no or not _WHICH.search(query.text):
        return None
    test, word = told
    asked = narrowed(query, shelf)
    rows = _rows(asked, premise, shelf)
    if not rows:
        return None
    chosen = [e for e in rows if e.number is not None and test(e.number, premise.number)]
    notes = Notes()
    figure = (
        yuan(premise.number) if premise.unit == "元" else f"{grouped(premise.number)}{premise.unit}"
    )
    if not chosen:
        places = [p for e in rows[:3] for p in e.places[:1]]
        text = f"所列{len(rows)}项中，没有{word}{figure}的{notes.mark(*places)}。"
        return answer(query, text, notes, kind="list")
    chosen.sort(key=lambda e: -(e.number or Decimal(0)))
    cells = [(e.scope.label, e.name, value_of(e) + notes.mark(*e.places)) for e in chosen[:_MOST]]
    text = f"{word}{figure}的共**{len(chosen)}**项：\n\n{table(('项目', '名称', '数值'), cells)}"
    if premise.unit == "元" and re.search(r"合计|一共|加起来|总共.{0,4}钱", query.text):
        total = sum((e.number for e in chosen if e.number is not None), Decimal(0))
        formula = " + ".join(grouped(e.number) for e in chosen if e.number is not None)
        text += f"\n\n合计**{yuan(total)}**（{formula} = {grouped(total)}）。"
    return answer(query, text, notes, kind="list")


def _rows(query: Query, premise: Premise, shelf: Shelf) -> list[Entry]:
    """The set that the condition is put to: lines or projects for money, else indicators."""
    scopes = scopes_about(replace(query, content=()), shelf)
    if query.years:
        scopes = [s for s in scopes if s.year in query.years]
    keys = {(s.document, s.index) for s in scopes}
    kind = "indicator"
    if premise.unit == "元":
        whole = _PROJECTS.search(query.text) and not re.search(
            r"明细|哪几?[项笔]|开支|支出项", query.text
        )
        kind = "declaration" if whole and len(scopes) > 1 else "budget_line"
        if "指标" in query.text:
            kind = "indicator"
    rows = [
        e for e in shelf.entries
        if e.kind == kind and (e.scope.document, e.scope.index) in keys
        and e.number is not None and _alike(premise, e)
    ]  # fmt: skip
    content = [chunk for chunk in query.content if cover((chunk,), (_OWN,)).missing]
    if content:
        rows = [e for e in rows if cover(content, (e.key, e.around, e.scope.names)).complete]
    elif "满意" in query.text:
        rows = [e for e in rows if "满意" in e.key]
    return rows


def _alike(premise: Premise, entry: Entry) -> bool:
    """Of the same measure; an indicator without a measure is of none that is stated."""
    return entry.measure is not None and comparable(premise, entry)
