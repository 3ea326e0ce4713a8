"""账目: what the derived indexes hold, beside what they should; and what they are made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select

from assistant.library import schema
from assistant.library.names import name_key
from assistant.library.quantised import Matrix, restore
from assistant.library.rows import passage_text
from assistant.library.schema import PASSAGE_BITS, key_range
from assistant.library.store import Store, parts
from assistant.library.words import Entry


class Ledger:
    """The bookkeeping of indexes over a catalogue's store.

    An index has a ``place``; ``indexed`` lists the document numbers that it holds. A number is
    never used twice, so comparing numbers is enough: an index is in line when its numbers are
    those of the documents.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    # ---- what is held where ----

    def difference(self, place: str) -> tuple[list[int], list[int]]:
        """(to remove, to add): numbers that an index holds in excess, and that it lacks."""
        documents, indexed = schema.documents, schema.indexed
        here = indexed.c.place == place
        with self._store.reading() as connection:
            live = set(connection.execute(select(documents.c.number)).scalars())
            held = set(connection.execute(select(indexed.c.number).where(here)).scalars())
        return sorted(held - live), sorted(live - held)

    def settle(self, place: str, removed: Sequence[int], added: Sequence[int]) -> None:
        """Note that an index has dropped some numbers and taken in others."""
        indexed = schema.indexed
        with self._store.writing(changes=False) as connection:
            for part in parts([*removed, *added]):
                here = (indexed.c.place == place) & indexed.c.number.in_(part)
                connection.execute(delete(indexed).where(here))
            if added:
                rows = [{"place": place, "number": number} for number in added]
                connection.execute(insert(indexed), rows)

    def forget(self, place: str | None = None) -> None:
        """Forget what an index holds (all indexes, where none is named)."""
        indexed = schema.indexed
        query = (
            delete(indexed) if place is None else delete(indexed).where(indexed.c.place == place)
        )
        with self._store.writing(changes=False) as connection:
            connection.execute(query)

    def expected(self, place: str) -> int:
        """How many passages an index should hold, by what is noted."""
        documents, indexed = schema.documents, schema.indexed
        query = select(func.coalesce(func.sum(documents.c.passages), 0)).join(
            indexed, (indexed.c.number == documents.c.number) & (indexed.c.place == place)
        )
        with self._store.reading() as connection:
            return int(connection.execute(query).scalar_one())

    # ---- what there is ----

    def numbers(self) -> list[int]:
        """The numbers of all documents."""
        with self._store.reading() as connection:
            return list(connection.execute(select(schema.documents.c.number)).scalars())

    def passages(self) -> int:
        """How many passages there are."""
        query = select(func.coalesce(func.sum(schema.documents.c.passages), 0))
        with self._store.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def sizes(self, numbers: Sequence[int]) -> dict[int, int]:
        """Passages of each document."""
        documents, found = schema.documents, {}
        with self._store.reading() as connection:
            for part in parts(numbers):
                query = select(documents.c.number, documents.c.passages)
                rows = connection.execute(query.where(documents.c.number.in_(part)))
                found.update({row.number: row.passages for row in rows})
        return found

    def entries(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """The passages of documents as the word index takes them."""
        table = schema.passages
        columns = (table.c.key, table.c.path, table.c.text, table.c.unit, table.c.project)
        with self._store.reading() as connection:
            kinds = self._kinds(connection, numbers)
            for number in numbers:
                query = select(*columns, table.c.year).where(
                    table.c.key.between(*key_range(number))
                )
                for row in connection.execute(query):
                    yield Entry(
                        row.key, number, passage_text(row.path, row.text), kinds[number],
                        name_key(row.unit), name_key(row.project), row.year,
                    )  # fmt: skip

    def _kinds(self, connection: Any, numbers: Sequence[int]) -> dict[int, str]:
        documents, kinds = schema.documents, {}
        for part in parts(numbers):
            query = select(documents.c.number, documents.c.kind)
            rows = connection.execute(query.where(documents.c.number.in_(part)))
            kinds.update({row.number: row.kind for row in rows})
        return kinds

    def columns(
        self, numbers: Sequence[int]
    ) -> Iterator[tuple[int, str | None, str | None, int | None, str]]:
        """(key, unit's key, project's key, year, kind) of the passages of documents."""
        table = schema.passages
        query = select(table.c.key, table.c.unit, table.c.project, table.c.year)
        folded: dict[str | None, str | None] = {}

        def fold(name: str | None) -> str | None:
            if name not in folded:
                folded[name] = name_key(name)
            return folded[name]

        with self._store.reading() as connection:
            kinds = self._kinds(connection, numbers)
            for low, high in _runs(numbers):
                between = table.c.key.between(key_range(low)[0], key_range(high)[1])
                for key, unit, project, year in connection.execute(query.where(between)):
                    kind = kinds.get(key >> PASSAGE_BITS)
                    if kind is not None:
                        yield key, fold(unit), fold(project), year, kind

    # ---- vectors ----

    def without_vectors(self) -> list[int]:
        """Numbers of documents with passages but no vectors yet."""
        documents, vectors = schema.documents, schema.vectors
        query = (
            select(documents.c.number)
            .join(vectors, vectors.c.number == documents.c.number, isouter=True)
            .where(vectors.c.number.is_(None), documents.c.passages > 0)
        )
        with self._store.reading() as connection:
            return list(connection.execute(query).scalars())

    def texts(self, number: int) -> list[str]:
        """What a document's vectors are made of, passage by passage."""
        table = schema.passages
        query = select(table.c.path, table.c.text).where(table.c.key.between(*key_range(number)))
        with self._store.reading() as connection:
            rows = connection.execute(query.order_by(table.c.key))
            return [passage_text(row.path, row.text) for row in rows]

    def put_vectors(self, blocks: dict[int, bytes]) -> None:
        """Store the vectors of documents that are still there."""
        vectors, documents = schema.vectors, schema.documents
        with self._store.writing() as connection:
            for number, data in blocks.items():
                here = connection.execute(
                    select(documents.c.number).where(documents.c.number == number)
                ).scalar()
                connection.execute(delete(vectors).where(vectors.c.number == number))
                if here is not None:
                    connection.execute(insert(vectors), {"number": number, "data": data})

    def forget_vectors(self) -> None:
        """Drop all vectors: another encoder is to make them anew."""
        with self._store.writing() as connection:
            connection.execute(delete(schema.vectors))

    def vectors(self, numbers: Sequence[int], dimension: int) -> Iterator[tuple[int, Matrix]]:
        """(number, vectors) of documents, in order of the numbers."""
        for number, data in self.blocks(numbers):
            yield number, restore(data, dimension)

    def blocks(self, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """(number, vectors as stored) of documents, in order of the numbers."""
        table = schema.vectors
        with self._store.reading() as connection:
            for part in parts(sorted(numbers)):
                query = select(table).where(table.c.number.in_(part)).order_by(table.c.number)
                for row in connection.execute(query):
                    yield row.number, row.data


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Sorted numbers as (first, last) of their unbroken runs."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last
