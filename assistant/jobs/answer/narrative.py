"""正文: sentences of running text, lists and articles of law, judged by how well they answer.

A stretch is judged by the words of the question that it has (``gist``), each by its weight; words
that stand only before it or above it count less. Rare words of the question must be somewhere;
which stretch is chosen rests on how much of the question it has itself, on whether it looks like an
answer to what is asked (``shape``), and on how high search ranks its passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from assistant.domain.locator import Locator
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.gist import Gist, gist_of
from assistant.jobs.answer.measure import EACH_ONE
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.stretches import Asked, Stretch, is_row, of_scopes, of_search, year_holds

if TYPE_CHECKING:
    from assistant.search.searcher import Searcher

_FIGURE = re.compile(r"\d[\d, ]*\.\s?\d{2}")
_HEADS = (
    "标准",
    "条件",
    "期限",
    "方式",
    "名单",
    "范围",
    "对象",
    "时间",
    "日期",
    "比例",
    "要求",
    "编号",
)
_ENUMERATES = re.compile(r"下列|如下|以下|(?:：|:)\s*\n|[（(]一[）)]|一是|①")
_LEAD = re.compile(r"[^：:\n]*")
_SHAPED, _WORDED = 0.3, 0.55
"""Shares of the question: the least that a sentence with the figure has of it, and the most that
another sentence of the stretch may have beyond it."""
_LED = 0.7
_CLAUSE = re.compile(r"[，,；;：:](?!\d)")
_BOUND = frozenset(("amount", "number", "count", "rate", "duration"))
_BACK = 3
_ITEM = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]+[）)、.．]")
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_ENOUGH = 0.35
_PHRASED = 0.4
_MANNERED = 0.35
_LEADS = 0.5
_VERBS = 0.55
"""The share from which a stretch may word a verb of the question otherwise (收费: 不收取任何费用)."""
_INTERROGATES = re.compile(r"什么|啥|哪|怎|谁|多少|几")
_BLANKS = re.compile(r"(?:[^：:]{1,12}[：:][\s|_＿]*)+")
"""Nothing but labels of fields that were left empty."""
_FIGURES = frozenset(("amount", "number", "count", "rate"))
_COMPUTED = frozenset(("sum", "compare", "rank", "share", "per_head"))
"""Intents that figures of rows are put together for; one row by itself is no answer to them."""
_STRICT = 0.75
_LOOSE = 0.5
_OWN = 0.34
_NEAR_WORTH = 0.6
_HEAD_WORTH = 0.6
_HELD = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of text with how well it answers.

    ``share`` is the share of the question's words, by weight, that it accounts for; ``complete``
    says that no word is missing that must not be, ``whole`` that no verb is either; ``context`` is
    where it stands.
    """

    locator: Locator
    text: str
    score: float
    share: float
    own: float
    complete: bool
    whole: bool
    shaped: bool
    mannered: bool
    focus: str
    context: str
    article: str | None
    document: str
    row: bool = False
    title: str = ""
    since: str = ""


_LAST: WeakKeyDictionary[Shelf, tuple[tuple[Query, frozenset[str]], list[Evidence]]] = (
    WeakKeyDictionary()
)
"""What the last question of a shelf found: one question is asked strictly and then loosely."""


def evidence(
    query: Query,
    shelf: Shelf,
    searcher: Searcher | None,
    *,
    documents: frozenset[str] = frozenset(),
) -> list[Evidence]:
    """Stretches that bear on the question, best first; ``documents`` restricts by id."""
    key = (replace(query, loose=False, wording=""), documents)
    last = _LAST.get(shelf)
    if last is not None and last[0] == key:
        return last[1]
    found = _evidence(query, shelf, searcher, documents)
    _LAST[shelf] = (key, found)
    return found


def _evidence(
    query: Query, shelf: Shelf, searcher: Searcher | None, documents: frozenset[str]
) -> list[Evidence]:
    title = shelf.law_in(query.text)
    if title is not None and not documents:  # what a named law says is asked of that law
        documents = shelf.law_titles[title]
        words = tuple(word for word in query.content if word not in title and title not in word)
        query = replace(query, spoken=query.spoken.replace(title, "|"), content=words)
    asked = Asked(query, gist_of(query, shelf), bool(documents))
    if not asked.gist.speaks and not query.scopes and not documents:
        return []
    stretches = [*of_scopes(asked, shelf), *of_search(asked, shelf, searcher, documents)]
    found: dict[tuple[str, int, int], Evidence] = {}
    for one in stretches:
        judged = _judged(asked, one)
        if judged is None:
            continue
        key = (judged.document, judged.locator.start, judged.locator.end)
        if key not in found or found[key].score < judged.score:
            found[key] = judged
    return sorted(_newest(found.values()), key=lambda one: -one.score)


def _newest(found: Iterable[Evidence]) -> Iterator[Evidence]:
    """Of the versions of one article the last."""
    articles: dict[tuple[str, str], Evidence] = {}
    for one in found:
        if one.article is None:
            yield one
            continue
        key = (one.title, one.article)
        held = articles.get(key)
        if held is None or (held.since, held.locator.source) < (one.since, one.locator.source):
            articles[key] = one
    yield from articles.values()


def answers(query: Query, found: Iterable[Evidence]) -> list[Evidence]:
    """Those that account for the words of the question and look like an answer to it."""
    least = _LOOSE if query.loose else _STRICT
    rows = query.asked not in _FIGURES or (query.loose and not _COMPUTED & set(query.intents))
    # Where a source speaks of just that without the figure, another act's figure is no answer.
    whole = any(one.whole for one in found)
    return [
        one for one in found
        if one.complete and one.share >= least and one.shaped and (rows or not one.row)
        and (one.whole or (query.loose and not whole))
    ]  # fmt: skip


# ---- how well it answers ----


@dataclass(frozen=True, slots=True)
class _Fit:
    """How the words of the question stand in a stretch, each sum by weight."""

    own: float
    must_own: float
    reached: float
    complete: bool
    aspects: float
    verbs: bool
    """Whether all that is missing are verbs."""


def _fit(gist: Gist, one: Stretch) -> _Fit:
    names = one.scope.names if one.scope else ""
    own = must_own = reached = 0.0
    complete = verbs = True
    apart = _apart(gist, one.said)
    for word in gist.words:
        held = word.held(one.said if len(word.text) > 1 else apart)
        near = _NEAR_WORTH * word.held(one.near) if held < 1 and one.near else 0.0
        head = _HEAD_WORTH * word.held(one.heads) if held < 1 else 0.0
        named = word.held(names) if names and held < 1 else 0.0
        best = max(held, near, head, named)
        own += word.weight * held
        reached += word.weight * max(best, _HELD if best > 0 else 0.0)
        if word.must:
            must_own += word.weight * max(held, near, named)
            complete = complete and best >= _ENOUGH
            verbs = verbs and (word.verb or best >= _ENOUGH)
    aspects = sum(word.weight * word.held(one.said) for word in gist.aspects)
    return _Fit(own, must_own, reached, complete, aspects, verbs)


def _headed_by(gist: Gist, lead: str) -> bool:
    """Whether the line that leads to a list speaks of what is asked."""
    return any(word.held(lead) for word in (*gist.musts, *gist.aspects))


def _apart(gist: Gist, said: str) -> str:
    """The text without the question's longer words: 律 in 律师 is no 律所."""
    if all(len(word.text) > 1 or not word.must for word in gist.words):
        return said
    for word in sorted(gist.words, key=lambda one: -len(one.text)):
        if len(word.text) > 1:
            said = said.replace(word.text, "|")
    return said


def _judged(asked: Asked, one: Stretch) -> Evidence | None:
    query, gist = asked.query, asked.gist
    if len(one.said) < 4 or not year_holds(query, one.said, one.scope, one.passage):
        return None
    if query.asked and one.text.rstrip().endswith(("：", ":")):
        return None  # a field that was left empty answers nothing
    if _BLANKS.fullmatch(one.text) or (one.bonus > 0 and not _headed_by(gist, one.near)):
        return None
    fit = _fit(gist, one)
    if fit.own <= 0 and fit.aspects <= 0:
        return None
    close, focus, shaped = _closest(asked, one)
    if not shaped and query.asked == "amount" and is_row(one) and not EACH_ONE.search(query.text):
        shaped = bool(_FIGURE.search(one.text))
    mannered = asked.manner is not None and bool(asked.manner.search(one.text))
    total, musts = gist.total, sum(word.weight for word in gist.musts)
    share = fit.reached / total if total else float(fit.aspects > 0)
    own = fit.own / total if total else 0.0
    headed = (shaped and asked.shape is not None and fit.aspects > 0) or (
        mannered and fit.own + fit.aspects > 0
    )
    spoken = fit.complete or (fit.verbs and share >= _VERBS and query.asked != "who")
    complete = spoken and (musts == 0 or fit.must_own >= _OWN * musts or headed)
    complete = complete and _headed(query, one.said + one.near + one.heads)
    vague = not gist.words or gist.words[0].text in {word.text for word in gist.aspects}
    if vague and not asked.named_law:
        complete = complete and ((asked.shape is not None and shaped) or mannered or one.bonus > 0)
    score = 0.4 * own + 0.6 * close + 0.5 * share + 0.4 * fit.aspects + 0.2 * one.rank + one.bonus
    score += 0.3 if asked.shape is not None and shaped else 0.0
    score += _MANNERED if mannered else 0.0
    listed = asked.lists and (mannered or asked.manner is None)
    score += 0.25 if listed and _enumerates(gist, one.text) else 0.0
    score += 0.2 if any(str(year) in one.said for year in query.years) else 0.0
    score += _PHRASED * sum(gram in one.said for gram in asked.grams) / max(len(asked.grams), 1)
    if one.bonus > 0 and gist.aspects:  # the heading 申请流程 says that what it leads to is one
        named = sum(word.held(one.near) for word in gist.aspects)
        score += _LEADS * named / len(gist.aspects)
        share = max(share, _STRICT) if named and fit.complete else share
    score -= 0.0003 * len(one.said)
    passage = one.passage
    return Evidence(
        one.place, one.text, score, share, own, complete, complete and fit.complete, shaped, mannered, focus, one.heads,
        passage.article if passage else None, one.place.document, is_row(one),
        passage.path.split(" > ")[0] if passage else "",
        (passage.effective_from or "") if passage else "",
    )  # fmt: skip


def _closest(asked: Asked, one: Stretch) -> tuple[float, str, bool]:
    """The sentence that has most of the question: its share, itself, whether it has the shape.

    A figure must stand in that sentence or beside it to be a figure of what is asked.
    """
    total = asked.gist.total
    parts = [part for part in _SENTENCE.findall(one.text) if part.strip()]
    best, shaped, lead = (-1.0, 0), (-1.0, -1), ""
    for index, part in enumerate(parts):
        if part.rstrip().endswith(("：", ":")):
            lead = part
        item = f"{lead}{part}" if lead and _ITEM.match(part) else part
        said = _canonical(item) if len(parts) > 1 else one.said
        worth = sum(word.weight * word.held(said) for word in asked.gist.words)
        worth += sum(word.weight * word.held(said) for word in asked.gist.aspects) * 0.5
        best = max(best, (worth, -index))
        if asked.shape is None or _bound(asked, asked.shape, item):
            shaped = max(shaped, (worth, -index))
    if not parts:
        return 0.0, "", asked.shape is None
    found = shaped[0] >= max(min(_SHAPED * total, best[0]), best[0] - _WORDED * total)
    worth, at = shaped if found else best
    if not found and asked.shape is not None:
        beside = [parts[n] for n in (1 - at, -1 - at) if 0 <= n < len(parts)]
        found = any(_goes_on(asked, asked.shape, part) for part in beside)
    return (min(worth / total, 1.2) if total else 0.0), parts[-at], found


def _goes_on(asked: Asked, shape: re.Pattern[str], sentence: str) -> bool:
    """Whether the sentence beside has the shape and a word of the question of its own."""
    if asked.query.asked not in _BOUND:
        return bool(shape.search(sentence))
    said = _canonical(sentence)
    worded = any(word.held(said) for word in asked.gist.words if not word.text.isdigit())
    return worded and _bound(asked, shape, sentence)


def _bound(asked: Asked, shape: re.Pattern[str], sentence: str) -> bool:
    """Whether what the shape wants stands with a word of the question: in its clause or after it.

    A sentence that has none of the words (they stand above it) is taken as it is.
    """
    if asked.query.asked not in _BOUND:
        return bool(shape.search(sentence))
    clauses = [_canonical(clause) for clause in _CLAUSE.split(sentence)]
    worded = [
        any(w.held(said) for w in asked.gist.words if not w.text.isdigit()) for said in clauses
    ]
    raw = _CLAUSE.split(sentence)
    return any(
        shape.search(clause) and (any(worded[max(at - _BACK, 0) : at + 1]) or not any(worded))
        for at, clause in enumerate(raw)
    )


def _enumerates(gist: Gist, text: str) -> bool:
    """Whether the text lists what is asked: the line that leads to the list speaks of it."""
    found = _ENUMERATES.search(text)
    if found is None:
        return False
    line = _LEAD.match(text, found.end())
    lead = canonical(text[: line.end() if line else found.end()])
    musts = gist.musts or gist.words
    held = sum(word.weight for word in musts if word.held(lead))
    return held >= _LED * sum(word.weight for word in musts)


@lru_cache(maxsize=20_000)
def _canonical(part: str) -> str:
    """Sentences of the same articles are judged again and again."""
    return canonical(part)


def _headed(query: Query, said: str) -> bool:
    """A question that is a bare noun (工资标准) wants that noun, not what stands before it."""
    if query.asked is not None or query.intents or _INTERROGATES.search(query.text):
        return True
    head = next((h for h in _HEADS if query.text.endswith(h)), None)
    return head is None or head in said
