"""表题与单位: what stands above a table: its caption, and the unit of money that it declares."""

from __future__ import annotations

import re

from assistant.domain.document import Document
from assistant.domain.money import money_unit

_UNIT_LINE = re.compile(
    r"(?:金额)?单位\s*[:：为,，]?\s*(?:人民币)?\s*((?:十万|百万|千万|百|千|万|亿)?元)"
)
_MAKER = re.compile(r"(?:编制|填报|填表|申报|预算)(?:部门|单位|日期)\s*[:：]|\d{4}年度?$")
_REACH = 400


def lines_above(document: Document, start: int, count: int = 4) -> list[tuple[int, int]]:
    """(start, end) of the non-empty lines above ``start``, nearest first; stops at a table row."""
    found: list[tuple[int, int]] = []
    text = document.text
    end = text.rfind("\n", 0, start)
    end = max(end, 0) if start else 0
    while end > 0 and len(found) < count:
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end]
        if line.strip():
            if "\t" in line.strip() or line.lstrip().startswith("|"):
                break
            left = len(line) - len(line.lstrip())
            found.append((begin + left, begin + len(line.rstrip())))
        end = begin - 1
    return found


def caption_above(document: Document, start: int) -> tuple[int, int] | None:
    """The caption of the table that begins at ``start``: the nearest short line, not its unit."""
    for begin, end in lines_above(document, start):
        line = document.text[begin:end]
        if _UNIT_LINE.match(line.lstrip("(（")) or _MAKER.match(line):
            continue
        return (begin, end) if len(line) <= 60 else None
    return None


_SHORT_HEADING = 16


def declared_unit(document: Document, start: int, *, since: int = 0) -> str | None:
    """The unit of money declared nearest above ``start``, not before ``since``."""
    near = document.text[max(since, start - _REACH) : start]
    found = list(_UNIT_LINE.finditer(near))
    if found:
        return found[-1].group(1)
    above = next((document.text[a:b] for a, b in lines_above(document, start)), "")
    headed = heading_unit(above) if len(above) <= _SHORT_HEADING else None
    if headed:
        return headed  # 资金情况（万元） right above the table
    whole = list(_UNIT_LINE.finditer(document.text[since:start]))
    units = {m.group(1) for m in whole}
    return whole[-1].group(1) if len(units) == 1 else None


def heading_unit(text: str) -> str | None:
    """The unit of money in a heading or label: ``预算金额（万元）`` → 万元."""
    inside = re.search(r"[(（\[]([^()（）\[\]]*元)[)）\]]", text)
    return money_unit(inside.group(1)) if inside else None
