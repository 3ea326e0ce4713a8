"""打开: a key or a document as the HTML of its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.domain.document import Document
from assistant.errors import YoujuError
from assistant.web.link import place_of
from assistant.web.said import empty, trouble
from assistant.web.source import source_html

if TYPE_CHECKING:
    from assistant.app import Assistant

NOT_A_PLACE = empty("这个出处打不开：链接不完整。")


def open_key(assistant: Assistant, key: str, held: Document | None = None) -> str:
    """The source that a key names; ``held`` is a document that no library holds."""
    place = place_of(key)
    if place is None:
        return NOT_A_PLACE
    if held is not None and held.id == place.document:
        return source_html(held, place.start, place.end)
    try:
        document = assistant.catalogue.document(place.document)
    except YoujuError as error:
        return trouble(error)
    return source_html(document, place.start, place.end)
