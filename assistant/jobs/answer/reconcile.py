"""核对: the sum of the budget lines against what the form declares, where the question asks for both."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.figures import grouped, printed, yuan
from assistant.domain.money import Money
from assistant.jobs.answer.compose import Notes, answer
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Scope, Shelf
from assistant.jobs.answer.subject import narrowed

_LINES = re.compile(
    r"(?:明细|各项|分项|几项|各行|逐项)(?:表|支出|预算|费用)?.{0,4}(?:合计|加起来|之和|总和|相加|总数|加总)"
)
_GAP = re.compile(r"差|一致|相等|一样|相符|对得上|吻合|多(?!少)|少(?!于)|等于|核对")
_DECLARED: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("annual_fiscal", "财政拨款", re.compile(r"财政(?:拨款|资金|安排|支付)|当年拨款")),
    ("other", "其他资金", re.compile(r"其他资金|自筹")),
    ("total", "申报总额", re.compile(r"总额|总预算|总数|总计|申报|年度预算|总金额|预算总|总的")),
)  # fmt: skip


def reconciled(query: Query, shelf: Shelf) -> Answer | None:
    """The two figures and their difference; None where the question is not of both."""
    if not (_LINES.search(query.text) and _GAP.search(query.text)):
        return None
    text = _LINES.sub("|", query.text)
    wanted = next(((k, name) for k, name, worded in _DECLARED if worded.search(text)), None)
    scopes = [shelf.scopes[key] for key in narrowed(query, shelf, rows=False).scopes]
    scopes = [s for s in scopes if not query.years or s.year in query.years]
    if wanted is None or len(scopes) != 1:
        return None
    return _told(query, scopes[0], *wanted)


def _told(query: Query, scope: Scope, field: str, name: str) -> Answer | None:
    declared = scope.declaration
    if declared is None:
        return None
    lines = [line for line in declared.budget_lines if line.amount is not None]
    places = dict(declared.funding.locators)
    amount: Money | None = declared.total
    place = declared.total_locator
    if field != "total":
        amount = getattr(declared.funding, field) or declared.funding.fiscal
        place = places.get(field) or places.get("fiscal")
    if len(lines) < 2 or amount is None or place is None:
        return None
    total = sum((line.amount.yuan for line in lines if line.amount), Decimal(0))
    notes = Notes()
    formula = " + ".join(grouped(line.amount.yuan) for line in lines if line.amount)
    marks = notes.mark(*(line.locator for line in lines))
    gap = total - amount.yuan
    verdict = (
        "两者**一致**。"
        if gap == 0
        else f"明细合计比{name}{'多' if gap > 0 else '少'}**{yuan(abs(gap))}**"
        f"（{grouped(max(total, amount.yuan))} − {grouped(min(total, amount.yuan))} = {grouped(abs(gap))}）。"
    )
    said = (
        f"{scope.label}的预算明细合计{yuan(total)}（{formula} = {grouped(total)}）{marks}，"
        f"{name}为{printed(amount)}{notes.mark(place)}，{verdict}"
    )
    return answer(query, said, notes, kind="compare")
