"""文中之数: figures that a sentence gives one beside the other, to be compared, added up or told.

「应急修一次2000元，定期修一次700元」 gives two figures, each named by its own clause. Both must stand in
one sentence or the next, be of one measure and each be the only one that its words name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.coverage import abbreviates, cover
from assistant.domain.document import Document
from assistant.domain.figures import grouped
from assistant.domain.locator import Locator
from assistant.domain.numerals import parse_number
from assistant.domain.sentences import sentences
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.compose import Notes, answer, clean
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.understand import understand

_FIGURE = re.compile(
    r"(?<![\d.第〔\[号])(?P<n>\d(?:\d|,(?=\d))*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元|%|％|万?平方米|万?平方公里|公里|万人次?|人次|人|名|户|辆|台|套|件|处|个|家|所|条|次|场|吨|亩|公顷|棵|株|盏|页|册|小时|天|分钟)"
    r"(?:/[一-鿿]{1,3})?"
)
_CLAUSE = re.compile(r"[，,；;、：:（）()]|其中|以及|并且")
_WITHIN = re.compile(
    r"^(?:那|那么)?(?:这|那)?(?:里面|里头|其中|当中|里|中间)[，,]?(?:的)?(?P<part>[一-鿿]{1,8}?)(?:类|部分|方面|这一?块|项)?(?:的)?(?:占|有|是|花|安排)?(?:了|掉)?多少"
)
_MEASURE = (("元", re.compile(r"钱|元|费|价|预算|金额|万(?!人|平)")), ("平方", re.compile(r"面积|平方|万平|多大")),
            ("人", re.compile(r"人")))  # fmt: skip
_LEAST = 2
_FOLLOWS = 1


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """``name`` is the canonical clause that the figure stands in, ``number`` in ``unit``."""

    name: str
    number: Decimal
    unit: str
    raw: str
    place: Locator


def of_clauses(query: Query, things: Sequence[str], job: str, shelf: Shelf) -> Answer | None:
    """What is asked of ``things`` together, from one sentence that gives a figure for each."""
    if job not in {"sum", "compare"} or len(things) < _LEAST:
        return None
    found = [
        chosen for figures in _sentences(query, shelf)
        if (chosen := _each(figures, things, query, shelf)) is not None
    ]  # fmt: skip
    if len({tuple((f.number, f.unit) for f in chosen) for chosen in found}) != 1:
        return None
    return _summed(query, found[0]) if job == "sum" else _compared(query, things, found[0])


def of_which(query: Query, shelf: Shelf) -> Answer | None:
    """What a sentence says of one part of the thing that the turn before asked for (其中服务类多少)."""
    match = _WITHIN.search(query.question)
    if match is None or not query.follows:
        return None
    words = tuple(c for c in understand(query.follows, shelf).content if len(c) > 1)
    part = canonical(match["part"])
    found: list[ToldFigure] = []
    for figures, around in _with_context(query, shelf):
        if words and not cover(words, (around,)).missing:
            found += [f for f in figures if f.name in {part, canonical(f"{part}类")}]
    if len({(f.number, f.unit) for f in found}) != 1:
        return None
    notes = Notes()
    one = found[0]
    text = f"{match['part']}为**{one.raw}**{notes.mark(one.place)}：{clean(one.place.quote)}"
    return answer(query, text, notes, kind="amount")


def _documents(query: Query, shelf: Shelf) -> Iterator[tuple[Document, int, int]]:
    """The stretches of text that the question is about: of its declarations, or whole documents."""
    seen: set[tuple[str, int]] = set()
    for key in query.scopes or tuple((s.document, s.index) for s in shelf.declared):
        scope = shelf.scopes[key]
        held = shelf.catalogue.document(scope.document)
        start, end = scope.declaration.span if scope.declaration else (0, len(held.text))
        if (scope.document, start) not in seen:
            seen.add((scope.document, start))
            yield held, start, end or len(held.text)


def _sentences(query: Query, shelf: Shelf) -> Iterator[list[ToldFigure]]:
    """The figures of each sentence, and of it with the next (a semicolon parts what belongs together)."""
    for held, start, end in _documents(query, shelf):
        before: list[ToldFigure] = []
        for one in sentences(held, start, end):
            figures = list(_figures(one.text, held.locate(one.start, one.end)))
            if len(figures) >= _LEAST:
                yield figures
            if before and figures:
                yield [*before, *figures]
            before = figures


def _with_context(query: Query, shelf: Shelf) -> Iterator[tuple[list[ToldFigure], str]]:
    """The figures of each sentence, with what it and the sentence before say."""
    for held, start, end in _documents(query, shelf):
        before = ""
        for one in sentences(held, start, end):
            figures = list(_figures(one.text, held.locate(one.start, one.end)))
            yield figures, canonical(before + one.text)
            before = one.text


def _figures(text: str, place: Locator) -> Iterator[ToldFigure]:
    """Every figure of a sentence with the clause around it, cut where the next figure begins."""
    edges = [m.span() for m in _CLAUSE.finditer(text)]
    matches = [m for m in _FIGURE.finditer(text)]
    for n, match in enumerate(matches):
        begin = max((end for _, end in edges if end <= match.start()), default=0)
        stop = min((start for start, _ in edges if start >= match.end()), default=len(text))
        begin = max(begin, matches[n - 1].end() if n else 0)
        if n + 1 < len(matches):
            stop = min(stop, matches[n + 1].start())
        number = parse_number(match["n"].replace(",", ""))
        if number is not None:
            name = canonical(text[begin : match.start()] + text[match.end() : stop].rstrip("。 \n"))
            yield ToldFigure(name, number, match["unit"], match.group(), place)


def _each(
    figures: Sequence[ToldFigure], things: Sequence[str], query: Query, shelf: Shelf
) -> list[ToldFigure] | None:
    """A figure for each thing, all of one unit; None where one is missing or not the only one."""
    wanted = next((kind for kind, words in _MEASURE if words.search(query.question)), "")
    chosen: list[ToldFigure] = []
    for thing in things:
        word = "".join(understand(thing, shelf).content) or canonical(thing)
        fitting = [f for f in figures if wanted in f.unit and _names(word, f.name)]
        exact = [f for f in fitting if f.name.startswith(word)]
        fitting = exact if len(exact) == 1 else fitting
        if len({(f.number, f.unit) for f in fitting}) != 1:
            return None
        chosen.append(fitting[0])
    if len({f.unit for f in chosen}) != 1 or len({f.name for f in chosen}) != len(chosen):
        return None
    return chosen


def _names(word: str, name: str) -> bool:
    held = cover((word,), (name,))
    if held.covered > 1 and not held.missing:
        return True
    if len(word) == _LEAST:
        at = name.find(word[0])
        return at >= 0 and word[1] in name[at + 1 :]
    return abbreviates(word, name)


def _summed(query: Query, chosen: Sequence[ToldFigure]) -> Answer:
    notes = Notes()
    total = sum((f.number for f in chosen), Decimal(0))
    formula = f"{' + '.join(grouped(f.number) for f in chosen)} = {grouped(total)}"
    text = f"合计**{grouped(total)}{chosen[0].unit}**（{formula}）：{_quoted(chosen, notes)}"
    return answer(query, text, notes, kind="sum")


def _compared(query: Query, things: Sequence[str], chosen: Sequence[ToldFigure]) -> Answer | None:
    if len(chosen) != _LEAST:
        return None
    notes = Notes()
    (high, more), (low, less) = sorted(
        zip(chosen, things, strict=True), key=lambda one: -one[0].number
    )
    gap = high.number - low.number
    unit = "个百分点" if high.unit in {"%", "％"} else high.unit
    formula = f"{grouped(high.number)} − {grouped(low.number)} = {grouped(gap)}"
    text = f"“{more}”比“{less}”多**{grouped(gap)}{unit}**（{formula}）：{_quoted(chosen, notes)}"
    return answer(query, text, notes, kind="compare")


def _quoted(chosen: Sequence[ToldFigure], notes: Notes) -> str:
    """Each sentence once, with its mark."""
    places = dict.fromkeys(f.place for f in chosen)
    return "".join(f"{clean(place.quote)}{notes.mark(place)}" for place in places)
