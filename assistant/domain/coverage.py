"""覆盖: how much of a question a name or a sentence accounts for, and the reverse.

All texts are canonical (``domain.synonyms.canonical``). The measure is built on common substrings
of two characters and more, so it needs no segmentation and no dictionary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

MIN_RUN = 2
_LOOSE_ENDS = "费款钱队"
"""What everyday words add to a name: 特保费, 特保队."""


@dataclass(frozen=True, slots=True)
class Cover:
    """``missing`` are the stretches of required text that nothing accounts for; ``broken`` says that
    a short word (two or three characters) is among them in part: 负责人 where only 负责 stands.
    """

    missing: tuple[str, ...]
    required: int
    covered: int
    broken: bool = False

    @property
    def share(self) -> float:
        """Covered share of the required characters; 1.0 where nothing is required."""
        return self.covered / self.required if self.required else 1.0

    @property
    def complete(self) -> bool:
        """No word is left over: at most single characters, and few of them."""
        left = sum(map(len, self.missing))
        return all(len(part) < MIN_RUN for part in self.missing) and left <= 1 + self.required // 8


def cover(chunks: Sequence[str], texts: Sequence[str]) -> Cover:
    """How much of the required ``chunks`` stands in ``texts``."""
    missing: list[str] = []
    required = covered = 0
    broken = False
    for chunk in chunks:
        marks = marked(chunk, texts)
        required += len(chunk)
        covered += sum(marks)
        missing.extend(_runs(chunk, marks))
        kept = chunk.rstrip(_LOOSE_ENDS) or chunk
        broken = broken or (1 < len(chunk) <= 3 and not all(marks[: len(kept)]))
    return Cover(tuple(missing), required, covered, broken)


def marked(chunk: str, texts: Sequence[str]) -> tuple[bool, ...]:
    """Which characters of ``chunk`` belong to a run of two or more that some text contains.

    A chunk of one character is looked for as it is. A run that is left over may be an
    abbreviation: its characters in order, close together, in one text.
    """
    return _marked(chunk, tuple(texts))


@lru_cache(maxsize=1 << 16)
def _marked(chunk: str, texts: tuple[str, ...]) -> tuple[bool, ...]:
    """``marked``, worked out once: one question asks the same of the same names many times."""
    marks = [False] * len(chunk)
    if len(chunk) == 1:
        return (any(chunk in text for text in texts),)
    for text in texts:
        at = 0
        while at < len(chunk) - 1:
            end = at
            while end < len(chunk) and chunk[at : end + 1] in text:
                end += 1
            if end - at >= MIN_RUN:
                marks[at:end] = [True] * (end - at)
                at = end - 1 if end - at > MIN_RUN else at + 1
            else:
                at += 1
    at = 0
    for run in _runs(chunk, marks):
        at = chunk.index(run, at)
        # The neighbour on the left often begins the abbreviation (社工+办 for 社工预防办).
        whole = chunk[max(at - 2, 0) : at + len(run)]
        if any(abbreviates(whole, text) or abbreviates(run, text) for text in texts):
            marks[at : at + len(run)] = [True] * len(run)
        at += len(run)
    return tuple(marks)


def abbreviates(short: str, text: str) -> bool:
    """``short`` (3 to 6 characters) stands in ``text`` in order, within three times its length."""
    if not 3 <= len(short) <= 6:
        return False
    begin = text.find(short[0])
    while begin >= 0:
        at = begin
        for char in short[1:]:
            at = text.find(char, at + 1)
            if at < 0:
                break
        if at >= 0 and at - begin < len(short) * 3:
            return True
        begin = text.find(short[0], begin + 1)
    return False


@lru_cache(maxsize=1 << 16)
def precision(name: str, question: str) -> float:
    """The share of ``name``'s characters that ``question`` says."""
    if not name:
        return 0.0
    return sum(marked(name, (question,))) / len(name)


def _runs(chunk: str, marks: Sequence[bool]) -> list[str]:
    runs: list[str] = []
    current = ""
    for char, mark in zip(chunk, marks, strict=True):
        if mark:
            if current:
                runs.append(current)
            current = ""
        else:
            current += char
    if current:
        runs.append(current)
    return runs
