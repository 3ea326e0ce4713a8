"""指标方向: what is the better the lower, by the kind of word in a name."""

from __future__ import annotations

import pytest

from assistant.jobs.check import check_document
from assistant.jobs.check.registry import RULES
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes

FORM = """项目支出绩效目标申报表（2024年度）

项目名称：社区服务
实施单位：青石区服务站

一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t服务场次\t≥12场
产出指标\t质量指标\t{name}\t{value}
满意度指标\t服务对象满意度指标\t居民满意度\t≥90%
"""


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("图书损毁率", "≥1.5%", True),
        ("帮教对象再犯罪率", "≥0.2%", True),
        ("新兵退兵率", "≥1%", True),
        ("人员流动率", "≥5%", True),
        ("图书损毁率", "≤1.5%", False),
        ("流动图书车服务点", "≥40个", False),
        ("流动人口登记率", "≥95%", False),
    ],
)
def test_direction_by_the_word_in_the_name(name: str, value: str, wrong: bool) -> None:
    (document,) = read_bytes(FORM.format(name=name, value=value).encode(), "a.txt")
    report = check_document(document, read_facts(document), rules=[RULES["TGT004"]])
    assert bool(report.findings) is wrong
