"""别字: a character that its neighbours never take, where one that sounds or looks like it fits.

The neighbours are judged by pairs of characters counted in the statutes (public domain). A pair
that the declaration itself repeats, or that a dictionary knows as a word, is no slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from assistant.jobs.check.vocabulary import common_words

RARE, COMMON, RATIO = 3, 20, 200
"""Pairs counted at most RARE times are unheard of; a mend must make two pairs of COMMON or more."""
OWN = 3
"""Times that a text writes a pair from which the pair is a word of its own."""

_ALONE = frozenset(
    "的了和与及或在是有为以于对从到由被把将向按据经因而则但并且也都只就才又再还更最很太不没未无"
    "一二三四五六七八九十百千万亿两几多少个各每本该此其他它她我你们这那之所等年月日时分元人次项名内外上下前后"
    "中间里可能会要应须得让使给比如若即已曾正着过来去起好大小高低新旧总共约近超达至含建设街镇区市县路越"
)
"""Characters that stand as words of their own: a strange pair means nothing there."""


@dataclass(frozen=True, slots=True)
class Misspelling:
    """``text[at]`` should probably read ``right``."""

    at: int
    right: str


@lru_cache(maxsize=1)
def _counts() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    with as_file(files("assistant.jobs.check") / "bigrams.npy") as path:
        packed = np.load(path)
    return packed >> np.uint64(16), packed & np.uint64(0xFFFF)


@lru_cache(maxsize=1)
def confusable() -> dict[str, frozenset[str]]:
    """Character → those that sound or look like it."""
    found: dict[str, set[str]] = {}
    text = (files("assistant.jobs.check") / "confusable.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            for char in line:
                found.setdefault(char, set()).update(line)
    return {char: frozenset(others - {char}) for char, others in found.items()}


def _times(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    known, counts = _counts()
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[at] == keys, counts[at], np.uint64(0))


def _pair(a: str, b: str) -> int:
    return ord(a) << 16 | ord(b)


def misspellings(text: str) -> Iterator[Misspelling]:
    """Characters of ``text`` that are probably wrong, with what they should be."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < 3:
        return
    han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    times = _times(codes[:-1] << np.uint64(16) | codes[1:])
    left, right = times[:-1], times[1:]
    strange = han[:-2] & han[1:-1] & han[2:] & (left <= RARE) & (right <= RARE)
    for before in np.flatnonzero(strange):
        at = int(before) + 1
        a, c, b = text[at - 1], text[at], text[at + 1]
        if c in _ALONE or text.count(a + c) > 1 or text.count(c + b) > 1:
            continue
        mend = _mend(a, c, b, int(left[before]), int(right[before])) or _own(a, c, b, text)
        if mend and not {a + c, c + b} & common_words():
            yield Misspelling(at, mend)


def _own(a: str, c: str, b: str, text: str) -> str | None:
    """What the text itself writes elsewhere, at least OWN times, with either neighbour (接访)."""
    found = [d for d in confusable().get(c, ()) if max(text.count(a + d), text.count(d + b)) >= OWN]
    return found[0] if len(found) == 1 else None


def _mend(a: str, c: str, b: str, left: int, right: int) -> str | None:
    """The likeliest character between ``a`` and ``b`` that may be mistaken for ``c``."""
    others = sorted(confusable().get(c, ()))
    if not others:
        return None
    keys = np.array([[_pair(a, d), _pair(d, b)] for d in others], dtype=np.uint64)
    times = _times(keys.ravel()).reshape(-1, 2)
    fits = (times.min(axis=1) >= COMMON) & (
        times.prod(axis=1) > np.uint64((left + 1) * (right + 1) * RATIO)
    )
    if not fits.any():
        return None
    best = int(np.argmax(np.where(fits, times.prod(axis=1), 0)))
    chosen = others[best]
    return chosen if {a + chosen, chosen + b} & common_words() else None
