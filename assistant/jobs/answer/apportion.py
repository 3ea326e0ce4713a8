"""平摊: an amount spread over heads or pieces, by the number that the question gives or the text has.

「按529人平摊」 gives the number; where a row of the same declaration has it too, that row is cited.
Without one, the number of the pieces is looked for among the rows, then in the running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover, precision
from assistant.domain.figures import grouped, quotient
from assistant.domain.locator import Locator
from assistant.domain.numerals import half_width, parse_number
from assistant.domain.sentences import sentences
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.addends import rows_added
from assistant.jobs.answer.compose import Notes, answer, value_of
from assistant.jobs.answer.family import figure_of, name_of, totals
from assistant.jobs.answer.named import matches_of
from assistant.jobs.answer.paraphrase import paraphrases
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.answer.subject import narrowed
from assistant.jobs.answer.understand import understand

_PIECES = "人|名|位|辆|台|套|件|户|家|所|处|个点位|个|场|次|公里|亩|平方米|吨|盏|棵|座|间|份|篇|张|页|条|支|只"
_GIVEN = re.compile(
    rf"^(?P<of>.{{2,}}?)[，,]?(?:如果|要是|假如|就)?(?:按照?|除以|摊到|分摊到|摊给|平摊到|平均到|分给)(?P<n>\d[\d,]*)(?:个)?(?P<unit>{_PIECES})(?:头)?"
    r"(?:来|去|身上|头上)?(?:平摊|分摊|平均|均摊|摊|算|计算|除|分|计)?"
)
_MEAN = re.compile(
    rf"^(?P<of>.{{2,}}?)[，,]?(?:平均|均摊|平摊|分摊|摊)(?:下来|到|算下来|一下|起来)?[，,]?(?:每一?|一|单)(?P<unit>{_PIECES})"
    rf"|^(?P<of2>.{{2,}}?)[，,]?(?:每一?|一|单)(?P<unit2>{_PIECES})(?:车|人)?(?:平均|均摊|摊)"
)
_SPREAD = re.compile(r"平摊|分摊|均摊|平均|摊|除以|除|人均|[每一]")
_BUY = re.compile(r"新购买?|新买|购买|购入|采购|添置|新增购置|买(?!断)")
_HEADS = frozenset(("人", "名", "位"))
_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Divisor:
    """By what an amount is divided: ``told`` says where the number comes from."""

    number: Decimal
    unit: str
    told: str
    places: tuple[Locator, ...] = ()


def apportioned(query: Query, shelf: Shelf) -> Answer | None:
    """The amount for one head or piece; None where the question spreads nothing."""
    text = half_width(query.question)
    given = _GIVEN.search(text)
    if given is not None and _SPREAD.search(text):
        number = parse_number(given["n"].replace(",", ""))
        of, unit = given["of"], given["unit"]
    else:
        mean = _MEAN.search(text)
        if mean is None:
            return None
        number, of, unit = None, mean["of"] or mean["of2"], mean["unit"] or mean["unit2"]
    several = rows_added(replace(query, question=f"{of}一共多少"), shelf)
    amounts = [_together(several)] if several else _amounts(of, query, shelf)
    if len({(e.number, e.scope.document) for e in amounts}) != 1 or (
        number is not None and not number
    ):
        return None
    divisor = (
        _given(number, unit, amounts[0], shelf) if number else _found(of, unit, amounts[0], shelf)
    )
    return _told(query, amounts[0], divisor, several) if divisor else None


def _together(rows: Sequence[Entry]) -> Entry:
    """Rows that are added up before they are spread, as one."""
    total = sum((row.number for row in rows if row.number is not None), Decimal(0))
    names = "、".join(row.name for row in rows)
    places = tuple(place for row in rows for place in row.places)
    return replace(rows[0], kind="group", name=names, value="", number=total, places=places)


def _amounts(of: str, query: Query, shelf: Shelf) -> list[Entry]:
    """The money that is spread: of the project where only that is named, else the named row."""
    for words in dict.fromkeys((of, _BUY.sub("购置", of))):
        plain = re.sub(r"(?:的钱|这笔钱|总共|一共|的|要|花)+$", "", words)
        own = understand(f"{plain}多少钱", shelf)
        own = replace(own, scopes=own.scopes or query.scopes, years=own.years or query.years)
        for way in (own, narrowed(own, shelf, rows=False), *paraphrases(plain, own, shelf, None)):
            way = replace(way, scopes=way.scopes or own.scopes)
            rows = _money(way, shelf)
            if rows:
                return rows
    return []


def _money(query: Query, shelf: Shelf) -> list[Entry]:
    if not query.content and not query.levels:
        chosen = [shelf.scopes[key] for key in query.scopes if key in shelf.scopes]
        chosen = [s for s in chosen if not query.years or s.year in query.years]
        return totals(chosen, shelf) if len(chosen) == 1 else []
    found = [m.entry for m in matches_of(query, shelf) if not m.cover.missing]
    rows = [e for e in found if e.measure == "元" and e.number and e.kind != "indicator"]
    best = max((precision(e.key, query.spoken) for e in rows), default=0.0)
    return [e for e in rows if precision(e.key, query.spoken) == best]


def _given(number: Decimal | None, unit: str, amount: Entry, shelf: Shelf) -> Divisor | None:
    """The question's own number, with the row that has it where the declaration has one."""
    if number is None:
        return None
    row = next(
        (
            e for e in shelf.entries
            if e.scope == amount.scope and e.number == number
            and (e.measure == unit or {e.measure or "", unit} <= _HEADS)
        ),
        None,
    )  # fmt: skip
    if row is None:
        return Divisor(number, unit, f"问题所给的{grouped(number)}{unit}")
    return Divisor(number, unit, f"“{row.name}”{figure_of(row)}", row.places)


def _found(of: str, unit: str, amount: Entry, shelf: Shelf) -> Divisor | None:
    """The number of the pieces as one sentence of the same document counts just them."""
    if unit in _HEADS:
        return None  # heads are rows: the plain division by them is tried elsewhere
    own = understand(_BUY.sub("购置", of), shelf)
    words = tuple(c for c in own.content if len(c) >= _AT_LEAST)
    if not words:
        return None
    found = dict(_told_numbers(words, unit, amount, shelf))
    if len(found) != 1:
        return None
    number, place = next(iter(found.items()))
    return Divisor(number, unit, f"正文所载{grouped(number)}{unit}", (place,))


def _told_numbers(
    words: Sequence[str], unit: str, amount: Entry, shelf: Shelf
) -> Iterator[tuple[Decimal, Locator]]:
    document = shelf.catalogue.document(amount.scope.document)
    counted = re.compile(rf"(?P<before>[^，,。；;：:\d]{{0,16}})(?P<n>\d[\d,]*)\s*{unit}(?![次份])")
    for one in sentences(document):
        for match in counted.finditer(one.text):
            said = canonical(match["before"])
            number = parse_number(match["n"].replace(",", ""))
            years = {str(amount.scope.year), str(amount.year)} - {"None"}
            of_year = not re.search(r"(?:19|20)\d\d年", one.text) or any(
                y in one.text for y in years
            )
            if number and of_year and _counts(words, said):
                yield number, document.locate(one.start, one.end)


def _counts(words: Sequence[str], said: str) -> bool:
    """Whether what stands before a figure is what the words name (购置车辆 of 购置公务车)."""
    held = cover((said,), ("".join(words),))
    verb = any(said.endswith(word[:2]) or word[:2] in said for word in words)
    return verb and (held.covered > 0 or any(word[-1] in said for word in words))


def _told(query: Query, amount: Entry, divisor: Divisor, several: Sequence[Entry] = ()) -> Answer:
    assert amount.number is not None
    each = (amount.number / divisor.number).quantize(Decimal("0.01"))
    sign = "=" if each * divisor.number == amount.number else "≈"
    notes = Notes()
    shown = f"{name_of(amount)}{value_of(amount) or figure_of(amount)}{notes.mark(*amount.places)}"
    if several:
        added = " + ".join(grouped(row.number) for row in several if row.number is not None)
        shown += f"（{added} = {grouped(amount.number)}）"
    word = "人均" if divisor.unit in _HEADS else f"平均每{divisor.unit}"
    text = (
        f"{shown}，按{divisor.told}{notes.mark(*divisor.places)}计，{word}**{quotient(each)}**"
        f"（{grouped(amount.number)} ÷ {grouped(divisor.number)} {sign} {grouped(each)}；"
        f"计算所得，资料未直接载明）。"
    )
    return answer(query, text, notes, kind="per_head")
