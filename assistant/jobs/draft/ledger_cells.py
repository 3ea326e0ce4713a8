"""预算明细的格: the cells of the budget table, and the figures that narrative follows."""

from __future__ import annotations

from decimal import Decimal

from assistant.domain.declaration import BudgetLine
from assistant.domain.draft import CellStatus
from assistant.domain.money import Money
from assistant.domain.shapes import plain
from assistant.jobs.draft.cells import ANY, BLANK, CellBook, Figure
from assistant.jobs.draft.past import Material
from assistant.jobs.draft.rolled import Amount, Ledger, RolledLine


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
        origin = (before.locator,) if before and rolled.amount.status != "given" else amount.sources
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
        if before is not None and before.quantity is not None and before.quantity > 1:
            sources = amount.sources or (before.locator,)
            same = line.quantity == before.quantity
            figures.append(
                Figure(
                    line.item, ANY, before.quantity, line.quantity,
                    "carried" if same else amount.status, None, sources,
                )
            )  # fmt: skip
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
            (line.locator,) if same or not amount.sources else (*amount.sources, line.locator),
            "沿用上年单价" if same else rolled.price_told, previous=old_price.raw if old_price else None,
        )  # fmt: skip
    old_quantity = before.quantity if before else None
    if line.quantity is not None:
        same = old_quantity == line.quantity
        book.put(
            f"{path}.quantity", plain(line.quantity),
            "carried" if same else "computed" if amount.proposal else "given",
            (line.locator,) if same or not amount.sources else (*amount.sources, line.locator),
            "沿用上年数量" if same else rolled.quantity_told,
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
