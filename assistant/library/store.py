"""数据库: the engine below the catalogue: connections, transactions, the few words kept beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, create_engine, event, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from assistant.errors import LibraryError
from assistant.library import schema
from assistant.library.trouble import translated

_BUSY_SECONDS = 30
_AT_ONCE = 500  # parameters in one IN (…); SQLite's old bound is 999


class Store:
    """A database at an SQLAlchemy URL, with the catalogue's tables; safe for threads.

    Raises LibraryCorrupt where the file is no database, LibraryError where it cannot be used.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        with translated(url):
            self._engine = _engine(url)
            with self._engine.connect() as connection:
                made = self._engine.dialect.has_table(connection, schema.meta.name)
            with self._engine.begin() as connection:
                if not made or _version(connection) in schema.GROWS_FROM:
                    schema.metadata.create_all(connection)  # the tables that are not there yet
                _stamp(connection)

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read from; the database's errors come out as ours."""
        with translated(self.url), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, changes: bool = True) -> Iterator[Connection]:
        """One transaction. Its first statement writes, so that it waits for other writers.

        ``changes`` tells whether documents change: then the generation grows.
        """
        step = 1 if changes else 0
        with translated(self.url), self._engine.begin() as connection:
            bump = text(
                "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + :step AS VARCHAR(20)) "
                "WHERE key = 'generation'"
            )
            connection.execute(bump, {"step": step})
            yield connection

    def note(self, key: str) -> str | None:
        """A word kept beside the documents: ``generation``, ``encoder`` …"""
        query = select(schema.meta.c.value).where(schema.meta.c.key == key)
        with self.reading() as connection:
            value: str | None = connection.execute(query).scalar()
            return value

    def set_note(self, key: str, value: str) -> None:
        """Keep a word beside the documents."""
        with self.writing(changes=False) as connection:
            _put(connection, key, value)

    def generation(self) -> int:
        """Grows with every change of the documents, by whatever process."""
        return int(self.note("generation") or 0)


def parts(values: Sequence[Any], size: int = _AT_ONCE) -> Iterator[Sequence[Any]]:
    """Values in parts that fit into one IN (…)."""
    for at in range(0, len(values), size):
        yield values[at : at + size]


def _engine(url: str) -> Any:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise LibraryError(f"数据库地址无法识别：{url}") from error
    if parsed.get_backend_name() != "sqlite":
        if parsed.drivername == "postgresql":  # SQLAlchemy would take psycopg2, which we do not
            parsed = parsed.set(drivername="postgresql+psycopg")
        try:
            return create_engine(parsed, pool_pre_ping=True)
        except (ImportError, SQLAlchemyError) as error:
            raise LibraryError(f"缺少连接 {parsed.get_backend_name()} 的驱动：{error}") from error
    if parsed.database in (None, "", ":memory:"):
        return create_engine(parsed, poolclass=StaticPool)
    Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": _BUSY_SECONDS})

    def prepare_connection(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")  # readers never wait for the writer
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()

    event.listen(engine, "connect", prepare_connection)
    return engine


def _version(connection: Connection) -> str | None:
    query = select(schema.meta.c.value).where(schema.meta.c.key == "schema")
    found: str | None = connection.execute(query).scalar()
    return found


def _stamp(connection: Connection) -> None:
    """A new catalogue gets its version and its own id; one that cannot be read is refused."""
    found = _version(connection)
    if found in schema.GROWS_FROM:
        _put(connection, "schema", schema.VERSION)
    elif found is None:
        for key, value in (("schema", schema.VERSION), ("id", uuid4().hex), ("generation", "0")):
            _put(connection, key, value)
    elif found != schema.VERSION:
        raise LibraryError(
            f"资料库由另一版本的有据建立（结构 {found}，本版 {schema.VERSION}）："
            "请换一个 --index 目录重新导入"
        )


def _put(connection: Connection, key: str, value: str) -> None:
    changed = connection.execute(
        update(schema.meta).where(schema.meta.c.key == key).values(value=value)
    )
    if not changed.rowcount:
        connection.execute(insert(schema.meta), {"key": key, "value": value})
