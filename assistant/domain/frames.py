"""句式: ways of asking that fit any thing, and the name that they ask for (``lexicon_frames.txt``).

几成合格 asks for 合格率, 多久修复 for 修复时间. 甲乙 stands for the thing: a word of the language of
two characters, or any that the caller knows other words for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_THING = "甲乙"
_LONGEST = 4
_USUAL = len(_THING)
_PARTICLES = frozenset("的了在是和与及跟对给把被有，,。 |")


@dataclass(frozen=True, slots=True)
class Framed:
    """``sentence[start:end]`` asks in a frame; ``names`` are what it may ask for."""

    start: int
    end: int
    asking: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands before and after the thing; ``names`` with 甲乙 in its place.

    ``spelt``: 甲 and 乙 apart (甲不甲乙), ``before`` is then the whole frame.
    """

    before: str
    after: str
    spelt: bool
    names: tuple[str, ...]


def framed(sentence: str, others: Callable[[str], Sequence[str]]) -> Iterator[Framed]:
    """Every frame in ``sentence``; ``others`` gives the formal words for an everyday one."""
    for frame in _frames():
        places = _spelt(frame, sentence) if frame.spelt else _around(frame, sentence, others)
        for start, end, thing in places:
            things = dict.fromkeys((thing, *others(thing)))
            names = tuple(name.replace(_THING, one) for one in things for name in frame.names)
            yield Framed(start, end, frame.before + frame.after, names)


def _around(
    frame: _Frame, sentence: str, others: Callable[[str], Sequence[str]]
) -> Iterator[tuple[int, int, str]]:
    """The frame found by what stands before its thing, or else behind."""
    before, after = frame.before, frame.after
    anchor = before or after
    at = sentence.find(anchor)
    while at >= 0:
        for length in range(1, _LONGEST + 1):
            start = at if before else at - length
            begin = start + len(before)
            end = begin + length + len(after)
            thing = sentence[max(begin, 0) : begin + length]
            if start < 0 or end > len(sentence) or not sentence.startswith(after, begin + length):
                continue
            if length == 1 and not before and start and sentence[start - 1] not in _PARTICLES:
                continue  # 车 of 买车花多少
            if _is_word(thing) and (length == _USUAL or others(thing)):
                yield start, end, thing
        at = sentence.find(anchor, at + 1)


def _spelt(frame: _Frame, sentence: str) -> Iterator[tuple[int, int, str]]:
    """A frame whose thing is taken apart: 合不合格 of 合格."""
    size = len(frame.before)
    for start in range(len(sentence) - size + 1):
        held: dict[str, str] = {}
        for sign, char in zip(frame.before, sentence[start : start + size], strict=True):
            if (held.setdefault(sign, char) if sign in _THING else sign) != char:
                break
        else:
            thing = "".join(map(held.__getitem__, _THING))
            if _is_word(thing):
                yield start, start + size, thing


def _is_word(text: str) -> bool:
    return all("一" <= char <= "鿿" for char in text)


@cache
def _frames() -> tuple[_Frame, ...]:
    """Each frame once, with all the names that it may ask for, in the order of the file."""
    found: dict[str, list[str]] = {}
    for line in files(__package__).joinpath("lexicon_frames.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, spoken = line.partition(" < ")
            for one in spoken.split():
                found.setdefault(one, []).append(name)
    return tuple(_frame(text, tuple(names)) for text, names in found.items())


def _frame(text: str, names: tuple[str, ...]) -> _Frame:
    before, _, after = text.partition(_THING)
    spelt = any(sign in before + after for sign in _THING)
    return _Frame(text if spelt else before, "" if spelt else after, spelt, names)
