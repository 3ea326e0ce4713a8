"""文号所指的内容: what the text of a numbered document says, where more than its entry is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.domain.answer import Answer
from assistant.jobs.answer.compose import refusal
from assistant.jobs.answer.grounds import basis_answer
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf

_NUMBERED = re.compile(r"^.*?〔\d{4}〕\s*第?\d+\s*号[文件]?")
_LEAD = "》）)，,、： 的里中把将规定要求明确"
_FIGURES = frozenset(("number", "count", "rate", "amount"))
_OF_ENTRY = re.compile(r"引用|哪[几些]份|几份|几处|被|谁|发文|标题|几号|全称|名称")
"""What the entry itself tells."""
_PARTED = re.compile(
    r"(?:分成|分为|包括|包含|规定了?|要求|明确了?)[^，。？]{0,6}(?:哪|什么)|哪[几些](?:类|种|条|项|个|方面)"
)
_TITLE = re.compile(r"《([^》]+)》")
_SAME_TITLE = 6
"""Characters in a row of a document's title that the file which holds it has in its name."""


def told_within(
    query: Query, shelf: Shelf, ask: Callable[[str, Sequence[str]], Answer]
) -> Answer | None:
    """The answer from the document's own text; None where its entry is what is asked for.

    A refusal where a figure is asked for and the text is not held or does not say it: the entry
    would be no answer, nor would another document's figure.
    """
    rest = _NUMBERED.sub("", query.question).lstrip(_LEAD)
    figure = query.asked in _FIGURES and not _OF_ENTRY.search(rest)
    if query.law or not (figure or _PARTED.search(rest)):
        return None
    entry = basis_answer(query, shelf)
    if entry is None or entry.refused:
        return entry
    found = ask(rest, ())
    title = _TITLE.search(entry.answer)
    within = title is not None and any(
        _common_run(one.locator.source, title[1]) >= _SAME_TITLE for one in found.citations
    )
    if not found.refused and within:
        return replace(found, question=query.question)
    if not figure:
        return None
    said = f"资料库登记了{query.number}，但没有存它的全文，或全文里没有查到所问，不以别处的数代替。"
    return refusal(query, said, kind="basis")


def _common_run(left: str, right: str) -> int:
    best = 0
    for at in range(len(left)):
        while at + best < len(left) and left[at : at + best + 1] in right:
            best += 1
    return best
