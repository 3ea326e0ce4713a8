"""驾驭: a question through a model, with the model-free answer as evidence and as way back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from assistant.domain.answer import Answer
from assistant.domain.locator import Locator
from assistant.domain.provenance import touching
from assistant.errors import ModelError, ModelMisbehaved, ModelUnavailable
from assistant.jobs.model.claims import Figure, figures, plain
from assistant.jobs.model.client import NoTools, open_model, speaking
from assistant.jobs.model.evidence import Ledger, cited, renumbered
from assistant.jobs.model.gate import Verdict, contains_all, judge
from assistant.jobs.model.prompts import prompt
from assistant.jobs.model.toolbox import Toolbox
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.jobs.answer.answerer import Answerer

STEPS = 12
"""Nodes of the agent's graph at most: five calls of tools and their answers."""
LONGEST = 8_000
"""Characters of a model's text that are read; the rest is cut off with the connection."""
_BOLD = re.compile(r"\*\*(.+?)\*\*")


class Said(BaseModel):
    """One sentence of a model that answers in JSON."""

    text: str
    cites: list[int] = []


class Sayings(BaseModel):
    """The whole answer of such a model."""

    sentences: list[Said]


@dataclass(frozen=True, slots=True)
class Conversation:
    """One question in the making."""

    question: str
    base: Answer
    ledger: Ledger
    asking: str
    deadline: float


class ModelDriver:
    """Answers through a model; the same answer as without one where the model fails."""

    def __init__(self, answerer: Answerer, settings: Settings) -> None:
        self.answerer = answerer
        self.settings = settings
        self._tools = True

    @cached_property
    def model(self) -> BaseChatModel:
        """The chat model, made at the first question."""
        return open_model(self.settings)

    def ask(self, question: str, context: Sequence[str] = ()) -> Answer:
        """The gated answer, or the model-free one with a line that says why."""
        *_, last = self.stream(question, context)
        return last

    def stream(self, question: str, context: Sequence[str] = ()) -> Iterator[Answer]:
        """Answers as they grow: only sentences that passed the gate; the last is whole."""
        begun = time.perf_counter()
        base = self.answerer.ask(question, context)
        if base.refused:
            # Nothing in the library bears on it: a model could only make something up.
            yield base
            return
        try:
            for answer in self._through_model(question, context, base):
                yield replace(answer, elapsed_ms=_since(begun))
        except ModelError as error:
            yield replace(_fallen_back(base, str(error)), elapsed_ms=_since(begun))

    def _through_model(
        self, question: str, context: Sequence[str], base: Answer
    ) -> Iterator[Answer]:
        talk = self._conversation(question, context, base)
        text = ""
        for text in self._speak(talk, [("user", talk.asking)]):
            partial = judge(_complete(text), talk.ledger, question)
            if partial.text and not partial.rejected:
                yield self._shown(talk, partial)
        verdict = judge(text, talk.ledger, question)
        if verdict.rejected or not verdict.used:
            verdict = self._again(talk, text, verdict)
        if not verdict.text:
            raise ModelMisbehaved("模型的答复没有通过核对")
        if not contains_all(verdict.text, _principal(base)):
            raise ModelMisbehaved("模型的答复缺少资料中的主要数字")
        yield self._shown(talk, verdict)

    def _conversation(self, question: str, context: Sequence[str], base: Answer) -> Conversation:
        ledger = Ledger(self._about, self._mended)
        computed = ledger.add_answer(base)
        Toolbox(self.answerer, ledger).add_passages(question)
        asking = prompt(
            "question", question=question, earlier="\n".join(context) or "（无）",
            computed=computed, evidence=ledger.shown(),
        )  # fmt: skip
        deadline = time.monotonic() + self.settings.model_timeout
        return Conversation(question, base, ledger, asking, deadline)

    def _again(self, talk: Conversation, text: str, verdict: Verdict) -> Verdict:
        """Once more with the gate's reasons; the better of the two, its faults dropped."""
        reasons = "\n".join(f"- {one.text}：{one.reason}" for one in verdict.rejected[:12])
        asking = prompt(
            "again", reasons=reasons or "- 全文：没有注明出处", evidence=talk.ledger.shown()
        )
        earlier = [("user", talk.asking), ("assistant", text[:LONGEST]), ("user", asking)]
        try:
            said = [text, *self._speak(talk, earlier)][-1]
        except ModelUnavailable:
            return verdict
        second = judge(said, talk.ledger, talk.question)
        return second if len(second.used) >= len(verdict.used) else verdict

    def _speak(self, talk: Conversation, messages: list[tuple[str, str]]) -> Iterator[str]:
        """The model's text as it grows: by an agent with tools, else as JSON."""
        if self._tools:
            try:
                with speaking():
                    yield from self._agent_text(talk, messages)
                return
            except NoTools:
                self._tools = False
        try:
            with speaking():
                yield self._json_text(talk, messages)
        except NoTools as error:
            raise ModelUnavailable(str(error)) from error

    def _agent_text(self, talk: Conversation, messages: list[tuple[str, str]]) -> Iterator[str]:
        from langchain.agents import create_agent

        tools = Toolbox(self.answerer, talk.ledger).tools()
        agent: Any = create_agent(self.model, tools=tools, system_prompt=prompt("system"))
        text = ""
        for piece, _ in agent.stream(
            {"messages": messages}, {"recursion_limit": STEPS}, stream_mode="messages"
        ):
            if time.monotonic() > talk.deadline:
                raise ModelUnavailable("模型没有在限定时间内答复")
            if getattr(piece, "type", "") not in ("ai", "AIMessageChunk"):
                text = ""  # a tool's answer: what the model said before it was no answer
                continue
            text += _spoken(piece.content)
            if len(text) > LONGEST:
                break
            if text:
                yield text

    def _json_text(self, talk: Conversation, messages: list[tuple[str, str]]) -> str:
        text = ""
        orders = f"{prompt('system')}\n{prompt('json')}"
        for piece in self.model.stream([("system", orders), *messages]):
            if time.monotonic() > talk.deadline:
                raise ModelUnavailable("模型没有在限定时间内答复")
            text += _spoken(piece.content)
            if len(text) > LONGEST:
                break
        return from_json(text)

    def _shown(self, talk: Conversation, verdict: Verdict) -> Answer:
        text = verdict.text
        citations, numbers = talk.ledger.citations(cited(text))
        return replace(
            talk.base, answer=renumbered(text, numbers), citations=citations,
            model=self.settings.model,
        )  # fmt: skip

    def _mended(self, place: Locator) -> str:
        """The values of a place that were corrected by hand: they hold, not those printed."""
        found = touching(place, self.answerer.catalogue.corrections.holding())
        return "".join(f"（人工更正：{one.title}为{one.new}）" for one in found)

    def _about(self, place: Locator) -> str:
        """Whose a place is: file, unit, year and project of the declaration around it."""
        for stored in self.answerer.catalogue.declarations(document=place.document):
            found = stored.declaration
            if found.span[0] <= place.start < found.span[1]:
                year = f"{found.year}年" if found.year else ""
                parts = (place.source, year, found.unit, found.department, found.project)
                return " ".join(part for part in parts if part)
        return place.source


def from_json(text: str) -> str:
    """Sentences with their marks from a JSON answer; other text is passed on to the gate."""
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end <= start:
        return text
    try:
        sayings = Sayings.model_validate_json(text[start : end + 1])
    except ValidationError:
        return text
    return "\n".join(
        one.text.replace("\n", " ") + "".join(f"[{n}]" for n in one.cites)
        for one in sayings.sentences
    )


def _spoken(content: object) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(
            part if isinstance(part, str) else str(part.get("text", ""))
            for part in content
            if isinstance(part, str | dict)
        )
    return ""


def _complete(text: str) -> str:
    """The text up to its last finished sentence with its marks."""
    end = max(text.rfind(mark) for mark in "。！？\n")
    after = re.match(r"(?:\s*\[\d{1,3}\])*", text[end + 1 :])
    tail = after.end() if after else 0
    # A mark may still be growing at the very end: wait for what follows it.
    return text[: end + 1 + tail] if end >= 0 and end + 1 + tail < len(text) else ""


def _principal(base: Answer) -> list[Figure]:
    """The figures that the answer is about: those set in bold in its first paragraph."""
    first = base.answer.strip().split("\n\n")[0]
    return [figure for bold in _BOLD.findall(first)[:2] for figure in figures(plain(bold))]


def _fallen_back(base: Answer, why: str) -> Answer:
    line = f"（语言模型未采用：{why}。以下由资料直接得出。）"
    return replace(base, answer=f"{line}\n\n{base.answer}", reason=why)


def _since(begun: float) -> float:
    return round((time.perf_counter() - begun) * 1000, 2)


__all__ = ["ModelDriver", "Said", "Sayings", "from_json"]
