"""编号: numbered paragraphs and captions, and where their order breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.locator import Locator
from assistant.domain.numerals import parse_number
from assistant.jobs.check.case import Case

_STYLES = (
    ("arabic", re.compile(r"^\s*(?:[-•·]\s*)?(?P<n>\d{1,2})\s*(?:、|[.．](?!\d))")),
    ("bracket", re.compile(r"^\s*(?:[-•·]\s*)?[（(](?P<n>\d{1,2})[)）]")),
    ("han", re.compile(r"^\s*(?:[-•·]\s*)?(?P<n>[一二三四五六七八九十]{1,3})、")),
    ("han-bracket", re.compile(r"^\s*(?:[-•·]\s*)?[（(](?P<n>[一二三四五六七八九十]{1,3})[)）]")),
)
_DEPTH = {"han": 0, "han-bracket": 1, "arabic": 2, "bracket": 3}


def list_faults(case: Case) -> Iterator[tuple[Locator, str, str | None]]:
    """(place, message, fix) of each break in a list; a list ends where a higher one goes on."""
    last: dict[str, tuple[int, int]] = {}
    for stretch in case.lines:
        for style, pattern in _STYLES:
            match = pattern.match(stretch.text)
            if not match:
                continue
            value = parse_number(match["n"])
            if value is None:
                break
            number = int(value)
            for other in list(last):
                if _DEPTH[other] > _DEPTH[style]:
                    del last[other]
            before, since = last.get(style, (None, 0))
            last[style] = (number, stretch.start)
            same = case.heading_at(since) == case.heading_at(stretch.start)
            if before is None or (number == 1 and not (before == 1 and same)):
                break
            place = case.within(stretch, match, "n")
            if number > before + 1 and _inline(case, since, stretch.start, number - 1):
                break
            if number == before:
                yield place, f"编号重复：又一个“{match.group().strip()}”", None
            elif number == before + 2:
                missing = before + 1
                yield place, f"编号不连续：“{before}”之后是“{number}”，缺 {missing}", None
            elif number > before + 2 or number < before:
                yield place, f"编号不连续：“{before}”之后是“{number}”", None
            break


def _inline(case: Case, start: int, end: int, number: int) -> bool:
    """Whether the item that seems missing stands within a line (its line break was lost)."""
    han = "一二三四五六七八九十"
    marks = [rf"(?<!\d){number}\s*[、.．)）]"]
    if number <= 10:
        marks.append(rf"{han[number - 1]}\s*[、)）]")
    return re.search("|".join(marks), case.document.text[start + 3 : end]) is not None


_CAPTION = re.compile(r"^\s*(?P<kind>[表图])\s*(?P<n>\d{1,2})(?=[\s　:：.．、㐀-鿿])(?![月日年])")


def caption_faults(case: Case) -> Iterator[tuple[Locator, str, str, tuple[Locator, ...]]]:
    """(place of the number, message, right number, evidence) of each caption out of order."""
    last: dict[str, tuple[int, Locator]] = {}
    for stretch in case.lines:
        match = _CAPTION.match(stretch.text)
        if not match or len(stretch.text) > 60:
            continue
        kind, number = match["kind"], int(match["n"])
        place = case.within(stretch, match, "n")
        before = last.get(kind)
        wanted = 1 if before is None else before[0] + 1
        if number != wanted:
            why = (
                f"{kind} {number} 已经用过" if before and number == before[0]
                else f"{kind}号应为 {wanted}，写作 {number}"
            )  # fmt: skip
            yield (
                place,
                f"“{stretch.text.strip()[:24]}”：{why}",
                str(wanted),
                ((before[1],) if before else ()),
            )
        last[kind] = (wanted if before and number <= before[0] else number, place)
