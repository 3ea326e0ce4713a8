"""``youju eval feedback [FILE]``: the verdicts that people gave on the page, asked again.

The page writes ``feedback.jsonl`` into the index folder. An answer that was called useful must still
cite the document that it cited then; one that was called wrong must have changed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from assistant.app import Assistant
from assistant.settings import load_settings


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The last verdict on each question; lines that are none are passed over."""
    last: dict[str, dict[str, Any]] = {}
    for line in path.read_text("utf-8").splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and row.get("q") and row.get("verdict") in {"useful", "wrong"}:
            last[str(row["q"])] = row
    return list(last.values())


def holds(assistant: Assistant, row: dict[str, Any]) -> bool:
    """Whether a useful answer still stands on its document, or a wrong one is another now."""
    answer = assistant.ask(str(row["q"]))
    if row["verdict"] == "wrong":
        return answer.answer != row.get("answer")
    wanted = row.get("document")
    return wanted is None or wanted in {c.locator.document for c in answer.citations}


def main(argv: list[str]) -> int:
    """Print how many verdicts hold, and those that do not."""
    settings = load_settings()
    path = Path(argv[0]) if argv else settings.index / "feedback.jsonl"
    if not path.is_file():
        print(f"no feedback at {path}")
        return 0
    assistant, rows = Assistant(settings), rows_of(path)
    failed = [row for row in rows if not holds(assistant, row)]
    for verdict in ("useful", "wrong"):
        of = [row for row in rows if row["verdict"] == verdict]
        print(f"{verdict:8}{len(of) - sum(r in failed for r in of):5d} of {len(of)} hold")
    for row in failed:
        print(f"  {row['verdict']}: {row['q']}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
