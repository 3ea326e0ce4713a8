"""测算式: products that a form prints in one cell or sentence (``3,400人×12月×309元=…``).

A product has factors with their units and, where one factor is money, a price. Lists of them
(``1.居家照护：260人×48小时×12月×20元=2,995,200.00元；2.…``) are budget lines without a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.declaration import BudgetLine, Factor
from assistant.domain.document import Document
from assistant.domain.money import Money, parse_money
from assistant.domain.numerals import SCALES, half_width, parse_arabic

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_TIMES = r"[×xX*＊✕╳]"
_FACTOR = re.compile(
    rf"(?P<number>{_NUMBER})(?P<scale>[千万亿]?)(?P<unit>%|(?:[百千万亿]*元)(?:/[㐀-鿿A-Za-z·.]{{1,10}})?"
    r"|[㐀-鿿㎡㎥℃A-Za-z²³]{0,12}(?:[/·][㐀-鿿]{1,6})*)"
)
_PRODUCT = rf"(?:{_NUMBER})[^×xX*＊✕╳=；;。\n\d]{{0,14}}(?:{_TIMES}\s*(?:{_NUMBER})[^×xX*＊✕╳=；;。，,\n\d]{{0,14}})+"
_ITEM = re.compile(
    r"(?:(?<=[\n；;。：:\t|])|^)[ \t\u3000]*(?P<ordinal>\d{1,2}[.、．](?!\d)|[(（]\d{1,2}[)）]|[①-⑳])?[ \t]*"
    r"(?P<name>[㐀-鿿“”（）()、A-Za-zⅠ-Ⅻ]{2,30}?)\s*[:：，,]?\s*"
    r"(?:(?<=[:：])[㐀-鿿、（）()]{2,30}(?=[，,]\s*(?:计|共计|合计|需)))?"
    rf"(?P<product>{_PRODUCT})?(?:(?<=[^\s：:])\s*[=＝]\s*|[，,]\s*(?:计|共计|合计|需)\s*|\s*)(?P<amount>(?:{_NUMBER})\s*(?:[百千万亿]*元))"
    r"[ \t]*(?P<end>[；;。,，]|$|(?=\n)|(?=[\t|(（]))",
    re.MULTILINE,
)
_MEASURED = re.compile(
    r"测算|支出(?:安排|预算|计划|内容|明细)|预算(?:安排|明细|构成|分解)|费用|经费(?:构成|安排)|资金(?:安排|用途|使用)|用于"
)
_SUMS = re.compile(r"^(?:其中|合计|共计|总计|小计|总投资|项目总投资)|(?:合计|共计|总额)$")


@dataclass(frozen=True, slots=True)
class Product:
    """One product: its factors without the money, and the price where it has one."""

    factors: tuple[Factor, ...]
    price: Money | None
    price_unit: str | None

    @property
    def quantity(self) -> Decimal | None:
        """The product of the factors; None where there are none."""
        if not self.factors:
            return None
        whole = Decimal(1)
        for factor in self.factors:
            whole *= factor.number
        return whole

    @property
    def unit(self) -> str | None:
        """What the quantity counts, where there is a single factor."""
        return self.factors[0].unit if len(self.factors) == 1 else None


def parse_product(text: str) -> Product | None:
    """The product that the whole of ``text`` prints; None where it says anything else."""
    body = re.sub(r"\s+", "", half_width(text)).strip("()。;；")
    body = re.sub(r"=.*$", "", body)
    factors: list[Factor] = []
    price: Money | None = None
    price_unit: str | None = None
    for part in re.split(_TIMES, body):
        found = _FACTOR.fullmatch(part.strip("()"))
        if found is None:
            return None
        unit = found["unit"] or None
        if (unit and re.match(r"[百千万亿]*元", unit)) or (
            found["scale"] and (unit or "").startswith("元")
        ):
            money = parse_money(part.split("/")[0])
            if price is not None or money is None:
                return None
            price, price_unit = money, _per(part)
            continue
        number = parse_arabic(found["number"])
        if number is None:
            return None
        if unit == "%":
            number /= 100
        factors.append(Factor(number * SCALES.get(found["scale"], Decimal(1)), unit))
    if not factors and price is None:
        return None
    return Product(tuple(factors), price, price_unit)


def _per(price: str) -> str | None:
    """What a price buys: ``185元/平方米`` → 平方米."""
    found = re.search(r"元\s*/\s*(.+)$", half_width(price).strip())
    return found.group(1).strip("()") if found else None


def price_unit(text: str) -> str | None:
    """What a printed price buys one of: ``21.5万元/所`` → 所."""
    return _per(re.sub(r"\s+", "", text))


def listed_lines(
    document: Document, start: int, end: int, *, known: frozenset[Decimal] = frozenset()
) -> Iterator[list[BudgetLine]]:
    """Runs of items with their amounts in [start, end), each run borne out as the budget's lines.

    Either the items add up to an amount in ``known``, or products stand among them, or words right
    before them say that they are the computation (测算如下, 支出安排).
    """
    run: list[re.Match[str]] = []
    for item in _ITEM.finditer(document.text, start, end):
        if run and item.start() - run[-1].end() > 3 and not _next_item(document, run[-1], item):
            yield from _checked(document, run, start, known)
            run = []
        run.append(item)
    yield from _checked(document, run, start, known)


_ASIDE = 40


def _next_item(document: Document, before: re.Match[str], item: re.Match[str]) -> bool:
    """Whether an item goes on with the numbering after words on the one before (168站，每站0.25万元；)."""
    numbers = [re.search(r"\d+", m["ordinal"] or "") for m in (before, item)]
    if not all(numbers) or item.start() - before.end() > _ASIDE:
        return False
    first, second = (int(n.group()) for n in numbers if n)
    return second == first + 1 and "\n" not in document.text[before.end() : item.start()].strip()


def _checked(
    document: Document, run: list[re.Match[str]], start: int, known: frozenset[Decimal]
) -> Iterator[list[BudgetLine]]:
    run = [m for m in run if not _SUMS.search(m["name"])]
    lines = [line for m in run if (line := _line(document, m)) is not None]
    if len(lines) < 2:
        return
    total = sum((b.amount.yuan for b in lines if b.amount), Decimal(0))
    before = document.text[max(start, run[0].start() - 60) : run[0].start()]
    products = sum(m["product"] is not None for m in run) * 2 >= len(run)
    ordinals = all(m["ordinal"] for m in run)
    if total in known or products or (ordinals and _MEASURED.search(before)):
        yield lines


def _line(document: Document, found: re.Match[str]) -> BudgetLine | None:
    amount = parse_money(found["amount"])
    product = parse_product(found["product"]) if found["product"] else None
    if amount is None or (found["product"] and product is None):
        return None
    place = document.locate(found.start("name"), found.end("amount"))
    return BudgetLine(
        None,
        found["name"].strip("，,、"),
        amount,
        product.price if product else None,
        product.quantity if product else None,
        place,
        factors=product.factors if product else (),
        quantity_unit=product.unit if product else None,
        price_unit=product.price_unit if product else None,
    )
