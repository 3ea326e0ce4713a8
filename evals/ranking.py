"""排序指标: recall, MRR@10 and nDCG@10 with bootstrap intervals, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ranking = Sequence[int]
COLUMNS = ("R@5", "R@10", "R@30", "R@100", "MRR@10", "nDCG@10")


def measures(ranking: Ranking, gold: Sequence[int]) -> tuple[float, ...]:
    """The ``COLUMNS`` of one question; ``gold`` must not be empty."""
    wanted = set(gold)
    hits = [place in wanted for place in ranking]
    recalls = [sum(hits[:depth]) / len(wanted) for depth in (5, 10, 30, 100)]
    first = next((rank for rank, hit in enumerate(hits[:10], 1) if hit), 0)
    gain = sum(1 / np.log2(rank + 1) for rank, hit in enumerate(hits[:10], 1) if hit)
    ideal = sum(1 / np.log2(rank + 1) for rank in range(1, min(10, len(wanted)) + 1))
    return (*recalls, 1 / first if first else 0.0, float(gain / ideal))


def measure_all(rankings: Sequence[Ranking], golds: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """One row of ``COLUMNS`` per question."""
    return np.array([measures(ranking, gold) for ranking, gold in zip(rankings, golds)])


def interval(values: NDArray[np.float64], draws: int = 1_000) -> tuple[float, float]:
    """The 95 % bootstrap interval of the mean over questions; the same on every run."""
    generator = np.random.default_rng(0)
    picks = generator.integers(len(values), size=(draws, len(values)))
    low, high = np.percentile(values[picks].mean(1), (2.5, 97.5))
    return float(low), float(high)


def line(name: str, rows: NDArray[np.float64]) -> str:
    """A row of the table: each mean with its interval."""
    cells = []
    for column in rows.T:
        low, high = interval(column)
        cells.append(f"{column.mean():.3f} [{low:.3f},{high:.3f}]")
    return f"{name:<34}" + " ".join(f"{cell:>19}" for cell in cells)


def heading(count: int) -> str:
    """The table's head."""
    return f"{f'（{count} 问）':<32}" + " ".join(f"{column:>19}" for column in COLUMNS)
