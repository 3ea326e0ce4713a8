"""Figures of sentences, separators that recognition damaged, and the tables of a budget."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.reading.accounts import read_accounts, read_terms
from assistant.reading.figures import mend_figures, read_figures
from assistant.reading.grid import grids
from assistant.reading.plain import text_document

KNOWN = [Decimal("416726898.41"), Decimal("11000000"), Decimal("48205821.12")]


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("涉及资金41,672,69万元", "41,672.69万元"),
        ("安排4.820.58万元", "4,820.58万元"),
        ("安排1,100,00万元", "1,100.00万元"),
        ("收入208, 293. 59万元", "208,293.59万元"),
        ("安排9,999,99万元", None),
        ("安排41,672.69万元", None),
        ("安排12万元", None),
        ("第1,2,3条", None),
    ],
)
def test_separators_are_moved_only_with_evidence(printed: str, read_as: str | None) -> None:
    repairs = mend_figures(text_document(printed, "a.txt"), KNOWN)
    assert [r.read_as for r in repairs] == ([read_as] if read_as else [])


STATED = (
    "2025年政府采购预算12.50万元,其中:政府采购服务预算10万元、政府采购货物预算2.50万元。\n\n"
    "本部门共有车辆12辆,其中:执法执勤用车9辆、其他用车3辆。\n\n"
    "预算安排购置车辆2辆,其中:其他用车2辆。\n"
)


def test_figures_of_sentences() -> None:
    found = read_figures(text_document(STATED, "a.txt"), 0, len(STATED))
    by_label = {f.label: f.value for f in found}
    assert by_label["政府采购货物"] == "2.50万元"
    assert by_label["执法执勤用车（共有车辆）"] == "9辆"
    assert by_label["其他用车（购置车辆）"] == "2辆"
    money = next(f.money for f in found if f.label == "政府采购服务")
    assert money is not None
    assert money.yuan == Decimal(100_000)


BUDGET = """2025年部门支出预算总表

编制部门:云台区水务局 单位:元

\t\t\t项目\t支出预算\t\t
类\t款\t项\t功能分类科目名称\t合计\t基本支出\t项目支出
213\t\t\t农林水支出\t300.00\t100.00\t200.00
213\t03\t\t水利\t300.00\t100.00\t200.00
213\t03\t01\t行政运行\t100.00\t100.00\t

221\t\t\t住房保障支出\t50.00\t50.00
221\t02\t\t住房改革支出\t50.00\t50.00
\t\t\t合计\t350.00\t150.00\t200.00
"""


def test_account_tables_whose_columns_a_page_break_shifted() -> None:
    document = text_document(BUDGET, "a.txt")
    accounts = read_accounts(document, grids(document))
    by_key = {(a.code, a.column): a.amount.yuan for a in accounts}
    assert by_key[("213-03-01", "基本支出")] == 100
    assert by_key[("221", "基本支出")] == 50
    assert by_key[("221-02", "基本支出")] == 50
    assert by_key[(None, "项目支出")] == 200
    assert {a.unit for a in accounts} == {"云台区水务局"}
    for account in accounts:
        at = account.locator
        assert document.text[at.start : at.end] == at.quote


TERMS = """三、名词解释

- (一)财政拨款收入:是指取得的拨款。
- (二)其他收入: 指以外的收入。

四、编制说明

甲:乙丙丁
"""


def test_terms() -> None:
    found = read_terms(text_document(TERMS, "a.txt"), len(TERMS))
    assert [(t.name, t.definition) for t in found] == [
        ("财政拨款收入", "是指取得的拨款。"), ("其他收入", "指以外的收入。"),
    ]  # fmt: skip
