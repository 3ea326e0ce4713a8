"""意会: the fact that a question means where its lesser words are not those of the row.

A question's words are weighed (``gist``): what names a thing must be held by the row, by its
declaration or by a word that the lexicon has for the same; verbs and the like only count. The row
must be of the kind of figure asked for, and better than all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.domain.answer import Answer
from assistant.domain.coverage import precision
from assistant.domain.lexicon import plain, readings
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.find import NOTHING_LEFT, Match, in_question
from assistant.jobs.answer.gist import Gist, Weighed, gist_of
from assistant.jobs.answer.measure import measure_fits, survey_fits
from assistant.jobs.answer.named import judgeable, told
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Shelf

_KINDS = {
    "amount": frozenset(("budget_line", "group", "fund", "account", "indicator", "field")),
    "count": frozenset(("indicator", "budget_line", "field")),
    "rate": frozenset(("indicator",)),
    "duration": frozenset(("indicator", "field")),
    "date": frozenset(("indicator", "field", "plan")),
    "number": frozenset(("indicator", "budget_line", "group", "fund", "account", "field")),
}
"""What a kind of figure may stand in."""
_TO_TEXT = frozenset(
    ("why", "procedure", "definition", "basis", "list", "rank", "share", "compare", "sum", "per_head",
     "execution")
)  # fmt: skip
_TO_TEXT_ALSO = frozenset(
    ("list", "rank", "share", "compare", "sum", "per_head", "execution", "basis", "amount", "count")
)
_ASKS_TEXT = re.compile(
    r"什么(?!时候|时间)|谁|怎么|咋|哪(?!一?[天年月日])|干嘛|干吗|为何|为啥|如何"
)
_ASKS_NAME = re.compile(r"叫(?:什么|啥)|名字|名称|哪几个|哪些")
_NAMES = re.compile(r"[、“《]|分别|包括")
"""What a sentence has that names things."""
_WHOLE = re.compile(r"一共|总共|总额|总预算|合计|拢共|全部|总的|盘子")
_WHOLE_TOLD = re.compile(r"合计|总额|年度预算|总预算|共计|一共|总计")
_ENOUGH = 0.62
"""The share of the weight that the best row must hold."""
_CLEAR = 0.12
"""How far the best row of another name must be behind."""
_ROW = 0.35
"""The weight that the row itself must hold: what only the declaration's name holds says no row."""
_OF_KIND = 0.15


@dataclass(frozen=True, slots=True)
class _Weighing:
    """A row with the share of the question that it holds and the weight that its own name holds."""

    entry: Entry
    share: float
    own: float
    fit: float

    @property
    def score(self) -> float:
        return self.share + 0.5 * self.fit + _OF_KIND * min(self.own, 1.0)


def loose_facts(query: Query, shelf: Shelf) -> Answer | None:
    """The row that the question means; None where none is meant, or more than one may be."""
    matches = loose_matches(query, shelf)
    if not matches or (query.yes_no and not judgeable(query, matches)):
        return None
    return told(query, matches)


def loose_matches(query: Query, shelf: Shelf) -> list[Match]:
    """The row that the question means, of each declaration; empty where none is clearly meant."""
    kinds = _KINDS.get(query.asked or "")
    if kinds is None or _TO_TEXT & set(query.intents) or query.number or query.titles:
        return []
    gist = gist_of(query, shelf)
    if not gist.words or not gist.total:
        return []
    others = others_of(query)
    weighed = sorted(_weigh(query, shelf, kinds, gist, others), key=lambda one: -one.score)
    if not weighed:
        return []
    best = weighed[0]
    if best.share < _ENOUGH or best.own < _ROW:
        return []
    alike = [one for one in weighed if one.score > best.score - _CLEAR]
    names = {one.entry.key for one in alike}
    scopes = {(one.entry.scope.document, one.entry.scope.index) for one in alike}
    if len(names) > 1 and not (len(scopes) == len(alike) and len(names) == 1):
        return []
    if len(scopes) > 3:
        return []
    return [Match(one.entry, one.score, NOTHING_LEFT) for one in alike]


def suits(query: Query, found: Answer) -> bool:
    """Whether an answer that leaves words of the question out is of the kind asked for.

    Whom, what and why are told by sentences; a row of a table that shares a word says none of it.
    """
    whole = query.asked == "amount" and _WHOLE.search(query.question)
    if whole and not _WHOLE_TOLD.search(found.answer):
        return False  # one line of a project is not what all of it costs
    if query.asked not in {None, "who"} or _TO_TEXT_ALSO & set(query.intents):
        return True
    told = found.kind == "why" or found.answer.startswith("据《")
    if _ASKS_NAME.search(query.question) and not _NAMES.search(found.answer.partition("：")[2]):
        return False
    if query.intent == "why":
        return found.answer.startswith("据《")
    return told or not _ASKS_TEXT.search(query.question)


def others_of(query: Query) -> dict[str, tuple[str, ...]]:
    """Words of the question → what the lexicon has for the same."""
    found: dict[str, list[str]] = {}
    for one in readings(plain(query.question), frames=False):
        said = canonical(one.said)
        if len(said) > 1:
            found.setdefault(said, []).extend(canonical(word) for word in one.words)
    return {said: tuple(words) for said, words in found.items()}


def _weigh(
    query: Query, shelf: Shelf, kinds: frozenset[str], gist: Gist,
    others: dict[str, tuple[str, ...]],
) -> Iterator[_Weighing]:  # fmt: skip
    for entry in in_question(query, shelf, kinds):
        if not survey_fits(query, entry):
            continue
        fits = measure_fits(query, entry)
        if fits is None or fits < 0:
            continue
        one = _held(query, entry, gist, others)
        if one is not None:
            yield replace(one, share=one.share + 0.2 * fits)


def _held(
    query: Query, entry: Entry, gist: Gist, others: dict[str, tuple[str, ...]]
) -> _Weighing | None:
    row = "\n".join((entry.key, entry.around))
    whole = "\n".join((row, entry.about, entry.scope.names))
    held = own = 0.0
    for word in gist.words:
        words = (word, *same_words(word, others))
        in_row = max(one.held(row) for one in words)
        anywhere = max(in_row, max(one.held(whole) for one in words) * 0.8)
        if word.must and not anywhere:
            return None
        held += word.weight * anywhere
        own += word.weight * max(one.held(entry.key) for one in words)
    aspects = sum(w.weight for w in gist.aspects if w.held(row))
    share = (held + aspects) / (gist.total + sum(w.weight for w in gist.aspects if w.held(row)))
    return _Weighing(entry, share, own + aspects, precision(entry.key, query.spoken))


def same_words(word: Weighed, others: dict[str, tuple[str, ...]]) -> Iterator[Weighed]:
    """What the lexicon has for a word, each in its place."""
    for said, words in others.items():
        # The lexicon's words are names: they stand whole, and beside what they leave of the word.
        if word.text in said:
            yield from (replace(word, text=one, verb=False) for one in words)
        elif said in word.text:
            parts = (word.text.replace(said, one) for one in words)
            yield from (replace(word, text=part, verb=False) for part in parts)
