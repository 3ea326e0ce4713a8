"""合问: whether an answer fits its question at all, whatever job gave it.

The last look: what fails it is refused, for an answer beside the point misleads.
"""

from __future__ import annotations

import re

from assistant.domain.answer import Answer
from assistant.domain.numerals import parse_number
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.defining import says_what
from assistant.jobs.answer.demands import has_kind
from assistant.jobs.answer.query import Query

_TOLD_OF = re.compile(
    r"([两二三四五六七八九])(?:笔|块|部分)(?:钱|费用|经费)?(?:并|加|合|拢|总|一共|共|凑)"
)
_ADDED_UP = re.compile(r"（((?:[\d,.]+ \+ )+[\d,.]+) =")
_WHOLE = re.compile(r"合计|总")
_PER = re.compile(r"人均|平均|每|单价|÷|[/／]")
"""What an answer by the head or piece has somewhere; a whole amount is none."""
_LITTLE = re.compile(r"那|呢|的|吗|呀|啊|是|它|这个|那个|[？?，,。]")
_A_WORD = 2
"""Characters left of a follow-up that says something: 那呢 says nothing."""
_BOLD = re.compile(r"\*\*[^*]+\*\*")


def meets(question: str, found: Answer) -> bool:
    """Whether an answer has what the words of the question alone demand."""
    if not has_kind(question, found.answer) or not says_what(question, found.answer):
        return False
    told, summed = _TOLD_OF.search(question), _ADDED_UP.search(found.answer)
    if told is None:
        return True
    if summed is None:
        return bool(_WHOLE.search(found.answer))
    return parse_number(told[1]) == summed[1].count("+") + 1


def spreads(query: Query, found: Answer) -> bool:
    """Whether an amount by the head or piece is one, where one is asked for."""
    asked = "per_head" in query.intents and query.asked == "amount"
    return found.refused or not asked or bool(_PER.search(found.answer))


def repeats(own: Query, before: Answer, found: Answer) -> bool:
    """Whether a follow-up with words of its own is given just what the turn before was.

    ``own`` is the follow-up as it stands by itself. What asks for a figure or a date may find it
    in the same row, and so may what the row says in the same words (得分).
    """
    if found.refused or found.kind == "basis" or own.asked not in {None, "who"}:
        return False
    words = _LITTLE.sub("", own.text)
    if not own.asked and (len(words) < _A_WORD or words in canonical(found.answer)):
        return False
    said = [_BOLD.findall(one.answer) for one in (before, found)]
    places = [[one.locator for one in each.citations] for each in (before, found)]
    return bool(said[0]) and said[0] == said[1] and places[0] == places[1]
