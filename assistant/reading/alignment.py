"""对齐: which cell of a row belongs to which column, where rows have slipped or cells were cut.

Every cell is given to a role at the least total cost of: how far it stands from the role's column,
how ill its content fits, how far the whole row has slipped, how many cells share one role. The
order of cells is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.target import parse_target, read_operator
from assistant.reading.grid import Piece
from assistant.reading.roles import Role

SLIP = 0.6
"""Cost of every column that the whole row has slipped."""
JOIN = 0.3
"""Cost of a second cell for one role (cells cut by a wrong column line)."""
_SHIFTS = (0, -1, 1, -2, 2, -3, 3, -4, 4)
_SKIP = {"name": 3.0, "value": 1.2}
_QUANTITY = frozenset({"amount", "count", "rate", "duration", "date", "frequency"})
_SOURCE = re.compile(
    r"^(?:根据|依据|参照|按照?|预算|财政).{1,12}$|(?:标准|文件|合同|计划|记录|要求|需求|签到表|排班表|台账"
    r"|情况|协议|方案|目标|资金|规定|通知)$"
)
_UNIT = re.compile(r"^[(（]?[^\d\s≥≤<>=]{1,8}[)）]?$")
_NUMBER = re.compile(r"^\d+(?:\.\d+)?[分%％]?$")
_HAN = re.compile(r"[㐀-鿿]")


def is_junk(text: str) -> bool:
    """Whether a cell is a splinter of recognition: no Han, no figure, or mostly odd signs."""
    han = len(_HAN.findall(text))
    if han == 0:
        return not re.search(r"\d", text) or len(re.sub(r"[\d.,%≥≤<>=]", "", text)) > 4
    return han * 2 < len(re.sub(r"[\s\d]", "", text)) and han <= 2


def _fit_name(text: str) -> float:
    if is_junk(text):
        return 2.0
    target = parse_target(text)
    if target.kind in _QUANTITY and not re.search(r"[㐀-鿿]{4}", text):
        return 3.0
    return 0.0 if len(text) <= 40 else 1.0


def _fit_value(text: str) -> float:
    target = parse_target(text)
    if target.kind in _QUANTITY or target.operator:
        return 0.0
    if is_junk(text):
        return 2.5
    if len(text) == 1 and text not in "零无有是否优良":
        return 3.0
    return 0.6 if len(text) <= 12 else 0.9


def _fit(kind: str, text: str) -> float:
    """How ill ``text`` fits a role: 0 fits, above 2 hardly."""
    if kind == "name":
        return _fit_name(text)
    if kind in {"value", "long_value", "actual", "standard"}:
        return _fit_value(text)
    if kind == "operator":
        return (
            0.0 if read_operator(text) or text.strip() in {"定性", "定量", "正向", "反向"} else 3.0
        )
    if kind == "unit":
        return 0.3 if _UNIT.match(text) and read_operator(text) is None else 3.0
    if kind in {"weight", "score", "index"}:
        return 0.0 if _NUMBER.match(text) else 3.0
    if kind == "source":
        return 0.0 if _SOURCE.search(text) and len(text) <= 20 else 0.8
    if kind in {"level1", "level2", "group"}:
        return 2.2
    return 0.5


@dataclass(frozen=True, slots=True)
class Aligned:
    """The cells of a row by role (index into the header's roles), what was left over, the cost."""

    roles: tuple[tuple[Piece, ...], ...]
    dropped: tuple[Piece, ...]
    shift: int
    cost: float


def _distance(piece: Piece, role: Role, shift: int) -> int:
    at = piece.column + shift
    last = piece.last + shift
    if last < role.first:
        return role.first - last
    return max(at - role.last, 0)


def align(pieces: Sequence[Piece], roles: Sequence[Role], *, exact: bool = False) -> Aligned:
    """The cheapest order-keeping assignment of ``pieces`` to ``roles``.

    ``exact`` says that cells are real (no cell was cut), so that sharing a role is dear.
    """
    fits = [[_fit(role.kind, piece.text) for role in roles] for piece in pieces]
    best: Aligned | None = None
    for shift in _SHIFTS:
        start = SLIP * abs(shift)
        if best is not None and start >= best.cost:
            continue
        found = _assign(pieces, roles, fits, shift, exact)
        if best is None or found.cost + start < best.cost:
            best = Aligned(found.roles, found.dropped, shift, found.cost + start)
    if best is None:
        raise AssertionError("there is always the shift 0")
    return best


def _assign(
    pieces: Sequence[Piece],
    roles: Sequence[Role],
    fits: list[list[float]],
    shift: int,
    exact: bool,
) -> Aligned:
    """Dynamic programme over (cells taken, roles opened); -1 in ``choice`` drops a cell."""
    infinite = float("inf")
    n, k = len(pieces), len(roles)
    # state: (cells done, last role used or -1) → (cost, choices)
    states: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    for i in range(n):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        junk = is_junk(pieces[i].text)
        for last, (cost, chosen) in states.items():
            options = [(last, -1, cost + (1.0 if junk else 6.0))]
            for j in range(max(last, 0), k):
                extra = fits[i][j] + min(_distance(pieces[i], roles[j], shift), 5)
                if j == last:
                    extra = extra * 0.5 + (3.0 if exact else JOIN)
                    if fits[i][j] == 0.0 and roles[j].kind == "value":
                        extra += 1.0
                extra += sum(_SKIP.get(roles[s].kind, 0.0) for s in range(last + 1, j))
                options.append((j, j, cost + extra))
            for state, choice, total in options:
                if total < following.get(state, (infinite, ()))[0]:
                    following[state] = (total, (*chosen, choice))
        states = following
    best_cost = infinite
    best_choice: tuple[int, ...] = ()
    for last, (cost, chosen) in states.items():
        total = cost + sum(_SKIP.get(roles[s].kind, 0.0) for s in range(last + 1, k))
        if total < best_cost:
            best_cost, best_choice = total, chosen
    grouped: list[list[Piece]] = [[] for _ in roles]
    dropped = []
    for piece, choice in zip(pieces, best_choice):
        if choice < 0:
            dropped.append(piece)
        else:
            grouped[choice].append(piece)
    return Aligned(tuple(map(tuple, grouped)), tuple(dropped), shift, best_cost)
