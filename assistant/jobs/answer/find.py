"""查找: which named facts a query asks for; every word of its content must be accounted for."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.domain.coverage import Cover, cover, marked, precision
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.measure import PUBLIC, measure_fits, of_public, priced, survey_fits
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Shelf

# How well each kind of entry suits an intent; a kind that is absent is not offered for it.
_MONEY_KINDS = {
    "group": 0.34, "budget_line": 0.3, "declaration": 0.26, "account": 0.3, "indicator": 0.16,
    "field": 0.1, "fund": 0.12, "execution": 0.05, "term": 0.0,
}  # fmt: skip
SUITS: dict[str, dict[str, float]] = {
    "amount": _MONEY_KINDS,
    "value": {
        "indicator": 0.4, "group": 0.16, "budget_line": 0.16, "account": 0.16, "declaration": 0.05,
        "field": 0.1, "fund": 0.1, "execution": 0.05, "plan": 0.05, "goal": 0.0, "term": 0.0,
    },
    "execution": {"execution": 0.4, "indicator": 0.0},
    "definition": {"term": 0.5, "section": 0.1, "indicator": 0.05},
    "procedure": {"section": 0.4, "activity": 0.25, "plan": 0.2, "term": 0.0},
    "list": {"section": 0.2, "activity": 0.2, "field": 0.1, "goal": 0.2, "plan": 0.1, "term": 0.1},
    "unknown": {
        "indicator": 0.2, "field": 0.25, "goal": 0.3, "section": 0.25, "activity": 0.2,
        "plan": 0.15, "term": 0.2, "budget_line": 0.15, "group": 0.17, "account": 0.15,
        "fund": 0.15, "declaration": 0.02,
    },
}  # fmt: skip
_FALL_BACK = {
    "why": "value", "compare": "value", "rank": "value", "sum": "amount", "share": "amount",
    "per_head": "amount", "count": "list", "basis": "unknown",
}  # fmt: skip

_TARGET = re.compile(r"目标值|指标值")
_NTH = re.compile(r"第.{1,3}[届期批次]")
_DIFFERENCE = frozenset("多少高低贵差")
"""What is asked of two figures, and names none."""
_THIS_YEAR = re.compile("今年|本年|当年")
_STAFF = frozenset(
    (
        "职工",
        "员工",
        "干部",
        "民警",
        "公务员",
        "工作人员",
        "职员",
        "教职工",
        "教师",
        "老师",
        "医护人员",
    )
)
"""Whose pay and contributions an agency's own accounts are: they name nobody."""
_PROJECT = 4
_SUMMED = re.compile(r"^(?:合计|总计|小计|共计)|(?:合计|总计)$")
_CLOSE = 0.07
"""Scores within this of the best are as good: several declarations answer, or several rows."""


_HEADED_BY_SCOPE = frozenset(("declaration", "goal", "field", "fund", "section", "execution"))
"""Kinds whose names are the form's own: the question's content may name the project only."""
_LEAST = {"section": 0.5, "plan": 0.5, "activity": 0.5, "goal": 0.5, "field": 0.5, "term": 0.6}
"""The share of such a name that the question must say, unless it names the project or unit."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry with how well it answers."""

    entry: Entry
    score: float
    cover: Cover


NOTHING_LEFT = cover((), ())
"""The cover of a row that was not found by the question's content."""


def find(query: Query, shelf: Shelf, intent: str | None = None) -> list[Match]:
    """The entries that the query asks for, best first; empty where a word is unaccounted for.

    At most one row for a scope, unless rows of one scope are equally good.
    """
    wanted = intent or query.intent
    suits = SUITS.get(wanted) or SUITS[_FALL_BACK.get(wanted, "unknown")]
    if _TARGET.search(query.text) and "indicator" in suits:
        suits = {"indicator": suits["indicator"]}
    matches = [m for m in _matches(query, shelf, suits) if _accounted(query, m.cover)]
    if not matches:
        return []
    matches.sort(key=lambda m: -m.score)
    return _best(matches)


def _accounted(query: Query, covered: Cover) -> bool:
    """A question without a figure to look for must be accounted for to the letter."""
    return covered.complete and not covered.broken if query.asked else not covered.missing


def find_all(query: Query, shelf: Shelf, kind: str) -> list[Entry]:
    """Every entry of one kind that accounts for the question's content, in the shelf's order."""
    suits = {kind: 0.0}
    return [m.entry for m in _matches(query, shelf, suits) if m.cover.complete]


def _best(matches: Sequence[Match]) -> list[Match]:
    top = matches[0].score
    kept: list[Match] = []
    best_of: dict[tuple[str, int | None], float] = {}
    for match in matches:
        key = (match.entry.scope.document, match.entry.scope.index)
        best = best_of.setdefault(key, match.score)
        if match.score < top - _CLOSE * 3 or match.score < best - _CLOSE:
            continue
        if best == match.score or _as_good(match, kept, key):
            kept.append(match)
    return kept


def _as_good(match: Match, kept: Iterable[Match], key: tuple[str, int | None]) -> bool:
    """Another row of the same scope, of the same kind: 反恐演练 has both a target and a date."""
    mates = [m for m in kept if (m.entry.scope.document, m.entry.scope.index) == key]
    return all(m.entry.kind == match.entry.kind for m in mates)


def in_question(query: Query, shelf: Shelf, kinds: Container[str]) -> Iterator[Entry]:
    """The entries of some kinds in the scopes and years that the question is about."""
    allowed = frozenset(query.scopes)
    for entry in shelf.entries:
        if entry.kind not in kinds or not entry.key:
            continue
        if allowed and (entry.scope.document, entry.scope.index) not in allowed:
            continue
        if year_fits(query, entry):
            yield entry


def _matches(query: Query, shelf: Shelf, suits: dict[str, float]) -> Iterator[Match]:
    for entry in in_question(query, shelf, suits):
        if any(word in entry.key for word in query.without):
            continue
        match = _score(query, entry, suits[entry.kind])
        if match is not None:
            yield match


def year_fits(query: Query, entry: Entry) -> bool:
    """The year is the row's own, the declaration's, or part of the row's name."""
    if not query.years:
        return True
    if entry.kind == "execution":
        return entry.year in query.years
    if any(str(year) in entry.name for year in query.years):
        return True
    return entry.scope.year in query.years or (entry.year in query.years)


def _score(query: Query, entry: Entry, suits: float) -> Match | None:
    whole = precision(entry.key, query.spoken)
    own = _named(query, entry, whole)
    whole = max(own, whole)
    if whole < _LEAST.get(entry.kind, 0.01) and not (query.scopes and whole > 0):
        return None
    if not survey_fits(query, entry):
        return None
    measured = measure_fits(query, entry)
    if measured is None:
        return None
    content = [c for c in query.content if not (_NTH.fullmatch(c) and c in entry.scope.said)]
    covered = _covered(content, entry)
    if content and not covered.covered and not _DIFFERENCE.issuperset(content):
        return None  # nothing of what is asked for is there
    share = _share(content, entry) / covered.required if content else 1.0
    if content and not share and entry.kind not in _HEADED_BY_SCOPE:
        return None
    spoken = [part for part in query.wording.split("|") if part]
    told = sum(sum(marked(part, (entry.key, entry.around))) for part in spoken)
    recall = told / max(sum(map(len, spoken)), 1)
    score = 1.1 * share + 0.7 * own + 0.5 * recall + suits + measured
    score += 0.2 if any(str(year) in entry.name for year in query.years) else 0.0
    if _THIS_YEAR.search(query.text) and str(entry.scope.year) in entry.name:
        score += 0.2
    score += 0.3 * precision(entry.key, query.like) if query.like else 0.0
    score += priced(query, entry)
    return Match(entry, score - 0.02 * len(covered.missing), covered)


def _named(query: Query, entry: Entry, whole: float) -> float:
    """The share of the row's name that the question says, the project's name aside.

    ``whole`` is the share with it: what names the project tells its rows apart for less
    (社工预防办的管理人员).
    """
    own = whole
    if whole and not query.content:
        own = precision(entry.key, query.wording)
    elif whole:
        names = entry.scope.names
        said = query.spoken
        for chunk in query.content:
            if len(chunk) >= _PROJECT and chunk in names and chunk not in entry.key:
                said = said.replace(chunk, "|")
        own = precision(entry.key, said)
    if entry.kind == "account" and _SUMMED.search(entry.name):
        return max(own, precision(entry.around, query.spoken))
    if entry.kind == "declaration" and not query.content:
        return max(own, 0.6)
    return own


def _covered(content: list[str], entry: Entry) -> Cover:
    """How much of the content the row accounts for, with its declaration's names."""
    plain = cover(content, (entry.key, entry.around, entry.about, entry.scope.names))
    covered = _excused(plain, content, entry)
    if entry.kind == "declaration" and (covered.missing or _of_row(plain, content, entry)):
        return plain  # what is part of a project does not cost what the project does
    return covered


def _share(content: list[str], entry: Entry) -> float:
    """The characters of the content that the row itself has, those beside its name for less.

    None of an account where only its table or column has them, which it is not all of.
    """

    def marks(text: str) -> int:
        return sum(sum(marked(chunk, (text,))) for chunk in content)

    by_key, by_around = marks(entry.key), marks(entry.around)
    of_whole = entry.kind != "account" or _SUMMED.search(entry.name) is not None
    if not of_whole and not (by_key and marks(_head(entry.name))):
        return 0.0
    if by_key + by_around == 0 and entry.kind == "indicator" and entry.about:
        by_around = marks(canonical(entry.value))
    return by_key + 0.6 * max(by_around - by_key, 0)


def _of_row(covered: Cover, content: list[str], entry: Entry) -> bool:
    """Whether what the project's name lacks is what a row of it is named for (本科生补贴)."""
    declared = entry.scope.declaration
    if declared is None or not covered.missing:
        return False
    rows = [canonical(one.name) for one in declared.indicators]
    rows += [canonical(one.item) for one in declared.budget_lines]
    joined = [
        part + chunk.partition(part)[2][:4]
        for part in covered.missing for chunk in content if part in chunk and len(part) > 1
    ]  # fmt: skip
    return any(word in row for word in joined for row in rows)


@lru_cache(maxsize=4096)
def _head(name: str) -> str:
    """An account's name without the column that it stands in."""
    return canonical(name.partition("（")[0])


def _excused(covered: Cover, content: list[str], entry: Entry) -> Cover:
    """A modifier that the declaration itself puts before the word is no other thing (司法社工).

    An agency's accounts are of its own staff (给民警交公积金).
    """
    staff = _STAFF if entry.kind == "account" else frozenset()
    left = tuple(
        part for part in covered.missing
        if part not in staff and not (part in PUBLIC and of_public(entry)) and not any(
            part + follows[:2] in entry.scope.said
            for chunk in content if (follows := chunk.partition(part)[2]) and len(follows) > 1
        )
    )  # fmt: skip
    if left == covered.missing:
        return covered
    return replace(covered, missing=left, broken=covered.broken and bool(left))
