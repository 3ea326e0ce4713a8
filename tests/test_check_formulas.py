"""算式、数量: written products, and what looks like a fault but is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.jobs.check import check_document
from assistant.jobs.check.examples import model_text
from assistant.jobs.check.formulas import products
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes


@pytest.mark.parametrize(
    ("text", "value", "money"),
    [
        ("3,400人×12月×309元", "12607200", True),
        ("12600平方米×180元", "2268000", True),
        ("312万平方米×0.85元/平方米", "2652000", True),
        ("36个断面×12次", "432", False),
        ("82人*1.4万元/人·年", "1148000", True),
        ("8.1万元×30%", "24300", True),
        ("250元/人·天（含餐）×3天×100人", "75000", True),
        ("硕士,60人×12月×1500元,108.00", "1080000", True),
    ],
)
def test_products(text: str, value: str, money: bool) -> None:
    (found,) = products(text)
    assert (found.value, found.money) == (Decimal(value), money)


@pytest.mark.parametrize("text", ["2025年", "3人、5人", "第3条×款", "长12米，宽3米"])
def test_no_product(text: str) -> None:
    assert not list(products(text))


def codes(*changes: tuple[str, str], model: str = "street.txt") -> list[tuple[str, str]]:
    """(rule, quote) of the findings after the changes to a clean declaration."""
    text = model_text(model.split(".")[0])
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (document,) = read_bytes(text.encode("utf-8"), model)
    report = check_document(document, read_facts(document))
    return [(f.rule, f.locator.quote) for f in report.findings]


LINE = "2\t水质监测\t10,000.00\t12\t120,000.00"
RATE = "水质达标率\t≥95.00(%)"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ((("12 次×1 万元=12 万元", "12 次×1 万元=12.5 万元"),), "SUM011"),
        ((("12 次×1 万元=12 万元", "12 次×1 万元=12 元"),), "SUM011"),
        (((LINE, LINE.replace("\t12\t", "\t13\t")),), "SUM002"),
        ((("河道环境投诉\t≤10.00(起)", "河道问题积压\t≥10.00(起)"),), "TGT004"),
        ((("完成 2025 年辖区", "完成 2023 年辖区"),), "TXT015"),
        ((("十二月底前", "2024年12月底前"),), "TXT015"),
        ((("河道养护及时性\t十二月底前", "河道险情响应时间\t≥30分钟"),), "TGT004"),
        ((("2025 年本项目申报预算 126.00", "2025 年本项目申请经费 162.00"),), "TXT001"),
        ((("（三）项目的具体目标", "（三）项目的具体目标\n\n本表共设三级指标 15 项。"),), "TXT007"),
        ((("护栏维修长度\t=600.00(米)\t根据工作计划",
           "护栏维修长度\t=600.00(米)\t根据工作计划\n\t\t沿河护栏维修长度\t=600.00(米)\t根据工作计划"),), "TGT015"),
    ],
)  # fmt: skip
def test_found(changes: tuple[tuple[str, str], ...], rule: str) -> None:
    assert rule in [code for code, _ in codes(*changes)]
    assert rule not in [code for code, _ in codes()]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        # 12个断面×1次 is twelve; 1.2 in ten thousand is 12,000.
        (((LINE, "2\t水质监测\t10,000.00\t12个断面×1次\t120,000.00"),), "SUM002"),
        (((LINE, "2\t水质监测\t10.00\t1.2万次\t120,000.00"),), "SUM002"),
        (((RATE, "水质达标断面比例\t≥2/3"),), "TGT003"),
        (((RATE, "水质变动率\t≤0(%)"),), "TGT008"),
        ((("护栏维修单位成本\t≤400元/米", "水质监测单次成本\t≤10000元/次"),), "SUM007"),
        ((("开展水质监测 12 次", "按 12 次水质监测中 3 次抽检的要求开展监测"),), "TXT008"),
        ((("完成 2025 年辖区", "在2024年已完成摸底的基础上，完成 2025 年辖区"),), "TXT015"),
        ((("（三）项目的具体目标", "（三）项目的具体目标\n\n本表共设三级指标 13 项。"),), "TXT007"),
    ],
)  # fmt: skip
def test_no_fault(changes: tuple[tuple[str, str], ...], rule: str) -> None:
    assert rule not in [code for code, _ in codes(*changes)]
