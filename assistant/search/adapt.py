"""适配: search tuned on an office's own question → answer feedback (``youju adapt``).

Weights are chosen on one part of the feedback and judged on the other, together with a memory of
the first part's questions; the result is kept only where the held-out part improves. It is one
file in the index folder, so deleting it (``undo``) restores what was shipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import UsageError
from assistant.library.library import Library
from assistant.search.fusion import FILE, Fusion
from assistant.search.memory import Memory, Remembered
from assistant.search.searcher import Hit, Searcher

LEAST = 20
"""Fewer lines of feedback than this prove nothing."""
CHOICES: dict[str, tuple[float, ...]] = {
    "memory": (0.0, 0.3, 0.6, 1.0),
    "vectors": (0.3, 0.5, 0.8, 1.2, 2.0),
    "everyday": (0.0, 0.25, 0.5, 0.8),
    "authority": (0.0, 0.05, 0.1, 0.2),
    "elsewhere": (0.6, 0.8, 1.0),
}
_DEPTH = 10
_HELD_OUT = 0.4


@dataclass(frozen=True, slots=True)
class Feedback:
    """One line: a question, and the passages (ids) or the document (id) that answer it."""

    question: str
    passages: tuple[str, ...] = ()
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What adapting did: mean reciprocal rank (first ten) on held-out feedback, before and after.

    ``unknown`` are lines (from 1) whose passage or document the library does not hold.
    """

    kept: bool
    before: float
    after: float
    weights: Fusion
    fitted_on: int
    judged_on: int
    unknown: tuple[int, ...] = ()


def read_feedback(path: Path, library: Library) -> tuple[list[Feedback], tuple[int, ...]]:
    """Feedback from jsonl (``{"q", "passage" or "document"}``) and the lines not understood.

    ``passage`` is a passage's id or its text (a part is enough), or a list of these;
    ``document`` a document's id or name.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"反馈文件无法读取：{path}") from error
    searcher = Searcher(library, fusion=Fusion(), memory=Memory(library.encoder))
    found: list[Feedback] = []
    unknown: list[int] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            question = str(row.get("q") or row["question"])
        except (ValueError, KeyError, AttributeError) as error:
            message = f'反馈文件第 {number} 行应为 JSON：{{"q": 问题, "passage": 段落}}'
            raise UsageError(message) from error
        one = _resolved(question, row, library, searcher)
        if one is None:
            unknown.append(number)
        else:
            found.append(one)
    return found, tuple(unknown)


def adapt(library: Library, path: Path) -> Adaptation:
    """Tune search on a file of feedback; keeps the result only where held-out feedback improves.

    Raises UsageError where the file is unusable or holds too little.
    """
    feedback, unknown = read_feedback(path, library)
    if len(feedback) < LEAST:
        raise UsageError(
            f"可用的反馈只有 {len(feedback)} 条，至少要 {LEAST} 条"
            + (f"（{len(unknown)} 条的段落或文件不在资料库中）" if unknown else "")
        )
    fit, judge = _parted(feedback)
    present = Fusion.load(library.folder)
    before = _ranked(library, judge, present, Memory.load(library.folder, library.encoder))
    memory = Memory(library.encoder, _remembered(fit))
    weights = _chosen(library, fit)
    after = _ranked(library, judge, weights, memory)
    result = Adaptation(
        _better(before, after), float(before.mean()), float(after.mean()), weights,
        len(fit), len(judge), unknown,
    )  # fmt: skip
    kept = result.kept
    if kept:
        _save(library.folder, result, _remembered(feedback))
    return result


def undo(folder: Path) -> bool:
    """Restore the shipped weights; False where nothing was adapted."""
    path = folder / FILE
    existed = path.is_file()
    path.unlink(missing_ok=True)
    return existed


def _resolved(
    question: str, row: dict[str, object], library: Library, searcher: Searcher
) -> Feedback | None:
    """Feedback with ids; None where the library holds no such passage or document."""
    told = row.get("passage") or row.get("passages") or ()
    several = [str(one) for one in told] if isinstance(told, list | tuple) else [str(told)]
    passages = [id for one in several for id in _passage_ids(one, library, searcher)]
    if passages:
        return Feedback(question, tuple(dict.fromkeys(passages)))
    if row.get("document"):
        record = library.catalogue.find_document(str(row["document"]))
        if record is not None:
            return Feedback(question, document=record.id)
    return None


def _passage_ids(told: str, library: Library, searcher: Searcher) -> list[str]:
    if library.catalogue.passages([told]):
        return [told]
    wanted = _squeezed(told)
    if len(wanted) < 4:
        return []
    hits = searcher.search(told, k=_DEPTH)
    return [
        hit.passage.id
        for hit in hits
        if wanted in _squeezed(hit.passage.text) or _squeezed(hit.passage.text) == wanted
    ][:1]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _remembered(feedback: Sequence[Feedback]) -> list[Remembered]:
    return [Remembered(one.question, one.passages) for one in feedback if one.passages]


def _parted(feedback: Sequence[Feedback]) -> tuple[list[Feedback], list[Feedback]]:
    """(fit on, judge on), by chance but always the same; one question is never in both."""
    questions = sorted({one.question for one in feedback})
    order = np.random.default_rng(0).permutation(len(questions))
    held = {questions[i] for i in order[: max(1, round(len(questions) * _HELD_OUT))]}
    fit = [one for one in feedback if one.question not in held]
    return fit, [one for one in feedback if one.question in held]


def _ranked(
    library: Library, feedback: Sequence[Feedback], fusion: Fusion, memory: Memory
) -> NDArray[np.float64]:
    """Reciprocal rank of each question's right answer, 0 beyond the first ten."""
    searcher = Searcher(library, fusion=fusion, memory=memory)
    ranks = [_rank(one, searcher.search(one.question, k=_DEPTH)) for one in feedback]
    return np.array([1 / rank if rank else 0.0 for rank in ranks])


def _better(before: NDArray[np.float64], after: NDArray[np.float64]) -> bool:
    """Whether held-out questions gained more than chance would give: two standard errors."""
    gains = after - before
    noise = 2.0 * float(gains.std()) / len(gains) ** 0.5
    return bool(gains.mean() > max(noise, 0.5 / len(gains)))


def _rank(one: Feedback, hits: Sequence[Hit]) -> int | None:
    for rank, hit in enumerate(hits, 1):
        if hit.passage.id in one.passages or hit.passage.document == one.document:
            return rank
    return None


def _chosen(library: Library, fit: Sequence[Feedback]) -> Fusion:
    """One weight after another, by cross-checking: each half is judged with the other's memory."""
    halves = (fit[::2], fit[1::2])
    memories = [Memory(library.encoder, _remembered(half)) for half in halves]

    def quality(fusion: Fusion) -> float:
        pairs = zip(halves, reversed(memories))
        ranked = [_ranked(library, half, fusion, memory).mean() for half, memory in pairs]
        return float(sum(ranked))

    weights = Fusion.load(library.folder)
    best = quality(weights)
    for name, values in CHOICES.items():
        start = weights
        for value in values:
            if getattr(start, name) == value:
                continue
            tried = replace(start, **{name: value})
            reached = quality(tried)
            if reached > best + 1e-9:
                weights, best = tried, reached
    return weights


def _save(folder: Path, result: Adaptation, remembered: Sequence[Remembered]) -> None:
    """Written beside and moved, so that a killed process leaves the old file whole."""
    content = {
        "weights": asdict(result.weights),
        "remembered": [{"q": one.question, "passages": one.passages} for one in remembered],
        "held_out": {"before": result.before, "after": result.after, "of": result.judged_on},
    }
    fresh = (folder / FILE).with_suffix(".new")
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    fresh.replace(folder / FILE)
