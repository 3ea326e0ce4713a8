"""一句作答: the sentence that answers where no word of the question can be asked for by itself.

The last resort before a refusal. The sentences that may bear on the question are weighed
(``bearing``); the first of them answers where it is likely enough to, and where it passes what its
kind of question demands (``demands``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from assistant.domain.answer import Answer
from assistant.jobs.answer.bearing import Best, Sentence, best_of, measured, sentences_of, shipped
from assistant.jobs.answer.compose import Notes, answer
from assistant.jobs.answer.demands import asks_a_sentence, holds_good, may_answer
from assistant.jobs.answer.gist import gist_of
from assistant.jobs.answer.loosely import others_of
from assistant.jobs.answer.narrative import Evidence
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.stretches import Asked, is_row, of_scopes, of_text
from assistant.jobs.answer.told import quoted

if TYPE_CHECKING:
    from assistant.search.searcher import Searcher

LEAST = 0.48
"""The probability from which a sentence is given as the answer."""


_LAST: WeakKeyDictionary[Shelf, tuple[tuple[Query, frozenset[str]], Answer | None]] = (
    WeakKeyDictionary()
)
"""What the last question of a shelf came to: it is asked before and after others give up."""


def sentence_answer(
    query: Query, documents: frozenset[str], shelf: Shelf, searcher: Searcher | None
) -> Answer | None:
    """The sentence that most likely answers; None where none is likely to.

    ``documents`` are those that the turn before was answered from.
    """
    if not asks_a_sentence(query):
        return None
    key = (query, documents)
    last = _LAST.get(shelf)
    if last is None or last[0] != key:
        _LAST[shelf] = last = (key, _sentence_answer(query, documents, shelf, searcher))
    return last[1]


def _sentence_answer(
    query: Query, documents: frozenset[str], shelf: Shelf, searcher: Searcher | None
) -> Answer | None:
    asked = asked_of(query, shelf, documents)
    found = best_sentence(asked, shelf, searcher, documents)
    if found is None or found.sure < LEAST:
        return None
    if not holds_good(asked.query, found.features, found.sure):
        return None
    notes = Notes()
    return answer(query, quoted(evidence_of(found.sentence, found.sure), notes), notes)


def best_sentence(
    asked: Asked, shelf: Shelf, searcher: Searcher | None, documents: frozenset[str]
) -> Best | None:
    """The sentence that bears most on the question, with how sure it is."""
    if not asked.gist.speaks and not (asked.query.scopes or documents):
        return None
    return best_of(asked, measured(asked, sentences(asked, shelf, searcher, documents)), *shipped())


def sentences(
    asked: Asked, shelf: Shelf, searcher: Searcher | None, documents: frozenset[str]
) -> tuple[Sentence, ...]:
    """The sentences that may bear on the question."""
    query = asked.query
    same = [word for words in others_of(query).values() for word in words]
    words = " ".join((query.question, *same))
    found = of_text(asked, shelf, searcher, documents, words)
    held = sentences_of([*of_scopes(asked, shelf), *found])
    return tuple(one for one in held if may_answer(asked, one.stretch, one.text))


def asked_of(query: Query, shelf: Shelf, documents: frozenset[str]) -> Asked:
    """The question as it is judged by."""
    asked = None if "why" in query.intents else query.asked  # the figure is what has the reason
    query = replace(query, loose=True, asked=asked)
    lawful = bool(documents) or shelf.law_in(query.text) is not None
    return Asked(query, gist_of(query, shelf), lawful)


def evidence_of(one: Sentence, sure: float) -> Evidence:
    """The sentence as evidence, with the stretch that it is quoted from."""
    stretch, passage = one.stretch, one.stretch.passage
    return Evidence(
        stretch.place, stretch.text, sure, 1.0, 1.0, complete=True, whole=True, shaped=True,
        mannered=True, focus=one.text, context=stretch.heads,
        article=passage.article if passage else None, document=stretch.place.document,
        row=is_row(stretch),
    )  # fmt: skip
