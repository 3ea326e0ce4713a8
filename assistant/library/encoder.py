"""编码器: text → unit vectors, behind a Protocol; and the small one that needs no training."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from assistant.library.terms import terms


@runtime_checkable
class Encoder(Protocol):
    """What turns texts into vectors.

    ``name`` identifies the weights: two encoders of one name give the same vectors. The index
    keeps it and refuses to mix.
    """

    @property
    def name(self) -> str:
        """Identifies the weights."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One L2-normalised row for each text, in order."""
        ...


class HashingEncoder:
    """Hashed character uni- and bigrams with signs: no weights, no file, always the same.

    Good enough for tests and as a last resort; it knows no synonyms.
    """

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.name = f"hashing-{dimension}"
        self._places: dict[str, tuple[int, float]] = {}

    def _place(self, term: str) -> tuple[int, float]:
        place = self._places.get(term)
        if place is None:
            value = int.from_bytes(blake2b(term.encode("utf-8"), digest_size=8).digest(), "big")
            place = ((value >> 1) % self.dimension, 1.0 if value & 1 else -1.0)
            if len(self._places) < 200_000:
                self._places[term] = place
        return place

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One L2-normalised row for each text; an empty text gives the first unit vector."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts):
            for term in terms(text):
                at, sign = self._place(term)
                row[at] += sign
            if not row.any():
                row[0] = 1.0
        norms: NDArray[np.float32] = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / norms
