"""行文: a model may word a draft's goals; what it writes must say just what the text says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field, ValidationError

from assistant.domain.locator import Locator
from assistant.errors import ModelError
from assistant.jobs.model.claims import figures, numbers
from assistant.jobs.model.client import NoTools, open_model, speaking
from assistant.jobs.model.evidence import Evidence
from assistant.jobs.model.gate import sentence_fault, sentences
from assistant.jobs.model.prompts import prompt
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TRIES = 3
"""Once, and twice more with the findings."""
WORDED = frozenset({"overall", "annual"})
"""Fields that are worded; everything else is carried as it stands."""
OPEN = ("待填", "待核")
LONGEST = 2_000


class Worded(BaseModel):
    """The structured output: one text."""

    text: str = Field(min_length=4, max_length=LONGEST)


class ModelWording:
    """Words goals through a chat model; the text itself where the model fails three times."""

    def __init__(self, settings: Settings, note: Callable[[str], None] | None = None) -> None:
        self.settings = settings
        self.note = note or (lambda line: None)

    @cached_property
    def model(self) -> BaseChatModel:
        """The chat model, made at the first text."""
        return open_model(self.settings)

    def word(self, kind: str, text: str) -> str:
        """The text in better words, or as it was."""
        if kind not in WORDED or not text.strip() or len(text) > LONGEST:
            return text
        findings = "（无）"
        for _ in range(TRIES):
            try:
                said = self._ask(kind, text, findings)
            except ModelError as error:
                self.note(f"模型未能改写：{error}")
                return text
            faults = ["不是所要求的 JSON"] if said is None else differences(text, said)
            if said is not None and not faults:
                return said
            findings = "\n".join(f"- {fault}" for fault in faults[:8])
        self.note("模型的改写没有通过核对，沿用原文")
        return text

    def _ask(self, kind: str, text: str, findings: str) -> str | None:
        asking = prompt("wording", field=kind, text=text, findings=findings)
        try:
            with speaking():
                content = self.model.invoke(
                    [("system", prompt("system")), ("user", asking)]
                ).content
        except NoTools as error:
            raise ModelError(str(error)) from error
        said = content if isinstance(content, str) else ""
        start, end = said.find("{"), said.rfind("}")
        try:
            return Worded.model_validate_json(said[start : end + 1]).text.strip()
        except ValidationError:
            return None


def differences(text: str, said: str) -> list[str]:
    """What a rewording adds to the text or loses from it; none means it says the same."""
    place = Locator("", "", None, 0, len(text), text)
    source = Evidence(1, "", "", text, place)
    found = [
        fault for one in sentences(said) if (fault := sentence_fault(one, [source])) is not None
    ]
    kept = figures(said)
    lost = [f.raw for f in figures(text) if not any(f.agrees(k) or k.agrees(f) for k in kept)]
    lost += sorted(numbers(text) - numbers(said))
    found += [f"漏了“{raw.strip()}”" for raw in lost]
    before, after = (Counter({word: one.count(word) for word in OPEN}) for one in (text, said))
    found += [f"“{word}”应有 {before[word]} 处" for word in OPEN if before[word] != after[word]]
    return found
