"""Fits the weights of ``search/fitness.py`` (``python -m evals.train_fitness --write``).

    own questions   evals/questions over corpus/, folds by the file that answers: no file is both
                    fitted on and judged
    lay questions   STARD over the statutes, folds by law; beside them the statutes that are held
                    may outnumber the office's own papers a hundred times

The weights are those of a softmax over a question's candidates, its right passages against the
rest, held near the prior by a square penalty. No chance is involved: training again gives the same
weights.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from assistant.library import vectors as nearness
from assistant.library.library import Library
from assistant.search.encoders import load_encoder
from assistant.search.fitness import FEATURES, SHIPPED, features
from assistant.search.searcher import Searcher
from assistant.settings import Settings
from evals.passages import HERE, ONE_PLACE, passages_in, questions, right_ids
from evals.statute_pool import squeeze

Vector = NDArray[np.float64]
PENALTIES = (0.0003, 0.001, 0.003, 0.01)
PENALTY = 0.003
SHARPNESS = 5.0
"""What a fused score counts in the exponent; the weights are divided by it when written."""
FOLDS = 6
PRIOR = {
    "fused": 1.0, "named": 0.3, "fit_named": 0.7, "owner": 1.0, "lawful": 1.0, "expected": 1.0,
    "in_all": 0.6, "fit": 0.4, "excluded": -0.4,
}  # fmt: skip
"""What was set by hand before anything was fitted."""


@dataclass(frozen=True)
class Example:
    """One question: its kind, what it must not share with a fold's other side, features of its
    candidates and which of them are right.
    """

    id: str
    kind: str
    group: str
    rows: Vector
    right: NDArray[np.bool_]
    weight: float = 1.0


def own_examples(files: Iterable[Path] | None = None) -> list[Example]:
    """Our own questions over the corpus."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(Settings(index=Path(folder)), load_encoder(None)) as library,
    ):
        library.ingest([HERE.parent / "corpus"])
        searcher, passages = Searcher(library), passages_in(library)
        found = []
        for asked in questions(files):
            ids = right_ids(passages, asked)
            source = next(p.locator.source for p in passages if p.id in ids)
            found.append(
                _example(searcher, asked.question, ids.__contains__, asked.id, asked.kind, source)
            )
        return found


def lay_examples(data: Path, index: Path, weight: float) -> list[Example]:
    """STARD's questions over a library of the statutes in ``index`` (ingested where it is not).

    All vectors are compared exactly, so that nothing hangs on Chroma's graph.
    """
    nearness.EXACT_UP_TO = nearness.FIRST_UP_TO
    with Library(Settings(index=index), load_encoder(None)) as library:
        library.ingest([data / "laws"])
        searcher, found = Searcher(library), []
        for line in (data / "stard_train.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            golds = [squeeze(item["text"]) for item in row["gold"]]
            weighed = searcher.weigh(row["q"])
            ids = {
                one.passage.id
                for one in weighed.candidates
                if any(gold in squeeze(one.passage.text) for gold in golds)
            }
            group = min(item["law"] for item in row["gold"])
            id = f"stard-{row['id']}"
            found.append(_example(searcher, row["q"], ids.__contains__, id, "lay", group, weight))
        return found


def _example(
    searcher: Searcher,
    question: str,
    is_right: Callable[[str], bool],
    id: str,
    kind: str,
    group: str,
    weight: float = 1.0,
) -> Example:
    weighed = searcher.weigh(question)
    kept = [i for i in range(len(weighed.candidates)) if not weighed.cited(i)]
    cited = [i for i in range(len(weighed.candidates)) if weighed.cited(i)]
    rows = features(weighed.asking, weighed.awaited, weighed.candidates)
    right = np.array([is_right(one.passage.id) for one in weighed.candidates], bool)
    chosen = cited if cited else kept  # what is cited stands before everything else
    return Example(id, kind, group, rows[chosen], right[chosen], weight)


def fit(examples: Sequence[Example], penalty: float) -> Vector:
    """The weights that make right passages likely."""
    start = np.array([SHARPNESS * PRIOR.get(name, 0.0) for name in FEATURES])
    useful = [e for e in examples if e.right.any() and not e.right.all()]
    whole = sum(e.weight for e in useful)

    def loss(weights: Vector) -> tuple[float, Vector]:
        total, slope = 0.0, np.zeros(len(FEATURES))
        for one in useful:
            scores = one.rows @ weights
            likely = np.exp(scores - scores.max())
            likely /= likely.sum()
            share = likely[one.right].sum() + 1e-12
            aimed = np.where(one.right, likely / share, 0.0)
            total -= one.weight * float(np.log(share))
            slope -= one.weight * (one.rows.T @ (aimed - likely))
        away = weights - start
        return (
            total / whole + penalty * float(away @ away),
            slope / whole + 2 * penalty * away,
        )

    done = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return np.asarray(done.x)


def first_right(one: Example, weights: Vector) -> bool:
    """Whether a right passage is first."""
    return bool(len(one.right)) and bool(one.right[(one.rows @ weights).argmax()])


def reciprocal(one: Example, weights: Vector) -> float:
    """One over the place of the first right passage, 0 beyond the tenth."""
    order = np.argsort(-(one.rows @ weights), kind="stable")[:10]
    places = np.flatnonzero(one.right[order])
    return 1.0 / (int(places[0]) + 1) if len(places) else 0.0


def crossed(examples: Sequence[Example], others: Sequence[Example], penalty: float) -> list[Vector]:
    """For each example the weights fitted without its group; ``others`` are always fitted on."""
    sizes = Counter(e.group for e in examples)
    load, fold_of = [0] * FOLDS, {}
    for group, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        fold_of[group] = load.index(min(load))
        load[fold_of[group]] += size
    made = []
    for fold in range(FOLDS):
        made.append(fit([*(e for e in examples if fold_of[e.group] != fold), *others], penalty))
    return [made[fold_of[e.group]] for e in examples]


def report(name: str, examples: Sequence[Example], weights: Sequence[Vector]) -> None:
    """One line: right first among one-place kinds, among all, and the mean reciprocal rank."""
    first = [first_right(e, w) for e, w in zip(examples, weights)]
    one = [f for e, f in zip(examples, first) if e.kind in ONE_PLACE]
    mrr = float(np.mean([reciprocal(e, w) for e, w in zip(examples, weights)]))
    share = f"{np.mean(one):6.1%} of {len(one)}" if one else " " * 13
    print(
        f"{name:36} first {np.mean(first):6.1%} of {len(first)}, one place {share}, MRR {mrr:.3f}",
        flush=True,
    )


def main(argv: list[str]) -> int:
    """Cross-validates, judges on other files of questions, and writes the weights."""
    parser = argparse.ArgumentParser(prog="python -m evals.train_fitness", description=__doc__)
    parser.add_argument("--laws", type=Path, help="index folder of the statutes (made if missing)")
    parser.add_argument("--data", type=Path, help="shared/data, with --laws")
    parser.add_argument("--lay", type=float, default=0.3, help="weight of a lay question")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="questions to fit on, too")
    parser.add_argument("--judge", type=Path, nargs="*", default=[], help="questions to judge on")
    parser.add_argument("--tune", action="store_true", help="several penalties beside each other")
    parser.add_argument("--write", action="store_true", help="write the weights")
    options = parser.parse_args(argv)
    own = [*own_examples(), *(own_examples(options.more) if options.more else [])]
    lay = lay_examples(options.data, options.laws, options.lay) if options.laws else []
    judged = {path.name: own_examples([path]) for path in options.judge}
    start = np.array([PRIOR.get(name, 0.0) for name in FEATURES])
    groups = {"own": own, **({"lay": lay} if lay else {}), **judged}
    for name, examples in groups.items():
        report(f"{name}, as fused", examples, [start] * len(examples))
    for penalty in PENALTIES if options.tune else (PENALTY,):
        report(f"own, crossed by file, {penalty}", own, crossed(own, lay, penalty))
        if lay:
            report(f"lay, crossed by law, {penalty}", lay, crossed(lay, own, penalty))
        weights = fit([*own, *lay], penalty)
        for name, examples in groups.items():
            report(f"{name}, fitted on all, {penalty}", examples, [weights] * len(examples))
    if options.write:
        weights = fit([*own, *lay], PENALTY) / SHARPNESS
        told = {name: round(float(w), 4) for name, w in zip(FEATURES, weights)}
        SHIPPED.write_text(json.dumps({"weights": told}, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
