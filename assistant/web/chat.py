"""对话: questions and answers, each citation opening its place in the source beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.domain.answer import Answer
from assistant.domain.locator import Locator
from assistant.errors import YoujuError
from assistant.web.source import source_html

if TYPE_CHECKING:
    from assistant.app import Assistant

MARK = re.compile(r"\[(\d{1,3})\](?!\()")
TOOLTIP = 120
NO_SOURCE = '<p class="yj-empty">点答复中的 [1] 查看原文，出处会在这里标出。</p>'


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer (None while unanswered)."""

    question: str
    answer: Answer | None


def plain_text(text: str) -> str:
    """Markdown-safe text: markup of the source shows as text."""
    return escape(text, quote=False)


def tooltip(locator: Locator) -> str:
    """The quote on one line, fit for a Markdown link title."""
    quote = " ".join(f"{locator.source}：{locator.quote}".split())
    quote = quote if len(quote) <= TOOLTIP else quote[:TOOLTIP] + "…"
    return escape(quote).replace("\\", "＼").replace("[", "［").replace("]", "］")


def linked(answer: Answer, turn: int) -> str:
    """The answer's Markdown with each [n] a link that the page opens as its source."""
    places = {citation.n: citation.locator for citation in answer.citations}

    def link(match: re.Match[str]) -> str:
        n = int(match.group(1))
        if n not in places:
            return match.group(0)
        return f'[\\[{n}\\]](#yj-{turn}-{n} "{tooltip(places[n])}")'

    return MARK.sub(link, plain_text(answer.answer))


def messages(turns: list[Turn]) -> list[dict[str, str]]:
    """The conversation as Gradio's messages."""
    found = []
    for number, turn in enumerate(turns):
        found.append({"role": "user", "content": plain_text(turn.question)})
        if turn.answer is not None:
            found.append({"role": "assistant", "content": linked(turn.answer, number)})
    return found


def failed(question: str, error: YoujuError) -> Answer:
    """An error as an answer: one clear line, nothing lost."""
    return Answer(question, "error", str(error), (), refused=True, reason=str(error))


class Chat:
    """The handlers of the tab; no state of its own."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def ask(
        self, question: str, turns: list[Turn]
    ) -> Iterator[tuple[str, list[dict[str, str]], list[Turn], str]]:
        """Stream an answer: (emptied input, messages, turns, source of the first citation)."""
        earlier = [turn.question for turn in turns]
        if not question.strip():
            yield question, messages(turns), turns, NO_SOURCE
            return
        whole: Answer | None = None
        try:
            for answer in self.assistant.stream(question, earlier):
                whole = answer
                grown = [*turns, Turn(question, answer)]
                yield "", messages(grown), grown, NO_SOURCE
        except YoujuError as error:
            whole = failed(question, error)
            grown = [*turns, Turn(question[:200], whole)]
            yield "", messages(grown), grown, NO_SOURCE
        if whole is not None and whole.citations:
            yield "", messages(grown), grown, self.source(whole.citations[0].locator)

    def open(self, turns: list[Turn], event: gr.EventData) -> str:
        """The source of the citation that was clicked (key ``turn-n``)."""
        key = str(getattr(event, "_data", {}).get("key", ""))
        match = re.fullmatch(r"(\d+)-(\d+)", key)
        if match is None or int(match.group(1)) >= len(turns):
            return NO_SOURCE
        answer = turns[int(match.group(1))].answer
        for citation in answer.citations if answer else ():
            if citation.n == int(match.group(2)):
                return self.source(citation.locator)
        return NO_SOURCE

    def source(self, locator: Locator) -> str:
        """The document around a place, as HTML."""
        try:
            document = self.assistant.catalogue.document(locator.document)
        except YoujuError as error:
            return f'<p class="yj-empty">{escape(str(error))}</p>'
        return source_html(document, locator.start, locator.end)


def cite_script() -> str:
    """The script that tells Python which citation was clicked."""
    return (Path(__file__).parent / "assets" / "cite.js").read_text("utf-8")


def suggestions(assistant: Assistant, most: int = 4) -> list[str]:
    """Questions about what the library really holds, to start with."""
    found: list[str] = []
    for stored in assistant.catalogue.declarations():
        declaration = stored.declaration
        if not declaration.project or not declaration.indicators:
            continue
        year = f"{declaration.year}年" if declaration.year else ""
        unit = declaration.unit or ""
        row = next((i for i in declaration.indicators if i.target.number is not None), None)
        if row is not None:
            found.append(f"{year}{unit}{declaration.project}的{row.name}目标值是多少？")
        if len(found) >= most - 1:
            break
    numbers = [b.basis.number for b in assistant.catalogue.bases() if b.basis.number]
    if numbers:
        found.append(f"{numbers[0]}是什么文件？谁引用过？")
    return found[:most]


def build(assistant: Assistant) -> Any:
    """The tab's components; returns the chat's input box for tests and other tabs."""
    chat = Chat(assistant)
    turns = gr.State([])
    with gr.Row(equal_height=False):
        with gr.Column(scale=5, min_width=340):
            box = gr.Chatbot(
                label="对话",
                height="62vh",
                buttons=["copy"],
                placeholder="**问一个数、一份依据或一个缘由**\n\n答复的每一句都能打开出处；没有依据会直说。",
                feedback_options=("有用", "有误"),
                elem_id="yj-chat",
                latex_delimiters=[],
                allow_tags=False,
            )
            with gr.Row():
                question = gr.Textbox(
                    label="问题",
                    show_label=False,
                    placeholder="例如：某项目某指标的目标值是多少？为什么？",
                    scale=6,
                    max_length=20000,
                    elem_id="yj-question",
                    autofocus=True,
                )
                send = gr.Button("提问", variant="primary", scale=1, min_width=88)
            with gr.Row():
                examples = [
                    gr.Button(text, size="sm", elem_classes="yj-suggestion")
                    for text in suggestions(assistant)
                ]
                clear = gr.Button("新对话", size="sm")
        with gr.Column(scale=4, min_width=320):
            source = gr.HTML(NO_SOURCE, elem_id="yj-source", label="原文", autoscroll=False)
            opener = gr.HTML("", js_on_load=cite_script(), elem_id="yj-opener")
    outputs = [question, box, turns, source]
    for trigger in (question.submit, send.click):
        trigger(chat.ask, [question, turns], outputs, show_progress="hidden", api_name=False)
    for button in examples:
        button.click(chat.ask, [button, turns], outputs, show_progress="hidden", api_name=False)
    opener.click(chat.open, [turns], [source], show_progress="hidden", api_name=False)
    clear.click(
        lambda: ("", [], [], NO_SOURCE), None, outputs, show_progress="hidden", api_name=False
    )
    return question
