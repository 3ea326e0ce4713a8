"""申报: one declaration put together from its part of the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from assistant.domain.declaration import (
    Activity,
    BudgetLine,
    Declaration,
    Execution,
    Goals,
    Indicator,
    PlanStep,
    Repair,
    Section,
)
from assistant.domain.document import Document
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.reading import budget, executions, schedules
from assistant.reading.bases import find_bases
from assistant.reading.evaluated import read_evaluated, read_scores
from assistant.reading.forms import Form, category_of, period_of, read_form, take_given
from assistant.reading.grid import Grid
from assistant.reading.headers import headers, is_budget_header
from assistant.reading.indicators import read_table
from assistant.reading.lists import (
    read_level_lines,
    read_level_pairs,
    read_level_words,
    read_lists,
)
from assistant.reading.parts import Part
from assistant.reading.seams import Lexicon
from assistant.reading.sections import body_of, read_sections, section_with
from assistant.reading.totals import (
    all_lines,
    find_total,
    with_told_sources,
    with_told_whole,
)
from assistant.reading.units import find_bodies, uncoded

_YEAR_HEAD = re.compile(r"[(（]\s*((?:19|20)\d{2})\s*(?:年?度?\s*[)）]|年度\s*[\t|(（)）])")
_YEAR_LINE = re.compile(
    r"((?:19|20)\d{2})\s*年度?[^，。,;；:：\n]{0,20}?(?:预算申报|预算安排|部门预算|单位预算|项目预算|(?:申请|申报|安排)预算|申报表)"
)
_YEAR_ASKED = re.compile(
    r"((?:19|20)\d{2})\s*年度?(?:本?项目)?(?:拟|计划)?(?:申请|申报)(?![书表])"
    r"|(?:申请|申报)\s*((?:19|20)\d{2})\s*年度?"
)
_YEAR_SPAN = re.compile(
    r"[(（]\s*((?:19|20)\d{2})\s*年?\s*[-—–~～至到]+\s*(?:19|20)\d{2}\s*年?度?\s*[)）]"
)
"""（2027—2029年）: what is declared is the first year's budget, within a plan of several."""
_OPENING = 300
_YEAR_ANY = re.compile(r"((?:19|20)\d{2})\s*年")
_YEAR_ALONE = re.compile(
    r"(?<![-—–~～至到])((?:19|20)\d{2})\s*年(?!\s*(?:\d{1,2}\s*月)?(?:\d{1,2}\s*日)?\s*[-—–~～至到])"
)
"""A year that is not one end of a span of years (2024年至2026年)."""
_WHOLE_BODY = re.compile(
    r"(?P<name>(?:部门|单位)(?:[(（](?:部门|单位)[)）])?整体(?:支出)?)(?:绩效|支出)"
)
"""A form for all that a body spends: its project is 部门整体支出."""
_QUOTED = re.compile(r"[“\"「]([^”\"」\n]{2,40})[”\"」]项目(?:安排|申报|申请)?预算")
_OVERALL = r"总(?:体)?(?:绩效)?目标"
_ANNUAL = r"年度(?:总体|绩效|总)?目标"
_GOAL = r"(?:整体|项目|绩效)(?:绩效)?目标$"
_PERIOD = r"实施周期|实施期限|项目周期"


@dataclass(slots=True)
class _Gathered:
    """What the tables of one declaration say."""

    indicators: list[Indicator] = field(default_factory=list)
    period: list[Indicator] = field(default_factory=list)
    tables: list[budget.MoneyTable] = field(default_factory=list)
    executions: list[Execution] = field(default_factory=list)
    plan: list[PlanStep] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    form_rows: list[tuple[Grid, list[int]]] = field(default_factory=list)


def read_declaration(
    document: Document, part: Part, tables: Sequence[Grid], lexicon: Lexicon
) -> tuple[Declaration, list[Repair]]:
    """The declaration that stands in ``part``, and the repairs made on the way.

    ``tables`` are those of the whole document.
    """
    year, year_locator = _year(document, part)
    gathered = _gather(document, part, tables, lexicon, year)
    form = read_form(document, gathered.form_rows, part.start, part.end)
    take_given(form, part.given)
    year, year_locator = _form_year(form) or (year, year_locator)
    gathered.executions.extend(read_evaluated(gathered.form_rows, year) if year else ())
    if any(row.actual is not None for row in gathered.indicators):
        form.fields.extend(read_scores([grid for grid, _ in gathered.form_rows]))
    sections = read_sections(document, part.start, part.end)
    if part.narrative:
        sections = read_sections(document, *part.narrative) + sections
    project, project_locator, mended = _project(document, part, form)
    bodies = find_bodies(document, part.start, part.end, form)
    repairs = [*gathered.repairs, *form.repairs, *mended, *bodies.repairs]
    span = (part.start, part.end)
    total, total_locator = find_total(document, span, form, gathered.tables, year)
    if total is None:
        total, total_locator = _evaluated_total(gathered.executions, year)
    form.funding = with_told_whole(document, span, form, total)
    form.funding = with_told_sources(document, span, form.funding, total)
    lines = all_lines(document, span, gathered.form_rows, gathered.tables, form, total, year)
    known = {e.year for e in gathered.executions}
    told = [e for e in executions.told_executions(document, *span) if e.year not in known]
    spent, rescaled = _rescaled(document, [*gathered.executions, *told], total, lines)
    spans = [(part.start, part.end), *([part.narrative] if part.narrative else [])]
    bases = tuple(b for a, b_ in spans for b in find_bases(document, a, b_, sections))
    declaration = Declaration(
        project=project,
        unit=bodies.unit,
        department=uncoded(form.text("department")) or bodies.department,
        year=year,
        form=_form_kind(document, part, gathered, form),
        category=category_of(form) or _category_in_text(document, part),
        period=_period(form, sections),
        total=total,
        funding=form.funding,
        goals=_goals(document, sections, form),
        indicators=tuple(gathered.indicators),
        budget_lines=lines,
        executions=tuple(spent),
        bases=bases,
        sections=sections,
        fields=tuple(form.fields),
        activities=tuple(gathered.activities),
        plan=tuple(gathered.plan or _plan_in_text(document, sections)),
        span=span,
        total_locator=total_locator,
        project_locator=project_locator,
        unit_locator=bodies.unit_locator,
        year_locator=year_locator,
        implementer=bodies.implementer,
        implementer_locator=bodies.implementer_locator,
        period_indicators=tuple(gathered.period),
    )
    return declaration, repairs + rescaled


def _evaluated_total(
    rows: Sequence[Execution], year: int | None
) -> tuple[Money | None, Locator | None]:
    """The budget that a self-evaluation prints for its year, where no field of the form does."""
    own = [row for row in rows if row.year == year]
    money = next((m for row in own for m in (row.initial, row.adjusted) if m), None)
    return (money, own[0].locator) if money else (None, None)


def _gather(
    document: Document, part: Part, tables: Sequence[Grid], lexicon: Lexicon, year: int | None
) -> _Gathered:
    got = _Gathered()
    for grid in tables:
        if grid.table.end <= part.start or grid.table.start >= part.end:
            continue
        taken: set[int] = set()
        for table_grid, header, stop in part.tables:
            if not grid.holds(table_grid.table.index):
                continue
            table = read_table(grid, header, stop, lexicon, year)
            if table is not None:
                got.indicators.extend(table.indicators)
                got.period.extend(table.period)
                got.repairs.extend(table.repairs)
                taken |= set(range(*table.rows))
        _money(grid, part, got, taken)
        if not taken:
            got.repairs.extend(grid.mended)
            got.plan.extend(schedules.read_plan(grid))
            got.activities.extend(schedules.read_activities(grid))
        rows = [
            n
            for n, row in enumerate(grid.rows)
            if row and n not in taken and part.start <= row[0].start < part.end
        ]
        got.form_rows.append((grid, rows))
    if not got.indicators:
        got.indicators.extend(read_lists(document, part.start, part.end))
    if not got.indicators:
        got.indicators.extend(read_level_pairs(document, part.start, part.end))
    if not got.indicators:
        got.indicators.extend(read_level_lines(document, part.start, part.end))
    if not got.indicators:
        got.indicators.extend(read_level_words(document, part.start, part.end))
    return got


def _money(grid: Grid, part: Part, got: _Gathered, taken: set[int]) -> None:
    """The tables of money within a grid; the rows that they take are no form's."""
    for row, columns in headers(grid):
        if row in taken or not part.start <= grid.rows[row][0].start < part.end:
            continue
        if executions.is_execution_header(columns):
            found = executions.read_executions(grid, row, columns, part.start)
            got.executions.extend(found)
            taken |= set(range(row, row + 1 + (len(found) or len(grid.rows))))
        elif is_budget_header(columns, len(grid.rows[row])):
            table = budget.read_lines(grid, row, columns, part.start, taken)
            if table.lines:
                got.tables.append(table)
                taken |= set(range(row, table.stop))
    years, rows = executions.read_by_column(grid, part.start)
    if years and not set(rows) & taken:
        got.executions.extend(years)
        taken |= set(rows)
    for row, pieces in enumerate(grid.rows):
        if row in taken or not pieces or not part.start <= pieces[0].start < part.end:
            continue
        if budget.is_breakdown(pieces):
            lines = budget.read_breakdown(grid, row, part.start)
            got.tables.append(budget.MoneyTable(tuple(lines), None, None, len(grid.rows)))
            taken |= set(range(row, len(grid.rows)))
            return


def _year(document: Document, part: Part) -> tuple[int | None, Locator | None]:
    text = document.text
    head = _YEAR_HEAD.search(text, part.start, min(part.end, part.start + 20_000))
    stretches = [(part.start, part.end), (0, part.start)]
    found = head or _YEAR_SPAN.search(text, part.start, min(part.end, part.start + _OPENING))
    for pattern in (_YEAR_LINE, _YEAR_ASKED, _YEAR_ALONE, _YEAR_ANY):
        for start, end in stretches:
            found = found or pattern.search(text, start, end)
    if found is None:
        return None, None
    group = found.lastindex or 1
    return int(found.group(group)), document.locate(found.start(group), found.end(group))


_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def _form_year(form: Form) -> tuple[int, Locator] | None:
    """The budget year that a field of the form states (预算年度, 申报年度)."""
    entry = form.by_meaning.get("year")
    value = entry.value.translate(_HAN_DIGITS) if entry else ""
    told = re.match(r"((?:19|20)\d{2})\s*年?度?$", value)
    return (int(told.group(1)), entry.locator) if entry and told else None


def _project(
    document: Document, part: Part, form: Form
) -> tuple[str | None, Locator | None, list[Repair]]:
    """The project's name: the form's cell where it is whole, else what the narrative calls it."""
    printed = uncoded(form.text("project"))
    at = form.locator("project")
    stretch = part.narrative or (part.start, part.end)
    quoted = _QUOTED.search(document.text, *stretch)
    names = [n for n in (quoted.group(1) if quoted else None, part.title) if n]
    if printed is None:
        if not names:
            body = _WHOLE_BODY.search(document.text, part.start, part.end)
            at = document.locate(*body.span("name")) if body else None
            return ("部门整体支出" if body else None), at, []
        name = part.title or names[0]
        begin = document.text.find(name, *stretch)
        return name, document.locate(begin, begin + len(name)) if begin >= 0 else None, []
    whole = len(form.project_pieces) == 1 and " " not in printed and len(printed) > 3
    if not names or printed in names or (whole and not _damaged(document, printed, names)):
        return printed, at, []
    best = max(names, key=lambda n: (_shared(n, printed), len(n)))
    if _likeness(best, printed) < 0.3 and len(printed) > 3:
        return printed, at, []
    why = "表内单元被列线切断，与项目说明中的名称核对"
    return best, at, [Repair(printed, best, why, at)] if at else []


def _damaged(document: Document, printed: str, names: Sequence[str]) -> bool:
    return document.text.count(printed) < 2 and any(_likeness(n, printed) >= 0.6 for n in names)


def _shared(name: str, printed: str) -> float:
    """The share of the printed characters that ``name`` has in the same order."""
    blocks = SequenceMatcher(None, name, printed).get_matching_blocks()
    return sum(b.size for b in blocks) / max(len(printed), 1)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _rescaled(
    document: Document,
    rows: Sequence[Execution],
    total: Money | None,
    lines: Sequence[BudgetLine],
) -> tuple[list[Execution], list[Repair]]:
    """Execution figures whose caption says 万元 and whose size says 元.

    Evidence: with the caption's unit every figure is over a thousand times the year's budget, in
    元 it is of its size. The reading is recorded, and the rows stay uncertain in their unit.
    """
    amount = total.yuan if total else sum((b.amount.yuan for b in lines if b.amount), 0)
    figures = [m.yuan for e in rows for m in (e.initial, e.adjusted, e.executed) if m]
    if not amount or not figures or not all(f > amount * 1000 for f in figures):
        return list(rows), []
    mended = [
        replace(
            e,
            initial=executions.rescaled(e.initial, "元"),
            adjusted=executions.rescaled(e.adjusted, "元"),
            executed=executions.rescaled(e.executed, "元"),
            uncertain=("unit",),
        )
        for e in rows
    ]
    found = list(re.finditer(r"单位\s*[:：]\s*万元", document.text[: rows[0].locator.start]))
    if not found:
        return mended, []
    at = document.locate(found[-1].start(), found[-1].end())
    why = "按万元读则为本年预算的千倍以上，按元读与本年预算同一量级"
    return mended, [Repair(at.quote, "单位：元", why, at)]


def _goals(document: Document, sections: tuple[Section, ...], form: Form) -> Goals:
    overall, annual = section_with(sections, _OVERALL), section_with(sections, _ANNUAL)

    def pick(section: Section | None, key: str) -> tuple[str | None, Locator | None]:
        if section is not None:
            return section.text, document.locate(*body_of(document, section))
        return form.goals.get(key, (None, None))

    overall_text, overall_at = pick(overall, "overall")
    annual_text, annual_at = pick(annual, "annual")
    if overall_text is None and annual_text is None and (goal := section_with(sections, _GOAL)):
        annual_text, annual_at = goal.text, document.locate(*body_of(document, goal))
    return Goals(overall_text, annual_text, overall_at, annual_at)


def _period(form: Form, sections: tuple[Section, ...]) -> str | None:
    """The dates of the form where they are whole, else what the narrative says."""
    printed, told = period_of(form), _section_line(sections, _PERIOD)
    if printed is None or (told and not _DATES.fullmatch(printed)):
        return told
    return re.sub(r"-{2,}", "-", printed)


_DATES = re.compile(
    r"(?:(?:19|20)\d{2}[-./年]\d{1,2}(?:[-./月](?:0?[1-9]|[12]\d|3[01])日?|月)—?){2}|[^\d]+"
)


def _section_line(sections: tuple[Section, ...], pattern: str) -> str | None:
    found = section_with(sections, pattern)
    return found.text.split("\n")[0].strip("。 ") if found else None


def _category_in_text(document: Document, part: Part) -> str | None:
    found = re.search(
        r"(?:为|属于?|是)(经常性|一次性|阶段性)项目", document.text[part.start : part.end]
    )
    return f"{found.group(1)}项目" if found else None


def _plan_in_text(document: Document, sections: tuple[Section, ...]) -> list[PlanStep]:
    found = section_with(sections, r"实施方案|实施计划|进度安排")
    return schedules.plan_in_text(document, found) if found else []


def _form_kind(document: Document, part: Part, got: _Gathered, form: Form) -> str:
    """The layout's generation by what it has: see domain.declaration.Declaration.form."""
    text = document.text[part.start : part.end]
    second = {i.level2 for i in got.indicators}
    if any(i.level1 and i.level1.endswith("目标") for i in got.indicators):
        return "street-2020"
    if re.search(r"填报表", text) or any(s == "成本指标" for s in second):
        return "fill-2021"
    if form.funding.annual is not None and "nature" in form.by_meaning:
        return "bureau-2024"
    if re.search(r"项目描述", text) and got.indicators:
        return "street-2024"
    return "other"
