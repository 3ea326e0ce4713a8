"""``youju bench draft``: how long one changed figure takes to run through the whole draft."""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from assistant.domain.declaration import Declaration
from assistant.domain.draft import Draft
from assistant.jobs.draft import DraftRequest, compose, gather
from assistant.jobs.draft.proof import proofread
from assistant.writing.export import draft_bytes
from assistant.writing.markdown import to_markdown
from evals.draft import Shelf, sample_shelf
from evals.draft_projects import projects

LIMIT_MS = 200.0


def _timed(rounds: int, run: Callable[[int], object]) -> tuple[float, float]:
    """(median, p95) in milliseconds."""
    taken = []
    for n in range(rounds):
        began = time.perf_counter()
        run(n)
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return statistics.median(taken), taken[min(len(taken) - 1, int(0.95 * len(taken)))]


def _numbered(declaration: Declaration) -> str | None:
    """An indicator whose number may be given."""
    counted = [i.name for i in declaration.indicators if i.target.kind == "count"]
    return counted[0] if counted else None


def _cases(folder: Path) -> list[tuple[Shelf, str, str | None, int, str]]:
    """(shelf, project, unit, year, indicator) of the samples and of ten synthetic projects."""
    cases = []
    if folder.is_dir():
        shelf = sample_shelf(folder)
        for _, d in shelf.pairs:
            name = _numbered(d)
            if name and d.project:
                cases.append((shelf, d.project, None, (d.year or 2024) + 1, name))
    for project, unit, years in projects(10):
        name = _numbered(years[-2].declaration)
        if name:
            made = Shelf([(c.document, c.declaration) for c in years[:-1]])
            cases.append((made, project, unit, years[-1].year, name))
    return cases


def main(argv: list[str]) -> int:
    """Recompute after one changed figure: alone, with the rules of check, and exported to Word."""
    parser = argparse.ArgumentParser(prog="youju bench draft")
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args(argv)
    root = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("YOUJU_SHARED", root.parent / "shared")) / "data" / "seeds"
    worst = 0.0
    print(
        f"{'项目':<16}{'重算 p50':>10}{'p95':>8}{'连审核 p50':>12}{'p95':>8}{'Word p50':>10}  毫秒"
    )
    for shelf, project, unit, year, name in _cases(folder):
        material = gather(shelf, DraftRequest(project, year, unit))

        def again(n: int, name: str = name, project: str = project, year: int = year) -> Draft:
            return compose(material, DraftRequest(project, year, given=((name, str(40 + n)),)))  # noqa: B023

        def checked(n: int) -> Draft:
            drafted = again(n)
            return proofread(drafted, to_markdown(drafted, sources=False))

        drafted = again(0)
        checked(0)  # the rules' word lists are read once
        alone = _timed(options.rounds, again)
        whole = _timed(options.rounds, checked)
        word = _timed(3, lambda n: draft_bytes(drafted, ".docx"))  # noqa: B023
        worst = max(worst, alone[1])
        print(
            f"{project[:14]:<16}{alone[0]:>10.1f}{alone[1]:>8.1f}{whole[0]:>12.1f}{whole[1]:>8.1f}{word[0]:>10.0f}"
        )
    print(f"改一个数重算，最慢的 p95 {worst:.0f} 毫秒，上限 {LIMIT_MS:.0f}")
    return int(worst > LIMIT_MS)


if __name__ == "__main__":
    raise SystemExit(main([]))
