"""``ask --batch``: one question a line in, one answer a line out, in order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.domain.shapes import to_json
from assistant.errors import ReadError, UsageError

if TYPE_CHECKING:
    from assistant.app import Assistant


class Question(BaseModel):
    """One line of the file: the question and the earlier ones of its conversation."""

    model_config = ConfigDict(extra="ignore")

    q: str
    context: list[str] = []


def questions(path: Path) -> list[Question]:
    """The questions of a JSONL file. Raises ReadError or UsageError, naming the line."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(str(path), "不能读取（应为 UTF-8 的 JSONL）") from error
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(Question.model_validate_json(line))
        except ValidationError as error:
            raise UsageError(f"{path} 第 {number} 行应为含 q 的 JSON 对象") from error
    return found


def answers(assistant: Assistant, asked: list[Question]) -> Iterator[str]:
    """One JSON line a question; an unusable question is refused in its own line."""
    for question in asked:
        try:
            answer = to_json(assistant.ask(question.q, question.context))
        except UsageError as error:
            answer = {
                "question": question.q[:200], "kind": "unusable", "answer": str(error),
                "citations": [], "refused": True, "reason": str(error), "derivation": [],
                "model": None, "elapsed_ms": 0.0,
            }  # fmt: skip
        yield json.dumps(answer, ensure_ascii=False)
