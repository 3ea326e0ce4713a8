"""误识: what recognition makes of signs and units in values, read only with evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.domain.declaration import Indicator
from assistant.domain.numerals import half_width
from assistant.domain.target import Target, parse_target
from assistant.reading.grid import Grid, Piece

LEADING_TWO = "比率不能超过 100%，识别常将「≥」误作「2」"
"""Why a figure was read so; its being there makes other leading 2 in the table doubtful."""
_MAY_EXCEED = re.compile(r"增长|提高|提升|增加|执行|完成|达成|实现|周转|扩大")


def misread_operator(raw: str, target: Target, name: str) -> tuple[Target, str, str] | None:
    """(target, read as, why) of ``292%`` as ≥92 % where a rate above 100 % is impossible, ``W5%`` as ≤5 %.

    Recognition writes ≥ as 2 and ≤ as W. A leading 2 of a possible value is never touched.
    """
    text = half_width(raw).strip()
    if re.match(r"[Ww]\s?\d", text):
        read = parse_target("≤" + text[1:], name=name)
        return replace(read, raw=raw), "≤" + raw[1:], "「W」在数字之前，识别常将「≤」误作此形"
    impossible = (
        target.unit == "%"
        and target.operator == "="
        and target.number is not None
        and target.number > 100
        and re.fullmatch(r"2\s?(?:\d{2}(?:\.\d+)?|100)%", text)
    )
    if not impossible or _MAY_EXCEED.search(name):
        return None
    read = parse_target("≥" + text[1:], name=name)
    if read.number is None or read.number > 100:
        return None
    return replace(read, raw=raw), "≥" + raw[1:], LEADING_TWO


_UNITS = {"↑": "个", "个↑": "个", "入": "人", "欠": "次"}
"""Units as recognition misreads them; believed only where other rows print the right one."""


def misread_unit(unit: str | None, grid: Grid, header_row: int) -> tuple[str, str] | None:
    """(unit, why) of a unit that recognition misread and that other rows print rightly."""
    read = _UNITS.get(unit or "")
    if read is None or read not in _printed_units(grid, header_row):
        return None
    return read, f"「{unit}」不是单位，本表他行以「{read}」计，识别常将「{read}」误作此形"


def _printed_units(grid: Grid, header_row: int) -> set[str]:
    """The units that the values of a table print after a figure."""
    texts = [p.text for row in grid.rows[header_row + 1 :] for p in row]
    return {m.group(1) for t in texts for m in re.finditer(r"\d\(?([㐀-鿿]{1,2})\)?$", t)}


def doubt_leading_two(row: Indicator) -> Indicator:
    """In a table where ≥ was read as 2, a count that begins with 2 may be one too."""
    target = row.target
    counted = target.operator == "=" and re.match(r"2\d", target.raw) and target.kind != "date"
    if not counted or "target" in row.uncertain or "≥" in target.raw:
        return row
    return replace(row, uncertain=tuple(sorted({*row.uncertain, "target"})))


def cut_figure(pieces: Sequence[Piece], grid: Grid) -> bool:
    """Whether a column line went through a figure: a digit may then stand twice or not at all."""
    if grid.exact:
        return False
    return any(
        re.search(r"[\d.,]$", a.text) and re.match(r"[\d.,]", b.text) for a, b in pairwise(pieces)
    )
