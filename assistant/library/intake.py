"""收件: files and folders to documents: what is to be read, what it says, and what failed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import assistant
from assistant.domain.declaration import Reading
from assistant.domain.document import Document
from assistant.errors import ReadError, YoujuError
from assistant.library.corrections import Change
from assistant.library.rows import Prepared, prepare

Reader = Callable[[Path], Sequence[tuple[Document, Reading] | ReadError]]
"""Reads a file; a member of an archive that cannot be read is given as its error."""
Settle = Callable[[Document, Reading], tuple[Reading, Change]]
"""Puts corrections by hand onto a fresh reading."""
_SKIPPED = ("thumbs.db", "desktop.ini")
_PREFIXES = (".", "~$")
_NOTES = "readme"
_READERS = ("domain/**/*.py", "reading/**/*.py")
_STORED = ("codec", "description", "flatten", "names", "passages", "rows", "schema", "terms")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as found; ``reason`` is set where it could not be."""

    path: Path
    name: str
    reason: str | None = None


def _wanted(name: str) -> bool:
    """Not hidden, not an editor's lock file, not the note on a folder (README)."""
    lower = name.lower()
    if lower.startswith(_PREFIXES) or lower in _SKIPPED:
        return False
    return not lower.startswith(_NOTES)


def _walk(folder: Path, without: Path) -> Iterator[Incoming]:
    failed: list[Incoming] = []

    def note(error: OSError) -> None:
        path = Path(error.filename or folder)
        failed.append(Incoming(path, path.name, "文件夹无法打开（没有读取权限）"))

    for base, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and Path(base, f).resolve() != without
        )
        for name in sorted(names):
            if _wanted(name):
                path = Path(base) / name
                yield Incoming(path, str(path.relative_to(folder)))
    yield from failed


def found_in(paths: Iterable[Path], without: Path) -> list[Incoming]:
    """Every file that is named, and every one inside a named folder, in order, each once.

    What lies in the folder ``without`` (the library's own) is left out.
    """
    found: dict[str, Incoming] = {}
    for path in paths:
        if path.is_dir():
            incoming: Iterable[Incoming] = _walk(path, without.resolve())
        elif path.exists():
            incoming = [Incoming(path, path.name)]
        else:
            incoming = [Incoming(path, str(path), "没有这个文件或文件夹")]
        for one in incoming:
            found.setdefault(os.path.abspath(one.path), one)
    return list(found.values())


@cache
def reader_stamp() -> str:
    """What the readers are: a changed reader reads a file anew, though its bytes are the same."""
    digest = sha256(assistant.__version__.encode("ascii"))
    package = Path(assistant.__file__).parent
    modules = [module for pattern in _READERS for module in sorted(package.glob(pattern))]
    for module in [*modules, *(package / "library" / f"{name}.py" for name in _STORED)]:
        if module.is_file():
            digest.update(module.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Read:
    """A file that was read: its documents, prepared for the catalogue."""

    path: str
    name: str
    sha256: str
    prepared: tuple[Prepared, ...]
    failures: tuple[ReadError, ...] = ()


def hash_of(path: Path) -> str:
    """SHA-256 of a file's bytes. Raises ReadError."""
    digest = sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise ReadError(path.name, f"无法打开（{error.strerror or error}）") from error
    return digest.hexdigest()


def read_whole(path: Path) -> list[tuple[Document, Reading] | ReadError]:
    """The documents of a file with what they say, and what could not be read. Raises ReadError."""
    from assistant.reading.facts import read_facts  # the readers pull in their libraries
    from assistant.reading.files import documents_of, open_file

    contents = open_file(path)
    documents = documents_of(contents)
    return [*((document, read_facts(document)) for document in documents), *contents.failures]


def _prepared(document: Document, reading: Reading, settle: Settle | None) -> Prepared:
    if settle is None:
        return prepare(document, reading)
    settled, change = settle(document, reading)
    return prepare(document, settled, reading, change)


def read(
    incoming: Incoming, digest: str, reader: Reader = read_whole, settle: Settle | None = None
) -> Read:
    """Read a file and prepare its documents. Raises YoujuError with a line for the user."""
    try:
        parts = reader(incoming.path)
        failures = tuple(part for part in parts if isinstance(part, ReadError))
        prepared = tuple(
            _prepared(*part, settle) for part in parts if not isinstance(part, ReadError)
        )
    except YoujuError:
        raise
    except RecursionError as error:
        raise ReadError(incoming.name, "嵌套过深，无法读取") from error
    except Exception as error:
        raise ReadError(
            incoming.name, f"读取时出现意外错误（{type(error).__name__}: {error}）"
        ) from error
    return Read(os.path.abspath(incoming.path), incoming.name, digest, prepared, failures)
