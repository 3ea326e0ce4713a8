"""手写表样: forms as finance offices print them, each with its facts, in several file formats.

``forms/NAME.form`` is a page: lines that begin with ``|`` are the rows of a table, ``{c3r2}`` at
the end of a cell is what it spans; other lines are paragraphs. ``forms/gold.json`` is what each
says, written by hand before it was read.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.domain.declaration import Declaration
from assistant.domain.document import Document
from assistant.domain.money import Money
from assistant.reading.files import read_bytes

FOLDER = Path(__file__).parent / "forms"
_SPAN = re.compile(r"\{(?:c(?P<across>\d+))?(?:r(?P<down>\d+))?\}$")


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of a form with its spans and its place."""

    row: int
    column: int
    text: str
    across: int = 1
    down: int = 1


@dataclass(slots=True)
class FormTable:
    """A table of a form."""

    rows: int = 0
    columns: int = 0
    cells: list[FormCell] = field(default_factory=list)


def load(name: str) -> list[str | FormTable]:
    """The paragraphs and tables of a form."""
    out: list[str | FormTable] = []
    taken: set[tuple[int, int]] = set()
    for line in (FOLDER / f"{name}.form").read_text("utf-8").splitlines():
        if not line.startswith("|"):
            out.append(line)
            continue
        if not out or not isinstance(out[-1], FormTable):
            out.append(FormTable())
            taken = set()
        table = out[-1]
        assert isinstance(table, FormTable)
        column = 0
        for raw in line.strip("|").split("|"):
            while (table.rows, column) in taken:
                column += 1
            span = _SPAN.search(raw.strip())
            across = int(span["across"] or 1) if span else 1
            down = int(span["down"] or 1) if span else 1
            text = _SPAN.sub("", raw.strip())
            table.cells.append(FormCell(table.rows, column, text, across, down))
            taken |= {(table.rows + r, column + c) for r in range(down) for c in range(across)}
            column += across
        table.rows += 1
        table.columns = max([table.columns, *(c + 1 for _, c in taken)])
    return out


def as_html(name: str) -> tuple[bytes, str]:
    """The form as a web page."""
    parts = ["<html><body>"]
    for item in load(name):
        if isinstance(item, str):
            parts.append(f"<p>{html.escape(item.lstrip('# '))}</p>")
            continue
        parts.append("<table>")
        for row in range(item.rows):
            parts.append("<tr>")
            parts += [
                f'<td rowspan="{c.down}" colspan="{c.across}">{html.escape(c.text)}</td>'
                for c in item.cells
                if c.row == row
            ]
            parts.append("</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"]).encode(), f"{name}.html"


def as_text(name: str) -> tuple[bytes, str]:
    """The form as text with tabs, spans lost."""
    lines: list[str] = []
    for item in load(name):
        if isinstance(item, str):
            lines.append(item)
            continue
        for row in range(item.rows):
            texts = {c.column: c.text for c in item.cells if c.row == row}
            lines.append("\t".join(texts.get(n, "") for n in range(item.columns)))
    return "\n".join(lines).encode(), f"{name}.txt"


def as_docx(name: str) -> tuple[bytes, str]:
    """The form as a Word document with merged cells."""
    import docx

    document = docx.Document()
    for item in load(name):
        if isinstance(item, str):
            document.add_paragraph(item.lstrip("# "))
            continue
        table = document.add_table(item.rows, item.columns)
        table.style = "Table Grid"
        for c in item.cells:
            cell = table.cell(c.row, c.column)
            if c.across > 1 or c.down > 1:
                cell = cell.merge(table.cell(c.row + c.down - 1, c.column + c.across - 1))
            cell.text = c.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), f"{name}.docx"


def as_xlsx(name: str) -> tuple[bytes, str]:
    """The form as a sheet with merged cells, its paragraphs in rows of their own."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    top = 1
    for item in load(name):
        if isinstance(item, str):
            sheet.cell(top, 1, item.lstrip("# "))
            top += 1
            continue
        for c in item.cells:
            cell = sheet.cell(top + c.row, c.column + 1, c.text)
            cell.data_type = "s"  # =1140份 is text, no formula
            if c.across > 1 or c.down > 1:
                sheet.merge_cells(
                    start_row=top + c.row, start_column=c.column + 1,
                    end_row=top + c.row + c.down - 1, end_column=c.column + c.across,
                )  # fmt: skip
        top += item.rows
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), f"{name}.xlsx"


FORMATS: dict[str, Callable[[str], tuple[bytes, str]]] = {
    "html": as_html, "txt": as_text, "docx": as_docx, "xlsx": as_xlsx,
}  # fmt: skip
GOLD: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / "gold.json").read_text("utf-8"))


def write(name: str, kind: str) -> Document:
    """The form, written in a format and read again."""
    data, file = FORMATS[kind](name)
    return read_bytes(data, file)[0]


def plain(text: str | None) -> str:
    """Text for comparing: without blanks and operators, half-width percent."""
    return re.sub(r"[\s()（）≥≤=＝]", "", text or "").replace("％", "%")


def _yuan(money: Money | None) -> Decimal | None:
    return money.yuan if money else None


def misses(gold: dict[str, Any], read: Declaration) -> tuple[list[str], int]:
    """What a declaration misses of its gold, a line each, and how many facts were compared."""
    out: list[str] = []
    count = 0

    def same(what: str, got: object, want: object) -> None:
        nonlocal count
        count += 1
        if got != want:
            out.append(f"{what}: {got!r} for {want!r}")

    for key in ("unit", "department", "year"):
        if key in gold:
            same(key, getattr(read, key), gold[key])
    same("project", plain(read.project), plain(gold["project"]))
    same("total", _yuan(read.total), Decimal(gold["total"]))
    _goals(gold, read, same)
    _money(gold, read, same)
    _indicators(gold, read, same)
    return out, count


def _goals(gold: dict[str, Any], read: Declaration, same: Callable[..., None]) -> None:
    """Goals by how they begin; a form with one goal for its year may call it either."""
    texts = {"annual": read.goals.annual, "overall": read.goals.overall}
    both = "annual_goal" in gold and "overall_goal" in gold
    for key in texts:
        if f"{key}_goal" in gold:
            want = plain(gold[f"{key}_goal"])
            looked = [texts[key]] if both else list(texts.values())
            same(f"{key} goal", any(plain(t).startswith(want) for t in looked) or looked, True)


def _money(gold: dict[str, Any], read: Declaration, same: Callable[..., None]) -> None:
    known = {plain(s.name): s.amount.yuan for s in read.funding.sources}
    known |= {"财政拨款": known.get("财政拨款") or _yuan(read.funding.annual_fiscal)
              or _yuan(read.funding.fiscal)}  # fmt: skip
    known |= {"其他资金": _yuan(read.funding.annual_other) or _yuan(read.funding.other)}
    for name, amount in gold["sources"].items():
        same(f"source {name}", known.get(plain(name)), Decimal(amount))
    lines = {plain(b.item): b for b in read.budget_lines}
    for name, amount, *quantity in gold.get("lines", ()):
        line = lines.pop(plain(name), None)
        same(f"line {name}", _yuan(line.amount) if line else None, Decimal(amount))
        if quantity:
            same(f"quantity {name}", line.quantity if line else None, Decimal(quantity[0]))
    same("other lines", sorted(lines), [])
    executions = {e.year: e for e in read.executions}
    for year, *amounts in gold.get("executions", ()):
        e = executions.get(year)
        got = [_yuan(e.initial), _yuan(e.adjusted), _yuan(e.executed), e.rate] if e else []
        same(f"execution {year}", got, [Decimal(a) if a else None for a in amounts])


def _indicators(gold: dict[str, Any], read: Declaration, same: Callable[..., None]) -> None:
    rows = {plain(i.name): i for i in read.indicators}
    for level2, name, target, *period in gold["indicators"]:
        row = rows.pop(plain(name), None)
        same(f"level of {name}", plain(row.level2 if row else None), plain(level2))
        same(f"target of {name}", plain(row.target.raw if row else None), plain(target))
        if period:
            long = getattr(row, "period_target", None)
            same(f"period of {name}", plain(long.raw if long else None), plain(period[0]))
    same("other indicators", sorted(rows), [])
    same("rows", len(read.indicators), len(gold["indicators"]))
