"""``youju eval passages``: over the shipped declarations, is the right passage first?

Every question of ``evals/questions`` that one place answers (a value, an amount, a document, a
procedure, a definition) is asked of the search alone: no job, no model. Questions that are answered
by reckoning (why, sums, comparisons), by what was said before, or after correcting a slip of the pen
are the jobs' affair.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.fact import Passage
from assistant.library.library import Library
from assistant.search.encoders import load_encoder
from assistant.search.searcher import Hit, Searcher
from assistant.settings import Settings

HERE = Path(__file__).resolve().parent
DEPTHS = (1, 3, 10)
DEPTH = max(DEPTHS)
ONE_PLACE = (
    "value", "budget", "amount", "execution", "account", "basis", "procedure", "definition", "law",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the file that answers it and a part of the quote."""

    id: str
    question: str
    kind: str
    source: str
    quote: str


def squeeze(text: str) -> str:
    """A text without blanks and without the marks of tables."""
    return "".join(text.replace("|", "").split())


def questions() -> list[Asked]:
    """Those that were asked without a context and whose gold quotes a place."""
    found = []
    for path in sorted((HERE / "questions").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            gold = row["gold"]
            if row["answerable"] and not row["context"] and gold.get("quote_contains"):
                asked = Asked(
                    row["id"], row["q"], row["kind"], gold["source"], gold["quote_contains"]
                )
                found.append(asked)
    return found


def right(passage: Passage, asked: Asked) -> bool:
    """Whether a passage holds the quote, in the source; a document's title may stand anywhere."""
    there = passage.locator.source == asked.source or asked.kind == "basis"
    return there and squeeze(asked.quote) in squeeze(passage.text)


def rank(hits: Sequence[Hit], asked: Asked) -> int:
    """The place of the first right passage, 0 where there is none."""
    return next((n for n, hit in enumerate(hits, 1) if right(hit.passage, asked)), 0)


def main(argv: list[str]) -> int:
    """Prints hit@1, @3, @10 by kind and, with ``-v``, what came first instead."""
    ranks: dict[str, list[int]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(Settings(index=Path(folder)), load_encoder(None)) as library,
    ):
        library.ingest([HERE.parent / "corpus"])
        searcher = Searcher(library)
        for asked in questions():
            hits = searcher.search(asked.question, k=DEPTH)
            place = rank(hits, asked)
            ranks.setdefault(asked.kind, []).append(place)
            if "-v" in argv and place != 1 and asked.kind in ONE_PLACE:
                first = squeeze(hits[0].passage.text)[:60] if hits else ""
                print(f"{asked.id} [{place or '-'}] {asked.question} → {asked.quote} | {first}")
    groups = {f"* {k}" if k in ONE_PLACE else f"  {k}": v for k, v in sorted(ranks.items())}
    groups["answered by one place (*)"] = [r for k in ONE_PLACE for r in ranks.get(k, [])]
    print(f"{'':28}{'questions':>10}" + "".join(f"{f'hit@{d}':>9}" for d in DEPTHS))
    for name, found in groups.items():
        shares = (sum(1 for r in found if 0 < r <= d) / max(len(found), 1) for d in DEPTHS)
        print(f"{name:28}{len(found):10}" + "".join(f"{share:9.1%}" for share in shares))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
