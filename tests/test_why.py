"""缘由: each step typed and cited, every sum right, no motive invented."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from assistant.domain.answer import Why
from assistant.jobs.why import explain, explain_value, subjects
from assistant.library.catalogue import Catalogue
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes, read_file
from tests.asked_library import library


@cache
def catalogue() -> Catalogue:
    return library()


def why(name: str, unit: str = "云溪镇") -> Why:
    return explain_value(catalogue(), name, unit=unit)


@pytest.mark.parametrize(
    ("name", "unit", "kind", "said", "formula"),
    [
        (
            "道路保洁服务成本",
            "云溪镇",
            "composition",
            "正好等于该值",
            "2,900,000 + 300,000 = 3,200,000",
        ),
        ("道路保洁服务成本", "云溪镇", "stated", "根据预算资金（对应预算支出标准）", None),
        (
            "保洁员聘用人数",
            "云溪镇",
            "history",
            "2019年40人 → 2021年65人 → 2023年80人，与目标值一致",
            None,
        ),
        ("保洁员聘用人数", "云溪镇", "precedent", "=120.00(人)", None),
        ("保洁员聘用人数", "青石街道", "composition", "数量120一致", None),
        ("保洁员聘用人数", "青石街道", "unit_price", "单价乘数量", "40,000 × 120 = 4,800,000"),
        ("工作服", "青石街道", "unit_price", "单价乘数量", "500 × 400 = 200,000"),
        (
            "道路保洁服务",
            "云溪镇",
            "composition",
            "正好等于该值",
            "2,900,000 + 300,000 = 3,200,000",
        ),
        ("镇容镇貌", "云溪镇", "unknown", "没有写明该值如何测算得出", None),
        ("道路保洁覆盖率", "云溪镇", "policy", "浙环卫发〔2020〕12号", None),
    ],
)
def test_steps(name: str, unit: str, kind: str, said: str, formula: str | None) -> None:
    steps = [s for s in why(name, unit).derivation if s.kind == kind and said in s.text]
    assert steps, why(name, unit).answer
    assert formula is None or steps[0].formula == formula
    assert all(step.sources for step in steps)


def test_a_name_that_is_not_there_is_not_explained() -> None:
    explained = why("绿化养护面积")
    assert explained.target is None
    assert [step.kind for step in explained.derivation] == ["unknown"]
    assert explained.citations == ()


def test_the_same_name_elsewhere_is_named() -> None:
    explained = explain_value(catalogue(), "居民满意度")
    assert "同名的值还见于" in explained.answer


def test_amounts_that_only_happen_to_be_equal_are_not_a_composition() -> None:
    text = "云溪镇测试项目描述\n\n一级指标\t二级指标\t三级指标\t年度指标值\t目标值来源\n成本指标\t经济成本指标\t绿化养护成本\t≤300000 元\t根据预算资金\n\n表 1 预算明细表（单位：元）\n\n项目名称\t项目明细\t预算金额\n消防\t消防器材\t100,000.00\n办公\t办公用品\t200,000.00\n\t合计\t300,000.00\n"
    kept = Catalogue("sqlite://")
    for document in read_bytes(text.encode(), "测试.txt"):
        kept.add(document, read_facts(document))
    explained = explain_value(kept, "绿化养护成本")
    named = [s.text for s in explained.derivation if s.kind == "composition"]
    assert all("全部预算明细" in text for text in named)


SUM = re.compile(r"^\(?([\d,. +×]+)\)?(?: ÷ ([\d,.]+))? ([=≈≠]) ([\d,.]+)(?: [=≈≠] ([\d,.]+))?$")


def _value(text: str) -> Decimal:
    total = Decimal(0)
    for part in text.replace(",", "").split("+"):
        product = Decimal(1)
        for factor in part.split("×"):
            product *= Decimal(factor.strip())
        total += product
    return total


@pytest.mark.shared
def test_all_indicators_of_the_samples(seeds: list[Path]) -> None:
    """159 indicators: each with what its source states; every sum that is shown is right."""
    kept = Catalogue("sqlite://")
    for path in seeds:
        for document in read_file(path):
            kept.add(document, read_facts(document))
    stored = kept.declarations()
    seen = sums = 0
    for one in stored:
        for row in one.declaration.indicators:
            subject = next(
                s for s in subjects([one], row.name) if s.indicator and s.indicator == row
            )
            steps = explain(kept, subject, stored=stored).derivation
            seen += 1
            assert any(step.kind in {"stated", "composition", "unit_price"} for step in steps)
            for step in steps:
                match = SUM.match(step.formula or "")
                if match:
                    sums += 1
                    left = _value(match[1])
                    if match[2]:
                        left = (left / Decimal(match[2].replace(",", ""))).quantize(Decimal("0.01"))
                    assert left == Decimal(match[4].replace(",", "")) or match[3] == "≠", (
                        step.formula
                    )
    assert seen == 159
    assert sums >= 9
