"""出处链接: what is clicked on the page opens its place; the key names document and offsets.

A key is ``文件号.start.end``, so it holds for as long as the document is in the library: a saved
conversation opens its sources next month. Each tab has an opener, a component without looks that
receives the clicks on its own tab's links.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import gradio as gr

from assistant.domain.locator import Locator

KEY = re.compile(r"([0-9A-Za-z_-]{1,80})\.(\d{1,12})\.(\d{1,12})")
TOOLTIP = 160
KEY_LENGTH = 200
LABEL = re.compile(r"[\[\]\\<>|*_`]")
SCRIPT = Path(__file__).parent / "assets" / "open.js"


@dataclass(frozen=True, slots=True)
class Key:
    """A place named by a link: document id and code-point offsets."""

    document: str
    start: int
    end: int


def key_of(locator: Locator) -> str:
    """The key of a locator."""
    return f"{locator.document}.{locator.start}.{locator.end}"


def clicked(event: gr.EventData, most: int = KEY_LENGTH) -> str:
    """What the clicked link carries, as text (the browser is not trusted)."""
    data = getattr(event, "_data", None)
    return str(data.get("key", ""))[:most] if isinstance(data, dict) else ""


def carried(event: gr.EventData, most: int) -> dict[str, Any]:
    """The JSON object that a click carries; empty where it is none or longer than ``most``."""
    text = clicked(event, most + 1)
    try:
        found = json.loads(text) if len(text) <= most else None
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def go(tab: str, label: str, data: Mapping[str, Any]) -> str:
    """A Markdown link that goes to a tab and hands it ``data``; ``label`` is plain text."""
    words = LABEL.sub(" ", label)
    sent = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"[{words}](#yj/go-{tab}/{quote(sent, safe='')})"


def place_of(text: str) -> Key | None:
    """The place that a key names; None for anything else."""
    match = KEY.fullmatch(text)
    return Key(match[1], int(match[2]), int(match[3])) if match else None


def tooltip(locator: Locator) -> str:
    """Source and quote on one line, escaped for an attribute."""
    quote = " ".join(f"{locator.source}：{locator.quote}".split())
    return escape(quote if len(quote) <= TOOLTIP else quote[:TOOLTIP] + "…")


def button(tab: str, key: str, text: str, *, title: str = "", classes: str = "yj-link") -> str:
    """A button that tells the tab's opener which key was clicked; ``text`` is escaped here."""
    return (
        f'<button type="button" class="{classes}" data-yj="{escape(tab)}/{escape(key)}"'
        f"{f' title={chr(34)}{escape(title)}{chr(34)}' if title else ''}>{escape(text)}</button>"
    )


def place_button(tab: str, locator: Locator, text: str) -> str:
    """A button that opens a place."""
    return button(tab, key_of(locator), text, title=" ".join(locator.quote.split())[:TOOLTIP])


def opener(tab: str) -> Any:
    """The tab's receiver of clicks: ``opener.click(handler)`` gets an EventData with the key."""
    script = SCRIPT.read_text("utf-8").replace("$TAB", tab)
    return gr.HTML("", js_on_load=script, elem_classes="yj-opener")
