"""资料: what the library holds; upload files and see what was read from each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import YoujuError
from assistant.web.source import source_html

if TYPE_CHECKING:
    from assistant.app import Assistant

PROGRESS = gr.Progress()
HEADERS = ["文件", "类别", "单位", "年度", "项目"]
KINDS = {
    "declaration": "绩效目标申报",
    "budget": "部门预算",
    "statute": "法律法规",
    "policy": "政策文件",
    "other": "其他",
}


def rows(assistant: Assistant) -> list[list[str]]:
    """One row a document; the order is the catalogue's."""
    if not assistant.has_library():
        return []
    return [
        [
            record.name,
            KINDS.get(record.kind, record.kind),
            record.unit or "",
            str(record.year or ""),
            "、".join(record.projects),
        ]
        for record in assistant.documents()
    ]


class Documents:
    """The handlers of the tab."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def upload(self, files: list[str] | None, progress: Any) -> tuple[list[list[str]], str]:
        """Ingest uploaded files; a line for each that could not be read."""
        if not files:
            return rows(self.assistant), "没有选择文件。"
        try:
            report = self.assistant.ingest(
                [Path(f) for f in files],
                lambda name, done, total: progress((done, total), desc=name),
            )
        except YoujuError as error:
            return rows(self.assistant), str(error)
        lines = [f"新读 {len(report.added)} 份，已有未变 {len(report.unchanged)} 份。"]
        lines += [f"未能读取 {Path(name).name}：{reason}" for name, reason in report.failed]
        return rows(self.assistant), "\n\n".join(lines)

    def show(self, number: int) -> str:
        """The document of a row, from its beginning."""
        records = self.assistant.documents()
        if not 0 <= number < len(records):
            return ""
        document = self.assistant.catalogue.document(records[number].id)
        return source_html(document, 0, 0)


def build(assistant: Assistant) -> None:
    """The tab's components."""
    documents = Documents(assistant)

    def upload(
        files: list[str] | None, progress: gr.Progress = PROGRESS
    ) -> tuple[list[list[str]], str]:
        return documents.upload(files, progress)

    def select(event: gr.SelectData) -> str:
        return documents.show(int(event.index[0]))

    with gr.Row(equal_height=False):
        with gr.Column(scale=5, min_width=340):
            files = gr.File(
                label="上传资料（可多选：Word、Excel、PDF、图片、OFD、文本、压缩包）",
                file_count="multiple",
                elem_id="yj-upload",
                height=140,
            )
            said = gr.Markdown("", elem_id="yj-upload-result")
            table = gr.Dataframe(
                rows(assistant),
                headers=HEADERS,
                interactive=False,
                wrap=True,
                label="已有资料（点一行看原文）",
                elem_id="yj-documents",
                show_search="search",
            )
        with gr.Column(scale=4, min_width=320):
            shown = gr.HTML('<p class="yj-empty">点左边一行查看原文。</p>', elem_id="yj-document")
    files.upload(upload, [files], [table, said], api_name=False)
    table.select(select, None, [shown], show_progress="hidden", api_name=False)
