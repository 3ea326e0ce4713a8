"""How fast files are read, each beside ``markitdown`` on the same files in one run.

    youju bench reading [--laws N] [--pages N] [--scans N]

The files are made here from ``corpus/`` (and ``YOUJU_SHARED/data/laws`` where it is): the same
declarations as text, .docx, .xlsx, .html, PDF and OFD. Ours gives cells with places and spans;
markitdown gives Markdown. ``facts`` adds typed facts. markitdown reads no scans and no OFD.
A ratio below 1 means that ours takes less time.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.reading.facts import read_facts
from assistant.reading.files import read_file

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.paper import (  # noqa: E402 - tests are no package of the installation
    Content,
    content_of,
    render_pages,
    write_docx,
    write_html,
    write_ofd,
    write_pdf,
    write_xlsx,
)

WRITERS: dict[str, Callable[[Content], bytes]] = {
    "docx": write_docx,
    "xlsx": write_xlsx,
    "html": write_html,
    "pdf": lambda content: write_pdf(content, size=8, wide=True),
    "ofd": write_ofd,
}


def seconds(work: Callable[[], object], least: float = 1.0) -> float:
    """The best of several runs, as many as fit into ``least`` seconds (at least one)."""
    best, spent = float("inf"), 0.0
    while spent < least:
        start = time.perf_counter()
        work()
        once = time.perf_counter() - start
        best, spent = min(best, once), spent + once
    return best


def markitdown_reader() -> Callable[[Path], object] | None:
    """markitdown's conversion of one file; None where it is not installed."""
    try:
        from markitdown import MarkItDown  # a development dependency, for this comparison only
    except ImportError:
        return None
    converter = MarkItDown(enable_plugins=False)
    return lambda path: converter.convert(str(path))


def line(
    label: str, paths: Sequence[Path], units: int, unit: str, other: Callable[[Path], object] | None
) -> None:
    """One row of the table: ours, with facts, markitdown, the ratio."""
    ours = seconds(lambda: [read_file(path) for path in paths])
    facts = seconds(lambda: [read_facts(d) for path in paths for d in read_file(path)])
    theirs = seconds(lambda: [other(path) for path in paths]) if other else None
    print(
        f"{label}\t{len(paths)}\t{units / ours:.3g} {unit}/s\t{units / facts:.3g} {unit}/s\t"
        + (f"{units / theirs:.3g} {unit}/s\t{ours / theirs:.3f}" if theirs else "–\t–"),
        flush=True,
    )


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="youju bench reading")
    parser.add_argument("--scans", type=int, default=2, help="scanned pages")
    parser.add_argument("--laws", type=int, default=None, help="at most so many laws")
    options = parser.parse_args(argv)
    other = markitdown_reader()
    if other is None:
        print("markitdown 没有安装，只测本项目（pip install -e .[dev]）", file=sys.stderr)
    sources = sorted([*(ROOT / "corpus").glob("*.txt"), *(ROOT / "corpus").glob("*.md")])
    sources = [path for path in sources if path.name != "README.md"]
    print("格式\t文件\t读取\t读取并成事实\tmarkitdown\t时间比")
    with TemporaryDirectory() as folder:
        line("txt", sources, len(sources), "份", other)
        contents = [content_of(read_file(path)[0]) for path in sources]
        for kind, write in WRITERS.items():
            paths, pages = [], 0
            for number, content in enumerate(contents):
                path = Path(folder) / f"{number}.{kind}"
                path.write_bytes(write(content))
                paths.append(path)
                pages += len(read_file(path)[0].pages) if kind == "pdf" else 0
            peer = None if kind == "ofd" else other
            line(kind, paths, pages or len(paths), "页" if pages else "份", peer)
        if options.scans:
            images = render_pages(write_pdf(contents[0]), dpi=150)[: options.scans]
            out = io.BytesIO()
            images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=150)
            path = Path(folder) / "scan.pdf"
            path.write_bytes(out.getvalue())
            read_file(path)  # the first page pays for loading the models
            line("scan", [path], len(images), "页", None)
        _laws(options.laws, other)
    return 0


def _laws(count: int | None, other: Callable[[Path], object] | None) -> None:
    shared = Path(os.environ.get("YOUJU_SHARED", ROOT.parent / "shared")) / "data" / "laws"
    paths = sorted(shared.rglob("*.md"))[:count]
    if paths:
        line("laws", paths, len(paths), "部", other)
