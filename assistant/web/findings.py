"""意见: the findings of a check as cards, and the rules as a page; every text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from assistant.domain.finding import Finding
from assistant.jobs.check import RULES, by_severity
from assistant.jobs.check.registry import CERTAINTY_WORDS, SEVERITY_WORDS, Rule
from assistant.jobs.check.report import CheckReport
from assistant.web.link import place_button

TAB = "review"
SHOWN = 300
"""Cards at most; a document with more faults is mended in steps."""


def card(finding: Finding, *, linked: bool = True) -> str:
    """One finding: what, where, the evidence and the mend; ``linked`` where places can be opened."""
    quote = " ".join(finding.locator.quote.split())
    place = quote if len(quote) <= 60 else quote[:60] + "…"
    origin = (
        '<span class="yj-tag">识别所致，请核对原件</span>' if finding.origin == "extraction" else ""
    )
    parts = [
        f'<article class="yj-card yj-{finding.severity}"><h4>'
        f'<span class="yj-tag yj-{finding.severity}">{SEVERITY_WORDS[finding.severity]}</span>'
        f"{escape(finding.name)} <span class=yj-quiet>{escape(finding.rule)}</span>{origin}</h4>"
        f"<p>{escape(finding.message)}</p>"
        f"<p>位置：{place_button(TAB, finding.locator, place or '（此处）') if linked else escape(place)}</p>"
    ]
    if finding.suggestion:
        parts.append(f"<p>建议：{escape(finding.suggestion)}</p>")
    if finding.fix is not None:
        parts.append(f"<p>可改为：<strong>{escape(finding.fix)}</strong></p>")
    if finding.related and linked:
        links = "；".join(
            place_button(TAB, one, " ".join(one.quote.split())[:40] or one.source)
            for one in finding.related[:6]
        )
        parts.append(f"<p class=yj-quiet>对照：{links}</p>")
    return "".join(parts) + "</article>"


def findings_html(
    reports: Iterable[CheckReport], severity: str | None = None, *, linked: bool = True
) -> str:
    """The cards of one severity (all where None)."""
    reports = tuple(reports)
    found = by_severity(f for report in reports for f in report.findings)
    shown = [f for f in found if severity in (None, f.severity)]
    crashes = [c for report in reports for c in report.crashes]
    lines = [card(finding, linked=linked) for finding in shown[:SHOWN]]
    if len(shown) > SHOWN:
        lines.append(f"<p class=yj-more>还有 {len(shown) - SHOWN} 条，先改完上面的再看。</p>")
    lines += [
        f'<p class="yj-trouble">规则 {escape(c.rule)} 出错，未能检查：{escape(c.reason)}</p>'
        for c in crashes
    ]
    if not lines:
        lines = ["<p class=yj-empty>没有这一类意见。</p>"]
    return f'<div class="yj-list" tabindex="0" aria-label="审核意见">{"".join(lines)}</div>'


def summary(reports: Iterable[CheckReport]) -> str:
    """How many of each severity, in one line."""
    counts = {word: 0 for word in SEVERITY_WORDS}
    declarations = 0
    for report in reports:
        declarations += len(report.declarations)
        for finding in report.findings:
            counts[finding.severity] += 1
    words = "，".join(f"{SEVERITY_WORDS[s]} {n}" for s, n in counts.items())
    return f"共 {declarations} 份申报：{words}。点一条意见的位置，右边打开原文。"


def rule_html(rule: Rule) -> str:
    """One rule as a card."""
    return (
        f'<article class="yj-card yj-{rule.severity}"><h4>'
        f'<span class="yj-tag yj-{rule.severity}">{SEVERITY_WORDS[rule.severity]}</span>'
        f"{escape(rule.code)} {escape(rule.name)}</h4><p>{escape(rule.what)}</p>"
        f"<p>为什么：{escape(rule.why)} <span class=yj-quiet>（出处{escape(CERTAINTY_WORDS[rule.certainty])}）</span></p>"
        f"<p>错例</p><pre>{escape(rule.wrong)}</pre><p>对例</p><pre>{escape(rule.right)}</pre></article>"
    )


def rules_html(wanted: str = "") -> str:
    """The rules whose code, name or text holds the wanted words."""
    words = wanted.strip().lower()
    found = [
        rule_html(rule)
        for rule in RULES.values()
        if words in f"{rule.code} {rule.name} {rule.what} {rule.why}".lower()
    ]
    return (
        f'<p class="yj-quiet">{len(found)} 条规则</p><div class="yj-list" tabindex="0" '
        f'aria-label="审核规则">{"".join(found)}</div>'
    )
