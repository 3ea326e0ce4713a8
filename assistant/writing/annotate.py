"""批注: the findings as Word comments at their places.

A .docx is copied with its comments added; any other format is laid out anew, text and tables, in
reading order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.domain.document import Document, Table
from assistant.domain.finding import Finding
from assistant.writing.word_places import find, rows_of, runs_of

AUTHOR, INITIALS = "有据", "据"
_WORDS = {"error": "错误", "warning": "警告", "advice": "建议"}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def comment_text(finding: Finding) -> str:
    """What the comment says: rule, severity, message, mend, evidence."""
    origin = "（识别所致，不是填报人的错）" if finding.origin == "extraction" else ""
    lines = [
        f"{finding.rule} {finding.name}〔{_WORDS[finding.severity]}〕{origin}",
        finding.message,
    ]
    if finding.suggestion:
        lines.append(f"建议：{finding.suggestion}")
    quotes = [" ".join(p.quote.split())[:40] for p in finding.related[:4]]
    lines += [f"对照：{quote}" for quote in quotes if quote]
    return "\n".join(lines)


def annotate(
    document: Document, findings: Iterable[Finding], out: Path, *, source: Path | None = None
) -> int:
    """Write ``out`` (.docx) with a comment per finding; how many found their place.

    ``source`` is the original file: where it is a .docx, the comments go into a copy of it.
    """
    import docx  # python-docx takes .2 s to import

    rows = sorted(findings, key=lambda f: (f.locator.start, f.locator.end))
    if source is not None and source.suffix.lower() == ".docx" and document.format == "docx":
        word = docx.Document(str(source))
        placed = _into_original(word, document, rows)
    else:
        word = docx.Document()
        placed = _Layout(word, document, rows).write()
    out.parent.mkdir(parents=True, exist_ok=True)
    word.save(str(out))
    return placed


def _comment(word: Any, runs: Sequence[Any], finding: Finding) -> None:
    word.add_comment(
        runs=[runs[0], runs[-1]], text=_UNPRINTABLE.sub("", comment_text(finding)),
        author=AUTHOR, initials=INITIALS,
    )  # fmt: skip


def _into_original(word: Any, document: Document, findings: list[Finding]) -> int:
    rows = rows_of(word)
    placed = 0
    for finding in findings:
        place = find(rows, document, finding.locator)
        runs = [run for run, _, _ in runs_of(place)] if place else []
        if runs:
            _comment(word, runs, finding)
            placed += 1
    return placed


class _Layout:
    """The text laid out anew, cut into runs where findings begin and end."""

    def __init__(self, word: Any, document: Document, findings: list[Finding]) -> None:
        self._word = word
        self._document = document
        self._waiting = list(findings)
        self._placed = 0

    def write(self) -> int:
        """Paragraphs and tables in order; what found no place stands at the end."""
        text, at = self._document.text, 0
        for table in sorted(self._document.tables, key=lambda t: t.start):
            if table.start < at:
                continue
            self._lines(at, table.start)
            self._table(table)
            at = table.end
        self._lines(at, len(text))
        for finding in self._waiting:
            run = self._word.add_paragraph().add_run(
                " ".join(finding.locator.quote.split())[:60] or "（空）"
            )
            _comment(self._word, [run], finding)
            self._placed += 1
        return self._placed

    def _lines(self, start: int, end: int) -> None:
        for match in re.finditer(r"[^\n]+", self._document.text[start:end]):
            self._stretch(self._word.add_paragraph(), start + match.start(), start + match.end())

    def _table(self, table: Table) -> None:
        if not table.rows or not table.columns:
            return
        grid = self._word.add_table(rows=table.rows, cols=table.columns)
        grid.style = "Table Grid"
        cells = grid._cells  # one list for all: the public accessor walks the table each time
        for cell in table.cells:
            place = cell.row * table.columns + cell.column
            if place >= len(cells):
                continue
            paragraph = cells[place].paragraphs[0]
            raw = self._document.text[cell.start : cell.end]
            if raw.strip() == cell.text.strip():
                self._stretch(paragraph, cell.start, cell.end)
            else:
                self._whole(paragraph, cell.text, cell.start, cell.end)

    def _within(self, start: int, end: int) -> list[Finding]:
        here = [f for f in self._waiting if start <= f.locator.start < max(end, start + 1)]
        self._waiting = [f for f in self._waiting if f not in here]
        return here

    def _whole(self, paragraph: Any, text: str, start: int, end: int) -> None:
        run = paragraph.add_run(_UNPRINTABLE.sub("", text) or " ")
        for finding in self._within(start, end):
            _comment(self._word, [run], finding)
            self._placed += 1

    def _stretch(self, paragraph: Any, start: int, end: int) -> None:
        here = self._within(start, end)
        cuts = {start, end}
        for finding in here:
            cuts |= {finding.locator.start, min(finding.locator.end, end)}
        edges = sorted(c for c in cuts if start <= c <= end)
        runs: list[tuple[int, int, Any]] = []
        for a, b in pairwise(edges):
            text = _UNPRINTABLE.sub("", self._document.text[a:b])
            runs.append((a, b, paragraph.add_run(text)))
        if not runs:
            runs = [(start, end, paragraph.add_run(" "))]
        for finding in here:
            a, b = finding.locator.start, max(finding.locator.end, finding.locator.start + 1)
            covered = [run for x, y, run in runs if x < b and y > a] or [runs[-1][2]]
            _comment(self._word, covered, finding)
            self._placed += 1
