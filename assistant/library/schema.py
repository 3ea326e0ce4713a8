"""表: the catalogue's tables. SQL that SQLite and PostgreSQL both take."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

VERSION = "3"
"""Raised when a table changes so that an older library cannot be read as it is."""

GROWS_FROM = frozenset({"2"})
"""Versions that lack nothing but whole tables: those are made, and nothing is read in anew."""

metadata = MetaData()

meta = Table(
    "meta", metadata, Column("key", String(80), primary_key=True), Column("value", Text)
)  # fmt: skip

documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("format", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("year", Integer),
    Column("unit", Text),
    Column("projects", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("ingested_at", String(40), nullable=False),
    Column("notes", Text, nullable=False),
    sqlite_autoincrement=True,  # a number is never used twice: the indexes are keyed by it
)

# Apart from documents, so that a listing does not walk over megabytes.
contents = Table(
    "contents",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", LargeBinary, nullable=False),
    Column("reading", LargeBinary, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("path", Text, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("reader", String(64), nullable=False),
    Column("documents", Text, nullable=False),
)

declarations = Table(
    "declarations",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("project_key", Text),
    Column("unit_key", Text),
    Column("year", Integer),
    Column("data", LargeBinary, nullable=False),
)

# ``passage`` is the position of the passage in which a fact, a citation or an article begins.
facts = Table(
    "facts",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=True),
    Column("number", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("declaration", Integer),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("grouping", Text),
    Column("value", Text, nullable=False),
    Column("amount", Text),
    Column("measure", Text),
    Column("project", Text),
    Column("project_key", Text),
    Column("unit", Text),
    Column("unit_key", Text),
    Column("year", Integer),
    Column("passage", Integer),
    Column("locator", Text, nullable=False),
    Index("facts_number", "number"),
    Index("facts_name", "name_key"),
    Index("facts_kind", "kind", "name"),
    Index("facts_unit", "unit"),
    Index("facts_project", "project"),
    Index("facts_year", "year", "kind"),
)

bases = Table(
    "bases",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=True),
    Column("number", Integer, nullable=False),
    Column("declaration", Integer),
    Column("issue_number", Text),
    Column("title", Text),
    Column("raw", Text, nullable=False),
    Column("section", Text),
    Column("project", Text),
    Column("unit", Text),
    Column("year", Integer),
    Column("passage", Integer),
    Column("locator", Text, nullable=False),
    Index("bases_number", "number"),
    Index("bases_issue_number", "issue_number"),
)

laws = Table(
    "laws",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("issue_number", Text),
    Column("issuer", Text),
    Column("issued", String(10)),
    Column("in_force", String(10)),
    Column("version", Text),
    Column("since", String(10)),
    Column("locator", Text, nullable=False),
    Index("laws_title", "title_key"),
)

articles = Table(
    "articles",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("law", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("article_key", String(32), nullable=False),
    Column("passage", Integer),
)

# 《…》 in a document's text, each once: who cites whom.
mentions = Table(
    "mentions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, primary_key=True),
)

passages = Table(
    "passages",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("path", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("project", Text),
    Column("unit", Text),
    Column("year", Integer),
    Column("article", Text),
    Column("law", Integer),
    Column("start", Integer, nullable=False),
    Column("locator", Text, nullable=False),
    Column("effective_from", String(10)),
)

# One block of rows (``quantised``) for each document, in order of its passages.
vectors = Table(
    "vectors",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

# Which document numbers an index at some place holds. Derived indexes are brought into line by
# comparing this with ``documents``; a place is one word index, one Chroma collection.
indexed = Table(
    "indexed",
    metadata,
    Column("place", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
)

# The reading as it was read, of documents that were corrected by hand: what undoing goes back to.
originals = Table(
    "originals",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("reading", LargeBinary, nullable=False),
)

# Corrections by hand: by hash of the content, place, field and old value. They stay when their
# document goes, and are put back when it comes again.
corrections = Table(
    "corrections",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("document", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("field", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("made_by", Text),
    Column("made_at", String(40), nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", Text),
    Column("origin", String(16)),
    Column("ended_by", Text),
    Column("ended_at", String(40)),
    Index("corrections_document", "document"),
    Index("corrections_status", "status"),
)

BY_NUMBER = (contents, originals, declarations, facts, bases, laws, articles, mentions, vectors)
"""Tables whose rows go with a document; ``passages`` goes by its range of keys."""

PASSAGE_BITS = 20
"""A passage's key is ``document number << 20 | position``; so a document has at most 2^20."""


def key_range(number: int) -> tuple[int, int]:
    """The first and the last key that passages of a document number can have."""
    first = number << PASSAGE_BITS
    return first, first + (1 << PASSAGE_BITS) - 1
