"""记录: what the catalogue hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain.declaration import Article, Basis, Declaration
from assistant.domain.locator import Locator

DocumentKind = Literal["declaration", "budget", "statute", "policy", "other"]


KIND_WORDS: Mapping[DocumentKind, str] = {
    "declaration": "绩效目标申报",
    "budget": "部门预算",
    "statute": "法律法规",
    "policy": "政策文件",
    "other": "其他",
}
"""The kinds of document in words."""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document of the catalogue, without its text.

    ``number`` is the catalogue's own, never used twice; ``counts`` holds declarations, indicators,
    budget_lines, executions, bases, statutes, articles, tables, passages, characters, uncertain
    (values that could not be read with certainty).
    ``ingested_at`` is UTC, ISO 8601.
    """

    id: str
    name: str
    format: str
    kind: DocumentKind
    title: str
    year: int | None
    unit: str | None
    projects: tuple[str, ...]
    counts: Mapping[str, int]
    ingested_at: str
    notes: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class StoredDeclaration:
    """A declaration with the id and the file name of its document, and its index there."""

    document: str
    source: str
    index: int
    declaration: Declaration


@dataclass(frozen=True, slots=True)
class StoredBasis:
    """A citation of a basis document; ``declaration_index`` is None outside declarations."""

    basis: Basis
    document: str
    source: str
    declaration_index: int | None
    project: str | None
    unit: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class LawVersion:
    """One version of a law: in force from ``since`` until before ``until`` (ISO dates).

    ``since`` is the date in force, else that of issue, else of the version; None is unknown.
    ``until`` is the next version's ``since``.
    """

    document: str
    source: str
    index: int
    title: str
    number: str | None
    issuer: str | None
    issued: str | None
    in_force: str | None
    version: str | None
    since: str | None
    until: str | None
    locator: Locator

    def holds(self, on: str) -> bool:
        """Whether it is in force on an ISO date; an unknown beginning is not excluded."""
        if self.since is not None and on < self.since:
            return False
        return self.until is None or on < self.until


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with the version of the law that it stands in."""

    law: LawVersion
    article: Article


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of the catalogue, each once, sorted; for linking a question's words."""

    units: tuple[str, ...]
    projects: tuple[str, ...]
    years: tuple[int, ...]
    indicators: tuple[str, ...]
    items: tuple[str, ...]
    titles: tuple[str, ...]
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did: ids and names; ``failed`` holds (name, reason).

    ``added`` lists documents as (id, name), ``replaced`` those whose file had changed.
    ``corrections`` holds (name, line): what a later version of a file took over or lost of what
    was corrected by hand.
    """

    added: tuple[tuple[str, str], ...] = ()
    unchanged: tuple[tuple[str, str], ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0
    corrections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """The library's state. ``problems`` are lines for the user; none means all is well."""

    documents: int
    passages: int
    words: int
    vectors: int
    chroma: int | None
    encoder: str | None
    bytes: int
    problems: tuple[str, ...] = field(default=())

    def lines(self) -> list[str]:
        """The state for the user, what is not in order last."""
        size = self.bytes / 1_000_000
        state = [
            f"资料 {self.documents} 份，段落 {self.passages} 段，占用 {size:.1f} MB",
            f"词索引 {self.words} 段；向量 {self.vectors} 段（编码器 {self.encoder or '未定'}）",
        ]
        if self.chroma is not None:
            state.append(f"Chroma 向量索引 {self.chroma} 段")
        return [*state, *(f"问题：{line}" for line in self.problems or ("无",))]
