"""文段: the stretches of text that may bear on a question, each with what stands round it.

Those of the declarations that the question is about come first, then what search finds: sentences,
lists, rows, articles of law. How well a stretch answers is judged elsewhere (``narrative``,
``bearing``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from assistant.domain.locator import Locator
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.gist import Gist
from assistant.jobs.answer.paper import Block, Paper, plain
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shape import PERMITS, manner_of, shape_of
from assistant.jobs.answer.shelf import Scope, Shelf
from assistant.jobs.answer.wording import STAGES

if TYPE_CHECKING:
    from assistant.domain.fact import Passage
    from assistant.search.searcher import Hit, Searcher

_LOCAL = re.compile(r"《?([一-鿿]{2,8}?(?:省|自治区|市|自治州|自治县|特区))(?!场|政|区的|民)")
_TARGET = re.compile(r"目标值|指标值")
_LIST = re.compile(
    r"哪些|哪几|有什么|流程|步骤|程序|条件|情形|职责|内容|怎么办|怎么走|怎么用|怎么付|要求|包括|包含|方式|原则|种类|什么情况|什么情形|何种情形"
)
_LONG_CELL = re.compile(r"[^\t|]{60,}")
_LONG_ROW = 150
_HITS = 16
_WIDE, _LAWS = 48, 8
"""Passages that are looked through for running text, and for law alone."""
_LAWFUL = frozenset(("policy", "statute"))
_TOLD = re.compile(r"[^\t|]{18,}[，,；;。][^\t|]*")
"""A cell that tells something, with what it is made of."""
_SEARCHES = 3
"""Wordings of one question that are searched for."""
_OWN_PAPERS = frozenset(("declaration", "budget", "policy", "other"))
_YEAR = re.compile(r"(?:19|20)\d\d年(?!\d{1,2}月\d{1,2}日)")
"""A year that figures are of; a day (2023年8月31日) is when they were counted."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is judged: canonical ``said`` with ``near`` before it and ``heads`` above it."""

    place: Locator
    text: str
    said: str
    near: str
    heads: str
    scope: Scope | None
    passage: Passage | None
    rank: float
    bonus: float = 0.0


@dataclass(frozen=True)
class Asked:
    """The question as it is judged by."""

    query: Query
    gist: Gist
    named_law: bool = False

    @cached_property
    def shape(self) -> re.Pattern[str] | None:
        """What the answer must contain."""
        return shape_of(self.query)

    @cached_property
    def manner(self) -> re.Pattern[str] | None:
        """What speaks for an answer."""
        return manner_of(self.query)

    @cached_property
    def grams(self) -> frozenset[str]:
        """Every three characters of the question that stand together."""
        text = self.query.text
        return frozenset(text[at : at + 3] for at in range(len(text) - 2))

    @cached_property
    def lists(self) -> bool:
        """Whether a list of things is asked for."""
        return bool(_LIST.search(self.query.text))


@dataclass
class _Recent:
    """What was read for a shelf: its papers, and what was found for the last question.

    One question is asked in several ways, strictly and then loosely.
    """

    papers: dict[str, Paper] = field(default_factory=dict)
    question: str = ""
    hits: dict[str, list[Hit]] = field(default_factory=dict)


_RECENT: WeakKeyDictionary[Shelf, _Recent] = WeakKeyDictionary()


def _recent_of(shelf: Shelf) -> _Recent:
    return _RECENT.setdefault(shelf, _Recent())


def _paper(shelf: Shelf, document: str) -> Paper:
    papers = _recent_of(shelf).papers
    if document not in papers:
        papers[document] = Paper(shelf.catalogue.document(document))
    return papers[document]


def of_scopes(asked: Asked, shelf: Shelf) -> Iterator[Stretch]:
    """The lines and lists of the declarations that the question is about."""
    for key in asked.query.scopes:
        scope = shelf.scopes.get(key)
        if scope is None or scope.declaration is None:
            continue
        paper = _paper(shelf, scope.document)
        start, end = scope.declaration.span
        span = (start, end or len(paper.document.text))
        yield from _within(asked, paper, span, scope, canonical(scope.label))


def _within(
    asked: Asked, paper: Paper, span: tuple[int, int], scope: Scope | None, path: str,
    passage: Passage | None = None, rank: float = 0.0,
) -> Iterator[Stretch]:  # fmt: skip
    """The lines of a stretch of a document, those in cells too, and the lists."""
    locate = paper.document.locate
    for line in (*paper.lines, *paper.cells):
        if line.level or line.start < span[0] or line.end > span[1]:
            continue
        place = locate(line.start, line.end)
        heads = f"{path}\n{paper.opening}\n{line.heads}"
        yield Stretch(place, plain(line.text), line.said, line.near, heads, scope, passage, rank)
    if not asked.lists:
        return
    for block in paper.blocks:
        if span[0] <= block.start < span[1] or block.start <= span[0] < block.end:
            yield _listed(block, paper, scope, path, passage, rank)


def _listed(
    block: Block, paper: Paper, scope: Scope | None, path: str, passage: Passage | None, rank: float
) -> Stretch:
    place = paper.document.locate(block.start, block.end)
    heads = f"{path}\n{paper.opening}\n{block.heads}"
    said = f"{block.lead}\n{block.said}"
    return Stretch(place, plain(place.quote), said, block.lead, heads, scope, passage, rank, 0.1)


def of_search(
    asked: Asked, shelf: Shelf, searcher: Searcher | None, documents: frozenset[str]
) -> Iterator[Stretch]:
    """What search finds; ``documents`` restricts it, and so do the scopes of the question."""
    if searcher is None:
        return
    query = asked.query
    plainly = not (query.corrected or query.follows)
    words = query.question if plainly else query.spoken.replace("|", "")
    if STAGES.intersection(query.content):
        words = f"{words} 两上两下"  # what the stages are of; 一下 by itself is also 查一下
    found = _found(_recent_of(shelf), query.question, words, searcher)
    yield from _of_hits(asked, shelf, found, documents)


def of_text(
    asked: Asked, shelf: Shelf, searcher: Searcher | None, documents: frozenset[str], words: str
) -> Iterator[Stretch]:
    """What search finds for the words in running text: papers, and law where no paper is named."""
    if searcher is None:
        return
    from assistant.search.filters import Filters

    hits = [hit for hit in searcher.search(words, k=_WIDE) if not _is_short_row(hit.passage)]
    found = {hit.passage.id: hit for hit in hits[:_HITS]}
    if not asked.query.scopes and not documents:
        for hit in searcher.search(words, k=_LAWS, filters=Filters(kind=_LAWFUL)):
            found.setdefault(hit.passage.id, hit)
    elif PERMITS.search(asked.query.text):  # what a body may do, the law says
        lawful = searcher.search(words, k=_LAWS, filters=Filters(kind=_LAWFUL))
        at_large = replace(asked, query=replace(asked.query, scopes=(), named_projects=()))
        yield from _of_hits(at_large, shelf, lawful, frozenset())
    yield from _of_hits(asked, shelf, list(found.values()), documents)


def _is_short_row(passage: Passage) -> bool:
    short = len(passage.text) <= _LONG_ROW and not _TOLD.search(passage.text)
    return passage.kind in {"row", "account"} and short


def _of_hits(
    asked: Asked, shelf: Shelf, found: list[Hit], documents: frozenset[str]
) -> Iterator[Stretch]:
    query = asked.query
    allowed = {document for document, _ in query.scopes} | documents
    best = max((hit.score for hit in found), default=1.0) or 1.0
    for hit in found:
        passage = hit.passage
        if allowed and passage.document not in allowed:
            continue
        named = any(str(year) in passage.text for year in query.years)
        if query.years and passage.year and passage.year not in query.years and not named:
            continue
        yield from _of_passage(asked, shelf, passage, max(hit.score, 0.0) / best)


def _found(recent: _Recent, question: str, words: str, searcher: Searcher) -> list[Hit]:
    """What search finds for the words; a question reworded often is searched for in few of them."""
    if recent.question != question:
        recent.question, recent.hits = question, {}
    if words not in recent.hits:
        if len(recent.hits) < _SEARCHES:
            recent.hits[words] = _hits(searcher, words)
        else:
            every = [hit for hits in recent.hits.values() for hit in hits]
            recent.hits[words] = list({hit.passage.id: hit for hit in every}.values())
    return recent.hits[words]


def _hits(searcher: Searcher, words: str) -> list[Hit]:
    """The best passages; where law crowds out the rest, the best of the office's own papers too."""
    from assistant.search.filters import Filters

    found = searcher.search(words, k=_HITS)
    if sum(hit.passage.kind == "article" for hit in found) * 2 > _HITS:
        held = {hit.passage.id for hit in found}
        more = searcher.search(words, k=_HITS, filters=Filters(kind=_OWN_PAPERS))
        found.extend(hit for hit in more if hit.passage.id not in held)
    return found


def _of_passage(asked: Asked, shelf: Shelf, passage: Passage, rank: float) -> Iterator[Stretch]:
    query = asked.query
    if passage.kind == "row" and _TARGET.search(query.text):
        return  # the rows with target values are facts; what was not found there is not here
    scope = _scope_at(shelf, passage)
    if query.scopes and scope is not None and (scope.document, scope.index) not in query.scopes:
        return
    if query.named_projects and scope is None and query.scopes:
        return
    path = canonical(passage.path.replace(" > ", "\n"))
    if passage.kind == "article":
        if passage.effective_to is None and _applies(query, shelf, passage):
            yield _of_article(shelf, passage, path, rank)
        return
    place = passage.locator
    if (
        passage.kind == "row"
        and len(passage.text) <= _LONG_ROW
        and not _LONG_CELL.search(passage.text)
    ):
        text = plain(passage.text)
        yield Stretch(place, text, canonical(text), "", path, scope, passage, rank, -0.3)
        return
    paper = _paper(shelf, passage.document)
    yield from _within(asked, paper, (place.start, place.end), scope, path, passage, rank)


def _of_article(shelf: Shelf, passage: Passage, path: str, rank: float) -> Stretch:
    """An article; in a short paper those before it tell what 期限 or 费用 it speaks of."""
    place, near = passage.locator, ""
    if passage.document in shelf.short:
        near = _paper(shelf, passage.document).before(place.start)
    text = passage.text
    return Stretch(place, text, canonical(text), near, path, None, passage, rank)


def _applies(query: Query, shelf: Shelf, passage: Passage) -> bool:
    """A place's own regulation answers only for that place, or where the question names it."""
    place = _LOCAL.match(passage.locator.source) or _LOCAL.match(passage.path)
    return place is None or place[1] in query.text or place[1] in shelf.regions


def _scope_at(shelf: Shelf, passage: Passage) -> Scope | None:
    for scope in shelf.of_document(passage.document):
        declared = scope.declaration
        if declared and declared.span[0] <= passage.locator.start < declared.span[1]:
            return scope
    return None


def is_row(one: Stretch) -> bool:
    """Whether it is a row of a table."""
    return one.passage is not None and one.passage.kind in {"row", "account"} and one.bonus < 0


def year_holds(query: Query, said: str, scope: Scope | None, passage: Passage | None) -> bool:
    """Whether the text is of a year asked for, where the question names one."""
    if not query.years or any(str(year) in said for year in query.years):
        return True
    year = scope.year if scope else (passage.year if passage else None)
    return year in query.years and not _YEAR.search(said)
