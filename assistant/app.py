"""The only wiring: settings → ``Assistant``, the one object that the faces talk to.

Everything is made on first use, so that a cold command pays only for what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.domain.answer import Answer, BasisAnswer, Why
from assistant.domain.declaration import Reading
from assistant.domain.document import Document
from assistant.domain.provenance import marked, remarks
from assistant.domain.settlement import settle
from assistant.errors import NotFound, ReadError, UsageError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.domain.draft import Draft
    from assistant.jobs.answer.answerer import Answerer
    from assistant.jobs.answer.query import Query
    from assistant.jobs.check.report import CheckReport
    from assistant.jobs.draft.narrative import Wording
    from assistant.jobs.draft.request import DraftRequest
    from assistant.jobs.model.driver import ModelDriver
    from assistant.library.amending import Amendments
    from assistant.library.catalogue import Catalogue
    from assistant.library.library import Library
    from assistant.library.records import DocumentRecord, IngestReport, StoredArticle
    from assistant.search.adapt import Adaptation
    from assistant.search.filters import Filters
    from assistant.search.searcher import Hit, Searcher

QUESTION_LIMIT = 10_000
"""Longest question, in characters: the longest real one seen is under 500."""

Progress = Callable[[str, int, int], None]
Said = TypeVar("Said", Answer, Why)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document of a file (a .zip holds several) and what it says."""

    document: Document
    reading: Reading


def parse(path: Path) -> list[Parsed]:
    """Read a file into facts, without a library. Raises ReadError."""
    from assistant.reading.facts import read_facts
    from assistant.reading.files import read_file

    return [Parsed(document, read_facts(document)) for document in read_file(path)]


def checked_question(text: str) -> str:
    """The question, stripped; raises UsageError for an empty or an endless one."""
    question = text.strip()
    if not question:
        raise UsageError("问题是空的，请写下要问的内容")
    if len(question) > QUESTION_LIMIT:
        raise UsageError(f"问题太长（{len(question)} 字），请缩短到 {QUESTION_LIMIT} 字以内")
    return question


class Assistant:
    """The product: ingest, look up, ask, explain, check, draft."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._tuned = 0

    @cached_property
    def library(self) -> Library:
        """What is kept. Opening it mends what a killed process left behind."""
        from assistant.library.library import Library
        from assistant.search.encoders import load_encoder

        return Library(self.settings, load_encoder(self.settings.encoder))

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue: the truth that the indexes are derived from."""
        return self.library.catalogue

    @cached_property
    def searcher(self) -> Searcher:
        """Ranked passages."""
        from assistant.search.reranker import load_reranker
        from assistant.search.searcher import Searcher

        self._tuned = self._tuning()
        return Searcher(self.library, reranker=load_reranker(self.settings.reranker))

    @cached_property
    def answerer(self) -> Answerer:
        """Answers computed from facts and passages."""
        from assistant.jobs.answer.answerer import Answerer

        return Answerer(self.catalogue, self.searcher)

    @cached_property
    def driver(self) -> ModelDriver | None:
        """The language model's driver; None where no model is set."""
        if not self.settings.model:
            return None
        from assistant.jobs.model.driver import ModelDriver

        return ModelDriver(self.answerer, self.settings)

    def _tuning(self) -> int:
        """When ``youju adapt`` last changed the weights, in nanoseconds; 0 where it never did."""
        from assistant.search.fusion import FILE

        path = self.settings.index / FILE
        return path.stat().st_mtime_ns if path.is_file() else 0

    def _renew(self) -> None:
        """Take on what ``youju adapt`` left since, in this process or another."""
        if "searcher" in self.__dict__ and self._tuning() != self._tuned:
            for made in ("driver", "answerer", "searcher"):
                self.__dict__.pop(made, None)

    def ingest(self, paths: Sequence[Path], progress: Progress | None = None) -> IngestReport:
        """Read files and folders into the library; broken ones are named in the report."""
        return self.library.ingest(paths, progress=progress)

    def documents(self) -> list[DocumentRecord]:
        """What the library holds."""
        return self.catalogue.documents()

    def find(self, name: str) -> DocumentRecord:
        """The document of that id or name. Raises NotFound."""
        record = self.catalogue.find_document(name)
        if record is None:
            raise NotFound(f"资料库里没有“{name}”，用 youju list 查看已有资料")
        return record

    @cached_property
    def amendments(self) -> Amendments:
        """Values corrected by hand."""
        from assistant.library.amending import Amendments

        return Amendments(self.library)

    def remove(self, name: str) -> DocumentRecord:
        """Take a document out of the catalogue and both indexes."""
        record = self.find(name)
        self.library.remove(record.id)
        return record

    def ask(self, question: str, context: Sequence[str] = ()) -> Answer:
        """Answer a question; ``context`` are the earlier questions of the conversation."""
        self._renew()
        speaker = self.driver if self.driver is not None else self.answerer
        return self._marked(speaker.ask(checked_question(question), tuple(context)))

    def _marked(self, found: Said) -> Said:
        """An answer that says which of its values were corrected by hand."""
        live = self.catalogue.corrections.holding()
        text, citations = marked(found.answer, found.citations, live)
        return replace(found, answer=text, citations=citations)

    def stream(self, question: str, context: Sequence[str] = ()) -> Iterator[Answer]:
        """The answer as it grows: each item holds the text so far, the last is whole."""
        if self.driver is not None:
            for part in self.driver.stream(checked_question(question), tuple(context)):
                yield self._marked(part)
            return
        whole = self.ask(question, context)
        text = whole.answer
        step = max(12, len(text) // 20)
        for end in range(step, len(text), step):
            yield replace(whole, answer=text[:end])
        yield whole

    def understand(self, question: str, context: Sequence[str] = ()) -> Query:
        """What is understood of a question: intent, entities, filters."""
        return self.answerer.understand(checked_question(question), tuple(context))

    def search(self, text: str, *, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The passages nearest to a text."""
        self._renew()
        return self.searcher.search(checked_question(text), k=k, filters=filters)

    def article(self, law: str, number: str, on: str | None = None) -> StoredArticle:
        """One article of a law, in the version in force at ``on`` (the newest by default)."""
        found = self.catalogue.article(law, number, on)
        if found is None:
            raise NotFound(f"资料库里没有“{law}”的“{number}”，用 youju list 查看已有法规")
        return found

    def why(
        self, indicator: str, *, project: str | None, unit: str | None, year: int | None
    ) -> Why:
        """Why an indicator has its value."""
        from assistant.jobs.why import explain_value

        found = explain_value(
            self.catalogue, checked_question(indicator), project=project, unit=unit, year=year
        )
        return self._marked(found)

    def basis(self, text: str) -> BasisAnswer:
        """Look up a basis document by number or title."""
        from assistant.jobs.basis import look_up

        return look_up(self.catalogue, checked_question(text))

    def check(
        self,
        parsed: Parsed,
        *,
        with_library: bool = True,
        profile: Mapping[str, Any] | None = None,
    ) -> CheckReport:
        """Check a document's declarations; compares with the library where there is one.

        ``profile`` stands in for the tables of ``youju.toml``.
        """
        from assistant.jobs.check import check_document

        catalogue = self.catalogue if with_library and self.has_library() else None
        chosen = self.settings.profile if profile is None else profile
        document, reading = parsed.document, parsed.reading
        if catalogue is None:
            return check_document(document, reading, catalogue=None, profile=chosen)
        live = catalogue.corrections.holding()
        if live(document.id) and not reading.corrections:  # a file that is in the library too
            reading = settle(document, reading, live(document.id)).reading
        report = check_document(document, reading, catalogue=catalogue, profile=chosen)
        findings = [
            replace(f, message=f.message + remarks((f.locator, *f.related), f.message, live))
            for f in report.findings
        ]
        return replace(report, findings=tuple(findings))

    def has_library(self) -> bool:
        """True where something has been ingested before."""
        return self.settings.database is not None or any(
            p.name != "README.md" for p in self.settings.index.glob("*")
        )

    def adapt(self, feedback: Path | None = None) -> Adaptation:
        """Tune search on feedback (default: what the page recorded). Raises UsageError."""
        from assistant.search.adapt import adapt

        path = feedback or self.settings.index / "feedback.jsonl"
        if feedback is None and not path.exists():
            raise UsageError("还没有反馈：在网页上点“有用”，或给出一个 JSONL 文件")
        return adapt(self.library, path)

    def forget_adaptation(self) -> bool:
        """Take the tuning back; False where there was none."""
        from assistant.search.adapt import undo

        return undo(self.settings.index)

    def draft(self, request: DraftRequest) -> Draft:
        """Draft a declaration, checked by the same rules as ``check``."""
        from assistant.jobs.draft import draft
        from assistant.jobs.draft.proof import proofread
        from assistant.writing.markdown import to_markdown

        said: list[str] = []
        drafted = draft(self.catalogue, request, wording=self._wording(said))
        drafted = replace(drafted, notes=(*drafted.notes, *dict.fromkeys(said)))
        live = self.catalogue.corrections.holding()
        cells = [
            replace(c, reason=(c.reason or "") + said) if said else c
            for c in drafted.cells
            for taken in [c.sources if c.status in {"carried", "computed"} else ()]
            for said in [remarks(taken, c.value, live, sums=c.status == "computed")]
        ]
        drafted = replace(drafted, cells=tuple(cells))
        text = to_markdown(drafted, sources=False)
        return proofread(drafted, text, profile=self.settings.profile)

    def _wording(self, said: list[str]) -> Wording | None:
        """What words a draft's goals: the model where one is set; ``said`` takes its notes."""
        if not self.settings.model:
            return None
        from assistant.jobs.model.wording import ModelWording

        return ModelWording(self.settings, said.append)


def parse_all(paths: Sequence[Path]) -> Iterator[Parsed | ReadError]:
    """Read many files; one that cannot be read is yielded as its error, the rest go on."""
    for path in paths:
        try:
            yield from parse(path)
        except ReadError as error:
            yield error
