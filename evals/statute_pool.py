"""候选库: every article of the statutes, STARD's lay questions, and which article answers which.

The pool is the newest version of each (law, article), then distinct text, plus the gold texts of
the questions. Needs ``shared/data`` beside the checkout (``YOUJU_SHARED``).
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

NUMERAL = "零〇一二三四五六七八九十百千"
ARTICLE = re.compile(rf"^(第[{NUMERAL}]+条(?:之[{NUMERAL}]+)?)[\s　]*(.*)$")
HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
DATED = re.compile(r"\((\d{4}-\d{2}-\d{2})\)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """条: ``law`` is the title as the file prints it, ``path`` title and headings, level 位阶."""

    law: str
    article: str
    path: str
    text: str
    date: str
    folder: str


@dataclass(frozen=True, slots=True)
class Question:
    """A lay question; ``gold`` are positions in the pool, ``laws`` the gold articles' laws."""

    id: int
    text: str
    gold: tuple[int, ...]
    laws: frozenset[str]


def shared_data() -> Path:
    """The folder of sample data; FileNotFoundError says what is missing."""
    root = Path(os.environ.get("YOUJU_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (root / "data" / "laws").is_dir():
        raise FileNotFoundError("缺少法规数据：请用环境变量 YOUJU_SHARED 指明 shared 文件夹")
    return root / "data"


def parse_file(path: Path) -> list[Entry]:
    """The articles of one statute file (Markdown, ``第X条`` at the start of a line)."""
    stem = path.stem
    dated = DATED.search(stem)
    date = dated.group(1) if dated else ""
    title = ""
    headings: dict[int, str] = {}
    entries: list[Entry] = []
    article = ""
    lines: list[str] = []

    def close() -> None:
        if article and (text := "\n".join(lines).strip()):
            chain = " ".join([title, *(headings[k] for k in sorted(headings))])
            entries.append(Entry(title, article, chain, text, date, path.parts[-2]))

    for raw in path.read_text("utf-8").splitlines():
        line = raw.strip().strip("　")
        if not line or line.startswith("<!--"):
            continue
        if heading := HEADING.match(line):
            close()
            article, lines = "", []
            depth, name = len(heading.group(1)), heading.group(2).strip()
            if not title:
                title = name
            else:
                headings = {k: v for k, v in headings.items() if k < depth} | {depth: name}
        elif opened := ARTICLE.match(line):
            close()
            article, lines = opened.group(1), [opened.group(2)]
        elif article:
            lines.append(line)
    close()
    return entries


def law_name(title: str) -> str:
    """A law's name without 中华人民共和国, so that file titles and gold titles meet."""
    return re.sub(r"[\s　]", "", title).replace("中华人民共和国", "")


def load_entries(laws: Path) -> list[Entry]:
    """Every article, newest of (law, article), then distinct text, in order of file name."""
    newest: dict[tuple[str, str], Entry] = {}
    for path in sorted(laws.rglob("*.md")):
        for entry in parse_file(path):
            key = (law_name(entry.law), entry.article)
            if key not in newest or entry.date >= newest[key].date:
                newest[key] = entry
    seen: dict[str, Entry] = {}
    for entry in newest.values():
        seen.setdefault(squeeze(entry.text), entry)
    return list(seen.values())


def squeeze(text: str) -> str:
    """Text without white space, for comparing."""
    return re.sub(r"\s+", "", text)


def load_pool(data: Path, asked: Path | None = None) -> tuple[list[Entry], list[Question]]:
    """The pool with the gold texts added, and the questions (``asked``: another file of them)."""
    entries = load_entries(data / "laws")
    at = {squeeze(entry.text): index for index, entry in enumerate(entries)}
    questions = []
    for line in (asked or data / "stard_train.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        gold = []
        for item in row["gold"]:
            key = squeeze(item["text"])
            if key not in at:
                at[key] = len(entries)
                law, article = item["law"], item["article"]
                entries.append(Entry(law, article, law, item["text"], "", ""))
            gold.append(at[key])
        laws = frozenset(law_name(item["law"]) for item in row["gold"])
        questions.append(Question(row["id"], row["q"], tuple(dict.fromkeys(gold)), laws))
    return entries, questions
