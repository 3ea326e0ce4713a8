"""句: the sentences of a document's running text, with their places; tables are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.document import Document

_END = "。！？!?"
_CLAUSE_END = "；;"
_HEADING = re.compile(
    r"^\s*(?:#+\s|[（(]?[一二三四五六七八九十]+[)）]?[、.．\s]|[（(][一二三四五六七八九十]+[)）]|\d+[、.．]|[-*]\s|第.{1,5}[章节条]\s)"
)
_LONGEST_HEADING = 30


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` is ``document.text[start:end]``; ``heading`` is the last heading above it."""

    start: int
    end: int
    text: str
    heading: str


def sentences(document: Document, start: int = 0, end: int | None = None) -> Iterator[Sentence]:
    """Sentences between two offsets, in order.

    A line break ends a sentence where the line is a heading or an item, or where the next is; the
    breaks that pages leave within a sentence do not.
    """
    stop = len(document.text) if end is None else end
    heading = ""
    for left, right in _outside_tables(document, start, stop):
        for first, last in _cut(document.text, left, right):
            text = document.text[first:last]
            if _is_heading(text):
                heading = text.strip("# \t")
            yield Sentence(first, last, text, heading)


def heading_before(text: str, offset: int, reach: int = 1500) -> str:
    """The nearest heading above an offset, within ``reach`` characters; empty where none is."""
    lines = text[max(0, offset - reach) : offset].split("\n")
    return next((line.strip() for line in reversed(lines) if line and _is_heading(line)), "")


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and bool(_HEADING.match(text)) and text[-1] not in "；;"


def _outside_tables(document: Document, start: int, stop: int) -> Iterator[tuple[int, int]]:
    at = start
    for table in sorted(document.tables, key=lambda t: t.start):
        if table.end <= at or table.start >= stop:
            continue
        if table.start > at:
            yield at, table.start
        at = max(at, table.end)
    if at < stop:
        yield at, stop


def _cut(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    begin = start
    at = start
    while at < stop:
        char = text[at]
        whole = char in _END and not text.startswith("其中", at + 1)
        if whole or (char in _CLAUSE_END and text[at + 1 : at + 2] == "\n"):
            yield from _trimmed(text, begin, at + 1)
            begin = at + 1
        elif char == "\n" and _breaks(text, begin, at, stop):
            yield from _trimmed(text, begin, at)
            begin = at + 1
        at += 1
    yield from _trimmed(text, begin, stop)


def _breaks(text: str, begin: int, at: int, stop: int) -> bool:
    """Whether the line break at ``at`` ends a sentence that began at ``begin``."""
    line = text[begin:at].strip()
    if not line:
        return True
    if len(line) <= _LONGEST_HEADING and (
        _HEADING.match(line) or line[-1] in "：:" or ("：" not in line and len(line) < 16)
    ):
        return True
    following = re.compile(r"[ \t\n　]*").match(text, at, stop)
    assert following is not None
    rest = text[following.end() : following.end() + 40]
    return not rest or bool(_HEADING.match(rest))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
