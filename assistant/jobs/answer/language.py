"""语言: words of everyday Chinese with their class and frequency, and a text cut into them.

The list is jieba's own dictionary, read without jieba: its tagger takes more than a second to load,
the list a fifth of that. A text is cut where the product of the frequencies is greatest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_LONGEST = 8
_ALL = 60_101_967
"""The sum of the frequencies in the list."""
_OWN = 30_000
"""How frequent a name of the library is taken to be: it stays whole."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word: ``flag`` is its class in jieba's tag set (x where the list has none)."""

    text: str
    flag: str
    frequency: int


@cache
def _words() -> tuple[dict[str, str], dict[str, str]]:
    """Frequency and class of every word, as the list prints them."""
    spec = find_spec("jieba")
    assert spec is not None
    assert spec.submodule_search_locations
    text = (Path(spec.submodule_search_locations[0]) / "dict.txt").read_text("utf-8")
    cells = text.split()
    return dict(zip(cells[::3], cells[1::3])), dict(zip(cells[::3], cells[2::3]))


def frequency(word: str) -> int:
    """How often the word occurs in 60 million; 0 for what is no word."""
    return int(_words()[0].get(word, 0))


def flag(word: str) -> str:
    """The word's class; x for what is no word."""
    return _words()[1].get(word, "x")


def cut(text: str, names: frozenset[str] = frozenset()) -> tuple[Word, ...]:
    """The text in words; digits and Latin letters stay together, so do ``names``."""
    return tuple(_read(text, at, end, names) for at, end in _best(text, names))


def _read(text: str, at: int, end: int, names: frozenset[str]) -> Word:
    word = text[at:end]
    if _plain(word):
        return Word(word, "m" if word[0].isdigit() else "eng", 0)
    if word in names and not frequency(word):
        return Word(word, "nz", 1)
    return Word(word, flag(word), frequency(word))


def _plain(word: str) -> bool:
    return word.isascii() and any(char.isalnum() for char in word)


def _best(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The stretches of the likeliest cut."""
    known, size = _words()[0], len(text)
    score = [0.0] * (size + 1)
    after = [0] * (size + 1)
    for at in range(size - 1, -1, -1):
        run = at
        while run < size and _plain(text[run]):
            run += 1
        ends = [run] if run > at else [at + 1, *_longer(text, at, names)]
        score[at], after[at] = max(
            (math.log(_weight(text[at:end], known, names) / _ALL) + score[end], end) for end in ends
        )
    at = 0
    while at < size:
        yield at, after[at]
        at = after[at]


def _longer(text: str, at: int, names: frozenset[str]) -> Iterator[int]:
    known = _words()[0]
    for end in range(at + 2, min(at + _LONGEST, len(text)) + 1):
        if text[at:end] in known or text[at:end] in names:
            yield end


def _weight(word: str, known: dict[str, str], names: frozenset[str]) -> int:
    return max(int(known.get(word, 0)), _OWN if word in names else 0) or 1
