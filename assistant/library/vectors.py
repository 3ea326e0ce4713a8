"""向量: the nearest passages, exactly from the catalogue while it is small, by Chroma beyond.

Whatever Chroma does not hold yet (another process has just ingested it) is compared exactly beside
it, so nothing is missing; whatever it still holds of removed documents is dropped by key.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import LibraryError
from assistant.library.chroma import ChromaIndex, erase, inner_folder
from assistant.library.columns import Scope
from assistant.library.ledger import Ledger
from assistant.library.ownership import Ownership
from assistant.library.quantised import Matrix, unpacked
from assistant.library.schema import PASSAGE_BITS
from assistant.library.shelf import Keys, Shelf, best, positions
from assistant.library.store import Store

EXACT_UP_TO = 50_000
"""Passages that are compared exactly: 6 to 8 ms a question, 51 MB (``shelf`` says why)."""
FIRST_UP_TO = 200_000
"""A process's first question is compared exactly up to here: quicker than opening Chroma."""
_MOST_FETCHED = 1_000  # that Chroma is asked for behind a filter; where more were needed: exactly
_SUBSETS_HOLD = 400_000  # passages behind filters whose vectors are kept: 104 MB
_ENOUGH = 100  # passages near the question that are looked for behind a filter
_AT_ONCE = 20_000  # rows that are multiplied out together
_BLOCKS_HOLD = 300_000  # passages whose documents' vectors are kept for single comparisons: 78 MB
_AWAY_SECONDS = 30.0  # before a server that went away is tried again
_BLOCK = 20_000  # passages that go into Chroma between two notes of what it holds
log = logging.getLogger(__name__)
Hits = list[tuple[int, float]]
_NO_BLOCK = (np.zeros(0, np.float32), np.zeros((0, 0), np.int8))


class VectorIndex:
    """Cosines over the catalogue's vectors; safe for threads.

    ``url`` names a Chroma server, which is then always used. Raises LibraryCorrupt where the
    embedded Chroma is damaged.
    """

    def __init__(self, store: Store, dimension: int, folder: Path, url: str | None) -> None:
        self._store, self._ledger = store, Ledger(store)
        self._dimension = dimension
        self._folder, self._url = folder, url
        self._owner = Ownership(folder.parent, "vectors")
        self._lock = threading.Lock()
        self._shelf = Shelf(store, dimension)
        self._chroma: ChromaIndex | None = None
        self._away_until = 0.0
        self._asked = False
        self._late: tuple[int, int, tuple[Keys, Matrix]] | None = None
        self._settled = 0
        self._counted = (-1, 0)
        self._subsets: dict[int, _Subset] = {}
        self._blocks: dict[int, tuple[Matrix, NDArray[np.int8]]] = {}

    # ---- questions ----

    def search(self, vector: Matrix, limit: int, scope: Scope | None = None) -> Hits:
        """(key, cosine) of the nearest passages (of those in scope), best first."""
        if scope is not None and not scope.size:
            return []
        if not self.wanted():
            return self._exact(vector, limit, scope)
        if self._is_first():
            return self._streamed(vector, limit, scope)
        chroma = self.opened()
        if chroma is None:
            return self._exact(vector, limit, scope)
        if scope is not None and _fetched(limit, scope) > _MOST_FETCHED:
            subset = self._subset(scope)
            return best(subset.keys, subset.cosines(vector), limit)
        try:
            return self._near(chroma, vector, limit, scope)
        except LibraryError as error:
            self._went_away(error)
            return self._exact(vector, limit, scope)

    def exactly(self, vector: Matrix, limit: int) -> Hits:
        """(key, cosine) compared one by one with the catalogue's own vectors, best first."""
        return self._exact(vector, limit, None)

    def cosines(self, vector: Matrix, keys: list[int]) -> dict[int, float]:
        """The cosine of each passage, for those that have a vector."""
        held, matrix = self._shelf.held()
        if len(held):
            at = np.minimum(np.searchsorted(held, keys), len(held) - 1)
            found = [(key, i) for key, i in zip(keys, at) if held[i] == key]
            scores = matrix[[i for _, i in found]] @ vector
            known = {key: float(score) for (key, _), score in zip(found, scores)}
        else:
            known = {}
        rest = [key for key in keys if key not in known]
        blocks = self._blocks_of(sorted({key >> PASSAGE_BITS for key in rest}))
        for key in rest:
            scales, rows = blocks.get(key >> PASSAGE_BITS, _NO_BLOCK)
            place = key & ((1 << PASSAGE_BITS) - 1)
            if place < len(scales):
                known[key] = float(scales[place] * (rows[place].astype(np.float32) @ vector))
        return known

    def _blocks_of(self, numbers: list[int]) -> dict[int, tuple[Matrix, NDArray[np.int8]]]:
        """The vectors of documents as they are stored. A number's vectors never change but by
        ``erase``, so what was read once is kept.
        """
        blocks = self._blocks
        lacking = [number for number in numbers if number not in blocks]
        if lacking:
            if sum(len(scales) for scales, _ in list(blocks.values())) > _BLOCKS_HOLD:
                blocks = {}
            fresh = {n: unpacked(d, self._dimension) for n, d in self._ledger.blocks(lacking)}
            self._blocks = blocks = {**blocks, **fresh}
        return blocks

    def _is_first(self) -> bool:
        """Whether this is the process's first question, and best answered without Chroma."""
        if self._asked or self._url is not None or self._chroma is not None:
            return False
        self._asked = True
        return self._size() <= FIRST_UP_TO

    def _exact(self, vector: Matrix, limit: int, scope: Scope | None) -> Hits:
        if self._size() > FIRST_UP_TO:
            return self._streamed(vector, limit, scope)
        keys, matrix = self._shelf.current()
        if scope is None:
            return best(keys, matrix @ vector, limit)
        at = positions(keys, scope.keys)
        if len(at) * 3 < len(keys):
            return best(keys[at], matrix[at] @ vector, limit)
        return best(keys[at], (matrix @ vector)[at], limit)

    def _streamed(self, vector: Matrix, limit: int, scope: Scope | None) -> Hits:
        """Document by document, so that a large library need not fit into memory."""
        found: Hits = []
        numbers = self._ledger.numbers() if scope is None else scope.numbers
        for number, rows in self._ledger.vectors(sorted(numbers), self._dimension):
            first = number << PASSAGE_BITS
            keys = np.arange(first, first + len(rows), dtype=np.int64)
            scores = rows @ vector
            if scope is not None:
                at = positions(keys, scope.keys)
                keys, scores = keys[at], scores[at]
            found.extend(best(keys, scores, limit))
            if len(found) > 50 * limit:
                found = sorted(found, key=lambda hit: -hit[1])[:limit]
        return sorted(found, key=lambda hit: -hit[1])[:limit]

    def _subset(self, scope: Scope) -> _Subset:
        """The vectors of a scope as they are stored; those of the last few are kept."""
        kept = self._subsets.get(id(scope))
        if kept is None or kept.scope is not scope:
            kept = _Subset.load(scope, self._ledger, self._dimension)
            held = sum(len(one.keys) for one in self._subsets.values())
            if held + len(kept.keys) > _SUBSETS_HOLD:
                self._subsets = {}
            self._subsets[id(scope)] = kept
        return kept

    def _near(self, chroma: ChromaIndex, vector: Matrix, limit: int, scope: Scope | None) -> Hits:
        """Chroma's nearest, and beside them those that it does not hold yet."""
        fetch = limit if scope is None else _fetched(limit, scope)
        found = dict(chroma.nearest(vector, fetch))
        keys, matrix = self._missing(chroma)
        found.update(best(keys, matrix @ vector, fetch))
        if scope is not None:
            found = {key: found[key] for key in scope.within(found)}
        return sorted(found.items(), key=lambda hit: (-hit[1], hit[0]))[:limit]

    def _missing(self, chroma: ChromaIndex) -> tuple[Keys, Matrix]:
        generation = self._store.generation()
        late = self._late
        if late is None or late[:2] != (generation, self._settled):
            settled = self._settled
            _, lacking = self._ledger.difference(chroma.place)
            late = (generation, settled, self._shelf.load(lacking))
            self._late = late
        return late[2]

    # ---- Chroma ----

    def wanted(self) -> bool:
        """Whether Chroma is to hold the vectors: a server is named, or there are many."""
        return self._url is not None or self._size() > EXACT_UP_TO

    def _size(self) -> int:
        """How many passages there are, counted once for each state of the catalogue."""
        generation = self._store.generation()
        if self._counted[0] != generation:
            self._counted = (generation, self._ledger.passages())
        return self._counted[1]

    def opened(self) -> ChromaIndex | None:
        """Chroma, opened at need; None where another process owns it or the server is away."""
        with self._lock:
            if self._chroma is not None:
                return self._chroma if time.monotonic() >= self._away_until else None
            if time.monotonic() < self._away_until:
                return None
            if self._url is None and not self._owner.take():
                return None
            library = self._store.note("id") or ""
            try:
                folder = None if self._url else inner_folder(self._folder)
                self._chroma = ChromaIndex(library, folder=folder, url=self._url)
                if self._chroma.count() < self._ledger.expected(self._chroma.place):
                    self._ledger.forget(self._chroma.place)  # it has lost some: all count as late
            except LibraryError as error:
                if self._url is None:
                    self._owner.give()
                    raise
                self._away(error)
            return self._chroma

    def _away(self, error: LibraryError) -> None:
        """A server that does not answer: one line, and the catalogue's own vectors meanwhile."""
        self._away_until = time.monotonic() + _AWAY_SECONDS
        log.warning("%s；暂由目录中的向量代替", error)

    def _went_away(self, error: LibraryError) -> None:
        if self._url is None:
            raise error
        with self._lock:
            self._chroma = None
            self._away(error)

    def sync(self) -> None:
        """Bring Chroma into line with the catalogue; the caller holds the library's write lock.

        Where another process owns the embedded one, that process does it: until then the passages
        are compared exactly there, too.
        """
        if not self.wanted():
            return
        chroma = self.opened()
        if chroma is None:
            return
        try:
            self._bring_into_line(chroma)
        except LibraryError as error:
            self._went_away(error)
        finally:
            self._settled += 1

    def _bring_into_line(self, chroma: ChromaIndex) -> None:
        if chroma.count() != self._ledger.expected(chroma.place) and not any(
            self._ledger.difference(chroma.place)
        ):
            self._ledger.forget(chroma.place)  # it has lost some, or has some too many: start over
            chroma.clear()
        excess, lacking = self._ledger.difference(chroma.place)
        if excess:
            chroma.drop(excess)
            self._ledger.settle(chroma.place, excess, [])
        sizes = self._ledger.sizes(lacking)
        block: list[int] = []
        for number in lacking:
            block.append(number)
            if sum(sizes.get(n, 0) for n in block) >= _BLOCK:
                self._put(chroma, block)
                block = []
        if block:
            self._put(chroma, block)

    def _put(self, chroma: ChromaIndex, numbers: list[int]) -> None:
        keys, matrix = self._shelf.load(numbers)
        if len(keys):
            chroma.put(keys, matrix)
        self._ledger.settle(chroma.place, [], numbers)

    def held_by_chroma(self) -> int | None:
        """How many vectors Chroma holds; None where it is not used or not ours."""
        if not self.wanted():
            return None
        chroma = self.opened()
        return None if chroma is None else chroma.count()

    def erase(self) -> None:
        """Throw Chroma's index away, damaged or not. Raises LibraryBusy."""
        self.close()
        self._blocks, self._subsets = {}, {}
        if self._url is not None:
            chroma = self.opened()
            if chroma is not None:
                chroma.clear()
            return
        with self._owner.hold(5.0):
            erase(self._folder)

    def close(self) -> None:
        """Let go of Chroma and of its lock."""
        with self._lock:
            if self._chroma is not None:
                self._chroma.close()
                self._chroma = None
            if self._owner.held:
                self._owner.give()


@dataclass(frozen=True)
class _Subset:
    """The vectors of a scope's passages: int8 rows, a scale each."""

    scope: Scope
    keys: Keys
    scales: Matrix
    rows: NDArray[np.int8]

    @classmethod
    def load(cls, scope: Scope, ledger: Ledger, dimension: int) -> _Subset:
        keys, scales, rows = [], [], []
        for number, data in ledger.blocks(scope.numbers):
            scale, row = unpacked(data, dimension)
            first = number << PASSAGE_BITS
            keys.append(np.arange(first, first + len(scale), dtype=np.int64))
            scales.append(scale)
            rows.append(row)
        if not keys:
            empty = np.zeros((0, dimension), dtype=np.int8)
            return cls(scope, np.zeros(0, np.int64), np.zeros(0, np.float32), empty)
        every = np.concatenate(keys)
        at = positions(every, scope.keys)
        return cls(scope, every[at], np.concatenate(scales)[at], np.concatenate(rows)[at])

    def cosines(self, vector: Matrix) -> Matrix:
        """Of each passage with the question."""
        found = np.empty(len(self.keys), dtype=np.float32)
        for at in range(0, len(self.keys), _AT_ONCE):
            part = slice(at, at + _AT_ONCE)
            found[part] = self.rows[part].astype(np.float32) @ vector
        return np.asarray(found * self.scales, dtype=np.float32)


def _fetched(limit: int, scope: Scope) -> int:
    """How many of all nearest are to be fetched, so that enough are left behind the filter."""
    return int(1.3 * min(limit, _ENOUGH) / max(scope.share, 1e-9)) + 20
