"""Documents and questions full of markup show as text in every view; wrong and too large files are
refused with a line that says what to do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import running
from tests.browser.test_journeys import choose, tab

pytestmark = pytest.mark.browser

IMAGE = "<img src=x onerror=window.hit=1>"
SCRIPT = "<script>window.hit=1</script>"
LINK = "[点](javascript:window.hit=1)"
EVIL = f"""乙镇河道巡查项目绩效目标申报表（2025年度）{SCRIPT}
项目名称：河道巡查养护{IMAGE}
填报单位：乙镇{SCRIPT}水务站
一、立项依据
《关于{IMAGE}河道巡查的通知》（乙府发〔2024〕7号）
二、绩效目标
一级指标\t二级指标\t三级指标\t年度指标值\t目标值来源
产出指标\t数量指标\t河道巡查次数{IMAGE}\t≥365次\t{LINK}
产出指标\t质量指标\t巡查到位率"onmouseover="window.hit=1\t≥95%\t工作要求{SCRIPT}
满意度指标\t服务对象满意度指标\t居民满意度\t≥90%\t{IMAGE}
三、预算明细（单位：元）
项目明细\t单价\t数量\t金额
巡查人员{IMAGE}\t1,000.00\t12\t12,000.00
{SCRIPT}装备\t200.00\t10\t2,000.00
四、预算执行情况（单位：元）
年份\t年初预算\t调整后预算\t执行金额\t预算执行率
2023年\t13,000.00\t13,000.00\t13,000.00\t100%
"""
NAME = "乙镇<img src=x onerror=window.hit=1>-河道巡查-2025.txt"


@pytest.fixture(scope="module")
def address(root: Path, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a library of one hostile declaration."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / NAME).write_text(EVIL, "utf-8")
    youju = [sys.executable, "-m", "assistant", "--index", str(folder / "index")]
    subprocess.run([*youju, "ingest", str(folder / NAME)], check=True, capture_output=True)
    with running(folder / "index", root) as found:
        yield found


def harmless(page: Any) -> None:
    """Nothing of a document became an element or ran."""
    page.wait_for_timeout(400)
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src='x']").count() == 0
    assert page.locator("a[href^='javascript:']").count() == 0
    assert page.locator("[onmouseover], [onerror]").count() == 0


def chat(page: Any, ask: Any) -> None:
    ask("乙镇河道巡查次数的目标值是多少？")
    page.wait_for_selector("#yj-source .yj-source")
    page.locator("#yj-chat a[href*='#yj/']").first.hover()
    page.wait_for_timeout(200)


def history(page: Any, ask: Any) -> None:
    ask(f"{IMAGE}{SCRIPT}{LINK}乙镇巡查")
    page.wait_for_function("window.yjHistory.read().length === 1")
    page.locator("#yj-history").click()
    page.fill("#yj-past input", "<img")
    assert "<img" in page.locator("#yj-past li").first.inner_text()


def proposed(page: Any, ask: Any) -> None:
    assert page.locator("#yj-chat button.example").count()


def drafted(page: Any, ask: Any) -> None:
    ask("帮我起草2026年乙镇河道巡查养护的申报")
    page.locator("#yj-chat a[href*='#yj/go-draft']").first.click()
    page.locator("#yj-draft-grid [role=row]", has_text="巡查").first.wait_for()
    page.locator("#yj-draft-grid [role=gridcell]", has_text="巡查").first.click()
    page.wait_for_selector("#yj-draft-cell article")
    page.get_by_role("button", name="审核意见").click()


def reviewed(page: Any, ask: Any) -> None:
    tab(page, "审核")
    choose(page, "yj-review-choice", "乙镇")
    page.wait_for_selector("#yj-review-source .yj-source")


def bases(page: Any, ask: Any) -> None:
    tab(page, "依据")
    page.fill("#yj-basis-text textarea, #yj-basis-text input", "乙府发〔2024〕7号")
    page.keyboard.press("Enter")
    page.wait_for_selector("#yj-basis-cards svg")
    page.locator("#yj-basis-cards li [data-yj]").first.click()
    page.wait_for_selector("#yj-basis-source .yj-source")


def compared(page: Any, ask: Any) -> None:
    tab(page, "对比")
    for kind in ("历年预算与执行", "历年执行率", "预算构成", "同一指标", "单位成本"):
        page.get_by_text(kind, exact=True).first.click()
        page.wait_for_selector("#yj-chart [data-yj]:visible")
        page.locator("#yj-chart [data-yj]:visible").first.click()
        page.wait_for_selector("#yj-compare-source .yj-source")
        harmless(page)


def documents(page: Any, ask: Any) -> None:
    tab(page, "资料")
    page.locator("#yj-documents [role=gridcell]", has_text="乙镇").first.click()
    page.wait_for_selector("#yj-document .yj-source")
    page.get_by_role("tab", name="读出的事实").click()
    page.locator("#yj-facts [data-yj]").first.click()
    page.wait_for_timeout(500)


@pytest.mark.parametrize(
    "view", [chat, history, proposed, drafted, reviewed, bases, compared, documents]
)
def test_markup_of_documents_and_questions_shows_as_text(page: Any, ask: Any, view: Any) -> None:
    view(page, ask)
    harmless(page)
    body = page.locator("body").inner_text()
    assert "<img" in body or "<script" in body or "onerror" in body or view is proposed


WRONG = {
    "程序.docx": (b"MZ\x90\x00" + b"\x00" * 200, "不是文档"),
    "空.txt": (b"", "空"),
    "乱.pdf": (b"%PDF-1.4 broken", "请"),
    "压缩.rar": (b"Rar!\x1a\x07\x01\x00" + b"\x00" * 100, "请解压"),
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize(
    ("where", "input", "said"),
    [
        ("资料", "#yj-upload", "#yj-upload-result"),
        ("审核", "#yj-review-file", "#yj-review-said"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_with_a_line(
    page: Any, name: str, where: str, input: str, said: str, tmp_path: Path
) -> None:
    content, words = WRONG[name]
    path = tmp_path / name
    path.write_bytes(content)
    tab(page, where)
    page.locator(f"{input} input[type=file]").set_input_files([path])
    # The name alone may be that of the progress bar: the line is there when its words are.
    page.wait_for_function(
        "([id, ...parts]) => parts.every(p => document.querySelector(id).innerText.includes(p))",
        arg=[said, name, words],
    )
    line = page.locator(said).inner_text()
    assert "Traceback" not in line
    assert "steps" not in line


@pytest.mark.parametrize(("where", "input"), [("资料", "#yj-upload"), ("审核", "#yj-review-file")])
def test_a_file_that_is_too_large_is_refused_with_a_line(
    page: Any, where: str, input: str, tmp_path: Path
) -> None:
    path = tmp_path / "太大.pdf"
    with path.open("wb") as file:
        file.truncate(101 * 1024 * 1024)
    tab(page, where)
    page.locator(f"{input} input[type=file]").set_input_files([path])
    line = page.get_by_text("的上限，没有上传").first
    line.wait_for()
    assert "太大.pdf" in line.inner_text()
    assert "请拆分" in line.inner_text()
