"""案卷: what a rule looks at: one declaration, the document around it, and the library if any."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.domain.declaration import BudgetLine, Declaration, Indicator, Reading, Section
from assistant.domain.document import Document, Table
from assistant.domain.locator import Cell, Locator
from assistant.jobs.check.names import mentioned, normal, pairs, segments

if TYPE_CHECKING:
    from assistant.library.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line outside tables, or a cell: ``text`` is the document's text from ``start``."""

    start: int
    end: int
    text: str
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A component of the project that money is asked for: a budget group, or an item alone."""

    name: str
    amount: Decimal
    lines: tuple[BudgetLine, ...]

    @property
    def locator(self) -> Locator:
        """The place of its first line."""
        return self.lines[0].locator


class Case:
    """One declaration under review; everything derived is computed once and kept."""

    def __init__(
        self,
        document: Document,
        reading: Reading,
        declaration: Declaration,
        index: int = 0,
        catalogue: Catalogue | None = None,
        memo: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.document = document
        self.reading = reading
        self.declaration = declaration
        self.index = index
        self.catalogue = catalogue
        self._memo = {} if memo is None else memo  # shared by the declarations of one document
        start, end = declaration.span
        self.start, self.end = (start, end) if end > start else (0, len(document.text))

    def at(self, start: int, end: int, cell: Cell | None = None) -> Locator:
        """The locator of ``text[start:end]``."""
        return self.document.locate(start, end, cell)

    def within(self, stretch: Stretch, match: re.Match[str], group: int | str = 0) -> Locator:
        """The place of a match found in a stretch's text."""
        return self.at(
            stretch.start + match.start(group), stretch.start + match.end(group), stretch.cell
        )

    @cached_property
    def text(self) -> str:
        """The declaration's part of the document."""
        return self.document.text[self.start : self.end]

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Tables that the declaration stands in or holds."""
        return tuple(t for t in self.document.tables if t.start < self.end and t.end > self.start)

    @cached_property
    def lines(self) -> tuple[Stretch, ...]:
        """Lines that stand outside tables."""
        inside = sorted((t.start, t.end) for t in self.tables)
        found = []
        for match in re.finditer(r"[^\n]+", self.text):
            start, end = self.start + match.start(), self.start + match.end()
            if not any(a <= start < b for a, b in inside):
                found.append(Stretch(start, end, match.group()))
        return tuple(found)

    @cached_property
    def cells(self) -> tuple[Stretch, ...]:
        """Cells of the tables, each once, with the document's own characters."""
        text = self.document.text
        return tuple(
            Stretch(c.start, c.end, text[c.start : c.end], Cell(t.index, c.row, c.column))
            for t in self.tables
            for c in t.cells
            if c.end > c.start and self.start <= c.start < self.end
        )

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """Every line and every cell, in order."""
        return tuple(sorted((*self.lines, *self.cells), key=lambda s: s.start))

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.stretches]

    def stretch_at(self, offset: int) -> Stretch | None:
        """The line or cell that ``offset`` stands in."""
        at = bisect_right(self._starts, offset) - 1
        found = self.stretches[at] if at >= 0 else None
        return found if found is not None and offset <= found.end else None

    @cached_property
    def prose(self) -> tuple[Stretch, ...]:
        """Running text: lines outside tables and cells that hold sentences."""
        return tuple(
            s for s in self.stretches if s.cell is None or len(s.text) >= 25 or "。" in s.text
        )

    def search(self, pattern: re.Pattern[str]) -> Iterator[tuple[Stretch, re.Match[str]]]:
        """Every match of ``pattern`` in running text."""
        for stretch in self.prose:
            for match in pattern.finditer(stretch.text):
                yield stretch, match

    @cached_property
    def _section_order(self) -> tuple[Section, ...]:
        return tuple(sorted(self.declaration.sections, key=lambda s: s.locator.start))

    def section_at(self, offset: int) -> Section | None:
        """The section that ``offset`` stands in."""
        last = None
        for section in self._section_order:
            if section.locator.start > offset:
                break
            last = section
        return last

    def heading_at(self, offset: int) -> str:
        """The heading or the form's label that ``offset`` stands under; may be empty."""
        for field in self.declaration.fields:
            if field.locator.start <= offset < max(field.locator.end, field.locator.start + 1):
                return field.label
        section = self.section_at(offset)
        return section.title if section else ""

    def body(self, *titles: str) -> tuple[Stretch, ...]:
        """Running text under the headings or labels that contain one of ``titles``."""
        return tuple(
            s for s in self.prose if any(title in self.heading_at(s.start) for title in titles)
        )

    def spoken_of(self, part: Part, text: str) -> bool:
        """Whether ``text`` (normal) speaks of a part.

        Words that it shares with another part do not count where that one is plainly meant.
        """
        if not self._named(part, text, frozenset()):
            return False
        if self._named(part, text, self._shared_pairs(part)):
            return True
        mine = pairs(part.name)
        return not any(
            mine & pairs(other.name) and self._named(other, text, self._shared_pairs(other))
            for other in self.parts
            if other is not part
        )

    def _named(self, part: Part, text: str, without: frozenset[str]) -> bool:
        names = (part.name, *(line.item for line in part.lines))
        share = 0.2 if without else 0.4  # of what tells a part apart, little is enough
        return any(mentioned(name, text, share, without) for name in names)

    def _shared_pairs(self, part: Part) -> frozenset[str]:
        others = (p for p in self.parts if p is not part)
        return frozenset().union(
            *(pairs(n) for p in others for n in (p.name, *(line.item for line in p.lines)))
        )

    @property
    def known_projects(self) -> tuple[str, ...]:
        """Names of the library's projects; empty without a library."""
        if self.catalogue is None:
            return ()
        if "projects" not in self._memo:
            self._memo["projects"] = tuple(self.catalogue.names().projects)
        return self._memo["projects"]

    @cached_property
    def year(self) -> int | None:
        """The budget year: as read, unless most of the places that can only name it disagree."""
        declared = self.declaration.year
        votes = Counter(
            int(year)
            for text in (
                self.declaration.goals.annual or "", *(step.when for step in self.declaration.plan),
                *re.findall(r"20\d{2}\s*年(?=[^，。\n]{0,24}(?:预算申报金额|预算安排|主要内容|年度\)))", self.text),
            )
            for year in re.findall(r"(?<!\d)(20\d{2})(?=\s*年)", text)[:1]
        )  # fmt: skip
        if not votes:
            return declared
        year, times = votes.most_common(1)[0]
        if declared is None or (times >= 3 and votes[declared] <= 1 and abs(year - declared) == 1):
            return year if times >= 2 else declared
        return declared

    @cached_property
    def goals_text(self) -> str:
        """总目标 and 年度目标, normalised."""
        goals = self.declaration.goals
        return normal((goals.overall or "") + "。" + (goals.annual or ""))

    @cached_property
    def indicators_text(self) -> str:
        """Names of the indicators, normalised."""
        return normal("；".join(i.name for i in self.declaration.indicators))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Budget groups; items where there are not at least two groups."""
        lines = [line for line in self.declaration.budget_lines if line.amount is not None]
        groups = {line.group for line in lines if line.group}
        by_group = len(groups) >= 2 and all(line.group for line in lines)
        found: dict[str, list[BudgetLine]] = {}
        for line in lines:
            name = line.group if by_group and line.group else line.item
            found.setdefault("".join(segments(name)) if not by_group else name, []).append(line)
        return tuple(
            Part(
                (rows[0].group or rows[0].item) if by_group else rows[0].item,
                sum((r.amount.yuan for r in rows if r.amount), Decimal(0)),
                tuple(rows),
            )
            for rows in found.values()
        )

    @cached_property
    def budget(self) -> Decimal | None:
        """Sum of the budget lines in yuan; None without lines."""
        return sum((p.amount for p in self.parts), Decimal(0)) if self.parts else None

    @cached_property
    def total(self) -> Decimal | None:
        """What is asked for in the budget year, in yuan, from the best place that states it."""
        declaration = self.declaration
        for money in (declaration.funding.annual, declaration.total, declaration.funding.total):
            if money is not None:
                return money.yuan
        return self.budget

    @cached_property
    def trusted(self) -> tuple[Indicator, ...]:
        """Indicators whose value can be trusted (extraction did not damage it)."""
        return tuple(
            i for i in self.declaration.indicators if not {"target", "name"} & set(i.uncertain)
        )

    def place_of(self, indicator: Indicator) -> Locator:
        """The indicator's value cell where known, else its row."""
        return indicator.target_locator or indicator.locator
