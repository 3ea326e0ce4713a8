"""资料库: what is kept, and the two indexes derived from it.

SQL is the truth. A document with its facts, passages and vectors goes in by one transaction; then
the word index and Chroma are brought into line by comparing document numbers. Killed at any
moment, the next process that opens the library finds the difference and mends it from SQL.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import EncoderMismatch, LibraryBusy, LibraryError, ReadError, YoujuError
from assistant.library.catalogue import Catalogue
from assistant.library.columns import Columns, Scope
from assistant.library.corrections import Change, carried_line
from assistant.library.encoder import Encoder
from assistant.library.intake import (
    Incoming,
    Read,
    Reader,
    found_in,
    hash_of,
    read,
    read_whole,
    reader_stamp,
)
from assistant.library.ledger import Ledger
from assistant.library.ownership import Ownership
from assistant.library.quantised import quantise
from assistant.library.records import DocumentRecord, IngestReport, Inspection
from assistant.library.rows import Prepared
from assistant.library.selection import Selection
from assistant.library.trouble import of_disk
from assistant.library.vectors import VectorIndex
from assistant.library.words import WordIndex
from assistant.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with (file name, files done, files in all)."""

_WAIT_SECONDS = 10.0  # for another process that writes
_TOGETHER = 4_000  # passages that are encoded and stored in one transaction
_BLOCK = 40_000  # passages that go into the word index in one commit
_DATABASE = "catalogue.db"
_ENCODER = "encoder"
_SETTLED = "settled-"  # before an index's place: the generation that it was last brought to
_UNSTORABLE = (ReadError, ValueError, OverflowError, TypeError)
"""What one document's content can do to a transaction: half characters, figures beyond 64 bits."""
log = logging.getLogger(__name__)


class Library:
    """The library in ``settings.index``; safe for threads, and for several processes.

    Opening it mends what an earlier process left unfinished, where no other is writing.
    Raises LibraryError.
    """

    def __init__(
        self, settings: Settings, encoder: Encoder, *, reader: Reader = read_whole
    ) -> None:
        self.folder = settings.index
        self.encoder = encoder
        self._shipped = settings.encoder is None
        self._reader = reader
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise of_disk(error, str(self.folder)) from error
        path = (self.folder / _DATABASE).absolute()
        self.catalogue = Catalogue(settings.database or f"sqlite:///{path}")
        self._store = self.catalogue.store
        self._ledger = Ledger(self._store)
        self._thread = threading.RLock()
        self._writer = Ownership(self.folder, "write")
        self._words: WordIndex | None = None
        self.vectors = VectorIndex(
            self._store, encoder.dimension, self.folder / "vectors", settings.chroma_url
        )
        self._columns = Columns(self._store)
        self._mend()

    def close(self) -> None:
        """Let go of files, locks and connections."""
        self.vectors.close()
        self.catalogue.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def words(self) -> WordIndex:
        """The word index. Raises LibraryCorrupt."""
        if self._words is None:
            with self._thread:
                if self._words is None:
                    self._words = WordIndex(self.folder / "words")
        return self._words

    @contextmanager
    def _writing(self, seconds: float = _WAIT_SECONDS) -> Iterator[None]:
        """One writer at a time: threads wait, another process waits a while. LibraryBusy."""
        with self._thread, self._writer.hold(seconds):
            yield

    @contextmanager
    def changing(self) -> Iterator[None]:
        """A change of what is stored: one writer, and both indexes in line after it.

        Raises LibraryBusy, EncoderMismatch.
        """
        with self._writing():
            self.check_encoder()
            yield
            self._sync()

    def scope(self, selection: Selection) -> Scope | None:
        """What a selection lets through; None where that is everything."""
        return None if selection.open else self._columns.scope(selection)

    # ---- encoder ----

    def check_encoder(self) -> None:
        """Raise EncoderMismatch where the vectors were made by another encoder."""
        made = self._store.note(_ENCODER)
        if made is not None and made != self._signature():
            raise EncoderMismatch(
                f"资料库的向量由编码器 {made} 建立，现在用的是 {self._signature()}："
                "请改回 YOUJU_ENCODER，或运行 youju doctor --repair 用现在的编码器重建"
            )

    def _outdated(self) -> bool:
        """Whether the shipped encoder, which nobody chose, has been followed by a later one."""
        made = (self._store.note(_ENCODER) or "").partition("/")[0]
        name = self.encoder.name
        family, _, version = name.rpartition("-")
        return (
            self._shipped and made != name and bool(version) and made.rpartition("-")[0] == family
        )

    def _signature(self) -> str:
        return f"{self.encoder.name}/{self.encoder.dimension}"

    # ---- ingest ----

    def ingest(
        self, paths: Iterable[Path | str], *, progress: Progress | None = None
    ) -> IngestReport:
        """Read files and folders into the library; a file already in it costs only its hash.

        A file that cannot be read is named in ``failed`` and stops nothing. A file that has
        changed replaces its former documents. In folders, hidden files and README are left out.
        Raises LibraryBusy, EncoderMismatch, LibraryError (a full disk).
        """
        started = time.perf_counter()
        files = found_in((Path(path) for path in paths), self.folder)
        with self._writing():
            self.check_encoder()
            self._sync()
            intake = _Intake(self, files, progress)
            intake.run(self._reader)
            self._sync()
        return intake.report(time.perf_counter() - started)

    def remove(self, id: str) -> DocumentRecord:
        """Remove a document by id or name. Raises NotFound."""
        with self._writing():
            record = self.catalogue.remove(id)
            self._sync()
        return record

    def store(self, batch: Sequence[Read], remove: Iterable[str] = ()) -> None:
        """Encode and store what was read, in one transaction; the indexes follow at a sync."""
        unique = {p.document_row["id"]: p for read in batch for p in read.prepared}
        sources = {
            one.path: (
                one.sha256,
                reader_stamp(),
                tuple(p.document_row["id"] for p in one.prepared),
            )
            for one in batch
        }
        self.catalogue.add_all(self._encoded(unique.values()), sources=sources, remove=remove)

    def restore(self, prepared: Prepared) -> None:
        """Store a document anew that the library has: its facts were corrected by hand."""
        self.catalogue.add_all(self._encoded([prepared]))

    def _encoded(self, documents: Iterable[Prepared]) -> list[tuple[Prepared, bytes | None]]:
        """Documents with their vectors."""
        prepared = list(documents)
        texts = [text for one in prepared for text in one.texts]
        blocks: list[bytes] = []
        if texts:
            vectors, at = self.encoder.encode(texts), 0
            for one in prepared:
                blocks.append(quantise(vectors[at : at + len(one.texts)]))
                at += len(one.texts)
        else:
            blocks = [b""] * len(prepared)
        if self._store.note(_ENCODER) is None:
            self._store.set_note(_ENCODER, self._signature())
        return list(zip(prepared, blocks))

    # ---- keeping the indexes in line ----

    def _mend(self) -> None:
        """Finish what an earlier process left; where another is writing, it will do so itself."""
        try:
            if self._outdated():
                log.warning("检索编码器已随软件更新，正在重建向量，请稍候")
                with self._writing(seconds=0):
                    self._renew_vectors()
            if self._in_line():
                return
            with self._writing(seconds=0):
                self._sync()
        except LibraryBusy:
            return
        except LibraryError as error:  # told again, and raised, when the index is used
            log.warning("%s", error)

    def _in_line(self) -> bool:
        """Whether the last sync has seen the catalogue as it is now, and nothing was lost since."""
        settled = self._store.note(f"{_SETTLED}{self.words.place}")
        if settled != str(self._store.generation()):
            return False
        return self.words.count() == self._ledger.passages()

    def sync(self) -> None:
        """Bring both indexes into line with the catalogue. Raises LibraryBusy, LibraryCorrupt."""
        with self._writing():
            self._sync()

    def _sync(self) -> None:
        self._sync_vectors()
        self._sync_words()
        self.vectors.sync()
        self._store.set_note(f"{_SETTLED}{self.words.place}", str(self._store.generation()))

    def _sync_vectors(self) -> None:
        """Encode what has no vectors yet; a library without any takes the present encoder."""
        lacking = self._ledger.without_vectors()
        if not lacking:
            return
        if self._store.note(_ENCODER) is None:
            self._store.set_note(_ENCODER, self._signature())
        self.check_encoder()
        for number in lacking:
            texts = self._ledger.texts(number)
            self._ledger.put_vectors({number: quantise(self.encoder.encode(texts))})

    def _sync_words(self) -> None:
        words = self.words
        if words.count() != self._ledger.expected(words.place):
            excess, lacking = self._ledger.difference(words.place)
            if not excess and not lacking:  # it has lost some, or has some twice: start over
                self._ledger.forget(words.place)
                words = self._fresh_words()
        excess, lacking = self._ledger.difference(words.place)
        sizes = self._ledger.sizes(lacking)
        block: list[int] = []
        for number in lacking:
            block.append(number)
            if sum(sizes.get(n, 0) for n in block) >= _BLOCK:
                self._index(words, excess, block)
                excess, block = [], []
        if excess or block:
            self._index(words, excess, block)

    def _index(self, words: WordIndex, excess: list[int], block: list[int]) -> None:
        """One commit. A number that a killed process left half noted is dropped before."""
        words.change([*excess, *block], self._ledger.entries(block))
        self._ledger.settle(words.place, excess, block)

    def _fresh_words(self) -> WordIndex:
        self._words = None
        shutil.rmtree(self.folder / "words", ignore_errors=True)
        return self.words

    def repair(self) -> Inspection:
        """Make both indexes anew from the catalogue, the vectors too where the encoder changed.

        Raises LibraryBusy where another process uses the library.
        """
        with self._writing():
            self.vectors.erase()
            self._ledger.forget()
            self._fresh_words()
            if self._store.note(_ENCODER) != self._signature() or self._damaged():
                self._renew_vectors()
            self._sync()
        return self.inspect()

    def _renew_vectors(self) -> None:
        """Drop what another encoder made; the note comes last, so that a kill repeats the rest."""
        self.vectors.erase()
        self._ledger.forget()
        self._ledger.forget_vectors()
        self._store.set_note(_ENCODER, self._signature())

    def _damaged(self) -> bool:
        """Whether stored vectors are not as many as their passages."""
        sizes = self._ledger.sizes(self._ledger.numbers())
        dimension = self.encoder.dimension
        try:
            found = {n: len(v) for n, v in self._ledger.vectors(sorted(sizes), dimension)}
        except ValueError:
            return True
        return any(found.get(n, 0) != size for n, size in sizes.items())

    def inspect(self) -> Inspection:
        """The state of the library, with a line for everything that is not in order."""
        problems: list[str] = []
        passages, words, vectors, chroma = self._ledger.passages(), 0, 0, None
        try:
            words = self.words.count()
            if words != passages:
                problems.append(f"词索引有 {words} 段，目录有 {passages} 段")
        except LibraryError as error:
            problems.append(str(error))
        try:
            self.check_encoder()
            if self._damaged():
                problems.append("有资料的向量缺失或损坏；可用 youju doctor --repair 重建")
            else:
                vectors = passages
        except YoujuError as error:
            problems.append(str(error))
        try:
            chroma = self.vectors.held_by_chroma()
            if chroma is not None and chroma != passages:
                problems.append(f"向量索引有 {chroma} 段，目录有 {passages} 段")
        except LibraryError as error:
            problems.append(str(error))
        used = sum(f.stat().st_size for f in self.folder.rglob("*") if f.is_file())
        return Inspection(
            len(self.catalogue.documents()), passages, words, vectors, chroma,
            self._store.note(_ENCODER), used, tuple(problems),
        )  # fmt: skip


class _Intake:
    """One ingest: what is unchanged, what is read, what it replaces."""

    def __init__(self, library: Library, files: list[Incoming], progress: Progress | None) -> None:
        self._library, self._files, self._progress = library, files, progress
        self._sources = library.catalogue.sources()
        self._names = {r.id: r.name for r in library.catalogue.documents()}
        self._waiting: list[Read] = []
        self._gone: list[str] = []
        self._added: dict[str, str] = {}
        self._unchanged: dict[str, str] = {}
        self._replaced: dict[str, str] = {}
        self._failed: list[tuple[str, str]] = []
        book = library.catalogue.corrections
        self._settle = book.settled if book.any() else None
        self._kept: dict[str, tuple[str, str]] = {}

    def run(self, reader: Reader) -> None:
        done = 0
        for done, incoming in enumerate(self._files):
            if self._progress is not None:
                self._progress(incoming.name, done, len(self._files))
            try:
                self._take(incoming, reader)
            except YoujuError as error:
                if isinstance(error, LibraryError):
                    raise
                self._failed.append((incoming.name, _reason(error)))
            if sum(len(p.passages) for r in self._waiting for p in r.prepared) >= _TOGETHER:
                self._flush()
        self._flush()
        if self._progress is not None and self._files:
            self._progress("", len(self._files), len(self._files))

    def _take(self, incoming: Incoming, reader: Reader) -> None:
        if incoming.reason is not None:
            self._failed.append((incoming.name, incoming.reason))
            return
        path = str(incoming.path.absolute())
        digest = hash_of(incoming.path)
        known = self._sources.get(path)
        if known is None:  # the same bytes may have come from elsewhere
            known = next((s for s in self._sources.values() if s[0] == digest), None)
        if known is not None and known[:2] == (digest, reader_stamp()) and known[2]:
            present = all(id in self._names for id in known[2])
            if present:
                self._unchanged |= {id: self._names[id] for id in known[2]}
                return
        done = read(incoming, digest, reader, self._settle)
        self._failed.extend((failure.path, failure.reason) for failure in done.failures)
        self._waiting.append(done)

    def _flush(self) -> None:
        """Store what waits in one transaction; where that fails, file by file."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            self._store(waiting)
        except _UNSTORABLE:
            for one in waiting:
                try:
                    self._store([one])
                except _UNSTORABLE as error:
                    self._failed.append((one.name, f"内容无法存入资料库（{type(error).__name__}）"))

    def _store(self, waiting: list[Read]) -> None:
        sources = dict(self._sources)
        gone: list[str] = []
        for one in waiting:
            known = sources.get(one.path, ("", "", ()))[2]
            ids = tuple(p.document_row["id"] for p in one.prepared)
            sources[one.path] = (one.sha256, reader_stamp(), ids)
            gone.extend(id for id in known if id in self._names and id not in ids)
        held = {id for _, _, ids in sources.values() for id in ids}
        gone = [id for id in gone if id not in held]
        self._library.store(waiting, gone)
        for one in waiting:
            former = self._sources.get(one.path, ("", "", ()))[2]
            known = tuple(id for id in former if id in self._names)
            for prepared in one.prepared:
                self._sort(prepared.document_row, prepared.change, known)
        self._sources = sources
        for id in gone:
            self._names.pop(id, None)

    def _sort(self, row: dict[str, object], change: Change, former: Sequence[str]) -> None:
        """Into added or replaced, for the report."""
        id, name = str(row["id"]), str(row["name"])
        self._kept |= {c.id: (name, carried_line(c)) for c in change.added}
        self._kept |= {c.id: (name, carried_line(c)) for c in change.changed if c.status == "lost"}
        if id in self._added or id in self._replaced:
            return
        kind = self._replaced if former or id in self._names else self._added
        kind[id] = name
        self._names[id] = name

    def report(self, seconds: float) -> IngestReport:
        return IngestReport(
            tuple(self._added.items()), tuple(self._unchanged.items()), tuple(self._failed),
            tuple(self._replaced.items()), seconds, tuple(self._kept.values()),
        )  # fmt: skip


def _reason(error: YoujuError) -> str:
    return str(getattr(error, "reason", None) or error)
