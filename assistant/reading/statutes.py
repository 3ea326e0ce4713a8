"""法规: laws, regulations and policy files as titled, dated articles.

Works on the text alone, so any format of file will do. A law is told by its articles (第一条 … at
the head of lines, counting up); a policy file by a document number on a line of its own near the
top, or by a title such as 关于…的通知 over numbered sections.

Dates: ``version`` is the day from which this wording counts as issued (the latest 公布, 修正 …, or
the date in the file's name, which the law database gives); ``in_force`` the day from which it
applies. An amended law keeps its first 自…起施行 in its text; where that lies before the version,
the wording applies from the version's own date.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.declaration import Article, Statute
from assistant.domain.document import Document
from assistant.domain.document_number import find_numbers
from assistant.domain.numerals import half_width, parse_chinese

_CN = "一二三四五六七八九十百千零〇两"
_ARTICLE = re.compile(rf"^[ 　]*(第([{_CN}]{{1,9}})条(之[{_CN}]{{1,3}})?)(?=([ 　\t]|$))?", re.M)
_CHAPTER = re.compile(
    rf"^[ 　]*(#{{1,6}}[ 　]+)?"
    rf"(?:(第[{_CN}\d]+(分编|编|章|节|目)|附[ 　]*则)(?=[ 　\t]|$)|(?<=#[ 　]))"
    r"[ 　\t]*(.{0,60})$",
    re.M,
)
_HASH = re.compile(r"^(#{1,6})[ 　]+(.+?)[ 　#]*$", re.M)
_SECTION = re.compile(rf"^[ 　]*(?:#{{1,6}}[ 　]+)?([{_CN}]{{1,4}})、", re.M)
_ITEM = re.compile(rf"[（(][{_CN}\d]{{1,4}}[）)]|\d{{1,2}}[.．、](?!\d)|[①-⑳]")
_REFERENCE = re.compile(rf"第[{_CN}]+[款项]|[、和至或及]第?[{_CN}]|规定|的")
_RANKS = {"编": 1, "分编": 2, "章": 3, "节": 4, "目": 5}
_DATE = re.compile(
    rf"([12]\d{{3}}|[{_CN}○Ｏ零]{{4}})年\s*(\d{{1,2}}|[{_CN}]{{1,3}})月\s*(\d{{1,2}}|[{_CN}]{{1,3}})日"
)
_NAME_DATE = re.compile(r"[（(](\d{4}-\d{2}-\d{2})[）)](?:\.\w+)?$")
_APPLIES = re.compile(
    r"(?:自|于|从)\s*([^，。；\n]{6,22}?日)(?:零时)?(?:起|开始)[^，。；\n]{0,4}?(?:施行|实施|执行)"
)
_FROM_ISSUE = re.compile(r"自(?:公布|发布|印发|颁布|通过|签发)之日起[^。\n]{0,4}(?:施行|实施|执行)")
_EVENT = re.compile(r"通过|公布|发布|公告|修订|修正|批准|修改|令|颁布|印发")
_ORDER = re.compile(r"([㐀-鿿]{2,30}?令)[ 　]*第?[ 　]*(\d+|[一二三四五六七八九十百]+)[ 　]*号")
_TERM = re.compile(rf"第[{_CN}\d]+届")
_ADOPTED = re.compile(
    rf"^[ 　]*[经由]?([㐀-鿿、 ]{{3,40}}?)"
    rf"(?:第[{_CN}\d]+次|审判委员会|检察委员会|令|公告|批准|发布|公布|修订|修正|通过|常务会议|$)"
)
_STATE = "中华人民共和国"
_NATION = "全国人民代表大会"
_BODY = re.compile(r"(?:院|部|局|委|会|府|厅|办|室|署|组)$")
_POLICY_TITLE = re.compile(
    r"(?:通知|通告|公告|决定|决议|意见|办法|规定|细则|条例|规则|方案|指引|批复|函|纪要|标准|准则|通则|制度)"
    r"(?:[（(](?:试行|暂行|修订|\d{4}年?[^）)]{0,8})[）)])?$"
)
_NUMBER_LINE = re.compile(r"^[ 　>*#-]*(?:发文字号|文号|字号)?[：:]?[ 　]*(.{4,40}号)[ 　]*$")
# How far down the head of a file may reach, in lines with something on them.
_HEAD_LINES = 16
# Fewer articles at the head of lines than this may be quotations in a text of another kind.
_LEAST_ARTICLES = 2


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where an article or section begins: its number and the offset of its own text."""

    start: int
    body: int
    number: str


def read_statutes(document: Document) -> tuple[Statute, ...]:
    """The law, regulation or policy file that ``document`` is; empty for any other document."""
    text = document.text
    marks = _articles(text)
    head = _head(text, marks[0].start if marks else len(text))
    title = _title(head, document.name)
    stated = "<!-- INFO END -->" in text[:20_000]
    if len(marks) < _LEAST_ARTICLES and not stated:
        if not _is_policy(head, title):
            return ()
        marks = _sections(text, _title_place(head, title)[1])
    elif not title:
        return ()
    elif not marks:
        marks = _sections(text, _title_place(head, title)[1])
    events = list(_events(head))
    issued, in_force, version = _dates(text, events, document.name)
    articles = tuple(_make_articles(document, marks))
    return (
        Statute(
            title=title,
            number=_number(head),
            issuer=_issuer(events, title, head),
            issued=issued,
            in_force=in_force,
            articles=articles,
            locator=document.locate(*_title_place(head, title)),
            version=version,
        ),
    )


# -- the head ------------------------------------------------------------------------------------


def _head(text: str, stop: int) -> list[_Line]:
    """The first lines: title, number, dates, the addressee."""
    info = text.find("<!-- INFO END -->", 0, 20_000)
    limit = info if info >= 0 else stop
    lines: list[_Line] = []
    at = 0
    while at < limit and (info >= 0 or len(lines) < _HEAD_LINES):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        stripped = text[at:end].strip(" 　\t")
        if stripped:
            start = at + text[at:end].index(stripped[0])
            lines.append(_Line(start, start + len(stripped), stripped))
        at = end + 1
    return lines


def _title(head: list[_Line], name: str) -> str:
    """The title: the lines marked ``#``, else the first that reads as one, else the file's name."""
    marked = [_HASH.match(line.text) for line in head]
    titles = [match[2].strip() for match in marked if match and len(match[1]) == 1]
    if titles:
        if len(titles) > 1 and re.match(rf"第?[{_CN}]*.{{1,8}}编$|总则|附则", titles[1]):
            return f"{titles[0]} {titles[1]}"
        return titles[0]
    for line in head[:8]:
        bare = line.text.strip("#* 　")
        if _POLICY_TITLE.search(bare) and len(bare) <= 120 and not bare.startswith(("（", "(")):
            return re.sub(r"\s+", "", bare)
    if head and head[0].text.endswith(("法", "典")) and len(head[0].text) <= 40:
        return head[0].text
    stem = _NAME_DATE.sub("", re.sub(r"\.\w{2,5}$", "", name.rpartition("/")[2]))
    return stem if _POLICY_TITLE.search(stem) or stem.endswith("法") else ""


def _title_place(head: list[_Line], title: str) -> tuple[int, int]:
    first = title.split(" ")[0]
    for line in head:
        at = line.text.find(first)
        if at >= 0:
            return line.start + at, line.start + at + len(first)
    return (head[0].start, head[0].end) if head else (0, 0)


def _is_policy(head: list[_Line], title: str) -> bool:
    """A document number on a line of its own, or a title of the form 关于…的通知."""
    if not title:
        return False
    numbered = any(_NUMBER_LINE.match(line.text) and _number([line]) for line in head)
    formal = re.search(r"关于.{2,}的", title) is not None
    return (numbered or formal) and _POLICY_TITLE.search(title) is not None


def _number(head: list[_Line]) -> str | None:
    for line in head:
        match = _NUMBER_LINE.match(line.text)
        found = find_numbers(match[1]) if match else []
        if found:
            return str(found[0].number)
    orders = [match for line in head for match in _ORDER.finditer(line.text)]
    if not orders:
        return None
    last = orders[-1]
    return f"{last[1].removeprefix(_STATE)}第{last[2]}号"


def _events(head: list[_Line]) -> Iterator[tuple[str, str]]:
    """(ISO date, what happened) of the head's dated lines, in order."""
    for line in head:
        matches = list(_DATE.finditer(line.text))
        for at, match in enumerate(matches):
            end = matches[at + 1].start() if at + 1 < len(matches) else len(line.text)
            date = _iso(match)
            if date:
                yield date, line.text[match.end() : end].strip(" 　")


def _issuer(events: list[tuple[str, str]], title: str, head: list[_Line]) -> str | None:
    """Who made it, from the resolution or the order; else who the title names."""
    for _, what in events:
        match = _ADOPTED.match(_TERM.sub("", what))
        if match is None:
            continue
        body = match[1].strip("、 ").replace(_STATE, "")
        if body.startswith(("常务委员会", "人民代表大会")):
            body = _NATION + body.removeprefix("人民代表大会")
        if len(body) >= 3 and _BODY.search(body):
            return body
    named = re.match(r"(.{3,40}?)(?:办公厅|办公室)?关于", title)
    if named and _BODY.search(named[1]):
        return named[1]
    first = head[0].text if head else ""
    paper = re.match(r"(.{3,40}?)文件$", first)
    return paper[1] if paper else None


# -- dates ---------------------------------------------------------------------------------------


def _dates(
    text: str, events: list[tuple[str, str]], name: str
) -> tuple[str | None, str | None, str | None]:
    """(issued, in force, version) as ISO dates; see the module's docstring."""
    made = [date for date, what in events if _EVENT.search(what)]
    applied = [date for date, what in events if re.match(r"(?:起)?(?:施行|实施|执行)", what)]
    named = _NAME_DATE.search(name)
    latest = max(made) if made else None
    version = named[1] if named else latest
    issued = version or latest
    stated = applied[-1] if applied else _stated_start(text, issued)
    if stated and (version is None or stated >= version):
        return issued, stated, version or stated
    return issued, version, version


def _stated_start(text: str, issued: str | None) -> str | None:
    """The last 自…起施行 of the text; ``issued`` where it says so from the day of issue."""
    tail = text[-6_000:]
    found = [(match.start(), _DATE.search(match[1])) for match in _APPLIES.finditer(tail)]
    dates = [(at, _iso(match)) for at, match in found if match]
    if dates:
        return dates[-1][1]
    return issued if _FROM_ISSUE.search(tail) else None


def _iso(match: re.Match[str]) -> str | None:
    parts = []
    for part in match.groups():
        plain = half_width(part).replace("○", "〇").replace("Ｏ", "〇")
        number = int(plain) if plain.isdecimal() else int(parse_chinese(plain) or 0)
        parts.append(number)
    year, month, day = parts
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


# -- articles ------------------------------------------------------------------------------------


def _articles(text: str) -> list[_Mark]:
    """Where articles begin: 第X条 at the head of a line, followed by a blank or counting up."""
    marks = []
    last = 0
    for match in _ARTICLE.finditer(text):
        value = int(parse_chinese(match[2]) or 0)
        spaced = match[4] is not None
        following = text[match.end() : match.end() + 6]
        if not spaced and (value != last + 1 or _REFERENCE.match(following)):
            continue
        marks.append(_Mark(match.start(1), match.end(), match[1]))
        last = value
    return marks


def _sections(text: str, start: int) -> list[_Mark]:
    """Where sections 一、二、… begin after ``start``, in files without articles."""
    marks: list[_Mark] = []
    for match in _SECTION.finditer(text, start):
        if int(parse_chinese(match[1]) or 0) == len(marks) + 1:
            marks.append(_Mark(match.start(1), match.end(), match[1]))
    return marks


def _make_articles(document: Document, marks: list[_Mark]) -> Iterator[Article]:
    text = document.text
    headings = list(_headings(text))
    starts = [start for start, _, _ in headings]
    for at, mark in enumerate(marks):
        end = marks[at + 1].start if at + 1 < len(marks) else len(text)
        nearest = bisect_right(starts, mark.start)
        if nearest < len(starts):
            end = min(end, starts[nearest])
        paragraphs, last = _paragraphs(text, mark.body, end)
        path = headings[nearest - 1][2] if nearest else ()
        locator = document.locate(mark.start, max(last, mark.body))
        yield Article(mark.number, path, paragraphs, locator)


def _headings(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(start, rank, path) of 编、章、节 and of marked headings below the title."""
    path: list[tuple[int, str]] = []
    for match in _CHAPTER.finditer(text):
        hashes, numbered, kind, rest = match.groups()
        marked = len(hashes.strip()) if hashes else 0
        if marked == 1 and not numbered:
            continue
        if not numbered and not marked:
            continue
        if not marked and re.search(r"[。；，：]", rest):
            continue
        rank = _RANKS.get(kind, 3) if numbered else 5 + marked
        title = f"{numbered or ''} {_close(rest)}".strip()
        if _SECTION.match(title):
            continue
        while path and path[-1][0] >= rank:
            path.pop()
        path.append((rank, title))
        yield match.start(), rank, tuple(name for _, name in path)


def _close(title: str) -> str:
    """A heading's words without the blanks that spread them: 总　　则 → 总则."""
    return re.sub(r"(?<=[㐀-鿿])[ 　\t]+(?=[㐀-鿿])", "", title.strip(" 　\t#"))


def _paragraphs(text: str, start: int, end: int) -> tuple[tuple[str, ...], int]:
    """The 款 of an article (items 项 stay in theirs), and where the last one ends."""
    paragraphs: list[str] = []
    last = start
    for raw in text[start:end].split("\n"):
        line = raw.strip(" 　\t\r")
        if not line:
            start += len(raw) + 1
            continue
        last = start + len(raw.rstrip(" 　\t\r"))
        start += len(raw) + 1
        if paragraphs and _ITEM.match(line):
            paragraphs[-1] += "\n" + line
        else:
            paragraphs.append(line)
    return tuple(paragraphs), last
