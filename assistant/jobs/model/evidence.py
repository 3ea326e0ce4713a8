"""证据: the numbered places that a model may cite, and what each of them says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assistant.domain.answer import Answer, Citation
from assistant.domain.locator import Locator
from assistant.jobs.model.claims import MARK

LONGEST = 600
"""Characters of one piece of evidence that a model is shown: a long article's beginning."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place: ``about`` names whose it is (file, unit, year, project), ``text`` quotes it.

    ``stated`` holds the sentences computed from this place without a model (sums redone).
    """

    n: int
    title: str
    about: str
    text: str
    locator: Locator
    stated: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """All that a sentence citing this place may say."""
        return "\n".join((self.about, self.text, *self.stated))


@dataclass
class Ledger:
    """The evidence of one answer in the making; every place has one number."""

    about: Callable[[Locator], str]
    mended: Callable[[Locator], str] = lambda _place: ""
    """What was corrected by hand at a place, to be read behind its quote."""
    items: list[Evidence] = field(default_factory=list)

    def add(self, locator: Locator, title: str) -> int:
        """The number of a place, given to it at its first coming."""
        for one in self.items:
            if one.locator == locator:
                return one.n
        n = len(self.items) + 1
        text = " ".join(locator.quote.split()) + self.mended(locator)
        self.items.append(Evidence(n, title, self.about(locator), text, locator))
        return n

    def add_answer(self, answer: Answer) -> str:
        """Take in a computed answer; returns its text with this ledger's numbers."""
        numbers = {c.n: self.add(c.locator, c.title) for c in answer.citations}
        text = renumbered(answer.answer, numbers)
        for line in text.splitlines():
            for n in cited(line):
                one = self.items[n - 1]
                if line not in one.stated:
                    stated = (*one.stated, line)
                    self.items[n - 1] = Evidence(
                        n, one.title, one.about, one.text, one.locator, stated
                    )
        return text

    def get(self, n: int) -> Evidence | None:
        """The evidence of a number; None for a number that was never given."""
        return self.items[n - 1] if 1 <= n <= len(self.items) else None

    def shown(self) -> str:
        """The evidence as the model reads it: data between marks, one place a line."""
        return "\n".join(f"[{one.n}]（{one.about}）{one.text[:LONGEST]}" for one in self.items)

    def citations(self, used: Iterable[int]) -> tuple[tuple[Citation, ...], dict[int, int]]:
        """The citations of an answer, numbered from 1 in order of use, and old → new numbers."""
        order: dict[int, int] = {}
        for n in used:
            order.setdefault(n, len(order) + 1)
        found = [Citation(new, self.items[n - 1].title, self.items[n - 1].locator)
                 for n, new in order.items()]  # fmt: skip
        return tuple(found), order


def cited(text: str) -> list[int]:
    """The numbers of the [n] marks in a text, in order."""
    return [int(match.group(1)) for match in MARK.finditer(text)]


def renumbered(text: str, numbers: dict[int, int]) -> str:
    """The text with its [n] marks mapped; marks without a new number are dropped."""
    return MARK.sub(
        lambda m: f"[{numbers[int(m.group(1))]}]" if int(m.group(1)) in numbers else "", text
    )
