"""Journeys through the other tabs: upload → ask, check → jump, draft → edit → export → open,
compare → source, basis → place; and axe-core over every tab."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.browser.keys import typed

pytestmark = pytest.mark.browser

UPLOADED = """# 河畔镇绿化养护项目绩效目标申报表（2025年度）

项目名称：绿地养护
填报单位：河畔镇城建办 <script>document.title='hit'</script>

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 目标值来源 |
|---|---|---|---|---|
| 产出指标 | 数量指标 | 养护绿地面积 | ≥37500平方米 | 根据工作计划 |
| 产出指标 | 质量指标 | 养护考核合格率 | ≥95% | 根据工作要求 |
| 效益指标 | 社会效益指标 | 居民投诉件数 | ≤12件 | 根据工作目标 |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 根据工作目标 |
"""


def tab(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).first.click()


def choose(page: Any, id: str, words: str) -> None:
    page.locator(f"#{id} input").click()
    page.get_by_role("option", name=words).first.click()


def test_upload_ask_about_it_and_see_what_was_read(page: Any, ask: Any, tmp_path: Path) -> None:
    path = tmp_path / "河畔镇-绿地养护-2025.md"
    path.write_text(UPLOADED, "utf-8")
    junk = tmp_path / "junk.docx"
    junk.write_bytes(b"\x00\x01\x02junk")
    tab(page, "资料")
    page.locator("#yj-upload input[type=file]").set_input_files([path, junk])
    said = page.locator("#yj-upload-result")
    page.wait_for_function("document.querySelector('#yj-upload-result').innerText.includes('新读')")
    assert "河畔镇-绿地养护-2025.md" in said.inner_text()
    assert "未能读取 junk.docx" in said.inner_text()
    row = page.locator("#yj-documents [role=gridcell]", has_text="河畔镇")
    row.first.click()
    page.wait_for_selector("#yj-document .yj-source")
    assert "<script>" in page.locator("#yj-document .yj-source").inner_text()
    assert page.title() != "hit"
    page.get_by_role("tab", name="读出的事实").click()
    page.locator("#yj-facts [data-yj]", has_text="养护绿地面积").first.click()
    page.wait_for_selector("#yj-fact-source .yj-mark")
    tab(page, "对话")
    assert "37500" in ask("河畔镇养护绿地面积的目标值是多少？")
    page.wait_for_selector("#yj-source tr.yj-row")


def test_a_document_is_removed_by_name(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "旧说明.md"
    path.write_text(f"{UPLOADED}\n立项依据：《东湾镇旧说明管理办法》。\n", "utf-8")
    tab(page, "资料")
    assert page.locator("#yj-remove").is_disabled()
    page.locator("#yj-upload input[type=file]").set_input_files([path])
    page.locator("#yj-documents [role=gridcell]", has_text="旧说明").first.wait_for()
    tab(page, "依据")  # the other tabs know of it without being opened anew
    page.locator("#yj-basis-cards", has_text="东湾镇旧说明管理办法").wait_for()
    tab(page, "资料")
    page.locator("#yj-documents [role=gridcell]", has_text="旧说明").first.click()
    page.get_by_role("button", name="移除“旧说明.md”").click()
    page.locator("#yj-upload-result", has_text="已移除 旧说明.md").wait_for()
    page.locator("#yj-documents [role=gridcell]", has_text="旧说明").first.wait_for(
        state="detached"
    )
    page.locator("#yj-document .yj-empty").wait_for()
    assert page.locator("#yj-remove").is_disabled()
    tab(page, "依据")
    page.locator("#yj-basis-cards:not(:has-text('东湾镇旧说明管理办法'))").wait_for()


def test_check_jump_to_the_place_and_download(page: Any) -> None:
    tab(page, "审核")
    choose(page, "yj-review-choice", "社会治安维稳")
    card = page.locator("#yj-findings article").first
    card.wait_for()
    page.locator("#yj-review-said", has_text="共 1 份申报").wait_for()
    order = ["yj-error", "yj-warning", "yj-advice"]
    classes = page.locator("#yj-findings article").evaluate_all("all => all.map(a => a.className)")
    ranks = [next(n for n, name in enumerate(order) if name in found) for found in classes]
    assert ranks == sorted(ranks)
    mark = page.locator("#yj-review-source .yj-mark").first.bounding_box()
    assert mark["y"] + mark["height"] < page.viewport_size["height"]
    link = page.locator("#yj-findings [data-yj]").nth(1)
    quote = link.inner_text().split("…")[0]
    link.click()
    page.wait_for_function(
        "q => [...document.querySelectorAll('#yj-review-source .yj-mark')]"
        ".map(m => m.innerText).join(' ').replace(/\\s+/g, ' ').includes(q.slice(0, 4))",
        arg=quote,
    )
    page.locator("#yj-review-fix").click()
    page.locator("#yj-review-said", has_text="改正").wait_for()
    assert "/" not in page.locator("#yj-review-said").inner_text()
    page.locator("#yj-review-note").click()
    page.locator("#yj-review-said", has_text="批注稿已生成").wait_for()
    with page.expect_download() as download:
        page.locator("#yj-review-out a").first.click()
    assert zipfile.is_zipfile(io.BytesIO(Path(download.value.path()).read_bytes()))


def test_draft_edit_undo_save_reopen_and_export(page: Any) -> None:
    tab(page, "起草")
    choose(page, "yj-draft-project", "社会治安维稳")
    page.fill("#yj-draft-year input", "2025")
    page.locator("#yj-draft-start").click()
    row = page.locator("#yj-draft-grid [role=row]", has_text="特保人员聘用人数")
    row.wait_for()
    cell = row.locator("[role=gridcell]").nth(3)
    assert "120" in cell.inner_text()
    cell.click()
    page.locator("#yj-draft-cell [data-yj]").first.click()
    page.wait_for_selector("#yj-draft-source .yj-mark")
    cell.dblclick()
    page.keyboard.press("Control+A")
    typed(page, "=130.00(人)")
    page.keyboard.press("Enter")
    given = page.locator("#yj-draft-given textarea")
    page.wait_for_function(
        "document.querySelector('#yj-draft-given textarea').value.includes('130')"
    )
    page.locator("#yj-draft-undo").click()
    page.wait_for_function("document.querySelector('#yj-draft-given textarea').value === ''")
    page.locator("#yj-draft-view").get_by_text("全部", exact=True).click()
    total = page.locator("#yj-draft-grid [role=row]", has_text="预算总额（万元）")
    total.locator("[role=gridcell]").nth(3).dblclick()
    page.keyboard.press("Control+A")
    typed(page, "1600.00")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "document.querySelector('#yj-draft-given textarea').value === '预算总额=1600.00万元'"
    )
    page.locator("#yj-draft-view").get_by_text("指标", exact=True).click()
    given.fill("特保人员聘用人数=125")
    page.locator("#yj-draft-start").click()
    page.locator("#yj-draft-grid [role=row]", has_text="125").first.wait_for()
    page.fill("#yj-draft-name textarea, #yj-draft-name input", "试稿")
    page.locator("#yj-draft-save").click()
    page.get_by_text("已保存为“试稿”").wait_for()
    page.reload()
    tab(page, "起草")
    choose(page, "yj-draft-kept", "试稿")
    page.locator("#yj-draft-grid [role=row]", has_text="125").first.wait_for()
    page.locator("#yj-draft-export").click()
    with page.expect_download() as download:
        page.locator("#yj-draft-out a").first.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "125" in archive.read("word/document.xml").decode("utf-8")


def test_compare_opens_its_source_and_downloads(page: Any) -> None:
    tab(page, "对比")
    page.locator("#yj-chart [data-yj]:visible").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#yj-compare-source .yj-mark")
    with page.expect_download() as picture:
        page.locator("#yj-compare-png").click()
    assert Path(picture.value.path()).read_bytes()[:4] == b"\x89PNG"
    page.locator("#yj-compare-xlsx").click()
    with page.expect_download() as sheet:
        page.locator("#yj-compare-out a").first.click()
    assert zipfile.is_zipfile(sheet.value.path())


def test_basis_card_and_place(page: Any) -> None:
    tab(page, "依据")
    page.fill("#yj-basis-text textarea, #yj-basis-text input", "沪公闵发2017 41号")
    page.keyboard.press("Enter")
    page.locator("#yj-basis-cards h3", has_text="沪公闵发〔2017〕41号").wait_for()
    page.locator("#yj-basis-cards li [data-yj]").last.click()
    page.wait_for_selector("#yj-basis-source .yj-mark")
    page.fill("#yj-basis-text textarea, #yj-basis-text input", "沪公闵发〔2099〕999号")
    page.keyboard.press("Enter")
    page.locator("#yj-basis-cards .yj-empty", has_text="没有").wait_for()
    page.locator("#yj-basis-source .yj-empty").wait_for()
