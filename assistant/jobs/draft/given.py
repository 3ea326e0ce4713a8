"""给定: what the person gives, as values; and a sentence of chat as (名称, 值) pairs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.domain.declaration import Declaration
from assistant.domain.locator import Locator
from assistant.domain.money import UNITS
from assistant.domain.numerals import CHINESE, half_width, parse_number
from assistant.domain.shapes import plain
from assistant.domain.target import PREFIX_WORDS, SYMBOLS, Operator
from assistant.errors import DraftError
from assistant.jobs.draft.likeness import core_name, likeness, plain_name

GIVEN = "given"
"""The id of the text that given figures are quoted from: one 名称=值 a line."""

DROP = frozenset({"取消", "删除", "不再安排", "不再开展", "停止", "无"})
KEEP = frozenset({"不变", "同上年", "与上年相同", "按上年", "沿用"})
_UP = "增加|新增|增|提高|上调|上涨|上升|涨|多|加|扩大|扩"
_DOWN = "减少|减|降低|下调|下降|压减|削减|少|缩减|砍"
_SET = (
    "增加到|增加至|增至|增到|提高到|提高至|上调到|上调至|上涨到|涨到|涨至|上升到|上升至|调整为|调整到|调整至|调到|调至|调为"
    "|改为|改成|改到|减少到|减少至|减至|减到|降低到|降低至|降到|降至|下调到|下调至|压减到|压减至|变为|变成|定为|设为|定在|达到"
    "|加到|加至|扩大到|扩大至|扩到|扩至|增长到|增长至|缩减到|缩减至|缩到|缩至|压到|压至|砍到|砍至|放到|放至"
    "|应为|按|为|是|到|至|=|：|:"
)
_FIGURE = rf"(?:\d[\d,]*(?:\.\d+)?|[{CHINESE}]+)"
_VALUE = re.compile(
    rf"^(?P<number>[-−]?{_FIGURE})\s*(?P<scale>[万亿千]?)\s*(?P<unit>[^\d\s，,。；;]{{0,8}})$"
)
_CLAUSE = re.compile(r"[，,；;。！!\n]+(?!\d{3}\b)")
_SENTENCE = re.compile(
    rf"^(?P<subject>.+?)(?:的)?(?:从|由)?(?:(?<=[从由]){_FIGURE}\S{{0,6}}?)?\s*(?:{_SET})\s*"
    rf"(?P<value>[≥≤<>]?\s*[-−]?{_FIGURE}\s*[万亿千]?[^\d\s，,。；;、]{{0,8}})$"
)
_CHANGE = re.compile(
    rf"^(?P<subject>.+?)(?:的)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?\s*"
    rf"(?P<value>{_FIGURE}\s*[万亿千]?[^\d\s，,。；;、到至]{{1,8}})$"
)
_BARE = re.compile(
    r"^(?P<subject>[^\d]{2,30}?)\s*(?P<value>[≥≤]?\s*\d[\d,]*(?:\.\d+)?\s*[万亿千]?(?:元|[^\d\s，,。；;、]{1,3}))$"
)
_KEPT = re.compile(
    r"^(?P<subject>.*?)(?P<what>单价|价格|标准|人数|数量|金额|经费|成本|费用)?(?:保持|维持)?不变$"
)
_DROPPED = re.compile(r"^(?:取消|删除|不再安排|不再开展|停止)(?P<a>.+)$|^(?P<b>.+?)(?:取消|不再安排|不再开展)了?$")  # fmt: skip
_LEAD = re.compile(
    r"^(?:请|把|将|让|帮我|麻烦|明年|今年|来年|(?:20\d{2})年度?(?!.{0,3}(?:执行|年初|调整后|调整预算|决算))|其中|并且|并|同时|另外|且|而|但|再)+"
)
_PRICE = re.compile(r"(?:的)?(?:单价|价格|每人标准|人均标准|人均|每人)$")


TOTALS = frozenset(
    plain_name(word)
    for word in (
        "总额",
        "预算总额",
        "总预算",
        "项目预算",
        "预算金额",
        "项目总预算",
        "当年预算",
        "合计",
        "金额合计",
        "年度资金申请总额",
        "项目资金总额",
        "项目预算申报金额",
        "申报金额",
        "资金总额",
        "年度预算",
    )
)
"""Names of the amount that is declared for the year."""
EXECUTION = re.compile(
    r"^(20\d{2})\s*年?的?(年初预算|调整后预算|调整预算|预算执行率|执行率|执行金额|实际执行|执行数|决算数|执行)$"
)
"""A year's figure of the execution table."""


@dataclass(frozen=True, slots=True)
class GivenValue:
    """One given value. ``relative`` is ``by`` (+10人), ``percent`` (+5%) or None (absolute).

    ``number`` is None for words. ``unit`` as given; money is in yuan when a unit of money was
    given, and ``unit`` is then 元 (or 元/人).
    """

    name: str
    raw: str
    number: Decimal | None
    unit: str | None
    operator: Operator | None
    relative: Literal["by", "percent"] | None
    locator: Locator

    @property
    def is_money(self) -> bool:
        """True where a unit of money was given."""
        return bool(self.unit) and (self.unit or "").startswith("元")

    def applied(self, old: Decimal | None) -> Decimal | None:
        """The new number, from last year's where the given is relative."""
        if self.number is None or self.relative is None:
            return self.number
        if old is None:
            raise DraftError(f"“{self.name}={self.raw}”是增减，但上年没有数值可作基数")
        change = old * self.number / 100 if self.relative == "percent" else self.number
        if old + change < 0:
            raise DraftError(f"“{self.name}={self.raw}”减去后成了负数（上年 {plain(old)}）")
        return old + change

    def told(self, old: Decimal | None) -> str:
        """How the new number comes about: the given itself, or the sum where it is relative."""
        new = self.applied(old)
        if self.relative is None or old is None or self.number is None or new is None:
            return f"给定：{self.raw}"
        if self.relative == "percent":
            return f"给定 {self.raw}：{plain(old)} × {plain(1 + self.number / 100)} ＝ {plain(new)}"
        sign = "＋" if self.number >= 0 else "－"
        return f"给定 {self.raw}：{plain(old)} {sign} {plain(abs(self.number))} ＝ {plain(new)}"


def given_text(given: tuple[tuple[str, str], ...]) -> str:
    """The text that locators of given figures point into."""
    return "\n".join(f"{name}={value}" for name, value in given)


def read_given(given: tuple[tuple[str, str], ...]) -> tuple[GivenValue, ...]:
    """The given pairs as values with their places. Raises DraftError for contradictory ones."""
    found: list[GivenValue] = []
    seen: dict[str, str] = {}
    at = 0
    for name, value in given:
        line = f"{name}={value}"
        locator = Locator(GIVEN, "给定数据", None, at, at + len(line), line)
        at += len(line) + 1
        key = plain_name(name)
        if not key:
            raise DraftError(f"给定数据“{line}”缺少名称")
        if key in seen and seen[key] != value.strip():
            raise DraftError(f"“{name}”给了两个不同的值：{seen[key]} 和 {value.strip()}")
        if key in seen:
            continue
        seen[key] = value.strip()
        found.append(parse_value(name.strip(), value.strip(), locator))
    return tuple(found)


def parse_value(name: str, raw: str, locator: Locator) -> GivenValue:
    """``130人``, ``≥20``, ``+5%``, ``877.5万元``, ``不变``, or words. Raises DraftError."""
    text = half_width(raw).strip()
    operator: Operator | None = None
    for sign in sorted([*SYMBOLS, *PREFIX_WORDS], key=len, reverse=True):
        if text.startswith(sign):
            operator = SYMBOLS.get(sign) or PREFIX_WORDS[sign]
            text = text[len(sign) :].strip()
            break
    relative: Literal["by", "percent"] | None = None
    if text[:1] in "+-−" and len(text) > 1:
        relative = "by"
    match = _VALUE.match(text.lstrip("+").replace("(", "").replace(")", ""))
    number = parse_number(match["number"].replace("−", "-")) if match else None
    if match is None or number is None or _is_date(match):
        return GivenValue(name, raw, None, None, operator, None, locator)
    unit = (match["scale"] + match["unit"]).strip() or None
    if relative and unit == "%":
        return GivenValue(name, raw, number, unit, operator, "percent", locator)
    head, slash, per = (unit or "").partition("/")
    head = {"万": "万元", "亿": "亿元"}.get(head, head)
    if head in UNITS:
        number, unit = number * UNITS[head], "元" + slash + per
    elif match["scale"]:
        number *= {"千": 1000, "万": 10_000, "亿": 100_000_000}[match["scale"]]
        unit = match["unit"].strip() or None
    if number < 0 and relative is None:
        raise DraftError(f"“{name}={raw}”不能是负数")
    return GivenValue(name, raw, number, unit, operator, relative, locator)


def _is_date(match: re.Match[str]) -> bool:
    """True for 十一月底前, 一年: words of time and no number."""
    return match["unit"][:1] in {"月", "日", "季", "年"} and not match["number"].isascii()


def parse_given(text: str, declaration: Declaration) -> tuple[tuple[str, str], ...]:
    """A sentence of chat as given pairs: 「特保增加到130人，单价不变」.

    Names are those of the declaration's indicators and budget lines. Clauses that give nothing are
    left out; the caller shows what was understood before it is accepted. Raises DraftError where a
    name fits nothing or more than one thing.
    """
    found: list[tuple[str, str]] = []
    last: str | None = None
    for clause in _CLAUSE.split(half_width(text).replace(",000", "000")):
        pair = _clause(_LEAD.sub("", clause.strip()), last)
        if pair is None:
            continue
        name, value = pair
        resolved = _resolve(name, value, declaration)
        found.append((resolved, value))
        last = resolved.removesuffix(".单价")
    return tuple(found)


def _clause(clause: str, last: str | None) -> tuple[str, str] | None:
    """One clause as (name, value) with the name as spoken; ``last`` is what was spoken of before."""
    if not clause:
        return None
    kept = _KEPT.match(clause)
    if kept:
        subject = kept["subject"] or last or ""
        suffix = ".单价" if kept["what"] in {"单价", "价格", "标准"} else ""
        spoken = bool(kept["subject"]) or bool(suffix)
        return (subject + suffix, "不变") if subject and spoken else None
    dropped = _DROPPED.match(clause)
    if dropped:
        return (dropped["a"] or dropped["b"]).strip(), "取消"
    stated = _SENTENCE.match(clause)
    if stated:
        return _spoken(stated["subject"], last), stated["value"].replace(" ", "")
    changed = _CHANGE.match(clause)
    if changed:
        sign = "+" if changed["up"] else "-"
        return _spoken(changed["subject"], last), sign + changed["value"].replace(" ", "")
    bare = _BARE.match(clause)
    return (_spoken(bare["subject"], last), bare["value"].replace(" ", "")) if bare else None


def _spoken(subject: str, last: str | None) -> str:
    """The subject; a bare 单价 is that of what was spoken of before."""
    name = subject.strip(" ，的:：从由")
    if _PRICE.search(name):
        owner = _PRICE.sub("", name) or last or ""
        return f"{owner}.单价" if owner else name
    return name


def _resolve(name: str, value: str, declaration: Declaration) -> str:
    """The declaration's own name for what was spoken of. Raises DraftError."""
    if plain_name(name) in TOTALS or EXECUTION.match(name):
        return name
    owner, dot, field = name.partition(".")
    suffix = dot + field
    unit = re.sub(rf"^[-+≥≤<>\s]*{_FIGURE}", "", value).strip("（）() ")
    money = bool(re.match(r"[万亿千百]*元|[万亿]$", unit))
    counted = [i.name for i in declaration.indicators
               if not money and unit and i.target.unit in _same_measure(unit)]  # fmt: skip
    named = [i.name for i in declaration.indicators]
    lines = [row.item for row in declaration.budget_lines]
    groups = [row.group for row in declaration.budget_lines if row.group]
    if owner in named or (owner in {*lines, *groups} and not counted):
        return name
    order = [counted, [*lines, *groups], named] if not money else [[*lines, *groups], named]
    for names in order:
        best = best_names(owner, names)
        if len(best) == 1:
            return best[0] + suffix
        if len(best) > 1:
            raise DraftError(f"“{owner}”可以指：{'、'.join(best[:5])}，请说得具体些")
    raise DraftError(f"上年申报中没有与“{owner}”对应的指标或预算明细")


def _same_measure(unit: str) -> frozenset[str]:
    for family in (
        frozenset("人名位员"),
        frozenset("次场回"),
        frozenset("个家处座"),
        frozenset({"%", "％"}),
    ):
        if unit in family:
            return family
    return frozenset({unit})


def best_names(wanted: str, names: list[str]) -> list[str]:
    """The names that ``wanted`` may mean: exact, else those that contain it, else the most alike."""
    unique = list(dict.fromkeys(names))
    plain = plain_name(wanted)
    exact = [n for n in unique if n == wanted] or [n for n in unique if plain_name(n) == plain]
    if exact:
        return exact[:1] if len({plain_name(n) for n in exact}) == 1 else exact
    holding = [n for n in unique if plain and plain in plain_name(n)]
    if holding:
        closest = max(likeness(wanted, n) for n in holding)
        return [n for n in holding if likeness(wanted, n) > closest - 0.06]
    if "尾款" not in wanted:
        unique = [n for n in unique if "尾款" not in n]
    head = core_name(wanted)  # the head of a Chinese name stands last
    scored = sorted(
        ((likeness(wanted, n) + (0.12 if head.endswith(core_name(n)) else 0), n) for n in unique),
        reverse=True,
    )
    if not scored or scored[0][0] < 0.6:
        return []
    return [n for score, n in scored if score > scored[0][0] - 0.06]
