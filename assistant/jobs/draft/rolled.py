"""新明细: a budget line of the new year with how its amount came about; all of them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.declaration import BudgetLine
from assistant.domain.draft import CellStatus
from assistant.domain.locator import Locator
from assistant.jobs.draft.amounts import short_yuan


@dataclass(frozen=True)
class Amount:
    """A new amount of money in yuan with its status; None is 待填."""

    yuan: Decimal | None
    status: CellStatus
    reason: str | None
    sources: tuple[Locator, ...]
    proposal: bool = False


@dataclass(frozen=True)
class RolledLine:
    """One new line. ``old`` is its position last year, None for a new one.

    ``price_told`` and ``quantity_told`` say how a changed price and number came about.
    """

    line: BudgetLine
    old: int | None
    amount: Amount
    price_told: str = "给定单价"
    quantity_told: str = "给定数量"


@dataclass(frozen=True)
class Ledger:
    """The new lines in order, and last year's lines that fell away."""

    lines: tuple[RolledLine, ...]
    gone: tuple[int, ...]

    def of_old(self, at: int) -> RolledLine | None:
        """The new line that last year's line ``at`` became."""
        return next((r for r in self.lines if r.old == at), None)

    def sum_of(self, rolled: Iterable[RolledLine]) -> Amount:
        """The sum of some lines with its formula; 待填 where one of them is."""
        parts = list(rolled)
        sources = tuple(dict.fromkeys(s for r in parts for s in r.amount.sources))
        missing = [r.line.item for r in parts if r.amount.yuan is None]
        known = [r.amount.yuan for r in parts if r.amount.yuan is not None]
        if missing:
            part = f"；已知各行合计 {short_yuan(sum(known, Decimal(0)))} 元" if known else ""
            why = f"明细“{'”“'.join(missing[:4])}”待填，填后自动合计{part}"
            return Amount(None, "needs_input", why, sources)
        total = sum(known, Decimal(0))
        if len(parts) == 1 and parts[0].amount.status == "carried":
            return Amount(total, "carried", f"预算明细“{parts[0].line.item}”沿用上年", sources)
        formula = " ＋ ".join(short_yuan(x) for x in known[:30])
        why = (
            f"{formula} ＝ {short_yuan(total)} 元"
            if len(known) > 1
            else f"＝ 明细 {short_yuan(total)} 元"
        )
        return Amount(total, "computed", why, sources, any(r.amount.proposal for r in parts))
