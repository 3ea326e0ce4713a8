"""载明的增减: a change against another year as the running text states it, and what it leads back to.

「收入预算208万元，与上年相比增加8万元」 answers 比上年多多少 by itself; reckoned back it gives the year
before: 208 − 8 = 200. The sentence must be of the very thing that is asked: of the whole where the
question names no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover, precision
from assistant.domain.figures import grouped, yuan
from assistant.domain.locator import Locator
from assistant.domain.money import parse_money
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.compose import Notes, answer, clean
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf

_FIGURE = r"(?P<{name}>\d(?:\d|[,，.．]\s?(?=\d))*\s*(?:亿|万|千)?元)"
_BEFORE = r"(?:上一?年度?|去年|(?P<year>(?:19|20)\d\d)年度?)(?:年?初?预算数?|预算|执行数?|同期)?"
_STATED = re.compile(
    rf"(?P<head>[^。；;\n]*?)(?:(?:与|和|同|较|比){_BEFORE}(?:相比|比较|相较|对比)?[，,]?[^，,。；;\n\d]{{0,4}}?"
    r"|(?<=元)[，,]\s*(?:[^，,。；;\n\d]{2,16}[，,])?)"
    r"(?:(?P<way>增加|增长|增|减少|下降|减)了?\s*"
    + _FIGURE.format(name="change")
    + r"|(?P<same>持平|相同|不变))"
)
_AMOUNT = re.compile(_FIGURE.format(name="amount"))
_LEAD = re.compile(r"^[^一-鿿a-z\d]*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．:：])?")
_GAPS = re.compile(r"(?<=[\d,.])\s+(?=[\d,.万亿千元])")
_ASKS = re.compile(
    r"(?:比|较|同|和|跟)(?:上一?年度?|去年|前一年|(?:19|20)?\d\d年度?).{0,10}(?:多|少|增|减|涨|降|高|低|变)"
    r"|(?:增加|减少|多|少)了?多少"
)
_BACK = re.compile(r"倒推|反推|倒算|往回推|往回算|推算|反算|逆推|倒着[推算]|推出|推得出|算回")
_WHOLE = re.compile(
    r"本?(?:部门|单位|单位|年度?|总的?|合计|总计|共|收入|支出|预算|安排|财政|拨款|都是|全部|均为|其中|数|的|为|是|万|元|总额|经费|一般公共预算)"
)
_OWN = re.compile(
    r"[倒反往逆]|推|一下|算|回|盘子|预算|收入|支出|总额?|合计|部门|单位|今年|本年|上年|去年|多了?|少了?|增加?|减少?|多少|比|较|万|元|钱|年"
)
_SIDES = ("收入", "支出")


@dataclass(frozen=True, slots=True)
class Stated:
    """A stated change: ``subject`` canonical, ``amount`` of its year, ``change`` with its sign.

    ``around`` is what the same line says before it.
    """

    subject: str
    year: int | None
    before: int | None
    amount: Decimal | None
    change: Decimal
    place: Locator
    around: str = ""


def stated_change(query: Query, shelf: Shelf) -> Answer | None:
    """The change that a sentence states of what is asked, or the year before reckoned from it."""
    back = bool(_BACK.search(query.text))
    if not (back or _ASKS.search(query.text)) or query.number or query.titles:
        return None
    if query.asked not in {"amount", "number", None} or not query.scopes or query.intent == "why":
        return None
    words = _words(query)
    if words is None:
        return None
    fitting = [
        one for one in _all(query, shelf) if _is_of(one, words, query) and _of_years(one, query, back)
    ]  # fmt: skip
    if not fitting:
        return None
    best = max(fitting, key=lambda one: precision(one.subject, "".join(words)) if words else 0.0)
    if not words and len({one.change for one in fitting}) > 1:
        return None  # several wholes that change in different ways
    return _before(query, best) if back else _told(query, best)


def _words(query: Query) -> tuple[str, ...] | None:
    """What the question names beyond the unit's budget as such."""
    left = [rest for c in query.content for rest in _OWN.sub("|", c).split("|") if len(rest) > 1]
    return tuple(left)


def _all(query: Query, shelf: Shelf) -> Iterator[Stated]:
    documents = dict.fromkeys(key[0] for key in query.scopes)
    for document in documents:
        held = shelf.catalogue.document(document)
        year = next((s.year for s in shelf.of_document(document) if s.year), None)
        for match in _STATED.finditer(held.text):
            change = _change(match)
            if change is None:
                continue
            head = _GAPS.sub("", match["head"])
            amounts = list(_AMOUNT.finditer(head))
            amount = parse_money(amounts[-1]["amount"]) if amounts else None
            subject = canonical(_LEAD.sub("", head[: amounts[-1].start()] if amounts else head))
            own = re.search(r"((?:19|20)\d\d)年", head)
            this = int(own[1]) if own else year
            before = int(match["year"]) if match["year"] else (this - 1 if this else None)
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield Stated(
                subject, this, before, amount.yuan if amount else None,
                change,
                held.locate(start, match.end()),
                canonical(held.text[held.text.rfind("\n", 0, match.start()) + 1 : match.start()]),
            )  # fmt: skip


def _change(match: re.Match[str]) -> Decimal | None:
    if match["same"]:
        return Decimal(0)
    change = parse_money(_GAPS.sub("", match["change"]))
    if change is None:
        return None
    return change.yuan if match["way"].startswith("增") else -change.yuan


def _is_of(one: Stated, words: tuple[str, ...], query: Query) -> bool:
    """Whether the sentence's subject is what is asked for: the whole, or just the named part."""
    side = next((side for side in _SIDES if side in query.text), None)
    subject = re.split(r"[，,：:]", one.subject)[-1] if words else one.subject
    if side is not None and side not in one.subject:
        return False
    if words:
        own = cover(words, (subject,))
        return own.covered > 1 and not cover(words, (subject, one.around)).missing
    rest = re.sub(r"(?:19|20)\d\d年?度?|[\d,.，、：:（）()“”\"]|\s", "", one.subject)
    return len(_WHOLE.sub("", rest)) <= 1 and "预算" in one.subject


def _of_years(one: Stated, query: Query, back: bool) -> bool:
    years = set(query.years)
    if back:
        return one.amount is not None and (not years or one.before in years)
    if not years:
        return True
    return one.year in years or (one.before in years and len(years) == 1)


def _told(query: Query, one: Stated) -> Answer:
    notes = Notes()
    word = "增加" if one.change > 0 else "减少"
    said = f"{word}{yuan(abs(one.change))}" if one.change else "持平，相差0元"
    lead = f"{one.year}年比{one.before}年" if one.year and one.before else ""
    text = f"{lead}**{said}**（资料载明）：{clean(one.place.quote)}{notes.mark(one.place)}。"
    return answer(query, text, notes, kind="compare")


def _before(query: Query, one: Stated) -> Answer:
    """The year before, from this year's figure and the stated change."""
    assert one.amount is not None
    notes = Notes()
    result = one.amount - one.change
    sign = "−" if one.change > 0 else "+"
    year = f"{one.before}年" if one.before else "上年"
    text = (
        f"推算{year}为**{yuan(result)}**（{grouped(one.amount)} {sign} {grouped(abs(one.change))} = "
        f"{grouped(result)}；资料未直接载明，由下列数字推得）：{clean(one.place.quote)}"
        f"{notes.mark(one.place)}。"
    )
    return answer(query, text, notes, kind="sum")
