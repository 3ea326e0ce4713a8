"""One invented declaration in many layouts: the facts come back, held-out axes too."""

from __future__ import annotations

import pytest

from tests.layouts.variants import Score, held_out, invent, layouts, measure, with_noise


def total(count: int, seed: int, *, noisy: bool) -> dict[bool, Score]:
    scores = {False: Score(), True: Score()}
    for n, layout in enumerate(layouts(count, seed)):
        chosen = with_noise(layout, seed + n) if noisy else layout
        score, _ = measure(invent(seed * 1000 + n), chosen, n)
        scores[held_out(layout)].add(score)
    return scores


@pytest.mark.parametrize(("noisy", "goal"), [(False, 0.99), (True, 0.97)])
def test_facts_come_back(noisy: bool, goal: float) -> None:
    scores = total(80, 11, noisy=noisy)
    assert scores[False].gold > 500
    assert scores[True].gold > 500
    assert scores[False].f1 >= goal
    assert scores[True].f1 >= goal
