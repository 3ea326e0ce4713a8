"""``youju eval passages``: over the shipped declarations, is the right passage first?

Every question of ``evals/questions`` that one place answers (a value, an amount, a document, a
procedure, a definition) is asked of the search alone: no job, no model. Questions that are answered
by reckoning (why, sums, comparisons), by what was said before, or after correcting a slip of the pen
are the jobs' affair.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.fact import Passage
from assistant.library.library import Library
from assistant.library.passages import passages_of
from assistant.search.encoders import load_encoder
from assistant.search.searcher import Hit, Searcher
from assistant.settings import Settings
from evals.answers import contains

HERE = Path(__file__).resolve().parent
DEPTHS = (1, 3, 10)
DEPTH = max(DEPTHS)
ONE_PLACE = (
    "value", "budget", "amount", "execution", "account", "basis", "procedure", "definition", "law",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A file and a part of the quote; ``source`` None is any file."""

    source: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the places that prove its answer, and what the answer must say."""

    id: str
    question: str
    kind: str
    places: tuple[Place, ...]
    contents: tuple[str, ...]

    @property
    def source(self) -> str:
        """The file of the first place."""
        return self.places[0].source or ""


def squeeze(text: str) -> str:
    """A text without blanks and without the marks of tables."""
    return "".join(text.replace("|", "").split())


def questions(files: Iterable[Path] | None = None) -> list[Asked]:
    """Those that were asked without a context and whose gold quotes a place."""
    found = []
    for path in files or sorted((HERE / "questions").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            gold = row["gold"]
            if not row["answerable"] or row["context"] or not gold.get("quote_contains"):
                continue
            told = [gold, *(p for p in gold.get("also", ()) if p["quote_contains"])]
            anywhere = row["kind"] == "basis"  # a document's title may stand in any file
            places = [Place(None if anywhere else p["source"], p["quote_contains"]) for p in told]
            asked = Asked(row["id"], row["q"], row["kind"], tuple(places), tuple(gold["contains"]))
            found.append(asked)
    return found


def right_ids(passages: Iterable[Passage], asked: Asked) -> frozenset[str]:
    """The passages that hold a quote and state an answer; where none does, all that hold one.

    A quote may be no more than a name (物业管理服务), which stands in passages that do not answer.
    """
    holding = [p for p in passages if any(_holds(p, place) for place in asked.places)]
    stating = [p for p in holding if any(contains(_said(p), c) for c in asked.contents)]
    own = [p for p in holding if _holds(p, asked.places[0]) and _figured(asked.places[0].quote)]
    return frozenset(p.id for p in (*stating, *own)) or frozenset(p.id for p in holding)


def _holds(passage: Passage, place: Place) -> bool:
    there = place.source is None or passage.locator.source == place.source
    return there and squeeze(place.quote) in squeeze(passage.text)


def _said(passage: Passage) -> str:
    return f"{passage.text} {passage.path} {passage.article or ''}"


def _figured(quote: str) -> bool:
    """Whether a quote is itself a figure, misprinted or not."""
    return sum(c.isdigit() for c in quote) > 2


def rank(hits: Sequence[Hit], right: frozenset[str]) -> int:
    """The place of the first right passage, 0 where there is none."""
    return next((n for n, hit in enumerate(hits, 1) if hit.passage.id in right), 0)


def passages_in(library: Library) -> list[Passage]:
    """Every passage of a (small) library."""
    catalogue = library.catalogue
    return [
        passage
        for record in catalogue.documents()
        for passage in passages_of(catalogue.document(record.id), catalogue.reading(record.id))
    ]


def main(argv: list[str]) -> int:
    """Prints hit@1, @3, @10 by kind and, with ``-v``, what came first instead."""
    parser = argparse.ArgumentParser(prog="youju eval passages", description=__doc__)
    parser.add_argument("--questions", type=Path, help="another file of questions (jsonl)")
    parser.add_argument("-v", "--verbose", action="store_true", help="what came first instead")
    options = parser.parse_args(argv)
    ranks: dict[str, list[int]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(Settings(index=Path(folder)), load_encoder(None)) as library,
    ):
        library.ingest([HERE.parent / "corpus"])
        searcher, passages = Searcher(library), passages_in(library)
        for asked in questions([options.questions] if options.questions else None):
            hits = searcher.search(asked.question, k=DEPTH)
            place = rank(hits, right_ids(passages, asked))
            ranks.setdefault(asked.kind, []).append(place)
            if options.verbose and place != 1:
                first = squeeze(hits[0].passage.text)[:60] if hits else ""
                quote = asked.places[0].quote
                print(f"{asked.id} [{place or '-'}] {asked.question} → {quote} | {first}")
    report(ranks)
    return 0


def report(ranks: dict[str, list[int]]) -> None:
    """The table by kind, then those that one place answers, then all."""
    groups = {f"* {k}" if k in ONE_PLACE else f"  {k}": v for k, v in sorted(ranks.items())}
    groups["answered by one place (*)"] = [r for k in ONE_PLACE for r in ranks.get(k, [])]
    groups["all"] = [r for found in ranks.values() for r in found]
    print(f"{'':28}{'questions':>10}" + "".join(f"{f'hit@{d}':>9}" for d in DEPTHS))
    for name, found in groups.items():
        shares = (sum(1 for r in found if 0 < r <= d) / max(len(found), 1) for d in DEPTHS)
        print(f"{name:28}{len(found):10}" + "".join(f"{share:9.1%}" for share in shares))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
