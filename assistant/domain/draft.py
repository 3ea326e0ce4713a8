"""起草: a drafted declaration, cell by cell with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.domain.declaration import Basis, Declaration
from assistant.domain.finding import Finding
from assistant.domain.locator import Locator

CellStatus = Literal["carried", "computed", "given", "needs_input"]


@dataclass(frozen=True, slots=True)
class DraftCell:
    """``path`` addresses the declaration (``indicators[3].target``); 待填 has ``needs_input``.

    ``reason`` says why in Chinese (the formula, the question to ask); ``previous`` is last year's
    value for the diff. ``proposal`` marks what is proposed from precedent and not yet accepted.
    """

    path: str
    value: str
    status: CellStatus
    sources: tuple[Locator, ...]
    reason: str | None
    previous: str | None = None
    proposal: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The contract's answer of ``youju draft``.

    ``texts`` are (document id, text) of what locators point in and no library holds: the given
    figures, a budget file.
    """

    declaration: Declaration
    cells: tuple[DraftCell, ...]
    findings: tuple[Finding, ...]
    bases: tuple[Basis, ...]
    losses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
