"""发文机关: who stands behind a 机关代字, and how sure that is.

Certainty: ``certain`` (spelled out in a public document), ``near-certain``, ``inferred`` (from the
position grammar of 代字: 地域 + 系统 + 下级地域 + 文种), ``unknown``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.domain.answer import Issuer

CODES: dict[str, tuple[str, str]] = {
    "闵综治办": ("闵行区社会治安综合治理委员会办公室", "certain"),
    "沪公行规": ("上海市公安局", "certain"),
    "沪公发": ("上海市公安局", "certain"),
    "沪公闵发": ("上海市公安局闵行分局", "near-certain"),
    "沪公闵函": ("上海市公安局闵行分局", "near-certain"),
    "闵委政": ("中共上海市闵行区委政法委员会", "inferred"),
    "闵反恐办": ("闵行区反恐怖工作领导（协调）小组办公室", "inferred"),
    "闵禁毒委": ("闵行区禁毒委员会", "inferred"),
    "沪禁毒委": ("上海市禁毒委员会", "inferred"),
    "沪禁毒办": ("上海市禁毒委员会办公室", "inferred"),
    "沪委发": ("中共上海市委、上海市人民政府", "certain"),
    "沪府发": ("上海市人民政府", "certain"),
    "沪府办发": ("上海市人民政府办公厅", "certain"),
    "沪财绩": ("上海市财政局", "certain"),
    "沪财预": ("上海市财政局", "certain"),
    "沪财建": ("上海市财政局", "certain"),
    "沪发改规范": ("上海市发展和改革委员会", "certain"),
    "财预": ("财政部", "certain"),
    "中发": ("中共中央、国务院", "certain"),
    "闵府发": ("闵行区人民政府", "inferred"),
    "闵府规发": ("闵行区人民政府", "inferred"),
    "闵委发": ("中共上海市闵行区委员会", "inferred"),
    "中办发": ("中共中央办公厅、国务院办公厅", "near-certain"),
    "国发": ("国务院", "near-certain"),
    "国办发": ("国务院办公厅", "near-certain"),
    "国务院令": ("国务院", "certain"),
    "财政部令": ("财政部", "certain"),
    "公安部令": ("公安部", "certain"),
    "主席令": ("国家主席", "certain"),
}
"""代字 → (机关, certainty); the sources are those of the field's notes (public documents)."""

_PROVINCES = {
    "沪": "上海市", "京": "北京市", "津": "天津市", "渝": "重庆市", "冀": "河北省", "晋": "山西省",
    "辽": "辽宁省", "吉": "吉林省", "黑": "黑龙江省", "苏": "江苏省", "浙": "浙江省",
    "皖": "安徽省", "闽": "福建省", "赣": "江西省", "鲁": "山东省", "豫": "河南省", "鄂": "湖北省",
    "湘": "湖南省", "粤": "广东省", "琼": "海南省", "川": "四川省", "黔": "贵州省", "滇": "云南省",
    "陕": "陕西省", "甘": "甘肃省", "桂": "广西壮族自治区", "宁": "宁夏回族自治区",
    "藏": "西藏自治区",
}  # fmt: skip
_DISTRICTS = {
    "闵": "闵行区", "普": "普陀区", "徐": "徐汇区", "浦": "浦东新区", "静": "静安区",
    "虹": "虹口区", "杨": "杨浦区", "宝": "宝山区", "嘉": "嘉定区", "松": "松江区", "奉": "奉贤区",
    "崇": "崇明区",
}  # fmt: skip
"""Districts of Shanghai by the character that stands for them; ambiguous ones (青, 金) are out."""

_SYSTEMS: dict[str, str] = {
    "综治委": "{地}社会治安综合治理委员会",
    "综治办": "{地}社会治安综合治理委员会办公室",
    "禁毒委": "{地}禁毒委员会",
    "禁毒办": "{地}禁毒委员会办公室",
    "反恐办": "{地}反恐怖工作领导小组办公室",
    "平安办": "{地}平安建设领导小组办公室",
    "信访办": "{地}信访办公室",
    "委政": "中共{地}委政法委员会",
    "委组": "中共{地}委组织部",
    "委宣": "中共{地}委宣传部",
    "委办": "中共{地}委办公{厅}",
    "委": "中共{地}委员会",
    "府办": "{地}人民政府办公{厅}",
    "府规": "{地}人民政府",
    "府": "{地}人民政府",
    "公": "{地}公安局",
    "财": "{地}财政局",
    "发改": "{地}发展和改革委员会",
    "人社": "{地}人力资源和社会保障局",
    "卫健": "{地}卫生健康委员会",
    "市监": "{地}市场监督管理局",
    "应急": "{地}应急管理局",
    "民": "{地}民政局",
    "教委": "{地}教育委员会",
    "教": "{地}教育局",
    "司": "{地}司法局",
    "审": "{地}审计局",
    "文旅": "{地}文化和旅游局",
    "国资委": "{地}国有资产监督管理委员会",
    "绿容": "{地}绿化和市容管理局",
    "规划资源": "{地}规划和自然资源局",
    "人大": "{地}人民代表大会常务委员会",
    "政协": "政协{地}委员会",
}
_KINDS = re.compile(
    r"(?:发改|规范|行规|办|绩|预|建|综|库|社|法|行|教|农|企|税|会|采|监)?(?:发|函|规|规范|办|字|通|令)?"
)
"""What may stand between the body and 〔: the office within it, then the kind of document."""


def issuer_of(code: str, *, district: str | None = None) -> Issuer:
    """The body behind a 代字.

    ``district`` (闵行区) resolves codes that speak of 区 or 街道 without naming it (区综治办).
    """
    code = code.strip()
    if code in CODES:
        name, certainty = CODES[code]
        return Issuer(name, certainty)
    if code.startswith("区") and code[1:]:
        rest = _system(code[1:], district or "本区", province=False)
        if rest:
            return Issuer(rest, "near-certain" if district else "inferred")
    name_of = _by_position(code)
    return Issuer(name_of, "inferred") if name_of else Issuer(None, "unknown")


@lru_cache(maxsize=4096)
def is_known_code(code: str) -> bool:
    """Whether the table or the position grammar reads ``code`` as a 代字."""
    return 2 <= len(code) <= 10 and issuer_of(code).name is not None


def _by_position(code: str) -> str | None:
    """地域 + 系统 (+ 下级地域) + 文种, read from the left."""
    if len(code) < 2:
        return None
    first, rest = code[0], code[1:]
    if first in _PROVINCES:
        named = _system(rest, _PROVINCES[first], province=True)
        if named is None and first == "沪" and rest[:1] in _DISTRICTS:  # 沪奉民规
            named = _system(rest[1:], _DISTRICTS[rest[0]], province=False)
        return named
    if first in _DISTRICTS:
        return _system(rest, _DISTRICTS[first], province=False)
    return None


def _system(rest: str, place: str, *, province: bool) -> str | None:
    for system in sorted(_SYSTEMS, key=len, reverse=True):
        if not rest.startswith(system):
            continue
        name = _SYSTEMS[system].format(地=place, 厅="厅" if province else "室")
        tail = rest[len(system) :]
        below = _DISTRICTS.get(tail[:1]) if province and system == "公" else None
        if below:
            name += re.sub(r"(?:新区|区)$", "", below) + "分局"
            tail = tail[1:]
        if _KINDS.fullmatch(tail):
            return name
    return None
