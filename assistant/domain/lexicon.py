"""词汇: everyday, abbreviated and formal words for the same thing, as groups (``lexicon.txt``).

Two uses. Some groups are folded wherever names are compared (``folded``: answering, checking and
drafting each fold their own, marked in the file). All others only let a question be read anew in
the library's words (``readings``): formal words of a group stand for one another, everyday words
are read as formal ones and never the reverse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from assistant.domain.frames import framed

ASKING, CHECKING, DRAFTING = "答", "核", "拟"
"""The uses that fold names; the marks of the file."""
_FILES = ("lexicon.txt", "lexicon_spoken.txt", "lexicon_fields.txt")
_LINE = re.compile(r"^(?:\[(?P<uses>[答核拟]+)\]\s*)?(?P<formal>[^<]+?)(?:\s*<\s*(?P<spoken>.+))?$")
_WORD = re.compile(r"^(?P<text>[^?!]+)(?:\?(?P<needs>[^?!]+))?(?:!(?P<unless>[^?!]+))?$")
_KEPT = r"([^，。？！?!；;、\n]{0,8}?)"
_HOW_MANY = "(?:多少|好几|几)"
_ASKS = re.compile(
    r"(?P<when>什么时候|啥时候|何时|几时|哪天|哪年|几[月号点])"
    r"|(?P<long>多久|多长时间|多快|几个?(?:小时|天|分钟|年|月))|(?P<much>多少|多[大高长远]|几)"
    r"|(?P<who>谁|哪[个家])"
)
_OF_TIME = re.compile(r"时间|时限|期限|周期|日期|时长|期$|年限|寿命|及时|时效|效率|天数")


class Word(NamedTuple):
    """A word of a group, with what the sentence must (``needs``) or must not (``unless``) say."""

    text: str
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def fits(self, sentence: str) -> bool:
        """Whether the word has this group's sense in ``sentence``."""
        if self.needs and not any(word in sentence for word in self.needs):
            return False
        return not any(word in sentence for word in self.unless)


@dataclass(frozen=True, slots=True)
class Group:
    """One thing: ``formal`` words stand for one another, ``spoken`` ones are read as these."""

    formal: tuple[Word, ...]
    spoken: tuple[Word, ...]
    uses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """``sentence[start:end]`` and the texts that say the same in other words of its groups.

    ``words`` are these words alone, without what is kept from the sentence.
    """

    start: int
    end: int
    said: str
    words: tuple[str, ...]
    texts: tuple[str, ...]


def plain(text: str) -> str:
    """The form in which words are compared: half width, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


@cache
def groups() -> tuple[Group, ...]:
    """Every group of the file, in its order."""
    return tuple(_parsed(line) for line in _lines())


@cache
def folded(use: str) -> tuple[tuple[str, ...], ...]:
    """The groups that one use takes for a single word when comparing, the word to keep first."""
    marked = (_parsed(line) for line in _lines() if line.startswith("["))
    return tuple(tuple(word.text for word in g.formal) for g in marked if use in g.uses)


def readings(sentence: str, *, frames: bool = True) -> list[Reading]:
    """The words of ``sentence`` (``plain``) that a group knows; the longest first at each place.

    With ``frames``, also ways of asking and the names that they may ask for, whether there is such
    a name or not: what a name is found by must then have it whole.
    """
    found: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for start in range(len(sentence)):
        for word, meant in _by_head().get(sentence[start], ()):
            if sentence.startswith(word.text, start) and word.fits(sentence):
                pairs = found.setdefault((start, start + len(word.text)), [])
                pairs.extend((one, _said(word.text, "", one)) for one in meant)
    for word, pattern, meant in _frames():
        for match in pattern.finditer(sentence) if word.fits(sentence) else ():
            pairs = found.setdefault(match.span(), [])
            kept = match[1] if pattern.groups else ""
            asking = match.group().replace(kept, "", 1) if kept else match.group()
            pairs.extend((one, _said(asking, kept, one)) for one in meant)
    for frame in framed(sentence, _others) if frames else ():
        pairs = found.setdefault((frame.start, frame.end), [])
        pairs.extend((one, _said(frame.asking, "", one)) for one in frame.names)
    return [_reading(sentence, *place, pairs) for place, pairs in sorted(
        found.items(), key=lambda item: (item[0][0], -item[0][1]))]  # fmt: skip


def _others(word: str) -> tuple[str, ...]:
    """The formal words of the groups that know ``word``."""
    known = _by_head().get(word[0], ())
    return tuple(one for held, meant in known if held.text == word for one in meant)


def _reading(sentence: str, start: int, end: int, pairs: list[tuple[str, str]]) -> Reading:
    unique = dict(pairs)
    return Reading(start, end, sentence[start:end], tuple(unique), tuple(unique.values()))


def _said(spoken: str, kept: str, formal: str) -> str:
    """The formal word with what was asked in the spoken one (多大地方 → 面积多少)."""
    if _ASKS.search(kept) or (asks := _ASKS.search(spoken)) is None:
        return kept + formal
    if asks["when"]:
        return f"{kept}{formal}什么时候"
    if asks["who"]:
        return f"{kept}{formal}是谁"
    if asks["long"] and _OF_TIME.search(formal):
        spans = asks["long"].startswith("几") and not asks["long"].startswith("几年")
        return f"{kept}{formal}{asks['long'] if spans else '多久'}"
    return f"{kept}{formal}多少"


def _lines() -> Iterator[str]:
    for name in _FILES:
        text = files(__package__).joinpath(name).read_text("utf-8")
        yield from (line.strip() for line in text.splitlines() if line.strip() and line[0] != "#")


def _parsed(line: str) -> Group:
    match = _LINE.match(line)
    if match is None:
        raise ValueError(f"lexicon.txt: {line}")
    spoken = _words(match["spoken"] or "")
    return Group(_words(match["formal"]), spoken, frozenset(match["uses"] or ()))


def _words(text: str) -> tuple[Word, ...]:
    return tuple(map(_word, plain(text).split()))


def _word(text: str) -> Word:
    if "?" not in text and "!" not in text:
        return Word(text)
    match = _WORD.match(text)
    if match is None:
        raise ValueError(f"lexicon.txt: {text}")
    needs, unless = (tuple(part.split("|")) if part else () for part in match.group(2, 3))
    return Word(match["text"], needs, unless)


def _meanings() -> Iterator[tuple[Word, tuple[str, ...]]]:
    """Each word with the formal words that it may be read as."""
    for group in groups():
        if group.uses and ASKING not in group.uses:
            continue  # alike enough to match rows of two forms, not to answer one with the other
        formal = tuple(word.text for word in group.formal)
        for word in group.formal:
            others = tuple(one for one in formal if one != word.text)
            if others and _tells(word):
                yield word, others
        for word in group.spoken:
            yield word, formal


def _tells(word: Word) -> bool:
    """A single character is part of too many words, unless the sentence must have another."""
    return len(word.text) > 1 or bool(word.needs)


def _has_gap(word: Word) -> bool:
    return "*" in word.text or "#" in word.text


@cache
def _by_head() -> dict[str, tuple[tuple[Word, tuple[str, ...]], ...]]:
    """Words without gaps by their first character."""
    found: dict[str, list[tuple[Word, tuple[str, ...]]]] = {}
    for word, meant in _meanings():
        if not _has_gap(word):
            found.setdefault(word.text[0], []).append((word, meant))
    return {head: tuple(words) for head, words in found.items()}


@cache
def _frames() -> tuple[tuple[Word, re.Pattern[str], tuple[str, ...]], ...]:
    """Words with gaps, as patterns."""
    return tuple(
        (word, re.compile(word.text.replace("*", _KEPT).replace("#", _HOW_MANY)), meant)
        for word, meant in _meanings() if _has_gap(word)
    )  # fmt: skip
