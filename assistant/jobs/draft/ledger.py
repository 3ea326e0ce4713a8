"""预算明细: last year's lines rolled forward, or the lines of the given budget file."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.domain.declaration import BudgetLine
from assistant.domain.draft import CellStatus
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.shapes import plain
from assistant.jobs.draft.amounts import cents, in_unit_of, money_like, short_yuan
from assistant.jobs.draft.arrears import arrears_of
from assistant.jobs.draft.bindings import PEOPLE, SETS, Bindings, is_arrears
from assistant.jobs.draft.budget_file import BudgetFile
from assistant.jobs.draft.changes import Changes
from assistant.jobs.draft.given import GivenValue
from assistant.jobs.draft.ledger_file import lines_of_file
from assistant.jobs.draft.past import Material
from assistant.jobs.draft.rolled import Amount, Ledger, RolledLine
from assistant.jobs.draft.years import turned_name

PRICED = PEOPLE | SETS | frozenset("台辆部架户点个处座间")
"""Counting words of what has a price apiece; a 次 or a 所 need not cost the same each time."""


def build_ledger(
    material: Material, changes: Changes, bindings: Bindings, budget: BudgetFile | None, year: int
) -> Ledger:
    """All budget lines of the new year."""
    if budget is not None:
        return lines_of_file(material, budget, year)
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
    _, price_given = _given_price(changes, at, old)
    _, quantity_given = _quantity(material, at, changes, bindings)
    before = old.unit_price.yuan if old.unit_price else None
    return RolledLine(
        line, at, amount,
        price_given.told(before) if price_given and before is not None else "给定单价",
        quantity_given.told(old.quantity) if quantity_given else "给定数量",
    )  # fmt: skip


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
        return price, quantity, Amount(yuan, "given", given.told(old_yuan), (*told, old.locator))
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
        return None, None, arrears_of(material, old)
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
        number = in_unit_of(number, old.unit_price, f"{given.name}={given.raw}")
    return number, given


def _yuan(given: GivenValue, old: BudgetLine, before: Decimal | None) -> Decimal | None:
    """A given amount in yuan; a bare number is in the unit that the line was printed in."""
    number = given.applied(before)
    bare = not given.is_money and given.relative is None
    if number is None or not bare or old.amount is None:
        return number
    return in_unit_of(number, old.amount, f"{given.name}={given.raw}")


def _quantity(
    material: Material, at: int, changes: Changes, bindings: Bindings
) -> tuple[Decimal | None, GivenValue | None]:
    """The line's quantity: given itself, or through the indicator that it is bound to."""
    old = material.base.declaration.budget_lines[at]
    given = changes.lines.get((at, "quantity"))
    if given is not None:
        return given.applied(old.quantity), given
    for binding in bindings.counts:
        leader = changes.followers.get(binding.indicator, binding.indicator)
        if binding.line == at and leader in changes.targets and not binding.implied:
            value = changes.targets[leader]
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
        follows = any(b.line == at and b.indicator in changes.followers for b in bindings.counts)
        if follows:
            why += "；数量按上年与人数相同同步调整，请确认"
        return price, quantity, Amount(yuan, "computed", why, sources, follows)
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
        text = f"上年 {share}（{short_yuan(cents(price))} 元/{unit}）"
    else:
        price, text = _repriced(given_price, price, share)
    yuan = cents(price * number)
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


def _new_line(name: str, value: GivenValue, rolled: list[RolledLine]) -> RolledLine:
    yuan = value.number
    money = Money(f"{yuan:,.2f}", yuan) if yuan is not None else None
    line = BudgetLine(None, name, money, None, None, value.locator)
    status: CellStatus = "given" if money else "needs_input"
    return RolledLine(line, None, Amount(yuan, status, f"给定：新增 {value.raw}", (value.locator,)))
