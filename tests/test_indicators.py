"""Indicator tables as they were met in public declarations of 2016 to 2026 (domain notes, §10)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.domain.declaration import Reading
from assistant.reading.facts import read_facts
from assistant.reading.plain import text_document


def read(text: str) -> Reading:
    return read_facts(text_document(text, "a.md"))


def rows(text: str) -> list[tuple[object, ...]]:
    return [
        (i.level1, i.level2, i.name, i.target.operator, i.target.number, i.target.unit)
        for d in read(text).declarations
        for i in d.indicators
    ]


def d(text: str) -> Decimal:
    return Decimal(text)


UNIT_IN_VALUE = """一级指标\t二级指标\t三级指标\t绩效标准\t指标值及单位
产出指标\t数量指标\t购置抢险车\t计划标准\t10辆
\t\t数据容量\t计划标准\t≥80M
\t成本指标\t项目总成本\t预算支出标准\t250万
\t时效指标\t完成时间\t计划标准\t2023.07-2024.01
社会公众或服务对象满意度指标\t\t居民满意度\t计划标准\t≥90%
"""


def test_value_with_unit_standard_and_satisfaction_at_level_1() -> None:
    assert rows(UNIT_IN_VALUE) == [
        ("产出指标", "数量指标", "购置抢险车", "=", d("10"), "辆"),
        ("产出指标", "数量指标", "数据容量", ">=", d("80"), "M"),
        ("产出指标", "成本指标", "项目总成本", "=", d("2500000"), "元"),
        ("产出指标", "时效指标", "完成时间", None, None, None),
        ("社会公众或服务对象满意度指标", None, "居民满意度", ">=", d("90"), "%"),
    ]
    found = read(UNIT_IN_VALUE).declarations[0].indicators
    assert found[0].source == "计划标准"
    assert found[2].current.level1 == "成本指标"
    assert found[4].current.level2 == "服务对象满意度指标"


MISREAD = """二级指标\t绩效标准\t当年预期实现值
数量指标\t开展巡查次数\t2280次
质量指标\t验收达标率\t292%
数量指标\t收入增长率\t250%
服务对象满意度指标\t群众满意度\tW95%
"""


def test_an_operator_read_as_a_figure_is_mended_only_where_the_value_is_impossible() -> None:
    reading = read(MISREAD)
    found = {i.name: i for i in reading.declarations[0].indicators}
    assert (found["验收达标率"].target.operator, found["验收达标率"].target.number) == (
        ">=",
        d("92"),
    )
    assert found["收入增长率"].target.number == d("250")
    assert found["群众满意度"].target.operator == "<="
    assert "target" in found["开展巡查次数"].uncertain
    assert {(r.raw, r.read_as) for r in reading.repairs} == {("292%", "≥92%"), ("W95%", "≤95%")}


NO_LEVELS = """指标名称\t计量单位\t指标性质\t指标值
巡逻人数\t人\t≥\t120
制度健全\t\t定性\t健全
工作及时性\t定性\t及时
事故数\t起\t≤\t3
"""


def test_four_cells_without_levels_and_rows_that_slid() -> None:
    assert rows(NO_LEVELS) == [
        (None, None, "巡逻人数", ">=", d("120"), "人"),
        (None, None, "制度健全", None, None, None),
        (None, None, "工作及时性", None, None, None),
        (None, None, "事故数", "<=", d("3"), "起"),
    ]


SELF_EVALUATION = """一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析
产出指标(50分)\t数量指标\t指标1：购置设备\t≥100台\t105台\t10\t10\t
\t\t……\t\t\t\t\t
\t质量指标\t指标1：验收合格率\t≥98%\t97%\t10\t9.5\t个别返修
\t\t指标2：\t\t\t\t\t
效益指标(30分)\t经济效益指标\t\t\t\t\t\t
\t社会效益指标\t指标1：秩序改善\t提升\t提升\t15\t15\t
总分\t\t\t\t\t100\t99.5\t
"""


def test_self_evaluation_fillers_prefixes_and_weights_in_labels() -> None:
    assert [(r[0], r[1], r[2]) for r in rows(SELF_EVALUATION)] == [
        ("产出指标", "数量指标", "购置设备"),
        ("产出指标", "质量指标", "验收合格率"),
        ("效益指标", "社会效益指标", "秩序改善"),
    ]
    second = read(SELF_EVALUATION).declarations[0].indicators[1]
    assert second.actual is not None
    assert (second.actual.number, second.weight, second.score) == (d("97"), d("10"), d("9.5"))


SIDE_BY_SIDE = """长期绩效目标\t\t\t\t年度绩效目标\t\t\t
一级指标\t二级指标\t指标内容\t指标值\t一级指标\t二级指标\t指标内容\t指标值
产出指标\t数量指标\t绿道里程\t30公里\t产出指标\t数量指标\t绿道里程\t10公里
\t质量指标\t合格率\t≥95%\t\t质量指标\t合格率\t≥96%
"""


def test_two_blocks_side_by_side_give_the_years() -> None:
    assert rows(SIDE_BY_SIDE) == [
        ("产出指标", "数量指标", "绿道里程", "=", d("10"), "公里"),
        ("产出指标", "质量指标", "合格率", ">=", d("96"), "%"),
    ]


YEARS = """（2025年度）
一级指标\t二级指标\t三级指标\t2024年指标值\t2025年指标值\t2026年指标值
产出指标\t数量指标\t养护面积\t1万平方米\t2万平方米\t3万平方米
"""


def test_of_several_years_the_declarations_own_is_read() -> None:
    assert rows(YEARS) == [("产出指标", "数量指标", "养护面积", "=", d("20000"), "平方米")]


HEADLESS = """绩效目标表
产出指标\t数量指标\t培训人数\t≥300人
\t质量指标\t培训合格率\t≥95%
效益指标\t社会效益指标\t技能提升\t明显
"""


def test_a_table_without_a_heading() -> None:
    assert rows(HEADLESS)[:2] == [
        ("产出指标", "数量指标", "培训人数", ">=", d("300"), "人"),
        ("产出指标", "质量指标", "培训合格率", ">=", d("95"), "%"),
    ]


VERTICAL = (
    '<table><tr><td rowspan="3">绩<br>效<br>指<br>标</td><td>一级指标</td><td>二级指标</td>'
    "<td>三级指标</td><td>指标值</td></tr>"
    '<tr><td rowspan="2">产<br>出<br>指<br>标</td><td>数量<br>指标</td><td>维修数量</td>'
    "<td>=5（处）</td></tr><tr><td>质量指标</td><td>合格率</td><td>≥95（%）</td></tr></table>"
)


def test_vertical_labels_of_merged_cells() -> None:
    assert rows(VERTICAL) == [
        ("产出指标", "数量指标", "维修数量", "=", d("5"), "处"),
        ("产出指标", "质量指标", "合格率", ">=", d("95"), "%"),
    ]


PAGES = """一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t养护面积\t3万平方米

一级指标\t二级指标\t三级指标\t指标值
\t\t养护株数\t200株
\t质量指标\t成活率\t≥95%
"""


def test_a_heading_printed_again_on_the_next_page() -> None:
    assert [(r[1], r[2]) for r in rows(PAGES)] == [
        ("数量指标", "养护面积"), ("数量指标", "养护株数"), ("质量指标", "成活率"),
    ]  # fmt: skip


def test_a_missing_value_is_uncertain() -> None:
    text = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t养护面积\t\n"
    (row,) = read(text).declarations[0].indicators
    assert row.target.kind == "placeholder"
    assert row.uncertain == ("target",)


@pytest.mark.parametrize(
    "text",
    [
        "一级标题\t二级标题\n甲\t乙\n",
        "序号\t名称\t数量\n1\t椅子\t3\n",
        "指标\t2020年\t2021年\n人口\t3万\t4万\n",
    ],
)
def test_other_tables_are_none(text: str) -> None:
    assert rows(text) == []
