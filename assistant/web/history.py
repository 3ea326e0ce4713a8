"""记录: a conversation as the browser keeps it (``assets/history.js``), and many as one file.

Conversations stay in the browser of the person who had them: nothing of them is kept on the server,
and what comes back from there is checked like anything from outside.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assistant.web.turns import Turn, exported, valid

MOST = 200
"""Conversations in one file at most; a browser keeps no more."""
LARGEST = 8_000_000
"""Characters that a browser may send back: its whole store is about five million."""

Conversation = dict[str, Any]
"""``id`` (the moment it began), ``turns``."""


def known(history: object) -> list[Conversation]:
    """What came back from the browser, checked."""
    found = []
    for one in history[:MOST] if isinstance(history, list) else ():
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            turns = valid(one.get("turns"))
            if turns:
                found.append({"id": one["id"][:40], "turns": turns})
    return found


def kept(id: str, turns: list[Turn]) -> Conversation:
    """The conversation as the browser keeps it."""
    return {"id": id or new_id(), "turns": turns}


def new_id() -> str:
    """The id of a new conversation: the moment it began, to the microsecond."""
    return datetime.now().strftime("%Y-%m-%d %H:%M:%S.%f")


def exported_all(history: object) -> str:
    """Every conversation as Markdown with its sources, newest first."""
    parts = [exported(one["turns"], f"有据：问答记录 {one['id'][:16]}") for one in known(history)]
    return "\n\n---\n\n".join(parts)
