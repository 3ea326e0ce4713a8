"""解释: the derivation of one value, put together from its steps."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.answer import Citation, DerivationStep, Why
from assistant.domain.figures import grouped, printed, yuan
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.synonyms import canonical
from assistant.domain.whole_value import in_full
from assistant.jobs.why.history import history
from assistant.jobs.why.steps import arithmetic, policies, precedents, stated
from assistant.jobs.why.subject import Subject, subjects
from assistant.library.catalogue import Catalogue
from assistant.library.records import StoredDeclaration

HEADINGS = {
    "stated": "写明的来源",
    "composition": "预算构成",
    "unit_price": "单价与数量",
    "history": "沿革",
    "policy": "政策依据",
    "precedent": "先例",
    "unknown": "尚不清楚",
}
"""How each kind of step is headed in the answer."""


def explain_value(
    catalogue: Catalogue,
    indicator: str,
    *,
    project: str | None = None,
    unit: str | None = None,
    year: int | None = None,
) -> Why:
    """Why the value that ``indicator`` names is what it is.

    An indicator's name, a budget item's or group's, or a project's budget. A name that the library
    does not have gives one ``unknown`` step that says so.
    """
    stored = catalogue.declarations(project=project, unit=unit, year=year)
    if not stored and unit is not None:
        wider = catalogue.declarations(project=project, year=year)
        stored = [one for one in wider if _speaks_of(one, unit)]
    found = subjects(stored, indicator)
    if not found:
        where = "、".join(filter(None, (project, unit, f"{year}年" if year else None)))
        text = f"资料中没有名为“{indicator}”的指标或预算项" + (
            f"（范围：{where}）" if where else ""
        )
        step = DerivationStep("unknown", text, None, ())
        return Why(indicator, project, unit, year, None, (step,), text, ())
    others = found[1:]
    return explain(catalogue, found[0], others)


def explain(
    catalogue: Catalogue,
    subject: Subject,
    others: list[Subject] | None = None,
    stored: list[StoredDeclaration] | None = None,
) -> Why:
    """The derivation of a subject; ``others`` are values of the same name elsewhere, named only.

    ``stored`` are the catalogue's declarations, where the caller holds them already.
    """
    held = catalogue.declarations() if stored is None else stored
    steps = tuple(_steps(catalogue, subject, held))
    citations: list[Citation] = []
    lines = [_head(subject, citations)]
    for step in steps:
        marks = "".join(_mark(citations, place, subject) for place in step.sources)
        formula = f"（{step.formula}）" if step.formula else ""
        lines.append(f"- **{HEADINGS[step.kind]}**：{step.text}{formula}{marks}")
    if others:
        places = "；".join(dict.fromkeys(_whose(other.stored) for other in others[:5]))
        lines.append(f"\n同名的值还见于：{places}。可指明项目、单位或年度再问。")
    declared = subject.declaration
    return Why(
        subject.name, declared.project, declared.unit, declared.year, subject.target, steps,
        "\n".join(lines), tuple(citations),
    )  # fmt: skip


def _steps(
    catalogue: Catalogue, subject: Subject, stored: list[StoredDeclaration]
) -> Iterator[DerivationStep]:
    document = catalogue.document(subject.stored.document)
    given = list(stated(subject))
    sums = list(arithmetic(subject))
    past = list(history(subject, document))
    yield from given
    yield from sums
    yield from past
    yield from policies(subject)
    yield from precedents(subject, stored)
    yield from _unknown(subject, sums, past)


def _unknown(
    subject: Subject,
    sums: list[DerivationStep],
    past: list[DerivationStep],
) -> Iterator[DerivationStep]:
    """What the sources leave open, in words that claim no motive."""
    composed = any("÷" not in (step.formula or "") for step in sums)
    if composed:
        return
    source = subject.indicator.source if subject.indicator else None
    if past:
        text = "正文只记载了数字，没有说明为什么定为该数"
    elif source:
        text = f"资料只写明“{source}”，没有写明该值如何测算得出"
    elif subject.indicator and subject.indicator.explanation:
        text = "申报表只有指标解释，没有写明目标值的来源和测算过程"
    else:
        text = "申报表没有写明目标值的来源，也没有可以推算出该值的预算明细或历史数字"
    yield DerivationStep("unknown", text, None, (subject.locator,))


def _head(subject: Subject, citations: list[Citation]) -> str:
    whose = _whose(subject.stored)
    if subject.indicator is not None:
        value = in_full(subject.indicator.target, subject.name) or "（空）"
        head = f"{whose}的“{subject.name}”目标值为**{value}**"
    else:
        shown = subject.value
        if subject.number is not None:
            raw = subject.value
            shown = printed(Money(raw, subject.number)) if raw else yuan(subject.number)
        head = f"{whose}的“{subject.name}”为**{shown}**"
        if not subject.value and subject.number is not None:
            head = f"{whose}的“{subject.name}”合计**{grouped(subject.number)}元**"
    return head + _mark(citations, subject.locator, subject) + "，推导如下："


def _whose(stored: StoredDeclaration) -> str:
    declared = stored.declaration
    year = f"{declared.year}年" if declared.year else ""
    return (
        f"{declared.unit or declared.department or ''}{year}“{declared.project or stored.source}”"
    )


def _mark(citations: list[Citation], place: Locator, subject: Subject) -> str:
    for one in citations:
        if one.locator == place:
            return f"[{one.n}]"
    citations.append(Citation(len(citations) + 1, place.source.rsplit(".", 1)[0], place))
    return f"[{len(citations)}]"


def _speaks_of(stored: StoredDeclaration, unit: str) -> bool:
    """Whether a declaration is of a unit by its department or its file's name."""
    declared = stored.declaration
    names = (declared.unit, declared.department, stored.source)
    return any(canonical(unit) in canonical(name) for name in names if name)
