"""TXT (counts): numbers of people and things in the text against the indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from assistant.domain.declaration import BudgetLine
from assistant.domain.locator import Locator
from assistant.domain.target import Target
from assistant.jobs.check.case import Case, Stretch
from assistant.jobs.check.names import normal, overlap, pairs
from assistant.jobs.check.narrative import YEAR, sentence_before
from assistant.jobs.check.registry import Flag, rule
from assistant.jobs.check.scores import told_done

_UNIT_CLASS = {"名": "人", "位": "人", "人": "人", "人次": "人次"}
_UNITS = frozenset(
    [
        "平方米",
        "公里",
        "人次",
        "株",
        "只",
        "具",
        "盏",
        "册",
        "份",
        "批",
        "天",
        "名",
        "人",
        "位",
        "支",
        "所",
        "套",
        "辆",
        "个",
        "处",
        "台",
        "户",
        "家",
        "场",
        "次",
    ]
) | frozenset("条座间件亩吨")


_CALENDAR = frozenset(
    ["年", "月", "日", "周", "季度", "个月", "小时", "分钟", "秒", "学年", "工作日", "个工作日"]
)


@lru_cache(maxsize=256)
def _patterns(units: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(12 次水质监测, 水质监测 12 次) for the common units and those of the indicators."""
    known = "|".join(sorted(_UNITS | {re.escape(u) for u in units}, key=len, reverse=True))
    number = rf"(?<![\d.,])(?P<n>\d{{1,7}}(?:\.\d{{1,4}})?)(?P<w>万?)\s*(?P<u>{known})(?!/)"
    return (
        re.compile(number + r"(?P<what>[㐀-鿿]{2,12})"),
        re.compile(
            r"(?P<what>[㐀-鿿]{2,10}?)(?:人数|数量|总数|数)?"
            r"(?:共计|共有|共|为|达到|达|计划|约|有|不少于|增加到|增加至)?\s*" + number
        ),
    )


def _counts(case: Case) -> Iterator[tuple[str, str, Decimal, str | None, Locator]]:
    """(name, unit class, number, operator, place) of counted indicators and budget quantities."""
    for indicator in case.trusted:
        target = indicator.target
        if target.number is not None and target.kind in {"count", "duration"} and target.unit:
            unit = _UNIT_CLASS.get(target.unit, target.unit)
            yield indicator.name, unit, target.number, target.operator, case.place_of(indicator)


@rule(
    "TXT008", "正文的人数、数量与指标不符", "warning",
    what="正文说到的人数、次数、套数等，与同一事物的数量指标不一致。",
    why="同一数量在正文、目标、指标中只能有一个值。",
    certainty="S",
    wrong="开展水质监测 24 次", right="开展水质监测 12 次",
)  # fmt: skip
def count_differs(case: Case) -> Iterator[Flag]:
    """500 名志愿者 against =480(人)."""
    known = list(_counts(case))
    if not known:
        return
    patterns = _patterns(frozenset(unit for _, unit, *_ in known if unit.isalpha()) - _CALENDAR)
    flags: list[Flag] = []
    for stretch in case.prose:
        if stretch.cell is not None and any(
            i.locator.start <= stretch.start < i.locator.end for i in case.declaration.indicators
        ):
            continue
        found = [m for p in patterns for m in p.finditer(stretch.text)]
        done: set[int] = set()
        for match in found:
            if match.start("n") in done:
                continue
            flag = _count_flag(case, stretch, match, known)
            if flag is not None:
                done.add(match.start("n"))
                flags.append(flag)
    yield from _gathered(flags)
    yield from _rates_differ(case)
    yield from _done_differs(case, patterns)
    yield from _goal_differs(case)


_GOAL_RATE = re.compile(
    r"(?P<what>[㐀-鿿]{2,14}?(?:率|满意度|知晓度))\s*(?:要|均|都|保持|维持|稳定|控制|提高|提升)*"
    r"(?:达到|达|为|在|至|到|不低于|不少于|不高于|不超过|≥|≤|=)*\s*(?P<n>\d+(?:\.\d+)?)\s*[%％]"
)


def _rates_differ(case: Case) -> Iterator[Flag]:
    """满意率达到95% in the year's goal against ≥90% of the same rate."""
    place = case.declaration.goals.annual_locator
    if place is None:
        return
    rates = [i for i in case.trusted if i.target.kind == "rate" and i.target.unit == "%"]
    for match in _GOAL_RATE.finditer(place.quote):
        if told_done(case, place.start + match.start("n")):
            continue
        what = _as_rate(match["what"])
        same = [i for i in rates if _same_rate(what, _as_rate(i.name))]
        if len(same) != 1 or not _short_of(same[0].target, Decimal(match["n"])):
            continue
        start = place.start + match.start("n")
        yield Flag(
            case.at(start, place.start + match.end(), place.cell),
            f"年度目标写 {match['n']}%（{match['what']}），指标“{same[0].name}”为 {same[0].target.raw.strip()}",
            (case.place_of(same[0]),), "核对两处数量",
        )  # fmt: skip


def _short_of(target: Target, goal: Decimal) -> bool:
    """Whether a target can be met and the goal missed; a stricter target is no contradiction."""
    if target.number is None:
        return False
    if target.operator in {"<=", "<"}:
        return goal < target.number
    return goal > target.number or (target.operator == "=" and goal != target.number)


def _done_differs(case: Case, patterns: tuple[re.Pattern[str], ...]) -> Iterator[Flag]:
    """实际完成…1260件 against the 完成值 1206件 of the same thing."""
    done = [
        (i.name, _UNIT_CLASS.get(i.actual.unit, i.actual.unit), i.actual.number, i)
        for i in case.trusted
        if i.actual is not None and i.actual.number is not None and i.actual.unit
    ]
    if not done:
        return
    seen: set[int] = set()
    for stretch in case.prose:
        for match in (m for p in patterns for m in p.finditer(stretch.text)):
            start = stretch.start + match.start("n")
            if start in seen or not told_done(case, start):
                continue
            unit = _UNIT_CLASS.get(match["u"], match["u"])
            what, number = normal(match["what"]), _number(match)
            scored = [(_likeness(what, n), v, i) for n, u, v, i in done if u == unit]
            best = max((s for s, _, _ in scored), default=0.0)
            close = [(v, i) for s, v, i in scored if s >= best - 0.01]
            values = {v for _, v, _ in scored} | {i.target.number for _, _, i in scored}
            if best < _ALIKE or number in values or len(close) > 1:
                continue
            seen.add(start)
            value, indicator = close[0]
            yield Flag(
                case.at(start, stretch.start + match.end("u"), stretch.cell),
                f"实际完成情况写 {match['n']}{match['w']}{match['u']}（{match['what']}），指标“{indicator.name}”的完成值为 {value.normalize():f}",
                (indicator.evaluated_locator or indicator.locator,), "核对两处完成数",
            )  # fmt: skip


_ALIKE = 0.5
_HEADED = re.compile(
    r"(?<![\d.,])(?P<n>\d{1,7})\s*(?P<u>所|家|个|处|座|条|辆|台|套|名|人|户|支|块|盏|株|口|栋|间|幢|艘|只|册|件)(?P<what>[㐀-鿿]{2,10})"
)


def _goal_differs(case: Case) -> Iterator[Flag]:
    """为76所农村学校 in the year's goal where the text and an indicator say 74所学校.

    Told only where one indicator alone counts that unit, its number stands in the text before the
    same noun, and the goal's stands nowhere else.
    """
    place = case.declaration.goals.annual_locator
    if place is None:
        return
    counted = [i for i in case.trusted if i.target.kind == "count" and i.target.number]
    elsewhere = [m for s in case.prose for m in _HEADED.finditer(s.text)
                 if not place.start <= s.start + m.start() < place.end]  # fmt: skip
    for match in _HEADED.finditer(place.quote):
        same = [i for i in counted if i.target.unit == match["u"]]
        if len(same) != 1 or same[0].target.number == Decimal(match["n"]):
            continue
        noun = _noun(same[0].name)
        known = [m for m in elsewhere if m["u"] == match["u"] and noun in m["what"]]
        agree = [m for m in known if Decimal(m["n"]) == same[0].target.number]
        if noun not in match["what"] or not agree or any(m["n"] == match["n"] for m in elsewhere):
            continue
        if _is_share_of(place.quote, match):
            continue
        yield Flag(
            case.at(place.start + match.start("n"), place.start + match.end("u"), place.cell),
            f"年度目标写 {match['n']}{match['u']}（{match['what']}），正文和指标“{same[0].name}”为"
            f" {same[0].target.raw.strip()}",
            (case.place_of(same[0]),), "核对两处数量",
        )  # fmt: skip


def _noun(name: str) -> str:
    """What an indicator counts: the last two characters of its name (食堂供餐学校数 → 学校)."""
    return re.sub(r"(?:总|个|户|人|台|套|辆)?(?:数量|数)$", "", re.sub(r"[（(].*", "", name))[-2:]


def _is_share_of(text: str, match: re.Match[str]) -> bool:
    return bool(re.search(r"(?:其中|新增|新建|改造|中的?)$", text[: match.start()]))


def _as_rate(name: str) -> str:
    return normal(name).replace("满意率", "满意度").replace("知晓率", "知晓度")


def _same_rate(what: str, name: str) -> bool:
    """One of the two names ends with the other, or nearly: the same head and most of the words."""
    head = what[-3:]
    if not name.endswith(head):
        return False
    if len(what) >= 4 and (name.endswith(what) or what.endswith(name)):
        return True
    return _likeness(what, name) >= 0.75


def _gathered(flags: list[Flag]) -> Iterator[Flag]:
    """Where several places of the text agree, it is the indicator that differs: say so once."""
    groups: dict[tuple[int, str], list[Flag]] = {}
    for flag in flags:
        said_number = re.sub(r"\D", "", flag.locator.quote)
        groups.setdefault((flag.related[0].start, said_number), []).append(flag)
    for rows in groups.values():
        if len(rows) < 2:
            yield from rows
            continue
        place, said_words = rows[0].related[0], rows[0].locator.quote
        yield Flag(
            place, f"指标值 {place.quote.strip()}，正文 {len(rows)} 处都写 {said_words.strip()}",
            tuple(f.locator for f in rows), "核对两处数量",
        )  # fmt: skip


def _count_flag(
    case: Case, stretch: Stretch, match: re.Match[str],
    known: list[tuple[str, str, Decimal, str | None, Locator]],
) -> Flag | None:  # fmt: skip
    sentence = sentence_before(case, stretch.start + match.start("n"))
    if _OVER_YEARS.search(sentence) or _in_overall(case, stretch, match):
        return None
    years = [int(y) for y in YEAR.findall(sentence)]
    if years and years[-1] != case.year:
        return None
    if re.search(
        r"每(?:个|人|年|月|次|支|辆)?[㐀-鿿]{0,4}$|原有|余$|辖区(?:内)?共有|现有", sentence[-8:]
    ):
        return None
    if told_done(case, stretch.start + match.start("n")):
        return None  # what was done is told against what was done
    unit = _UNIT_CLASS.get(match["u"], match["u"])
    if re.search(r"[中内里]$|其中$", match["what"]) or _is_share(stretch, match):
        return None  # a part of them
    number, what = _number(match), normal(match["what"])
    best = [(_likeness(what, n), n, v, op, p) for n, u, v, op, p in known if u == unit]
    best = [b for b in best if b[0] >= 0.5]
    if not best:
        return None
    top = max(b[0] for b in best)
    close = [b for b in best if b[0] >= top - 0.01]
    if any(number == v or (op in {">=", ">"} and number > v) for _, _, v, op, _ in best):
        return None
    if _is_sum(number, [v for _, u, v, _, _ in known if u == unit]):
        return None
    _, name, value, _, place = close[0]
    return Flag(
        case.at(stretch.start + match.start("n"), stretch.start + match.end("u"), stretch.cell),
        f"正文写 {match['n']}{match['w']}{match['u']}（{match['what']}），指标“{name}”为 {value.normalize():f}",
        (place,), "核对两处数量",
    )  # fmt: skip


def _number(match: re.Match[str]) -> Decimal:
    """The number of a counted thing, 万 multiplied out."""
    return Decimal(match["n"]) * (10_000 if match["w"] else 1)


def _is_sum(number: Decimal, values: list[Decimal]) -> bool:
    """Whether a count is that of several indicators together (孤独症、脑瘫、听力儿童共526名)."""
    sums = {(Decimal(0), 0)}
    for value in values[:10]:
        sums |= {(whole + value, parts + 1) for whole, parts in sums}
    return any(whole == number and parts > 1 for whole, parts in sums)


def _is_share(stretch: Stretch, match: re.Match[str]) -> bool:
    """36个断面中33个达标: the figure is of a part that the same clause sets off from the whole."""
    before = stretch.text[max(0, match.start("n") - 12) : match.start("n")]
    return bool(re.search(r"\d\s*[㐀-鿿]{1,8}(?:中|里|内|其中)[的有，,]?$", before))


_OVER_YEARS = re.compile(
    r"[二两三四五六七八九十\d](?:个)?年(?:内|间|期间|来|共|累计|里)|“?[十\d][一二三四五]五”?|规划期|实施期|累计"
)
"""What a sentence says of several years is not the year's indicator."""


def _in_overall(case: Case, stretch: Stretch, match: re.Match[str]) -> bool:
    """Whether the figure stands in the goal of a project that spans years, beside a year's goal."""
    goals, period = case.declaration.goals, case.declaration.period or ""
    place = goals.overall_locator
    if place is None or goals.annual is None or len(set(YEAR.findall(period))) < 2:
        return False
    return place.start <= stretch.start + match.start("n") < place.end


def _likeness(what: str, name: str) -> float:
    """How much of an indicator's content the counted noun holds."""
    mine, theirs = pairs(name), pairs(what)
    return len(mine & theirs) / len(mine) if mine and theirs else 0.0


@rule(
    "TXT009", "同一批人的人数前后不一", "warning",
    what="预算中同一类人员的工资、社保、补贴等各行，人数不一样。",
    why="为同一批人发工资、缴社保，人数应当相同；不同要说明。",
    certainty="S",
    wrong="| 2 | 窗口人员社保 | 20,000.00 | 6 | 120,000.00 |",
    right="| 2 | 窗口人员社保 | 20,000.00 | 8 | 160,000.00 |",
    model="form",
)  # fmt: skip
def heads_differ(case: Case) -> Iterator[Flag]:
    """Wages for 163, insurance for 160."""
    pay = re.compile(r"工资|薪|奖金|社保|社会保险|公积金|保险|体检|服装|误餐|伙食|津贴|补贴|劳务")
    rows = [
        (re.split(pay, line.item)[0], line)
        for line in case.declaration.budget_lines
        if line.quantity and line.quantity >= 3 and pay.search(line.item)
    ]
    for at, (who, line) in enumerate(rows):
        for other_who, other in rows[:at]:
            if len(who) < 2 or normal(who) != normal(other_who) or line.quantity == other.quantity:
                continue
            assert line.quantity
            assert other.quantity
            if Decimal("0.5") < line.quantity / other.quantity < 2:
                yield Flag(
                    line.locator,
                    f"“{line.item}”按 {line.quantity:f} 人，“{other.item}”按 {other.quantity:f} 人",
                    (other.locator,), "核对人数，不同的要说明原因",
                )  # fmt: skip
                break


@rule(
    "TXT030", "测算数量与指标不符", "warning",
    what="预算明细的数量与同一件事的数量指标不一致：指标要做的比测算的多，或两处的定数不同。",
    why="按多少测算就完成多少；数量对不上，金额也就没有依据。",
    certainty="S",
    wrong="| 产出指标 | 数量指标 | 窗口人员人数 | =9人 | 在岗的窗口人员 |",
    right="| 产出指标 | 数量指标 | 窗口人员人数 | =8人 | 在岗的窗口人员 |",
    model="form",
)  # fmt: skip
def reckoned_differs(case: Case) -> Iterator[Flag]:
    """28公里 reckoned, 32公里 promised."""
    lines = [b for b in case.declaration.budget_lines if b.quantity and not b.uncertain]
    for indicator in case.trusted:
        target = indicator.target
        if target.kind != "count" or not target.number or target.upper is not None:
            continue
        if indicator.current.level2 != "数量指标" or target.operator in {"<=", "<"}:
            continue
        same = [b for b in lines if _reckons(b, indicator.name, target.unit)]
        others = [i for i in case.trusted if i is not indicator and i.target.unit == target.unit
                  and overlap(i.name, indicator.name) >= _ALIKE]  # fmt: skip
        if not same or others or any(b.quantity == target.number for b in same):
            continue
        most = max(b.quantity for b in same if b.quantity)
        if target.operator in {">=", ">"} and target.number < most:
            continue
        if sum((b.quantity for b in same if b.quantity), Decimal(0)) == target.number:
            continue
        yield Flag(
            case.place_of(indicator),
            f"“{indicator.name}”为 {target.raw.strip()}，预算明细“{same[0].item}”按 {same[0].quantity:f} 测算",
            tuple(b.locator for b in same), "核对两处数量",
        )  # fmt: skip


_WHOLE_NAME = 0.99


def _reckons(line: BudgetLine, name: str, unit: str | None) -> bool:
    """Whether a line reckons what an indicator counts: the same unit, or heads of the same people."""
    if len(line.factors) > 1 or overlap(line.item, name) < _WHOLE_NAME or not pairs(name):
        return False
    counted, wanted = (_UNIT_CLASS.get(u, u) if u else None for u in (line.quantity_unit, unit))
    people = counted is None and wanted == "人" and bool(_PAY.search(line.item))
    return (counted is not None and counted == wanted) or people


_PAY = re.compile(r"工资|薪酬|社保|劳务费")
