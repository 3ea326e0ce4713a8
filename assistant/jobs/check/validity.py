"""BAS (validity): bases that are not yet, or no longer, in force, and numbers told two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.locator import Locator
from assistant.jobs.check.bases import numbers, place_of_number
from assistant.jobs.check.case import Case
from assistant.jobs.check.registry import Flag, rule


@rule(
    "BAS014", "依据晚于预算年度", "warning",
    what="依据文件的年份晚于申报的预算年度，或晚于填报日期的年份。",
    why="申报时还没有的文件不能作依据，多半是年份写错。",
    certainty="I",
    wrong="（临水函〔2026〕8号）", right="（临水函〔2024〕8号）",
)  # fmt: skip
def from_the_future(case: Case) -> Iterator[Flag]:
    """Number's year after the budget year, or after the year in which the form was filled in."""
    filed = _filed(case)
    for stretch, found in numbers(case):
        year = found.number.year
        if case.year and year and year > case.year:
            yield Flag(
                place_of_number(case, stretch, found),
                f"{found.number} 晚于预算年度 {case.year} 年", (), "核对文号的年份",
            )  # fmt: skip
        elif filed is not None and year and year > filed[0]:
            yield Flag(
                place_of_number(case, stretch, found),
                f"{found.number} 晚于填报日期（{filed[1].quote.strip()}），填报时还没有这个文件",
                (filed[1],), "核对文号的年份",
            )  # fmt: skip


_DATE_FILED = re.compile(r"(?<!\d)(20\d{2})\s*[年./-]\s*\d{1,2}\s*[月./-]\s*(?:\d{1,2}\s*日?)?")


def _filed(case: Case) -> tuple[int, Locator] | None:
    """The year in which the form was filled in: its field, else the date that ends the file."""
    for field in case.declaration.fields:
        told = _DATE_FILED.search(field.value)
        if told and re.search(r"填报日期|填表日期|申报日期|填报时间|^日期$", field.label):
            return int(told[1]), field.locator
    text = case.document.text
    tail = max(0, len(text.rstrip()) - _CLOSING)
    dates = list(_DATE_FILED.finditer(text, tail))
    last = dates[-1] if dates else None
    if last is None or not re.fullmatch(r"[\s)）。]*", text[last.end() :]):
        return None
    return int(last[1]), case.document.locate(*last.span())


_CLOSING = 60
"""Characters at the end of a file within which its date stands."""


_ENDED = re.compile(
    r"(?:自|于|从)?\s*(?P<y>(?:19|20)\d{2})\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?\s*(?:起|以后|后)?(?:已经?|即|被)?"
    r"(?:停止执行|停止施行|停止使用|废止|失效|宣布失效|不再执行|终止执行)"
)


@rule(
    "BAS017", "依据已经废止", "warning",
    what="依据文件的后面写明它已经停止执行、废止或失效，而废止在预算年度之前。",
    why="废止的文件不能再作立项依据。",
    certainty="V",
    wrong="《青石街道养护管理办法》（青街发〔2015〕6号，自2020年1月1日起废止）",
    right="《青石街道养护管理办法》（青街发〔2023〕6号）",
    model="told",
)  # fmt: skip
def revoked(case: Case) -> Iterator[Flag]:
    """（…〔2010〕36号，自2016年1月1日起停止执行）."""
    for stretch, match in ((s, m) for s in case.stretches for m in _ENDED.finditer(s.text)):
        if case.year is None or int(match["y"]) > case.year:
            continue
        cited = [b for b in case.declaration.bases
                 if b.locator.start <= stretch.start + match.start() <= b.locator.end + _ASIDE]  # fmt: skip
        before = re.split(r"[。；;、]", stretch.text[: match.start()])[-1]
        if not cited or re.search(r"代替|取代|替代|原《|原有|同时", before):
            continue
        named = cited[-1].number or cited[-1].title or cited[-1].raw
        yield Flag(
            case.within(stretch, match), f"依据 {named} 写明“{match.group().strip()}”，{case.year} 年不能再作依据",
            (cited[-1].locator,), "换成现行文件",
        )  # fmt: skip


_ASIDE = 40
"""Characters after a citation in which its brackets may say that it has ended."""


@rule(
    "BAS018", "同一文件文号写法不一", "warning",
    what="带标题的文号在另一处只写文号，代字、年份相同，序号的数字颠倒。",
    why="同一文件只有一个文号；数字颠倒多半是抄错。",
    certainty="I",
    wrong="按照青街发〔2023〕16号的要求组织养护", right="按照青街发〔2023〕61号的要求组织养护",
    model="told",
)  # fmt: skip
def serial_turned(case: Case) -> Iterator[Flag]:
    """赣汛〔2019〕14号 among the bases, 赣汛[2019]41号 in the text."""
    titled = {b.number for b in case.declaration.bases if b.number and "《" in b.raw}
    known = [(s, n) for s, n in numbers(case) if str(n.number) in titled]
    for stretch, found in numbers(case):
        one = found.number
        if str(one) in titled or len(str(one.serial)) < _DIGITS:
            continue
        for other_stretch, other in known:
            two = other.number
            if (
                one.code.endswith(two.code) and one.year == two.year and one.serial != two.serial
                and sorted(str(one.serial)) == sorted(str(two.serial))
            ):  # fmt: skip
                yield Flag(
                    place_of_number(case, stretch, found), f"{one} 与所列依据 {two} 只差数字的次序",
                    (place_of_number(case, other_stretch, other),), "按原件核对文号",
                )  # fmt: skip
                break


_DIGITS = 2
