"""下一步: where in the page the work goes on that an answer begins: a draft, a check, a picture, a card.

An answer's links carry what was understood (project, unit, year, figures given), so that the tab
opens with its form filled; nothing is drafted or checked before the person says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.domain.answer import Answer
from assistant.domain.locator import Locator
from assistant.jobs.draft import parse_given

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.jobs.answer.query import Query
    from assistant.library.records import StoredDeclaration


@dataclass(frozen=True, slots=True)
class Step:
    """A link to another tab: ``data`` is what its form is filled with."""

    tab: str
    label: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, as the makers of steps need them."""

    assistant: Assistant
    query: Query
    answer: Answer

    def named(self) -> list[StoredDeclaration]:
        """The declarations that the question names, newest first; none where it names none."""
        found = []
        for document, index in self.query.scopes[:MOST]:
            stored = self.assistant.catalogue.declarations(document=document)
            found += [s for s in stored if index is None or s.index == index]
        return sorted(found, key=lambda s: -(s.declaration.year or 0))

    def cited(self) -> list[StoredDeclaration]:
        """The declarations of the documents that the answer cites."""
        documents = dict.fromkeys(c.locator.document for c in self.answer.citations)
        catalogue = self.assistant.catalogue
        return [s for d in list(documents)[:MOST] for s in catalogue.declarations(document=d)]

    def touches(self, locator: Locator) -> bool:
        """Whether a citation of the answer stands in this place."""
        return any(
            c.locator.document == locator.document
            and c.locator.start < locator.end
            and locator.start < c.locator.end
            for c in self.answer.citations
        )


MOST = 12
"""Documents looked into for one answer's steps."""


def _draft(asked: Asked) -> list[Step]:
    """起草: project, unit, year and the figures given, as far as they were said."""
    named, years = asked.named(), asked.query.years
    if not named:
        data: dict[str, Any] = {"year": max(years)} if years else {}
        return [Step("draft", "打开起草工作台", data)]
    steps = []
    for one in _by_project(named):
        past = one.declaration
        year = max(years) if years else (past.year or 0) + 1 if past.year else None
        given = parse_given(asked.query.question, past)
        data = {
            "project": past.project,
            "unit": past.unit if asked.query.named_units else None,
            "year": year,
            "given": "\n".join(f"{name}={value}" for name, value in given) or None,
        }
        words = f"{year} 年" if year else ""
        label = f"起草：{past.unit or ''} {past.project} {words}"
        steps.append(Step("draft", " ".join(label.split()), _told(data)))
    return steps


def _check(asked: Asked) -> list[Step]:
    """审核: the document that is named, or the tab where a file can be uploaded."""
    documents = dict.fromkeys((s.document, s.source) for s in asked.named())
    steps = [
        Step("review", f"审核：{source.rpartition('/')[2]}", {"document": document})
        for document, source in list(documents)[:3]
    ]
    return steps or [Step("review", "打开审核，上传或选一份申报", {})]


def _execution(asked: Asked) -> list[Step]:
    """历年预算与执行, as a picture."""
    stored = [
        s
        for s in asked.cited()
        if s.declaration.project
        and any(asked.touches(row.locator) for row in s.declaration.executions)
    ]
    return [_picture("历年预算与执行", s) for s in _by_project(stored)[:2]]


def _composition(asked: Asked) -> list[Step]:
    """预算构成, where lines of a budget are cited."""
    stored = [
        s
        for s in asked.cited()
        if s.declaration.project
        and sum(asked.touches(line.locator) for line in s.declaration.budget_lines) > 1
    ]
    return [_picture("预算构成", s) for s in _by_project(stored)[:2]]


def _per_head(asked: Asked) -> list[Step]:
    """单位成本."""
    stored = [
        s
        for s in asked.cited()
        if s.declaration.project
        and any(asked.touches(line.locator) for line in s.declaration.budget_lines)
    ]
    return [_picture("单位成本", s) for s in _by_project(stored)[:1]]


def _across(asked: Asked) -> list[Step]:
    """同一指标, where the same indicator of several declarations is cited."""
    names: dict[str, int] = {}
    for one in asked.cited():
        for row in one.declaration.indicators:
            if row.target.number is not None and asked.touches(row.locator):
                names[row.name] = names.get(row.name, 0) + 1
    return [
        Step("compare", f"看图：{name}", {"kind": "同一指标", "name": name})
        for name, count in names.items()
        if count > 1
    ][:2]


def _basis(asked: Asked) -> list[Step]:
    """依据: the card with who cites it, as a picture."""
    number = asked.query.number
    return [Step("basis", f"看引用关系：{number}", {"text": str(number)})] if number else []


Maker = Callable[[Asked], list[Step]]

MAKERS: dict[str, tuple[Maker, ...]] = {
    "draft": (_draft,),
    "check": (_check,),
    "execution": (_execution,),
    "trend": (_execution, _across),
    "compare": (_across, _composition),
    "list": (_composition, _execution),
    "amount": (_composition,),
    "per_head": (_per_head,),
    "basis": (_basis,),
}
"""Kind of answer → what may follow from it."""


def steps_of(
    assistant: Assistant, question: str, earlier: Sequence[str], answer: Answer
) -> list[Step]:
    """The steps that an answer offers; none after a refusal."""
    makers = MAKERS.get(answer.kind, ())
    if not makers or answer.refused or not assistant.has_library():
        return []
    asked = Asked(assistant, assistant.understand(question, tuple(earlier)), answer)
    steps = [step for make in makers for step in make(asked)]
    return list({step.label: step for step in steps}.values())[:3]


def _picture(kind: str, stored: StoredDeclaration) -> Step:
    project = stored.declaration.project or ""
    return Step("compare", f"看图：{project} {kind}", {"kind": kind, "project": project})


def _by_project(stored: Sequence[StoredDeclaration]) -> list[StoredDeclaration]:
    """The first declaration of each project and unit."""
    found: dict[tuple[str | None, str | None], StoredDeclaration] = {}
    for one in stored:
        if one.declaration.project:
            found.setdefault((one.declaration.project, one.declaration.unit), one)
    return list(found.values())[:3]


def _told(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "")}
