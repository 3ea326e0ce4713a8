"""何谓: what a word of the papers means, asked in everyday ways (是个啥, 怎么界定, 有什么区别).

The word is what the question puts in quotation marks, else what stands before the words of asking.
A glossary says it, or a sentence that begins with the word and goes on to say what it is. What an
indicator looks at is told by its 指标解释, never by its target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.domain.answer import Answer
from assistant.domain.coverage import precision
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.bearing import sentences_of
from assistant.jobs.answer.compose import Notes, answer, clean
from assistant.jobs.answer.meaning import listed_terms
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.sentence import asked_of, evidence_of
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.answer.stretches import of_scopes, of_text
from assistant.jobs.answer.told import quoted

if TYPE_CHECKING:
    from assistant.search.searcher import Searcher

_ASKS = re.compile(
    r"(?:指的?|说的)?(?:是|算)(?:个|一种|一类)?(?:什么|啥)(?:样的?)?(?:人|东西|意思|概念|玩意儿?|角色|身份|组织)?(?:[呢呀啊吗]*$|[，,？?])"
    r"|指的?是?(?:什么|啥|哪些|谁|哪类)|(?<!为)(?:什么|啥)叫(?!人|他|她|我)做?|什么是|啥是|(?:怎么|如何|怎样|咋)(?:界定|定义|认定|理解|解释)|(?:什么|啥)意思"
)
_DIFFER = re.compile(
    r"^(?P<left>.{2,16}?)(?:和|与|跟|同)(?P<right>.{2,16}?)(?:之间)?(?:的|有|到底|究竟)*(?:什么|啥|哪些|何)?(?:区别|不同|差别|不一样)"
)
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,16})[”\"」』]")
_LEAD = re.compile(r"^.*?(?:里|中|上|的)?(?:所?说的?|写的|提到的?|讲的?|叫的)(?=.{2,})")
_SAYS = r"[”\"」』]?\s*(?:（[^）]*）)?\s*(?:[：:]|，?(?:是指|指的是|指|系指|即指?|就是|是(?!否|不是|由)|由(?=[^，。]{2,20}(?:推荐|聘任|担任|组成|招募)))|，(?:是|即|指))"
_OPENS = r"(?:^|[。；\n])[\s\-*]*(?:第.{1,8}条\s*(?:要点)?[：:]?\s*)?(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)*(?:本[^，。]{1,12}所?称的?)?[“\"「『]?"
_LOOKS = re.compile(
    r"(?:看|考核|考察|衡量|反映|统计|评价|考|量)的?(?:都)?(?:是|就是)?(?:什么|啥|哪些)|(?:怎么|如何|咋)(?:理解|解释)|(?:什么|啥)意思"
)
_STRICTLY = re.compile(
    r"(?<!为)(?:什么|啥)叫(?!人|他|她|我)做?|是个(?:什么|啥)$|(?:怎么|如何|怎样|咋)(?:界定|定义)"
)
_WHOLE = 0.99
_TELLING = 4
"""Characters at a term's end by which it is known again in an answer."""
_LONGEST = 24
_MOST = 4


def meant_answer(query: Query, shelf: Shelf, searcher: Searcher | None) -> Answer | None:
    """What the asked word means; of two words that are told apart, both."""
    terms = _terms(query)
    notes = Notes()
    lines: list[str] = []
    for term in terms:
        line = _of_glossary(query, term, shelf, notes) or _of_text(
            query, term, shelf, searcher, notes
        )
        if line is None:
            return None
        lines.append(line)
    if not lines:
        return None
    text = "\n\n".join(dict.fromkeys(lines))
    return answer(query, text, notes, kind="definition")


def says_what(question: str, text: str) -> bool:
    """Whether an answer to 什么叫, 怎么界定 says what the word is; True for other questions."""
    said = canonical(question)
    if _STRICTLY.search(said) is None:
        return True
    marked = _QUOTED.search(question)
    rest = canonical(marked[1]) if marked else _STRICTLY.sub("|", said).strip("|的呢呀啊吗是")
    term = rest.rpartition("|")[2]
    letters = r"[^一-鿿\w]*".join(map(re.escape, term[-_TELLING:]))
    return re.search(f"{letters}[*]*{_SAYS}", text) is not None


def looked_at(query: Query, shelf: Shelf) -> Answer | None:
    """What an indicator looks at, as its 指标解释 says."""
    if not _LOOKS.search(query.text):
        return None
    named = [e for e in _indicators(query, shelf) if precision(e.key, query.spoken) >= _WHOLE]
    longest = max((len(e.key) for e in named), default=0)
    lines: list[str] = []
    notes = Notes()
    for entry in named:
        row = entry.indicator
        if len(entry.key) < longest or row is None or not row.explanation:
            continue
        mark = notes.mark(*entry.places)
        lines.append(f"{entry.scope.label}的“{entry.name}”：{clean(row.explanation)}{mark}")
    if not lines:
        return None
    return answer(query, "\n\n".join(lines), notes, kind="definition")


def _indicators(query: Query, shelf: Shelf) -> Iterator[Entry]:
    allowed = frozenset(query.scopes)
    for entry in shelf.entries:
        if entry.kind != "indicator" or len(entry.key) < 3:
            continue
        if not allowed or (entry.scope.document, entry.scope.index) in allowed:
            yield entry


def _terms(query: Query) -> tuple[str, ...]:
    """The words whose meaning is asked; none where the question asks something else."""
    spoken = query.text
    differ = _DIFFER.search(spoken)
    if differ is not None:
        return (differ["left"], differ["right"])
    asks = _ASKS.search(spoken)
    if asks is None:
        return ()
    marked = _QUOTED.search(query.question)
    if marked is not None:
        return (canonical(marked[1]),)
    rest = spoken[: asks.start()] or spoken[asks.end() :]
    rest = _LEAD.sub("", rest).strip("的呢呀啊吗是")
    return (rest,) if 1 < len(rest) <= _LONGEST else ()


def _of_glossary(query: Query, term: str, shelf: Shelf, notes: Notes) -> str | None:
    listed = [match.entry for match in listed_terms(query, term, shelf)]
    named = [entry for entry in listed if entry.name in query.question]
    lines = [
        f"**{entry.name}**：{clean(entry.value)}{notes.mark(*entry.places)}"
        for entry in named or listed[:_MOST]
    ]
    return "\n\n".join(lines) or None


def _of_text(
    query: Query, term: str, shelf: Shelf, searcher: Searcher | None, notes: Notes
) -> str | None:
    """The sentence that begins with the term and says what it is."""
    asked = asked_of(query, shelf, frozenset())
    found = [
        *of_scopes(asked, shelf),
        *of_text(asked, shelf, searcher, frozenset(), f"{term} 是指 即"),
    ]
    for one in sentences_of(found):
        if _defines(term, one.text):
            return quoted(evidence_of(one, 1.0), notes)
    return None


def _defines(term: str, text: str) -> bool:
    """Whether a sentence of the text begins with the term and goes on to say what it is."""
    letters = r"[^一-鿿\w]?".join(map(re.escape, term))
    return re.search(f"{_OPENS}{letters}{_SAYS}", text) is not None
