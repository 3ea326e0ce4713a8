"""对话: questions and answers, each citation opening its place in the source beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.app import QUESTION_LIMIT
from assistant.domain.answer import Answer
from assistant.web import feedback, history
from assistant.web.link import carried, clicked, key_of, opener
from assistant.web.said import empty, line_of
from assistant.web.show import open_key
from assistant.web.steps import Step, steps_of
from assistant.web.suggest import suggestions
from assistant.web.turns import Turn, exported, messages, turn_of

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.web.opening import Opening

NO_SOURCE = empty(
    "出处在这里打开：把鼠标停在答复的 [1] 上看引文，点一下看原文，所引的行或句会标出来。"
)
EMPTY = "资料库还是空的，没有依据可查。先到“资料”页上传申报、预算或文件，再来提问。"
WELCOME = "### 问一个数、一份依据或一个缘由\n每一句都能打开出处；没有依据会直说。"
BEGIN = "### 资料库还是空的\n先到“资料”页上传申报、预算或文件，就可以来提问了。"
SHOWN_QUESTION = 300
"""Characters of a question that was refused for its length."""
TOGETHER = 8
"""Questions answered at the same time; more wait their turn."""
QUIET = {"show_progress": "hidden", "api_visibility": "private"}


class Chat:
    """The handlers of the tab."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self._proposed: tuple[int, list[dict[str, str]]] = (-1, [])

    def proposals(self) -> list[dict[str, str]]:
        """The questions proposed before the first is asked, as the library is now."""
        try:
            if not self.assistant.has_library():
                return []
            generation = self.assistant.catalogue.generation()
            if self._proposed[0] != generation:
                found = [{"text": text} for text in suggestions(self.assistant)]
                self._proposed = (generation, found)
        except Exception as error:  # noqa: BLE001 - the face: a library in trouble still opens the page
            line_of(error)
        return self._proposed[1]

    def welcome(self) -> str:
        """What stands where nothing has been asked yet."""
        return WELCOME if self.assistant.has_library() else BEGIN

    def ask(self, question: str, turns: list[Turn]) -> Iterator[tuple[Any, Any, Any, Any]]:
        """Stream an answer: (emptied input, messages, turns, source of the first citation).

        An answer that was computed is there at once; only a model's words come one by one.
        """
        earlier = [turn["q"] for turn in turns]
        if not question.strip():
            yield question, messages(turns), turns, NO_SOURCE
            return
        # Emptied at once and left alone after: what is typed next must not be wiped by the answer.
        yield "", gr.skip(), gr.skip(), gr.skip()
        whole: Answer | None = None
        try:
            for answer in self.assistant.stream(question, earlier):
                whole = answer
                if answer.model is not None:
                    grown = [*turns, turn_of(question, answer)]
                    yield gr.skip(), messages(grown), grown, NO_SOURCE
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            line, question = line_of(error), question[:SHOWN_QUESTION]
            whole = Answer(question, "error", line, (), refused=True, reason=line)
        if whole is None:
            return
        if whole.refused and whole.kind != "error" and not self.assistant.documents():
            whole = replace(whole, answer=EMPTY, reason=EMPTY)
        grown = [*turns, turn_of(question, whole, self.steps(question, earlier, whole))]
        source = NO_SOURCE
        if whole.citations:
            source = open_key(self.assistant, key_of(whole.citations[0].locator))
        yield gr.skip(), messages(grown), grown, source

    def steps(self, question: str, earlier: list[str], answer: Answer) -> list[Step]:
        """Where the work goes on; none where that cannot be told."""
        try:
            return steps_of(self.assistant, question, earlier, answer)
        except Exception as error:  # noqa: BLE001 - the face: the answer is shown all the same
            line_of(error)
            return []

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
            gr.Warning("还没有问答可以导出，先问一句。")
            return None
        return _written(exported(turns))

    def past(
        self, turns: list[Turn], id: str, event: gr.EventData
    ) -> tuple[Any, list[Turn], str, Any, Any]:
        """An earlier conversation to read or to go on with, or all of them as a file."""
        data = carried(event, history.LARGEST)
        if "export" in data:
            return gr.skip(), turns, id, gr.skip(), _written(history.exported_all(data["export"]))
        opened = history.known([data.get("open")])
        if not opened:
            gr.Warning("这段对话的记录不完整，打不开。")
            return gr.skip(), turns, id, gr.skip(), None
        old = opened[0]["turns"]
        return messages(old), old, opened[0]["id"], NO_SOURCE, None


def _written(text: str) -> str:
    path = Path(tempfile.mkdtemp(prefix="youju-")) / "问答记录.md"
    path.write_text(text, "utf-8")
    return str(path)


def keep(turns: list[Turn], id: str) -> tuple[str, dict[str, Any]]:
    """The conversation as the browser is to keep it; an unanswered one is not kept."""
    kept = history.kept(id, turns)
    return kept["id"], kept


def fresh() -> tuple[Any, ...]:
    """A new conversation."""
    return "", [], [], NO_SOURCE, history.new_id()


class Parts:
    """The tab's components."""

    def __init__(self, chat: Chat) -> None:
        self.turns, self.id = gr.State([]), gr.State("")
        self.kept = gr.JSON(visible=False)
        with gr.Row(equal_height=False):
            with gr.Column(scale=5, min_width=320):
                self.box = gr.Chatbot(
                    label="对话",
                    show_label=False,
                    height="clamp(340px, calc(100vh - 290px), 760px)",
                    buttons=["copy"],
                    placeholder=chat.welcome(),
                    examples=chat.proposals(),
                    feedback_options=("有用", "有误"),
                    elem_id="yj-chat",
                    latex_delimiters=[],
                    allow_tags=False,
                )
                with gr.Row(elem_classes="yj-ask"):
                    self.question = gr.Textbox(
                        label="问题",
                        show_label=False,
                        container=False,
                        placeholder="例如：某项目某指标的目标值是多少？为什么？",
                        scale=6,
                        max_length=20000,
                        elem_id="yj-question",
                        autofocus=True,
                    )
                    self.send = gr.Button("提问", variant="primary", scale=1, min_width=88)
                with gr.Row(elem_classes="yj-quick"):
                    self.new = gr.Button("新对话", size="sm", min_width=80, elem_id="yj-new")
                    self.history = gr.Button(
                        "历史对话", size="sm", min_width=80, elem_id="yj-history"
                    )
                    self.save = gr.Button("导出", size="sm", min_width=80, elem_id="yj-save")
                self.file = gr.File(label="导出的文件", visible=False, elem_id="yj-export")
            with gr.Column(scale=4, min_width=320):
                self.source = gr.HTML(NO_SOURCE, elem_id="yj-source", label="原文")
                self.opener = opener("chat")
                self.go = opener("go-ask")
                self.past = opener("history")


def build(assistant: Assistant, page: Opening) -> None:
    """The tab with its events."""
    chat = Chat(assistant)
    on = Parts(chat)
    outputs = [on.question, on.box, on.turns, on.source]
    together = {"concurrency_limit": TOGETHER, "concurrency_id": "ask", **QUIET}

    def kept(event: Any) -> None:
        event.then(keep, [on.turns, on.id], [on.id, on.kept], **QUIET).then(
            None, [on.kept], None, js="(one) => window.yjHistory.keep(one)", **QUIET
        )

    for trigger in (on.question.submit, on.send.click):
        kept(trigger(chat.ask, [on.question, on.turns], outputs, **together))

    def example(turns: list[Turn], event: gr.SelectData) -> Iterator[Any]:
        yield from chat.ask(str(event.value["text"]), turns)

    def proposed(turns: list[Turn], event: gr.EventData) -> Iterator[Any]:
        yield from chat.ask(str(carried(event, QUESTION_LIMIT).get("ask", "")), turns)

    kept(on.box.example_select(example, [on.turns], outputs, **together))
    kept(on.go.click(proposed, [on.turns], outputs, **together))
    on.opener.click(chat.open, None, [on.source], **QUIET)
    on.box.like(chat.judge, [on.turns], None, **QUIET)
    for trigger in (on.new.click, on.box.clear):
        trigger(fresh, None, [*outputs, on.id], **QUIET)
    on.history.click(None, None, None, js="() => window.yjHistory.show()", **QUIET)
    reopened = [on.box, on.turns, on.id, on.source, on.file]
    for event in (
        on.past.click(chat.past, [on.turns, on.id], reopened, **QUIET),
        on.save.click(chat.export, [on.turns], [on.file], **QUIET),
    ):
        event.then(lambda f: gr.File(visible=f is not None), [on.file], [on.file], **QUIET)
    page.load(
        lambda: gr.Chatbot(examples=chat.proposals(), placeholder=chat.welcome()), None, [on.box]
    )
