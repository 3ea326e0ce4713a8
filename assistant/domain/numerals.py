"""数字: Arabic, full-width and Chinese numerals as exact decimals.

A figure whose separators stand in impossible places (``41,672,69``, ``4.820.58``) is not a number
here: whoever reads it needs other evidence.
"""

from __future__ import annotations

import re
from decimal import Decimal

_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF: dict[int, int] = {**_FULL, 0x3000: 0x20, 0x00A0: 0x20, 0xFE50: 0x2C}

DIGITS = {
    "〇": 0, "零": 0, "○": 0, "一": 1, "壹": 1, "二": 2, "两": 2, "贰": 2, "三": 3, "叁": 3,
    "四": 4, "肆": 4, "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8,
    "九": 9, "玖": 9,
}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1_000)}

CHINESE = "".join(DIGITS) + "".join(_SMALL) + "万亿"
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as ASCII; other characters stay. Keeps the length."""
    return text.translate(_HALF)


def parse_arabic(text: str) -> Decimal | None:
    """``1,234.50``, ``１２``, ``-3`` → decimal; None where it is no well-formed number."""
    figure = half_width(text).strip()
    sign = -1 if figure[:1] in {"-", "−", "－"} else 1
    figure = figure.lstrip("-−－+").strip()
    if _PLAIN.fullmatch(figure) or _GROUPED.fullmatch(figure):
        return sign * Decimal(figure.replace(",", ""))
    return None


def parse_chinese(text: str) -> Decimal | None:
    """``十一`` → 11, ``一百二十`` → 120, ``二〇二四`` → 2024, ``三万五千`` → 35000."""
    if not text or any(c not in CHINESE for c in text):
        return None
    if all(c in DIGITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[char]
            digit = None
        else:
            scale = int(SCALES[char])
            total = (
                (total + section + (digit or 0)) * scale
                if char == "亿"
                else total + (section + (digit or 0)) * scale
            )
            section, digit = 0, None
    return Decimal(total + section + (digit or 0))


def parse_number(text: str) -> Decimal | None:
    """Any numeral, with 万/亿/千 after Arabic digits: ``1.5万`` → 15000, ``十一`` → 11."""
    figure = half_width(text).strip()
    if not figure:
        return None
    plain = parse_arabic(figure)
    if plain is not None:
        return plain
    scale = Decimal(1)
    rest = figure
    while rest and rest[-1] in SCALES:
        scale *= SCALES[rest[-1]]
        rest = rest[:-1].strip()
    arabic = parse_arabic(rest) if rest else None
    if arabic is not None:
        return arabic * scale
    return parse_chinese(figure)
