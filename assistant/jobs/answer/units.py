"""单位简称: what people call a unit, made from its full name: 第三中学 → 三中, 县人民医院 → 县医院.

Rules of Chinese abbreviation and a table of departments, no list of places: a library's units may
be of any region and any kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.domain.synonyms import canonical
from assistant.jobs.answer.language import Word, cut

_REGION = re.compile(
    r"^(?:[^市区县旗]{1,6}?(?:省|自治区))?(?:[^区县旗]{1,6}?(?:(?<![城超集夜])市|自治州|盟|地区))?"
    r"(?:[^区县旗]{1,6}?(?:[区县旗](?!委)|(?<![城超集夜])市))?"
)
_NO_REGION = re.compile(r"(?:社|园|校|院|厂|库|景|营|市|街|辖|片)区$|城市$|超市$|夜市$|集市$")
_BODY = re.compile(
    r"(?:人民政府)?(?:社区)?(?:[一-鿿]{0,3}(?:办公室|办事处|平安办|综治办|办|科|组|中心|站))$|[（(].*?[）)]"
)
_LOCAL = re.compile(r"^(.{2,4}?)(街道|镇|乡|工业区|园区|派出所)")
_ZONE = re.compile(
    r"^(?P<core>.{2,6}?)(?P<zone>(?:国家级?)?(?:高新技术产业|高新|经济技术|经开|经济|综合保税|工业|产业|旅游|生态|示范|风景)*"
    r"(?:开发区|度假区|风景区|名胜区|园区|新区|高新区|经开区|示范区|保税区))(?P<board>管理委员会|管委会)?"
)
_ORDINAL = re.compile(
    r"第([一二三四五六七八九十]+)(?P<kind>(?:初级|高级|实验|职业)?中学|小学|幼儿园|(?:人民)?医院)"
)
_SHORT_KIND = {"中学": "中", "小学": "小", "幼儿园": "幼", "医院": "院"}
_COMPANY = re.compile(r"(?:集团)?(?:有限责任|股份有限|有限)?公司$")
_FINAL = re.compile(r"(中心|局|委员会|委|办公室|办|公司|所|站|处|馆|院|队|会)$")
DEPARTMENTS: dict[str, tuple[str, ...]] = {
    "人力资源和社会保障": ("人社", "人力社保"),
    "住房和城乡建设": ("住建",),
    "自然资源和规划": ("自规", "资规"),
    "规划和自然资源": ("规资", "规自"),
    "发展和改革": ("发改",),
    "文化和旅游": ("文旅",),
    "文化广电和旅游": ("文广旅", "文旅"),
    "文化广电旅游": ("文广旅", "文旅"),
    "卫生健康": ("卫健",),
    "市场监督管理": ("市场监管", "市监"),
    "农业农村": ("农业", "农业农村"),
    "教育体育": ("教体",),
    "应急管理": ("应急",),
    "城市管理行政执法": ("城管", "城管执法"),
    "城市管理": ("城管",),
    "退役军人事务": ("退役军人",),
    "生态环境": ("环保", "生态环境"),
    "交通运输": ("交通", "交运"),
    "工业和信息化": ("工信",),
    "绿化和市容管理": ("绿容", "绿化市容"),
    "医疗保障": ("医保",),
    "机关事务管理": ("机关事务",),
    "社会治安综合治理": ("综治",),
    "疾病预防控制": ("疾控",),
    "科学技术": ("科技",),
    "住房保障和房屋管理": ("房管",),
    "房屋管理": ("房管",),
    "市容环境卫生": ("环卫",),
    "市容环境卫生管理": ("环卫",),
    "环境卫生": ("环卫",),
    "环境卫生管理": ("环卫",),
    "民族宗教事务": ("民宗",),
    "民族和宗教事务": ("民宗",),
    "文化体育": ("文体",),
    "广播电视": ("广电",),
    "林业和草原": ("林草",),
    "政务服务管理": ("政务",),
    "政务服务": ("政务",),
    "信访": ("信访",),
    "国有资产监督管理": ("国资",),
    "知识产权": ("知产",),
    "农业农村和水利": ("农水",),
    "农业技术推广": ("农技", "农技推广"),
    "动物疫病预防控制": ("动物疾控", "动防"),
}
"""A department's field of work → its usual short names (机构改革以后各地通行的简称)."""


_WHOLE_NAMES = (
    ("残疾人联合会", "残联"), ("妇女联合会", "妇联"), ("工商业联合会", "工商联"),
    ("科学技术协会", "科协"), ("文学艺术界联合会", "文联"), ("归国华侨联合会", "侨联"),
    ("交通警察支队", "交警支队"), ("交通警察大队", "交警大队"), ("交警支队", "交警"),
    ("交警大队", "交警"), ("消防救援支队", "消防支队"), ("消防救援大队", "消防大队"),
    ("人民检察院", "检察院"), ("人民法院", "法院"), ("妇幼保健院", "妇幼院"),
    ("人民代表大会常务委员会", "人大"), ("青少年活动中心", "青少年中心"),
    ("党群服务中心", "党群中心"), ("文化活动中心", "文化中心"), ("社会福利院", "福利院"),
)  # fmt: skip
"""Ends of units' names → what they are called."""
_OF_OFFICE = re.compile(r"(?:管理|服务|事务|发展|保障|指导|促进|监测|执法|养护|推广|救助|保护)$")


def names_of(name: str) -> Iterator[str]:
    """What a unit is called, the full name first; canonical, each of two characters and more."""
    plain = canonical(re.sub(r"[（(][^（()）]*[）)]", "", name))
    if len(plain) < 2:
        return
    region, short = region_of(plain)
    yield plain
    if plain.endswith("人民政府"):
        yield plain.removesuffix("人民政府") + "政府"
    if len(short) >= 3:
        yield short
    yield from cores_of(name)
    zone = _ZONE.match(plain)
    if zone and plain[zone.end() :]:
        short = plain[zone.end() :]
        yield short
    place = next(iter(cores_of(name)), "")
    if place and place != plain and plain.startswith(place):
        yield from (place + one for one in _shortened(plain.removeprefix(place)))
    for one in dict.fromkeys(_shortened(short)):
        yield one
        if region:
            yield region + one
            yield plain[: plain.find(short)][-1:] + one  # 县医院, 市水务局
    if region and len(short) >= 3:
        yield region + short
        yield plain[: plain.find(short)][-1:] + short


def region_of(plain: str) -> tuple[str, str]:
    """(short name of the region that a canonical name begins with, the rest): 江州, 水务局."""
    match = _REGION.match(plain)
    lead = match.group() if match else ""
    if not lead or _NO_REGION.search(lead) or lead == plain:
        return "", plain
    last = re.split(r"省|自治区|自治州|[市区县旗]", lead)
    core = next((part for part in reversed(last) if part), "")
    zone = _ZONE.match(plain)
    if zone:
        return "", plain
    return (core if len(core) >= 2 else lead), plain[len(lead) :]


def regions_of(plain: str) -> Iterator[str]:
    """The region that a canonical name begins with, short and with its kind: 盘江, 盘江县."""
    core, short = region_of(plain)
    if core:
        yield core
        yield core + plain[: plain.find(short)][-1:]


def cores_of(name: str) -> Iterator[str]:
    """Short names of a unit's place: 上海市闵行区古美路街道 → 古美路街道, 古美路, 古美."""
    plain = canonical(_BODY.sub("", name))
    if not plain:
        return
    short = region_of(plain)[1] or plain
    bureau = re.search(r"公安局(.{2,3})分局", short)
    if bureau:
        yield from (f"公安局{bureau[1]}分局", f"{bureau[1]}分局", f"{bureau[1]}公安", "分局")
        return
    whole = region_of(canonical(name))[1]
    zone = _ZONE.match(canonical(name))
    if zone:
        core, kind = zone["core"], zone["zone"]
        yield from (core + kind + "管委会", core + kind, core + "管委会")
        if len(kind) > 2:
            yield from (core + kind[:2], core + kind[:2] + "区")
        yield core
        return
    kind_of = _LOCAL.search(short) or _LOCAL.search(whole)
    if kind_of is None:
        return
    yield kind_of[1] + kind_of[2]
    yield kind_of[1]
    if kind_of[1].endswith("路") and len(kind_of[1]) > 2:
        yield kind_of[1][:-1]


def _shortened(short: str) -> Iterator[str]:
    """Abbreviations of a name without its region."""
    ordinal = _ORDINAL.search(short)
    if ordinal:
        number, kind = ordinal[1], ordinal["kind"]
        yield ordinal.group()
        last = next(word for word in _SHORT_KIND if kind.endswith(word))
        yield number + _SHORT_KIND[last]
        if last == "医院":
            yield f"{number}医院"
        return
    if short.endswith("人民医院"):
        yield from ("人民医院", "医院")
        return
    for end, called in _WHOLE_NAMES:
        if short.endswith(end):
            yield from (short.removesuffix(end) + called, called)
    company = _COMPANY.search(short)
    stem, kind = (short[: company.start()], "公司") if company else _halves(short)
    if not kind or len(stem) < 2:
        return
    if company:
        yield stem + "公司"
    yield from _of_stem(stem, kind)


def _of_stem(stem: str, kind: str) -> Iterator[str]:
    """Abbreviations of what a unit is for, with what kind of unit it is."""
    for one in DEPARTMENTS.get(stem, ()):
        yield one + kind
        if kind == "委员会":
            yield one + "委"
    if len(stem) == 4:
        yield stem[0] + stem[2] + kind
        if kind in {"中心", "局", "公司", "所"} and stem[2:] in {"管理", "服务", "事务"}:
            yield stem[:2] + kind
    office = _OF_OFFICE.search(stem)
    base = stem[: office.start()] if office else ""
    if len(base) >= 2:
        yield base + kind  # 退役军人事务局 → 退役军人局
    if len(base) >= 4 and kind not in {"公司", "会"}:
        yield base[:2] + kind  # 园林绿化管理中心 → 园林中心
    if kind == "委员会":
        yield stem + "委"
    if kind == "中心" and len(stem) >= 4 and stem.endswith(("服务", "管理")):
        yield stem[:-2] + kind


def _halves(short: str) -> tuple[str, str]:
    final = _FINAL.search(short)
    return (short[: final.start()], final.group()) if final else (short, "")


_NTH = re.compile(
    r"第?[一二三四五六七八九十\d]+(?:人民|中心|实验|初级|高级|职业)*(?:中学|小学|高中|初中|医院|幼儿园|派出所|支队|税务所)"
)
_KINDS = frozenset(
    (
        "街道",
        "镇",
        "乡",
        "县",
        "区",
        "中学",
        "小学",
        "医院",
        "卫生院",
        "派出所",
        "管委会",
        "大学",
        "学院",
        "工业区",
    )
)
_PLACE_FLAGS = frozenset(("ns", "nr", "nz", "nrt"))
_NO_NAMES = re.compile(
    r"[各本该哪每某全两几这那其何的了在和与及跟比是有个入到对向从把被为]|乡镇|城镇|社区|辖区|城区|园区|校区|片区|景区|库区|市区|全县"
)


_YEARED = re.compile(r"^(?:(?:19|20)?\d\d年(?:度)?)+")
_LEADS = frozenset(("街道", "镇", "县", "乡", "市"))
_NO_PLACE = frozenset(
    ("中心", "文明", "保安", "重点", "特色", "示范", "试点", "先进", "山区", "农村", "城市", "积水", "沿海", "商业", "周边")
)  # fmt: skip
_COMMON = 2_000
"""Occurrences below which a noun before 镇 or 县 at the head of a question is a place's name."""


def stranger_in(text: str, known: str) -> str:
    """A unit that a canonical question names and ``known``, all that is held, does not.

    An ordinal institution (第四中学), or a place's name before 镇、乡、医院 and the like.
    """
    for match in _NTH.finditer(text):
        if match.group() not in known and match.group().removeprefix("第") not in known:
            return match.group()
    words = cut(text)
    led = _led(cut(_YEARED.sub("", text)))
    if led and led not in known and led[:2] not in known and not _NO_NAMES.search(led):
        return led
    for at, word in enumerate(words):
        name = _place_before(words, at)
        if name and not _NO_NAMES.search(name) and name not in known:
            core = name.removesuffix(word.text) if word.text in _KINDS else name[:-1]
            if core not in known:
                return name
    return ""


def _led(words: Sequence[Word]) -> str:
    """The place's name of two characters that a question begins with; empty where it has none."""
    if len(words) > 1 and len(words[0].text) == 2 and words[1].text in _LEADS:
        first = words[0]
        named = first.flag[0] in "nx" and first.frequency < _COMMON
        return first.text + words[1].text if named and first.text not in _NO_PLACE else ""
    two = len(words) > 2 and words[2].text in _LEADS
    if two and all(
        len(w.text) == 1 and not w.text.isascii() and w.flag[0] not in "rpcuyeqfdm"
        for w in words[:2]
    ):
        return words[0].text + words[1].text + words[2].text
    return ""


def _place_before(words: Sequence[Word], at: int) -> str:
    """The place's name that ends with the word at ``at``; empty where it is none."""
    word = words[at]
    if word.flag == "ns" and len(word.text) >= 3 and word.text[-1] in "镇乡县区":
        return word.text
    if word.text not in _KINDS or not at:
        return ""
    before = words[at - 1]
    if before.flag in _PLACE_FLAGS and len(before.text) >= 2:
        return before.text + word.text
    two = at > 1 and len(before.text) == 1 and len(words[at - 2].text) == 1
    if two and all(
        not one.text.isascii() and one.flag[0] not in "rpcuyeqfdmv" for one in words[at - 2 : at]
    ):
        return words[at - 2].text + before.text + word.text
    return ""
