"""Forms of many finance offices, each in four file formats: every fact comes back."""

from __future__ import annotations

import pytest

from assistant.domain.declaration import Declaration
from assistant.reading.facts import read_facts
from tests.layouts.forms import FORMATS, GOLD, misses, plain, write


def read(name: str, kind: str) -> dict[str, Declaration]:
    document = write(name, kind)
    return {plain(d.project): d for d in read_facts(document).declarations}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", GOLD)
def test_every_fact_of_a_form(name: str, kind: str) -> None:
    declarations = read(name, kind)
    assert len(declarations) == len(GOLD[name])
    for gold in GOLD[name]:
        found, compared = misses(gold, declarations[plain(gold["project"])])
        assert compared > 10
        assert found == []


def test_who_carries_out_is_kept_beside_who_declares() -> None:
    (school,) = read("school", "docx").values()
    assert (school.unit, school.implementer) == ("岷原县教育局", "岷原县教育局项目建设办公室")
    (river,) = read("river", "xlsx").values()
    assert (river.unit, river.implementer) == ("鉴湖区水利局", "鉴湖区河湖管理中心")


def test_money_of_the_whole_life_stands_apart() -> None:
    (waste,) = read("waste", "html").values()
    yearly = [(s.name, s.amount.yuan) for s in waste.funding.sources]
    whole = [(s.name, s.amount.yuan) for s in waste.funding.period_sources]
    assert yearly == [("市级资金", 5_040_000), ("区级资金", 11_760_000)]
    assert whole == [("市级资金", 15_660_000), ("区级资金", 36_540_000)]


def test_factors_and_their_units() -> None:
    (river,) = read("river", "docx").values()
    lines = {b.item: b for b in river.budget_lines}
    assert [(f.number, f.unit) for f in lines["水质监测"].factors] == [(36, "个断面"), (12, "次")]
    cleaned = lines["河面保洁"]
    assert (cleaned.quantity, cleaned.quantity_unit) == (3_120_000, "平方米")
    (road,) = read("road", "html").values()
    assert road.budget_lines[0].price_unit == "公里"
