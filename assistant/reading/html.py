"""网页 (.html): headings, paragraphs and tables with their spans, as a browser shows them.

Scripts, styles and hidden parts are left out; nothing is fetched. Tables without a table within
are grids; a table that only lays out the page is walked through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from assistant.domain.document import Document
from assistant.errors import EmptyFile
from assistant.reading.assembly import Assembly, Grid, GridCell, compact

_SILENT = {"script", "style", "head", "noscript", "template", "svg", "iframe", "object", "nav"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "input", "img", "button", "select", "option", "textarea",
}  # fmt: skip
# Spans beyond these are not layout but an attack on memory.
_MAX_SPAN = 1_000
_MAX_DEPTH = 200
_PARTS = {"span", "b", "strong", "label", "em", "i", "font"}
_LABEL = 16
"""Characters up to which the first of two parts is a label."""


def is_html(head: str) -> bool:
    """Whether text that begins so is a web page (and not text with some tags in it)."""
    start = re.sub(r"^(?:\s|\ufeff|<\?xml[^>]*\?>|<!--.*?-->)+", "", head[:4096], flags=re.S)
    return bool(re.match(r"<(?:!doctype\s+html|html|head|body|table|meta)\b", start, re.I))


def read_html(text: bytes | str, data: bytes, name: str) -> Document:
    """A web page as text with places; raises EmptyFile. Bytes are decoded as the page says."""
    soup = BeautifulSoup(text, "lxml")
    out = Assembly()
    _Page(out).walk(soup.body or soup, 0)
    if out.empty:
        raise EmptyFile(name, "网页中没有文字")
    return out.document(data, name, "html")


class _Page:
    def __init__(self, out: Assembly) -> None:
        self._out = out
        self._line: list[str] = []

    def walk(self, node: Tag, depth: int) -> None:
        pairs: list[tuple[str, str]] = []
        for child in node.children:
            if isinstance(child, NavigableString) and pairs and not child.strip():
                continue  # the line breaks of the source between two pairs
            paired = _pairs(child) if isinstance(child, Tag) and not _hidden(child) else []
            if paired:
                self._flush()
                pairs.extend(paired)
                continue
            self._pairs(pairs)
            pairs = []
            if isinstance(child, NavigableString):
                if not isinstance(child, PreformattedString):
                    self._line.append(re.sub(r"\s+", " ", child))
            elif isinstance(child, Tag) and not _hidden(child):
                self._element(child, depth)
        self._pairs(pairs)
        if depth == 0:
            self._flush()

    def _pairs(self, pairs: list[tuple[str, str]]) -> None:
        """Labels with their values, one below the other, as a table of two columns."""
        cells = [
            GridCell(row, column, text, 1, 1)
            for row, pair in enumerate(pairs) for column, text in enumerate(pair)
        ]  # fmt: skip
        if cells:
            self._out.grid(compact(Grid(len(pairs), 2, tuple(cells))))

    def _element(self, node: Tag, depth: int) -> None:
        tag = node.name.lower()
        if tag in _INLINE or tag == "br":
            self._line.append("\n" if tag == "br" else _inline(node))
            if tag == "br":
                self._flush()
            return
        self._flush()
        if tag in _HEADINGS:
            self._out.heading(_inline(node), _HEADINGS[tag])
        elif tag == "table" and not _is_layout(node):
            self._table(node)
        elif depth < _MAX_DEPTH:
            self.walk(node, depth + 1)
            self._flush()

    def _flush(self) -> None:
        self._out.paragraph("".join(self._line))
        self._line = []

    def _table(self, node: Tag) -> None:
        caption = node.find("caption")
        if isinstance(caption, Tag):
            self._out.paragraph(_inline(caption))
        taken: set[tuple[int, int]] = set()
        cells: list[GridCell] = []
        nested: list[Tag] = []
        width = number = 0
        for number, row in enumerate(_rows(node)):
            column = 0
            for cell in row.find_all(["td", "th"], recursive=False):
                while (number, column) in taken:
                    column += 1
                rowspan, colspan = _span(cell, "rowspan"), _span(cell, "colspan")
                taken.update(
                    (number + down, column + across)
                    for down in range(rowspan)
                    for across in range(colspan)
                )
                inner = [table for table in cell.find_all("table")]
                nested.extend(table for table in inner if table.find_parent("table") is node)
                cells.append(GridCell(number, column, _inline(cell), rowspan, colspan))
                column += colspan
                width = max(width, column)
        height = number + 1
        trimmed = tuple(
            GridCell(c.row, c.column, c.text, min(c.rowspan, height - c.row), c.colspan)
            for c in cells
        )
        self._out.grid(compact(Grid(height, width, trimmed)))
        for table in nested:
            self._table(table)


def _pairs(node: Tag) -> list[tuple[str, str]]:
    """(label, value) of a definition list, or of a block of two inline parts and nothing else."""
    if node.name == "dl":
        terms = [one for one in node.find_all(["dt", "dd"]) if isinstance(one, Tag)]
        return [
            (_inline(a).strip(), _inline(b).strip())
            for a, b in pairwise(terms)
            if a.name == "dt" and b.name == "dd"
        ]
    if node.name not in {"div", "p", "li"}:
        return []
    parts = [
        one for one in node.children if not (isinstance(one, NavigableString) and not one.strip())
    ]
    if len(parts) != 2 or not all(isinstance(one, Tag) and one.name in _PARTS for one in parts):
        return []
    label, value = (_inline(one).strip() for one in parts if isinstance(one, Tag))
    if not label or not value or len(label) > _LABEL or label.endswith((":", "：")):
        return []
    return [(label, value)]


def _hidden(node: Tag) -> bool:
    style = str(node.get("style") or "").replace(" ", "").lower()
    return node.name in _SILENT or node.has_attr("hidden") or "display:none" in style


def _is_layout(table: Tag) -> bool:
    """A table with a table within and hardly a row of several cells with text of their own."""
    if table.find("table") is None:
        return False
    rows = list(_rows(table))
    several = sum(
        sum(bool(_inline(cell).strip()) for cell in row.find_all(["td", "th"], recursive=False)) > 1
        for row in rows
    )
    return several == 0


def _rows(table: Tag) -> Iterator[Tag]:
    """The table's own rows, not those of tables within."""
    for row in table.find_all("tr"):
        if row.find_parent("table") is table and not _hidden(row):
            yield row


def _span(cell: Tag, key: str) -> int:
    value = str(cell.get(key) or "1").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isdecimal() and len(value) < 6 else 1


def _inline(node: Tag) -> str:
    """The text of ``node`` without the tables in it; breaks and blocks as newlines."""
    return "".join(_pieces(node, 0))


def _pieces(node: Tag, depth: int) -> Iterator[str]:
    if node.name == "input":
        yield _input(node)
        return
    for child in node.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, PreformattedString):
                yield re.sub(r"\s+", " ", child)
        elif isinstance(child, Tag) and child.name != "table" and not _hidden(child):
            block = child.name not in _INLINE
            if block:
                yield "\n"
            if depth < _MAX_DEPTH:
                yield from _pieces(child, depth + 1)
            if block and child.name != "br":
                yield "\n"


def _input(node: Tag) -> str:
    kind = str(node.get("type") or "text").lower()
    if kind in {"checkbox", "radio"}:
        return "☑" if node.has_attr("checked") else "☐"
    return str(node.get("value") or "") if kind == "text" else ""
