"""措辞: the words of a question that ask, aim or merely join (the tables of ``wording.toml``).

``scan`` cuts a question into pieces: words that join (dropped), words that say what is asked
(soft: they help to choose among names but need not be found in a source), and content, which an
answer must account for.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from assistant.domain.synonyms import SYNONYMS
from assistant.jobs.answer.language import flag, frequency

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
_PAIR = 2
_USUAL = 50
_OFTEN = 300
_ACTS = frozenset("请办做拟")
"""Occurrences in the language from which two characters are taken for a word."""
_FIELD = frozenset(word for row in SYNONYMS for word in row)
_HOW_MUCH = "(?:多少|几(?![乎何])|什么数|啥数|多[高大长久远])"
ACTING = re.compile(
    rf"(?:原?计划|预计|计划内)?(?:{'|'.join(sorted(_TABLE['acting'].split(), key=len, reverse=True))})"
    rf"(?:[了过到满进来好出下上足够齐住在成为得]*)(?={_HOW_MUCH})"
    rf"|原?计划(?=[^，。]{{0,4}}{_HOW_MUCH})|(?:测算|计算|核算|核定|计列|编列|列支|列了|批了)的?$"
    r"|[交缴](?:纳|存|的|了)?(?=公积金|住房|社保|社会保险|养老|医保|医疗|职业年金|年金|税)"
    r"|(?<=[一-鿿]{2})一个(?=[一-鿿])|(?<=[一-鿿]{2})队伍(?=人员|的人|流动|稳定|流失|[得要应]?有?多少[人名]|几个?人)"
    r"|自己(?=[掏出拿花筹付配]|承担|负担)|(?:^|(?<=\|))队伍(?=[一-鿿]{2})|到[位岗](?=数)|(?<=[位岗人个次家])数(?=目标|指标|[是要有得应须达定多]|$)"
)
"""What is said of an amount that is asked for and names none: 计划买多少名, 批了几万, 按多少人测算."""


def scan(text: str, known: frozenset[str] = frozenset()) -> tuple[Piece, ...]:
    """Cut a canonical text into pieces by longest match, from the left.

    ``known`` are the three-character stretches of the library's names: within one, no joining word
    is cut out (定 in 人员稳定性). A single character left beside a joining one that is often half
    a word (年龄, 法定) is a word with it.
    """
    guarded = _guarded(text, known)
    acting = {m.start(): m.end() for m in ACTING.finditer(text) if not _of_word(text, m, known)}
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        said = acting.get(at)
        role, end = _next(text, at, guarded)
        if said is not None:
            role, end = "soft", said
        if pieces and pieces[-1].role == role == "content":
            first = pieces.pop()
            pieces.append(Piece(text[first.start : end], role, first.start, end))
        else:
            pieces.append(Piece(text[at:end], role, at, end))
        at = end
    return tuple(_joined(pieces, text))


@lru_cache(maxsize=4)
def _pairs_of(known: frozenset[str]) -> frozenset[str]:
    """Every two characters that stand together in a name."""
    return frozenset(three[at : at + _PAIR] for three in known for at in (0, 1))


def _guarded(text: str, known: frozenset[str]) -> list[bool]:
    guarded = [False] * len(text)
    for at in range(len(text) - 2):
        if text[at : at + 3] in known:
            guarded[at : at + 3] = [True] * 3
    pairs = _pairs_of(known)
    for at in range(len(text) - 1):
        pair = text[at : at + _PAIR]
        if pair in pairs and not {pair, pair[0]} & _ROLE.keys() and frequency(pair) >= _USUAL:
            guarded[at : at + _PAIR] = [True] * _PAIR  # 位 of 点位
    return guarded


def _next(text: str, at: int, guarded: list[bool]) -> tuple[Role, int]:
    for length in range(min(_LONGEST, len(text) - at), 0, -1):
        word = text[at : at + length]
        role = _ROLE.get(word)
        if role == "joining" and word not in _NEVER_WITHIN and any(guarded[at : at + length]):
            continue
        if role is not None and not _bites(text, at, at + length):
            return role, at + length
    return "content", at + 1


def _of_word(text: str, act: re.Match[str], known: frozenset[str]) -> bool:
    """Whether a verb of one character ends another word (特保多少人, 平安办几个人)."""
    begin, end = act.start(), act.start() + 1
    if frequency(text[begin : begin + _PAIR]) >= _USUAL:
        return False
    before = text[max(begin - 1, 0) : end]
    if text[max(begin - _PAIR, 0) : end] in known:
        return True
    return len(before) == _PAIR and (before in _FIELD or frequency(before) >= _USUAL)


def _bites(text: str, start: int, end: int) -> bool:
    """Whether a word that asks takes the head of another one: 数目 in 到位数目标."""
    following = text[end - 1 : end + 1]
    if end - start < _PAIR or len(following) < _PAIR or _ROLE.get(following) != "soft":
        return False
    return not any(text[end : end + size] in _ROLE for size in range(1, _LONGEST))


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


def _is_act(word: str) -> bool:
    """A verb or noun of the language, one half of which joins or asks elsewhere (请假)."""
    return frequency(word) >= _OFTEN and flag(word)[0] in "nv"


def _halves(left: Piece, right: Piece) -> bool:
    if len(left.text) != 1 or len(right.text) != 1:
        return False
    roles = {left.role, right.role}
    if roles == {"content", "joining"}:
        joining = left if left.role == "joining" else right
        return joining.text in STICKY or (joining.text in _ACTS and _is_act(left.text + right.text))
    return False
