"""事实: what one document says, as typed facts with their places."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.domain.declaration import Declaration, Reading, Repair
from assistant.domain.document import Document
from assistant.reading.bases import find_bases
from assistant.reading.declarations import read_declaration
from assistant.reading.grid import grids
from assistant.reading.parts import split
from assistant.reading.seams import Lexicon
from assistant.reading.statutes import read_statutes
from assistant.reading.twins import mend_twins


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
    declarations, mended = mend_twins(declarations, lexicon)
    repairs.extend(mended)
    declarations = [_with_department(d, declarations) for d in declarations]
    covered = [d.span for d in declarations]
    outside = [
        basis
        for basis in find_bases(document, 0, len(document.text))
        if not any(a <= basis.locator.start < b for a, b in covered)
    ]
    return Reading(
        declarations=tuple(declarations), repairs=tuple(repairs), citations=tuple(outside)
    )


def _with_department(declaration: Declaration, others: list[Declaration]) -> Declaration:
    """A department cut by column lines, read as the whole one of another declaration."""
    printed = declaration.department
    if printed is None or sum(o.department == printed for o in others) > 1:
        return declaration
    odd = re.search(r"[^㐀-鿿()（）]", printed) or printed.count(")") != printed.count("(")
    if not odd:
        return declaration
    whole = [
        o.department
        for o in others
        if o.department and not re.search(r"[^㐀-鿿()（）]", o.department)
        and o.department.count("(") == o.department.count(")")
    ]  # fmt: skip
    best = max(whole, key=lambda w: SequenceMatcher(None, w, printed).ratio(), default=None)
    if best and SequenceMatcher(None, best, printed).ratio() >= 0.5:
        return replace(declaration, department=best)
    return declaration
