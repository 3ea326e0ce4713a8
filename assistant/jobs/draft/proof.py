"""校对: a draft read again as its reader will read it, and checked by the rules of ``check``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.domain.draft import Draft
from assistant.domain.finding import Finding
from assistant.jobs.check import check_document
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes

NAME = "草稿.md"


def proofread(draft: Draft, text: str, *, profile: Mapping[str, Any] | None = None) -> Draft:
    """``draft`` with the findings on ``text``, its Markdown; their places are in ``texts``."""
    texts = list(draft.texts)
    findings: list[Finding] = []
    for document in read_bytes(text.encode("utf-8"), NAME):
        report = check_document(document, read_facts(document), profile=profile)
        findings.extend(report.findings)
        texts.append((document.id, document.text))
    return replace(draft, findings=tuple(findings), texts=tuple(texts))
