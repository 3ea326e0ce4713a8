"""Fits the weights of ``jobs/answer/bearing.py`` (``python -m evals.train_bearing --write``).

From the questions of ``questions/`` over the corpus and of those ``unseen*/`` that were opened over their papers:

    order   a softmax over a question's sentences, those that hold its gold answer against the rest
    sure    whether the sentence that comes first holds the gold answer; questions that no source
            answers count as those where it does not

Both are held near zero by a square penalty, so that training again gives the same weights. Printed
are the results with the set that is judged left out of the fitting. A question that the answerer
refuses without this counts three times in the second: those are what it is for.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.special import expit  # type: ignore[import-untyped]

from assistant.app import Assistant
from assistant.jobs.answer import sentence
from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.bearing import FEATURES, SURE, WEIGHTS, Sentence, measured, standing
from assistant.jobs.answer.demands import asks_a_sentence, holds_good
from assistant.jobs.answer.sentence import asked_of, sentences
from assistant.jobs.answer.stretches import Asked
from assistant.settings import load_settings
from evals.answers import CORPUS, HERE, QUESTIONS, contains, squeezed

Vector = NDArray[np.float64]
_ORDER_PENALTY, _SURE_PENALTY = 0.03, 0.01
_REFUSED = 3.0
_WHOLE = 420
"""Characters up to which an article is quoted whole."""
_NAMED = 5
_OPENED = ("unseen", "unseen_second", "unseen_third", "unseen_fifth")
"""Sets that were opened; the others stay a measure."""
_LATER = ("blind_eighth",)
"""Questions on the corpus that were opened after the weights were fitted."""
_LEVELS = (0.4, 0.5, 0.6, 0.7)


@dataclass
class Example:
    """One question with its sentences; ``right`` says which hold the gold answer."""

    row: dict[str, Any]
    group: str
    asked: Asked
    sentences: tuple[Sentence, ...]
    rows: Vector
    right: NDArray[np.bool_]
    refused: bool
    scores: Vector | None = None

    @property
    def first(self) -> int:
        """The sentence with the highest score."""
        assert self.scores is not None
        return int(self.scores.argmax())

    @property
    def answers(self) -> bool:
        """Whether the first sentence holds the gold answer."""
        return bool(self.right[self.first])


def _libraries() -> Iterator[tuple[list[Path], list[Path]]]:
    """Papers, with the files of questions over them."""
    yield [CORPUS], [p for p in sorted(QUESTIONS.glob("*.jsonl")) if p.stem not in _LATER]
    for folder in map(HERE.joinpath, _OPENED):
        asked = folder / "questions.jsonl"
        if asked.exists():
            papers = [
                p
                for p in sorted(folder.iterdir())
                if p.suffix != ".jsonl" and p.name != "README.md"
            ]
            yield papers, [asked]


def examples() -> Iterator[Example]:
    """Every question that a sentence may answer, with its sentences."""
    for papers, files in _libraries():
        with tempfile.TemporaryDirectory() as folder:
            assistant = Assistant(load_settings(Path(folder) / "library"))
            assistant.ingest(papers)
            for path in files:
                for line in path.read_text("utf-8").splitlines():
                    if line.strip():
                        yield from _example(assistant.answerer, json.loads(line), str(path))


def _example(answerer: Answerer, row: dict[str, Any], group: str) -> Iterator[Example]:
    context = row.get("context") or ()
    query, documents = answerer.in_place(row["q"], context)
    if not asks_a_sentence(query):
        return
    asked = asked_of(query, answerer.shelf, documents)
    found = measured(asked, sentences(asked, answerer.shelf, answerer.searcher, documents))
    if found.sentences:
        right = np.array([_holds(row, one) for one in found.sentences])
        with patch.object(sentence, "LEAST", 2.0):  # what is refused without what is fitted here
            refused = answerer.ask(row["q"], context).refused
        yield Example(row, group, asked, found.sentences, found.rows, right, refused)


def _holds(row: dict[str, Any], one: Sentence) -> bool:
    """Whether a sentence of the gold source, as it would be quoted, holds the gold answer."""
    if not row["answerable"]:
        return False
    gold, stretch = row["gold"], one.stretch
    lawful = stretch.passage is not None and stretch.passage.kind == "article"
    text = stretch.text if lawful and len(stretch.text) <= _WHOLE else one.text
    places = [
        place for place in (gold, *gold.get("also", ()))
        if not place.get("source") or place["source"] == stretch.place.source
    ]  # fmt: skip
    if not places:
        return False
    wanted = gold.get("contains") or ()
    quotes = [squeezed(place.get("quote_contains") or "") for place in places]
    return (bool(wanted) and all(contains(text, one) for one in wanted)) or any(
        len(quote) > _NAMED and quote in squeezed(text) for quote in quotes
    )


def fit_order(chosen: Sequence[Example]) -> Vector:
    """The weights that put right sentences before the others."""
    chosen = [one for one in chosen if one.right.any()]
    spread = np.vstack([one.rows for one in chosen]).std(0) + 1e-6
    rows = [one.rows / spread for one in chosen]

    def loss(weights: Vector) -> tuple[float, Vector]:
        total, slope = 0.0, np.zeros_like(weights)
        for one, made in zip(chosen, rows, strict=True):
            odds = made @ weights
            share = np.exp(odds - odds.max())
            right = share * one.right
            total -= math.log(float(right.sum() / share.sum()))
            slope += made.T @ (share / share.sum() - right / right.sum())
        penalty = _ORDER_PENALTY * float(weights @ weights)
        return total / len(rows) + penalty, slope / len(rows) + 2 * _ORDER_PENALTY * weights

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / spread)


def fit_sure(chosen: Sequence[Example]) -> tuple[Vector, float]:
    """The weights and the bias of how sure the first sentence is."""
    made = np.array([_standing(one) for one in chosen])
    right = np.array([one.answers for one in chosen], np.float64)
    count = np.array([_REFUSED if one.refused else 1.0 for one in chosen])
    middle, spread = made.mean(0), made.std(0) + 1e-6
    scaled = np.hstack([(made - middle) / spread, np.ones((len(made), 1))])

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = scaled @ weights
        value = count @ (np.logaddexp(0, odds) - right * odds) / count.sum()
        slope = scaled.T @ (count * (expit(odds) - right)) / count.sum()
        held = weights[:-1]
        return float(value + _SURE_PENALTY * held @ held), slope + np.append(
            2 * _SURE_PENALTY * held, 0
        )

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    weights = found[:-1] / spread
    return np.asarray(weights), float(found[-1] - middle @ weights)


def _standing(one: Example) -> list[float]:
    from assistant.jobs.answer.bearing import Measured

    assert one.scores is not None
    held = standing(one.asked, Measured(one.sentences, one.rows), one.scores)
    return [held[name] for name in SURE]


def judge(every: Sequence[Example]) -> None:
    """Prints what is right with the set that is judged left out of the fitting."""
    for group in sorted({one.group for one in every}):
        weights = fit_order([one for one in every if one.group != group])
        for one in every:
            if one.group == group:
                one.scores = one.rows @ weights
    held = [one for one in every if one.right.any()]
    print(f"含答案的句子排第一：{sum(one.answers for one in held)}/{len(held)}")
    sure: dict[int, float] = {}
    for group in sorted({one.group for one in every}):
        model, bias = fit_sure([one for one in every if one.group != group])
        for one in every:
            if one.group == group:
                sure[id(one)] = float(expit(np.array(_standing(one)) @ model + bias))
    print(f"{'把握':<8}{'作答':>5}{'答对':>5}{'误答':>5}{'答偏':>5}   （原来拒答的题）")
    for least in _LEVELS:
        given = [one for one in every if one.refused and _given(one, sure[id(one)], least)]
        right = sum(one.answers for one in given)
        false = sum(not one.row["answerable"] for one in given)
        print(f"{least:<10}{len(given):>7}{right:>7}{false:>7}{len(given) - right - false:>7}")


def _given(one: Example, sure: float, least: float) -> bool:
    features = dict(zip(FEATURES, one.rows[one.first], strict=True))
    return sure >= least and holds_good(one.asked.query, features, sure)


def main(argv: list[str]) -> int:
    """Prints the held-out results; ``--write`` fits on all and writes the weights."""
    parser = argparse.ArgumentParser(prog="train_bearing")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(argv)
    every = list(examples())
    judge(every)
    if given.write:
        weights = fit_order(every)
        for one in every:
            one.scores = one.rows @ weights
        model, bias = fit_sure(every)
        made = {
            "order": dict(zip(FEATURES, weights.round(4).tolist(), strict=True)),
            "sure": dict(zip(SURE, model.round(4).tolist(), strict=True)),
            "bias": round(bias, 4),
        }
        WEIGHTS.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
