"""同义词: what the field calls by several names, so that names and questions can be compared.

Each row is one thing; the first word stands for all. The rows are those of ``lexicon.txt`` that are
marked for answering: from the field's own documents (特保 = 特种保安 = 特殊保安, 平安马甲 =
平安志愿者) and common Chinese verbs for the same act.
Comparing only: what the user is shown keeps the source's own words.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.domain.lexicon import ASKING, folded

SYNONYMS = folded(ASKING)
"""One row for a thing: compared as one word wherever a question or a name is read."""

_TO_FIRST = {word: row[0] for row in SYNONYMS for word in row}
_ANY = re.compile("|".join(sorted(map(re.escape, _TO_FIRST), key=len, reverse=True)))
_DROPPED = re.compile(
    r"(?<=\d),(?=\d{3})|(?!(?<=\d)\.(?=\d))"
    r"[\s、，,。．.；;：:！!？?“”\"'‘’《》〈〉<>（）()【】\[\]〔〕{}·…—_~～\\/*#]+"
)


def fold(text: str) -> str:
    """Half width, lower case, without punctuation and blanks; a decimal point stays."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())


def canonical(text: str) -> str:
    """``text`` folded, with every synonym replaced by the first of its row."""
    return _ANY.sub(lambda match: _TO_FIRST[match.group()], fold(text))
