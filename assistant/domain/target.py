"""目标值: the value that an indicator is to reach."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Operator = Literal["<=", ">=", "=", "<", ">"]
TargetKind = Literal[
    "amount", "count", "rate", "duration", "date", "frequency", "qualitative", "placeholder"
]


@dataclass(frozen=True, slots=True)
class Target:
    """One target value.

    ``raw`` is the cell as printed; ``number`` is in ``unit`` (``≤10566000 元`` → 10566000, 元);
    ``upper`` is set for a range only. A value in words has kind ``qualitative`` and no number.
    """

    raw: str
    operator: Operator | None
    number: Decimal | None
    upper: Decimal | None
    unit: str | None
    kind: TargetKind
