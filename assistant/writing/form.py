"""表式: a draft as blocks and grids in the order of the office's form, for every format alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.domain.declaration import Declaration, Execution, Section
from assistant.domain.draft import Draft
from assistant.domain.money import Money
from assistant.domain.shapes import plain
from assistant.writing.sourcing import JOIN, Marker

BLANK = "【待填】"
Kind = Literal[
    "title", "subtitle", "h1", "h2", "h3", "p", "caption", "sign",
    "indicators", "budget", "priced_budget", "executions", "activities", "plan",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the form: a line of text, or a table with its header and rows."""

    kind: Kind
    text: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_table(self) -> bool:
        """True where it holds rows."""
        return bool(self.header)


@dataclass(frozen=True)
class Form:
    """The whole form. ``blocks`` are the running text with its tables; ``comments`` by number."""

    declaration: Declaration
    blocks: tuple[Block, ...]
    marker: Marker


PLACES: tuple[tuple[str, str], ...] = (
    ("indicators", r"具体目标|绩效指标$|指标体系|分解目标"),
    ("budget", r"总投入|投入和构成|预算构成|预算明细|预算安排"),
    ("executions", r"执行情况"),
    ("activities", r"活动内容|主要内容"),
    ("plan", r"实施计划|进度计划"),
)
"""Which table stands in the section of which title."""
_CAPTIONS = {"budget": "预算明细表", "executions": "近三年预算执行情况"}
_HEADINGS = {
    "indicators": "项目的具体目标", "budget": "项目总投入和构成情况",
    "executions": "经常性项目执行情况", "activities": "项目活动内容", "plan": "项目实施计划",
}  # fmt: skip


TITLE = re.compile(r"(?:项目描述|情况说明|申报表|填报表)(?:[（(].*[)）])?$")


def heading_of(section: Section) -> str:
    """一、项目概况 · （一）项目背景 · 1、资金来源."""
    if not section.number:
        return section.title
    if section.level == 2:
        return f"（{section.number}）{section.title}"
    return f"{section.number}、{section.title}"


def joined_column(values: list[str]) -> list[str]:
    """A column in which a value that repeats the one above continues its cell."""
    return [JOIN if i and v and v == values[i - 1] else v for i, v in enumerate(values)]


def money_unit_of(declaration: Declaration) -> str:
    """元 or 万元: the unit in which the tables of amounts are printed."""
    amounts = [line.amount for line in declaration.budget_lines if line.amount]
    amounts += [declaration.total] if declaration.total else []
    in_wan = [m for m in amounts if "元" not in m.raw and _printed(m) * 10_000 == m.yuan and m.yuan]
    return "万元" if in_wan and len(in_wan) * 2 > len(amounts) else "元"


def _printed(money: Money) -> Decimal:
    match = re.search(r"\d[\d,]*(?:\.\d+)?", money.raw)
    return Decimal(match[0].replace(",", "")) if match else Decimal(0)


def amount_in(money: Money | None, unit: str) -> str:
    """An amount for a table in ``unit``; 待填 where it is missing."""
    if money is None:
        return BLANK
    if unit == "万元":
        shown = money.yuan / 10_000
        decimals = max(2, len(plain(shown).partition(".")[2]))
        return f"{shown:.{decimals}f}"
    decimals = max(2, len(plain(money.yuan).partition(".")[2]))
    return f"{money.yuan:,.{decimals}f}"


def price_in(money: Money, unit: str) -> str:
    """The price of one for a table in ``unit``; in 元, and said so, where 万元 would be 0.00098."""
    exact = plain(money.yuan / 10_000).partition(".")[2]
    if unit == "万元" and len(exact) > 2:
        return f"{amount_in(money, '元')}元"
    return amount_in(money, unit)


def indicator_block(draft: Draft, marker: Marker, *, source_label: str = "目标值来源") -> Block:
    """The table of indicators: levels joined, values and sources marked."""
    rows = draft.declaration.indicators
    level1 = joined_column([i.level1 or "" for i in rows])
    pairs = [f"{i.level1 or ''}|{i.level2 or ''}" for i in rows]
    level2 = [
        JOIN if k and pairs[k] == pairs[k - 1] and rows[k].level2 else rows[k].level2 or ""
        for k in range(len(rows))
    ]
    names = [
        marker.mark(f"indicators[{k}].name", i.name, f"indicators[{k}].levels")
        for k, i in enumerate(rows)
    ]
    values = [
        marker.mark(f"indicators[{k}].target", i.target.raw, f"indicators[{k}].target.proposal")
        for k, i in enumerate(rows)
    ]
    columns: list[list[str]] = [level1, level2, names, values]
    header = ["一级指标", "二级指标", "三级指标", "年度指标值"]
    if any(i.explanation for i in rows):
        header.append("指标解释")
        columns.append([i.explanation or "" for i in rows])
    if any(i.source for i in rows):
        header.append(source_label)
        columns.append(
            [marker.mark(f"indicators[{k}].source", i.source or "") for k, i in enumerate(rows)]
        )
    return Block("indicators", header=tuple(header), rows=tuple(zip(*columns)))


def budget_block(draft: Draft, marker: Marker) -> Block:
    """The table of budget lines with its total, in 元 or 万元."""
    d = draft.declaration
    unit = money_unit_of(d)
    lines = d.budget_lines
    amounts = [
        marker.mark(f"budget_lines[{k}].amount", amount_in(x.amount, unit))
        for k, x in enumerate(lines)
    ]
    items = [marker.mark(f"budget_lines[{k}].item", x.item) for k, x in enumerate(lines)]
    groups = joined_column([x.group or "" for x in lines])
    total = marker.mark("total", amount_in(d.total, unit))
    if any(x.unit_price or x.quantity is not None for x in lines):
        prices = [
            marker.mark(
                f"budget_lines[{k}].unit_price",
                price_in(x.unit_price, unit) if x.unit_price else "",
            )
            for k, x in enumerate(lines)
        ]
        numbers = [
            marker.mark(
                f"budget_lines[{k}].quantity", plain(x.quantity) if x.quantity is not None else ""
            )
            for k, x in enumerate(lines)
        ]
        if any(groups):
            rows = [*zip(groups, items, prices, numbers, amounts), ("合计", "", "", "", total)]
            return Block(
                "priced_budget", unit, ("项目名称", "项目明细", "单价", "数量", "金额"), tuple(rows)
            )
        order = [str(k + 1) for k in range(len(lines))]
        rows = [*zip(order, items, prices, numbers, amounts), ("合计", "", "", "", total)]
        return Block(
            "priced_budget", unit, ("序号", "项目明细", "单价", "数量", "金额"), tuple(rows)
        )
    if any(groups):
        grouped = [*zip(groups, items, amounts), ("合计", "", total)]
        return Block("budget", unit, ("项目名称", "项目明细", "预算金额"), tuple(grouped))
    order = [str(k + 1) for k in range(len(lines))]
    listed = [*zip(order, items, amounts), ("合计", "", total)]
    return Block("budget", unit, ("序号", "项目明细", "预算金额"), tuple(listed))


def execution_block(draft: Draft, marker: Marker) -> Block:
    """The table of past years' execution, in yuan."""
    rows = []
    for k, e in enumerate(draft.declaration.executions):
        path = f"executions[{k}]"
        rate = f"{plain(e.rate)}%" if e.rate is not None else BLANK
        rows.append(
            (
                marker.mark(f"{path}.year", f"{e.year}年"),
                *(
                    marker.mark(f"{path}.{f}", _execution(e, f))
                    for f in ("initial", "adjusted", "executed")
                ),
                marker.mark(f"{path}.rate", rate),
            )
        )
    return Block(
        "executions",
        "元",
        ("年份", "年初预算", "调整后预算", "执行金额", "预算执行率"),
        tuple(rows),
    )


def _execution(row: Execution, name: str) -> str:
    money: Money | None = getattr(row, name)
    return amount_in(money, "元")


def activity_block(draft: Draft, marker: Marker) -> Block:
    """The table of activities."""
    rows = draft.declaration.activities
    groups = joined_column([a.group or "" for a in rows])
    content = [
        marker.mark(f"activities[{k}].content", a.content) if marker.on else a.content
        for k, a in enumerate(rows)
    ]
    if any(groups):
        return Block(
            "activities", header=("项目名称", "项目明细", "工作内容"),
            rows=tuple(zip(groups, [a.item for a in rows], content)),
        )  # fmt: skip
    order = [str(k + 1) for k in range(len(rows))]
    return Block(
        "activities",
        header=("序号", "项目明细", "工作内容"),
        rows=tuple(zip(order, [a.item for a in rows], content)),
    )


def plan_block(draft: Draft, marker: Marker) -> Block:
    """The schedule."""
    rows = [
        (str(k + 1), marker.mark(f"plan[{k}].when", p.when), marker.mark(f"plan[{k}].what", p.what))
        for k, p in enumerate(draft.declaration.plan)
    ]
    return Block("plan", header=("序号", "月份", "计划项目"), rows=tuple(rows))


TABLES: dict[str, tuple[str, Callable[[Draft, Marker], Block]]] = {
    "indicators": ("indicators", indicator_block),
    "budget": ("budget_lines", budget_block),
    "executions": ("executions", execution_block),
    "activities": ("activities", activity_block),
    "plan": ("plan", plan_block),
}
"""Table → the declaration's field that fills it, and what lays it out."""


_SIGNED = re.compile(r"^(?:填报单位|填报人|填报日期|日期)\s*[:：]")


def _text_block(line: str) -> Block:
    """A paragraph, or a line of the signature."""
    return Block("sign" if _SIGNED.match(line) else "p", line)


def _told(declaration: Declaration) -> bool:
    """True where the running text holds the schedule, step by step."""
    text = re.sub(r"\s", "", "".join(s.text for s in declaration.sections))
    return all(re.sub(r"\s", "", step.what)[:12] in text for step in declaration.plan)


class _Layout:
    """Puts sections and tables in order, each table once."""

    def __init__(self, draft: Draft, marker: Marker, wanted: tuple[str, ...]) -> None:
        self.draft = draft
        self.marker = marker
        self.left = [t for t in wanted if getattr(draft.declaration, TABLES[t][0])]
        if "plan" in self.left and _told(draft.declaration):
            self.left.remove("plan")
        self.captions = 0
        self.blocks: list[Block] = []

    def add_sections(self) -> None:
        """Every section with its prose and its table."""
        for k, section in enumerate(self.draft.declaration.sections):
            level: Kind = "h1" if section.level <= 1 else "h2" if section.level == 2 else "h3"
            path = f"sections[{k}].text"
            if section.number is None and TITLE.search(section.title):
                self.title(section.title)
            elif section.number is None and section.level == 1 and not section.text.strip():
                self.blocks.append(Block("p", section.title))  # a stray line, no heading
            else:
                self.blocks.append(Block(level, self.marker.mark(path, heading_of(section))))
            text = self.marker.prose(path, section.text)
            lines = [line for line in text.split("\n") if line.strip()]
            table = next(
                (t for t, words in PLACES if t in self.left and re.search(words, section.title)),
                None,
            )
            notes = [x for x in lines if table is not None and x.startswith("注")]
            self.blocks.extend(_text_block(line) for line in lines if line not in notes)
            if table is not None:
                self.add_table(table)
            self.blocks.extend(Block("p", note) for note in notes)

    def title(self, text: str) -> None:
        """The form's title; said once, and first."""
        if not any(block.kind == "title" for block in self.blocks):
            self.blocks.insert(0, Block("title", self.marker.mark("project", text)))

    def add_table(self, name: str) -> None:
        """One table with its caption."""
        self.left.remove(name)
        block = TABLES[name][1](self.draft, self.marker)
        if name in _CAPTIONS:
            self.captions += 1
            self.blocks.append(
                Block("caption", f"表 {self.captions} {_CAPTIONS[name]}（单位：{block.text}）")
            )
        self.blocks.append(block)

    def add_goals(self) -> None:
        """The goals, where no section holds them."""
        goals = self.draft.declaration.goals
        said = "".join(s.text for s in self.draft.declaration.sections)
        for name, title, text in (
            ("overall", "项目的总体目标", goals.overall), ("annual", "年度目标", goals.annual),
        ):  # fmt: skip
            if text and text not in said:
                self.blocks.append(Block("h2", title))
                marked = self.marker.prose(f"goals.{name}", text)
                self.blocks.extend(Block("p", line) for line in marked.split("\n"))

    def add_rest(self) -> None:
        """Tables whose section is not there, each under a heading of its own."""
        for name in list(self.left):
            self.blocks.append(Block("h2", _HEADINGS[name]))
            self.add_table(name)


def street_form(draft: Draft, *, sources: bool) -> Form:
    """The 项目描述: seven sections with their tables, signed and dated."""
    marker = Marker(draft, sources)
    d = draft.declaration
    layout = _Layout(draft, marker, ("indicators", "budget", "executions", "activities", "plan"))
    layout.add_sections()
    layout.title(f"{d.project or BLANK}项目描述")
    layout.add_goals()
    layout.add_rest()
    layout.blocks.extend(signature(draft, marker, layout.blocks))
    return Form(d, tuple(layout.blocks), marker)


def signature(draft: Draft, marker: Marker, blocks: list[Block]) -> list[Block]:
    """填报单位 and 日期, where the last section does not end with them."""
    said = "".join(block.text for block in blocks[-6:])
    signed = []
    d = draft.declaration
    if "填报单位" not in said:
        signed.append(Block("sign", f"填报单位：{marker.mark('unit', d.unit or BLANK)}"))
    if not re.search(r"日期\s*[:：]", said):
        dated = next((k for k, f in enumerate(d.fields) if "日期" in f.label and f.value), None)
        value = (
            marker.mark(f"fields[{dated}].value", d.fields[dated].value)
            if dated is not None
            else BLANK
        )
        signed.append(Block("sign", f"日期：{value}"))
    return signed


def bureau_narrative(draft: Draft, *, sources: bool) -> Form:
    """The text that stands before the 申报表, and tables that the 申报表 has no place for."""
    marker = Marker(draft, sources)
    d = draft.declaration
    layout = _Layout(draft, marker, ("budget", "executions", "activities", "plan"))
    if d.sections:
        layout.add_sections()
        layout.title(f"{d.project or BLANK}项目经费情况说明")
    return Form(d, tuple(layout.blocks), marker)


def attached(draft: Draft, marker: Marker, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Tables that neither the text nor the 申报表 holds, to follow it."""
    there = {"budget" if b.kind == "priced_budget" else b.kind for b in blocks if b.is_table}
    layout = _Layout(
        draft,
        marker,
        tuple(t for t in ("budget", "executions", "activities", "plan") if t not in there),
    )
    layout.add_rest()
    return tuple(layout.blocks)
