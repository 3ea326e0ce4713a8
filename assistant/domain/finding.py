"""审核意见: what a reviewer would send back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.domain.locator import Locator

Severity = Literal["error", "warning", "advice"]
Origin = Literal["author", "extraction"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the rule, the place, the evidence (``related``) and the mend.

    ``fix`` is the exact text that replaces ``locator.quote`` where the right value is computable.
    """

    rule: str
    name: str
    severity: Severity
    origin: Origin
    message: str
    locator: Locator
    related: tuple[Locator, ...] = ()
    suggestion: str | None = None
    fix: str | None = None
