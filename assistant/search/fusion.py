"""融合: one score from words, vectors and authority, with the weights that were fitted.

    score = (bm25 / best bm25 + vectors · cosine) · authority

Weighted, not reciprocal ranks: ranks lost 1–2 points of R@5 and R@10 in every pairing measured.
``youju adapt`` may put other weights into the index folder (``fusion.json``).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import LibraryCorrupt

Scores = NDArray[np.float32]

FILE = "fusion.json"
CANDIDATES = 300
"""How many passages each channel hands to the fusion; more changes no measured figure."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """Weights. ``vectors``: of the cosine against the scaled BM25 score. ``everyday``: of a term
    that only the everyday-words table brought in, against the question's own terms.
    ``authority``, ``elsewhere``: see ``search/authority.py``. ``memory``: of a remembered question
    that is just alike (``search/memory.py``); nothing is remembered before ``youju adapt``.
    """

    vectors: float = 0.8
    everyday: float = 0.5
    authority: float = 0.1
    elsewhere: float = 0.8
    memory: float = 0.0

    def score(self, words: Scores, cosines: Scores, factors: Scores) -> Scores:
        """Fused scores of one question's candidates; 0 in ``words`` means no word matched."""
        best = float(words.max(initial=0.0))
        scaled = words / best if best > 0 else words
        return np.asarray((scaled + self.vectors * cosines) * factors, np.float32)

    @classmethod
    def load(cls, folder: Path) -> Fusion:
        """The weights that ``youju adapt`` left in an index folder, or the shipped ones."""
        path = folder / FILE
        if not path.is_file():
            return cls()
        try:
            kept = json.loads(path.read_text("utf-8"))["weights"]
            shipped = asdict(cls())
            return cls(**{name: float(kept.get(name, shipped[name])) for name in shipped})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"{path} 已损坏：删除它即恢复出厂的检索权重"
            raise LibraryCorrupt(message) from error
