"""三表: the 申报表 of 2020 — 项目总体情况, 绩效目标, 制度保障 — as cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.domain.draft import Draft
from assistant.domain.money import Money
from assistant.domain.shapes import plain
from assistant.writing.application import field_of, period_of
from assistant.writing.form import BLANK, amount_in, joined_column, price_in
from assistant.writing.sourcing import JOIN, Marker

TITLES = (
    "项目支出绩效目标申报表（项目总体情况）",
    "项目支出绩效目标申报表（绩效目标）",
    "项目支出绩效目标申报表（制度保障）",
)
CATEGORIES = ("一次性项目", "经常性项目", "中期预算试点项目")
STAGES = ("立项和计划阶段", "实施阶段", "收尾和完成阶段")
UNIT = "万元"
_TEXTS = {
    "overview": (("项目概况",), r"背景|概述|概况"),
    "basis": (("项目立项情况",), r"依据|必要性|可行性"),
    "resources": (("项目相关资源投入和制度建设情况",), r"制度|实施主体|措施"),
    "activities": (("主要活动的内容和对象",), r"活动内容|实施方案"),
    "other": (("需要说明的其他问题",), r"^$"),
}
"""The texts of the first two tables: their labels, and which section holds them elsewhere."""


@dataclass(frozen=True)
class ThreeForms:
    """The three tables: single values by name, and the rows of the repeated parts."""

    head: dict[str, str]
    targets: tuple[tuple[str, ...], ...]
    budget: tuple[tuple[str, ...], ...]
    systems: tuple[tuple[str, ...], ...]


def three_forms(draft: Draft, marker: Marker) -> ThreeForms:
    """The tables of a draft; empty cells of the form stay empty, missing amounts are 待填."""
    d = draft.declaration
    start, end = period_of(d)
    named = (
        "项目名称",
        "政府采购",
        "采购方式",
        "项目负责人",
        "联系人",
        "联系电话",
        "填报单位负责人",
        "填表人",
    )
    keys = ("project", "procured", "method", "leader", "contact", "phone", "head", "writer")
    head = {key: field_of(draft, marker, label) for key, label in zip(keys, named)}
    head |= {
        "project": marker.mark("project", d.project or BLANK),
        "year": str(d.year or BLANK),
        "unit": marker.mark("unit", d.unit or BLANK),
        "start": marker.mark("period", start),
        "end": marker.mark("period", end),
        "dated": field_of(draft, marker, "填报日期", "日期"),
        "overall": marker.prose("goals.overall", d.goals.overall or BLANK),
        "annual": marker.prose("goals.annual", d.goals.annual or BLANK),
        "funds": _funds(draft, marker),
        "total": marker.mark("total", amount_in(d.total, UNIT)),
    }
    for k, name in enumerate(CATEGORIES):
        head[f"category{k}"] = f"{name} {'☑' if d.category == name else '☐'}"
    for key, (labels, words) in _TEXTS.items():
        head[key] = field_of(draft, marker, *labels) or _section(draft, marker, words)
    return ThreeForms(
        head, _targets(draft, marker), _budget(draft, marker), _systems(draft, marker)
    )


def _section(draft: Draft, marker: Marker, words: str) -> str:
    """The sections that another form has for this text."""
    found = [
        marker.prose(f"sections[{k}].text", s.text)
        for k, s in enumerate(draft.declaration.sections)
        if s.text and re.search(words, s.title)
    ]
    return "\n".join(found)


def _funds(draft: Draft, marker: Marker) -> str:
    """项目资金: the amounts under one another, as the form prints them."""
    d = draft.declaration
    funds = d.funding
    annual = funds.annual or d.total

    def shown(path: str, money: Money | None) -> str:
        return marker.mark(path, amount_in(money, UNIT)) if money is not None else ""

    total = shown("funding.total", funds.total or annual) or marker.mark("total", BLANK)
    year = shown("funding.annual", annual) or marker.mark("total", BLANK)
    fiscal = shown("funding.annual_fiscal", funds.annual_fiscal) or year
    other = shown("funding.annual_other", funds.annual_other)
    return "\n".join(
        (
            f"一、项目总预算：{total}", f"二、当年预算：{year}", f"（一）财政拨款：{fiscal}",
            "1. 上级财政拨款：", f"2. 本级财政安排：{fiscal}", "3. 下级财政配套：", f"（二）其他资金：{other}",
        )
    )  # fmt: skip


def _targets(draft: Draft, marker: Marker) -> tuple[tuple[str, ...], ...]:
    rows = draft.declaration.indicators
    level1 = joined_column([i.level1 or "" for i in rows])
    level2 = joined_column([f"{i.level1}|{i.level2}" for i in rows])
    return tuple(
        (
            one,
            JOIN if two == JOIN else row.level2 or "",
            marker.mark(f"indicators[{k}].name", row.name),
            marker.mark(
                f"indicators[{k}].target", row.target.raw, f"indicators[{k}].target.proposal"
            ),
            row.explanation or "",
        )
        for k, (one, two, row) in enumerate(zip(level1, level2, rows))
    )


def _budget(draft: Draft, marker: Marker) -> tuple[tuple[str, ...], ...]:
    lines = draft.declaration.budget_lines
    groups = joined_column([x.group or draft.declaration.project or "" for x in lines])
    return tuple(
        (
            group,
            marker.mark(f"budget_lines[{k}].item", x.item),
            marker.mark(f"budget_lines[{k}].amount", amount_in(x.amount, UNIT)),
            price_in(x.unit_price, UNIT) if x.unit_price else "",
            plain(x.quantity) if x.quantity is not None else "",
        )
        for k, (group, x) in enumerate(zip(groups, lines))
    )


def _systems(draft: Draft, marker: Marker) -> tuple[tuple[str, ...], ...]:
    """The cited documents as 项目管理制度; measures and stages are the office's to fill in."""
    rows: list[tuple[str, ...]] = []
    stages = " ".join(f"{stage} ☐" for stage in STAGES)
    for k, basis in enumerate(draft.declaration.bases):
        number = f"{basis.number} " if basis.number else ""
        label = "项目管理制度" if not rows else JOIN
        rows.append(
            (
                label,
                marker.mark(f"bases[{k}]", f"{number}{basis.title or basis.raw}"),
                BLANK,
                stages,
            )
        )
    return tuple(rows) or (("项目管理制度", "", "", stages),)


Row = list[tuple[str, int]]
"""Cells of a row with the columns that each spans."""


def grids(forms: ThreeForms) -> list[tuple[str, list[Row]]]:
    """(title, rows) of the three tables, six columns each."""
    h = forms.head
    first: list[Row] = [
        [("项目名称", 1), (h["project"], 5)],
        [("项目类别", 1), (h["category0"], 2), (h["category1"], 2), (h["category2"], 1)],
        [("政府采购", 1), (h["procured"], 2), ("采购方式", 2), (h["method"], 1)],
        [
            (f"项目负责人：{h['leader']}", 2),
            (f"联系人：{h['contact']}", 2),
            (f"联系电话：{h['phone']}", 2),
        ],
        [(f"起始日期：{h['start']}", 3), (f"结束日期：{h['end']}", 3)],
        [("项目概况", 1), (h["overview"], 5)],
        [("项目立项情况", 1), (h["basis"], 5)],
        [("项目资金", 1), (h["funds"], 5)],
        [("项目相关资源投入和制度建设情况", 1), (h["resources"], 5)],
        [("项目总目标", 1), (h["overall"], 5)],
        [("年度绩效目标", 1), (h["annual"], 5)],
        [("需要说明的其他问题", 1), (h["other"], 5)],
    ]
    second: list[Row] = [
        [("项目构成", 1), ("主要活动的内容和对象", 2), (h["activities"], 3)],
        [
            ("绩效目标", 1),
            ("一级目标", 1),
            ("二级目标", 1),
            ("三级目标", 1),
            ("目标值", 1),
            ("描述", 1),
        ],
        *([(JOIN, 1), *((cell, 1) for cell in row)] for row in forms.targets),
        [
            ("项目预算分解", 1),
            ("费用类别", 1),
            ("构成明细", 1),
            ("金额", 1),
            ("单价", 1),
            ("数量", 1),
        ],
        *([(JOIN, 1), *((cell, 1) for cell in row)] for row in forms.budget),
        [("金额合计", 3), (h["total"], 1), ("----", 1), ("----", 1)],
    ]
    third: list[Row] = [
        [("制度保障", 1), ("文件名称", 2), ("具体措施", 2), ("保障阶段", 1)],
        *(
            [(label, 1), (name, 2), (what, 2), (stage, 1)]
            for label, name, what, stage in forms.systems
        ),
    ]
    return list(zip(TITLES, (first, second, third)))


def flat(row: Row) -> tuple[str, ...]:
    """A row with one text per column, empty where a cell spans on."""
    return tuple(text for cell, span in row for text in (cell, *("",) * (span - 1)))
