"""日常说法: what people say, and what statutes and official papers write for it.

The table (``everyday.txt``) is for anyone to review and extend. A question that says 炒鱿鱼 is
also looked up as 解除 劳动合同, at a lower weight (``Fusion.everyday``).
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from assistant.errors import UsageError

SHIPPED = Path(__file__).resolve().parent / "everyday.txt"


class Everyday:
    """The table, longest saying first: 上班受伤 is not taken for 上班."""

    def __init__(self, table: dict[str, tuple[str, ...]]) -> None:
        self._table = table

    @classmethod
    def load(cls, path: Path | None = None) -> Everyday:
        """The table in ``path`` (default: the shipped one); UsageError where it is unreadable."""
        table: dict[str, tuple[str, ...]] = {}
        try:
            lines = (path or SHIPPED).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"日常说法对照表无法读取：{path}（{error}）") from error
        for line in lines:
            words = line.split() if not line.startswith("#") else []
            if len(words) > 1:
                table[words[0]] = (*table.get(words[0], ()), *words[1:])
        return cls(table)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._table), default=0)

    def meanings(self, question: str) -> tuple[str, ...]:
        """The official words for every saying in ``question``, in order, without repeats."""
        found: dict[str, None] = {}
        at = 0
        while at < len(question):
            for length in range(min(self._longest, len(question) - at), 0, -1):
                meant = self._table.get(question[at : at + length])
                if meant:
                    found.update(dict.fromkeys(meant))
                    at += length
                    break
            else:
                at += 1
        return tuple(word for word in found if word not in question)
