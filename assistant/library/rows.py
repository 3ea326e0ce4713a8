"""行: a document and its reading as the rows that the catalogue stores."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Table

from assistant.domain.declaration import Basis, Declaration, Reading
from assistant.domain.document import Document
from assistant.domain.fact import Fact, Passage
from assistant.domain.slot import slots_of
from assistant.errors import TooLarge
from assistant.library import schema
from assistant.library.codec import pack, pack_locator
from assistant.library.corrections import Change
from assistant.library.description import describe, since
from assistant.library.flatten import facts_of
from assistant.library.names import article_key, name_key, title_key
from assistant.library.passages import passages_of

Values = dict[str, Any]
Position = Callable[[int], int | None]
_MENTIONED = re.compile(r"《([^《》]{2,60})》")


@dataclass(frozen=True)
class Prepared:
    """All that is written for a document but its number; ``texts`` are what vectors are made of."""

    document_row: Values
    rows: dict[Table, list[Values]]
    passages: list[Values]
    texts: list[str]
    change: Change = field(default_factory=Change)


def passage_text(path: str, text: str) -> str:
    """What words and vectors are made of: the path and the text."""
    return f"{path} {text}"


def _fact(fact: Fact, at: Position) -> Values:
    return {
        "kind": fact.kind,
        "declaration": fact.declaration,
        "position": fact.index,
        "name": fact.name,
        "name_key": name_key(fact.name),
        "grouping": fact.group,
        "value": fact.value,
        "amount": None if fact.number is None else str(fact.number),
        "measure": fact.measure,
        "project": fact.project,
        "project_key": name_key(fact.project),
        "unit": fact.unit,
        "unit_key": name_key(fact.unit),
        "year": fact.year,
        "passage": at(fact.locator.start),
        "locator": pack_locator(fact.locator),
    }


def _basis(
    basis: Basis, declaration: int | None, declared: Declaration | None, at: Position
) -> Values:
    return {
        "declaration": declaration,
        "issue_number": basis.number,
        "title": basis.title,
        "raw": basis.raw,
        "section": basis.section,
        "project": declared.project if declared else None,
        "unit": declared.unit if declared else None,
        "year": declared.year if declared else None,
        "passage": at(basis.locator.start),
        "locator": pack_locator(basis.locator),
    }


def _bases(reading: Reading, at: Position) -> list[Values]:
    rows = [
        _basis(basis, index, declared, at)
        for index, declared in enumerate(reading.declarations)
        for basis in declared.bases
    ]
    return rows + [_basis(basis, None, None, at) for basis in reading.citations]


def _declarations(reading: Reading) -> list[Values]:
    return [
        {
            "position": index,
            "project_key": name_key(declared.project),
            "unit_key": name_key(declared.unit),
            "year": declared.year,
            "data": pack(declared),
        }
        for index, declared in enumerate(reading.declarations)
    ]


def _laws(reading: Reading) -> list[Values]:
    return [
        {
            "position": index,
            "title": statute.title,
            "title_key": title_key(statute.title),
            "issue_number": statute.number,
            "issuer": statute.issuer,
            "issued": statute.issued,
            "in_force": statute.in_force,
            "version": statute.version,
            "since": since(statute),
            "locator": pack_locator(_opening(statute.title, statute.locator)),
        }
        for index, statute in enumerate(reading.statutes)
    ]


def _opening(title: str, locator: Any) -> Any:
    """The statute's first stretch stands for it: its whole text need not be stored twice."""
    length = max(len(title) + 20, 100)
    if locator.end - locator.start <= length:
        return locator
    return replace(locator, end=locator.start + length, quote=locator.quote[:length])


def _articles(reading: Reading, at: Position) -> list[Values]:
    return [
        {
            "law": index,
            "position": position,
            "article_key": article_key(article.number),
            "passage": at(article.locator.start),
        }
        for index, statute in enumerate(reading.statutes)
        for position, article in enumerate(statute.articles)
    ]


def _passage(passage: Passage, law: int | None) -> Values:
    return {
        "kind": passage.kind,
        "path": passage.path,
        "text": passage.text,
        "project": passage.project,
        "unit": passage.unit,
        "year": passage.year,
        "article": passage.article,
        "law": law,
        "start": passage.locator.start,
        "locator": pack_locator(passage.locator, quote=False),
        "effective_from": passage.effective_from,
    }


def _positions(passages: list[Passage]) -> Position:
    """From an offset to the position of the last passage that begins there or before."""
    starts = [passage.locator.start for passage in passages]
    return lambda offset: max(bisect_right(starts, offset) - 1, 0) if starts else None


def _law_at(reading: Reading, start: int) -> int | None:
    for index, statute in enumerate(reading.statutes):
        if statute.locator.start <= start < statute.locator.end:
            return index
    return None


def prepare(
    document: Document,
    reading: Reading,
    as_read: Reading | None = None,
    change: Change | None = None,
) -> Prepared:
    """Everything that is computed before the transaction. Raises TooLarge.

    Where ``reading`` was corrected by hand, ``as_read`` is what it was, and ``change`` what is
    written of the corrections with it.
    """
    passages = passages_of(document, reading)
    if len(passages) >= 1 << schema.PASSAGE_BITS:
        raise TooLarge(document.name, "段落过多，请拆分后导入")
    at = _positions(passages)
    about = describe(document, reading)
    doubtful = sum(slot.uncertain for slot in slots_of(document, reading))
    counts = about.counts | {"passages": len(passages), "uncertain": doubtful}
    document_row: Values = {
        "id": document.id,
        "name": document.name,
        "format": document.format,
        "kind": about.kind,
        "title": about.title,
        "year": about.year,
        "unit": about.unit,
        "projects": json.dumps(about.projects, ensure_ascii=False),
        "counts": json.dumps(counts),
        "passages": len(passages),
        "notes": json.dumps(document.notes, ensure_ascii=False),
    }
    corrected = as_read is not None and bool(reading.corrections)
    rows: dict[Table, list[Values]] = {
        schema.originals: [{"reading": pack(as_read)}] if corrected else [],
        schema.contents: [
            {"document": pack(document), "reading": pack(replace(reading, declarations=()))}
        ],
        schema.declarations: _declarations(reading),
        schema.facts: [_fact(fact, at) for fact in facts_of(document, reading)],
        schema.bases: _bases(reading, at),
        schema.laws: _laws(reading),
        schema.articles: _articles(reading, at),
        schema.mentions: [{"title": t} for t in sorted(set(_MENTIONED.findall(document.text)))],
    }
    return Prepared(
        document_row,
        rows,
        [_passage(p, _law_at(reading, p.locator.start)) for p in passages],
        [passage_text(p.path, p.text) for p in passages],
        change or Change(),
    )
