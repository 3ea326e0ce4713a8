"""Faults of many kinds in invented declarations, and what looks odd and is none."""

from __future__ import annotations

import pytest

from assistant.domain.finding import Finding
from assistant.jobs.check import check_document
from assistant.jobs.check.examples import model_text
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes

EVALUATED, TOLD = model_text("evaluated"), model_text("told")
HEAD = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |\n|---|---|---|---|\n"


def form(rows: str = "", *, fields: str = "", above: str = "", below: str = "") -> str:
    """A small form of one project, with further fields, rows of indicators and text."""
    return (
        f"# 2026年项目支出绩效目标表\n\n{above}\n\n| 项目名称 | 山泉镇公园养护 |\n|---|---|\n"
        f"| 主管部门 | 山泉县林业局 |\n| 实施单位 | 山泉县公园管理所 |\n{fields}\n"
        f"{HEAD}| 产出指标 | 数量指标 | 养护公园数量 | ≥9座 |\n{rows}\n{below}\n"
    )


def found(text: str, code: str, name: str = "表.md") -> list[Finding]:
    """What one rule says of a text."""
    (document,) = read_bytes(text.encode("utf-8"), name)
    return [f for f in check_document(document, read_facts(document)).findings if f.rule == code]


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


FAULTS = [
    # scores of a self-evaluation
    (changed(EVALUATED, "| 100 | 98.80 |", "| 100 | 98.08 |"), "SUM012", "98.08"),
    (changed(EVALUATED, "| 2.6个工作日 | 10 | 10 |", "| 2.6个工作日 | 15 | 10 |"), "SUM013", "95"),
    (changed(EVALUATED, "| 产出指标 | 数量指标 |", "| 产出指标（60分） | 数量指标 |"), "SUM013", "60 分"),
    (changed(EVALUATED, "| 99.1% | 20 | 20 |", "| 99.1% | 20 | 22 |"), "SUM014", "22"),
    (changed(EVALUATED, "| 5700件 | 20 | 19 | 系统停机检修两天 |", "| 5700件 | 20 | 20 | |"), "SUM015", "95%"),
    (changed(EVALUATED, "| ≤5件 | 4件 |", "| ≤5件 | 7件 |"), "SUM015", "71%"),
    (changed(EVALUATED, "| ≤3个工作日 | 2.6个工作日 |", "| 2024年6月30日前 | 2024年8月15日 |"), "SUM015", "8月15日"),
    (changed(EVALUATED, "| 99.1% | 20 | 20 |", "| 99.1% | 20 | 17 |"), "SUM015", "已经完成"),
    (changed(EVALUATED, "| 98.00% | 9.80 |", "| 98.00% | 9.08 |"), "SUM018", "9.08"),
    # what the lines reckon against what the indicators promise; sources row by row
    (form("| 产出指标 | 数量指标 | 更换护栏长度 | ≥32公里 |",
          below="| 支出项目 | 单价（元） | 数量 | 金额（元） |\n|---|---|---|---|\n"
          "| 更换护栏 | 80000 | 28公里 | 2240000 |\n| 园路清扫 | 500 | 100次 | 50000 |\n| 合计 | | | 2290000 |"), "TXT030", "≥32公里"),
    (form(fields="| 资金总额（万元） | 820.00 |\n| 其中：中央资金 | 400.00 |\n| 省级资金 | 260.00 |\n| 县级资金 | 180.00 |\n"), "SUM019", "840"),
    (form("| 效益指标 | 社会效益指标 | 受益人口 | ≥3.6万人 |", fields="| 年度绩效目标 | 2026年完成公园改造，受益人口3.2万人。 |\n"), "TXT008", "3.2万人"),
    # levels
    (form("| 产出指标 | 质量指标 | 接待游客人次 | ≥2.2万人次 |"), "TAX003", "接待游客人次"),
    (form("| 产出指标 | 质量指标 | 步道完工时间 | 2026年8月底前 |"), "TAX003", "步道完工时间"),
    # directions, units, words
    (form("| 效益指标 | 社会效益指标 | 单件平均用时 | ≥8分钟 |"), "TGT004", "≥8分钟"),
    (form("| 效益指标 | 社会效益指标 | 学生近视率 | ≥40% |"), "TGT004", "≥40%"),
    (form("| 效益指标 | 社会效益指标 | 园路平均车速 | ≥24公里 |"), "TGT003", "≥24公里"),
    (form("| 产出指标 | 时效指标 | 短信发送及时程度 | 较快 |"), "TGT006", "较快"),
    (form("| 产出指标 | 数量指标 | 新购景观花箱数量 | ≥320个 |\n"
          "| 产出指标 | 数量指标 | 年度新增景观花箱 | ≥320个 |"), "TGT015", "年度新增景观花箱"),
    (form("| 成本指标 | 经济成本指标 | 人均体检成本 | ≤185万元/人 |",
          below="| 支出项目 | 单价（元） | 数量 | 金额（元） |\n|---|---|---|---|\n"
          "| 职工体检 | 185 | 100 | 18500 |\n| 园路清扫 | 500 | 100 | 50000 |\n| 合计 | | | 68500 |"), "SUM017", "185万元/人"),
    # bases
    (form(fields="| 立项依据 | 《山泉县公园办法》（山政办发〔2010〕36号，自2016年1月1日起停止执行） |\n"), "BAS017", "停止执行"),
    (form(fields="| 立项依据 | 《山泉县公园办法》（山政办发〔2026〕3号） |\n", below="填报日期：2025年12月8日"), "BAS014", "填报日期"),
    (form(fields="| 立项依据 | 《山泉县公园办法》（山政办发〔2024〕14号） |\n", below="养护执行山政办发[2024]41号规定的分级办法。"), "BAS018", "41号"),
    # figures of the text
    (changed(TOLD, "市级财政补助300万元", "市级财政补助330万元"), "SUM016", "670"),
    (form(below="养护物资由白沙县公园管理所统一采购。"), "TXT028", "白沙县公园管理所"),
    (changed(TOLD, "到2027年底前", "到2026年底前"), "TXT027", "2026 年"),
    (changed(TOLD, "2026年11月底前完成改造，道路", "2026年8月底前完成改造，道路"), "TXT029", "8月底前"),
    (form("| 效益指标 | 社会效益指标 | 供餐学校数 | 74所 |",
          fields="| 项目概况 | 全县74所农村学校全部参加公园植树，每年一次。 |\n"
          "| 年度绩效目标 | 2026年组织76所农村学校参加植树，群众满意。 |\n"), "TXT008", "76所"),
    (form("| 产出指标 | 时效指标 | 苗木采购完成时间 | 2027年3月31日前 |",
          fields="| 实施周期 | 2026年1月至2026年12月 |\n"), "TXT015", "2027"),
    (form(fields="| 实施周期 | 2025年3月至2025年11月 |\n"), "FRM011", "2025年3月"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "words"), FAULTS, ids=[f"{c}-{w}" for _, c, w in FAULTS])
def test_a_fault_is_found_and_named(text: str, code: str, words: str) -> None:
    told = found(text, code, "表.txt" if text.startswith("青石") else "表.md")
    assert told
    assert any(words in f.message or words in f.locator.quote for f in told), told


DONE = changed(EVALUATED, "填报人：王某", (
    "| 预期目标 | 实际完成情况 |\n|---|---|\n"
    "| 全年受理业务6000件，准确率98%以上，投诉5件以内。 | 全年受理业务5790件，准确率99.1%。 |\n\n填报人：王某"
))  # fmt: skip


def test_what_was_done_is_told_against_what_was_done() -> None:
    (told,) = found(DONE, "TXT008")
    assert told.locator.quote == "5790件"
    assert "5700" in told.message
    assert found(changed(DONE, "5790件", "5700件"), "TXT008") == []


FINE = [
    # met by being smaller, weights of 90 beside the execution rate, a score lost with its reason
    (EVALUATED, "SUM012"), (EVALUATED, "SUM013"), (EVALUATED, "SUM015"), (EVALUATED, "SUM018"),
    (changed(EVALUATED, "| 99.1% | 20 | 20 |", "| 99.1% | 20 | 17 | |"), "SUM014"),
    (changed(EVALUATED, "| 9.80 |", "| 10 |"), "SUM018"),
    # 总分 that leaves the execution rate out
    (changed(EVALUATED, "| 100 | 98.80 |", "| 90 | 89.00 |"), "SUM012"),
    # more reckoned than promised, another unit, a source within another, the year's beside the life's
    (form("| 产出指标 | 数量指标 | 更换护栏长度 | ≥25公里 |",
          below="| 支出项目 | 单价（元） | 数量 | 金额（元） |\n|---|---|---|---|\n"
          "| 更换护栏 | 80000 | 28公里 | 2240000 |\n| 合计 | | | 2240000 |"), "TXT030"),
    (form("| 产出指标 | 数量指标 | 水质监测点数 | ≥12个 |",
          below="| 支出项目 | 单价（元） | 数量 | 金额（元） |\n|---|---|---|---|\n"
          "| 水质监测 | 2000 | 280次 | 560000 |\n| 合计 | | | 560000 |"), "TXT030"),
    (form(fields="| 资金总额（万元） | 820.00 |\n| 上级资金 | 660.00 |\n| 其中：中央资金 | 400.00 |\n| 县级资金 | 160.00 |\n"), "SUM019"),
    (form(fields="| 实施期资金总额（万元） | 5220.00 | 年度资金总额（万元） | 1680.00 |\n"
          "| 其中：市级资金 | 1500.00 | 其中：市级资金 | 504.00 |\n| 区级资金 | 3720.00 | 区级资金 | 1176.00 |\n"), "SUM019"),
    # saving paper and fewer fires in the fields are ecological, money recovered is economic
    (form("| 效益指标 | 生态效益指标 | 减少纸质复印用纸 | ≥12万张 |"), "TAX003"),
    (form("| 效益指标 | 生态效益指标 | 秸秆露天焚烧火点 | ≤5个 |"), "TAX003"),
    (form("| 效益指标 | 经济效益指标 | 为申请人追回款项 | ≥2000万元 |"), "TAX003"),
    (form("| 成本指标 | 社会成本指标 | 施工期间占道投诉 | ≤15件 |"), "TAX003"),
    (form("| 产出指标 | 质量指标 | 抽查不合格件数 | ≥2件 |"), "TAX003"),
    # something good done to something bad
    (form("| 效益指标 | 社会效益指标 | 24小时火灾扑灭率 | ≥95% |"), "TGT004"),
    (form("| 产出指标 | 质量指标 | 传染病报告及时率 | ≥99% |"), "TGT004"),
    # a project of several years
    (form(fields="| 项目资金总额（万元） | 1896 | 年度资金申请总额（万元） | 394.8 |\n"
          "| 起始日期 | 2022年1月1日 | 结束日期 | 2026年12月31日 |\n"), "FRM011"),
    (form(fields="| 起始日期 | 2022年1月1日 | 结束日期 | 2026年12月31日 |\n"), "FRM011"),
    (form(fields="| 实施周期 | 2025年3月至2027年11月 |\n"), "FRM011"),
    (form("| 产出指标 | 时效指标 | 苗木采购完成时间 | 2027年3月31日前 |",
          fields="| 实施周期 | 2026年1月至2027年12月 |\n"), "TXT015"),
    # several indicators together, a longer word, another county asked along
    (form("| 产出指标 | 数量指标 | 脑瘫儿童训练人数 | 120人 |\n| 产出指标 | 数量指标 | 听力儿童训练人数 | 46人 |",
          below="为166名儿童提供训练。"), "TXT008"),
    (form(below="信号机每15秒按排队长度调整一次。"), "TXT021"),
    (form(below="未执行部分为监理尾款。"), "TXT026"),
    (form(below="工程技术人员赴白沙县公园管理所学习养护经验。"), "TXT028"),
    (form(below="绿地由县公园管理所统一养护。"), "TXT028"),
    # part of the sources, and sources that add up
    (changed(TOLD, "其中市级财政补助300万元，区级财政安排340万元。", "其中市级财政补助300万元。"), "SUM016"),
    (TOLD, "SUM016"), (TOLD, "TXT027"), (TOLD, "BAS018"),
    # a basis of the year before the form was filled in
    (form(fields="| 立项依据 | 《山泉县公园办法》（山政办发〔2025〕3号） |\n", below="填报日期：2025年12月8日"), "BAS014"),
    (form(fields="| 立项依据 | 《山泉县公园办法》（山政办发〔2024〕36号，自2024年5月1日起施行） |\n"), "BAS017"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), FINE)
def test_what_looks_odd_and_is_none(text: str, code: str) -> None:
    assert found(text, code, "表.txt" if text.startswith("青石") else "表.md") == []


def test_a_source_behind_the_word_for_all_of_them_is_no_component() -> None:
    text = form(
        fields="| 资金总额（万元） | 26.62 |\n| 财政性资金：中央补助 | 11.18 |\n"
        "| 财政性资金：省级补助 | 3.73 |\n| 财政性资金：县级预算 | 11.71 |\n| 自有资金 | 0.00 |\n"
    )
    (document,) = read_bytes(text.encode(), "表.md")
    reading = read_facts(document)
    sources = {s.name: str(s.amount.yuan) for s in reading.declarations[0].funding.sources}
    assert sources["中央补助"] == "111800.00"
    assert len(sources) == 4
    assert found(text, "SUM004") == []
