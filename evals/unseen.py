"""``youju eval unseen``: questions over declarations that none of the samples resembles.

The files of ``unseen/`` are made up for this: seven declarations of other regions, years, layouts and
formats, with questions written by somebody who had not read the answering code.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from assistant.app import Assistant
from assistant.settings import load_settings
from evals.answers import Verdict, judge, report

HERE = Path(__file__).parent / "unseen"
QUESTIONS = "questions.jsonl"


def main(argv: list[str]) -> int:
    """``argv``: ``-v`` shows the answers that miss; a folder with other files and questions."""
    folder = next((Path(a) for a in argv if not a.startswith("-")), HERE)
    listed = folder / QUESTIONS
    if not listed.is_file():
        print(f"{folder.name} 里没有 {QUESTIONS}", file=sys.stderr)
        return 2
    lines = listed.read_text("utf-8").splitlines()
    rows = [json.loads(line) | {"half": folder.name} for line in lines if line.strip()]
    told_of = {".jsonl", ".py", ""}
    files = sorted(p for p in folder.iterdir() if p.suffix not in told_of and p.name != "README.md")
    with tempfile.TemporaryDirectory() as index:
        assistant = Assistant(load_settings(Path(index) / "index"))
        taken = assistant.ingest(files)
        for name, reason in taken.failed:
            print(f"未读入：{name}（{reason}）")
        verdicts = [judge(row, assistant.ask(row["q"], row.get("context") or ())) for row in rows]
    for one in verdicts:
        if not one.right:
            told(one, "-v" in argv)
    report(verdicts)
    return 0


def told(one: Verdict, verbose: bool) -> None:
    """A miss with its reason, and with the answer where asked for."""
    context = " » ".join([*(one.row.get("context") or ()), one.row["q"]])
    print(f"✗ {one.row['id']} [{one.row['kind']}] {context}\n    {one.reason}")
    if verbose:
        print("    " + one.answer.answer.replace("\n", "\n    ")[:600])
