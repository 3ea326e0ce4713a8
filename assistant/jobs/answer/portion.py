"""占比: which rows a question takes as the part and which as the whole, from its own words.

「甲（含尾款）在整个项目预算里占百分之多少」: the part may be one row, a group of lines, rows that are added
up, or all rows of a word; the whole is the project's amount unless the question names a group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.domain.coverage import cover, precision
from assistant.domain.numerals import half_width
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.addends import addends_of, rows_added
from assistant.jobs.answer.family import totals
from assistant.jobs.answer.named import matches_of
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.answer.subject import narrowed
from assistant.jobs.answer.understand import understand

_SHARE = re.compile(
    r"^(?P<part>.{2,}?)[，,]?(?:(?:在|于)(?P<within>[^，,]{2,}?)(?:里面?|之?中|当中|内)?[，,]?)?(?:所|能|要|大概|大约|约)*"
    r"(?:占比|占(?:到|了|掉|去)?(?P<of>[^，,]*?)?(?:的)?(?:百分之(?:多少|几)|百分比|比例|比重|多少|几成|份额)|比重|比例)"
)
_ALL = re.compile(r"(?:所有|全部|各项|各类|历次|这些)(?:的)?(?P<of>[^，,（(]{2,})$")
_ADDED = re.compile(
    r"(?:[加合](?:起来|在?一[起块]儿?|总)|一共|总共|合计|总计|共计|两项|两块|三项)+$"
)
_ASIDE = re.compile(r"[（(](?:含|连|包括|加上?)[^（）()]*[）)]")
_TAIL = re.compile(r"尾款|余款|欠款")
_IN_ALL = re.compile(
    r"(?:19|20)?\d\d年度?|总预算|总的?|整个|全部|全年|年度|本|这个|该|项目|预算|资金|经费|总额|总数|总量|申报|金额|支出|的|里面?|中|盘子|大盘"
)
_PROJECTS = re.compile(r"[\d两二三四五六七八九十几各]个项目|所有项目|全部项目|各项目")


@dataclass(frozen=True, slots=True)
class Portion:
    """The rows of the part, and the row that is the whole."""

    parts: tuple[Entry, ...]
    whole: Entry


def is_portion(query: Query) -> bool:
    """Whether the question tells its part from its whole."""
    return _SHARE.search(half_width(query.question)) is not None


def portion_of(query: Query, shelf: Shelf) -> Portion | None:
    """Part and whole among a project's lines; None where either is not sure."""
    match = _SHARE.search(half_width(query.question))
    if match is None or _PROJECTS.search(query.question):
        return None
    whole_said = " ".join(match[name] or "" for name in ("within", "of"))
    parts = _parts(match["part"], query, shelf)
    if not parts or len({(e.scope.document, e.scope.index) for e in parts}) != 1:
        return None
    whole = _whole(whole_said, parts[0], shelf)
    if whole is None or not whole.number or whole in parts:
        return None
    total = sum((e.number for e in parts if e.number is not None), Decimal(0))
    return Portion(tuple(parts), whole) if total <= whole.number else None


def _parts(said: str, query: Query, shelf: Shelf) -> list[Entry]:
    plain = _ADDED.sub("", _ASIDE.sub("", said).rstrip("，, 的"))
    every = _ALL.search(plain)
    if every is not None:
        return _every(every["of"], query, shelf)
    added = replace(query, question=f"{plain}一共多少")
    several = rows_added(added, shelf)
    if several or _names_several(plain, shelf):
        return several
    own = understand(plain, shelf)
    own = replace(own, scopes=own.scopes or query.scopes, years=own.years or query.years)
    for way in (own, narrowed(own, shelf)):
        group = _group(way, shelf, tail=bool(_TAIL.search(plain)))
        if group is not None:
            return [group]
    asked = understand(f"{plain}是多少钱", shelf)
    asked = replace(asked, scopes=asked.scopes or query.scopes, years=asked.years or query.years)
    for way in (asked, narrowed(asked, shelf)):
        rows = _rows(way, shelf)
        if rows:
            return rows
    return []


def _names_several(said: str, shelf: Shelf) -> bool:
    """Whether the part adds things up: a joint that is not within a name of the library."""
    several = addends_of(f"{said}一共多少")
    return several is not None and canonical(said) not in shelf.all_names


def _every(word: str, query: Query, shelf: Shelf) -> list[Entry]:
    """All lines of the declarations in question whose names have the word."""
    words = understand(word, shelf).content
    keys = set(query.scopes)
    found = [
        e for e in shelf.entries
        if e.kind == "budget_line" and e.number and words
        and (not keys or (e.scope.document, e.scope.index) in keys)
        and not cover(words, (e.key,)).missing
    ]  # fmt: skip
    return found if len(found) > 1 else []


def _group(query: Query, shelf: Shelf, *, tail: bool) -> Entry | None:
    """The one group of lines that the words name; a tail is one line of it."""
    if tail or not query.content:
        return None
    keys = set(query.scopes)
    found = [
        e for e in shelf.entries
        if e.kind == "group" and (not keys or (e.scope.document, e.scope.index) in keys)
        and not cover(query.content, (e.key,)).missing
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _rows(query: Query, shelf: Shelf) -> list[Entry]:
    if not query.content:
        return []
    found = [
        m.entry for m in matches_of(query, shelf)
        if not m.cover.missing and m.entry.kind in {"budget_line", "group"} and m.entry.number
    ]  # fmt: skip
    best = max((precision(e.key, query.spoken) for e in found), default=0.0)
    rows = [e for e in found if precision(e.key, query.spoken) == best]
    return rows if len(rows) == 1 else []


def _whole(said: str, part: Entry, shelf: Shelf) -> Entry | None:
    """The group that the words name, or the project's amount where they name none."""
    text = canonical(said)
    named = [
        e for e in shelf.entries
        if e.kind == "group" and e.scope is part.scope and len(e.key) > 1 and e.key in text
    ]  # fmt: skip
    if named:
        return max(named, key=lambda e: len(e.key))
    rest = _left(text, part)
    if rest:
        groups = [
            e for e in shelf.entries
            if e.kind == "group" and e.scope is part.scope and not cover(rest, (e.key,)).missing
        ]  # fmt: skip
        return groups[0] if len(groups) == 1 else None
    rows = totals([part.scope], shelf)
    return rows[0] if len(rows) == 1 else None


def _left(text: str, part: Entry) -> Sequence[str]:
    """Words of the whole that are no name of the project or its unit."""
    pieces = [piece for piece in re.split(r"[\s|]+", _IN_ALL.sub("|", text)) if len(piece) > 1]
    names = "\n".join((part.scope.names, *part.scope.cores))
    return [piece for piece in pieces if cover((piece,), (names,)).missing]
