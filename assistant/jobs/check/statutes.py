"""法条核对: law names and the paragraphs that are quoted, against the library's statutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from assistant.domain.declaration import Article
from assistant.domain.locator import Locator
from assistant.domain.numerals import parse_number
from assistant.jobs.check.case import Case, Stretch
from assistant.jobs.check.registry import Flag

_STATE = "中华人民共和国"
_LAW = re.compile(
    rf"{_STATE}(?P<name>[㐀-鿿]{{1,18}}?法)(?![㐀-鿿]{{0,2}}(?:办法|实施条例|解释)|[律规制治院官庭定])"
)
_CITED = re.compile(
    r"(?P<law>[㐀-鿿]{2,24}?(?:法|条例))》?(?P<gap>[^。；;]{0,30}?)第(?P<a>[一二三四五六七八九十百零\d]{1,7})条(?:之[一二三])?"
    r"(?:第?(?P<p>[一二三四五六七八九十\d]{1,3})款)?"
)
_QUOTE = re.compile(r"[“\"](?P<q>[^”\"]{6,80})[”\"]")


@lru_cache(maxsize=1)
def law_names() -> frozenset[str]:
    """Titles of the laws in force of the PRC, without 中华人民共和国."""
    text = (files("assistant.jobs.check") / "laws.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line and line[0] != "#")


def nearest_law(name: str) -> list[str]:
    """Laws whose title the wrong one shortens: 强制法 → 行政强制法."""
    return sorted((n for n in law_names() if n.endswith(name) and n != name), key=len)[:3]


def law_faults(case: Case) -> Iterator[Flag]:
    """Wrong names; wrong 款 where the library has the article."""
    named = {m["name"] for m in _LAW.finditer(case.text)}
    for stretch, match in case.search(_LAW):
        name = match["name"]
        if name in law_names() or name.endswith(("办法", "方法")):
            continue
        known = nearest_law(name)
        own = [n for n in named if n != name and n.endswith(name)]
        if known or own:
            right = (own or known)[0]
            place = case.within(stretch, match)
            yield Flag(
                place, f"没有“{match.group()}”这部法律，应为“{_STATE}{right}”", (), f"写作《{_STATE}{right}》",
                _STATE + right if own or len(known) == 1 else None,
            )  # fmt: skip
    yield from _paragraphs(case)


def _paragraphs(case: Case) -> Iterator[Flag]:
    """Articles that the law does not have, and quoted words that stand in another 款."""
    if case.catalogue is None:
        return
    for stretch, match in case.search(_CITED):
        number = parse_number(match["a"])
        law = _law(case, match["law"])
        if number is None or law is None:
            continue
        found = case.catalogue.article(law, str(int(number)))
        place = case.at(
            stretch.start + match.start("a") - 1, stretch.start + match.end(), stretch.cell
        )
        if found is None:
            yield Flag(place, f"《{law}》没有第{match['a']}条", (), "核对条号")
        else:
            yield from _quoted(case, stretch, match, found.article, place)


def _quoted(
    case: Case, stretch: Stretch, match: re.Match[str], article: Article, place: Locator
) -> Iterator[Flag]:
    quote = _QUOTE.search(stretch.text, match.end(), match.end() + 120)
    if quote is None:
        return
    wanted = _bare(quote["q"])
    holds = [n for n, text in enumerate(article.paragraphs, 1) if wanted in _bare(text)]
    if not holds:
        yield Flag(place, f"第{match['a']}条没有所引的话", (article.locator,), "核对法条原文")
    elif match["p"] and parse_number(match["p"]) not in holds:
        right = "一二三四五六七八九十"[holds[0] - 1]
        yield Flag(
            place, f"所引的话在第{match['a']}条第{right}款，不在第{match['p']}款",
            (article.locator,), f"改为第{right}款", f"第{match['a']}条第{right}款",
        )  # fmt: skip


def _bare(text: str) -> str:
    return re.sub(r"[，。、；：,.;:\s]", "", text)


def _law(case: Case, words: str) -> str | None:
    """The law of the library whose title ends ``words``; None where it has none."""
    assert case.catalogue is not None
    for size in range(len(words), 2, -1):
        if case.catalogue.laws(words[-size:]):
            return words[-size:]
    return None
