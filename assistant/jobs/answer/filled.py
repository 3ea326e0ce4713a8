"""填报: when a form was filled in and by whom, from the form's own fields."""

from __future__ import annotations

import re

from assistant.domain.answer import Answer
from assistant.jobs.answer.compose import Notes, answer, sentence
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf

_WHEN = re.compile(
    r"(?:什么时候|啥时候|哪天|哪一天|几号|几月|何时|几时|哪年)[^，。]{0,3}填(?!平|埋|补|充)|填(?:报|表|写)?的?(?:时间|日期)"
)
_WHO = re.compile(
    r"(?:谁|哪个(?:单位|部门|科室)|什么人)[^，。]{0,2}填(?!平|埋|补|充)|填(?:报|表|写)的?(?:人|单位)"
)
_DATED = re.compile(r"^(?:填[报表写]?(?:日期|时间)|日期|编制日期)$")
_BY = re.compile(r"^(?:填[报表写]?人|填报(?:单位|部门)|填表单位|经办人)$")
_MOST = 4


def filled(query: Query, shelf: Shelf) -> Answer | None:
    """The fields that tell it; None where it is not asked, or not of one or few forms."""
    when, who = _WHEN.search(query.text), _WHO.search(query.text)
    if not (when or who) or not 0 < len(query.scopes) <= _MOST:
        return None
    fields = [
        e for e in shelf.entries
        if e.kind == "field" and (e.scope.document, e.scope.index) in query.scopes and e.value.strip()
        and ((when and _DATED.match(e.name)) or (who and _BY.match(e.name)))
    ]  # fmt: skip
    if not fields:
        return None
    notes = Notes()
    unique = {(e.name, e.value, e.scope.index): e for e in fields}.values()
    return answer(query, "\n".join(f"- {sentence(e, notes)}" for e in unique), notes)
