"""起草: the workbench: last year beside this year, every cell with its source, undo, keep, export."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.domain.draft import Draft
from assistant.errors import UsageError
from assistant.jobs.check.report import CheckReport
from assistant.jobs.draft import DraftRequest, given_name, parse_given
from assistant.web.draft_grid import HEADERS, VALUE, cell_html, counts, given_value, rows_of
from assistant.web.drafts import Drafts, Work
from assistant.web.findings import findings_html
from assistant.web.link import clicked, place_of
from assistant.web.said import empty, line_of
from assistant.web.show import open_key
from assistant.writing.export import write_draft

if TYPE_CHECKING:
    from assistant.app import Assistant

NAMED = 2
"""Columns that say which cell a row is."""
NOTHING = empty("选项目和年度，点“起草”。每一格都会标明沿用、计算、给定或待填，并能打开出处。")
NO_CELL = empty("点表格里的一格，看它从哪里来。")


@dataclass(frozen=True, slots=True)
class Bench:
    """What lies on the workbench of this session; ``typed`` is the grid that it was made from."""

    work: Work
    draft: Draft
    typed: tuple[tuple[str, ...], ...] = ()


class Workbench:
    """The handlers of the tab."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.drafts = Drafts(assistant.settings.index)

    def projects(self) -> list[tuple[str, str]]:
        """(label, project) of the library, newest year first."""
        if not self.assistant.has_library():
            return []
        newest: dict[str, tuple[int, str]] = {}
        for stored in self.assistant.catalogue.declarations():
            one = stored.declaration
            if one.project:
                said = (one.year or 0, f"{one.project}（{one.unit or ''} {one.year or ''}）")
                newest[one.project] = max(newest.get(one.project, (0, "")), said)
        return [(label, name) for name, (_, label) in sorted(newest.items())]

    def made(self, work: Work) -> Bench:
        """The draft of a work. Raises YoujuError."""
        request = DraftRequest(
            project=work.project,
            year=work.year,
            unit=work.unit or None,
            given=work.given,
            budget=Path(work.budget) if work.budget else None,
            form=work.form or None,
            edits=work.edits,
        )
        return Bench(work, self.assistant.draft(request))

    def start(
        self, project: str | None, year: float | None, given: str, budget: str | None,
        form: str | None, unit: str,
    ) -> Bench:  # fmt: skip
        """A new draft from what the form says. Raises YoujuError."""
        if not project or not project.strip():
            raise UsageError("先选一个项目")
        if year is None:
            raise UsageError("先写要申报的年度")
        pairs = tuple(p for line in given.splitlines() for p in self.told(line, project.strip()))
        work = Work(project.strip(), int(year), unit.strip() or None, form or None, pairs, budget)
        return self.made(work)

    def told(self, line: str, project: str) -> tuple[tuple[str, str], ...]:
        """A line of given figures: 名称=值, or a sentence (特保增加到130人，单价不变)."""
        if not line.strip():
            return ()
        if "=" in line or "＝" in line:
            return (pair_of(line),)
        past = self.assistant.catalogue.declarations(project=project)
        newest = max(past, key=lambda s: s.declaration.year or 0, default=None)
        found = parse_given(line, newest.declaration) if newest is not None else ()
        return found or (pair_of(line),)

    def edited(self, bench: Bench, view: str, table: list[list[Any]]) -> Bench:
        """The draft after a cell was typed into; the first changed cell counts. YoujuError.

        Gradio tells of one edit twice: by then a cell that was filled in has left the list of 待填.
        """
        told = tuple(tuple(str(text) for text in texts) for texts in table)
        if told == bench.typed:
            return bench
        rows = rows_of(bench.draft, view)
        if [row.texts()[:NAMED] for row in rows] != [list(texts[:NAMED]) for texts in table]:
            raise UsageError("这张表的行不能增删或换位，只能改“本年”一列")
        for row, texts in zip(rows, table):
            typed = str(texts[VALUE] or "").strip()
            if typed == row.cell.value.strip():
                continue
            if not typed:
                raise UsageError(f"“{row.name}”不能改成空的；不知道就留着待填")
            name = given_name(bench.draft, row.cell.path)
            work = (
                bench.work.with_edit(row.cell.path, typed)
                if name is None
                else bench.work.with_given(name, given_value(row, typed))
            )
            return replace(self.made(work), typed=told)
        return bench

    def export(self, bench: Bench | None, suffix: str, sources: bool) -> str:
        """The draft as a file. Raises YoujuError."""
        if bench is None:
            raise UsageError("先起草，再导出")
        folder = Path(tempfile.mkdtemp(prefix="youju-"))
        out = folder / f"{bench.work.project[:40].replace('/', '／')}-{bench.work.year}{suffix}"
        write_draft(bench.draft, out, sources=sources, templates=self.assistant.settings.templates)
        return str(out)

    def source(self, bench: Bench | None, event: gr.EventData) -> str:
        """A place that a cell comes from: in the library, or in what was given."""
        key = clicked(event)
        place = place_of(key)
        texts = dict(bench.draft.texts) if bench is not None else {}
        if place is not None and place.document in texts:
            from assistant.domain.document import Document  # only for texts that no library holds

            name = "给定数据" if place.document == "given" else "预算表"
            held = Document(place.document, name, "txt", texts[place.document])
            return open_key(self.assistant, key, held)
        return open_key(self.assistant, key)


def pair_of(line: str) -> tuple[str, str]:
    """``名称=值`` of one line. Raises UsageError."""
    name, equals, value = line.replace("＝", "=").partition("=")
    if not equals or not name.strip() or not value.strip():
        raise UsageError(f"给定数据每行写作 名称=值，收到“{line.strip()[:40]}”")
    return name.strip(), value.strip()


def shown(bench: Bench | None, view: str) -> tuple[Any, str, str, str]:
    """(grid, summary, findings, given lines) of a draft."""
    if bench is None:
        return gr.Dataframe(value=[], headers=HEADERS, visible=False), "", NOTHING, ""
    draft, work = bench.draft, bench.work
    grid = gr.Dataframe(value=[row.texts() for row in rows_of(draft, view)], visible=True)
    said = f"**{work.project} {work.year} 年**：{counts(draft)}。"
    notes = [f"- {note}" for note in (*draft.notes, *draft.losses)]
    report = CheckReport((), draft.findings, {})
    given = "\n".join(f"{name}={value}" for name, value in work.given)
    return grid, "\n".join([said, "", *notes]), findings_html([report], linked=False), given


def attempt(bench: Bench | None, make: Any) -> tuple[Bench | None, str]:
    """(what lies on the bench after, the line for what went wrong)."""
    try:
        return make(), ""
    except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
        return bench, line_of(error)


def cell_of(state: Bench | None, view: str, number: int) -> str:
    """The card of the cell in a row of the view."""
    rows = rows_of(state.draft, view) if state is not None else []
    return cell_html(rows[number]) if 0 <= number < len(rows) else NO_CELL
