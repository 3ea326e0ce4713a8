"""可印字符: a draft without characters that no file format can hold.

Texts recovered from PDF and OCR bring control characters and private-use ones; each becomes one
blank or a box, so that offsets into texts stay.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any, TypeVar

_BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff\ue000-\ue01f]")

T = TypeVar("T")


def printable_text(text: str) -> str:
    """``text`` with control characters as blanks and private-use marks as boxes."""
    return _BAD.sub(lambda m: "□" if m[0] >= "\ue000" else " ", text)


def printable(value: T) -> T:
    """The same value with every text in it printable; itself where nothing had to change."""
    made = _printable(value)
    return value if made is value else made  # type: ignore[no-any-return]


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable_text(value) if _BAD.search(value) else value
    if isinstance(value, tuple):
        items = [_printable(item) for item in value]
        return value if all(a is b for a, b in zip(items, value)) else tuple(items)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for field in dataclasses.fields(value):
            old = getattr(value, field.name)
            new = _printable(old)
            if new is not old:
                changed[field.name] = new
        return dataclasses.replace(value, **changed) if changed else value
    return value
