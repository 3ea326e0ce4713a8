"""审核报告: the findings of one document, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.document import Document
from assistant.domain.finding import Finding
from assistant.jobs.check.profile import Reviewed
from assistant.jobs.check.registry import SEVERITY_WORDS


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that failed on this document; the others still ran."""

    rule: str
    declaration: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """``declarations`` says in short what was checked; ``findings`` stand in order of place.

    ``accepted`` are findings that a person has reviewed (已核), with the reason.
    """

    declarations: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...]
    summary: dict[str, int]
    accepted: tuple[tuple[Finding, Reviewed], ...] = ()
    crashes: tuple[Crash, ...] = field(default=())


def count(findings: Iterable[Finding]) -> dict[str, int]:
    """How many of each severity, and in all."""
    found = Counter(f.severity for f in findings)
    return {**{s: found.get(s, 0) for s in ("error", "warning", "advice")}, "total": found.total()}


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings and advice, each in order of place: what must be mended first."""
    order = list(SEVERITY_WORDS)
    return sorted(findings, key=lambda f: order.index(f.severity))


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """One-based line and column of an offset."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def render(report: CheckReport, document: Document) -> str:
    """The report as ruff prints: 文件:行:列 CODE 说明."""
    lines = []
    for finding in by_severity(report.findings):
        row, column = line_and_column(document.text, finding.locator.start)
        mark = SEVERITY_WORDS[finding.severity]
        origin = "（识别所致）" if finding.origin == "extraction" else ""
        lines.append(
            f"{document.name}:{row}:{column} {finding.rule} {mark}{origin} {finding.message}"
        )
        if finding.suggestion:
            lines.append(f"    建议：{finding.suggestion}")
    lines += [f"规则 {c.rule} 出错，未能检查：{c.reason}" for c in report.crashes]
    lines += [f"已核 {f.rule} {f.message}（{r.reason}）" for f, r in report.accepted]
    total = report.summary
    lines.append(f"错误 {total['error']}，警告 {total['warning']}，建议 {total['advice']}")
    return "\n".join(lines)
