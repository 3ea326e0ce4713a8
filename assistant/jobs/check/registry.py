"""规则册: every rule of the checker with its code, its reason and its two examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from assistant.domain.finding import Origin, Severity
from assistant.domain.locator import Locator
from assistant.errors import UsageError
from assistant.jobs.check.case import Case

Certainty = Literal["V", "S", "R", "I"]
"""How sure the source is: read in a public text (V), seen in a declaration (S), recalled (R),
inferred (I). Only V and S may stand behind an error that quotes a clause."""

CERTAINTY_WORDS = {
    "V": "已核对原文",
    "S": "见于实际申报表",
    "R": "凭记忆，未核对原文，仅作建议",
    "I": "推断，仅作建议",
}
SEVERITY_WORDS = {"error": "错误", "warning": "警告", "advice": "建议"}


@dataclass(frozen=True, slots=True)
class Flag:
    """What a rule says about one place; the checker makes a ``Finding`` of it.

    ``fix`` replaces ``locator.quote``. ``severity`` overrides the rule's own where the case is
    lighter.
    """

    locator: Locator
    message: str
    related: tuple[Locator, ...] = ()
    suggestion: str | None = None
    fix: str | None = None
    origin: Origin = "author"
    severity: Severity | None = None


RuleFunction = Callable[[Case], Iterator[Flag]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it finds, why that matters (with source and certainty), and its examples.

    ``right`` stands word for word in the model declaration named by ``model``; with ``wrong`` in
    its place the rule finds the fault. ``whole`` rules look at the document once, the others at
    each declaration.
    """

    code: str
    name: str
    severity: Severity
    what: str
    why: str
    certainty: Certainty
    wrong: str
    right: str
    model: str
    whole: bool
    find: RuleFunction

    def as_json(self) -> dict[str, Any]:
        """The rule as the command line and the web page show it."""
        return {
            "code": self.code, "name": self.name, "severity": self.severity, "what": self.what,
            "why": self.why, "certainty": self.certainty, "wrong": self.wrong, "right": self.right,
        }  # fmt: skip


RULES: dict[str, Rule] = {}
"""Code → rule, in order of code once the families are loaded."""


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    what: str,
    why: str,
    certainty: Certainty,
    wrong: str,
    right: str,
    model: str = "street",
    whole: bool = False,
) -> Callable[[RuleFunction], RuleFunction]:
    """Register a function as the rule ``code``."""

    def register(find: RuleFunction) -> RuleFunction:
        if code in RULES:
            raise ValueError(f"rule {code} registered twice")
        RULES[code] = Rule(
            code, name, severity, what, why, certainty, wrong, right, model, whole, find
        )
        return find

    return register


def explain_rule(code: str) -> str:
    """A rule as a page of text. Raises UsageError where there is no such rule."""
    found = RULES.get(code.strip().upper())
    if found is None:
        raise UsageError(f"没有规则 {code}；全部规则见 youju rules")
    return "\n".join(
        (
            f"{found.code} {found.name}（{SEVERITY_WORDS[found.severity]}）",
            "",
            found.what,
            "",
            f"为什么：{found.why}",
            f"出处的可靠程度：{CERTAINTY_WORDS[found.certainty]}",
            "",
            "错例：",
            *("    " + line for line in found.wrong.splitlines()),
            "对例：",
            *("    " + line for line in found.right.splitlines()),
        )
    )
