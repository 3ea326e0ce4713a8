"""Tables that other systems leave behind: commas, headings of their own, a unit that cannot be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.domain.declaration import Reading
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes

TOP = "项目支出绩效目标申报表\n（2026年度）\n"
ROWS = (
    ("项目名称", "冬季供暖管网改造", "实施单位", "松岭市供热服务中心"),
    ("金额单位", "万元", "项目属性", "新增"),
    ("年度总额", "90.00", "其中：市级", "90.00"),
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "改造管网长度", "≥1200米"),
    ("", "质量指标", "“水压,气压”试验合格率", "100%"),
    ("满意度指标", "服务对象满意度指标", "供暖居民满意度", "≥90%"),
)


def read(text: str, name: str) -> Reading:
    (document,) = read_bytes(text.encode("utf-8"), name)
    for table in document.tables:
        for cell in table.cells:
            assert document.text[cell.start : cell.end].replace('""', '"') != ""
    return read_facts(document)


@pytest.mark.parametrize("name", ["表.csv", "表.txt"])
def test_commas(name: str) -> None:
    lines = [",".join(f'"{c}"' if "," in c else c for c in row) for row in ROWS]
    text = "项目支出绩效目标申报表,,,\n（2026年度）,,,\n" + "\n".join(lines) + "\n"
    (found,) = read(text, name).declarations
    assert (found.project, found.unit, found.year) == (
        "冬季供暖管网改造", "松岭市供热服务中心", 2026,
    )  # fmt: skip
    assert found.total is not None
    assert found.total.yuan == 900_000
    assert [i.name for i in found.indicators] == [
        "改造管网长度", "“水压,气压”试验合格率", "供暖居民满意度",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "甲,乙,丙\n一句话，没有逗号。\n再一句话。\n又一句话。\n最后一句话。\n",
        "a,b,c\nd,e,f\n",
        "项目\t金额\n甲,乙,丙\t1\n甲,乙,丙\t1\n甲,乙,丙\t1\n甲,乙,丙\t1\n",
    ],
)
def test_no_table_of_commas(text: str) -> None:
    (document,) = read_bytes(text.encode("utf-8"), "文.txt")
    assert not [t for t in document.tables if t.columns == 3]


def budget(caption: str, header: str, *rows: str) -> list[tuple[str, Decimal | None]]:
    form = "\n".join("\t".join(row) for row in ROWS)
    text = f"{TOP}{form}\n\n支出明细（单位：{caption}）\n\n{header}\n" + "\n".join(rows) + "\n"
    (found,) = read(text, "表.txt").declarations
    return [(b.item, b.amount.yuan if b.amount else None) for b in found.budget_lines]


@pytest.mark.parametrize("names", ["品名", "经济分类/内容", "购置事项", "货物或服务"])
def test_names_under_a_heading_of_their_own(names: str) -> None:
    rows = (
        "钢管\t1200米\t500.00\t600000.00",
        "阀门\t30个\t10000.00\t300000.00",
        "合计\t\t\t900000.00",
    )
    found = budget("元", f"{names}\t数量\t单价\t金额", *rows)
    assert found == [("钢管", Decimal(600_000)), ("阀门", Decimal(300_000))]


YUAN = (
    "钢管\t1200米\t500元/米\t600,000.00", "阀门\t30个\t6,000元/个\t180,000.00",
    "保温层\t1200米\t100元/米\t120,000.00", "合计\t\t\t900,000.00",
)  # fmt: skip
WAN = tuple(
    row.replace("600,000.00", "60.00").replace("180,000.00", "18.00").replace("120,000.00", "12.00")
    .replace("900,000.00", "90.00")
    for row in YUAN
)  # fmt: skip


@pytest.mark.parametrize(("caption", "rows"), [("万元", YUAN), ("元", YUAN), ("万元", WAN)])
def test_a_caption_that_cannot_be(caption: str, rows: tuple[str, ...]) -> None:
    """Amounts that price × number shows to be in 元 are read so, whatever stands above."""
    assert [a for _, a in budget(caption, "名称\t数量\t单价\t金额", *rows)] == [
        Decimal(600_000), Decimal(180_000), Decimal(120_000),
    ]  # fmt: skip
