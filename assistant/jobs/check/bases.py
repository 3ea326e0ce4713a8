"""BAS: bases: how documents are cited, whether they are in force, named, and to the point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher

from assistant.domain.document_number import FoundNumber, find_numbers
from assistant.domain.locator import Locator
from assistant.jobs.check.case import Case, Part, Stretch
from assistant.jobs.check.figures import said
from assistant.jobs.check.names import mentioned, normal, pairs
from assistant.jobs.check.registry import Flag, rule

_TITLE = re.compile(r"《(?P<title>(?:[^《》]|《[^》]*》)+)》")


def numbers(case: Case) -> list[tuple[Stretch, FoundNumber]]:
    """Every document number of the declaration with the stretch that it stands in."""
    found = getattr(case, "_numbers", None)
    if found is None:
        found = [
            (s, n) for s in case.stretches if re.search(r"\d", s.text) for n in find_numbers(s.text)
        ]
        case._numbers = found  # type: ignore[attr-defined]
    return found


def place_of_number(case: Case, stretch: Stretch, found: FoundNumber) -> Locator:
    """Where a document number stands."""
    return case.at(stretch.start + found.start, stretch.start + found.end, stretch.cell)


@rule(
    "BAS001", "发文字号格式不规范", "advice",
    what="发文字号的年份没有用六角括号〔〕，序号前有“第”或前导零，“号”后多“文”。",
    why="发文字号为 代字〔年〕序号号（中办发〔2012〕14号第九条、GB/T 9704-2012 §7.2.5）；方括号很常见，只作建议。",
    certainty="V",
    wrong="（临水函[2024]8号）", right="（临水函〔2024〕8号）",
)  # fmt: skip
def irregular_number(case: Case) -> Iterator[Flag]:
    """Brackets, 第, leading zeros, 号文."""
    for stretch, found in numbers(case):
        if re.search(r"[令告]$", found.number.code):
            continue  # 部令、公告 are numbered by year and 第N号: 交通运输部令2015年第22号
        reasons = [r for r in found.irregular if "空格" not in r and "全角" not in r]
        if reasons:
            yield Flag(
                place_of_number(case, stretch, found), f"发文字号“{found.raw}”{'；'.join(reasons)}", (),
                f"写作 {found.number}", str(found.number),
            )  # fmt: skip


@rule(
    "BAS002", "机关代字不规范", "advice",
    what="机关代字以“区”“市”“街道”起头，没有用地区简称。",
    why="代字由地区简称、机关和文种组成（沪、闵……）；“区××办”是口头的写法。",
    certainty="I",
    wrong="（区水务办〔2024〕8号）", right="（临水函〔2024〕8号）",
)  # fmt: skip
def informal_code(case: Case) -> Iterator[Flag]:
    """区综治办…"""
    for stretch, found in numbers(case):
        if re.match(r"(?:[本我]?[区市县镇]|街道)(?!委发|府)", found.number.code):
            yield Flag(
                place_of_number(case, stretch, found),
                f"“{found.raw}”的代字“{found.number.code}”没有用地区简称", (),
                "按原件核对代字",
            )  # fmt: skip


def _plain_title(title: str) -> str:
    """A title without brackets, punctuation and the words of sending it on."""
    text = re.sub(r"[《》〈〉“”\"（）()\s，,、:：]", "", title)
    text = re.sub(r"^(?:关于)?(?:印发|转发|发布)?", "", text)
    return re.sub(r"(?:的通知|试行|暂行)+$", "", text)


def _similar(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@rule(
    "BAS003", "同一文号两个标题", "warning",
    what="同一个发文字号在两处配了不同的标题。",
    why="一个文号只有一个标题；必有一处抄错（书名号位置不同不算）。",
    certainty="I",
    wrong="按照《关于推进河道养护标准化的指导意见》（临水发〔2023〕15号）的要求",
    right="按照《关于加强河道长效管护的实施意见》（临水发〔2023〕15号）的要求",
)  # fmt: skip
def number_with_two_titles(case: Case) -> Iterator[Flag]:
    """One number, different titles."""
    first: dict[str, tuple[str, Locator, str]] = {}
    for basis in case.declaration.bases:
        if not basis.number or not basis.title or re.search(r"号[)）][、，；]", basis.raw):
            continue
        plain = _plain_title(basis.title)
        if len(plain) < 4:
            continue
        known = first.setdefault(basis.number, (plain, basis.locator, basis.title))
        if known[1] is basis.locator or known[0] in plain or plain in known[0]:
            continue
        if _similar(known[0], plain) < 0.93:
            yield Flag(
                basis.locator,
                f"{basis.number} 在两处标题不同：“{basis.title}”与“{known[2]}”",
                (known[1],), "按原件核对标题",
            )  # fmt: skip


@rule(
    "BAS004", "两个文件标题几乎相同", "warning",
    what="不同文号的两个文件标题只差一两个字，多半是同一文件列了两次或标题抄漏。",
    why="连续的文号配几乎相同的标题，要按原件核对。",
    certainty="I",
    wrong="2. 《关于加强河道长效管护工作的实施意见》（临水发〔2023〕16号）；",
    right="2. 《关于做好临江街道河道水质监测工作的函》（临水函〔2024〕8号）；",
)  # fmt: skip
def nearly_same_titles(case: Case) -> Iterator[Flag]:
    """Different numbers, titles alike."""
    seen: dict[str, tuple[str, Locator]] = {}
    for basis in case.declaration.bases:
        if not basis.number or not basis.title or basis.number in seen:
            continue
        plain = _plain_title(basis.title)
        for number, (other, place) in seen.items():
            years = re.compile(r"(?:19|20)\d{2}")
            if len(plain) >= 8 and plain != other and years.sub("", plain) == years.sub("", other):
                continue
            alike = _similar(plain, other)
            if len(plain) >= 8 and (alike >= 0.85 or re.sub(r"^开展", "", plain) == other):
                yield Flag(
                    basis.locator, f"{basis.number} 与 {number} 的标题几乎相同：“{basis.title}”",
                    (place,), "按原件核对，确认是否重复列示",
                )  # fmt: skip
                break
        seen[basis.number] = (plain, basis.locator)


_PLAN = re.compile(
    r"工作方案|工作要点|实施方案|工作计划|考核|考评|重点工作|工作安排|行动计划|年度计划|规划"
)
_SPAN = re.compile(r"(?P<from>20\d{2})\s*[-—–~至]\s*(?P<to>20\d{2})")
_FIVE = re.compile(r"[“\"]?(?P<n>十一五|十二五|十三五|十四五|十五五)[”\"]?")
_FIVE_END = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}


def _expired(text: str, year: int) -> int | None:
    """The last year that a plan speaks of, where that is past; None where it is not stale."""
    span = _SPAN.search(text)
    if span:
        end = int(span["to"])
        return end if end < year else None
    if not _PLAN.search(text):
        return None
    years = [int(y) for y in re.findall(r"(?<!\d)(20\d{2})(?=\s*年)", text)]
    return max(years) if years and max(years) < year else None


@rule(
    "BAS005", "以过期的年度文件为依据", "warning",
    what="依据的是以前年度的工作方案、要点、考核办法，或已经结束的五年规划。",
    why="年度方案只管当年，年度过后不能再作依据。",
    certainty="I",
    wrong="《2022 年临江街道河道整治工作方案》（临水发〔2022〕3号）",
    right="《关于加强河道长效管护的实施意见》（临水发〔2023〕15号）",
)  # fmt: skip
def stale_plan(case: Case) -> Iterator[Flag]:
    """Annual plans of earlier years."""
    if case.year is None:
        return
    stale: list[tuple[Locator, str, int]] = []
    for basis in case.declaration.bases:
        ended = _expired(basis.title or basis.raw, case.year)
        if ended is not None and (basis.title or basis.raw) not in {t for _, t, _ in stale}:
            stale.append((basis.locator, basis.title or basis.raw, ended))
    if stale:
        stale.sort(key=lambda one: "依据" not in case.heading_at(one[0].start))
        place, title, ended = stale[0]
        many = f"等 {len(stale)} 个文件" if len(stale) > 1 else ""
        yield Flag(
            place, f"{case.year} 年的项目以 {ended} 年的“{title}”{many}为依据，已过期",
            tuple(p for p, _, _ in stale[1:]), f"改用 {case.year} 年仍然有效的文件",
        )  # fmt: skip
    for stretch, match in case.search(_FIVE):
        if _FIVE_END[match["n"]] < case.year:
            yield Flag(
                case.within(stretch, match),
                f"“{match['n']}”规划到 {_FIVE_END[match['n']]} 年已结束，不能作 {case.year} 年的依据",
                (), "改用现行规划",
            )  # fmt: skip


@rule(
    "BAS007", "规范性文件可能已过有效期", "advice",
    what="代字带“规”的行政规范性文件，发文已满五年。",
    why="上海的规范性文件一般有效期五年，到期须评估、续期或修订。",
    certainty="R",
    wrong="（沪水规〔2018〕5号）", right="（临水发〔2023〕15号）",
)  # fmt: skip
def rule_expired(case: Case) -> Iterator[Flag]:
    """…规〔Y〕 older than five years."""
    seen: set[str] = set()
    for stretch, found in numbers(case):
        number = found.number
        if case.year is None or number.year is None or str(number) in seen:
            continue
        seen.add(str(number))
        if "规" in number.code[1:] and case.year - number.year > 5:
            yield Flag(
                place_of_number(case, stretch, found),
                f"规范性文件 {number} 到 {case.year} 年已满五年，可能失效或已被修订", (),
                "在发文机关网站核对现行版本",
            )  # fmt: skip


@rule(
    "BAS008", "以征求意见稿为依据", "advice",
    what="把征求意见的通知或征求意见稿列为依据。",
    why="征求意见稿还不是决定，不能作立项依据。",
    certainty="I",
    wrong="《关于征求河道长效管护实施意见的通知》（临水发〔2023〕15号）",
    right="《关于加强河道长效管护的实施意见》（临水发〔2023〕15号）",
)  # fmt: skip
def consultation(case: Case) -> Iterator[Flag]:
    """关于征求…意见."""
    pattern = re.compile(r"关于(?:公开)?征求[^。；;]{0,60}?意见|征求意见稿")
    found = [(s, m) for s in case.stretches for m in pattern.finditer(s.text)]
    if found:
        places = [case.within(s, m) for s, m in found]
        yield Flag(places[0], "以征求意见的文件为依据，还不是正式决定", tuple(places[1:]),
                   "改用正式印发的文件")  # fmt: skip


_NAMED = re.compile(
    r"《|〔|\[20\d\d\]|[㐀-鿿]{2,}(?:(?<![司执方])法(?![律规人院官制治定])|条例|规定|办法|意见|方案|规划|纲要|细则|标准)"
)


@rule(
    "BAS009", "没有写明依据", "warning",
    what="立项依据只写“根据要求”“根据有关文件要求”，没有文件名称和文号。",
    why="立项依据要能查到；不具名的依据无法核对。",
    certainty="I",
    wrong="二、立项依据\n\n根据有关文件要求。", right="二、立项依据\n\n《关于规范便民服务窗口值守工作的通知》（江政办发〔2024〕12号）。",
    model="bureau",
)  # fmt: skip
def unnamed_basis(case: Case) -> Iterator[Flag]:
    """根据有关要求."""
    stretches = [
        s for s in case.prose
        if re.search(r"依据", case.heading_at(s.start)) and not re.search(r"依据\s*$", s.text.strip())
    ]  # fmt: skip
    body = [
        s
        for s in stretches
        if not re.match(r"[一二三四五六七八九十（(\d]+[、.)）]", s.text.strip())
    ]
    body = body or [
        s for s in case.lines
        if re.match(r"\s*(?:根据|按照)[^《〔]{2,24}要求[。.]?\s*$", s.text)
        and "依据" in _heading_before(case, s.start)
    ]  # fmt: skip
    body = [s for s in body if not s.text.lstrip().startswith("#")]
    text = "".join(s.text for s in body)
    said = re.sub(
        r"(?:有关|相关)(?:管理)?(?:规定|办法|文件|标准)",
        "",
        "".join(s.text for s in (*stretches, *body)),
    )
    if text and not _NAMED.search(said):
        yield Flag(
            case.at(body[0].start, body[-1].end) if len(body) == 1 else case.at(body[0].start, body[0].end),
            f"立项依据没有写明文件名称和文号：“{text.strip()[:30]}”", (), "写明依据文件的标题和文号",
        )  # fmt: skip
    vague = re.compile(
        r"(?:根据|按照)=?(?:(?:有关|相关)?(?:文件)?|(?:区|市|上级|区级|市级)(?:有关|相关)?文件)要求[，,]"
    )
    for stretch, match in case.search(vague):
        if stretch not in body and re.search(
            r"背景|概况|概述|必要性|立项|依据", case.heading_at(stretch.start)
        ):
            yield Flag(
                case.within(stretch, match), f"“{match.group().rstrip('，,')}”没有说是哪个文件", (),
                "写明文件标题和文号", severity="advice",
            )  # fmt: skip


def _heading_before(case: Case, offset: int) -> str:
    """The title of the section that ends before ``offset`` (a line may pass for a heading)."""
    earlier = [s for s in case.declaration.sections if s.locator.start < offset]
    return earlier[-1].title if earlier else ""


@rule(
    "BAS010", "法律名称或条款有误", "warning",
    what="引用的法律名称不完整或不存在，条、款与内容对不上。",
    why="法律名称、条、款要与现行文本一致（资料库中有该法时核对原文）。",
    certainty="V",
    wrong="按照中华人民共和国《水法》和中华人民共和国污染防治法的规定",
    right="按照《中华人民共和国水法》和《中华人民共和国水污染防治法》的规定",
)  # fmt: skip
def wrong_law(case: Case) -> Iterator[Flag]:
    """Law names that do not exist; quoted text that stands in another 款."""
    from assistant.jobs.check.statutes import law_faults

    yield from law_faults(case)


@rule(
    "BAS011", "主要支出没有对应的依据", "advice",
    what="占预算三成以上且超过一百万元的支出，所列依据的标题都没有提到。",
    why="依据要支持主要支出；依据与支出不相关，立项理由不充分。",
    certainty="I",
    wrong="1\t劳务派遣用工\t3,000.00\t300\t900,000.00",
    right="1\t河道保洁服务\t3,000.00\t300\t900,000.00",
)  # fmt: skip
def unrelated_bases(case: Case) -> Iterator[Flag]:
    """A large part that no title speaks of."""
    titled = [b for b in case.declaration.bases if b.title]
    if len(titled) < 2 or not case.budget or len(case.parts) < 2:
        return
    text = normal("；".join(b.title or "" for b in titled))
    for part in case.parts:
        if part.amount < 800_000 or part.amount / case.budget < Decimal("0.3"):
            continue
        names = (part.name, *(r.item for r in part.lines))
        if any(mentioned(name, text, 0.3) for name in names) or _telling_pair(case, part, text):
            continue
        yield Flag(
            part.locator,
            f"“{part.name}”（{said(part.amount)}，占 {float(part.amount / case.budget):.0%}）在所列 {len(titled)} 个依据中没有对应",
            tuple(b.locator for b in titled[:6]), "补充支持这项支出的文件",
        )  # fmt: skip


def _telling_pair(case: Case, part: Part, text: str) -> bool:
    """Whether the titles share a word with a part that the project's own name does not say."""
    own = pairs(case.declaration.project or "")
    return any(pair in text for pair in pairs(part.name) - own)


@rule(
    "BAS012", "以法规代替项目管理制度", "advice",
    what="“项目管理制度”只列了国家的法律、条例，没有本单位或本项目的管理办法。",
    why="项目管理制度说的是本单位怎样管这个项目；国家法规是依据，不是制度。",
    certainty="I",
    wrong="《保洁服务管理条例》", right="《临江街道河道养护考核办法》《临江街道政府采购管理办法》",
)  # fmt: skip
def statute_as_rule(case: Case) -> Iterator[Flag]:
    """《…条例》 as the project's management system."""
    lines = [
        s for s in case.prose
        if re.search(r"项目管理制度|管理制度", case.heading_at(s.start))
        and not re.search(r"财务|预算", case.heading_at(s.start)) and "《" in s.text
    ]  # fmt: skip
    titles = [(s, m) for s in lines for m in _TITLE.finditer(s.text)]
    national = [(s, m) for s, m in titles if re.search(r"(?:(?<![办方])法|条例)$", m["title"])]
    if titles and len(national) == len(titles):
        stretch, match = national[0]
        yield Flag(
            case.within(stretch, match), f"“{match.group()}”是法规，不是本项目的管理制度", (),
            "写明本单位的项目管理、考核、采购制度",
        )  # fmt: skip


@rule(
    "BAS013", "依据之间缺分隔或文号", "advice",
    what="两个文件连写，中间没有顿号，前一个也没有文号；或文号直接跟在书名号后面没有括号。",
    why="正文引用写作《标题》（文号），文件之间用顿号隔开。",
    certainty="V",
    wrong="《关于加强河道长效管护的实施意见》关于印发《临江街道河道养护考核办法》的通知",
    right="《关于加强河道长效管护的实施意见》（临水发〔2023〕15号）",
)  # fmt: skip
def run_together(case: Case) -> Iterator[Flag]:
    """》关于印发《, and 》代字〔…〕 without brackets."""
    for stretch, match in case.search(re.compile(r"》(?=关于(?:印发|转发|加强|开展|征求|进一步))")):
        yield Flag(case.within(stretch, match), "两个文件连写，缺文号和分隔", (),
                   "补上前一个文件的文号和顿号")  # fmt: skip
    for stretch, found in numbers(case):
        before = stretch.text[: found.start].rstrip()
        if before.endswith("》"):
            yield Flag(
                place_of_number(case, stretch, found), f"文号“{found.raw}”直接跟在书名号后，没有用括号括起", (),
                f"写作（{found.number}）", f"（{found.number}）",
            )  # fmt: skip


@rule(
    "BAS015", "依据编号不连续", "advice",
    what="依据文件清单的编号缺号、重号或颠倒。",
    why="缺号说明漏列或删去了文件，要核对。",
    certainty="I",
    wrong="3. 《关于做好临江街道河道水质监测工作的函》", right="2. 《关于做好临江街道河道水质监测工作的函》",
)  # fmt: skip
def list_gap(case: Case) -> Iterator[Flag]:
    """1. 2. 4. in the list of bases."""
    from assistant.jobs.check.numbering import list_faults

    for place, message, fix in list_faults(case):
        if re.search(r"依据", case.heading_at(place.start)):
            yield Flag(place, message, (), "补列缺少的文件，或重新编号", fix)


_NAMED_RULES = re.compile(r"(?P<stem>[㐀-鿿]{6,30}?)(?P<kind>管理办法|管理条例|条例|办法|细则)")


@rule(
    "BAS016", "同一文件名称不一", "advice",
    what="同一文件在正文中一处叫“办法”，一处叫“条例”（没有加书名号的也算）。",
    why="办法和条例是不同层级的文件；名称要按原件写。",
    certainty="S",
    wrong="《临江街道河道养护考核条例》《临江街道河道养护考核办法》", right="《临江街道河道养护考核办法》《临江街道政府采购管理办法》",
)  # fmt: skip
def kind_differs(case: Case) -> Iterator[Flag]:
    """…管理办法 and …管理条例."""
    first: dict[str, tuple[str, Locator]] = {}
    for stretch, match in case.search(_NAMED_RULES):
        key, kind = match["stem"][-8:], match["kind"][-2:]
        place = case.at(
            stretch.start + match.end("stem") - 8, stretch.start + match.end(), stretch.cell
        )
        known = first.setdefault(key, (kind, place))
        if known[0] != kind:
            yield Flag(
                place,
                f"“…{place.quote}”在另一处写作“…{known[1].quote}”",
                (known[1],),
                "按原件核对名称",
            )
            return
