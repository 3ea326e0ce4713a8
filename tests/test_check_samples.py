"""The samples with a published list of faults, and what looks odd there but is fine."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from assistant.domain.document import Document
from assistant.domain.finding import Finding
from assistant.jobs.check import check_document
from assistant.jobs.check.report import line_and_column
from assistant.reading.facts import read_facts
from assistant.reading.files import read_file
from evals.check import matches, truth

pytestmark = pytest.mark.shared


def reviewed(seeds: list[Path], number: int) -> tuple[Document, tuple[Finding, ...]]:
    return _reviewed(seeds[number])


@lru_cache(maxsize=8)
def _reviewed(path: Path) -> tuple[Document, tuple[Finding, ...]]:
    (document,) = read_file(path)
    report = check_document(document, read_facts(document))
    assert report.crashes == ()
    return document, report.findings


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize(("severities", "share"), [("HM", 0.9), ("L", 0.6)])
def test_listed_faults_are_found(
    shared: Path, seeds: list[Path], number: int, severities: str, share: float
) -> None:
    document, findings = reviewed(seeds, number)
    rows = [
        r for r in truth(shared / "data" / "faults.md", f"{number:03d}")
        if r.origin == "A" and r.severity in severities
    ]  # fmt: skip
    missed = [r.code for r in rows if not any(matches(r, f, document) for f in findings)]
    assert len(missed) <= len(rows) * (1 - share), missed


@pytest.mark.parametrize("number", [0, 1])
def test_few_findings_are_outside_the_list(shared: Path, seeds: list[Path], number: int) -> None:
    document, findings = reviewed(seeds, number)
    rows = truth(shared / "data" / "faults.md", f"{number:03d}")
    extra = [f.message for f in findings if not any(matches(r, f, document) for r in rows)]
    assert len(extra) <= len(findings) * 0.1, extra


@pytest.mark.parametrize(
    ("number", "line", "rules"),
    [
        (0, 69, "TGT003 TGT007 TGT008"), (0, 71, "TGT003 TGT007 TGT008"),
        (0, 95, "TXT001"), (0, 101, "SUM002 TXT015"), (0, 113, "SUM001"),
        (0, 122, "SUM005"), (0, 124, "SUM005 TXT015"), (0, 126, "TXT015"),
        (0, 200, "FRM012"), (0, 208, "TXT015 FRM011"),
        (1, 18, "SUM004 FRM015"), (1, 49, "SUM002"), (1, 50, "SUM002"), (1, 57, "SUM002"),
        (1, 72, "SUM001 SUM008"), (1, 12, "FRM003"), (1, 7, "FRM016"),
        (2, 9, "BAS003"), (2, 23, "BAS003"), (2, 69, "TXT001"), (2, 77, "SUM001"),
        (3, 9, "SUM004"), (3, 16, "TGT003 TGT007"), (3, 24, "TAX001"), (3, 29, "TGT003"), (3, 32, "TGT014"),
        (4, 53, "SUM009"), (4, 85, "SUM009"), (4, 195, "FRM001"), (4, 319, "TXT015"), (4, 363, "TGT003 TGT007 TGT008"),
        (4, 434, "TXT008 TGT007"), (4, 435, "TXT008"), (4, 438, "TGT003 TGT006"), (4, 443, "TGT007"),
        (4, 769, "TGT007"), (4, 833, "TXT008"), (4, 836, "TGT008"),
    ],
)  # fmt: skip
def test_what_looks_odd_and_is_fine_is_not_flagged(
    seeds: list[Path], number: int, line: int, rules: str
) -> None:
    document, findings = reviewed(seeds, number)
    here = [
        f.message for f in findings
        if f.rule in rules.split() and line_and_column(document.text, f.locator.start)[0] == line
    ]  # fmt: skip
    assert here == []
