"""改正: a copy of the file with what can be computed put right; the original is never touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain.document import Document
from assistant.domain.finding import Finding
from assistant.errors import UsageError
from assistant.writing.word_places import WordPlace, find, rows_of, runs_of


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement in the text as read, and the finding that asks for it."""

    start: int
    end: int
    old: str
    new: str
    finding: Finding


def edits_of(findings: Iterable[Finding]) -> list[Edit]:
    """The mends of the findings in order; of two that overlap the first stands."""
    found: list[Edit] = []
    for finding in sorted(findings, key=lambda f: (f.locator.start, -f.locator.end)):
        place = finding.locator
        if finding.fix is None or finding.origin != "author" or finding.fix == place.quote:
            continue
        if not found or place.start >= found[-1].end:
            found.append(Edit(place.start, place.end, place.quote, finding.fix, finding))
    return found


def mend(path: Path, document: Document, findings: Iterable[Finding], out: Path) -> list[str]:
    """Write the corrected copy to ``out``; one line per change, and per mend that found no place.

    Where nothing can be mended, nothing is written. Raises UsageError where ``out`` is the original
    or its format cannot be rewritten.
    """
    if out.resolve() == path.resolve():
        raise UsageError("改正后的文件不能覆盖原件，请换一个文件名")
    kind = "md" if document.format == "md" else document.format
    writer = _WRITERS.get(kind)
    if writer is None:
        raise UsageError(f"{document.format} 格式不能改写；可改写 .txt .md .docx .xlsx")
    if out.suffix.lower() != path.suffix.lower():
        raise UsageError(f"改正后的文件应与原件同一格式（{path.suffix}）")
    edits = edits_of(findings)
    if not edits:
        return []
    out.parent.mkdir(parents=True, exist_ok=True)
    missed = writer(path, document, edits, out)
    lines = [_said(document, e) for e in edits if e not in missed]
    return lines + [f"未改 {e.finding.rule}：原件中找不到“{e.old}”" for e in missed]


def _said(document: Document, edit: Edit) -> str:
    row = document.text.count("\n", 0, edit.start) + 1
    new = f"改为“{edit.new}”" if edit.new else "删去"
    return f"第 {row} 行 {edit.finding.rule} {edit.finding.name}：“{edit.old}”{new}"


def _text(path: Path, document: Document, edits: list[Edit], out: Path) -> list[Edit]:
    """Text as read is the file itself, so offsets hold."""
    text = document.text
    for edit in reversed(edits):
        text = text[: edit.start] + edit.new + text[edit.end :]
    out.write_text(text, "utf-8", newline="\n")
    return []


def _word(path: Path, document: Document, edits: list[Edit], out: Path) -> list[Edit]:
    import docx  # python-docx takes .2 s to import

    word = docx.Document(str(path))
    rows = rows_of(word)
    missed = []
    places = [(edit, find(rows, document, edit.finding.locator)) for edit in edits]
    for edit, place in reversed(places):
        if (
            place is None
            or place.paragraph.text[place.start : place.end] != edit.old
            or not _replace(place, edit.new)
        ):
            missed.append(edit)
    word.save(str(out))
    return missed


def _replace(place: WordPlace, new: str) -> bool:
    """Put ``new`` into the first run of the place, and take the old words out of all of them."""
    runs = runs_of(place)
    for number, (run, start, end) in enumerate(runs):
        run.text = run.text[:start] + (new if number == 0 else "") + run.text[end:]
    return bool(runs)


def _excel(path: Path, document: Document, edits: list[Edit], out: Path) -> list[Edit]:
    import openpyxl  # only needed for a workbook

    book = openpyxl.load_workbook(str(path))
    missed = []
    for edit in edits:
        cell = _excel_cell(book, document, edit)
        if cell is None:
            missed.append(edit)
        elif isinstance(cell.value, str):
            cell.value = cell.value.replace(edit.old, edit.new, 1)
            cell.data_type = "s"  # “=0(次)” is a value in words, not a formula
        else:
            figure = re.sub(r"[,，\s]", "", edit.new)
            if not re.fullmatch(r"-?\d+(?:\.\d+)?", figure):
                missed.append(edit)
                continue
            cell.value = float(figure) if "." in figure else int(figure)
    book.save(str(out))
    return missed


def _excel_cell(book: Any, document: Document, edit: Edit) -> Any | None:
    """The cell whose text holds the old words, in the row most like the line they stand in."""
    begin = document.text.rfind("\n", 0, edit.start) + 1
    stop = document.text.find("\n", edit.end)
    line = document.text[begin : stop if stop >= 0 else len(document.text)]
    wanted = {c.strip() for c in line.split("\t") if c.strip()}
    best: tuple[int, Any] | None = None
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            shown = [(cell, _shown(cell.value)) for cell in row if cell.value is not None]
            holding = [cell for cell, text in shown if _holds(text, edit.old)]
            if not holding:
                continue
            alike = sum(1 for _, text in shown if any(_holds(w, text) for w in wanted))
            if best is None or alike > best[0]:
                best = (alike, holding[-1] if edit.old in line.split("\t")[-1:] else holding[0])
    return best[1] if best else None


def _shown(value: object) -> str:
    return re.sub(r"\.0$", "", str(value))


def _holds(text: str, old: str) -> bool:
    plain, wanted = (re.sub(r"[,，\s]", "", t) for t in (text, old))
    if re.fullmatch(r"\d+(?:\.\d+)?", wanted) and re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain) == float(wanted)
    return bool(wanted) and wanted in plain


_WRITERS: dict[str, Callable[[Path, Document, list[Edit], Path], list[Edit]]] = {
    "txt": _text, "md": _text, "docx": _word, "xlsx": _excel,
}  # fmt: skip
