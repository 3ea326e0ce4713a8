"""``youju correct`` and ``youju corrections``: values corrected by hand, listed, taken back."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from assistant.domain.correction import STATUSES, Correction, shown, signed
from assistant.domain.provenance import MAIN
from assistant.errors import UsageError
from assistant.terminal import emit, lines
from assistant.terminal import place as place_line

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.domain.document import Document
    from assistant.domain.slot import Slot
    from assistant.library.amending import Corrected

SPAN = re.compile(r"(\d+)\s*[-–—]\s*(\d+)")
CELL = re.compile(r"表\s*(\d+)\s*第?\s*(\d+)\s*行\s*第?\s*(\d+)\s*列")
CHOICES = 6
"""Candidates named where a place is not enough."""


def login() -> str | None:
    """Who is logged in; None where the machine does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None


def span_of(document: Document, place: str) -> tuple[int, int] | None:
    """The stretch that ``120-131`` or ``表1第3行第2列`` names; None for a name. UsageError."""
    if match := SPAN.fullmatch(place.strip()):
        return int(match[1]), int(match[2])
    if match := CELL.fullmatch(place.strip()):
        table, row, column = (int(number) - 1 for number in match.groups())
        for one in document.tables:
            for cell in one.cells:
                if (one.index, cell.row, cell.column) == (table, row, column):
                    return cell.start, cell.end
        raise UsageError(f"{document.name} 里没有{place.strip()}")
    return None


def chosen(document: Document, slots: Sequence[Slot], place: str, field: str | None) -> Slot:
    """The slot that a place and a field name. Raises UsageError, naming what there is."""
    span = span_of(document, place)
    if span is None:
        name = "".join(place.split())
        found = [s for s in slots if name in {"".join(x.split()) for x in (s.label, s.value)}]
        found = found or [s for s in slots if s.label and name in "".join(s.label.split())]
    else:
        found = [s for s in slots if s.locator.start < span[1] and span[0] < s.locator.end]
        narrow = min((s.locator.end - s.locator.start for s in found), default=0)
        if field is None:
            found = [s for s in found if s.locator.end - s.locator.start == narrow]
    if field is not None:
        found = [s for s in found if field.strip() in (s.field, s.title)]
    elif len(found) > 1:
        found = [s for s in found if s.field in MAIN] or found
    places = {(s.locator.start, s.locator.end, s.field) for s in found}
    if len(places) == 1:
        return found[0]
    if not found:
        raise UsageError(f"{document.name} 里没有可更正的“{place}”，不带 --place 可列出全部")
    some = "；".join(f"{s.locator.start}-{s.locator.end} {name_of(s)}" for s in found[:CHOICES])
    raise UsageError(f"“{place}”不止一处，请用 --place 起-止 或 --field 指明：{some}")


def name_of(slot: Slot) -> str:
    """A slot's row and field."""
    return f"{slot.label}·{slot.title}" if slot.label else slot.title


def slot_lines(slots: Iterable[Slot]) -> Iterable[str]:
    """One line a value; doubtful ones are marked."""
    for slot in slots:
        mark = " ？待核" if slot.uncertain else ""
        where = f"{slot.locator.start}-{slot.locator.end}"
        yield f"{where:>15}  {name_of(slot)}  {shown(slot.value)}{mark}"


def corrected_lines(done: Corrected) -> Iterable[str]:
    """What correcting did, and what it replaced."""
    one = done.correction
    if one.confirmed:
        yield f"已核对 {one.name}：{shown(one.new)}（编号 {one.id}）"
    else:
        yield f"已更正 {one.name}：{shown(one.old)} → {shown(one.new)}（编号 {one.id}）"
    yield f"  出处：{place_line(one.locator)}"
    if done.replaced is not None:
        yield f"  替代了此前的更正：{shown(done.replaced.new)}（{signed(done.replaced)}）"


def correction_lines(found: Sequence[Correction], held: set[str]) -> Iterable[str]:
    """One line a correction, its place below it."""
    if not found:
        yield "没有人工更正。"
    for one in found:
        status = STATUSES[one.status]
        if one.status == "live" and one.locator.document not in held:
            status = "资料不在库中，再读入时生效"
        yield f"{one.id}  {status}  {one.name}：{shown(one.old)} → {shown(one.new)}  {signed(one)}"
        yield f"  {one.reason}" if one.reason else f"  {place_line(one.locator)}"


def correct(
    assistant: Assistant, document: str, *, place: str | None, field: str | None,
    value: str | None, by: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Correct one value, or list what can be corrected. Raises YoujuError."""
    record = assistant.find(document)
    slots = assistant.amendments.slots(record.id)
    if place is None:
        if value is not None:
            raise UsageError("请用 --place 指明要更正哪一处；不带 --value 可列出全部")
        if as_json:
            emit({"document": record.id, "values": slots})
        else:
            lines(slot_lines(slots))
        return
    if value is None:
        raise UsageError("请用 --value 给出原文上的值")
    slot = chosen(assistant.catalogue.document(record.id), slots, place, field)
    done = assistant.amendments.correct(record.id, slot.key, value, by=by or login())
    if as_json:
        emit(done)
    else:
        lines(corrected_lines(done))


def corrections(assistant: Assistant, *, undo: str | None, every: bool, as_json: bool) -> None:
    """List corrections, or take one back. Raises YoujuError."""
    if undo is not None:
        one = assistant.amendments.undo(undo, by=login())
        if as_json:
            emit({"undone": one})
        else:
            click.echo(f"已改回 {one.name}：{shown(one.new)} → {shown(one.old)}")
        return
    found = assistant.catalogue.corrections.all()
    if not every:
        found = [one for one in found if one.status in {"live", "lost"}]
    if as_json:
        emit({"corrections": found})
    else:
        lines(correction_lines(found, {r.id for r in assistant.documents()}))
