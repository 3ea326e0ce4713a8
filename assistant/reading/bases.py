"""依据: the documents that a text cites, by number and by title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.declaration import Basis, Section
from assistant.domain.document import Document
from assistant.domain.document_number import FoundNumber, find_numbers

_TITLE = re.compile(
    r"(?P<lead>关于[^《》。；;，,、\t\n]{0,16})?《(?P<title>(?:[^《》\n\t]|《[^《》\n\t]*》)+)》"
    r"(?P<tail>(?:的?(?:意见|建议|补充)?的?(?:通知|意见|函|批复|决定|公告|通告|办法|实施方案))?)"
)
_BARE_TITLE = re.compile(
    r"[^，。；;、（(《》\n\t|]*(?:通知|意见|办法|规定|方案|函|要点|条例|决定|纲要)$"
)
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
            return _whole(last), (last.start(), number.end)
    closed = re.match(r"[ 文]*[)）]", text[number.end : number.end + 3])
    after = [m for m in titles if m.start() >= number.end and m.start() - number.end <= 2]
    if after and not closed:
        used.add(after[0].start())
        return _whole(after[0]), (number.start, after[0].end())
    begin = max(0, number.start - 60)
    cut = text[begin : number.start].rstrip(" （(〔[")
    bare = _BARE_TITLE.search(cut)
    if bare:
        words = _OPENING.sub("", bare.group(0).strip())
        if len(words) >= 6:
            return words, (begin + bare.end() - len(words), number.end)
    tail = _BARE_AFTER.match(text, number.end)
    if tail and not closed:
        return tail.group(1), (number.start, tail.end())
    return None, (number.start, number.end)


_BARE_AFTER = re.compile(
    r"((?!(?:文件)?(?:规定|要求|明确|确定|印发|精神|文)?的)[^，。；;、（()）《》\n\t|]{4,50}?(?:通知|意见|办法|规定|方案))(?=[\s，。；;、|]|$)"
)


def _whole(match: re.Match[str]) -> str:
    """The title with what stands around its 《》 (关于印发《…》的通知); bare where nothing does."""
    lead, tail = match.group("lead") or "", match.group("tail")
    if not tail:
        return match.group("title")
    return f"{lead}《{match.group('title')}》{tail}"


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
