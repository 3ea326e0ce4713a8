"""What recognition does to text: blanks, look-alikes, cells cut by a wrong column line."""

from __future__ import annotations

import random
import re

from tests.layouts.render import Cell, Grid, Rendered


def _blanks(text: str, rng: random.Random) -> str:
    """Blanks in figures (``208, 293. 59``) and between Han."""
    text = re.sub(r"(?<=\d)([,.])(?=\d)", lambda m: m.group(1) + " ", text)
    return re.sub(r"(?<=[㐀-鿿])(?=[㐀-鿿])", lambda m: " " if rng.random() < 0.08 else "", text)


_ALIKE = {"≥": "≧", "≤": "≦", "(": "（", ")": "）", "%": "％", "=": "＝"}


def _alike(text: str, rng: random.Random) -> str:
    return "".join(_ALIKE.get(c, c) if rng.random() < 0.5 else c for c in text)


def _torn(text: str, rng: random.Random) -> str:
    """A label over two lines of its cell."""
    if re.search(r"(?:指标|目标)$", text) and len(text) > 6 and rng.random() < 0.5:
        cut = rng.randrange(3, len(text) - 1)
        return text[:cut] + " " + text[cut:]
    return text


def _cut(grid: Grid, rng: random.Random, offset: int) -> None:
    """A column line through the name column: names in two cells, some with the character twice."""
    name = offset + 2
    for cell in grid.cells:
        if cell.column > name:
            cell.column += 1
    grid.columns += 1
    extra = []
    for cell in grid.cells:
        if cell.row and cell.column == name and len(cell.text) >= 6 and rng.random() < 0.5:
            cut = rng.randrange(3, len(cell.text) - 1)
            again = cut - 1 if rng.random() < 0.4 else cut
            extra.append(Cell(cell.row, name + 1, cell.text[again:]))
            cell.text = cell.text[:cut]
    grid.cells.extend(extra)


_SHARDS = (
    "粉 . 早. 比. 二",
    "11.云双皿",
    "灰里疳 协",
    "21",
    ". 3 // (3)",
    "指怀",
    "Hz I 24",
    "ш1 в 1/1",
)


def _splinter(grid: Grid, rng: random.Random, offset: int) -> None:
    """Labels in the middle of even blocks leave half of themselves in the row above or below."""
    labels = [c for c in grid.cells if c.row and c.column in {offset, offset + 1}]
    taken = {(c.row, c.column) for c in grid.cells}
    for cell in labels:
        below = (cell.row + 1, cell.column)
        later = [c.row for c in labels if c.column == cell.column and c.row > cell.row]
        end = min(later, default=grid.rows)
        size_ok = end - cell.row >= 2 and below not in taken
        if size_ok and cell.rowspan == 1 and rng.random() < 0.5 and below[0] < grid.rows:
            extra = Cell(*below, rng.choice(_SHARDS))
            grid.cells.append(extra)
            taken.add(below)


NOISES = ("blanks", "alike", "torn", "cut", "splinter")


def add_noise(rendered: Rendered, kind: str, seed: int, *, outer: bool) -> None:
    """Damages the indicator and budget grids in place."""
    rng = random.Random(seed)
    if kind == "splinter":
        _splinter(rendered.grids[1], rng, 1 if outer else 0)
        return
    if kind == "cut":
        _cut(rendered.grids[1], rng, 1 if outer else 0)
        return
    change = {"blanks": _blanks, "alike": _alike, "torn": _torn}[kind]
    for grid in rendered.grids[1:]:
        for cell in grid.cells:
            if cell.row:
                cell.text = change(cell.text, rng)
