"""孪生行: rows of several declarations of one document that say the same, one of them damaged.

The same office prints the same indicator in several declarations. Where two rows agree in level 2
and value and their names differ in one or two characters, the name that is borne out elsewhere is
the whole one; where names agree and one value is the other's beginning, likewise. What is mended so
is recorded, and a mended value stays uncertain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.domain.declaration import Declaration, Indicator, Repair
from assistant.domain.target import parse_target
from assistant.reading.seams import Lexicon

_NEAR = 0.85


def mend_twins(
    declarations: Sequence[Declaration], lexicon: Lexicon
) -> tuple[list[Declaration], list[Repair]]:
    """The declarations with damaged rows read by their twins, and what was mended."""
    rows = [(n, i) for n, d in enumerate(declarations) for i in d.indicators]
    counts = Counter((i.level2, i.name) for _, i in rows)
    by_level: dict[str | None, list[tuple[int, Indicator]]] = defaultdict(list)
    for n, row in rows:
        by_level[row.level2].append((n, row))
    repairs: list[Repair] = []
    mended: list[Declaration] = []
    for n, declaration in enumerate(declarations):
        indicators = []
        for row in declaration.indicators:
            if _damaged(row, counts, lexicon):
                others = [other for k, other in by_level[row.level2] if k != n]
                row, found = _mend(row, others, counts, lexicon)
                repairs.extend(found)
            indicators.append(row)
        mended.append(replace(declaration, indicators=tuple(indicators)))
    return mended, repairs


def _damaged(row: Indicator, counts: Counter[tuple[str | None, str]], lexicon: Lexicon) -> bool:
    """Whether a row is worth comparing with its twins."""
    if row.uncertain:
        return True
    return counts[(row.level2, row.name)] == 1 and not lexicon.known(row.name[-2:])


def _mend(
    row: Indicator,
    others: Sequence[Indicator],
    counts: Counter[tuple[str | None, str]],
    lexicon: Lexicon,
) -> tuple[Indicator, list[Repair]]:
    repairs: list[Repair] = []
    whole = _whole_name(row, others, counts, lexicon)
    if whole is not None:
        why = "同一文件另一申报中同级、同值的指标作此名"
        repairs.append(Repair(row.name, whole, why, row.locator))
        row = replace(row, name=whole, uncertain=tuple(u for u in row.uncertain if u != "name"))
    if "target" in row.uncertain and row.target_locator is not None:
        for other in others:
            same = other.name == row.name and "target" not in other.uncertain
            if same and other.target.raw and row.target.raw.startswith(other.target.raw):
                why = "同一文件另一申报中同名指标的值"
                at = row.target_locator
                repairs.append(Repair(row.target.raw, other.target.raw, why, at))
                target = parse_target(other.target.raw, name=row.name)
                row = replace(row, target=replace(target, raw=row.target.raw))
                break
    return row, repairs


def _whole_name(
    row: Indicator,
    others: Sequence[Indicator],
    counts: Counter[tuple[str | None, str]],
    lexicon: Lexicon,
) -> str | None:
    if counts[(row.level2, row.name)] > 1:
        return None
    if "name" not in row.uncertain and lexicon.known(row.name[-2:]):
        return None
    for other in others:
        if other.name == row.name or other.target.raw != row.target.raw:
            continue
        if "name" in other.uncertain or len(other.name) < 5:
            continue
        near = SequenceMatcher(None, row.name, other.name).ratio()
        borne = counts[(other.level2, other.name)] > 1 or lexicon.known(other.name[-2:])
        if near >= _NEAR and borne and _one_place(row.name, other.name):
            return other.name
    return None


def _one_place(one: str, other: str) -> bool:
    """Whether two names differ in one place only, at most two characters long."""
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return max(len(one), len(other)) - head - tail <= 2
