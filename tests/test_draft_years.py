"""Years: what moves, what is history, what must be asked."""

from __future__ import annotations

import pytest

from assistant.jobs.draft.years import Place, is_past, turn_years


def turned(text: str, place: Place) -> str:
    for turn in reversed(turn_years(text, 2024, 2025, place)):
        text = text[: turn.start] + (turn.new if turn.new is not None else "？") + text[turn.end :]
    return text


@pytest.mark.parametrize(
    ("place", "text", "new"),
    [
        ("name", "2024年物业服务费", "2025年物业服务费"),
        ("name", "物业服务2023年尾款", "物业服务2024年尾款"),
        ("name", "物业服务 2023 年尾款", "物业服务 2024 年尾款"),
        ("name", "2018年行动方案", "2018年行动方案"),
        ("text", "2024年项目继续开展", "2025年项目继续开展"),
        ("text", "2023年建成服务点", "2023年建成服务点"),
        ("text", "注：2023年执行数为预计数", "注：2024年执行数为预计数"),
        ("text", "2019年增加到120人", "2019年增加到120人"),
        ("text", "办法于2024年印发", "办法于2024年印发"),
        ("text", "2024年1月1日至2024年12月31日", "2025年1月1日至2025年12月31日"),
        ("text", "活动将于2024年11月5日至10日举办", "活动将于？举办"),
        ("text", "活动将于2024年11月5-10日举办", "活动将于？举办"),
        ("text", "规定自2012年1月1日起施行", "规定自2012年1月1日起施行"),
        ("plan", "2024年1月31日完成下发", "2025年1月31日完成下发"),
        ("plan", "2023年11月前申报预算", "2024年11月前申报预算"),
        ("plan", "2024-01-01", "2025-01-01"),
        ("text", "第七届博览会", "第？届博览会"),
        ("text", "2018年举办第一届博览会", "2018年举办第一届博览会"),
        ("text", "按月支付，每年12月结算", "按月支付，每年12月结算"),
        ("text", "2024年比2023年增加两处", "2025年比2024年增加两处"),
        ("text", "2023年比2022年增加两处", "2023年比2022年增加两处"),
        ("text", "合同一签三年，2024年为第二年", "合同一签三年，2025年为第？年"),
        ("text", "第二年起逐年递减", "第二年起逐年递减"),
    ],
)
def test_turns(place: Place, text: str, new: str) -> None:
    assert turned(text, place) == new


@pytest.mark.parametrize(
    ("sentence", "past"),
    [("2017年有54人", True), ("2017年至2024年", False), ("共有54人", False), ("2024年54人", False)],
)
def test_past(sentence: str, past: bool) -> None:
    assert is_past(sentence, 2024) is past
