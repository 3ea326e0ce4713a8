"""目标值: the value that an indicator is to reach, and how a printed value is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.domain.money import UNITS as MONEY_UNITS
from assistant.domain.numerals import CHINESE, SCALES, half_width, parse_arabic, parse_chinese

Operator = Literal["<=", ">=", "=", "<", ">"]
TargetKind = Literal[
    "amount", "count", "rate", "duration", "date", "frequency", "qualitative", "placeholder"
]


@dataclass(frozen=True, slots=True)
class Target:
    """One target value.

    ``raw`` is the cell as printed; ``number`` is in ``unit`` (``≤10566000 元`` → 10566000, 元);
    ``upper`` is set for a range only. A value in words has kind ``qualitative`` and no number.
    万元 and 亿元 are given in 元, 万 and 亿 before another unit are multiplied out.
    """

    raw: str
    operator: Operator | None
    number: Decimal | None
    upper: Decimal | None
    unit: str | None
    kind: TargetKind


SYMBOLS: dict[str, Operator] = {
    ">=": ">=", "=>": ">=", "≥": ">=", "≧": ">=", "⩾": ">=", "≥=": ">=", "﹥=": ">=",
    "<=": "<=", "=<": "<=", "≤": "<=", "≦": "<=", "⩽": "<=", "≤=": "<=",
    ">": ">", "〉": ">", "﹥": ">", "›": ">", "》": ">",
    "<": "<", "〈": "<", "﹤": "<", "‹": "<", "《": "<",
    "=": "=", "==": "=",
}  # fmt: skip
"""Operators as signs, after full-width signs were made half-width."""

PREFIX_WORDS: dict[str, Operator] = {
    "大于等于": ">=", "大于或等于": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=",
    "不短于": ">=", "至少": ">=", "最少": ">=", "最低": ">=", "达到": ">=", "达": ">=",
    "小于等于": "<=", "小于或等于": "<=", "不超过": "<=", "不高于": "<=", "不大于": "<=",
    "不多于": "<=", "不晚于": "<=", "不迟于": "<=", "不长于": "<=", "最多": "<=", "至多": "<=",
    "最高": "<=", "控制在": "<=", "不突破": "<=", "不得超过": "<=", "不得低于": ">=",
    "大于": ">", "高于": ">", "多于": ">", "超过": ">", "超出": ">", "超": ">", "优于": ">",
    "小于": "<", "低于": "<", "少于": "<", "不足": "<", "不到": "<", "未超过": "<=",
    "等于": "=",
}  # fmt: skip
SUFFIX_WORDS: dict[str, Operator] = {
    "及以上": ">=", "(含)以上": ">=", "以上(含)": ">=", "以上": ">=", "起": ">=",
    "及以下": "<=", "(含)以下": "<=", "以下": "<=", "(含)以内": "<=", "以内": "<=", "之内": "<=",
    "内": "<=", "及之前": "<=", "以前": "<=", "之前": "<=", "前": "<=",
    "以后": ">=", "之后": ">=", "后": ">=", "左右": "=", "完成": "=", "到位": "=",
}  # fmt: skip

RATE_UNITS = {
    "%": "%", "‰": "‰", "百分比": "%", "百分点": "百分点", "个百分点": "百分点", "比例": "比例",
    "成": "成", "倍": "倍",
}  # fmt: skip
TIME_UNITS = frozenset({
    "秒", "秒钟", "分钟", "小时", "钟头", "天", "日", "工作日", "个工作日", "自然日", "周", "星期",
    "个星期", "月", "个月", "季度", "个季度", "年", "学年", "课时", "s", "min", "h", "hour",
    "hours", "day", "days", "d",
})  # fmt: skip
PERIODS = "秒|分钟|小时|天|日|周|星期|月|季度|季|半年|年|学期|班|次|旬"
QUALITATIVE_OPERATORS = frozenset({"定性", "文字", "文字描述", "描述"})

_PLACEHOLDER = re.compile(
    r"(?:[xX×＊*]{1,6}|[-—–_/\\…．.、~～]+|待填|待定|待补充|待确定|未填|暂无|暂缺|空|N/?A|n/?a)"
    r"[%个人次元项]?"
)
_SYMBOL = re.compile("|".join(re.escape(s) for s in sorted(SYMBOLS, key=len, reverse=True)))
_PREFIX = re.compile("|".join(sorted(PREFIX_WORDS, key=len, reverse=True)))
_SUFFIX = re.compile(
    "(?:" + "|".join(re.escape(s) for s in sorted(SUFFIX_WORDS, key=len, reverse=True)) + ")$"
)
_ARABIC = r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?"
_FIGURE = re.compile(rf"(?:{_ARABIC})(?P<scale>[千万亿]*)|[{CHINESE}]+")
_RANGE = re.compile(
    rf"(?P<low>{_ARABIC})(?P<unit1>[%‰]|[^\d\s,.~-]{{0,3}}?)\s*(?:-|—|–|~|至|到)\s*"
    rf"(?P<high>{_ARABIC})(?P<rest>.*)"
)
_YEAR = r"(?:(?:19|20)\d{2}|[〇○零一二三四五六七八九]{4})\s*年?度?"
_CN = "[〇零一二三四五六七八九十]"
_DATE = re.compile(
    r"(?:(?:19|20)\d{2}\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2}\s*[日号]?|\s*月(?:底|末|初|份)?)?"
    rf"|(?:{_YEAR}|当年|本年|今年|次年|年)?\s*(?:\d{{1,2}}|{_CN}{{1,3}})\s*月份?"
    rf"(?:\s*(?:\d{{1,2}}|{_CN}{{1,3}})\s*[日号]|底|末|初|中旬|上旬|下旬)?"
    rf"|(?:{_YEAR}|当年|本年度?|年度?)?\s*(?:第?[一二三四1-4](?:[、,和及至-]第?[一二三四1-4])*个?季度[初末底]?)"
    r"|(?:(?:19|20)\d{2}\s*年|当年|本年度?|年)?(?:上半年|下半年|年底|年末|年中|年内|年初|底|末)"
    rf"|{_YEAR}(?:全年|底|末|内|初)?|全年度?|年度内|全年内)"
)
_FREQUENCY = re.compile(
    rf"(?:按|每|逐|隔)(?P<every>\d*\s*(?:个)?(?:{PERIODS}|工作日))"
    rf"(?:(?:至少|不少于|完成|开展|各)?(?P<times>\d+|[{CHINESE}]+)(?P<of>[^\d,，;；]{{1,4}}?))?"
    r"(?:以上|及以上)?"
)
_HALF_YEARS = re.compile(
    rf"(?:上、?下半?年|上半年、?和?下半年)各(?P<times>\d+|[{CHINESE}]+)(?P<of>[次回场轮]?)"
)
_MONTHS = re.compile(r"(?:19|20)\d{2}[-./]\d{1,2}[-—~](?:19|20)\d{2}[-./]\d{1,2}")
_AHEAD = re.compile(
    rf"提前(?P<figure>\d+|[{CHINESE}]+)(?P<unit>个?(?:小时|工作日|天|日|周|月))(?:内|以上)?(?:完成|到位|通知|办结)?"
)
_RATE_WORDS = re.compile(rf"百分之(?P<figure>[{CHINESE}点]+|\d+(?:\.\d+)?)")
_PER = re.compile(rf"(?P<what>[^/]+)/(?P<per>(?:每)?(?:{PERIODS}))")
_BRACKETED_UNIT = re.compile(r"\(([^()]{1,10})\)$")
_COST_NAME = re.compile(r"成本|费用|金额|经费|造价|投资|支出|收入|产值|税收")
_RATE_NAME = re.compile(r"(?:率|比例|占比|比重|满意度|覆盖面)$")


def _clean(raw: str) -> str:
    """Half-width, without spaces, quotation marks and a final stop."""
    text = re.sub(r"\s+", "", half_width(raw))
    return text.strip("\"'“”;；。,，:：").strip()


def _take_operator(text: str) -> tuple[Operator | None, str]:
    """The leading operator (sign or word) and what follows it."""
    symbol = _SYMBOL.match(text)
    if symbol:
        return SYMBOLS[symbol.group(0)], text[symbol.end() :]
    word = _PREFIX.match(text)
    if word:
        return PREFIX_WORDS[word.group(0)], text[word.end() :]
    return None, text


def read_operator(text: str | None) -> Operator | None:
    """An operator that stands in its own cell: ``≥``, ``＝``, ``大于等于``; None for 定性."""
    if not text:
        return None
    operator, rest = _take_operator(_clean(text))
    return operator if not rest else None


def _decimal(figure: str) -> Decimal | None:
    scale = Decimal(1)
    while figure and figure[-1] in SCALES and figure[:1].isascii():
        scale *= SCALES[figure[-1]]
        figure = figure[:-1]
    number = parse_arabic(figure)
    if number is None:
        number = parse_chinese(figure)
    return None if number is None else number * scale


def _strip_unit(text: str) -> str:
    """``(人)`` → 人; ``人(次)`` stays."""
    text = text.strip("()[]:： ")
    return text


def _money(unit: str) -> tuple[Decimal, str] | None:
    """``万元/年`` → (10000, ``元/年``); None where it is no unit of money."""
    head, slash, per = unit.partition("/")
    scale = MONEY_UNITS.get(head)
    if scale is None or head == "人民币":
        return None
    return scale, "元" + slash + per


def _kind_of(unit: str | None, name: str | None) -> TargetKind:
    if unit is None:
        return "rate" if name and _RATE_NAME.search(name.strip()) else "count"
    if unit.split("/")[0] == "元":
        return "amount"
    if unit in RATE_UNITS.values():
        return "rate"
    if _PER.fullmatch(unit) and (
        unit.split("/")[0] in TIME_UNITS or unit.split("/")[0] in {"次", "人次", "场", "场次", "期"}
    ):
        return "frequency"
    if unit in TIME_UNITS:
        return "duration"
    return "count"


def _measured(
    raw: str, operator: Operator | None, number: Decimal, upper: Decimal | None,
    unit: str | None, name: str | None,
) -> Target:  # fmt: skip
    unit = unit or None
    if unit is not None:
        unit = RATE_UNITS.get(unit, unit)
        money = _money(unit)
        if money is not None:
            scale, unit = money
            number, upper = number * scale, upper * scale if upper is not None else None
    return Target(raw, operator or "=", number, upper, unit, _kind_of(unit, name))


def _words(raw: str, operator: Operator | None) -> Target:
    return Target(raw, operator, None, None, None, "qualitative")


def _time_value(raw: str, operator: Operator | None, text: str) -> Target | None:
    """Dates, periods and frequencies, which have no single figure with a unit."""
    if text in {"半年", "半个月", "半天", "半小时"}:
        return Target(raw, operator or "=", Decimal("0.5"), None, text[1:], "duration")
    ahead = _AHEAD.fullmatch(text)
    if ahead:
        number = _decimal(ahead.group("figure"))
        return Target(raw, operator or "=", number, None, ahead.group("unit"), "duration")
    half_years = _HALF_YEARS.fullmatch(text)
    if half_years:
        times = _decimal(half_years.group("times"))
        of = half_years.group("of") or "次"
        twice = None if times is None else times * 2
        return Target(raw, operator or "=", twice, None, f"{of}/年", "frequency")
    every = _FREQUENCY.fullmatch(text)
    if every:
        times = _decimal(every.group("times")) if every.group("times") else None
        of = every.group("of")
        unit = f"{of}/{every.group('every')}" if of else None
        return Target(raw, operator or ("=" if times else None), times, None, unit, "frequency")
    body = text
    suffix = _SUFFIX.search(body)
    closing: Operator | None = None
    if suffix and suffix.start():
        closing, body = SUFFIX_WORDS[suffix.group(0)], body[: suffix.start()]
    if _DATE.fullmatch(body):
        return Target(raw, operator or closing, None, None, None, "date")
    span = re.split(r"(?<=[\d年月日底末])(?:-|—|–|~|至|到)(?=[\d一二三四五六七八九十])", body)
    if all(_DATE.fullmatch(part) for part in span if part) and any(span):
        return Target(raw, operator or closing, None, None, None, "date")
    if len(span) == 1 and re.fullmatch(
        r"(?:19|20)\d{2}[-./]\d{1,2}[-—~](?:19|20)\d{2}[-./]\d{1,2}", body
    ):
        return Target(raw, operator or closing, None, None, None, "date")
    return None


def _rate_value(raw: str, operator: Operator | None, text: str) -> Target | None:
    found = _RATE_WORDS.match(text)
    if found is None:
        return None
    figure = found.group("figure")
    whole, _, part = figure.partition("点")
    number = _decimal(whole)
    if number is not None and part:
        tail = parse_chinese(part)
        number = None if tail is None else number + Decimal(f"0.{tail}")
    if number is None:
        return None
    suffix = _SUFFIX.search(text[found.end() :])
    closing = SUFFIX_WORDS[suffix.group(0)] if suffix else None
    return Target(raw, operator or closing or "=", number, None, "%", "rate")


def _ranged(raw: str, text: str, unit: str | None, name: str | None) -> Target | None:
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    low, high = _decimal(found.group("low")), _decimal(found.group("high"))
    rest = _strip_unit(_SUFFIX.sub("", found.group("rest")))
    if low is None or high is None or high < low or len(rest) > 8 or re.search(r"\d", rest):
        return None
    scale = Decimal(1)
    while len(rest) > 1 and rest[0] in SCALES and rest not in MONEY_UNITS:
        scale, rest = scale * SCALES[rest[0]], rest[1:]
    printed = rest or found.group("unit1") or unit
    return _measured(raw, "=", low * scale, high * scale, printed, name)


def _numbered(
    raw: str, operator: Operator | None, text: str, unit: str | None, name: str | None
) -> Target | None:
    """``120.00(人)``, ``2天以内``, ``超13万元/年``: one figure and what it counts."""
    found = _FIGURE.match(text)
    if found is None:
        return None
    figure = found.group(0)
    rest = text[found.end() :]
    chinese = figure[0] in CHINESE
    if chinese and not rest and figure not in {"零", "〇"} and unit is None and len(figure) > 3:
        return None
    number = _decimal(figure)
    if number is None:
        return None
    closing: Operator | None = None
    rest = re.sub(r"\((?:含|[\d.,]*\d%?)\)$", "", rest)
    suffix = _SUFFIX.search(rest)
    if suffix and rest != "起":
        closing, rest = SUFFIX_WORDS[suffix.group(0)], rest[: suffix.start()]
    rest = _strip_unit(re.sub(r"\(含\)", "", rest))
    if (
        re.search(r"[,，;；。、]", rest)
        or len(rest) > 8
        or re.search(r"\d", rest.replace("m2", ""))
    ):
        return None
    if chinese and (not rest and figure != "零" and unit is None):
        return None
    if chinese and rest and rest not in TIME_UNITS and not _COUNTER.fullmatch(rest):
        return None
    scaled = bool(found.group("scale")) and name is not None and _COST_NAME.search(name)
    counted = rest or unit or ("元" if scaled else None)
    column = (
        re.fullmatch(r"([万亿])(?!元)([㐀-鿿]{1,6})", counted) if counted and not rest else None
    )
    if column:  # 2.4 beside a unit of 万批次
        number, counted = number * SCALES[column.group(1)], column.group(2)
    return _measured(raw, operator or closing, number, None, counted, name)


_COUNTER = re.compile(
    r"(?:[人个名次项套件批台辆处所场期份篇条户家座间支组队块张本册类种幅面根只头枚把栋层幢亩米]"
    r"|人次|场次|车次|班次|平方米|公里|千米|公顷|吨|公斤|千克|标箱|课时|小组|支队伍|元)(?:/.{1,6})?"
)
_EMBEDDED = re.compile(
    rf"(?P<op>[≥≤<>＞＜≧≦])(?P<figure>{_ARABIC})(?P<unit>[%‰]|[^\d,，;；。、()\s]{{0,5}})"
)


def parse_target(
    raw: str,
    *,
    unit: str | None = None,
    operator: str | None = None,
    name: str | None = None,
) -> Target:
    """The target value that ``raw`` prints.

    ``unit`` and ``operator`` are the texts of their own columns, where the form has such;
    ``name`` is the indicator's, which tells a bare figure's kind (a 率 is a rate). A figure without
    an operator means ``=``; 定性 and words give ``qualitative``; XX, ``/`` and an empty cell give
    ``placeholder``. Nothing raises.
    """
    text = _clean(raw)
    if not text or _PLACEHOLDER.fullmatch(text):
        return Target(raw, None, None, None, None, "placeholder")
    cleaned_operator = _clean(operator or "")
    if cleaned_operator in QUALITATIVE_OPERATORS:
        return _time_value(raw, None, text) or _words(raw, None)
    text = text.removeprefix("定性").strip(":： ") or text
    column = read_operator(operator)
    printed, rest = _take_operator(text)
    taken = printed or column
    if printed and _PLACEHOLDER.fullmatch(rest):
        return Target(raw, taken, None, None, None, "placeholder")
    unit_text = _clean(unit or "").strip("()") or None
    if unit_text and _PLACEHOLDER.fullmatch(unit_text):
        unit_text = None
    for reading in (
        _time_value(raw, taken, rest) if unit_text is None else None,
        _rate_value(raw, taken, rest),
        _ranged(raw, rest, unit_text, name),
        _numbered(raw, taken, rest, unit_text, name),
        _time_value(raw, taken, rest),
        _time_value(raw, column, text),
    ):
        if reading is not None:
            return reading
    inside = _EMBEDDED.search(text)
    if inside and text.count(inside.group("op")) == 1:
        number = parse_arabic(inside.group("figure"))
        if number is not None:
            return _measured(
                raw, SYMBOLS[inside.group("op")], number, None, inside.group("unit"), name
            )
    return _words(raw, column if printed and not _SYMBOL.match(text) else taken)
