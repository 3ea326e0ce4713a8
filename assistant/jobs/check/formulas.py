"""算式: products that the declaration writes out (12600平方米×180元=226.80万元), reckoned again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.declaration import BudgetLine
from assistant.domain.money import UNITS
from assistant.jobs.check.case import Case
from assistant.jobs.check.figures import FIGURE, amount_place, decimals, figure, half_step, said
from assistant.jobs.check.registry import Flag, rule
from assistant.reading.formulas import parse_product

_SIGN = r"\s*[×xX*＊╳✕]\s*"
_MEASURE = r"[^\s,，。；;：:=＝≈×xX*＊╳✕()（）\d、+＋|]{0,12}"
_NOTE = r"(?:[（(][^（）()]{0,12}[）)])?"
_NOTES = re.compile(_NOTE)
_TERM = rf"{FIGURE}\s*{_MEASURE}{_NOTE}"
_PRODUCT = re.compile(rf"(?<![\d.])(?<!\d[,，]){_TERM}(?:{_SIGN}{_TERM})+")
_EQUALS = re.compile(
    rf"\s*(?:[=＝]|[，,]?\s*(?:共计|合计|共|计|合)(?=\s*\d))\s*(?P<n>{FIGURE})\s*"
    r"(?P<unit>亿元|百万元|万元|千元|元)?(?P<more>[^\s,，。；;、]?)"
)


@dataclass(frozen=True, slots=True)
class Product:
    """A written product: its value in single units (元 where ``money``), and what rounding hides."""

    text: str
    start: int
    end: int
    value: Decimal
    slack: Decimal
    money: bool


def products(text: str) -> Iterator[Product]:
    """The products of ``text`` that are read as such; signs of one kind only."""
    for match in _PRODUCT.finditer(text):
        read = parse_product(_NOTES.sub("", match.group()))
        if read is None:
            continue
        price = read.price.yuan if read.price else Decimal(1)
        value = price * (Decimal(1) if read.quantity is None else read.quantity)
        share = sum(map(_rounding, re.findall(FIGURE, match.group())), Decimal(0))
        yield Product(
            match.group().strip(), match.start(), match.end(), value, value * share,
            read.price is not None,
        )  # fmt: skip


def _rounding(raw: str) -> Decimal:
    """The share of a printed figure that its last decimal may hide; 0 for a whole number."""
    number = figure(raw)
    if not number or not decimals(raw):
        return Decimal(0)
    return Decimal(5) / Decimal(10) ** (decimals(raw) + 1) / number


@rule(
    "SUM011", "算式不成立", "error",
    what="正文或测算栏写出的乘积算式，结果与各因数相乘不等（因数的小数按四舍五入容许）。",
    why="测算过程要能复核；因数或结果必有一个写错，或元与万元混用。",
    certainty="V",
    wrong="水质监测的测算为 12 次×1 万元=15 万元", right="水质监测的测算为 12 次×1 万元=12 万元",
)  # fmt: skip
def formula_false(case: Case) -> Iterator[Flag]:
    """A × B = C in running text and cells; A × B beside the amount of its own line."""
    seen: set[int] = set()
    for stretch in case.stretches:
        for product in products(stretch.text):
            result = _EQUALS.match(stretch.text, product.end)
            if result is None or result["more"] in {"×", "x", "X", "*", "+", "＋", "%", "％"}:
                continue
            seen.add(stretch.start + product.start)
            if _holds(product, result):
                continue
            scale = UNITS.get(result["unit"] or "", Decimal(1))
            unit = result["unit"] or ""
            right = f"{(product.value / scale).normalize():,f}{unit}"
            yield Flag(
                case.at(stretch.start + result.start("n"), stretch.start + result.end("n"), stretch.cell),
                f"{product.text} 应为 {right}，写作 {result['n']}{unit}",
                (case.at(stretch.start + product.start, stretch.start + product.end, stretch.cell),),
                f"因数无误时应为 {right}",
            )  # fmt: skip
    for line in case.declaration.budget_lines:
        yield from _line_differs(case, line, seen)


def _holds(product: Product, result: re.Match[str]) -> bool:
    number = figure(result["n"])
    if number is None:
        return True
    step = Decimal(5) / Decimal(10) ** (decimals(result["n"]) + 1)
    units = [UNITS[result["unit"]]] if result["unit"] else [Decimal(1), UNITS["万元"]]
    if result["unit"] and not product.money:
        # 人数×标准 without a unit may be in the unit of the result already.
        units.append(Decimal(1))
    return any(abs(product.value - number * u) <= product.slack + step * u for u in units)


def row_text(case: Case, line: BudgetLine) -> tuple[int, str]:
    """(offset, text) of the whole row that a budget line stands in."""
    text = case.document.text
    end = text.find("\n", line.locator.start)
    end = max(line.locator.end, end if end >= 0 else len(text))
    return line.locator.start, text[line.locator.start : min(end, case.end)]


def _line_differs(case: Case, line: BudgetLine, seen: set[int]) -> Iterator[Flag]:
    """The reckoning of a line that has no price column of its own, against its amount."""
    amount = line.amount
    if amount is None or line.uncertain or (line.unit_price and line.quantity):
        return
    start, text = row_text(case, line)
    found = [p for p in products(text) if start + p.start not in seen]
    if not found or not all(p.money for p in found):
        return
    whole = sum((p.value for p in found), Decimal(0))
    slack = sum((p.slack for p in found), half_step(amount))
    if abs(whole - amount.yuan) <= slack:
        return
    if any(abs(p.value - amount.yuan) <= slack for p in found):
        return
    # Further additions or deductions in the cell make the product a part of the amount.
    rest = text[found[-1].end :].lstrip()
    before = text[: found[0].start].rstrip()
    if rest[:1] in {"+", "＋", "-", "－", "—"} or before[-1:] in {"+", "＋", "-", "－"}:
        return
    yield Flag(
        amount_place(case, line),
        f"“{line.item}”的测算 {' + '.join(p.text for p in found)} = {said(whole, amount)}，金额写作 {amount.raw.strip()}",
        tuple(case.at(start + p.start, start + p.end) for p in found),
        f"测算无误时，金额应为 {said(whole, amount)}",
    )
