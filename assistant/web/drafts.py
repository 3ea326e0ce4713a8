"""草稿夹: drafts as small JSON files in the index folder, so that they survive a restart.

What is kept is what the person gave; the draft itself is computed anew when it is opened, from the
library as it is then.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from assistant.errors import UsageError

FOLDER = "drafts"
_NAME = re.compile(r"[^\w一-鿿（）()·—-]+")
LONGEST = 60

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What a draft is made from.

    ``given`` are figures by name, from which others follow; ``edits`` cells set by hand, by path.
    ``past`` are earlier (given, edits), the newest last.
    """

    project: str
    year: int
    unit: str | None = None
    form: str | None = None
    given: Pairs = ()
    budget: str | None = None
    edits: Pairs = ()
    past: tuple[tuple[Pairs, Pairs], ...] = ()

    def with_given(self, name: str, value: str) -> Work:
        """The work with one figure given (anew); the step can be undone."""
        others = tuple(pair for pair in self.given if pair[0] != name)
        return replace(self, given=(*others, (name, value)), past=self._steps())

    def with_edit(self, path: str, value: str) -> Work:
        """The work with one cell set by hand; the step can be undone."""
        others = tuple(pair for pair in self.edits if pair[0] != path)
        return replace(self, edits=(*others, (path, value)), past=self._steps())

    def _steps(self) -> tuple[tuple[Pairs, Pairs], ...]:
        return (*self.past, (self.given, self.edits))

    def undone(self) -> Work:
        """The work before the last step."""
        if not self.past:
            return self
        given, edits = self.past[-1]
        return replace(self, given=given, edits=edits, past=self.past[:-1])


def work_of(data: dict[str, Any]) -> Work:
    """A work from its JSON. Raises UsageError where it makes no sense."""

    def pairs(value: Any) -> Pairs:
        return tuple((str(name), str(text)) for name, text in value)

    try:
        return Work(
            project=str(data["project"]),
            year=int(data["year"]),
            unit=data.get("unit"),
            form=data.get("form"),
            given=pairs(data.get("given", ())),
            budget=data.get("budget"),
            edits=pairs(data.get("edits", ())),
            past=tuple((pairs(one), pairs(other)) for one, other in data.get("past", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError("这份草稿的文件不完整，不能打开") from error


class Drafts:
    """The drafts of one index folder."""

    def __init__(self, index: Path) -> None:
        self.folder = index / FOLDER

    def names(self) -> list[str]:
        """The drafts, the last saved first."""
        files = sorted(self.folder.glob("*.json"), key=lambda p: -p.stat().st_mtime)
        return [path.stem for path in files]

    def save(self, name: str, work: Work) -> str:
        """Write a draft; its name as kept. The budget file is copied beside it."""
        clean = _NAME.sub("_", name).strip("_")[:LONGEST]
        if not clean:
            raise UsageError("请给草稿起个名字")
        self.folder.mkdir(parents=True, exist_ok=True)
        if work.budget and Path(work.budget).parent != self.folder.absolute():
            kept = self.folder.absolute() / f"{clean}-预算{Path(work.budget).suffix}"
            shutil.copyfile(work.budget, kept)
            work = replace(work, budget=str(kept))
        path = self.folder / f"{clean}.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(work), ensure_ascii=False, indent=1) + "\n", "utf-8")
        fresh.replace(path)
        return clean

    def load(self, name: str) -> Work:
        """Open a draft. Raises UsageError."""
        path = self.folder / f"{_NAME.sub('_', name)}.json"
        try:
            data = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise UsageError(f"草稿“{name}”打不开") from error
        return work_of(data if isinstance(data, dict) else {})

    def remove(self, name: str) -> None:
        """Throw a draft away."""
        (self.folder / f"{_NAME.sub('_', name)}.json").unlink(missing_ok=True)
