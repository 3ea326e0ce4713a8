"""说明: what goes wrong becomes one clear line; the log keeps the rest."""

from __future__ import annotations

import logging
from html import escape

from assistant.errors import YoujuError

log = logging.getLogger(__name__)
UNEXPECTED = "这一步没有做成，原因已记入日志；请重试，或换一份文件。"


def line_of(error: Exception) -> str:
    """The line for the user; an error that is not ours is logged with its trace."""
    if isinstance(error, YoujuError):
        return " ".join(str(error).split())
    log.error("unexpected error on the page", exc_info=error)
    return UNEXPECTED


def empty(text: str) -> str:
    """A quiet line where there is nothing to show."""
    return f'<p class="yj-empty">{escape(text)}</p>'


def trouble(error: Exception) -> str:
    """The line as HTML, announced to screen readers."""
    return f'<p class="yj-trouble" role="alert">{escape(line_of(error))}</p>'
