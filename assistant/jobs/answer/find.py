"""查找: which named facts a query asks for; every word of its content must be accounted for."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.domain.coverage import Cover, cover, marked, precision
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Scope, Shelf

# How well each kind of entry suits an intent; a kind that is absent is not offered for it.
_MONEY_KINDS = {
    "group": 0.34, "budget_line": 0.3, "declaration": 0.26, "account": 0.3, "indicator": 0.16,
    "field": 0.1, "fund": 0.12, "execution": 0.05, "term": 0.0,
}  # fmt: skip
SUITS: dict[str, dict[str, float]] = {
    "amount": _MONEY_KINDS,
    "value": {
        "indicator": 0.4, "group": 0.16, "budget_line": 0.16, "account": 0.16, "declaration": 0.05,
        "field": 0.1, "fund": 0.1, "execution": 0.05, "plan": 0.05, "goal": 0.0, "term": 0.0,
    },
    "execution": {"execution": 0.4, "indicator": 0.0},
    "definition": {"term": 0.5, "section": 0.1, "indicator": 0.05},
    "procedure": {"section": 0.4, "activity": 0.25, "plan": 0.2, "term": 0.0},
    "list": {"section": 0.2, "activity": 0.2, "field": 0.1, "goal": 0.2, "plan": 0.1, "term": 0.1},
    "unknown": {
        "indicator": 0.2, "field": 0.25, "goal": 0.3, "section": 0.25, "activity": 0.2,
        "plan": 0.15, "term": 0.2, "budget_line": 0.15, "group": 0.17, "account": 0.15,
        "fund": 0.15, "declaration": 0.02,
    },
}  # fmt: skip
_FALL_BACK = {
    "why": "value", "compare": "value", "rank": "value", "sum": "amount", "share": "amount",
    "per_head": "amount", "count": "list", "basis": "unknown",
}  # fmt: skip

_MEASURES = {
    "amount": frozenset(("元",)),
    "rate": frozenset(("%", "‰")),
}
_NO_COUNTS = frozenset(("元", "%", "‰"))
"""Measures of what is no number of things."""
_EVENT = re.compile(
    r"受伤|伤亡|死亡|亡人|事故|投诉|违[规纪法章]|流失|离职|辞[职退]|失业|故障|损坏|返工|差错|失误|上访|案件|病假|缺勤|不合格"
)
"""What befalls persons or things: how often it does is no number of them."""
_GETS = re.compile(r"采购|购置|购买|新购|新增|新建|新招|招录|更新|更换|淘汰|报废|改造|维修")
"""What is done to things: how many it is done to is not how many there are."""
_HOLDS = re.compile(
    r"现在|现有|目前|如今|已有|原有|共有|总共有|一共有|(?:只|拥|配)有|有(?:多少|几)"
)
_TARGET = re.compile(r"目标值|指标值")
_SURVEYED = re.compile(
    r"([一-鿿]{0,2}(?:人员|员工|队员|居民|群众|民警|志愿者|单位|部门|人群|对象|家长|学生|职工|商户"
    r"|老人|老年人|残疾人|患者|病人|游客|观众|读者|用户|教师|医生|业主|住户|村民|市民|公众|企业|农户|儿童|参与者))的?满意[度率]"
)
"""满意度 names whom is asked (财预〔2021〕101号); another group's is another indicator."""
_SERVED = re.compile(
    r"居民|群众|家长|学生|老人|老年人|残疾人|患者|病人|游客|观众|读者|用户|教师|业主|住户|村民|市民|公众|农户|儿童|商户"
)
_MONEY = re.compile(r"[金费款钱资价薪额税]|补贴|补助|成本|预算|支出|收入|投入")
_ONE_PIECE = re.compile(
    r"单价|均价|(?:每|一|单)(?:个|人|名|位|次|场|套|台|件|家|所|处|份|张|站|平方?米?|公里|吨|条|户|立方米?|亩)(?!共)"
)
_PRICE = re.compile(r"单[位价个人次场套台件站所]|每|均|标准|/")
_NTH = re.compile(r"第.{1,3}[届期批次]")
_WORDED = -0.2
"""What a value in words loses where a figure is asked for."""
_CLOSE = 0.07
"""Scores within this of the best are as good: several declarations answer, or several rows."""


_HEADED_BY_SCOPE = frozenset(("declaration", "goal", "field", "fund", "section", "execution"))
"""Kinds whose names are the form's own: the question's content may name the project only."""
_LEAST = {"section": 0.5, "plan": 0.5, "activity": 0.5, "goal": 0.5, "field": 0.5, "term": 0.6}
"""The share of such a name that the question must say, unless it names the project or unit."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry with how well it answers."""

    entry: Entry
    score: float
    cover: Cover


NOTHING_LEFT = cover((), ())
"""The cover of a row that was not found by the question's content."""


def find(query: Query, shelf: Shelf, intent: str | None = None) -> list[Match]:
    """The entries that the query asks for, best first; empty where a word is unaccounted for.

    At most one row for a scope, unless rows of one scope are equally good.
    """
    wanted = intent or query.intent
    suits = SUITS.get(wanted) or SUITS[_FALL_BACK.get(wanted, "unknown")]
    if _TARGET.search(query.text) and "indicator" in suits:
        suits = {"indicator": suits["indicator"]}
    matches = [m for m in _matches(query, shelf, suits) if _accounted(query, m.cover)]
    if not matches:
        return []
    matches.sort(key=lambda m: -m.score)
    return _best(matches)


def _accounted(query: Query, covered: Cover) -> bool:
    """A question without a figure to look for must be accounted for to the letter."""
    return covered.complete and not covered.broken if query.asked else not covered.missing


def find_all(query: Query, shelf: Shelf, kind: str) -> list[Entry]:
    """Every entry of one kind that accounts for the question's content, in the shelf's order."""
    suits = {kind: 0.0}
    return [m.entry for m in _matches(query, shelf, suits) if m.cover.complete]


def _best(matches: Sequence[Match]) -> list[Match]:
    top = matches[0].score
    kept: list[Match] = []
    best_of: dict[tuple[str, int | None], float] = {}
    for match in matches:
        key = (match.entry.scope.document, match.entry.scope.index)
        best = best_of.setdefault(key, match.score)
        if match.score < top - _CLOSE * 3 or match.score < best - _CLOSE:
            continue
        if best == match.score or _as_good(match, kept, key):
            kept.append(match)
    return kept


def _as_good(match: Match, kept: Iterable[Match], key: tuple[str, int | None]) -> bool:
    """Another row of the same scope, of the same kind: 反恐演练 has both a target and a date."""
    mates = [m for m in kept if (m.entry.scope.document, m.entry.scope.index) == key]
    return all(m.entry.kind == match.entry.kind for m in mates)


def in_question(query: Query, shelf: Shelf, kinds: Container[str]) -> Iterator[Entry]:
    """The entries of some kinds in the scopes and years that the question is about."""
    allowed = frozenset(query.scopes)
    for entry in shelf.entries:
        if entry.kind not in kinds or not entry.key:
            continue
        if allowed and (entry.scope.document, entry.scope.index) not in allowed:
            continue
        if year_fits(query, entry):
            yield entry


def _matches(query: Query, shelf: Shelf, suits: dict[str, float]) -> Iterator[Match]:
    for entry in in_question(query, shelf, suits):
        if any(word in entry.key for word in query.without):
            continue
        match = _score(query, entry, suits[entry.kind])
        if match is not None:
            yield match


def year_fits(query: Query, entry: Entry) -> bool:
    """The year is the row's own, the declaration's, or part of the row's name."""
    if not query.years:
        return True
    if entry.kind == "execution":
        return entry.year in query.years
    if any(str(year) in entry.name for year in query.years):
        return True
    return entry.scope.year in query.years or (entry.year in query.years)


def _score(query: Query, entry: Entry, suits: float) -> Match | None:
    own = precision(entry.key, query.spoken)
    if entry.kind == "declaration" and not query.content:
        own = max(own, 0.6)
    if own < _LEAST.get(entry.kind, 0.01) and not (query.scopes and own > 0):
        return None
    if not survey_fits(query, entry):
        return None
    measured = measure_fits(query, entry)
    if measured is None or _other_rate(query, entry) or _other_number(query, entry):
        return None
    texts: tuple[str, ...] = (entry.key, entry.around, entry.about, entry.scope.names)
    content = [c for c in query.content if not (_NTH.fullmatch(c) and c in entry.scope.said)]
    plain = cover(content, texts)
    covered = _excused(plain, content, entry.scope)
    if entry.kind == "declaration" and covered.missing:
        covered = plain  # what is part of a project does not cost what the project does
    share = 1.0
    if content:
        by_key = sum(sum(marked(chunk, (entry.key,))) for chunk in content)
        by_around = sum(sum(marked(chunk, (entry.around,))) for chunk in content)
        share = (by_key + 0.6 * max(by_around - by_key, 0)) / covered.required
        if by_key + by_around == 0 and entry.kind not in _HEADED_BY_SCOPE:
            return None
    spoken = [part for part in query.wording.split("|") if part]
    told = sum(sum(marked(part, (entry.key, entry.around))) for part in spoken)
    recall = told / max(sum(map(len, spoken)), 1)
    score = 1.1 * share + 0.7 * own + 0.5 * recall + suits + measured
    score += 0.2 if any(str(year) in entry.name for year in query.years) else 0.0
    score += 0.3 * precision(entry.key, query.like) if query.like else 0.0
    score += _priced(query, entry)
    return Match(entry, score - 0.02 * len(covered.missing), covered)


def _priced(query: Query, entry: Entry) -> float:
    """A bonus for what one piece costs, where the question asks for it (一场多少钱, 单价)."""
    if query.asked != "amount" or not _ONE_PIECE.search(query.text):
        return 0.0
    if _whole_line(entry):
        return -0.5
    if (entry.measure or "").startswith("元/") or _PRICE.search(entry.name):
        return 0.35
    return 0.2 if entry.line and entry.line.unit_price else 0.0


def _whole_line(entry: Entry) -> bool:
    """Whether a row tells what all of something costs, and not what one piece does."""
    line = entry.line
    if line is None:
        return entry.kind in {"group", "fund", "declaration"}
    return line.unit_price is None and line.quantity not in (None, 1)


def _excused(covered: Cover, content: list[str], scope: Scope) -> Cover:
    """A modifier that the declaration itself puts before the word is no other thing (司法社工)."""
    left = tuple(
        part for part in covered.missing
        if not any(
            part + follows[:2] in scope.said
            for chunk in content if (follows := chunk.partition(part)[2]) and len(follows) > 1
        )
    )  # fmt: skip
    if left == covered.missing:
        return covered
    return replace(covered, missing=left, broken=covered.broken and bool(left))


def survey_fits(query: Query, entry: Entry) -> bool:
    """Whether a satisfaction is that of the group which the question names."""
    asked = _SURVEYED.search(query.wording.replace("|", ""))
    if asked is None or entry.kind != "indicator" or "满意" not in entry.key:
        return True
    group = re.sub(r"^(?:相关|服务)", "", asked[1])
    own = (entry.key, entry.about)
    if not cover((group,), own).missing:
        return True
    # 会诊患者: whose patients they are the declaration says; whose staff they are is another group
    noun = next((n for n in (group[1:], group[2:]) if len(n) > 1 and _SERVED.fullmatch(n)), None)
    lead = group.removesuffix(noun) if noun else group
    return bool(noun) and not cover((noun or "",), own).missing and lead in entry.scope.names


def measure_fits(query: Query, entry: Entry) -> float | None:
    """A bonus where the value is of the kind asked for; None where it cannot be."""
    asked = query.asked
    if entry.kind == "declaration" and not _of_whole(query):
        return None
    if entry.measure == "元" and asked in {"date", "duration", "rate"}:
        return None
    if asked == "who":
        return 0.1 if entry.kind == "field" else None
    if asked in (None, "number"):
        return _number_fits(query, entry)
    if asked in _MEASURES:
        return _measured(query, entry, asked)
    if asked == "count":
        return _count_fits(query, entry)
    return _time_fits(query, entry)


def _of_whole(query: Query) -> bool:
    """Whether a project's whole amount may be meant: money is asked for, and not of one piece."""
    if query.asked == "amount":
        return not _ONE_PIECE.search(query.text)
    return query.asked is None or "amount" in query.intents


def _measured(query: Query, entry: Entry, asked: str) -> float | None:
    """Money or a rate is asked for."""
    if entry.measure in _MEASURES[asked]:
        return 0.25
    if asked == "amount":
        if (entry.measure or "").startswith("元/"):
            return 0.2
        return None if entry.measure is not None or "amount" in query.intents else -0.25
    if entry.kind == "indicator":
        if entry.number is None and "%" not in entry.value and not entry.name.endswith("率"):
            return None
        return 0.0 if entry.name.endswith("率") else -0.2
    return -0.25


_DATED = re.compile(
    r"\d\s*[年月日号]|[一二三四五六七八九十]\s*[月季]|\d{4}[-./]\d|[年月季]度?[底末初中内前]|每|季|上半年|下半年"
)
"""A value that says when."""


def _time_fits(query: Query, entry: Entry) -> float | None:
    """A date or a duration is asked for."""
    if query.asked == "date" and entry.kind in {"field", "indicator"}:
        said = f"{entry.value}{entry.name if entry.kind == 'field' else ''}"
        if not _DATED.search(said):
            return None
    if query.asked == "duration":
        if entry.measure in _NO_COUNTS:
            return None
        return 0.2 if entry.kind == "indicator" and entry.measure in query.units else 0.0
    indicator = entry.indicator
    if entry.kind in {"plan", "field"}:
        return 0.2
    return 0.25 if indicator and indicator.target.kind in {"date", "frequency"} else -0.1


def _number_fits(query: Query, entry: Entry) -> float | None:
    """A 多少 without a unit: a value in words answers only where the target itself is asked for."""
    if entry.measure in _NO_COUNTS and _counts_things(query, entry):
        return None
    if query.asked is None or entry.number is not None:
        return 0.0
    if entry.kind in {"plan", "activity", "section", "goal"}:
        return None
    if entry.kind == "indicator" and not re.search(r"目标|指标|要求|标准", query.text):
        return None
    return _WORDED


def _other_rate(query: Query, entry: Entry) -> bool:
    """患者有多少 asks no 患者满意度."""
    return (
        query.asked == "number" and "满意" in entry.key and "满" not in query.text + query.wording
    )


def _other_number(query: Query, entry: Entry) -> bool:
    """Whether a row counts what befell, or was done to, the things that are asked for.

    有多少名消防员 asks no 消防员受伤人数, 现有几辆消防车 no 采购消防车.
    """
    if query.asked not in {"count", "number", None}:
        return False
    befell = _EVENT.search(entry.key)
    if befell and query.asked == "count" and not _EVENT.search(query.text):
        return True
    holds = _HOLDS.search(query.text) and (query.asked == "count" or bool(query.premises))
    return bool(holds and _GETS.search(entry.key) and not _GETS.search(query.text))


def _counts_things(query: Query, entry: Entry) -> bool:
    """发了多少传单 asks how many there are, not what they cost; 多少合规 asks for the 合规率."""
    if "amount" in query.intents:
        return False
    things = [
        thing for thing in query.content
        if not _MONEY.search(thing) and f"{thing[:2]}率" not in entry.key
    ]  # fmt: skip
    return any(f"{how}{thing[:2]}" in query.text for how in ("多少", "几") for thing in things)


def measure_of(entry: Entry) -> str | None:
    """What a budget line's quantity is counted in, as its unit price says it (1.0万元/公里)."""
    line = entry.line
    if line is None or line.unit_price is None or line.quantity is None:
        return None
    return line.unit_price.raw.partition("/")[2].strip() or None


def _count_fits(query: Query, entry: Entry) -> float | None:
    measure = entry.measure or ""
    if measure == "人次" and "人次" not in query.text:
        return None
    if measure and (measure in query.units or measure[:1] in query.units):
        return 0.3
    if entry.kind == "budget_line" and measure_of(entry) in query.units:
        return 0.25
    if entry.kind == "budget_line" and entry.line and entry.line.quantity not in (None, 1):
        # Of what the quantity is one, only the line's name says: it must be named nearly whole.
        return -0.1 if precision(entry.key, query.spoken) >= 0.6 else None
    if entry.kind == "indicator" and entry.number is not None and not measure:
        return 0.0
    return None
