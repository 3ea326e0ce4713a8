"""Cells set by hand, and the names by which figures are given."""

from __future__ import annotations

import pytest
from draft_shelf import Shelf, old_table, patrol

from assistant.domain.draft import Draft, DraftCell
from assistant.errors import DraftError
from assistant.jobs.draft import DraftRequest, draft, given_name

SHELF = Shelf(patrol(), old_table())


def made(
    *edits: tuple[str, str], project: str = "夜间巡防", given: tuple[tuple[str, str], ...] = ()
) -> Draft:
    return draft(SHELF, DraftRequest(project, 2025, given=given, edits=edits))


def cell(drafted: Draft, path: str) -> DraftCell:
    return next(c for c in drafted.cells if c.path == path)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("indicators[3].target", "巡防特保聘用人数"),
        ("indicators[7].target.proposal", "辖区治安环境"),
        ("budget_lines[1].amount", "巡防特保经费2024年尾款.金额"),
        ("executions[2].executed", "2024年执行金额"),
        ("goals.annual", "年度目标"),
        ("total", "预算总额"),
        ("sections[1].text", None),
        ("plan[0].when", None),
        ("indicators[99].target", None),
    ],
)
def test_names(path: str, name: str | None) -> None:
    assert given_name(made(), path) == name


@pytest.mark.parametrize(
    "path",
    [
        "indicators[3].target",
        "budget_lines[1].amount",
        "executions[2].executed",
        "total",
        "goals.annual",
    ],
)
def test_a_name_sets_its_own_cell(path: str) -> None:
    name = given_name(made(), path)
    value = "完成任务。" if path == "goals.annual" else "770000"
    found = cell(made(given=((name or "", value),)), path)
    assert found.status == "given"
    assert "77" in found.value or found.value == value


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("indicators[0].name", "特保聘用总成本", "特保聘用总成本"),
        ("indicators[7].target", "≥95%", "≥95%"),
        ("budget_lines[2].item", "食堂运行费", "食堂运行费"),
        ("sections[1].text", "新的背景。", "新的背景。"),
        ("plan[0].what", "按月支付", "按月支付"),
        ("executions[2].adjusted", "4,100,000.00", "4,100,000.00"),
        ("unit", "东塘街道平安办", "东塘街道平安办"),
    ],
)
def test_a_cell_set_by_hand(path: str, value: str, shown: str) -> None:
    drafted = made((path, value))
    found = cell(drafted, path)
    assert (found.value, found.status) == (shown, "given")
    text = dict(drafted.texts)[found.sources[0].document]
    where = found.sources[0]
    assert text[where.start : where.end] == where.quote
    assert not any(c.path.startswith(f"{path}[") for c in drafted.cells)


def test_the_declaration_follows() -> None:
    drafted = made(("indicators[7].target", "≥95%"), ("executions[2].adjusted", "410万元"))
    assert drafted.declaration.indicators[7].target.number == 95
    assert drafted.declaration.executions[2].adjusted is not None
    assert drafted.declaration.executions[2].adjusted.yuan == 4_100_000


def test_one_figure_of_a_text() -> None:
    before = made()
    path = next(
        c.path
        for c in before.cells
        if c.path.startswith("sections[1].text[") and c.status == "needs_input"
    )
    drafted = made((path, "12"))
    text = drafted.declaration.sections[1].text
    assert text.endswith("覆盖12个居民区。")
    assert cell(drafted, "sections[1].text").status == "computed"
    for one in drafted.cells:
        if one.path.startswith("sections[1].text["):
            start, end = map(int, one.path[len("sections[1].text[") : -1].split(":"))
            assert text[start:end] == one.value


def test_a_row_without_a_level_is_placed() -> None:
    at = next(
        i for i, x in enumerate(made(project="旧表巡防").declaration.indicators) if x.level1 is None
    )
    row = made(
        (f"indicators[{at}].levels", "产出指标／质量指标"), project="旧表巡防"
    ).declaration.indicators[at]
    assert (row.level1, row.level2) == ("产出指标", "质量指标")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("indicators[99].target", "1", "没有“indicators"),
        ("budget_lines[0].amount", "很多", "不是金额"),
        ("executions[2].rate", "高", "不是数字"),
        ("sections[1].text[3:999]", "1", "没有“sections"),
        ("随便", "1", "没有“随便”"),
    ],
)
def test_unusable_edits(path: str, value: str, words: str) -> None:
    with pytest.raises(DraftError, match=words):
        made((path, value))
