"""释义: what a term means, as a glossary, a law or a sentence of a source defines it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover, precision
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.compose import Notes, answer
from assistant.jobs.answer.find import Match, find
from assistant.jobs.answer.narrative import Evidence, evidence
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.told import quoted
from assistant.jobs.answer.wording import scan

if TYPE_CHECKING:
    from assistant.search.searcher import Searcher

_MEANS = re.compile(
    r"什么是|什么叫做?|指的?是?啥|啥叫|啥是|是指什么|指的?是什么|指什么|是什么意思|什么意思|啥意思|的?(?:含义|定义|概念|意思)"
    r"|是什么|是啥|怎么(?:构成|组成|理解|解释)|有?什么关系|包括哪几?.?个?部分|由哪几?.?个?部分(?:组成|构成)?"
    r"|名词解释|解释一下|呢|呀|吗|和.{2,6}(?=有?什么关系)"
)
_SAYS = re.compile(r"^(?:是|指|：|:|，是|，?即|为|系|,是|（|\()")
_ITEM = re.compile(
    r"^[\s\-*]*(?:第.{1,8}条\s*(?:要点)?[：:]?\s*)?(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)*[“\"「]?"
)
_CALLED = r"(?:本[法条例办规定则细]{1,3}(?:所称的?|中))?[“\"「]?{term}[”\"」]?\s*[，,]?\s*(?:（[^）]*）)?\s*(?:是指|指的是|，指|系指|指)"
_LONGEST_TERM = 24


def asked_term(query: Query) -> str:
    """What a question of meaning asks about: 平安马甲指的是什么 → 平安马甲."""
    text = _MEANS.sub("", query.spoken.replace("|", ""))
    pieces = scan(text)
    while pieces and pieces[0].role == "joining":
        pieces = pieces[1:]
    while pieces and pieces[-1].role == "joining":
        pieces = pieces[:-1]
    return text[pieces[0].start : pieces[-1].end] if pieces else ""


def listed_terms(query: Query, term: str, shelf: Shelf) -> list[Match]:
    """The term in a glossary (名词解释)."""
    return [m for m in find(_plain(query, term), shelf, "definition") if m.entry.kind == "term"]


def defined_answer(
    query: Query, term: str, shelf: Shelf, searcher: Searcher | None
) -> Answer | None:
    """The sentence that defines the term: X是指……, or one that begins with it."""
    plain = _plain(query, term)
    # Laws define in set words, which bring their articles up.
    found = evidence(replace(plain, question=f"所称{term}，是指", text=term), shelf, searcher)
    called = re.compile(_CALLED.replace("{term}", re.escape(term)))
    chosen = [one for one in found if called.search(one.text)]
    chosen = chosen or [one for one in found if _defines(plain, term, one)]
    if not chosen:
        return None
    notes = Notes()
    return answer(query, quoted(chosen[0], notes), notes, kind="definition")


def _plain(query: Query, term: str) -> Query:
    return replace(
        query, asked=None, units=(), content=(term,), spoken=term, wording=term, scopes=(),
        named_projects=(), years=(),
    )  # fmt: skip


def _defines(query: Query, term: str, one: Evidence) -> bool:
    """Whether a sentence begins with the asked word and goes on to say what it is."""
    text = _ITEM.sub("", one.text)
    head = re.split(r"[：:是指即，,（(]", text, maxsplit=1)[0].strip('”"」* ')
    if not head or len(head) > _LONGEST_TERM:
        return False
    if not _SAYS.match(text[len(head) :].lstrip('”"」* ')):
        return False
    named = canonical(head)
    return precision(named, query.spoken) >= 0.8 and cover((term,), (named,)).share == 1.0
