"""事实: what one document says, as typed facts with their places."""

from __future__ import annotations

from assistant.domain.declaration import Declaration, Reading, Repair
from assistant.domain.document import Document
from assistant.reading.bases import find_bases
from assistant.reading.declarations import read_declaration
from assistant.reading.grid import grids
from assistant.reading.parts import split
from assistant.reading.seams import Lexicon
from assistant.reading.statutes import read_statutes


def read_facts(document: Document) -> Reading:
    """Declarations, budget accounts, terms, statutes and citations of a document.

    Every locator satisfies ``quote == text[start:end]``. What was mended is in ``repairs`` with
    its evidence; what cannot be trusted is named in the ``uncertain`` of its fact.
    """
    statutes = read_statutes(document)
    if statutes:
        return Reading(statutes=statutes, citations=find_bases(document, 0, len(document.text)))
    lexicon = Lexicon(document.text)
    declarations: list[Declaration] = []
    repairs: list[Repair] = []
    for part in split(document, grids(document)):
        declaration, mended = read_declaration(document, part, lexicon)
        if declaration.indicators or declaration.budget_lines or declaration.project:
            declarations.append(declaration)
            repairs.extend(mended)
    covered = [d.span for d in declarations]
    outside = [
        basis
        for basis in find_bases(document, 0, len(document.text))
        if not any(a <= basis.locator.start < b for a, b in covered)
    ]
    return Reading(
        declarations=tuple(declarations), repairs=tuple(repairs), citations=tuple(outside)
    )
