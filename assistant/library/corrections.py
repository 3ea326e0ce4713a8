"""更正簿: corrections by hand, kept beside the documents they belong to.

A correction is keyed by the hash of the content, the place and the old value, and outlives its
document: read in again, removed and added again, it is put onto the reading before anything is
stored (``settled``), so that declarations, facts, passages and both indexes say the same. A later
version of a file (the same name, other bytes) takes over what still reads the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import PurePath

from sqlalchemy import Connection, insert, select, update

from assistant.domain.correction import Correction, shown
from assistant.domain.declaration import Reading
from assistant.domain.document import Document
from assistant.domain.settlement import settle, squeezed
from assistant.domain.slot import Slot, slots_of
from assistant.library import schema
from assistant.library.codec import pack_locator, unpack_locator
from assistant.library.store import Store
from assistant.library.values import Row

Values = dict[str, object]


@dataclass(frozen=True)
class Change:
    """What is written about corrections with a document: new rows, and rows that now differ."""

    added: tuple[Correction, ...] = ()
    changed: tuple[Correction, ...] = ()
    by: str | None = None


def now() -> str:
    """This moment, UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def fresh_id() -> str:
    """An id that can be typed."""
    return secrets.token_hex(4)


def _row_of(correction: Correction) -> Values:
    return {
        "id": correction.id,
        "document": correction.locator.document,
        "source": correction.locator.source,
        "kind": correction.kind,
        "field": correction.field,
        "title": correction.title,
        "label": correction.label,
        "scope": correction.scope,
        "old": correction.old,
        "new": correction.new,
        "locator": pack_locator(correction.locator),
        "made_by": correction.by,
        "made_at": correction.at,
        "status": correction.status,
        "reason": correction.reason,
        "origin": correction.origin,
    }


def _correction_from(row: Row) -> Correction:
    return Correction(
        row.id, row.kind, row.field, row.title, row.label, row.scope, row.old, row.new,
        unpack_locator(row.locator, row.document, row.source), row.made_by, row.made_at,
        row.status, row.reason, row.origin,
    )  # fmt: skip


def write(connection: Connection, change: Change) -> None:
    """Write a change, inside the transaction that stores the document."""
    table = schema.corrections
    if change.added:
        connection.execute(insert(table), [_row_of(one) for one in change.added])
    for one in change.changed:
        values: Values = {"status": one.status, "reason": one.reason}
        if one.status in {"live", "lost"}:
            values["locator"] = pack_locator(one.locator)
        else:
            values |= {"ended_at": now(), "ended_by": change.by}
        connection.execute(update(table).where(table.c.id == one.id).values(values))


class Corrections:
    """The corrections of a catalogue's store; safe for threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cited = lru_cache(2)(self._live_by_document)

    def all(self, document: str | None = None) -> list[Correction]:
        """Every correction ever made, oldest first; those of one document (by id)."""
        table = schema.corrections
        query = select(table).order_by(table.c.row)
        if document is not None:
            query = query.where(table.c.document == document)
        with self._store.reading() as connection:
            return [_correction_from(row) for row in connection.execute(query)]

    def any(self) -> bool:
        """Whether there has ever been one."""
        with self._store.reading() as connection:
            return connection.execute(select(schema.corrections.c.row).limit(1)).first() is not None

    def find(self, id: str) -> Correction | None:
        """A correction by its id."""
        table = schema.corrections
        with self._store.reading() as connection:
            row = connection.execute(select(table).where(table.c.id == id.strip())).first()
        return None if row is None else _correction_from(row)

    def live(self, document: str) -> tuple[Correction, ...]:
        """What holds of a document now."""
        return self.holding()(document)

    def holding(self) -> Callable[[str], tuple[Correction, ...]]:
        """From a document's id to what holds of it, as of now; quick, for every answer asks."""
        found = self._cited(self._store.generation())
        return lambda document: found.get(document, ())

    def _live_by_document(self, _generation: int) -> dict[str, tuple[Correction, ...]]:
        table = schema.corrections
        query = select(table).where(table.c.status == "live").order_by(table.c.row)
        found: dict[str, list[Correction]] = {}
        with self._store.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.document, []).append(_correction_from(row))
        return {document: tuple(rows) for document, rows in found.items()}

    def save(self, change: Change) -> None:
        """Write a change of corrections whose document is not in the library."""
        with self._store.writing() as connection:
            write(connection, change)

    # ---- at ingest ----

    def settled(self, document: Document, as_read: Reading) -> tuple[Reading, Change]:
        """A fresh reading with what was corrected before, and what is to be noted of it."""
        own = [c for c in self.all(document.id) if c.status in {"live", "lost"}]
        former = self._of_former(document)
        if not own and not former:
            return as_read, Change()
        done = settle(document, as_read, [*own, *former])
        ids = {c.id for c in own}
        states = {c.id: c for c in done.applied}
        states |= {c.id: replace(c, status="lost", reason=why) for c, why in done.lost}
        changed = [states[c.id] for c in own if _differs(states[c.id], c)]
        added = [
            replace(states[c.id], id=fresh_id(), origin=c.id)
            for c in former
            if c.id not in ids and (states[c.id].status == "live" or _kin(document, as_read, c))
        ]
        renamed = {c.origin: c for c in added}
        moved = tuple(renamed.get(c.id, c) for c in done.applied)
        added = [_placed(c, document) for c in added]
        return replace(done.reading, corrections=moved), Change(tuple(added), tuple(changed))

    def _of_former(self, document: Document) -> list[Correction]:
        """What holds in other versions of a file of this name and is not known of this one yet."""
        name = PurePath(document.name).name
        table = schema.corrections
        with self._store.reading() as connection:
            rows = list(
                connection.execute(
                    select(table).where(table.c.source.endswith(name, autoescape=True))
                )
            )
        rows.sort(key=lambda row: row.row)
        known = {row.origin for row in rows if row.document == document.id}
        own = {_row_key(row) for row in rows if row.document == document.id}
        latest: dict[tuple[str, ...], Row] = {}
        for row in rows:
            same = PurePath(row.source).name == name and row.document != document.id
            if same and row.status != "lost":
                latest[_row_key(row)] = row
        return [
            _correction_from(row)
            for key, row in latest.items()
            if row.status == "live" and row.id not in known and key not in own
        ]


def _row_key(row: Row) -> tuple[str, ...]:
    """One value of one row in whatever version of a file."""
    return (row.kind, row.field, squeezed(row.label), squeezed(row.scope), squeezed(row.old))


def _differs(now: Correction, before: Correction) -> bool:
    return (now.status, now.reason, now.locator) != (before.status, before.reason, before.locator)


def _placed(correction: Correction, document: Document) -> Correction:
    """A correction that is lost has no place in this document but its beginning."""
    if correction.status == "live":
        return correction
    return replace(correction, locator=document.locate(0, 0))


def _kin(document: Document, reading: Reading, correction: Correction) -> bool:
    """Whether a document of the same name is a version of that file: it shares the row or whose."""
    project, unit, _ = (*correction.scope.split("|"), "", "")[:3]
    for slot in slots_of(document, reading):
        if (
            slot.kind == correction.kind
            and squeezed(slot.label) == squeezed(correction.label) != ""
        ):
            return True
        theirs = slot.scope.split("|")
        if len(theirs) == 3 and (
            (project and project == theirs[0]) or (unit and unit == theirs[1])
        ):
            return True
    return False


def carried_line(correction: Correction) -> str:
    """What became of a correction with a later version of its file, on one line."""
    what = f"{correction.name}：{shown(correction.old)} → {shown(correction.new)}"
    if correction.status == "live":
        return f"沿用了人工更正 {what}"
    return f"人工更正未能沿用 {what}（{correction.reason}）"


# ---- by hand ----


def made(
    slot: Slot, new: str, by: str | None, own: Sequence[Correction]
) -> tuple[Correction, Correction | None]:
    """The correction of a slot, and the one that it replaces."""
    one = Correction(
        fresh_id(), slot.kind, slot.field, slot.title, slot.label, slot.scope, slot.value, new,
        slot.locator, by, now(),
    )  # fmt: skip
    before = [
        c for c in own
        if c.status == "live" and (c.kind, c.field) == (slot.kind, slot.field)
        and (c.locator.start, c.locator.end) == (slot.locator.start, slot.locator.end)
        and c.label == slot.label
    ]  # fmt: skip
    return one, before[-1] if before else None


def without(corrections: Iterable[Correction], gone: Correction | None) -> list[Correction]:
    """Live corrections but one."""
    return [c for c in corrections if c.status == "live" and (gone is None or c.id != gone.id)]
