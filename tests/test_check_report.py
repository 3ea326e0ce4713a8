"""The checker as a whole: profile, acknowledgements, crashes, order, counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant.domain.document import Document
from assistant.errors import UsageError
from assistant.jobs.check import RULES, check_document
from assistant.jobs.check.case import Case
from assistant.jobs.check.examples import example, model_text
from assistant.jobs.check.registry import Flag
from assistant.jobs.check.report import CheckReport, line_and_column, render
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes


def checked(text: str, name: str = "a.txt", **more: Any) -> tuple[Document, CheckReport]:
    (document,) = read_bytes(text.encode(), name)
    return document, check_document(document, read_facts(document), **more)


WRONG = model_text("street").replace("合计\t\t\t\t1,260,000.00", "合计\t\t\t\t1,270,000.00")
WRONG = WRONG.replace("该项目由临江", "该项目有临江")


def test_findings_stand_in_order_and_are_counted() -> None:
    _, report = checked(WRONG)
    starts = [f.locator.start for f in report.findings]
    assert starts == sorted(starts)
    assert {"SUM001", "TXT021"} <= {f.rule for f in report.findings}
    assert report.summary["total"] == len(report.findings)
    assert report.summary["error"] == sum(f.severity == "error" for f in report.findings)
    assert report.declarations[0]["year"] == 2025


def test_every_quote_is_the_text_at_its_offsets() -> None:
    document, report = checked(WRONG)
    for finding in report.findings:
        for place in (finding.locator, *finding.related):
            assert place.quote == document.text[place.start : place.end]


@pytest.mark.parametrize(
    ("profile", "rule", "severity"),
    [
        ({"check": {"off": ["SUM001"]}}, "SUM001", None),
        ({"check": {"off": ["SUM"]}}, "SUM001", None),
        ({"check": {"severity": {"SUM001": "advice"}}}, "SUM001", "advice"),
        ({"check": {"reviewed": [{"code": "SUM001", "reason": "尾差已说明"}]}}, "SUM001", None),
        (
            {"check": {"reviewed": [{"code": "SUM001", "reason": "x", "document": "b.txt"}]}},
            "SUM001",
            "error",
        ),
        ({}, "SUM001", "error"),
    ],
)
def test_profile_turns_rules_off_and_changes_severity(
    profile: dict[str, Any], rule: str, severity: str | None
) -> None:
    _, report = checked(WRONG, profile=profile)
    found = [f.severity for f in report.findings if f.rule == rule]
    assert found == ([severity] if severity else [])


@pytest.mark.parametrize(
    "profile",
    [
        {"check": {"severity": {"SUM001": "fatal"}}},
        {"check": {"reviewed": [{"code": "SUM001"}]}},
        {"check": 3},
    ],
)
def test_a_profile_that_makes_no_sense_is_a_usage_error(profile: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        checked(WRONG, profile=profile)


@pytest.mark.parametrize(
    ("mark", "kept"), [("# 已核 SUM001 尾差已说明", False), ("# 已核 SUM001", True)]
)
def test_acknowledgement_needs_a_reason(mark: str, kept: bool) -> None:
    _, report = checked(WRONG + "\n" + mark + "\n")
    assert ("SUM001" in {f.rule for f in report.findings}) is kept
    assert bool(report.accepted) is not kept


def test_a_rule_that_crashes_is_reported_and_the_others_run() -> None:
    def broken(case: Case) -> Iterator[Flag]:
        raise ZeroDivisionError("出错")
        yield

    document, _ = example(RULES["SUM001"], wrong=True)
    rules = [replace(RULES["TGT001"], find=broken), RULES["SUM001"]]
    report = check_document(document, read_facts(document), rules=rules)
    assert [c.rule for c in report.crashes] == ["TGT001"]
    assert [f.rule for f in report.findings] == ["SUM001"]
    assert "TGT001 出错" in render(report, document)


def test_terminal_report_names_line_and_column() -> None:
    document, report = checked(WRONG)
    finding = next(f for f in report.findings if f.rule == "SUM001")
    row, column = line_and_column(document.text, finding.locator.start)
    assert f"a.txt:{row}:{column} SUM001 错误" in render(report, document)
    assert document.text.splitlines()[row - 1][column - 1 :].startswith("1,270,000.00")


@pytest.mark.parametrize("text", ["一段没有申报的文字。\n", "# 只有标题\n"])
def test_a_document_without_declarations_gives_no_declarations(text: str) -> None:
    _, report = checked(text)
    assert report.declarations == ()
    assert report.crashes == ()
