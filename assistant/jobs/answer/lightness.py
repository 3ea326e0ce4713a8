"""轻重: which words of a question carry information, by their class in the language.

The tables of ``wording.toml`` know the words that questions have been seen to use. Where a question
finds nothing with them, its words are cut anew with a dictionary, and those that are light by class
(function words, adverbs, measures, single verbs, frequent verbs that the library never uses) are
not required. Names, nouns, and verbs that the library uses stay required: a thing that the library
does not have is still refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.domain.synonyms import canonical
from assistant.jobs.answer.gist import known_names, whole
from assistant.jobs.answer.language import cut, frequency
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.wording import JOINING, SOFT, STAGES

_FUNCTION = frozenset(["r", "p", "c", "u", "y", "e", "o", "q", "f", "h", "k", "x", "w"])
"""jieba's classes of pronouns, prepositions, conjunctions, particles, measures, positions."""
_OF_SETS = frozenset(("rank", "execution", "basis"))
"""Intents that need no word but the project's name: its lines, its years, what it rests on."""
_NAMING = frozenset(["n", "j", "i", "l", "b"])
"""Classes of words that name a thing: one of them must be left."""
_FREQUENT_VERB = 900
"""Occurrences in jieba's list from which a verb that no name uses says little (预备, 响应)."""
_FREQUENT_ADVERB = 2000
_COMMON_NOUN = 10_000
"""Occurrences from which a noun of one character (人, 钱) says little; 函 stays."""
_SUPERLATIVE = re.compile(r"^最.$")
_COUNTED = re.compile(
    r"^[一二两三四五六七八九十几每各]+[个名位次回场起辆台套件支家所处项条份笔种类块间趟遍]$"
)
_PHASE = re.compile(r"^.(?:下来|起来|出来|上来|过来|下去|上去|完|好|到|掉|过)$")
"""A single verb with how far it goes: 批下来, 交完."""
_AUXILIARY = "能会可要得应该"
_PERIOD = re.compile(r"^(?:上|下|前|后|今|一|每|当|本|全)?[年月日天]$|^年年$")


def informative(query: Query, shelf: Shelf) -> Query | None:
    """The query with only the words required that carry information.

    None where that changes nothing, or where no word is left that names a thing. What the library
    has a name for is never cut.
    """
    text = query.spoken
    known = [
        chunk for chunk in query.content
        if chunk in STAGES or (len(chunk) > 1 and chunk in shelf.all_names)
    ]  # fmt: skip
    for name in (*query.named_units, *query.named_projects, *known):
        text = text.replace(name, "|")
    kept, beside, named = list(known), [], bool(known)
    for word, flag in _words(text, shelf):
        if word in SOFT:
            beside.append(word)
        elif not _is_light(word, flag, shelf):
            kept.append(word)
            named = named or _names(word, flag)
    of_a_set = not kept and bool(query.scopes) and bool(_OF_SETS & set(query.intents))
    if tuple(kept) == query.content or not (named or of_a_set):
        return None
    wording = "|".join((*kept, *beside))
    return replace(query, content=tuple(kept), wording=wording)


def _names(word: str, flag: str) -> bool:
    """Whether a word can say what a question is about: no common noun (计划), a rare verb."""
    if len(word) < 2:
        return False
    if flag == "v":
        return 0 < frequency(word) < _FREQUENT_VERB
    return (flag == "vn" or flag[0] in _NAMING) and frequency(word) < _COMMON_NOUN


def _words(text: str, shelf: Shelf) -> Iterator[tuple[str, str]]:
    names = known_names(shelf)
    for part in text.split("|"):
        for one in whole(cut(part, names)):
            yield canonical(one.text), one.flag


def _is_light(word: str, flag: str, shelf: Shelf) -> bool:
    if not word or word in JOINING or _PERIOD.match(word) or _SUPERLATIVE.match(word):
        return True
    if flag[0] in _FUNCTION or flag == "zg":
        return True
    if len(word.strip(_AUXILIARY)) < 1 or all(char in JOINING for char in word):
        return True
    if _PHASE.match(word) and word not in shelf.all_names:
        return True
    if not frequency(word) and len(word) == 2 and word[0] in _AUXILIARY:
        return True  # 能扣: no word of the language, an auxiliary before a single verb
    if flag.startswith("m"):
        return not word.isdigit()
    if _COUNTED.match(word) and word not in shelf.all_names:
        return True
    return _says_little(word, flag, shelf)


def _says_little(word: str, flag: str, shelf: Shelf) -> bool:
    """Open classes: by length, by how frequent the word is, and whether the library has it."""
    often = frequency(word)
    if flag == "v":
        if len(word) == 1:
            return True
        return word not in shelf.all_names and often >= _FREQUENT_VERB
    if flag in {"d", "ad"}:
        return len(word) == 1 or (word not in shelf.all_names and often >= _FREQUENT_ADVERB)
    if len(word) == 1:
        return flag in {"a", "vn", "t"} or (often >= _COMMON_NOUN and flag != "b")
    return False
