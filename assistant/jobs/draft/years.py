"""年份: which years in a text move with the draft, which are history, which must be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

YEAR = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d{2})(?=\s*年|-\d{1,2}(?!\d)|/\d{1,2}/|\.\d{1,2}\.)"
)
DAY = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*(?:日|(?=[至到—~-]))"
    r"(?:\s*[至到—~-]+\s*(?:\d{4}\s*年\s*)?(?:(?P<month2>\d{1,2})\s*月\s*)?(?P<day2>\d{1,2})\s*日)?"
)
WHICH_YEAR = re.compile(
    r"[为是系入于][^，,。；;\n]{0,6}第\s*(?P<n>[一二三四五六七八九十\d]+)\s*年(?!度|级|内|起)"
)
"""Which year of several the budget year is: 合同一签三年，2024年为第二年."""
ORDINAL = re.compile(r"第\s*(?P<n>[一二三四五六七八九十百\d]+)\s*届")

LAST_YEAR_CUES = (
    "尾款",
    "预计",
    "预算申报",
    "申报项目预算",
    "编制",
    "填报日期",
    "日期",
    "结转",
    "结算",
    "质保金",
    "预付",
)
"""Words beside the year before the budget year that make it move: 2023年尾款 → 2024年尾款."""
ISSUED_CUES = (
    "印发",
    "发布",
    "颁布",
    "施行",
    "签订",
    "成立",
    "批复",
    "实施以来",
    "通过",
    "起实施",
    "下发",
    "出台",
)
"""Words beside a year that make it a date of record, which stays."""
_STOP = "。；;！!？?\n"

Place = Literal["name", "plan", "text"]


@dataclass(frozen=True, slots=True)
class Turn:
    """``text[start:end]`` becomes ``new``; None is to be asked (``why`` holds the question)."""

    start: int
    end: int
    new: str | None
    why: str


def sentence_span(text: str, at: int) -> tuple[int, int]:
    """Where the sentence of ``text`` that offset ``at`` stands in begins and ends."""
    left = max(text.rfind(stop, 0, at) for stop in _STOP) + 1
    ends = [found for stop in _STOP if (found := text.find(stop, at)) >= 0]
    return left, min(ends, default=len(text))


def sentence_of(text: str, at: int) -> str:
    """The sentence of ``text`` that offset ``at`` stands in."""
    left, right = sentence_span(text, at)
    return text[left:right]


def years_in(text: str) -> list[int]:
    """Every year named in ``text``."""
    return [int(m["year"]) for m in YEAR.finditer(text)]


def is_past(sentence: str, base: int) -> bool:
    """True for a sentence about years before last year's declaration only (history, kept)."""
    years = years_in(sentence)
    return bool(years) and max(years) < base


def turn_years(text: str, base: int, year: int, place: Place) -> list[Turn]:
    """What happens to the years of ``text`` when ``base`` becomes ``year``.

    ``place`` is a name (every year moves), the schedule (days move too), or running text.
    """
    turns: list[Turn] = []
    taken: list[tuple[int, int]] = []
    for day in DAY.finditer(text):
        made = _turn_day(text, day, base, year, place)
        if made is not None:
            turns.append(made)
            taken.append(day.span())
    for match in YEAR.finditer(text):
        if any(a <= match.start() < b for a, b in taken):
            continue
        found = int(match["year"])
        if _moves(text, match.start(), match.end(), found, base, place):
            why = f"年份由 {found} 推移为 {found + year - base}"
            turns.append(Turn(match.start(), match.end(), str(found + year - base), why))
    turns.extend(_ordinals(text, base, place))
    return sorted(turns, key=lambda turn: turn.start)


def _moves(text: str, start: int, end: int, found: int, base: int, place: Place) -> bool:
    if found not in (base, base - 1):
        return False
    near = text[max(0, start - 8) : end + 14]
    if found == base:
        issued = any(cue in text[end : end + 12] for cue in ISSUED_CUES)
        return place != "text" or not issued
    if place == "plan" or _compared(text, start, base):
        return True
    return any(cue in near for cue in LAST_YEAR_CUES)


def _compared(text: str, start: int, base: int) -> bool:
    """Whether the budget year is compared with the year at ``start``: 2024年比2023年增加."""
    before = text[sentence_span(text, start)[0] : start]
    return bool(re.search(rf"{base}\s*年[^，,、]{{0,16}}[比较同与]\s*$", before))


def _turn_day(text: str, day: re.Match[str], base: int, year: int, place: Place) -> Turn | None:
    """A full date: the first and last day of the year move, others move only in a schedule."""
    found = int(day["year"])
    if found not in (base, base - 1):
        return None
    after = text[day.end() : day.end() + 12]
    if place == "text" and (found < base or any(cue in after for cue in ISSUED_CUES)):
        return Turn(day.start(), day.end(), day[0], "记录性日期，保留")
    bounds = {
        (day["month"], day["day"]),
        (day["month2"] or day["month"], day["day2"] or day["day"]),
    }
    whole = all((m.lstrip("0"), d.lstrip("0")) in {("1", "1"), ("12", "31")} for m, d in bounds)
    if whole or place == "plan":
        new = re.sub(rf"\b{found}|(?<!\d){found}", str(found + year - base), day[0])
        new = re.sub(rf"(?<!\d){found}(?!\d)", str(found + year - base), new)
        return Turn(
            day.start(), day.end(), new, f"日期由 {found} 年推移为 {found + year - base} 年"
        )
    return Turn(day.start(), day.end(), None, f"{year}年的日期是哪天（上年为{day[0]}）？")


def _ordinals(text: str, base: int, place: Place) -> list[Turn]:
    """第七届 is next year's 第八届 only if it is held every year: always asked."""
    found = []
    for match in ORDINAL.finditer(text):
        sentence = sentence_of(text, match.start())
        if place == "text" and is_past(sentence, base):
            continue
        n = match.start("n"), match.end("n")
        found.append(Turn(n[0], n[1], None, f"今年是第几届（上年为{match[0]}）？"))
    for match in WHICH_YEAR.finditer(text):
        n = match.start("n"), match.end("n")
        if base in years_in(sentence_of(text, match.start())):
            found.append(Turn(n[0], n[1], None, f"今年是第几年（上年为第{match['n']}年）？"))
    return found


def turned_name(
    text: str, base: int, year: int, ordinal: str | None = None
) -> tuple[str, str | None]:
    """A name with its years moved; a question where 届次 must be asked."""
    question = None
    for turn in reversed(turn_years(text, base, year, "name")):
        new = turn.new
        if new is None and "第几届" in turn.why and ordinal:
            new = ordinal
        if new is None:
            question, new = turn.why, "待填"
        text = text[: turn.start] + new + text[turn.end :]
    return text, question
