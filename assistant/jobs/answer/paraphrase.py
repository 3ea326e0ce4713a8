"""换说法: a question in other words than the library's, read anew in the library's words.

Tried where the strict reading refuses. The words of the question that the lexicon knows
(``domain/lexicon.txt``) are replaced by words for the same thing that the library has; every word
of the new question must then be accounted for as strictly as before, and the answer says which
word was read as which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover, marked
from assistant.domain.lexicon import Reading, plain, readings
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.understand import understand
from assistant.jobs.answer.wording import scan

if TYPE_CHECKING:
    from assistant.search.searcher import Searcher

_MOST_TRIED = 6
_MOST_COMBINED = 24
_OPTIONS = 3
_FOUND = 3
_LOOKED_UP = 12
"""Words that no name has and that are looked for in the office's own papers, at most."""
_SHORT = 3
_HALF = 0.5
_BREAK = "\n"
_BY_PROJECT = frozenset(("amount", "execution", "list", "basis"))
"""Intents that the name of a project answers, with no further word."""
_IN_ALL = re.compile("(?:项目|年度|当年|预算|资金|金额|总额|总|经费|费用|申请|数|额|价|投资)+")
_OWN_PAPERS = frozenset(("declaration", "budget", "policy", "other"))

Choice = tuple[Reading, str, str]


def paraphrases(
    question: str, query: Query, shelf: Shelf, searcher: Searcher | None,
    context: Sequence[str] = (),
) -> tuple[Query, ...]:  # fmt: skip
    """The question in other words, the readings that leave least unaccounted for first.

    ``query`` is the strict reading. The earlier questions of ``context`` are reworded with it.
    """
    if query.number or query.law or query.titles or query.partial:
        return ()
    sentence = _BREAK.join(plain(text) for text in (*context, question))
    slots = _slots(sentence, query, _Held(shelf, searcher))
    known = _scoped_names(query, shelf)
    ranked: list[tuple[tuple[int, int, int], Query]] = []
    for order, choices in enumerate(islice(product(*slots), _MOST_COMBINED)):
        taken = [choice for choice in choices if choice is not None]
        if not taken:
            continue
        *earlier, now = _reworded(sentence, taken).split(_BREAK)
        said = tuple((slot.said, word) for slot, word, _ in taken)
        read = bound(replace(understand(now, shelf, earlier), question=question, corrected=said))
        if not _asks_something(query, read):
            continue
        left = sum(map(len, cover(read.content, (known,)).missing))
        ranked.append(((left, len(taken), order), read))
    ranked.sort(key=lambda one: one[0])
    return tuple(read for _, read in ranked[:_MOST_TRIED])


class _Held:
    """Whether the library has a word: in its names, its declarations or its other papers."""

    def __init__(self, shelf: Shelf, searcher: Searcher | None) -> None:
        self._shelf = shelf
        self._searcher = searcher
        self._left = _LOOKED_UP

    def named(self, word: str) -> bool:
        return canonical(word) in self._shelf.all_names

    def written(self, word: str) -> bool:
        said = canonical(word)
        if said in self._shelf.regions:
            return True
        if self._searcher is None or self._left <= 0:
            return False
        from assistant.search.filters import Filters

        self._left -= 1
        hits = self._searcher.search(word, k=_FOUND, filters=Filters(kind=_OWN_PAPERS))
        return any(said in canonical(hit.passage.text) for hit in hits)


def _slots(sentence: str, query: Query, held: _Held) -> list[tuple[Choice | None, ...]]:
    """For each word that can be replaced: what with, or None for leaving it as it is."""
    linked = [canonical(name) for name in (*query.named_units, *query.named_projects)]
    slots: list[tuple[Choice | None, ...]] = []
    done = 0
    for reading in readings(sentence):
        said = canonical(reading.said)
        if reading.start < done or any(said in name for name in linked):
            continue
        options = _options(reading, said, held)
        if not options:
            continue
        # A word that the library has is left alone first; one that it has not must be replaced.
        slots.append((None, *options) if held.named(reading.said) else (*options, *_light(reading)))
        done = reading.end
    return slots


def _light(reading: Reading) -> tuple[None, ...]:
    """Whether the word may also be left as it is: it only asks or joins."""
    return () if any(piece.role == "content" for piece in scan(canonical(reading.said))) else (None,)


def _options(reading: Reading, said: str, held: _Held) -> list[Choice]:
    pairs = [
        (word, text) for word, text in zip(reading.words, reading.texts, strict=True)
        if canonical(word) != said
    ]  # fmt: skip
    options = list(islice(_which(reading, pairs, held.named), _OPTIONS))
    return options or list(islice(_which(reading, pairs, held.written), _OPTIONS))


def _which(
    reading: Reading, pairs: list[tuple[str, str]], has: Callable[[str], bool]
) -> Iterator[Choice]:
    return ((reading, word, text) for word, text in pairs if has(word))


def _reworded(sentence: str, taken: Sequence[Choice]) -> str:
    for slot, _, text in reversed(taken):
        sentence = sentence[: slot.start] + text + sentence[slot.end :]
    return sentence


def _scoped_names(query: Query, shelf: Shelf) -> str:
    """The names of the declarations that the question names, else of all."""
    if not query.scopes:
        return shelf.all_names
    allowed = frozenset(query.scopes)
    entries = [e for e in shelf.entries if (e.scope.document, e.scope.index) in allowed]
    texts = {text for e in entries for text in (e.key, e.around, e.about, e.scope.names)}
    return "\n".join(sorted(texts))


def bound(read: Query) -> Query:
    """The reworded query with each new word required, also where its characters ask elsewhere (保费, 工作服).

    What a project costs in all is named by no row: such a word stays free.
    """
    content = list(read.content)
    for word in (canonical(right) for _, right in read.corrected):
        parts = [chunk for chunk in content if chunk in word or word in chunk]
        if sum(map(len, parts)) * 2 < len(word) and not _IN_ALL.fullmatch(word):
            content = [chunk for chunk in content if chunk not in word] + [word]
    return replace(read, content=tuple(content))


def speaks(found: Answer, read: Query) -> bool:
    """Whether an answer is one, and says the new words of a reworded question."""
    if found.refused or found.kind == "passages":
        return False
    quotes = (citation.locator.quote for citation in found.citations)
    text = canonical("\n".join((found.answer, *quotes)))
    for word in (canonical(right) for _, right in read.corrected):
        share = sum(marked(word, (text,))) / len(word)
        if share < (1.0 if len(word) <= _SHORT else _HALF) and not _IN_ALL.fullmatch(word):
            return False
    return True


def _asks_something(before: Query, after: Query) -> bool:
    """Whether the new words leave something that an answer must account for."""
    if after.content or not before.content:
        return True
    return bool(after.scopes) and bool(_BY_PROJECT & set(after.intents))
