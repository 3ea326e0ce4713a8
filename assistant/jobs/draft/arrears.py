"""尾款: what last year's contract still owes, from the share that earlier years show, or asked."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from assistant.domain.declaration import BudgetLine
from assistant.domain.locator import Locator
from assistant.jobs.draft.amounts import cents, short_yuan
from assistant.jobs.draft.bindings import ARREARS, is_arrears
from assistant.jobs.draft.likeness import likeness, plain_name
from assistant.jobs.draft.past import Material, Past
from assistant.jobs.draft.rolled import Amount


def arrears_of(material: Material, old: BudgetLine) -> Amount:
    """What last year's contract still owes: the same share of it as in two earlier years, or 待填."""
    past = [material.base, *material.earlier]
    pairs: list[tuple[Decimal, Decimal, tuple[Locator, ...]]] = []
    for newer, older in pairwise(past):
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
    yuan = cents(current.amount.yuan * share)
    why = (
        f"历年尾款占上年合同列支的比例不变：{short_yuan(current.amount.yuan)} × "
        f"{short_yuan(pairs[0][0])} ÷ {short_yuan(pairs[0][1])} ＝ {short_yuan(yuan)} 元，请按合同核对"
    )
    sources = (*tuple(s for _, _, at in pairs for s in at), current.locator)
    return Amount(yuan, "computed", why, tuple(dict.fromkeys(sources)), proposal=True)


def _stem(line: BudgetLine) -> str:
    text = plain_name(line.item)
    for word in ARREARS:
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
