"""``youju eval [NAME]`` and ``youju bench [NAME]``: every measurement is a module with ``main(argv)``.

``evals/NAME.py`` measures how good, ``evals/bench_NAME.py`` how fast (as ratios in one run).
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
EVALS = (
    "document_numbers",
    "spine",
    "reading",
    "answers",
    "unseen",
    "check",
    "draft",
    "retrieval",
    "passages",
    "kill",
    "formats",
    "feedback",
)
ALONE = ("served", "screens", "train_encoder", "train_fitness", "train_bearing")
"""What runs only when it is named: it needs another server or a browser, or writes weights."""


def modules(kind: str) -> dict[str, str]:
    """Name → module of every measurement of a kind (``eval`` or ``bench``)."""
    if kind == "eval":
        return {n: f"evals.{n}" for n in EVALS if (HERE / f"{n}.py").exists()}
    return {
        p.stem.removeprefix("bench_"): f"evals.{p.stem}" for p in sorted(HERE.glob("bench_*.py"))
    }


def main() -> int:
    """Run one measurement, or all of a kind; the exit status is the worst of theirs."""
    kind, *rest = sys.argv[1:] or ["eval"]
    found = modules(kind)
    chosen = [rest[0]] if rest else list(found)
    if kind == "eval":
        found |= {name: f"evals.{name}" for name in ALONE}
    unknown = [name for name in chosen if name not in found]
    if unknown:
        print(f"youju: 没有这项：{unknown[0]}（有：{'、'.join(found)}）", file=sys.stderr)
        return 2
    worst = 0
    for name in chosen:
        print(f"== {kind} {name}", flush=True)
        worst = max(worst, importlib.import_module(found[name]).main(rest[1:]) or 0)
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
