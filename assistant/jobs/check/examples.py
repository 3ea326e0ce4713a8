"""例: the model declarations that the rules' examples are parts of."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from assistant.domain.document import Document
from assistant.jobs.check.registry import Rule
from assistant.reading.files import read_bytes

_NAMES = {
    "street": "street.txt", "form": "form.md", "bureau": "bureau.txt", "short": "short.md",
    "twins": "twins.md", "department": "department.txt", "large": "large.txt",
    "decomposed": "decomposed.txt", "evaluated": "evaluated.md", "told": "told.txt",
    "sourced": "sourced.md",
}  # fmt: skip


@lru_cache(maxsize=16)
def model_text(model: str) -> str:
    """A clean declaration as text."""
    return (files("assistant.jobs.check") / "models" / _NAMES[model]).read_text("utf-8")


def example(rule: Rule, *, wrong: bool) -> tuple[Document, tuple[int, int]]:
    """The rule's model with its right or its wrong example, and where the example stands.

    Raises ValueError where the right example does not stand in the model.
    """
    text = model_text(rule.model)
    at = text.find(rule.right)
    if at < 0:
        raise ValueError(f"{rule.code}: the right example is not in the model {rule.model}")
    put = rule.wrong if wrong else rule.right
    changed = text[:at] + put + text[at + len(rule.right) :]
    (document,) = read_bytes(changed.encode("utf-8"), _NAMES[rule.model])
    return document, (at, at + len(put))
