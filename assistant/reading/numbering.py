"""自动编号: the numbers that Word shows before paragraphs and does not store in their text.

A Chinese document's 一、（一）1. are as often automatic as typed; without them its sections could
not be told apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _counting(number: int, digits: str, units: tuple[str, ...]) -> str:
    """Chinese counting below 10,000: 12 → 十二, 105 → 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    out, gap = "", False
    for power, digit in enumerate(reversed(str(number))):
        value = int(digit)
        if not value:
            gap = bool(out)
            continue
        out = digits[value] + units[power] + ("零" if gap else "") + out
        gap = False
    return out[1:] if 10 <= number < 20 and units[1] == "十" else out


def _letters(number: int) -> str:
    """1 → A … 26 → Z, 27 → AA as Word does."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        while number >= value:
            out, number = out + sign, number - value
    return out


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def render_number(number: int, form: str) -> str:
    """``number`` in a Word number format (ST_NumberFormat); unknown formats count in digits."""
    if number < 1:
        return str(number)
    if form in {"chineseCounting", "chineseCountingThousand", "japaneseCounting",
                "taiwaneseCounting", "taiwaneseCountingThousand"}:  # fmt: skip
        return _counting(number, _DIGITS, ("", "十", "百", "千"))
    if form in {"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}:
        return _counting(number, _FORMAL, ("", "拾", "佰", "仟"))
    if form == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    simple = {
        "upperLetter": lambda: _letters(number),
        "lowerLetter": lambda: _letters(number).lower(),
        "upperRoman": lambda: _roman(number),
        "lowerRoman": lambda: _roman(number).lower(),
        "decimalZero": lambda: f"{number:02d}",
        "decimalEnclosedCircle": lambda: _circled(number),
        "decimalEnclosedCircleChinese": lambda: _circled(number),
        "decimalFullWidth": lambda: str(number).translate({48 + i: 0xFF10 + i for i in range(10)}),
        "ideographTraditional": lambda: _STEMS[(number - 1) % 10],
        "ideographZodiac": lambda: _BRANCHES[(number - 1) % 12],
    }
    return simple.get(form, lambda: str(number))()


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str
    legal: bool


class Numbering:
    """The lists of one document; ``label`` counts as the paragraphs go by."""

    def __init__(self, root: etree._Element | None, ns: str) -> None:
        self._ns = ns
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[str] = set()
        if root is not None:
            self._load(root)

    def label(self, list_id: str, level: int) -> str:
        """The number shown before the next paragraph of this list and level; ``""`` for none."""
        if list_id not in self._lists:
            return ""
        abstract, starts = self._lists[list_id]
        levels = self._levels.get(abstract, {})
        own = levels.get(level)
        if own is None or own.form in {"bullet", "none"}:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if starts and list_id not in self._restarted:
            self._restarted.add(list_id)
            for at, start in starts.items():
                counts[at] = start - 1
        counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at)
            if other is None:
                return ""
            number = counts.setdefault(at, other.start)
            return render_number(number, "decimal" if own.legal else other.form)

        return re.sub(r"%(\d)", shown, own.pattern)

    def _load(self, root: etree._Element) -> None:
        w = self._ns
        for node in root.iter(f"{w}abstractNum"):
            found = {}
            for lvl in node.iter(f"{w}lvl"):
                found[int(lvl.get(f"{w}ilvl") or 0)] = self._level(lvl)
            self._levels[node.get(f"{w}abstractNumId") or ""] = found
        for node in root.iter(f"{w}num"):
            abstract = node.find(f"{w}abstractNumId")
            if abstract is None:
                continue
            starts = {}
            for override in node.iter(f"{w}lvlOverride"):
                start = override.find(f"{w}startOverride")
                if start is not None:
                    at = int(override.get(f"{w}ilvl") or 0)
                    starts[at] = int(start.get(f"{w}val") or 1)
            self._lists[node.get(f"{w}numId") or ""] = (abstract.get(f"{w}val") or "", starts)

    def _level(self, lvl: etree._Element) -> _Level:
        def value(tag: str, default: str) -> str:
            node = lvl.find(f"{self._ns}{tag}")
            return default if node is None else node.get(f"{self._ns}val") or default

        start = value("start", "1")
        legal = lvl.find(f"{self._ns}isLgl") is not None
        return _Level(
            int(start) if start.lstrip("-").isdigit() else 1,
            value("numFmt", "decimal"),
            value("lvlText", ""),
            legal,
        )
