"""文中的钱: amounts that sentences name, and the budget that they split into its items.

``预算950万元，其中：日常维护268.4万元（412处，每处0.65万元）、电费57.6万元……``: each amount with the name
before it, its number and its price where the words give them. A run of them is believed as the
budget's lines only where it adds up to an amount that is told for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from assistant.domain.declaration import BudgetLine
from assistant.domain.document import Document
from assistant.domain.money import UNITS, Money, parse_money
from assistant.domain.numerals import half_width, parse_number
from assistant.reading.formulas import Product, parse_product
from assistant.reading.sources import source_name

_FIGURE = r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_AMOUNT = re.compile(rf"{_FIGURE}\s*(?P<unit>[百千万亿]*元)(?!\s*[/／])")
_ASIDE = re.compile(r"[(（][^()（）\n]*[)）]")
_STOP = re.compile(r"[。；;\n]")
_CLAUSE = re.compile(
    r"[，,。；;\n]|[：:](?!\s*(?:人民币)?\s*(?:[\d¥￥]|$))|、(?=[^\d、，。；]{2,16}\d)"
)
_PRICED = re.compile(r"(?:单价|均价|标准|人均|户均|每\S{0,6}|按|为每\S{0,4})(?:为|约|是|在|:|：)?$")
_RECKONED = re.compile(r"(?:[，,]|^)\s*(?:共需?|合?计|共计|需|小计|金额|约)+$")
_COUNTED = re.compile(
    r"(?P<number>\d[\d,.]*)\s*(?P<scale>[万亿]?)(?P<unit>(?!年|月|日)(?:(?!元)[㐀-鿿]){1,4}?)(?=$|[，,、（(×xX*])"
)
_SUM = re.compile(
    r"^(?:以上|上述|各项|总|费用|资金|经费|预算|项目)*(?:合计|共计|总计|总共|共)(?:为|需)?$"
)
_LEAD = re.compile(
    r"^(?:(?:其中|包括|包含|分别为|分别是|另需|还需|另外|具体支出|具体为|具体是|具体|主要用于|主要为|主要是|主要|用于|构成为|组成|安排|以及|和|及|与"
    r"|一是|二是|三是|四是|五是|六是|七是|八是|[(（]?[一二三四五六七八九十\d]{1,2}(?:[)）、]|[.．](?!\d))|[①-⑳])\s*[:：]?\s*)+"
)
_TAIL = re.compile(r"(?:预算|约|为|需|共|计|共计|合计|安排|:|：|\s|——|—|-)+$")
_NAME = re.compile(r"[㐀-鿿A-Za-z0-9“”（）()、·—\-/]{2,30}")
_BUDGET = re.compile(r"预算|经费|资金|申请|申报|安排|投资|投入|费用|需|合计|共计|总计|总额|用于")
_SPENT = re.compile(
    r"单次|平均|每|执行|支出|使用|决算|实际|结余|结转|完成投资|到位|拨付|拨入|收入|比|较|增加|减少|上年|去年"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")


@dataclass(frozen=True, slots=True)
class Told:
    """One amount of running text: the clause that names it, and what it reckons with.

    ``apart``: words without an amount stand between it and the amount before. ``within``: it
    begins what the amount before consists of (其中). ``clause`` is all of the clause before it,
    ``after`` the rest of it.
    """

    name: str
    money: Money
    start: int
    end: int
    clause: str
    after: str
    sentence: str
    apart: bool
    within: bool
    quantity: Product | None = None
    price: Money | None = None
    price_unit: str | None = None

    @property
    def sums_up(self) -> bool:
        """Whether it is the sum of those before (以上合计)."""
        return bool(_SUM.fullmatch(re.sub(r"\s", "", self.clause)))

    @property
    def is_budget(self) -> bool:
        """Whether its clause speaks of a budget, not of what was spent or given."""
        told = self.clause + self.after
        return bool(_BUDGET.search(told)) and not _SPENT.search(told)


def told_amounts(document: Document, start: int, end: int) -> list[Told]:
    """The amounts that the sentences of [start, end) name, in order; prices and asides are none."""
    found: list[Told] = []
    follows = False  # whether the block before ends with an amount, so that a list may go on
    for block in document.blocks:
        if not start <= block.start < end:
            continue
        own = [] if block.kind == "table" else list(_of_block(document, block.start, block.end))
        if own and not follows:
            own[0] = replace(own[0], apart=True)
        found.extend(own)
        rest = _without_asides(document.text[own[-1].end : block.end]) if own else ""
        follows = bool(own) and len(rest) <= _REST
    return found


_REST = 40
"""Characters after the last amount of a paragraph that a list of amounts may have in it."""


def _of_block(document: Document, start: int, end: int) -> Iterator[Told]:
    text = document.text[start:end]
    asides = [m.span() for m in _ASIDE.finditer(text)]
    last = 0
    for amount in _AMOUNT.finditer(text):
        if any(a < amount.start() < b for a, b in asides):
            continue
        stretch = text[last : amount.start()]
        if _PRICED.search(_without_asides(stretch).rstrip()):
            continue
        money = parse_money(amount.group())
        if money is not None:
            aside = next((text[a:b] for a, b in asides if a == amount.end()), "")
            yield _told(text, start, last, amount, money, aside)
        last = amount.end()


def _without_asides(text: str) -> str:
    return _ASIDE.sub("", text)


def _told(text: str, base: int, last: int, amount: re.Match[str], money: Money, aside: str) -> Told:
    """The amount with the words between it and the one before."""
    stretch = text[last : amount.start()]
    masked = _ASIDE.sub(lambda m: "\0" * len(m.group()), stretch)
    cut = max((m.end() for m in _STOP.finditer(masked)), default=0)
    reckoned = _RECKONED.search(masked[cut:].rstrip())
    clauses = [m.end() for m in _CLAUSE.finditer(masked) if m.end() > cut]
    body = masked[cut:].rstrip()
    begin = max([cut, *clauses])
    if reckoned and re.search(r"[㐀-鿿]{2}", body[: reckoned.start()]):
        begin = _first_clause(masked, cut)
    raw = stretch[begin:]
    lead = _LEAD.match(raw)
    at = begin + (lead.end() if lead else 0)
    at += len(stretch[at:]) - len(stretch[at:].lstrip(" \t\u3000，,、:："))
    name, quantity = _named(_without_asides(stretch[at:]), reckoned is not None)
    between = re.sub(
        r"[\0\s，,。；;、:：]|其中|包括", "", _LEAD.sub("", masked[:begin].strip("，,。；;、 \n"))
    )
    opening = masked[:begin] + raw[: lead.end() if lead else 0]
    counted, price, per = _reckoning(stretch[at:], aside, quantity)
    after = re.split(r"[，,。；;：:、（(\n]", text[amount.end() :])[0]
    sentence = re.split(r"[。；;\n]", text[: amount.start()])[-1]
    return Told(
        name, money, base + last + at, base + amount.end(),
        re.sub(r"\s", "", _without_asides(stretch[begin:])), after, sentence, bool(between), bool(re.search(r"其中|包括|分别|具体|构成|组成|用于|[:：]\s*$", opening)),
        counted, price, per,
    )  # fmt: skip


def _first_clause(masked: str, cut: int) -> int:
    """Where the clause begins that names what is reckoned out up to 计."""
    head = re.match(r"[\0\s，,。；;、:：]*", masked[cut:])
    return cut + (head.end() if head else 0)


def _named(text: str, reckoned: bool) -> tuple[str, Product | None]:
    """(name, number) of a clause: ``购置篮球架76副，单价4500元，计`` → 购置篮球架, 76副."""
    clause = re.split(r"[，,：:]", text)[0] if reckoned else text
    clause = _TAIL.sub("", clause).strip(' \t\u3000，,、“”"')
    counted = _COUNTED.search(clause)
    product = None
    if counted is not None and counted.end() == len(clause):
        product = parse_product(counted.group())
        clause = clause[: counted.start()]
    return _TAIL.sub("", clause).strip(" \t\u3000，,、"), product


def _reckoning(
    before: str, aside: str, quantity: Product | None
) -> tuple[Product | None, Money | None, str | None]:
    """(number, price, what the price buys) from the clause and from the brackets after it."""
    inner = aside.strip("()（）")
    product = parse_product(inner) if inner else None
    if product is not None and product.factors and product.price:
        return product, product.price, product.price_unit
    words = half_width(before + "，" + inner)
    prices = re.findall(
        rf"(?:单价|均价|每(?P<per>[㐀-鿿]{{1,4}}?)(?:每年|每月)?|按)(?:为|约)?\s*({_FIGURE}\s*[百千万亿]*元)(?:/[㐀-鿿]{{1,4}})?",
        words,
    )
    slashed = re.findall(rf"({_FIGURE}\s*[百千万亿]*元)\s*/\s*([㐀-鿿]{{1,4}})", words)
    told = [(p, per or None) for per, p in prices] or [(p, per) for p, per in slashed]
    counts = [m for m in _COUNTED.finditer(inner) if not inner[: m.start()].endswith("每")]
    if quantity is None and len(counts) == 1:
        quantity = parse_product(counts[0].group())
    if quantity is None or len(told) != 1:
        return quantity, None, None
    return quantity, parse_money(told[0][0]), told[0][1]


def told_runs(
    amounts: Sequence[Told], known: frozenset[Decimal], year: int | None
) -> Iterator[list[Told]]:
    """Runs of amounts that are a budget's items: they add up to one told for all of them.

    That is one of ``known``, or the amount of a budget right before them, or their 合计.
    """
    at = 0
    while at < len(amounts):
        run = _run(amounts, at, known, year)
        if run:
            yield run
            at = 1 + max(n for n, one in enumerate(amounts) if one.end == run[-1].end)
        else:
            at += 1


def _run(
    amounts: Sequence[Told], first: int, known: frozenset[Decimal], year: int | None
) -> list[Told]:
    if not _item(amounts[first]):
        return []
    wanted = set(known)
    before = amounts[first - 1] if first else None
    if before is not None and before.is_budget and not of_another_year(before, year):
        wanted.add(before.money.yuan)
    if before is not None and not before.is_budget and amounts[first].within:
        wanted.discard(before.money.yuan)
    run: list[Told] = []
    whole = Decimal(0)
    best: list[Told] = []
    for at in range(first, len(amounts)):
        one = amounts[at]
        if one.sums_up:
            return run if len(run) > 1 and whole == one.money.yuan else best
        if not _item(one) or (run and one.apart):
            break
        if run and one.within and (inner := _parts(amounts, at, run[-1].money.yuan)):
            return _skipping(amounts, first, at, inner, wanted) or best
        run.append(one)
        whole += one.money.yuan
        if len(run) > 1 and whole in wanted:
            best = list(run)
    return best


def _skipping(
    amounts: Sequence[Told], first: int, at: int, inner: int, wanted: set[Decimal]
) -> list[Told]:
    """The run without the parts (其中) that stand in [at, inner)."""
    kept = [*amounts[first:at], *amounts[inner:]]
    return _run([replace(a, within=False) for a in kept], 0, frozenset(wanted), None)


def _parts(amounts: Sequence[Told], at: int, whole: Decimal) -> int:
    """The index after the amounts from ``at`` that add up to ``whole``; 0 where none do."""
    summed = Decimal(0)
    for end in range(at, len(amounts)):
        summed += amounts[end].money.yuan
        if summed == whole and end > at:
            return end + 1
        if summed > whole:
            return 0
    return 0


_NAMELESS = re.compile(
    r"(?:(?:19|20)\d{2}年度?|另|再|共|需|要|计|所|拟|资金|经费|费用|预算|金额|补助|安排|财政|项目|申请|申报|年度|全年|本|总|投资|年初|年中|调增|调减|调整|追加|核减|增加|减少|新增|支出|结余|结转|执行|使用|实际|已|拨付|下达|到位)*"
)
"""A clause that says nothing of what its money is for (共需资金)."""


def _item(one: Told) -> bool:
    name = re.sub(r"[(（].*", "", one.name)
    if _NAMELESS.fullmatch(name):
        return False
    return (
        bool(_NAME.fullmatch(one.name)) and bool(re.search(r"[㐀-鿿]{2}", name)) and not one.sums_up
    )


def of_another_year(one: Told, year: int | None) -> bool:
    """Whether the sentence before an amount names another year than the budget's last."""
    named = _YEAR.findall(one.sentence)
    return bool(named) and year is not None and int(named[-1]) != year


def told_lines(
    document: Document, span: tuple[int, int], known: frozenset[Decimal], year: int | None
) -> Iterator[list[BudgetLine]]:
    """The budget's lines as sentences of ``span`` tell them, run by run."""
    yield from _listed_bare(document, span)
    for run in told_runs(told_amounts(document, *span), known, year):
        if all(source_name(one.name) for one in run) or any(of_another_year(o, year) for o in run):
            continue
        yield [_line(document, one) for one in run]


def _line(document: Document, one: Told) -> BudgetLine:
    counted = one.quantity
    return BudgetLine(
        None, one.name, one.money, one.price, counted.quantity if counted else None,
        document.locate(one.start, one.end),
        factors=counted.factors if counted and len(counted.factors) > 1 else (),
        quantity_unit=counted.unit if counted else None, price_unit=one.price_unit,
    )  # fmt: skip


_BARE_ITEM = re.compile(
    rf"(?P<name>[㐀-鿿]{{2,24}})\s*[:：]?\s*(?P<figure>{_FIGURE})(?!\s*[百千万亿]*元|[\d.,])"
    r"(?P<aside>[(（][^()（）\n]*[)）])?"
)
_BARE_SUM = re.compile(
    rf"[\s、，,；;。]*(?:以上|各项|上述)?(?:合计|共计|总计|共|计)(?:为|[:：])?\s*(?P<sum>{_FIGURE}\s*(?P<unit>[百千万亿]*元))"
)
_BETWEEN = re.compile(r"[\s、，,；;。]*")


def _listed_bare(document: Document, span: tuple[int, int]) -> Iterator[list[BudgetLine]]:
    """``站房运维168、试剂耗材72，合计240万元``: the unit stands only at the sum."""
    text = document.text
    inside = [(t.start, t.end) for t in document.tables]
    for summed in _BARE_SUM.finditer(text, *span):
        items: list[re.Match[str]] = []
        opened = max(span[0], summed.start() - _LONGEST_LIST)
        for item in _BARE_ITEM.finditer(text, opened, summed.start()):
            if items and not _BETWEEN.fullmatch(text, items[-1].end(), item.start()):
                items = []
            items.append(item)
        whole, scale = parse_money(summed["sum"]), UNITS.get(summed["unit"])
        tabled = any(a <= summed.start() < b for a, b in inside)
        if len(items) < 2 or items[-1].end() != summed.start() or tabled or not (whole and scale):
            continue
        lines = [_bare_line(document, item, scale) for item in items]
        for first in range(len(lines) - 1):
            if sum((b.amount.yuan for b in lines[first:] if b.amount), Decimal(0)) == whole.yuan:
                yield lines[first:]
                break


_LONGEST_LIST = 600


def _bare_line(document: Document, item: re.Match[str], scale: Decimal) -> BudgetLine:
    lead = _LEAD.match(item["name"])
    begin = item.start("name") + (lead.end() if lead else 0)
    name = _TAIL.sub("", document.text[begin : item.end("name")])
    number = parse_number(item["figure"]) or Decimal(0)
    counted, price, per = _reckoning("", item["aside"] or "", None)
    return BudgetLine(
        None, name, Money(item["figure"], number * scale), price,
        counted.quantity if counted and price else None, document.locate(begin, item.end("figure")),
        factors=counted.factors if counted and price and len(counted.factors) > 1 else (),
        quantity_unit=counted.unit if counted and price else None, price_unit=per,
    )  # fmt: skip


def told_total(
    document: Document, span: tuple[int, int], year: int | None, *, named: bool = False
) -> Told | None:
    """The amount that sentences call the project's budget; None where none does.

    One that its parts add up to comes first, then one that names the budget year or the project.
    ``named`` wants the year or 本年 to be named (a project of several years tells both).
    """
    amounts = told_amounts(document, *span)
    yearly = [b for a, b in pairwise(amounts) if a.is_budget and _YEARLY.fullmatch(b.clause)]
    asked = [
        one for one in amounts
        if one in yearly or (one.is_budget and _WHOLE.search(one.clause) and not source_name(one.name))
    ]  # fmt: skip
    asked = [one for one in asked if not of_another_year(one, year) and one.clause]
    if named:
        asked = [o for o in asked if re.search(rf"{year}\s*年|本年|当年|年度", o.sentence)]
    runs = list(told_runs(amounts, frozenset(o.money.yuan for o in asked), year))
    sums = {sum((o.money.yuan for o in run), Decimal(0)) for run in runs}
    borne = [o for o in asked if o.money.yuan in sums]
    own = [o for o in asked if o in yearly]
    meant = [o for o in asked if re.search(rf"{year}\s*年|本年|当年|全年|本?项目", o.sentence)]
    return next(iter(borne or own or meant), None)


_WHOLE = re.compile(
    r"(?:预算|经费|资金|申请|申报|投资|投入|费用|需|安排|合计|共计|总计|金额|总额)(?:总额|总量|总需求|需求|规模|金额|合计|共计|总计|总|预算|资金|经费)*(?:为|共|约|是|达|:|：)*$"
)
_YEARLY = re.compile(
    r"(?:其中[:：]?)?(?:(?:19|20)\d{2}年度?|本年度?|当年)(?:为|约|需|安排|预算|申请|申报)*"
)
_LIFE = re.compile(
    r"(?:总投资|投资总额|总概算|概算总额|项目总(?:额|预算|资金|金额|投入|经费)|[三四五六七八九十2-9]年(?:共|合计|总)|规划期)"
)
_SPAN = re.compile(r"[(（]?\s*(?:19|20)\d{2}\s*年?\s*[-—–~～至到]")


def told_whole(
    document: Document, span: tuple[int, int], total: Money | None, *, several: bool
) -> Told | None:
    """The amount for the project's whole life, larger than the year's ``total``; None: not told.

    ``several``: the project runs over several years; else the amount itself must name its years.
    """
    if total is None:
        return None
    for one in told_amounts(document, *span):
        years = _SPAN.match(document.text, one.end) or re.search(r"[三四五2-9]年", one.clause)
        if _LIFE.search(one.clause) and (several or years) and one.money.yuan > total.yuan:
            return one
    return None
