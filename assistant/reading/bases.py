"""依据: the documents that a text cites, by number and by title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.declaration import Basis, Section
from assistant.domain.document import Document
from assistant.domain.document_number import FoundNumber, find_numbers

_TITLE = re.compile(
    r"(?:关于[^《》。；;，,、\n]{0,16})?《(?P<title>(?:[^《》\n]|《[^《》\n]*》)+)》[^《》。；;，,、（(〔\[\n]{0,14}"
)
_BARE_TITLE = re.compile(
    r"[^，。；;、（(《》\n\t|]*(?:通知|意见|办法|规定|方案|函|要点|条例|决定|纲要)$"
)
_GAP = re.compile(r"[\s（(]*(?:试行|暂行|修订|修正)?[\s）)（(、，,]*")
_LEGAL = re.compile(
    r"(?:法|条例|办法|规定|意见|通知|方案|制度|标准|细则|函|手册|要点|规程|规则|指引|纲要|规划|决定)(?:[（(].{1,8}[)）])?$"
)
_OPENING = re.compile(r"^(?:根据|依据|按照|发布|贯彻落实|落实|参照|按|和|及|、)+")


def find_bases(
    document: Document, start: int, end: int, sections: Sequence[Section] = ()
) -> tuple[Basis, ...]:
    """Every citation within [start, end): numbers with their titles, then titles without number."""
    text = document.text[start:end]
    numbers = find_numbers(text)
    titles = [m for m in _TITLE.finditer(text)]
    used: set[int] = set()
    found: list[Basis] = []
    for number in numbers:
        title, span = _title_of(text, number, titles, used)
        first, last = min(span[0], number.start), max(span[1], number.end)
        found.append(
            _basis(document, start + first, start + last, str(number.number), title, sections)
        )
    for match in titles:
        title = match.group("title")
        if match.start() in used or not _LEGAL.search(title):
            continue
        at, stop = match.start("title") - 1, match.end("title") + 1
        found.append(_basis(document, start + at, start + stop, None, title, sections))
    return tuple(sorted(found, key=lambda b: b.locator.start))


def _title_of(
    text: str, number: FoundNumber, titles: Sequence[re.Match[str]], used: set[int]
) -> tuple[str | None, tuple[int, int]]:
    """The title that a number belongs to, and its span: before the number, else right after it."""
    before = [m for m in titles if m.end("title") < number.start and m.start() not in used]
    if before:
        last = before[-1]
        between = text[last.end("title") + 1 : number.start]
        if len(between) <= 24 and not re.search(r"[。；;\n]|〔", between):
            used.add(last.start())
            return _whole(last, text), (last.start(), number.end)
    after = [m for m in titles if m.start() >= number.end and m.start() - number.end <= 2]
    if after and not _GAP.fullmatch(text[number.end : number.end + 1] + "x"):
        used.add(after[0].start())
        return _whole(after[0], text), (number.start, after[0].end())
    cut = text[max(0, number.start - 60) : number.start].rstrip(" （(〔[")
    bare = _BARE_TITLE.search(cut)
    if bare:
        words = _OPENING.sub("", bare.group(0).strip())
        if len(words) >= 6:
            return words, (
                number.start
                - len(text[max(0, number.start - 60) : number.start])
                + bare.end()
                - len(words),
                number.end,
            )
    tail = re.match(
        r"([^，。；;、（(《》\n\t|]{4,50}(?:通知|意见|办法|规定|方案))",
        text[number.end : number.end + 60],
    )
    if tail:
        return tail.group(1), (number.start, number.end + tail.end())
    return None, (number.start, number.end)


def _whole(match: re.Match[str], text: str) -> str:
    """The title with what stands before and after its 《》 (关于印发《…》的通知)."""
    whole = match.group(0).strip()
    if whole.startswith("《") and re.fullmatch(r"《.*》[^通知函意见]*", whole, re.DOTALL):
        return match.group("title")
    if re.search(r"》的?(?:通知|函|意见|办法)", whole):
        return whole
    return match.group("title")


def _basis(
    document: Document,
    start: int,
    end: int,
    number: str | None,
    title: str | None,
    sections: Sequence[Section],
) -> Basis:
    locator = document.locate(start, end)
    under = [s for s in sections if s.locator.start <= start < s.locator.end]
    return Basis(number, title, locator.quote, locator, under[-1].title if under else None)
