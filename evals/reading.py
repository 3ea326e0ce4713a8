"""Reading: cells right on the samples (gold by hand) and on invented declarations in many layouts.

``youju eval reading [COUNT] [SEED]``. The gold files in ``evals/gold`` were written by reading the
samples row by row, damaged cells from their splinters and their neighbours; then compared with the
reader, each disagreement looked at in the text.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.domain.declaration import Indicator
from assistant.reading.facts import read_facts
from assistant.reading.plain import read_plain

HERE = Path(__file__).parent
KEYS = ("level1", "level2", "name", "operator", "number", "unit")


def _cells(row: Indicator) -> list[Any]:
    target = row.target
    return [row.level1, row.level2, row.name, target.operator, target.number, target.unit]


def samples() -> tuple[int, int]:
    """Prints cells right per sample and every miss; returns (right, all)."""
    shared = Path(os.environ.get("YOUJU_SHARED", HERE.parents[1] / "shared"))
    folder = shared / "data" / "seeds"
    if not folder.is_dir():
        print("samples are not beside this checkout (YOUJU_SHARED); skipped")
        return 0, 0
    all_right = all_cells = silent = 0
    for gold in sorted((HERE / "gold").glob("[0-9]*.json")):
        path = next(folder.glob(f"{gold.stem}*"))
        reading = read_facts(read_plain(path.read_bytes(), path.name))
        right = cells = 0
        wanted = json.loads(gold.read_text("utf-8"))
        counts = [len(d.indicators) for d in reading.declarations]
        if counts != [len(d) for d in wanted]:
            print(f"  {gold.stem}: {counts} rows for {[len(d) for d in wanted]}")
        for n, (declaration, rows) in enumerate(zip(reading.declarations, wanted)):
            for found, row in zip(declaration.indicators, rows):
                level1, level2, name, _, operator, figure, unit = row
                number = Decimal(figure) if figure is not None else None
                expected = [level1, level2, name, operator, number, unit]
                for key, was, want in zip(KEYS, _cells(found), expected):
                    cells += 1
                    right += was == want
                    if was == want:
                        continue
                    doubt = {"operator": "target", "number": "target", "unit": "target"}
                    known = doubt.get(key, key) in found.uncertain
                    silent += key == "number" and not known
                    print(
                        f"  {gold.stem}[{n}] {name}: {key} {was!r} for {want!r}"
                        f"{' (uncertain)' if known else ''}"
                    )
        print(f"{gold.stem}: {right}/{cells} cells = {right / max(cells, 1):.4f}")
        all_right, all_cells = all_right + right, all_cells + cells
    print(f"samples: {all_right}/{all_cells}; figures wrong and not uncertain: {silent}")
    return all_right, all_cells


def generated(count: int, seed: int) -> None:
    """Prints cell F1 of invented declarations without and with noise, held-out axes apart."""
    from tests.layouts.variants import Score, held_out, invent, layouts, measure, with_noise

    for noisy in (False, True):
        scores = {"known": Score(), "held out": Score()}
        perfect = Counter[str]()
        totals = Counter[str]()
        for n, layout in enumerate(layouts(count // 2, seed + noisy)):
            layout = with_noise(layout, seed + n) if noisy else layout
            group = "held out" if held_out(layout) else "known"
            score, misses = measure(invent(seed * 100_000 + n), layout, n)
            scores[group].add(score)
            totals[group] += 1
            perfect[group] += not misses
        for group, score in scores.items():
            print(
                f"layouts {'with noise' if noisy else 'clean'}, {group}: {totals[group]} variants,"
                f" cell F1 {score.f1:.4f}, without any miss {perfect[group]}"
            )


def main(argv: list[str]) -> int:
    """Samples, then ``argv[0]`` (2000) generated variants from seed ``argv[1]`` (7)."""
    samples()
    count = int(argv[0]) if argv else 2000
    if count:
        generated(count, int(argv[1]) if len(argv) > 1 else 7)
    return 0
