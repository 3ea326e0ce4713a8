"""章节安排: which sections the draft has, where last year's form had others or none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.domain.declaration import Declaration, Section
from assistant.domain.locator import Locator

NARRATIVE = ("street-2024", "bureau-2024")
"""Layouts that are running text with numbered sections."""
_FORM_ITSELF = re.compile(r"(?:申报表|填报表)")
_LABELLED = re.compile(r"(?:^|\n|[。；;])\s*(依据|立项依据|必要性|重要性|可行性)\s*[:：]")
_LONG = 24
"""A field at least so long is running text and not an entry."""
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Place:
    """One heading of the 项目描述; ``words`` tell which old text belongs there."""

    level: int
    number: str
    title: str
    words: str | None = None
    table: str | None = None


STREET = (
    Place(1, "一", "项目概况"),
    Place(2, "一", "项目背景", r"背景|概述|概况|简介"),
    Place(2, "二", "依据充分性", r"依据|立项"),
    Place(2, "三", "项目必要性和重要性", r"必要性|重要性"),
    Place(2, "四", "项目的可行性", r"可行性"),
    Place(1, "二", "项目绩效目标设定情况"),
    Place(2, "一", "项目的总体目标", r"总体?目标$", "overall"),
    Place(2, "二", "年度目标", r"年度.*目标$", "annual"),
    Place(2, "三", "项目的具体目标", None, "indicators"),
    Place(1, "三", "项目投入情况"),
    Place(2, "一", "项目总投入和构成情况", r"预算安排|总投入|资金投入", "budget_lines"),
    Place(2, "二", "经常性项目执行情况", r"执行情况", "executions"),
    Place(2, "三", "资金来源情况", r"资金来源|支付流程"),
    Place(2, "四", "成本管理情况", r"成本管理"),
    Place(1, "四", "项目计划活动"),
    Place(2, "一", "项目活动内容", r"活动.*内容|主要内容", "activities"),
    Place(2, "二", "实施范围和对象", r"实施主体|范围|对象|相关方"),
    Place(2, "三", "项目实施计划", r"实施方案|实施计划|实施周期|进度", "plan"),
    Place(1, "五", "保证项目实施的制度、措施"),
    Place(2, "一", "项目管理制度", r"项目管理制度|制度建设|制度保障"),
    Place(2, "二", "财务管理制度", r"财务管理制度|预算管理制度"),
    Place(1, "六", "项目整改情况", r"整改"),
    Place(1, "七", "风险因素分析", r"风险"),
)
"""The seven sections of the 项目描述 of 2024 (浦锦街道's two declarations)."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """A section to be re-set; ``asked`` is the question where last year had no text for it.

    ``whole`` where it repeats a past section with the tables in it; else its text is prose alone.
    ``opens_budget`` where the amount of the year has still to be said.
    """

    section: Section
    asked: str | None = None
    whole: bool = False
    opens_budget: bool = False


def is_prose(label: str, text: str) -> bool:
    """True for a field of the form that becomes a section: running text that is no goal."""
    return len(text) >= _LONG and "目标" not in label and not re.search("^项目资金|资金来源", label)


def arrange(base: Declaration, form: str) -> list[Arranged]:
    """The sections of the draft in the order of ``form``."""
    narrative = base.form in NARRATIVE and any(s.text for s in base.sections)
    if form == "street-2024" and not (narrative and base.form == form):
        return _street(base)
    if narrative:
        return [Arranged(s, whole=True) for s in base.sections]
    if form == "street-2020":
        return []  # its texts are cells of the form
    return [Arranged(s) for s in _numbered(_texts(base))]


def _texts(base: Declaration) -> list[Section]:
    """Last year's running text: sections that are no form, and long fields."""
    found = [s for s in base.sections if s.text and not _FORM_ITSELF.search(s.title)]
    if base.form in NARRATIVE and found:
        return found
    goals = {_plain(g) for g in (base.goals.overall, base.goals.annual) if g}
    for field in base.fields:
        text = field.value.strip()
        if field.checked or field.money or _plain(text) in goals or not is_prose(field.label, text):
            continue
        found.extend(_split(field.label, text, field.locator))
    return found


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _split(label: str, text: str, locator: Locator) -> list[Section]:
    """A field that argues 依据、必要性、可行性 under labels of its own, as so many sections."""
    marks = list(_LABELLED.finditer(text))
    if len(marks) < 2:
        return [Section(label, 1, None, text, locator)]
    parts = []
    for mark, after in zip(marks, [*marks[1:], None]):
        end = after.start() if after else len(text)
        parts.append(
            Section(
                f"项目{mark[1].removeprefix('立项')}",
                1,
                None,
                text[mark.end() : end].strip(),
                locator,
            )
        )
    return parts


def _numbered(sections: list[Section]) -> list[Section]:
    """Sections as 一、二、三 of level 1."""
    return [
        replace(s, level=1, number=_NUMERALS[i] if i < 10 else f"十{_NUMERALS[i - 10]}")
        for i, s in enumerate(sections)
    ]


def _street(base: Declaration) -> list[Arranged]:
    """The seven sections, filled from what last year's form says, the rest asked."""
    texts = _texts(base)
    used: set[int] = set()
    where = base.project_locator or base.total_locator or base.indicators[0].locator
    made = []
    for place in STREET:
        found = _fitting(place, texts, used)
        goal = {"overall": base.goals.overall, "annual": base.goals.annual}.get(place.table or "")
        text = goal or "\n".join(s.text for s in found)
        locator = found[0].locator if found else where
        asked = None
        filled = bool(
            place.table and place.table not in {"overall", "annual"} and getattr(base, place.table)
        )
        leaf = place.level == 2 or place.number in "六七"
        if leaf and not text and not filled and place.table != "budget_lines":
            asked = f"“{place.title}”怎么写？（上年的表里没有这一节）"
        whole = base.form in NARRATIVE and goal is None and len(found) == 1
        section = Section(place.title, place.level, place.number, text, locator)
        made.append(Arranged(section, asked, whole, place.table == "budget_lines"))
    return made


def _fitting(place: Place, texts: list[Section], used: set[int]) -> list[Section]:
    """The unused old texts whose headings fit a place."""
    if place.words is None:
        return []
    found = []
    for i, section in enumerate(texts):
        if i not in used and re.search(place.words, section.title):
            used.add(i)
            found.append(section)
    return found
