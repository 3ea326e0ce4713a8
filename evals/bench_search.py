"""``youju bench search``: how fast search and ingest are, how much they hold, and how that grows.

Pools: the statutes (10k passages, then all of them), beside them 2,000 generated declarations so
that every filter has something to filter; ``--million`` grows the pool by rewriting numbers and
names; ``--keep DIR`` builds that pool once (a killed build goes on where it was) and leaves it
there, so that later runs only ask it. Every pool is asked in a process of its own. Ingest is timed
on the same files as LangChain's stock pipeline, in the same run, with the same encoder and with a
transformer of bge-small-zh's shape.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from assistant.domain.declaration import Declaration, Funding, Goals, Indicator, Levels, Reading
from assistant.domain.document import Block, Document
from assistant.domain.target import Target
from assistant.library import vectors as nearness
from assistant.library.intake import Read
from assistant.library.library import Library
from assistant.library.rows import prepare
from assistant.search.encoders import load_encoder
from assistant.search.filters import Filters
from assistant.search.searcher import Searcher
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
UNITS = tuple(f"{a}{b}街道" for a in "东西南北中新江湖山林" for b in "华安康平兴宁泉桥浦塘")
PROJECTS = (
    "夜间巡逻",
    "垃圾清运",
    "养老服务",
    "道路养护",
    "文化活动",
    "消防安全",
    "社区矫正",
    "河道保洁",
)
TASKS = ("人员聘用人数", "服务覆盖率", "按期完成率", "群众满意度", "设备更新数量", "培训场次")
DIGITS = "零一二三四五六七八九"


def shared() -> Path | None:
    """The folder with the statutes and the questions, where there is one."""
    path = Path(os.environ.get("YOUJU_SHARED", ROOT.parent / "shared")) / "data"
    return path if (path / "laws").is_dir() else None


# ---- pools ----


def declared(number: int) -> tuple[Document, Reading]:
    """A generated declaration: a unit, a project, a year and six indicators."""
    chance = random.Random(number)
    unit, project = chance.choice(UNITS), chance.choice(PROJECTS)
    year = chance.randint(2018, 2025)
    rows = [f"产出指标 数量指标 {project}{task} ≥{chance.randint(5, 99)}" for task in TASKS]
    text = f"# {unit}{year}年{project}项目\n" + "\n".join(rows) + "\n"
    blocks, places, at = [], [], 0
    document = Document(f"d{number:015d}", f"{unit}-{project}-{year}-{number}.txt", "txt", text)
    for line in text.splitlines(keepends=True):
        blocks.append(Block("paragraph", at, at + len(line) - 1))
        places.append(document.locate(at, at + len(line) - 1))
        at += len(line)
    indicators = tuple(
        Indicator(
            "产出指标", "数量指标", f"{project}{task}",
            Target(row.split()[-1], ">=", Decimal(row.rpartition("≥")[2]), None, None, "count"),
            None, None, Levels("产出指标", "数量指标"), place,
        )
        for task, row, place in zip(TASKS, rows, places[1:])
    )  # fmt: skip
    one = Declaration(
        project, unit, None, year, "other", None, None, None, Funding(), Goals(None, None),
        indicators, (), (), (), (), span=(0, len(text)),
    )  # fmt: skip
    made = Document(document.id, document.name, "txt", text, blocks=tuple(blocks))
    return made, Reading(declarations=(one,))


def law_files(data: Path, passages: int) -> list[Path]:
    """Statute files that give about so many passages (46 a file on average)."""
    files = sorted((data / "laws").rglob("*.md"))
    random.Random(1).shuffle(files)
    return files[: max(1, passages // 46)]


def rewritten(files: Sequence[Path], into: Path, copies: int) -> list[Path]:
    """The files again with other figures and names, so that the pool grows by distinct texts."""
    made: list[Path] = []
    for copy in range(copies):
        chance = random.Random(copy)
        digits = "".join(chance.sample(DIGITS[1:], 9))
        table = str.maketrans(
            DIGITS[1:] + "市省县", digits + chance.choice(("州道府", "城路郡", "都域旗"))
        )
        folder = into / f"copy{copy}"
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            path = folder / f"{copy}-{file.name}"
            path.write_text(file.read_text("utf-8").translate(table), "utf-8")
            made.append(path)
    return made


def build(index: Path, files: Sequence[Path], declarations: int = 2_000) -> tuple[int, float]:
    """A library of files and generated declarations: (passages, seconds for the files)."""
    with Library(Settings(index=index), load_encoder(None)) as library:
        batch = [prepare(*declared(number)) for number in range(declarations)]
        library.store([Read("generated", "generated", "", tuple(batch))])
        started = time.perf_counter()
        library.ingest(files)
        return library.inspect().passages, time.perf_counter() - started


BUILT = "built.json"
"""What a kept pool's building took, beside the pool."""


def million(data: Path, folder: Path) -> tuple[int, float]:
    """The pool of a million in ``folder/pool``, built unless it stands there: (passages, seconds).

    A build that was cut short goes on: the files it has taken in cost only their hashes.
    """
    told = folder / BUILT
    if told.is_file():
        kept = json.loads(told.read_text("utf-8"))
        return int(kept["passages"]), float(kept["seconds"])
    files = law_files(data, 160_000)
    files += rewritten(files, folder / "more", 6)
    passages, seconds = build(folder / "pool", files)
    built = {"passages": passages, "seconds": seconds, "memory": peak()}
    told.write_text(json.dumps(built), "utf-8")
    return passages, seconds


# ---- questions ----


def filter_sets() -> dict[str, Callable[[int], Filters | None]]:
    """Label → filter of the n-th question; they change from question to question."""

    def narrow(n: int) -> Filters:
        return Filters(
            unit=UNITS[n % len(UNITS)], year=2018 + n % 8, kind="declaration",
            project=PROJECTS[n % len(PROJECTS)], on="2024-06-30",
        )  # fmt: skip

    return {
        "no filter": lambda n: None,
        "all five filters": narrow,
        "unit": lambda n: Filters(unit=UNITS[n % len(UNITS)]),
        "kind + in force at a date": lambda n: Filters(kind="statute", on=f"{2005 + n % 19}-06-30"),
    }


def peak() -> float:
    """The most memory that this process has held, in MB (getrusage counts the parent's, too)."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1e3
    return float("nan")


def percentile(values: Sequence[float], share: float) -> float:
    """A percentile in milliseconds."""
    return float(np.percentile(np.array(values) * 1e3, share))


def measure(index: Path, questions: Sequence[str]) -> dict[str, object]:
    """Times of one pool, asked in this process."""
    started = time.perf_counter()
    library = Library(Settings(index=index), load_encoder(None))
    searcher = Searcher(library)
    searcher.search(questions[0])
    told: dict[str, object] = {"first": (time.perf_counter() - started) * 1e3}
    for label, make in filter_sets().items():
        for n in range(3):
            searcher.search(questions[n], filters=make(n))
        times, work = [], []
        for n, question in enumerate(questions):
            begun, spent = time.perf_counter(), time.process_time()
            searcher.search(question, k=10, filters=make(n))
            times.append(time.perf_counter() - begun)
            work.append(time.process_time() - spent)
        told[label] = (percentile(times, 50), percentile(times, 95), percentile(work, 50))
    told["memory"] = peak()
    state = library.inspect()
    told["disk"], told["passages"], told["chroma"] = state.bytes / 1e6, state.passages, state.chroma
    library.close()
    return told


def asked_elsewhere(index: Path, data: Path, count: int) -> dict[str, object]:
    """``measure`` in a fresh process, so that memory is that of one pool."""
    command = [sys.executable, "-m", "evals.bench_search", "--measure", str(index), str(data)]
    done = subprocess.run(
        [*command, "--questions", str(count)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def questions_of(data: Path, count: int) -> list[str]:
    """Lay questions, and every fourth one about a generated declaration."""
    lines = (data / "stard_train.jsonl").read_text("utf-8").splitlines()
    lay = [json.loads(line)["q"] for line in lines]
    chance = random.Random(3)
    return [
        f"{chance.choice(UNITS)}{chance.randint(2018, 2025)}年{chance.choice(PROJECTS)}{chance.choice(TASKS)}是多少"
        if n % 4 == 3
        else lay[n % len(lay)]
        for n in range(count)
    ]


# ---- ingest against the stock pipeline ----


class Shaped:
    """A transformer of bge-small-zh's shape with random weights: only its cost counts."""

    def __init__(self) -> None:
        import torch
        from transformers import BertConfig, BertModel

        torch.manual_seed(0)
        config = BertConfig(
            vocab_size=21128, hidden_size=512, num_hidden_layers=4, num_attention_heads=8,
            intermediate_size=2048,
        )  # fmt: skip
        self._torch, self._model = torch, BertModel(config)
        self._model.train(mode=False)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text; a character counts as a token, 512 at most."""
        torch, rows = self._torch, []
        with torch.inference_mode():
            for at in range(0, len(texts), 32):
                part = [[ord(c) % 21128 for c in text[:510]] or [0] for text in texts[at : at + 32]]
                width = max(map(len, part))
                ids = torch.tensor([row + [0] * (width - len(row)) for row in part])
                mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in part])
                out = self._model(input_ids=ids, attention_mask=mask).last_hidden_state[:, 0]
                rows.append(torch.nn.functional.normalize(out, dim=-1).numpy())
        return np.concatenate(rows)


Run = tuple[int, float, float]
"""Passages, seconds, seconds of the processor."""


def stock(files: Sequence[Path], encoder: object, folder: Path) -> Run:
    """LangChain's stock pipeline over the files."""
    from langchain_chroma import Chroma
    from langchain_community.retrievers import BM25Retriever
    from langchain_core.documents import Document as Chunk
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from evals.rivals import cut

    class Given(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = encoder.encode(texts).tolist()  # type: ignore[attr-defined]
            return rows

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    cut("热身")  # jieba's dictionary is not part of the ingest
    started, spent = time.perf_counter(), time.process_time()
    whole = [Chunk(f.read_text("utf-8"), metadata={"source": f.name}) for f in files]
    splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
    chunks = splitter.split_documents(whole)
    BM25Retriever.from_documents(chunks, preprocess_func=cut)
    store = Chroma(embedding_function=Given(), persist_directory=str(folder))
    for at in range(0, len(chunks), 5_000):
        store.add_documents(chunks[at : at + 5_000])
    return len(chunks), time.perf_counter() - started, time.process_time() - spent


def ours(files: Sequence[Path], folder: Path, *, chroma: bool) -> Run:
    """Our ingest of the files, exact as shipped or into Chroma as well."""
    former = nearness.EXACT_UP_TO
    nearness.EXACT_UP_TO = 0 if chroma else former
    try:
        with Library(Settings(index=folder), load_encoder(None)) as library:
            if chroma:
                library.vectors.opened()  # importing it is not part of the ingest
            started, spent = time.perf_counter(), time.process_time()
            library.ingest(files)
            seconds, work = time.perf_counter() - started, time.process_time() - spent
            return library.inspect().passages, seconds, work
    finally:
        nearness.EXACT_UP_TO = former


def ingest_rows(data: Path, passages: int, folder: Path) -> Iterator[str]:
    """Ingest of the same files by each pipeline, and how many times faster ours is."""
    files = law_files(data, passages)
    size = sum(len(f.read_text("utf-8")) for f in files)
    few = files[: max(1, len(files) // 40)]
    share = size / sum(len(f.read_text("utf-8")) for f in few)
    runs: dict[str, Run] = {
        "youju": ours(files, folder / "exact", chroma=False),
        "youju, Chroma too": ours(files, folder / "chroma", chroma=True),
        "LangChain stock, same encoder": stock(files, load_encoder(None), folder / "stock"),
    }
    chunks, seconds, work = stock(few, Shaped(), folder / "shaped")
    runs["LangChain stock, bge-small shape *"] = (
        int(chunks * share),
        seconds * share,
        work * share,
    )
    mine, worked = runs["youju"][1:]
    yield f"ingest of {len(files)} files, {size / 1e6:.1f} million characters"
    yield f"{'':36}{'passages':>10}{'seconds':>10}{'a second':>10}{'youju is':>10}{'by CPU':>10}"
    for name, (count, seconds, work) in runs.items():
        yield (
            f"{name:36}{count:10}{seconds:10.1f}{count / seconds:10.0f}"
            f"{seconds / mine:9.1f}×{work / worked:9.1f}×"
        )
    yield f"* measured on {len(few)} files and scaled by their characters"


# ---- the tables ----


def pool_rows(told: dict[str, object], seconds: float, size: int) -> Iterator[str]:
    """One pool as lines of the table."""
    where = "Chroma" if told["chroma"] is not None else "exact"
    rate = size / seconds if seconds else 0
    yield (
        f"{told['passages']:>9,} passages ({where}): ingest {rate:,.0f} a second, "
        f"memory {told['memory']:.0f} MB, disk {told['disk']:.0f} MB, "
        f"first question in a fresh process {told['first']:.0f} ms"
    )
    for label in filter_sets():
        p50, p95, work = cast(tuple[float, float, float], told[label])
        yield f"          {label:28} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   CPU p50 {work:6.1f} ms"


def main(argv: list[str]) -> int:
    """Prints the tables; goals: p50 at 136k ≤ 15 ms, filtered ≤ 40 ms; ingest ≥ 1.5× and ≥ 20×."""
    parser = argparse.ArgumentParser(prog="youju bench search")
    parser.add_argument("--sizes", default="10000,160000", help="passages, comma between")
    parser.add_argument("--million", action="store_true", help="a pool of a million as well")
    parser.add_argument("--keep", type=Path, help="the folder of the pool of a million, kept")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--ingest", type=int, default=20_000, help="passages of the ingest race")
    parser.add_argument("--measure", nargs=2, type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.measure:
        index, data = chosen.measure
        print(json.dumps(measure(index, questions_of(data, chosen.questions))))
        return 0
    data = shared()
    if data is None:
        print("skipped: the statutes are not beside this checkout (YOUJU_SHARED)")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.ingest:
            print("\n".join(ingest_rows(data, chosen.ingest, folder)), flush=True)
        for size in [int(s) for s in chosen.sizes.split(",") if s]:
            passages, seconds = build(folder / "pool", law_files(data, size))
            told = asked_elsewhere(folder / "pool", data, chosen.questions)
            print("\n".join(pool_rows(told, seconds, passages)), flush=True)
            shutil.rmtree(folder / "pool")
        if chosen.million or chosen.keep:
            kept = chosen.keep or folder
            passages, seconds = million(data, kept)
            told = asked_elsewhere(kept / "pool", data, chosen.questions)
            print("\n".join(pool_rows(told, seconds, passages)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
