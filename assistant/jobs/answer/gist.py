"""要旨: the words of a question that an answer in running text must account for, each weighed.

Rare words tell what a question is about, frequent ones little: a word's weight falls with its
frequency in the language (``language``). A name, a noun, a rare verb *must* be accounted for: where
a source lacks one of them it does not answer. Other words count towards the choice. What is asked
of a thing (期限、条件) helps, but sources often say it without the word.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from assistant.domain.coverage import abbreviates, marked
from assistant.domain.synonyms import SYNONYMS, canonical
from assistant.jobs.answer.language import Word, cut
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.wording import JOINING, SOFT, STAGES

_FUNCTION = frozenset("rpcuyeoqfhkxwgm")
"""jieba's classes that join, point or count."""
_NAMING = frozenset("njilb")
_COMMON_VERB = 900
"""Occurrences from which a verb is often another word for what the source says (拿来, 审核)."""
_COMMON_NOUN = 25_000
"""Occurrences from which a noun of one character (人, 事) is often part of another word."""
_RARE = 300
"""Occurrences below which any single character tells something, a slip of the keyboard too."""
_REACH = 5
"""Characters within which a verb's two stand apart: 收费 in 收取任何费用, 加罚 in 加处罚款."""
_ASKS = re.compile(
    r"[谁啥咋哪几]|什么|怎么|怎样|多少|多久|多长|多大|如何|为何|为什么|何时|是否|能否|吗$"
)
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+[届期批次版轮号]")
_PHASE = re.compile(
    r"^.(?:下来|起来|出来|上来|过来|下去|上去|过去|完|好|到|掉|过|给|成|走)$|^[是在]..?$|没有"
)
"""A single verb with how far it goes: 批下来, 办好."""
_ALL = 60_000_000
_ASPECT = 0.25
_SAYING = 1.2
"""The weight from which words without a name among them say what a question is about."""
_SINGLE = 0.3
_FUZZY = 0.75
_NOT = "不"
_MEASURES = {
    "年龄": re.compile("岁"),
    "岁数": re.compile("岁"),
    "面积": re.compile("平方|公顷|亩"),
    "学历": re.compile("学历|初中|高中|大专|本科"),
    "里程": re.compile("公里|千米"),
    "长度": re.compile("公里|千米|米"),
    "处罚": re.compile("罚款|拘留|警告|吊销|没收|拘役|徒刑|责令"),
    "罚": re.compile("罚款|拘留|警告|吊销|没收|拘役|徒刑|责令|扣"),
    "后果": re.compile("责令|罚|承担|赔偿|支付|退回"),
    "重量": re.compile("吨|公斤"),
}
"""Properties that a text gives without naming them: 年满18周岁."""
_BODIES = frozenset("所院校厂店站馆局社处室会")
_NUMERALS = frozenset("一二两三四五六七八九十几")
_CHARGE = frozenset(
    ("负责", "承担", "管理", "进行", "具体", "提供", "组织", "实施", "保证", "派来")
)
"""What any body does that is named for an act."""
_TIMES = frozenset("天日年月周季号次个")
_DENYING = frozenset(("不", "没", "未", "没有"))
_ALTERNATIVE = re.compile(r"(.)[不没]\1|有没有|[没不]$")
"""是不是, 能不能: asks and denies nothing."""
_NEGATES = re.compile(r"[不未无没非否免禁]")
_MEASURED = re.compile(
    r"(?:多少|几|哪[一二两三几]?|那|这|每)(?:[名位台套辆条家所处次场起支件份艘只间户本吨](?=[一-鿿])|个(?=[一-鿿])|工作日)"
)
_LITTLE = frozenset(
    ("专门", "手头", "照", "地方", "情况", "口径", "工作日", "区级", "市级", "省级", "县级", "省里", "市里",
     "区里", "县里", "上级", "时候", "里头", "那头", "一般", "大概", "怎么办", "的话", "话", "号", "事", "符合", "满足", "具备", "指", "情形", "阶段", "行")
)  # fmt: skip
"""What the dictionary calls a name, and says little in a question all the same."""
_EVERYWHERE = 33_000
"""Occurrences from which a noun (企业, 问题) is one of many words for the same."""
_EVERY_VERB = 20_000
_TOTAL = re.compile(r"(?<=[一-鿿]{2})(?:总计|合计|总额|总数)$")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word with its weight; ``must`` where no answer may lack it."""

    text: str
    weight: float
    must: bool
    verb: bool = False
    """A verb, for which sources often have another."""

    def held(self, text: str) -> float:
        """How far a canonical text has the word: 1 as it is, less where in parts, 0 not."""
        word = self.text
        measured = _MEASURES.get(word)
        if measured is not None and measured.search(text):
            return 1.0
        if word == _NOT:
            return 1.0 if _NEGATES.search(text) else 0.0
        if word.isascii() and word[0].isdigit():
            return 1.0 if re.search(rf"(?<![\d.]){re.escape(word)}(?![\d.])", text) else 0.0
        if word in text:
            return 1.0
        if self.verb:
            return self._apart(text)
        if len(word) < 3:
            return 0.0
        share = sum(marked(word, (text,))) / len(word)
        if share >= _FUZZY:
            return share * 0.9
        return 0.7 if abbreviates(word, text) else 0.0

    def _apart(self, text: str) -> float:
        """A verb whose characters stand near each other, or one of which another verb has."""
        first, last = self.text[0], self.text[-1]
        at = text.find(first)
        while at >= 0:
            if last in text[at + 1 : at + _REACH + 1]:
                return 0.7
            at = text.find(first, at + 1)
        return 0.0


@dataclass(frozen=True, slots=True)
class Gist:
    """The words; ``aspects`` are what is asked of the thing."""

    words: tuple[Weighed, ...]
    aspects: tuple[Weighed, ...]

    @property
    def total(self) -> float:
        """The sum of the weights."""
        return sum(word.weight for word in self.words)

    @property
    def speaks(self) -> bool:
        """Whether the words say what is asked about: a name among them, or several words."""
        said = [word for word in self.words if not word.text.isdigit()]
        return any(w.must for w in said) or sum(w.weight for w in said) >= _SAYING

    @property
    def musts(self) -> tuple[Weighed, ...]:
        """The words that no answer may lack."""
        return tuple(word for word in self.words if word.must)


def gist_of(query: Query, shelf: Shelf) -> Gist:
    """The gist of a question; the names that restrict it to declarations are left out."""
    text = _MEASURED.sub("|", query.spoken)
    for name in (*query.named_units, *query.named_projects) if query.scopes else ():
        text = text.replace(name, "|")
    names = known_names(shelf) | STAGES.intersection(query.content)
    words = {found: Weighed(found, 0.8, True) for found in _ORDINAL.findall(text)}
    aspects: dict[str, Weighed] = {}
    denied = False
    for word in _cut(_ORDINAL.sub("", text), names):
        denied = denied or word.text in _DENYING
        if word.text in STAGES and word.text in names:
            words[word.text] = Weighed(word.text, 1.0, True)
        elif _ASKS.search(word.text):
            continue
        elif word.text in SOFT:
            aspects.setdefault(word.text, Weighed(word.text, _ASPECT, False))
        elif word.text not in JOINING:
            weighed = _weighed(word, shelf)
            if weighed is not None:
                words.setdefault(word.text, weighed)
    if query.asked == "who":  # who approves is not who keeps: what is done must be said too
        words = {text: _acted(word) for text, word in words.items()}
    if denied and not _ALTERNATIVE.search(query.question):
        words[_NOT] = Weighed(_NOT, 0.5, True)
    words |= _unread(query, (*words, *aspects))
    if not words:
        words = {text: replace(word, weight=0.5) for text, word in aspects.items()}
    return Gist(tuple(words.values()), tuple(aspects.values()))


def _acted(word: Weighed) -> Weighed:
    little = word.text in _LITTLE or word.text in _CHARGE or _PHASE.match(word.text) is not None
    act = word.verb and len(word.text) > 1 and not little
    return replace(word, must=True) if act else word


def _cut(text: str, names: frozenset[str]) -> Iterator[Word]:
    for part in re.split(r"[|\s]+", text):
        yield from whole(cut(part, names))


def _unread(query: Query, read: tuple[str, ...]) -> dict[str, Weighed]:
    """Words of the question that the dictionary takes for particles: 等次."""
    joined = "".join(read)
    return {
        chunk: Weighed(chunk, 0.8, True)
        for chunk in query.content
        if len(chunk) > 1
        and chunk not in joined
        and chunk[0] not in _NUMERALS
        and not any(word in chunk for word in read)
    }


@cache
def _synonyms() -> frozenset[str]:
    return frozenset(canonical(row[0]) for row in SYNONYMS)


def known_names(shelf: Shelf) -> frozenset[str]:
    """Names that a question is not cut within: terms, units, what synonyms stand for."""
    terms = {e.key for e in shelf.entries if e.kind == "term" and 1 < len(e.key) <= 8}
    return frozenset(terms | set(shelf.aliases) | _synonyms())


def whole(words: Iterable[Word]) -> list[Word]:
    """Single characters of no common word put together: 浦、锦 are one name."""
    done: list[Word] = []
    for word in words:
        before = done[-1] if done else None
        if before is not None and (
            (_part_of_name(before) and _part_of_name(word)) or _named_body(before, word)
        ):
            done[-1] = Word(before.text + word.text, "nz", 0)
        else:
            done.append(word)
    return done


def _named_body(left: Word, right: Word) -> bool:
    """律所, 商会: a noun of one character before what bodies are called by."""
    noun = len(left.text) == 1 and left.flag[0] == "n" and left.text not in JOINING
    return noun and right.text in _BODIES


def _part_of_name(word: Word) -> bool:
    unknown = word.flag == "nz" and word.frequency == 0
    rare = len(word.text) == 1 and word.frequency < 500 and not word.text.isascii()
    return word.text not in JOINING and (unknown or rare)


def _weighed(word: Word, shelf: Shelf) -> Weighed | None:
    """The word's weight and whether it must be found; None for words that only join."""
    text, kind = _TOTAL.sub("", word.text), word.flag
    if kind == "m" and text[0].isdigit():
        return Weighed(text, 0.8, True)
    if kind == "q" and len(text) == 1 and text not in _TIMES:  # 批 is a measure, and short for 批准
        return Weighed(text, _SINGLE, False)
    if kind[0] in _FUNCTION and kind != "zg":
        return None
    weight = _weight(word)
    if len(text) == 1:
        noun = (kind[0] in _NAMING or kind == "zg") and word.frequency < _COMMON_NOUN
        noun = noun or kind == "b" or word.frequency < _RARE
        if text in "不没未" or text in _LITTLE:
            return None
        return Weighed(text, max(_SINGLE, weight * 0.6) if noun else _SINGLE, noun)
    if text in _LITTLE:
        return Weighed(text, _SINGLE, False)
    if kind[0] in _NAMING or kind in {"vn", "eng"}:
        return Weighed(text, weight, word.frequency < _EVERYWHERE, kind == "vn")
    if kind == "v":
        held = text in shelf.all_names and word.frequency < _EVERY_VERB
        must = word.frequency < _COMMON_VERB or held
        return Weighed(text, weight, must and not _PHASE.match(text), True)
    if kind in {"d", "ad"} and word.frequency >= 2000:
        return None
    return Weighed(text, weight * 0.7, False)


def _weight(word: Word) -> float:
    rarity = math.log10(_ALL / (word.frequency + 1))
    return min(max((rarity - 2.5) / 3, 0.15), 1.2)
