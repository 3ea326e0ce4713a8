"""预算明细: last year's lines rolled forward, or the lines of the given budget file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.domain.declaration import BudgetLine
from assistant.domain.draft import CellStatus
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.shapes import plain
from assistant.jobs.draft.amounts import money_like, restyle, scale_of, short_yuan
from assistant.jobs.draft.bindings import PEOPLE, SETS, Bindings, is_arrears
from assistant.jobs.draft.budget_file import BudgetEntry, BudgetFile, cell_of
from assistant.jobs.draft.cells import BLANK, CellBook, Figure
from assistant.jobs.draft.changes import Changes
from assistant.jobs.draft.given import GivenValue
from assistant.jobs.draft.likeness import likeness, plain_name
from assistant.jobs.draft.past import Material, Past
from assistant.jobs.draft.years import turn_years

PRICED = PEOPLE | SETS | frozenset("台辆部架户点个处座间")
"""Counting words of what has a price apiece; a 次 or a 所 need not cost the same each time."""


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
    """One new line. ``old`` is its position last year, None for a new one."""

    line: BudgetLine
    old: int | None
    amount: Amount


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


def turned_name(
    text: str, base: int, year: int, ordinal: str | None = None
) -> tuple[str, str | None]:
    """A name with its years moved; a question where 届次 must be asked."""
    question = None
    for turn in reversed(turn_years(text, base, year, "name")):
        new = turn.new
        if new is None and "第几届" in turn.why and ordinal:
            new = ordinal
        if new is None:
            question, new = turn.why, "待填"
        text = text[: turn.start] + new + text[turn.end :]
    return text, question


def build_ledger(
    material: Material, changes: Changes, bindings: Bindings, budget: BudgetFile | None, year: int
) -> Ledger:
    """All budget lines of the new year."""
    if budget is not None:
        return _from_file(material, budget, year)
    lines = material.base.declaration.budget_lines
    rolled = [
        _rolled(material, at, changes, bindings, year)
        for at in range(len(lines))
        if at not in changes.dropped_lines
    ]
    rolled.extend(_new_line(name, value, rolled) for name, value in changes.new_lines)
    return Ledger(tuple(rolled), tuple(changes.dropped_lines))


def _rolled(
    material: Material, at: int, changes: Changes, bindings: Bindings, year: int
) -> RolledLine:
    old = material.base.declaration.budget_lines[at]
    item, _ = turned_name(old.item, material.base_year, year)
    group = turned_name(old.group, material.base_year, year)[0] if old.group else None
    price, quantity, amount = _amount(material, at, changes, bindings)
    sample = old.amount or _sample(material)
    money = None
    if amount.yuan is not None:
        money = (
            old.amount
            if old.amount and amount.yuan == old.amount.yuan
            else money_like(amount.yuan, sample)
        )
    unit_price = old.unit_price
    if price is not None and (unit_price is None or price != unit_price.yuan):
        unit_price = money_like(price, old.unit_price or sample)
    if price is None:
        unit_price = None
    line = replace(
        old, group=group, item=item, amount=money,
        unit_price=unit_price if old.unit_price or price is not None else None,
        quantity=quantity, uncertain=() if amount.status != "carried" else old.uncertain,
    )  # fmt: skip
    return RolledLine(line, at, amount)


def _sample(material: Material) -> Money:
    """An amount of last year, as the pattern of how money is printed there."""
    declaration = material.base.declaration
    amounts = [row.amount for row in declaration.budget_lines if row.amount] + [declaration.total]
    return next((m for m in amounts if m is not None), Money("0.00", Decimal(0)))


def _amount(
    material: Material, at: int, changes: Changes, bindings: Bindings
) -> tuple[Decimal | None, Decimal | None, Amount]:
    """The line's new price, quantity and amount."""
    old = material.base.declaration.budget_lines[at]
    here = (old.locator,)
    given = changes.lines.get((at, "amount"))
    price, price_given = _given_price(changes, at, old)
    quantity, quantity_given = _quantity(material, at, changes, bindings)
    told = tuple(v.locator for v in (given, price_given, quantity_given) if v)
    old_yuan = old.amount.yuan if old.amount else None
    if given is not None:
        yuan = _yuan(given, old, old_yuan)
        return price, quantity, Amount(yuan, "given", f"给定：{given.raw}", told)
    if material.elsewhere:
        return (
            None,
            None,
            Amount(
                None,
                "needs_input",
                f"“{old.item}”预算金额是多少元？（先例单位的金额不能沿用）",
                here,
            ),
        )
    counted = any(
        b.line == at and b.implied and b.indicator in changes.targets for b in bindings.counts
    )
    if price_given or quantity_given or counted:
        made = _product(material, at, price, quantity, bindings, changes, told + here)
        if made is not None:
            return made
    if is_arrears(old):
        return None, None, _arrears(material, old)
    if old_yuan is None or "amount" in old.uncertain:
        return (
            price,
            quantity,
            Amount(
                None, "needs_input", f"“{old.item}”预算金额是多少？（上年读数缺失或不可靠）", here
            ),
        )
    return price, quantity, Amount(old_yuan, "carried", "沿用上年金额，请按新一年预算核定", here)


def _given_price(
    changes: Changes, at: int, old: BudgetLine
) -> tuple[Decimal | None, GivenValue | None]:
    given = changes.lines.get((at, "unit_price"))
    before = old.unit_price.yuan if old.unit_price else None
    if given is None:
        return before, None
    if before is None and given.relative is not None:
        return None, given
    number = given.applied(before)
    if number is not None and not given.is_money and given.relative is None and old.unit_price:
        number *= scale_of(old.unit_price)
    return number, given


def _yuan(given: GivenValue, old: BudgetLine, before: Decimal | None) -> Decimal | None:
    """A given amount in yuan; a bare number is in the unit that the line was printed in."""
    number = given.applied(before)
    bare = not given.is_money and given.relative is None
    return number * scale_of(old.amount) if number is not None and bare and old.amount else number


def _quantity(
    material: Material, at: int, changes: Changes, bindings: Bindings
) -> tuple[Decimal | None, GivenValue | None]:
    """The line's quantity: given itself, or through the indicator that it is bound to."""
    old = material.base.declaration.budget_lines[at]
    given = changes.lines.get((at, "quantity"))
    if given is not None:
        return given.applied(old.quantity), given
    for binding in bindings.counts:
        if binding.line == at and binding.indicator in changes.targets and not binding.implied:
            value = changes.targets[binding.indicator]
            return value.applied(old.quantity), value
    return (None if material.elsewhere else old.quantity), None


def _product(
    material: Material, at: int, price: Decimal | None, quantity: Decimal | None,
    bindings: Bindings, changes: Changes, sources: tuple[Locator, ...],
) -> tuple[Decimal | None, Decimal | None, Amount] | None:  # fmt: skip
    """Price × number; None where one of them is not known."""
    old = material.base.declaration.budget_lines[at]
    if price is not None and quantity is not None:
        yuan = price * quantity
        why = f"{short_yuan(price)} 元 × {plain(quantity)} ＝ {short_yuan(yuan)} 元"
        return price, quantity, Amount(yuan, "computed", why, sources)
    return _implied(material, at, bindings, changes, sources) if old.amount else None


def _implied(
    material: Material, at: int, bindings: Bindings, changes: Changes, sources: tuple[Locator, ...]
) -> tuple[Decimal | None, Decimal | None, Amount] | None:
    """Last year's amount ÷ last year's number × the new number; a proposal unless 单价不变."""
    declaration = material.base.declaration
    old = declaration.budget_lines[at]
    binding = next((b for b in bindings.counts if b.line == at and b.implied), None)
    if binding is None or old.amount is None:
        return None
    indicator = declaration.indicators[binding.indicator]
    before = indicator.target.number
    if not before or indicator.target.unit not in PRICED:
        return None
    value = changes.targets.get(binding.indicator)
    number = value.applied(before) if value else before
    given_price = changes.lines.get((at, "unit_price"))
    price = old.amount.yuan / before
    told = tuple(v.locator for v in (value, given_price) if v)
    where = (*told, *sources, indicator.locator)
    unit = indicator.target.unit
    if number is None:
        return None
    share = f"{short_yuan(old.amount.yuan)} ÷ {plain(before)}{unit}"
    proposal = given_price is None and at not in changes.kept_prices
    if given_price is None:
        text = f"上年 {share}（{short_yuan(_cents(price))} 元/{unit}）"
    else:
        price, text = _repriced(given_price, price, share)
    yuan = _cents(price * number)
    why = f"{text} × {plain(number)}{unit} ＝ {short_yuan(yuan)} 元"
    if proposal:
        why += "；单价是否不变，请确认"
    return (
        None,
        old.quantity,
        Amount(yuan, "computed", why, tuple(dict.fromkeys(where)), proposal),
    )


def _repriced(given: GivenValue, price: Decimal, share: str) -> tuple[Decimal, str]:
    """The given price, and how it is reached from last year's ``share``."""
    new = given.applied(price) or price
    if given.relative == "percent" and given.number is not None:
        return new, f"上年 {share} × {plain(1 + given.number / 100)}"
    if given.relative == "by":
        return new, f"给定单价 {short_yuan(new)} 元（上年 {share} {given.raw}）"
    return new, f"给定单价 {short_yuan(new)} 元"


def _cents(yuan: Decimal) -> Decimal:
    return yuan.quantize(Decimal("0.01")).normalize() + 0


def _arrears(material: Material, old: BudgetLine) -> Amount:
    """What last year's contract still owes: the same share of it as in two earlier years, or 待填."""
    past = [material.base, *material.earlier]
    pairs: list[tuple[Decimal, Decimal, tuple[Locator, ...]]] = []
    for newer, older in zip(past, past[1:]):
        if (newer.declaration.year or 0) - (older.declaration.year or 0) != 1:
            break
        tail, main = _like_line(newer, old), _main_line(older, old)
        if tail and main and tail.amount and main.amount and main.amount.yuan:
            pairs.append((tail.amount.yuan, main.amount.yuan, (tail.locator, main.locator)))
    current = _main_line(material.base, old)
    last = old.amount.raw if old.amount else "空"
    question = f"“{old.item}”付的是上年合同的款项，新一年应付多少元？是否仍有？（上年：{last}）"
    if current is None or current.amount is None or len(pairs) < 2:
        where = (old.locator, current.locator) if current else (old.locator,)
        return Amount(None, "needs_input", question, where)
    share = pairs[0][0] / pairs[0][1]
    steady = all(abs(main * share - tail) <= 1 for tail, main, _ in pairs)
    if not steady:
        return Amount(None, "needs_input", question, (old.locator, current.locator))
    yuan = _cents(current.amount.yuan * share)
    why = (
        f"历年尾款占上年合同列支的比例不变：{short_yuan(current.amount.yuan)} × "
        f"{short_yuan(pairs[0][0])} ÷ {short_yuan(pairs[0][1])} ＝ {short_yuan(yuan)} 元，请按合同核对"
    )
    sources = tuple(s for _, _, at in pairs for s in at) + (current.locator,)
    return Amount(yuan, "computed", why, tuple(dict.fromkeys(sources)), proposal=True)


def _stem(line: BudgetLine) -> str:
    text = plain_name(line.item)
    for word in ("尾款", "质保金", "余款", "结算款"):
        text = text.replace(word, "")
    return text


def _like_line(past: Past, old: BudgetLine) -> BudgetLine | None:
    found = [row for row in past.declaration.budget_lines
             if is_arrears(row) and _stem(row) == _stem(old) and (row.group or "") == (old.group or "")]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _main_line(past: Past, old: BudgetLine) -> BudgetLine | None:
    """The contract's own line in the group (or with the name) of an arrears line."""
    fresh = [row for row in past.declaration.budget_lines if not is_arrears(row)]
    grouped = [row for row in fresh if old.group and row.group == old.group]
    if len(grouped) == 1:
        return grouped[0]
    named = [row for row in grouped or fresh if likeness(_stem(row), _stem(old)) >= 0.75]
    return named[0] if len(named) == 1 else None


def _new_line(name: str, value: GivenValue, rolled: list[RolledLine]) -> RolledLine:
    yuan = value.number
    money = Money(f"{yuan:,.2f}", yuan) if yuan is not None else None
    line = BudgetLine(None, name, money, None, None, value.locator)
    status: CellStatus = "given" if money else "needs_input"
    return RolledLine(line, None, Amount(yuan, status, f"给定：新增 {value.raw}", (value.locator,)))


def _from_file(material: Material, budget: BudgetFile, year: int) -> Ledger:
    """The file's lines, each joined with the line of last year that it continues."""
    old_lines = material.base.declaration.budget_lines
    taken: set[int] = set()
    rolled = []
    for entry in budget.entries:
        at = _match(entry, old_lines, taken, material.base_year, year)
        if at is not None:
            taken.add(at)
        group = entry.group
        if group is None and at is not None and old_lines[at].group:
            group = turned_name(old_lines[at].group or "", material.base_year, year)[0]
        locator = budget.document.locate(entry.start, entry.end, cell_of(entry))
        amount = _entry_amount(entry, locator)
        money = None
        if entry.amount is not None:
            like = old_lines[at].amount if at is not None else None
            money = money_like(entry.amount.yuan, like) if like else Money(
                restyle(entry.amount.yuan, "0,0.00"), entry.amount.yuan)  # fmt: skip
        price = entry.unit_price
        line = BudgetLine(group, entry.item, money, price, entry.quantity, locator)
        rolled.append(RolledLine(line, at, amount))
    gone = tuple(i for i in range(len(old_lines)) if i not in taken)
    return Ledger(tuple(rolled), gone)


def _entry_amount(entry: BudgetEntry, locator: Locator) -> Amount:
    if entry.amount is None:
        why = f"预算文件第 {entry.row + 1} 行“{entry.item}”：{entry.problem or '金额为空'}，应是多少？"
        return Amount(None, "needs_input", why, (locator,))
    why = f"预算文件第 {entry.row + 1} 行" + (f"；注意：{entry.problem}" if entry.problem else "")
    return Amount(entry.amount.yuan, "given", why, (locator,))


def _match(
    entry: BudgetEntry, old: tuple[BudgetLine, ...], taken: set[int], base: int, year: int
) -> int | None:
    """Last year's line that an entry continues: by its moved name, its plain name, or likeness."""
    free = [i for i in range(len(old)) if i not in taken]
    moved = {i: turned_name(old[i].item, base, year)[0] for i in free}
    for fits in (
        [i for i in free if moved[i] == entry.item and old[i].group == entry.group],
        [i for i in free if moved[i] == entry.item],
        [i for i in free if plain_name(old[i].item) == plain_name(entry.item)],
    ):
        if len(fits) == 1:
            return fits[0]
    arrears = any(w in entry.item for w in ("尾款", "质保金"))
    near = [
        i
        for i in free
        if likeness(old[i].item, entry.item) >= 0.8 and is_arrears(old[i]) == arrears
    ]
    return near[0] if len(near) == 1 else None


def put_lines(ledger: Ledger, material: Material, book: CellBook) -> list[Figure]:
    """Record the cells of the budget table; the figures that narrative follows."""
    figures: list[Figure] = []
    for i, rolled in enumerate(ledger.lines):
        before = (
            material.base.declaration.budget_lines[rolled.old] if rolled.old is not None else None
        )
        path = f"budget_lines[{i}]"
        line, amount = rolled.line, rolled.amount
        moved = before is not None and before.item != line.item
        status: CellStatus = "carried" if before and not moved else "computed" if moved else "given"
        why = "名称中的年份推移" if moved else None
        origin = (
            (before.locator,) if before and not rolled.amount.status == "given" else amount.sources
        )
        book.put(
            f"{path}.item", line.item, status, origin, why, previous=before.item if before else None
        )
        before_money = before.amount if before else None
        book.put(
            f"{path}.amount", line.amount.raw if line.amount else BLANK, amount.status, amount.sources,
            amount.reason, previous=before_money.raw if before_money else None, proposal=amount.proposal,
        )  # fmt: skip
        _put_parts(path, rolled, before, book)
        figures.append(_figure(line.item, before_money, amount))
    figures.extend(_group_figures(ledger, material))
    return figures


def _put_parts(path: str, rolled: RolledLine, before: BudgetLine | None, book: CellBook) -> None:
    """Cells of the unit price and the quantity, where the line has them."""
    line, amount = rolled.line, rolled.amount
    old_price = before.unit_price if before else None
    if line.unit_price is not None:
        same = old_price is not None and old_price.yuan == line.unit_price.yuan
        book.put(
            f"{path}.unit_price", line.unit_price.raw, "carried" if same else "given",
            (line.locator,) if same or not amount.sources else amount.sources,
            "沿用上年单价" if same else "给定单价", previous=old_price.raw if old_price else None,
        )  # fmt: skip
    old_quantity = before.quantity if before else None
    if line.quantity is not None:
        same = old_quantity == line.quantity
        book.put(
            f"{path}.quantity", plain(line.quantity), "carried" if same else "given",
            (line.locator,) if same or not amount.sources else amount.sources,
            "沿用上年数量" if same else "给定数量",
            previous=plain(old_quantity) if old_quantity is not None else None,
        )  # fmt: skip


def _figure(subject: str, before: Money | None, amount: Amount) -> Figure:
    return Figure(
        subject, "元", before.yuan if before else None, amount.yuan, amount.status, amount.reason,
        amount.sources, amount.proposal,
    )  # fmt: skip


def _group_figures(ledger: Ledger, material: Material) -> list[Figure]:
    """Sums of groups, last year's and this year's, for narrative that speaks of a group."""
    old = material.base.declaration.budget_lines
    found = []
    for name in dict.fromkeys(row.group for row in old if row.group):
        before = [row.amount.yuan for row in old if row.group == name and row.amount]
        members = [r for r in ledger.lines if r.line.group == name or
                   (r.old is not None and old[r.old].group == name)]  # fmt: skip
        if len(before) < 2 or not members:
            continue
        amount = ledger.sum_of(members)
        found.append(
            Figure(
                name,
                "元",
                sum(before, Decimal(0)),
                amount.yuan,
                amount.status,
                amount.reason,
                amount.sources,
            )
        )
    return found
