"""列: what passages can be filtered by, as arrays, and the scope that a filter leaves.

Kind and date are of a document, unit, project and year of a passage. A filter by document is a mask
over documents (a million passages lie in 24,000); one by passage starts from the list of passages
that have its rarest value. So a new filter costs about a millisecond, however large the library.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.library.ledger import Ledger
from assistant.library.schema import PASSAGE_BITS
from assistant.library.selection import Selection
from assistant.library.shelf import Keys, positions
from assistant.library.store import Store
from assistant.library.validity import Validity

Mask = NDArray[np.bool_]
Codes = NDArray[np.int32]
_KEPT = 64  # filters whose scope is kept


class Scope:
    """What a selection lets through, as of one state of the catalogue.

    ``size`` counts the passages, ``share`` is their part of all, ``numbers`` their documents.
    """

    def __init__(self, arrays: Arrays, selection: Selection, documents: Mask, at: Codes | None):
        self.generation = arrays.generation
        self.selection = selection
        self._arrays, self._documents, self._at = arrays, documents, at
        self.size = int(arrays.sizes[documents].sum()) if at is None else len(at)
        self.share = self.size / max(len(arrays.key), 1)

    @cached_property
    def keys(self) -> Keys:
        """The keys of the passages, sorted; made when asked for."""
        arrays = self._arrays
        if self._at is None:
            return arrays.key[np.repeat(self._documents, arrays.sizes)]
        return arrays.key[self._at]

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of the documents that any of the passages is of, sorted."""
        arrays = self._arrays
        if self._at is None:
            return [int(n) for n in arrays.number[self._documents]]
        return [int(n) for n in arrays.number[np.unique(arrays.document[self._at])]]

    def within(self, keys: Iterable[int]) -> set[int]:
        """Those of some keys that are let through."""
        wanted = np.array(sorted(keys), dtype=np.int64)
        arrays = self._arrays
        if self._at is not None:
            return {int(key) for key in self.keys[positions(self.keys, wanted)]}
        at = positions(arrays.key, wanted)
        return {int(key) for key in arrays.key[at[self._documents[arrays.document[at]]]]}


@dataclass(frozen=True)
class Arrays:
    """All passages by key (sorted): the index of its document, codes of unit and project, year;
    of each document its number, kind, and how many passages it has.
    """

    generation: int
    key: Keys
    document: Codes
    unit: Codes
    project: Codes
    year: Codes
    number: Keys
    kind: Codes
    sizes: Codes
    _lists: dict[str, tuple[Codes, Codes]] = field(default_factory=dict)

    def having(self, column: str, values: Iterable[int]) -> Codes:
        """Where one of the values stands in a column, sorted."""
        if column not in self._lists:
            codes: Codes = getattr(self, column)
            order = np.argsort(codes, kind="stable").astype(np.int32)
            self._lists[column] = (order, codes[order])
        order, ordered = self._lists[column]
        spans = [np.searchsorted(ordered, [value, value + 1]) for value in sorted(set(values))]
        found = [order[low:high] for low, high in spans]
        return np.sort(np.concatenate([np.zeros(0, dtype=np.int32), *found]))


class Columns:
    """Arrays over all passages, kept up to date with the catalogue.

    A million passages take 25 MB and some seconds to load, once, at the first filter.
    """

    def __init__(self, store: Store) -> None:
        self._store, self._ledger = store, Ledger(store)
        self._validity = Validity(store)
        self._lock = threading.Lock()
        self._names: dict[str, int] = {}
        none, keys = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64)
        self._arrays = Arrays(-1, keys, none, none, none, none, keys, none, none)
        self._scopes: dict[Selection, Scope] = {}

    def scope(self, selection: Selection) -> Scope:
        """The passages that a selection lets through, as of now."""
        generation = self._store.generation()
        kept = self._scopes.get(selection)
        if kept is None or kept.generation != generation:
            arrays = self._current(generation)
            kept = self._made(arrays, selection)
            if len(self._scopes) >= _KEPT:
                self._scopes = {}
            self._scopes[selection] = kept
        return kept

    def _made(self, arrays: Arrays, selection: Selection) -> Scope:
        documents = self._documents(arrays, selection)
        wanted: list[tuple[str, frozenset[int]]] = [
            (column, frozenset(self._names[name] for name in names if name in self._names))
            for column, names in (("unit", selection.units), ("project", selection.projects))
            if names is not None
        ]
        if selection.years is not None:
            wanted.append(("year", selection.years))
        if not wanted:
            return Scope(arrays, selection, documents, None)
        lists = [arrays.having(column, values) for column, values in wanted]
        shortest = min(range(len(lists)), key=lambda i: len(lists[i]))
        at = lists[shortest]
        for i, (column, values) in enumerate(wanted):
            if i != shortest:
                at = at[np.isin(getattr(arrays, column)[at], sorted(values))]
        return Scope(arrays, selection, documents, at[documents[arrays.document[at]]])

    def _documents(self, arrays: Arrays, selection: Selection) -> Mask:
        mask: Mask = np.ones(len(arrays.number), dtype=bool)
        if selection.kinds is not None:
            known = [self._names[kind] for kind in selection.kinds if kind in self._names]
            mask &= np.isin(arrays.kind, known)
        if selection.on is not None:
            out = self._validity.out_of_force(selection.on, arrays.generation)
            mask[positions(arrays.number, out)] = False
        return mask

    def _current(self, generation: int) -> Arrays:
        if self._arrays.generation != generation:
            with self._lock:
                if self._arrays.generation != generation:
                    self._arrays = self._renewed(generation)
        return self._arrays

    def _renewed(self, generation: int) -> Arrays:
        """What is still live of the old arrays, and the new documents behind them."""
        old, live = self._arrays, set(self._ledger.numbers())
        known = set(old.number.tolist())
        stays = np.isin(old.number, np.fromiter(known & live, dtype=np.int64))
        keep = np.repeat(stays, old.sizes)
        fresh = [
            (key, self._code(unit), self._code(project), year or 0, self._code(kind))
            for key, unit, project, year, kind in self._ledger.columns(sorted(live - known))
        ]
        fresh.sort()  # numbers only grow, so all of these come behind the old
        columns = list(zip(*fresh)) or [()] * 5
        key = np.concatenate([old.key[keep], np.array(columns[0], dtype=np.int64)])
        number, first, document, sizes = np.unique(
            key >> PASSAGE_BITS, return_index=True, return_inverse=True, return_counts=True
        )
        unit, project, year, kind = (
            np.concatenate([before[keep], np.array(column, dtype=np.int32)])
            for before, column in zip(
                (old.unit, old.project, old.year, old.kind[old.document]), columns[1:]
            )
        )
        return Arrays(
            generation, key, document.astype(np.int32), unit, project, year,
            number, kind[first], sizes.astype(np.int32),
        )  # fmt: skip

    def _code(self, name: str | None) -> int:
        return 0 if name is None else self._names.setdefault(name, len(self._names) + 1)
