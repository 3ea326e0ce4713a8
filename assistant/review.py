"""``youju check``: a file or a folder in, findings out, mends and comments where asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import ReadError, UsageError
from assistant.terminal import check_lines, emit

if TYPE_CHECKING:
    from assistant.app import Assistant, Parsed
    from assistant.jobs.check.report import CheckReport


def files_of(path: Path) -> list[Path]:
    """The file itself, or every file of a folder in order."""
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
    return [path]


def review(
    assistant: Assistant, path: Path, *, fix: Path | None, report: Path | None, as_json: bool
) -> bool:
    """Check, print, write; True where an error was found. Raises ReadError for a single file."""
    from assistant.app import parse_all
    from assistant.progress import bar

    files = files_of(path)
    if not files:
        raise UsageError(f"{path} 里没有文件")
    if (fix or report) and len(files) != 1:
        raise UsageError("--fix 和 --report 一次用于一个文件")
    done: list[tuple[Parsed, CheckReport]] = []
    failed: list[ReadError] = []
    with bar("审核") as progress:
        for number, file in enumerate(files, 1):
            for parsed in parse_all([file]):
                if isinstance(parsed, ReadError):
                    failed.append(parsed)
                else:
                    done.append((parsed, assistant.check(parsed)))
            progress(file.name, number, len(files))
    if failed and not done:
        raise failed[0]
    if not any(parsed.reading.declarations for parsed, _ in done):
        raise UsageError(f"{path} 里没有找到绩效目标申报")
    show(done, failed, as_json=as_json)
    write_copies(done[0], path, fix=fix, report=report)
    return any(f.severity == "error" for _, r in done for f in r.findings)


def write_copies(
    one: tuple[Parsed, CheckReport], path: Path, *, fix: Path | None, report: Path | None
) -> None:
    """The corrected copy and the copy with comments, where asked for."""
    parsed, found = one
    if fix is not None:
        from assistant.writing.mend import mend

        done = mend(path, parsed.document, found.findings, fix)
        lines = [*done, f"已写 {fix}"] if done else ["没有可以自动改正的地方，没有另写文件"]
        for line in lines:
            click.echo(line, err=True)
    if report is not None:
        from assistant.writing.annotate import annotate

        annotate(parsed.document, found.findings, report, source=path)
        click.echo(f"已写 {report}", err=True)


def show(done: list[tuple[Parsed, CheckReport]], failed: list[ReadError], *, as_json: bool) -> None:
    """JSON in the contract's shape, or lines as ruff prints them."""
    if as_json:
        summary: dict[str, Any] = {}
        for _, report in done:
            for key, count in report.summary.items():
                summary[key] = summary.get(key, 0) + count
        emit(
            {
                "declarations": [d for _, r in done for d in r.declarations],
                "findings": [f for _, r in done for f in r.findings],
                "summary": summary,
                "failed": [{"file": e.path, "reason": e.reason} for e in failed],
            }
        )
        return
    for parsed, report in done:
        for line in check_lines(report, parsed.document.name, parsed.document.text):
            click.echo(line)
    for error in failed:
        click.echo(f"未读：{error}")
    counts = [f.severity for _, r in done for f in r.findings]
    errors, warnings, advice = (counts.count(s) for s in ("error", "warning", "advice"))
    click.echo(f"错误 {errors}，警告 {warnings}，建议 {advice}")
