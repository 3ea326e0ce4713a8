"""所问的事实: the facts that a question names, one by one or several, and how they are told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.answer import Answer
from assistant.jobs.answer.compose import Notes, answer, sentence, table, value_of
from assistant.jobs.answer.find import Match, find
from assistant.jobs.answer.premise import comparable, verdict
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.answer.wording import ASKED

_ROWS = 12
_MAY = re.compile(r"可以|可不可以|能不能|能否|允许|准许?|得[由经]|必须|需要|要不要|用不用|该不该")
_REASONS = 3
"""Rows beyond which facts are no reason for anything."""
_EACH = re.compile(r"(?:[和跟与及、]|以及|还有).*(?:各|分别|都)")
_AND = re.compile(r"、|和|与|及|还有|跟|，")


def named_facts(query: Query, shelf: Shelf) -> Answer | None:
    """The facts of the question's name; for each unit where it names several."""
    if len(query.by_unit) > 1:
        parts = [replace(query, scopes=keys, by_unit=(keys,)) for keys in query.by_unit]
        each = [matches_of(part, shelf) for part in parts]
        if all(each):
            return told(query, [match for found in each for match in found])
        return None
    if query.yes_no and query.asked is None and not query.premises and _MAY.search(query.question):
        return None  # whether something may be done no figure tells
    found = matches_of(query, shelf)
    if query.intent == "compare" and len(found) < 2:
        return None
    if len(query.named_projects) > 1 and _EACH.search(query.question):
        answered = {(m.entry.scope.document, m.entry.scope.index) for m in found}
        if answered != set(query.scopes):
            plain = replace(query, content=())
            found = matches_of(plain, shelf)
    if "compare" in query.intents and len(query.years) > 1:
        years = {m.entry.year or m.entry.scope.year for m in found}
        if len(years & set(query.years)) < 2:
            return None
    if query.intent == "why" and len(found) > _REASONS:
        return None
    if query.yes_no and not judgeable(query, found):
        return None
    return told(query, found) if found else None


def judgeable(query: Query, found: Sequence[Match]) -> bool:
    """Whether the figures found are of the kind that a yes-or-no question states."""
    stated = [p for p in query.premises if p.unit]
    return not stated or any(
        comparable(p, m.entry) for p in stated for m in found if m.entry.number is not None
    )


def several(query: Query, shelf: Shelf) -> Answer | None:
    """Things that the question enumerates, each by itself; none may be missing."""
    if query.content and query.named_projects and _EACH.search(query.question):
        return _projects_each(query, shelf)
    if len(query.content) < 2 or not _AND.search(query.question):
        return None
    soft = query.wording
    for chunk in query.content:
        soft = soft.replace(chunk, "|")
    parts = [
        replace(query, content=(c,), wording=f"{c}|{soft}", spoken=f"{c}|{soft}")
        for c in query.content
    ]
    each = [matches_of(part, shelf) or _counts(part, shelf) for part in parts]
    shared = set.intersection(*({m.entry.scope.document for m in found} for found in each))
    chosen = [m for found in each for m in found if m.entry.scope.document in shared]
    return told(query, chosen) if chosen else None


def _projects_each(query: Query, shelf: Shelf) -> Answer | None:
    """A project that is linked by its name beside one that is named in part (…跟…各多少)."""
    soft = query.wording
    for chunk in query.content:
        soft = soft.replace(chunk, "|")
    first = replace(query, content=(), wording=soft, spoken=soft)
    second = replace(query, scopes=query.by_unit[0] if query.by_unit else (), named_projects=())
    each = [matches_of(part, shelf) for part in (first, second)]
    return told(query, [m for found in each for m in found]) if all(each) else None


def _counts(query: Query, shelf: Shelf) -> list[Match]:
    """Another count: of several things, one may be of persons and the next of cars."""
    if query.asked != "count":
        return []
    of_units = (units for kind, units, _ in ASKED if kind == "count")
    tried = (matches_of(replace(query, units=units), shelf) for units in of_units)
    return next(filter(None, tried), [])


def matches_of(query: Query, shelf: Shelf) -> list[Match]:
    """The matches of the first of the question's intents that has any."""
    for intent in dict.fromkeys((*query.intents, "unknown")):
        if intent in {"why", "basis"}:
            continue
        matches = find(query, shelf, intent)
        if matches:
            return matches
    return []


def told(query: Query, matches: Sequence[Match]) -> Answer:
    """The matches as sentences, or as a table where they are many."""
    entries = distinct([match.entry for match in matches])
    notes = Notes()
    judged = verdict(query, entries)
    lead = f"{judged}\n\n" if judged else ""
    if len(entries) == 1:
        return answer(query, lead + sentence(entries[0], notes), notes)
    if len(entries) <= 3:
        lines = "\n".join(f"- {sentence(entry, notes)}" for entry in entries)
        return answer(query, f"{lead}{lines}", notes)
    rows = [(e.scope.label, e.name, value_of(e) + notes.mark(*e.places)) for e in entries[:_ROWS]]
    more = (
        f"\n\n另有{len(entries) - _ROWS}条未列出，请指明单位、项目或年度。"
        if len(entries) > _ROWS
        else ""
    )
    shown = table(("所在", "名称", "数值"), rows)
    return answer(query, f"{lead}资料中有{len(entries)}处符合：\n\n{shown}{more}", notes)


def distinct(entries: Sequence[Entry]) -> list[Entry]:
    """Rows that say the same of the same declaration are one (an account in several tables)."""
    seen: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        name = re.sub(r"（.*?）$", "", entry.name) if entry.kind == "account" else entry.name
        value = entry.number if entry.number is not None else entry.value
        seen.setdefault((entry.scope.document, entry.scope.index, name, value, entry.year), entry)
    return list(seen.values())
