"""Accessibility: axe-core finds nothing serious in any view, panel and dialog, light and dark, wide and
narrow; the keyboard suffices.

axe-core comes from ``YOUJU_AXE`` (a path to axe.min.js) or through npm; skipped where neither is
there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.keys import typed

pytestmark = pytest.mark.browser

AXE = "axe-core@4.10.3"
TABS = ("对话", "依据", "审核", "起草", "对比", "资料")


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    given = os.environ.get("YOUJU_AXE")
    if given:
        return Path(given).read_text("utf-8")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("axe-core: no npm and no YOUJU_AXE")
    folder = tmp_path_factory.mktemp("axe")
    try:
        subprocess.run(
            [npm, "pack", AXE, "--silent"], cwd=folder, check=True, timeout=60, capture_output=True
        )
    except (subprocess.SubprocessError, OSError):
        pytest.skip("axe-core: npm cannot fetch it; set YOUJU_AXE to a copy of axe.min.js")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        file = archive.extractfile("package/axe.min.js")
        assert file is not None
        return file.read().decode("utf-8")


def chatting(page: Any, ask: Any) -> Iterator[str]:
    """An answer with its source; the quote beside its mark; the history; a question proposed."""
    yield "开始"
    ask("为什么特保人数定为120人？")
    page.wait_for_selector("#yj-source .yj-mark")
    yield "答复"
    page.locator("#yj-chat a[href*='#yj/chat/']").first.focus()
    page.get_by_role("tooltip").wait_for()
    yield "引文"
    ask("平安志愿者历年预算执行率")
    yield "下一步"
    page.locator("#yj-history").click()
    page.locator("#yj-past li").first.wait_for()
    yield "历史"
    page.fill("#yj-past input", "没有这几个字")
    yield "历史查无"
    page.keyboard.press("Escape")  # empties the box, as in every search box
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('#yj-past').open")
    ask("2031年火星基地的绿化面积目标值是多少？")
    yield "拒答"


def looked_up(page: Any, ask: Any) -> Iterator[str]:
    """Every document, one card with its picture, an opened place."""
    yield "全部"
    page.fill("#yj-basis-text textarea, #yj-basis-text input", "沪公闵发2017 41号")
    page.keyboard.press("Enter")
    page.wait_for_selector("#yj-basis-cards svg")
    page.locator("#yj-basis-cards li [data-yj]").last.click()
    page.wait_for_selector("#yj-basis-source .yj-mark")
    yield "卡片"


def reviewed(page: Any, ask: Any) -> Iterator[str]:
    """The findings, the rules unfolded, a list unfolded, a line for what went wrong."""
    page.locator("#yj-review-run").click()
    page.wait_for_selector("#yj-review-said [role=alert]")
    yield "没有选"
    page.locator("#yj-review-choice input").click()
    page.get_by_role("option").first.wait_for()
    yield "选单"
    page.get_by_role("option", name="社会治安维稳").first.click()
    page.wait_for_selector("#yj-findings article")
    yield "意见"
    page.get_by_role("button", name="审核规则").click()
    page.locator("#yj-rule-search").wait_for()
    yield "规则"


def drafted(page: Any, ask: Any) -> Iterator[str]:
    """The form, a draft with a cell and its source, the findings unfolded."""
    page.locator("#yj-draft-start").click()
    page.wait_for_selector("#yj-draft-wrong [role=alert]")
    yield "没有选"
    page.locator("#yj-draft-project input").click()
    page.get_by_role("option", name="社会治安维稳").first.click()
    page.fill("#yj-draft-year input", "2025")
    page.locator("#yj-draft-start").click()
    row = page.locator("#yj-draft-grid [role=row]", has_text="特保人员聘用人数")
    row.wait_for()
    row.locator("[role=gridcell]").nth(2).click()
    page.locator("#yj-draft-cell [data-yj]").first.click()
    page.wait_for_selector("#yj-draft-source .yj-mark")
    yield "草稿"
    page.get_by_role("button", name="审核意见").click()
    page.locator("#yj-draft-findings article").first.wait_for()
    yield "意见"


def compared(page: Any, ask: Any) -> Iterator[str]:
    """Every picture, with the choice of indicators and an opened source."""
    for kind in ("历年预算与执行", "历年执行率", "预算构成", "同一指标", "单位成本"):
        page.get_by_text(kind, exact=True).first.click()
        page.wait_for_timeout(400)
        page.locator("#yj-chart [data-yj]:visible").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#yj-compare-source .yj-mark")
        yield kind


def shelved(page: Any, ask: Any) -> Iterator[str]:
    """The list, a document beside what was read from it."""
    yield "清单"
    page.locator("#yj-documents [role=gridcell]", has_text="社会治安维稳").first.click()
    page.wait_for_selector("#yj-document .yj-source", state="attached")
    yield "原文"


VIEWS = {
    "对话": chatting, "依据": looked_up, "审核": reviewed, "起草": drafted, "对比": compared, "资料": shelved,
}  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Any, ask: Any, axe: str, scheme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme)
    page.goto(page.url.split("?")[0] + f"?__theme={scheme}")
    page.wait_for_selector("#yj-question textarea, #yj-question input")
    page.evaluate(axe)
    serious = []
    for name in TABS:
        page.get_by_role("tab", name=name, exact=True).first.click()
        for view in VIEWS[name](page, ask):
            page.wait_for_timeout(1000)  # fades of Gradio's progress are over
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            serious += [
                f"{name} {view} {v['id']}: {node['html'][:140]} {node['target']}"
                for v in found["violations"]
                if v["impact"] in {"serious", "critical"}
                for node in v["nodes"][:2]
            ]
    assert serious == []


def tabbed(page: Any, wanted: str, most: int = 80) -> None:
    """Press Tab until the focus is in what the selector names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => !!document.activeElement.closest(s)", wanted):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_a_citation_is_opened_by_keyboard(page: Any, ask: Any) -> None:
    ask("2024年浦锦街道特保人员聘用人数的目标值是多少？")
    page.locator("#yj-chat a[href*='#yj/chat/']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#yj-source tr.yj-row")


def test_from_question_to_history_by_keyboard_alone(page: Any) -> None:
    page.locator("#yj-question textarea, #yj-question input").focus()
    typed(page, "进博会安保预算多少？")
    tabbed(page, ".yj-ask button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#yj-chat .bot.message")
    page.wait_for_function("window.yjHistory.read().length === 1")
    tabbed(page, "#yj-history")
    page.keyboard.press("Enter")
    typed(page, "进博会")
    tabbed(page, ".yj-past-open")
    page.keyboard.press("Enter")
    page.wait_for_function("!document.querySelector('#yj-past').open")
    page.wait_for_selector("#yj-chat .bot.message")


def test_a_tab_is_reached_and_left_by_arrows(page: Any) -> None:
    page.get_by_role("tab", name="对话", exact=True).first.focus()
    for name in ("依据", "审核"):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert (
            page.get_by_role("tab", name=name, exact=True).first.get_attribute("aria-selected")
            == "true"
        )


def test_a_draft_is_made_edited_and_exported_by_keyboard_alone(page: Any) -> None:
    page.get_by_role("tab", name="起草", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.locator("#yj-draft-project input").focus()
    typed(page, "社会治安")
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").and_(page.locator(".active")).wait_for()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "document.querySelector('#yj-draft-project input').value.startsWith('社会治安维稳工作')"
    )
    tabbed(page, "#yj-draft-year")
    page.keyboard.press("Control+A")
    page.keyboard.type("2025")
    tabbed(page, "#yj-draft-start")
    page.keyboard.press("Enter")
    page.locator("#yj-draft-grid [role=row]", has_text="特保人员聘用人数").wait_for()
    tabbed(page, "#yj-draft-view")
    tabbed(page, "#yj-draft-grid [role=gridcell]")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.locator("#yj-draft-cell article").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    typed(page, "≤300000 元")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "document.querySelector('#yj-draft-given textarea').value.includes('300000')"
    )
    tabbed(page, "#yj-draft-export", most=150)
    page.keyboard.press("Enter")
    page.locator("#yj-draft-out a").first.wait_for()


def test_a_document_is_opened_by_keyboard(page: Any) -> None:
    page.get_by_role("tab", name="资料", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#yj-documents [role=gridcell]")
    tabbed(page, "#yj-documents [role=gridcell]")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#yj-document .yj-source")
