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
STICKY: frozenset[str] = frozenset(_TABLE["sticky"].split())
STAGES = frozenset(("一上", "一下", "二上", "二下"))
"""两上两下: the stages of budgeting; 一下 is else a word that joins (查一下)."""
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
_NEVER_WITHIN = frozenset("的了吗呢吧啊是")
_LONGEST = max(map(len, _ROLE))


def scan(text: str, known: frozenset[str] = frozenset()) -> tuple[Piece, ...]:
    """Cut a canonical text into pieces by longest match, from the left.

    ``known`` are the three-character stretches of the library's names: within one, no joining word
    is cut out (定 in 人员稳定性). A single character left beside a joining one that is often half
    a word (年龄, 法定) is a word with it.
    """
    guarded = _guarded(text, known)
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        role, end = _next(text, at, guarded)
        if pieces and pieces[-1].role == role == "content":
            first = pieces.pop()
            pieces.append(Piece(text[first.start : end], role, first.start, end))
        else:
            pieces.append(Piece(text[at:end], role, at, end))
        at = end
    return tuple(_joined(pieces, text))


def _guarded(text: str, known: frozenset[str]) -> list[bool]:
    guarded = [False] * len(text)
    for at in range(len(text) - 2):
        if text[at : at + 3] in known:
            guarded[at : at + 3] = [True] * 3
    return guarded


def _next(text: str, at: int, guarded: list[bool]) -> tuple[Role, int]:
    for length in range(min(_LONGEST, len(text) - at), 0, -1):
        word = text[at : at + length]
        role = _ROLE.get(word)
        if role == "joining" and word not in _NEVER_WITHIN and any(guarded[at : at + length]):
            continue
        if role is not None:
            return role, at + length
    return "content", at + 1


def _joined(pieces: list[Piece], text: str) -> list[Piece]:
    """Lone characters put together with the halves of words beside them."""
    done: list[Piece] = []
    for piece in pieces:
        before = done[-1] if done else None
        if before is not None and _halves(before, piece):
            done[-1] = Piece(text[before.start : piece.end], "content", before.start, piece.end)
        else:
            done.append(piece)
    return done


def _halves(left: Piece, right: Piece) -> bool:
    if len(left.text) != 1 or len(right.text) != 1:
        return False
    roles = {left.role, right.role}
    if roles == {"content", "joining"}:
        joining = left if left.role == "joining" else right
        return joining.text in STICKY
    return False
