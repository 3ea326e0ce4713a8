"""相近: what the library has that comes nearest to a question without an answer, as questions to ask.

Names and scopes only, never a figure: a suggestion is no answer. Rows are weighed by how much of
the question they hold, how much of their name it says, and whether they are of the kind asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.domain.coverage import precision
from assistant.jobs.answer.find import in_question
from assistant.jobs.answer.gist import Gist, gist_of
from assistant.jobs.answer.loosely import others_of, same_words
from assistant.jobs.answer.measure import measure_fits, survey_fits
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Scope, Shelf

MOST = 3
_NAME, _ANYWHERE, _SAID, _FITS = 0.6, 1.3, 1.8, 0.9
"""Weights of a row's shares, fitted on the question sets with the set that is judged left out."""
_MISFIT = -1.0
_WORST_FIT = -0.3
_NUMBER = 0.6
_KINDS: Mapping[str, float] = {
    "indicator": 0.6, "budget_line": 0.45, "group": 0.45, "fund": 0.3, "plan": 0.2, "field": 0.2,
    "activity": 0.2, "account": -0.3,
}  # fmt: skip
_LEAST = 1.9
"""The score below which a row has little to do with the question."""
_HERE = 0.4
"""What a row of the unit or project that the question names has over another's of another year."""


def suggestions(query: Query, shelf: Shelf) -> Iterator[str]:
    """Up to three questions that the library can answer, the nearest first."""
    gist = gist_of(query, shelf)
    scored = sorted(_scored(query, shelf, gist), key=lambda one: -one[0])
    seen: dict[str, None] = {}
    for _, entry in scored:
        seen.setdefault(question_for(entry))
        if len(seen) == MOST:
            break
    yield from seen or _of_scopes(query, shelf)


def question_for(entry: Entry) -> str:
    """The question that the entry answers."""
    asks = "是多少" if entry.number is not None else "是什么"
    target = "的目标值" if entry.kind == "indicator" and entry.number is None else ""
    return f"{_where(entry.scope)}的{entry.name}{target}{asks}？"


def _scored(query: Query, shelf: Shelf, gist: Gist) -> Iterator[tuple[float, Entry]]:
    others = others_of(query)
    words = [(word, (word, *same_words(word, others))) for word in gist.words]
    total = max(gist.total, 0.1)
    for entry in in_question(query, shelf, _KINDS):
        if entry.scope.project is None and entry.kind != "account":
            continue
        said = precision(entry.key, query.spoken)
        whole = "\n".join((entry.key, entry.around, entry.about, entry.scope.names))
        own = anywhere = 0.0
        for word, same in words:
            named = max(one.held(entry.key) for one in same)
            own += word.weight * named
            anywhere += word.weight * (named or max(one.held(whole) for one in same))
        if not own and not said:
            continue
        score = _NAME * own / total + _ANYWHERE * anywhere / total + _SAID * said
        score += (
            _KINDS[entry.kind] + _fit(query, entry) + (_NUMBER if entry.number is not None else 0)
        )
        if score >= _LEAST:
            yield score, entry


def _fit(query: Query, entry: Entry) -> float:
    fits = measure_fits(query, entry) if survey_fits(query, entry) else None
    return _MISFIT if fits is None else _FITS * max(fits, _WORST_FIT)


def _of_scopes(query: Query, shelf: Shelf) -> Iterator[str]:
    """What the named unit or project has, where the name asked for is like nothing."""
    scopes = [shelf.scopes[key] for key in query.scopes if key in shelf.scopes]
    for scope in [s for s in scopes if s.declaration and s.project][:MOST]:
        yield f"{_where(scope)}有哪些指标？"


def _where(scope: Scope) -> str:
    year = f"{scope.year}年" if scope.year else ""
    return f"{scope.place or ''}{year}{scope.project or ''}"
