"""检索词: what the word index holds of a text: Han uni- and bigrams, whole words and figures."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_RUNS = re.compile(r"[㐀-鿿豈-﫿〇]+|[0-9]+(?:[.,][0-9]+)*|[a-z]+")
_HAN_FROM = "㐀"


def fold(text: str) -> str:
    """One width and case: full-width figures and letters become half-width, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def terms(text: str) -> list[str]:
    """Terms of ``text`` in order, repeats kept.

    A run of Han gives its characters and its pairs; a figure loses its thousands commas
    (``10,566,000`` and ``10566000`` are one term); a Latin word is one term. Punctuation and
    brackets of every style disappear, so 〔2017〕, [2017] and （2017） are alike.
    """
    found: list[str] = []
    for run in _RUNS.findall(fold(text)):
        if run[0] >= _HAN_FROM:
            found.extend(run)
            found.extend(map("".join, pairwise(run)))
        else:
            found.append(run.replace(",", ""))
    return found
