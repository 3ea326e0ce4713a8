"""The layout generator through real files: .docx, .xlsx, .html, PDF, OFD, and scans of them.

    youju eval formats [--variants N] [--scans N] [--misses]

Every variant is one invented declaration in one layout, written as a file and read back; a cell is
right where name, level 1, level 2, operator, number and unit (or a budget line's item, amount,
price, quantity) agree. Scans are PDF pages rendered with a CJK font, greyed, turned by a fraction
of a degree, with noise, then recognised; recognised full-width signs are compared as half-width.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.domain.declaration import Reading
from assistant.domain.numerals import half_width
from assistant.reading.assembly import Grid, GridCell
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.layouts.declaration import Abstract, invent
from tests.layouts.render import Layout, Rendered, render
from tests.layouts.variants import Score, held_out, layouts, measure_reading
from tests.paper import (
    Content,
    render_pages,
    write_docx,
    write_html,
    write_ofd,
    write_pdf,
    write_xlsx,
)


def content_of(rendered: Rendered) -> Content:
    """A rendered declaration as paragraphs and grids."""
    content: list[str | Grid] = [*rendered.lines_before]
    for grid in rendered.grids:
        content += grid.caption
        cells = (
            GridCell(
                c.row, c.column, re.sub(r"\s*<br\s*/?>\s*", "\n", c.text), c.rowspan, c.colspan
            )
            for c in grid.cells
        )
        content.append(Grid(grid.rows, grid.columns, tuple(cells)))
        content.append("以下为后续内容。")
    return [*content, *rendered.lines_after]


def scanned(content: Content, seed: int) -> bytes:
    """The pages of the PDF as an office scanner gives them, in one PDF of images."""
    rng = random.Random(seed)
    pdf = write_pdf(content, size=9, wide=True)
    pages = render_pages(
        pdf, dpi=rng.choice((150, 170, 200)), angle=rng.uniform(-1.2, 1.2), noise=rng.uniform(2, 9),
        seed=seed,
    )  # fmt: skip
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return out.getvalue()


WRITERS: dict[str, Callable[[Content, int], bytes]] = {
    "docx": lambda content, seed: write_docx(content),
    "xlsx": lambda content, seed: write_xlsx(content),
    "html": lambda content, seed: write_html(content),
    "pdf": lambda content, seed: write_pdf(content, size=9, wide=True),
    "ofd": lambda content, seed: write_ofd(content),
    "scan": scanned,
}


def half(declaration: Abstract) -> Abstract:
    """The facts with names in half-width signs, as recognition gives them."""
    rows = [replace(row, name=half_width(row.name)) for row in declaration.rows]
    lines = [replace(line, item=half_width(line.item)) for line in declaration.lines]
    return replace(declaration, rows=rows, lines=lines)


def half_reading(reading: Reading) -> Reading:
    """What was read with names in half-width signs."""
    return replace(
        reading,
        declarations=tuple(
            replace(
                d,
                indicators=tuple(replace(i, name=half_width(i.name)) for i in d.indicators),
                budget_lines=tuple(replace(b, item=half_width(b.item)) for b in d.budget_lines),
            )
            for d in reading.declarations
        ),
    )


@dataclass
class Tally:
    """One format's scores: layouts that the rules were written on, and those held out."""

    known: Score
    unseen: Score
    variants: int = 0
    seconds: float = 0.0


def choose(count: int, seed: int) -> list[tuple[int, Layout]]:
    """Layouts that a real file can have: no text-only damage, merges of every style."""
    found = []
    for number, layout in enumerate(layouts(count * 4, seed)):
        if layout.writer == "html" and layout.damage == "none":
            found.append((seed + number, layout))
    return found[:count]


def run(kind: str, count: int, seed: int, show: bool) -> Tally:
    """Write, read and score ``count`` variants of one format."""
    tally = Tally(Score(), Score())
    for number, layout in choose(count, seed):
        declaration = invent(number)
        data = WRITERS[kind](content_of(render(declaration, layout, number)), number)
        start = time.perf_counter()
        reading = read_facts(read_bytes(data, f"variant.{kind}")[0])
        tally.seconds += time.perf_counter() - start
        if kind == "scan":
            declaration, reading = half(declaration), half_reading(reading)
        score, misses = measure_reading(declaration, layout, reading)
        (tally.unseen if held_out(layout) else tally.known).add(score)
        tally.variants += 1
        if show and misses:
            print(number, layout)
            for miss in misses[:8]:
                print("   ", miss)
    return tally


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="youju eval formats")
    parser.add_argument("--variants", type=int, default=200)
    parser.add_argument("--scans", type=int, default=12)
    parser.add_argument("--seed", type=int, default=20_000)
    parser.add_argument("--formats", default=",".join(WRITERS))
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args(argv)
    print("格式\t变体\t单元格 F1\t已见版式\t留出版式\t每份秒数")
    for kind in options.formats.split(","):
        count = options.scans if kind == "scan" else options.variants
        tally = run(kind, count, options.seed, options.misses)
        both = Score()
        both.add(tally.known)
        both.add(tally.unseen)
        each = tally.seconds / max(tally.variants, 1)
        print(
            f"{kind}\t{tally.variants}\t{both.f1:.4f}\t{tally.known.f1:.4f}"
            f"\t{tally.unseen.f1:.4f}\t{each:.3f}",
            flush=True,
        )
    return 0
