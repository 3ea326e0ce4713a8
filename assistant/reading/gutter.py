"""双栏: a page whose running text stands in two columns, read one column after the other.

A page has two columns where an upright strip near its middle is free over most of its lines and
both sides are filled with running text. Lines that cross the strip (a title) part the page: what
stands above them is read before what stands below. A table of labels and values is no such page:
its sides are short, or ruled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from assistant.reading.lattice import Piece

# The strip is looked for within this share of the text's width.
_FROM, _TO = 0.35, 0.65
# It is at least this many times the height of the text wide.
_WIDE = 0.9
# Lines on each side from which the text is set in columns.
_LEAST = 8
# The share of a side's lines that fill it nearly, as running text does.
_FILLED = 0.5
_NEARLY = 0.8
# Lines that may cross the strip, as a share of the page's: titles, page numbers.
_CROSSING = 0.06
# A short page may have a title of some lines all the same.
_TITLES = 4.0


def in_columns(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces in runs to be read one after the other; one run where there are no columns."""
    signs = [piece for piece in pieces if piece.text.strip()]
    at = _strip(signs)
    if at is None:
        return [list(pieces)]
    return list(_runs(list(pieces), at))


def _strip(signs: Sequence[Piece]) -> tuple[float, float] | None:
    """(left, right) of the free strip; None where there is none, or a side is not running text."""
    if len(signs) < _LEAST * 4:
        return None
    left, right = min(p.left for p in signs), max(p.right for p in signs)
    em = max(median(p.height for p in signs), 1.0)
    low, high = left + (right - left) * _FROM, left + (right - left) * _TO
    crossing = _widest(signs, low, high, em)
    if crossing is None:
        return None
    sides = (
        [p for p in signs if p.right <= crossing[0] + em / 2],
        [p for p in signs if p.left >= crossing[1] - em / 2],
    )
    return crossing if all(_is_text(side, em) for side in sides) else None


def _widest(
    signs: Sequence[Piece], low: float, high: float, em: float
) -> tuple[float, float] | None:
    """The widest strip between ``low`` and ``high`` that few pieces cross."""
    step = em / 4
    most = max(len({round(p.top / em) for p in signs}) * _CROSSING, _TITLES)
    best: tuple[float, float] | None = None
    start: float | None = None
    x = low
    while x <= high:
        free = _rows_at(signs, x, em) <= most
        if free and start is None:
            start = x
        if start is not None and (not free or x + step > high):
            if best is None or x - start > best[1] - best[0]:
                best = (start, x)
            start = None
        x += step
    return best if best and best[1] - best[0] >= _WIDE * em - step * 2 else None


def _rows_at(signs: Sequence[Piece], x: float, em: float) -> int:
    """How many lines have something within half a strip of ``x``."""
    half = em * _WIDE / 2
    return len({round(p.top / em) for p in signs if p.left < x + half and p.right > x - half})


def _is_text(side: Sequence[Piece], em: float) -> bool:
    """Whether a side is set in lines that mostly fill it."""
    if not side:
        return False
    left, right = min(p.left for p in side), max(p.right for p in side)
    lines: list[tuple[float, float, float]] = []  # (middle, left, right)
    for piece in sorted(side, key=lambda p: p.top + p.bottom):
        middle = (piece.top + piece.bottom) / 2
        if lines and middle - lines[-1][0] < em * 0.6:
            before = lines[-1]
            lines[-1] = (before[0], min(before[1], piece.left), max(before[2], piece.right))
        else:
            lines.append((middle, piece.left, piece.right))
    filled = sum(b - a >= (right - left) * _NEARLY for _, a, b in lines)
    return len(lines) >= _LEAST and filled >= len(lines) * _FILLED


def _runs(pieces: Sequence[Piece], strip: tuple[float, float]) -> Iterator[list[Piece]]:
    """Left before right, between the lines that cross the strip."""
    middle = (strip[0] + strip[1]) / 2
    crossing = [p for p in pieces if p.left < middle < p.right and p.text.strip()]
    edges = sorted({(p.top, p.bottom) for p in crossing})
    rest = [p for p in pieces if p not in crossing]
    above = float("-inf")
    for top, bottom in [*edges, (float("inf"), float("inf"))]:
        band = [p for p in rest if above <= (p.top + p.bottom) / 2 < top]
        crossed = [p for p in rest if top <= (p.top + p.bottom) / 2 < bottom]
        for side in ([p for p in band if p.left < middle], [p for p in band if p.left >= middle]):
            if side:
                yield side
        here = [p for p in crossing if (p.top, p.bottom) == (top, bottom)]
        if here or crossed:
            yield sorted([*here, *crossed], key=lambda p: (p.top, p.left))
        above = bottom
