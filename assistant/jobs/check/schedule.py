"""TXT (schedule): the plan against the deadlines of the indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.declaration import Indicator, PlanStep
from assistant.domain.numerals import parse_number
from assistant.jobs.check.case import Case
from assistant.jobs.check.names import normal, pairs
from assistant.jobs.check.registry import Flag, rule

_MONTH = r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月(?!\d{1,2}(?![\d日号]))"
_DEADLINE = re.compile(
    _MONTH + r"(?:份)?(?P<day>\s*\d{1,2}\s*[日号])?(?P<end>底|末|初|中旬)?(?:之?前|以前|内|完成)?"
)
_WHOLE_YEAR = re.compile(r"全年|各季度|每季度|按季度|逐月|每月|按月|1\s*[-—至~]\s*12\s*月|全年度")
_SPAN = re.compile(
    r"(?P<a>\d{1,2})\s*月?\s*(?:[-—~至到])\s*(?:20\d{2}\s*年\s*)?(?P<b>\d{1,2})\s*月"
)
_QUARTER = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}


def deadline_month(text: str) -> int | None:
    """The last month that a deadline allows: 十一月底前 → 11, 12月前 → 12."""
    if re.search(r"每|全年|各月", text):
        return None
    found = list(_DEADLINE.finditer(text))
    match = found[-1] if found else None
    if match is None:
        return 6 if re.search(r"上半年", text) and "下半年" not in text else None
    number = parse_number(match["m"])
    return int(number) if number is not None and 1 <= number <= 12 else None


def last_month(when: str) -> int | None:
    """The last month that a row of the plan covers."""
    span = _SPAN.search(when)
    if span:
        return int(span["b"]) if int(span["b"]) <= 12 else None
    if _WHOLE_YEAR.search(when):
        return 12
    quarter = re.search(r"第?([一二三四1-4])季度", when)
    if quarter:
        return _QUARTER[quarter[1]]
    if "下半年" in when:
        return 12
    return deadline_month(when)


def _about(indicator: Indicator, step: PlanStep) -> bool:
    wanted = pairs(indicator.name)
    text = normal(step.what)
    return len(wanted) >= 2 and sum(1 for p in wanted if p in text) / len(wanted) >= 0.5


@rule(
    "TXT012", "实施计划与时效指标不符", "advice",
    what="实施计划安排的时间晚于时效指标的期限；或指标说一年几次，计划只写全年。",
    why="计划和时效指标说的是同一件事的时间。",
    certainty="S",
    wrong="\t\t河道养护及时性\t九月底前\t根据工作要求\n效益指标", right="\t\t河道养护及时性\t十二月底前\t根据工作要求\n效益指标",
)  # fmt: skip
def plan_after_deadline(case: Case) -> Iterator[Flag]:
    """A plan row that ends after the indicator's deadline."""
    for step in case.declaration.plan:
        planned = last_month(step.when)
        if planned is None:
            continue
        late = None
        for indicator in case.trusted:
            month = (
                deadline_month(indicator.target.raw) if indicator.target.kind == "date" else None
            )
            if month is not None and month < planned and _about(indicator, step):
                late = indicator
                break
        if late is not None:
            yield Flag(
                step.locator, f"计划“{step.when}”{step.what[:16]}，时效指标“{late.name}”为{late.target.raw.strip()}",
                (case.place_of(late),), "使计划的时间与时效指标一致",
            )  # fmt: skip
            continue
        if not re.search(r"全年", step.when) or re.search(r"次|季|月", step.what):
            continue
        for indicator in case.trusted:
            target = indicator.target
            if (
                target.number is not None and 2 <= target.number <= 6 and target.unit in {"次", "批", "轮"}
                and target.operator == "=" and _about(indicator, step)
            ):  # fmt: skip
                yield Flag(
                    step.locator, f"计划只写“{step.when}”，指标“{indicator.name}”为 {target.raw.strip()}",
                    (case.place_of(indicator),), "写明各次的时间",
                )  # fmt: skip
                break
