"""The backtest's own instruments: the independent test finds what is invented."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from draft_shelf import Shelf, patrol

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assistant.jobs.draft import DraftRequest, draft
from evals.draft import backtest
from evals.draft_basis import unfounded

GIVEN = (("巡防特保聘用人数", "60人"), ("巡防特保经费2024年尾款", "75万元"))


def test_a_draft_is_founded() -> None:
    assert (
        unfounded(draft(Shelf(patrol()), DraftRequest("夜间巡防", 2025, given=GIVEN)), 2025, 2024)
        == []
    )


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("budget_lines[0].amount", "3,650,000.00", None),
        ("budget_lines[0].amount", "3,650,000.00", "上年 3,000,000 ÷ 50人 × 60人 ＝ 3,650,000 元"),
        ("budget_lines[0].amount", "4,200,000.00", "上年 3,500,000 ÷ 50人 × 60人 ＝ 4,200,000 元"),
        ("indicators[4].target", "≥7.00(次)", None),
        ("executions[0].initial", "2,999,999.00", None),
    ],
)
def test_an_invented_figure_is_found(path: str, value: str, reason: str | None) -> None:
    drafted = draft(Shelf(patrol()), DraftRequest("夜间巡防", 2025, given=GIVEN))
    cells = tuple(
        replace(c, value=value, reason=reason or c.reason, previous=None) if c.path == path else c
        for c in drafted.cells
    )
    assert any(
        line.startswith(path) for line in unfounded(replace(drafted, cells=cells), 2025, 2024)
    )


def test_a_small_backtest_lies_above_copying() -> None:
    ours, copied, invented = backtest(12)
    assert invented == []
    assert ours.rows == copied.rows > 100
    assert 100 * (ours.exact - copied.exact) / ours.rows >= 25
