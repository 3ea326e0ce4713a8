"""存取: domain values as compressed JSON and back.

Measured on a statute of 70 articles (118 KB of JSON): 1.6 ms to load, 1.2 ms to write, a fifth of
the size; building the adapters costs 0.1 s once, so each is built when first used.
"""

from __future__ import annotations

import json
import zlib
from typing import Any, TypeVar

from assistant.domain.locator import Cell, Locator

T = TypeVar("T")
_LEVEL = 1  # three times faster than the default, 8 % larger
_adapters: dict[Any, Any] = {}


def _adapter(kind: Any) -> Any:
    adapter = _adapters.get(kind)
    if adapter is None:
        from pydantic import TypeAdapter  # a listing needs neither it nor the adapters

        adapter = _adapters[kind] = TypeAdapter(kind)
    return adapter


def pack(value: object) -> bytes:
    """A domain value as compressed JSON."""
    data: bytes = _adapter(type(value)).dump_json(value)
    return zlib.compress(data, _LEVEL)


def unpack(kind: type[T], data: bytes) -> T:
    """The value that ``pack`` stored. Raises ValueError or zlib.error on damage."""
    value: T = _adapter(kind).validate_json(zlib.decompress(data))
    return value


def pack_locator(locator: Locator, *, quote: bool = True) -> str:
    """A locator without its document and source (the row knows them); maybe without quote."""
    cell = locator.cell
    place: list[Any] = [locator.page, locator.start, locator.end, locator.quote if quote else None]
    if cell is not None:
        place.append([cell.table, cell.row, cell.column])
    return json.dumps(place, ensure_ascii=False, separators=(",", ":"))


def unpack_locator(data: str, document: str, source: str, quote: str = "") -> Locator:
    """The locator that ``pack_locator`` stored; ``quote`` stands in for one left out."""
    page, start, end, stored, *cell = json.loads(data)
    text = quote if stored is None else stored
    return Locator(document, source, page, start, end, text, Cell(*cell[0]) if cell else None)
