"""定位: where a fact stands in a document's text as read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """单元格: zero-based table, row and column within the document."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a document: code-point offsets into its text as read.

    Invariant: ``quote == text[start:end]`` for the text of ``document``.
    ``page`` is one-based, or None where the format has no pages.
    """

    document: str
    source: str
    page: int | None
    start: int
    end: int
    quote: str
    cell: Cell | None = None
