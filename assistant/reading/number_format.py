"""数字格式: a spreadsheet's number as its cell shows it.

``15391705`` under ``#,##0.00`` is shown, and therefore read, as ``15,391,705.00``; ``0.95`` under
``0%`` as ``95%``. Covers what declarations use: decimals, thousands, percentages, literals, scaling
by a trailing comma, dates and times, sections for negative and zero, colours and conditions
ignored. Fractions and scientific notation fall back to the plain number.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_BRACKET = re.compile(r"\[([^\]]*)\]")
_CURRENCY = re.compile(r"\$([^-\]]*)")
_DATE_PART = re.compile(
    r"yyyy|yy|e+|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|a/p|上午/下午|aaaa|aaa", re.I
)
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|(General)|([0#?,.%@]+)|(.)', re.I | re.S)
_WEEKDAYS = "一二三四五六日"
# Excel shows at most eleven significant digits of a number without a format.
_GENERAL_DIGITS = 11


def shown(value: object, code: str | None) -> str:
    """``value`` (number, date, bool, text or None) as a cell with format ``code`` shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return _date(value, code or "")
    if isinstance(value, dt.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(repr(value) if isinstance(value, float) else value), code or "")
    return str(value)


def _general(value: Decimal) -> str:
    """A number without a format: no exponent, no binary noise (0.1 + 0.2 → 0.3)."""
    if not value.is_finite():
        return str(value)
    digits = _GENERAL_DIGITS - max(value.adjusted(), 0) - 1
    exact = value == value.to_integral_value()
    rounded = value if exact or digits < 0 else round(value, max(digits, 0))
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    """The format's sections, with colours and conditions dropped and currency signs kept."""

    def bracket(match: re.Match[str]) -> str:
        sign = _CURRENCY.match(match[1])
        return f'"{sign[1]}"' if sign and sign[1] else ""

    parts, current, quoted, escaped = [], "", False, False
    for char in code:
        if char == ";" and not quoted and not escaped:
            parts.append(current)
            current = ""
            continue
        escaped = char == "\\" and not escaped
        quoted ^= char == '"'
        current += char
    return tuple(_BRACKET.sub(bracket, part) for part in [*parts, current])


def _number(value: Decimal, code: str) -> str:
    sections = _sections(code)
    if not value.is_finite() or code in {"", "General", "@"} or "/" in code or "E+" in code.upper():
        return _general(value)
    if value < 0 and len(sections) > 1:
        return _filled(-value, sections[1])
    if value == 0 and len(sections) > 2:
        return _filled(value, sections[2])
    sign = "-" if value < 0 else ""
    text = _filled(abs(value), sections[0])
    return sign + text if any(char in "123456789" for char in text) else text


def _filled(value: Decimal, section: str) -> str:
    """``value`` ≥ 0 put into one section of a format."""
    tokens = [match.groups() for match in _TOKEN.finditer(section)]
    places = [token[5] for token in tokens if token[5]]
    if not places:
        if any(token[4] for token in tokens):
            places = ["General"]
        else:
            return "".join(token[0] or token[1] or token[6] or "" for token in tokens).strip()
    number = _placed(value, "".join(places))
    out, done = [], False
    for quoted, escaped, _pad, _fill, general, place, other in tokens:
        if general or place:
            out.append("" if done else number)
            done = True
        else:
            out.append(quoted or escaped or other or "")
    return "".join(out).strip()


def _placed(value: Decimal, place: str) -> str:
    """``value`` in a run of digit places such as ``#,##0.00%``."""
    if place == "General" or "@" in place:
        return _general(value)
    percent = place.count("%")
    place = place.replace("%", "")
    scale = len(place) - len(place.rstrip(","))
    place = place.rstrip(",")
    value = value * 100**percent / Decimal(1000) ** scale
    whole, _, fraction = place.partition(".")
    rounded = value.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    before, _, after = text.partition(".")
    optional = len(fraction) - len(fraction.rstrip("#?"))
    for _ in range(optional):
        if not after.endswith("0"):
            break
        after = after[:-1]
    least = sum(char in "0" for char in whole)
    if before == "0" and least == 0:
        before = ""
    before = before.rjust(least, "0") if "," not in whole else before
    point = "." if after or (fraction == "" and "." in place) else ""
    return before + point + after + "%" * percent


def _date(value: dt.datetime | dt.date | dt.time, code: str) -> str:
    section = _sections(code)[0] if code else ""
    lower = re.sub(r'"[^"]*"|\\.', "", section).lower()
    if lower.strip() == "general" or not re.search(r"[ymdhse]", lower):
        return _plain_date(value)
    moment = _as_datetime(value)
    after_hour = False
    out, at = [], 0
    afternoon = bool(re.search(r"am/pm|a/p|上午/下午", section, re.I))
    while at < len(section):
        char = section[at]
        if char == '"':
            end = section.find('"', at + 1)
            end = len(section) if end < 0 else end
            out.append(section[at + 1 : end])
            at = end + 1
        elif char == "\\":
            out.append(section[at + 1 : at + 2])
            at += 2
        elif char in "_*":
            at += 2
        elif match := _DATE_PART.match(section, at):
            token = match[0].lower()
            minutes = token in {"m", "mm"} and (
                after_hour or re.match(r"[^a-z]*s", section[match.end() :].lower()) is not None
            )
            out.append(_part(moment, token, minutes, afternoon))
            after_hour = token[0] == "h" or (after_hour and token[0] not in "sdy")
            at = match.end()
        else:
            out.append("" if char in "@;" else char)
            at += 1
    return "".join(out).strip()


def _part(moment: dt.datetime, token: str, minutes: bool, afternoon: bool) -> str:
    if minutes:
        return f"{moment.minute:02d}" if token == "mm" else str(moment.minute)
    hour = (moment.hour % 12 or 12) if afternoon else moment.hour
    half = "上午" if moment.hour < 12 else "下午"
    weekday = _WEEKDAYS[moment.weekday()]
    parts = {
        "yyyy": f"{moment.year}", "yy": f"{moment.year % 100:02d}",
        "mmmmm": f"{moment:%b}"[:1], "mmmm": f"{moment.month}月", "mmm": f"{moment.month}月",
        "mm": f"{moment.month:02d}", "m": str(moment.month),
        "dddd": f"星期{weekday}", "ddd": f"周{weekday}",
        "dd": f"{moment.day:02d}", "d": str(moment.day),
        "hh": f"{hour:02d}", "h": str(hour), "ss": f"{moment.second:02d}", "s": str(moment.second),
        "am/pm": half, "a/p": half, "上午/下午": half, "aaaa": f"星期{weekday}", "aaa": weekday,
    }  # fmt: skip
    return parts.get(token, str(moment.year))


def _as_datetime(value: dt.datetime | dt.date | dt.time) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.time):
        return dt.datetime.combine(dt.date(1900, 1, 1), value)
    return dt.datetime.combine(value, dt.time())


def _plain_date(value: dt.datetime | dt.date | dt.time) -> str:
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    moment = _as_datetime(value)
    date = f"{moment:%Y-%m-%d}"
    return date if moment.time() == dt.time() else f"{date} {moment:%H:%M}"
