"""``make screens``: a picture of every view of the page, two widths, two themes, to be looked at.

    python -m evals.screens [--out DIR] [--only WORDS] [--scheme light] [--width 1280]

The library is the shipped corpus with an invented declaration in every format; the empty views are
those of an empty library. Needs Debian's
Chromium and the dev dependencies.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals.bench_page import CHROMIUM, ROOT, served
from tests.browser.papers import papers

WIDTHS = (1280, 390)
HEIGHTS = {1280: 860, 390: 844}
SCHEMES = ("light", "dark")
STILL = 700
"""Milliseconds until fades and progress marks are over."""
SPINE = "2024年浦锦街道特保人员聘用人数的目标值是多少？"
LONGEST = 4_000
"""Pixels of the tallest picture: a view longer than this is cut."""


# ---- what is done before a picture is taken ----


def tab(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).first.click()


def ask(page: Any, question: str) -> None:
    before = page.locator("#yj-chat .bot.message").count()
    page.fill("#yj-question textarea, #yj-question input", question)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('#yj-chat .bot.message').length > n", arg=before
    )


def choose(page: Any, id: str, words: str) -> None:
    page.locator(f"#{id} input").click()
    page.get_by_role("option", name=words).first.click()


def asked(*questions: str) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        for question in questions:
            ask(page, question)

    return act


def history(page: Any) -> None:
    ask(page, SPINE)
    page.wait_for_function("window.yjHistory.read().length === 1")
    page.locator("#yj-new").click()
    page.wait_for_function("!document.querySelector('#yj-chat .bot.message')")
    ask(page, "进博会安保预算多少？")
    page.wait_for_function("window.yjHistory.read().length === 2")
    page.locator("#yj-history").click()
    page.fill("#yj-past input", "预算")


def quoted(page: Any) -> None:
    ask(page, SPINE)
    page.locator("#yj-chat a[href*='#yj/chat/']").first.focus()


def opened(name: str) -> Callable[[Any], None]:
    return lambda page: tab(page, name)


def basis(words: str) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        tab(page, "依据")
        page.fill("#yj-basis-text textarea, #yj-basis-text input", words)
        page.keyboard.press("Enter")
        page.wait_for_timeout(600)

    return act


def review(page: Any) -> None:
    tab(page, "审核")
    choose(page, "yj-review-choice", "社会治安维稳")
    page.wait_for_selector("#yj-findings article")


def review_wrong(page: Any) -> None:
    tab(page, "审核")
    junk = {"name": "坏文件.docx", "mimeType": "x/y", "buffer": b"\x00\x01\x02junk"}
    page.locator("#yj-review-file input[type=file]").set_input_files([junk])
    page.wait_for_function("document.querySelector('#yj-review-said').innerText.includes('坏文件')")


def rules(page: Any) -> None:
    tab(page, "审核")
    page.get_by_role("button", name="审核规则").click()


def draft(page: Any) -> None:
    tab(page, "起草")
    choose(page, "yj-draft-project", "社会治安维稳")
    page.fill("#yj-draft-year input", "2025")
    page.fill("#yj-draft-given textarea", "特保人员聘用人数=130")
    page.locator("#yj-draft-start").click()
    row = page.locator("#yj-draft-grid [role=row]", has_text="特保人员聘用人数")
    row.wait_for()
    row.locator("[role=gridcell]").nth(2).click()
    page.wait_for_selector("#yj-draft-cell article")


def draft_source(page: Any) -> None:
    draft(page)
    page.locator("#yj-draft-cell [data-yj]").last.click()
    page.wait_for_selector("#yj-draft-source .yj-source")


def draft_wrong(page: Any) -> None:
    tab(page, "起草")
    page.locator("#yj-draft-start").click()
    page.wait_for_selector("#yj-draft-wrong [role=alert]")


def compared(kind: str) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        tab(page, "对比")
        page.get_by_text(kind, exact=True).first.click()
        page.wait_for_timeout(500)
        page.locator("#yj-chart [data-yj]:visible").first.click()
        page.wait_for_selector("#yj-compare-source .yj-mark")

    return act


def document(words: str, *, facts: bool = False) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        tab(page, "资料")
        page.locator("#yj-documents [role=gridcell]", has_text=words).first.click()
        page.wait_for_selector("#yj-document .yj-source", state="attached")
        if facts:
            page.get_by_role("tab", name="读出的事实").click()

    return act


def upload(page: Any) -> None:
    tab(page, "资料")
    files = [
        {"name": "坏文件.docx", "mimeType": "x/y", "buffer": b"\x00\x01\x02junk"},
        {"name": "说明.txt", "mimeType": "text/plain", "buffer": "补充说明：一般资料。".encode()},
    ]
    page.locator("#yj-upload input[type=file]").set_input_files(files)
    page.wait_for_function("document.querySelector('#yj-upload-result').innerText.includes('读')")


@dataclass(frozen=True, slots=True)
class View:
    """A picture to take: what is done first; ``bare`` over an empty library."""

    name: str
    act: Callable[[Any], None]
    bare: bool = False


VIEWS = (
    View("对话-开始", opened("对话")),
    View("对话-数值", asked(SPINE)),
    View("对话-缘由-追问", asked("为什么特保人数定为120人？", "那交通辅警呢？")),
    View("对话-对比", asked("各街道的特保费用对比？")),
    View("对话-拒答", asked("2031年火星基地的绿化面积目标值是多少？")),
    View("对话-起草", asked("帮我起草2025年浦锦街道社会治安维稳工作的申报")),
    View("对话-扫描件出处", asked("西渡镇养护绿地面积的目标值是多少？")),
    View("对话-OFD出处", asked("南浦镇养护绿地面积的目标值是多少？")),
    View("对话-压缩包出处", asked("北港镇养护绿地面积的目标值是多少？")),
    View("对话-Word出处", asked("河畔镇养护绿地面积的目标值是多少？")),
    View("对话-引文", quoted),
    View("对话-历史", history),
    View("对话-空库", opened("对话"), bare=True),
    View("对话-空库-提问", asked(SPINE), bare=True),
    View("依据-全部", opened("依据")),
    View("依据-卡片", basis("沪公闵发2017 41号")),
    View("依据-没有", basis("沪公闵发〔2099〕999号")),
    View("依据-空库", opened("依据"), bare=True),
    View("审核-开始", opened("审核")),
    View("审核-意见", review),
    View("审核-空库", opened("审核"), bare=True),
    View("审核-坏文件", review_wrong),
    View("审核-规则", rules),
    View("起草-开始", opened("起草")),
    View("起草-草稿", draft),
    View("起草-出处", draft_source),
    View("起草-缺项目", draft_wrong),
    View("起草-空库", opened("起草"), bare=True),
    View("对比-执行", compared("历年预算与执行")),
    View("对比-执行率", compared("历年执行率")),
    View("对比-构成", compared("预算构成")),
    View("对比-指标", compared("同一指标")),
    View("对比-单价", compared("单位成本")),
    View("对比-空库", opened("对比"), bare=True),
    View("资料-清单", opened("资料")),
    View("资料-原文", document("社会治安维稳")),
    View("资料-事实", document("部门预算", facts=True)),
    View("资料-扫描件", document("西渡镇")),
    View("资料-上传", upload),
    View("资料-空库", opened("资料"), bare=True),
)


@contextmanager
def server(folder: Path, paths: list[Path]) -> Iterator[str]:
    """The address of a page over these files, ended afterwards."""
    process, address = served(folder, paths)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(20)


def take(browser: Any, address: str, view: View, width: int, scheme: str, out: Path) -> str | None:
    """One picture; the reason where it could not be taken."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=scheme, locale="zh-CN"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    try:
        page.goto(f"{address}/?__theme={scheme}")
        page.wait_for_selector("#yj-question textarea, #yj-question input")
        page.wait_for_timeout(300)
        view.act(page)
        page.wait_for_timeout(STILL)
        high = min(LONGEST, int(page.evaluate("document.documentElement.scrollHeight")))
        page.screenshot(
            path=out, clip={"x": 0, "y": 0, "width": width, "height": high}, full_page=True
        )
    except Exception as error:  # noqa: BLE001 - the other pictures are still wanted
        page.screenshot(path=out)
        return str(error).splitlines()[0]
    finally:
        context.close()
    return None


def main(argv: list[str]) -> int:
    """Take the pictures; 1 where one could not be taken."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(prog="evals.screens")
    parser.add_argument("--out", type=Path, default=Path("build/screens"))
    parser.add_argument("--only", default="")
    parser.add_argument("--scheme", choices=SCHEMES)
    parser.add_argument("--width", type=int, choices=WIDTHS)
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    views = [view for view in VIEWS if options.only in view.name]
    failed = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for bare in (False, True):
            chosen = [view for view in views if view.bare is bare]
            if not chosen:
                continue
            paths = [] if bare else [ROOT / "corpus", *papers(root)]
            with server(root / f"index-{bare}", paths) as address:
                for view in chosen:
                    for width in [options.width] if options.width else WIDTHS:
                        for scheme in [options.scheme] if options.scheme else SCHEMES:
                            out = options.out / f"{view.name}-{width}-{scheme}.png"
                            start = time.perf_counter()
                            wrong = take(browser, address, view, width, scheme, out)
                            failed += wrong is not None
                            took = time.perf_counter() - start
                            print(f"{out.name}  {took:.1f} s  {wrong or ''}", flush=True)
        browser.close()
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
