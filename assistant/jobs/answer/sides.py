"""两边: a comparison of two things, each said in a clause of its own with its own unit and year.

「甲 A，乙 B，差了多少」: each clause is understood by itself and must lead to one figure; a figure that
the clause states picks the row that has it. Figures of one measure only are subtracted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.numerals import half_width
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.aggregate import difference, subtractable
from assistant.jobs.answer.compose import Notes, answer
from assistant.jobs.answer.family import EACH, listed, prices, totals
from assistant.jobs.answer.named import matches_of
from assistant.jobs.answer.paraphrase import paraphrases
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.answer.subject import narrowed
from assistant.jobs.answer.understand import understand

_ASKS = re.compile(
    r"[，,；;]?\s*(?:(?:这|那)?[两二]?(?:边|者|家|个|处|头)?(?:的)?(?:人数|人头|金额|钱|预算|目标值?|指标|标准|数|费用|经费|成本)*(?:一?共|到底|究竟|之间)?"
    r"(?:相差|差距?|差额|差了)(?:是|了|有|出)?(?:多少|几|多大).*"
    r"|(?:哪|谁)(?:一?边|个|家|处|里|方|头)?(?:的)?(?:人数|定|要|花|给|设|目标|钱|预算)*(?:得)?(?:更|要|会)?[高低多少大小贵长短便].*"
    r"|(?:高|低|多|少|贵|大|小)(?:出|了)?(?:多少|几).*|(?:一样|相同|一致)(?:多|高|吗|不).*)$"
)
_SPLIT = re.compile(r"[，,；;]")
_AND = re.compile(r"和|与|跟|同|比")
_HEADS = re.compile(r"(?:[人头]数|多少人|几个人|几人|人多|人少)")
_LEAST = 2
_LAST = 8
"""Characters at the end of the second side that the first may leave out (甲和乙的居民满意度)."""


def compared(query: Query, shelf: Shelf) -> Answer | None:
    """The difference of the two sides; None where either leads to no one figure."""
    said = sides_of(query.question)
    if said is None or query.number or query.titles or query.intent == "why":
        return None
    heads = bool(_HEADS.search(query.question)) or all(_of_heads(one, shelf) for one in said)
    found: list[list[Entry]] = []
    for n, side in enumerate(said):
        inherited = found[0][0] if found else None
        found.append(_figures(side, query, shelf, heads, inherited if n else None))
        if not found[-1]:
            return None
    pair = _pair(found)
    if pair is None or (query.asked == "count" and pair[0].measure == "元"):
        return None  # 少多少公里 is asked of no money
    if EACH.search(query.question) and all(row.line for row in pair):
        priced = prices(list(pair))
        if priced == list(pair):
            return None  # what one piece costs is not told
        pair = (priced[0], priced[1])
    notes = Notes()
    shown = listed(pair, notes)
    return answer(query, f"{difference(*pair)}\n\n{shown}", notes, kind="compare")


def sides_of(text: str) -> tuple[str, str] | None:
    """The two sides of a comparison; None where the question has not just two."""
    plain = half_width(text).rstrip("？?。 ")
    asks = _ASKS.search(plain)
    if asks is None or not asks.start():
        return None
    head = plain[: asks.start()].strip("，, ")
    head = re.sub(r"(?:之间|两[个者家边处项]|分别|各自?)$", "", head).strip("，, ")
    for cut in (_SPLIT, _AND):
        pieces = [piece.strip() for piece in cut.split(head) if len(piece.strip()) >= _LEAST]
        if len(pieces) == _LEAST:
            return pieces[0], pieces[1]
    return None


def _of_heads(side: str, shelf: Shelf) -> bool:
    """Whether a side states a number of persons."""
    return any(one.unit == "人" for one in understand(side, shelf).premises)


def _figures(
    side: str, query: Query, shelf: Shelf, heads: bool, first: Entry | None
) -> list[Entry]:
    """The rows that a clause may mean, each with the figure that is compared."""
    own = understand(side, shelf)
    if own.stranger:
        return []
    near = ((first.scope.document, first.scope.index),) if first is not None else ()
    units = query.by_unit[0] if len(query.by_unit) == 1 else ()
    for scopes in dict.fromkeys((own.scopes or near or query.scopes, own.scopes or units)):
        placed = replace(own, scopes=scopes, years=own.years or query.years)
        rows = _in_scopes(side, placed, shelf, heads)
        if rows:
            return rows
    return []


def _in_scopes(side: str, own: Query, shelf: Shelf, heads: bool) -> list[Entry]:
    asks = ("有多少人",) if heads else ("是多少", "是多少钱")
    for ask in asks:
        asked = understand(f"{_plain(side, own)}{ask}", shelf)
        asked = replace(asked, scopes=own.scopes, years=own.years, premises=())
        ways = [asked, narrowed(asked, shelf), *paraphrases(side + ask, asked, shelf, None)]
        for way in ways:
            rows = _rows(replace(way, scopes=way.scopes or own.scopes), shelf, heads)
            rows = [row for row in rows if _states(own, row)]
            if rows:
                return rows
    return []


def _plain(side: str, own: Query) -> str:
    """A clause without the figures that it states (按163人算)."""
    text = canonical(side)
    for one in own.premises:
        text = text.replace(f"按{one.raw}算", "").replace(f"按{one.raw}", "").replace(one.raw, "")
    return re.sub(r"(?:是|为|有|按|要|多|来|算|左右|上下|出头)+$", "", text)


def _rows(query: Query, shelf: Shelf, heads: bool) -> list[Entry]:
    if not query.content and not query.levels:
        chosen = [shelf.scopes[key] for key in query.scopes if key in shelf.scopes]
        chosen = [s for s in chosen if not query.years or s.year in query.years]
        return totals(chosen, shelf) if query.named_projects and not heads else []
    found = [m.entry for m in matches_of(query, shelf) if not m.cover.missing]
    if heads:
        return [row for entry in found if (row := _counted(entry)) is not None]
    return [entry for entry in found if entry.number is not None]


def _counted(entry: Entry) -> Entry | None:
    """A row by its number of persons: the target's, or the quantity of the budget line."""
    if entry.measure in {"人", "名"}:
        return entry
    line = entry.line
    if line is None or line.quantity is None or line.quantity == 1:
        return None
    return replace(entry, number=line.quantity, measure="人", value="")


def _states(own: Query, entry: Entry) -> bool:
    """Whether a row has the figure that the clause states, to the places that it states."""
    for one in own.premises:
        if entry.number is None or one.unit is None:
            continue
        if one.unit != entry.measure:
            return False
        step = Decimal(10_000) if one.unit == "元" and one.number % 10_000 == 0 else Decimal(1)
        if abs(entry.number - one.number) >= step:
            return False
    return True


def _pair(found: Sequence[Sequence[Entry]]) -> tuple[Entry, Entry] | None:
    """One row of each side, of one measure; None where several would do."""
    pairs = [
        (a, b) for a in found[0] for b in found[1]
        if a is not b and a.number is not None and b.number is not None
        and subtractable(a, b) and a.places != b.places
    ]  # fmt: skip
    figures = {(a.number, b.number) for a, b in pairs}
    return pairs[0] if len(figures) == 1 else None
