"""增减缘由: why a budget is more or less than the year before, as the running text says.

Such sentences name what changed and the reason, rarely the words of the question: 增加的主要原因：……,
比上年增加154万元，其中……. What is asked of the whole (预算、收支、盘子) needs no more than the
direction and a reason; what is asked of a part must be named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.domain.answer import Answer
from assistant.jobs.answer.bearing import Sentence, sentences_of
from assistant.jobs.answer.compose import Notes, answer
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.sentence import asked_of, evidence_of
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.stretches import is_row, of_scopes, of_text, year_holds
from assistant.jobs.answer.told import quoted

if TYPE_CHECKING:
    from assistant.search.searcher import Searcher

_UP = r"增加|增长|上升|上涨|提高|上调|增幅|多|高|大|涨"
_DOWN = r"减少|下降|降低|下调|压减|压缩|降幅|少|低|小|降"
_TOLD_UP = re.compile(r"增加|增长|上升|上涨|提高|上调|增幅|扩大")
_TOLD_DOWN = re.compile(r"减少|下降|降低|下调|压减|压缩|降幅")
_AGAINST = re.compile(
    r"(?:比|较|同比)(?:上一?年|去年|前一?年|往年|(?:19|20)?\d\d年)?|年年|逐年|一年比一年|上一?年|去年"
    r"|(?:增加|增长|上升|提高|减少|下降|压减)的?(?:主要)?(?:原因|理由|缘由|缘故)|为(?:什么|何|啥)(?:会|要)?(?:增加|增长|上升|提高|减少|下降|压减|涨|降)"
)
_WHOLE = re.compile(
    r"预算|收支|收入|支出|盘子|经费|总额|总量|总数|规模|资金|年初|执行|数|金额|费用|钱|投入"
)
_MORE = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_GIVES = re.compile(
    r"(?P<named>原因|系[因由]|由于|因为|主要[是系因由受])|(?<=[，,；;])其中|所致|因[^此而公故]"
)
_WITH = re.compile(r"与.{0,12}(?:相比|比较)|比.{1,8}年|较.{1,8}年|同比|\d\s*万?元")


def trend_answer(query: Query, shelf: Shelf, searcher: Searcher | None) -> Answer | None:
    """The sentence that tells why there is more, or less; None where none tells it."""
    more = _MORE.search(query.text)
    if more is None or not _AGAINST.search(query.text):
        return None
    asked = asked_of(query, shelf, frozenset())
    told = _TOLD_UP if more["up"] else _TOLD_DOWN
    parts = [
        word for word in asked.gist.musts
        if not _WHOLE.search(word.text) and not _MORE.search(word.text) and not word.text.isdigit()
    ]  # fmt: skip
    if not query.scopes and not parts:
        return None
    found = [
        *of_scopes(asked, shelf),
        *of_text(asked, shelf, searcher, frozenset(), f"{query.question} 与上年预算相比 主要原因"),
    ]
    best: tuple[float, Sentence] | None = None
    for one in sentences_of(found):
        stretch = one.stretch
        lawful = stretch.passage is not None and stretch.passage.kind == "article"
        if lawful or is_row(stretch) or not told.search(one.text):
            continue
        if not year_holds(query, one.said, stretch.scope, stretch.passage):
            continue
        gives = _GIVES.search(one.text)
        names = stretch.scope.names if stretch.scope else ""
        around = "\n".join((one.said, stretch.near, stretch.heads, names))
        if gives is None or not all(word.held(around) for word in parts):
            continue
        worth = _worth(query, one, told, named=gives["named"] is not None)
        if best is None or worth > best[0]:
            best = worth, one
    if best is None:
        return None
    notes = Notes()
    return answer(query, quoted(evidence_of(best[1], best[0]), notes), notes)


def _worth(query: Query, one: Sentence, told: re.Pattern[str], *, named: bool) -> float:
    """Sentences of the year, of the whole, that name a reason, stand before others."""
    other = _TOLD_DOWN if told is _TOLD_UP else _TOLD_UP
    near = f"{one.stretch.near}\n{one.text}"
    said = (f"{year}年" in one.text for year in query.years)
    return (
        (1.0 if named else 0.0)
        + (0.6 if "原因" in one.text else 0.0)
        + (0.5 if any(said) else 0.0)
        + (0.4 if _WITH.search(near) else 0.0)
        + (0.3 if re.search(r"预算|收入|支出", near) else 0.0)
        - (0.6 if other.search(one.text) else 0.0)
        - len(one.said) / 400
    )
