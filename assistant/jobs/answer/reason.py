"""缘由: reasons and purposes that a source states; none is made up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.domain.answer import Answer
from assistant.jobs.answer.compose import Notes, answer, sentence
from assistant.jobs.answer.narrative import answers, evidence
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shape import CAUSE
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.subject import narrowed
from assistant.jobs.answer.told import as_good, quoted

if TYPE_CHECKING:
    from assistant.search.searcher import Searcher

_NEED = re.compile(r"必要|重要|背景|概述|概况|立项")
_SECTIONS = 2
_ARGUED = 20
"""Characters from which a field argues for something; 立项依据 with a title alone does not."""


def need_answer(query: Query, shelf: Shelf) -> Answer | None:
    """Why there is such a project: the section that argues for it."""
    if query.content and (query.follows or any(word in shelf.heads for word in query.content)):
        return None  # why a row has its value is another question
    meant = narrowed(query, shelf, rows=False)
    if not meant.scopes or len(meant.scopes) > 1 or any(len(word) > 1 for word in meant.content):
        return None
    sections = [
        e for e in shelf.entries
        if e.kind in {"section", "field"} and (e.scope.document, e.scope.index) in meant.scopes
        and _NEED.search(e.name) and len(e.value) >= _ARGUED
    ]  # fmt: skip
    if not sections:
        return None
    notes = Notes()
    sections.sort(key=lambda e: "必要" not in e.name)
    return answer(query, "\n\n".join(sentence(e, notes) for e in sections[:_SECTIONS]), notes)


def cause_answer(query: Query, shelf: Shelf, searcher: Searcher | None) -> Answer | None:
    """Sentences that state a reason for what the question names."""
    plain = replace(query, asked=None)
    lawful = shelf.law_in(query.text) is not None
    found = [
        one for one in answers(plain, evidence(plain, shelf, searcher))
        if CAUSE.search(one.text) and (lawful or one.article is None)
    ]  # fmt: skip
    if not found:
        return None
    notes = Notes()
    return answer(query, "\n\n".join(quoted(one, notes) for one in as_good(found)), notes)
