"""资料: what the library holds; upload files and see what was read from each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.library.records import DocumentRecord, IngestReport
from assistant.web.facts import doubtful, facts_html
from assistant.web.grid import row_number
from assistant.web.link import clicked, opener
from assistant.web.originals import keep, original
from assistant.web.said import empty, line_of, trouble
from assistant.web.show import PICTURED, document_html, open_key

if TYPE_CHECKING:
    from assistant.app import Assistant

PROGRESS = gr.Progress()
HEADERS = ["文件", "类别", "单位", "年度", "项目", "待核"]
KINDS = {
    "declaration": "绩效目标申报",
    "budget": "部门预算",
    "statute": "法律法规",
    "policy": "政策文件",
    "other": "其他",
}
ALL = "全部"
NO_SOURCE = empty("点左边一行，看原文和从中读出的事实。")
QUIET = {"show_progress": "hidden", "api_visibility": "private"}
SHOWN = {"api_visibility": "private"}


def label_of(kind: str) -> str:
    """The kind of document in words."""
    return KINDS.get(kind, kind)


class Documents:
    """The handlers of the tab."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def records(self, kind: str = ALL, unit: str = ALL, year: str = ALL) -> list[DocumentRecord]:
        """The documents that the filters let through, the last read first."""
        if not self.assistant.has_library():
            return []
        return [
            r
            for r in sorted(self.assistant.documents(), key=lambda r: -r.number)
            if kind in (ALL, label_of(r.kind))
            and unit in (ALL, r.unit or "")
            and year in (ALL, str(r.year or ""))
        ]

    def rows(self, kind: str = ALL, unit: str = ALL, year: str = ALL) -> list[list[str]]:
        """One row a document."""
        return [self._row(record) for record in self.records(kind, unit, year)]

    def _row(self, record: DocumentRecord) -> list[str]:
        unsure = 0
        if record.counts.get("declarations"):
            unsure = doubtful(self.assistant.catalogue.reading(record.id))
        year = str(record.year or "")
        projects = "、".join(record.projects[:2])
        if len(record.projects) > 2:
            projects += f" 等{len(record.projects)}个"
        return [
            record.name,
            label_of(record.kind),
            record.unit or "",
            year,
            projects,
            str(unsure or ""),
        ]

    def filters(self) -> tuple[list[str], list[str]]:
        """(units, years) to choose from."""
        records = self.records()
        units = sorted({r.unit for r in records if r.unit})
        years = sorted({str(r.year) for r in records if r.year}, reverse=True)
        return [ALL, *units], [ALL, *years]

    def upload(self, files: list[str] | None, progress: Any) -> str:
        """Ingest uploaded files; a line for each, those that could not be read with the reason."""
        if not files:
            return "没有选择文件。"
        index = self.assistant.settings.index
        try:
            report = self.assistant.ingest(
                [keep(index, Path(f)) for f in files],
                lambda name, done, total: progress((done, total), desc=Path(name).name),
            )
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return line_of(error)
        return "\n".join(self._said(report))

    def _said(self, report: IngestReport) -> list[str]:
        lines = [f"新读 {len(report.added)} 份，已有未变 {len(report.unchanged)} 份。", ""]
        for id, name in (*report.added, *report.replaced):
            record = self.assistant.catalogue.find_document(id)
            counts = record.counts if record is not None else {}
            facts = "，".join(
                f"{word} {counts[key]}"
                for key, word in (
                    ("declarations", "申报"), ("indicators", "指标"), ("budget_lines", "预算明细"),
                    ("articles", "条文"), ("passages", "段落"),
                )
                if counts.get(key)
            )  # fmt: skip
            lines.append(f"- {Path(name).name}：{facts or '没有读出文字'}")
        lines += [f"- 未能读取 {Path(name).name}：{reason}" for name, reason in report.failed]
        return lines

    def show(self, number: int, *filters: str) -> tuple[str, str, str | None]:
        """(facts, original, id) of a row's document."""
        records = self.records(*filters)
        if not 0 <= number < len(records):
            return "", NO_SOURCE, None
        try:
            catalogue, id = self.assistant.catalogue, records[number].id
            document = catalogue.document(id)
            path = original(self.assistant, id) if document.format in PICTURED else None
            shown = document_html(document, path, 0, 0)
            return facts_html(document, catalogue.reading(id)), shown, id
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return "", trouble(error), None

    def remove(self, id: str | None) -> str:
        """Take a document out of the library; its file stays where it is."""
        if not id:
            return "先点一行，再移除。"
        try:
            return f"已移除 {self.assistant.remove(id).name}；原文件没有动。"
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return line_of(error)


class Parts:
    """The tab's components."""

    def __init__(self, documents: Documents) -> None:
        self.id = gr.State(None)
        units, years = documents.filters()
        with gr.Row(equal_height=False):
            with gr.Column(scale=5, min_width=320):
                self.files = gr.File(
                    label="上传资料（可多选：Word、Excel、PDF、图片、OFD、文本、压缩包）",
                    file_count="multiple",
                    elem_id="yj-upload",
                    height=150,
                )
                self.said = gr.Markdown("", elem_id="yj-upload-result")
                with gr.Row():
                    self.kind = gr.Dropdown(
                        [ALL, *KINDS.values()], value=ALL, label="类别", min_width=110
                    )
                    self.unit = gr.Dropdown(units, value=ALL, label="单位", min_width=110)
                    self.year = gr.Dropdown(years, value=ALL, label="年度", min_width=90)
                self.table = gr.Dataframe(
                    documents.rows(),
                    headers=HEADERS,
                    interactive=False,
                    wrap=True,
                    label="已有资料（点一行看原文与读出的事实）",
                    elem_id="yj-documents",
                    show_search="search",
                    column_widths=["190px", "100px", "110px", "66px", "110px", "60px"],
                )
                self.remove = gr.Button("移除所选资料", size="sm", elem_id="yj-remove")
            with gr.Column(scale=5, min_width=320):
                with gr.Tabs():
                    with gr.Tab("原文"):
                        self.source = gr.HTML(NO_SOURCE, elem_id="yj-document")
                    with gr.Tab("读出的事实", render_children=True):
                        self.facts = gr.HTML(NO_SOURCE, elem_id="yj-facts")
                self.place = gr.HTML("", elem_id="yj-fact-source")
                self.opener = opener("documents")


def build(assistant: Assistant, page: Any) -> None:
    """The tab with its events."""
    documents = Documents(assistant)
    on = Parts(documents)
    filters = [on.kind, on.unit, on.year]

    def upload(files: list[str] | None, progress: gr.Progress = PROGRESS) -> str:
        return documents.upload(files, progress)

    def select(
        kind: str, unit: str, year: str, event: gr.SelectData
    ) -> tuple[str, str, str | None]:
        rows = documents.rows(kind, unit, year)
        return documents.show(row_number(event, rows), kind, unit, year)

    def refreshed() -> tuple[Any, ...]:
        units, years = documents.filters()
        return (
            documents.rows(),
            ALL,
            gr.Dropdown(choices=units, value=ALL),
            gr.Dropdown(choices=years, value=ALL),
        )

    everything = [on.table, *filters]
    on.files.upload(upload, [on.files], [on.said], **SHOWN).then(
        refreshed, None, everything, **QUIET
    )
    on.remove.click(documents.remove, [on.id], [on.said], **QUIET).then(
        refreshed, None, everything, **QUIET
    )
    for part in filters:
        part.input(documents.rows, filters, [on.table], **QUIET)
    on.table.select(select, filters, [on.facts, on.source, on.id], **QUIET)

    def open_fact(event: gr.EventData) -> str:
        return open_key(assistant, clicked(event))

    on.opener.click(open_fact, None, [on.place], **QUIET)
    page.load(refreshed, None, everything, **QUIET)
