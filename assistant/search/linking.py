"""链接: which names of the catalogue a question holds: numbers, articles, units, indicators …"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.domain.document_number import find_numbers
from assistant.domain.numerals import parse_number
from assistant.library.names import name_key, title_key
from assistant.library.records import Names
from assistant.search.filters import unit_aliases

_YEAR = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9号])|([一二][〇零九][〇零一二三四五六七八九]{2})年"
)
_SHORT_YEAR = re.compile(r"(?<![0-9年])([0-9]{2})年(?![内以之]|[上下]|来|间|期|限|多)")
"""24年: a year where the library holds that year, else a number of years."""
_ARTICLE = re.compile(r"第[0-9零〇○一二三四五六七八九十百千两]+条(?:之[一二三四五六七八九十]+)?")
_LONGEST = 60
_SHORTEST = {"indicator": 3, "item": 2, "project": 3, "unit": 2, "title": 2, "term": 2}


@dataclass(frozen=True, slots=True)
class Links:
    """What a question names; names as keys (``names.name_key``, titles ``names.title_key``).

    ``rest`` is the question without its document numbers.
    """

    numbers: tuple[str, ...] = ()
    articles: tuple[tuple[str, str], ...] = ()
    rows: tuple[str, ...] = ()
    projects: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    titles: tuple[str, ...] = ()
    rest: str = ""
    spans: tuple[tuple[int, int, str], ...] = field(default=())

    @property
    def named(self) -> bool:
        """Whether anything but a document number is named."""
        return bool(self.rows or self.projects or self.units or self.years or self.titles)


class Linker:
    """Names of one state of the catalogue; made anew when the catalogue changes."""

    def __init__(self, names: Names) -> None:
        self._kinds: dict[str, dict[str, set[str]]] = {}
        self._add("indicator", ((name_key(n), name_key(n)) for n in names.indicators))
        self._add("item", ((name_key(n), name_key(n)) for n in names.items))
        self._add("term", ((name_key(n), name_key(n)) for n in names.terms))
        self._add("project", ((name_key(n), name_key(n)) for n in names.projects))
        ordinary = [name_key(n) or "" for n in (*names.indicators, *names.items)]
        self._add(
            "unit",
            (
                (alias, name_key(unit))
                for unit in names.units
                for alias in unit_aliases(unit)
                if not _is_ordinary(alias, ordinary)
            ),
        )
        self._add("title", ((title_key(t), title_key(t)) for t in names.titles))
        self._held_years = frozenset(names.years)
        self._lengths = sorted({len(key) for key in self._kinds}, reverse=True)

    def _add(self, kind: str, pairs: Iterable[tuple[str | None, str | None]]) -> None:
        for spelling, key in pairs:
            if spelling and key and _SHORTEST[kind] <= len(spelling) <= _LONGEST:
                self._kinds.setdefault(spelling, {}).setdefault(kind, set()).add(key)

    def link(self, question: str) -> Links:
        """Everything that the question names, the longest name where several begin."""
        rest, numbers = _without_numbers(question)
        text = name_key(rest) or ""
        found: dict[str, dict[str, None]] = {kind: {} for kind in _SHORTEST}
        spans: list[tuple[int, int, str]] = []
        articles: list[tuple[str, str]] = []
        title: str | None = None
        at = 0
        while at < len(text):
            article = _ARTICLE.match(text, at)
            if article is not None and title is not None:
                articles.append((title, article[0]))
                at = article.end()
                continue
            length = self._longest_at(text, at)
            if not length:
                at += 1
                continue
            for kind, keys in self._kinds[text[at : at + length]].items():
                spans.append((at, at + length, kind))
                found[kind].update(dict.fromkeys(sorted(keys)))
                if kind == "title":
                    title = next(iter(sorted(keys)))
            at += length
        return Links(
            numbers, tuple(articles), tuple({**found["indicator"], **found["item"], **found["term"]}),
            frozenset(found["project"]), frozenset(found["unit"]), self._years(rest),
            tuple(found["title"]), rest, tuple(spans),
        )  # fmt: skip

    def _longest_at(self, text: str, at: int) -> int:
        for length in self._lengths:
            if at + length <= len(text) and text[at : at + length] in self._kinds:
                return length
        return 0

    def _years(self, text: str) -> frozenset[int]:
        short = {2000 + int(two) for two in _SHORT_YEAR.findall(text)}
        return _full_years(text) | (short & self._held_years)


def _is_ordinary(alias: str, names: Iterable[str]) -> bool:
    """Whether a unit's name is a word of several other names (派出所), so that it names no one."""
    return sum(1 for name in names if alias in name) > 1


def _without_numbers(question: str) -> tuple[str, tuple[str, ...]]:
    numbers: dict[str, None] = {}
    rest, at = [], 0
    for found in find_numbers(question, loose=True):
        numbers[str(found.number)] = None
        rest.append(question[at : found.start])
        at = found.end
    rest.append(question[at:])
    return " ".join(rest), tuple(numbers)


def _full_years(text: str) -> frozenset[int]:
    years: set[int] = set()
    for arabic, chinese in _YEAR.findall(text):
        value = int(arabic) if arabic else int(parse_number(chinese) or 0)
        if value:
            years.add(value)
    return frozenset(years)
