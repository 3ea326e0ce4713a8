"""相像: whether two names speak of the same thing (特保人员聘用人数, 特种保安经费)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.domain.lexicon import DRAFTING, folded

SAME_THING = tuple((word, row[0]) for row in folded(DRAFTING) for word in row[1:])
"""Words for one thing, the common word last (``domain/lexicon.txt``)."""

_GENERIC = re.compile(
    r"人员|聘用|人数|成本|经费|费用|服务|项目|单位|次数|个数|数量|标准|开展|完成|活动|管理|专项|工作"
    r"|运行|发放|购买|控制|金额|支出|资金|投保|保障|及时性|及时率|达标率|合规率|合格率|队伍|办理|采购|单次"
    r"|新增|参与|实际|年度|全年"
)
"""Words that nearly every name carries: they do not tell two things apart."""

_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?度?")
_NOISE = re.compile(r"[\s\W_]+")


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """The name without spaces, marks and years, with one word for one thing."""
    text = _NOISE.sub("", _YEAR.sub("", unicodedata.normalize("NFKC", name)))
    for word, common in SAME_THING:
        text = text.replace(word, common)
    return text


@lru_cache(maxsize=4096)
def core_name(name: str) -> str:
    """The words of a name that tell it from its neighbours; the plain name where none remain."""
    plain = plain_name(name)
    core = re.sub(r"[数率费额性度个]$", "", _GENERIC.sub("", plain))
    return core if len(core) >= 2 else plain


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


def _dice(a: str, b: str) -> float:
    left, right = _pairs(a), _pairs(b)
    return 2 * len(left & right) / (len(left) + len(right))


@lru_cache(maxsize=65536)
def likeness(a: str, b: str) -> float:
    """0 (nothing in common) … 1 (the same name)."""
    left, right = plain_name(a), plain_name(b)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    core_a, core_b = core_name(a), core_name(b)
    score = max(_dice(left, right), 0.95 * _dice(core_a, core_b))
    short, long = sorted((core_a, core_b), key=len)
    if len(short) >= 2 and short in long:
        score = max(score, 0.6 + 0.35 * len(short) / len(long))
    return min(score, 0.99)


@lru_cache(maxsize=1024)
def plain_project(name: str) -> str:
    """A project's name without the words that offices add or leave off."""
    text = plain_name(name)
    return re.sub(r"(?:专项|工作|项目|经费|费用|费)+$", "", text) or text


def same_project(a: str, b: str) -> bool:
    """True where the two names differ only in what offices add or leave off."""
    return plain_project(a) == plain_project(b)
