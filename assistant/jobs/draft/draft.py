"""起草: past declarations, given figures and cited precedent in; a draft, cell by cell, out."""

from __future__ import annotations

from dataclasses import replace

from assistant.domain.declaration import Declaration
from assistant.domain.draft import Draft
from assistant.errors import DraftError
from assistant.jobs.draft.bindings import Bindings, bind
from assistant.jobs.draft.budget_file import BudgetFile, read_budget
from assistant.jobs.draft.cells import BLANK, CellBook, Figure
from assistant.jobs.draft.changes import Changes, resolve
from assistant.jobs.draft.edit import with_edits
from assistant.jobs.draft.given import GIVEN, given_text, read_given
from assistant.jobs.draft.history import (
    Total,
    new_total,
    roll_executions,
    roll_funding,
    total_figures,
)
from assistant.jobs.draft.ledger import build_ledger
from assistant.jobs.draft.ledger_cells import put_lines
from assistant.jobs.draft.migration import migrate, propose_branches, propose_measures
from assistant.jobs.draft.narrative import Wording
from assistant.jobs.draft.past import Material, Shelf, gather
from assistant.jobs.draft.request import FORMS, DraftRequest
from assistant.jobs.draft.rolled import Ledger
from assistant.jobs.draft.targets import RolledTarget, TargetRoller, put_targets
from assistant.jobs.draft.texts import (
    Teller,
    moved_period,
    roll_activities,
    roll_bases,
    roll_fields,
    roll_goals,
    roll_plan,
    roll_sections,
)

CURRENT = ("street-2024", "bureau-2024")
"""Layouts whose indicator table is of today's taxonomy."""


def draft(shelf: Shelf, request: DraftRequest, *, wording: Wording | None = None) -> Draft:
    """Draft a declaration. Raises DraftError where it cannot be made from what was given."""
    material = gather(shelf, request)
    budget = read_budget(request.budget) if request.budget is not None else None
    return compose(material, request, budget, wording=wording)


def compose(
    material: Material,
    request: DraftRequest,
    budget: BudgetFile | None = None,
    *,
    wording: Wording | None = None,
) -> Draft:
    """The draft from material already loaded: what a changed figure runs again."""
    if request.form is not None and request.form not in FORMS:
        raise DraftError(f"没有“{request.form}”这种表式，可选：{'、'.join(FORMS)}")
    base = material.base.declaration
    bindings = bind(base)
    given = read_given(request.given)
    changes = resolve(given, base, bindings)
    if budget is not None and (changes.lines or changes.dropped_lines or changes.new_lines):
        names = "、".join(v.name for v in changes.lines.values()) or "明细"
        raise DraftError(f"给了预算文件，就不能再用 --set 改预算明细（{names}）；请改预算文件")
    book = CellBook(notes=list(material.notes))
    form = _form(base, request)
    _put_head(material, request, form, book)
    ledger = build_ledger(material, changes, bindings, budget, request.year)
    total = new_total(material, changes, ledger, book)
    rolled = _targets(material, changes, bindings, ledger, total, request, form, book)
    figures = put_lines(ledger, material, book)
    figures += put_targets(rolled, material, book)
    propose_measures(rolled, material, book)
    made = _rest(material, changes, request, ledger, total, figures, form, wording, book)
    declaration = replace(
        made, form=form, year=request.year, total=total.money,
        indicators=tuple(one.indicator for one in rolled),
        budget_lines=tuple(one.line for one in ledger.lines), span=(0, 0),
    )  # fmt: skip
    _say(ledger, material, budget, book)
    if form == "street-2020" and made.executions:
        book.losses.append("2020 年三表没有预算执行情况表，执行情况未印出")
    texts = [(GIVEN, given_text(request.given))] if request.given else []
    if budget is not None:
        texts.append((budget.document.id, budget.document.text))
    made_draft = Draft(
        declaration, tuple(book.cells), (), declaration.bases, tuple(book.losses),
        tuple(book.notes), tuple(texts),
    )  # fmt: skip
    return with_edits(made_draft, request.edits)


def _form(base: Declaration, request: DraftRequest) -> str:
    """The form asked for, or last year's where it is a current one, or the current table."""
    if request.form is not None:
        return FORMS[request.form]
    return base.form if base.form in CURRENT else "bureau-2024"


def _put_head(material: Material, request: DraftRequest, form: str, book: CellBook) -> None:
    base = material.base.declaration
    where = base.project_locator or base.total_locator
    book.put("project", base.project or request.project, "carried", (where,), previous=base.project)
    if material.elsewhere and request.unit:
        book.put("unit", request.unit, "given", (where,), "请求中写明的单位", previous=base.unit)
        book.put(
            "department",
            BLANK,
            "needs_input",
            (where,),
            "主管部门是哪个？",
            previous=base.department,
        )
    else:
        book.put("unit", base.unit or BLANK, "carried" if base.unit else "needs_input",
                 (base.unit_locator or where,), None if base.unit else "填报单位是哪个？", previous=base.unit)  # fmt: skip
        if base.department:
            book.put(
                "department",
                base.department,
                "carried",
                (base.unit_locator or where,),
                previous=base.department,
            )
    book.put("year", str(request.year), "given", (base.year_locator or where,), "请求中写明的年度",
             previous=str(material.base_year))  # fmt: skip
    changed = form != base.form
    book.put("form", form, "computed" if changed else "carried", (where,),
             "换用现行表式" if changed else None, previous=base.form)  # fmt: skip
    if base.category:
        book.put("category", base.category, "carried", (where,), previous=base.category)


def _targets(
    material: Material, changes: Changes, bindings: Bindings, ledger: Ledger, total: Total,
    request: DraftRequest, form: str, book: CellBook,
) -> list[RolledTarget]:  # fmt: skip
    """The indicator table: rolled, migrated to today's levels, with what it lacks proposed."""
    rolled, gone = TargetRoller(material, changes, bindings, ledger, request.year).roll(
        total.amount
    )
    if gone:
        names = "、".join(material.base.declaration.indicators[at].name for at in gone)
        book.losses.append(f"随取消的内容移出 {len(gone)} 项指标：{names}")
    if form == "street-2020":
        return rolled
    rolled = migrate(rolled, material, book)
    return propose_branches(rolled, material, total, request.year, book)


def _rest(
    material: Material, changes: Changes, request: DraftRequest, ledger: Ledger, total: Total,
    figures: list[Figure], form: str, wording: Wording | None, book: CellBook,
) -> Declaration:  # fmt: skip
    """Everything that follows the tables: funds, history, goals, texts."""
    base = material.base.declaration
    funding = roll_funding(material, changes, total, book)
    executions = roll_executions(material, changes, request.year, book)
    figures = [*figures, *total_figures(material, total, executions)]
    teller = Teller(material, changes, figures, request.year, wording)
    gone = _gone_names(ledger, base)
    goals = roll_goals(teller, book)
    stale = roll_bases(teller, book)
    funds = _prints(base, funding, total)
    return replace(
        base,
        unit=request.unit if material.elsewhere and request.unit else base.unit,
        department=None if material.elsewhere else base.department,
        period=moved_period(base, teller, book),
        funding=funding,
        goals=goals,
        executions=executions,
        sections=roll_sections(teller, form, total.amount, stale, book),
        activities=roll_activities(teller, gone, book),
        plan=roll_plan(teller, book),
        fields=roll_fields(teller, form, funds, book),
    )


def _gone_names(ledger: Ledger, base: Declaration) -> list[str]:
    """Groups, and ungrouped items, that no line of this year continues."""
    kept = {base.budget_lines[r.old].group for r in ledger.lines if r.old is not None}
    names = []
    for at in ledger.gone:
        line = base.budget_lines[at]
        if line.group and line.group not in kept:
            names.append(line.group)
        names.append(line.item)
    return names


def _prints(base: Declaration, funding: object, total: Total) -> dict[str, str]:
    """How each fund printed last year prints this year, for fields that repeat it."""
    prints: dict[str, str] = {}
    for name in (
        "total",
        "annual",
        "fiscal",
        "annual_fiscal",
        "carried_over",
        "other",
        "annual_other",
    ):
        before, after = getattr(base.funding, name), getattr(funding, name)
        if before is not None:
            prints[before.raw] = after.raw if after is not None else BLANK
    if base.total is not None:
        prints.setdefault(base.total.raw, total.money.raw if total.money else BLANK)
    return prints


def _say(ledger: Ledger, material: Material, budget: BudgetFile | None, book: CellBook) -> None:
    """Lines for the user: the file's own notes, what is new, what fell away."""
    if budget is None:
        return
    for note in budget.notes:
        book.note(note)
    old = material.base.declaration.budget_lines
    gone = [old[at].item for at in ledger.gone]
    if gone:
        book.note(f"上年有、今年预算文件未列的明细：{'、'.join(gone)}")
    new = [r.line.item for r in ledger.lines if r.old is None]
    if new and old:
        book.note(f"今年新增的明细：{'、'.join(new)}；请补充相应的产出指标")
