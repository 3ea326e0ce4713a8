"""COV: money, goals, indicators and the plan cover one another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from assistant.domain.declaration import BudgetLine, Indicator
from assistant.domain.locator import Locator
from assistant.jobs.check.case import Case, Part
from assistant.jobs.check.figures import amount_place, said
from assistant.jobs.check.levels import COST, OUTPUT, QUALITY, QUANTITY, TIMELINESS
from assistant.jobs.check.names import core, normal, overlap, pairs, related
from assistant.jobs.check.registry import Flag, rule


def indicators_of(case: Case, part: Part) -> list[Indicator]:
    """Indicators about a budget part: by its name or by one of its items."""
    names = {part.name, *(line.item for line in part.lines)}
    telling = frozenset().union(*map(pairs, names)) - _common_pairs(case)
    return [
        i for i in case.declaration.indicators
        if any(related(n, i.name) or _spelt_alike(n, i.name) for n in names)
        or telling & pairs(i.name)
    ]  # fmt: skip


def _spelt_alike(one: str, other: str) -> bool:
    """旱厕改水厕, 改建水冲式厕所: most of the characters of the shorter core, three at least."""
    a, b = set(core(one)), set(core(other))
    shared = len(a & b)
    return shared >= 3 and shared / min(len(a), len(b)) >= 0.6


def _common_pairs(case: Case) -> frozenset[str]:
    """Pairs of characters that say nothing of one part: the project's, or of most of its parts."""
    times = Counter(
        pair
        for part in case.parts
        for pair in frozenset().union(*map(pairs, {part.name, *(r.item for r in part.lines)}))
    )
    most = {pair for pair, n in times.items() if n >= 2 and n >= len(case.parts) * 0.75}
    return pairs(case.declaration.project or "") | most


_OWED = re.compile(
    r"^基本支出|人员经费|公用经费|日常公用|尾款|余款|质保金|上年|往年|历年|欠付|结算款|预备费|不可预见|税金|监理|勘察|设计费|审计费|保险"
)
"""What is paid for work that is measured elsewhere: needs no indicator of its own."""


def _share(case: Case, part: Part) -> float:
    return float(part.amount / case.budget) if case.budget else 0.0


@rule(
    "COV001", "有支出没有指标", "warning",
    what="预算中的一个部分，没有任何指标与它对应。",
    why="主要支出方向都要有产出指标，不得有重大缺项、漏项。",
    certainty="R",
    wrong="3\t防汛物资储备\t400.00\t600\t240,000.00",
    right="3\t沿河护栏维修\t400.00\t600\t240,000.00",
)  # fmt: skip
def part_without_indicator(case: Case) -> Iterator[Flag]:
    """Budget parts that no indicator is about."""
    parts, rows = case.parts, case.declaration.indicators
    if len(parts) < 2 or not rows:
        return
    bare = [p for p in parts if not indicators_of(case, p) and not _OWED.search(p.name)]
    if not bare:
        return
    if len(bare) == len(parts) or len(bare) >= 8:
        yield Flag(
            bare[0].locator,
            f"{len(parts)} 项预算中 {len(bare)} 项没有对应的指标，共 "
            f"{said(sum((p.amount for p in bare), Decimal(0)))}：" + "、".join(p.name for p in bare[:6]) + " 等",
            tuple(p.locator for p in bare[1:]), "为主要支出各设产出指标", severity="error",
        )  # fmt: skip
        return
    for part in bare:
        light = _share(case, part) < 0.1
        yield Flag(
            part.locator,
            f"“{part.name}”（{said(part.amount)}，占 {_share(case, part):.1%}）没有对应的指标",
            tuple(amount_place(case, line) for line in part.lines), "补充产出指标",
            severity="advice" if light else None,
        )  # fmt: skip


_MEASURED = re.compile(
    r"[㐀-鿿]{1,8}?(?<![效频汇税])率|[㐀-鿿]{0,8}?(?:安全感|满意度|知晓度|获得感|幸福感)"
)
_VERB = re.compile(
    r"^.*?(?:减少|提高|提升|降低|增强|保持|保证|确保|实现|完成|达到|总体|整体|不断|进一步|切实|有效|居民|群众|公众|市民|的|和|与|使|对|了|，|。|；|、)+"
)


@rule(
    "COV002", "目标没有对应的指标", "warning",
    what="总目标或年度目标里提出的率、满意度、安全感等，没有相应的三级指标。",
    why="目标要分解为指标，上下衔接（101号）。",
    certainty="V",
    wrong="沿河居民满意度达到 90% 以上，垃圾清运率达到 100%。",
    right="沿河居民满意度达到 90% 以上。",
)  # fmt: skip
def goal_without_indicator(case: Case) -> Iterator[Flag]:
    """Measurable nouns of the goals that no indicator names."""
    goals = case.declaration.goals
    if not case.declaration.indicators:
        return
    seen: set[str] = set()
    years = set(re.findall(r"20\d{2}", case.declaration.period or ""))
    later = len(years) > 1 and goals.annual_locator is not None
    # what a project of several years reaches at its end is no indicator of this year's
    for place in (goals.annual_locator, None if later else goals.overall_locator):
        if place is None:
            continue
        for match in _MEASURED.finditer(place.quote):
            word = _VERB.sub("", match.group())
            if len(word) < 3:
                word = match.group()[-3:] if len(match.group()) >= 3 else ""
            if len(word) < 3 or any(word.endswith(s) or s.endswith(word) for s in seen):
                continue
            seen.add(word)
            if any(_names(word, i.name) for i in case.declaration.indicators):
                continue
            if _named_longer(case, place.quote[: match.end()]):
                continue
            start = place.start + match.end() - len(word)
            yield Flag(
                case.at(start, start + len(word), place.cell),
                f"目标提到“{word}”，没有对应的指标",
                (), f"补充“{word}”指标，或从目标中删去",
            )  # fmt: skip


def _named_longer(case: Case, told: str) -> bool:
    """Whether the words before a rate are those of an indicator of a rate (士兵安置上岗率, 士兵安置率)."""
    phrase = normal(re.split(r"[，,。；;、\d%]", told)[-1])[-_PHRASE:]
    mine = {phrase[i : i + 2] for i in range(len(phrase) - 1)}
    return any(
        i.name.strip()[-1:] == phrase[-1:] and sum(p in normal(i.name) for p in mine) >= _SHARED
        for i in case.declaration.indicators
    )


_PHRASE, _SHARED = 10, 3


def _names(word: str, name: str) -> bool:
    """Whether an indicator's name is about the goal's measurable noun."""
    word, name = normal(word), normal(name)
    if word in name:
        return True
    stem = re.sub(r"(?:率|度|感)$", "", word)
    if word.endswith("满意度"):
        return "满意" in name
    two = {stem[i : i + 2] for i in range(len(stem) - 1)}
    return bool(two) and sum(1 for t in two if t in name) / len(two) >= 0.6


@rule(
    "COV003", "有支出而目标未提及", "warning",
    what="预算中的一个部分在总目标和年度目标里都没有提到。",
    why="目标要与任务和资金相匹配；有钱的事应写进目标。",
    certainty="V",
    wrong="完成 2025 年辖区河道保洁、水质监测，", right="完成 2025 年辖区河道保洁、水质监测和护栏维修，",
)  # fmt: skip
def part_without_goal(case: Case) -> Iterator[Flag]:
    """Budget parts that neither goal mentions."""
    goals = case.declaration.goals
    place = goals.annual_locator or goals.overall_locator
    if place is None or len(case.parts) < 2 or len(case.goals_text) < 20:
        return
    absent = [
        p for p in case.parts
        if not _OWED.search(p.name) and not case.spoken_of(p, case.goals_text)
    ]  # fmt: skip
    if len(absent) > len(case.parts) / 2:
        return
    for part in absent:
        yield Flag(
            place,
            f"“{part.name}”（{said(part.amount)}）在总目标和年度目标中都没有提到",
            (part.locator,), "在目标中写明这部分要做什么",
            severity="advice" if _share(case, part) < 0.1 else None,
        )  # fmt: skip


@rule(
    "COV004", "目标提到的内容没有预算", "advice",
    what="数量指标所说的事，在预算明细、项目名称中都没有对应。",
    why="指标要与申请的资金匹配；没有钱的任务要说明由谁承担。",
    certainty="R",
    wrong="产出指标\t数量指标\t河道保洁长度\t=300.00(公里)\t根据工作计划\n\t\t消防器材更换数量\t≥20.00(具)\t根据工作计划",
    right="产出指标\t数量指标\t河道保洁长度\t=300.00(公里)\t根据工作计划",
)  # fmt: skip
def indicator_without_money(case: Case) -> Iterator[Flag]:
    """Quantity indicators that no budget part is about."""
    if len(case.parts) < 2 or len(case.declaration.indicators) < 4:
        return
    names = [p.name for p in case.parts] + [line.item for p in case.parts for line in p.lines]
    rows = [i for i in case.declaration.indicators if i.current.level2 == QUANTITY]
    if not rows or not any(related(n, i.name) for n in names for i in rows):
        return
    project = case.declaration.project or ""
    for indicator in rows:
        if len(pairs(indicator.name)) < 2 or "name" in indicator.uncertain:
            continue
        if any(related(n, indicator.name) or _spelt_alike(n, indicator.name) for n in names):
            continue
        if related(project, indicator.name):
            continue
        if any(overlap(n, indicator.name) > 0 for n in names):
            continue
        yield Flag(
            indicator.locator, f"“{indicator.name}”在预算明细中没有对应的支出", (),
            "补充预算依据，或说明资金从哪里来",
        )  # fmt: skip


@rule(
    "COV005", "支出只有数量指标", "advice",
    what="预算的一项只有数量（或成本）指标，没有质量或时效指标。",
    why="主要产出既要说多少，也要说好坏和快慢。",
    certainty="R",
    wrong="\t时效指标\t水质监测完成及时率\t=100.00(%)\t根据工作要求\n\t\t水质报告及时性\t十二月底前\t根据工作要求",
    right="\t时效指标\t河道保洁完成及时率\t=100.00(%)\t根据工作要求\n\t\t河道养护及时性\t十二月底前\t根据工作要求",
)  # fmt: skip
def only_counted(case: Case) -> Iterator[Flag]:
    """Items with a count and neither quality nor timeliness."""
    rows = [i for i in case.declaration.indicators if i.current.level1 in {OUTPUT, COST}]
    if not any(i.current.level2 in {QUALITY, TIMELINESS} for i in rows):
        return
    for part in case.parts:
        for name, place, amount in _items(part):
            if case.budget and amount / case.budget < Decimal("0.05"):
                continue
            about = [i for i in rows if _same(name, i.name)]
            levels = {i.current.level2 for i in about}
            if QUANTITY in levels and not levels & {QUALITY, TIMELINESS}:
                yield Flag(
                    place, f"“{name}”只有数量指标，没有质量或时效指标",
                    tuple(i.locator for i in about), "补充质量或时效指标",
                )  # fmt: skip


def _same(item: str, name: str) -> bool:
    return related(item, name)


def _items(part: Part) -> Iterator[tuple[str, Locator, Decimal]]:
    """(name, place, yuan) of a part's items, instalments of one thing joined."""
    grouped: dict[frozenset[str], list[BudgetLine]] = {}
    for line in part.lines:
        grouped.setdefault(pairs(line.item), []).append(line)
    for key, rows in grouped.items():
        if key:
            amount = sum((r.amount.yuan for r in rows if r.amount), Decimal(0))
            yield rows[0].item, rows[0].locator, amount


@rule(
    "COV006", "实施计划缺一项支出", "advice",
    what="预算中的一个部分在项目实施计划里没有安排。",
    why="计划要覆盖各项支出，资金才能按进度支付。",
    certainty="I",
    wrong="2\t2025 年 3 月至 11 月\t开展护栏维修", right="2\t2025 年 3 月至 11 月\t开展水质监测和护栏维修",
)  # fmt: skip
def part_without_plan(case: Case) -> Iterator[Flag]:
    """Budget parts that the plan does not mention."""
    plan = case.declaration.plan
    if len(plan) < 2 or len(case.parts) < 2:
        return
    text = normal("；".join(s.what for s in plan))
    absent = [p for p in case.parts if not case.spoken_of(p, text)]
    if absent and len(absent) < len(case.parts):
        yield Flag(
            plan[0].locator,
            "实施计划没有安排：" + "、".join(p.name for p in absent),
            tuple(p.locator for p in absent), "在计划中补充时间安排",
        )  # fmt: skip


_GOAL_COUNT = re.compile(
    r"(?P<n>\d{1,6}|[二两三四五六七八九十百]{1,4})\s*(?P<u>支|名|所|辆|场|次|套|户|家|条|座|公里|台|批|个点|处|间)(?P<what>[㐀-鿿]{2,8})"
)


@rule(
    "COV007", "目标中的数量没有指标", "advice",
    what="目标写明了数量（四支队伍、200 名志愿者），指标里没有相同单位的数量指标。",
    why="目标中的数量要落到数量指标，才能考核。",
    certainty="V",
    wrong="沿河居民满意度达到 90% 以上，组建三支巡河队伍。", right="沿河居民满意度达到 90% 以上。",
)  # fmt: skip
def counted_goal(case: Case) -> Iterator[Flag]:
    """组建四支队伍 without a count in 支."""
    goals = case.declaration.goals
    rows = case.declaration.indicators
    if not rows:
        return
    units = {(i.target.unit or "").replace("人", "名") for i in rows} | {"个"}
    for place in (goals.overall_locator, goals.annual_locator):
        for match in _GOAL_COUNT.finditer(place.quote) if place else ():
            if match["u"] in units or any(match["u"] in u for u in units):
                continue
            if any(match["n"] in i.target.raw for i in rows):
                continue
            assert place is not None
            start = place.start + match.start()
            yield Flag(
                case.at(start, start + len(match.group()), place.cell),
                f"目标写“{match.group()}”，没有相应的数量指标", (), "补充数量指标",
            )  # fmt: skip
            return
