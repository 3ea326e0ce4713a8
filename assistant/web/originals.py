"""原件: where the file that a document was read from lies, and where uploads are kept."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.app import Assistant

FOLDER = "files"


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
    """The file of a document; None where it is gone or was part of an archive."""
    for path, (_, _, ids) in assistant.catalogue.sources().items():
        if document in ids and len(ids) == 1 and Path(path).is_file():
            return Path(path)
    return None
