"""训练样本对: question-like and passage-like stretches of the same or a similar article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHELLS = (
    "{}怎么办", "{}可以吗", "{}合法吗", "什么是{}", "{}是什么", "{}有哪些",
    "如何{}", "怎么{}", "请问{}", "{}怎么处理", "{}要承担什么责任", "{}由谁承担",
    "{}怎么赔偿", "{}需要什么条件", "{}算不算违法", "能不能{}", "是否可以{}", "{}是否有效",
    "{}有什么规定", "{}多少钱", "{}多久", "我{}", "别人{}", "{}应该怎么做",
    "{}会受到什么处罚", "{}怎么认定", "{}有什么要求", "{}会怎么样", "{}包括哪些", "{}吗",
    "{}呢", "{}的定义", "为什么{}", "{}依据是什么", "关于{}", "{}找谁",
    "哪些情况{}", "{}期限是多长", "{}的条件", "{}行不行",
)  # fmt: skip


@dataclass(frozen=True)
class Corpus:
    """Articles as token ids: headings (law, chapters) and clauses."""

    headings: list[list[list[int]]]
    clauses: list[list[list[int]]]
    laws: NDArray[np.int32]
    twins: NDArray[np.int32]
    """For each article a similar one of another law, −1 where there is none."""


class Pairs:
    """Draws (question-like, passage-like) pairs of token ids; one generator, one seed."""

    def __init__(
        self, corpus: Corpus, tokenizer: Any, everyday: dict[int, list[list[int]]], seed: int
    ) -> None:
        self.corpus = corpus
        self.everyday = everyday
        self.random = np.random.default_rng(seed)
        sides = [shell.split("{}") for shell in SHELLS]
        self.shells = [tuple(c.ids for c in tokenizer.encode_batch(side)) for side in sides]

    def draw(self, count: int) -> tuple[list[list[int]], list[list[int]], NDArray[np.int32]]:
        """``count`` pairs from different articles, and their laws."""
        chosen = self.random.choice(len(self.corpus.clauses), count, replace=False)
        pairs = [self.pair(int(index)) for index in chosen]
        return [q for q, _ in pairs], [d for _, d in pairs], self.corpus.laws[chosen]

    def pair(self, index: int) -> tuple[list[int], list[int]]:
        """One pair around one article."""
        headings, clauses = self.corpus.headings[index], self.corpus.clauses[index]
        kind = self.random.random()
        body = clauses
        if kind < 0.15:
            question = self.join(headings, 0.6)
            return self.asked(question), self.flat(clauses)
        if kind < 0.40 and self.corpus.twins[index] >= 0:
            other = self.corpus.clauses[self.corpus.twins[index]]
            question = self.span(other[self.random.integers(len(other))])
        elif kind < 0.50:
            step = int(self.random.choice((-1, 1)))
            near = (index + step) % len(self.corpus.clauses)
            if self.corpus.laws[near] != self.corpus.laws[index]:
                near = index
            other = self.corpus.clauses[near]
            question = self.span(other[self.random.integers(len(other))])
        else:
            at = int(self.random.integers(len(clauses)))
            question = self.span(clauses[at])
            if len(clauses) > 1 and self.random.random() < 0.7:
                body = clauses[:at] + clauses[at + 1 :]
        passage = self.flat(body)
        if self.random.random() < 0.7:
            passage = self.flat(headings) + passage
        return self.asked(question), passage

    def flat(self, parts: list[list[int]]) -> list[int]:
        return [token for part in parts for token in part]

    def join(self, parts: list[list[int]], keep: float) -> list[int]:
        kept = [part for part in parts if self.random.random() < keep]
        return self.flat(kept or parts[-1:])

    def span(self, clause: list[int], longest: int = 16) -> list[int]:
        """A stretch of a clause of up to ``longest`` tokens."""
        if len(clause) <= 4:
            return clause
        length = int(self.random.integers(4, longest + 1))
        start = int(self.random.integers(max(1, len(clause) - length + 1)))
        return clause[start : start + length]

    def asked(self, tokens: list[int]) -> list[int]:
        """Some tokens dropped, some said in everyday words, a question's shell around."""
        said: list[int] = []
        for token in tokens:
            if self.random.random() < 0.15:
                continue
            other = self.everyday.get(token)
            if other and self.random.random() < 0.4:
                said += other[self.random.integers(len(other))]
            else:
                said.append(token)
        if self.random.random() < 0.6:
            before, after = self.shells[self.random.integers(len(self.shells))]
            said = [*before, *said, *after]
        return said or tokens
