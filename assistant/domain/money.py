"""金额: an amount as printed, and the same amount in yuan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.numerals import CHINESE, half_width, parse_number


@dataclass(frozen=True, slots=True)
class Money:
    """``raw`` is the printed text; ``yuan`` the exact value in yuan (元), never a float."""

    raw: str
    yuan: Decimal


UNITS = {
    "元": Decimal(1),
    "块": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "十万元": Decimal(100_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
    "人民币": Decimal(1),
}
"""Units of money and what one of them is in yuan."""

_SPACES = re.compile(r"\s+")
_AMOUNT = re.compile(
    rf"(?P<figure>[-−]?[\d][\d,.]*|[{CHINESE}]+)(?P<unit>[十百千万亿]{{0,2}}元|[万亿](?!元))?"
)


def money_unit(text: str) -> str | None:
    """The unit of money that a caption or label declares: ``（单位：万元）`` → 万元."""
    found = re.search(r"(十万|百万|千万|百|千|万|亿)?元", _SPACES.sub("", text))
    return found.group(0) if found else None


def parse_money(raw: str, unit: str | None = None) -> Money | None:
    """The amount in ``raw``; ``unit``, declared by a caption, counts where ``raw`` has none.

    None where there is no well-formed figure or no unit anywhere: without a declared unit nothing
    is concluded.
    """
    text = _SPACES.sub("", half_width(raw)).lstrip("≥≤=<>¥￥约").removeprefix("人民币")
    found = _AMOUNT.match(text)
    if found is None:
        return None
    printed = found.group("unit")
    number = parse_number(found.group("figure"))
    if number is None:
        return None
    if printed in {"万", "亿"}:
        return Money(raw, number * UNITS[printed + "元"])
    scale = UNITS.get(printed or unit or "")
    return None if scale is None else Money(raw, number * scale)
