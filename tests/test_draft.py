"""Rolling a declaration forward: every cell, its status, its source."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from draft_shelf import Shelf, old_table, patrol

from assistant.domain.draft import Draft, DraftCell
from assistant.domain.target import parse_target
from assistant.errors import DraftError
from assistant.jobs.draft import DraftRequest, draft

SHELF = Shelf(patrol())
YEARS = Shelf(
    patrol(2022, people=40, tail="700000"),
    patrol(2023, people=44, tail="800000"),
    patrol(2024, people=50, tail="880000"),
)
"""Arrears are a third of the main line of the year before, three years running."""
OLD = Shelf(patrol(), old_table())


def made(
    *given: tuple[str, str],
    shelf: Shelf = SHELF,
    project: str = "夜间巡防",
    year: int = 2025,
    **more: object,
) -> Draft:
    return draft(shelf, DraftRequest(project, year, given=given, **more))  # type: ignore[arg-type]


def cell(drafted: Draft, path: str) -> DraftCell:
    found = [c for c in drafted.cells if c.path == path]
    assert len(found) == 1, path
    return found[0]


def target(drafted: Draft, name: str) -> DraftCell:
    at = [i.name for i in drafted.declaration.indicators].index(name)
    return cell(drafted, f"indicators[{at}].target")


@pytest.mark.parametrize(
    ("path", "value", "status"),
    [
        ("year", "2025", "given"),
        ("total", "【待填】", "needs_input"),
        ("budget_lines[0].item", "2025年巡防特保服务项目", "computed"),
        ("budget_lines[0].amount", "3,000,000.00", "carried"),
        ("budget_lines[1].item", "巡防特保经费2024年尾款", "computed"),
        ("budget_lines[1].amount", "【待填】", "needs_input"),
        ("indicators[0].target", "≤待填", "needs_input"),
        ("indicators[1].target", "≤240000元", "carried"),
        ("indicators[3].target", "=50.00(人)", "carried"),
        ("indicators[6].target", "2025年11月底前", "computed"),
        ("executions[0].year", "2022", "carried"),
        ("executions[2].year", "2024", "computed"),
        ("executions[2].initial", "4,020,000.00", "computed"),
        ("executions[2].executed", "【待填】", "needs_input"),
        ("goals.annual", "完成2025年巡防特保队伍建设，聘用50名特保；开展消防演练。", "computed"),
        ("bases[0]", "2024年夜间巡防工作方案（东综治办〔2022〕7号）", "needs_input"),
        ("bases[1]", "巡防队伍管理规定（东府发〔2020〕3号）", "carried"),
        ("plan[0].when", "2025年各季度", "computed"),
        ("fields[0].value", "2024年12月", "computed"),
    ],
)
def test_rolled_forward(path: str, value: str, status: str) -> None:
    found = cell(made(), path)
    assert (found.value, found.status) == (value, status)


def test_every_cell_has_a_source_or_a_question() -> None:
    for given in ((), (("巡防特保聘用人数", "60"),)):
        for one in made(*given).cells:
            assert one.reason if one.status == "needs_input" else one.sources, one.path


def test_sources_quote_their_documents() -> None:
    drafted = made(("巡防特保聘用人数", "60人"))
    texts = {d.id: d.text for d, _ in SHELF.pairs} | dict(drafted.texts)
    for one in drafted.cells:
        for where in one.sources:
            assert texts[where.document][where.start : where.end] == where.quote


def test_a_given_number_runs_through() -> None:
    drafted = made(("巡防特保聘用人数", "60人"), ("巡防特保经费2024年尾款", "75万元"))
    assert target(drafted, "巡防特保聘用人数").value == "=60.00(人)"
    line = cell(drafted, "budget_lines[0].amount")
    assert (line.value, line.status, line.proposal) == ("3,600,000.00", "computed", True)
    assert "3,000,000 ÷ 50人" in (line.reason or "")
    assert target(drafted, "巡防特保聘用成本").value == "≤4350000元"
    assert cell(drafted, "total").value == "4,620,000.00"
    assert "462.00万元" in drafted.declaration.sections[4].text
    assert "435.00万元" in drafted.declaration.sections[4].text
    assert "聘用60名特保" in (drafted.declaration.goals.annual or "")
    assert "人数为20人" in drafted.declaration.sections[1].text


@pytest.mark.parametrize(
    ("given", "amount", "proposal"),
    [
        ((("巡防特保聘用人数", "60"),), "3,600,000.00", True),
        ((("巡防特保聘用人数", "60"), ("巡防特保聘用人数.单价", "不变")), "3,600,000.00", False),
        ((("巡防特保聘用人数", "60"), ("巡防特保服务项目.单价", "65000元")), "3,900,000.00", False),
        ((("巡防特保服务项目.单价", "+5%"),), "3,150,000.00", False),
        ((("巡防特保服务项目.单价", "+100元"),), "3,005,000.00", False),
        ((("2025年巡防特保服务项目", "310万元"),), "3,100,000.00", False),
        ((("巡防特保服务项目", "+10%"),), "3,300,000.00", False),
        ((("巡防特保服务项目", "3200000"),), "3,200,000.00", False),
        ((("巡防特保聘用人数", "+10人"),), "3,600,000.00", True),
    ],
)
def test_prices_and_numbers(
    given: tuple[tuple[str, str], ...], amount: str, proposal: bool
) -> None:
    found = cell(made(*given), "budget_lines[0].amount")
    assert (found.value, found.proposal) == (amount, proposal)


def test_arrears_follow_a_steady_share() -> None:
    found = cell(made(shelf=YEARS), "budget_lines[1].amount")
    assert (found.value, found.status, found.proposal) == ("1,000,000.00", "computed", True)


def test_arrears_without_a_steady_share_are_asked() -> None:
    shelf = Shelf(*YEARS.pairs[:2], patrol(2024, people=50, tail="123456"))
    assert cell(made(shelf=shelf), "budget_lines[1].amount").status == "needs_input"


def test_execution_figures_given() -> None:
    drafted = made(("2024年调整后预算", "400万元"), ("2024年执行金额", "3,900,000元"))
    row = drafted.declaration.executions[2]
    assert (row.adjusted and row.adjusted.yuan, row.executed and row.executed.yuan) == (
        4_000_000,
        3_900_000,
    )
    assert row.rate == Decimal("97.5")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((("无人机架数", "3"),), "没有名为"),
        ((("巡防特保聘用人数", "60"), ("巡防特保聘用人数", "61")), "两个不同的值"),
        ((("成本", "3万元"),), "可以指"),
        ((("消防演练费", "-500元"), ("消防演练费.金额", "不是数")), "应是数字"),
        ((("消防演练次数", "+3次"), ("辖区治安环境", "+3次")), "没有数值可作基数"),
        ((("预算总额", "402"),), "没有写单位"),
        ((("2024年执行金额", "300"),), "没有写单位"),
    ],
)
def test_unusable_given_figures(given: tuple[tuple[str, str], ...], words: str) -> None:
    with pytest.raises(DraftError, match=words):
        made(*given)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"project": "养老助餐"}, "资料库中没有项目“养老助餐”"),
        ({"project": " "}, "写明"),
        ({"year": 2024}, "已有2024年申报"),
        ({"year": 2019}, "已有2024年申报"),
        ({"year": 25}, "四位年份"),
        ({"form": "三联单"}, "没有“三联单”这种表式"),
        ({"budget": Path("没有这个文件.xlsx")}, "无法打开"),
    ],
)
def test_unusable_requests(more: dict[str, object], words: str) -> None:
    with pytest.raises(DraftError, match=words):
        made(**more)  # type: ignore[arg-type]


def test_an_empty_library() -> None:
    with pytest.raises(DraftError, match="还没有申报"):
        made(shelf=Shelf())


def test_two_units_must_be_told_apart() -> None:
    shelf = Shelf(patrol(), patrol(unit="西桥街道"))
    with pytest.raises(DraftError, match="指明单位"):
        made(shelf=shelf)
    assert made(shelf=shelf, unit="西桥").declaration.unit == "西桥街道"


def test_another_units_figures_are_not_ours() -> None:
    drafted = made(unit="北苑街道")
    assert drafted.declaration.unit == "北苑街道"
    assert any("先例" in note for note in drafted.notes)
    assert all(line.amount is None for line in drafted.declaration.budget_lines)
    assert all(
        i.target.number is None
        for i in drafted.declaration.indicators
        if i.target.kind in {"count", "amount"}
    )
    assert "20人" not in drafted.declaration.sections[1].text


def test_a_total_beside_its_lines() -> None:
    found = cell(made(("巡防特保经费2024年尾款", "75万元"), ("预算总额", "500万元")), "total")
    assert (found.value, found.status) == ("5,000,000.00", "given")
    assert "相差 980,000 元" in (found.reason or "")


def test_a_given_cost_that_its_lines_do_not_bear_is_said() -> None:
    found = target(made(("食堂服务成本", "≤250000元")), "食堂服务成本")
    assert found.status == "given"
    assert "不一致" in (found.reason or "")


def test_a_cancelled_part_takes_its_indicators_along() -> None:
    drafted = made(("消防演练费", "取消"))
    assert not any("消防演练" in i.name for i in drafted.declaration.indicators)
    assert not any("消防" in line.item for line in drafted.declaration.budget_lines)
    assert any("移出 3 项指标" in line for line in drafted.losses)


def test_new_rows() -> None:
    drafted = made(
        ("新增无人机巡查", "20万元"), ("新增指标/产出指标/数量指标/无人机巡查次数", "≥12次")
    )
    assert (
        drafted.declaration.budget_lines[-1].amount == drafted.declaration.budget_lines[-1].amount
    )
    assert drafted.declaration.budget_lines[-1].item == "无人机巡查"
    row = next(i for i in drafted.declaration.indicators if i.name == "无人机巡查次数")
    assert (row.level1, row.level2, row.target.number) == ("产出指标", "数量指标", 12)


def test_an_old_table_in_todays_levels() -> None:
    drafted = made(shelf=OLD, project="旧表巡防")
    levels = [(i.name, i.level1, i.level2) for i in drafted.declaration.indicators]
    assert ("居民满意度", "满意度指标", "服务对象满意度指标") in levels
    assert ("居住环境", "效益指标", "生态效益指标") in levels
    assert ("预算执行率", None, None) in levels
    assert levels[0][1:] == ("成本指标", "经济成本指标")
    assert cell(drafted, "indicators[0].name").proposal
    assert any("没有成本指标" in line for line in drafted.losses)
    assert any("预算执行率" in line and "没有对应" in line for line in drafted.losses)


def test_a_worded_value_gets_a_cited_measure_beside_it() -> None:
    drafted = made(shelf=OLD, project="旧表巡防")
    at = [i.name for i in drafted.declaration.indicators].index("考核达标率")
    proposal = cell(drafted, f"indicators[{at}].target.proposal")
    assert (proposal.value, proposal.proposal) == ("=100.00(%)", True)
    assert "先例" in (proposal.reason or "")
    assert drafted.declaration.indicators[at].target.raw == "达标"


def test_the_form_of_2020_keeps_its_own_levels() -> None:
    drafted = made(shelf=OLD, project="旧表巡防", form="2020")
    assert drafted.declaration.indicators[0].level1 == "产出目标"


def test_the_seven_sections_from_a_table() -> None:
    drafted = made(shelf=OLD, project="旧表巡防", form="street")
    titles = [s.title for s in drafted.declaration.sections if s.level == 1]
    assert titles[0] == "项目概况"
    assert titles[-1] == "风险因素分析"
    assert len(titles) == 7
    assert any(
        c.path.startswith("sections[")
        and c.status == "needs_input"
        and "怎么写" in (c.reason or "")
        for c in drafted.cells
    )


class Polite:
    """A wording that adds a word; drafting must mark it."""

    def word(self, kind: str, text: str) -> str:
        return f"切实{text}"


def test_a_models_words_are_a_proposal() -> None:
    drafted = draft(SHELF, DraftRequest("夜间巡防", 2025), wording=Polite())
    found = cell(drafted, "goals.annual")
    assert found.value.startswith("切实完成2025年")
    assert (found.status, found.proposal) == ("computed", True)
    assert drafted.declaration.goals.annual == found.value


def test_long_and_short_names_of_a_unit_are_one() -> None:
    shelf = Shelf(patrol(2023), patrol(2024, unit="东塘街道平安办"))
    assert made(shelf=shelf).declaration.unit == "东塘街道平安办"


@pytest.mark.parametrize(
    ("given", "path", "value", "reason"),
    [
        (("居民满意度", "+2%"), "indicators[8].target", "≥92.00(%)", "90 ＋ 2 ＝ 92"),
        (("消防演练次数", "-1次"), "indicators[4].target", "≥1.00(次)", "2 － 1 ＝ 1"),
        (("食堂服务费", "+5%"), "budget_lines[2].amount", "252,000.00", "240000 × 1.05 ＝ 252000"),
        (("消防演练次数", "0"), "indicators[4].target", "≥0.00(次)", "给定：0"),
    ],
)
def test_growth_shows_its_sum(given: tuple[str, str], path: str, value: str, reason: str) -> None:
    found = cell(made(given), path)
    assert (found.value, found.status) == (value, "given")
    assert reason in (found.reason or "")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("巡防特保考核达标率", "+3%"), "超过 100%"),
        (("消防演练次数", "-5次"), "负数"),
        (("消防演练次数", "+30%"), "不是整数"),
    ],
)
def test_growth_to_the_impossible(given: tuple[str, str], words: str) -> None:
    with pytest.raises(DraftError, match=words):
        made(given)


def test_a_target_of_nought_can_grow() -> None:
    document, base = patrol()
    rows = (
        replace(
            base.indicators[4], target=parse_target("≤0.00(次)", name="投诉次数"), name="投诉次数"
        ),
        *base.indicators[5:],
    )
    drafted = made(("投诉次数", "3"), shelf=Shelf((document, replace(base, indicators=rows))))
    assert target(drafted, "投诉次数").value == "≤3.00(次)"


@pytest.mark.parametrize("value", ["八", "第八届"])
def test_the_session_is_asked_or_given(value: str) -> None:
    document, base = patrol()
    rows = (replace(base.indicators[7], name="第七届运动会顺利举办"), *base.indicators[8:])
    shelf = Shelf((document, replace(base, indicators=rows)))
    asked = cell(made(shelf=shelf), "indicators[0].name")
    assert (asked.value, asked.status) == ("第待填届运动会顺利举办", "needs_input")
    told = made(("届次", value), shelf=shelf)
    assert told.declaration.indicators[0].name == "第八届运动会顺利举办"
