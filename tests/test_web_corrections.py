"""更正 on the page: marks, buttons, the panel, the list; nothing typed or read becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.settings import Settings
from assistant.web.documents import Documents
from assistant.web.editor import Editor
from assistant.web.facts import EDIT, UNDO, facts_html

FORM = """# 河畔镇绿化养护项目绩效目标申报表（2025年度）

项目名称：绿地养护
填报单位：河畔镇城建办

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 目标值来源 |
|---|---|---|---|---|
| 产出指标 | 数量指标 | 养护绿地面积 | ≥31500平方米 | 根据工作计划 |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 根据工作目标 |
"""


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    path = tmp_path / "绿地养护.md"
    path.write_text(FORM, "utf-8")
    made = Assistant(Settings(index=tmp_path / "index"))
    made.ingest([path])
    return made


def document(assistant: Assistant) -> str:
    return assistant.documents()[0].id


def key(assistant: Assistant, label: str, field: str = "target") -> str:
    slots = assistant.amendments.slots(document(assistant))
    return next(s.key for s in slots if (s.label, s.field) == (label, field))


def page(assistant: Assistant) -> str:
    return Documents(assistant).facts(document(assistant))


def test_every_row_has_a_named_button(assistant: Assistant) -> None:
    html = page(assistant)
    buttons = re.findall(
        rf'data-yj="documents/{re.escape(EDIT)}([^"]+)" aria-label="([^"]+)"', html
    )
    assert (key(assistant, "养护绿地面积"), "更正“养护绿地面积”") in buttons
    assert len(buttons) == len({k for k, _ in buttons})
    assert html.count("<tr>") - html.count("<tr><th>") == len(buttons)


def test_a_doubtful_value_is_a_button_until_it_is_confirmed(assistant: Assistant) -> None:
    catalogue, id = assistant.catalogue, document(assistant)
    (declared,) = catalogue.reading(id).declarations
    doubted = (replace(declared.indicators[0], uncertain=("target",)), *declared.indicators[1:])
    reading = replace(catalogue.reading(id), declarations=(replace(declared, indicators=doubted),))
    catalogue.add(catalogue.document(id), reading)
    assert "≥31500平方米（待核）" in page(assistant)
    assert Documents(assistant).rows()[0][-1] == "1"
    line = Editor(assistant).confirm(id, key(assistant, "养护绿地面积"), None)
    assert line.startswith("已核对")
    assert "待核" not in page(assistant)
    assert "人工核对" in page(assistant)
    assert Documents(assistant).rows()[0][-1] == ""


def test_a_corrected_value_says_so_and_can_be_put_back(assistant: Assistant) -> None:
    editor, id = Editor(assistant), document(assistant)
    line = editor.save(id, key(assistant, "养护绿地面积"), "≥37500平方米", "王")
    assert "≥31500平方米 → ≥37500平方米" in line
    html = page(assistant)
    assert "<strong>≥37500平方米</strong><small>（人工更正：原读作 ≥31500平方米）</small>" in html
    (undo,) = re.findall(rf'data-yj="documents/{UNDO}(\w+)"', html)
    assert "王" in editor.listed()
    assert editor.undo(undo, None).startswith("已改回")
    assert "yj-mended" not in page(assistant)
    assert "还没有人工更正" in editor.listed()


def test_the_later_of_two_users_reads_what_was_replaced(assistant: Assistant) -> None:
    editor, id = Editor(assistant), document(assistant)
    editor.save(id, key(assistant, "养护绿地面积"), "≥37500平方米", "王")
    line = editor.save(id, key(assistant, "养护绿地面积"), "≥37600平方米", "李")
    assert "此前已有更正“≥37500平方米”（王" in line


def test_the_panel_opens_with_the_row_and_the_value(assistant: Assistant) -> None:
    opened = Editor(assistant).open(document(assistant), EDIT + key(assistant, "养护绿地面积"))
    panel, what, fields, value, confirm, place, said = opened
    assert panel["visible"] is True
    assert "养护绿地面积·目标值" in what
    assert [text.split("：")[0] for text, _ in fields.choices] == [
        "一级指标", "二级指标", "三级指标", "目标值", "来源",
    ]  # fmt: skip
    assert value.value == "≥31500平方米"
    assert not confirm.visible
    assert "yj-mark" in place
    assert said == ""


@pytest.mark.parametrize("wanted", ["edit!nothing", "edit!indicator:0:0:target:1-2"])
def test_a_stale_key_is_a_line(assistant: Assistant, wanted: str) -> None:
    *_, said = Editor(assistant).open(document(assistant), wanted)
    assert "重新" in said


def test_markup_shows_as_text(assistant: Assistant) -> None:
    editor, id = Editor(assistant), document(assistant)
    typed = "<img src=x onerror=alert(1)>面积"
    editor.save(id, key(assistant, "养护绿地面积", "name"), typed, "<b>王</b>")
    for html in (page(assistant), editor.listed()):
        assert "<img" not in html
        assert "<b>" not in html
        assert "&lt;img" in html


def test_a_reading_without_corrections_needs_no_second(assistant: Assistant) -> None:
    catalogue, id = assistant.catalogue, document(assistant)
    held, reading = catalogue.document(id), catalogue.reading(id)
    assert facts_html(held, reading) == facts_html(held, reading, reading) == page(assistant)


# ---- what follows from a correction, without a restart ----


def test_answers_and_derivations_follow(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What an answerer holds is compared with the catalogue every tenth of a second.
    monkeypatch.setattr("assistant.jobs.answer.answerer._FRESH", 0.0)
    question = "河畔镇2025年养护绿地面积的目标值是多少？"
    assert "31500" in assistant.ask(question).answer
    id = document(assistant)
    done = assistant.amendments.correct(id, key(assistant, "养护绿地面积"), "≥37500平方米", by="王")
    answer = assistant.ask(question)
    assert "≥37500平方米**[1]（人工更正：原读作 ≥31500平方米）" in answer.answer
    assert answer.citations[0].corrections == (done.correction,)
    assert "31500" in answer.citations[0].locator.quote
    why = assistant.why("养护绿地面积", project=None, unit=None, year=None)
    assert why.target is not None
    assert why.target.raw == "≥37500平方米"
    assert "人工更正" in why.answer
    assistant.amendments.undo(done.correction.id)
    assert "31500" in assistant.ask(question).answer
    assert "人工更正" not in assistant.ask(question).answer


def test_a_check_of_the_same_file_takes_the_corrected_value(
    assistant: Assistant, tmp_path: Path
) -> None:
    from assistant.app import parse

    (parsed,) = parse(tmp_path / "绿地养护.md")
    before = {f.rule for f in assistant.check(parsed).findings}
    assistant.amendments.correct(document(assistant), key(assistant, "居民满意度"), "≥90平方米")
    found = [f for f in assistant.check(parsed).findings if f.rule not in before]
    assert any("90平方米" in f.message and "人工更正：原读作 ≥90%" in f.message for f in found)


def test_a_draft_carries_the_corrected_value_and_says_so(assistant: Assistant) -> None:
    from assistant.jobs.draft.request import DraftRequest

    assistant.amendments.correct(
        document(assistant), key(assistant, "养护绿地面积"), "≥37500平方米"
    )
    drafted = assistant.draft(DraftRequest(project="绿地养护", year=2026))
    (cell,) = [c for c in drafted.cells if c.value == "≥37500平方米"]
    assert "人工更正：原读作 ≥31500平方米" in (cell.reason or "")
