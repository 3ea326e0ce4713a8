"""A progress bar on stderr for people; nothing where stderr is not a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """Yields ``progress(name, done, total)``."""
    if not sys.stderr.isatty():
        yield lambda name, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    name_column = TextColumn("{task.fields[name]}")
    with Progress(*columns, name_column, console=Console(stderr=True)) as all_:
        task = all_.add_task(title, total=None, name="")

        def progress(name: str, done: int, total: int) -> None:
            all_.update(task, completed=done, total=total, name=name[-30:])

        yield progress
