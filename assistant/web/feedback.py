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
_TAIL = 64_000
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


def record(folder: Path, turn: Turn, useful: bool) -> bool:
    """Append one verdict; False where the last line says the same (a browser may tell it twice)."""
    line = feedback_line(turn, useful)
    path = folder / FILE
    with _LOCK:
        if path.is_file() and _same(_last(path), line):
            return False
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return True


def _last(path: Path) -> dict[str, Any]:
    """The last line of the file; empty where it is not ours."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        lines = file.read().decode("utf-8", "ignore").splitlines()
    try:
        found = json.loads(lines[-1]) if lines else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one.get(key) == other.get(key) for key in ("q", "verdict"))
