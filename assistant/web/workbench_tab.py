"""起草: the tab's components and events."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.jobs.draft.request import FORMS
from assistant.web.draft_grid import HEADERS, VIEWS, rows_of
from assistant.web.grid import row_number
from assistant.web.link import carried, opener
from assistant.web.said import alert, line_of
from assistant.web.workbench import NO_CELL, NOTHING, Bench, Workbench, attempt, cell_of, shown

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.web.opening import Opening

FORM_NAMES = {"street": "项目描述（街道）", "bureau": "申报表（部门）", "2020": "2020 年三表"}
SUFFIXES = [("Word（.docx）", ".docx"), ("Excel（.xlsx）", ".xlsx"), ("Markdown（.md）", ".md"), ("JSON", ".json")]  # fmt: skip
QUIET = {"show_progress": "hidden", "api_visibility": "private"}
SHOWN = {"api_visibility": "private"}
WIDTHS = ["86px", "176px", "176px", "176px", "82px"]
ASKED = 4_000
"""Characters that a link from another tab may carry."""
HINT = "选项目和年度，点“起草”：每一格都会标明沿用、计算、给定或待填，并能打开出处。"
CHOOSE = "没有听出是哪个项目：在上面选一个项目，再点“起草”。"


class Parts:
    """The tab's components."""

    def __init__(self, bench: Workbench) -> None:
        self.state = gr.State(None)
        with gr.Row():
            self.project = gr.Dropdown(
                bench.projects(), value=None, label="项目", elem_id="yj-draft-project", scale=3,
                allow_custom_value=True,
            )  # fmt: skip
            self.year = gr.Number(
                date.today().year + 1, label="申报年度", precision=0, elem_id="yj-draft-year", scale=1,
                min_width=110,
            )  # fmt: skip
            self.form = gr.Dropdown(
                [("照上年", ""), *((FORM_NAMES.get(k, k), k) for k in FORMS)], value="",
                label="表样", scale=1, min_width=140,
            )  # fmt: skip
            self.unit = gr.Textbox("", label="填报单位（照上年可不填）", scale=2)
        with gr.Row():
            self.given = gr.Textbox(
                "", lines=3, label="给定的数（每行 名称=值，或一句话）", elem_id="yj-draft-given", scale=3,
                placeholder="特保人员聘用人数=130\n特保增加到130人，单价不变",
            )  # fmt: skip
            self.budget = gr.File(label="新预算表（.xlsx 或 .csv，可不传）", height=150, scale=2)
            with gr.Column(scale=1, min_width=160):
                self.start = gr.Button("起草", variant="primary", elem_id="yj-draft-start")
                self.undo = gr.Button("撤销上一步", size="sm", elem_id="yj-draft-undo")
        self.wrong = gr.HTML("", elem_id="yj-draft-wrong")
        self.said = gr.Markdown(HINT, elem_id="yj-draft-said")
        self.view = gr.Radio(VIEWS, value=VIEWS[0], label="看哪些格", elem_id="yj-draft-view")
        with gr.Row(equal_height=False):
            with gr.Column(scale=6, min_width=560):
                self.grid = gr.Dataframe(
                    [], headers=HEADERS, datatype="str", type="array", interactive=True, wrap=True,
                    static_columns=[0, 1, 2, 4], label="本年一列可以改；改完按回车，相关的数随之重算",
                    elem_id="yj-draft-grid", max_height=560, visible=False,
                    column_widths=WIDTHS,
                )  # fmt: skip
            with gr.Column(scale=4, min_width=320):
                self.cell = gr.HTML(NO_CELL, elem_id="yj-draft-cell")
                self.source = gr.HTML("", elem_id="yj-draft-source")
                self.opener = opener("draft")
                self.go = opener("go-draft")
        with gr.Accordion("审核意见（起草稿随时在查）", open=False):
            self.findings = gr.HTML(NOTHING, elem_id="yj-draft-findings")
        with gr.Row(elem_classes="yj-tools"):
            self.suffix = gr.Dropdown(
                SUFFIXES, value=".docx", label="导出为", scale=2, min_width=170,
                elem_id="yj-draft-suffix",
            )  # fmt: skip
            self.sources = gr.Checkbox(
                True, label="带出处批注（上报用的一份请去掉）", scale=3, min_width=220,
                elem_id="yj-draft-sources",
            )  # fmt: skip
            self.export = gr.Button(
                "导出", variant="primary", scale=1, min_width=90, elem_id="yj-draft-export"
            )
        with gr.Row(elem_classes="yj-tools"):
            self.name = gr.Textbox(
                "", label="草稿名称（不填用项目和年度）", scale=2, min_width=170,
                elem_id="yj-draft-name",
            )  # fmt: skip
            self.save = gr.Button("保存草稿", scale=1, min_width=90, elem_id="yj-draft-save")
            self.kept = gr.Dropdown(
                bench.drafts.names(), value=None, label="打开草稿", scale=2, min_width=170,
                elem_id="yj-draft-kept",
            )  # fmt: skip
            self.drop = gr.Button("删除草稿", scale=1, min_width=90, elem_id="yj-draft-drop")
        self.path = gr.State(None)
        self.file = gr.File(label="下载", visible=False, elem_id="yj-draft-out")


def put(state: Bench | None, wrong: str, view: str) -> tuple[Any, ...]:
    """(state, what went wrong, grid, summary, findings, given) for the components."""
    return (state, alert(wrong), *shown(state, view))


class Events:
    """The handlers as the components call them."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench

    def start(self, state: Bench | None, view: str, *form: Any) -> tuple[Any, ...]:
        """A new draft; where it fails, what was typed stays."""
        project, year, given, budget, kind, unit = form
        made, wrong = attempt(
            state, lambda: self.bench.start(project, year, given or "", budget, kind, unit or "")
        )
        return (state, alert(wrong), *[gr.skip()] * 4) if wrong else put(made, "", view)

    def begin(self, state: Bench | None, view: str, event: gr.EventData) -> tuple[Any, ...]:
        """A draft asked for in another tab: the form filled, and drafted where that is enough.

        (state, what went wrong, grid, summary, findings, given, project, year, unit).
        """
        asked = carried(event, ASKED)
        project, unit = str(asked.get("project") or ""), str(asked.get("unit") or "")
        given = str(asked.get("given") or "")
        year = asked.get("year")
        year = year if isinstance(year, int) and 1990 <= year <= 2100 else date.today().year + 1
        if not project:
            return (state, alert(CHOOSE), *[gr.skip()] * 5, year, unit)
        drawn = self.start(state, view, project, year, given, None, None, unit)
        return (*drawn[:5], given, project, year, unit)

    def edit(self, state: Bench | None, view: str, table: list[list[Any]]) -> tuple[Any, ...]:
        """A cell was typed into."""
        if state is None:
            return put(None, "", view)
        return put(*attempt(state, lambda: self.bench.edited(state, view, table)), view)

    def undo(self, state: Bench | None, view: str) -> tuple[Any, ...]:
        """Take the last edit back."""
        if state is None or not state.work.past:
            return put(state, "没有可以撤销的改动。", view)
        return put(*attempt(state, lambda: self.bench.made(state.work.undone())), view)

    def save(self, state: Bench | None, name: str) -> tuple[str, Any]:
        """Keep the draft in the index folder."""
        if state is None:
            return "先起草，再保存。", gr.skip()
        drafts = self.bench.drafts
        try:
            kept = drafts.save(name or f"{state.work.project}-{state.work.year}", state.work)
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return line_of(error), gr.skip()
        return f"已保存为“{kept}”。", gr.Dropdown(choices=drafts.names(), value=kept)

    def drop(self, name: str | None) -> tuple[str, Any]:
        """Throw a kept draft away; what lies on the bench stays."""
        if not name:
            return "先在“打开草稿”里选一份，再删除。", gr.skip()
        self.bench.drafts.remove(name)
        return f"已删除草稿“{name}”。", gr.Dropdown(choices=self.bench.drafts.names(), value=None)

    def reopen(self, state: Bench | None, view: str, name: str | None) -> tuple[Any, ...]:
        """Open a kept draft."""
        drafts = self.bench.drafts
        made, wrong = attempt(state, lambda: self.bench.made(drafts.load(name or "")))
        if made is None:
            return (*put(made, wrong, view), *[gr.skip()] * 4)
        work = made.work
        form = (work.project, work.year, work.form or "", work.unit or "")
        return (*put(made, wrong, view), *form)

    def export(self, state: Bench | None, suffix: str, sources: bool) -> tuple[str, str | None]:
        """The draft as a file."""
        try:
            return "", self.bench.export(state, suffix, sources)
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return alert(line_of(error)), None

    def cell(self, state: Bench | None, view: str, event: gr.SelectData) -> str:
        """Where the clicked cell comes from."""
        rows = rows_of(state.draft, view) if state is not None else []
        return cell_of(state, view, row_number(event, [row.texts() for row in rows]))


def build(assistant: Assistant, page: Opening) -> None:
    """The tab with its events."""
    bench = Workbench(assistant)
    on, do = Parts(bench), Events(bench)
    drawn = [on.state, on.wrong, on.grid, on.said, on.findings, on.given]
    form = [on.project, on.year, on.given, on.budget, on.form, on.unit]
    on.start.click(do.start, [on.state, on.view, *form], drawn, **SHOWN)
    on.go.click(do.begin, [on.state, on.view], [*drawn, on.project, on.year, on.unit], **SHOWN)
    on.grid.input(do.edit, [on.state, on.view, on.grid], drawn, **QUIET)
    on.grid.select(do.cell, [on.state, on.view], [on.cell], **QUIET)
    on.undo.click(do.undo, [on.state, on.view], drawn, **QUIET)
    on.view.change(lambda s, v: shown(s, v)[0], [on.state, on.view], [on.grid], **QUIET)
    on.opener.click(bench.source, [on.state], [on.source], **QUIET)
    on.save.click(do.save, [on.state, on.name], [on.said, on.kept], **QUIET)
    on.drop.click(do.drop, [on.kept], [on.said, on.kept], **QUIET)
    reopened = [*drawn, on.project, on.year, on.form, on.unit]
    on.kept.input(do.reopen, [on.state, on.view, on.kept], reopened, **SHOWN)
    on.export.click(
        do.export, [on.state, on.suffix, on.sources], [on.wrong, on.path], **SHOWN
    ).then(lambda p: gr.File(value=p, visible=p is not None), [on.path], [on.file], **QUIET)
    for part, choices in ((on.project, bench.projects), (on.kept, bench.drafts.names)):
        page.offer(choices, part)
