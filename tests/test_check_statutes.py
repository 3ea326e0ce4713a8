"""Law names and quoted paragraphs against the library's statutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.domain.finding import Finding
from assistant.jobs.check import RULES, check_document
from assistant.jobs.check.examples import model_text
from assistant.library.catalogue import Catalogue
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes

STATUTE = """# 中华人民共和国河道养护法

## 第一章 总则

第一条 为了养护河道，制定本法。

第二条 河道养护由所在地人民政府负责。

养护费用列入本级预算，不得向沿河居民收取。

第三条 本法自公布之日起施行。
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    kept = Catalogue(f"sqlite:///{tmp_path}/catalogue.db")
    (document,) = read_bytes(STATUTE.encode(), "河道养护法.md")
    kept.add(document, read_facts(document))
    return kept


def findings(citation: str, catalogue: Catalogue | None) -> tuple[Finding, ...]:
    text = model_text("street").replace("街道现有人员不足", f"{citation}街道现有人员不足")
    (document,) = read_bytes(text.encode(), "a.txt")
    rules = [RULES["BAS010"]]
    report = check_document(document, read_facts(document), catalogue=catalogue, rules=rules)
    assert report.crashes == ()
    return report.findings


@pytest.mark.parametrize(
    ("citation", "message", "fix"),
    [
        (
            "《中华人民共和国河道养护法》第二条第一款规定“不得向沿河居民收取”，",
            "第二款",
            "第二条第二款",
        ),
        ("《中华人民共和国河道养护法》第九条规定养护费用列入预算，", "没有第九条", None),
        ("《中华人民共和国河道养护法》第二条规定“养护费用由沿河单位分担”，", "没有所引的话", None),
    ],
)
def test_wrong_articles_are_found(
    catalogue: Catalogue, citation: str, message: str, fix: str | None
) -> None:
    (found,) = findings(citation, catalogue)
    assert message in found.message
    assert found.fix == fix


@pytest.mark.parametrize(
    "citation",
    [
        "《中华人民共和国河道养护法》第二条第二款规定“不得向沿河居民收取”，",
        "《中华人民共和国河道养护法》第二条规定“养护费用列入本级预算”，",
        "《城市绿地条例》第九十条规定“绿地由市政府管理”，",
    ],
)
def test_right_citations_and_unknown_laws_are_left_alone(
    catalogue: Catalogue, citation: str
) -> None:
    assert findings(citation, catalogue) == ()


def test_without_a_library_nothing_is_said_of_articles() -> None:
    assert findings("《中华人民共和国河道养护法》第九条规定养护费用列入预算，", None) == ()
