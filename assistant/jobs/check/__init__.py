"""审核: what the finance bureau would send back, with the place, the evidence and the mend."""

from __future__ import annotations

# The families register their rules when they are imported.
from assistant.jobs.check import (
    bases,
    content,
    costs,
    counts,
    coverage,
    departments,
    enumerations,
    extraction,
    foreign,
    forms,
    formulas,
    leftovers,
    levels,
    measures,
    narrative,
    periods,
    schedule,
    scores,
    sources,
    sums,
    targets,
    validity,
    wording,
)
from assistant.jobs.check.checker import check_document
from assistant.jobs.check.registry import RULES, Rule, explain_rule
from assistant.jobs.check.report import CheckReport, by_severity

_FAMILIES = ("SUM", "TGT", "TAX", "COV", "BAS", "TXT", "FRM", "OCR")
_ORDERED = sorted(RULES, key=lambda code: (_FAMILIES.index(code[:3]), code))
for _code in _ORDERED:
    RULES[_code] = RULES.pop(_code)

__all__ = [
    "RULES",
    "CheckReport",
    "Rule",
    "bases",
    "by_severity",
    "check_document",
    "content",
    "costs",
    "counts",
    "coverage",
    "departments",
    "enumerations",
    "explain_rule",
    "extraction",
    "foreign",
    "forms",
    "formulas",
    "leftovers",
    "levels",
    "measures",
    "narrative",
    "periods",
    "schedule",
    "scores",
    "sources",
    "sums",
    "targets",
    "validity",
    "wording",
]  # fmt: skip
