"""向量架: vectors out of the catalogue, compared exactly with numpy.

Why not always Chroma: importing it costs 0.7 s (a cold ``youju ask`` has 1.7 s in all), adding to
its graph 0.35 ms a passage, it finds 97.5 % of the nearest ten, a filter makes it slow, and only
one process may have it open. One product over 50,000 × 256 float32 takes 6 to 8 ms, finds all,
and reads what every process sees: the catalogue. Beyond that Chroma is quicker.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.library.ledger import Ledger
from assistant.library.quantised import Matrix
from assistant.library.schema import PASSAGE_BITS
from assistant.library.store import Store

Keys = NDArray[np.int64]


@dataclass(frozen=True)
class _Held:
    """One state of the shelf; never changed, only replaced, so threads need no lock to read."""

    generation: int
    keys: Keys
    matrix: Matrix


def best(keys: Keys, scores: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
    """The ``limit`` best, best first; equal scores in order of the keys."""
    chosen = np.arange(len(scores))
    if len(scores) > limit:
        chosen = np.argpartition(scores, -limit)[-limit:]
    order = chosen[np.lexsort((keys[chosen], -scores[chosen]))]
    return [(int(keys[i]), float(scores[i])) for i in order]


class Shelf:
    """All vectors of the catalogue (or of some documents) in memory, kept up to date."""

    def __init__(self, store: Store, dimension: int) -> None:
        self._store, self._ledger = store, Ledger(store)
        self._dimension = dimension
        self._lock = threading.Lock()
        empty = np.zeros((0, dimension), dtype=np.float32)
        self._held = _Held(-1, np.zeros(0, dtype=np.int64), empty)

    def current(self) -> tuple[Keys, Matrix]:
        """Keys (sorted) and vectors of every live document, as of now."""
        generation = self._store.generation()
        held = self._held
        if held.generation != generation:
            with self._lock:
                if self._held.generation != generation:
                    self._held = self._renewed(generation)
                held = self._held
        return held.keys, held.matrix

    def held(self) -> tuple[Keys, Matrix]:
        """What is in memory already, maybe nothing, maybe of some moments ago."""
        held = self._held
        return held.keys, held.matrix

    def _renewed(self, generation: int) -> _Held:
        """What is still live of the old state, and what is new beside it."""
        live = set(self._ledger.numbers())
        old = self._held
        own = old.keys >> PASSAGE_BITS
        known = set(np.unique(own).tolist())
        keep = np.isin(own, np.fromiter(known & live, dtype=np.int64))
        keys, matrix = self.load(sorted(live - known))
        if not len(keys) and keep.all():
            return _Held(generation, old.keys, old.matrix)
        return _Held(
            generation,
            np.concatenate([old.keys[keep], keys]),
            np.concatenate([old.matrix[keep], matrix]),
        )

    def load(self, numbers: Sequence[int]) -> tuple[Keys, Matrix]:
        """Keys and vectors of some documents, straight from the catalogue."""
        keys, rows = [np.zeros(0, dtype=np.int64)], [np.zeros((0, self._dimension), np.float32)]
        for number, vectors in self._ledger.vectors(numbers, self._dimension):
            first = number << PASSAGE_BITS
            keys.append(np.arange(first, first + len(vectors), dtype=np.int64))
            rows.append(vectors)
        return np.concatenate(keys), np.concatenate(rows)


def positions(keys: Keys, chosen: Keys) -> Keys:
    """Where the chosen keys stand among sorted keys; those that are not there are left out."""
    if not len(keys):
        return np.zeros(0, dtype=np.int64)
    at: Keys = np.minimum(np.searchsorted(keys, chosen), len(keys) - 1)
    there: Keys = at[keys[at] == chosen]
    return there
