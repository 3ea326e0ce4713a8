"""The axes, which of them are held out, and how a reading is scored.

Held out: the rules were written without looking at what these give.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.domain.declaration import Reading
from assistant.reading.facts import read_facts
from assistant.reading.plain import text_document
from tests.layouts.declaration import Abstract, invent
from tests.layouts.generations import GENERATIONS
from tests.layouts.noise import NOISES, add_noise
from tests.layouts.render import BUDGETS, COLUMNS, VALUES, Layout, ordered, render
from tests.layouts.writers import WRITERS

HELD_OUT = {
    "generation": {"beijing", "input"},
    "columns": {"before", "goals", "two", "unitfirst"},
    "merge": {"bottom"},
    "values": {"wide"},
    "budget": {"basis"},
}


DAMAGES = {
    "tab": ("none", "none", "shift", "page", "header"),
    "pipe": ("none", "none", "header"),
    "html": ("none", "none", "header"),
}


@dataclass
class Score:
    """Cells that the facts have, that were read, and that agree."""

    gold: int = 0
    read: int = 0
    right: int = 0

    def add(self, other: Score) -> None:
        self.gold += other.gold
        self.read += other.read
        self.right += other.right

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.gold + self.read) if self.gold + self.read else 1.0


def held_out(layout: Layout) -> bool:
    """Whether any axis of the layout was held out."""
    return any(getattr(layout, axis) in values for axis, values in HELD_OUT.items())


def layouts(count: int, seed: int) -> Iterator[Layout]:
    """``count`` random layouts; spans only where the writer can say them."""
    rng = random.Random(seed)
    for _ in range(count):
        writer = rng.choice(list(WRITERS))
        merges = ("top", "middle", "bottom", "repeat") + (("span",) * 3 if writer == "html" else ())
        merge = rng.choice(merges)
        yield Layout(
            generation=rng.choice(list(GENERATIONS)),
            columns=rng.choice(list(COLUMNS)),
            merge=merge,
            values=rng.choice(VALUES),
            writer=writer,
            outer=rng.random() < 0.4,
            weights_in_labels=rng.random() < 0.2,
            prefixes=rng.random() < 0.15,
            fillers=rng.random() < 0.1 and merge == "top",
            budget=rng.choice([*BUDGETS, "none"]),
            damage=rng.choice(DAMAGES[writer]),
            empty_branches=rng.random() < 0.15 and merge in {"top", "repeat", "span"},
        )


def with_noise(layout: Layout, seed: int) -> Layout:
    """The layout with one kind of recognition noise, as text between tabs or pipes."""
    rng = random.Random(seed)
    writer = layout.writer if layout.writer != "html" else "tab"
    merge = layout.merge if layout.merge != "span" else "top"
    return replace(layout, noise=rng.choice(NOISES), writer=writer, merge=merge)


def write(declaration: Abstract, layout: Layout, seed: int) -> str:
    """The declaration's text in a layout."""
    rendered = render(declaration, layout, seed)
    if layout.noise != "none":
        add_noise(rendered, layout.noise, seed, outer=layout.outer)
    return WRITERS[layout.writer](rendered)


def gold_rows(declaration: Abstract, layout: Layout) -> list[dict[str, object]]:
    """The cells of every indicator, as they should be read."""
    levels = GENERATIONS[layout.generation].levels
    rows = []
    for row in ordered(declaration, layout):
        level1, level2 = levels[row.level2]
        operator = row.operator
        if operator == "date":
            operator = "<="
        if row.number is None and operator is None:
            operator = None
        rows.append(
            {
                "level1": level1,
                "level2": level2,
                "name": row.name,
                "operator": operator,
                "number": row.number,
                "unit": row.unit,
            }
        )
    return rows


def read_rows(reading: Reading) -> list[dict[str, object]]:
    """The same cells as read."""
    return [
        {
            "level1": i.level1,
            "level2": i.level2,
            "name": i.name,
            "operator": i.target.operator,
            "number": i.target.number,
            "unit": i.target.unit,
        }
        for d in reading.declarations
        for i in d.indicators
    ]


def compare(
    gold: list[dict[str, object]], read: list[dict[str, object]], keys: tuple[str, ...]
) -> tuple[Score, list[str]]:
    """The score of two lists of rows in order; rows are paired by name, then by position."""
    score, misses = Score(), []
    left = list(range(len(read)))
    for n, row in enumerate(gold):
        same = [k for k in left if read[k][keys[0]] == row[keys[0]]]
        near = min(same or [k for k in left if k == n], key=lambda k: abs(k - n), default=None)
        score.gold += sum(row[k] is not None for k in keys)
        if near is None:
            misses.append(f"missing {row}")
            continue
        left.remove(near)
        found = read[near]
        score.read += sum(found[k] is not None for k in keys)
        for key in keys:
            if row[key] == found[key]:
                score.right += row[key] is not None
            else:
                misses.append(f"{row[keys[0]]}.{key}: {found[key]!r} for {row[key]!r}")
    for k in left:
        score.read += sum(read[k][key] is not None for key in keys)
        misses.append(f"extra {read[k]}")
    return score, misses


INDICATOR_KEYS = ("name", "level1", "level2", "operator", "number", "unit")
LINE_KEYS = ("item", "amount", "price", "quantity")


def measure(declaration: Abstract, layout: Layout, seed: int) -> tuple[Score, list[str]]:
    """Writes, reads and compares one variant."""
    text = write(declaration, layout, seed)
    return measure_reading(declaration, layout, read_facts(text_document(text, "variant.md")))


def measure_reading(
    declaration: Abstract, layout: Layout, reading: Reading
) -> tuple[Score, list[str]]:
    """Compares what was read of one variant, in whatever format, with its facts."""
    score, misses = compare(gold_rows(declaration, layout), read_rows(reading), INDICATOR_KEYS)
    if layout.budget != "none":
        full = layout.budget in {"full", "basis"}
        gold = [
            {
                "item": line.item,
                "amount": line.amount,
                "price": line.price if full else None,
                "quantity": line.quantity if full else None,
            }
            for line in sorted(declaration.lines, key=lambda x: x.group)
        ]
        read = [
            {
                "item": b.item,
                "amount": b.amount.yuan if b.amount else None,
                "price": b.unit_price.yuan if b.unit_price else None,
                "quantity": b.quantity,
            }
            for d in reading.declarations
            for b in d.budget_lines
        ]
        lines, more = compare(gold, [dict(r) for r in read], LINE_KEYS)
        score.add(lines)
        misses += more
    for declared in reading.declarations:
        if len(reading.declarations) > 1:
            misses.append(f"{len(reading.declarations)} declarations")
            break
        if declared.total is None or declared.total.yuan != declaration.total:
            misses.append(f"total {declared.total}")
    return score, misses


def number(text: str) -> Decimal:
    """A decimal for tables of expected values."""
    return Decimal(text)


__all__ = ["Layout", "Score", "held_out", "invent", "layouts", "measure", "with_noise", "write"]
