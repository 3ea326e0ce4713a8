"""标题: headings by their numbering (一、（一）1.（1）), by ``#``, and standing alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CN = "[一二三四五六七八九十百]{1,3}"
_NUMBERINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"(?P<number>第{_CN}(?:部分|章|编))\s*[、:：]?\s*")),
    (1, re.compile(rf"(?P<number>{_CN})\s*[、.．]\s*")),
    (2, re.compile(rf"[（(]\s*(?P<number>{_CN})\s*[）)]\s*[、.．]?\s*")),
    (3, re.compile(r"(?P<number>\d{1,2})\s*(?:[、．]|\.(?!\d))\s*")),
    (4, re.compile(r"[（(]\s*(?P<number>\d{1,2})\s*[）)]\s*")),
)
"""Levels by numbering, outermost first."""

_BULLET = re.compile(r"[-*•·]\s+")
_HASH = re.compile(r"(#{1,6})\s+")
_ENDS_SENTENCE = re.compile(r"[。；;，,！？!?]$")
_SENTENCE = re.compile(r"[。；！？]")
_CAPTION = re.compile(
    r"^(?:图|表|附表|附图)\s*\d|^[（(]?\s*(?:金额)?单位\s*[:：]|^注\s*[:：]|^第?\s*\d+\s*页?$"
)
_LONGEST = {1: 40, 2: 40, 3: 24, 4: 20}
_INLINE = re.compile(
    rf"(?<=[。;；:：])\s*(?={_CN}、[^，。；、:：]{{2,14}}$|\d、[^，。；、:：]{{2,10}}[:：]$)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line read as a heading; ``marked`` where ``#`` says so, level 0 stands for alone."""

    level: int
    number: str | None
    title: str
    marked: bool = False


def read_numbering(line: str) -> tuple[int, str, str] | None:
    """(level, number, rest) of a numbered line; None where it has no numbering."""
    body = _BULLET.sub("", line.strip(), count=1) if _BULLET.match(line.strip()) else line.strip()
    for level, pattern in _NUMBERINGS:
        found = pattern.match(body)
        if found:
            return level, found.group("number"), body[found.end() :].strip()
    return None


def read_heading(line: str) -> Heading | None:
    """The heading that a line is, judged by itself; None for running text and captions."""
    text = line.strip()
    if not text or _CAPTION.search(text):
        return None
    mark = _HASH.match(text)
    if mark:
        title = text[mark.end() :].strip(" #*")
        numbered = read_numbering(title)
        if numbered:
            return Heading(len(mark.group(1)), numbered[1], numbered[2], marked=True)
        return Heading(len(mark.group(1)), None, title, marked=True) if title else None
    numbered = read_numbering(text)
    if numbered is None:
        return None
    level, number, title = numbered
    title = title.strip("* ")
    bare = title.rstrip("。:： ")
    if not bare or len(bare) > _LONGEST[level] or _SENTENCE.search(bare):
        return None
    if level >= 3 and (_ENDS_SENTENCE.search(title) or re.search(r"[:：,，《]", bare)):
        return None
    if level <= 2 and (re.search(r"[:：,，]", bare) or re.search(r"[;；]$", title)):
        return None
    return Heading(level, number, bare)


def stands_alone(line: str) -> bool:
    """Whether a line between two empty ones reads as an unnumbered heading."""
    text = line.strip()
    return (
        4 <= len(text) <= 40
        and not re.search(r"[，。；：、,;:！？!?\t|《<]", text)
        and not _CAPTION.search(text)
        and len(re.findall(r"[㐀-鿿]", text)) >= 4
        and read_numbering(text) is None
    )


def inline_headings(line: str) -> list[int]:
    """Offsets in ``line`` where a heading begins that extraction glued to the sentence before."""
    return [m.end() for m in _INLINE.finditer(line)]
