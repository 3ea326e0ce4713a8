"""资料: what the library holds; upload files and see what was read from each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.library.records import KIND_WORDS, DocumentRecord, IngestReport
from assistant.web.editor import SCRIPT, Editor, Panel
from assistant.web.facts import EDIT, UNDO, facts_html
from assistant.web.grid import row_number
from assistant.web.link import clicked, opener
from assistant.web.originals import keep, original
from assistant.web.said import advised, empty, line_of, trouble
from assistant.web.show import PICTURED, document_html, open_key
from assistant.web.turns import verbatim

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.web.opening import Opening

PROGRESS = gr.Progress()
HEADERS = ["文件", "类别", "单位", "年度", "项目", "待核"]
WIDTHS = ["200px", "108px", "122px", "62px", "136px", "58px"]
ALL = "全部"
NO_SOURCE = empty("点清单里的一行，看原文和从中读出的事实。")
REMOVE = "移除所选资料（先点清单里的一行）"
QUIET = {"show_progress": "hidden", "api_visibility": "private"}
SHOWN = {"api_visibility": "private"}


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
            for r in reversed(self.assistant.documents())
            if kind in (ALL, KIND_WORDS[r.kind])
            and unit in (ALL, r.unit or "")
            and year in (ALL, str(r.year or ""))
        ]

    def rows(self, kind: str = ALL, unit: str = ALL, year: str = ALL) -> list[list[str]]:
        """One row a document."""
        return [self._row(record) for record in self.records(kind, unit, year)]

    def _row(self, record: DocumentRecord) -> list[str]:
        unsure = record.counts.get("uncertain", 0)
        year = str(record.year or "")
        projects = "、".join(record.projects[:2])
        if len(record.projects) > 2:
            projects += f" 等{len(record.projects)}个"
        return [
            record.name,
            KIND_WORDS[record.kind],
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
            return verbatim(line_of(error))
        return "\n".join(self._said(report))

    def _said(self, report: IngestReport) -> list[str]:
        counts_of = (
            ("新读", report.added),
            ("重读", report.replaced),
            ("已有未变", report.unchanged),
        )
        lines = ["，".join(f"{word} {len(found)} 份" for word, found in counts_of) + "。", ""]
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
            lines.append(f"- {verbatim(Path(name).name)}：{facts or '没有读出文字'}")
        lines += [
            f"- 未能读取 {verbatim(name)}：{verbatim(advised(reason))}"
            for name, reason in report.failed
        ]
        lines += [f"- {verbatim(line)}" for _, line in report.corrections]
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
            return self.facts(id), shown, id
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return "", trouble(error), None

    def facts(self, id: str) -> str:
        """What was read from a document and corrected since. Raises YoujuError."""
        catalogue = self.assistant.catalogue
        return facts_html(catalogue.document(id), catalogue.reading(id), catalogue.as_read(id))

    def name(self, id: str) -> str:
        """The document's name; empty where it is gone."""
        return next((record.name for record in self.assistant.documents() if record.id == id), "")

    def has(self, id: str) -> bool:
        """Whether a document is still in the library."""
        return any(record.id == id for record in self.assistant.documents())

    def remove(self, id: str | None) -> str:
        """Take a document out of the library; its file stays where it is."""
        if not id:
            return "先点一行，再移除。"
        try:
            return f"已移除 {verbatim(self.assistant.remove(id).name)}；原文件没有动。"
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return verbatim(line_of(error))


class Parts:
    """The tab's components: the list above, what was read beside its original below."""

    def __init__(self, documents: Documents) -> None:
        self.id = gr.State(None)
        units, years = documents.filters()
        with gr.Row(equal_height=False):
            with gr.Column(scale=4, min_width=320):
                self.files = gr.File(
                    label="上传资料（可多选：Word、Excel、PDF、图片、OFD、文本、压缩包）",
                    file_count="multiple",
                    elem_id="yj-upload",
                    height=150,
                )
                self.said = gr.Markdown("", elem_id="yj-upload-result")
                with gr.Row():
                    self.kind = gr.Dropdown(
                        [ALL, *KIND_WORDS.values()], value=ALL, label="类别", min_width=110
                    )
                    self.unit = gr.Dropdown(units, value=ALL, label="单位", min_width=110)
                    self.year = gr.Dropdown(years, value=ALL, label="年度", min_width=90)
            with gr.Column(scale=6, min_width=320):
                self.table = gr.Dataframe(
                    documents.rows(),
                    headers=HEADERS,
                    interactive=False,
                    wrap=True,
                    max_height=400,
                    label="已有资料（点一行查看）",
                    elem_id="yj-documents",
                    show_search="search",
                    column_widths=WIDTHS,
                )
                self.remove = gr.Button(REMOVE, size="sm", elem_id="yj-remove", interactive=False)
        with gr.Tabs():
            with gr.Tab("原文"):
                self.source = gr.HTML(NO_SOURCE, elem_id="yj-document")
            with (
                gr.Tab("读出的事实", render_children=True),
                gr.Row(equal_height=False),
            ):
                with gr.Column(scale=6, min_width=320):
                    self.panel = Panel()
                    self.facts = gr.HTML(NO_SOURCE, elem_id="yj-facts")
                with gr.Column(scale=5, min_width=320):
                    self.place = gr.HTML("", elem_id="yj-fact-source")
            with (
                gr.Tab("人工更正", render_children=True),
                gr.Row(equal_height=False),
            ):
                with gr.Column(scale=6, min_width=320):
                    self.undone = gr.HTML("", elem_id="yj-correction-said")
                    self.listed = gr.HTML("", elem_id="yj-corrections")
                with gr.Column(scale=5, min_width=320):
                    self.origin = gr.HTML("", elem_id="yj-correction-source")
        self.opener, self.listing = opener("documents"), opener("corrections")


def user_of(request: gr.Request | None) -> str | None:
    """Who is logged in at the page; None where it has no log-in."""
    return getattr(request, "username", None) or None


def build(assistant: Assistant, page: Opening) -> None:
    """The tab with its events."""
    documents, editor = Documents(assistant), Editor(assistant)
    on = Parts(documents)
    filters = [on.kind, on.unit, on.year]

    def upload(files: list[str] | None, progress: gr.Progress = PROGRESS) -> str:
        return documents.upload(files, progress)

    def select(kind: str, unit: str, year: str, event: gr.SelectData) -> tuple[Any, ...]:
        rows = documents.rows(kind, unit, year)
        facts, source, id = documents.show(row_number(event, rows), kind, unit, year)
        name = Path(documents.name(id)).name if id else ""
        button = gr.update(value=f"移除“{name}”" if name else REMOVE, interactive=bool(name))
        return facts, source, id, source, gr.update(visible=False), "", button

    def refreshed() -> tuple[Any, ...]:
        units, years = documents.filters()
        return (
            documents.rows(),
            ALL,
            gr.Dropdown(choices=units, value=ALL),
            gr.Dropdown(choices=years, value=ALL),
            editor.listed(),
        )

    everything = [on.table, *filters, on.listed]
    read = on.files.upload(upload, [on.files], [on.said], **SHOWN)
    opened = [on.facts, on.source, on.id, on.place, on.panel.box, on.panel.said, on.remove]

    def remove(id: str | None) -> tuple[Any, ...]:
        said = documents.remove(id)
        if id and documents.has(id):
            return said, *[gr.skip()] * 7
        button = gr.update(value=REMOVE, interactive=False)
        return said, NO_SOURCE, NO_SOURCE, None, "", gr.update(visible=False), "", button

    removed = on.remove.click(remove, [on.id], [on.said, *opened], **QUIET)
    changed = [event.then(refreshed, None, everything, **QUIET) for event in (read, removed)]
    for part in filters:
        part.input(documents.rows, filters, [on.table], **QUIET)
    on.table.select(select, filters, opened, **QUIET)
    for event in changed:
        page.after(event)  # the other tabs: this one has shown the change
    page.load(documents.rows, filters, [on.table])
    page.load(editor.listed, None, [on.listed])
    page.offer(lambda: documents.filters()[0], on.unit)
    page.offer(lambda: documents.filters()[1], on.year)
    correcting(documents, editor, on)


class Amending:
    """What the tab shows after a click, a save, a confirmation, an undoing."""

    def __init__(self, documents: Documents, editor: Editor) -> None:
        self.documents, self.editor = documents, editor

    def again(self, id: str | None, said: str, filters: Sequence[str]) -> tuple[Any, ...]:
        """(said, panel, facts, list, table) after a change; the panel is closed."""
        documents = self.documents
        facts = documents.facts(id) if id and documents.has(id) else gr.skip()
        line = f'<p class="yj-said" role="status">{escape(said)}</p>'
        listed = self.editor.listed()
        return line, gr.update(visible=False), facts, listed, documents.rows(*filters)

    def tried(
        self, id: str | None, filters: Sequence[str], change: Callable[[], str]
    ) -> tuple[Any, ...]:
        """As ``again``, after a change; where it fails, the panel stays with the line on why."""
        try:
            return self.again(id, change(), filters)
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return trouble(error), *(gr.skip() for _ in range(4))

    def clicks(self, id: str | None, kind: str, unit: str, year: str, event: gr.EventData,
               request: gr.Request) -> tuple[Any, ...]:  # fmt: skip
        """A click among the facts opens a place, opens the panel or takes a correction back."""
        key = clicked(event)
        still = [gr.skip() for _ in range(5)]
        if key.startswith(EDIT):
            box, what, fields, value, confirm, place, said = self.editor.open(id, key)
            line = f'<p class="yj-trouble" role="alert">{escape(said)}</p>' if said else ""
            return what, value, confirm, place, fields, line, box, *still[:3]
        if not key.startswith(UNDO):
            place = open_key(self.documents.assistant, key)
            return *still[:3], place, still[3], *still
        return *still, *self.undone(id, (kind, unit, year), key, request)

    def listed(self, id: str | None, kind: str, unit: str, year: str, event: gr.EventData,
               request: gr.Request) -> tuple[Any, ...]:  # fmt: skip
        """A click in the list opens a place or takes a correction back."""
        key = clicked(event)
        if not key.startswith(UNDO):
            return "", open_key(self.documents.assistant, key), *(gr.skip() for _ in range(5))
        said, *done = self.undone(id, (kind, unit, year), key, request)
        return said, "", "", *done

    def undone(
        self, id: str | None, filters: Sequence[str], key: str, request: gr.Request
    ) -> tuple[Any, ...]:
        """As ``again``, the read value put back."""
        wanted, by = key.removeprefix(UNDO), user_of(request)
        return self.tried(id, filters, lambda: self.editor.undo(wanted, by))

    def save(self, id: str | None, key: str | None, typed: str, kind: str, unit: str, year: str,
             request: gr.Request) -> tuple[Any, ...]:  # fmt: skip
        """As ``again``, the value corrected."""
        by = user_of(request)
        return self.tried(
            id, (kind, unit, year), lambda: self.editor.save(id, key, typed, by)
        )  # fmt: skip

    def confirm(self, id: str | None, key: str | None, kind: str, unit: str, year: str,
                request: gr.Request) -> tuple[Any, ...]:  # fmt: skip
        """As ``again``, the value said to be right."""
        by = user_of(request)
        return self.tried(id, (kind, unit, year), lambda: self.editor.confirm(id, key, by))


def correcting(documents: Documents, editor: Editor, on: Parts) -> None:
    """The events of 更正: open, choose a field, save, confirm, put back, leave it."""
    panel, amending = on.panel, Amending(documents, editor)
    filters = [on.kind, on.unit, on.year]
    shown = [panel.what, panel.value, panel.confirm, on.place]
    after = [panel.said, panel.box, on.facts, on.listed, on.table]
    chosen = [on.id, panel.field]

    def focused(event: Any) -> None:
        event.then(None, None, None, js=SCRIPT, **QUIET)

    opening = [*shown, panel.field, *after]
    focused(on.opener.click(amending.clicks, [on.id, *filters], opening, **QUIET))
    listing = [on.undone, on.origin, *after]
    on.listing.click(amending.listed, [on.id, *filters], listing, **QUIET)
    panel.field.input(editor.chosen, chosen, [*shown, panel.said], **QUIET)
    typed = [*chosen, panel.value, *filters]
    for event in (panel.save.click, panel.value.submit):
        focused(event(amending.save, typed, after, **QUIET))
    focused(panel.confirm.click(amending.confirm, [*chosen, *filters], after, **QUIET))
    closed = [panel.box, panel.said]
    focused(panel.cancel.click(lambda: (gr.update(visible=False), ""), None, closed, **QUIET))
