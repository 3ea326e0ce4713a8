"""合题: how well each of the best candidates fits what the question asks, by fitted weights.

Fusion finds passages about the same words; which of them answers is told by features: how much of
the question stands in a passage's own text, in its headings and in its owner's name, and whether it
holds the kind of answer that is asked for (``asking``). The weights are fitted on our own questions
and on lay questions about statutes (``python -m evals.train_fitness``; scores in the model card).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.domain.fact import Passage
from assistant.library.passages import ROW_KINDS
from assistant.search.asking import KINDS, Asking, Unit, without_years
from assistant.search.expectation import Expectation

SHIPPED = Path(__file__).resolve().parent / "fitness.json"
Matrix = NDArray[np.float64]

_SEPARATOR = " > "
_FIGURE = re.compile(r"[0-9]|[一二三四五六七八九十百千万]+(?:日|天|年|个月|次|人|元)")
_MONEY = re.compile(
    r"[0-9](?:\s*(?:亿|万|千)?元|[0-9,，]*\.\d{2}(?!\d))|[0-9]{1,3}(?:[,，]\s?[0-9]{3})+"
)
_NAME_ENDS = re.compile(r"[0-9≤≥=<>＝]")
_ARREARS = re.compile("尾款|余款|欠|没付|未付")
_TOTAL = re.compile("合计|总额|总计")
_AMOUNTS = re.compile("|".join(ROW_KINDS[kind] for kind in ("budget_line", "fund", "account")))
_INDICATOR = ROW_KINDS["indicator"]
_HEAD_LONGEST = 40  # characters of a table's head

BASE = ("fused", "cosine", "named", "owner", "lawful", "expected")
SHARES = ("in_text", "in_labels", "in_owner", "in_all", "owner_best", "name", "brief")
FITS = ("fit", "fit_all", "fit_text", "fit_named")
SHAPES = (
    "no_figure", "table_head", "term_unasked", "term_for_figure", "arrears_unasked", "total_asked",
    "total_unasked", "excluded", "indicator_for_reason", "indicator_for_figure",
    "row_for_amount", "same_figure",
)  # fmt: skip
FEATURES = (
    *BASE,
    *SHARES,
    *FITS,
    *SHAPES,
    *(f"answers_{kind.name}" for kind in KINDS),
    *(f"under_{kind.name}" for kind in KINDS if kind.label is not None),
)
_AT = {name: at for at, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with what the channels gave it: fused score, cosine, the bonus of a named row, of
    its owner and of its law, and what ``Expectation`` adds.
    """

    passage: Passage
    fused: float
    cosine: float
    named: float
    owner: float
    lawful: float
    expected: float


class Fitness:
    """Fitted weights over ``FEATURES``, scaled so that a fused score counts 1."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = np.array([weights.get(name, 0.0) for name in FEATURES])

    def scores(
        self, asking: Asking, awaited: Expectation, candidates: Sequence[Candidate]
    ) -> list[float]:
        """One score for each candidate; higher is better."""
        if not candidates:
            return []
        return [float(x) for x in features(asking, awaited, candidates) @ self.weights]


@cache
def shipped_fitness() -> Fitness:
    """The fitness with the shipped weights."""
    return Fitness(json.loads(SHIPPED.read_text("utf-8"))["weights"])


def features(asking: Asking, awaited: Expectation, candidates: Sequence[Candidate]) -> Matrix:
    """``FEATURES`` of each candidate, a row each."""
    texts = [one.passage.text.replace(" ", "") for one in candidates]
    labels = [_labels(one.passage) for one in candidates]
    made = np.zeros((len(candidates), len(FEATURES)))
    for at, one in enumerate(candidates):
        made[at, : len(BASE)] = (
            one.fused,
            one.cosine,
            one.named,
            one.owner,
            one.lawful,
            one.expected,
        )
    _shares(made, asking, candidates, texts, labels)
    for at, one in enumerate(candidates):
        _fits(made[at], asking, awaited, texts[at], labels[at])
        _shapes(made[at], asking, awaited, one.passage, texts[at], labels[at])
    return made


def _labels(passage: Passage) -> str:
    """The headings of a passage, without whose it is."""
    title, *rest = passage.path.split(_SEPARATOR)
    owner = {title, passage.project, passage.unit, f"{passage.year}年"}
    return " ".join(label for label in rest if label not in owner)


def _owner(passage: Passage) -> str:
    """Whose a passage is: file name (people put unit and project there), title, project, unit."""
    name = passage.locator.source.rpartition(".")[0]
    title = passage.path.partition(_SEPARATOR)[0]
    return f"{name} {title} {passage.project or ''} {passage.unit or ''} {passage.year or ''}"


def _held(units: Sequence[tuple[Unit, float]], text: str) -> list[bool]:
    return [any(spelling in text for spelling in unit) for unit, _ in units]


def _shares(
    made: Matrix,
    asking: Asking,
    candidates: Sequence[Candidate],
    texts: Sequence[str],
    labels: Sequence[str],
) -> None:
    """How much of the question (by rarity among the candidates) stands where."""
    units = asking.units
    if not units:
        return
    owners: dict[tuple[str, str | None], list[bool]] = {}
    mine = []
    for one in candidates:
        key = (one.passage.document, one.passage.project)
        if key not in owners:
            owners[key] = _held(units, _owner(one.passage))
        mine.append(owners[key])
    in_text = np.array([_held(units, text) for text in texts])
    in_labels = np.array([_held(units, label) for label in labels]) & ~in_text
    in_owner = np.array(mine)
    weight = np.array([w for _, w in units])
    count = (in_text | in_labels | in_owner).sum(0)
    rarity = weight * np.log1p((len(candidates) + 0.5) / (count + 0.5))
    rarity /= rarity.sum()
    made[:, _AT["in_text"]] = in_text @ rarity
    made[:, _AT["in_labels"]] = in_labels @ rarity
    made[:, _AT["in_owner"]] = (in_owner & ~in_text & ~in_labels) @ rarity
    made[:, _AT["in_all"]] = (in_text | in_labels | in_owner) @ rarity
    held = np.array(list(owners.values()))
    apart = weight * np.log(len(owners) / np.maximum(held.sum(0), 1))
    best = float((held @ apart).max(initial=0.0))
    if best > 0:
        made[:, _AT["owner_best"]] = (in_owner @ apart) / best
    for at, text in enumerate(texts):
        made[at, _AT["brief"]] = 1.0 / np.sqrt(1.0 + len(text) / 60)
        if candidates[at].passage.kind == "row":
            made[at, _AT["name"]] = _named_share(text, units)


def _named_share(text: str, units: Sequence[tuple[Unit, float]]) -> float:
    """The share of a row's name (what stands before its first figure) that the question says."""
    name = _NAME_ENDS.split(text, maxsplit=1)[0]
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    if not pairs:
        return 0.0
    said = "\n".join(spelling for unit, _ in units for spelling in unit)
    return sum(1 for pair in pairs if pair in said) / len(pairs)


def _fits(
    row: Matrix, asking: Asking, awaited: Expectation, text: str, labels: str
) -> None:  # fmt: skip
    """Whether the kinds of answer that are asked for are there."""
    hard: list[bool] = []
    for kind in asking.kinds:
        answers = kind.answered.search(text) is not None
        under = kind.label is not None and kind.label.search(labels) is not None
        row[_AT[f"answers_{kind.name}"]] = answers
        if kind.label is not None:
            row[_AT[f"under_{kind.name}"]] = under
        if kind.hard:
            hard.append(answers)
    if awaited.amount:
        hard.append(_MONEY.search(text) is not None)
    elif awaited.figure:
        hard.append(_FIGURE.search(without_years(text)) is not None)
    if hard:
        fit = sum(hard) / len(hard)
        row[_AT["fit"]], row[_AT["fit_all"]] = fit, fit == 1.0
    else:
        fit = 1.0
    row[_AT["fit_text"]] = fit * row[_AT["in_all"]]
    row[_AT["fit_named"]] = fit * row[_AT["named"]]


def _shapes(
    row: Matrix, asking: Asking, awaited: Expectation, passage: Passage, text: str, labels: str
) -> None:
    """What kind of passage it is, where the question bears on it."""
    figured = _FIGURE.search(without_years(text)) is not None
    asked_figure = awaited.figure or awaited.amount
    head = passage.kind == "row" and not figured and len(text) < _HEAD_LONGEST and "：" not in text
    term = passage.kind == "term"
    total = _TOTAL.search(text) is not None
    indicator = _INDICATOR in labels
    plain = text.replace(",", "")
    found: dict[str, bool] = {
        "no_figure": asked_figure and not figured,
        "table_head": head,
        "term_unasked": term and not awaited.meaning,
        "term_for_figure": term and asked_figure,
        "arrears_unasked": "尾款" in text and "尾款" not in asking.excluded
        and not any(_ARREARS.search(word) for unit, _ in asking.units for word in unit),
        "total_asked": total and asking.total,
        "total_unasked": not asking.total and _TOTAL.search(text[:12]) is not None,
        "excluded": any(word in text for word in asking.excluded),
        "indicator_for_reason": indicator and asking.reason,
        "indicator_for_figure": indicator and awaited.figure and not awaited.amount,
        "row_for_amount": awaited.amount and _AMOUNTS.search(labels) is not None,
        "same_figure": any(figure in plain for figure in asking.figures),
    }  # fmt: skip
    for name, holds in found.items():
        row[_AT[name]] = holds
