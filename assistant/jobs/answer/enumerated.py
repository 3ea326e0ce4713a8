"""并举: things that a question names one beside the other, to be added, compared or told each.

Each is looked for by itself; what is asked of all of them is answered only where every one is found,
in one declaration where they stand together. Where one is missing the answer says which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.domain.answer import Answer
from assistant.domain.numerals import half_width
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.addends import rows_added
from assistant.jobs.answer.aggregate import added, difference
from assistant.jobs.answer.apportion import apportioned
from assistant.jobs.answer.compose import Notes, answer, refusal
from assistant.jobs.answer.computed import computed
from assistant.jobs.answer.family import EACH, listed, prices
from assistant.jobs.answer.find import NOTHING_LEFT, Match
from assistant.jobs.answer.members import members
from assistant.jobs.answer.named import matches_of, told
from assistant.jobs.answer.paraphrase import paraphrases
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.ratio import share
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.answer.sides import compared
from assistant.jobs.answer.told_figures import of_clauses
from assistant.jobs.answer.understand import understand
from assistant.jobs.answer.whole import whole_amount

_PLUS_SIGN = r"加(?!总|起|在|一|到|固|装|强|快|大|班|油|急|盟|热|压|密|入|剧|征|速|深|之|权|分|工(?![资龄会作伤程]))"
"""加 where it adds: not in 加起来, 加工, 加固."""
_AND = re.compile(rf"[、和与跟及]|(?:再|外)?加上|连同|算上|外加|以及|还有|{_PLUS_SIGN}")
_MEMBERS = r"(?:这|那)?(?:[两二三四五六七八九十\d]+)?(?:[个项样块笔种条者家份]|部分|方面)?"
_ADDED = re.compile(
    rf"(?P<things>.{{2,}}?)(?P<of>的?(?:钱|预算|费用|金额|经费|面积|数量|人数)?){_MEMBERS}"
    r"(?:的|里)?(?P<same>面积|金额|数量|费用|人数)?(?:[加合](?:起来|在?一[起块]儿?|总)|加一加|合计|一共|总共|共计|拢共|统共|总计|之和|的和)"
)
_PLUS = re.compile(
    rf"(?P<things>.{{2,}}?(?:(?:再|外)?加上|连同|算上|外加|{_PLUS_SIGN})[^，,。？?]{{2,}}?)(?:一?起)?(?:是|有|为|要|得|花|付|掏|出)*(?:多少|几[万亿百千])"
)
_LESS = re.compile(
    r"(?P<a>.{2,}?)比(?P<b>.{2,}?)(?P<gap>(?:要|会|得|能)?(?:多|少|高|低|贵|便宜|大|小)(?:出|了|花|投|安排)?(?:来)?(?:多少|几))"
)
_APART = re.compile(
    r"(?P<things>.{2,}?)(?:之间)?(?:相差|差|差额|差距)(?:是|有|了|着)?(?:多少|几|多大)"
)
_EACH = re.compile(
    rf"(?P<things>.{{2,}}?)(?P<of>的[一-鿿]{{2,6}})?{_MEMBERS}(?:各自?|分别|都)(?:是|要|定|为|有|占|花|达到|安排|补)*(?P<ask>多少|几|什么|啥)"
)
_MEASURED = re.compile(
    r"(?P<things>[^，,。？?]*?(?:率|度|数|量|时限|期限|标准|单价|金额|面积|成本|满意)[和与及]"
    r"[^，,。？?和与及]*?(?:率|度|数|量|时限|期限|标准|单价|金额|面积|成本|满意))"
    r"(?:的)?(?:要求|目标值?|指标值?|规定)?(?:各|分别)?(?:是|要|定|为)?(?:多少|几|什么)?[。？?]?$"
)
_YEARS_ONLY = re.compile(
    r"(?:\d{2,4}年度?|[去前今上本当]年度?|上一年度?|年初|年末)+(?:的|同期|预算|决算)*[增减上下涨]?"
)
_TRIM = re.compile(
    r"^(?:请问|那么?|另外|其中|把|将|问下|我想知道|想问|帮我?(?:看|算|查)一?下?)+"
    r"|(?:这|那)?(?:[一两]?[块项笔个]|科目|的)+$"
)
_ASKS = {
    "amount": "多少钱",
    "rate": "是多少",
    "count": "有多少",
    "duration": "多长时间",
    "date": "什么时候",
}
_TOGETHER = re.compile(r"(?:一起|一块儿?)(?:要|是|得|花|共|有|该)|连.{2,12}带.{2,}多少")
"""Words that add up without a word for the sum."""
_HEADS = 4
"""Characters at the end of the first thing that the second may leave out (甲管理补助比乙的多)."""
_SHOWS = {
    "sum": re.compile(r"合计\*\*|人均|平均"),
    "compare": re.compile(r" − |相同|^\*\*(?:不)?是"),
    "each": re.compile(r"(?!)"),
}
"""What a plain computation's answer has where it did what was asked; a mere list did not."""
_COLUMNS = re.compile(r"年初|调整[前后]|执行|决算|支出率|完成率")
"""Columns of the execution table, which have their own comparisons."""
_KINDS = (
    frozenset(("budget_line", "group")), frozenset(("indicator",)), frozenset(("fund",)),
    frozenset(("account",)), frozenset(("declaration",)), frozenset(("execution",)),
)  # fmt: skip
"""Kinds of rows that may stand beside one another."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The things as the question words them, ``job`` (sum, compare, each), ``tail`` asked of each."""

    job: str
    things: tuple[str, ...]
    tail: str = ""


def enumeration_of(text: str, shelf: Shelf) -> Enumeration | None:
    """What a question enumerates; None where it names one thing, or years only."""
    plain = half_width(text)
    less = _LESS.search(plain)
    if less and not (_YEARS_ONLY.fullmatch(less["b"]) or _COLUMNS.search(less.group())):
        return _of("compare", (less["a"], less["b"]))
    apart = _APART.search(plain)
    if apart and not _COLUMNS.search(apart.group()):
        return _of("compare", _split(apart["things"], shelf))
    added = _ADDED.search(plain)
    if added:
        return _of("sum", _split(added["things"], shelf), added["of"] or added["same"] or "")
    plus = _PLUS.search(plain)
    if plus:
        return _of("sum", _split(plus["things"], shelf))
    each = _EACH.search(plain)
    if each:
        return _of("each", _split(each["things"], shelf), each["of"] or "")
    measured = _MEASURED.search(plain)
    if measured:
        return _of("each", _split(measured["things"], shelf))
    return None


def _of(job: str, things: Sequence[str], tail: str = "") -> Enumeration | None:
    trimmed = tuple(_TRIM.sub("", thing.strip(" ，,。：:")) for thing in things)
    real = [one for one in trimmed if len(one) > 1 and not _YEARS_ONLY.fullmatch(one)]
    if len(real) < 2 or len(real) != len(trimmed):
        return None
    return Enumeration(job, trimmed, tail.removeprefix("的"))


def _split(text: str, shelf: Shelf) -> list[str]:
    """The text at its joining words, except within names that the library has (管理和服务)."""
    pieces: list[str] = []
    done = 0
    for joint in _AND.finditer(text):
        around = canonical(text[max(joint.start() - 2, 0) : joint.end() + 2])
        if len(around) > 3 and around in shelf.all_names:
            continue
        pieces.append(text[done : joint.start()])
        done = joint.end()
    return [*pieces, text[done:]]


def enumerated(query: Query, shelf: Shelf) -> Answer | None:
    """The sum, the difference or the values of what the question enumerates.

    None where it enumerates nothing; a refusal where one of the things is not found.
    """
    first = _told_apart(query, shelf)
    if first is not None:
        return first
    several = len(query.by_unit) > 1 or query.all_units or bool(query.without)
    sums = "sum" in query.intents or _TOGETHER.search(query.question)
    spoken = rows_added(query, shelf) if sums and not several else []
    several = several or len(query.named_projects) > 1 or bool(members(query, shelf))
    said = None if several else enumeration_of(query.question, shelf)
    if said is None:
        return added(query, spoken) if spoken else None
    whole = whole_amount(query, shelf)
    if whole is not None:
        return whole
    simply = computed(query, shelf)
    if simply is not None and _SHOWS[said.job].search(simply.answer):
        return simply
    if spoken and said.job != "compare":
        return added(query, spoken)
    found = [_thing(n, said, query, shelf) for n in range(len(said.things))]
    missing = [thing for thing, ones in zip(said.things, found, strict=True) if not ones]
    if len(missing) == len(found) and said.job == "each":
        return None
    if missing and said.job == "each":
        return None
    told_there = of_clauses(query, said.things, said.job, shelf) if missing else None
    if told_there is not None:
        return told_there
    if missing:
        named = "、".join(f"“{thing}”" for thing in missing)
        return refusal(
            query, f"问到的几项中，{named}没有相符的记载，不以其余各项代答。", kind="part"
        )
    chosen = _together(found, mixed=said.job == "each")
    told_of = _JOBS[said.job](query, chosen) if chosen else None
    told_of = told_of or of_clauses(query, said.things, said.job, shelf)
    if told_of is None and said.job != "each":
        return refusal(
            query, "问到的几项不是同一类数，或各有几处相符，不能合计、相减。", kind="part"
        )
    return told_of


def _told_apart(query: Query, shelf: Shelf) -> Answer | None:
    """An amount that is spread, a share, two sides: what else has 和 or 加 in it."""
    found = apportioned(query, shelf)
    if found is None and "share" in query.intents:
        found = share(query, shelf)
    return found or compared(query, shelf)


def _thing(at: int, said: Enumeration, query: Query, shelf: Shelf) -> list[Match]:
    """The rows of one of the things: by its words, in the library's words, by weight."""
    thing = said.things[at]
    asks = "是多少" if said.job == "each" else _ASKS.get(query.asked or "", "是多少")
    if said.job == "each" and query.asked == "amount":
        asks = "多少钱"
    texts = [f"{thing}{said.tail}{asks}"]
    if said.job != "each" and query.asked in {None, "number"}:
        texts.insert(0, f"{thing}{said.tail}多少钱")
    if said.job == "compare" and at:
        first = said.things[0]
        texts += [f"{thing.rstrip('的')}{first[-n:]}{asks}" for n in range(_HEADS, 1, -1)]
    for text in texts:
        for way in (_strictly, _in_other_words):
            found = [m for m in way(text, query, shelf) if _figured(m.entry, said.job)]
            if found:
                return found
    return []


def _figured(entry: Entry, job: str) -> bool:
    return entry.number is not None if job != "each" else bool(entry.value or entry.number)


def _asked(text: str, query: Query, shelf: Shelf) -> Query:
    one = understand(text, shelf)
    years = one.years or query.years
    return replace(one, scopes=one.scopes or query.scopes, years=years)


def _strictly(text: str, query: Query, shelf: Shelf) -> list[Match]:
    return _named_whole(matches_of(_asked(text, query, shelf), shelf))


def _named_whole(matches: Sequence[Match]) -> list[Match]:
    """Rows that leave nothing of the thing's name over: 普通特保 is no 交通特保."""
    return [match for match in matches if not match.cover.missing]


def _in_other_words(text: str, query: Query, shelf: Shelf) -> list[Match]:
    for read in paraphrases(text, _asked(text, query, shelf), shelf, None):
        found = _named_whole(matches_of(replace(read, scopes=read.scopes or query.scopes), shelf))
        if found:
            return found
    return []


def _together(found: Sequence[Sequence[Match]], *, mixed: bool) -> list[Entry] | None:
    """One row for each thing: of one kind (but ``mixed``) and, where there is one, of one declaration."""
    scopes = [{(m.entry.scope.document, m.entry.scope.index) for m in ones} for ones in found]
    shared = set.intersection(*scopes)
    whole = all(m.entry.kind == "declaration" for ones in found for m in ones[:1])
    if not shared and not mixed and not whole:
        return None  # 省里加区里: one project's and another's are no sum
    for kinds in _KINDS:
        rows = [
            [
                m.entry for m in ones if m.entry.kind in kinds
                and (not shared or (m.entry.scope.document, m.entry.scope.index) in shared)
            ]
            for ones in found
        ]  # fmt: skip
        if all(len(_distinct(row)) == 1 for row in rows):
            chosen = [row[0] for row in rows]
            return chosen if len(_distinct(chosen)) == len(chosen) else None
    if not mixed:
        return None
    firsts = [ones[0].entry for ones in found]
    alone = all(len(_distinct([m.entry for m in ones])) == 1 for ones in found)
    return firsts if alone and len(_distinct(firsts)) == len(firsts) else None


def _distinct(rows: Sequence[Entry]) -> list[Entry]:
    seen: dict[object, Entry] = {}
    for row in rows:
        seen.setdefault((row.scope.document, row.scope.index, row.kind, row.key, row.number), row)
    return list(seen.values())


# ---- what is asked of them ----


def _sum(query: Query, rows: Sequence[Entry]) -> Answer | None:
    measures = {row.measure for row in rows}
    if len(measures) != 1 or measures & {"%", "‰"}:
        return None
    return added(query, rows)


def _compare(query: Query, rows: Sequence[Entry]) -> Answer | None:
    if len(rows) != 2 or rows[0].measure != rows[1].measure:
        return None
    if EACH.search(query.question) and all(row.line for row in rows):
        priced = prices(list(rows))
        if priced == list(rows):
            return None  # what one piece costs is not told
        rows = priced
    notes = Notes()
    shown = listed(rows, notes)
    return answer(query, f"{difference(*rows)}\n\n{shown}", notes, kind="compare")


def _each(query: Query, rows: Sequence[Entry]) -> Answer | None:
    empty = replace(query, premises=())
    return told(empty, [Match(row, 1.0, NOTHING_LEFT) for row in rows])


_JOBS: dict[str, Callable[[Query, Sequence[Entry]], Answer | None]] = {
    "sum": _sum,
    "compare": _compare,
    "each": _each,
}
