"""数的写法: a new number in the style in which the old one was printed."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from assistant.domain.money import Money
from assistant.domain.shapes import plain
from assistant.errors import DraftError

NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
UNITS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "万": Decimal(10_000),
         "百万元": Decimal(1_000_000), "亿元": Decimal(100_000_000)}  # fmt: skip
"""Units of money in yuan."""
FAR = 1000
"""A bare number this many times last year's is in another unit: 万元 and 元 lie ten thousand apart."""


def number_of(text: str) -> Decimal | None:
    """The first number in ``text``, without thousands separators; None where there is none."""
    match = NUMBER.search(text)
    return Decimal(re.sub("[,，]", "", match[0])) if match else None


def restyle(number: Decimal, like: str, *, exact: bool = True) -> str:
    """``number`` with the separators and decimals of ``like``.

    ``exact`` keeps every digit (decimals grow where needed); otherwise it is rounded half up to the
    decimals of ``like``, as narrative figures in 万元 are.
    """
    decimals = len(like.partition(".")[2])
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if exact and rounded != number:
        text = plain(number)
        decimals = len(text.partition(".")[2])
        rounded = number
    grouped = "," in like or "，" in like
    return f"{rounded:,.{decimals}f}" if grouped else f"{rounded:.{decimals}f}"


def scale_of(money: Money) -> Decimal:
    """How many yuan one of the printed number is: 1, or 10000 where it stands in 万元."""
    printed = number_of(money.raw)
    if not printed or not money.yuan:
        return Decimal(10_000) if "万" in money.raw else Decimal(1)
    ratio = money.yuan / printed
    return min(UNITS.values(), key=lambda unit: abs(unit - ratio))


def unit_of(money: Money) -> str:
    """The unit that an amount is printed in: 万元 for 273.60 of 2,736,000 yuan."""
    scale = scale_of(money)
    return next(name for name, yuan in UNITS.items() if yuan == scale and name.endswith("元"))


def beside_the_unit(number: Decimal, before: Decimal) -> bool:
    """True where a number is so far from last year's that another unit must be meant."""
    return number >= before * FAR or 0 < number * FAR <= before


def in_unit_of(number: Decimal, like: Money, said: str) -> Decimal:
    """A bare number in yuan, read in the unit of last year's amount.

    ``said`` is what was given. Raises DraftError where that unit cannot be meant.
    """
    yuan, unit = number * scale_of(like), unit_of(like)
    if like.yuan and beside_the_unit(yuan, like.yuan):
        other = "元" if unit != "元" else "万元"
        raise DraftError(
            f"“{said}”没有写单位：上年是 {like.raw}（单位为{unit}），"
            f"按{unit}读相差千倍以上，请写明是{unit}还是{other}"
        )
    return yuan


def money_like(yuan: Decimal, like: Money) -> Money:
    """An amount of ``yuan`` printed as ``like`` was."""
    match = NUMBER.search(like.raw)
    shown = yuan / scale_of(like)
    if match is None:
        return Money(f"{yuan:,.2f}", yuan)
    raw = like.raw[: match.start()] + restyle(shown, match[0]) + like.raw[match.end() :]
    return Money(raw, yuan)


def short_yuan(yuan: Decimal) -> str:
    """``8100000`` → ``8,100,000``: an amount for running text."""
    exact = plain(yuan)
    return f"{yuan:,.{len(exact.partition('.')[2])}f}"


def cents(yuan: Decimal) -> Decimal:
    """Rounded to the cent, without needless zeros."""
    return yuan.quantize(Decimal("0.01")).normalize() + 0
