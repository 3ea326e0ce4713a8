"""Markdown: the form as headings, paragraphs and pipe tables; sources in a comment."""

from __future__ import annotations

import re

from assistant.domain.draft import Draft, DraftCell
from assistant.writing.application import Application, application_of
from assistant.writing.form import Block, attached, bureau_narrative, street_form
from assistant.writing.sourcing import JOIN, MARK, STATUS, Marker
from assistant.writing.three_forms import TITLES, UNIT, ThreeForms, flat, grids, three_forms

_HEADINGS = {"title": "# ", "subtitle": "", "h1": "## ", "h2": "### ", "h3": "#### "}


def to_markdown(draft: Draft, *, sources: bool = True) -> str:
    """The draft as Markdown; ``sources`` adds the source of each cell in a comment below."""
    if draft.declaration.form == "bureau-2024":
        form = bureau_narrative(draft, sources=sources)
        table = application_of(draft, form.marker)
        parts = [_block(b) for b in form.blocks]
        parts.append(_application(table))
        parts.extend(_block(b) for b in attached(draft, form.marker, form.blocks))
    elif draft.declaration.form == "street-2020":
        marker = Marker(draft, sources)
        return _with_sources(_three(three_forms(draft, marker)), marker)
    else:
        form = street_form(draft, sources=sources)
        parts = [_block(b) for b in form.blocks]
    return _with_sources("\n\n".join(parts) + "\n", form.marker)


def _block(block: Block) -> str:
    if block.is_table:
        return _table([block.header, *filled(block.rows)])
    return _HEADINGS.get(block.kind, "") + block.text


def filled(rows: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    """Rows with joined cells left empty below the first, as a merged cell reads."""
    return [tuple("" if cell == JOIN else cell for cell in row) for row in rows]


def _cell(text: str) -> str:
    return re.sub(r"\s*\n\s*", "<br>", text).replace("|", "｜")


def _table(rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(_cell(c) for c in row) + " |" for row in rows]
    width = len(rows[0])
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def grid_of(table: Application) -> list[tuple[str, ...]]:
    """The 申报表 as one grid, seven columns or more, empty where a cell is joined."""
    h = table.head
    width = max(6, len(table.indicators.header) + 1)
    rows: list[tuple[str, ...]] = [
        ("项目名称", h["project"], "项目性质", h["nature"], "项目类别", h["category"]),
        ("主管部门", h["department"], "实施单位", h["unit"]),
        ("计划开始日期", h["start"], "计划完成日期", h["end"]),
        (
            f"项目资金（{h['unit_of_money']}）",
            "项目资金总额",
            h["total"],
            "年度资金申请总额",
            h["annual"],
        ),
        ("", "其中：财政资金", h["fiscal"], "其中：当年财政拨款", h["annual_fiscal"]),
        ("", "", "", "上年结转资金", h["carried_over"]),
        ("", "其他资金", h["other"], "其他资金", h["annual_other"]),
        ("项目绩效目标", "项目总目标", "", "年度总体目标"),
        ("", h["overall"], "", h["annual_goal"]),
        ("绩效指标", *table.indicators.header),
        *(("", *row) for row in filled(table.indicators.rows)),
    ]
    return [row + ("",) * (width - len(row)) for row in rows]


def _application(table: Application) -> str:
    rows = grid_of(table)
    title = "财政项目支出绩效目标申报表"
    head = (f"（{table.head['year']}年度）", *("",) * (len(rows[0]) - 1))
    return f"## {title}\n\n" + _table([head, *rows])


def _three(forms: ThreeForms) -> str:
    """The three tables of 2020, each with its title, the year and the unit."""
    parts = []
    for title, rows in grids(forms):
        parts += [f"## {title}", f"（{forms.head['year']}年）"]
        if title == TITLES[0]:
            parts.append(f"填报单位（盖章）：{forms.head['unit']}")
        else:
            parts.append(f"项目名称：{forms.head['project']}")
        parts.append(f"金额单位：{UNIT}")
        parts.append(_table(filled(tuple(flat(row) for row in rows))))
        if title == TITLES[0]:
            h = forms.head
            parts += [
                f"填报单位负责人：{h['head']}",
                f"填表人：{h['writer']}",
                f"填报日期：{h['dated']}",
            ]
    return "\n\n".join(parts) + "\n"


def _with_sources(text: str, marker: Marker) -> str:
    """The text without marks; below it each cell's source by place, in an HTML comment.

    Quotations and footnote signs would be read as facts of the declaration; places are not.
    """
    body = MARK.sub(r"\2", text)
    if not marker.on:
        return body
    lines = [_place(cell) for cell in marker.draft.cells]
    return body + "\n<!-- 出处\n" + "\n".join(lines) + "\n-->\n"


def _place(cell: DraftCell) -> str:
    """One cell: path, status and where its sources stand (file, first and last character)."""
    where = " ".join(f"〔{s.source} {s.start}-{s.end}〕" for s in cell.sources[:4])
    proposal = "，建议" if cell.proposal else ""
    return f"{cell.path} {STATUS[cell.status]}{proposal} {where}".replace("--", "－").rstrip()
