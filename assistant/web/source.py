"""原文: a document's stretch as HTML, the quoted place marked, tables as tables.

Everything that comes from a document is escaped: documents are data.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from assistant.domain.document import Block, Document, Table, TableCell

WINDOW = 40
"""Blocks shown on each side of the place: a page or two, however long the document is."""
AROUND = 1500
"""Characters shown on each side where the document has no blocks there."""
LONG = 40
"""Characters from which a table's cell is given room, however narrow the page."""
ROWS = 400
"""Table rows shown at most on each side of the place."""


@dataclass(frozen=True, slots=True)
class Place:
    """The stretch to mark, in the document's text."""

    start: int
    end: int

    def touches(self, start: int, end: int) -> bool:
        """True where the stretch and [start, end) share a character."""
        return start < self.end and self.start < end


def marked(text: str, offset: int, place: Place) -> str:
    """``text`` (which stands at ``offset``) escaped, with its part of the place marked."""
    start = max(place.start - offset, 0)
    end = min(place.end - offset, len(text))
    if start >= end:
        return escape(text)
    return (
        f'{escape(text[:start])}<mark class="yj-mark">{escape(text[start:end])}</mark>'
        f"{escape(text[end:])}"
    )


def cell_html(document: Document, cell: TableCell, place: Place) -> str:
    """One table cell; a cell whose place is quoted is marked whole where clean text differs."""
    raw = document.text[cell.start : cell.end]
    span = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    span += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    long = len(cell.text) > LONG and cell.colspan == 1
    if not place.touches(cell.start, cell.end):
        return f"<td{span}{' class=yj-long' if long else ''}>{escape(cell.text)}</td>"
    inner = (
        marked(raw, cell.start, place)
        if raw == cell.text
        else f'<mark class="yj-mark">{escape(cell.text)}</mark>'
    )
    return f'<td{span} class="yj-hit{" yj-long" if long else ""}">{inner}</td>'


def table_html(document: Document, table: Table, place: Place) -> str:
    """A table as a table, around the place where it is long; gaps are empty cells."""
    rows: dict[int, list[TableCell]] = {}
    for one in table.cells:
        rows.setdefault(one.row, []).append(one)
    hits = [r for r, cells in rows.items() if any(place.touches(c.start, c.end) for c in cells)]
    middle = hits[0] if hits else 0
    lines = []
    covered: set[tuple[int, int]] = set()
    for number in range(max(0, middle - ROWS), min(table.rows, middle + ROWS)):
        here = {one.column: one for one in rows.get(number, [])}
        tds = []
        for column in range(table.columns):
            cell = here.get(column)
            if cell is not None:
                covered |= {
                    (number + i, column + j)
                    for i in range(cell.rowspan)
                    for j in range(cell.colspan)
                }
                tds.append(cell_html(document, cell, place))
            elif (number, column) not in covered:
                tds.append("<td></td>")
        hit = ' class="yj-row"' if number in hits else ""
        lines.append(f"<tr{hit}>{''.join(tds)}</tr>")
    return f'<div class="yj-scroll" tabindex="0"><table class="yj-table">{"".join(lines)}</table></div>'


def block_html(document: Document, block: Block, place: Place) -> str:
    """One heading, paragraph or table."""
    if block.kind == "table" and block.table is not None:
        return table_html(document, document.tables[block.table], place)
    text = marked(document.text[block.start : block.end], block.start, place)
    if block.kind == "heading":
        return f'<p class="yj-heading" role="heading" aria-level="4">{text}</p>'
    return f"<p>{text}</p>"


def head_html(document: Document, start: int) -> str:
    """The document's name and the page of a place."""
    page = document.page_at(start)
    where = f" · 第 {page} 页" if page is not None else ""
    return f'<div class="yj-source-name">{escape(document.name)}{where}</div>'


def source_html(document: Document, start: int, end: int, *, headed: bool = True) -> str:
    """The document around [start, end), the place marked (an empty one marks nothing).

    The page scrolls to ``.yj-mark``.
    """
    place, near = Place(start, end), Place(start, max(end, start + 1))
    blocks = document.blocks
    middle = next((i for i, b in enumerate(blocks) if near.touches(b.start, b.end)), None)
    head = head_html(document, start) if headed else ""
    if middle is None:
        first = max(0, start - AROUND)
        text = marked(document.text[first : end + AROUND], first, place)
        return f'{head}<div class="yj-source" tabindex="0"><pre>{text}</pre></div>'
    shown = blocks[max(0, middle - WINDOW) : middle + WINDOW]
    body = "".join(block_html(document, block, place) for block in shown)
    before = '<p class="yj-more">…（上文从略）</p>' if middle > WINDOW else ""
    after = '<p class="yj-more">（下文从略）…</p>' if middle + WINDOW < len(blocks) else ""
    return f'{head}<div class="yj-source" tabindex="0">{before}{body}{after}</div>'
