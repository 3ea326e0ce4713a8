"""换说法: a question in other words than the library's, read anew in the library's words.

Tried where the strict reading refuses. Words of the question that the lexicon knows
(``domain/lexicon.txt``) are replaced by words for the same thing that one name, or one passage, of
the library has; every word of the new question must then be accounted for as strictly as before,
and the answer says which word was read as which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover, marked, precision
from assistant.domain.lexicon import Reading, plain, readings
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.language import cut
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.understand import understand

if TYPE_CHECKING:
    from assistant.search.searcher import Searcher

_MOST_TRIED = 5
_MOST_READ = 24
"""Rewordings that are understood and ranked, at most."""
_HITS = 12
_TEXTS: WeakKeyDictionary[Shelf, dict[str, str]] = WeakKeyDictionary()
"""Canonical texts of documents that answers cited, while their library is as it is."""
_SHORT = 3
_WHOLE = 4
_TELLS = 2
_HALF = 0.5
_LEFT = 0.5
"""The share of a reworded question's content that may be left over for it to be tried at all."""
_BREAK = "\n"
_BY_PROJECT = frozenset(("amount", "execution", "list", "basis"))
"""Intents that the name of a project answers, with no further word."""
_IN_ALL = re.compile("(?:项目|年度|当年|预算|资金|金额|总额|总|经费|费用|申请|数|额|价|投资)+")
_OWN_PAPERS = frozenset(("declaration", "budget", "policy", "other"))


@dataclass(frozen=True, slots=True)
class Choice:
    """A word of the question, the library's word for it, and the text to put in its place."""

    reading: Reading
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A word that the lexicon knows: canonical, with the other words as (canonical, choice)."""

    said: str
    start: int
    end: int
    options: tuple[tuple[str, Choice], ...]


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
    meanings = _meanings(sentence, query)
    if not meanings:
        return ()
    wordings: dict[tuple[Choice, ...], list[tuple[str, str]]] = {}
    for name, text, known in _candidates(query, shelf, searcher, meanings):
        chosen = _chosen(known, text)
        if chosen:
            wordings.setdefault(chosen, []).append((name, text))
    ranked: list[tuple[tuple[float, float, int], Query]] = []
    most = sorted(wordings, key=lambda chosen: -sum(len(c.reading.said) for c in chosen))
    for chosen in most[:_MOST_READ]:
        *earlier, now = _reworded(sentence, chosen).split(_BREAK)
        pairs = tuple((choice.reading.said, choice.word) for choice in chosen)
        read = understand(now, shelf, earlier)
        read = bound(replace(read, question=question, corrected=pairs))
        if not _asks_something(query, read):
            continue
        left, unlike = min(_distance(read, *one) for one in wordings[chosen])
        if left <= _LEFT:
            ranked.append(((left, unlike, len(chosen)), read))
    ranked.sort(key=lambda one: one[0])
    return tuple(read for _, read in ranked[:_MOST_TRIED])


def _meanings(sentence: str, query: Query) -> list[_Meaning]:
    """The words of the sentence that have others for the same thing; none within linked names."""
    linked = [canonical(name) for name in (*query.named_units, *query.named_projects)]
    found: list[_Meaning] = []
    edges = frozenset(accumulate((len(word.text) for word in cut(sentence)), initial=0))
    known = readings(sentence)
    whole = {(one.start, one.end) for one in known if len(one.said) <= _WHOLE}
    for reading in known:
        said = canonical(reading.said)
        if any(said in name for name in linked):
            continue
        if (reading.start, reading.end + 1) in whole:
            continue  # 保安 of 保安证, which is another thing with a name of its own
        if len(reading.said) < _SHORT and not {reading.start, reading.end} <= edges:
            continue  # part of other words: no 查 in 审查, no 买点 in 购买点位
        options = tuple(
            (one, Choice(reading, word, text))
            for word, text in zip(reading.words, reading.texts, strict=True)
            if (one := canonical(word)) != said
        )
        if options:
            found.append(_Meaning(said, reading.start, reading.end, options))
    return found


def _candidates(
    query: Query, shelf: Shelf, searcher: Searcher | None, meanings: Sequence[_Meaning]
) -> Iterator[tuple[str, str, Sequence[_Meaning]]]:
    """(name, text, words to look for) of what may be meant: rows asked about, then passages."""
    named = [replace(one, options=_in_names(one, shelf)) for one in meanings]
    allowed = frozenset(query.scopes)
    for entry in shelf.entries if any(one.options for one in named) else ():
        if not allowed or (entry.scope.document, entry.scope.index) in allowed:
            text = f"{entry.key}\n{entry.around}\n{entry.about}\n{entry.scope.names}"
            yield entry.key, text, named
    if searcher is None:
        return
    from assistant.search.filters import Filters

    words = dict.fromkeys(word for one in meanings for word, _ in one.options)
    asked = f"{query.question} {' '.join(words)}"
    for hit in searcher.search(asked, k=_HITS, filters=Filters(kind=_OWN_PAPERS)):
        text = canonical(f"{hit.passage.text}\n{hit.passage.path}")
        yield text, text, meanings


def _in_names(one: _Meaning, shelf: Shelf) -> tuple[tuple[str, Choice], ...]:
    return tuple((word, choice) for word, choice in one.options if word in shelf.all_names)


def _chosen(meanings: Sequence[_Meaning], text: str) -> tuple[Choice, ...]:
    """The words that this text has otherwise; what it has as the question says it is left alone."""
    taken: list[Choice] = []
    done = 0
    for one in meanings:
        if one.start < done:
            continue
        if one.said in text:
            done = one.end
            continue
        choice = next((choice for word, choice in one.options if word in text), None)
        if choice is not None:
            taken.append(choice)
            done = one.end
    return tuple(taken)


def _reworded(sentence: str, chosen: Sequence[Choice]) -> str:
    for choice in reversed(chosen):
        reading = choice.reading
        sentence = sentence[: reading.start] + choice.text + sentence[reading.end :]
    return sentence


def _distance(read: Query, name: str, text: str) -> tuple[float, float]:
    """The share of the question that the text leaves over, and of the name that is not asked."""
    left = sum(map(len, cover(read.content, (text,)).missing))
    unlike = 1.0 - precision(name, read.spoken) if len(name) < len(read.spoken) * 2 else 1.0
    return left / max(sum(map(len, read.content)), 1), unlike


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


def speaks(found: Answer, read: Query, shelf: Shelf, kept: Sequence[str] = ()) -> bool:
    """Whether an answer is one, and says the new words of a reworded question, and those ``kept``."""
    if found.refused or found.kind == "passages" or leaves_out(read, found, shelf):
        return False
    text = _told(found)
    for name in {n for s in shelf.declared for n in (s.unit, s.department) if n}:
        text = text.replace(canonical(name), "")  # a unit's name tells nothing of the thing asked
    for word in (*(canonical(right) for _, right in read.corrected), *kept):
        share = sum(marked(word, (text,))) / len(word)
        if share < (1.0 if len(word) <= _SHORT else _HALF) and not _IN_ALL.fullmatch(word):
            return False
    return True


def passes_over(query: Query, found: Answer, shelf: Shelf) -> bool:
    """Whether an answer lets go a word that the lexicon knows and the library has not (护理员工钱)."""
    text = _told(found)
    missing = cover(query.content, (text,)).missing
    said = [canonical(one.said) for one in readings(plain(query.question))] if missing else []
    return any(
        len(word) > 1 and word not in shelf.all_names and any(part in word for part in missing)
        for word in said
    )


def leaves_out(query: Query, found: Answer, shelf: Shelf) -> bool:
    """Whether a word that the lexicon knows stands, in no form, in the documents of an answer."""
    known = known_words(query)
    if not known:
        return False
    documents = dict.fromkeys(citation.locator.document for citation in found.citations)
    text = "\n".join((_told(found), *(_canonical_text(one, shelf) for one in documents)))
    return any(
        word not in text and not any(one in text for one in others)
        for word, others in known.items()
    )


def _canonical_text(document: str, shelf: Shelf) -> str:
    held = _TEXTS.setdefault(shelf, {})
    if document not in held:
        held[document] = canonical(shelf.catalogue.document(document).text)
    return held[document]


def _told(found: Answer) -> str:
    quotes = (f"{c.locator.quote}\n{c.locator.source}" for c in found.citations)
    return canonical("\n".join((found.answer, *quotes)))


def known_words(query: Query) -> dict[str, tuple[str, ...]]:
    """The longest words of the question's content that the lexicon knows, with what may stand for
    them: their others, and the words within them with theirs.

    What a question asks with, and what a project costs in all, is named by no row.
    """
    linked = [canonical(name) for name in (*query.named_units, *query.named_projects)]
    found: dict[str, list[str]] = {}
    done, top = 0, ""
    for one in readings(plain(query.question), frames=False):
        said, words = canonical(one.said), [canonical(word) for word in one.words]
        if one.end <= done:
            found.get(top, []).extend((said, *words))
            continue
        if one.start < done:
            continue
        done, top = one.end, said
        named = any(said in name for name in (*linked, *query.without))
        whole = any(_IN_ALL.fullmatch(word) for word in words)
        pairs = {said[at : at + 2] for at in range(len(said) - 1)}
        asked = any(pair in chunk for pair in pairs for chunk in query.content)
        if asked and not (named or whole):
            found[said] = words
    return {said: tuple(words) for said, words in found.items() if len(said) >= _TELLS}


def _asks_something(before: Query, after: Query) -> bool:
    """Whether the new words leave something that an answer must account for."""
    if after.content or not before.content:
        return True
    return bool(after.scopes) and bool(_BY_PROJECT & set(after.intents))
