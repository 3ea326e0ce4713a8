"""沿用更正: corrections put onto a reading: where the place still says what was corrected.

The same bytes read the same way: by place. Read otherwise, or a later version of the file: by the
row's label in the same declaration, and only where the old value is the same and stands once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.domain.correction import Correction, shown
from assistant.domain.declaration import Reading
from assistant.domain.document import Document
from assistant.domain.numerals import half_width
from assistant.domain.slot import Slot, around, slots_of, written
from assistant.errors import CorrectionRefused


@dataclass(frozen=True, slots=True)
class Settlement:
    """A reading with its corrections; ``lost`` holds those not re-applied, with the reason."""

    reading: Reading
    applied: tuple[Correction, ...]
    lost: tuple[tuple[Correction, str], ...]


def squeezed(value: str) -> str:
    """A value by which two readings are compared: one width, no spaces."""
    return "".join(half_width(value).split())


def _says(slot: Slot, correction: Correction) -> bool:
    return squeezed(slot.value) in {squeezed(correction.old), squeezed(correction.new)}


def _same_row(slot: Slot, correction: Correction) -> bool:
    return (slot.kind, slot.field, squeezed(slot.label), squeezed(slot.scope)) == (
        correction.kind, correction.field, squeezed(correction.label), squeezed(correction.scope)
    )  # fmt: skip


def _same_place(slot: Slot, correction: Correction) -> bool:
    here, there = slot.locator, correction.locator
    return (slot.kind, slot.field, here.document, here.start, here.end) == (
        correction.kind, correction.field, there.document, there.start, there.end
    )  # fmt: skip


def slot_for(slots: Sequence[Slot], correction: Correction) -> Slot | str:
    """The slot that a correction belongs to; else one line on why there is none."""
    here = [s for s in slots if _same_place(s, correction) and _says(s, correction)]
    if here:
        return here[0]
    rows = [s for s in slots if _same_row(s, correction)]
    if not rows:
        return "现在的读法里没有这一项"
    fitting = [s for s in rows if _says(s, correction)]
    if not fitting:
        return f"现在读作“{shown(rows[0].value)}”，与更正时的“{shown(correction.old)}”不同"
    if len({(s.locator.start, s.locator.end) for s in fitting}) > 1:
        return f"同名的有 {len(fitting)} 处，不能断定是哪一处"
    return fitting[0]


def _twins(slots: Sequence[Slot], slot: Slot) -> list[Slot]:
    """Other rows that read the same value from the same place: one printed figure, one value."""
    return [
        s for s in slots
        if (s.locator.start, s.locator.end) == (slot.locator.start, slot.locator.end)
        and s.value == slot.value
        and (s.kind, s.declaration, s.index) != (slot.kind, slot.declaration, slot.index)
    ]  # fmt: skip


def put(document: Document, as_read: Reading, reading: Reading, slot: Slot, typed: str) -> Reading:
    """``reading`` with a typed value in a slot and its twins. Raises CorrectionRefused."""
    slots = list(slots_of(document, as_read))
    return _put(as_read, slots, reading, slot, typed)


def _put(
    as_read: Reading, slots: Sequence[Slot], reading: Reading, slot: Slot, typed: str
) -> Reading:
    reading = written(reading, slot, typed, around(as_read, slot))
    for twin in _twins(slots, slot):
        try:
            reading = written(reading, twin, typed, around(as_read, twin))
        except CorrectionRefused:  # the same stretch in another role: it keeps its own reading
            continue
    return reading


def settle(document: Document, as_read: Reading, corrections: Iterable[Correction]) -> Settlement:
    """The reading with corrections applied, each moved to its place in this document."""
    slots = list(slots_of(document, as_read))
    reading, applied, lost = as_read, [], []
    for correction in corrections:
        slot = slot_for(slots, correction)
        if isinstance(slot, str):
            lost.append((correction, slot))
            continue
        try:
            reading = _put(as_read, slots, reading, slot, correction.new)
        except CorrectionRefused as refused:
            lost.append((correction, str(refused)))
            continue
        applied.append(replace(correction, locator=slot.locator, status="live", reason=None))
    return Settlement(
        replace(reading, corrections=tuple(applied)), tuple(applied), tuple(lost)
    )  # fmt: skip
