"""所凭文件: a document asked for by what it is about, not by its number or whole title.

事前评估的那个办法叫什么、谁发的: the words of the question must stand in the document's title, or
in the names of the projects and units that cite it; at least one in the title itself. A 代字 alone
(闵委政打头的文) is answered with its issuer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.domain.answer import Answer, BasisDocument
from assistant.domain.document_number import parse_number
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.compose import Notes, answer
from assistant.jobs.answer.gist import Gist, gist_of
from assistant.jobs.answer.grounds import described
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.basis import graph_of

_PAPER = r"(?:文件|办法|方案|通知|意见|批复|规定|条例|细则|手册|规划|要点|纲要|公告|函|文)"
_ASKS = re.compile(
    rf"文号|字号|哪号|几号文|哪[一二两三几]?[份个部本条项]?[^，。？]{{0,8}}?{_PAPER}|(?:什么|啥|何种){_PAPER}"
    rf"|{_PAPER}[^，。？]{{0,6}}(?:叫什么|叫啥|名称|标题|全称|谁[发印出下定]|哪[家个]?(?:单位|部门|机关)?[发印出下]|哪年|什么时候[发印出])"
)
_ASKING = re.compile(
    r"文号|字号|发文|印发|下发|颁布|出台|出自|依据|根据|依照|按照|凭借?|引用|哪号|名称|标题|全称|(?:哪|那)[一二两三几]?[份个部本条项]?|(?:文件|文)(?![化明])"
)
_CODE = re.compile(r"打头|开头|代字|字头|字样|的文")
_KIND = re.compile(_PAPER)
_HALF = 0.5
_OWN = 0.25
_AS_GOOD = 0.05
_MOST = 3


def document_answer(query: Query, shelf: Shelf) -> Answer | None:
    """The document that the question means, with its number, issuer and who cites it."""
    if not _ASKS.search(query.text) and not _CODE.search(query.text):
        return None
    documents = graph_of(shelf.catalogue).documents
    by_code = _of_code(query, documents, shelf)
    if by_code is not None:
        return by_code
    gist = gist_of(replace(query, spoken=_ASKING.sub("|", query.spoken)), shelf)
    if not gist.words:
        return None
    scored = sorted(_scored(query, gist, documents), key=lambda pair: -pair[0])
    chosen = [one for score, one in scored if score >= scored[0][0] - _AS_GOOD]
    if not chosen or len(chosen) > _MOST:
        return None
    notes = Notes()
    parts = [described(one, notes, shelf) for one in chosen]
    return answer(query, "\n\n".join(parts), notes, kind="basis")


def _scored(
    query: Query, gist: Gist, documents: tuple[BasisDocument, ...]
) -> Iterator[tuple[float, BasisDocument]]:
    """Documents that account for the question, with how much of it their titles have."""
    held = {key[0] for key in query.scopes}
    for one in documents:
        if held and not any(c.locator.document in held for c in one.cited_by):
            continue
        title = canonical("\n".join(one.titles))
        words = (*gist.words, *gist.aspects)
        own = sum(word.weight * word.held(title) for word in words)
        total = sum(word.weight for word in words)
        if own >= _OWN * total and _meant(gist, title, one, bool(held)):
            yield own / total - 0.002 * len(title), one


def _meant(gist: Gist, title: str, one: BasisDocument, restricted: bool) -> bool:
    """Whether nothing that the question says of the document is left out.

    Where it says nothing but common words (成本预算绩效的方案), the title must have them all.
    """
    telling = [word for word in gist.musts if not _KIND.fullmatch(word.text)]
    if telling:
        around = _around(one)
        return all(word.held(title) or word.held(around) for word in telling)
    common = [word for word in gist.aspects if len(word.text) > 1]
    said = sum(word.held(title) > 0 for word in common)
    return bool(common) and said >= len(common) * (_HALF if restricted else 1.0)


def _around(one: BasisDocument) -> str:
    """What cites the document: projects, units, sections, and the issuer."""
    said = {one.issuer.name or ""}
    for citing in one.cited_by:
        said |= {citing.project or "", citing.unit or "", citing.section or ""}
        said.add(citing.locator.source)
    return canonical("\n".join(said))


def _of_code(query: Query, documents: tuple[BasisDocument, ...], shelf: Shelf) -> Answer | None:
    """The issuer of a 代字 that the question names without year and serial."""
    if not _CODE.search(query.text):
        return None
    coded = [
        one for one in documents
        if (number := parse_number(one.number or "")) and number.code in query.question
    ]  # fmt: skip
    if not coded:
        return None
    notes = Notes()
    parts = [described(one, notes, shelf) for one in coded[:_MOST]]
    return answer(query, "\n\n".join(parts), notes, kind="basis")
