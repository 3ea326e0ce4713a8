"""不答: what was looked for, and what the library does have that comes near, as questions to ask."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.domain.answer import Answer
from assistant.jobs.answer.alike import alike
from assistant.jobs.answer.compose import refusal
from assistant.jobs.answer.nearest import suggestions
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf

if TYPE_CHECKING:
    from assistant.search.searcher import Searcher


def refuse(query: Query, shelf: Shelf) -> Answer:
    """Nothing bears on the question: say what was looked for and what may be asked."""
    parts: list[str] = []
    looked = "、".join(f"“{chunk}”" for chunk in query.content)
    where = "、".join((*query.named_units, *query.named_projects))
    years = "、".join(f"{year}年" for year in query.years)
    scope = "，".join(filter(None, (where, years)))
    named = looked or "、".join(f"“{word}”" for word in query.wording.split("|") if word)
    parts.append(
        f"查找了{named or '问题中的内容'}"
        + (f"（范围：{scope}）" if scope else "")
        + "，没有相符的记载。"
    )
    missing = [year for year in query.years if year not in shelf.years]
    if missing and shelf.years:
        parts.append(f"资料库现有申报的年度：{'、'.join(map(str, shelf.years))}。")
    return refusal(query, "".join(parts))


def stranger(query: Query, shelf: Shelf) -> Answer:
    """The question names a unit that no document speaks of: nothing of another's is its answer."""
    said = f"资料库没有“{query.stranger}”的资料，不以其他单位的内容代替。"
    return refusal(query, said, kind="stranger")


def offer(
    found: Answer, query: Query, shelf: Shelf, searcher: Searcher | None = None, before: str = ""
) -> Answer:
    """The refusal with the text that comes nearest and the questions that can be answered.

    ``before`` is the turn before, for a question that leans on it.
    """
    near = alike(found, query, shelf, searcher, before)
    if near is not None:
        found = replace(
            found, answer=f"{found.answer}\n\n{near.answer}\n\n", citations=near.citations
        )
    offered = tuple(suggestions(query, shelf))
    if not offered:
        return replace(found, answer=found.answer.rstrip())
    said = f"可以问：{'；'.join(offered)}"
    return replace(
        found, answer=found.answer + said, reason=f"{found.reason or ''}{said}", suggestions=offered
    )
