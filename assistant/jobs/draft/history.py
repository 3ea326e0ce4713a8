"""执行情况与资金: the execution table moved on a year, the totals and the funds redone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from assistant.domain.declaration import Execution, Funding
from assistant.domain.draft import CellStatus
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.shapes import plain
from assistant.jobs.draft.amounts import in_unit_of, money_like, short_yuan
from assistant.jobs.draft.cells import BLANK, CellBook, Figure
from assistant.jobs.draft.changes import Changes
from assistant.jobs.draft.given import GivenValue
from assistant.jobs.draft.past import Material
from assistant.jobs.draft.rolled import Amount, Ledger

MoneyField = Literal["initial", "adjusted", "executed"]
FIELDS: tuple[MoneyField, ...] = ("initial", "adjusted", "executed")
LABELS = {
    "initial": "年初预算",
    "adjusted": "调整后预算",
    "executed": "执行金额",
    "rate": "预算执行率",
}


@dataclass(frozen=True)
class Total:
    """The year's amount: as money for the declaration, and how it came about."""

    money: Money | None
    amount: Amount


def new_total(material: Material, changes: Changes, ledger: Ledger, book: CellBook) -> Total:
    """The amount declared for the year: the sum of the lines, or as given; recorded."""
    old = material.base.declaration.total
    here = _locators(material.base.declaration.total_locator, _any_locator(material))
    if ledger.lines:
        amount = ledger.sum_of(ledger.lines)
    elif old is None or material.elsewhere:
        amount = Amount(None, "needs_input", "本年度申请的预算总额是多少？", here)
    else:
        amount = Amount(old.yuan, "carried", "沿用上年金额，请按新一年预算核定", here)
    given = changes.total
    if given is not None:
        amount = _given_total(given, old, amount, ledger)
    like = old or next((r.line.amount for r in ledger.lines if r.line.amount), None)
    money = None
    if amount.yuan is not None:
        same = old is not None and old.yuan == amount.yuan
        money = old if same else money_like(amount.yuan, like) if like else Money(
            f"{amount.yuan:,.2f}", amount.yuan)  # fmt: skip
        money = (
            replace(money, raw=f"{short_yuan(amount.yuan)} 元")
            if money and not same and like is None
            else money
        )
    sources = amount.sources or here
    book.put(
        "total", money.raw if money else BLANK, amount.status, sources, amount.reason,
        previous=old.raw if old else None, proposal=amount.proposal,
    )  # fmt: skip
    return Total(money, amount)


def _any_locator(material: Material) -> Locator | None:
    found = [loc for _, loc in material.base.declaration.funding.locators]
    return found[0] if found else material.base.declaration.project_locator


def _locators(*found: Locator | None) -> tuple[Locator, ...]:
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _given_total(given: GivenValue, old: Money | None, summed: Amount, ledger: Ledger) -> Amount:
    yuan = given.applied(old.yuan if old else None)
    if yuan is not None and not given.is_money and given.relative is None and old:
        yuan = in_unit_of(yuan, old, f"{given.name}={given.raw}")
    why = given.told(old.yuan if old else None)
    if ledger.lines and summed.yuan is not None and yuan is not None and summed.yuan != yuan:
        why += f"；与预算明细之和 {short_yuan(summed.yuan)} 元相差 {short_yuan(abs(summed.yuan - yuan))} 元，请调整明细"
    return Amount(yuan, "given", why, (given.locator,))


def roll_funding(material: Material, changes: Changes, total: Total, book: CellBook) -> Funding:
    """The funds of the form: what equalled last year's amount follows this year's."""
    declaration = material.base.declaration
    old = declaration.funding
    places = dict(old.locators)
    annual = declaration.total or old.annual
    made: dict[str, Money | None] = {}
    for name in (
        "total",
        "annual",
        "fiscal",
        "annual_fiscal",
        "carried_over",
        "other",
        "annual_other",
    ):
        before: Money | None = getattr(old, name)
        given = changes.funding.get(name)
        where = _locators(
            places.get(name) or declaration.total_locator or declaration.project_locator
        )
        if given is not None:
            yuan = given.applied(before.yuan if before else None)
            made[name] = Money(f"{yuan:,.2f}", yuan) if yuan is not None else None
            value, status, why, where = made[name], "given", f"给定：{given.raw}", (given.locator,)
        elif before is None:
            made[name] = None
            continue
        else:
            value, status, why = _fund(name, before, annual, total, material.elsewhere)
            made[name] = value
            where = total.amount.sources or where if status == "computed" else where
        book.put(
            f"funding.{name}", value.raw if value else BLANK, _status(status), where, why,
            previous=before.raw if before else None,
        )  # fmt: skip
    # What a form names besides its rows (sources, the whole life's) is not carried.
    return Funding(
        total=made["total"],
        annual=made["annual"],
        fiscal=made["fiscal"],
        annual_fiscal=made["annual_fiscal"],
        carried_over=made["carried_over"],
        other=made["other"],
        annual_other=made["annual_other"],
        unit=old.unit,
        locators=old.locators,
    )


def _status(text: str) -> CellStatus:
    known: dict[str, CellStatus] = {"given": "given", "computed": "computed", "carried": "carried"}
    return known.get(text, "needs_input")


def _fund(
    name: str, before: Money, annual: Money | None, total: Total, elsewhere: bool
) -> tuple[Money | None, str, str]:
    if annual is not None and before.yuan == annual.yuan:
        if total.amount.yuan is None:
            return None, "needs_input", total.amount.reason or "预算总额待填"
        if total.amount.yuan == before.yuan:
            return before, "carried", "与本年预算一致"
        return (
            money_like(total.amount.yuan, before),
            "computed",
            f"随本年预算：{total.amount.reason or ''}",
        )
    if before.yuan == 0 and not elsewhere:
        return before, "carried", "上年为零，请核对"
    if name in {"total", "fiscal"} and not elsewhere:
        return before, "carried", "项目全周期金额，沿用上年，请核对"
    return None, "needs_input", f"本年的这一项是多少？（上年：{before.raw}）"


def roll_executions(
    material: Material, changes: Changes, year: int, book: CellBook
) -> tuple[Execution, ...]:
    """The table moved on: old years fall off, last year enters with what is known of it."""
    base = material.base.declaration
    if not base.executions:
        return ()
    known: dict[int, Execution] = {}
    for past in reversed([material.base, *material.earlier]):
        known.update({e.year: e for e in past.declaration.executions})
    span = len(base.executions)
    rows = []
    for i, row_year in enumerate(range(year - span, year)):
        row = known.get(row_year) if not material.elsewhere else None
        path = f"executions[{i}]"
        rows.append(
            _known_row(row, changes, path, book)
            if row
            else _open_row(material, row_year, changes, path, book)
        )
    return tuple(rows)


def _known_row(row: Execution, changes: Changes, path: str, book: CellBook) -> Execution:
    """A row of an earlier table; an estimate is said to be one."""
    why = "上年表中为预计数，请以决算数替换" if row.estimated else None
    book.put(f"{path}.year", str(row.year), "carried", (row.locator,))
    given = {
        f: changes.executions[row.year, f]
        for f in (*FIELDS, "rate")
        if (row.year, f) in changes.executions
    }
    new = row
    for name in FIELDS:
        value: Money | None = getattr(row, name)
        if name in given:
            told = _given_money(given[name], value)
            new = _with(new, name, told)
            book.put(f"{path}.{name}", told.raw, "given", (given[name].locator,), f"给定：{given[name].raw}",
                     previous=value.raw if value else None)  # fmt: skip
        elif value is None or name in row.uncertain:
            new = _with(new, name, None)
            book.put(
                f"{path}.{name}",
                BLANK,
                "needs_input",
                (row.locator,),
                f"{row.year}年{LABELS[name]}是多少？",
            )
        else:
            book.put(
                f"{path}.{name}", value.raw, "carried", (row.locator,), why, previous=value.raw
            )
    return _rate(new, row, path, book, changed=bool(given))


def _with(row: Execution, name: MoneyField, value: Money | None) -> Execution:
    if name == "initial":
        return replace(row, initial=value)
    return replace(row, adjusted=value) if name == "adjusted" else replace(row, executed=value)


def _given_money(given: GivenValue, like: Money | None) -> Money:
    yuan = given.applied(like.yuan if like else None) or Decimal(0)
    if not given.is_money and like is not None and given.relative is None:
        yuan = in_unit_of(yuan, like, f"{given.name}={given.raw}")
    return money_like(yuan, like) if like else Money(f"{yuan:,.2f}", yuan)


def _rate(new: Execution, old: Execution, path: str, book: CellBook, *, changed: bool) -> Execution:
    """The rate in percent of the adjusted budget, redone where a figure was given."""
    if not changed:
        if old.rate is not None:
            book.put(
                f"{path}.rate",
                f"{plain(old.rate)}%",
                "carried",
                (old.locator,),
                previous=f"{plain(old.rate)}%",
            )
        return new
    if new.executed is None or new.adjusted is None or not new.adjusted.yuan:
        book.put(
            f"{path}.rate", BLANK, "needs_input", (new.locator,), f"{new.year}年预算执行率是多少？"
        )
        return replace(new, rate=None)
    rate = (new.executed.yuan / new.adjusted.yuan * 100).quantize(
        Decimal("0.01"), rounding=ROUND_HALF_UP
    )
    why = f"{short_yuan(new.executed.yuan)} ÷ {short_yuan(new.adjusted.yuan)} ＝ {plain(rate)}%"
    book.put(f"{path}.rate", f"{plain(rate)}%", "computed", (new.locator,), why)
    return replace(new, rate=rate.normalize() + 0)


def declared_last_year(material: Material) -> Amount | None:
    """Last year's declared amount: to the cent from its table where the text only rounds it."""
    base = material.base.declaration
    if base.total is None:
        return None
    amounts = [line.amount for line in base.budget_lines]
    known = [money.yuan for money in amounts if money is not None]
    total = sum(known, Decimal(0))
    if known and len(known) == len(amounts) and abs(total - base.total.yuan) <= 50:
        formula = " ＋ ".join(short_yuan(x) for x in known)
        sources = tuple(line.locator for line in base.budget_lines)
        return Amount(total, "computed", f"{formula} ＝ {short_yuan(total)} 元", sources)
    where = base.total_locator or _any_locator(material)
    return Amount(base.total.yuan, "carried", None, (where,) if where else ())


def _open_row(
    material: Material, year: int, changes: Changes, path: str, book: CellBook
) -> Execution:
    """A year that no table holds yet: the declared amount is its budget, the rest is asked."""
    base = material.base.declaration
    sample = next((m for e in base.executions for m in (e.initial, e.adjusted) if m), None)
    where = base.total_locator or base.executions[-1].locator
    row = Execution(year, None, None, None, None, where, estimated=True)
    book.put(f"{path}.year", f"{year}", "computed", (where,), "执行情况表推移一年")
    known = year == material.base_year and not material.elsewhere
    declared = declared_last_year(material) if known else None
    for name in FIELDS:
        given = changes.executions.get((year, name))
        if given is not None:
            told = _given_money(given, sample)
            row = _with(row, name, told)
            book.put(f"{path}.{name}", told.raw, "given", (given.locator,), f"给定：{given.raw}")
        elif name == "initial" and declared is not None and declared.yuan is not None:
            money = money_like(declared.yuan, sample or Money("0.00", Decimal(0)))
            row = replace(row, initial=money)
            why = f"{year}年申报数，批复数如有不同请改；{declared.reason or ''}".rstrip("；")
            book.put(f"{path}.{name}", money.raw, declared.status, declared.sources, why)
        else:
            book.put(
                f"{path}.{name}", BLANK, "needs_input", (where,), f"{year}年{LABELS[name]}是多少？"
            )
    return _rate(row, row, path, book, changed=True)


def total_figures(
    material: Material, total: Total, executions: Iterable[Execution]
) -> list[Figure]:
    """The total and the execution rates, for narrative."""
    old = material.base.declaration.total
    figures = []
    if old is not None:
        figures.append(
            Figure(
                "预算申报金额", "元", old.yuan, total.amount.yuan, total.amount.status,
                total.amount.reason, total.amount.sources, total.amount.proposal,
            )
        )  # fmt: skip
    rates = {e.rate for e in material.base.declaration.executions}
    new = list(executions)
    if len(rates) == 1 and None not in rates and {e.rate for e in new} == rates:
        figures.append(
            Figure("预算执行率", "%", rates.pop(), new[0].rate, "carried", None, (new[0].locator,))
        )
    return figures
