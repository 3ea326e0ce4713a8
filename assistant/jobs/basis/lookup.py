"""查依据: by number in any spelling, by part of a number, or by words of the title."""

from __future__ import annotations

import re

from assistant.domain.answer import BasisAnswer, BasisDocument, Issuer
from assistant.domain.document_number import find_numbers, parse_partial
from assistant.domain.synonyms import canonical
from assistant.jobs.basis.graph import BasisGraph, graph_of, title_key
from assistant.library.catalogue import Catalogue

_ASKING = re.compile(
    r"请问|请|帮我|查一?下?|看看|谁|哪些?|哪里|什么地方|都?引用过?了?|是什么|什么是|是谁|发的|印发的?|文件|文号|内容|讲的?|规定了?"
    r"|什么|有没有|在|吗|呢|的|了|依据|政策|全文|标题|叫|哪个|单位|机关|发文|项目|申报|多少|号$|关于|通知$"
)
_ENOUGH = 4
"""Characters from which words are looked for within titles; a whole title may be shorter (档案法)."""
_COVERED = 0.999


def look_up(catalogue: Catalogue, text: str) -> BasisAnswer:
    """The basis documents that ``text`` names; an unknown number or title gives none."""
    graph = graph_of(catalogue)
    found = find_numbers(text, loose=True)
    if found:
        number = found[0].number
        return BasisAnswer(text, str(number), graph.of_number(number))
    partial = parse_partial(text)
    if partial is not None:
        return BasisAnswer(text, None, graph.of_parts(partial.year, partial.serial))
    return BasisAnswer(text, None, _by_title(catalogue, graph, text))


def _by_title(catalogue: Catalogue, graph: BasisGraph, text: str) -> tuple[BasisDocument, ...]:
    quoted = re.findall(r"[《〈]([^《》〈〉]{2,80})[》〉]", text)
    wanted = title_key(quoted[0] if quoted else _words(text))
    if len(wanted) < 2:
        return ()
    exact = [d for d in graph.documents if any(title_key(t) == wanted for t in d.titles)]
    if exact:
        return tuple(exact)
    held = _held_law(catalogue, wanted)
    if held:
        return held
    if len(wanted) < _ENOUGH:
        return ()
    scored = [
        (score, d)
        for d in graph.documents
        if (score := max((_said(wanted, title_key(t)) for t in d.titles), default=0.0)) > 0
    ]
    scored.sort(key=lambda pair: -pair[0])
    return tuple(d for score, d in scored if score >= _COVERED)


def _words(text: str) -> str:
    return "".join(_ASKING.sub("", canonical(text)).split())


def _said(wanted: str, title: str) -> float:
    """The share of the wanted words that stand in the title, in runs of two and more."""
    at = covered = 0
    while at < len(wanted):
        end = at
        while end < len(wanted) and wanted[at : end + 1] in title:
            end += 1
        if end - at >= 2:
            covered += end - at
            at = end
        else:
            at += 1
    return covered / len(wanted)


def _held_law(catalogue: Catalogue, wanted: str) -> tuple[BasisDocument, ...]:
    """A law that the library holds though nothing cites it."""
    versions = catalogue.laws(wanted)
    if not versions:
        return ()
    law = versions[-1]
    dates = "、".join(v.since or v.version or "日期不明" for v in versions)
    notes = [f"资料库存有{len(versions)}个版本（{dates}）"] if len(versions) > 1 else []
    if law.since:
        notes.append(f"最新版自{law.since}起施行")
    issuer = Issuer(law.issuer, "certain" if law.issuer else "unknown")
    return (
        BasisDocument(law.number, law.title, (law.title,), issuer, None, None, law.locator, (),
                      tuple(notes)),
    )  # fmt: skip
