"""常用词: two-character words in use."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Two-character words of jieba's dictionary (read once, .2 s, when first needed)."""
    words = []
    for line in (files("jieba") / "dict.txt").read_text("utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if len(word) == 2 and int(rest.split(" ", 1)[0]) >= 20:
            words.append(word)
    return frozenset(words)
