"""工具: one typed tool per job, for the model-free path and for a language model alike.

Every result carries its citations, so that whoever phrases it can be held to them. Nothing here
decides what a question means: the arguments are names as the library has them, or near enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from assistant.domain.answer import Answer, BasisAnswer, Citation, Why
from assistant.domain.figures import grouped
from assistant.domain.locator import Locator
from assistant.jobs.answer.aggregate import aggregate
from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.compose import value_of
from assistant.jobs.answer.find import find
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry
from assistant.jobs.basis import look_up
from assistant.jobs.why import explain_value

if TYPE_CHECKING:
    from assistant.library.records import StoredDeclaration

Operation = Literal["sum", "max", "min", "rank", "per_head", "share", "difference", "compare"]

_ASKS: dict[str, str] = {
    "sum": "一共多少", "max": "哪个最高", "min": "哪个最低", "rank": "从高到低排序",
    "per_head": "人均多少钱", "share": "占总预算的比例", "difference": "相差多少",
    "compare": "对比",
}  # fmt: skip
"""How each operation is asked, so that both drivers run the same code."""


@dataclass(frozen=True, slots=True)
class FoundFact:
    """One fact: ``value`` as printed, ``number`` in ``measure`` (money in 元) as plain text."""

    kind: str
    name: str
    group: str | None
    value: str
    number: str | None
    measure: str | None
    project: str | None
    unit: str | None
    year: int | None
    places: tuple[Locator, ...]


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """One ranked passage of text."""

    text: str
    path: str
    score: float
    place: Locator


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools over one library."""

    answerer: Answerer

    def find_facts(
        self,
        name: str,
        *,
        project: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        kind: str | None = None,
    ) -> tuple[FoundFact, ...]:
        """指标、预算明细、执行、科目、资金 by name; empty where the library has none of that name.

        ``kind`` is indicator, budget_line, group, execution, account, fund, field, goal or term.
        """
        query = self._query(name, project, unit, year)
        if query is None:
            return ()
        shelf = self.answerer.shelf
        matches = find(query, shelf, "unknown") or find(query, shelf, query.intent)
        entries = [m.entry for m in matches if kind is None or m.entry.kind == kind]
        return tuple(_fact(entry) for entry in entries)

    def search_passages(self, words: str, *, k: int = 8) -> tuple[FoundPassage, ...]:
        """Ranked passages of every kind of document; a rank is no proof that one answers."""
        searcher = self.answerer.searcher
        if searcher is None:
            return ()
        return tuple(
            FoundPassage(h.passage.text, h.passage.path, float(h.score), h.passage.locator)
            for h in searcher.search(words, k=k)
        )

    def look_up_basis(self, text: str) -> BasisAnswer:
        """A basis document by number or title; an unknown number gives none."""
        return look_up(self.answerer.catalogue, text)

    def explain_value(
        self,
        name: str,
        *,
        project: str | None = None,
        unit: str | None = None,
        year: int | None = None,
    ) -> Why:
        """The derivation of a target value or amount, each sum redone."""
        return explain_value(self.answerer.catalogue, name, project=project, unit=unit, year=year)

    def compute(
        self,
        operation: Operation,
        names: Sequence[str],
        *,
        project: str | None = None,
        unit: str | None = None,
        years: Sequence[int] = (),
    ) -> Answer | None:
        """A sum, rank, share or difference over named facts, computed here and cited.

        None where the names do not give figures that can be put together.
        """
        said = "和".join(names)
        when = "和".join(f"{year}年" for year in years)
        question = f"{when}{unit or ''}{project or ''}{said}{_ASKS[operation]}"
        query = self.answerer.understand(question)
        return aggregate(query, self.answerer.shelf)

    def list_declarations(
        self, *, project: str | None = None, unit: str | None = None, year: int | None = None
    ) -> tuple[StoredDeclaration, ...]:
        """The library's declarations, restricted by name where names are given."""
        return tuple(self.answerer.catalogue.declarations(project=project, unit=unit, year=year))

    def answer(self, question: str, context: Sequence[str] = ()) -> Answer:
        """The model-free answer to a whole question."""
        return self.answerer.ask(question, context)

    def _query(
        self, name: str, project: str | None, unit: str | None, year: int | None
    ) -> Query | None:
        """The query for a name; None where the named project or unit is not in the library."""
        query = self.answerer.understand(name)
        shelf = self.answerer.shelf
        if project is None and unit is None and year is None:
            return query
        keys = {
            (s.document, s.index)
            for s in self.answerer.catalogue.declarations(project=project, unit=unit, year=year)
        }
        if unit is not None and not keys:
            wider = self.answerer.catalogue.declarations(project=project, year=year)
            named = self.answerer.understand(unit).scopes
            keys = {(s.document, s.index) for s in wider} & set(named)
        held = tuple(key for key in keys if key in shelf.scopes)
        return replace(query, scopes=held) if held else None


def citations(facts: Sequence[FoundFact]) -> tuple[Citation, ...]:
    """The citations of some facts, numbered from one."""
    places = [place for fact in facts for place in fact.places]
    return tuple(
        Citation(n, place.source.rsplit(".", 1)[0], place) for n, place in enumerate(places, 1)
    )


def _fact(entry: Entry) -> FoundFact:
    number = grouped(entry.number).replace(",", "") if entry.number is not None else None
    return FoundFact(
        entry.kind, entry.name, entry.group, value_of(entry), number, entry.measure,
        entry.scope.project, entry.scope.place, entry.year, entry.places,
    )  # fmt: skip
