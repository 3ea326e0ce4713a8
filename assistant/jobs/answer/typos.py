"""错字: a name mistyped by one character, put right where only one reading is possible.

A stretch of the question that the library does not know is compared with the library's names. One
character may differ where it sounds the same (蒲锦/浦锦, 骋用/聘用), or where the mistyped form is
no word of the language (铺警). A real word is never a slip: 反恐训练 is not 反恐演练, 浦江 is not
浦锦.
"""

from __future__ import annotations

import importlib.util
import re
from functools import lru_cache
from pathlib import Path

_COMMON = 50
"""Occurrences in jieba's word list from which a word is one that people mean to write."""


def corrected(text: str, unknown: tuple[str, ...], names: frozenset[str]) -> tuple[str, str] | None:
    """(mistyped, right) for the first unknown stretch that is one slip away from a name.

    ``names`` are all stretches of two to four characters of the library's names.
    """
    for part in unknown:
        at = text.find(part)
        if at < 0 or len(part) > 4:
            continue
        found = _slip(text, at, at + len(part), names)
        if found is not None:
            return found
    return None


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
    return next(iter(options.values())) if len(options) == 1 else None


@lru_cache(maxsize=2)
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
    if _sound(window[place]) & _sound(name[place]):
        return len(name) > 2 or not _is_word(window)
    if len(name) < 4 or place in (0, len(name) - 1):
        return False
    pairs = {window[max(0, place - 1) : place + 1], window[place : place + 2]}
    return not any(len(pair) == 2 and _is_word(pair) for pair in pairs)


@lru_cache(maxsize=4096)
def _sound(char: str) -> frozenset[str]:
    """Readings without tone; nasal ends, flat and curled tongues, n and l count as one."""
    from pypinyin import Style, pinyin  # 0.2 s to import: only where a word is unknown

    readings = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return frozenset(_blurred(one) for one in readings)


def _blurred(sound: str) -> str:
    for sharp, flat in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if sound.startswith(sharp):
            sound = flat + sound[2:]
    if sound.endswith("ng"):
        sound = sound[:-1]
    return "n" + sound[1:] if sound.startswith("l") else sound


@lru_cache(maxsize=1)
def _dictionary() -> bytes:
    """jieba's word list as bytes: looked into without building jieba's tables (0.6 s)."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        return b""
    return (Path(spec.origin).parent / "dict.txt").read_bytes()


@lru_cache(maxsize=4096)
def _is_word(word: str) -> bool:
    found = re.search(rb"\n" + word.encode() + rb" (\d+)", _dictionary())
    return found is not None and int(found[1]) >= _COMMON
