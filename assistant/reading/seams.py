"""接缝: cells that a wrong column line cut in two, put together again.

The cut goes through a character: what is left of it on either side is a splinter (``满坑|意度``) or
the same character twice (``控制|制率``). A splinter is dropped only where other evidence names the
whole: the joined words stand elsewhere in the document, or are a common ending of indicator names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.target import parse_target
from assistant.reading.grid import Grid, Piece

ENDINGS = (
    "及时率", "及时性", "完成率", "达标率", "达标性", "合格率", "合格数", "准确率", "准确性",
    "覆盖率", "覆盖数", "发生率", "满意度", "满意率", "健全性", "规范性", "完整性", "有效性",
    "适应性", "出勤率", "到岗率", "到位率", "控制率", "完好率", "处置率", "知晓率", "合规率",
    "提升率", "提升性", "在线率", "通过率", "执行率", "使用率", "稳定性", "安全性", "全面性",
    "现象", "情况", "人数", "次数", "数量", "时间", "机制",
)  # fmt: skip
"""Common endings of indicator names; evidence of what a cut character was."""


@dataclass(frozen=True, slots=True)
class Seam:
    """Joined text; ``why`` is the evidence where characters were dropped, ``doubtful`` else."""

    text: str
    why: str | None = None
    doubtful: bool = False
    parts: tuple[str, ...] = ()


class Lexicon:
    """What stands elsewhere in the document: the evidence for joining."""

    def __init__(self, text: str) -> None:
        self.text = re.sub(r"[ \u3000]+", "", text)

    def count(self, words: str) -> int:
        """How often ``words`` stand in the document."""
        return self.text.count(words)

    def split_tails(self, grid: Grid, pieces: Sequence[Piece]) -> list[Piece]:
        """Pieces whose end repeats the next piece (``章 有效支撑|有效支撑``) without that end."""
        out = list(pieces)
        for n in range(len(out) - 1):
            here, after = out[n], out[n + 1]
            raw = grid.document.text[here.start : here.end]
            _, blank, tail = raw.rpartition(" ")
            size = len(re.sub(r"\s", "", tail))
            if blank and tail and _same_value(tail, after.text) and size < len(here.text):
                out[n] = grid.cut(here, len(here.text) - size)[0]
        return out


def _same_value(tail: str, value: str) -> bool:
    """``1009`` beside ``100%`` and ``有效支撑`` beside ``有效支撑``."""
    if tail == value:
        return True
    figures = re.match(r"\d+", value)
    return bool(figures and tail.startswith(figures.group(0)) and len(tail) <= len(value))


def join(parts: Sequence[str], lexicon: Lexicon) -> Seam:
    """The text of several pieces of one cell."""
    text = parts[0]
    whys: list[str] = []
    doubtful = False
    for part in parts[1:]:
        seam = _join_two(text, part, lexicon)
        text = seam.text
        doubtful |= seam.doubtful
        if seam.why:
            whys.append(seam.why)
    return Seam(text, "；".join(whys) or None, doubtful, tuple(parts))


def _join_two(left: str, right: str, lexicon: Lexicon) -> Seam:
    for size in range(min(len(left), len(right)), 0, -1):
        if left[-size:] == right[:size]:
            return Seam(left + right[size:], f"列线两侧重复「{left[-size:]}」")
    return Seam(left + right)


def is_quantity(text: str) -> bool:
    """Whether ``text`` is a value with a figure."""
    return parse_target(text).number is not None
