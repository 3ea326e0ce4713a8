"""``youju eval kill``: an ingest killed with SIGKILL at random moments, 20 times.

After each kill the library is opened again: what the catalogue lists must be exactly what can be
found, by words and by vectors; then the ingest goes on from there. At the end nothing is missing.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import assistant.library.library as rooms
import assistant.library.vectors as nearness
from assistant.domain.declaration import Reading
from assistant.domain.document import Block, Document
from assistant.library.encoder import HashingEncoder
from assistant.library.intake import hash_of
from assistant.library.library import Library
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
FILES = 120
PARAGRAPHS = 40


def write_files(folder: Path, count: int = FILES) -> None:
    """Text files, every paragraph with a word of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        lines = (
            f"第{number}号文件第{row}段，编号为 f{number}p{row}，说明巡逻、值守与经费安排的情况。"
            for row in range(PARAGRAPHS)
        )
        text = "\n".join(line * 3 for line in lines)
        (folder / f"{number:03d}.txt").write_text(text, "utf-8")


def read_plain(path: Path) -> list[tuple[Document, Reading]]:
    """A file as paragraphs; the reading rooms are measured elsewhere."""
    text, at, blocks = path.read_text("utf-8"), 0, []
    for line in text.splitlines(keepends=True):
        blocks.append(Block("paragraph", at, at + len(line.rstrip("\n"))))
        at += len(line)
    digest = hash_of(path)
    made = Document(digest[:16], path.name, "txt", text, blocks=tuple(blocks), sha256=digest)
    return [(made, Reading())]


def opened(index: Path, *, chroma: bool) -> Library:
    """A library of small transactions, so that a kill falls between and into many of them."""
    rooms._TOGETHER, rooms._BLOCK, nearness._BLOCK = 200, 600, 400
    nearness.EXACT_UP_TO = 0 if chroma else 10**9
    return Library(Settings(index=index), HashingEncoder(64), reader=read_plain)


def differences(library: Library) -> list[str]:
    """What is listed but cannot be found, and what is found but not listed; none is right."""
    listed: set[int] = set()
    for record in library.catalogue.documents():
        first = record.number << 20
        listed |= set(range(first, first + record.counts["passages"]))
    found: dict[str, set[int]] = {}
    found["words"] = library.words.keys()
    vector = np.ones(library.encoder.dimension, dtype=np.float32)
    found["vectors"] = {key for key, _ in library.vectors.exactly(vector, 10**6)}
    chroma = library.vectors.opened() if library.vectors.wanted() else None
    if chroma is not None:
        found["chroma"] = chroma.keys()
    rows = library.catalogue.passages_by_key(sorted(listed))
    found["passages"] = set(rows)
    return [
        f"{channel}: {len(listed - keys)} missing, {len(keys - listed)} too many"
        for channel, keys in found.items()
        if keys != listed
    ]


def kill_once(index: Path, files: Path, seconds: float, *, chroma: bool) -> bool:
    """Start an ingest in a process of its own and kill it; whether it was still at work."""
    command = [sys.executable, "-m", "evals.kill", "--child", str(index), str(files)]
    if chroma:
        command.append("--chroma")
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    child.stdout.readline()  # it is about to begin
    time.sleep(seconds)
    at_work = child.poll() is None
    if at_work:
        os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    return at_work


def run(
    times: int, folder: Path, *, chroma: bool, seed: int = 7, longest: float = 2.0
) -> list[str]:
    """Kill an ingest so many times; a line for each thing that was not in order afterwards."""
    files, index = folder / "files", folder / "index"
    write_files(files)
    chance, wrong, killed = random.Random(seed), [], 0
    for turn in range(times):
        killed += kill_once(index, files, chance.uniform(0.0, longest), chroma=chroma)
        with opened(index, chroma=chroma) as library:
            wrong += [f"turn {turn}: {line}" for line in differences(library)]
            records = library.catalogue.documents()
        if len(records) == FILES:  # done: change every file, so that there is work again
            for path in files.iterdir():
                path.write_text(path.read_text("utf-8") + f"\n第{turn}次改动的一段。", "utf-8")
    with opened(index, chroma=chroma) as library:
        report = library.ingest([files])
        wrong += [f"end: {line}" for line in differences(library)]
        if report.failed or len(library.catalogue.documents()) != FILES:
            wrong.append(f"end: {len(library.catalogue.documents())} of {FILES} documents")
    print(f"{killed} of {times} killed at work, {'Chroma' if chroma else 'exact'}", flush=True)
    return wrong


def main(argv: list[str]) -> int:
    """20 kills, half of them with an embedded Chroma."""
    parser = argparse.ArgumentParser(prog="youju eval kill")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--chroma", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.child:
        index, files = chosen.child
        with opened(index, chroma=chosen.chroma) as library:
            print("begin", flush=True)
            library.ingest([files])
        return 0
    wrong: list[str] = []
    for chroma in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            wrong += run(chosen.times // 2, Path(folder), chroma=chroma, longest=4.0)
    print("\n".join(wrong) or f"{chosen.times} kills: what is listed is what is found")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
