"""``youju bench cold``: fresh processes, each as a ratio to ``import torch`` in the same run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "corpus"
QUESTION = "2024年浦锦街道特保人员聘用人数的目标值是多少？"
OPEN = "辅警的培训是怎么安排的？"
RUNS = 7


def seconds(argv: list[str]) -> float:
    """Wall time of one fresh process."""
    begun = time.perf_counter()
    subprocess.run(argv, check=True, capture_output=True)
    return time.perf_counter() - begun


def main(argv: list[str]) -> int:
    """Print medians and ratios; the commands take turns, so that load falls on all alike."""
    with tempfile.TemporaryDirectory() as folder:
        youju = [sys.executable, "-m", "assistant", "--index", f"{folder}/index"]
        subprocess.run([*youju, "ingest", str(CORPUS)], check=True, capture_output=True)
        commands = {
            "import torch": [sys.executable, "-c", "import torch"],
            "youju --help": [sys.executable, "-m", "assistant", "--help"],
            "youju ask（数值）": [*youju, "ask", QUESTION],
            "youju ask（段落）": [*youju, "ask", OPEN],
            "youju basis": [*youju, "basis", "沪公闵发〔2017〕41号"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS + 1):
            for name, command in commands.items():
                times[name].append(seconds(command))
    torch = times["import torch"][1:]
    print(f"{'命令':<20}{'中位秒':>9}{'与 import torch 之比':>20}")
    for name, all_ in times.items():
        ratios = [a / b for a, b in zip(all_[1:], torch, strict=True)]
        print(f"{name:<20}{statistics.median(all_[1:]):>9.2f}{statistics.median(ratios):>20.2f}")
    return 0
