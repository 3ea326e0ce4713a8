"""原件: where the file that a document was read from lies, and where uploads are kept.

A member of an archive is unpacked beside the uploads when its page is first shown; it is known by
the hash of its bytes, never by its name.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ReadError, YoujuError
from assistant.reading.package import Package

if TYPE_CHECKING:
    from assistant.app import Assistant

FOLDER = "files"
_ZIP = b"PK\x03\x04"
_NESTED = 1
"""How deep archives may lie in one another: as deep as they are read."""


def keep(index: Path, upload: Path) -> Path:
    """An uploaded file copied into the index folder, so that it outlives the browser's session."""
    with upload.open("rb") as file:
        hashed = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    folder = index / FOLDER / hashed
    kept = folder / upload.name
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f".{upload.name}.partial"
        shutil.copyfile(upload, partial)
        partial.replace(kept)
    return kept


def original(assistant: Assistant, document: str) -> Path | None:
    """The file of a document; None where it is gone."""
    for path, (sha256, _, ids) in assistant.catalogue.sources().items():
        if document in ids and Path(path).is_file():
            if sha256.startswith(document):  # an id is made from the file's own bytes
                return Path(path)
            return _member(assistant, Path(path), document)
    return None


def _member(assistant: Assistant, path: Path, document: str) -> Path | None:
    """The member of an archive that a document was read from, as a file of its own."""
    folder = assistant.settings.index / FOLDER / document
    known = next((p for p in folder.glob("*") if p.suffix != ".partial"), None)
    if known is not None:
        return known
    try:
        wanted = assistant.catalogue.document(document)
        data = path.read_bytes()
    except (OSError, YoujuError):
        return None
    if not data.startswith(_ZIP):
        return None
    for name, content in _members(data, path.name, 0):
        if hashlib.sha256(content).hexdigest() == wanted.sha256:
            folder.mkdir(parents=True, exist_ok=True)
            kept = folder / f"原件{Path(name).suffix.lower()[:8]}"
            partial = folder / "原件.partial"
            partial.write_bytes(content)
            partial.replace(kept)
            return kept
    return None


def _members(data: bytes, name: str, depth: int) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of an archive's members within the bounds of reading; broken ones are skipped."""
    try:
        package = Package(data, name)
    except ReadError:
        return
    for member in package.members:
        if member.is_dir():
            continue
        try:
            content = package.unpack(member)
        except ReadError:
            continue
        yield member.filename, content
        if content.startswith(_ZIP) and depth < _NESTED:
            yield from _members(content, member.filename, depth + 1)
