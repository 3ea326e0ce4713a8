"""The independent test of a draft: every figure is in its sources, given, or redone from them.

It shares no code with drafting: numbers are found by their digits, formulas are evaluated anew.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from assistant.domain.draft import Draft, DraftCell

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[＋－×÷]")


def numbers(text: str) -> set[Decimal]:
    """Every number in ``text``."""
    found = set()
    for match in _NUMBER.finditer(text):
        try:
            found.add(Decimal(match[0].replace(",", "").rstrip(".")))
        except InvalidOperation:
            continue
    return found


def _evaluate(expression: str) -> tuple[Decimal | None, list[Decimal]]:
    """The value of ``a ÷ b × c ＋ d`` from left to right by precedence, and its operands."""
    tokens = _TOKEN.findall(expression)
    if not tokens or tokens[0] in "＋－×÷":
        return None, []
    terms: list[Decimal] = []
    operands: list[Decimal] = []
    sign = "＋"
    for token in tokens:
        if token in "＋－×÷":
            sign = token
            continue
        value = Decimal(token.replace(",", ""))
        operands.append(value)
        if sign in "＋－" or not terms:
            terms.append(-value if sign == "－" else value)
        elif sign == "×":
            terms[-1] *= value
        elif value:
            terms[-1] /= value
    return sum(terms, Decimal(0)), operands


def _formula_holds(reason: str, known: set[Decimal]) -> set[Decimal]:
    """Results of formulas in ``reason`` that come out and whose operands are known.

    What stands in brackets is a remark; a formula may go on from the result before it.
    """
    results: set[Decimal] = set()
    carried: Decimal | None = None
    for part in re.split("[；，：]", re.sub(r"（[^（）]*）", "", reason)):
        pieces = part.split("＝")
        for left, right in itertools.pairwise(pieces):
            shown = _NUMBER.search(right)
            value, operands = _evaluate(left)
            if value is None and carried is not None:
                value, operands = _evaluate(f"{carried}{left.strip()}")
            if shown is None or value is None:
                continue
            stated = Decimal(shown[0].replace(",", ""))
            allowed = known | results | ({carried} if carried is not None else set())
            if abs(value - stated) <= Decimal("0.011") and all(
                any(abs(o - k) <= Decimal("0.005") for k in allowed) for o in operands
            ):
                results.add(stated)
                carried = stated
    return results


def unfounded(draft: Draft, year: int, base: int) -> list[str]:
    """Cells whose figures have no basis; empty where every one has."""
    settled: set[Decimal] = set()
    texts = dict(draft.texts)
    problems: list[str] = []
    cells = [c for c in draft.cells if c.status != "needs_input" and c.path != "form"]
    pending = cells
    while pending:
        left = []
        for cell in pending:
            if _founded(cell, settled, texts, year, base):
                settled |= numbers(cell.value)
                if cell.path.endswith(("amount", "unit_price")):  # printed in 万元, summed in 元
                    settled |= {n * 10_000 for n in numbers(cell.value)}
            else:
                left.append(cell)
        if len(left) == len(pending):
            problems = [f"{c.path}={c.value[:60]}（{(c.reason or '')[:120]}）" for c in left]
            break
        pending = left
    return problems


def _founded(
    cell: DraftCell, settled: Iterable[Decimal], texts: dict[str, str], year: int, base: int
) -> bool:
    quotes = " ".join(
        s.quote if texts.get(s.document, s.quote) else "" for s in cell.sources
    ) + " " + " ".join(texts.values())  # fmt: skip
    known = numbers(quotes) | {n * 10_000 for n in numbers(quotes)}
    if cell.previous:
        known |= numbers(cell.previous)
    known |= {Decimal(year), Decimal(year - 1)}
    known |= {1 + n / 100 for n in numbers(" ".join(texts.values()))}  # a given growth in percent
    known |= {1 - n / 100 for n in numbers(" ".join(texts.values()))}
    reason = cell.reason or ""
    pool = known | set(settled)
    redone = _formula_holds(reason, pool)
    for number in numbers(cell.value):
        if any(abs(number - k) <= Decimal("0.005") for k in known | redone):
            continue
        if cell.status in {"computed", "given"} and any(
            abs(number - k / 10_000) <= Decimal("0.005") for k in redone | set(settled)
        ):
            continue
        if cell.status in {"computed", "carried"} and number in set(settled):
            continue
        if number - (year - base) in numbers(cell.previous or ""):
            continue
        return False
    return True
