"""章节: the headings of a stretch of text and what stands under each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.domain.declaration import Section
from assistant.domain.document import Block, Document
from assistant.reading.headings import read_heading

_LIST_RUN = 3


@dataclass(frozen=True, slots=True)
class _Head:
    start: int
    end: int
    level: int
    number: str | None
    title: str


def read_sections(document: Document, start: int, end: int) -> tuple[Section, ...]:
    """The sections within [start, end), in order; text without that of sub-sections.

    Headings that follow one another without any text between them (a table of contents) are none.
    """
    heads = _heads(document, start, end)
    blocks = [b for b in document.blocks if b.kind != "table" and start <= b.start < end]
    sections: list[Section] = []
    for n, head in enumerate(heads):
        stop = heads[n + 1].start if n + 1 < len(heads) else end
        under = [b for b in blocks if head.end <= b.start < stop]
        while under and _SIGNED.match(document.text[under[-1].start : under[-1].end]):
            under.pop()
        body = "\n".join(document.text[b.start : b.end] for b in under)
        finish = head.end + len(document.text[head.end : stop].rstrip())
        locator = document.locate(head.start, finish)
        sections.append(Section(head.title, head.level, head.number, body, locator))
    return tuple(sections)


_SIGNED = re.compile(r"^(?:填报|填表|编制|申报)?(?:单位|日期|部门|人)(?:[(（]盖章[)）])?\s*[:：]")


def body_of(document: Document, section: Section) -> tuple[int, int]:
    """Where a section's text stands: from its first paragraph to its last."""
    lines = section.text.split("\n")
    first = document.text.find(lines[0], section.locator.start)
    last = document.text.find(lines[-1], first)
    return first, last + len(lines[-1])


def _heads(document: Document, start: int, end: int) -> list[_Head]:
    heads: list[_Head] = []
    for block in document.blocks:
        if block.kind == "table" or block.start < start or block.end > end:
            continue
        line = document.text[block.start : block.end]
        heading = read_heading(line)
        if heading is not None:
            heads.append(
                _Head(block.start, block.end, heading.level, heading.number, heading.title)
            )
        elif block.kind == "heading" and block.level and not _just_below(heads, block, document):
            heads.append(_Head(block.start, block.end, block.level, None, line.strip()))
    return _without_contents(document, heads)


def _just_below(heads: list[_Head], block: Block, document: Document) -> bool:
    """Whether an unnumbered line stands right below a numbered heading: then it is its text."""
    if not heads or heads[-1].number is None:
        return False
    return not document.text[heads[-1].end : block.start].strip(" \n\t:：")


def _without_contents(document: Document, heads: list[_Head]) -> list[_Head]:
    """Drops runs of numbered headings of one level that have nothing between them."""
    kept: list[_Head] = []
    run: list[_Head] = []
    for n, head in enumerate(heads):
        run.append(head)
        following = heads[n + 1] if n + 1 < len(heads) else None
        between = document.text[head.end : following.start] if following else "。"
        bare = not re.sub(r"[\s\-*•·.:：]", "", between)
        if (
            bare
            and following
            and following.number
            and head.number
            and following.level == head.level
        ):
            continue
        kept.extend(run if len(run) < _LIST_RUN else [])
        run = []
    return kept


def section_with(sections: tuple[Section, ...], pattern: str) -> Section | None:
    """The first section whose title matches ``pattern`` and that has text."""
    found = re.compile(pattern)
    return next((s for s in sections if found.search(s.title) and s.text), None)
