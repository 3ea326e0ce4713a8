"""JSON in the contract's shape: decimals as plain strings, citations with their place spread."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.domain.answer import Citation
from assistant.domain.locator import Cell, Locator
from assistant.domain.money import Money
from assistant.domain.shapes import plain, to_json


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("15391700.00"), "15391700"),
        (Decimal("1E+7"), "10000000"),
        (Decimal("0.50"), "0.5"),
        (Decimal("-3"), "-3"),
        (Decimal("0"), "0"),
        (Decimal("100"), "100"),
    ],
)
def test_decimals_have_no_exponent_and_no_needless_zeros(number: Decimal, text: str) -> None:
    assert plain(number) == text


def test_money_keeps_what_was_printed() -> None:
    money = Money("1539.17 万元", Decimal("15391700.00"))
    assert to_json(money) == {"raw": "1539.17 万元", "yuan": "15391700"}


def test_a_citation_spreads_its_place() -> None:
    place = Locator("d", "文件.txt", None, 3, 5, "引文", Cell(0, 1, 2))
    assert to_json([Citation(1, "题", place)]) == [
        {
            "n": 1, "title": "题", "document": "d", "source": "文件.txt", "page": None,
            "start": 3, "end": 5, "quote": "引文", "cell": {"table": 0, "row": 1, "column": 2},
        }
    ]  # fmt: skip
