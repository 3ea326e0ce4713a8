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
    return frozenset(words) | BUDGET_WORDS


BUDGET_WORDS = frozenset(
    {
        "尾款",
        "结转",
        "质保",
        "标段",
        "配套",
        "概算",
        "决算",
        "批复",
        "追加",
        "核减",
        "自评",
        "复评",
        "监理",
        "劳务",
    }
)
"""Words of budgets that the general dictionary counts as rare or does not know."""
