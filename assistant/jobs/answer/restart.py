"""改口: what a speaker takes back (电动……啊不是，电费): the question without it."""

from __future__ import annotations

import re

from assistant.jobs.answer.language import cut

_TAKEN_BACK = re.compile(
    r"(?P<left>[^，,。？?！!；;…]*?)(?P<pause>[，,…\s]|\.{2,}|—+)+(?:啊|哦|噢|呃|唉|哎|嗯|诶|喔)?\s*"
    r"(?:不是|不对|说错了?|错了|打错了?|口误|写错了?)(?!吗|么|嘛|吧)(?:啊|哦|噢|了)?[，,。、…\s]+(?=\S{3})"
)
"""What was said, a pause, and the words that take back its last one."""


def restarted(question: str) -> str:
    """``question`` as it is meant; unchanged where nothing is taken back."""
    match = _TAKEN_BACK.match(question)
    if match is None:
        return question
    words = cut(match["left"])
    kept = "".join(word.text for word in words[:-1]) if words else ""
    return kept + question[match.end() :]
