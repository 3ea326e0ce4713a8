"""Findings as Word comments at their places."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from assistant.jobs.check import check_document
from assistant.reading.facts import read_facts
from assistant.reading.files import read_file
from assistant.writing.annotate import annotate
from tests.test_mend import written


@pytest.mark.parametrize("suffix", [".txt", ".docx"])
def test_every_finding_becomes_a_comment(tmp_path: Path, suffix: str) -> None:
    path, out = written(tmp_path, suffix), tmp_path / "审核.docx"
    before = path.read_bytes()
    (document,) = read_file(path)
    findings = check_document(document, read_facts(document)).findings
    assert findings
    placed = annotate(document, findings, out, source=path)
    assert path.read_bytes() == before
    comments = list(docx.Document(str(out)).comments)
    assert len(comments) == placed == len(findings)
    assert {c.author for c in comments} == {"有据"}
    texts = [c.text for c in comments]
    for finding in findings:
        assert any(finding.rule in t and finding.message in t for t in texts)


def test_the_comment_stands_on_the_words(tmp_path: Path) -> None:
    path, out = written(tmp_path, ".txt"), tmp_path / "审核.docx"
    (document,) = read_file(path)
    findings = [
        f for f in check_document(document, read_facts(document)).findings if f.rule == "BAS001"
    ]
    annotate(document, findings, out)
    word = docx.Document(str(out))
    marked = [
        run.text for p in word.paragraphs for run in p.runs
        if run._r.getprevious() is not None and run._r.getprevious().tag.endswith("commentRangeStart")
    ]  # fmt: skip
    assert marked == ["临水函[2024]8号"]
