"""错字: a name mistyped by one character, put right where only one reading is possible.

A stretch of the question that the library does not know is compared with the library's names. One
character may differ where it sounds the same (蒲锦/浦锦, 骋用/聘用), or where the mistyped form is
no word of the language (铺警). A real word is never a slip: 反恐训练 is not 反恐演练, 浦江 is not
浦锦.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path


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
    options: dict[tuple[str, str], None] = {}
    for width in (4, 3, 2):
        for begin in range(max(0, end - width), min(start, len(text) - width) + 1):
            window = text[begin : begin + width]
            if "|" in window or len(window) < width or window in names:
                continue
            for name in _by_length(names, width):
                place = _one_apart(window, name)
                at_unknown = place is not None and start <= begin + place < end
                if place is not None and at_unknown and _is_slip(window, name, place):
                    options[window, name] = None
        if options:
            break
    return next(iter(options)) if len({right for _, right in options}) == 1 else None


@lru_cache(maxsize=8)
def _lengths(names: frozenset[str]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for name in names:
        found.setdefault(len(name), []).append(name)
    return {length: tuple(sorted(those)) for length, those in found.items()}


def _by_length(names: frozenset[str], width: int) -> tuple[str, ...]:
    return _lengths(names).get(width, ())


def _one_apart(left: str, right: str) -> int | None:
    """Where two words of one length differ, if in one character only."""
    places = [i for i, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    return places[0] if len(places) == 1 else None


def _is_slip(window: str, name: str, place: int) -> bool:
    if _sound(window[place]) & _sound(name[place]):
        return len(name) > 2 or not _is_word(window)
    if len(name) < 4:
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
    return f"\n{word} ".encode() in _dictionary()
