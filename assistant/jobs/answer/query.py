"""问句: a question as understood, the typed input of every tool."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from assistant.domain.document_number import DocumentNumber, PartialNumber


@dataclass(frozen=True, slots=True)
class Premise:
    """A figure that the question itself states: ``number`` in ``unit`` (money in 元)."""

    raw: str
    number: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class LawReference:
    """法条: a law's title with, where named, the number of article and paragraph."""

    title: str
    article: str | None
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class Query:
    """``text`` is the canonical question; ``content`` are the words that an answer must account
    for, ``wording`` these with the soft words beside them, ``spoken`` the whole question with the
    linked names still in it. ``by_unit`` are the scopes of each named unit.

    ``scopes`` are the declarations that a named unit or project restricts to (document, index);
    ``named`` says by which words. ``asked`` is the kind of figure wanted, ``units`` the unit words
    that it may carry. ``like`` is the earlier question's wording in a follow-up. ``loose`` asks
    of running text only the words that no answer may lack. ``stranger`` is a named unit that the
    library does not know. ``relative`` is the step of 去年 (−1) and the like.
    """

    question: str
    text: str
    intent: str
    intents: tuple[str, ...]
    asked: str | None
    units: tuple[str, ...]
    content: tuple[str, ...]
    wording: str
    years: tuple[int, ...] = ()
    scopes: tuple[tuple[str, int | None], ...] = ()
    named_units: tuple[str, ...] = ()
    named_projects: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    number: DocumentNumber | None = None
    partial: PartialNumber | None = None
    titles: tuple[str, ...] = ()
    law: LawReference | None = None
    premises: tuple[Premise, ...] = ()
    yes_no: bool = False
    like: str = ""
    follows: str | None = None
    corrected: tuple[tuple[str, str], ...] = field(default=())
    all_units: bool = False
    spoken: str = ""
    without: tuple[str, ...] = ()
    by_unit: tuple[tuple[tuple[str, int | None], ...], ...] = ()
    loose: bool = False
    stranger: str = ""
    relative: int | None = None
