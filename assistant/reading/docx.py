"""Word 文档 (.docx): paragraphs and tables in reading order.

The XML is walked here and not through python-docx: that library hides text boxes, content controls
and tracked changes, and refuses files with a broken relation, which WPS writes. Inserted text is
kept and deleted text dropped, as in the document with all changes accepted. Headers, footers,
comments and hidden text are not part of what is declared. Macros and external links are never
looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from assistant.domain.document import Document
from assistant.errors import DamagedFile, EmptyFile
from assistant.reading.assembly import Assembly, Grid, GridCell, compact
from assistant.reading.numbering import Numbering
from assistant.reading.package import Package

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

# Column borders nearer than this (twips; about 1 mm) were drawn by hand to be one border.
_SNAP = 60
# Tables within tables within tables: deeper nesting is layout damage, or an attack.
_MAX_DEPTH = 8
# Word itself draws 63 columns; a wider span is damage, or an attack on memory.
_MAX_SPAN = 255

# Boxes and ticks of the symbol fonts (Wingdings, Wingdings 2), by private-use code.
_SYMBOLS = {
    0xF0FE: "☑", 0xF052: "☑", 0xF054: "☑", 0xF0FD: "☒", 0xF053: "☒", 0xF0FC: "√", 0xF050: "√",
    0xF0A3: "☐", 0xF0A8: "☐", 0xF06F: "☐", 0xF071: "☐", 0xF0A1: "○", 0xF06E: "■", 0xF0B3: "≥",
    0xF0A2: "☐",
}  # fmt: skip
_DROPPED = {"del", "moveFrom", "rPr", "pPr", "delText", "instrText", "rt", "sdtPr", "Fallback"}


def read_docx(package: Package, data: bytes, name: str) -> Document:
    """A Word document as text with places; raises EmptyFile or DamagedFile."""
    return _Word(package).read(data, name)


class _Word:
    def __init__(self, package: Package) -> None:
        self._package = package
        main = self._main_part()
        self._root = package.xml(main)
        self._w = self._root.tag.partition("}")[0] + "}"
        parts = {kind: target for kind, target in package.relations(main).values()}
        self._numbering = Numbering(self._optional(parts.get("numbering")), self._w)
        self._styles = self._read_styles(self._optional(parts.get("styles")))
        self._out = Assembly()
        self._floating: list[etree._Element] = []

    def read(self, data: bytes, name: str) -> Document:
        body = self._root.find(f"{self._w}body")
        if body is None:
            raise DamagedFile(name, "文档没有正文部分")
        self._blocks(body, 0)
        if self._out.empty:
            raise EmptyFile(name, "文档中没有文字")
        return self._out.document(data, name, "docx")

    def _main_part(self) -> str:
        for kind, target in self._package.relations("").values():
            if kind == "officeDocument":
                return target
        return "word/document.xml"

    def _optional(self, part: str | None) -> etree._Element | None:
        """A part that a damaged document may lack or break without harm to its text."""
        if part is None or not self._package.has(part):
            return None
        try:
            return self._package.xml(part)
        except DamagedFile:
            return None

    def _read_styles(self, root: etree._Element | None) -> dict[str, tuple[int, str, int]]:
        """Style → (heading level or 0, list id or "", list level), inherited."""
        if root is None:
            return {}
        w = self._w
        own: dict[str, tuple[str, int, str, int]] = {}
        for style in root.iter(f"{w}style"):
            title = _value(style.find(f"{w}name"), w).lower()
            match = re.fullmatch(r"(?:heading|标题) ?([1-9])", title)
            level = int(match[1]) if match else (1 if title in {"title", "标题"} else 0)
            outline = style.find(f"{w}pPr/{w}outlineLvl")
            if not level and outline is not None:
                stated = _value(outline, w)
                level = int(stated) + 1 if stated.isdigit() and int(stated) < 9 else 0
            list_id = _value(style.find(f"{w}pPr/{w}numPr/{w}numId"), w)
            list_level = _value(style.find(f"{w}pPr/{w}numPr/{w}ilvl"), w)
            parent = _value(style.find(f"{w}basedOn"), w)
            at = int(list_level) if list_level.isdigit() else 0
            own[style.get(f"{w}styleId") or ""] = (parent, level, list_id, at)
        return {key: _inherited(key, own) for key in own}

    # -- blocks ---------------------------------------------------------------------------------

    def _blocks(self, parent: etree._Element, depth: int) -> None:
        w = self._w
        for node in parent:
            if node.tag == f"{w}p":
                self._paragraph(node, depth)
            elif node.tag == f"{w}tbl":
                self._table(node, depth)
            elif node.tag == f"{w}altChunk":
                self._out.note("文档嵌入了另一份文件，嵌入部分没有读取")
            elif isinstance(node.tag, str) and _local(node) in {
                "sdt", "sdtContent", "customXml", "ins", "moveTo",
            }:  # fmt: skip
                self._blocks(node, depth)

    def _paragraph(self, node: etree._Element, depth: int) -> None:
        text, level = self._paragraph_text(node)
        if level:
            self._out.heading(text, level)
        else:
            centred = _value(node.find(f"{self._w}pPr/{self._w}jc"), self._w) == "center"
            self._out.paragraph(text, alone=centred)
        self._flush(depth)

    def _flush(self, depth: int) -> None:
        """Text boxes anchored in what was just read follow it."""
        floating, self._floating = self._floating, []
        if depth < _MAX_DEPTH:
            for box in floating:
                self._blocks(box, depth + 1)

    def _paragraph_text(self, node: etree._Element) -> tuple[str, int]:
        """The paragraph's text with its automatic number, and its heading level (0 for none)."""
        w = self._w
        text = "".join(self._runs(node))
        style = _value(node.find(f"{w}pPr/{w}pStyle"), w)
        level, list_id, list_level = self._styles.get(style, (0, "", 0))
        outline = _value(node.find(f"{w}pPr/{w}outlineLvl"), w)
        if outline.isdigit():
            level = int(outline) + 1 if int(outline) < 9 else 0
        own = node.find(f"{w}pPr/{w}numPr")
        if own is not None:
            list_id = _value(own.find(f"{w}numId"), w) or list_id
            stated = _value(own.find(f"{w}ilvl"), w)
            list_level = int(stated) if stated.isdigit() else list_level
        if list_id and list_id != "0" and text.strip():
            label = self._numbering.label(list_id, list_level)
            gap = " " if label[-1:].isascii() and label else ""
            text = label + gap + text
        return text, level

    # -- runs -----------------------------------------------------------------------------------

    def _runs(self, node: etree._Element) -> Iterator[str]:
        w = self._w
        for child in node:
            if not isinstance(child.tag, str):
                continue
            tag = _local(child)
            if tag == "t":
                yield (child.text or "").translate(_SYMBOLS)
            elif tag in _DROPPED:
                continue
            elif tag == "r":
                if child.find(f"{w}rPr/{w}vanish") is None:
                    yield from self._runs(child)
            elif tag == "txbxContent":
                self._floating.append(child)
            elif tag == "sdt":
                yield from self._control(child)
            elif tag in _MARKS:
                yield _MARKS[tag]
            elif tag == "sym":
                yield _symbol(child.get(f"{w}char"))
            elif tag == "fldChar":
                yield self._legacy_box(child)
            else:
                yield from self._runs(child)

    def _control(self, node: etree._Element) -> Iterator[str]:
        """A content control: a check box as ☑ or ☐, a prompt as nothing, else its text."""
        properties = node.find(f"{self._w}sdtPr")
        box = None if properties is None else properties.find(f"{_W14}checkbox")
        if box is not None:
            state = box.find(f"{_W14}checked")
            on = state is not None and state.get(f"{_W14}val") not in {"0", "false", None}
            yield "☑" if on else "☐"
        elif properties is None or properties.find(f"{self._w}showingPlcHdr") is None:
            yield from self._runs(node)

    def _legacy_box(self, node: etree._Element) -> str:
        w = self._w
        box = node.find(f"{w}ffData/{w}checkBox")
        if box is None:
            return ""
        state = box.find(f"{w}checked")
        state = box.find(f"{w}default") if state is None else state
        on = state is not None and state.get(f"{w}val") not in {"0", "false"}
        return "☑" if on else "☐"

    # -- tables ---------------------------------------------------------------------------------

    def _table(self, node: etree._Element, depth: int) -> None:
        """A table; tables within its cells follow it as tables of their own."""
        w = self._w
        cells: list[GridCell] = []
        nested: list[etree._Element] = []
        anchors: dict[int, int] = {}
        rows = [row for row in _descend(node, f"{w}tr") if row.find(f"{w}trPr/{w}del") is None]
        width = 0
        for number, row in enumerate(rows):
            width = max(width, self._table_row(row, number, cells, nested, anchors))
        self._out.grid(compact(self._snapped(node, Grid(len(rows), width, tuple(cells)))))
        self._flush(depth)
        if depth >= _MAX_DEPTH:
            if nested:
                self._out.note(f"表格嵌套超过 {_MAX_DEPTH} 层，更深处没有读取")
            return
        for inner in nested:
            self._table(inner, depth + 1)

    def _table_row(
        self,
        row: etree._Element,
        number: int,
        cells: list[GridCell],
        nested: list[etree._Element],
        anchors: dict[int, int],
    ) -> int:
        """Add one row's cells; ``anchors`` maps a column to the open vertical merge there."""
        w = self._w
        before = _value(row.find(f"{w}trPr/{w}gridBefore"), w)
        column = min(int(before), _MAX_SPAN) if before.isdecimal() else 0
        for cell in _descend(row, f"{w}tc"):
            span = _value(cell.find(f"{w}tcPr/{w}gridSpan"), w)
            colspan = min(max(int(span), 1), _MAX_SPAN) if span.isdecimal() else 1
            merge = cell.find(f"{w}tcPr/{w}vMerge")
            across = cell.find(f"{w}tcPr/{w}hMerge")
            if merge is not None and _value(merge, w) in {"", "continue"} and column in anchors:
                at = anchors[column]
                cells[at] = replace(cells[at], rowspan=number - cells[at].row + 1)
            elif across is not None and _value(across, w) in {"", "continue"} and cells:
                cells[-1] = replace(cells[-1], colspan=cells[-1].colspan + colspan)
            else:
                text = self._cell_text(cell, nested)
                if merge is not None:
                    anchors[column] = len(cells)
                else:
                    anchors.pop(column, None)
                cells.append(GridCell(number, column, text, 1, colspan))
            column += colspan
        return column

    def _cell_text(self, cell: etree._Element, nested: list[etree._Element]) -> str:
        w = self._w
        lines = []
        for node in cell.iterdescendants(f"{w}p", f"{w}tbl"):
            owner = next(node.iterancestors(f"{w}tc", f"{w}txbxContent"))
            if owner is not cell:
                continue
            if node.tag == f"{w}tbl":
                nested.append(node)
            else:
                lines.append(self._paragraph_text(node)[0])
        for box in self._floating:
            lines.extend(self._paragraph_text(node)[0] for node in box.iter(f"{w}p"))
        self._floating = []
        return "\n".join(lines)

    def _snapped(self, node: etree._Element, grid: Grid) -> Grid:
        """The grid with column borders that all but coincide made one, where no text is lost."""
        w = self._w
        widths = [_value(col, w, "w") for col in node.findall(f"{w}tblGrid/{w}gridCol")]
        if len(widths) != grid.columns or not all(width.isdigit() for width in widths):
            return grid
        ranks, rank, edge, last = [0], 0, 0, 0
        for width in widths:
            edge += int(width)
            if edge - last > _SNAP:
                rank, last = rank + 1, edge
            ranks.append(rank)
        if rank == grid.columns:
            return grid
        cells = []
        for cell in grid.cells:
            start, end = ranks[cell.column], ranks[cell.column + cell.colspan]
            if end == start:
                if cell.text.strip():
                    return grid
                continue
            cells.append(replace(cell, column=start, colspan=end - start))
        return Grid(grid.rows, rank, tuple(cells), grid.sheet)


_MARKS = {
    "tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "",
}  # fmt: skip


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _value(node: etree._Element | None, w: str, key: str = "val") -> str:
    return "" if node is None else node.get(f"{w}{key}") or ""


def _inherited(key: str, own: dict[str, tuple[str, int, str, int]]) -> tuple[int, str, int]:
    """Heading level and list of a style, from itself or the styles that it is based on."""
    level, list_id, list_level = 0, "", 0
    for _ in range(len(own)):
        if key not in own:
            break
        key, own_level, own_list, own_at = own[key]
        level = level or own_level
        if not list_id and own_list:
            list_id, list_level = own_list, own_at
    return level, list_id, list_level


def _symbol(code: str | None) -> str:
    try:
        value = int(code or "", 16)
    except ValueError:
        return ""
    return _SYMBOLS.get(value, chr(value) if value < 0xE000 else "")


def _descend(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of ``tag``, also those wrapped in content controls or tracked insertions."""
    for child in node:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and _local(child) in {
            "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag",
        }:  # fmt: skip
            yield from _descend(child, tag)
