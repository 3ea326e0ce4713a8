"""Narrative: figures follow the tables, history stays, the rest is asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.jobs.draft.cells import Figure
from assistant.jobs.draft.narrative import retell
from assistant.jobs.draft.texts import asked_once

FIGURES = (
    Figure("巡防特保聘用人数", "人", Decimal(120), Decimal(130), "given", "给定", ()),
    Figure("预算申报金额", "元", Decimal(15_391_705), Decimal(16_066_705), "computed", "合计", ()),
    Figure("食堂服务费", "元", Decimal(240_000), Decimal(240_000), "carried", None, ()),
    Figure("物业尾款", "元", Decimal(90_000), None, "needs_input", "尾款多少？", ()),
    Figure("装备数量", "套", Decimal(500), Decimal(600), "given", None, ()),
    Figure("满意度", "%", Decimal(90), Decimal(92), "given", None, ()),
    Figure("巡逻车辆数", "辆", Decimal(8), Decimal(9), "given", None, ()),
    Figure("值班电话数", "部", Decimal(8), Decimal(8), "carried", None, ()),
    Figure("甲队人数", "人", Decimal(30), Decimal(35), "given", None, ()),
    Figure("乙队人数", "人", Decimal(30), Decimal(40), "given", None, ()),
)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("聘用120名特保", "聘用130名特保"),
        ("2024年预算为1539.17万元", "2025年预算为1606.67万元"),
        ("预算为15,391,705.00元", "预算为16,066,705.00元"),
        ("食堂24.00万元", "食堂24.00万元"),
        ("物业尾款9万元", "物业尾款【待填】万元"),
        ("发放500套装备", "发放600套装备"),
        ("2017年聘用120名特保。", "2017年聘用120名特保。"),
        ("覆盖20余所学校", "覆盖【待填】所学校"),
        ("配备巡逻车8辆、值班电话8部", "配备巡逻车9辆、值班电话8部"),
        ("甲队30人，乙队30人", "甲队35人，乙队40人"),
        ("共30人", "共【待填】人"),
        ("满意度达到90%", "满意度达到92%"),
        ("协助处理110警情", "协助处理110警情"),
        (
            "根据《关于500套装备的通知》（沪某发〔2017〕41号）",
            "根据《关于500套装备的通知》（沪某发〔2017〕41号）",
        ),
        ("1. 加强管理；\n2. 完善制度", "1. 加强管理；\n2. 完善制度"),
        ("如表 3 所示", "如表 3 所示"),
        ("24小时值守", "【待填】小时值守"),
        ("2023年执行50.00万元。", "2023年执行50.00万元。"),
        (
            "2023年预算50.00万元，预计执行48.50万元，执行率97.00%。",
            "2024年预算【待填】万元，预计执行【待填】万元，执行率【待填】%。",
        ),
    ],
)
def test_figures(text: str, new: str) -> None:
    assert retell(text, FIGURES, base=2024, year=2025).text == new


@pytest.mark.parametrize(("lenient", "new"), [(True, "到岗率100%"), (False, "到岗率【待填】%")])
def test_a_goal_keeps_its_own_rate(lenient: bool, new: str) -> None:
    assert retell("到岗率100%", FIGURES, base=2024, year=2025, lenient=lenient).text == new


def test_another_units_text_keeps_no_figure() -> None:
    assert (
        retell("2017年聘用54人", (), base=2024, year=2025, strict=True).text
        == "2017年聘用【待填】人"
    )


def test_resets_stand_where_they_say() -> None:
    told = retell("2024年聘用120名特保，覆盖9个点。", FIGURES, base=2024, year=2025)
    assert [told.text[r.start : r.end] for r in told.resets] == ["2025", "130", "【待填】"]
    assert [r.status for r in told.resets] == ["computed", "given", "needs_input"]


def test_a_claim_about_past_budgets_is_to_be_verified() -> None:
    told = retell("近三年预算金额较上年度增加。", (), base=2024, year=2025)
    assert "【待核】" in told.text


def test_several_figures_of_one_sentence_are_one_question() -> None:
    told = retell("覆盖9个点、3条街。另设5个岗。", (), base=2024, year=2025)
    questions = [reset.reason for reset in told.resets]
    assert asked_once(questions) == (
        "“覆盖9个点、3条街”中的数是多少（上年为9个、3条）？“另设5个岗”中的数是多少（上年为5个）？"
    )
    assert asked_once(["随“人数”：130人", "年份推移"]) == "随“人数”：130人；年份推移"
