"""对齐: which cell of a row belongs to which column, where rows have slipped or cells were cut.

Every cell is given to a role at the least total cost of: how far it stands from the role's column,
how ill its content fits, how often the row slips, how many cells share one role. The order of
cells is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.target import parse_target, read_operator
from assistant.reading.grid import DASHES, Piece
from assistant.reading.roles import Role

SLIP = 0.6
"""Cost of every column by which the row slips, at its begin or between two cells."""
JOIN = 0.3
"""Cost of a second cell for one role (cells cut by a wrong column line)."""
_FAR = 1.5
_SHIFTS = range(-4, 5)
_SKIP = {"name": 3.0, "value": 2.0}
_QUANTITY = frozenset({"amount", "count", "rate", "duration", "date", "frequency"})
_SOURCE = re.compile(
    r"^(?:根据|依据|参照|按照?|预算|财政).{1,12}$|(?:标准|文件|合同|计划|记录|要求|需求|签到表|排班表|台账"
    r"|情况|协议|方案|目标|资金|规定|通知)$"
)
_UNIT = re.compile(r"^[(（]?[^\d\s≥≤<>=]{1,8}[)）]?$")
_NUMBER = re.compile(r"^\d+(?:\.\d+)?[分%％]?$")
_FIGURED = re.compile(r"[≥≤<>=＝≧≦＞＜〈〉‹›]?\s?\d[\d,.]*\s?(?:[%％‰]|[(（]?[㐀-鿿%‰]|$)")
_HAN = re.compile(r"[㐀-鿿]")
_LEFT_OPEN = re.compile(
    r"[≥≤<>=＝]?\s*(?:[xX×＊*]{2,6}[㐀-鿿%]{0,3}|[【\[]?待[填定补][^\s]{0,3}[】\]]?)"
)
"""A value that its author left open (XX个, 待定): the template's own sign, no damage."""


@lru_cache(maxsize=16384)
def is_junk(text: str) -> bool:
    """Whether a cell is a splinter of recognition: no Han, no figure, or mostly odd signs."""
    if _FIGURED.match(text) or _LEFT_OPEN.fullmatch(text):
        return False
    han = len(_HAN.findall(text))
    if han == 0:
        return not re.search(r"\d", text) or len(re.sub(r"[\d.,%≥≤<>=]", "", text)) > 4
    return han * 2 < len(re.sub(r"[\s\d]", "", text)) and han <= 2


def _fit_name(text: str) -> float:
    if is_junk(text):
        return 2.0
    if re.fullmatch(r"[≥≤<>=＝]?[(（]?[%％\d.,]+[)）]?.?", text):
        return 4.0
    target = parse_target(text)
    if target.kind in _QUANTITY and not re.search(r"[㐀-鿿]{4}", text):
        return 3.0
    return 0.0 if len(text) <= 40 else 1.0


def _fit_value(text: str) -> float:
    target = parse_target(text)
    if target.kind in _QUANTITY or target.operator or _LEFT_OPEN.fullmatch(text):
        return 0.0
    if text in DASHES:
        return 0.4
    if is_junk(text):
        return 2.5
    if len(text) == 1 and text not in "零无有是否优良":
        return 0.5
    return 0.6 if len(text) <= 12 else 0.9


def _fit_source(text: str) -> float:
    if len(text) > 24 or text.endswith("。"):
        return 1.5
    return 0.0 if _SOURCE.search(text) else 0.6


@lru_cache(maxsize=16384)
def _fit(kind: str, text: str) -> float:
    """How ill ``text`` fits a role: 0 fits, above 2 hardly."""
    if kind == "name":
        return _fit_name(text)
    if kind in {"value", "long_value", "actual", "standard"}:
        return _fit_value(text)
    if kind == "operator":
        fits = read_operator(text) or text.strip() in {"定性", "定量", "正向", "反向"}
        return 0.0 if fits else 3.0
    if kind == "unit":
        return 0.3 if _UNIT.match(text) and read_operator(text) is None else 3.0
    if kind in {"weight", "score", "index"}:
        return 0.0 if _NUMBER.match(text) else 3.0
    if kind == "source":
        return _fit_source(text)
    if kind == "explanation":
        return 0.3 if len(text) > 12 else 0.6
    return 0.5


@dataclass(frozen=True, slots=True)
class Aligned:
    """The cells of a row by role (index into the header's roles), and what was left over."""

    roles: tuple[tuple[Piece, ...], ...]
    dropped: tuple[Piece, ...]
    cost: float


def _distance(piece: Piece, role: Role, shift: int) -> int:
    if piece.last + shift < role.first:
        return role.first - piece.last - shift
    return max(piece.column + shift - role.last, 0)


_State = tuple[int, int]
_Path = tuple[float, tuple[int, ...]]


def align(
    pieces: Sequence[Piece],
    roles: Sequence[Role],
    *,
    exact: bool = False,
    drops: Sequence[float] | None = None,
) -> Aligned:
    """The cheapest order-keeping assignment of ``pieces`` to ``roles``.

    ``exact`` says that cells are real (no cell was cut), so that sharing a role is dear.
    ``drops`` is what leaving each piece out costs.
    """
    plain = _direct(pieces, roles)
    if plain is not None:
        return plain
    leave = drops or [1.0 if is_junk(p.text) else 6.0 for p in pieces]
    join = 3.0 if exact else JOIN
    states: dict[_State, _Path] = {(-1, 0): (0.0, ())}
    for piece, drop in zip(pieces, leave):
        fits = [_fit(role.kind, piece.text) for role in roles]
        states = _step(piece, drop, fits, roles, join, states)
    best: _Path | None = None
    for (last, _), (cost, chosen) in states.items():
        total = cost + _skipped(roles, last, len(roles))
        if best is None or total < best[0]:
            best = (total, chosen)
    grouped: list[list[Piece]] = [[] for _ in roles]
    dropped = []
    for piece, choice in zip(pieces, best[1] if best else ()):
        if choice < 0:
            dropped.append(piece)
        else:
            grouped[choice].append(piece)
    return Aligned(tuple(map(tuple, grouped)), tuple(dropped), best[0] if best else 0.0)


def _direct(pieces: Sequence[Piece], roles: Sequence[Role]) -> Aligned | None:
    """The assignment of a row in which every cell stands in its own column and fits it well."""
    grouped: list[tuple[Piece, ...]] = [() for _ in roles]
    last = -1
    for piece in pieces:
        at = next((j for j in range(last + 1, len(roles)) if piece.column <= roles[j].last), None)
        if at is None or piece.column < roles[at].first or _fit(roles[at].kind, piece.text) > 0.9:
            return None
        grouped[at] = (piece,)
        last = at
    needed = [j for j, role in enumerate(roles) if role.kind in _SKIP]
    if not all(grouped[j] for j in needed) and not _left_blank(grouped, roles):
        return None
    return Aligned(tuple(grouped), (), 0.0)


def _left_blank(grouped: Sequence[tuple[Piece, ...]], roles: Sequence[Role]) -> bool:
    """Whether only the value's cell is empty: a row that slipped ends before the last column.

    The name stands in its own column, and the last column holds a source by its words.
    """
    blank = [j for j, role in enumerate(roles) if role.kind in _SKIP and not grouped[j]]
    last = grouped[-1]
    return (
        all(roles[j].kind == "value" for j in blank)
        and roles[-1].kind == "source"
        and bool(last)
        and _fit_source(last[0].text) == 0.0
    )


def _skipped(roles: Sequence[Role], last: int, upto: int) -> float:
    return sum(_SKIP.get(roles[s].kind, 0.0) for s in range(last + 1, upto))


def _step(
    piece: Piece,
    drop: float,
    fits: Sequence[float],
    roles: Sequence[Role],
    join: float,
    states: dict[_State, _Path],
) -> dict[_State, _Path]:
    """All states after one more piece; -1 in a path drops it."""
    following: dict[_State, _Path] = {}

    def offer(state: _State, cost: float, path: tuple[int, ...], choice: int) -> None:
        if state not in following or cost < following[state][0]:
            following[state] = (cost, (*path, choice))

    # the shifts that bring the piece onto a role, and none at all, are the only ones worth trying
    near = [
        [(t, _distance(piece, role, t)) for t in _SHIFTS if _distance(piece, role, t) <= 1]
        for role in roles
    ]
    for (last, shift), (cost, path) in states.items():
        offer((last, shift), cost + drop, path, -1)
        for j in range(max(last, 0), len(roles)):
            base = cost + fits[j] + _skipped(roles, last, j)
            if j == last:
                base = cost + join + (fits[j] if fits[j] >= 3.0 else fits[j] * 0.5)
                if fits[j] == 0.0 and roles[j].kind in {"value", "source"}:
                    base += 1.0
            for t, away in near[j]:
                offer((j, t), base + SLIP * abs(t - shift) + _FAR * away, path, j)
    return following
