"""申报表: the cells of the 2024 table, labelled as the form labels them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.domain.declaration import Declaration
from assistant.domain.draft import Draft
from assistant.domain.money import Money
from assistant.writing.form import BLANK, Block, amount_in, indicator_block, money_unit_of
from assistant.writing.sourcing import Marker

_DATE = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_MONTH = re.compile(r"((?:19|20)\d{2})[-./年](\d{1,2})(?!\d)月?")


@dataclass(frozen=True)
class Application:
    """The head of the 申报表 as label → text, and its indicators."""

    head: dict[str, str]
    indicators: Block


def field_of(draft: Draft, marker: Marker, *labels: str) -> str:
    """The value of the first field with one of the labels, marked."""
    for k, field in enumerate(draft.declaration.fields):
        if field.label.strip("：: *") in labels:
            value = "、".join(field.checked) or field.value
            if value:
                return marker.mark(f"fields[{k}].value", value)
    return ""


def period_of(declaration: Declaration) -> tuple[str, str]:
    """The first and the last day (or month): from the period, else the budget year's own.

    A period that is asked for, or that names no two dates, is left open: never the year's own.
    """
    found = _DATE.findall(declaration.period or "")
    if len(found) >= 2:
        (y, m, d), (y2, m2, d2) = found[0], found[-1]
        return f"{y}-{int(m):02}-{int(d):02}", f"{y2}-{int(m2):02}-{int(d2):02}"
    months = _MONTH.findall(declaration.period or "")
    if len(months) == 2 and not found:
        (y, m), (y2, m2) = months
        return f"{y}年{int(m)}月", f"{y2}年{int(m2)}月"
    if declaration.period or declaration.year is None:
        return BLANK, BLANK
    return f"{declaration.year}-01-01", f"{declaration.year}-12-31"


def application_of(draft: Draft, marker: Marker) -> Application:
    """The 申报表 of a draft; what it does not know is 待填, what may be empty stays empty."""
    d = draft.declaration
    unit = d.funding.unit if d.funding.unit in {"元", "万元"} else money_unit_of(d)
    funds = d.funding
    annual = funds.annual or d.total
    start, end = period_of(d)

    def amount(path: str, money: Money | None, *, needed: bool = False) -> str:
        if money is None and not needed:
            held = marker.cells.get(path)
            return marker.mark(path, BLANK) if held and held.status == "needs_input" else ""
        return marker.mark(path, amount_in(money, unit), "total")

    head = {
        "year": str(d.year or BLANK),
        "unit_of_money": unit,
        "project": marker.mark("project", d.project or BLANK),
        "nature": field_of(draft, marker, "项目性质")
        or marker.mark("category", d.category or BLANK),
        "category": _category(draft, marker),
        "department": marker.mark("department", d.department or d.unit or BLANK),
        "unit": marker.mark("unit", d.unit or BLANK),
        "start": marker.mark("period", start),
        "end": marker.mark("period", end),
        "total": amount("funding.total", funds.total or annual, needed=True),
        "annual": amount("funding.annual", annual, needed=True),
        "fiscal": amount("funding.fiscal", funds.fiscal or funds.total or annual, needed=True),
        "annual_fiscal": amount("funding.annual_fiscal", funds.annual_fiscal),
        "carried_over": amount("funding.carried_over", funds.carried_over),
        "other": amount("funding.other", funds.other),
        "annual_other": amount("funding.annual_other", funds.annual_other),
        "overall": marker.prose("goals.overall", d.goals.overall or BLANK),
        "annual_goal": marker.prose("goals.annual", d.goals.annual or BLANK),
    }
    return Application(head, indicator_block(draft, marker))


def _category(draft: Draft, marker: Marker) -> str:
    """人员类、其他运转类、特定目标类; the forms of 2020 and 2021 print 项目性质 under this label."""
    value = field_of(draft, marker, "项目类别")
    return "" if "性项目" in value else value
