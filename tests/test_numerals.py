"""Numerals: Arabic, full-width, Chinese; damaged figures are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.domain.numerals import half_width, parse_chinese, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("120", "120"),
        ("１２０．５", "120.5"),
        ("1,539.17", "1539.17"),
        ("15,391,705.00", "15391705.00"),
        ("-3", "-3"),
        ("1.5万", "15000"),
        ("3亿", "300000000"),
        ("十一", "11"),
        ("二十", "20"),
        ("一百零五", "105"),
        ("一百二十", "120"),
        ("两", "2"),
        ("三万五千", "35000"),
        ("二〇二四", "2024"),
        ("零", "0"),
        ("1亿2", None),
        ("41,672,69", None),
        ("4.820.58", None),
        ("1,23", None),
        ("", None),
        ("若干", None),
        ("12a", None),
    ],
)
def test_parse_number(text: str, number: str | None) -> None:
    assert parse_number(text) == (None if number is None else Decimal(number))


def test_chinese_numerals_only() -> None:
    assert parse_chinese("11") is None
    assert parse_chinese("一亿二千万") == Decimal(120_000_000)


def test_half_width_keeps_the_length() -> None:
    text = "（２０２４年），≥９０％　元"
    assert half_width(text) == "(2024年),≥90% 元"
    assert len(half_width(text)) == len(text)
