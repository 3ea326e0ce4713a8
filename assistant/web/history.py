"""记录: a browser's own conversations, newest first, as plain JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assistant.web.turns import Turn, valid

MOST = 40
"""Conversations kept; the oldest go first."""
TITLE = 30

Conversation = dict[str, Any]
"""``id``, ``title``, ``turns``."""


def known(history: object) -> list[Conversation]:
    """What came back from the browser, checked."""
    found = []
    for one in history if isinstance(history, list) else ():
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            turns = valid(one.get("turns"))
            if turns:
                found.append({"id": one["id"], "title": str(one.get("title", "")), "turns": turns})
    return found


def kept(history: object, id: str, turns: list[Turn]) -> list[Conversation]:
    """The history with this conversation first."""
    others = [one for one in known(history) if one["id"] != id]
    if not turns:
        return others
    title = " ".join(turns[0]["q"].split())[:TITLE]
    return [{"id": id, "title": title, "turns": turns}, *others][:MOST]


def new_id() -> str:
    """The id of a new conversation: the moment it began."""
    return datetime.now().strftime("%m-%d %H:%M:%S")


def choices(history: object) -> list[tuple[str, str]]:
    """(label, id) for the list of conversations; typing in it searches the titles."""
    return [(f"{one['title']}（{one['id'][:11]}）", one["id"]) for one in known(history)]
