"""前提: a figure that the question states, against what the sources say."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.domain.figures import grouped, yuan
from assistant.jobs.answer.query import Premise, Query
from assistant.jobs.answer.shelf import Entry

_HUNDREDTH = Decimal("0.005")


def verdict(query: Query, entries: Sequence[Entry]) -> str | None:
    """是/不是 for a question that states a figure; None where it states none of the kind."""
    for premise in query.premises:
        same = [e for e in entries if e.number is not None and comparable(premise, e)]
        if not same:
            continue
        if any(agrees(premise, e) for e in same):
            return "**是**，与资料一致。" if query.yes_no else None
        shown = "、".join(dict.fromkeys(_shown(e) for e in same[:3]))
        return f"**不是**{premise.raw}：资料记载为{shown}。"
    return None


def comparable(premise: Premise, entry: Entry) -> bool:
    """Whether the stated figure is of the entry's kind."""
    if premise.unit is None:
        return True
    measure = entry.measure or ""
    if premise.unit == "元":
        return measure == "元"
    if premise.unit == "%":
        return measure == "%"
    return measure not in {"元", "%"} and (not measure or measure[:1] == premise.unit[:1])


def agrees(premise: Premise, entry: Entry) -> bool:
    """Whether the stated figure is the entry's; a rounded 万元 figure counts as the same."""
    assert entry.number is not None
    if premise.number == entry.number:
        return True
    if premise.unit != "元":
        return False
    rounded = Decimal(10_000) * _HUNDREDTH if "万" in premise.raw else Decimal(0)
    return abs(premise.number - entry.number) <= rounded


def _shown(entry: Entry) -> str:
    assert entry.number is not None
    if entry.measure == "元":
        return yuan(entry.number)
    return f"{grouped(entry.number)}{entry.measure or ''}"
