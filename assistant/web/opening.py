"""打开: what the tabs show of the library, when the page is opened and after the library changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from assistant.web.offered import Offered

QUIET = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True, slots=True)
class Opening:
    """The page's opening, as the tabs see it: what they ask for then is asked again after an upload.

    ``asked`` holds (function, inputs, outputs) in order.
    """

    page: Any
    asked: list[tuple[Callable[..., Any], Any, list[Any]]] = field(default_factory=list)

    def load(self, show: Callable[..., Any], inputs: Any, outputs: list[Any]) -> None:
        """Fill ``outputs`` when the page is opened and when the library has changed."""
        self.page.load(show, inputs, outputs, **QUIET)
        self.asked.append((show, inputs, outputs))

    def offer(self, choices: Callable[[], Sequence[Any]], part: Any) -> None:
        """Offer a list's choices; when the page is opened only where they are no longer the same."""
        self.page.load(Offered(choices).again, None, [part], **QUIET)
        self.asked.append((lambda: gr.Dropdown(choices=list(choices())), None, [part]))

    def after(self, event: Any) -> Any:
        """Ask for everything again after an event of this page; the last event of the chain."""
        for show, inputs, outputs in self.asked:
            event = event.then(show, inputs, outputs, **QUIET)
        return event
