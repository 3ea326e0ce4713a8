"""数字写法: figures as they are shown to the user."""

from __future__ import annotations

from decimal import Decimal

from assistant.domain.money import Money
from assistant.domain.shapes import plain

_TEN_THOUSAND = Decimal(10_000)
_HUNDRED_MILLION = Decimal(100_000_000)


def grouped(number: Decimal) -> str:
    """``10566000`` → ``10,566,000``; decimals as they are, without needless zeros."""
    text = plain(number)
    whole, _, part = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    digits = whole.lstrip("-")
    return sign + f"{int(digits):,}" + (f".{part}" if part else "")


def yuan(number: Decimal) -> str:
    """An amount in yuan, with the same amount in 万元 (or 亿元) from ten thousand upwards."""
    text = f"{grouped(number)}元"
    if abs(number) >= _HUNDRED_MILLION:
        return f"{text}（{grouped((number / _TEN_THOUSAND).normalize())}万元）"
    if abs(number) >= _TEN_THOUSAND:
        return f"{text}（{grouped((number / _TEN_THOUSAND).normalize())}万元）"
    return text


def quotient(number: Decimal) -> str:
    """What a division gives, in yuan; in 万元 to two places beside it, which are enough to compare."""
    text = f"{grouped(number)}元"
    if abs(number) < _TEN_THOUSAND:
        return text
    short = (number / _TEN_THOUSAND).quantize(Decimal("0.01"))
    sign = "" if short * _TEN_THOUSAND == number else "约"
    return f"{text}（{sign}{grouped(short.normalize())}万元）"


def roughly(percent: Decimal) -> str:
    """``约69%；`` for 68.65: the whole percent from ten upwards; empty where it says nothing new."""
    short = percent.quantize(Decimal(1))
    return f"约{short}%；" if percent != short and percent >= Decimal(10) else ""


def printed(money: Money) -> str:
    """An amount as its source prints it, with its unit made explicit, and the same in 元/万元."""
    raw = "".join(money.raw.split()).lstrip("≤≥=<>约")
    bare = raw.rstrip("元万亿千")
    unit = raw[len(bare) :]
    digits = bare.replace(",", "").replace("，", "")
    try:
        figure = Decimal(digits)
    except ArithmeticError:
        return yuan(money.yuan)
    if not unit and figure:
        unit = {Decimal(1): "元", _TEN_THOUSAND: "万元"}.get(money.yuan / figure, "")
    if not unit:
        unit = "元" if money.yuan == figure else ""
    if not unit:
        return yuan(money.yuan)
    if not unit.endswith("元"):
        unit += "元"
    if unit == "元":
        other = _other_unit(money.yuan)
        return f"{bare}元{other}"
    return f"{bare}{unit}（{grouped(money.yuan)}元）"


def _other_unit(amount: Decimal) -> str:
    if abs(amount) < _TEN_THOUSAND:
        return ""
    return f"（{grouped((amount / _TEN_THOUSAND).normalize())}万元）"
