"""预算文件入账: the lines of a budget file, each joined with the line of last year it continues."""

from __future__ import annotations

from assistant.domain.declaration import BudgetLine
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.shapes import plain
from assistant.jobs.draft.amounts import money_like, restyle, short_yuan
from assistant.jobs.draft.bindings import ARREARS, is_arrears
from assistant.jobs.draft.budget_file import BudgetEntry, BudgetFile, cell_of
from assistant.jobs.draft.likeness import likeness, plain_name
from assistant.jobs.draft.past import Material
from assistant.jobs.draft.rolled import Amount, Ledger, RolledLine
from assistant.jobs.draft.years import turned_name


def lines_of_file(material: Material, budget: BudgetFile, year: int) -> Ledger:
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
    if entry.product and entry.unit_price and entry.quantity is not None:
        price, number = short_yuan(entry.unit_price.yuan), plain(entry.quantity)
        why += f"：{price} 元 × {number} ＝ {short_yuan(entry.amount.yuan)} 元"
        return Amount(entry.amount.yuan, "computed", why, (locator,))
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
    arrears = any(word in entry.item for word in ARREARS)
    near = [
        i
        for i in free
        if likeness(old[i].item, entry.item) >= 0.8 and is_arrears(old[i]) == arrears
    ]
    return near[0] if len(near) == 1 else None
