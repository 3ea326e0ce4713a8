"""所数之物: the projects of a unit or the lines of a project that a question tells by their number.

「8个项目」 of a unit that has eight, 「23行预算」 of a project whose table has twenty-three lines: the number
says that all are meant, whatever the words between.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.domain.coverage import cover
from assistant.domain.numerals import parse_number
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.family import totals
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Scope, Shelf
from assistant.jobs.answer.subject import narrowed
from assistant.jobs.answer.understand import understand

_NUMBER = r"(?<![\d.,第])(?P<number>\d{1,3}|[两二三四五六七八九十]{1,3})"
_PROJECTS = re.compile(rf"{_NUMBER}个(?P<of>[^，,。？?个]{{0,12}}?)(?:项目|专项|申报)")
_LINES = re.compile(rf"{_NUMBER}(?:行|项|笔|条)(?:预算|明细|支出|开支|费用|经费|资金|花销)")
_LEAST = 2


def members(query: Query, shelf: Shelf) -> list[Entry]:
    """The amounts of the projects, or the lines, that the question counts; empty where it counts none.

    The number must be that of all there are.
    """
    return _projects(query, shelf) or _named_all(query, shelf) or _lines(query, shelf)


def _named_all(query: Query, shelf: Shelf) -> list[Entry]:
    """The projects that the question names one beside the other, where it names nothing else."""
    if len(query.named_projects) < _LEAST or any(len(word) > 1 for word in query.content):
        return []
    chosen = [shelf.scopes[key] for key in query.scopes if key in shelf.scopes]
    chosen = [s for s in chosen if s.declaration and (not query.years or s.year in query.years)]
    rows = totals(chosen, shelf)
    return rows if len(rows) == len(chosen) == len(query.named_projects) else []


def _projects(query: Query, shelf: Shelf) -> list[Entry]:
    match = _PROJECTS.search(query.text) or _PROJECTS.search(canonical(query.question))
    number = parse_number(match["number"]) if match else None
    if match is None or number is None or number < _LEAST:
        return []
    scopes = [shelf.scopes[key] for key in query.scopes if key in shelf.scopes] or shelf.declared
    chosen = [s for s in scopes if s.declaration and (not query.years or s.year in query.years)]
    words = understand(match["of"], shelf).content if match["of"] else ()
    named = [s for s in chosen if _named(words, s)] if words else []
    for some in (named, chosen if query.scopes else []):
        rows = totals(some, shelf)
        if len(some) == len(rows) == number:
            return rows
    return []


def _named(words: tuple[str, ...], scope: Scope) -> bool:
    held = cover(words, (canonical(scope.project or ""),))
    return all(len(part) < _LEAST for part in held.missing)


def _lines(query: Query, shelf: Shelf) -> list[Entry]:
    match = _LINES.search(query.text)
    number = parse_number(match["number"]) if match else None
    if match is None or number is None or number < _LEAST:
        return []
    plain = _LINES.sub("|", query.question)
    meant = narrowed(replace(query, content=understand(plain, shelf).content), shelf, rows=False)
    scopes = {(shelf.scopes[key].document, shelf.scopes[key].index) for key in meant.scopes}
    rows = [
        e for e in shelf.entries
        if e.kind == "budget_line" and (e.scope.document, e.scope.index) in scopes
        and (not query.years or e.scope.year in query.years)
    ]  # fmt: skip
    if len(scopes) != 1 or len(rows) != number or any(e.number is None for e in rows):
        return []
    return rows
