"""入库: a document's rows into the tables and out of them, inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from assistant.library import schema
from assistant.library.rows import Prepared
from assistant.library.schema import key_range
from assistant.library.store import parts


def delete_documents(connection: Connection, ids: Iterable[str]) -> None:
    """Delete documents by id with all their rows; those that are not there are passed over."""
    documents, passages = schema.documents, schema.passages
    for part in parts(list(dict.fromkeys(ids))):
        query = select(documents.c.number).where(documents.c.id.in_(part))
        for number in list(connection.execute(query).scalars()):
            low, high = key_range(number)
            connection.execute(delete(passages).where(passages.c.key.between(low, high)))
            for table in (*schema.BY_NUMBER, documents):
                connection.execute(delete(table).where(table.c.number == number))


def insert_document(
    connection: Connection, number: int, prepared: Prepared, vectors: bytes | None
) -> None:
    """Store what goes with a document of this number."""
    first = number << schema.PASSAGE_BITS
    for table, rows in prepared.rows.items():
        if rows:
            connection.execute(insert(table), [row | {"number": number} for row in rows])
    if prepared.passages:
        rows = [row | {"key": first + at} for at, row in enumerate(prepared.passages)]
        connection.execute(insert(schema.passages), rows)
    if vectors is not None:
        connection.execute(insert(schema.vectors), {"number": number, "data": vectors})
