"""Turns: what is shown of questions and answers is inert, links carry keys, what is kept is checked."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

pytest.importorskip("gradio")

from assistant.domain.answer import Answer, Citation
from assistant.domain.document import Document
from assistant.web.feedback import record
from assistant.web.history import MOST, exported_all, kept, known
from assistant.web.link import place_of
from assistant.web.steps import Step
from assistant.web.turns import exported, linked, messages, turn_of, valid, verbatim

DOCUMENT = Document("ab12", "甲.txt", "txt", "甲街道 <b>特保</b> 120人 [x](http://e.com)")
ANSWER = Answer(
    "多少？",
    "value",
    "目标值为**=120.00(人)**[1]，见[9]。",
    (Citation(1, "甲", DOCUMENT.locate(0, 3)),),
)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("<script>x</script>", "<script"),
        ("![图](http://e.com/x.png)", "图]("),
        ("[点](javascript:alert(1))", "点]("),
        ("看 https://e.com/a", "https://"),
        ("www.e.com", "www."),
        ("a@e.com", "a@"),
        ("**粗**", "**"),
    ],
)
def test_a_question_is_neither_html_nor_markdown(text: str, never: str) -> None:
    assert never not in verbatim(text)


@pytest.mark.parametrize(
    "answer",
    [
        "<img src=x onerror=1>",
        "![x](http://e.com)",
        "[x](http://e.com)",
        "http://e.com",
        "<a href=x>",
    ],
)
def test_markup_in_an_answer_is_inert(answer: str) -> None:
    shown = linked(turn_of("问", Answer("问", "passage", answer, ())))
    assert "<img" not in shown
    assert "<a" not in shown
    assert "](http" not in shown
    assert "http://" not in shown


def test_only_known_marks_become_links_and_bold_is_html() -> None:
    shown = linked(turn_of("多少？", ANSWER))
    assert "#yj/chat/ab12.0.3" in shown
    assert shown.count("](#yj/") == 1
    assert "[9]" in shown
    assert "<strong>=120.00(人)</strong>" in shown


def test_a_tooltip_cannot_leave_its_link() -> None:
    document = Document("ab12", '甲".txt', "txt", 'x" onclick="y](z) <b>')
    cited = Answer("问", "value", "数[1]", (Citation(1, "甲", document.locate(0, 20)),))
    shown = linked(turn_of("问", cited))
    inside = shown.split('"', 1)[1].rsplit('"', 1)[0]
    assert '"' not in inside
    assert "<" not in inside
    assert "](z" not in inside


def test_a_tooltip_names_the_file_as_it_is() -> None:
    document = Document("ab12", "一_二[3]*.docx", "docx", "120 人")
    cited = Answer("问", "value", "数[1]", (Citation(1, "甲", document.locate(0, 5)),))
    inside = linked(turn_of("问", cited)).split('"', 1)[1].rsplit('"', 1)[0]
    assert unescape(inside) == "一_二[3]*.docx：120 人"
    assert not set(inside) & set("_[]*")


def test_messages_alternate() -> None:
    roles = [m["role"] for m in messages([turn_of("a", ANSWER), turn_of("b", ANSWER)])]
    assert roles == ["user", "assistant", "user", "assistant"]


def test_export_has_every_source() -> None:
    text = exported([turn_of("多少？", ANSWER)])
    assert "- [1] 甲.txt：「甲街道」" in text


@pytest.mark.parametrize(
    "broken",
    [
        None,
        3,
        "x",
        {},
        [1],
        [{"a": 1}],
        [{"q": 5}],
        [{"q": "a", "cites": [1, {"n": "x"}, {"n": 1}]}],
    ],
)
def test_what_a_browser_sends_back_is_checked(broken: object) -> None:
    turns = valid(broken)
    assert messages(turns) is not None
    assert all(turn["cites"] == [] for turn in turns)
    assert known([{"id": "a", "turns": broken}, {"turns": []}, 7]) is not None


def test_a_conversation_is_kept_as_the_browser_sends_it_back() -> None:
    one = kept("2026-01-02 03:04:05", [turn_of("多少？", ANSWER)])
    assert json.loads(json.dumps(one)) == one
    assert known([one] * (MOST + 5)) == [one] * MOST
    assert kept("", [])["id"] != kept("", [])["id"]
    text = exported_all([one, one, {"id": "x", "turns": "broken"}])
    assert text.count("有据：问答记录 2026-01-02 03:04\n") == 2
    assert text.count("- [1] 甲.txt：「甲街道」") == 2


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("资料中没有依据。可以问：“2024年特保人数是多少？”“预算多少？”", ["2024年特保人数是多少？", "预算多少？"]),
        ("资料中没有依据。\n\n可以问：\n- 特保人数是多少？\n- 预算多少？", ["特保人数是多少？", "预算多少？"]),
        ("资料中没有依据。可以问：特保人数是多少？；预算多少？", ["特保人数是多少？", "预算多少？"]),
        ("可以问：“甲<b>是多少？”", ["甲<b>是多少？"]),
        ("没有建议。", []),
    ],
)  # fmt: skip
def test_proposed_questions_are_links_that_ask_them(answer: str, asked: list[str]) -> None:
    shown = linked(turn_of("问", Answer("问", "value", answer, (), refused=True)))
    sent = [unquote(found) for found in re.findall(r"#yj/go-ask/([^)]+)\)", shown)]
    assert [json.loads(one)["ask"] for one in sent] == asked
    assert "<b>" not in shown


def test_steps_are_links_and_what_comes_back_is_checked() -> None:
    step = Step("draft", "起草：甲](x) <b> 2025", {"project": '甲")<script>', "year": 2025})
    turn = turn_of("起草", Answer("起草", "draft", "`youju draft`", ()), [step])
    shown = linked(turn)
    assert "youju draft" not in shown
    assert "<b>" not in shown
    assert "<script" not in shown
    found = re.search(r"\]\(#yj/go-draft/([^)]+)\)", shown)
    assert found is not None
    assert json.loads(unquote(found[1])) == step.data
    assert valid([turn]) == [turn]
    wrong = [{"tab": "x", "data": {}}, {"tab": "draft", "data": 1}, 7]
    assert valid([{**turn, "steps": wrong}])[0]["steps"] == []


@pytest.mark.parametrize("useful", [True, False])
def test_feedback_is_a_line_that_adapting_reads(tmp_path: Path, useful: bool) -> None:
    assert record(tmp_path, turn_of("多少？", ANSWER), useful)
    assert not record(tmp_path, turn_of("多少？", ANSWER), useful)
    assert record(tmp_path, turn_of("还有？", ANSWER), useful)
    rows = [
        json.loads(line) for line in (tmp_path / "feedback.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(rows) == 2
    assert rows[0]["q"] == "多少？"
    assert ("document" in rows[0]) is useful
    assert ("passage" in rows[0]) is useful


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("ab12.0.3", True),
        ("ab12.0", False),
        ("", False),
        ("../x.1.2", False),
        ("a.1.2.3", False),
        ("a.-1.2", False),
    ],
)
def test_keys_are_strict(text: str, fine: bool) -> None:
    assert (place_of(text) is not None) is fine


def test_verdicts_can_be_asked_again(tmp_path: Path) -> None:
    from evals.feedback import holds, rows_of

    record(tmp_path, turn_of("多少？", ANSWER), True)
    record(tmp_path, turn_of("还有？", ANSWER), False)
    path = tmp_path / "feedback.jsonl"
    path.write_text(path.read_text("utf-8") + "broken\n[]\n", "utf-8")
    useful, wrong = rows_of(path)
    same = SimpleNamespace(ask=lambda question: ANSWER)
    other = SimpleNamespace(ask=lambda question: Answer(question, "value", "别的", ()))
    assert (holds(same, useful), holds(same, wrong)) == (True, False)  # type: ignore[arg-type]
    assert (holds(other, useful), holds(other, wrong)) == (False, True)  # type: ignore[arg-type]
