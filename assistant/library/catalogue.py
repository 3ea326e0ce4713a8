"""目录: documents and their facts in SQL, the truth from which both indexes are derived."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from assistant.domain.declaration import Declaration, Reading
from assistant.domain.document import Document
from assistant.domain.fact import Fact, FactKind, Passage
from assistant.errors import LibraryError, NotFound
from assistant.library import schema
from assistant.library.codec import unpack
from assistant.library.corrections import Corrections, write
from assistant.library.entry import delete_documents, insert_document
from assistant.library.names import article_key, name_key, title_key
from assistant.library.records import (
    DocumentRecord,
    LawVersion,
    Names,
    StoredArticle,
    StoredBasis,
    StoredDeclaration,
)
from assistant.library.rows import Prepared, prepare
from assistant.library.schema import key_range
from assistant.library.store import Store, parts
from assistant.library.validity import ends_of
from assistant.library.values import (
    Row,
    basis_from,
    fact_from,
    passage_from,
    record_from,
    version_from,
)

_KEPT = 64  # documents and readings kept in memory

# Built once: putting together an IN (…) anew costs more than the query.
_NAMES_OF = select(schema.documents.c.number, schema.documents.c.id, schema.documents.c.name).where(
    schema.documents.c.number.in_(bindparam("numbers", expanding=True))
)
_PASSAGES_AT = select(schema.passages).where(
    schema.passages.c.key.in_(bindparam("keys", expanding=True))
)


class Catalogue:
    """The catalogue at an SQLAlchemy URL; safe for threads, and for several processes.

    Raises LibraryCorrupt where the file is not a catalogue, LibraryError where it cannot be
    opened or written.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.store = Store(url)
        self.corrections = Corrections(self.store)
        self._contents = lru_cache(_KEPT)(self._load_contents)
        self._names = lru_cache(2)(self._read_names)

    def close(self) -> None:
        """Give back the connections."""
        self.store.close()

    def generation(self) -> int:
        """Grows with every change, by whatever process."""
        return self.store.generation()

    # ---- documents ----

    def add(self, document: Document, reading: Reading) -> DocumentRecord:
        """Store a document with its facts and passages, without vectors."""
        self.add_all([(prepare(document, reading), None)])
        record = self.find_document(document.id)
        assert record is not None
        return record

    def add_all(
        self,
        batch: Sequence[tuple[Prepared, bytes | None]],
        *,
        sources: Mapping[str, tuple[str, str, tuple[str, ...]]] | None = None,
        remove: Iterable[str] = (),
    ) -> None:
        """Store documents with their vectors (``quantised``), and remove others, in one go.

        A document whose id is already there is stored anew. ``sources`` maps a file's path to the
        hash of its bytes, the reader's stamp and the ids of its documents.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.store.writing() as connection:
            delete_documents(connection, [*remove, *(p.document_row["id"] for p, _ in batch)])
            for prepared, vectors in batch:
                row = {"ingested_at": now} | prepared.document_row
                done = connection.execute(insert(schema.documents), row)
                assert done.inserted_primary_key is not None
                insert_document(connection, int(done.inserted_primary_key[0]), prepared, vectors)
                write(connection, prepared.change)
            for path, (sha256, stamp, ids) in (sources or {}).items():
                connection.execute(delete(schema.sources).where(schema.sources.c.path == path))
                row = {"path": path, "sha256": sha256, "reader": stamp, "documents": _json(ids)}
                connection.execute(insert(schema.sources), row)

    def remove(self, id: str) -> DocumentRecord:
        """Remove a document by id or name; its places in the indexes go with the next sync.

        Raises NotFound where there is none.
        """
        record = self.find_document(id)
        if record is None:
            raise NotFound(f"没有这份资料：{id}")
        with self.store.writing() as connection:
            delete_documents(connection, [record.id])
        return record

    def documents(self) -> list[DocumentRecord]:
        """Every document in order of ingest."""
        with self.store.reading() as connection:
            table = schema.documents  # a corrected one has a new number, and keeps its turn
            rows = connection.execute(select(table).order_by(table.c.ingested_at, table.c.number))
            return [record_from(row) for row in rows]

    def find_document(self, name_or_id: str) -> DocumentRecord | None:
        """By id, file name, stem or title; else by a part of these that only one has."""
        documents, wanted = schema.documents, name_or_id.strip()
        with self.store.reading() as connection:
            row = connection.execute(select(documents).where(documents.c.id == wanted)).first()
        if row is not None:
            return record_from(row)
        key = name_key(wanted)
        if not key:
            return None
        records = self.documents()[::-1]  # of two of one name, the later
        spellings = [(r, _spellings(r)) for r in records]
        for record, names in spellings:
            if key in names:
                return record
        near = [r for r, names in spellings if any(key in n for n in names)]
        return near[0] if len(near) == 1 else None

    def document(self, id: str) -> Document:
        """The document as read. Raises NotFound."""
        return self._contents(self._number(id))[0]

    def reading(self, id: str) -> Reading:
        """What the document says, as facts. Raises NotFound."""
        return self._contents(self._number(id))[1]

    def _number(self, id: str) -> int:
        with self.store.reading() as connection:
            query = select(schema.documents.c.number).where(schema.documents.c.id == id)
            number = connection.execute(query).scalar()
        if number is None:
            raise NotFound(f"没有这份资料：{id}")
        return int(number)

    def _load_contents(self, number: int) -> tuple[Document, Reading]:
        contents = schema.contents
        with self.store.reading() as connection:
            row = connection.execute(select(contents).where(contents.c.number == number)).one()
            declared = schema.declarations
            blobs = connection.execute(
                select(declared.c.data)
                .where(declared.c.number == number)
                .order_by(declared.c.position)
            ).scalars()
            document = _unpack(Document, row.document, self.url)
            rest = _unpack(Reading, row.reading, self.url)
            found = tuple(_unpack(Declaration, blob, self.url) for blob in blobs)
        return document, replace(rest, declarations=found)

    def as_read(self, id: str) -> Reading:
        """What the document says without corrections by hand. Raises NotFound."""
        number, table = self._number(id), schema.originals
        query = select(table.c.reading).where(table.c.number == number)
        with self.store.reading() as connection:
            blob = connection.execute(query).scalar()
        return self._contents(number)[1] if blob is None else _unpack(Reading, blob, self.url)

    # ---- facts ----

    def declarations(
        self,
        *,
        project: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        document: str | None = None,
    ) -> list[StoredDeclaration]:
        """Declarations in order of ingest; a name matches when equal, else when contained."""
        table = schema.declarations
        wanted = {"project": project, "unit": unit}
        query = _joined(table, document).order_by(table.c.number, table.c.position)
        if year is not None:
            query = query.where(table.c.year == year)
        with self.store.reading() as connection:
            rows = list(connection.execute(query))
        return [
            StoredDeclaration(
                r.id, r.source, r.position, _unpack(Declaration, r.data, self.url)
            )
            for r in _matching(rows, wanted)
        ]  # fmt: skip

    def facts(
        self,
        *,
        kind: FactKind | None = None,
        name: str | None = None,
        project: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        document: str | None = None,
    ) -> list[Fact]:
        """Facts in order of ingest.

        ``name`` must be equal but for width, case and spaces; ``project`` and ``unit`` match when
        equal, else (where none is equal) when the stored name contains them.
        """
        table = schema.facts
        query = _joined(table, document).order_by(table.c.row)
        for column, value in (
            (table.c.kind, kind), (table.c.year, year), (table.c.name_key, name_key(name)),
        ):  # fmt: skip
            if value is not None:
                query = query.where(column == value)
        with self.store.reading() as connection:
            rows = list(connection.execute(query))
        return [fact_from(r) for r in _matching(rows, {"project": project, "unit": unit})]

    def bases(self, number: str | None = None) -> list[StoredBasis]:
        """Every citation of a basis document, or those of one normalised number."""
        query = _joined(schema.bases, None).order_by(schema.bases.c.row)
        if number is not None:
            query = query.where(schema.bases.c.issue_number == number)
        with self.store.reading() as connection:
            return [basis_from(row) for row in connection.execute(query)]

    def laws(self, title: str | None = None) -> list[LawVersion]:
        """The versions of a law, oldest first; of every law where no title is given.

        中华人民共和国 and 《》 make no difference. Undated versions come first.
        """
        table = schema.laws
        query = _joined(table, None)
        if title is not None:
            query = query.where(table.c.title_key == title_key(title))
        with self.store.reading() as connection:
            rows = list(connection.execute(query))
        rows.sort(key=lambda r: (r.title_key, r.since or "", r.number, r.position))
        return [version_from(row, following) for row, following in zip(rows, [*rows[1:], None])]

    def parts(self, title: str) -> list[LawVersion]:
        """The books of a code that is kept book by book (民法典 → 民法典 人格权编 …)."""
        key = title_key(title)
        table = schema.laws
        query = _joined(table, None).where(table.c.title_key.startswith(key, autoescape=True))
        with self.store.reading() as connection:
            rows = list(connection.execute(query))
        books = [version_from(row, None) for row in rows]
        return [b for b in books if " " in b.title and title_key(b.title.split(" ")[0]) == key]

    def article(self, law: str, number: str, on: str | None = None) -> StoredArticle | None:
        """An article (第二十六条, 第26条, 26) of the newest version, or of that in force on a date.

        Where the newest version lacks the number, None: an older version's is not passed for it.
        """
        key = article_key(number)
        versions = [v for v in self.laws(law) if on is None or v.holds(on)]
        if not versions:
            parts = (p for p in self.parts(law) if on is None or p.holds(on))
            found_parts = (self.article(part.title, number, on) for part in parts)
            return next((found for found in found_parts if found is not None), None)
        statute = self.reading(versions[-1].document).statutes[versions[-1].index]
        found = next((a for a in statute.articles if article_key(a.number) == key), None)
        return None if found is None else StoredArticle(versions[-1], found)

    def names(self) -> Names:
        """Every unit, project, year, indicator, budget item and title, each once, sorted."""
        return self._names(self.generation())

    def _read_names(self, _generation: int) -> Names:
        facts, laws = schema.facts, schema.laws
        with self.store.reading() as connection:

            def distinct(column: Any, *where: Any) -> list[Any]:
                query = select(column).where(column.is_not(None), *where).distinct()
                return sorted(v for v in connection.execute(query).scalars() if v != "")

            units = distinct(facts.c.unit)
            projects = distinct(facts.c.project)
            years = distinct(facts.c.year, facts.c.kind != "execution")
            indicators = distinct(facts.c.name, facts.c.kind == "indicator")
            items = distinct(facts.c.name, facts.c.kind == "budget_line")
            terms = distinct(facts.c.name, facts.c.kind == "term")
            titles = {*distinct(laws.c.title), *distinct(schema.bases.c.title)}
        return Names(
            tuple(units), tuple(projects), tuple(years), tuple(indicators), tuple(items),
            tuple(sorted(titles)), tuple(terms),
        )  # fmt: skip

    # ---- passages ----

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Passages by id, in the order asked for; those that are gone are left out."""
        wanted: dict[str, list[int]] = {}
        for id in ids:
            document, _, span = id.partition(":")
            start = span.partition("-")[0]
            if start.isdigit():
                wanted.setdefault(document, []).append(int(start))
        found: dict[str, Passage] = {}
        for document, starts in wanted.items():
            for passage in self._passages_at(document, starts):
                found[passage.id] = passage
        return [found[id] for id in ids if id in found]

    def _passages_at(self, document: str, starts: list[int]) -> list[Passage]:
        table = schema.passages
        with self.store.reading() as connection:
            query = select(schema.documents.c.number, schema.documents.c.name)
            row = connection.execute(query.where(schema.documents.c.id == document)).first()
            if row is None:
                return []
            low, high = key_range(row.number)
            ends = ends_of(connection, [row.number])
            found: list[Passage] = []
            for part in parts(starts):
                rows = connection.execute(
                    select(table).where(table.c.key.between(low, high), table.c.start.in_(part))
                )
                found.extend(passage_from(r, document, row.name, ends) for r in rows)
            return found

    def passages_by_key(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Passages by the keys that the indexes hold; those that are gone are left out."""
        found: dict[int, Passage] = {}
        with self.store.reading() as connection:
            numbers = sorted({k >> schema.PASSAGE_BITS for k in keys})
            named: dict[int, Row] = {}
            for part in parts(numbers):
                rows = connection.execute(_NAMES_OF, {"numbers": part})
                named.update({row.number: row for row in rows})
            ends = ends_of(connection, numbers)
            for part in parts(keys):
                for row in connection.execute(_PASSAGES_AT, {"keys": part}):
                    of = named.get(row.key >> schema.PASSAGE_BITS)
                    if of is not None:
                        found[row.key] = passage_from(row, of.id, of.name, ends)
        return found

    def sources(self) -> dict[str, tuple[str, str, tuple[str, ...]]]:
        """Path → (hash of the bytes, stamp of the reader, ids of its documents)."""
        with self.store.reading() as connection:
            return {
                row.path: (row.sha256, row.reader, tuple(json.loads(row.documents)))
                for row in connection.execute(select(schema.sources))
            }


# ---- rows to values ----


def _json(value: Iterable[str]) -> str:
    return json.dumps(list(value), ensure_ascii=False)


def _unpack(kind: type[Any], data: bytes, url: str) -> Any:
    try:
        return unpack(kind, data)
    except (ValueError, zlib.error) as error:
        raise LibraryError(f"资料库中有一份资料已损坏，请重新导入：{url}") from error


def _joined(table: Any, document: str | None) -> Any:
    """Rows of a table with the id and name of their document."""
    documents = schema.documents
    query = select(table, documents.c.id, documents.c.name.label("source")).join(
        documents, documents.c.number == table.c.number
    )
    if document is not None:
        query = query.where((documents.c.id == document) | (documents.c.name == document))
    return query


def _matching(rows: list[Row], wanted: Mapping[str, str | None]) -> list[Row]:
    """Rows whose names are equal to those wanted; where none is, those that contain them."""
    for column, value in wanted.items():
        key = name_key(value)
        if key is None:
            continue
        keys = [getattr(row, f"{column}_key") or "" for row in rows]
        equal = [row for row, own in zip(rows, keys) if own == key]
        rows = equal or [row for row, own in zip(rows, keys) if key in own]
    return rows


def _spellings(record: DocumentRecord) -> set[str]:
    names = (record.name, Path(record.name).stem, record.title)
    return {key for key in map(name_key, names) if key}
