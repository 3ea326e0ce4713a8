"""Wording by a model: the same facts in other words pass, anything else is the text itself."""

from __future__ import annotations

import pytest

from assistant.jobs.model.wording import ModelWording, differences
from assistant.settings import Settings
from tests.model_server import serving

TEXT = "2025年为500名志愿者办理保险，预算5.00万元，其中装备费待填，依据闵综治办〔2018〕4号文件开展巡逻工作。"


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("2025年依据闵综治办〔2018〕4号文件开展巡逻工作，为500名志愿者办理保险，预算5.00万元，其中装备费待填。", None),
        (TEXT.replace("500", "600"), "600"),
        (TEXT.replace("5.00万元", "50,000元"), None),
        (TEXT.replace("〔2018〕4号", "〔2018〕5号"), "5号"),
        (TEXT.replace("，预算5.00万元", ""), "漏了"),
        (TEXT.replace("待填", "3万元"), "3万元"),
        (TEXT + "比上年增加20%。", "20%"),
        (TEXT + "因为领导重视安全生产。", "原因"),
        (TEXT + "由市城管局配合巡逻工作。", "城管局"),
    ],
)  # fmt: skip
def test_what_a_rewording_may_say(said: str, fault: str | None) -> None:
    found = differences(TEXT, said)
    if fault is None:
        assert found == []
    else:
        assert any(fault in one for one in found), found


@pytest.mark.parametrize("behaviour", ["invents", "silent", "error", "html", "json", "leaks"])
def test_a_model_that_fails_leaves_the_text(behaviour: str) -> None:
    notes: list[str] = []
    with serving() as (url, turns):
        settings = Settings(model=behaviour, model_url=url, model_timeout=10)
        assert ModelWording(settings, notes.append).word("overall", TEXT) == TEXT
        assert 1 <= turns() <= 3
    assert len(notes) == 1


def test_only_goals_are_worded() -> None:
    settings = Settings(model="invents", model_url="http://127.0.0.1:9/v1")
    assert ModelWording(settings).word("三、项目投入情况", TEXT) == TEXT


def test_a_true_rewording_is_taken() -> None:
    with serving() as (url, _):
        settings = Settings(model="rewords", model_url=url, model_timeout=10)
        said = ModelWording(settings).word("annual", TEXT)
    assert said == "按计划：" + TEXT
