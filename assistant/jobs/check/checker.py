"""审核: every rule over every declaration of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.domain.declaration import Declaration, Reading
from assistant.domain.document import Document
from assistant.domain.finding import Finding
from assistant.domain.shapes import to_json
from assistant.jobs.check.case import Case
from assistant.jobs.check.profile import Profile, marks, profile_of
from assistant.jobs.check.registry import RULES, Flag, Rule
from assistant.jobs.check.report import CheckReport, Crash, count

if TYPE_CHECKING:
    from assistant.library.catalogue import Catalogue


def check_document(
    document: Document,
    reading: Reading,
    *,
    catalogue: Catalogue | None = None,
    profile: Mapping[str, Any] | Profile | None = None,
    rules: Iterable[Rule] | None = None,
) -> CheckReport:
    """Check every declaration of a document; ``catalogue`` lets rules compare with the library.

    ``profile`` is the tables of ``youju.toml``. Raises UsageError where they make no sense. A rule
    that crashes is reported and the others still run.
    """
    chosen = profile_of(profile)
    used = [r for r in (RULES.values() if rules is None else rules) if not chosen.skips(r.code)]
    memo: dict[str, tuple[str, ...]] = {}
    cases = [
        Case(document, reading, d, n, catalogue, memo) for n, d in enumerate(reading.declarations)
    ]
    crashes: list[Crash] = []
    found: list[Finding] = []
    first = cases[0] if cases else Case(document, reading, _nothing(document), 0, catalogue)
    for rule in used:
        for case in [first] if rule.whole else cases:
            found += _run(rule, case, crashes)
    found = [_weighed(f, chosen) for f in _distinct(found)]
    reviewed = (*chosen.reviewed, *marks(document))
    accepted = tuple(
        (f, r) for f in found if (r := next((r for r in reviewed if r.covers(f, document)), None))
    )
    gone = {id(f) for f, _ in accepted}
    kept = tuple(f for f in found if id(f) not in gone)
    return CheckReport(
        tuple(_brief(d) for d in reading.declarations), kept, count(kept), accepted, tuple(crashes)
    )


def _run(rule: Rule, case: Case, crashes: list[Crash]) -> list[Finding]:
    try:
        return [_finding(rule, flag) for flag in rule.find(case)]
    # The seam where one broken rule must not silence the others: the crash is reported as such.
    except Exception as error:  # noqa: BLE001
        crashes.append(
            Crash(rule.code, case.declaration.project, f"{type(error).__name__}: {error}")
        )
        return []


def _finding(rule: Rule, flag: Flag) -> Finding:
    return Finding(
        rule.code, rule.name, flag.severity or rule.severity, flag.origin, flag.message,
        flag.locator, flag.related, flag.suggestion, flag.fix,
    )  # fmt: skip


def _weighed(finding: Finding, profile: Profile) -> Finding:
    severity = profile.severity.get(finding.rule)
    return replace(finding, severity=severity) if severity else finding


def _distinct(findings: list[Finding]) -> list[Finding]:
    """In order of place; the same rule says a thing about a place once."""
    seen: dict[tuple[str, int, int, str], Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.locator.start, finding.locator.end, finding.message)
        seen.setdefault(key, finding)
    return sorted(seen.values(), key=lambda f: (f.locator.start, f.locator.end, f.rule))


def _brief(declaration: Declaration) -> dict[str, Any]:
    return {
        "project": declaration.project, "unit": declaration.unit, "year": declaration.year,
        "form": declaration.form, "total": to_json(declaration.total),
        "indicators": len(declaration.indicators), "budget_lines": len(declaration.budget_lines),
    }  # fmt: skip


def _nothing(document: Document) -> Declaration:
    """An empty declaration over the whole document, for rules that look at the document."""
    from assistant.domain.declaration import Funding, Goals

    return Declaration(
        None, None, None, None, "other", None, None, None, Funding(), Goals(None, None),
        (), (), (), (), (), span=(0, len(document.text)),
    )  # fmt: skip
