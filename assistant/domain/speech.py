"""口语: a question as people say it, in the plain words of asking (``speech.txt``).

Dialect, particles and courtesies ask nothing that plain words do not: 几钿 is 多少钱, 啥辰光 is
什么时候. The things that are asked about stay as they are; ``lexicon`` knows their other names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_NOTHING, _AS_IT_IS = "-", "="
_SPOKEN = re.compile(
    r"(?P<first>\^)?(?P<text>[^?!$]+)(?P<last>\$)?(?:\?(?P<needs>[^?!]+))?(?:!(?P<unless>.+))?"
)
_STOPS = " ,，。？！?!；;:：、…~～.\n"


@dataclass(frozen=True, slots=True)
class _Saying:
    """A way of speaking: its plain words, and the sentences that it belongs to."""

    plain: str
    first: bool
    last: bool
    needs: tuple[str, ...]
    unless: tuple[str, ...]

    def fits(self, sentence: str, start: int, end: int) -> bool:
        if self.last and sentence[end:].strip(_STOPS):
            return False
        if self.first and sentence[:start].rstrip() and sentence[:start].rstrip()[-1] not in _STOPS:
            return False
        if self.needs and not any(word in sentence for word in self.needs):
            return False
        return not any(word in sentence for word in self.unless)


def plainly(question: str) -> str:
    """``question`` in plain words, the longest way of speaking first at each place.

    Unchanged, blanks and punctuation included, where nothing in it is a way of speaking.
    """
    sentence = unicodedata.normalize("NFKC", question).lower()
    said = "".join(_read(sentence))
    return question if said == sentence else said


def _read(sentence: str) -> Iterator[str]:
    """The sentence piece by piece, ways of speaking replaced."""
    sayings, kept, longest = _sayings(), _kept(), _longest()
    at = 0
    while at < len(sentence):
        for end in range(min(at + longest, len(sentence)), at, -1):
            word = sentence[at:end]
            saying = sayings.get(word)
            if word in kept or (saying is not None and saying.fits(sentence, at, end)):
                yield word if saying is None or word in kept else saying.plain
                at = end
                break
        else:
            yield sentence[at]
            at += 1


@cache
def _sayings() -> dict[str, _Saying]:
    """Every way of speaking that the file lists."""
    found: dict[str, _Saying] = {}
    for line in files(__package__).joinpath("speech.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        plain, _, spoken = line.partition(" < ")
        if line.startswith(_AS_IT_IS):
            found |= {word: _Saying(word, False, False, (), ()) for word in line.split()[1:]}
            continue
        for one in spoken.split():
            match = _SPOKEN.fullmatch(one)
            if match is None:
                raise ValueError(f"speech.txt: {one}")
            needs, unless = (
                tuple(part.split("|")) if part else () for part in match.group("needs", "unless")
            )
            text = "" if plain == _NOTHING else plain
            found.setdefault(
                match["text"],
                _Saying(text, bool(match["first"]), bool(match["last"]), needs, unless),
            )
    return found


@cache
def _kept() -> frozenset[str]:
    """The plain words themselves: nothing within one is a way of speaking."""
    return frozenset(saying.plain for saying in _sayings().values()) - {""}


@cache
def _longest() -> int:
    return max(map(len, (*_sayings(), *_kept())))
