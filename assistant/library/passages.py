"""段落: what search ranks: a table's rows, articles, terms and paragraphs, with heading paths.

A passage's text is a stretch of the document; what a reader would need to understand it alone
(title, project, unit, year, section, table head, merged labels) stands in its path.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.declaration import Declaration, Reading
from assistant.domain.document import Document, Table
from assistant.domain.fact import Fact, Passage, PassageKind
from assistant.domain.locator import Cell
from assistant.library.description import describe, since
from assistant.library.flatten import facts_of

_SEPARATOR = " > "
_LONG = 600  # characters; a longer paragraph is cut at a sentence's end
_LONG_ARTICLE = 3000
_SHORT = 80  # shorter neighbours of one section are joined
_LONGEST_LABEL = 60
_ENDS = "。；！？\n"
_BLANK = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]")

ROW_KINDS = {
    "indicator": "绩效指标",
    "budget_line": "预算明细",
    "execution": "预算执行情况",
    "account": "预算科目",
    "activity": "项目活动内容",
    "plan": "项目实施计划",
    "fund": "项目资金",
}
"""What a row is called in its path, by the kind of the first fact that stands in it."""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    kind: PassageKind
    labels: tuple[str, ...] = ()
    article: str | None = None
    since: str | None = None
    cell: Cell | None = None


def _clean(text: str) -> str:
    return _BLANK.sub(" ", text).strip().lstrip("#").strip()[:_LONGEST_LABEL]


class _Headings:
    """The path of headings above an offset: those of the layout and those of the form."""

    def __init__(self, document: Document, reading: Reading) -> None:
        marks: dict[int, tuple[int, str]] = {}
        for declared in reading.declarations:
            for section in declared.sections:
                marks[section.locator.start] = (section.level, _clean(section.title))
        for block in document.blocks:
            if block.kind == "heading":
                text = _clean(document.text[block.start : block.end])
                marks.setdefault(block.start, (block.level, text))
        self.starts = sorted(marks)
        self.paths: list[tuple[str, ...]] = []
        stack: list[tuple[int, str]] = []
        for start in self.starts:
            level, title = marks[start]
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, title))
            self.paths.append(tuple(t for _, t in stack if t))

    def above(self, offset: int) -> tuple[str, ...]:
        at = bisect_right(self.starts, offset) - 1
        return self.paths[at] if at >= 0 else ()


class _Covered:
    """Stretches already taken, so that nothing is ranked twice."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []

    def add(self, start: int, end: int) -> None:
        self.spans.insert(bisect_left(self.spans, (start, end)), (start, end))

    def free(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of a stretch that are not taken."""
        parts, at = [], start
        first = max(bisect_left(self.spans, (start, start)) - 1, 0)
        for left, right in self.spans[first:]:
            if left >= end:
                break
            if right <= at:
                continue
            if left > at:
                parts.append((at, left))
            at = max(at, right)
        if at < end:
            parts.append((at, end))
        return parts

    def has(self, start: int, end: int) -> bool:
        return not self.free(start, end)


def _cut(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """The stretch in parts of at most ``longest``, cut after a sentence where there is one."""
    while end - start > longest:
        at = max(text.rfind(mark, start + longest // 2, start + longest) for mark in _ENDS)
        at = start + longest if at < 0 else at + 1
        yield start, at
        start = at
    yield start, end


def _articles(document: Document, reading: Reading) -> Iterator[_Piece]:
    for statute in reading.statutes:
        begins = since(statute)
        for article in statute.articles:
            labels = (statute.title, *article.chapter)
            place = article.locator
            for start, end in _cut(document.text, place.start, place.end, _LONG_ARTICLE):
                yield _Piece(start, end, "article", labels, article.number, begins)


def _head(table: Table) -> tuple[int, str]:
    """The row of the table's head (the first with two cells or more) and its labels."""
    by_row: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.text.strip():
            by_row.setdefault(cell.row, []).append(_clean(cell.text))
    for row in sorted(by_row):
        if len(by_row[row]) > 1:
            return row, " ".join(by_row[row])[: 2 * _LONGEST_LABEL]
    return -1, ""


def _rows(table: Table) -> Iterator[_Piece]:
    head, labels = _head(table)
    rows: dict[int, list[int]] = {}
    merged: list[tuple[int, int, str]] = []
    for cell in table.cells:
        span = rows.setdefault(cell.row, [cell.start, cell.end])
        span[0], span[1] = min(span[0], cell.start), max(span[1], cell.end)
        if cell.rowspan > 1 and cell.text.strip():
            merged.append((cell.row, cell.row + cell.rowspan, _clean(cell.text)))
    for row, (start, end) in sorted(rows.items()):
        above = tuple(text for first, last, text in merged if first < row < last)
        path = (labels,) if labels and row > head else ()
        yield _Piece(start, end, "row", path + above, cell=Cell(table.index, row, 0))


def _paragraphs(document: Document, covered: _Covered) -> Iterator[_Piece]:
    """Paragraphs outside tables and articles; short neighbours joined, long ones cut."""
    text = document.text
    blocks = [b for b in document.blocks if b.kind != "table"]
    spans = [(b.start, b.end, str(b.kind)) for b in blocks] or list(_lines(text))
    joined: tuple[int, int] | None = None
    for start, end, kind in spans:
        parts = [] if kind == "heading" else covered.free(start, end)
        whole = len(parts) == 1 and parts[0] == (start, end)
        if joined is not None and whole and end - joined[0] <= _SHORT * 2:
            joined = (joined[0], end)
            continue
        if joined is not None:
            yield _Piece(*joined, "paragraph")
            joined = None
        for left, right in parts:
            if whole and end - start < _SHORT:
                joined = (left, right)
                continue
            for piece in _cut(text, left, right, _LONG):
                yield _Piece(*piece, "paragraph")
    if joined is not None:
        yield _Piece(*joined, "paragraph")


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line), "paragraph"
        start += len(line)


def _headings(document: Document, covered: _Covered) -> Iterator[_Piece]:
    """Headings with nothing under them are passages, so that no words are lost."""
    blocks = document.blocks
    for block, following in zip(blocks, (*blocks[1:], None)):
        last = following is None or (following.kind == "heading" and following.level <= block.level)
        if block.kind == "heading" and last and covered.free(block.start, block.end):
            yield _Piece(block.start, block.end, "section")


def _pieces(document: Document, reading: Reading, facts: list[Fact]) -> list[_Piece]:
    covered = _Covered()
    found: list[_Piece] = []

    def take(pieces: Iterator[_Piece]) -> None:
        fresh = [p for p in pieces if p.end > p.start and not covered.has(p.start, p.end)]
        for piece in fresh:
            covered.add(piece.start, piece.end)
        found.extend(fresh)

    take(_articles(document, reading))
    for term in reading.terms:
        take(iter([_Piece(term.locator.start, term.locator.end, "term", (term.name,))]))
    for table in document.tables:
        take(_rows(table))
    take(
        _Piece(f.locator.start, f.locator.end, "row", cell=f.locator.cell)
        for f in facts
        if f.kind in ROW_KINDS
    )
    take(_paragraphs(document, covered))
    take(_headings(document, covered))
    return sorted(found, key=lambda p: (p.start, p.end))


def _row_labels(piece: _Piece, facts: list[Fact], starts: list[int]) -> tuple[str, ...]:
    """What the row's facts say it is: 绩效指标, and the level or group it belongs to."""
    labels: dict[str, None] = {}
    for fact in facts[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]:
        if fact.kind in ROW_KINDS:
            labels[ROW_KINDS[fact.kind]] = None
            if fact.group:
                labels[_clean(fact.group)] = None
    return tuple(labels)


def _corrected(reading: Reading, start: int, end: int) -> Iterator[str]:
    """What was corrected by hand in a stretch: its text stays as read, the value is found too."""
    for one in reading.corrections:
        if one.locator.start < end and start < one.locator.end and not one.confirmed:
            yield f"人工更正 {one.title} {one.new}"


def _declared(declarations: tuple[Declaration, ...], offset: int) -> Declaration | None:
    for declared in declarations:
        if declared.span[0] <= offset < declared.span[1]:
            return declared
    return declarations[0] if len(declarations) == 1 else None


def passages_of(document: Document, reading: Reading) -> list[Passage]:
    """Every passage of the document in order of the text, none overlapping a whole other.

    Table rows, articles, terms and paragraphs; each knows its declaration's project, unit, year.
    """
    about = describe(document, reading)
    facts = sorted(facts_of(document, reading), key=lambda f: f.locator.start)
    starts = [f.locator.start for f in facts]
    headings = _Headings(document, reading)
    found: dict[tuple[int, int], Passage] = {}
    for piece in _pieces(document, reading, facts):
        text = document.text[piece.start : piece.end]
        start = piece.start + len(text) - len(text.lstrip())
        end = start + len(text.strip())
        if start >= end or _WORD.search(text) is None:
            continue
        declared = _declared(reading.declarations, start)
        project = declared.project if declared else None
        unit = (declared.unit if declared else None) or about.unit
        year = (declared.year if declared else None) or about.year
        labels = [about.title, project, unit, f"{year}年" if year else None]
        if piece.kind != "article":
            labels.extend(headings.above(start))
        labels.extend(piece.labels)
        if piece.kind == "row":
            labels.extend(_row_labels(piece, facts, starts))
        labels.extend(_corrected(reading, start, end))
        path = _SEPARATOR.join(dict.fromkeys(x for x in labels if x))
        found[(start, end)] = Passage(
            f"{document.id}:{start}-{end}", document.id, piece.kind, path,
            document.text[start:end], project, unit, year, piece.article,
            document.locate(start, end, piece.cell), piece.since, None,
        )  # fmt: skip
    return list(found.values())
