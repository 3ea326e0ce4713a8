"""反馈: 有用 and 有误 as lines of ``feedback.jsonl`` in the index folder, for ``youju adapt``.

A useful answer names the passage and the document that search should find for its question; a
wrong one names none, so that adapting never learns from it, but it is kept to be looked at.
"""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.web.turns import Turn

FILE = "feedback.jsonl"
_LOCK = threading.Lock()


def feedback_line(turn: Turn, useful: bool) -> dict[str, Any]:
    """What is written for one verdict."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line: dict[str, Any] = {"q": turn["q"], "verdict": "useful" if useful else "wrong", "at": now}
    if useful and turn["cites"]:
        first = turn["cites"][0]
        line |= {"passage": first["quote"], "document": str(first["key"]).split(".")[0]}
    elif not useful:
        line |= {"answer": turn["a"], "cited": [c["key"] for c in turn["cites"]]}
    return line


def record(folder: Path, turn: Turn, useful: bool) -> None:
    """Append one verdict."""
    text = json.dumps(feedback_line(turn, useful), ensure_ascii=False) + "\n"
    with _LOCK, (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(text)
