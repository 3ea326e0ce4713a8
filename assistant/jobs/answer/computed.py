"""算出的: what is computed from facts, in the order in which the kinds are tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.domain.answer import Answer
from assistant.jobs.answer.aggregate import aggregate, remainder
from assistant.jobs.answer.apportion import apportioned
from assistant.jobs.answer.changes import year_change, years_added
from assistant.jobs.answer.conditions import conditioned
from assistant.jobs.answer.execution import columns_gap
from assistant.jobs.answer.funds import fund_sources
from assistant.jobs.answer.lists import listing
from assistant.jobs.answer.named import named_facts
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.reconcile import reconciled
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.stated_change import stated_change
from assistant.jobs.answer.subject import narrowed
from assistant.jobs.answer.told_figures import of_which
from assistant.jobs.answer.whole import column_total, whole_amount

_JOBS: tuple[Callable[[Query, Shelf], Answer | None], ...] = (
    remainder,
    of_which,
    reconciled,
    conditioned,
    year_change,
    years_added,
    columns_gap,
    stated_change,
    fund_sources,
    apportioned,
    column_total,
    whole_amount,
    aggregate,
)
_NAMED_BY = frozenset(("满意度", "成本"))
"""Levels whose names are also those of single indicators."""
_OF_SETS = frozenset(("sum", "compare", "rank", "count"))
_OWN_TO_TEXT = frozenset(("why", "procedure", "definition", "basis"))


def computed(query: Query, shelf: Shelf) -> Answer | None:
    """The first of the computations that answers; None where the question is of none."""
    meant = narrowed(query, shelf) if _OF_SETS & set(query.intents) else query
    for asked in (meant, query) if meant is not query else (query,):
        for job in _JOBS:
            found = job(asked, shelf)
            if found is not None:
                return found
    return None


def of_project(query: Query, shelf: Shelf) -> Answer | None:
    """The same with words that are part of a project's name read as naming the project."""
    if query.intent in _OWN_TO_TEXT or query.number or query.titles:
        return None
    if query.levels and len(query.content) > 1:
        plain = tuple(
            chunk for chunk in query.content if chunk not in query.levels or chunk in _NAMED_BY
        )
        query = replace(query, content=plain, asked=None, units=())
    for rows in (True, False):
        meant = narrowed(query, shelf, rows=rows)
        if meant is query:
            continue
        found = computed(meant, shelf)
        if found is None and "list" in meant.intents:
            found = listing(meant, shelf)
        if found is None and meant.levels and not meant.content and "多少" not in meant.text:
            found = listing(meant, shelf)
        if found is None and (meant.content or meant.asked or meant.levels):
            found = named_facts(meant, shelf)
        if found is not None:
            return found
    return None
