"""所指: which declarations a question is about where it names them in its own words.

Units and projects named outright are linked when a question is understood. What is left of the
content may still name a project in part (敬老卡补贴, 食堂改造): this gives the question with those
words turned into scopes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import TABLED, Scope, Shelf

Key = tuple[str, int | None]
_LEAST = 2
_PEOPLE = "(?:人员|员工|队员|队伍|职工)"
"""What a word before says whose they are (特保人员满意度), and not which project is meant."""


def narrowed(query: Query, shelf: Shelf, *, rows: bool = True) -> Query:
    """The question with content that names projects or units as scopes instead of words to find.

    With ``rows`` a word that is also part of a row's name stays content: it may ask for the row.
    """
    kept: list[str] = []
    scopes = _allowed(query, shelf)
    dropped: list[str] = []
    for chunk in query.content:
        holders = [s for s in scopes if len(chunk) >= _LEAST and _holds(s, chunk)]
        whose = re.search(rf"{re.escape(chunk)}{_PEOPLE}", query.spoken)
        if not holders or whose or (rows and _is_row(chunk, holders, shelf)):
            kept.append(chunk)
            continue
        scopes = holders
        dropped.append(chunk)
    if not dropped:
        return query
    wording = query.wording
    for chunk in dropped:
        wording = wording.replace(chunk, "|")
    return replace(
        query,
        content=tuple(kept),
        wording=wording,
        scopes=tuple((s.document, s.index) for s in scopes),
        named_projects=(*query.named_projects, *dropped),
    )


def _allowed(query: Query, shelf: Shelf) -> list[Scope]:
    chosen = [shelf.scopes[key] for key in query.scopes if key in shelf.scopes]
    chosen = [s for s in chosen or shelf.declared if s.declaration is not None]
    if query.years and any(s.year in query.years for s in chosen):
        chosen = [s for s in chosen if s.year in query.years]
    return chosen


def _holds(scope: Scope, chunk: str) -> bool:
    held = cover((chunk,), (scope.names,))
    return held.complete and not held.broken and not held.missing


def _is_row(chunk: str, scopes: list[Scope], shelf: Shelf) -> bool:
    keys = {(s.document, s.index) for s in scopes}
    return any(
        chunk in e.key for e in shelf.entries
        if e.kind in TABLED and (e.scope.document, e.scope.index) in keys
    )  # fmt: skip


def scopes_about(query: Query, shelf: Shelf, words: str = "") -> list[Scope]:
    """The declarations of the question's content; none where a word is of no declaration's name.

    ``words`` are those of the asked table itself, which no name need account for.
    """
    chosen = [shelf.scopes[k] for k in query.scopes if k in shelf.scopes] or list(shelf.declared)
    chosen = [s for s in chosen if s.declaration is not None]
    content = [chunk for chunk in query.content if len(chunk) > 1]
    return [s for s in chosen if all(cover((c,), (s.names, words)).complete for c in content)]


def spoken_name(scope: Scope) -> str:
    """A declaration as people say it: the unit's short name, the year, the project."""
    unit = scope.cores[0] if scope.cores else re.sub(r"[（(].*?[）)]", "", scope.unit or "")
    year = f"{scope.year}年" if scope.year else ""
    project = re.sub(r"[（(][^（()）]*[）)]", "", scope.project or "")
    return f"{unit}{year}{project}的" if project else ""


def focus_of(answer: Answer, shelf: Shelf) -> tuple[Key, ...]:
    """The declarations that an answer cites."""
    found: dict[Key, None] = {}
    for citation in answer.citations:
        place = citation.locator
        for scope in shelf.of_document(place.document):
            declared = scope.declaration
            if declared and declared.span[0] <= place.start < (declared.span[1] or place.end + 1):
                found[scope.document, scope.index] = None
    return tuple(found)
