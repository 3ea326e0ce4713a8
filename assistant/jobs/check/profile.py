"""审核口径: which rules are off or of another severity, and what has been looked at and accepted.

``youju.toml``::

    [check]
    off = ["TGT011"]
    severity = { BAS001 = "warning" }

    [[check.reviewed]]
    code = "FRM012"
    document = "2025 河道养护.docx"      # optional: name or id; every document where it is left out
    quote = "无"                          # optional: only where the place reads so
    reason = "风险已在合同中约定"

``# 已核 CODE 理由`` on a line of its own in a .txt or .md declaration does the same for that file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.document import Document
from assistant.domain.finding import Finding, Severity
from assistant.errors import UsageError

_MARK = re.compile(
    r"^[ \t]*#[ \t]*已核[ \t]+(?P<code>[A-Z]{3}\d{3})[ \t]*(?P<reason>[^\n]*)$", re.M
)
_SEVERITIES: dict[str, Severity] = {"error": "error", "warning": "warning", "advice": "advice"}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """已核: a finding that a person has accepted, and why."""

    code: str
    reason: str
    document: str | None = None
    quote: str | None = None

    def covers(self, finding: Finding, document: Document) -> bool:
        """Whether the finding is the accepted one."""
        return (
            finding.rule == self.code
            and self.document in (None, document.name, document.id)
            and (self.quote is None or self.quote in finding.locator.quote)
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """``off`` are codes or families (TGT); ``severity`` maps a code to another severity."""

    off: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    reviewed: tuple[Reviewed, ...] = ()

    def skips(self, code: str) -> bool:
        """Whether the rule is turned off, alone or with its family."""
        return code in self.off or code[:3] in self.off


def profile_of(table: Mapping[str, Any] | Profile | None) -> Profile:
    """The profile in the tables of ``youju.toml``. Raises UsageError where they make no sense."""
    if isinstance(table, Profile):
        return table
    check = (table or {}).get("check", {})
    if not isinstance(check, Mapping):
        raise UsageError("youju.toml 的 [check] 应为一个表")
    severity: dict[str, Severity] = {}
    for code, word in dict(check.get("severity", {})).items():
        if word not in _SEVERITIES:
            raise UsageError(
                f"youju.toml：{code} 的严重程度应为 error、warning 或 advice，不是 {word}"
            )
        severity[code] = _SEVERITIES[word]
    reviewed = []
    for row in check.get("reviewed", []):
        if not row.get("code") or not str(row.get("reason", "")).strip():
            raise UsageError("youju.toml：已核的条目要有 code 和 reason")
        reviewed.append(
            Reviewed(row["code"], str(row["reason"]), row.get("document"), row.get("quote"))
        )
    return Profile(frozenset(check.get("off", [])), severity, tuple(reviewed))


def marks(document: Document) -> tuple[Reviewed, ...]:
    """``# 已核 CODE 理由`` lines kept in the document itself; a mark without a reason is void."""
    return tuple(
        Reviewed(m["code"], m["reason"].strip())
        for m in _MARK.finditer(document.text)
        if m["reason"].strip()
    )
