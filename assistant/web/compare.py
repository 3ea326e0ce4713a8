"""对比: pictures of what the library holds; every bar opens its source."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.library.records import StoredDeclaration
from assistant.web.chart import Chart, chart_svg
from assistant.web.figures import KINDS, indicator, shared_indicators
from assistant.web.link import carried, clicked, opener
from assistant.web.said import empty, trouble
from assistant.web.show import open_key

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.web.opening import Opening

INDICATOR = "同一指标"
ALL = ""
NO_SOURCE = empty("点图里的一条，出处在这里打开。")
QUIET = {"show_progress": "hidden", "api_visibility": "private"}
ASKED = 1_000
"""Characters that a link from another tab may carry."""
UNFIT = re.compile(r"[^\w一-鿿（）-]+")
"""What a file's name had better not hold."""
PNG = Path(__file__).parent / "assets" / "png.js"


class Compare:
    """The handlers of the tab."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def stored(self, project: str | None) -> list[StoredDeclaration]:
        """The declarations of a project, or all."""
        if not self.assistant.has_library():
            return []
        found = self.assistant.catalogue.declarations()
        return [s for s in found if not project or s.declaration.project == project]

    def projects(self) -> list[tuple[str, str]]:
        """The projects to choose from."""
        names = {s.declaration.project for s in self.stored(None) if s.declaration.project}
        return [("全部项目", ALL), *((name, name) for name in sorted(names))]

    def chart(self, kind: str, project: str | None, name: str | None) -> Chart:
        """The picture that was asked for."""
        stored = self.stored(project)
        if kind == INDICATOR:
            return indicator(stored, self.chosen(stored, name))
        return KINDS[kind](stored)

    def chosen(self, stored: list[StoredDeclaration], name: str | None) -> str:
        """The indicator that is drawn: that of the most declarations where none is chosen."""
        names = [value for _, value in shared_indicators(stored)]
        return name if name in names else next(iter(names), "")

    def draw(self, kind: str, project: str | None, name: str | None) -> tuple[Any, ...]:
        """(picture, the choice of indicators, the two buttons), each as it now is."""
        try:
            chart = self.chart(kind, project, name)
            part = gr.Dropdown(visible=False)
            if kind == INDICATOR:
                stored = self.stored(project)
                part = gr.Dropdown(
                    choices=shared_indicators(stored),
                    value=self.chosen(stored, name) or None,
                    visible=True,
                )
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return trouble(error), gr.skip(), gr.skip(), gr.skip()
        able = gr.Button(interactive=bool(chart.bars))
        return chart_svg(chart), part, able, able

    def begin(self, event: gr.EventData) -> tuple[Any, ...]:
        """A picture asked for in another tab: (kind, project, and what ``draw`` gives)."""
        asked = carried(event, ASKED)
        kind = str(asked.get("kind") or "")
        kind = kind if kind in (*KINDS, INDICATOR) else next(iter(KINDS))
        known = {value for _, value in self.projects()}
        project = str(asked.get("project") or ALL)
        project = project if project in known else ALL
        return kind, project, *self.draw(kind, project, str(asked.get("name") or "") or None)

    def sheet(self, kind: str, project: str | None, name: str | None) -> str | None:
        """The picture's figures as .xlsx with their sources; texts stay texts."""
        from openpyxl import Workbook  # only when a file is asked for

        chart = self.chart(kind, project, name)
        if not chart.bars:
            gr.Warning("没有可以下载的数：换一个项目或另一种图。")
            return None
        book = Workbook()
        page = book.active
        rows = [["分组", "项", "系列", "数值", "图上写法", "说明", "出处", "原文"]]
        for bar in chart.bars:
            quote = " ".join(bar.locator.quote.split())
            rows.append([
                bar.group, bar.label, bar.series, bar.value, bar.shown, bar.exact,  # type: ignore[list-item]
                bar.locator.source, quote,
            ])  # fmt: skip
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                cell = page.cell(r, c)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # a text such as =120 must not become a formula
        for column, width in zip("ABCDEFGH", (36, 28, 12, 16, 22, 36, 34, 60)):
            page.column_dimensions[column].width = width
        page.freeze_panes = "A2"
        path = Path(tempfile.mkdtemp(prefix="youju-")) / f"{UNFIT.sub('_', chart.title)[:40]}.xlsx"
        book.save(path)
        return str(path)


def build(assistant: Assistant, page: Opening) -> None:
    """The tab with its events."""
    compare = Compare(assistant)
    kinds = [*list(KINDS)[:3], INDICATOR, *list(KINDS)[3:]]
    with gr.Row():
        kind = gr.Radio(
            kinds, value=kinds[0], label="看什么", elem_id="yj-compare-kind", scale=3, min_width=320
        )
        project = gr.Dropdown(
            compare.projects(), value=ALL, label="项目", elem_id="yj-compare-project", scale=2
        )
        name = gr.Dropdown(
            [], value=None, label="指标（可输入字词查找）", visible=False, scale=2,
            elem_id="yj-compare-indicator",
        )  # fmt: skip
    with gr.Row(equal_height=False):
        with gr.Column(scale=5, min_width=320):
            first = compare.chart(kinds[0], ALL, None)
            able = bool(first.bars)
            picture = gr.HTML(chart_svg(first), elem_id="yj-chart")
            with gr.Row():
                image = gr.Button(
                    "下载图片（PNG）", size="sm", elem_id="yj-compare-png", interactive=able
                )
                sheet = gr.Button(
                    "下载数据（.xlsx）", size="sm", elem_id="yj-compare-xlsx", interactive=able
                )
            file = gr.File(label="下载", visible=False, elem_id="yj-compare-out")
        with gr.Column(scale=4, min_width=320):
            source = gr.HTML(NO_SOURCE, elem_id="yj-compare-source")
            place = opener("compare")
            go = opener("go-compare")
    inputs, drawn = [kind, project, name], [picture, name, image, sheet]
    for part in (kind, project, name):
        part.input(compare.draw, inputs, drawn, **QUIET)
    go.click(compare.begin, None, [kind, project, *drawn], **QUIET)
    place.click(_opened(assistant), None, [source], **QUIET)
    image.click(None, None, None, js=PNG.read_text("utf-8"), api_visibility="private")
    path = gr.State(None)
    sheet.click(compare.sheet, inputs, [path], **QUIET).then(
        lambda p: gr.File(value=p, visible=p is not None), [path], [file], **QUIET
    )
    page.offer(compare.projects, project)
    page.load(compare.draw, inputs, drawn)


def _opened(assistant: Assistant) -> Any:
    def open_place(event: gr.EventData) -> str:
        return open_key(assistant, clicked(event))

    return open_place
