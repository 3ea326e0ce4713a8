"""依据的时效: bases that must not be carried over silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.domain.declaration import Basis
from assistant.domain.document_number import DocumentNumber, parse_number
from assistant.jobs.draft.likeness import plain_name

_PLANS = ("规划", "计划", "方案", "要点", "安排", "考核", "考评", "行动", "任务分解", "实施办法")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_FIVE_YEAR = re.compile(r"[“\"]?十([一二三四五六七八九])五[”\"]?")
_DIGITS = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
VALIDITY = 5
"""Years for which a 规范性文件 of Shanghai is normally valid (recalled, so: to be verified)."""


def stale_reasons(bases: Sequence[Basis], year: int, known: Iterable[Basis]) -> list[str | None]:
    """Why each basis needs another look in ``year``; None where nothing speaks against it.

    ``known`` are the bases of every declaration at hand, for newer documents of the same title.
    """
    titles: dict[str, list[DocumentNumber]] = {}
    wanted = {plain_name(b.title) for b in bases if b.title}
    for other in known:
        title = plain_name(other.title) if other.title else ""
        number = _number(other) if title in wanted else None
        if number is not None:
            titles.setdefault(title, []).append(number)
    return [_reason(basis, year, titles) for basis in bases]


def _number(basis: Basis) -> DocumentNumber | None:
    return parse_number(basis.number) if basis.number else None


def _reason(basis: Basis, year: int, known: Mapping[str, list[DocumentNumber]]) -> str | None:
    title = basis.title or ""
    text = f"{title}{basis.raw}"
    number = _number(basis)
    if ("征求" in text and "意见" in text) or "征求意见稿" in text:
        return "征求意见的文件不是正式决定，请换成正式印发的文件"
    years = [
        int(y)
        for y in _YEARS.findall(
            re.sub(r"[〔\[（(【]\s*\d{4}\s*[〕\])）】]", "", title or basis.raw)
        )
    ]
    if years and max(years) < year and any(word in title for word in _PLANS):
        return f"{max(years)}年的年度文件，期限已过，{year}年对应的文件是什么？"
    plan = _FIVE_YEAR.search(text)
    if plan and 1955 + 5 * (10 + _DIGITS[plan[1]]) < year:
        return f"“十{plan[1]}五”规划期已于 {1955 + 5 * (10 + _DIGITS[plan[1]])} 年结束"
    newer = _superseded(basis, known)
    if newer is not None:
        return f"资料库中有同名的较新文件 {newer}，请核对是否已被取代"
    if number and number.year and "规" in number.code and year - number.year > VALIDITY:
        return f"规范性文件一般有效期为五年，{number.year}年的文件请核实是否仍有效"
    return None


def _superseded(basis: Basis, known: Mapping[str, list[DocumentNumber]]) -> str | None:
    """A document of the same title with a later year."""
    mine = _number(basis)
    if mine is None or mine.year is None or not basis.title:
        return None
    for theirs in known.get(plain_name(basis.title), []):
        if theirs.year is not None and theirs.year > mine.year:
            return str(theirs)
    return None
