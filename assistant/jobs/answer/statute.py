"""法条: which article of a named law speaks of something."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.domain.answer import Answer
from assistant.jobs.answer.compose import Notes, answer
from assistant.jobs.answer.narrative import evidence
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.told import as_good, quoted
from assistant.jobs.answer.wording import scan

if TYPE_CHECKING:
    from assistant.search.searcher import Searcher

WHICH_ARTICLE = re.compile(r"(?:在|是|见|属于)?(?:哪一?条|第几条|哪几条|哪一款)(?:规定|里|中)?")


def article_answer(query: Query, shelf: Shelf, searcher: Searcher | None) -> Answer | None:
    """The articles of a named law that speak of what the question names."""
    title = shelf.law_in(query.text)
    if title is None:
        return None
    rest = WHICH_ARTICLE.sub("", query.text.replace(title, ""))
    words = tuple(p.text for p in scan(rest) if p.role != "joining" and len(p.text) > 1)
    asked = replace(
        query, content=words, asked=None, scopes=(), years=(), wording=rest, spoken=rest
    )
    found = [
        one for one in evidence(asked, shelf, searcher, documents=shelf.law_titles[title])
        if one.article and one.complete
    ]  # fmt: skip
    if not found:
        return None
    notes = Notes()
    return answer(query, "\n\n".join(quoted(one, notes) for one in as_good(found)), notes)
