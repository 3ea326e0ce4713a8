"""对话 in the browser: ask → citation → place, follow-up, suggestions, history, feedback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

SPINE = "2024年浦锦街道特保人员聘用人数的目标值是多少？"


def test_ask_click_the_citation_and_see_the_row(page: Any, ask: Any) -> None:
    assert "120" in ask(SPINE)
    page.wait_for_selector("#yj-source .yj-mark")
    page.locator("#yj-chat a[href*='#yj/chat/']").first.click()
    row = page.locator("#yj-source tr.yj-row")
    row.wait_for()
    assert "特保人员聘用人数" in row.inner_text()
    assert "120.00" in page.locator("#yj-source .yj-mark").last.inner_text()
    assert page.locator("#yj-source .yj-mark").first.is_visible()


def test_follow_up_keeps_the_subject(page: Any, ask: Any) -> None:
    ask(SPINE)
    assert "20" in ask("那交通辅警人员聘用人数呢？")


def test_refusal_says_so(page: Any, ask: Any) -> None:
    assert "没有依据" in ask("2031年火星基地的绿化面积目标值是多少？")


@pytest.mark.parametrize(
    "question",
    [
        "<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>",
        "![x](http://example.com/x.png) [点我](javascript:alert(1)) **粗** `码`",
    ],
)
def test_markup_in_a_question_shows_as_text(page: Any, ask: Any, question: str) -> None:
    ask(question)
    shown = page.locator("#yj-chat .user.message").last
    assert question in shown.inner_text()
    assert shown.locator("img, a, script, strong").count() == 0
    assert page.title() != "hit"


def test_history_is_kept_in_the_browser(page: Any, ask: Any) -> None:
    ask(SPINE)
    page.wait_for_timeout(500)
    page.reload()
    page.wait_for_selector("#yj-question textarea, #yj-question input")
    page.wait_for_timeout(500)
    page.locator("#yj-history input").click()
    page.get_by_role("option").first.click()
    page.wait_for_selector("#yj-chat .bot.message")
    assert "120" in page.locator("#yj-chat .bot.message").first.inner_text()
    page.locator("#yj-chat a[href*='#yj/chat/']").first.click()
    page.wait_for_selector("#yj-source tr.yj-row")


def test_suggestions_answer_and_the_page_speaks_chinese(page: Any) -> None:
    examples = page.locator("#yj-chat button.example")
    examples.first.wait_for()
    assert all(len(text) <= 40 for text in examples.all_inner_texts())
    examples.first.click()
    page.wait_for_selector("#yj-chat .bot.message")
    labels = page.evaluate(
        "[...document.querySelectorAll('button')].map(b => b.getAttribute('aria-label') || b.title || b.innerText)"
    )
    english = [text for text in labels if text and text.isascii() and text.strip()]
    assert english == [], json.dumps(english, ensure_ascii=False)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_a_copied_answer_carries_its_sources(page: Any, ask: Any) -> None:
    ask(SPINE)
    page.locator("#yj-chat .bot.message").last.hover()
    page.locator("#yj-chat button[title='复制'], #yj-chat button[aria-label='复制']").last.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "=120.00(人)[1]" in copied
    assert "出处：\n[1] 浦锦街道-社会治安维稳-2024.txt：特保人员聘用人数" in copied
    assert "#yj" not in copied


def test_feedback_is_written_beside_the_library(page: Any, ask: Any, index: Path) -> None:
    ask(SPINE)
    page.locator("#yj-chat button[title='评价'], #yj-chat button[aria-label='评价']").last.click()
    page.get_by_text("有用", exact=True).last.click()
    page.get_by_text("已记下").wait_for()
    lines = (index / "feedback.jsonl").read_text("utf-8").splitlines()
    row = json.loads(lines[-1])
    assert row["verdict"] == "useful"
    assert "120" in row["passage"]
