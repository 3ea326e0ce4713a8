"""沿革: figures of the same unit beside the same thing in the declaration's running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.answer import DerivationStep
from assistant.domain.document import Document
from assistant.domain.figures import grouped, yuan
from assistant.domain.locator import Locator
from assistant.domain.numerals import half_width, parse_arabic
from assistant.domain.sentences import sentences
from assistant.domain.synonyms import canonical
from assistant.jobs.why.subject import Subject

_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_UNIT_WORDS = {"人": "[人名位]", "名": "[人名位]", "%": "[%％]", "元": "(?:万元|元)"}
_CLAUSES = re.compile(r"[，,。；;：:]")
_LOOK_BACK = 2
_MOST = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """One figure in the text, with the year that the text gives it."""

    year: int | None
    number: Decimal
    locator: Locator


def history(subject: Subject, document: Document) -> Iterator[DerivationStep]:
    """The figures that the text gives for the same thing, in the text's order."""
    if subject.measure == "元":  # amounts of the text are the project's, rarely one indicator's
        return
    found = mentions(subject, document)
    if not found:
        return
    unit = subject.measure or ""
    parts: list[str] = []
    for one in found:
        figure = yuan(one.number) if unit == "元" else f"{grouped(one.number)}{unit}"
        part = f"{one.year}年{figure}" if one.year else figure
        if not parts or parts[-1] != part:
            parts.append(part)
    several = len({one.number for one in found}) > 1
    text = f"正文记载的数量变化：{' → '.join(parts)}" if several else f"正文写到：{parts[-1]}"
    if found[-1].number == subject.number:
        text += "，与目标值一致" if subject.indicator else "，与该值一致"
    elif subject.number in {one.number for one in found}:
        text += "，其中含有该值"
    places = tuple(dict.fromkeys(one.locator for one in found))
    yield DerivationStep("history", text, None, places)


def mentions(subject: Subject, document: Document) -> list[Mention]:
    """Figures with the value's unit in sentences that speak of the value's subject."""
    words = subject.words
    if not words or subject.number is None or not subject.measure:
        return []
    unit = _UNIT_WORDS.get(subject.measure, re.escape(subject.measure))
    figure = re.compile(rf"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*({unit})(?![一-鿿]{{0,2}}次)")
    start, end = subject.declaration.span
    found: list[Mention] = []
    recent: list[str] = []
    since = _LOOK_BACK
    year: int | None = None
    for sentence in sentences(document, start, end or None):
        plain = half_width(sentence.text)
        recent = [*recent, canonical(plain)][-_LOOK_BACK:]
        years = list(_YEAR.finditer(plain))
        since += 1
        for match in figure.finditer(plain):
            if not _speaks_of(words, plain, match.start(), recent, since <= _LOOK_BACK):
                continue
            number = parse_arabic(match[1])
            if number is None:
                continue
            before = [y for y in years if y.start() < match.start()]
            at = int(before[-1][1]) if before else year
            if match[2] == "万元":
                number *= 10_000
            place = document.locate(sentence.start, sentence.end)
            found.append(Mention(at, number, place))
            since = 0
        if years:
            year = int(years[-1][1])
        elif not recent[-1]:
            year = None
    return found[:_MOST]


def _speaks_of(words: tuple[str, ...], plain: str, at: int, recent: list[str], told: bool) -> bool:
    """The subject stands in the figure's own clause, or before it with no other thing counted."""
    before = canonical(plain[:at])
    if any(word in before for word in words):
        return True
    clause_end = _CLAUSES.search(plain, at)
    clause = canonical(plain[at : clause_end.start() if clause_end else len(plain)])
    if any(word in clause for word in words):
        return True
    earlier = recent[0] if len(recent) > 1 else ""
    team = "队伍" in before or "人数" in before or not re.sub(r"[\d年到至月由从为,%.]", "", before)
    return team and (told or any(word in earlier for word in words))
