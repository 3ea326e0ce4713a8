"""TXT (years): what is left over from another year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.jobs.check.case import Case, Stretch
from assistant.jobs.check.narrative import sentence_before
from assistant.jobs.check.registry import Flag, rule

_STATED_YEAR = re.compile(r"(?<!\d)(?P<y>20\d{2})\s*年(?!第|版|度?工作(?:方案|要点|计划))")


_PAST = re.compile(r"已[经于]?[㐀-鿿]|发现|曾|以来|追回|统计显示|完成了|原[有为]")
"""What tells of what has been: another year may stand there."""


@rule(
    "TXT015", "残留别的年度", "warning",
    what="当年的预算说明、年度目标、活动内容、实施计划里写的是别的年份。",
    why="沿用上年文本没有改年份；年度目标只能说预算年度。",
    certainty="S",
    wrong="完成 2024 年辖区河道保洁", right="完成 2025 年辖区河道保洁",
)  # fmt: skip
def other_year(case: Case) -> Iterator[Flag]:
    """Another year where only the budget year can stand."""
    if case.year is None:
        return
    goals = case.declaration.goals
    goal = goals.annual_locator
    if goal is None and not _over_years(case):
        goal = goals.overall_locator  # a form with one goal: it is the year's
    for stretch in case.prose:
        for match in _STATED_YEAR.finditer(stretch.text):
            year = int(match["y"])
            if year == case.year:
                continue
            where = _where_only_this_year(
                case, stretch, match, goal is not None and goal.start <= stretch.start < goal.end
            )
            if where:
                yield Flag(
                    case.within(stretch, match, "y"), f"{where}写的是 {year} 年，预算年度是 {case.year} 年",
                    (case.declaration.year_locator,) if case.declaration.year_locator else (),
                    f"改为 {case.year} 年", str(case.year),
                )  # fmt: skip
    for indicator in case.trusted:
        years = [int(y) for y in _STATED_YEAR.findall(indicator.target.raw)]
        later = bool(years) and max(years) > case.year and _one_year(case)
        if indicator.target.kind == "date" and years and (max(years) < case.year or later):
            yield Flag(
                case.place_of(indicator),
                f"“{indicator.name}”的期限是 {max(years)} 年，预算年度是 {case.year} 年", (),
                f"改为 {case.year} 年",
            )  # fmt: skip
    for step in case.declaration.plan:
        at = re.search(r"(?<!\d)20\d{2}(?=\s*[年.\-/])", step.when)
        wrong = at and int(at.group()) != case.year
        filing = (
            at
            and int(at.group()) == case.year - 1
            and re.search(r"申报|编制|测算|申请|立项", step.what + step.when)
        )
        if at and wrong and not filing and not _PAST.search(step.what + step.when):
            start = case.document.text.find(at.group(), step.locator.start, step.locator.end)
            place = case.at(start, start + 4, step.locator.cell) if start >= 0 else step.locator
            if not any(s.start <= place.start < s.end for s in case.prose if s.cell is None):
                yield Flag(place, f"实施计划写的是 {at.group()} 年，预算年度是 {case.year} 年", (),
                           f"改为 {case.year} 年", str(case.year) if start >= 0 else None)  # fmt: skip


def _one_year(case: Case) -> bool:
    """Whether the project's period is told and lies within the budget year."""
    years = set(re.findall(r"20\d{2}", case.declaration.period or ""))
    return years == {str(case.year)}


def _over_years(case: Case) -> bool:
    """Whether the project's own period, or a total of its own, spans years."""
    declaration = case.declaration
    years = set(re.findall(r"20\d{2}", declaration.period or ""))
    whole, annual = declaration.funding.total, declaration.funding.annual
    longer = whole is not None and annual is not None and whole.yuan > annual.yuan
    return len(years) > 1 or longer


def _where_only_this_year(
    case: Case, stretch: Stretch, match: re.Match[str], in_annual_goal: bool
) -> str | None:
    text, year = stretch.text, int(match["y"])
    after = text[match.end() : match.end() + 14]
    before = sentence_before(case, stretch.start + match.start())[-12:]
    if re.search(r"[《“〈][^》”〉]*$", text[: match.start()]) or re.match(
        r"\s*(?:尾款|以来|起|底|前)", after
    ):
        return None
    assert case.year is not None
    if re.match(
        r"\s*(?:\d{1,2}\s*月)?\s*(?:\d{1,2}\s*日)?\s*(?:至|到|[-—–~～])\s*(?:20\d{2}|\d)", after
    ):
        return None  # the beginning of a period
    if re.search(r"截至|自$|从$|较$|比$|与$|和$|至$|预计", before) or re.search(
        r"[-—至~]\s*$", text[: match.start()]
    ):
        return None
    if re.match(
        r"\s*度?\s*(?:项目|本项目|[㐀-鿿“\"]{0,20}?项目)?(?:预算)?(?:申报金额|预算申报金额|预算安排|资金安排)",
        after,
    ):
        return "预算说明"
    heading = case.heading_at(stretch.start)
    if in_annual_goal or re.search(r"年度(?:总体?)?目标|年度绩效目标", heading):
        return None if re.search(r"同期|上年|基础上|相比", after + before) else "年度目标"
    if re.search(r"活动内容", heading) and re.search(
        r"^.{0,24}的?主要内容", after + text[match.end() : match.end() + 40]
    ):
        return "项目内容"
    told = text[match.start() :].split("。")[0]
    if _PAST.search(told) and year < case.year:
        return None
    if re.search(r"实施计划|实施方案|实施周期", heading) and abs(year - case.year) <= 3:
        filing = year == case.year - 1 and re.search(r"申报|编制|测算|申请|立项|预算", text)
        return None if filing or re.search(r"日$", text[: match.start()][-1:]) else "实施计划"
    return None
