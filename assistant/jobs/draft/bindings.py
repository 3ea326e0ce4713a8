"""绑定: which figures of last year's declaration are made from which others.

Found by names and arithmetic in last year's data alone: a cost indicator that equals the lines of
its group (10,566,000 = 8,100,000 + 2,466,000), a number that is a line's quantity, a unit price.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from assistant.domain.declaration import BudgetLine, Declaration, Indicator
from assistant.domain.target import Target
from assistant.jobs.draft.amounts import UNITS
from assistant.jobs.draft.likeness import likeness

ALIKE = 0.5
"""Names at least so alike may be bound by an equal number."""
TOLERANCE = Decimal("50")
"""Half of 0.01 万元, in yuan: amounts printed in 万元 with two decimals."""
ARREARS = ("尾款", "质保金", "余款", "结算款")
"""A line for what last year's contract still owes: next year's is another amount."""
PEOPLE = frozenset("人名位员") | {"人次"}
SETS = frozenset("套份件副")


@dataclass(frozen=True, slots=True)
class CostBinding:
    """A cost indicator's amount: the total, a group, some lines, or one line's unit price."""

    kind: Literal["total", "group", "lines", "price"]
    lines: tuple[int, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True)
class CountBinding:
    """An indicator's number that a line multiplies by a price.

    ``implied`` where the line prints no price: amount ÷ number of last year.
    """

    indicator: int
    line: int
    implied: bool


@dataclass(frozen=True, slots=True)
class Bindings:
    """All that was found; keys are positions in last year's declaration."""

    costs: dict[int, CostBinding]
    counts: tuple[CountBinding, ...]
    sums: dict[int, tuple[int, ...]]
    equals: dict[int, int]


def is_arrears(line: BudgetLine) -> bool:
    """True for a line that pays last year's contract."""
    return any(word in line.item for word in ARREARS)


def target_yuan(target: Target) -> Decimal | None:
    """A money target in yuan (``≤1056.6万元`` → 10566000); None for anything else."""
    if target.number is None or target.unit is None:
        return None
    unit = target.unit.partition("/")[0].strip()
    return target.number * UNITS[unit] if unit in UNITS else None


def is_unit_price(target: Target) -> bool:
    """True for a price for one (元/人, 元/人·月)."""
    return target.unit is not None and "/" in target.unit and target.unit[0] in "元万"


def _close(a: Decimal, b: Decimal, lines: Iterable[BudgetLine]) -> bool:
    """Equal, or within rounding where the amounts stand in 万元."""
    in_wan = any(row.amount and abs(row.amount.yuan) >= 1000 and "." in row.amount.raw
                 and "," not in row.amount.raw for row in lines)  # fmt: skip
    return abs(a - b) <= (TOLERANCE if in_wan else Decimal("0.005"))


def _groups(lines: tuple[BudgetLine, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if line.group:
            found.setdefault(line.group, []).append(i)
    return {name: tuple(at) for name, at in found.items()}


def _amount(lines: tuple[BudgetLine, ...], at: Iterable[int]) -> Decimal | None:
    total = Decimal(0)
    for i in at:
        money = lines[i].amount
        if money is None:
            return None
        total += money.yuan
    return total


def _cost(indicator: Indicator, declaration: Declaration) -> CostBinding | None:
    """What a cost indicator's amount is made of, the best-named of what fits arithmetically."""
    lines = declaration.budget_lines
    wanted = target_yuan(indicator.target)
    if wanted is None:
        return None
    if is_unit_price(indicator.target):
        fits = [(likeness(indicator.name, row.item), i) for i, row in enumerate(lines)
                if row.unit_price and row.unit_price.yuan == wanted]  # fmt: skip
        best = max(fits, default=(0.0, -1))
        return CostBinding("price", (best[1],)) if best[0] >= ALIKE else None
    fits_: list[tuple[float, CostBinding]] = []
    groups = _groups(lines)
    for name, at in groups.items():
        amount = _amount(lines, at)
        if amount is not None and _close(amount, wanted, lines):
            fits_.append((likeness(indicator.name, name) + 0.02, CostBinding("group", at, name)))
    for i, line in enumerate(lines):
        if line.amount and _close(line.amount.yuan, wanted, (line,)):
            fits_.append((likeness(indicator.name, line.item), CostBinding("lines", (i,))))
    if not fits_:
        fits_.extend(_subsets(indicator, wanted, lines))
    whole = declaration.total
    if whole is not None and abs(whole.yuan - wanted) <= Decimal("0.005"):
        fits_.append((ALIKE, CostBinding("total", tuple(range(len(lines))))))
    best_fit = max(fits_, key=lambda one: one[0], default=None)
    if best_fit is None:
        return None
    lone = len({one[1].lines for one in fits_}) == 1 and wanted >= 1000
    return best_fit[1] if best_fit[0] >= ALIKE or lone else None


def _subsets(
    indicator: Indicator, wanted: Decimal, lines: tuple[BudgetLine, ...]
) -> list[tuple[float, CostBinding]]:
    """Two to five lines with names like the indicator's that add up to its amount."""
    like = [
        (likeness(indicator.name, f"{row.group or ''}{row.item}"), i) for i, row in enumerate(lines)
    ]
    near = [i for score, i in sorted(like, reverse=True)[:10] if score >= ALIKE]
    found = []
    for size in range(2, min(5, len(near)) + 1):
        for at in combinations(sorted(near), size):
            amount = _amount(lines, at)
            if amount is not None and _close(amount, wanted, lines):
                found.append((min(s for s, i in like if i in at), CostBinding("lines", at)))
    return found


def is_count(indicator: Indicator) -> bool:
    """True for a counted target (人, 次, 套 …)."""
    target = indicator.target
    return target.number is not None and target.kind == "count"


def _counts(declaration: Declaration) -> Iterable[CountBinding]:
    """Counted indicators that a budget line multiplies by its price."""
    lines = declaration.budget_lines
    counted = [(i, x) for i, x in enumerate(declaration.indicators) if is_count(x)]
    for at, line in enumerate(lines):
        name = f"{line.group or ''}{line.item}"
        scored = [(max(likeness(x.name, line.item), likeness(x.name, name)), i) for i, x in counted
                  if line.quantity is None or line.quantity == x.target.number]  # fmt: skip
        score, best = max(scored, key=lambda one: (one[0], -one[1]), default=(0.0, -1))
        if score < ALIKE or line.amount is None or is_arrears(line):
            continue
        number = declaration.indicators[best].target.number
        if line.quantity is not None:
            yield CountBinding(best, at, implied=False)
        elif number is not None and number > 1:
            yield CountBinding(best, at, implied=True)


def _sums(declaration: Declaration) -> dict[int, tuple[int, ...]]:
    """Counted indicators that are the sum of two or more others in the same unit (81 = 9 + 72)."""
    counted = [(i, x) for i, x in enumerate(declaration.indicators) if is_count(x)]
    found: dict[int, tuple[int, ...]] = {}
    for i, x in counted:
        parts = [
            j for j, y in counted if j < i and y.target.unit == x.target.unit and j not in found
        ]
        number = x.target.number or Decimal(0)
        fits = [
            at
            for size in (2, 3)
            for at in combinations(parts, size)
            if number >= 10
            and sum((declaration.indicators[j].target.number or Decimal(0)) for j in at) == number
        ]
        if len(fits) == 1:
            found[i] = fits[0]
    return found


def _equals(declaration: Declaration) -> dict[int, int]:
    """Sets of equipment as many as people (529人, 529套): the second follows the first."""
    found: dict[int, int] = {}
    counted = [(i, x) for i, x in enumerate(declaration.indicators) if is_count(x)]
    for i, x in counted:
        people = [
            j
            for j, y in counted
            if x.target.unit in SETS and y.target.unit in PEOPLE
            and y.target.number == x.target.number and (x.target.number or 0) >= 10
        ]  # fmt: skip
        if len(people) == 1:
            found[i] = people[0]
    return found


def bind(declaration: Declaration) -> Bindings:
    """All bindings of one declaration."""
    costs = {}
    for i, indicator in enumerate(declaration.indicators):
        found = _cost(indicator, declaration)
        if found is not None:
            costs[i] = found
    return Bindings(costs, tuple(_counts(declaration)), _sums(declaration), _equals(declaration))
