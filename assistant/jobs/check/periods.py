"""FRM, TXT (periods): the project's dates against its budget year and its whole goal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.jobs.check.case import Case
from assistant.jobs.check.names import normal, pairs
from assistant.jobs.check.registry import Flag, rule


@rule(
    "FRM011", "起止日期与预算年度不符", "error",
    what="经常性、一次性项目的起止日期不在预算年度内。",
    why="年度项目的起止日期应在预算年度之内（跨年的阶段性项目除外）。",
    certainty="S",
    wrong="| 计划开始日期 | 2024-01-01 | 计划完成日期 | 2024-12-31 |", right="| 计划开始日期 | 2025-01-01 | 计划完成日期 | 2025-12-31 |",
    model="form",
)  # fmt: skip
def period_outside(case: Case) -> Iterator[Flag]:
    """Dates of another year."""
    if case.year is None or "阶段" in (case.declaration.category or "") or _several_years(case):
        return
    for field in case.declaration.fields:
        if re.search(r"周期|期限|实施期|起止|实施时间", field.label):
            years = [int(y) for y in re.findall(r"(?<!\d)(20\d{2})(?=\s*[年\-/.])", field.value)]
            if years and not min(years) <= case.year <= max(years):
                yield Flag(
                    field.locator, f"{field.label}为 {field.value.strip()}，预算年度是 {case.year} 年",
                    (case.declaration.year_locator,) if case.declaration.year_locator else (),
                    "核对项目的起止时间",
                )  # fmt: skip
        if re.search(r"开始日期|起始日期|完成日期|结束日期", field.label):
            year = re.search(r"(?<!\d)(20\d{2})(?=\s*[年\-/.])", field.value)
            if year and int(year[1]) != case.year:
                yield Flag(
                    field.locator, f"{field.label}为 {field.value.strip()}，预算年度是 {case.year} 年",
                    (case.declaration.year_locator,) if case.declaration.year_locator else (),
                    f"核对日期，应在 {case.year} 年内",
                )  # fmt: skip


_DATED = re.compile(r"(?<!\d)(20\d{2})(?=\s*[年\-/.])")


def _several_years(case: Case) -> bool:
    """Whether the two dates frame a project of several years that the budget year lies within.

    Its whole sum exceeds the year's, its kind is not that of one year, or it spans three or more.
    """
    years: list[int] = []
    for field in case.declaration.fields:
        told = _DATED.search(field.value)
        if told and re.search(r"开始|起始|完成|结束|终止", field.label):
            years.append(int(told[1]))
    if len(years) < 2 or case.year is None or not min(years) <= case.year <= max(years):
        return False
    funding, category = case.declaration.funding, case.declaration.category or ""
    whole, annual = funding.total, funding.annual or case.declaration.total
    longer = whole is not None and annual is not None and whole.yuan > annual.yuan
    single = re.search(r"经常|一次性", category) is not None
    return longer or max(years) - min(years) >= _LONG or (not single and len(set(years)) > 1)


_LONG = 2
"""Years between two dates from which they are no slip of the budget year's."""


_DUE = re.compile(
    r"(?<!\d)(?P<y>20\d{2})\s*年(?:\s*(?:年?底|末|\d{1,2}\s*月(?:底|末|\d{1,2}\s*日)?)(?:之?前|以前)|底|末)"
)


@rule(
    "TXT027", "总目标的期限早于项目结束", "warning",
    what="多年项目的总目标写在结束之前的年份就要全部完成，后面的年份没有目标。",
    why="总目标管整个项目期；期限早于结束日期，多半是把当年写进了总目标。",
    certainty="I",
    wrong="到2026年底前，辖区96条道路全部完成改造。", right="到2027年底前，辖区96条道路全部完成改造。",
    model="told",
)  # fmt: skip
def goal_ends_early(case: Case) -> Iterator[Flag]:
    """2020年底前完成 in the goal of a project that runs to 2022."""
    goals = case.declaration.goals
    place = goals.overall_locator
    ends = [int(y) for y in re.findall(r"(?<!\d)20\d{2}", case.declaration.period or "")]
    if place is None or len(set(ends)) < 2 or goals.overall == goals.annual:
        return
    named = [int(y) for y in re.findall(r"(?<!\d)(20\d{2})\s*年", place.quote)]
    due = list(_DUE.finditer(place.quote))
    whole = [
        m for m in due if int(m["y"]) < max(ends) and _WHOLE_LIFE.search(_clause(place.quote, m))
    ]
    if not due or (max(named) >= max(ends) and not whole):
        return
    last = whole[0] if whole else max(due, key=lambda m: int(m["y"]))
    yield Flag(
        case.at(place.start + last.start(), place.start + last.end(), place.cell),
        f"总目标的期限是 {last['y']} 年，项目到 {max(ends)} 年结束", (),
        "核对总目标的年份；当年的任务写在年度目标里",
    )  # fmt: skip


_WHOLE_LIFE = re.compile(
    r"[二三四五六七八九十\d]年(?:总)?(?:目标|任务)|(?:总体?|全部|整个项目期?)(?:目标|任务)"
)


def _clause(text: str, match: re.Match[str]) -> str:
    """What is said after a deadline, up to the clause's end."""
    return re.split(r"[。；;]", text[match.end() :])[0]


_DUE_MONTH = re.compile(
    r"(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*日)?(?:底|末|份|中旬|下旬|上旬)?(?:之?前|以前|底|末)"
)


@rule(
    "TXT029", "目标的期限与指标不符", "warning",
    what="总目标、年度目标写的完成月份，与同一件事的时效指标不一致。",
    why="同一件事只有一个期限。",
    certainty="I",
    wrong="2026年8月底前完成改造，道路完好率达到95%。", right="2026年11月底前完成改造，道路完好率达到95%。",
    model="told",
)  # fmt: skip
def deadlines_differ(case: Case) -> Iterator[Flag]:
    """8月底前完工 in the goal, 9月30日前 in the indicator of the same thing."""
    place = case.declaration.goals.annual_locator
    if place is None:
        return
    due = [(i, m) for i in case.trusted if i.target.kind == "date"
           for m in [_DUE_MONTH.search(i.target.raw)] if m]  # fmt: skip
    told = list(_DUE_MONTH.finditer(place.quote))
    for match in told:
        clause = re.split(r"[，,。；;]", place.quote[match.end() :])[0]
        about = [(i, m) for i, m in due if _same_thing(i.name, clause)]
        if len(about) != 1 or any(m["m"] == match["m"] for _, m in due):
            continue
        indicator, month = about[0]
        if any(t["m"] == month["m"] for t in told):
            continue
        yield Flag(
            case.at(place.start + match.start(), place.start + match.end(), place.cell),
            f"年度目标写“{match.group()}{clause[:12]}”，指标“{indicator.name}”为 {indicator.target.raw.strip()}",
            (case.place_of(indicator),), "核对两处期限",
        )  # fmt: skip


_TIMED = re.compile(r"(?:完成|完工|竣工|建成)?(?:时间|时限|期限|日期|及时性)$")


def _same_thing(name: str, clause: str) -> bool:
    """Whether a clause of the goal holds what an indicator of time is about."""
    about = pairs(_TIMED.sub("", name))
    text = normal(clause)
    return bool(about) and sum(p in text for p in about) / len(about) >= _MOST


_MOST = 0.6
