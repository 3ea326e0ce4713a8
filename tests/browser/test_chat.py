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


def past(page: Any, words: str = "") -> Any:
    """The dialog of earlier conversations, searched for words; gives its rows."""
    page.get_by_role("button", name="历史对话").click()
    page.locator("#yj-past").wait_for()
    page.fill("#yj-past input", words)
    return page.locator("#yj-past li")


def kept(page: Any, count: int) -> None:
    """Wait until the browser keeps so many conversations."""
    page.wait_for_function("n => window.yjHistory.read().length === n", arg=count)


def test_history_is_kept_in_the_browser_and_searched_in_answers_too(page: Any, ask: Any) -> None:
    ask(SPINE)
    kept(page, 1)
    page.locator("#yj-new").click()
    page.wait_for_function("!document.querySelector('#yj-chat .bot.message')")
    ask("进博会安保预算多少？")
    kept(page, 2)
    page.reload()
    page.wait_for_selector("#yj-question textarea, #yj-question input")
    assert past(page).count() == 2
    assert past_words(page, "进博会") == ["进博会"]
    assert past_words(page, "120.00") == ["120.00"]  # stands in an answer only
    assert past_words(page, "没有这几个字") == []
    assert "没有找到" in page.locator("#yj-past [role=status]").inner_text()
    page.fill("#yj-past input", "聘用人数 目标值")
    page.locator("#yj-past .yj-past-open").first.click()
    page.wait_for_selector("#yj-chat .bot.message")
    assert "120" in page.locator("#yj-chat .bot.message").first.inner_text()
    page.locator("#yj-chat a[href*='#yj/chat/']").first.click()
    page.wait_for_selector("#yj-source tr.yj-row")
    ask("那交通辅警人员聘用人数呢？")  # goes on where it was left
    page.wait_for_function("window.yjHistory.read()[0].turns.length === 2")
    kept(page, 2)


def past_words(page: Any, words: str) -> list[str]:
    """What is marked in the rows that hold the words."""
    page.fill("#yj-past input", words)
    return list(page.locator("#yj-past li mark").all_inner_texts())


def test_two_windows_keep_each_others_conversations(page: Any, ask: Any, address: str) -> None:
    other = page.context.new_page()
    other.goto(address)
    other.wait_for_selector("#yj-question textarea, #yj-question input")
    ask(SPINE)
    kept(page, 1)
    other.fill("#yj-question textarea, #yj-question input", "进博会安保预算多少？")
    other.keyboard.press("Enter")
    kept(other, 2)
    other.close()


def test_history_is_exported_and_forgotten(page: Any, ask: Any) -> None:
    ask(SPINE)
    kept(page, 1)
    past(page)
    page.get_by_role("button", name="全部导出").click()
    with page.expect_download() as download:
        page.locator("#yj-export a").first.click()
    text = Path(download.value.path()).read_text("utf-8")
    assert SPINE in text
    assert "- [1] 浦锦街道-社会治安维稳-2024.txt：「特保人员聘用人数" in text
    rows = past(page)
    page.get_by_role("button", name="删除对话：").click()
    assert rows.count() == 0
    assert page.evaluate("window.yjHistory.read()") == []
    page.keyboard.press("Escape")
    assert not page.locator("#yj-past").is_visible()


def test_another_browser_sees_no_history(page: Any, ask: Any, browser: Any, address: str) -> None:
    ask(SPINE)
    kept(page, 1)
    context = browser.new_context()
    other = context.new_page()
    other.goto(address)
    other.wait_for_selector("#yj-question textarea, #yj-question input")
    assert other.evaluate("window.yjHistory.read()") == []
    context.close()


@pytest.mark.parametrize("how", ["mouse", "keyboard"])
def test_a_citation_tells_its_quote_before_it_is_opened(page: Any, ask: Any, how: str) -> None:
    ask(SPINE)
    mark = page.locator("#yj-chat a[href*='#yj/chat/']").first
    mark.hover() if how == "mouse" else mark.focus()
    tip = page.get_by_role("tooltip")
    tip.wait_for()
    assert "浦锦街道-社会治安维稳-2024.txt" in tip.inner_text()
    assert "120.00" in tip.inner_text()
    page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_a_draft_asked_for_opens_the_workbench_filled(page: Any, ask: Any) -> None:
    ask("帮我起草2026年浦锦街道社会治安维稳工作的申报，特保增加到130人")
    page.locator("#yj-chat a[href*='#yj/go-draft']").click()
    row = page.locator("#yj-draft-grid [role=row]", has_text="特保人员聘用人数")
    row.wait_for()
    assert "130" in row.locator("[role=gridcell]").nth(3).inner_text()
    assert page.locator("#yj-draft-year input").input_value() == "2026"
    assert "社会治安维稳工作" in page.locator("#yj-draft-project input").input_value()
    assert "130" in page.locator("#yj-draft-given textarea").input_value()


@pytest.mark.parametrize(
    ("question", "tab", "shown"),
    [
        ("帮我检查浦锦街道社会治安维稳2024年的申报", "review", "#yj-findings article"),
        ("平安志愿者历年预算执行率", "compare", "#yj-chart [data-yj]"),
        ("沪公闵发2017 41号是什么？", "basis", "#yj-basis-cards svg"),
    ],
)
def test_an_answer_leads_on_by_keyboard(
    page: Any, ask: Any, question: str, tab: str, shown: str
) -> None:
    ask(question)
    page.locator(f"#yj-chat a[href*='#yj/go-{tab}']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(shown)
    assert page.evaluate("document.activeElement.dataset.tabId") == tab


def test_a_proposed_question_is_asked_by_a_click(page: Any, ask: Any) -> None:
    """Whatever the answer proposes; here the link is put into the answer as the page writes it."""
    ask(SPINE)
    page.evaluate(
        """q => document.querySelector('#yj-chat .bot.message a').setAttribute('href',
        '#yj/go-ask/' + encodeURIComponent(JSON.stringify({ask: q})))""",
        "进博会安保预算多少？",
    )
    page.locator("#yj-chat a[href*='#yj/go-ask']").first.click()
    page.wait_for_function("document.querySelectorAll('#yj-chat .bot.message').length === 2")
    assert "进博会" in page.locator("#yj-chat .user.message").last.inner_text()


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
