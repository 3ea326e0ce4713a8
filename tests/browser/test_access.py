"""Accessibility: axe-core finds nothing serious in any tab, light and dark; the keyboard suffices.

axe-core comes from ``YOUJU_AXE`` (a path to axe.min.js) or through npm; skipped where neither is
there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

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


def fill_tab(page: Any, name: str, ask: Any) -> None:
    page.get_by_role("tab", name=name, exact=True).first.click()
    if name == "对话":
        ask("为什么特保人数定为120人？")
        page.wait_for_selector("#yj-source .yj-mark")
    elif name == "审核":
        page.locator("#yj-review-choice input").click()
        page.get_by_role("option", name="社会治安维稳").first.click()
        page.wait_for_selector("#yj-findings article")
    elif name == "资料":
        page.locator("#yj-documents [role=gridcell]").first.click()
        page.wait_for_selector("#yj-document .yj-source")
    page.wait_for_timeout(1200)  # fades of Gradio's progress are over


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Any, ask: Any, axe: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(page.url.split("?")[0] + f"?__theme={scheme}")
    page.wait_for_selector("#yj-question textarea, #yj-question input")
    page.evaluate(axe)
    serious = []
    for name in TABS:
        fill_tab(page, name, ask)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        serious += [
            f"{name} {v['id']}: {v['nodes'][0]['html'][:120]}"
            for v in found["violations"]
            if v["impact"] in {"serious", "critical"}
        ]
    assert serious == []


def test_a_citation_is_opened_by_keyboard(page: Any, ask: Any) -> None:
    ask("2024年浦锦街道特保人员聘用人数的目标值是多少？")
    page.locator("#yj-chat a[href*='#yj/chat/']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#yj-source tr.yj-row")
