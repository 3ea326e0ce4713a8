"""相合: how far a sentence bears on a question, weighed from what the two share.

For questions whose words are not those of the source: no single word must be there, everything
counts, and the weights are fitted on the question sets (``evals/train_bearing.py``). What is
measured of a sentence says nothing about any one question: shares of words and characters, the
nearness of the shipped encoder, whether the sentence has the kind of thing that is asked for.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.domain.synonyms import canonical
from assistant.jobs.answer.demands import FIGURES
from assistant.jobs.answer.gist import Weighed
from assistant.jobs.answer.loosely import others_of
from assistant.jobs.answer.stretches import Asked, Stretch, is_row

if TYPE_CHECKING:
    from assistant.search.static_encoder import StaticEncoder

Matrix = NDArray[np.float64]

FEATURES = (
    "own", "telling", "clause", "round", "unsaid", "unsaid_most", "near", "near_led", "grams", "grams_round",
    "run", "shaped_own", "manner", "mismanner", "rank", "length", "row", "year",
    "lists", "headed", "own_behind", "near_behind", "led_behind", "grams_behind",
)  # fmt: skip
"""What is measured of each sentence; ``behind`` is the distance from the best of all sentences."""
SURE = (
    "order", "ahead", "above", *FEATURES, "scoped", "sentences", "of_nothing", "why", "figure", "who",
    "when", "follows", "words", "article",
)  # fmt: skip
"""What is measured of the sentence that comes first, to tell whether it answers at all."""
WEIGHTS = Path(__file__).with_name("bearing.json")
_COMPARED = ("own", "near", "near_led", "grams")
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_CLAUSE = re.compile(r"[，,；;：:](?!\d)")
_LED = 80
"""Characters before a sentence that it is read with."""
_LEAST = 5
_OTHERWISE = 0.9
"""What another word for the same counts."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a stretch; ``said`` is its canonical text."""

    stretch: Stretch
    text: str
    said: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The sentences of a question with a row of ``FEATURES`` for each."""

    sentences: tuple[Sentence, ...]
    rows: Matrix


@dataclass(frozen=True, slots=True)
class Weighing:
    """A logistic model: one weight for each feature, on the scale that the features have."""

    weights: Mapping[str, float]
    bias: float = 0.0

    def of(self, names: Sequence[str], rows: Matrix) -> Matrix:
        """The log-odds of each row."""
        return np.asarray(rows @ np.array([self.weights[n] for n in names]) + self.bias)


@dataclass(frozen=True, slots=True)
class Best:
    """The sentence that bears most on a question; ``sure`` is the probability that it answers."""

    sentence: Sentence
    sure: float
    features: Mapping[str, float]


def sentences_of(stretches: Sequence[Stretch]) -> tuple[Sentence, ...]:
    """The sentences of the stretches, each once; what heads a list is left to its items."""
    found: dict[tuple[str, str], Sentence] = {}
    for one in stretches:
        if one.bonus > 0:
            continue
        lawful = one.passage is not None and one.passage.kind == "article"
        for text in _SENTENCE.findall(one.text) if lawful else (one.text,):
            said = canonical(text)
            if len(said) >= _LEAST:
                found.setdefault((one.place.document, said), Sentence(one, text, said))
    return tuple(found.values())


def measured(asked: Asked, sentences: Sequence[Sentence]) -> Measured:
    """``FEATURES`` of every sentence."""
    spoken = spoken_of(asked)
    words = _words(asked)
    near, led = _nearness(spoken, sentences)
    grams = _grams(spoken, sentences)
    rows: list[dict[str, float]] = [
        {"near": near[at], "near_led": led[at]}
        | _worded(words, one) | _gramed(grams, one.said, one.stretch)
        | _fitting(asked, one) | {"run": _run(spoken, one.said) / 5, "rank": one.stretch.rank}
        for at, one in enumerate(sentences)
    ]  # fmt: skip
    for row, telling in zip(rows, _telling(words, sentences), strict=True):
        row["telling"] = telling
        row["shaped_own"] = float(asked.shape is not None and row["own"] > 0)
    behind = {
        "own": "own_behind",
        "near": "near_behind",
        "near_led": "led_behind",
        "grams": "grams_behind",
    }
    for name in _COMPARED:
        best = max((row[name] for row in rows), default=0.0)
        for row in rows:
            row[behind[name]] = row[name] - best
    made = np.array([[row[name] for name in FEATURES] for row in rows], np.float64)
    return Measured(tuple(sentences), made.reshape(len(rows), len(FEATURES)))


def best_of(asked: Asked, found: Measured, order: Weighing, sure: Weighing) -> Best | None:
    """The sentence that bears most, and how sure it is that it answers."""
    if not found.sentences:
        return None
    scores = order.of(FEATURES, found.rows)
    at = int(scores.argmax())
    features = standing(asked, found, scores)
    odds = float(sure.of(SURE, np.array([[features[name] for name in SURE]]))[0])
    return Best(found.sentences[at], 1 / (1 + math.exp(-odds)), features)


def standing(asked: Asked, found: Measured, scores: Matrix) -> dict[str, float]:
    """``SURE`` of the sentence with the highest score."""
    at, query = int(scores.argmax()), asked.query
    place = found.sentences[at].stretch.place
    others = [
        float(score) for one, score in zip(found.sentences, scores, strict=True)
        if one.stretch.place != place
    ]  # fmt: skip
    passage = found.sentences[at].stretch.passage
    return {
        **dict(zip(FEATURES, map(float, found.rows[at]), strict=True)),
        "order": float(scores[at]),
        "ahead": min(float(scores[at]) - max(others, default=-math.inf), 3.0),
        "above": float(scores[at] - np.median(scores)),
        "scoped": float(bool(query.scopes)),
        "sentences": len(scores) / 50,
        "of_nothing": float(query.asked is None),
        "why": float("why" in query.intents),
        "figure": float(query.asked in FIGURES),
        "who": float(query.asked == "who"),
        "when": float(query.asked in {"date", "duration"}),
        "follows": float(bool(query.follows)),
        "words": len(asked.gist.words) / 5,
        "article": float(passage is not None and passage.kind == "article"),
    }


def spoken_of(asked: Asked) -> str:
    """The question without the names that restrict it, a follow-up with the words before it."""
    query = asked.query
    text = query.spoken.replace("|", "")
    for name in (*query.named_units, *query.named_projects):
        text = text.replace(name, "")
    if query.follows and query.like:
        text = query.like.replace("|", "") + text
    return text or query.text


@cache
def shipped() -> tuple[Weighing, Weighing]:
    """The fitted weights: of the order, and of how sure the first is."""
    held = json.loads(WEIGHTS.read_text("utf-8"))
    return Weighing(held["order"]), Weighing(held["sure"], held["bias"])


# ---- what is measured ----

_Words = Sequence[tuple[Weighed, tuple[str, ...]]]


def _words(asked: Asked) -> _Words:
    """The question's words, each with what the lexicon has for it or for a word that it is part of."""
    others = others_of(asked.query)
    return [
        (word, tuple(one for said, same in others.items() if word.text in said for one in same))
        for word in asked.gist.words
    ]


def _worded(words: _Words, one: Sentence) -> dict[str, float]:
    """How the words of the question stand in the sentence, its clauses and round it."""
    total = sum(word.weight for word, _ in words) or 1.0
    names = one.stretch.scope.names if one.stretch.scope else ""
    clauses = [canonical(part) for part in _CLAUSE.split(one.text) if len(part) > 3] or [one.said]
    within = [0.0] * len(clauses)
    own = around = unsaid = most = 0.0
    for word, same in words:
        held = _held(word, same, one.said)
        own += word.weight * held
        if held:
            for at, clause in enumerate(clauses):
                within[at] += word.weight * _held(word, same, clause)
            continue
        beside = max(
            _held(word, same, one.stretch.near),
            _held(word, same, one.stretch.heads),
            word.held(names),
        )
        around += word.weight * beside
        if not beside:
            most = max(most, word.weight)
            unsaid += word.weight if word.must else 0.0
    return {
        "own": own / total, "clause": max(within) / total, "round": around / total,
        "unsaid": unsaid / total, "unsaid_most": most,
    }  # fmt: skip


def _telling(words: _Words, sentences: Sequence[Sentence]) -> list[float]:
    """The share of the question that each sentence holds, words that most of them hold left out."""
    held = np.array([[_held(word, same, one.said) for word, same in words] for one in sentences])
    if not held.size:
        return [0.0] * len(sentences)
    weight = np.array([word.weight for word, _ in words]) * (1 - (held > 0).mean(0))
    return [float(share) for share in held @ weight / (weight.sum() or 1.0)]


def _held(word: Weighed, same: Sequence[str], text: str) -> float:
    """How far a text has the word, or as it stands another word for it."""
    if not text:
        return 0.0
    return word.held(text) or (_OTHERWISE if any(one in text for one in same) else 0.0)


def _nearness(spoken: str, sentences: Sequence[Sentence]) -> tuple[Matrix, Matrix]:
    """The cosines of the question with each sentence, and with what leads to it as well."""
    if not sentences:
        return np.zeros(0), np.zeros(0)
    texts = [one.text for one in sentences]
    led = [f"{one.stretch.near[-_LED:]}{one.text}" for one in sentences]
    made = np.asarray(_encoder().encode([spoken, *texts, *led]), np.float64)
    cosines = made[1:] @ made[0]
    return cosines[: len(texts)], cosines[len(texts) :]


@cache
def _encoder() -> StaticEncoder:
    """The shipped encoder, whatever the library was indexed with: the weights were fitted on it."""
    from assistant.search.static_encoder import StaticEncoder

    return StaticEncoder.load()


def _grams(spoken: str, sentences: Sequence[Sentence]) -> dict[str, float]:
    """Every two characters of the question with their rarity among the sentences, in shares."""
    text = canonical(spoken)
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    held = Counter(pair for one in sentences for pair in pairs if pair in one.said)
    rare = {pair: math.log((len(sentences) + 1) / (held[pair] + 0.5)) for pair in pairs}
    total = sum(rare.values()) or 1.0
    return {pair: weight / total for pair, weight in rare.items()}


def _gramed(grams: Mapping[str, float], said: str, stretch: Stretch) -> dict[str, float]:
    own = sum(weight for pair, weight in grams.items() if pair in said)
    beside = sum(
        weight for pair, weight in grams.items()
        if pair not in said and (pair in stretch.near or pair in stretch.heads)
    )  # fmt: skip
    return {"grams": own, "grams_round": beside}


def _fitting(asked: Asked, one: Sentence) -> dict[str, float]:
    """Whether the sentence has the kind of thing that is asked for."""
    query = asked.query
    headed = sum(word.held(one.stretch.heads) for word in asked.gist.aspects)
    manner = asked.manner is not None and bool(asked.manner.search(one.text))
    return {
        "manner": float(manner),
        "mismanner": float(asked.manner is not None and not manner),
        "length": math.log(len(one.said)) / 5,
        "row": float(is_row(one.stretch)),
        "year": float(any(str(year) in one.said for year in query.years)),
        "lists": float(asked.lists and "、" in one.text),
        "headed": float(headed > 0),
    }  # fmt: skip


def _run(question: str, said: str) -> int:
    """The longest stretch of the question that the sentence has as it is."""
    text = canonical(question)
    best = 0
    for at in range(len(text)):
        while at + best < len(text) and text[at : at + best + 1] in said:
            best += 1
    return best
