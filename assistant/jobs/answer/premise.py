"""前提: a figure that the question states, against what the sources say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.domain.figures import grouped, yuan
from assistant.jobs.answer.query import Premise, Query
from assistant.jobs.answer.shelf import Entry

_HUNDREDTH = Decimal("0.005")
_ABOVE = re.compile(
    r"(?<![不没未])(?<!不[能得会可])(?:超过|大于|高于|多于|超出)|以上|不(?:能|得)?(?:低于|少于|小于)|至少|起码"
)
_BELOW = re.compile(
    r"(?<!不)(?<!不[能得会可])(?:低于|小于|少于)|不到|不足|[不没未](?:能|得|会|可)?(?:超过|高于|大于)|以下|以内|之内|没到"
)
_STRICT = re.compile(
    r"(?<![不没未])(?<!不[能得会可])(?:超过|大于|高于|多于|超出|低于|小于|少于)|不到|不足|没到"
)

Test = Callable[[Decimal, Decimal], bool]


def test_of(text: str) -> tuple[Test, str] | None:
    """The comparison that a question states, with its word; None where it states none."""
    above, below = _ABOVE.search(text), _BELOW.search(text)
    strict = bool(_STRICT.search(text))
    if below:
        return ((lambda a, b: a < b), "低于") if strict else ((lambda a, b: a <= b), "不超过")
    if above:
        return ((lambda a, b: a > b), "超过") if strict else ((lambda a, b: a >= b), "不低于")
    return None


def verdict(query: Query, entries: Sequence[Entry]) -> str | None:
    """是/不是 for a question that states a figure; None where it states none of the kind."""
    if query.yes_no and test_of(query.text) is not None:
        return met(query.premises, entries, query.text)
    for premise in query.premises:
        same = [e for e in entries if e.number is not None and comparable(premise, e)]
        if not same:
            continue
        if any(agrees(premise, e) for e in same):
            if len(query.premises) > 1:
                continue  # each of them must hold
            return "**是**，与资料一致。" if query.yes_no else None
        shown = "、".join(dict.fromkeys(_shown(e) for e in same[:3]))
        return f"**不是**{premise.raw}：资料记载为{shown}。"
    numbers = [e for e in entries if e.number is not None]
    if (
        query.yes_no
        and len(query.premises) > 1
        and all(any(comparable(p, e) and agrees(p, e) for e in numbers) for p in query.premises)
    ):
        return "**是**，与资料一致。"
    return None


def comparable(premise: Premise, entry: Entry) -> bool:
    """Whether the stated figure is of the entry's kind."""
    if premise.unit is None:
        return True
    measure = entry.measure or ""
    if premise.unit == "元":
        return measure == "元" or measure.startswith("元/")
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


def met(premises: Sequence[Premise], entries: Sequence[Entry], text: str) -> str | None:
    """是/不是 for 超过900万吗: the stated comparison, put to the figures found."""
    told = test_of(text)
    if told is None:
        return None
    test, word = told
    for premise in premises:
        same = [
            e
            for e in entries
            if e.number is not None and e.measure is not None and comparable(premise, e)
        ]
        if not same:
            continue
        held = [test(e.number, premise.number) for e in same if e.number is not None]
        said = f"{word}{premise.raw}"
        if all(held):
            return f"**是**，{said}。"
        if not any(held):
            return f"**不是**，没有{said}。" if word in {"超过", "低于"} else f"**不是**{said}。"
        return None
    return None
