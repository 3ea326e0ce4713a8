"""文稿: a document as lines of running text, each with what stands round it.

A line is a sentence, an item or a heading. It is read with the headings above it, the line that
leads to its list (流程如下：) and the sentence before it, for these often name what it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.document import Document, Table
from assistant.domain.sentences import Sentence, sentences
from assistant.domain.synonyms import canonical

_LEVELS: tuple[re.Pattern[str], ...] = (
    re.compile(r"^#\s|^第.{1,4}[编章]\s"),
    re.compile(r"^##\s|^第.{1,4}节\s"),
    re.compile(r"^(?:#{3}\s+)?[一二三四五六七八九十]+[、.．\s]|^###\s"),
    re.compile(r"^[（(][一二三四五六七八九十]+[）)]|^####\s"),
    re.compile(r"^\d+[、.．]\s*"),
    re.compile(r"^[（(]\d+[）)]|^[①-⑳]"),
)
"""What a heading begins with, from the highest level to the lowest."""
_ITEM = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[①-⑳]|[-*•·]\s|第[一二三四五六七八九十]+[步项是，、]"
    r"|[一二三四五六七八九十]是|首先|其次|然后|最后|再次)"
)
_LABEL = re.compile(r"^[^：:，。；]{2,12}[：:]")
_TITLE = 30
_NEAR = 120
_LONG_CELL = 60
_SHORT_LABEL = 24
_CELL_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_OPENING = 200
"""Characters at the beginning, where a paper says whose it is and what it is about."""
_LONGEST_BLOCK = 1500


@dataclass(frozen=True, slots=True)
class Line:
    """``said`` is the canonical text; ``near`` and ``heads`` what stands before and above it."""

    start: int
    end: int
    text: str
    said: str
    near: str = ""
    heads: str = ""
    level: int = 0
    """1 and more for a heading, 0 for a sentence or an item."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a leading line with all that stands under it."""

    start: int
    end: int
    lead: str
    said: str
    heads: str
    items: int


class Paper:
    """The lines of one document in order, those of its long table cells after them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.opening = canonical(document.text[:_OPENING])
        self.lines: tuple[Line, ...] = tuple(_lines(document))
        self.cells: tuple[Line, ...] = tuple(
            line for table in document.tables for line in _of_cells(document, table)
        )
        self.blocks: tuple[Block, ...] = tuple(_blocks(document, self.lines))

    def before(self, offset: int, reach: int = 2) -> str:
        """The canonical text of the lines before an offset."""
        said = [line.said for line in self.lines if line.end <= offset][-reach:]
        return "\n".join(said)


def level_of(heading: str) -> int:
    """The level of a heading by what it begins with; the lowest for one without a number."""
    for level, pattern in enumerate(_LEVELS, 1):
        if pattern.match(heading):
            return level
    return len(_LEVELS) + 1


def _lines(document: Document) -> Iterator[Line]:
    stack: list[tuple[int, str]] = []
    lead: tuple[str, str] | None = None
    previous: Sentence | None = None
    for one in sentences(document):
        heading = one.text.strip("# \t") == one.heading
        said = canonical(plain(one.text))
        if heading:
            level = level_of(one.text.strip())
            stack = [held for held in stack if held[0] < level]
            heads = "\n".join(text for _, text in stack)
            yield Line(one.start, one.end, one.text, said, "", heads, level)
            stack.append((level, said))
            lead, previous = None, None
            continue
        near = [previous.text] if previous and len(previous.text) < _NEAR else []
        if lead is not None and lead[0] not in near:
            near.insert(0, lead[0])
        heads = "\n".join(text for _, text in stack)
        yield Line(one.start, one.end, one.text, said, canonical("\n".join(near)), heads)
        if one.text.rstrip().endswith(("：", ":")):
            lead = (one.text, one.heading)
        elif lead is not None and not (_ITEM.match(one.text) or _LABEL.match(one.text)):
            lead = None
        previous = one


def _of_cells(document: Document, table: Table) -> Iterator[Line]:
    """The sentences of running text within cells, under the labels of their row."""
    labels: dict[int, list[str]] = {}
    for cell in table.cells:
        if 0 < len(cell.text) <= _SHORT_LABEL:
            labels.setdefault(cell.row, []).append(canonical(cell.text))
    for cell in table.cells:
        if len(cell.text) < _LONG_CELL:
            continue
        heads = "\n".join(labels.get(cell.row, ()))
        near = ""
        for match in _CELL_SENTENCE.finditer(document.text, cell.start, cell.end):
            text = plain(match.group())
            said = canonical(text)
            if said:
                yield Line(match.start(), match.end(), match.group(), said, near, heads)
                near = said if len(text) < _NEAR else ""


def _blocks(document: Document, lines: tuple[Line, ...]) -> Iterator[Block]:
    for at, line in enumerate(lines):
        body = _under(lines, at)
        if not body or line.level == 1 or body[-1].end - line.start > _LONGEST_BLOCK:
            continue
        said = "\n".join(one.said for one in body)
        yield Block(line.start, body[-1].end, line.said, said, line.heads, len(body))


def _under(lines: tuple[Line, ...], at: int) -> list[Line]:
    """What a heading or a line ending in a colon leads to."""
    line = lines[at]
    body: list[Line] = []
    if line.level:
        for one in lines[at + 1 :]:
            if one.level and one.level <= line.level:
                break
            body.append(one)
        return body
    if not line.text.rstrip().endswith(("：", ":")):
        return []
    for one in lines[at + 1 :]:
        if one.level or not (_ITEM.match(one.text) or _LABEL.match(one.text)):
            break
        body.append(one)
    return body if len(body) > 1 else []


def plain(text: str) -> str:
    """The text without the mark-up that a Markdown table keeps in its cells."""
    return _MARKUP.sub("", text)
