"""数字: amounts and counts that sentences state, and figures whose separators are damaged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from assistant.domain.declaration import FormField, Repair
from assistant.domain.document import Document
from assistant.domain.money import UNITS, parse_money
from assistant.domain.numerals import half_width, parse_arabic

_STATED = re.compile(
    r"(?P<name>[“\"「]?[㐀-鿿()（）”\"」]{2,30}?)(?:预算数|预算|科目|金额|经费预算)?(?:安排|资金)?"
    r"(?:为|是|共计|共)?\s*(?P<figure>\d[\d,. ]{0,24}\d|\d)\s*(?P<unit>万元|亿元|元)"
)
_COUNTED = re.compile(
    r"(?P<name>[㐀-鿿()（）、]{2,30}?)(?:共有|共|为)?(?P<figure>\d+)\s*"
    r"(?P<unit>辆|台\(套\)|台（套）|台|个)(?!人)"
)
_CONTEXT = re.compile(r"(?:共有|现有|购置)(?:车辆|用车|设备)")
_LEAD = re.compile(
    r"^(?:[、，,。;；:：]|[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|(?:19|20)?\d{0,4}年|其中"
    r"|主要原因是|本部门|万元|元)+"
)
_NOT_NAMES = re.compile(r"(?:增加|减少|持平|预算增加|预算减少|单价|等)$|^(?:比|较)")
_FIGURE = re.compile(r"(?<![\d.,])\d[\d,.， ]{0,24}[,.，]\s?\d+\s*(?P<unit>亿元|万元|元)")
_TOLERANCE = Decimal(50)
"""0.005 万元 in yuan: amounts in 万元 are printed with two decimals."""


def read_figures(document: Document, start: int, end: int) -> tuple[FormField, ...]:
    """Amounts and counts that the sentences of [start, end) state (车辆, 政府采购, 三公经费).

    A count's label carries what is counted: ``执法执勤用车（购置车辆）``.
    """
    text = document.text
    found: list[FormField] = []
    for block in document.blocks:
        if block.kind == "table" or not start <= block.start < end:
            continue
        line = text[block.start : block.end]
        for pattern in (_STATED, _COUNTED):
            for m in pattern.finditer(line):
                name = _LEAD.sub("", re.sub(r"^.*[，,。；;：:]", "", m.group("name")))
                name = name.strip('“”"「」 ')
                if len(name) < 2 or _NOT_NAMES.search(name):
                    continue
                at, stop = block.start + m.start("figure"), block.start + m.end("unit")
                raw = text[at:stop]
                money = parse_money(raw) if pattern is _STATED else None
                context = _CONTEXT.findall(line[: m.start("figure")])
                if pattern is _COUNTED and context and context[-1] not in name:
                    name = f"{name}（{context[-1]}）"
                found.append(FormField(name, raw, document.locate(at, stop), money=money))
    return tuple(found)


def mend_figures(document: Document, amounts: Iterable[Decimal]) -> list[Repair]:
    """Figures that are no numbers as printed (``41,672,69万元``, ``208, 293. 59万元``).

    Blanks are dropped by themselves. Separators are moved only where the figure read so is an
    amount of ``amounts`` (in yuan), within the rounding of 万元.
    """
    known = sorted(set(amounts))
    repairs: list[Repair] = []
    for found in _FIGURE.finditer(document.text):
        raw = found.group(0)
        unit = found.group("unit")
        figure = half_width(raw[: -len(unit)]).strip()
        tight = re.sub(r"\s", "", figure)
        at = document.locate(found.start(), found.end())
        if parse_arabic(tight) is not None:
            if tight != figure:
                repairs.append(Repair(raw, tight + unit, "识别在数字中插入了空格", at))
            continue
        whole, part = re.sub(r"[,.]", "", tight[: tight_point(tight)]), tight[-2:]
        if not re.search(r"[,.]\d{2}$", tight):
            continue
        value = Decimal(f"{whole}.{part}")
        yuan = value * UNITS[unit]
        twin = next((k for k in known if abs(k - yuan) <= _TOLERANCE), None)
        if twin is not None:
            why = f"分节号与小数点误识，本文件他处作 {twin:,.2f} 元"
            repairs.append(Repair(raw, f"{value:,.2f}{unit}", why, at))
    return repairs


def tight_point(figure: str) -> int:
    """Where the last separator of a figure stands."""
    return max(figure.rfind(","), figure.rfind("."))
