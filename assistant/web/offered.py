"""What a list offers, sent again when the page is opened only where it is no longer the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr


class Offered:
    """The choices of a list as the page was made with them.

    A list that is sent anew while somebody types into it loses what it was narrowed to: the first
    choice of all would be taken. So nothing is sent where nothing has changed.
    """

    def __init__(self, choices: Callable[[], Sequence[Any]]) -> None:
        self.choices = choices
        self.made = list(choices())

    def again(self) -> Any:
        """The list's update for a page that has just been opened."""
        now = list(self.choices())
        return gr.skip() if now == self.made else gr.Dropdown(choices=now)
