"""对比: pictures of what the library holds; every bar opens its source."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.library.records import StoredDeclaration
from assistant.web.chart import Chart, chart_svg
from assistant.web.figures import KINDS, indicator, shared_indicators
from assistant.web.link import clicked, opener
from assistant.web.said import empty, trouble
from assistant.web.show import open_key

if TYPE_CHECKING:
    from assistant.app import Assistant

INDICATOR = "同一指标"
ALL = ""
NO_SOURCE = empty("点图里的一条，出处在这里打开。")
QUIET = {"show_progress": "hidden", "api_visibility": "private"}
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
        if kind == INDICATOR:
            stored = self.stored(project)
            choices = shared_indicators(stored)
            return indicator(stored, name or (choices[0][1] if choices else ""))
        return KINDS[kind](self.stored(project))

    def draw(self, kind: str, project: str | None, name: str | None) -> tuple[str, Any]:
        """(picture, the choice of indicators, shown where it matters)."""
        try:
            choices = shared_indicators(self.stored(project))
            chosen = gr.Dropdown(choices=choices, visible=kind == INDICATOR)
            return chart_svg(self.chart(kind, project, name)), chosen
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return trouble(error), gr.skip()

    def sheet(self, kind: str, project: str | None, name: str | None) -> str | None:
        """The picture's figures as .xlsx with their sources; texts stay texts."""
        from openpyxl import Workbook  # only when a file is asked for

        chart = self.chart(kind, project, name)
        if not chart.bars:
            gr.Warning("没有可以下载的数。")
            return None
        book = Workbook()
        page = book.active
        rows = [["项", "系列", "数值", "原文写法", "出处", "原文"]]
        for bar in chart.bars:
            quote = " ".join(bar.locator.quote.split())
            rows.append([bar.label, bar.series, bar.value, bar.shown, bar.locator.source, quote])  # type: ignore[list-item]
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                cell = page.cell(r, c)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # a text such as =120 must not become a formula
        path = (
            Path(tempfile.mkdtemp(prefix="youju-")) / f"{chart.title[:40].replace('/', '／')}.xlsx"
        )
        book.save(path)
        return str(path)


def build(assistant: Assistant, page: Any) -> None:
    """The tab with its events."""
    compare = Compare(assistant)
    kinds = [*KINDS, INDICATOR]
    with gr.Row():
        kind = gr.Radio(kinds, value=kinds[0], label="看什么", elem_id="yj-compare-kind", scale=3)
        project = gr.Dropdown(
            compare.projects(), value=ALL, label="项目", elem_id="yj-compare-project", scale=2
        )
        name = gr.Dropdown(
            [], value=None, label="指标（可输入字词查找）", visible=False, scale=2,
            elem_id="yj-compare-indicator",
        )  # fmt: skip
    with gr.Row(equal_height=False):
        with gr.Column(scale=5, min_width=320):
            picture = gr.HTML(chart_svg(compare.chart(kinds[0], ALL, None)), elem_id="yj-chart")
            with gr.Row():
                image = gr.Button("下载图片（PNG）", size="sm", elem_id="yj-compare-png")
                sheet = gr.Button("下载数据（.xlsx）", size="sm", elem_id="yj-compare-xlsx")
            file = gr.File(label="下载", visible=False, elem_id="yj-compare-out")
        with gr.Column(scale=4, min_width=320):
            source = gr.HTML(NO_SOURCE, elem_id="yj-compare-source")
            place = opener("compare")
    inputs = [kind, project, name]
    for part in (kind, project, name):
        part.input(compare.draw, inputs, [picture, name], **QUIET)
    place.click(_opened(assistant), None, [source], **QUIET)
    image.click(None, None, None, js=PNG.read_text("utf-8"), api_visibility="private")
    path = gr.State(None)
    sheet.click(compare.sheet, inputs, [path], **QUIET).then(
        lambda p: gr.File(value=p, visible=p is not None), [path], [file], **QUIET
    )
    page.load(lambda: gr.Dropdown(choices=compare.projects()), None, [project], **QUIET)


def _opened(assistant: Assistant) -> Any:
    def open_place(event: gr.EventData) -> str:
        return open_key(assistant, clicked(event))

    return open_place
