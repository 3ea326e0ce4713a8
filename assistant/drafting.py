"""``youju draft``: arguments in, a draft written to a file, a summary out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.domain.draft import CellStatus
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.app import Assistant

FORMATS = (".json", ".docx", ".xlsx", ".md")
LABELS: dict[CellStatus, str] = {
    "carried": "沿用",
    "computed": "计算",
    "given": "给定",
    "needs_input": "待填",
}


def pairs(given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """``名称=值`` as pairs; the value may itself contain ``=``. Raises UsageError."""
    found = []
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise UsageError(f"--set 应写作 名称=值，收到“{item}”")
        found.append((name.strip(), value.strip()))
    return tuple(found)


def write(
    assistant: Assistant,
    *,
    project: str,
    unit: str | None,
    year: int,
    given: tuple[str, ...],
    budget: Path | None,
    form: str | None,
    out: Path,
    sources: bool,
) -> Iterator[str]:
    """Draft, write ``out``, and say cell by cell counts and what is still to be filled in."""
    from assistant.jobs.draft import cell_names
    from assistant.jobs.draft.request import DraftRequest
    from assistant.writing.export import write_draft

    if out.suffix.lower() not in FORMATS:
        raise UsageError(f"--out 应以 {' '.join(FORMATS)} 结尾，收到 {out.name}")
    if not out.parent.is_dir():
        raise UsageError(f"文件夹 {out.parent} 不存在")
    request = DraftRequest(
        project=project, unit=unit, year=year, given=pairs(given), budget=budget, form=form
    )
    drafted = assistant.draft(request)
    write_draft(drafted, out, sources=sources, templates=assistant.settings.templates)
    names = cell_names(drafted)
    counts = Counter(cell.status for cell in drafted.cells if cell.path in names)
    yield f"已写 {out}：" + "，".join(
        f"{label} {counts[status]} 格" for status, label in LABELS.items()
    )
    for note in drafted.notes:
        yield f"  注意：{note}"
    for cell in drafted.cells:
        if cell.status == "needs_input" and cell.path in names:
            yield f"  待填 {' '.join(names[cell.path])}：{cell.reason or ''}"
