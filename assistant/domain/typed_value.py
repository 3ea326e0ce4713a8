"""录入的值: what somebody types in place of a misread value, read by the same rules as a document.

Nothing typed is ever run: ``=120.00(人)`` is an operator and a figure, markup is text. What cannot
be read is refused with one line. Raises CorrectionRefused throughout.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from assistant.domain.money import Money, parse_money
from assistant.domain.numerals import CHINESE, half_width, parse_number
from assistant.domain.target import Target, parse_target
from assistant.domain.taxonomy import is_level1, is_level2, tidy_level
from assistant.errors import CorrectionRefused

LONGEST = 300
"""Characters of a typed value: the longest indicator name or target seen has some 120."""

_SCALES = {
    Decimal(1): "元", Decimal(1_000): "千元", Decimal(10_000): "万元",
    Decimal(1_000_000): "百万元", Decimal(100_000_000): "亿元",
}  # fmt: skip
_FIGURE = re.compile(r"[-−]?\d[\d,.]*")
_MONEY = re.compile(
    rf"(?:人民币|[¥￥])?(?:[-−]?\d[\d,.]*|[{CHINESE}]+?)(?P<unit>[十百千万亿]{{0,2}}元|[万亿])?整?"
)
_YEAR = re.compile(r"((?:19|20)\d{2})年?度?")
_FIGURED = re.compile(r"[\d≥≤<>=＞＜≧≦%‰]")
_LOOKALIKE = re.compile(r"\d[OoIl|]+(?=[\d%‰]|[^\x00-\x7f]|$)|[OoIl|]+\d")
"""A letter where a digit belongs: ``9O%``, ``l2件``."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def typed_text(typed: str) -> str:
    """One line of visible characters."""
    line = " ".join(typed.split())
    if not line:
        raise CorrectionRefused(typed, "更正后的值是空的，请写下原文上的值")
    if len(line) > LONGEST:
        raise CorrectionRefused(typed, f"更正后的值太长（{len(line)} 字），上限 {LONGEST} 字")
    if any(unicodedata.category(sign) in _INVISIBLE for sign in line):
        raise CorrectionRefused(typed, "更正后的值含有看不见的字符，请重新录入")
    return line


def typed_level(typed: str, level: int) -> str:
    """A level-1 or level-2 name of some generation."""
    text = tidy_level(typed_text(typed))
    if not (is_level1(text) if level == 1 else is_level2(text)):
        which = "一级" if level == 1 else "二级"
        raise CorrectionRefused(typed, f"“{text}”不是{which}指标的名称（如 产出指标、数量指标）")
    return text


def typed_target(typed: str, old: Target, name: str) -> Target:
    """A target value; sign and unit that stand in columns of their own hold for it too."""
    text = typed_text(typed)
    if _LOOKALIKE.search(half_width(text)):
        raise CorrectionRefused(typed, f"“{text}”里有像数字的字母（O、l），请改成数字")
    alone = parse_target(old.raw, name=name)
    unit = old.unit if old.unit != alone.unit else None
    operator = old.operator if old.operator not in (alone.operator, None) else None
    found = parse_target(text, unit=unit, operator=operator, name=name)
    words_before = old.kind == "qualitative" and not _starts_as_figure(old.raw)
    if found.kind == "qualitative" and _starts_as_figure(text) and not words_before:
        raise CorrectionRefused(typed, f"“{text}”读不成目标值，请写成 ≥90%、=120.00(人) 这样")
    return found


def _starts_as_figure(text: str) -> bool:
    return bool(_FIGURED.match(half_width(text).strip()))


def money_unit_of(money: Money | None) -> str | None:
    """The unit in which an amount is printed, by its figure beside its value in yuan."""
    if money is None:
        return None
    figure = _FIGURE.search(half_width("".join(money.raw.split())))
    number = parse_number(figure.group(0).rstrip(",.")) if figure else None
    return _SCALES.get(money.yuan / number) if number else None


def typed_money(typed: str, unit: str | None) -> Money:
    """An amount; where no unit is typed, ``unit`` (that of its column) is written behind it."""
    text = typed_text(typed)
    found = _MONEY.fullmatch("".join(half_width(text).split()))
    if found is None:
        raise CorrectionRefused(typed, f"“{text}”读不成金额，请写成 1620 或 1620万元 这样")
    if not found.group("unit"):
        if unit is None:
            raise CorrectionRefused(typed, f"“{text}”没有写明单位，请写成 {text}元 或 {text}万元")
        text = f"{text}{unit}"
    money = parse_money(text)
    if money is None:
        raise CorrectionRefused(typed, f"“{text}”读不成金额，请写成 1620 或 1620万元 这样")
    return money


def typed_number(typed: str, what: str) -> Decimal:
    """A bare number, maybe with a percent sign where ``what`` is a 率."""
    text = typed_text(typed)
    number = parse_number(half_width(text).rstrip("%") if what.endswith("率") else text)
    if number is None:
        raise CorrectionRefused(typed, f"“{text}”读不成{what}，请只写数字")
    return number


def typed_year(typed: str) -> int:
    """A year of four digits."""
    text = typed_text(typed)
    found = _YEAR.fullmatch("".join(half_width(text).split()))
    if found is None:
        raise CorrectionRefused(typed, f"“{text}”读不成年度，请写成 2025 这样")
    return int(found.group(1))
