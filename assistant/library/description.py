"""著录: what a document is, told from its reading: kind, title, year, unit, projects, counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeVar

from assistant.domain.declaration import Reading, Statute
from assistant.domain.document import Document
from assistant.library.records import DocumentKind

T = TypeVar("T")
_LAW = re.compile(
    r"(法|法典|条例|规定|办法|细则|解释|决定|规则|章程|公约|准则)(（[^）]*）|\([^)]*\))?$"
)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Description:
    """What a listing says of a document."""

    kind: DocumentKind
    title: str
    year: int | None
    unit: str | None
    projects: tuple[str, ...]
    counts: dict[str, int]


def since(statute: Statute) -> str | None:
    """From when a version holds: in force, else issued, else the version's own date."""
    for value in (statute.in_force, statute.issued, statute.version):
        match = _DATE.search(value or "")
        if match:
            return match[0]
    return None


def _commonest(values: Iterable[T | None]) -> T | None:
    counted = Counter(v for v in values if v is not None)
    return counted.most_common(1)[0][0] if counted else None


def _kind(reading: Reading) -> DocumentKind:
    if reading.accounts or len(reading.declarations) > 1:
        return "budget"
    if reading.declarations:
        return "declaration"
    articles = sum(len(s.articles) for s in reading.statutes)
    if not reading.statutes:
        return "policy" if reading.citations and reading.citations[0].number else "other"
    first = reading.statutes[0]
    decreed = first.number is None or "令" in first.number
    law = articles > 0 and decreed and _LAW.search(first.title) is not None
    return "statute" if law else "policy"


def _title(document: Document, reading: Reading) -> str:
    if reading.statutes and not reading.declarations:
        return reading.statutes[0].title
    for block in document.blocks:
        text = document.text[block.start : block.end].strip().lstrip("#").strip()
        if block.kind == "heading" and text:
            return text[:_LONGEST_TITLE]
    projects = [d.project for d in reading.declarations if d.project]
    return projects[0] if projects else PurePath(document.name).stem


def describe(document: Document, reading: Reading) -> Description:
    """What the document is, with counts of what was read."""
    declared = reading.declarations
    projects = tuple(dict.fromkeys(d.project for d in declared if d.project))
    counts = {
        "declarations": len(declared),
        "indicators": sum(len(d.indicators) for d in declared),
        "budget_lines": sum(len(d.budget_lines) for d in declared),
        "executions": sum(len(d.executions) for d in declared),
        "bases": sum(len(d.bases) for d in declared) + len(reading.citations),
        "repairs": len(reading.repairs),
        "accounts": len(reading.accounts),
        "statutes": len(reading.statutes),
        "articles": sum(len(s.articles) for s in reading.statutes),
        "tables": len(document.tables),
        "characters": len(document.text),
    }
    year = _commonest(d.year for d in declared) or _commonest(a.year for a in reading.accounts)
    unit = _commonest(d.unit for d in declared) or _commonest(a.unit for a in reading.accounts)
    return Description(
        _kind(reading), _title(document, reading), year, unit, projects, counts
    )  # fmt: skip
