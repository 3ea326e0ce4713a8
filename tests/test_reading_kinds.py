"""Layouts of kinds seen in the wild: sections of a .csv, labels beside values, two columns, levels in a line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from assistant.domain.declaration import Declaration
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes
from assistant.reading.gutter import in_columns
from assistant.reading.lattice import Piece

CSV = """表头,项目支出绩效目标申报表
年度,2021
项目名称,河湖长制巡查
主管部门,云台市水利局
实施单位,云台市河道管理所
金额单位,元
资金总额,"1,230,000.00"

[绩效指标]
一级指标,二级指标,三级指标,指标值
产出指标,数量指标,巡查河段,≥40段
产出指标,质量指标,问题整改率,≥95%
满意度指标,服务对象满意度指标,沿河居民满意度,≥90%

[支出测算]
支出内容,数量,单价,金额
巡查船运行,2艘,315000,"630,000.00"
巡查员补助,50人,12000,"600,000.00"
合计,,,"1,230,000.00"
填报人,卢青,日期,2020-11-30
"""

HTML = """<html><body><h2>区域绩效目标表</h2><h4>（2023年度）</h4>
<div class="kv"><span>项目名称</span><span>湿地管护补助</span></div>
<div class="kv"><span>市级主管部门</span><span>云台市林业局</span></div>
<div class="kv"><span>具体实施单位</span><span>青石区湿地保护站</span></div>
<div><p>资金情况（万元）</p><dl><dt>年度金额</dt><dd>368.00</dd></dl></div>
<table><tr><th>一级指标</th><th>二级指标</th><th>三级指标</th><th>指标值</th></tr>
<tr><td>产出指标</td><td>数量指标</td><td>管护湿地面积</td><td>≥3.6万亩</td></tr>
<tr><td>效益指标</td><td>生态效益指标</td><td>候鸟种类</td><td>≥60种</td></tr></table></body></html>"""

PAIRS = """专项资金绩效目标申报书

申报年度：二〇一八年

项目名称：夏季防暑降温

实施单位：青石区总工会（以下简称区总）

项目金额：人民币310,000元（区级财政安排，不含慰问品）

投入——成本目标：人均发放成本，≤155元/人；产出——数量目标：慰问一线职工，≥2000人；产出——时效目标：发放完成，2018年8月20日前；效果——社会效益：中暑事件，0起；影响力——长效机制：纳入年度计划，是
"""


def declared(data: bytes, name: str) -> Declaration:
    (document,) = read_bytes(data, name)
    (one,) = read_facts(document).declarations
    return one


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_sections_of_a_csv_are_tables(encoding: str) -> None:
    one = declared(CSV.encode(encoding), "河长.csv")
    assert (one.project, one.unit, one.year) == ("河湖长制巡查", "云台市河道管理所", 2021)
    assert [i.target.raw for i in one.indicators] == ["≥40段", "≥95%", "≥90%"]
    assert [line.amount.yuan for line in one.budget_lines if line.amount] == [630_000, 600_000]
    assert one.total is not None
    assert one.total.yuan == 1_230_000


def test_labels_beside_values_without_a_table() -> None:
    one = declared(HTML.encode(), "湿地.html")
    assert (one.project, one.unit, one.year) == ("湿地管护补助", "青石区湿地保护站", 2023)
    assert one.total is not None
    assert one.total.yuan == Decimal(3_680_000)
    assert len(one.indicators) == 2


def test_levels_in_one_line_with_their_indicators() -> None:
    one = declared(PAIRS.encode(), "防暑.txt")
    assert (one.year, one.unit) == (2018, "青石区总工会")
    assert one.total is not None
    assert one.total.yuan == 310_000
    assert [(i.level2, i.name) for i in one.indicators] == [
        ("成本目标", "人均发放成本"), ("数量目标", "慰问一线职工"), ("时效目标", "发放完成"),
        ("社会效益", "中暑事件"), ("长效机制", "纳入年度计划"),
    ]  # fmt: skip


def page(left: list[str], right: list[str]) -> list[Piece]:
    """Characters of two columns of running text, with a title across both."""
    found: list[Piece] = []
    for column, (x, lines) in enumerate(((50.0, left), (310.0, right))):
        for row, text in enumerate(lines):
            top = 100.0 + row * 16 + column * 0.5
            found.extend(
                Piece(c, x + n * 11, top, x + n * 11 + 11, top + 11) for n, c in enumerate(text)
            )
    return [
        *found,
        *(Piece(c, 200 + n * 14, 60, 214 + n * 14, 74) for n, c in enumerate("两栏都要读完整")),
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = ["左栏的文字写满这一行不留空白呀" + str(n % 10) for n in range(12)]
    right = ["右栏的文字也写满这一行不留白呀" + str(n % 10) for n in range(12)]
    runs = ["".join(p.text for p in run) for run in in_columns(page(left, right))]
    assert runs == ["两栏都要读完整", "".join(left), "".join(right)]


def test_labels_and_values_are_no_columns() -> None:
    left = ["单位", "项目", "年度", "金额", "来源", "依据", "目标", "期限", "电话", "日期"]
    right = ["某局", "甲项目", "2024", "10万元", "财政", "文件", "完成", "一年", "123", "1月"]
    assert len(in_columns(page(left, right))) == 1


def test_a_page_in_columns_with_a_title_of_two_lines(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    sheet = Canvas(str(tmp_path / "两栏.pdf"), pagesize=(595, 842))

    def put(x: float, y: float, text: str) -> None:
        sheet.setFont("STSong-Light", 11)
        sheet.drawString(x, 842 - y, text)

    put(200, 50, "河道清障与岸线整治")
    put(230, 66, "项目绩效目标说明")
    put(250, 82, "（2020年度）")
    body = (
        "实施单位：青石县河道所。项目属延续性项目，实施期一年，金额单位为万元，资金由县级财政安排，按季度拨付。"
        * 4
    )
    goals = (
        "【产出指标—数量指标】1.清除阻水障碍（≥30处）；2.整治岸线（≥12公里）。【产出指标—质量指标】1.验收合格率（100%）。"
        "【满意度指标—服务对象满意度指标】1.沿岸群众满意度（≥88%）。以上指标由县河道所会同各乡镇填报并对真实性负责，年末自评。"
        "督查由县水利局负责，每季度一次，结果通报各乡镇，连续两次排名末位的由分管领导约谈，并扣减次年经费。"
    )
    for x, text in ((46, body), (310, goals)):
        for row, at in enumerate(range(0, len(text), 22)):
            put(x, 120 + row * 17, text[at : at + 22])
    sheet.save()
    one = declared((tmp_path / "两栏.pdf").read_bytes(), "两栏.pdf")
    assert (one.project, one.year) == ("河道清障与岸线整治", 2020)
    assert [(i.name, i.target.raw) for i in one.indicators] == [
        ("清除阻水障碍", "≥30处"), ("整治岸线", "≥12公里"), ("验收合格率", "100%"),
        ("沿岸群众满意度", "≥88%"),
    ]  # fmt: skip


BOXED = """财政支出绩效目标申报表

申报年度：2017年    金额单位：元

项目名称：牧道维护
实施单位：青石县草原站

┌────┬────┬────────┬──────┐
│一级│二级│指标名称│目标值│
├────┼────┼────────┼──────┤
│产出│数量│维护牧道│≥85公里│
├────┼────┼────────┼──────┤
│产出│质量│验收合格率│100%│
├────┼────┼────────┼──────┤
│效果│社会效益│牧民知晓率│≥95%│
└────┴────┴────────┴──────┘
"""


def test_a_table_drawn_in_signs() -> None:
    one = declared(BOXED.encode("gb18030"), "牧道.txt")
    assert (one.project, one.year) == ("牧道维护", 2017)
    assert [(i.level2, i.name, i.target.raw) for i in one.indicators] == [
        ("数量", "维护牧道", "≥85公里"), ("质量", "验收合格率", "100%"), ("社会效益", "牧民知晓率", "≥95%"),
    ]  # fmt: skip


def test_years_as_columns_beside_levels_of_short_names() -> None:
    rows = (
        "指标\t一级\t二级\t名称\t2027年\t2028年\t2029年",
        "\t产出指标\t数量指标\t受理诉求\t≥46万件\t≥48万件\t≥50万件",
        "\t\t质量指标\t按期办结率\t≥96%\t≥97%\t≥98%",
        "\t满意度指标\t服务对象满意度指标\t诉求人满意度\t≥92%\t≥93%\t≥94%",
    )
    text = (
        "中期财政规划项目绩效目标申报表（2027—2029年）\n\n项目名称：热线运行\n\n"
        + "\n".join(rows)
        + "\n"
    )
    one = declared(text.encode(), "热线.txt")
    assert one.year == 2027
    assert [(i.name, i.target.raw) for i in one.indicators] == [
        ("受理诉求", "≥46万件"), ("按期办结率", "≥96%"), ("诉求人满意度", "≥92%"),
    ]  # fmt: skip
