"""答复: an answer whose every claim opens its source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.domain.correction import Correction
from assistant.domain.locator import Locator
from assistant.domain.target import Target

StepKind = Literal[
    "stated", "composition", "unit_price", "history", "policy", "precedent", "unknown"
]


@dataclass(frozen=True, slots=True)
class Citation:
    """引用: ``n`` is the number in the answer's [n] marks.

    ``corrections`` are what was corrected by hand there: the place still shows what was read.
    """

    n: int
    title: str
    locator: Locator
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class DerivationStep:
    """推导步骤: one reason for a value; ``formula`` redoes the sum where there is one."""

    kind: StepKind
    text: str
    formula: str | None
    sources: tuple[Locator, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """``answer`` is Markdown with [n] marks; ``model`` is None where no model took part.

    ``suggestions`` stand in a refusal: nearest things that the library has, as questions.
    """

    question: str
    kind: str
    answer: str
    citations: tuple[Citation, ...]
    refused: bool = False
    reason: str | None = None
    derivation: tuple[DerivationStep, ...] = ()
    model: str | None = None
    elapsed_ms: float = 0.0
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """The contract's answer of ``youju why``."""

    indicator: str
    project: str | None
    unit: str | None
    year: int | None
    target: Target | None
    derivation: tuple[DerivationStep, ...]
    answer: str
    citations: tuple[Citation, ...]


CERTAINTY_WORDS = {
    "certain": "确定",
    "near-certain": "基本确定",
    "inferred": "由代字推断",
    "unknown": "不能确定",
}
"""How certain the body that issued a document is, in words."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """发文机关: ``certainty`` is a key of ``CERTAINTY_WORDS``."""

    name: str | None
    certainty: str


@dataclass(frozen=True, slots=True)
class Citing:
    """A declaration (or other document) that cites a basis document."""

    project: str | None
    unit: str | None
    year: int | None
    locator: Locator
    number_raw: str | None = None
    title: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class BasisDocument:
    """依据文件: a document with every place that cites it."""

    number: str | None
    title: str | None
    titles: tuple[str, ...]
    issuer: Issuer
    year: int | None
    serial: int | None
    full_text: Locator | None
    cited_by: tuple[Citing, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BasisAnswer:
    """The contract's answer of ``youju basis``; an unknown number gives no documents."""

    query: str
    number: str | None
    documents: tuple[BasisDocument, ...] = field(default=())
