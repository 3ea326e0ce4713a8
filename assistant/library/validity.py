"""效力: which version of a law holds when, told from the dates of all its versions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, select

from assistant.library import schema
from assistant.library.store import parts

_own, _later = schema.laws.alias(), schema.laws.alias()
_ENDS = (
    select(_own.c.number, _own.c.position, func.min(_later.c.since).label("until"))
    .join(_later, (_later.c.title_key == _own.c.title_key) & (_later.c.since > _own.c.since))
    .where(_own.c.number.in_(bindparam("numbers", expanding=True)))
    .group_by(_own.c.number, _own.c.position)
)


def ends_of(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, int], str]:
    """Until when the laws in some documents hold: (document number, position) → ISO date."""
    ends: dict[tuple[int, int], str] = {}
    for part in parts(numbers):
        for row in connection.execute(_ENDS, {"numbers": part}):
            ends[(row.number, row.position)] = row.until
    return ends


def out_of_force(connection: Connection, on: str) -> frozenset[int]:
    """Numbers of the documents that hold nothing but versions of laws not in force on a date."""
    laws = schema.laws
    query = select(laws.c.number, laws.c.title_key, laws.c.since)
    rows = list(connection.execute(query))
    newest: dict[str, str] = {}
    for row in rows:
        if row.since is not None and row.since <= on:
            newest[row.title_key] = max(newest.get(row.title_key, ""), row.since)
    held = {
        row.number for row in rows if row.since is None or row.since == newest.get(row.title_key)
    }
    return frozenset({row.number for row in rows} - held)
