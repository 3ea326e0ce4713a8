"""一问一答: turns as plain JSON (a browser keeps them), shown as Gradio's messages, exported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from html import escape, unescape
from typing import Any

from assistant.domain.answer import Answer
from assistant.web.link import go, key_of, place_of, tooltip
from assistant.web.steps import Step

Turn = dict[str, Any]
"""``q``, ``a`` (Markdown with [n]), ``refused``, ``kind``, ``cites``: n, title, source, quote,
page, key, tip; ``steps``: tab, label, data."""

MARK = re.compile(r"\[(\d{1,3})\](?!\()")
STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
SIGNS = re.compile(r"([\\`*_\[\]#|~!$])")
AUTOLINK = re.compile(r"(?i)(?:https?|ftp):(?=//)|\bwww\.|@")
QUOTE = 400
"""Characters of a quote that are kept with a conversation."""
WORD = re.compile(r"[\[\]\\|*_`]")
TABS = frozenset({"draft", "review", "compare", "basis"})
ON_THE_PAGE = {
    "draft": "这是起草：点下面的链接，工作台会按听懂的项目、单位、年度和给定的数打开，"
    "每一格标明沿用、计算、给定或待填，并附出处。",
    "check": "这是审核：点下面的链接，意见会逐条列出规则、位置、依据和改法，可下载批注稿和改正稿。",
}
"""Work that a tab does: said in the page's own words, not as commands."""
MAY_ASK = re.compile(r"(?:可以问|可改问|可以试着问|试试问)[：:]")
QUOTED = re.compile(r"[“「]([^“”「」\n]{4,80}?[？?]?)[”」]")
BETWEEN = re.compile(r"\)”?[；;、，]\s*“?(?=\[)")
"""What stands between two proposed questions, which as links need nothing between them."""
ASKING = re.compile(r"[^“”「」；;、\n•·*-][^“”「」；;\n]{2,80}?[？?]")


def turn_of(question: str, answer: Answer, steps: Sequence[Step] = ()) -> Turn:
    """A turn that can be kept."""
    cites = [
        {
            "n": c.n,
            "title": c.title,
            "source": c.locator.source,
            "quote": c.locator.quote[:QUOTE],
            "page": c.locator.page,
            "key": key_of(c.locator),
            "tip": tooltip(c.locator),
        }
        for c in answer.citations
    ]
    return {
        "q": question,
        "a": ON_THE_PAGE.get(answer.kind, answer.answer) if steps else answer.answer,
        "kind": answer.kind,
        "refused": answer.refused,
        "cites": cites,
        "steps": [asdict(step) for step in steps],
    }


def unlinked(text: str) -> str:
    """Markdown whose bare addresses do not become links by themselves."""
    return AUTOLINK.sub(lambda match: f"{match[0][:-1]}&#{ord(match[0][-1])};", text)


def verbatim(text: str) -> str:
    """Text that shows as it is: neither HTML nor Markdown."""
    return unlinked(SIGNS.sub(r"\\\1", escape(text, quote=False)))


def linked(turn: Turn) -> str:
    """The answer's Markdown; each [n] opens its source, markup of the sources shows as text."""
    tips = {int(c["n"]): (str(c["key"]), str(c["tip"])) for c in turn["cites"]}

    def link(match: re.Match[str]) -> str:
        found = tips.get(int(match.group(1)))
        if found is None:
            return match.group(0)
        tip = WORD.sub(lambda sign: f"&#{ord(sign[0])};", found[1])
        return f'[\\[{match.group(1)}\\]](#yj/chat/{found[0]} "{tip}")'

    text = unlinked(escape(turn["a"], quote=False)).replace("](", "]\\(").replace("![", "!\\[")
    # Bold beside Chinese punctuation is no bold in CommonMark, so it is said in HTML.
    shown = STRONG.sub(r"<strong>\1</strong>", MARK.sub(link, text))
    steps = " ".join(go(s["tab"], s["label"], s["data"]) for s in turn.get("steps", ()))
    return askable(shown) + (f"\n\n{steps}" if steps else "")


def askable(text: str) -> str:
    """Questions that an answer proposes (可以问：…) as links that ask them."""
    found = MAY_ASK.search(text)
    if found is None:
        return text
    head, tail = text[: found.end()], text[found.end() :]
    pattern = QUOTED if QUOTED.search(tail) else ASKING

    def link(match: re.Match[str]) -> str:
        question = unescape(match[1] if pattern is QUOTED else match[0]).strip()
        return go("ask", question, {"ask": question})

    return head + BETWEEN.sub(") ", pattern.sub(link, tail))


def messages(turns: list[Turn]) -> list[dict[str, str]]:
    """The conversation as Gradio's messages."""
    found = []
    for turn in turns:
        found.append({"role": "user", "content": verbatim(turn["q"])})
        found.append({"role": "assistant", "content": linked(turn)})
    return found


def exported(turns: list[Turn], title: str = "有据：问答记录") -> str:
    """The conversation as Markdown with its sources, to keep or to send."""
    lines = [f"# {title}", ""]
    for turn in turns:
        lines += [f"## {' '.join(turn['q'].split())}", "", turn["a"], ""]
        lines += [source_line(cite) for cite in turn["cites"]]
        lines.append("")
    return "\n".join(lines)


def source_line(cite: dict[str, Any]) -> str:
    """One source: number, file, page, quote."""
    page = f" 第 {cite['page']} 页" if cite.get("page") else ""
    return f"- [{cite['n']}] {cite['source']}{page}：「{' '.join(str(cite['quote']).split())}」"


def valid(turns: object) -> list[Turn]:
    """Turns that came back from a browser, checked; what is not a turn is dropped."""
    found: list[Turn] = []
    for turn in turns if isinstance(turns, list) else ():
        if not isinstance(turn, dict) or not isinstance(turn.get("q"), str):
            continue
        cites = [
            c
            for c in turn.get("cites") or ()
            if isinstance(c, dict)
            and isinstance(c.get("n"), int)
            and place_of(str(c.get("key"))) is not None
        ]
        steps = [
            {"tab": s["tab"], "label": str(s.get("label", ""))[:120], "data": s["data"]}
            for s in turn.get("steps") or ()
            if isinstance(s, dict) and s.get("tab") in TABS and isinstance(s.get("data"), dict)
        ]
        found.append(
            {
                "steps": steps,
                "q": turn["q"],
                "a": str(turn.get("a", "")),
                "kind": str(turn.get("kind", "")),
                "refused": bool(turn.get("refused")),
                "cites": [
                    {**dict.fromkeys(("title", "source", "quote", "page", "tip"), ""), **c}
                    for c in cites
                ],
            }
        )
    return found
