"""事实: what one document says, as typed facts with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher

from assistant.domain.declaration import Account, Declaration, FormField, Reading, Repair
from assistant.domain.document import Document
from assistant.domain.money import parse_money
from assistant.reading.accounts import read_accounts, read_terms
from assistant.reading.bases import find_bases
from assistant.reading.declarations import read_declaration
from assistant.reading.figures import mend_figures, read_figures
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
    tables = grids(document)
    for part in split(document, tables):
        declaration, mended = read_declaration(document, part, tables, lexicon)
        if declaration.indicators or declaration.budget_lines or declaration.project:
            declarations.append(declaration)
            repairs.extend(mended)
    if len(declarations) > 1:
        declarations, mended = mend_twins(declarations, lexicon)
        repairs.extend(mended)
    declarations = [_with_department(d, declarations) for d in declarations]
    covered = [d.span for d in declarations]
    outside = [g for g in tables if not any(a <= g.table.start < b for a, b in covered)]
    accounts = read_accounts(document, outside)
    first = min((a for a, _ in covered), default=len(document.text))
    budget = bool(accounts)
    repairs.extend(mend_figures(document, _amounts(declarations, accounts)))
    citations = [
        basis
        for basis in find_bases(document, 0, len(document.text))
        if not any(a <= basis.locator.start < b for a, b in covered)
    ]
    return Reading(
        declarations=tuple(declarations),
        repairs=tuple(repairs),
        accounts=accounts,
        terms=read_terms(document, first),
        citations=tuple(citations),
        figures=_read_again(read_figures(document, 0, first), repairs) if budget else (),
    )


def _read_again(figures: Sequence[FormField], repairs: Sequence[Repair]) -> tuple[FormField, ...]:
    """Figures with damaged separators take the amount of their repair."""
    read_as = {repair.locator.start: repair.read_as for repair in repairs}
    return tuple(
        replace(f, money=parse_money(read_as[f.locator.start]))
        if f.money is None and f.value.endswith("元") and f.locator.start in read_as
        else f
        for f in figures
    )


def _amounts(declarations: Sequence[Declaration], accounts: Sequence[Account]) -> Iterator[Decimal]:
    """Every amount in yuan that tables print: the evidence for damaged figures in sentences."""
    for account in accounts:
        yield account.amount.yuan
    for declaration in declarations:
        funding = declaration.funding
        for money in (funding.total, funding.annual, funding.fiscal, declaration.total):
            if money is not None:
                yield money.yuan
        for line in declaration.budget_lines:
            if line.amount is not None:
                yield line.amount.yuan


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
