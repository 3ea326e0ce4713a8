"""对话: questions and answers, each citation opening its place in the source beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.domain.answer import Answer
from assistant.web import feedback, history
from assistant.web.link import clicked, key_of, opener
from assistant.web.said import empty, line_of
from assistant.web.show import open_key
from assistant.web.suggest import suggestions
from assistant.web.turns import Turn, exported, messages, turn_of, valid

if TYPE_CHECKING:
    from assistant.app import Assistant

NO_SOURCE = empty("点答复中的 [1] 查看原文，出处会在这里标出。")
SHOWN_QUESTION = 300
"""Characters of a question that was refused for its length."""
TOGETHER = 8
"""Questions answered at the same time; more wait their turn."""
QUIET = {"show_progress": "hidden", "api_visibility": "private"}


class Chat:
    """The handlers of the tab; no state of its own."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def ask(
        self, question: str, turns: list[Turn]
    ) -> Iterator[tuple[str, list[dict[str, str]], list[Turn], str]]:
        """Stream an answer: (emptied input, messages, turns, source of the first citation).

        An answer that was computed is there at once; only a model's words come one by one.
        """
        earlier = [turn["q"] for turn in turns]
        if not question.strip():
            yield question, messages(turns), turns, NO_SOURCE
            return
        whole: Answer | None = None
        try:
            for answer in self.assistant.stream(question, earlier):
                whole = answer
                if answer.model is not None:
                    grown = [*turns, turn_of(question, answer)]
                    yield "", messages(grown), grown, NO_SOURCE
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            line, question = line_of(error), question[:SHOWN_QUESTION]
            whole = Answer(question, "error", line, (), refused=True, reason=line)
        if whole is None:
            return
        grown = [*turns, turn_of(question, whole)]
        source = NO_SOURCE
        if whole.citations:
            source = open_key(self.assistant, key_of(whole.citations[0].locator))
        yield "", messages(grown), grown, source

    def open(self, event: gr.EventData) -> str:
        """The source of the citation that was clicked."""
        return open_key(self.assistant, clicked(event))

    def judge(self, turns: list[Turn], data: gr.LikeData) -> None:
        """有用 or 有误 for one answer."""
        number = data.index if isinstance(data.index, int) else data.index[0]
        if 0 <= number // 2 < len(turns):
            useful = data.liked is True or data.liked == "有用"
            if feedback.record(self.assistant.settings.index, turns[number // 2], useful):
                gr.Info("已记下，谢谢。", duration=2)

    def export(self, turns: list[Turn]) -> str | None:
        """The conversation with its sources as a file."""
        if not turns:
            gr.Warning("还没有问答可以导出。")
            return None
        path = Path(tempfile.mkdtemp(prefix="youju-")) / "问答记录.md"
        path.write_text(exported(turns), "utf-8")
        return str(path)


def reopen(chosen: str | None, past: object) -> tuple[Any, list[Turn], str, str]:
    """An earlier conversation, to read or to go on with."""
    for one in history.known(past):
        if one["id"] == chosen:
            turns = valid(one["turns"])
            return messages(turns), turns, one["id"], NO_SOURCE
    return [], [], history.new_id(), NO_SOURCE


def keep(turns: list[Turn], id: str, past: object) -> tuple[list[dict[str, Any]], str, Any]:
    """Keep the conversation in the browser."""
    id = id or history.new_id()
    grown = history.kept(past, id, turns)
    return grown, id, gr.Dropdown(choices=history.choices(grown), value=None)


def fresh() -> tuple[Any, ...]:
    """A new conversation."""
    return "", [], [], NO_SOURCE, history.new_id()


class Parts:
    """The tab's components."""

    def __init__(self, assistant: Assistant) -> None:
        self.turns, self.id = gr.State([]), gr.State("")
        self.past = gr.BrowserState([], storage_key="youju-history", secret="youju")
        with gr.Row(equal_height=False):
            with gr.Column(scale=5, min_width=320):
                self.box = gr.Chatbot(
                    label="对话",
                    height="min(58vh, 620px)",
                    buttons=["copy"],
                    placeholder="### 问一个数、一份依据或一个缘由\n每一句都能打开出处；没有依据会直说。",
                    examples=[{"text": text} for text in suggestions(assistant)],
                    feedback_options=("有用", "有误"),
                    elem_id="yj-chat",
                    latex_delimiters=[],
                    allow_tags=False,
                )
                with gr.Row(elem_classes="yj-ask"):
                    self.question = gr.Textbox(
                        label="问题",
                        show_label=False,
                        placeholder="例如：某项目某指标的目标值是多少？为什么？",
                        scale=6,
                        max_length=20000,
                        elem_id="yj-question",
                        autofocus=True,
                    )
                    self.send = gr.Button("提问", variant="primary", scale=1, min_width=88)
                with gr.Row(elem_classes="yj-tools"):
                    self.chosen = gr.Dropdown(
                        [],
                        value=None,
                        label="历史对话（可输入字词查找）",
                        elem_id="yj-history",
                        scale=4,
                        min_width=180,
                    )
                    self.new = gr.Button("新对话", size="sm", min_width=80)
                    self.save = gr.Button("导出", size="sm", min_width=80)
                self.file = gr.File(label="导出的文件", visible=False, elem_id="yj-export")
            with gr.Column(scale=4, min_width=320):
                self.source = gr.HTML(NO_SOURCE, elem_id="yj-source", label="原文")
                self.opener = opener("chat")


def build(assistant: Assistant, page: Any) -> None:
    """The tab with its events."""
    chat, on = Chat(assistant), Parts(assistant)
    outputs = [on.question, on.box, on.turns, on.source]
    together = {"concurrency_limit": TOGETHER, "concurrency_id": "ask", **QUIET}
    kept = ([on.turns, on.id, on.past], [on.past, on.id, on.chosen])
    for trigger in (on.question.submit, on.send.click):
        trigger(chat.ask, [on.question, on.turns], outputs, **together).then(keep, *kept, **QUIET)

    def example(turns: list[Turn], event: gr.SelectData) -> Iterator[Any]:
        yield from chat.ask(str(event.value["text"]), turns)

    on.box.example_select(example, [on.turns], outputs, **together).then(keep, *kept, **QUIET)
    on.opener.click(chat.open, None, [on.source], **QUIET)
    on.box.like(chat.judge, [on.turns], None, **QUIET)
    for trigger in (on.new.click, on.box.clear):
        trigger(fresh, None, [*outputs, on.id], **QUIET)
    on.chosen.input(reopen, [on.chosen, on.past], [on.box, on.turns, on.id, on.source], **QUIET)
    on.save.click(chat.export, [on.turns], [on.file], **QUIET).then(
        lambda f: gr.File(visible=f is not None), [on.file], [on.file], **QUIET
    )
    page.load(
        lambda past: gr.Dropdown(choices=history.choices(past)), [on.past], [on.chosen], **QUIET
    )
