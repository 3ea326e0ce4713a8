"""事实: one line of the catalogue's uniform index of facts; and 段落, what search ranks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.domain.locator import Locator

FactKind = Literal[
    "indicator", "budget_line", "execution", "fund", "account", "basis", "goal", "field",
    "activity", "plan", "term", "declaration",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed fact of a document, flattened for lookup.

    ``declaration`` is the index within the document (None outside declarations), ``index`` the
    position within its kind there. ``name`` is the indicator, item, field, account or term;
    ``group`` the level path, budget group or table; ``value`` the printed value; ``number`` the
    value in ``measure`` (元 for money, already converted).
    """

    kind: FactKind
    document: str
    declaration: int | None
    index: int
    name: str
    group: str | None
    value: str
    number: Decimal | None
    measure: str | None
    project: str | None
    unit: str | None
    year: int | None
    locator: Locator


PassageKind = Literal["row", "paragraph", "article", "section", "term", "account"]


@dataclass(frozen=True, slots=True)
class Passage:
    """What search ranks: a row, a paragraph or an article, with its heading path.

    ``id`` is made from document and offsets. ``text`` is the stretch of the document that
    ``locator`` quotes; ``path`` the title and chapter path that words are also looked for in.
    ``effective_from`` and ``effective_to`` are ISO dates of the version of a law.
    """

    id: str
    document: str
    kind: PassageKind
    path: str
    text: str
    project: str | None
    unit: str | None
    year: int | None
    article: str | None
    locator: Locator
    effective_from: str | None = None
    effective_to: str | None = None
