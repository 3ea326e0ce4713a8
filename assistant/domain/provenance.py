"""来历: what an answer says of values that were corrected by hand, beside the place they stand in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.domain.answer import Citation
from assistant.domain.correction import Correction, remark, shown
from assistant.domain.locator import Locator
from assistant.domain.numerals import half_width

Live = Callable[[str], Sequence[Correction]]
"""A document's id → the corrections that hold of it."""

TEXTS = frozenset({"level1", "level2", "name", "source", "item", "project", "unit", "value"})
"""Fields of words: a sum does not depend on them, so they are told only where they are shown."""
MAIN = frozenset({"target", "amount", "total"})
"""Fields that a row's sentence is about: their mark need not name them."""
_WHOLE = frozenset({"project", "unit", "year"})
"""Fields that speak of a whole declaration."""
_FIGURE = re.compile(r"\d")
_MARK = re.compile(r"\[\d+\]")
_OPEN = str.maketrans("[]|", "［］｜")


def touching(place: Locator, live: Live) -> list[Correction]:
    """The corrections of a place."""
    return [
        one for one in live(place.document)
        if one.locator.start < place.end and place.start < one.locator.end
    ]  # fmt: skip


def _squeezed(text: str) -> str:
    return "".join(half_width(text).split()).replace(",", "").replace("*", "")


def told(correction: Correction, text: str, *, sums: bool = True) -> str | None:
    """The mark where ``text`` rests on a corrected value: shown, still shown as read, or summed.

    ``sums`` tells whether the text may be computed from values that it does not show.
    """
    said, new, old = (_squeezed(t) for t in (text, correction.new, correction.old))
    mark = None
    if new in said:
        mark = remark(correction, named=correction.field not in MAIN)
    elif old and old in said:
        mark = f"（此处已人工更正：{correction.title} {shown(correction.old)} → {shown(correction.new)}）"
    elif sums and correction.field not in TEXTS | _WHOLE and _FIGURE.search(_MARK.sub("", text)):
        mark = remark(correction, named=True)
    return mark.translate(_OPEN) if mark else None


def remarks(places: Iterable[Locator], text: str, live: Live, *, sums: bool = True) -> str:
    """The marks that belong behind a text with these sources, each once."""
    found = (told(one, text, sums=sums) for place in places for one in touching(place, live))
    return "".join(dict.fromkeys(mark for mark in found if mark))


def marked(
    text: str, citations: Sequence[Citation], live: Live
) -> tuple[str, tuple[Citation, ...]]:
    """An answer's text with a mark at the first figure that rests on each correction.

    The citations carry their corrections; what was corrected of a whole declaration (年度, 单位,
    项目) is cited in a citation of its own.
    """
    done: set[str] = set()
    found: list[Citation] = []
    for one in citations:
        here = touching(one.locator, live)
        found.append(replace(one, corrections=tuple(here)) if here else one)
        for correction in here:
            if correction.id not in done:
                text, put = _put(text, one.n, correction)
                done |= {correction.id} if put else set()
    for document in dict.fromkeys(c.locator.document for c in citations):
        for correction in live(document):
            if correction.field in _WHOLE and correction.id not in done:
                numbers = [c.n for c in citations if c.locator.document == document]
                text, put = _put_whole(text, numbers, correction, len(found) + 1)
                if put:
                    place = correction.locator
                    title = place.source.rsplit(".", 1)[0]
                    found.append(Citation(len(found) + 1, title, place, (correction,)))
    return text, tuple(found)


def _put(text: str, n: int, correction: Correction) -> tuple[str, bool]:
    """The mark behind the first [n] whose line rests on the correction."""
    for mark in re.finditer(rf"\[{n}\](?:\[\d+\])*", text):
        said = told(correction, _line(text, mark.start()))
        if said:
            return f"{text[: mark.end()]}{said}{text[mark.end() :]}", True
    return text, False


def _put_whole(
    text: str, numbers: Sequence[int], correction: Correction, n: int
) -> tuple[str, bool]:
    """As ``_put``, for a value that the line's label shows; cited by number ``n``."""
    choice = "|".join(map(str, numbers))
    for mark in re.finditer(rf"\[(?:{choice})\](?:\[\d+\])*", text):
        if _squeezed(correction.new) in _squeezed(_line(text, mark.start())):
            said = remark(correction, named=True).translate(_OPEN)
            said = f"{said[:-1]}[{n}]）"
            return f"{text[: mark.end()]}{said}{text[mark.end() :]}", True
    return text, False


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : len(text) if end < 0 else end]
