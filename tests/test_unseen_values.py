"""Values and findings on declarations of subjects that no sample has."""

from __future__ import annotations

import pytest

from assistant.domain.target import parse_target
from assistant.domain.whole_value import in_full
from assistant.jobs.answer.shelf import cores_of
from assistant.jobs.check import check_document
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes


@pytest.mark.parametrize(
    ("raw", "operator", "unit", "name", "shown"),
    [
        ("12", "≤", "月", "任务完成时间", "≤12月"),
        ("366", "＝", "人", "配备保安人数", "=366人"),
        ("≥95%", None, None, "合格率", "≥95%"),
        ("28800", "≤", "元/人", "人均经费", "≤28800元/人"),
        ("明显增强", "定性", None, "安全感", "明显增强"),
        ("2.4", "≥", "万批次", "快检数量", "≥24000批次"),
        ("500", "≤", "万元", "改造费用", "≤5000000元"),
        ("46条", None, None, "河道条数", "46条"),
        ("24小时内", None, None, "清理时限", "24小时内"),
    ],
)
def test_a_value_is_shown_with_sign_and_unit(
    raw: str, operator: str | None, unit: str | None, name: str, shown: str
) -> None:
    assert in_full(parse_target(raw, unit=unit, operator=operator, name=name), name) == shown


HEAD = (
    "2026年项目支出绩效目标申报表\n项目名称\t{project}\n实施单位\t白石镇人民政府\n"
    "项目起止时间\t{period}\n年度资金总额\t50万元\n总体目标\t{overall}\n年度目标\t{annual}\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\n"
)


def findings(rows: str, **given: str) -> set[tuple[str, str]]:
    """(rule, what it quotes) of a declaration with these rows."""
    said = {
        "project": "集镇环境整治",
        "period": "2026-01-01至2026-12-31",
        "overall": "改善集镇面貌，服务群众，提升居民生活质量，健全管护机制。",
        "annual": "完成全年整治任务，群众满意，问题处置及时，管护队伍稳定。",
        **given,
    }
    document = read_bytes((HEAD.format(**said) + rows).encode(), "表.txt")[0]
    report = check_document(document, read_facts(document))
    return {(f.rule, f.locator.quote.split("\t")[0]) for f in report.findings}


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("产出指标\t时效指标\t全年任务完成时间\t≤11个月", "TGT004"),
        ("产出指标\t时效指标\t不合格问题整改启动时间\t≤24小时", "TGT004"),
        ("效益指标\t生态效益指标\t废旧轮胎回收利用率\t≥80%", "TAX003"),
        ("效益指标\t生态效益指标\t水面漂浮物\t基本消除", "TAX003"),
        ("产出指标\t质量指标\t砂石料抽检合格率\t≥98%", "TAX004"),
        ("满意度指标\t服务对象满意度指标\t公众满意度（第三方测评得分）\t≥86分", "TGT003"),
    ],
)
def test_what_is_right_is_not_blamed(row: str, rule: str) -> None:
    assert rule not in {code for code, _ in findings(row + "\n")}


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("满意度指标\t服务对象满意度指标\t居民满意度\t≤90%", "TGT004"),
        ("效益指标\t生态效益指标\t窗口服务效率\t≥90%", "TAX003"),
        ("产出指标\t质量指标\t合格率\t≥30人", "TGT003"),
    ],
)
def test_what_is_wrong_still_is(row: str, rule: str) -> None:
    assert rule in {code for code, _ in findings(row + "\n")}


@pytest.mark.parametrize(("period", "blamed"), [("2024-01-01至2026-12-31", False)])
def test_the_goal_of_all_years_is_not_the_years_number(period: str, blamed: bool) -> None:
    rows = "产出指标\t数量指标\t改造厕所座数\t=40座\n"
    told = findings(
        rows,
        period=period,
        overall="三年内完成改造厕所100座，改善生活条件。",
        annual="2026年完成改造厕所40座，群众满意。",
    )
    assert ("TXT008" in {code for code, _ in told}) is blamed


def test_the_years_own_goal_is_still_compared() -> None:
    rows = "产出指标\t数量指标\t改造厕所座数\t=40座\n"
    told = findings(rows, annual="2026年完成改造厕所45座，群众满意。")
    assert "TXT008" in {code for code, _ in told}


def test_rows_of_two_blocks_are_no_duplicates() -> None:
    block = "一级指标\t二级指标\t指标内容\t指标值\n产出指标\t质量指标\t设施完好率\t≥{}%\n"
    told = findings("产出指标\t数量指标\t整治点位数\t=8处\n" + block.format(90) + block.format(80))
    assert "TGT015" not in {code for code, _ in told}


@pytest.mark.parametrize(
    ("unit", "core"),
    [
        ("松柏路街道办事处", "松柏路街道"),
        ("白石镇人民政府", "白石镇"),
        ("某市青石区浦桥街道平安办", "浦桥街道"),
    ],
)
def test_a_unit_keeps_its_places_name(unit: str, core: str) -> None:
    assert core in set(cores_of(unit))


def test_a_self_evaluations_row_reaches_to_what_was_done() -> None:
    text = (
        "项目支出绩效自评表\n（2021年度）\n项目名称\t井盖更换\n"
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t更换井盖数量\t≥500套\t512套\t20\t20\n"
    )
    (row,) = read_facts(read_bytes(text.encode(), "表.txt")[0]).declarations[0].indicators
    assert row.actual is not None
    assert row.actual.number == 512
    assert row.locator.quote.endswith("512套")
