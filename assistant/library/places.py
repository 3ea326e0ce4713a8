"""位置: from exact names, numbers and articles to the passages where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from assistant.library import schema
from assistant.library.names import article_key, title_key
from assistant.library.schema import PASSAGE_BITS, key_range
from assistant.library.store import Store, parts

_MOST = 100  # places of one name; a name that stands in more tells little


@dataclass(frozen=True, slots=True)
class Row:
    """A fact with this name: the key of its passage, and whose it is (keys of names)."""

    key: int
    kind: str
    name: str
    project: str | None
    unit: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose rows are wanted: keys of names, and years; nothing named means anybody's."""

    units: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()


class Places:
    """Exact look-ups over the catalogue, giving keys of passages."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_number(self, number: str) -> list[int]:
        """Passages that cite a document number, the document of that number itself first."""
        laws, bases = schema.laws, schema.bases
        own = select(laws.c.number).where(laws.c.issue_number == number)
        cited = select(bases.c.number, bases.c.passage).where(bases.c.issue_number == number)
        with self._store.reading() as connection:
            first = [key_range(row.number)[0] for row in connection.execute(own)]
            rows = connection.execute(cited.order_by(bases.c.row).limit(_MOST))
            return list(dict.fromkeys([*first, *_keys(rows)]))

    def of_article(self, law: str, number: str, on: str | None = None) -> list[int]:
        """The passage of an article, newest version (or that in force on a date) first."""
        laws, articles = schema.laws, schema.articles
        query = (
            select(laws.c.number, laws.c.since, articles.c.passage)
            .join(
                articles,
                (articles.c.number == laws.c.number) & (articles.c.law == laws.c.position),
            )
            .where(laws.c.title_key == title_key(law))
            .where(articles.c.article_key == article_key(number))
        )
        with self._store.reading() as connection:
            rows = [r for r in connection.execute(query) if on is None or (r.since or "") <= on]
        rows.sort(key=lambda r: (r.since or "", r.number), reverse=True)
        return _keys(rows)

    def of_law(self, titles: Iterable[str]) -> frozenset[int]:
        """Document numbers of every version of some laws."""
        keys = sorted({title_key(title) for title in titles})
        found: set[int] = set()
        with self._store.reading() as connection:
            for part in parts(keys):
                query = select(schema.laws.c.number).where(schema.laws.c.title_key.in_(part))
                found.update(connection.execute(query).scalars())
        return frozenset(found)

    def of_names(self, names: Sequence[str], owner: Owner) -> list[Row]:
        """Rows whose indicator, item or other name has one of these keys.

        Of a name that many have, those of the owner; where the owner has none, of anybody.
        """
        found: list[Row] = []
        with self._store.reading() as connection:
            for name in names:
                rows = self._named(connection, name, owner) or self._named(
                    connection, name, Owner()
                )
                found.extend(
                    Row(key, r.kind, name, r.project_key, r.unit_key, r.year)
                    for key, r in zip(_keys(rows), rows)
                )
        return found

    def _named(self, connection: Connection, name: str, owner: Owner) -> list[Any]:
        table = schema.facts
        columns = (table.c.number, table.c.passage, table.c.project_key, table.c.unit_key)
        query = select(*columns, table.c.kind, table.c.year).where(table.c.name_key == name)
        query = query.where(table.c.passage.is_not(None))
        for column, wanted in (
            (table.c.unit_key, owner.units),
            (table.c.project_key, owner.projects),
            (table.c.year, owner.years),
        ):
            if wanted:
                query = query.where(column.in_(sorted(wanted)))
        return list(connection.execute(query.order_by(table.c.row.desc()).limit(_MOST)))

    def of_passages(self, ids: Sequence[str]) -> dict[str, int]:
        """Passage id → key; ids of passages that are gone are left out."""
        wanted: dict[str, dict[int, str]] = {}
        for id in ids:
            document, _, span = id.partition(":")
            start = span.partition("-")[0]
            if start.isdigit():
                wanted.setdefault(document, {})[int(start)] = id
        documents, passages = schema.documents, schema.passages
        found: dict[str, int] = {}
        with self._store.reading() as connection:
            for document, starts in wanted.items():
                query = select(documents.c.number).where(documents.c.id == document)
                number = connection.execute(query).scalar()
                if number is None:
                    continue
                own = select(passages.c.key, passages.c.start)
                own = own.where(passages.c.key.between(*key_range(number)))
                for row in connection.execute(own.where(passages.c.start.in_(list(starts)))):
                    found[starts[row.start]] = int(row.key)
        return found

    def titles(self, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Document number → (title, kind)."""
        documents, found = schema.documents, {}
        with self._store.reading() as connection:
            for part in parts(numbers):
                query = select(documents.c.number, documents.c.title, documents.c.kind)
                for row in connection.execute(query.where(documents.c.number.in_(part))):
                    found[row.number] = (row.title, row.kind)
        return found

    def mentions(self) -> list[tuple[str, str]]:
        """(title of a document, title that it names in 《》)."""
        documents, mentions = schema.documents, schema.mentions
        query = select(documents.c.title, mentions.c.title.label("cited")).join(
            mentions, mentions.c.number == documents.c.number
        )
        with self._store.reading() as connection:
            return [(row.title, row.cited) for row in connection.execute(query)]


def _keys(rows: Iterable[Any]) -> list[int]:
    return [(row.number << PASSAGE_BITS) + row.passage for row in rows if row.passage is not None]
