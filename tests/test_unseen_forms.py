"""Forms in layouts that no sample has: what is asserted was written by hand for each text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.domain.declaration import Declaration
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes

TABLE = "一级指标\t二级指标\t三级指标\t年度指标值\n产出指标\t数量指标\t修剪行道树\t≥300株\n"


def declarations(text: str, name: str = "表.txt") -> tuple[Declaration, ...]:
    return read_facts(read_bytes(text.encode("utf-8"), name)[0]).declarations


def test_labels_that_we_do_not_know_end_a_short_value() -> None:
    text = (
        "2026年项目支出绩效目标表\n项目名称\t行道树修剪\t项目级次\t部门项目\n"
        "主管部门及代码\t青浦林业站 085\t实施单位\t231001-青浦林业站本级\n"
        "项目负责人及电话\t王平 6612\t项目属性\t经常性项目\n年度预算数\t12.5万元\n" + TABLE
    )
    (read,) = declarations(text)
    assert (read.project, read.department, read.unit) == (
        "行道树修剪", "青浦林业站", "青浦林业站本级",
    )  # fmt: skip
    assert read.category == "经常性项目"
    assert read.total is not None
    assert read.total.yuan == 125_000


def test_a_form_of_numbered_lines_without_a_table() -> None:
    text = (
        "一、项目名称：乡村放映补贴\n二、预算单位：白石镇文化站    主管部门：白石镇人民政府\n"
        "三、实施周期：2025年3月至2025年11月\n四、预算\n2025年安排预算6.3万元。\n"
        "年度目标：放映90场，观众满意。\n"
        "【产出指标-数量指标】\n指标1：放映场次（≥90场）；\n"
        "【产出指标-质量指标】\n指标1：设备完好率（≥0.95比例）；\n"
    )
    (read,) = declarations(text)
    assert (read.project, read.unit, read.department) == (
        "乡村放映补贴", "白石镇文化站", "白石镇人民政府",
    )  # fmt: skip
    assert read.period == "2025年3月至2025年11月"
    assert read.goals.annual == "放映90场，观众满意。"
    assert read.total is not None
    assert read.total.yuan == 63_000
    assert [i.name for i in read.indicators] == ["放映场次", "设备完好率"]
    assert read.indicators[0].target.number == Decimal(90)


def test_a_numbered_role_of_the_narrative_is_no_field() -> None:
    text = (
        "# 乡村放映项目申报文本\n填报单位：白石镇文化站\n（1）项目实施单位：放映队，负责放映。\n"
        + TABLE
    )
    (read,) = declarations(text)
    assert (read.project, read.unit) == ("乡村放映", "白石镇文化站")


@pytest.mark.parametrize("rowspan", [1, 2])
def test_goals_below_their_two_headings(rowspan: int) -> None:
    empty = "" if rowspan == 2 else "<td></td>"
    text = (
        "<table><tr><td>项目名称</td><td colspan=2>井盖更换</td></tr>"
        f"<tr><td rowspan={rowspan}>总体目标</td><td>实施期绩效目标</td><td>2024年度绩效目标</td></tr>"
        f"<tr>{empty}<td>三年更换全部老旧井盖。</td><td>当年更换老旧井盖500套。</td></tr>"
        "<tr><td>一级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>更换井盖数量</td><td>500套</td></tr></table>"
    )
    (read,) = declarations(text, "表.html")
    assert read.goals.overall == "三年更换全部老旧井盖。"
    assert read.goals.annual == "当年更换老旧井盖500套。"


def test_amounts_printed_in_the_cell_of_their_label() -> None:
    text = (
        "<table><tr><td>项目名称</td><td colspan=2>井盖更换</td></tr>"
        "<tr><td rowspan=2>项目资金（万元）</td><td>实施期资金总额：90.5</td><td>年度资金总额：30</td></tr>"
        "<tr><td>其中：财政拨款 90.5</td><td>其中：财政拨款 30</td></tr>"
        "<tr><td>一级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>更换井盖数量</td><td>500套</td></tr></table>"
    )
    funding = declarations(text, "表.html")[0].funding
    amounts = (funding.total, funding.annual, funding.fiscal, funding.annual_fiscal)
    assert [a.yuan if a else None for a in amounts] == [905_000, 300_000, 905_000, 300_000]


@pytest.mark.parametrize(
    ("finish", "total"), [("2024-12-31", Decimal(960_000)), ("2026-12-31", None)]
)
def test_the_whole_sum_of_several_years_is_no_years_budget(
    finish: str, total: Decimal | None
) -> None:
    text = (
        "*项目名称\t井盖更换\t*单位名称\t白石镇人民政府\n*预算年度\t2024\t*项目编码\t3101\n"
        f"*项目开始日期\t2024-01-01\t*项目结束日期\t{finish}\n项目总金额（元）\t960,000.00\n"
        + TABLE
    )
    (read,) = declarations(text)
    assert read.year == 2024
    assert (read.total.yuan if read.total else None) == total


def test_a_self_evaluation_says_what_was_spent() -> None:
    text = (
        "项目支出绩效自评表\n（2021年度）\n项目名称\t井盖更换\n"
        "项目资金（万元）\t\t年初预算数\t全年预算数（A）\t全年执行数（B）\t分值\t执行率（B/A）\n"
        "\t年度资金总额\t50.00\t40.00\t38.00\t10\t95.00%\n" + TABLE
    )
    (read,) = declarations(text)
    (spent,) = read.executions
    figures = [m.yuan for m in (spent.initial, spent.adjusted, spent.executed) if m]
    assert figures == [500_000, 400_000, 380_000]
    assert (spent.year, spent.rate) == (2021, Decimal(95))


def test_the_name_column_headed_by_the_groups_word() -> None:
    text = (
        "2022年度项目支出绩效目标申报表\n项目名称\t桥梁养护\n"
        "一级指标\t二级指标\t绩效指标\t绩效标准\t当年预期实现值\n"
        "产出指标\t质量指标\t桥面完好率\t完好桥面/全部桥面\t2 92%\n"
        "\t时效指标\t抢修时限\t接报之时起算\tW6小时\n"
    )
    (read,) = declarations(text)
    rows = [(i.name, i.target.operator, i.target.number) for i in read.indicators]
    assert rows == [("桥面完好率", ">=", Decimal(92)), ("抢修时限", "<=", Decimal(6))]
    assert read.indicators[0].explanation == "完好桥面/全部桥面"


def test_two_forms_below_the_same_title_are_two_declarations() -> None:
    form = "项目支出绩效目标申报表（2026年度）\n项目名称\t{}\n" + TABLE + "\n"
    text = "某区林业局2026年部门预算\n" + form.format("行道树修剪") + form.format("古树保护")
    assert [d.project for d in declarations(text)] == ["行道树修剪", "古树保护"]


def test_labels_in_other_words_and_marks() -> None:
    text = (
        "（2024年度）\n申报单位（公章）：白石镇水务站　　　　金额单位：万元\n项目名称\t管网改造\n"
        "项目起止年限\t2023年-2025年\t资金口径\t一般公共预算\n"
        "项目资金总额\t240.00\t本年度资金\t90.00\n" + TABLE
    )
    (read,) = declarations(text)
    assert (read.unit, read.period) == ("白石镇水务站", "2023年-2025年")
    assert read.total is not None
    assert read.total.yuan == 900_000


def test_bold_labels_of_a_markdown_application() -> None:
    text = (
        "# 2025年度科普教育项目申报书\n\n**项目单位：** 枫桥科协\n\n本项目2025年申请资金86.4万元。\n\n"
        "| 一级指标 | 三级指标 | 目标值 |\n|---|---|---|\n| 产出 | 举办讲座场次 | 168场 |\n"
    )
    (read,) = declarations(text, "表.md")
    assert (read.project, read.unit) == ("科普教育", "枫桥科协")
