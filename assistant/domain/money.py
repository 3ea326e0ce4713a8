"""金额: an amount as printed, and the same amount in yuan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """``raw`` is the printed text; ``yuan`` the exact value in yuan (元), never a float."""

    raw: str
    yuan: Decimal
