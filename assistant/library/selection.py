"""范围: which passages a search may return, in the library's own terms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Keys of names (``names.name_key``) and kinds of documents; None leaves it open.

    ``on`` leaves out documents that hold nothing but versions of laws not in force at that ISO
    date; ``numbers`` leaves nothing but the documents of these numbers.
    """

    units: frozenset[str] | None = None
    projects: frozenset[str] | None = None
    years: frozenset[int] | None = None
    kinds: frozenset[str] | None = None
    on: str | None = None
    numbers: frozenset[int] | None = None

    @property
    def open(self) -> bool:
        """Whether everything may be returned."""
        return self == Selection()
