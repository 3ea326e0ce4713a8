"""加数: the rows that people add up in speech, found together within one declaration.

「食堂这块，今年的加上去年没付清的」 names its subject once and then only what sets its rows apart; 「所有的尾款」
names a kind of row. Each part must have a row of its own, and the rows must be of one declaration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from assistant.domain.coverage import abbreviates, cover, precision
from assistant.domain.numerals import half_width
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Scope, Shelf
from assistant.jobs.answer.subject import narrowed
from assistant.jobs.answer.understand import understand

_ADD = (
    r"(?:再|外)?加上|连同|算上|外加|以及|还有|[、和与跟及]|连(?=[^带，,]{0,6}(?:尾|去年|上一?年|前一年|欠|[没未]付))"
    r"|加(?!总|起|在|一|到|固|装|强|快|大|班|油|急|盟|热|压|密|入|剧|征|速|深|之|权|分|工(?![资龄会作伤程]))"
)
_JOINT = re.compile(_ADD)
_SUMMED = re.compile(
    r"[，,]?(?:(?:这|那)?[两几二三四五六\d]+[项笔块样者种个部]分?)?(?:[加合](?:起来|在?一[起块]儿?|总)|加一加|算一?[起块]"
    r"|一共|总共|共计|合计|总计|统共|拢共|总的)[^，,？?]*(?:[，,][^，,]*)?[？?。]?$"
    r"|[，,]?(?:一起|一块儿?)?(?:是|要|得|有|该|需要?)?(?:花|掏|付|出|给|拨)?(?:了|掉)?(?:多少|几[万百千]).*$"
)
_SUBJECT = (
    re.compile(r"^(?P<of>.{2,}?)(?:这|那)(?:一)?(?:块|边|方面|部分|头)[，,]?(?P<parts>.+)$"),
    re.compile(r"^(?P<of>.*?(?:花|用|付|发|投|给)(?:在|给|到)?.{2,12}?(?:身上|头上|上头|的钱))的?[，,]?(?P<parts>.+)$"),
    re.compile(r"^(?P<of>[^（(]{2,}?)[（(](?P<parts>[^（）()]+)[）)](?P<same>的?[一-鿿]{0,8})$"),
    re.compile(r"^(?P<of>.{2,})[，,：:](?P<parts>.+)$"),
)  # fmt: skip
"""How the subject is told from what is said of it."""
_SPENT = re.compile(r"(?:花|用|付|发|投|给)(?:在|给|到)?(?P<of>.{2,12}?)(?:身上|头上|上头|的钱)")
_TAIL = re.compile(
    r"尾款|尾数|余款|欠款|欠(?:着|下)?的|[没未](?:有)?(?:付|结|支付|给|拨)(?:清|完|掉|的)?|质保金"
)
"""What is still owed of an earlier year's contract."""
_TAIL_ROW = re.compile(r"尾款|余款|欠款|未付|结算款|清欠")
_NOW = re.compile(
    r"(?:今年|当年|本年度?|这年|该年|(?:20)?\d\d年度?)?的?(?:新增|新)?(?:服务|合同|预算|安排|申报|当期|本期)?(?:费用?|款|钱|部分|经费|预算)?的?"
)
_FILLER = re.compile(
    r"^(?:那|就|把|将|还|的|在|花|用|付|给|连)+|(?:的|项目|经费|费用|钱|(?<!尾)款|这?[两几]?[块项笔])+$"
)
_BOTH = re.compile(r"连(?P<a>[^，,连带]{2,12}?)带(?P<b>[^，,]{2,})")
_KINDS = ("budget_line",)
_SHORT = 3
_LIKE = 0.15
"""How much better the name of one row must fit than that of the next."""


@dataclass(frozen=True, slots=True)
class Addends:
    """``subject`` is said once for all ``parts``; empty where each part says its own."""

    subject: str
    parts: tuple[str, ...]


def addends_of(text: str) -> Addends | None:
    """What a question adds up; None where it names fewer than two parts."""
    plain = half_width(text).rstrip("？?。 ")
    summed = _SUMMED.search(plain)
    if summed is None:
        return None
    head = _BOTH.sub(r"\g<a>、\g<b>", plain[: summed.start()].rstrip("，, "))
    for form in _SUBJECT:
        match = form.match(head)
        parts = _parts(match["parts"]) if match else ()
        if match and len(parts) > 1 and not _JOINT.search(match["of"]):
            same = match.groupdict().get("same") or ""
            return Addends(match["of"].strip("，,") + same, parts)
    parts = _parts(head)
    return Addends("", parts) if len(parts) > 1 else None


def _parts(text: str) -> tuple[str, ...]:
    pieces = [_FILLER.sub("", piece.strip(" ，,")) for piece in _JOINT.split(text)]
    kept = tuple(piece for piece in pieces if piece)
    return kept if len(kept) == len(pieces) else ()


def rows_added(query: Query, shelf: Shelf) -> list[Entry]:
    """The rows that the question adds up, one for each part; empty where that is not sure."""
    said = addends_of(query.question)
    if said is None:
        return []
    each: list[list[Entry]] = []
    for scope, subject in _scopes(said, query, shelf):
        rows = [e for e in shelf.entries if e.scope is scope and e.kind in _KINDS and e.number]
        about = [row for row in rows if _about(row, subject, strict=True)]
        about = about or [row for row in rows if _about(row, subject, strict=False)]
        own = [row for row in about if cover(subject, (row.key,)).covered > 1]
        about = own or about
        if subject and not about:
            continue
        found = _by_tail(said, about, shelf) or _assigned(said, about, bool(subject), shelf)
        if found:
            each.append(found)
    return each[0] if len(each) == 1 else []


def _scopes(said: Addends, query: Query, shelf: Shelf) -> Iterator[tuple[Scope, tuple[str, ...]]]:
    """The declarations in question, with the words of the subject that are no name of theirs."""
    lead = _SPENT.sub(r"\g<of>", said.subject)
    own = understand(lead, shelf) if lead else None
    meant = narrowed(replace(own, scopes=own.scopes or query.scopes), shelf) if own else query
    words = tuple(w for w in meant.content if len(w) > 1) if own else ()
    for key in meant.scopes or query.scopes or tuple(shelf.scopes):
        scope = shelf.scopes.get(key)
        if scope is None or scope.declaration is None:
            continue
        if not query.years or scope.year in query.years or query.relative is not None:
            yield scope, words


def _about(row: Entry, words: Sequence[str], *, strict: bool) -> bool:
    """Whether a row, by its own name or its group's, is of all the words; lone characters aside.

    What its name leaves over the declaration must say where it is not ``strict`` (路派出所 before
    食堂).
    """
    held = cover(words, (row.key, row.around))
    if words and held.covered < 2:
        return False
    said = "" if strict else row.scope.said
    return all(len(part) < 2 or part in said for part in held.missing)


def _by_tail(said: Addends, rows: Sequence[Entry], shelf: Shelf) -> list[Entry]:
    """This year's rows and what an earlier year left to pay: of the subject, or of each part."""
    others = [part for part in said.parts if not _TAIL.search(part)]
    if len(others) == len(said.parts) or not others:
        return []
    if said.subject and all(_NOW.fullmatch(part) for part in others):
        return _with_tail(rows)
    if not all(_TAIL.fullmatch(part) for part in said.parts if part not in others):
        return []
    words = [_words(part, shelf) for part in others]
    each = [_with_tail(_fitting(word, rows)) if word else [] for word in words]
    found = [row for some in each for row in some]
    return found if all(each) and len({id(row) for row in found}) == len(found) else []


def _with_tail(rows: Sequence[Entry]) -> list[Entry]:
    """One row of this year and one that is still owed; empty where they are not just these two."""
    owed = [row for row in rows if _TAIL_ROW.search(row.name)]
    now = [row for row in rows if not _TAIL_ROW.search(row.name)]
    return [*now, *owed] if len(owed) == len(now) == 1 else []


def _assigned(said: Addends, rows: Sequence[Entry], subject: bool, shelf: Shelf) -> list[Entry]:
    """A row for each part, none twice; the part that no row names is the one row left over."""
    words = [_words(part, shelf) for part in said.parts]
    each = [_fitting(word, rows) if word else [] for word in words]
    unnamed = [n for n, found in enumerate(each) if not found]
    if len(unnamed) == 1 and subject and len(rows) == len(said.parts):
        taken = {id(row) for found in each for row in found}
        each[unnamed[0]] = [row for row in rows if id(row) not in taken] or list(rows)
    elif unnamed:
        return []
    ways = [way for way in product(*each) if len({id(row) for row in way}) == len(way)]
    ways.sort(key=lambda way: -_fit(words, way))
    if not ways:
        return []
    if len(ways) > 1 and _fit(words, ways[0]) - _fit(words, ways[1]) < _LIKE:
        return []
    return list(ways[0])


def _words(part: str, shelf: Shelf) -> str:
    """A part without the names of units and projects, and the years, that it begins with."""
    own = understand(part, shelf)
    if len("".join(own.content)) > 1:
        return "".join(own.content)
    # Words of asking alone may still be a name (工作服); a unit or project is none.
    return "" if own.named_units or own.named_projects else canonical(part)


def _fit(parts: Sequence[str], way: Sequence[Entry]) -> float:
    return sum(precision(row.key, part) for part, row in zip(parts, way, strict=True))


def _fitting(word: str, rows: Sequence[Entry]) -> list[Entry]:
    """The rows whose names have all of a part's words, else the one that it abbreviates."""
    whole = [row for row in rows if _has(word, row)]
    if whole or len(word) > _SHORT:
        return whole
    short = [row for row in rows if _in_order(word, row.key)]
    return short if len(short) == 1 else []


def _has(word: str, row: Entry) -> bool:
    held = cover((word,), (row.key,))
    return held.covered > 1 and all(len(part) < 2 for part in held.missing)


def _in_order(short: str, name: str) -> bool:
    """机扫 for 机械化清扫: every character in its order; three and more as an abbreviation."""
    if len(short) != 2:
        return abbreviates(short, name)
    at = name.find(short[0])
    return at >= 0 and short[1] in name[at + 1 :]
