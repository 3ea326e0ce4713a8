"""取值: the catalogue's rows as domain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.domain.declaration import Basis
from assistant.domain.fact import Fact, Passage
from assistant.library.codec import unpack_locator
from assistant.library.records import DocumentRecord, LawVersion, StoredBasis
from assistant.library.schema import PASSAGE_BITS

Row = Any
"""SQLAlchemy's Row, whose attributes are the columns."""


def record_from(row: Row) -> DocumentRecord:
    """A row of documents."""
    return DocumentRecord(
        row.id, row.name, row.format, row.kind, row.title, row.year, row.unit,
        tuple(json.loads(row.projects)), json.loads(row.counts), row.ingested_at,
        tuple(json.loads(row.notes)), row.number,
    )  # fmt: skip


def fact_from(row: Row) -> Fact:
    """A row of facts, joined with its document."""
    return Fact(
        row.kind, row.id, row.declaration, row.position, row.name, row.grouping, row.value,
        None if row.amount is None else Decimal(row.amount), row.measure, row.project, row.unit,
        row.year, unpack_locator(row.locator, row.id, row.source),
    )  # fmt: skip


def basis_from(row: Row) -> StoredBasis:
    """A row of bases, joined with its document."""
    place = unpack_locator(row.locator, row.id, row.source)
    basis = Basis(row.issue_number, row.title, row.raw, place, row.section)
    return StoredBasis(
        basis, row.id, row.source, row.declaration, row.project, row.unit, row.year
    )  # fmt: skip


def version_from(row: Row, following: Row | None) -> LawVersion:
    """A row of laws, joined with its document; ``following`` is the next in order of versions."""
    same = following is not None and following.title_key == row.title_key
    return LawVersion(
        row.id, row.source, row.position, row.title, row.issue_number, row.issuer, row.issued,
        row.in_force, row.version, row.since, following.since if same and following else None,
        unpack_locator(row.locator, row.id, row.source),
    )  # fmt: skip


def passage_from(
    row: Row, document: str, source: str, ends: Mapping[tuple[int, int], str]
) -> Passage:
    """A row of passages; ``ends`` tells until when the laws of its document hold."""
    until = ends.get((row.key >> PASSAGE_BITS, row.law)) if row.law is not None else None
    place = unpack_locator(row.locator, document, source, quote=row.text)
    return Passage(
        f"{document}:{place.start}-{place.end}", document, row.kind, row.path, row.text,
        row.project, row.unit, row.year, row.article, place, row.effective_from,
        until,
    )  # fmt: skip
