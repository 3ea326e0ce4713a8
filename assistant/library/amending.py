"""改正: a value corrected by hand, and put back: stored with the document, searched at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.domain.correction import Correction
from assistant.domain.declaration import Reading
from assistant.domain.document import Document
from assistant.domain.settlement import put, settle, squeezed
from assistant.domain.slot import Slot, slots_of, value_in
from assistant.errors import CorrectionRefused, NotFound
from assistant.library.corrections import Change, made, without
from assistant.library.library import Library
from assistant.library.rows import prepare


@dataclass(frozen=True, slots=True)
class Corrected:
    """What correcting did: ``replaced`` is somebody's earlier correction of the same value."""

    correction: Correction
    replaced: Correction | None = None


class Amendments:
    """Corrections by hand in a library; what they change is answered from at once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._catalogue = library.catalogue

    def slots(self, document: str) -> list[Slot]:
        """Every value of a document that can be corrected, as read. Raises NotFound."""
        return list(slots_of(self._catalogue.document(document), self._catalogue.as_read(document)))

    def correct(self, document: str, key: str, typed: str, *, by: str | None = None) -> Corrected:
        """Correct the value of a slot (``Slot.key``) of a document (by id).

        Raises CorrectionRefused where the value cannot be read or changes nothing, or the document
        was read anew meanwhile; NotFound, LibraryBusy.
        """
        with self._library.changing():
            text, as_read = self._catalogue.document(document), self._catalogue.as_read(document)
            slot = next((s for s in slots_of(text, as_read) if s.key == key), None)
            if slot is None:
                raise CorrectionRefused(typed, "这份资料刚刚重新读过，请重新打开它再更正")
            own = self._catalogue.corrections.all(document)
            written = put(text, as_read, as_read, slot, typed)
            new = value_in(written, slot)
            one, before = made(slot, new, by, own)
            _must_differ(slot, new, typed, before)
            ended = (replace(before, status="replaced"),) if before else ()
            self._store(text, as_read, [*without(own, before), one], Change((one,), ended, by))
        return Corrected(one, before)

    def undo(self, id: str, *, by: str | None = None) -> Correction:
        """Take a correction back: the value is again what was read.

        One that could not be carried over is struck from the list. Raises NotFound,
        CorrectionRefused where it no longer holds anyway.
        """
        book = self._catalogue.corrections
        with self._library.changing():
            one = book.find(id)
            if one is None:
                raise NotFound(f"没有这条更正：{id}")
            if one.status not in {"live", "lost"}:
                raise CorrectionRefused(one.new, f"这条更正已经不再有效（{one.name}）")
            change = Change((), (replace(one, status="undone"),), by)
            here = one.locator.document
            if one.status == "lost" or self._catalogue.find_document(here) is None:
                book.save(change)
                return one
            text, as_read = self._catalogue.document(here), self._catalogue.as_read(here)
            self._store(text, as_read, without(book.all(here), one), change)
        return one

    def _store(
        self, text: Document, as_read: Reading, held: list[Correction], change: Change
    ) -> None:
        """Put the corrections that hold onto the reading and store the document anew."""
        done = settle(text, as_read, held)
        prepared = prepare(text, done.reading, as_read, change)
        record = self._catalogue.find_document(text.id)
        if record is not None:
            prepared.document_row["ingested_at"] = record.ingested_at
        self._library.restore(prepared)


def _must_differ(slot: Slot, new: str, typed: str, before: Correction | None) -> None:
    """A correction says something else than what holds; a doubtful value may be confirmed."""
    if squeezed(new) != squeezed(before.new if before else slot.value):
        return
    if before is None and slot.uncertain:
        return
    raise CorrectionRefused(typed, f"“{slot.title}”现在就是“{new}”，没有改动")
