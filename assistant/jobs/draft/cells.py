"""格: every cell of the draft with its status, sources and reason, recorded as it is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from assistant.domain.draft import CellStatus, DraftCell
from assistant.domain.locator import Locator

BLANK = "【待填】"
"""What stands in the draft where a value is missing."""


ANY = "*"
"""The measure of a number whose counting word is not printed (数量 163)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """新数: a figure of last year and what it becomes.

    ``measure`` is 元, % or a counting word; ``new`` is None where it must be asked for. ``subject``
    is the name that it belongs to; narrative figures follow these.
    """

    subject: str
    measure: str
    old: Decimal | None
    new: Decimal | None
    status: CellStatus
    reason: str | None
    sources: tuple[Locator, ...]
    proposal: bool = False


@dataclass(slots=True)
class CellBook:
    """The cells made so far, in order."""

    cells: list[DraftCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    def put(
        self,
        path: str,
        value: str,
        status: CellStatus,
        sources: tuple[Locator | None, ...] = (),
        reason: str | None = None,
        *,
        previous: str | None = None,
        proposal: bool = False,
    ) -> None:
        """Record one cell; sources that are None are left out."""
        known = tuple(dict.fromkeys(s for s in sources if s is not None))
        self.cells.append(DraftCell(path, value, status, known, reason, previous, proposal))

    def note(self, line: str) -> None:
        """A line for the user, said once."""
        if line not in self.notes:
            self.notes.append(line)
