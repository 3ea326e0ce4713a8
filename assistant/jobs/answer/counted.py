"""计数: how many there are of the rows of declarations, or as the text says it of what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover
from assistant.domain.declaration import Indicator
from assistant.domain.locator import Locator
from assistant.domain.sentences import sentences
from assistant.domain.synonyms import canonical
from assistant.domain.taxonomy import stem
from assistant.jobs.answer.compose import Notes, answer, clean, table
from assistant.jobs.answer.family import scopes_in
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Scope, Shelf
from assistant.jobs.answer.subject import narrowed

_WHICH = re.compile(r"哪[几些一两]|都有哪|[有是]什么|列出|分别")
"""哪几份 asks for the things themselves, not for their number."""
_NOUN = re.compile(r"(?:多少|几)(?:个|家|项|份|名)(?P<noun>(?:预算)?(?:项目|单位|部门|指标))")
_TALE = (
    r"(?:{noun}(?:共|总数|总计|合计|有)*\s*\d+\s*[个家项]|\d+\s*[个家项](?:[一-鿿]{{0,4}}){noun})"
)
_SAID = re.compile(r"[了的吗呢有一共总在]|目前|现在|大概|到底|今年|本年")


def stated_count(query: Query, shelf: Shelf) -> Answer | None:
    """A number of projects or units of which the question says more (报了绩效目标的), as the text has it."""
    asks = _NOUN.search(query.question)
    documents = {key[0] for key in query.scopes}
    if asks is None or len(documents) != 1 or query.levels:
        return None
    words = _further(query, asks["noun"])
    if sum(map(len, words)) < _LEAST:
        return None
    tale = re.compile(_TALE.format(noun=asks["noun"]))
    document = shelf.catalogue.document(next(iter(documents)))
    for one in sentences(document):
        said = canonical(one.text)
        if tale.search(one.text) and not cover(words, (said,)).missing:
            notes = Notes()
            place = document.locate(one.start, one.end)
            source = place.source.rsplit(".", 1)[0]
            return answer(
                query, f"据《{source}》：{clean(one.text)}{notes.mark(place)}", notes, kind="count"
            )
    return None


def _further(query: Query, noun: str) -> list[str]:
    """What a question says of the things beyond their name, unit and year."""
    text = canonical(query.question)
    for name in (*query.named_units, *query.named_projects, canonical(noun)):
        text = text.replace(name, "|")
    text = re.sub(r"(?:多少|几)[个家项份名]|(?:19|20)?\d\d年度?|[，,。？?]", "|", text)
    return [rest for part in _SAID.sub("|", text).split("|") if len(rest := part.strip()) > 1]


_LEAST = 4
"""Characters that a question must say of the things for the text to be asked."""

_COUNTED: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("indicator", "个绩效指标", re.compile(r"指标")),
    ("budget_line", "行预算明细", re.compile(r"明细|预算项|预算行")),
    ("basis", "份依据文件", re.compile(r"依据|文件|文号")),
    ("declaration", "个项目（申报）", re.compile(r"项目|申报")),
    ("unit", "个单位", re.compile(r"街道|单位|街镇|部门")),
)


def counted(query: Query, shelf: Shelf) -> Answer | None:
    """How many indicators, lines, bases, projects or units there are; None where which is asked."""
    if _WHICH.search(query.text):
        return None
    stated = stated_count(query, shelf)
    if stated is not None:
        return stated
    query = narrowed(query, shelf, rows=False)
    if any(len(chunk) > 1 for chunk in query.content):
        return None
    kind, word = next(
        ((k, w) for k, w, pattern in _COUNTED if pattern.search(query.text)), (None, "")
    )
    if kind is None or (kind == "budget_line" and "sum" in query.intents):
        return None
    scopes = scopes_in(query, shelf)
    if not scopes:
        return None
    notes = Notes()
    rows: list[tuple[str, str]] = []
    total = 0
    for scope in scopes:
        members = _members(kind, scope, query)
        if not members:
            continue
        total += len(members)
        declared = scope.declaration
        place = declared.project_locator if declared else None
        rows.append((scope.label, f"{len(members)}{notes.mark(place or members[0][1])}"))
    if kind in {"declaration", "unit"}:
        names = {s.place for s in scopes} if kind == "unit" else {s.label for s in scopes}
        total = len(names)
    level = f"（{'、'.join(query.levels)}）" if query.levels else ""
    text = f"共**{total}**{word}{level}。"
    if rows:
        text += "\n\n" + table(("项目", "数量"), rows[:30])
    return answer(query, text, notes, kind="count") if total else None


def _members(kind: str, scope: Scope, query: Query) -> list[tuple[str, Locator]]:
    declared = scope.declaration
    if declared is None:
        return []
    if kind == "indicator":
        return [(r.name, r.locator) for r in declared.indicators if in_levels(r, query.levels)]
    if kind == "budget_line":
        return [(line.item, line.locator) for line in declared.budget_lines]
    if kind == "basis":
        names = {(b.number or canonical(b.title or b.raw)): b.locator for b in declared.bases}
        return list(names.items())
    place = declared.project_locator or declared.total_locator
    return [(scope.label, place)] if place else []


def in_levels(row: Indicator, levels: Sequence[str]) -> bool:
    """Whether an indicator stands under one of the named levels, as printed or as of today."""
    if not levels:
        return True
    printed = {row.level1, row.level2, row.current.level1, row.current.level2}
    stems = {stem(name) for name in printed if name}
    return any(level in stems for level in levels)
