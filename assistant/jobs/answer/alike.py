"""相近的原文: the running text that comes nearest to a question without an answer, shown as that.

A refusal stays a refusal: the text is quoted for the reader to judge. Of the rows of tables only
cells that tell something are shown so, for a figure beside a question reads as its answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.domain.answer import Answer
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.compose import Notes, clean
from assistant.jobs.answer.gist import Gist, gist_of
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf

if TYPE_CHECKING:
    from assistant.domain.fact import Passage
    from assistant.search.searcher import Searcher

SAID = "相近的原文（不一定答得上所问，请打开核对）："
MOST = 2
_HITS = 24
"""Passages that search gives, of which those of the declarations in question are looked at."""
_LEAST = 0.25
"""The share of the question's weight that the text must hold. Of 167 questions that were refused
wrongly, the first passage holds the answer in 103; of these 87 pass; of 239 without an answer, 104
show no text at all."""
_SNIPPET = 150
_WINDOW = 3
"""Sentences that stand together in what is shown."""
_ROW = re.compile(r"[\t|]")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?|\n")
_PROSE = re.compile(r"[^\t|]{12,}[，,；;。][^\t|]*")
"""Running text, or the cell of a row that tells something: the figures beside it are left out."""
_TAG = re.compile(r"<[^<>\n]{1,60}>")
_PLACE = re.compile(
    r"^(?:20\d\d年)?(?![各本该哪每某全两几这那其])([一-鿿]{2,3}(?:街道|镇|乡|县|区|市))"
)
_SILENT = frozenset(("stranger", "achieved", "error", "draft", "check"))
"""Refusals beside which no text is shown: another unit's, what was not achieved yet."""


def alike(
    found: Answer, query: Query, shelf: Shelf, searcher: Searcher | None, before: str = ""
) -> Answer | None:
    """The lines to show with their citations; None where nothing is near.

    ``before`` is the turn before, for a question that leans on it.
    """
    if searcher is None or found.kind in _SILENT or query.number or query.law:
        return None
    place = _PLACE.match(query.text)
    if place and place[1] not in shelf.everything:
        return None  # another place's
    gist = gist_of(query, shelf)
    notes, lines = Notes(), []
    for passage in _near(query, searcher, before):
        text = _snippet(_prose(passage.text), gist)
        said = canonical(text)
        near = _held(said, gist) >= _LEAST and _speaks(said, gist)
        if not near or not _of_the_years(query, shelf, passage):
            continue
        source = passage.locator.source.rsplit(".", 1)[0]
        lines.append(f"- 据《{source}》：{text}{notes.mark(passage.locator)}")
        if len(lines) == MOST:
            break
    if not lines:
        return None
    return Answer(query.question, found.kind, "\n".join((SAID, *lines)), tuple(notes.citations))


def _near(query: Query, searcher: Searcher, before: str) -> list[Passage]:
    """Running text in the order of search, of the declarations in question where there are any."""
    asked = f"{before} {query.question}" if query.follows and before else query.question
    documents = {document for document, _ in query.scopes}
    return [
        hit.passage
        for hit in searcher.search(asked, k=_HITS)
        if (not documents or hit.passage.locator.document in documents)
        and _PROSE.search(hit.passage.text)
    ]


def _of_the_years(query: Query, shelf: Shelf, passage: Passage) -> bool:
    """Whether the text may be of the years that the question names."""
    if not query.years or any(str(year) in passage.text for year in query.years):
        return True
    document = passage.locator.document
    years = {one.year for key, one in shelf.scopes.items() if key[0] == document and one.year}
    return not years or bool(years & set(query.years))


def _prose(text: str) -> str:
    return "\n".join(_PROSE.findall(text)) if _ROW.search(text) else text


def _speaks(text: str, gist: Gist) -> bool:
    """Whether a word of the question stands in the text as it is: 没 and 有 make nothing near."""
    return any(len(word.text) > 1 and word.text in text for word in gist.words)


def _held(text: str, gist: Gist) -> float:
    return sum(word.weight * word.held(text) for word in gist.words) / max(gist.total, 0.1)


def _snippet(text: str, gist: Gist) -> str:
    """Of a long passage the sentences that hold most of the question."""
    whole = clean(_TAG.sub(" ", text), len(text))
    if len(whole) <= _SNIPPET:
        return whole
    cut = [one for one in _SENTENCE.findall(whole) if one.strip()]
    best, most = "", -1.0
    for at in range(len(cut)):
        said = ""
        for one in cut[at : at + _WINDOW]:
            if said and len(said) + len(one) > _SNIPPET:
                break
            said += one
            held = _held(canonical(said), gist)
            if held > most + 0.01:
                best, most = said, held
    return clean(best, _SNIPPET).replace("\n", " ")
