"""检索的好坏: lay questions against every article of the statutes (``youju eval retrieval``).

Judges words, vectors and their fusion as shipped, and the fusion with weights fitted by
cross-validation, on questions drawn at random and on laws that the fitting did not see; beside
them LangChain's stock pipeline and bm25s on the same passages in the same run. The shipped
encoder was trained without the laws of these questions (its model card says how).
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.library.encoder import Encoder
from assistant.library.terms import terms
from assistant.library.words import Entry as WordEntry
from assistant.library.words import WordIndex
from assistant.search.authority import Authority, count_citations
from assistant.search.encoders import load_encoder
from assistant.search.everyday import Everyday
from assistant.search.fusion import CANDIDATES, Fusion
from assistant.search.memory import Memory, Remembered
from evals.ranking import heading, line, measure_all
from evals.rivals import bm25s_rankings, langchain_rankings
from evals.statute_pool import Entry, Question, load_pool, shared_data

DEPTH = 100
MEMORY = 0.6
Folds = Sequence[tuple[list[int], list[int]]]
GRID = [
    Fusion(vectors=vectors, authority=authority, elsewhere=elsewhere)
    for vectors, authority, elsewhere in itertools.product(
        (0.3, 0.5, 0.8, 1.2), (0.0, 0.05, 0.1, 0.15), (0.7, 0.8, 1.0)
    )
]
PLAIN = Fusion(everyday=0.0, authority=0.0, elsewhere=1.0)


@dataclass(frozen=True)
class Candidates:
    """One question's candidates: places in the pool with what the fusion needs of each."""

    places: NDArray[np.int64]
    words: NDArray[np.float32]
    cosines: NDArray[np.float32]


class Bench:
    """The pool in the product's own word index, its vectors, and what the questions find."""

    def __init__(self, entries: Sequence[Entry], encoder: Encoder, folder: Path) -> None:
        self.texts = [f"{entry.path} {entry.text}" for entry in entries]
        self.titles = [entry.law for entry in entries]
        self.encoder = encoder
        self.everyday = Everyday.load()
        self.words = WordIndex(folder)
        self.words.change(
            [],
            (
                WordEntry(at, at, text, "article", None, None, None)
                for at, text in enumerate(self.texts)
            ),
        )
        self.matrix = encoder.encode(self.texts)
        self.citations = count_citations((entry.law, entry.text) for entry in entries)
        self._authorities: dict[tuple[float, float], Authority] = {}

    def ranked(self, found: Candidates, fusion: Fusion, question: str) -> list[int]:
        """Candidates in the order of their fused scores."""
        pairs = sorted(self.scored(found, fusion, question), key=lambda pair: -pair[1])
        return [place for place, _ in pairs[:DEPTH]]

    def scored(self, found: Candidates, fusion: Fusion, question: str) -> list[tuple[int, float]]:
        """(place, fused score) of every candidate."""
        authority = self.authority(fusion)
        factors = [authority.factor(self.titles[place], question) for place in found.places]
        scores = fusion.score(found.words, found.cosines, np.array(factors, np.float32))
        return [(int(place), float(score)) for place, score in zip(found.places, scores)]

    def authority(self, fusion: Fusion) -> Authority:
        """Kept per pair of weights: it remembers what it computed for a title."""
        key = (fusion.authority, fusion.elsewhere)
        if key not in self._authorities:
            weight, elsewhere = key
            made = Authority(self.citations, weight=weight, elsewhere=elsewhere)
            self._authorities[key] = made
        return self._authorities[key]

    def candidates(self, question: str, everyday: float) -> Candidates:
        """What the two channels bring together, as the searcher does."""
        meant = self.everyday.meanings(question) if everyday else ()
        own = terms(question)
        beside = dict.fromkeys(terms(" ".join(meant)), everyday)
        hits = self.words.search(own, CANDIDATES, beside=beside)
        vector = self.encoder.encode([question])[0]
        cosines = self.matrix @ vector
        near = np.argpartition(-cosines, CANDIDATES)[:CANDIDATES]
        scores = dict(hits)
        places = np.array(sorted({*scores, *map(int, near)}), np.int64)
        words = np.array([scores.get(int(place), 0.0) for place in places], np.float32)
        return Candidates(places, words, cosines[places])


def best(scores: NDArray[np.float32], places: NDArray[np.int64]) -> list[int]:
    """Places by score, the best ``DEPTH``."""
    return [int(place) for place in places[np.argsort(-scores, kind="stable")[:DEPTH]]]


def random_folds(questions: Sequence[Question], count: int) -> Folds:
    """(fit on, judge on) by chance."""
    order = np.random.default_rng(0).permutation(len(questions))
    parts = [set(map(int, part)) for part in np.array_split(order, count)]
    every = range(len(questions))
    return [([i for i in every if i not in part], sorted(part)) for part in parts]


def law_folds(questions: Sequence[Question], count: int) -> Folds:
    """(fit on, judge on) so that no law of a judged question's answers is fitted on."""
    size: dict[str, int] = {}
    for question in questions:
        for law in question.laws:
            size[law] = size.get(law, 0) + 1
    load, fold_of = [0] * count, {}
    for law in sorted(size, key=lambda name: (-size[name], name)):
        lightest = load.index(min(load))
        fold_of[law] = lightest
        load[lightest] += size[law]
    main = [max(sorted(q.laws), key=lambda law: size[law]) for q in questions]
    folds: list[tuple[list[int], list[int]]] = []
    for fold in range(count):
        judged = [i for i, law in enumerate(main) if fold_of[law] == fold]
        laws = {law for i in judged for law in questions[i].laws}
        fitted = [i for i, q in enumerate(questions) if not q.laws & laws]
        folds.append((fitted, judged))
    return folds


def fitted(table: NDArray[np.float64], folds: Folds) -> NDArray[np.float64]:
    """Measures of each judged question under the weights that did best on its fitting questions.

    ``table`` is settings × questions × measures; best is by R@10 + R@100.
    """
    chosen = np.zeros(table.shape[1:])
    for fit, judge in folds:
        means = table[:, fit].mean(1)
        winner = int((means[:, 1] + means[:, 3]).argmax())
        chosen[judge] = table[winner, judge]
    return chosen


def remembering(
    bench: Bench, found: Sequence[Candidates], questions: Sequence[Question], folds: Folds
) -> list[list[int]]:
    """Rankings where each judged question may recall the fitting questions, as after adapting."""
    rankings: list[list[int]] = [[] for _ in questions]
    for fit, judge in folds:
        known = [Remembered(questions[i].text, tuple(map(str, questions[i].gold))) for i in fit]
        memory = Memory(bench.encoder, known)
        for i in judge:
            recalled = memory.recall(questions[i].text)
            scores = dict(bench.scored(found[i], Fusion(), questions[i].text))
            for place, strength in recalled.items():
                scores[int(place)] = scores.get(int(place), 0.0) + MEMORY * strength
            rankings[i] = sorted(scores, key=lambda place: -scores[place])[:DEPTH]
    return rankings


def our_rows(bench: Bench, questions: Sequence[Question]) -> dict[str, NDArray[np.float64]]:
    """Name → measures of each question, for every way of searching that is ours."""
    golds = [question.gold for question in questions]
    shipped = Fusion()
    plain = [bench.candidates(q.text, 0.0) for q in questions]
    full = [bench.candidates(q.text, shipped.everyday) for q in questions]

    def judged(rankings: list[list[int]]) -> NDArray[np.float64]:
        return measure_all(rankings, golds)

    def fused(found: list[Candidates], fusion: Fusion) -> NDArray[np.float64]:
        pairs = zip(found, questions)
        return judged([bench.ranked(one, fusion, question.text) for one, question in pairs])

    rows = {
        "词": judged([best(c.words, c.places) for c in plain]),
        "词＋日常说法": judged([best(c.words, c.places) for c in full]),
        "向量": judged([best(c.cosines, c.places) for c in plain]),
        "融合（只有词与向量）": fused(plain, PLAIN),
        "融合＋日常说法": fused(full, PLAIN),
        "融合＋权威": fused(plain, shipped),
        "融合（随附，全部）": fused(full, shipped),
    }
    table = [fused(full, fusion) for fusion in GRID]
    stacked = np.array(table)
    for name, folds in (
        ("随机", random_folds(questions, 5)),
        ("法律不重", law_folds(questions, 5)),
    ):
        rows[f"融合（交叉验证，{name}）"] = fitted(stacked, folds)
        rows[f"融合＋记忆（{name}）"] = judged(remembering(bench, full, questions, folds))
    return rows


def main(argv: list[str] | None = None) -> int:
    """Print the tables; ``--stock 0`` leaves LangChain's slow pipeline out."""
    parser = argparse.ArgumentParser(prog="youju eval retrieval", description=__doc__)
    parser.add_argument("--questions", type=Path, help="another file of questions (jsonl)")
    parser.add_argument("--encoder", help="as YOUJU_ENCODER")
    parser.add_argument("--stock", type=int, default=200, help="questions for LangChain's pipeline")
    options = parser.parse_args(argv)
    entries, questions = load_pool(shared_data(), options.questions)
    encoder = load_encoder(options.encoder)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(entries, encoder, Path(folder) / "words")
        print(
            f"{len(entries)} 条，编码器 {encoder.name}，建库 {time.perf_counter() - began:.0f} 秒"
        )
        rows = our_rows(bench, questions)
    print(heading(len(questions)))
    golds, asked = [q.gold for q in questions], [q.text for q in questions]
    for name, measured in rows.items():
        print(line(name, measured), flush=True)
    print(line("bm25s(jieba)", measure_all(bm25s_rankings(bench.texts, asked, DEPTH), golds)))
    if options.stock:
        some = np.random.default_rng(1).permutation(len(questions))[: options.stock]
        print(heading(len(some)))
        print(line("融合（随附，全部）", rows["融合（随附，全部）"][some]))
        stock = langchain_rankings(bench.texts, [asked[i] for i in some], encoder, DEPTH)
        for name, rankings in stock.items():
            print(line(name, measure_all(rankings, [golds[i] for i in some])), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
