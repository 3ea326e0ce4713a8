"""写出草稿: one file in the format that its name asks for, never half-written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from assistant.domain.draft import Draft
from assistant.errors import DraftError
from assistant.writing.printable import printable

Writer = Callable[[Draft, bool, Path | None], bytes]


def _docx(draft: Draft, sources: bool, templates: Path | None) -> bytes:
    from assistant.writing.word import to_docx  # python-docx and docxtpl: only for Word

    return to_docx(draft, sources=sources, templates=templates)


def _xlsx(draft: Draft, sources: bool, templates: Path | None) -> bytes:
    from assistant.writing.sheet import to_xlsx  # openpyxl: only for Excel

    return to_xlsx(draft, sources=sources)


def _md(draft: Draft, sources: bool, templates: Path | None) -> bytes:
    from assistant.writing.markdown import to_markdown

    return to_markdown(draft, sources=sources).encode("utf-8")


def _json(draft: Draft, sources: bool, templates: Path | None) -> bytes:
    from assistant.writing.draft_json import to_draft_json

    return to_draft_json(draft).encode("utf-8")


WRITERS: dict[str, Writer] = {".docx": _docx, ".xlsx": _xlsx, ".md": _md, ".json": _json}
"""Suffix → what makes the file's bytes."""


def draft_bytes(
    draft: Draft, suffix: str, *, sources: bool = True, templates: Path | None = None
) -> bytes:
    """The file's bytes. Raises DraftError for a suffix that is not in ``WRITERS``."""
    writer = WRITERS.get(suffix.lower())
    if writer is None:
        raise DraftError(f"不能写成 {suffix or '没有后缀的'} 文件，可选：{' '.join(WRITERS)}")
    whole = draft if suffix.lower() == ".json" else printable(draft)
    return writer(whole, sources, templates)


def write_draft(
    draft: Draft, path: Path, *, sources: bool = True, templates: Path | None = None
) -> None:
    """Write ``draft`` to ``path``; ``sources`` adds comments with the source of each cell.

    ``templates`` is a folder of the office's own Word templates, used where they have the name of
    ours. Raises DraftError where the file cannot be written; an older file then stays whole.
    """
    data = draft_bytes(draft, path.suffix, sources=sources, templates=templates)
    scratch: str | None = None
    try:
        handle, scratch = tempfile.mkstemp(prefix=".youju-", suffix=path.suffix, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(scratch, 0o666 & ~umask)
        os.replace(scratch, path)
    except OSError as error:
        if scratch is not None:
            Path(scratch).unlink(missing_ok=True)
        raise DraftError(f"{path} 无法写入：{error.strerror or error}") from error
