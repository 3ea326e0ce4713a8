"""更正一格: the panel in which a misread value is corrected, confirmed or put back."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.domain.slot import Slot, value_in
from assistant.errors import NotFound
from assistant.web.corrections import corrections_html, done_line, strip_html
from assistant.web.facts import EDIT
from assistant.web.link import key_of
from assistant.web.originals import original
from assistant.web.said import line_of, trouble
from assistant.web.show import PICTURED, open_key

if TYPE_CHECKING:
    from assistant.app import Assistant

SCRIPT = (Path(__file__).parent / "assets" / "correct.js").read_text("utf-8")
GONE = "这份资料刚刚重新读过，请重新点开它。"


class Editor:
    """The handlers of the panel."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def _row(self, document: str, key: str) -> tuple[Slot, list[Slot]]:
        """A slot and those of its row. Raises NotFound where it is no longer there."""
        slots = self.assistant.amendments.slots(document)
        slot = next((s for s in slots if s.key == key), None)
        if slot is None:
            raise NotFound(GONE)
        where = (slot.kind, slot.declaration, slot.index)
        row = [s for s in slots if (s.kind, s.declaration, s.index) == where]
        return slot, row if slot.label else [slot]

    def _value(self, document: str, slot: Slot) -> str:
        return value_in(self.assistant.catalogue.reading(document), slot)

    def open(self, document: str | None, key: str) -> tuple[Any, ...]:
        """(panel, what, fields, value, confirm, place, said) for the slot of an edit key."""
        try:
            if document is None:
                raise NotFound(GONE)
            slot, row = self._row(document, key.removeprefix(EDIT))
            choices = [(f"{s.title}：{self._value(document, s) or '（空）'}", s.key) for s in row]
            shown = self.field(document, slot.key)
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            skipped = [gr.skip() for _ in range(5)]
            return gr.update(visible=False), *skipped, line_of(error)
        fields = gr.Radio(choices=choices, value=slot.key, visible=len(choices) > 1)
        what, value, confirm, place = shown
        return gr.update(visible=True), what, fields, value, confirm, place, ""

    def field(self, document: str | None, key: str | None) -> tuple[Any, ...]:
        """(what, value, confirm, place) for one field of the row. Raises YoujuError."""
        if document is None or not key:
            raise NotFound(GONE)
        slot, _ = self._row(document, key)
        held = self.assistant.catalogue.document(document)
        path = original(self.assistant, document) if held.format in PICTURED else None
        name = f"{slot.label}·{slot.title}" if slot.label else slot.title
        what = f"<h4>更正“{escape(name)}”</h4>{strip_html(held, path, slot)}"
        value = gr.Textbox(
            value=self._value(document, slot), label=f"原文上的{slot.title}", info=_how(slot)
        )
        confirm = gr.Button(visible=slot.uncertain)
        return what, value, confirm, open_key(self.assistant, key_of(slot.locator))

    def chosen(self, document: str | None, key: str | None) -> tuple[Any, ...]:
        """As ``field``, with the line for what went wrong."""
        try:
            return *self.field(document, key), ""
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return *(gr.skip() for _ in range(4)), trouble(error)

    def save(self, document: str | None, key: str | None, typed: str, by: str | None) -> str:
        """Correct the value; the line that says what was done. Raises YoujuError."""
        if document is None or not key:
            raise NotFound(GONE)
        done = self.assistant.amendments.correct(document, key, typed or "", by=by)
        return done_line(done.correction, done.replaced)

    def confirm(self, document: str | None, key: str | None, by: str | None) -> str:
        """Say that a doubtful value is right as read. Raises YoujuError."""
        if document is None or not key:
            raise NotFound(GONE)
        slot, _ = self._row(document, key)
        return self.save(document, key, self._value(document, slot), by)

    def undo(self, id: str, by: str | None) -> str:
        """Put the read value back. Raises YoujuError."""
        one = self.assistant.amendments.undo(id, by=by)
        if one.status == "lost":
            return f"不再列出“{one.name}”。"
        return f"已改回“{one.name}”：{one.new} → {one.old or '（空）'}。"

    def listed(self) -> str:
        """Every correction that holds, and those that could not be carried over."""
        if not self.assistant.has_library():
            return corrections_html((), ())
        held = {record.id for record in self.assistant.documents()}
        return corrections_html(self.assistant.catalogue.corrections.all(), held)


HINTS = {
    "target": "照原文写，如 ≥90%、=120.00(人)",
    "actual": "照原文写，如 ≥90%、=120.00(人)",
    "year": "四位年份，如 2025",
    "quantity": "只写数字",
    "rate": "只写数字，单位是 %",
    "level1": "如 产出指标",
    "level2": "如 数量指标",
}
"""How a field is typed; amounts have a line of their own."""
MONEYS = frozenset({"amount", "unit_price", "initial", "adjusted", "executed", "total"})


def _how(slot: Slot) -> str:
    if slot.field in MONEYS or slot.kind == "fund":
        return "照原文写；不写单位就按本表的单位（元或万元）"
    return HINTS.get(slot.field, "照原文写")


class Panel:
    """The panel's components."""

    def __init__(self) -> None:
        self.said = gr.HTML("", elem_id="yj-correct-said")
        with gr.Column(visible=False, elem_id="yj-correct", elem_classes="yj-panel") as self.box:
            self.what = gr.HTML("", elem_id="yj-correct-what")
            self.field = gr.Radio([], label="更正哪一项", elem_id="yj-correct-field")
            self.value = gr.Textbox(
                label="原文上的值", elem_id="yj-correct-value", max_lines=1, autofocus=False
            )
            with gr.Row():
                self.save = gr.Button(
                    "保存更正", variant="primary", size="sm", elem_id="yj-correct-save"
                )
                self.confirm = gr.Button(
                    "与原文一致", size="sm", visible=False, elem_id="yj-correct-confirm"
                )
                self.cancel = gr.Button("取消", size="sm", elem_id="yj-correct-cancel")
