"""范围: which passages a search may return, in the library's own terms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Keys of names (``names.name_key``) and kinds of documents; None leaves it open.

    ``without`` are numbers of documents left out (versions of laws not in force).
    """

    units: frozenset[str] | None = None
    projects: frozenset[str] | None = None
    years: frozenset[int] | None = None
    kinds: frozenset[str] | None = None
    without: frozenset[int] = frozenset()

    @property
    def open(self) -> bool:
        """Whether everything may be returned."""
        return not self.without and all(
            x is None for x in (self.units, self.projects, self.years, self.kinds)
        )
