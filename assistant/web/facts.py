"""读出的事实: what was read from a document, as tables beside it; uncertain cells marked."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from assistant.domain.declaration import Declaration, Reading
from assistant.domain.document import Document
from assistant.domain.locator import Locator
from assistant.domain.shapes import plain
from assistant.web.link import place_button

TAB = "documents"
MOST = 400
"""Rows shown of one document."""


def _cell(text: str | None, doubtful: bool) -> str:
    if not doubtful:
        return f"<td>{escape(text or '')}</td>"
    return f'<td class="yj-uncertain" title="读取时不能确定，请对照原文">{escape(text or "")}（待核）</td>'


def _table(title: str, heads: list[str], rows: list[str]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    return (
        f"<h4>{escape(title)}（{len(rows)}）</h4><div class='yj-scroll'><table class='yj-table'>"
        f"<tr>{head}</tr>{''.join(rows[:MOST])}</table></div>"
    )


def _indicators(declaration: Declaration) -> Iterator[str]:
    for row in declaration.indicators:
        doubt = set(row.uncertain)
        yield (
            "<tr>"
            + _cell(row.level1, "level1" in doubt)
            + _cell(row.level2, "level2" in doubt)
            + f"<td{' class=yj-uncertain' if doubt & {'name', 'row'} else ''}>{_open(row.locator, row.name)}</td>"
            + _cell(row.target.raw, "target" in doubt)
            + _cell(row.source, "source" in doubt)
            + "</tr>"
        )


def _budget(declaration: Declaration) -> Iterator[str]:
    for row in declaration.budget_lines:
        doubt = set(row.uncertain)
        yield (
            f"<tr><td>{escape(row.group or '')}</td><td>{_open(row.locator, row.item)}</td>"
            + _cell(row.amount.raw if row.amount else "", bool(doubt & {"amount", "unit"}))
            + _cell(
                row.unit_price.raw if row.unit_price else "", bool(doubt & {"unit_price", "unit"})
            )
            + _cell(plain(row.quantity) if row.quantity is not None else "", "quantity" in doubt)
            + "</tr>"
        )


def _executions(declaration: Declaration) -> Iterator[str]:
    for row in declaration.executions:
        doubt = set(row.uncertain)
        cells = "".join(
            _cell(money.raw if money else "", bool(doubt & {name, "unit"}))
            for name, money in (
                ("initial", row.initial), ("adjusted", row.adjusted), ("executed", row.executed)
            )
        )  # fmt: skip
        rate = f"{plain(row.rate)}%" if row.rate is not None else ""
        yield f"<tr><td>{_open(row.locator, str(row.year))}</td>{cells}{_cell(rate, 'rate' in doubt)}</tr>"


def _open(locator: Locator, text: str) -> str:
    return place_button(TAB, locator, text or "（空）")


def _declaration(declaration: Declaration) -> str:
    year = f"{declaration.year}年 " if declaration.year else ""
    title = f"{year}{declaration.unit or '单位未读出'} {declaration.project or '项目未读出'}"
    total = f"，申报 {declaration.total.raw}" if declaration.total else ""
    bases = [
        f"<tr><td>{_open(b.locator, b.number or b.raw)}</td><td>{escape(b.title or '')}</td></tr>"
        for b in declaration.bases
    ]
    return (
        f'<article class="yj-card yj-advice"><h3>{escape(title)}{escape(total)}</h3>'
        + _table(
            "指标", ["一级", "二级", "三级指标", "目标值", "来源"], list(_indicators(declaration))
        )
        + _table("预算明细", ["分组", "项", "金额", "单价", "数量"], list(_budget(declaration)))
        + _table(
            "执行情况",
            ["年度", "年初预算", "调整后", "执行", "执行率"],
            list(_executions(declaration)),
        )
        + _table("依据", ["文号", "标题"], bases)
        + "</article>"
    )


def facts_html(document: Document, reading: Reading) -> str:
    """Everything that was read, with what was repaired and what could not be read."""
    parts = [f'<p class="yj-trouble">{escape(note)}</p>' for note in document.notes]
    parts += [_declaration(one) for one in reading.declarations]
    repairs = [
        f"<tr><td>{_open(r.locator, r.raw)}</td><td>{escape(r.read_as)}</td><td>{escape(r.why)}</td></tr>"
        for r in reading.repairs
    ]
    parts.append(_table("修复（原样 → 读作）", ["原样", "读作", "缘由"], repairs))
    statutes = [
        f"<tr><td>{_open(s.locator, s.title)}</td><td>{len(s.articles)} 条</td><td>{escape(s.in_force or '')}</td></tr>"
        for s in reading.statutes
    ]
    parts.append(_table("法规与文件", ["标题", "条文", "施行"], statutes))
    accounts = [
        f"<tr><td>{escape(a.table)}</td><td>{_open(a.locator, a.name)}</td><td>{escape(a.column)}</td>"
        f"<td>{escape(a.amount.raw)}</td></tr>"
        for a in reading.accounts
    ]
    parts.append(_table("预算科目", ["表", "科目", "栏", "金额"], accounts))
    body = "".join(parts) or '<p class="yj-empty">没有读出申报、法规或科目；全文仍可检索。</p>'
    return f'<div class="yj-list" tabindex="0" aria-label="读出的事实">{body}</div>'


def doubtful(reading: Reading) -> int:
    """How many cells could not be read with certainty."""
    found = 0
    for one in reading.declarations:
        found += sum(len(row.uncertain) for row in one.indicators)
        found += sum(len(row.uncertain) for row in one.budget_lines)
        found += sum(len(row.uncertain) for row in one.executions)
    return found
