"""错字: a word mistyped by one character, put right where only one reading is possible.

A stretch of the question that the library does not know is compared with the library's names. One
character may differ where it sounds the same (蒲锦/浦锦, 骋用/聘用), where it looks the same
(待殊/特殊, ``lookalikes.txt``), or where the mistyped form is no word of the language (铺警). A real
word is never a slip: 反恐训练 is not 反恐演练, 浦江 is not 浦锦.

Two characters that the language puts into no word (补值, 比列) may also be a word of the library's
texts, or one that asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from assistant.jobs.answer.language import cut, frequency
from assistant.jobs.answer.wording import JOINING, SOFT

_COMMON = 50
"""Occurrences in jieba's word list from which a word is one that people mean to write."""
_LONGEST = 4
_PAIR = 2
_SURE = 3
_NUMERALS = frozenset("零一二三四五六七八九十百千万两几半0123456789")
_COMPLEMENTS = frozenset("上下来去到好完掉过出起进回的地得了着在是有没不要会能可一几多")
"""Characters that stand beside any verb: 投上 is no 头上."""
_LOOKALIKES = Path(__file__).with_name("lookalikes.txt")


def corrected(
    text: str, unknown: tuple[str, ...], names: frozenset[str],
    words: frozenset[str] = frozenset(), said: str = "",
) -> tuple[str, str] | None:  # fmt: skip
    """(mistyped, right) for the first stretch that is one slip away from a name, else a word.

    ``names`` are all stretches of two to four characters of the library's names, ``words`` the
    words of two characters that its texts and questions have, ``said`` the texts.
    """
    for part in unknown:
        for start, end in _within(text, part):
            found = _slip(text, start, end, names)
            if found is not None:
                return found
    if not words:
        return None
    return _pairs(text, words) or next(_beside(text, unknown, said), None)


def _within(text: str, part: str) -> list[tuple[int, int]]:
    """Where an unknown stretch stands; a long one character by character."""
    at = text.find(part)
    if at < 0:
        return []
    if len(part) <= _LONGEST:
        return [(at, at + len(part))]
    return [(place, place + 1) for place in range(at, at + len(part))]


def _pairs(text: str, words: frozenset[str]) -> tuple[str, str] | None:
    """Two characters that are no word, and the one word that they may mean: the likest pair."""
    found: list[tuple[int, bool, str, str]] = []
    for one, two in pairwise(cut(text)):
        window = one.text + two.text
        if len(window) != _PAIR or "|" in window or window in words or _is_word(window):
            continue
        meant = [
            (grade, name in SOFT, name)
            for place in range(_PAIR)
            for name in _but_one(words).get(_masked(window, place), ())
            if window[1 - place] not in _COMPLEMENTS
            and window[place] not in _NUMERALS
            and (grade := _likeness(window[place], name[place]))
        ]
        best = max((rank[:2] for rank in meant), default=None)
        right = [rank for rank in meant if rank[:2] == best]
        if len(right) == 1:
            found.append((right[0][0], right[0][1], window, right[0][2]))
    if not found:
        return None
    *_, window, right_word = max(found, key=lambda one: (one[0], one[1]))
    return window, right_word


def _beside(text: str, unknown: tuple[str, ...], said: str) -> Iterator[tuple[str, str]]:
    """A character behind a word, where the texts have one like it behind that word (生活废)."""
    lone = "".join(unknown)
    for word, char in pairwise(cut(text)):
        if len(word.text) < _PAIR or len(char.text) != 1 or char.text not in lone:
            continue
        window = word.text + char.text
        if window in said or not _is_word(word.text):
            continue
        behind = set(re.findall(f"{re.escape(word.text)}([一-鿿])", said))
        right = [one for one in behind if _likeness(char.text, one) >= _SURE]
        if len(right) == 1 and _is_word(word.text + right[0]):
            yield window, word.text + right[0]


def _likeness(typed: str, meant: str) -> int:
    """4 for the same sound with its tone, 3 for the same shape, 2 for the same sound, 1 for nearly."""
    if typed == meant:
        return 0
    if _toned(typed) & _toned(meant):
        return 4
    if meant in _shapes().get(typed, ""):
        return 3
    if {one.rstrip("12345") for one in _toned(typed)} & {
        one.rstrip("12345") for one in _toned(meant)
    }:
        return 2
    return 1 if _sound(typed) & _sound(meant) else 0


def _slip(text: str, start: int, end: int, names: frozenset[str]) -> tuple[str, str] | None:
    """The windows of four, three, two characters around the unknown stretch, widest first."""
    options: dict[tuple[int, str], tuple[str, str]] = {}
    for width in (4, 3, 2):
        for begin in range(max(0, end - width), min(start, len(text) - width) + 1):
            window = text[begin : begin + width]
            if "|" in window or len(window) < width or window in names:
                continue
            for place in range(width):
                at_unknown = start <= begin + place < end
                for name in _but_one(names).get(_masked(window, place), ()) if at_unknown else ():
                    if name != window and _is_slip(window, name, place):
                        options.setdefault((begin + place, name[place]), (window, name))
        if options:
            break
    if len(options) != 1:
        return None
    (place, _), (window, name) = next(iter(options.items()))
    return _trimmed(window, name, place - text.find(window))


def _trimmed(window: str, name: str, place: int) -> tuple[str, str]:
    """The whole word that was mistyped, without what stands beside it (拘溜所 of 拘溜所专)."""
    at = 0
    for word in cut(name):
        end = at + len(word.text)
        if at <= place < end and len(word.text) > _PAIR and word.frequency:
            return window[at:end], word.text
        at = end
    return window, name


@lru_cache(maxsize=4)
def _but_one(names: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Names by their form with one character masked."""
    found: dict[str, list[str]] = {}
    for name in names:
        for place in range(len(name)):
            found.setdefault(_masked(name, place), []).append(name)
    return {form: tuple(sorted(those)) for form, those in found.items()}


def _masked(word: str, place: int) -> str:
    return f"{word[:place]}*{word[place + 1 :]}"


def _is_slip(window: str, name: str, place: int) -> bool:
    if _likeness(window[place], name[place]) and not _in_word(window, place):
        return len(name) > _PAIR or not _is_word(window)
    if _sound(window[place]) & _sound(name[place]):
        return len(name) > _PAIR or not _is_word(window)
    if len(name) < _LONGEST or place in (0, len(name) - 1):
        return False
    if window[place] in JOINING or window[place] in SOFT:
        return False  # a word of asking is no slip
    return not _in_word(window, place)


def _in_word(window: str, place: int) -> bool:
    """Whether the character is part of a word of two within the window."""
    pairs = {window[max(0, place - 1) : place + 1], window[place : place + 2]}
    return any(len(pair) == _PAIR and _is_word(pair) for pair in pairs)


@lru_cache(maxsize=4096)
def _toned(char: str) -> frozenset[str]:
    """Readings with their tones."""
    from pypinyin import Style, pinyin  # 0.2 s to import: only where a word is unknown

    return frozenset(pinyin(char, style=Style.TONE3, heteronym=True)[0])


@lru_cache(maxsize=4096)
def _sound(char: str) -> frozenset[str]:
    """Readings without tone; nasal ends, flat and curled tongues, n and l count as one."""
    return frozenset(_blurred(one.rstrip("12345")) for one in _toned(char))


def _blurred(sound: str) -> str:
    for sharp, flat in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if sound.startswith(sharp):
            sound = flat + sound[2:]
    if sound.endswith("ng"):
        sound = sound[:-1]
    return "n" + sound[1:] if sound.startswith("l") else sound


@cache
def _shapes() -> dict[str, str]:
    """Characters that look like each one."""
    found: dict[str, str] = {}
    for line in _LOOKALIKES.read_text("utf-8").splitlines():
        for char in line.split() if not line.startswith("#") else ():
            found[char] = found.get(char, "") + line.replace(" ", "").replace(char, "")
    return found


@lru_cache(maxsize=4096)
def _is_word(word: str) -> bool:
    return frequency(word) >= _COMMON
