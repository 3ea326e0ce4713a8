"""Every rule finds its own wrong example, at its place, and is silent on the right one."""

from __future__ import annotations

import pytest

from assistant.errors import UsageError
from assistant.jobs.check import RULES, check_document, explain_rule
from assistant.jobs.check.examples import example, model_text
from assistant.jobs.check.registry import Rule
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes

ALL = list(RULES.values())
ABSENCE = {"TAX001", "TAX002", "COV005", "COV006", "FRM006", "FRM009"}
"""Rules about something missing: their place is where it should stand, outside the example."""


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r.code)
def test_wrong_example_is_found_at_its_place(rule: Rule) -> None:
    document, (start, end) = example(rule, wrong=True)
    report = check_document(document, read_facts(document), rules=[rule])
    assert not report.crashes
    places = [(f.locator, *f.related) for f in report.findings]
    assert report.findings
    if rule.code not in ABSENCE:
        assert any(p.start < end and p.end > start for ps in places for p in ps), report.findings


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r.code)
def test_right_example_is_clean(rule: Rule) -> None:
    document, _ = example(rule, wrong=False)
    report = check_document(document, read_facts(document), rules=[rule])
    assert not report.crashes
    assert report.findings == ()


@pytest.mark.parametrize("model", ["street", "form", "bureau"])
def test_the_models_are_clean_of_every_rule(model: str) -> None:
    (document,) = read_bytes(model_text(model).encode(), "model.md" if model == "form" else "m.txt")
    report = check_document(document, read_facts(document))
    assert report.crashes == ()
    assert [f"{f.rule} {f.message}" for f in report.findings] == []


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r.code)
def test_an_error_that_quotes_a_clause_has_a_certain_source(rule: Rule) -> None:
    assert rule.what
    assert rule.why
    assert rule.severity != "error" or rule.certainty in {"V", "S"} or "条" not in rule.why


def test_explain_rule_shows_both_examples() -> None:
    page = explain_rule("sum001")
    for part in (RULES["SUM001"].wrong.strip(), RULES["SUM001"].right.strip(), "为什么"):
        assert part in page


def test_unknown_rule_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="没有规则"):
        explain_rule("XYZ999")
