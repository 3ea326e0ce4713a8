"""SUM (sources): what a sentence splits into its sources against their sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.jobs.check.case import Case
from assistant.jobs.check.figures import half_step, said
from assistant.jobs.check.registry import Flag, rule
from assistant.reading.sources import source_name
from assistant.reading.told import Told, told_amounts


@rule(
    "SUM016", "资金来源之和大于总额", "error",
    what="正文把一笔预算拆成几个来源（中央、省级、县级财政），各来源相加超过这笔预算。",
    why="资金来源相加应等于总额；只列一部分来源可以小于总额，不能大于。",
    certainty="V",
    wrong="其中市级财政补助300万元，区级财政安排380万元。", right="其中市级财政补助300万元，区级财政安排340万元。",
    model="told",
)  # fmt: skip
def sources_exceed(case: Case) -> Iterator[Flag]:
    """总额417万元，其中中央120万元，省级95万元，县级212万元."""
    amounts = told_amounts(case.document, case.start, case.end)
    for at, whole in enumerate(amounts):
        parts = _sources_after(amounts, at)
        summed = sum((p.money.yuan for p in parts), Decimal(0))
        slack = half_step(whole.money) + sum((half_step(p.money) for p in parts), Decimal(0))
        if len(parts) < _LEAST_SOURCES or summed <= whole.money.yuan + slack:
            continue
        if any(summed == other.money.yuan for other in amounts):
            continue
        yield Flag(
            case.at(whole.end - len(whole.money.raw), whole.end),
            f"{whole.clause.strip('，,。')} {whole.money.raw} 小于各来源之和 {said(summed, whole.money)}："
            + "、".join(f"{p.name} {p.money.raw}" for p in parts),
            tuple(case.at(p.start, p.end) for p in parts), "核对总额和各项来源",
        )  # fmt: skip


_LEAST_SOURCES = 2


def _sources_after(amounts: Sequence[Told], at: int) -> list[Told]:
    """The sources that the amount at ``at`` is said to consist of (其中…)."""
    if not amounts[at].is_budget or at + 1 >= len(amounts) or not amounts[at + 1].within:
        return []
    found: list[Told] = []
    for one in amounts[at + 1 :]:
        if one.apart or (found and one.within) or source_name(one.name) is None:
            break
        found.append(one)
    return found
