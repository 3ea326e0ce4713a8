"""Bases that must be looked at again."""

from __future__ import annotations

import pytest
from draft_shelf import Sheet

from assistant.domain.declaration import Basis
from assistant.jobs.draft.stale import stale_reasons

HERE = Sheet("stale").put("依据")


def basis(title: str, number: str | None = None, raw: str = "") -> Basis:
    return Basis(number, title, raw or f"《{title}》（{number}）", HERE)


@pytest.mark.parametrize(
    ("cited", "words"),
    [
        (basis("2018年平安工作方案", "某综办〔2018〕4号"), "2018年的年度文件"),
        (basis("2025年平安工作方案", "某综办〔2024〕4号"), None),
        (basis("关于征求《三年行动计划》意见的通知", "某综办〔2018〕25号"), "征求意见"),
        (basis("平安建设三年行动计划（2018-2020）"), "2020年的年度文件"),
        (basis("平安建设三年行动计划（2024-2026）"), None),
        (basis("信息化“十三五”发展规划"), "2020 年结束"),
        (basis("处罚裁量基准", "某公行规〔2018〕4号"), "是否仍有效"),
        (basis("处罚裁量基准", "某公行规〔2023〕4号"), None),
        (basis("派出所建设意见", "某公发〔2017〕41号"), None),
        (basis("巡防管理办法", "某府发〔2015〕3号"), "某府发〔2021〕9号"),
        (basis("保安服务管理条例"), None),
    ],
)
def test_reasons(cited: Basis, words: str | None) -> None:
    newer = basis("巡防管理办法", "某府发〔2021〕9号")
    found = stale_reasons([cited], 2025, [cited, newer])[0]
    assert (found is None) == (words is None)
    assert (words or "") in (found or "")
