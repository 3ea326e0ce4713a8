"""名称比对: whether two names speak of the same thing.

A name is reduced to its core (years, instalments and the words that every indicator or budget
line carries are taken off), the core to its pairs of characters. 特种保安 and 特保 meet through
the abbreviation that the heads of its words make.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.domain.lexicon import CHECKING, folded

SYNONYMS: tuple[tuple[str, str], ...] = tuple(
    (word, row[0]) for row in folded(CHECKING) for word in row[1:]
)
"""Accepted pairs of the field (``domain/lexicon.txt``): compared as one."""

_YEAR = re.compile(r"(?:19|20)\d{2}\s*[-—–~至]?\s*(?:(?:19|20)\d{2})?\s*年?度?")
_NOTE = re.compile(r"[（(][^）)]{0,20}[）)]")
_NOT_HAN = re.compile(r"[^㐀-鿿A-Za-z0-9]+")
GENERIC = re.compile(
    r"尾款|首付款|预付款|质保金|专项经费|经费|服务费|费用|成本|控制率|控制数|单价|金额|资金|补贴"
    r"|聘用人数|人数|人次|数量|次数|个数|套数|户数|场次|天数|台数|家数|份数|总数"
    r"|完成率|达标率|合格率|合规率|覆盖率|覆盖数|覆盖面|到位率|到岗率|准确率|及时率|及时性|时效性|提升率|有效率|完好率"
    r"|规范性|有效性|健全性|稳定性|安全性|准确性|全面性|完整性|满意度|知晓率|投诉率|发生率|故障率"
    r"|完成情况|执行情况|情况|水平|程度|能力|效果|质量|时间|时长|期限"
    r"|项目|工作|服务|管理|活动|开展|专项|聘用|聘请|购买|采购|人员|发放|标准|单位|单次|运行|保障|组织|实施"
    r"|完成|达标|合格|合规|及时|提升|提高|改善|加强|确保|落实|推进|推动|建设|队伍|机构|资质|考核|年度|全年|本年"
    r"|制作|购置|印制|配备|租赁|安装|更换|街道|社区|办事处|相关|其他|各类|日常|综合|等"
)
"""Words that a name carries whatever it is about."""


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """``text`` with accepted synonyms unified and without blanks."""
    text = re.sub(r"\s+", "", text)
    for word, one in SYNONYMS:
        if word in text:
            text = text.replace(word, one)
    return text


@lru_cache(maxsize=8192)
def segments(name: str) -> tuple[str, ...]:
    """The pieces of a name that say what it is about; the whole name where nothing else is left."""
    text = _YEAR.sub(" ", _NOTE.sub(" ", normal(name)))
    text = _NOT_HAN.sub(" ", text)
    pieces = tuple(p for p in GENERIC.sub(" ", text).split() if p)
    pieces = tuple(p.rstrip("费率数性度") if len(p) > 2 else p for p in pieces)
    long = tuple(p for p in pieces if len(p) >= 2)
    return long or tuple(p for p in _NOT_HAN.sub(" ", normal(name)).split() if len(p) >= 2)


@lru_cache(maxsize=8192)
def core(name: str) -> str:
    """The segments joined: what a name is about."""
    return "".join(segments(name))


@lru_cache(maxsize=8192)
def pairs(name: str) -> frozenset[str]:
    """Pairs of characters of the segments, and the abbreviations of their four-character words."""
    found: set[str] = set()
    for piece in segments(name):
        found.update(piece[i : i + 2] for i in range(len(piece) - 1))
    return frozenset(found)


@lru_cache(maxsize=8192)
def abbreviation(name: str) -> str | None:
    """反恐演练 → 反演, 特种保安 → 特保: heads of the two words of a four-character name."""
    text = core(name)
    return text[0] + text[2] if len(text) == 4 else None


@lru_cache(maxsize=65536)
def overlap(one: str, other: str) -> float:
    """Shared pairs over the smaller set: 1 where one name's core is within the other's."""
    a, b = pairs(one), pairs(other)
    if not a or not b:
        return 0.0
    return len(a & b) / min(len(a), len(b))


@lru_cache(maxsize=65536)
def related(one: str, other: str) -> bool:
    """Whether two names are about the same thing."""
    if overlap(one, other) >= 0.34:
        return True
    return any(
        short is not None and len(pairs(long)) <= 2 and short in core(long)
        for short, long in ((abbreviation(one), other), (abbreviation(other), one))
    )


def mentioned(
    name: str, text: str, share: float = 0.4, without: frozenset[str] = frozenset()
) -> bool:
    """Whether ``text`` (already ``normal``) speaks of the thing that ``name`` names.

    Pairs of ``without`` (those of other things) do not count where the name has others.
    """
    wanted = (pairs(name) - without) or pairs(name)
    if not wanted:
        return True
    hits = sum(1 for pair in wanted if pair in text)
    short = abbreviation(name)
    return hits / len(wanted) >= share or (short is not None and short in text)
