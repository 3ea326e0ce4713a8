"""期待: what kind of passage a question waits for, told from how it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.domain.fact import Passage
from assistant.library.passages import ROW_KINDS

_AMOUNT = re.compile(
    r"多少钱|多少元|多少万|几元|几块|花了多少|预算|经费|金额|总额|资金|费用|成本|单价|万元|拨款"
)
_HOW_MUCH = re.compile(r"多少|几[个次人名套辆天年月日分块元]|目标值|指标值|多久|多长|多大|比例是")
_MEANING = re.compile(
    r"什么意思|是什么|什么叫|指什么|何谓|指的是|的含义|的定义|什么是|[怎如][么何]构成|包括哪些|包含哪些"
)
_DIGIT = re.compile(r"[0-9]|[一二三四五六七八九十百千万]+(?:日|天|年|个月|次|人|元)")
_MONEY = re.compile(
    r"[0-9](?:\s*(?:亿|万|千)?元|[0-9,，]*\.\d{2}(?!\d))|[0-9]{1,3}(?:[,，]\s?[0-9]{3})+"
)
_MEASURES = "个次人名套辆台件天年月日家户条份场处间块元"
_COUNT = re.compile(rf"(?:多少|几)([{_MEASURES}])")
_COUNTED = re.compile(rf"[0-9]\s*[(（]?([{_MEASURES}])")
_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"]{2,20})[”」』\"]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\s*年度?")
_SENTENCE = re.compile(r"[，。；：、,;:0-9]")
_INDICATOR = ROW_KINDS["indicator"]
_LABEL = 26  # characters; what is shorter and has no mark of a sentence is a heading

MISSING = -0.2  # a figure is asked for and there is none
MONEY = 0.15
TERM = 0.3
COUNTED = 0.2
QUOTED = 0.3
BARE = -0.5
INDICATOR = 0.2  # a count or a rate is asked for, and here is one that was set


@dataclass(frozen=True, slots=True)
class Expectation:
    """``amount``: money is asked for; ``figure``: any figure; ``meaning``: what a word means.

    ``counted`` are the measure words of what is counted (多少辆), ``quoted`` the words that the
    asker has put into quotation marks.
    """

    amount: bool
    figure: bool
    meaning: bool
    counted: frozenset[str] = frozenset()
    quoted: tuple[str, ...] = ()

    def adds(self, passage: Passage) -> float:
        """What a passage gains or loses by being, or not, of the kind that is waited for."""
        text, added = passage.text, 0.0
        if passage.kind == "section" or _is_label(passage):
            added += BARE
        if self.amount and _MONEY.search(text):
            added += MONEY
        elif (self.amount or self.figure) and not _DIGIT.search(text):
            added += MISSING
        elif self.figure and not self.amount and _INDICATOR in passage.path:
            added += INDICATOR
        if self.meaning and passage.kind == "term":
            added += TERM
        if self.counted & set(_COUNTED.findall(text)):
            added += COUNTED
        if any(words in text for words in self.quoted):
            added += QUOTED
        return added


def _is_label(passage: Passage) -> bool:
    """A short line without figures and marks: it names something and says nothing of it."""
    if passage.kind not in {"paragraph", "section"}:
        return False
    text = _YEAR.sub("", passage.text)
    return len(text) < _LABEL and _SENTENCE.search(text) is None


def expectation_of(question: str) -> Expectation:
    """What a question waits for. A number of a document counts for nothing here."""
    how_much = _HOW_MUCH.search(question) is not None
    return Expectation(
        how_much and _AMOUNT.search(question) is not None,
        how_much,
        _MEANING.search(question) is not None,
        frozenset(_COUNT.findall(question)),
        tuple(_QUOTED.findall(question)),
    )
