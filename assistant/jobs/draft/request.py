"""起草请求: what the person asks for and gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FORMS = {
    "street": "street-2024",
    "bureau": "bureau-2024",
    "2020": "street-2020",
}
"""The forms that can be asked for, and the generation of layout that each prints."""


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """One draft to make.

    ``given`` are (名称, 值) pairs as typed; ``budget`` is a table of next year's budget lines;
    ``form`` is a key of ``FORMS`` or None for the form of last year's declaration. ``edits`` are
    (path, text): cells of the draft set by hand after everything is computed.
    """

    project: str
    year: int
    unit: str | None = None
    given: tuple[tuple[str, str], ...] = ()
    budget: Path | None = None
    form: str | None = None
    edits: tuple[tuple[str, str], ...] = ()
