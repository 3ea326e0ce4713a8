"""审核: a declaration's findings beside it; a click on one opens its place."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.app import Parsed, parse
from assistant.domain.document import Document
from assistant.errors import UsageError
from assistant.jobs.check import RULES, by_severity
from assistant.jobs.check.report import CheckReport
from assistant.web.findings import findings_html, rules_html, summary
from assistant.web.link import KEY_LENGTH, carried, clicked, opener, place_of
from assistant.web.originals import original
from assistant.web.said import alert, empty, told, trouble
from assistant.web.show import document_html, open_key
from assistant.writing.annotate import annotate
from assistant.writing.mend import mend

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.web.opening import Opening

SEVERITIES = [("全部", ""), ("错误", "error"), ("警告", "warning"), ("建议", "advice")]
NOTHING = empty("上传一份申报，或从资料里选一份；意见会列在这里。")
NO_SOURCE = empty("原文在这里打开。")
QUIET = {"show_progress": "hidden", "api_visibility": "private"}
SHOWN = {"api_visibility": "private"}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was checked in this session: ``path`` is the original file, where it is at hand."""

    path: Path | None
    documents: tuple[Document, ...]
    reports: tuple[CheckReport, ...]

    def document(self, id: str) -> Document | None:
        """The document that a place is in."""
        return next((d for d in self.documents if d.id == id), None)


class Review:
    """The handlers of the tab."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def choices(self) -> list[tuple[str, str]]:
        """The library's documents with declarations."""
        if not self.assistant.has_library():
            return []
        return [(r.name, r.id) for r in self.assistant.documents() if r.counts.get("declarations")]

    def run(self, upload: str | None, chosen: str | None, off: list[str]) -> Reviewed:
        """Check an uploaded file or a document of the library. Raises YoujuError."""
        if upload:
            path, parsed = Path(upload), parse(Path(upload))
        elif chosen:
            found = original(self.assistant, chosen)
            catalogue = self.assistant.catalogue
            parsed = [Parsed(catalogue.document(chosen), catalogue.reading(chosen))]
            path = found if found is not None else Path()
        else:
            raise UsageError("先上传一份申报，或从资料里选一份")
        if not any(one.reading.declarations for one in parsed):
            raise UsageError(f"{parsed[0].document.name} 里没有找到绩效目标申报")
        table = dict(self.assistant.settings.profile)
        check = dict(table.get("check", {}))
        table["check"] = {**check, "off": [*check.get("off", []), *off]}
        reports = tuple(self.assistant.check(one, profile=table) for one in parsed)
        here = path if path.is_file() else None
        return Reviewed(here, tuple(one.document for one in parsed), reports)

    def check(
        self, upload: str | None, chosen: str | None, off: list[str] | None
    ) -> tuple[Reviewed | None, str, str, str]:
        """(state, summary, cards, source) of a check; a failure is one line."""
        try:
            done = self.run(upload, chosen, list(off or ()))
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return None, trouble(error), NOTHING, NO_SOURCE
        first = next(iter(by_severity(f for r in done.reports for f in r.findings)), None)
        document = done.documents[0]
        source = document_html(document, done.path, 0, 0)
        if first is not None:
            held = done.document(first.locator.document) or document
            source = document_html(held, done.path, first.locator.start, first.locator.end)
        return done, told(summary(done.reports)), findings_html(done.reports), source

    def open(self, done: Reviewed | None, event: gr.EventData) -> str:
        """The place of a finding."""
        key = clicked(event)
        place = place_of(key)
        held = done.document(place.document) if done is not None and place is not None else None
        return open_key(self.assistant, key, held, done.path if done is not None else None)

    def corrected(self, done: Reviewed | None) -> tuple[str, str | None]:
        """A copy with what can be computed put right."""
        return self._written(done, corrected=True)

    def annotated(self, done: Reviewed | None) -> tuple[str, str | None]:
        """A Word copy with the findings as comments."""
        return self._written(done, corrected=False)

    def _written(self, done: Reviewed | None, *, corrected: bool) -> tuple[str, str | None]:
        if done is None:
            return alert("先审核一份申报：上传，或从资料里选一份。"), None
        document, report = done.documents[0], done.reports[0]
        name = Path(document.name)
        folder = Path(tempfile.mkdtemp(prefix="youju-"))
        try:
            if not corrected:
                out = folder / f"{name.stem}-批注.docx"
                annotate(document, report.findings, out, source=done.path)
                return told("批注稿已生成，在下面下载。"), str(out)
            out = folder / f"{name.stem}-改正{name.suffix}"
            lines = mend(self._file(done, folder), document, report.findings, out)
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return trouble(error), None
        if not out.is_file():
            return told("没有可以自动改正的地方；其余意见请对照位置手工修改。"), None
        return told("改正稿已生成，在下面下载：" + "；".join(lines[:20])), str(out)

    def _file(self, done: Reviewed, folder: Path) -> Path:
        """The original, or for plain text a file of the text as read."""
        if done.path is not None:
            return done.path
        document = done.documents[0]
        if document.format not in {"txt", "md"}:
            raise UsageError("原件已不在原处，请重新上传这份文件再改正")
        path = folder / document.name
        path.write_text(document.text, "utf-8")
        return path


def show_file(path: str | None) -> Any:
    """The download, shown once there is one."""
    return gr.File(value=path, visible=path is not None)


def build(assistant: Assistant, page: Opening) -> None:
    """The tab with its events."""
    review = Review(assistant)
    state = gr.State(None)
    with gr.Row(equal_height=False):
        with gr.Column(scale=4, min_width=320):
            upload = gr.File(
                label="上传申报（Word、Excel、PDF、图片、OFD、文本）",
                elem_id="yj-review-file",
                height=150,
            )
        with gr.Column(scale=5, min_width=320), gr.Row(elem_classes="yj-tools"):
            chosen = gr.Dropdown(
                review.choices(), value=None, label="或选一份已有资料", elem_id="yj-review-choice",
                scale=4, min_width=200,
            )  # fmt: skip
            off = gr.Dropdown(
                [(f"{r.code} {r.name}", r.code) for r in RULES.values()],
                value=[],
                multiselect=True,
                label="这次不看的规则",
                scale=3,
                min_width=160,
                elem_id="yj-review-off",
            )
            run = gr.Button(
                "审核", variant="primary", elem_id="yj-review-run", scale=1, min_width=88
            )
    said = gr.HTML("", elem_id="yj-review-said")
    with gr.Row(equal_height=False):
        with gr.Column(scale=4, min_width=320):
            severity = gr.Radio(SEVERITIES, value="", label="只看", elem_id="yj-review-severity")
            cards = gr.HTML(NOTHING, elem_id="yj-findings")
            with gr.Row():
                fix = gr.Button("生成改正稿", size="sm", elem_id="yj-review-fix")
                note = gr.Button("生成批注稿（.docx）", size="sm", elem_id="yj-review-note")
            file = gr.File(label="下载", visible=False, elem_id="yj-review-out")
        with gr.Column(scale=5, min_width=320):
            source = gr.HTML(NO_SOURCE, elem_id="yj-review-source")
            open_place = opener("review")
            go = opener("go-review")
    with gr.Accordion("审核规则：查什么、为什么、错例与对例", open=False):
        wanted = gr.Textbox(
            label="查找规则", placeholder="规则代码或字词，例如 SUM、合计", elem_id="yj-rule-search"
        )
        rules = gr.HTML(rules_html(), elem_id="yj-rules")
    outputs = [state, said, cards, source]
    run.click(review.check, [upload, chosen, off], outputs, **SHOWN)
    upload.upload(review.check, [upload, chosen, off], outputs, **SHOWN)
    chosen.input(lambda c, o: review.check(None, c, o), [chosen, off], outputs, **SHOWN)

    def asked(off: list[str], event: gr.EventData) -> tuple[Any, ...]:
        document = str(carried(event, KEY_LENGTH).get("document") or "")
        if not document:
            return (*[gr.skip()] * 4, None)
        return (*review.check(None, document, off), document)

    go.click(asked, [off], [*outputs, chosen], **SHOWN)
    open_place.click(review.open, [state], [source], **QUIET)
    severity.change(
        lambda done, s: findings_html(done.reports, s or None) if done else NOTHING,
        [state, severity], [cards], **QUIET,
    )  # fmt: skip
    wanted.change(rules_html, [wanted], [rules], **QUIET)
    for button, make in ((fix, review.corrected), (note, review.annotated)):
        path = gr.State(None)
        button.click(make, [state], [said, path], **SHOWN).then(show_file, [path], [file], **QUIET)
    page.offer(review.choices, chosen)
