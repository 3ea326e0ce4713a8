"""纯文本、Markdown: the text as read is the file itself (``\\r\\n`` as ``\\n``).

Tables are runs of lines with tabs, of lines between pipes, left-over HTML tables, or the whole of a
text that is separated by commas (.csv, or a .txt that is one). An empty line within a run of tab
lines is a page break, not the end of the table.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.domain.document import Block, Document, Table, TableCell
from assistant.reading.charset import decode
from assistant.reading.headings import inline_headings, read_heading, stands_alone
from assistant.reading.markup import plain_text, ticked_options

_DASHES = r"\s*(?::?-{2,}:?|:-+:?|-+:)\s*"
_RULE = re.compile(rf"\s*\|?{_DASHES}(?:\|{_DASHES})*\|?\s*")
_HTML_TABLE = re.compile(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_HTML_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=</tr\s*>|<tr\b|</table)", re.IGNORECASE | re.DOTALL)
_HTML_CELL = re.compile(
    r"<t[dh]\b(?P<attributes>[^>]*)>(?P<body>.*?)(?=</t[dh]\s*>|<t[dh]\b|</tr|$)",
    re.IGNORECASE | re.DOTALL,
)
_CSV_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^,\n]*))(?:,|(?=\n)|$)')
_BOX_SIDES = "│┃║┆┊"
_BOX_RULE = re.compile(r"[─━═┄┈┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛╒╤╕╞╪╡╘╧╛\s]+|\+(?:[-=]+\+)+")
"""Lines that are drawn: the upper side of a table in signs, the rules between its rows."""
_LEAST_ROWS = 5
"""Lines of one number of commas from which a text is a table."""
_SPAN = re.compile(r"(rowspan|colspan)\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    kind: str  # blank, tab, edge (tabs at the ends only), pipe, box, comma, text


def read_plain(data: bytes, name: str) -> Document:
    """A .txt or .md file as a Document. Raises ReadError (see charset.decode)."""
    digest = hashlib.sha256(data).hexdigest()
    kind = "md" if name.lower().endswith((".md", ".markdown")) else "txt"
    return text_document(decode(data, name), name, kind, digest)


def text_document(text: str, name: str, kind: str = "txt", digest: str | None = None) -> Document:
    """``text`` as a Document with its blocks and tables."""
    digest = digest or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    blocks: list[Block] = []
    tables: list[Table] = []
    if name.lower().endswith(".csv") and "\t" not in text:
        regions = _comma_regions(text)
    elif _separated_by_commas(text):
        regions = iter([(0, len(text), "comma")])
    else:
        regions = _regions(text)
    for start, end, table_kind in regions:
        if table_kind == "text":
            blocks.extend(_paragraphs(text, start, end))
            continue
        make = {"html": _html_table, "comma": _comma_table}.get(table_kind, _line_table)
        table = make(text, start, end, len(tables))
        if table is None:
            blocks.extend(_paragraphs(text, start, end))
            continue
        blocks.append(Block("table", table.start, table.end, table=table.index))
        tables.append(table)
    return Document(
        id=digest[:16], name=name, format=kind, text=text, blocks=tuple(blocks),
        tables=tuple(tables), sha256=digest,
    )  # fmt: skip


def _separated_by_commas(text: str) -> bool:
    """Whether nearly every line has the same number of commas, two at least (quoted ones aside)."""
    lines = [line for line in re.sub(r'"(?:[^"]|"")*"', "", text).split("\n") if line.strip()]
    if len(lines) < _LEAST_ROWS or "\t" in text or any(line.startswith("|") for line in lines):
        return False
    commas, times = Counter(line.count(",") for line in lines).most_common(1)[0]
    return commas >= 2 and times >= len(lines) * 0.9


def _comma_regions(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of the parts of a .csv: a blank line, or one without a comma, parts tables.

    A quoted field may go on over lines.
    """
    first: int | None = None
    at = last = 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        while text.count('"', at, stop) % 2 and stop < len(text):
            after = text.find("\n", stop + 1)
            stop = len(text) if after < 0 else after
        row = re.sub(r'"(?:[^"]|"")*"', "", text[at:stop])
        if "," in row and row.strip(", \t"):
            first, last = at if first is None else first, stop
        else:
            if first is not None:
                yield first, last, "comma"
                first = None
            if row.strip(", \t"):
                yield at, stop, "text"
        at = stop + 1
    if first is not None:
        yield first, last, "comma"


def _comma_table(text: str, start: int, end: int, index: int) -> Table | None:
    """The rows of a comma-separated text; a cell is its text without the quotation marks."""
    cells: list[TableCell] = []
    row = columns = 0
    at = start
    while at < end:
        column = 0
        while True:
            found = _CSV_FIELD.match(text, at, end)
            assert found is not None  # the pattern takes the empty field too
            a, b = found.span(1) if found[1] is not None else found.span(2)
            if text[a:b].strip():
                cells.append(_cell(text, row, column, a, b, (1, 1)))
            column += 1
            at = found.end()
            if at >= end or text[at - 1 : at] != "," or at == found.start():
                break
        columns = max(columns, column)
        row += 1
        at += 1  # the line's end
    return Table(index, row, columns, start, end, tuple(cells)) if cells else None


def _regions(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of stretches of running text (``text``) and tables (tab, pipe, html)."""
    at = 0
    for found in _HTML_TABLE.finditer(text):
        yield from _line_regions(text, at, found.start())
        yield found.start(), found.end(), "html"
        at = found.end()
    yield from _line_regions(text, at, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        line = text[at:stop]
        if not line.strip():
            kind = "blank"
        elif line.lstrip().startswith("|") and line.count("|") >= 2:
            kind = "pipe"
        elif _BOX_RULE.fullmatch(line.strip()) or (
            line.lstrip()[0] in _BOX_SIDES and sum(map(line.count, _BOX_SIDES)) >= 2
        ):
            kind = "box"
        elif "\t" in line:
            kind = "tab" if "\t" in line.strip() else "edge"
        else:
            kind = "text"
        yield _Line(at, stop, kind)
        at = stop + 1


def _line_regions(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    kind, first, last, blanks = "", start, start, 0
    for line in _lines(text, start, end):
        if line.kind == "blank":
            blanks += 1
            continue
        if line.kind == "edge":
            inside = kind == "tab" or "\t" in _next_line(text, line.end, end)
            line = _Line(line.start, line.end, "tab" if inside else "text")
        # A blank line ends a table between pipes unless the next row goes on without a header.
        torn = blanks and kind == "pipe" and line.kind == "pipe" and _ruled(text, line, end)
        if line.kind != kind or torn:
            if kind:
                yield first, last, kind
            kind, first = line.kind, line.start
        last, blanks = line.end, 0
    if kind:
        yield first, last, kind


def _next_line(text: str, at: int, end: int) -> str:
    stop = text.find("\n", at + 1, end)
    return text[at + 1 : end if stop < 0 else stop].strip()


def _ruled(text: str, line: _Line, end: int) -> bool:
    """Whether the line after ``line`` is a Markdown rule (so that ``line`` is a header)."""
    stop = text.find("\n", line.end + 1, end)
    following = text[line.end + 1 : end if stop < 0 else stop]
    return bool(_RULE.fullmatch(following)) and "-" in following


def _cell(
    text: str, row: int, column: int, start: int, end: int, spans: tuple[int, int]
) -> TableCell:
    raw = text[start:end]
    left = len(raw) - len(raw.lstrip())
    stripped = raw.strip()
    return TableCell(
        row, column, start + left, start + left + len(stripped), plain_text(stripped),
        spans[0], spans[1], checked=ticked_options(stripped) or (),
    )  # fmt: skip


def _line_table(text: str, start: int, end: int, index: int) -> Table | None:
    cells: list[TableCell] = []
    row = columns = 0
    for line in _lines(text, start, end):
        shown = text[line.start : line.end]
        if line.kind == "blank" or (line.kind == "pipe" and _RULE.fullmatch(shown)):
            continue
        if line.kind == "box" and _BOX_RULE.fullmatch(shown.strip()):
            continue
        separator = "|" if line.kind == "pipe" else "\t"
        at, stop = line.start, line.end
        if line.kind == "box":
            separator = shown.lstrip()[0]
        if line.kind in {"pipe", "box"}:
            at = text.index(separator, at) + 1
            trimmed = text[at:stop].rstrip()
            stop = at + len(trimmed) - trimmed.endswith(separator)
        column = 0
        while at <= stop:
            cut = text.find(separator, at, stop)
            while separator == "|" and cut > 0 and text[cut - 1] == "\\":
                cut = text.find(separator, cut + 1, stop)
            cut = stop if cut < 0 else cut
            if text[at:cut].strip():
                cells.append(_cell(text, row, column, at, cut, (1, 1)))
            column += 1
            at = cut + 1
        columns = max(columns, column)
        row += 1
    return Table(index, row, columns, start, end, tuple(cells)) if cells else None


def _html_table(text: str, start: int, end: int, index: int) -> Table | None:
    cells: list[TableCell] = []
    taken: set[tuple[int, int]] = set()
    row = columns = 0
    for tr in _HTML_ROW.finditer(text, start, end):
        column = 0
        for td in _HTML_CELL.finditer(text, tr.start(1), tr.end(1)):
            spans = {key.lower(): int(value) for key, value in _SPAN.findall(td["attributes"])}
            down, across = max(spans.get("rowspan", 1), 1), max(spans.get("colspan", 1), 1)
            while (row, column) in taken:
                column += 1
            taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
            if td["body"].strip():
                cells.append(
                    _cell(text, row, column, td.start("body"), td.end("body"), (down, across))
                )
            column += across
        columns = max([columns, *(c + 1 for r, c in taken if r == row)])
        row += 1
    return Table(index, row, columns, start, end, tuple(cells)) if cells else None


def _paragraphs(text: str, start: int, end: int) -> Iterator[Block]:
    for line in _lines(text, start, end):
        if line.kind == "blank":
            continue
        body = text[line.start : line.end]
        cuts = [0, *inline_headings(body), len(body)]
        for a, b in pairwise(cuts):
            part = body[a:b]
            if not part.strip():
                continue
            left = a + len(part) - len(part.lstrip())
            at, stop = line.start + left, line.start + left + len(part.strip())
            heading = read_heading(part)
            level = heading.level if heading else 0
            if heading is None and _alone(text, line) and stands_alone(part):
                level = 1
            yield Block("heading" if level else "paragraph", at, stop, level)


def _alone(text: str, line: _Line) -> bool:
    before = text[max(line.start - 2, 0) : line.start]
    after = text[line.end : line.end + 2]
    return before in {"", "\n", "\n\n"} and after in {"", "\n", "\n\n"}
