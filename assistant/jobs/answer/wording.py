"""措辞: the words of a question that ask, aim or merely join (the tables of ``wording.toml``).

``scan`` cuts a question into pieces: words that join (dropped), words that say what is asked
(soft: they help to choose among names but need not be found in a source), and content, which an
answer must account for.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

Role = Literal["joining", "soft", "content"]

_TABLE = tomllib.loads(files(__package__).joinpath("wording.toml").read_text("utf-8"))
JOINING: frozenset[str] = frozenset(_TABLE["joining"].split())
SOFT: frozenset[str] = frozenset(_TABLE["soft"].split())
INTENTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (row["name"], re.compile("|".join(row["words"]))) for row in _TABLE["intents"]
)
ASKED: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (row["kind"], tuple(row["units"]), re.compile("|".join(row["words"])))
    for row in _TABLE["asked"]
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the canonical question: ``question[start:end]`` with its role."""

    text: str
    role: Role
    start: int
    end: int


_ROLE: dict[str, Role] = {**dict.fromkeys(SOFT, "soft"), **dict.fromkeys(JOINING, "joining")}
_LONGEST = max(map(len, _ROLE))


def scan(text: str) -> tuple[Piece, ...]:
    """Cut a canonical text into pieces by longest match, from the left."""
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        role, end = _next(text, at)
        if pieces and pieces[-1].role == role == "content":
            first = pieces.pop()
            pieces.append(Piece(text[first.start : end], role, first.start, end))
        else:
            pieces.append(Piece(text[at:end], role, at, end))
        at = end
    return tuple(pieces)


def _next(text: str, at: int) -> tuple[Role, int]:
    for length in range(min(_LONGEST, len(text) - at), 0, -1):
        word = text[at : at + length]
        if word in _ROLE:
            return _ROLE[word], at + length
    return "content", at + 1
