"""融合: one score from words, vectors and authority; the weights in an index folder."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import LibraryCorrupt
from assistant.search.fusion import FILE, Fusion


def ranked(fusion: Fusion, rows: list[tuple[float, float, float]]) -> list[int]:
    words, cosines, factors = (np.array(c, np.float32) for c in zip(*rows))
    return [int(i) for i in np.argsort(-fusion.score(words, cosines, factors), kind="stable")]


@pytest.mark.parametrize(
    ("fusion", "rows", "order"),
    [
        (Fusion(vectors=0.0), [(1, 0.9, 1), (2, 0.1, 1)], [1, 0]),
        (Fusion(vectors=9.0), [(1, 0.9, 1), (2, 0.1, 1)], [0, 1]),
        (Fusion(vectors=1.0), [(0, 0.9, 1), (30, 0.3, 1), (15, 0.3, 1)], [1, 0, 2]),
        (Fusion(vectors=1.0), [(30, 0.3, 0.5), (20, 0.3, 1)], [1, 0]),
        (Fusion(vectors=1.0), [(0, 0.2, 1), (0, 0.4, 1)], [1, 0]),
    ],
)
def test_the_order(
    fusion: Fusion, rows: list[tuple[float, float, float]], order: list[int]
) -> None:
    assert ranked(fusion, rows) == order


def test_the_scale_of_bm25_does_not_matter() -> None:
    words, cosines = np.array([3.0, 1.5], np.float32), np.array([0.1, 0.4], np.float32)
    ones = np.ones(2, np.float32)
    fusion = Fusion()
    assert np.allclose(fusion.score(words, cosines, ones), fusion.score(words * 7, cosines, ones))


def test_no_candidates_give_no_scores() -> None:
    none = np.zeros(0, np.float32)
    assert Fusion().score(none, none, none).shape == (0,)


def test_weights_come_from_the_folder_or_are_the_shipped_ones(tmp_path: Path) -> None:
    assert Fusion.load(tmp_path) == Fusion()
    (tmp_path / FILE).write_text(json.dumps({"weights": {"vectors": 2}}))
    assert Fusion.load(tmp_path) == Fusion(vectors=2.0)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"weights": {"vectors": "much"}}'])
def test_damaged_weights_are_one_clear_line(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(LibraryCorrupt, match="删除它"):
        Fusion.load(tmp_path)
