"""正文作答: what running text says in answer, quoted with its place; law that bears on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.compose import Notes, answer, clean
from assistant.jobs.answer.measure import measure_fits
from assistant.jobs.answer.narrative import Evidence, answers, evidence
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shape import CAUSE, RECKONS
from assistant.jobs.answer.shelf import Shelf

if TYPE_CHECKING:
    from assistant.search.searcher import Searcher

_SPACED = re.compile(r"(?<=\d)([,.])\s+(?=\d)")
_CHANGE = re.compile(r"(?:增加|减少|增长|下降|上升).{0,6}\d|持平")
_RANKS = re.compile(r"哪|谁|排|前[一二三四五六七八九十\d]|第[一二三四五六七八九十\d]")
_AS_GOOD = 0.05
_MOST = 3
_LONG = 420
_LONGEST = 900
"""Characters of an answer's longest quotation."""
_ITEM = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]+[）)、.．]")
_OWN_RUN = 4
_RELATED = 0.7
_WORTH = 5


def told_answer(query: Query, shelf: Shelf, searcher: Searcher | None) -> Answer | None:
    """The sentences, lists or articles that answer; None where none does."""
    figure = query.asked in {"amount", "number", "count", "rate"}
    if not query.content and (figure or not query.scopes):
        return None
    if query.intent == "per_head" or (query.intent == "rank" and _RANKS.search(query.text)):
        return None
    found = answers(query, evidence(query, shelf, searcher))
    if (figure or query.asked == "who") and _is_own(query, shelf):
        found = [one for one in found if not one.article]
    if query.intent == "compare":
        found = [one for one in found if _CHANGE.search(one.text)]
    if query.intent == "why" and RECKONS.search(query.text):
        found = [one for one in found if one.mannered]
    elif query.intent == "why":
        lawful = shelf.law_in(query.text) is not None
        found = [one for one in found if CAUSE.search(one.text) and (lawful or not one.article)]
    found = [one for one in found if not (one.row and _of_another_kind(query, one, shelf))]
    if not found:
        return None
    notes = Notes()
    return answer(query, "\n\n".join(quoted(one, notes) for one in as_good(found)), notes)


def _of_another_kind(query: Query, one: Evidence, shelf: Shelf) -> bool:
    """Whether a line of a table is a row whose value is not of the kind that is asked for."""
    place = one.locator
    rows = [
        entry for entry in shelf.entries
        if entry.kind == "indicator" and any(
            at.document == place.document and at.start < place.end and place.start < at.end
            for at in entry.places
        )
    ]  # fmt: skip
    return bool(rows) and all(
        measure_fits(query, entry) is None and entry.key not in query.text for entry in rows
    )


def change_answer(query: Query, shelf: Shelf, searcher: Searcher | None) -> Answer | None:
    """A change against a year that no declaration is of, as the running text states it."""
    if not any(year not in shelf.years for year in query.years):
        return None
    if "execution" in query.intents or not query.content:
        return None
    found = answers(query, evidence(query, shelf, searcher))
    found = [one for one in found if _CHANGE.search(one.text) and _of_years(one.text, query.years)]
    if not found:
        return None
    notes = Notes()
    return answer(query, quoted(found[0], notes), notes, kind="compare")


def _of_years(text: str, years: Sequence[int]) -> bool:
    """Whether a sentence that names years names all that are compared."""
    named = re.findall(r"(?:19|20)\d\d(?=年)", text)
    return not named or len(years) < 2 or all(str(year) in named for year in years)


def related_answer(query: Query, shelf: Shelf, searcher: Searcher | None) -> Answer | None:
    """Law or policy that bears on a question of principle, shown as what it is."""
    if (
        query.scopes
        or query.years
        or query.asked
        or query.intent == "why"
        or sum(map(len, query.content)) < _WORTH
    ):
        return None
    found = [
        one
        for one in evidence(query, shelf, searcher)
        if one.article and one.complete and one.share >= _RELATED
    ]
    # What the library has a name for must not be left out: 特保 is no 工作人员.
    if not found or _leaves_out(query, found[0], shelf):
        return None
    notes = Notes()
    lines = [f"- {quoted(one, notes)}" for one in found[:_MOST]]
    lead = "资料中没有直接的答案，与问题最相关的条文如下：\n\n"
    return answer(query, lead + "\n".join(lines), notes, kind="passages")


def as_good(found: list[Evidence]) -> list[Evidence]:
    """The best, with those that are as good and stand elsewhere."""
    best = found[0]
    chosen = [best]
    for one in found[1:]:
        if one.score < best.score - _AS_GOOD or len(chosen) == _MOST:
            break
        if not any(_overlap(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _overlap(left: Evidence, right: Evidence) -> bool:
    if canonical(left.text) == canonical(right.text):
        return True
    if left.document != right.document:
        return False
    return left.locator.start < right.locator.end and right.locator.start < left.locator.end


def quoted(one: Evidence, notes: Notes) -> str:
    """The stretch with the name of its source, and the article's number before it."""
    lead = f"{one.article}：" if one.article and one.article not in one.text[:12] else ""
    source = one.locator.source.rsplit(".", 1)[0]
    text = clean(_to_the_point(one), _LONGEST).rstrip("# \n")
    if one.row:
        cells = [cell.strip() for cell in re.split(r"\t+|\|", one.text)]
        text = " ｜ ".join(" ".join(cell.split()) for cell in cells if cell)
    text = _SPACED.sub(r"\1", text)
    return f"据《{source}》：{lead}{text}{notes.mark(one.locator)}"


def _to_the_point(one: Evidence) -> str:
    """Of a long article the paragraph that answers, an item with the line that leads to it."""
    if one.article is None or len(one.text) <= _LONG or not one.focus:
        return one.text
    lines = [line for line in one.text.split("\n") if line.strip()]
    at = next((n for n, line in enumerate(lines) if one.focus.strip() in line), 0)
    if not _ITEM.match(lines[at]):
        under = next(
            (n for n in range(at + 1, len(lines)) if not _ITEM.match(lines[n])), len(lines)
        )
        return "\n".join(lines[at:under])
    lead = next((n for n in range(at, -1, -1) if not _ITEM.match(lines[n])), at)
    return "\n".join((lines[lead], lines[at]))


def _is_own(query: Query, shelf: Shelf) -> bool:
    """Whether a word is of the office's own rows: no statute knows what those amount to."""
    said = query.spoken
    runs = {said[at : at + _OWN_RUN] for at in range(len(said) - _OWN_RUN + 1)}
    return any(run in head for run in runs for head in shelf.heads)


def _leaves_out(query: Query, one: Evidence, shelf: Shelf) -> bool:
    said = canonical(f"{one.text}\n{one.context}")
    missing = cover(query.content, (said,)).missing
    return any(len(part) > 1 and part in shelf.all_names for part in missing)
