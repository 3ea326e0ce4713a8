"""TXT (wording): slips of the pen: punctuation, wrong and missing characters, names one off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.finding import Severity
from assistant.domain.locator import Locator
from assistant.jobs.check.case import Case
from assistant.jobs.check.names import normal, segments
from assistant.jobs.check.registry import Flag, rule
from assistant.jobs.check.spelling import misspellings
from assistant.jobs.check.vocabulary import common_words

HAN = "㐀-鿿"


@rule(
    "TXT020", "标点重复或多余", "warning",
    what="两个标点连在一起（；。 ，。 、，），或句中夹着无意义的符号。",
    why="多半是删改时留下的，正式文本不应出现。",
    certainty="I",
    wrong="加强河道长效管护；。", right="加强河道长效管护。",
)  # fmt: skip
def doubled_punctuation(case: Case) -> Iterator[Flag]:
    """；。 and stray signs between Han characters."""
    double = re.compile(r"(?<![.。…])(?P<a>[；;，,、：。])\s?(?P<b>[；;，,、：。])(?![.。…])")
    for stretch in case.stretches:
        for match in double.finditer(stretch.text):
            strong = match["b"] if match["b"] in "。；;" else match["a"]
            yield Flag(
                case.within(stretch, match),
                f"标点重复：“{match.group()}”",
                (),
                f"改为“{strong}”",
                strong,
            )
        for match in re.finditer(rf"(?<=[{HAN}])(?P<x>[=＝@^＋])(?=[{HAN}])", stretch.text):
            if stretch.cell is None or len(stretch.text) > 40:
                yield Flag(case.within(stretch, match, "x"), f"句中有多余的符号“{match['x']}”", (),
                           "删去，或补上漏掉的字", "")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip of official writing: ``pattern``'s group ``x`` should read ``right``."""

    pattern: re.Pattern[str]
    right: str
    why: str
    severity: Severity | None = None


_BODY = r"(?:项目|工作|活动|服务|经费|任务|事项|平台|系统|工程)"
SLIPS = (
    Slip(re.compile(rf"{_BODY}(?P<x>有)(?=[^，,。；;、有]{{2,25}}?(?:负责|承担|实施|组织|落实|承办|牵头|主办|统筹|管理))"),
         "由", "“由……负责”误作“有”"),
    Slip(re.compile(r"(?P<x>为?制定)的(?=(?:大型|重要|特定|相关|各类)?(?:活动|场所|地点|区域|位置|路段|人员|时间|账户|单位|岗位|医院|银行))"),
         "指定", "“指定”误作“制定”"),
    Slip(re.compile(r"(?<![被经未由])(?P<x>指定)(?=(?:了|完善|相应|相关|详细|工作|实施|应急|管理|考核|具体){0,3}(?:方案|计划|制度|办法|措施|预案|规划|细则))"),
         "制定", "“制定”误作“指定”"),
    Slip(re.compile(r"(?<!简)(?P<x>单为)(?=[在将向与和按根对应须需负、，。]|自行|依据|提供|审核|组织)"), "单位", "“单位”误作“单为”"),
    Slip(re.compile(r"目标(?P<x>指)(?=来源|依据|设定|的确定|$)"), "值", "“目标值”误作“目标指”"),
    Slip(re.compile(r"指标(?P<x>植|直|指)(?=来源|依据|设定|的确定|$)"), "值", "“指标值”的“值”字误"),
    Slip(re.compile(r"(?P<x>上下年)"), "上下半年", "“上下半年”漏“半”"),
    Slip(re.compile(r"关于(?P<x>建设)(?=(?:为|由|将|给|向|各|对)[^，。；]{2,30}(?:增|购|配|聘|调|设|的函|的请示))"),
         "建议", "“建议”误作“建设”"),
    Slip(re.compile(r"(?P<x>法制化)(?=[、，。；和水建轨]|专业化|智能化)"), "法治化", "正式提法为“法治化”", "advice"),
    Slip(re.compile(rf"(?<=[{HAN}])(?P<x>有效的)(?=向|对|开展|推进|推动|提升|提高|保障|维护|解决|缓解|防范|控制|落实|促进)"),
         "有效地", "状语用“地”", "advice"),
    Slip(re.compile(r"(?<=占地面)(?P<x>)(?=[，,。；、])"), "积", "“占地面积”漏“积”"),
    Slip(re.compile(r"(?:按照|根据|依据)(?P<x>合)(?=提供|约定|支付|要求|内容|规定|条款|拨付|履行|执行)"), "合同", "“合同”漏“同”"),
    Slip(re.compile(r"(?:整体|防控|服务|管理|治理|工作|执行|应急|处置|保障)(?P<x>能)(?=[，,。；;、])"), "?", "“能力”或“效能”漏字"),
    Slip(re.compile(r"(?:可能|将会|能够|势必)(?:影响|危及|破坏|损害|威胁)(?P<x>、)(?=(?:社会|公共|居民|群众|街道|辖区)[^、]{0,8}(?:稳定|安全|秩序|大局|利益))"),
         "", "“、”前漏了词，或“、”多余"),
    Slip(re.compile(r"(?P<x>截止)(?=到?\s*(?:20\d\d|目前|\d{1,2}\s*月))"), "截至", "后接时间用“截至”"),
    Slip(re.compile(r"(?P<x>台帐)"), "台账", "“账”误作“帐”"),
    Slip(re.compile(r"(?P<x>帐(?=[户目号款册务]))"), "账", "“账”误作“帐”"),
    Slip(re.compile(r"(?P<x>专帐|报帐|记帐|建帐|入帐|转帐|对帐)"), "…账", "“账”误作“帐”"),
    Slip(re.compile(r"(?P<x>拔(?=款|付))"), "拨", "“拨”误作“拔”"),
    Slip(re.compile(r"(?P<x>按排)(?![队名序位放污水班列期查定行])"), "安排", "“安排”误作“按排”"),
    Slip(re.compile(r"(?P<x>布署)"), "部署", "“部署”误作“布署”"),
    Slip(re.compile(r"(?P<x>部份)"), "部分", "“部分”误作“部份”"),
    Slip(re.compile(r"(?P<x>既将)"), "即将", "“即将”误作“既将”"),
    Slip(re.compile(r"(?P<x>做为)"), "作为", "“作为”误作“做为”"),
    Slip(re.compile(r"(?P<x>签定)"), "签订", "“签订”误作“签定”"),
    Slip(re.compile(r"(?P<x>复盖)"), "覆盖", "“覆盖”误作“复盖”"),
    Slip(re.compile(r"(?P<x>水份)"), "水分", "“水分”误作“水份”"),
    Slip(re.compile(r"(?P<x>座落)"), "坐落", "“坐落”误作“座落”"),
    Slip(re.compile(r"(?P<x>家俱)"), "家具", "“家具”误作“家俱”"),
    Slip(re.compile(r"(?P<x>装璜)"), "装潢", "“装潢”误作“装璜”"),
    Slip(re.compile(r"(?P<x>峻工)"), "竣工", "“竣工”误作“峻工”"),
    Slip(re.compile(r"(?P<x>侦察)(?=破案|案件|工作人员|办案)"), "侦查", "办案用“侦查”"),
    Slip(re.compile(r"(?P<x>反应)(?=(?:的|了)?(?:问题|情况|意见|诉求|需求|建议))"), "反映", "“反映”误作“反应”"),
    Slip(re.compile(r"(?P<x>配制)(?=设备|人员|装备|器材|设施|到位)"), "配置", "“配置”误作“配制”"),
    Slip(re.compile(r"(?P<x>[两三四五])(?=招投标|招标工作|采购项目|培训活动|演练活动)"), "…", "数字后漏量词"),
    Slip(re.compile(r"(?P<x>的的|了了|和和|与与|及及|进行进行|负责负责)"), "…", "字词重复"),
    Slip(re.compile(r"(?P<x>跟踪跟踪|开展开展|提高提高|提升提升|完成完成|加强加强|实施实施)"), "…", "字词重复"),
)  # fmt: skip
"""Common slips as patterns with their context; a reviewer can read and extend the table."""


@rule(
    "TXT021", "错字、漏字", "warning",
    what="公文中常见的形近、音近误字和漏字。",
    why="错字会改变意思，也是评审最先看到的毛病。",
    certainty="I",
    wrong="该项目有临江街道管理办负责实施", right="该项目由临江街道管理办负责实施",
)  # fmt: skip
def slips(case: Case) -> Iterator[Flag]:
    """The table of slips."""
    for slip in SLIPS:
        for match in slip.pattern.finditer(case.text):
            stretch = case.stretch_at(case.start + match.start("x"))
            if stretch is not None:
                wrong = match["x"]
                start, end = (case.start + at for at in match.span("x"))
                place = case.at(start, end, stretch.cell)
                if wrong == "为制定":
                    place, wrong = case.at(place.start + 1, place.end, place.cell), "制定"
                if place.start == place.end:
                    start = max(stretch.start, place.start - 3)
                    place = case.at(start, place.end, place.cell)
                    yield Flag(place, f"{slip.why}：“{place.quote}”", (),
                               f"改为“{place.quote}{slip.right}”", place.quote + slip.right)  # fmt: skip
                    continue
                fix = _fixed(wrong, slip.right)
                yield Flag(
                    place, f"{slip.why}：“{_around(case, match)}”", (),
                    f"改为“{fix}”" if fix else "补上漏掉的词", fix, severity=slip.severity,
                )  # fmt: skip


def _fixed(wrong: str, right: str) -> str | None:
    if right == "?":
        return None
    if right == "…":
        return wrong[: len(wrong) // 2] if wrong[: len(wrong) // 2] * 2 == wrong else None
    if right == "…账":
        return wrong.replace("帐", "账")
    return right or None


def _around(case: Case, match: re.Match[str]) -> str:
    at, end = match.span("x")
    return " ".join(case.text[max(0, at - 6) : end + 6].split())


@rule(
    "TXT022", "名称疑有错字", "warning",
    what="正文里的名称与预算、指标中的名称只差一个字。",
    why="名称错一个字，购买的对象就变了。",
    certainty="S",
    wrong="完成 2025 年辖区河道保治、水质监测", right="完成 2025 年辖区河道保洁、水质监测",
)  # fmt: skip
def name_one_off(case: Case) -> Iterator[Flag]:
    """A phrase one character off from a name of the declaration."""
    vocabulary = _vocabulary(case)
    text = re.sub(r"\s+", "", case.text)
    patterns = [(name, re.compile(_one_off(name))) for name in vocabulary]
    for stretch in case.prose:
        taken: set[int] = set()
        for name, pattern in patterns:
            for match in pattern.finditer(stretch.text):
                variant = match.group()
                if (
                    match.start() in taken
                    or variant in vocabulary
                    or normal(variant) == normal(name)
                ):
                    continue
                if any(variant in v for v in vocabulary) or _words_elsewhere(text, variant, name):
                    continue
                taken.add(match.start())
                yield Flag(
                    case.within(stretch, match), f"“{variant}”与“{name}”只差一字，疑为错字",
                    _first_place(case, name), f"应为“{name}”", name,
                )  # fmt: skip


def _words_elsewhere(text: str, variant: str, name: str) -> bool:
    """Whether the changed character makes a word that the declaration uses anyway (社区 for 社会)."""
    at = next(i for i, (a, b) in enumerate(zip(variant, name)) if a != b)
    made = [variant[i : i + 2] for i in (at - 1, at) if 0 <= i < len(variant) - 1]
    if text.count(variant) >= 3:
        return True
    known = common_words()
    return any(pair in known or text.count(pair) >= text.count(variant) + 2 for pair in made)


def _vocabulary(case: Case) -> dict[str, int]:
    """Distinctive names of the declaration, four characters or more, with how often they occur."""
    names = [p.name for p in case.parts]
    names += [r.item for p in case.parts for r in p.lines]
    names += [i.name for i in case.declaration.indicators]
    found: Counter[str] = Counter()
    text = re.sub(r"\s+", "", case.text)
    for name in names:
        for piece in segments(name):
            if len(piece) >= 4 and re.fullmatch(rf"[{HAN}]+", piece) and text.count(piece) >= 2:
                found[piece] = text.count(piece)
    return dict(found)


def _one_off(name: str) -> str:
    """A pattern for ``name`` with one character replaced; for short names not the first."""
    first = 1 if len(name) <= 5 else 0
    choices = (
        re.escape(name[:i]) + f"(?!{re.escape(name[i])})[{HAN}]" + re.escape(name[i + 1 :])
        for i in range(first, len(name))
    )
    return "|".join(choices)


def _first_place(case: Case, name: str) -> tuple[Locator, ...]:
    at = case.document.text.find(name, case.start, case.end)
    return (case.at(at, at + len(name)),) if at >= 0 else ()


@rule(
    "TXT023", "语句残缺", "advice",
    what="句子以“的”开头，或同类名称中有一个被截断。",
    why="删改或粘贴时漏了字，意思不完整。",
    certainty="I",
    wrong="街道会议。的 12 个断面按月采样监测。", right="街道会议。对 12 个断面按月采样监测。",
)  # fmt: skip
def cut_sentence(case: Case) -> Iterator[Flag]:
    """Sentences that begin with 的; 第N期行政 beside 第N期行政工作例会."""
    for stretch in case.prose:
        for match in re.finditer(rf"[。；;]\s*(?P<x>的)(?=\s*[{HAN}\d])", stretch.text):
            yield Flag(case.within(stretch, match, "x"), f"句子以“的”开头，前面漏字：“{stretch.text[match.start():match.end() + 10].strip()}”",
                       (), "补全句子")  # fmt: skip
    sessions = re.compile(
        rf"第\s*\d+\s*(?:期|次|届|号)(?P<x>[{HAN}]{{2,12}}?)(?=[、，,。；;）同审研通]|会议?纪要)"
    )
    found = [(s, m) for s, m in case.search(sessions)]
    names = {m["x"] for _, m in found}
    for stretch, match in found:
        longer = [n for n in names if n.startswith(match["x"]) and len(n) >= len(match["x"]) + 2]
        if longer:
            yield Flag(case.within(stretch, match), f"“{match.group()}”疑为“{longer[0]}”漏字", (),
                       f"补全为“{longer[0]}”", match.group() + longer[0][len(match["x"]):])  # fmt: skip


@rule(
    "TXT025", "段末缺句号", "advice",
    what="成段的文字末尾没有标点。",
    why="可能漏了后半句，要核对。",
    certainty="I",
    wrong="采样结果报街道河长办备案\n\n（二）实施计划", right="采样结果报街道河长办备案。\n\n（二）实施计划",
)  # fmt: skip
def no_final_stop(case: Case) -> Iterator[Flag]:
    """A paragraph that ends without a stop before a heading."""
    heading = re.compile(
        r"\s*(?:[-•]\s*)?(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])"
    )
    for stretch, after in zip(case.lines, case.lines[1:]):
        text = stretch.text.rstrip()
        if len(text) < 30 or not re.search(r"[，,。；;]", text) or not heading.match(after.text):
            continue
        if re.search(rf"[{HAN}\d]$", text) and not heading.match(text):
            end = stretch.start + len(text)
            yield Flag(case.at(end - 6, end), "段末没有标点，可能漏字", (), "补句号或补全句子",
                       text[-6:] + "。")  # fmt: skip


_OFFICERS = r"(?:交通|人民|刑事|治安|特种|公安)?(?:警察|民警|公务员|法官|检察官|执法人员|公安干警)"


@rule(
    "TXT024", "购买对象不当", "warning",
    what="“购买”“聘请”的对象写成警察、民警、公务员等不能购买的身份。",
    why="执法权不能购买；购买的是辅助服务，写错就改变了申报的内容。",
    certainty="I",
    wrong="购买执法人员服务，", right="购买河道保洁服务，",
)  # fmt: skip
def not_for_sale(case: Case) -> Iterator[Flag]:
    """购买交通警察服务."""
    for stretch, match in case.search(
        re.compile(rf"(?:购买|采购|聘请|聘用|雇用|招聘)(?P<x>{_OFFICERS})(?!辅助|辅|助手)")
    ):
        yield Flag(case.within(stretch, match, "x"), f"“{match.group()}”：{match['x']}不能购买或聘用", (),
                   "核对购买的对象（如辅助人员服务）")  # fmt: skip


@rule(
    "TXT026", "疑似别字", "advice",
    what="一个字与左右都不成词，换成音近、形近的字才通。",
    why="输入法最容易出这种错；按法律文本的用字习惯推断，请人工确认。",
    certainty="I",
    wrong="街道明确专人副责日常巡查", right="街道明确专人负责日常巡查",
)  # fmt: skip
def misspelt(case: Case) -> Iterator[Flag]:
    """Homophones and look-alikes that their neighbours never take."""
    for slip in misspellings(case.text):
        start = case.start + slip.at
        stretch = case.stretch_at(start)
        if stretch is None or stretch not in case.prose:
            continue
        near = case.text[slip.at - 3 : slip.at + 4]
        yield Flag(
            case.at(start, start + 1, stretch.cell), f"“{' '.join(near.split())}”的“{case.text[slip.at]}”疑为“{slip.right}”",
            (), f"核对；可能是“{slip.right}”",
        )  # fmt: skip
