"""Facts of whole documents: the samples' counts, and that every place quotes its text."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.declaration import Reading
from assistant.domain.document import Document
from assistant.domain.locator import Locator
from assistant.reading.facts import read_facts
from assistant.reading.plain import read_plain, text_document
from tests.layouts.variants import invent, layouts, with_noise, write

# file | indicators by declaration | budget lines | executions | bases with a number
SAMPLES = {
    "000": ([27], 12, 3, 7),
    "001": ([6], 23, 0, 14),
    "002": ([14], 3, 3, 6),
    "003": ([15], 0, 0, 0),
    "004": ([15, 14, 8, 8, 14, 16, 10, 12], 0, 0, 0),
}


def locators(value: Any) -> Iterator[Locator]:
    """Every locator anywhere within a value."""
    if isinstance(value, Locator):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from locators(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from locators(item)


def assert_quotes(document: Document, reading: Reading) -> int:
    found = list(locators(reading))
    for locator in found:
        assert locator.quote == document.text[locator.start : locator.end]
        assert locator.document == document.id
    return len(found)


@pytest.fixture(scope="module")
def samples(shared: Path) -> dict[str, tuple[Document, Reading]]:
    found = {}
    for path in sorted((shared / "data" / "seeds").glob("*.txt")):
        document = read_plain(path.read_bytes(), path.name)
        found[path.name[:3]] = (document, read_facts(document))
    return found


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_counts(samples: dict[str, tuple[Document, Reading]], name: str) -> None:
    document, reading = samples[name]
    indicators, lines, executions, bases = SAMPLES[name]
    assert [len(d.indicators) for d in reading.declarations] == indicators
    assert sum(len(d.budget_lines) for d in reading.declarations) == lines
    assert sum(len(d.executions) for d in reading.declarations) == executions
    assert sum(b.number is not None for d in reading.declarations for b in d.bases) == bases
    assert assert_quotes(document, reading) > 20


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "project", "unit", "year", "category", "yuan"),
    [
        ("000", "社会治安维稳工作", "浦锦街道平安办", 2024, "经常性项目", "15391700"),
        ("001", "平安建设", "综治组", 2020, "经常性项目", "38559424"),
        ("002", "平安志愿者", "浦锦街道平安办", 2024, "经常性项目", "50000"),
        ("003", "(派出所)特保费用", "派出所", 2021, "经常性项目", "6387279"),
        ("004", "进博会安保", "上海市公安局闵行分局", 2024, "经常性项目", "12240000"),
    ],
)
def test_heads(
    samples: dict[str, tuple[Document, Reading]],
    name: str, project: str, unit: str, year: int, category: str, yuan: str,
) -> None:  # fmt: skip
    declaration = samples[name][1].declarations[0]
    assert (declaration.project, declaration.unit, declaration.year) == (project, unit, year)
    assert declaration.category == category
    assert declaration.total is not None
    assert declaration.total.yuan == Decimal(yuan)
    assert declaration.goals.overall
    assert declaration.goals.annual


@pytest.mark.shared
def test_the_department_budget(samples: dict[str, tuple[Document, Reading]]) -> None:
    reading = samples["004"][1]
    by_key = {(a.table, a.code, a.column): a.amount.yuan for a in reading.accounts}
    first = "2024年部门支出预算总表"
    assert by_key[(first, "204-02-20", "项目支出")] == Decimal("367546548.52")
    economic = "2024年部门一般公共预算基本支出部门预算经济分类预算表"
    assert by_key[(economic, "302-31", "公用经费")] == Decimal("21420000.00")
    assert by_key[(economic, "303-02", "人员经费")] == Decimal("21665360.00")
    for table in {a.table for a in reading.accounts if a.code}:
        rows = [a for a in reading.accounts if a.table == table and a.column == "合计"]
        tops = sum(a.amount.yuan for a in rows if a.code and "-" not in a.code)
        assert tops == next(a.amount.yuan for a in rows if a.code is None)
    assert len(reading.terms) == 8
    assert {f.value for f in reading.figures} >= {"612辆", "45辆", "24,801.03万元"}


@pytest.mark.shared
def test_damaged_figures_are_mended_with_evidence(
    samples: dict[str, tuple[Document, Reading]],
) -> None:
    repairs = {r.raw: r for r in samples["004"][1].repairs}
    assert repairs["4.820.58万元"].read_as == "4,820.58万元"
    assert repairs["41,672,69万元"].read_as == "41,672.69万元"
    assert "416,726,898.41" in repairs["41,672,69万元"].why
    assert repairs["≥10000↑"].read_as == "≥10000个"


@pytest.mark.shared
def test_a_caption_of_the_wrong_size_is_read_by_the_figures(
    samples: dict[str, tuple[Document, Reading]],
) -> None:
    executions = samples["000"][1].declarations[0].executions
    assert executions[2].executed is not None
    assert executions[2].executed.yuan == Decimal("15473770.00")
    assert all(e.uncertain == ("unit",) for e in executions)
    assert [e.estimated for e in executions] == [False, False, True]


@pytest.mark.shared
def test_a_row_torn_by_a_page_break_is_one(samples: dict[str, tuple[Document, Reading]]) -> None:
    activities = samples["000"][1].declarations[0].activities
    assert [a.group for a in activities][1:3] == ["派出所专项", "派出所专项"]
    assert activities[1].item == "派出所物业管理服务"


@pytest.mark.parametrize("seed", range(12))
def test_every_place_quotes_its_text(seed: int) -> None:
    """Any layout, any noise, and the text shaken up."""
    rng = random.Random(seed)
    for n, layout in enumerate(layouts(4, seed)):
        chosen = with_noise(layout, seed) if n % 2 else layout
        text = write(invent(seed * 10 + n), chosen, seed)
        shaken = "".join(c for c in text if rng.random() > 0.02)
        for body in (text, shaken, shaken[: len(shaken) // 2]):
            document = text_document(body, "变体.txt")
            assert_quotes(document, read_facts(document))


FRAGMENTS = (
    "一级指标", "二级指标", "三级指标", "年度指标值", "目标值来源", "产出指标", "数量指标", "质量指标",
    "满意度指标", "服务对象满意度指标", "养护面积", "群众满意度", "≥90%", "=120.00(人)", "提升", "\t",
    "\t", "\t\t", "\n", "\n", "\n\n", " | ", "| ", "---", "项目名称", "项目资金（元）", "1,234.00",
    "合计", "金额", "项目明细", "单价", "数量", "一、项目概况", "（一）背景", "《保安服务管理条例》",
    "（沪府发〔2020〕3号）", "单位：万元", "2024年", "<td>", "<table><tr>", "</table>", "……", "粉 . 早",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join))
def test_whatever_is_read_quotes_its_text(text: str) -> None:
    document = text_document(text or "无", "a.md")
    assert_quotes(document, read_facts(document))


@pytest.mark.parametrize(
    "text",
    ["无", "\t", "|", "| |", "一级指标\t二级指标\t三级指标\n", "项目名称\t\n", "合计\t1\n" * 30,
     "三级指标\t指标值\n", "【产出指标-数量指标】", "一、\n二、\n三、\n", "项目名称\n" * 50],
)  # fmt: skip
def test_scraps_are_read_without_an_error(text: str) -> None:
    document = text_document(text, "a.txt")
    assert_quotes(document, read_facts(document))


LIST = """机房设备运维项目描述

【产出指标-数量指标】
指标1:机柜数量(≥77台);
指标2：巡检覆盖(≥0.97比例)；
【产出指标-成本指标】指标1:维护成本(‹1681680元)。
【效益指标-社会效益指标】
1.业务支撑(正面支撑)
【满意度指标-服务对象满意度指标】
指标1:使用人员满意度(≥95%)
"""


def test_a_list_without_a_table() -> None:
    reading = read_facts(text_document(LIST, "list.txt"))
    rows = [
        (i.level1, i.level2, i.name, i.target.operator, i.target.number)
        for d in reading.declarations
        for i in d.indicators
    ]
    assert rows == [
        ("产出指标", "数量指标", "机柜数量", ">=", Decimal(77)),
        ("产出指标", "数量指标", "巡检覆盖", ">=", Decimal("0.97")),
        ("产出指标", "成本指标", "维护成本", "<", Decimal(1681680)),
        ("效益指标", "社会效益指标", "业务支撑", None, None),
        ("满意度指标", "服务对象满意度指标", "使用人员满意度", ">=", Decimal(95)),
    ]
    current = [i.current.level1 for i in reading.declarations[0].indicators]
    assert current[2] == "成本指标"
