"""效力: which version of a law holds when, told from the dates of all its versions."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, func, select

from assistant.library import schema
from assistant.library.store import Store, parts

_own, _later = schema.laws.alias(), schema.laws.alias()
_ENDS = (
    select(_own.c.number, _own.c.position, func.min(_later.c.since).label("until"))
    .join(_later, (_later.c.title_key == _own.c.title_key) & (_later.c.since > _own.c.since))
    .where(_own.c.number.in_(bindparam("numbers", expanding=True)))
    .group_by(_own.c.number, _own.c.position)
)
_ALWAYS = 99_999_999


def ends_of(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, int], str]:
    """Until when the laws in some documents hold: (document number, position) → ISO date."""
    ends: dict[tuple[int, int], str] = {}
    for part in parts(numbers):
        for row in connection.execute(_ENDS, {"numbers": part}):
            ends[(row.number, row.position)] = row.until
    return ends


@dataclass(frozen=True)
class _Spans:
    """Every version of every law: its document, from when and until when (20240131) it holds."""

    generation: int
    number: NDArray[np.int64]
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]


class Validity:
    """The spans of all versions in memory, read once for each state of the catalogue.

    24,000 versions take half a second to read, 400 KB to keep, and a date 0.1 ms to answer; asking
    the database anew for each date took a second.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        none = np.zeros(0, dtype=np.int32)
        self._spans = _Spans(-1, np.zeros(0, dtype=np.int64), none, none)

    def out_of_force(self, on: str, generation: int) -> NDArray[np.int64]:
        """Numbers (sorted) of the documents that hold nothing but versions not in force then.

        ``on`` is an ISO date. A version without a date always holds.
        """
        spans = self._current(generation)
        day = _day(on)
        holds = (spans.begins <= day) & (day < spans.ends)
        return np.setdiff1d(spans.number, spans.number[holds])

    def _current(self, generation: int) -> _Spans:
        if self._spans.generation != generation:
            with self._lock:
                if self._spans.generation != generation:
                    self._spans = self._read(generation)
        return self._spans

    def _read(self, generation: int) -> _Spans:
        laws = schema.laws
        query = select(laws.c.number, laws.c.title_key, laws.c.since)
        with self._store.reading() as connection:
            rows = list(connection.execute(query.order_by(laws.c.title_key)))
        dates: dict[str, set[int]] = {}
        for _, title, since in rows:
            if since is not None:
                dates.setdefault(title, set()).add(_day(since))
        following = {
            (title, day): later
            for title, days in dates.items()
            for day, later in zip(sorted(days), [*sorted(days)[1:], _ALWAYS])
        }
        begins = [0 if since is None else _day(since) for _, _, since in rows]
        ends = [
            _ALWAYS if since is None else following[title, _day(since)] for _, title, since in rows
        ]
        number = np.array([row[0] for row in rows], dtype=np.int64)
        return _Spans(
            generation, number, np.array(begins, dtype=np.int32), np.array(ends, dtype=np.int32)
        )


def _day(date: str) -> int:
    """2024-01-31 → 20240131."""
    return int(date.replace("-", ""))
