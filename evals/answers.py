"""``youju eval answers``: right answers, citations, refusals, over the questions of ``questions/``.

A question counts as right where every gold text stands in the answer and one citation is of the
gold source; an unanswerable one where the answer refuses. Citation precision: a citation whose
quote has a figure, or a run of four characters, of the line that it stands in. Recall: answers with
a citation that quotes the very words that the gold names.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.app import Assistant
from assistant.domain.answer import Answer, Citation
from assistant.domain.synonyms import fold
from assistant.settings import load_settings

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions"
CORPUS = HERE.parent / "corpus"
_ROUNDED, _ROUNDED_WHOLE = 3, 5
"""Digits from which a gold figure with places, and one without, may be what was rounded."""
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass
class Verdict:
    """What became of one question."""

    row: dict[str, Any]
    answer: Answer
    right: bool
    reason: str
    cited: bool
    precise: int
    citations: int


def squeezed(text: str) -> str:
    """For comparing: one width, no blanks, no thousands separators."""
    return re.sub(r"(?<=\d),\s*(?=\d)", "", fold_light(text))


def fold_light(text: str) -> str:
    """One width and case, without blanks and Markdown stars; punctuation stays."""
    import unicodedata

    plain = re.sub(r"(?<=\d)[ \t]+(?=\d)", "|", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s*]+", "", plain).lower()


def states(figure: float, gold: str) -> bool:
    """Whether a figure is the gold one; a gold figure of many digits may be a rounded one."""
    wanted, places = float(gold), len(gold.partition(".")[2])
    telling = len(gold.replace(".", "").strip("0")) >= (_ROUNDED if places else _ROUNDED_WHOLE)
    return abs(figure - wanted) < (0.51 * 10**-places if telling else 1e-9)


def contains(answer: str, wanted: str) -> bool:
    """One spelling of the gold text (``a|b``) is in the answer; a figure as a whole figure."""
    said = squeezed(answer)
    figures = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", said)]
    for gold in map(squeezed, wanted.split("|")):
        if re.fullmatch(r"[\d.]+", gold):
            if any(states(figure, gold) for figure in figures):
                return True
        elif gold in said:
            return True
    return False


def precise(answer: str, citation: Citation) -> bool:
    """The quote shares a figure or four characters with a line that carries its mark."""
    mark = f"[{citation.n}]"
    quote = fold(citation.locator.quote)
    figures = {d.replace(",", "") for d in _DIGITS.findall(squeezed(citation.locator.quote))}
    for line in answer.splitlines():
        if mark not in line:
            continue
        said = {d.replace(",", "") for d in _DIGITS.findall(squeezed(re.sub(r"\[\d+\]", "", line)))}
        if said & figures:
            return True
        plain = fold(re.sub(r"\[\d+\]", "", line))
        if any(quote[i : i + 4] in plain for i in range(max(len(quote) - 3, 1))):
            return True
    return False


def judge(row: dict[str, Any], answer: Answer) -> Verdict:
    """Right or not, and why not."""
    gold = row["gold"]
    marks = sum(precise(answer.answer, c) for c in answer.citations)
    source = gold.get("source")
    places = [gold, *gold.get("also", ())]  # any place that states it will do
    of_source = [
        (c, place)
        for place in places
        for c in answer.citations
        if not source or c.locator.source == place["source"]
    ]
    cited = any(
        squeezed(place.get("quote_contains") or "") in squeezed(c.locator.quote)
        for c, place in of_source
    )
    if not row["answerable"]:
        right, reason = answer.refused, "" if answer.refused else "答了不可答的问题"
    elif answer.refused:
        right, reason = False, "误拒"
    else:
        missing = [text for text in gold.get("contains", []) if not contains(answer.answer, text)]
        right = not missing and bool(of_source or not source)
        reason = f"缺{missing}" if missing else ("" if right else "出处不符")
    return Verdict(row, answer, right, reason, cited, marks, len(answer.citations))


def load(pattern: str = "*.jsonl") -> list[dict[str, Any]]:
    """The questions, with the file they come from as ``half``."""
    rows = []
    for path in sorted(QUESTIONS.glob(pattern)):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                rows.append(json.loads(line) | {"half": path.stem})
    return rows


def report(verdicts: list[Verdict]) -> None:
    """The table by half and kind, then the totals."""
    groups: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for one in verdicts:
        groups[one.row["half"], one.row["kind"]].append(one)
        groups[one.row["half"], "合计"].append(one)
        groups["全部", "合计"].append(one)
    print(
        f"{'题集':<20}{'类别':<14}{'题数':>5}{'答对':>5}{'率':>8}{'误拒':>5}{'误答':>5}{'答偏':>5}"
    )
    for (half, kind), ones in sorted(groups.items(), key=lambda g: (g[0][0], g[0][1] == "合计")):
        right = sum(v.right for v in ones)
        refused = sum(v.answer.refused and v.row["answerable"] for v in ones)
        false = sum(not v.answer.refused and not v.row["answerable"] for v in ones)
        share = 100 * right / len(ones)
        # 答偏: an answer beside the point. It misleads, as a refusal does not.
        beside = len(ones) - right - refused - false
        print(
            f"{half:<20}{kind:<14}{len(ones):>5}{right:>5}{share:>7.1f}%"
            f"{refused:>5}{false:>5}{beside:>5}"
        )
    marks = sum(v.citations for v in verdicts)
    exact = sum(v.precise for v in verdicts)
    asked = [v for v in verdicts if v.row["answerable"] and v.row["gold"].get("source")]
    recalled = sum(v.cited and not v.answer.refused for v in asked)
    shown = sum(v.cited and v.answer.refused for v in asked)
    wrong = sum(v.answer.refused and v.row["answerable"] for v in verdicts)
    able = sum(v.row["answerable"] for v in verdicts)
    print(f"引用精度 {100 * exact / max(marks, 1):.2f}%（{exact}/{marks}）", end="  ")
    print(
        f"引用召回 {100 * recalled / max(len(asked), 1):.2f}%（{recalled}/{len(asked)}）", end="  "
    )
    print(f"误拒率 {100 * wrong / max(able, 1):.2f}%（{wrong}/{able}", end="，")
    print(f"其中所附相近原文正是出处 {shown}）", end="  ")
    given = [v for v in verdicts if not v.answer.refused]
    off = sum(not v.right for v in given)
    print(
        f"答偏、误答占所答 {100 * off / max(len(given), 1):.2f}%（{off}/{len(given)}；比误拒更要紧）"
    )
    times = sorted(v.answer.elapsed_ms for v in verdicts)
    print(f"耗时 p50 {times[len(times) // 2]:.1f} ms  p95 {times[int(len(times) * 0.95)]:.1f} ms")


def main(argv: list[str]) -> int:
    """``argv``: a pattern of question files, ``-v`` to show the answers that miss, ``--held DIR``
    for a library that has been made already."""
    verbose = "-v" in argv
    held = argv[argv.index("--held") + 1] if "--held" in argv else None
    patterns = [a for a in argv if not a.startswith("-") and a != held] or ["*.jsonl"]
    rows = [row for pattern in patterns for row in load(pattern)]
    if not rows:
        print("没有题目", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        assistant = Assistant(load_settings(Path(held) if held else Path(folder) / "index"))
        if held is None:
            assistant.ingest([CORPUS])
        assistant.ask("预算是多少")  # the first question loads what the next ones share
        begun = time.perf_counter()
        verdicts = [judge(row, assistant.ask(row["q"], row.get("context", ()))) for row in rows]
        seconds = time.perf_counter() - begun
    misses = [v for v in verdicts if not v.right]
    for one in misses:
        context = " » ".join([*one.row.get("context", []), one.row["q"]])
        print(f"✗ {one.row['id']} [{one.row['kind']}] {context}\n    {one.reason}")
        if verbose:
            print("    " + one.answer.answer.replace("\n", "\n    ")[:600])
    loose = [v for v in verdicts if v.precise < v.citations]
    for one in loose:
        print(f"△ {one.row['id']} 引用不含所述：{one.citations - one.precise}/{one.citations}")
    report(verdicts)
    print(f"共 {len(verdicts)} 题，{seconds:.1f} 秒")
    return 0
