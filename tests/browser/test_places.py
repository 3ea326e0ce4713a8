"""Ask → citation → place, for every format: tables as tables, pages as pictures with the box drawn."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import running
from tests.browser.papers import papers

pytestmark = pytest.mark.browser

TABLED = ("河畔镇", "云岭镇", "石桥镇", "前滩镇", "后营镇")
"""docx, xlsx, html, txt, md."""
PICTURED = {"东塘镇": "img", "西渡镇": "img", "南浦镇": "svg", "北港镇": "img"}
"""pdf, scan, ofd, a pdf inside an archive."""


@pytest.fixture(scope="module")
def address(root: Path, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a library of one declaration in every format."""
    folder = tmp_path_factory.mktemp("places")
    youju = [sys.executable, "-m", "assistant", "--index", str(folder / "index"), "ingest"]
    subprocess.run([*youju, *map(str, papers(folder))], check=True, capture_output=True)
    with running(folder / "index", root) as found:
        yield found


def opened(page: Any, ask: Any, place: str) -> Any:
    """The source that the answer's citation opens."""
    assert "37500" in ask(f"{place}养护绿地面积的目标值是多少？")
    page.locator("#yj-chat .bot.message").last.locator("a[href*='#yj/chat/']").first.click()
    page.locator("#yj-source .yj-source-name", has_text=place).wait_for()
    return page.locator("#yj-source .yj-source").first


@pytest.mark.parametrize("place", TABLED)
def test_a_table_is_shown_as_a_table_with_its_row_marked(page: Any, ask: Any, place: str) -> None:
    source = opened(page, ask, place)
    row = source.locator("tr.yj-row")
    assert row.count() == 1
    assert "养护绿地面积" in row.inner_text()
    marks = [mark.strip() for mark in source.locator("mark.yj-mark").all_inner_texts()]
    assert "≥37500平方米" in marks
    assert "≥95%" not in marks
    assert source.locator("td", has_text="居民满意度").count()


@pytest.mark.parametrize("place", PICTURED)
def test_a_page_is_shown_with_the_cell_boxed(page: Any, ask: Any, place: str) -> None:
    source = opened(page, ask, place)
    drawn = source.locator(f".yj-page > {PICTURED[place]}")
    drawn.wait_for()
    page.wait_for_function(
        "() => { const i = document.querySelector('#yj-source .yj-page > img'); return !i || i.naturalWidth > 300; }"
    )
    frame, box = drawn.bounding_box(), source.locator(".yj-box").last.bounding_box()
    assert frame["x"] <= box["x"]
    assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
    assert 0 < box["height"] < frame["height"] / 10
    assert source.locator(".yj-box.yj-mark").count() == 1
    page.locator("#yj-source summary").click()
    assert "养护绿地面积" in page.locator("#yj-source details").inner_text()


def test_the_box_of_an_ofd_stands_on_its_words(page: Any, ask: Any) -> None:
    source = opened(page, ask, "南浦镇")
    words = source.locator("svg text", has_text="≥37500").first.bounding_box()
    boxes = [box.bounding_box() for box in source.locator(".yj-box").all()]
    middle = (words["x"] + words["width"] / 2, words["y"] + words["height"] / 2)
    assert any(
        b["x"] <= middle[0] <= b["x"] + b["width"] and b["y"] <= middle[1] <= b["y"] + b["height"]
        for b in boxes
    )
