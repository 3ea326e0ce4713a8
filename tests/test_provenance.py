"""来历: an answer that rests on a corrected value says so, once, where it does."""

from __future__ import annotations

import pytest

from assistant.domain.answer import Citation
from assistant.domain.correction import Correction
from assistant.domain.locator import Locator
from assistant.domain.provenance import Live, marked, remarks

ROW = Locator("d", "申报.md", None, 10, 60, "养护绿地面积 ≥31500平方米", None)
CELL = Locator("d", "申报.md", None, 30, 41, "≥31500平方米", None)
HEAD = Locator("d", "申报.md", None, 0, 4, "2034", None)
OTHER = Locator("d", "申报.md", None, 70, 90, "居民满意度 ≥90%", None)


def made(
    old: str = "≥31500平方米", new: str = "≥37500平方米", field: str = "target",
    title: str = "目标值", place: Locator = CELL,
) -> Correction:  # fmt: skip
    return Correction(
        "c1", "indicator", field, title, "养护绿地面积", "", old, new, place, None, "2026-01-01"
    )


@pytest.mark.parametrize(
    ("text", "correction", "expected"),
    [
        ("目标值为**≥37500平方米**[1]。", made(), "目标值为**≥37500平方米**[1]（人工更正：原读作 ≥31500平方米）。"),
        ("原文：≥31500平方米[1]。", made(), "原文：≥31500平方米[1]（此处已人工更正：目标值 ≥31500平方米 → ≥37500平方米）。"),
        ("合计 50,000[1][2]。", made(), "合计 50,000[1][2]（人工更正：目标值原读作 ≥31500平方米）。"),
        ("≥37500平方米[1]，又见[1]。", made(old=""), "≥37500平方米[1]（人工更正：原未读出），又见[1]。"),
        ("来源是工作计划[1]。", made("产出", "产出指标", "level1", "一级指标"), "来源是工作计划[1]。"),
        ("| 面积 | ≥37500平方米[1] |", made(old="a|[1]"), "| 面积 | ≥37500平方米[1]（人工更正：原读作 a｜［1］） |"),
        ("≥37500平方米[1]。", made(old="≥37500平方米"), "≥37500平方米[1]（人工核对：与读取一致）。"),
        ("缺少时效指标[1]。", made(), "缺少时效指标[1]。"),
        ("没有标记的一句。", made(), "没有标记的一句。"),
    ],
)  # fmt: skip
def test_where_the_mark_stands(text: str, correction: Correction, expected: str) -> None:
    said, citations = marked(
        text, (Citation(1, "申报", ROW), Citation(2, "申报", OTHER)), of(correction)
    )
    assert said == expected
    assert [c.corrections for c in citations] == [(correction,), ()]


def of(correction: Correction) -> Live:
    return lambda document: (correction,) if document == "d" else ()


def test_a_corrected_year_is_cited_where_it_stands() -> None:
    year = made("2034", "2024", "year", "年度", HEAD)
    text, citations = marked(
        "2024年河畔镇的“满意度”为≥90%[1]。", (Citation(1, "申报", OTHER),), of(year)
    )
    assert text == "2024年河畔镇的“满意度”为≥90%[1]（人工更正：年度原读作 2034[2]）。"
    assert (citations[1].n, citations[1].locator) == (2, HEAD)


def test_an_answer_without_corrections_is_as_it_was() -> None:
    citations = (Citation(1, "申报", ROW),)
    assert marked("≥1[1]", citations, lambda _: ()) == ("≥1[1]", citations)


@pytest.mark.parametrize(
    ("value", "place", "expected"),
    [
        ("≥37500平方米", ROW, "（人工更正：原读作 ≥31500平方米）"),
        ("养护绿地面积", OTHER, ""),
    ],
)
def test_a_cell_with_its_sources(value: str, place: Locator, expected: str) -> None:
    assert remarks((place, place), value, of(made())) == expected
