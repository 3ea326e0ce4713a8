"""打开: a key or a document as the HTML of its source: text and tables, or the page's picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.domain.document import Document
from assistant.errors import YoujuError
from assistant.web.link import place_of
from assistant.web.originals import original
from assistant.web.pages import page_html
from assistant.web.said import empty, trouble
from assistant.web.source import head_html, source_html

if TYPE_CHECKING:
    from assistant.app import Assistant

NOT_A_PLACE = empty("这个出处打不开：链接不完整。")
PICTURED = frozenset({"pdf", "scan", "image", "ofd"})
"""Formats whose page is shown as a picture."""


def document_html(document: Document, path: Path | None, start: int, end: int) -> str:
    """A place of a document; for a page, its picture first and the text as read below it."""
    text = source_html(document, start, end)
    if path is None or document.format not in PICTURED:
        return text
    page = page_html(document, path, start, end)
    if page is None:
        return text
    read = source_html(document, start, end, headed=False).replace("yj-mark", "yj-also")
    return (
        f"{head_html(document, start)}{page}<details><summary>读出的文字</summary>{read}</details>"
    )


def open_key(
    assistant: Assistant, key: str, held: Document | None = None, path: Path | None = None
) -> str:
    """The source that a key names; ``held`` is a document that no library holds, of ``path``."""
    place = place_of(key)
    if place is None:
        return NOT_A_PLACE
    if held is not None and held.id == place.document:
        return document_html(held, path, place.start, place.end)
    try:
        document = assistant.catalogue.document(place.document)
        if document.format in PICTURED:
            path = original(assistant, document.id)
    except YoujuError as error:
        return trouble(error)
    return document_html(document, path, place.start, place.end)
