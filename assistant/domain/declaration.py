"""绩效目标申报: one declaration as typed facts, each with its place.

Field names are those of the JSON contract (``youju parse``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from assistant.domain.correction import Correction
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.target import Target


@dataclass(frozen=True, slots=True)
class Levels:
    """一级指标、二级指标 of today's taxonomy; None where a row cannot be placed."""

    level1: str | None
    level2: str | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """三级指标: one row of the indicator table.

    ``level1`` and ``level2`` are the printed generation's own names, cleaned; ``current`` is where
    the row belongs today. ``uncertain`` names the fields that cannot be trusted (``"target"``,
    ``"level2"`` …). ``actual``, ``score`` and ``deviation`` (偏差原因) stand only in self-evaluations,
    ``evaluated_locator`` is where they do. ``period_target`` is the value for the project's whole
    life (实施期、总体、长期指标值), where the form prints one beside that of the year.
    """

    level1: str | None
    level2: str | None
    name: str
    target: Target
    source: str | None
    explanation: str | None
    current: Levels
    locator: Locator
    uncertain: tuple[str, ...] = ()
    target_locator: Locator | None = None
    source_locator: Locator | None = None
    actual: Target | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    deviation: str | None = None
    evaluated_locator: Locator | None = None
    period_target: Target | None = None
    period_locator: Locator | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """测算因数: one factor of a line's computation: ``36个断面`` → 36, 个断面."""

    number: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """预算明细: one line of the budget table; ``quantity`` has no unit of money.

    Where the print multiplies several things (``36个断面×12次``), ``factors`` has each and
    ``quantity`` is their product, 万 multiplied out. ``price_unit`` is what one ``unit_price``
    buys (元/``平方米``), ``quantity_unit`` what a single quantity counts.
    """

    group: str | None
    item: str
    amount: Money | None
    unit_price: Money | None
    quantity: Decimal | None
    locator: Locator
    uncertain: tuple[str, ...] = ()
    note: str | None = None
    factors: tuple[Factor, ...] = ()
    quantity_unit: str | None = None
    price_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """预算执行: one year's initial budget, adjusted budget, spending; ``rate`` in percent.

    ``note`` is what the row's column of remarks says (why, how much was added).
    """

    year: int
    initial: Money | None
    adjusted: Money | None
    executed: Money | None
    rate: Decimal | None
    locator: Locator
    estimated: bool = False
    uncertain: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """立项依据: a document that the declaration cites.

    ``number`` is normalised (沪公闵发〔2017〕41号) or None; ``raw`` is the citation as printed.
    ``section`` is the heading under which it is cited.
    """

    number: str | None
    title: str | None
    raw: str
    locator: Locator
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """章节: a heading of the declaration and the text under it (without sub-sections)."""

    title: str
    level: int
    number: str | None
    text: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class FormField:
    """表单字段: a labelled cell of the form (项目负责人, 政府采购 …); empty value is ``""``.

    ``checked`` lists the ticked options of a field of check boxes.
    """

    label: str
    value: str
    locator: Locator
    checked: tuple[str, ...] = ()
    money: Money | None = None


@dataclass(frozen=True, slots=True)
class PlanStep:
    """项目实施计划: one row (or numbered sentence) of the schedule."""

    when: str
    what: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Activity:
    """项目活动内容: one row of the activity table."""

    group: str | None
    item: str
    content: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Goals:
    """总目标、年度目标 as text with their places."""

    overall: str | None
    annual: str | None
    overall_locator: Locator | None = None
    annual_locator: Locator | None = None


@dataclass(frozen=True, slots=True)
class FundSource:
    """资金来源: one source that the form names beyond its usual rows (中央补助, 自筹)."""

    name: str
    amount: Money
    locator: Locator


@dataclass(frozen=True, slots=True)
class Funding:
    """项目资金: what the form declares; every amount may be absent.

    ``total`` covers the project's whole life, ``annual`` the budget year (never compared as equal).
    ``sources`` are those of the budget year, ``period_sources`` those of the whole life.
    """

    total: Money | None = None
    annual: Money | None = None
    fiscal: Money | None = None
    annual_fiscal: Money | None = None
    carried_over: Money | None = None
    other: Money | None = None
    annual_other: Money | None = None
    unit: str | None = None
    locators: tuple[tuple[str, Locator], ...] = ()
    sources: tuple[FundSource, ...] = ()
    period_sources: tuple[FundSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """项目支出绩效目标申报: one project of one unit in one budget year.

    ``form`` names the layout's generation: ``street-2024`` (项目描述), ``street-2020``
    (三表), ``fill-2021`` (填报表), ``bureau-2024`` (申报表) or ``other``. ``total`` is the amount
    declared for the budget year. ``span`` is the declaration's part of the document's text.
    ``unit`` is the body that declares; ``implementer`` is the 实施单位 where the form names another
    one (an inner office, a subordinate body). ``period_indicators`` are indicators of the whole
    life (长期绩效指标) that have no row of the year.
    """

    project: str | None
    unit: str | None
    department: str | None
    year: int | None
    form: str
    category: str | None
    period: str | None
    total: Money | None
    funding: Funding
    goals: Goals
    indicators: tuple[Indicator, ...]
    budget_lines: tuple[BudgetLine, ...]
    executions: tuple[Execution, ...]
    bases: tuple[Basis, ...]
    sections: tuple[Section, ...]
    fields: tuple[FormField, ...] = ()
    activities: tuple[Activity, ...] = ()
    plan: tuple[PlanStep, ...] = ()
    span: tuple[int, int] = (0, 0)
    total_locator: Locator | None = None
    project_locator: Locator | None = None
    unit_locator: Locator | None = None
    year_locator: Locator | None = None
    implementer: str | None = None
    implementer_locator: Locator | None = None
    period_indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """修复: what extraction damaged, how it is read, and the evidence for it."""

    raw: str
    read_as: str
    why: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Account:
    """预算科目: one amount of a department budget table.

    ``table`` is the table's caption, ``code`` the account code (204-02-01), ``column`` the printed
    column heading, ``year`` the budget year.
    """

    table: str
    code: str | None
    name: str
    column: str
    amount: Money
    year: int | None
    unit: str | None
    locator: Locator


@dataclass(frozen=True, slots=True)
class Term:
    """名词解释: a defined term."""

    name: str
    definition: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Article:
    """条: one article of a statute; ``chapter`` is the heading path 编/章/节.

    ``paragraphs`` are the 款 in order; an item 项 stays within its paragraph's text.
    """

    number: str
    chapter: tuple[str, ...]
    paragraphs: tuple[str, ...]
    locator: Locator


@dataclass(frozen=True, slots=True)
class Statute:
    """法律、法规、规范性文件: title, issue number, issuer, dates, articles.

    Dates are ISO strings (YYYY-MM-DD) or None.
    """

    title: str
    number: str | None
    issuer: str | None
    issued: str | None
    in_force: str | None
    articles: tuple[Article, ...]
    locator: Locator
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says, as facts."""

    declarations: tuple[Declaration, ...] = ()
    repairs: tuple[Repair, ...] = ()
    accounts: tuple[Account, ...] = ()
    terms: tuple[Term, ...] = ()
    statutes: tuple[Statute, ...] = ()
    citations: tuple[Basis, ...] = field(default=())
    """Document numbers and titles cited outside declarations."""
    figures: tuple[FormField, ...] = ()
    """Amounts and counts that a budget's notes state (车辆, 政府采购, 三公经费)."""
    corrections: tuple[Correction, ...] = ()
    """What was corrected by hand: already applied to the facts above."""
