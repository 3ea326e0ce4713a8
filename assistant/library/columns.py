"""列: what passages can be filtered by, as arrays, and the scope that a filter leaves."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.library.ledger import Ledger
from assistant.library.schema import PASSAGE_BITS
from assistant.library.selection import Selection
from assistant.library.shelf import Keys, positions
from assistant.library.store import Store

Mask = NDArray[np.bool_]
_KEPT = 16  # filters whose scope is kept
_FIELDS = ("unit", "project", "kind")


@dataclass(frozen=True)
class Scope:
    """What a selection lets through: keys of passages, sorted, and their share of all."""

    selection: Selection
    generation: int
    keys: Keys
    share: float

    def within(self, keys: Iterable[int]) -> set[int]:
        """Those of some keys that are let through."""
        wanted = np.array(sorted(keys), dtype=np.int64)
        return {int(key) for key in self.keys[positions(self.keys, wanted)]}


@dataclass(frozen=True)
class _Arrays:
    generation: int
    key: Keys
    codes: dict[str, NDArray[np.int32]]
    year: NDArray[np.int32]


class Columns:
    """Arrays over all passages, kept up to date with the catalogue.

    A million passages take 28 MB and about two seconds to load, once, at the first filter; a new
    filter then costs some milliseconds, one of the last 16 nothing.
    """

    def __init__(self, store: Store) -> None:
        self._store, self._ledger = store, Ledger(store)
        self._lock = threading.Lock()
        self._names: dict[str, int] = {}
        none = np.zeros(0, dtype=np.int32)
        codes = {field: none for field in _FIELDS}
        self._arrays = _Arrays(-1, np.zeros(0, dtype=np.int64), codes, none)
        self._scopes: dict[Selection, Scope] = {}

    def scope(self, selection: Selection) -> Scope:
        """The passages that a selection lets through, as of now."""
        generation = self._store.generation()
        kept = self._scopes.get(selection)
        if kept is None or kept.generation != generation:
            arrays = self._current(generation)
            keys = arrays.key[self._mask(arrays, selection)]
            kept = Scope(selection, generation, keys, len(keys) / max(len(arrays.key), 1))
            if len(self._scopes) >= _KEPT:
                self._scopes = {}
            self._scopes[selection] = kept
        return kept

    def _mask(self, arrays: _Arrays, selection: Selection) -> Mask:
        mask: Mask = np.ones(len(arrays.key), dtype=bool)
        for field, names in zip(
            _FIELDS, (selection.units, selection.projects, selection.kinds)
        ):  # fmt: skip
            if names is not None:
                allowed = np.zeros(len(self._names) + 1, dtype=bool)
                allowed[[self._names[name] for name in names if name in self._names]] = True
                mask &= allowed[arrays.codes[field]]
        if selection.years is not None:
            mask &= np.isin(arrays.year, sorted(selection.years))
        if selection.without and len(arrays.key):
            numbers = arrays.key >> PASSAGE_BITS
            left_out = np.zeros(int(numbers[-1]) + 1, dtype=bool)
            left_out[[n for n in selection.without if n < len(left_out)]] = True
            mask &= ~left_out[numbers]
        return mask

    def _current(self, generation: int) -> _Arrays:
        if self._arrays.generation != generation:
            with self._lock:
                if self._arrays.generation != generation:
                    self._arrays = self._renewed(generation)
        return self._arrays

    def _renewed(self, generation: int) -> _Arrays:
        """What is still live of the old arrays, and the new documents behind them."""
        old, live = self._arrays, set(self._ledger.numbers())
        own = old.key >> PASSAGE_BITS
        known = set(np.unique(own).tolist())
        keep = np.isin(own, np.fromiter(known & live, dtype=np.int64))
        fresh = [
            (key, self._code(unit), self._code(project), self._code(kind), year or 0)
            for key, unit, project, year, kind in self._ledger.columns(sorted(live - known))
        ]
        fresh.sort()  # numbers only grow, so all of these come behind the old
        columns = list(zip(*fresh)) or [()] * 5
        codes = {
            field: np.concatenate([old.codes[field][keep], np.array(column, dtype=np.int32)])
            for field, column in zip(_FIELDS, columns[1:4])
        }
        return _Arrays(
            generation,
            np.concatenate([old.key[keep], np.array(columns[0], dtype=np.int64)]),
            codes,
            np.concatenate([old.year[keep], np.array(columns[4], dtype=np.int32)]),
        )

    def _code(self, name: str | None) -> int:
        return 0 if name is None else self._names.setdefault(name, len(self._names) + 1)
