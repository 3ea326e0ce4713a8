"""形态: what a stretch of text must contain to answer a question of a kind.

When, how long, how much, who, why, what for: each shows in the text itself, in Arabic figures or in
Chinese ones (三十日、百分之十、五千元).
"""

from __future__ import annotations

import re
from functools import cache

from assistant.jobs.answer.measure import EACH_ONE
from assistant.jobs.answer.query import Query

_HAN = r"[一二两三四五六七八九十百千半][零一二两三四五六七八九十百千万亿半]*"
_FIGURE = rf"(?:\d[\d,]*(?:\.\d+)?|{_HAN})\s*(?:多|余)?"
_UNITS = (
    "万|亿|元|人|名|位|个|次|%|％|平方|公里|辆|台|套|所|处|家|项|起|天|小时|分钟|支|条|户|米|吨|岁|倍|份|年(?!度|\\d|[内至到，,。])"
    "|级|档|种|类|款|只|张|场|周岁|工作日|个月"
)
_BODY = "公司|分局|局|办|办公室|委员会|委|政府|机关|街道|人员|单位|部门|人|组|处|科|科室|机构|中心|协会|队|所|站|员|者|财政|法院|检察院|银行|企业"
_ACTS = (
    "负责|承担|审核|批复|批准|提出|支付|拨付|付|把|统筹|办理|同|与|实施|组织|发|颁发|核发|出具|监督|管理|决定|申请|报|审|牵头|签|缴|征收"
    "|应当|可以|应|给予|作出|责令|处以|依法|执行"
)
SHAPES: dict[str, re.Pattern[str]] = {
    "amount": re.compile(rf"{_FIGURE}(?:亿元|万元|元)"),
    "rate": re.compile(r"\d\s*(?:%|％)|百分之|[一二三四五六七八九]成|千分之|倍"),
    "date": re.compile(
        r"\d{4}\s*年|\d\s*月|[一二三四五六七八九十]+月|月底|月末|季度|每年|年底|年末|日前|之日起|日内|天内|[前后][，,。]|当年|次年|\d+日"
    ),
    "duration": re.compile(
        rf"(?<![\d年月])\d{{1,3}}\s*(?:个?工作日|个月|天|日(?!起)|小时|分钟|年(?!\s*\d))|{_HAN}\s*(?:年|个?工作日|个月|日|天|小时|分钟|周)"
    ),
    "who": re.compile(
        rf"由(?!于|此)[一-鿿]{{3,}}|由[^，。；]{{2,24}}(?:{_ACTS}|提供|管|承建|运行|开展|完成|落实|派)"
        r"|(?:单位|部门|主体|机构|公司|责任人|负责人)(?:是|为|[：:])\s*(?![一-鿿]{1,6}\s*[：:])[一-鿿]{2}"
        r"|(?:与|同|和|向|报|经|交)[^，。；]{2,24}(?:公司|中心|单位|部门|机关|机构|办|局|委员会|政府)"
        rf"|[一-鿿]{{1,20}}(?:{_BODY})[，,]?(?:{_ACTS})"
    ),
    "number": re.compile(
        rf"(?<![\d.])(?!(?:19|20)\d\d\s*年){_FIGURE}(?:{_UNITS})|百分之|千分之"
    ),
}  # fmt: skip
"""By ``Query.asked``."""
PLACE = re.compile(
    r"(?:位于|设在|地址|地点|搬到|在)[^，。；]{2,30}|[一-鿿]{2,}(?:路|街|巷|大道|广场|中心|大厅|楼|馆|村|小区|公园)"
)
CAUSE = re.compile(
    r"原因|主要[是受因由系]|所致|为此|起因|源于|受.{1,12}(?:影响|制约|所限)|(?:^|[，。；])故(?!意|事|障|此类)|系[因由]|由于|因为|鉴于|在于|为了|是因|所以|因此|因而|致使|导致|考虑到|为.{2,30}[，,]|因[^此而公故]"
)
PURPOSE = re.compile(
    r"为了|目的|旨在|以便|从而|用于|宗旨|为.{2,40}[，,]|使.{2,20}[，。]|以.{2,30}[，。]"
)
STEPS = re.compile(
    r"先|再[由向报经次]|然后|之后|步骤|流程|程序|审核|审批|提出|签订|拨付|验收|后[，,由]"
)
FORBIDS = re.compile(r"不得|禁止|严禁|不能|不准|责令|处|罚|否则|承担|追究|退回|扣")
CONDITIONS = re.compile(
    r"年满|周岁|学历|下列条件|以下条件|应当具备|应当具有|不低于|不少于|可以申领|品行|资本"
)
AFTERMATH = re.compile(
    r"退回|重新|责令|不得|可以|应当|申请|复查|补正|改正|视为|处理|整改|归入|并入"
)
USES = re.compile(r"用于|用来|购买|购置|支付|开支|包括|含|等")
RECKONS = re.compile(r"(?:怎么|如何|怎样|咋)(?:计?算|计发|折算|核算)")
RECKONED = re.compile(r"按照?|每满|乘|计算|计发|倍|百分之|标准")
PERMITS = re.compile(
    r"[能可][不否](?:能|可|可以)|能否|可否|可不可以|(?:允许|准许?|许可).{0,12}[吗么]$|可以.{1,16}[吗么]$|得不得"
)
"""Whether something may be done."""
PERMITTED = re.compile(r"不得|不能|不准|不许|不可|不予|禁止|严禁|可以|允许|有权|无权|方可|区别")
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"为什么|为何|为啥|原因|何以|因何|凭什么|怎么会|根子|根源|症结|病根|缘故|怎么回事|咋回事"
        ),
        CAUSE,
    ),
    (re.compile(r"目的|为了什么|干什么用|有什么用|做什么用|宗旨|作用|意义"), PURPOSE),
    (re.compile(r"后果|怎么处罚|怎么罚|罚|责任|会怎样|会怎么样|不.{1,12}怎么办"), FORBIDS),
    (RECKONS, RECKONED),
    (PERMITS, PERMITTED),
    (re.compile(r"怎么办|咋办|如何处理|怎么处理"), AFTERMATH),
    (re.compile(r"(?:买|花|用|干|做)(?:些|点)?(?:什么|啥|哪些)|用在|用途|用到哪"), USES),
    (re.compile(r"条件|资格|具备什么|什么要求|什么人可以"), CONDITIONS),
    (re.compile(r"流程|步骤|程序|怎么(?!样$)|如何|怎样|咋"), STEPS),
)
"""What is asked beyond a kind of figure, by the words of the question."""


_FAMILIES = (
    "人名位",
    "辆台部",
    "个家所处座间幢",
    "次回场起趟",
    "条艘只",
    "套件份册本",
    "公里千米",
    "平方亩",
)
_MEASURE = re.compile(
    r"(?:几|多少)\s*([人名位辆台部家所处座间幢次回场起趟条艘只套件份册本岁吨户亩米支项])(?!数|员)"
)
_MONEY = re.compile(
    r"(?:工资|薪资|薪酬|月薪|劳务费|单价|补贴|奖金|租金|罚款|费)(?:标准)?(?:是|要|有|给|为)?(?:多少|几)"
    r"|(?:买|花|付|补|罚|占掉|掏|拨|欠)[^，。]{0,6}(?:多少|几)(?![个名位人辆台套次份件条家所处场起支间天日年月岁成])"
)
_OWN_MEASURE = frozenset("户亩吨岁米支棵株页艘")
"""Measures for which nobody says 个."""
_GIVEN = re.compile(r"[给归]谁")
_WHAT = re.compile(r"什么(?!时候|时间)|哪些|哪几|怎么|怎样|如何|啥(?!时候)")
_HOW_MUCH = re.compile(r"多少|(?<!哪)几|百分")
_AREA = re.compile(
    r"多大.{0,3}(?:地方|地盘|面积|范围|场地)|(?:地方|地盘|范围|场地|占地|辖区)[^，。]{0,4}多大|面积"
)
_SQUARE = re.compile(r"平方|公顷|亩")
_TERM = re.compile(r"期限|期为|时限|为期|不得?超过|以内|日内|天内|年内|月内|至少|不少于")
_COMPANY = re.compile("公司")
_NUMBERED = re.compile(r"文号|发文字号|字号|哪号|几号文|什么号")
_NUMBER_MARK = re.compile(r"[〔\[［【(（]\s*(?:19|20)\d\d\s*[〕\]］】)）]")
_NAMED_COMPANY = re.compile("有限公司|集团|分公司")
_ROOT = re.compile(r"根子|根源|症结|病根|原因|问题|毛病|难点|短板|区别|差别|不同|好处|缘故")
"""What is asked by 在哪 and is no place."""
_PLACE = re.compile(r"在哪(?!些|个项目)|哪里|哪儿|什么地方|哪条路|地址|什么位置")
_ROAD = re.compile(r"[一-鿿]{2,}(?:路|街|巷|大道)")
_AMOUNT_OR_SHARE = re.compile(f"{SHAPES['amount'].pattern}|百分之|%|倍")
_EACH_AMOUNT = re.compile(
    rf"(?:[每按均]|/|／|单[价位次个人]|一[人个次户天名台套场年月]|人均|标准)[^。；]{{0,30}}?(?:{SHAPES['amount'].pattern})"
    rf"|(?:{SHAPES['amount'].pattern})\s*(?:/|／|每|一[人个次户天名台套场月]|的标准)"
)
"""What one piece costs, or what falls to a person or a day."""
_SHARED = re.compile(r"保证金|质保金|定金|押金|违约金|滞纳金|预付款|罚")
"""Sums that are often stated as a share."""
_CEILING = re.compile(r"超过|比例|不得|最多|上限|以内")


_WHICH = re.compile(
    r"哪一?[个家所][一-鿿]{0,4}?(派出所|律所|事务所|学校|医院|银行|协会|村|社区|小区|大学|中心|平台|银行|街道|镇)"
)
"""哪个派出所: the answer names one."""
_OFTEN = re.compile(
    r"频率|频次|(?:多久|多长时间)[^，。]{0,8}一[次回]|隔多久|多长时间一次|几[天周月年]一[次回]"
)
_EACH = re.compile(
    rf"[每按逐](?:半|个|一|{_HAN})?[个]?(?:季|月|周|年|日|天|工作日|季度|星期)|季度|{_HAN}[次回]"
)
_WORDED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"哪条路"), _ROAD),
    (_AREA, _SQUARE),
    (_NUMBERED, _NUMBER_MARK),
    (_OFTEN, _EACH),
)
"""By the words of the question alone, whatever kind it is taken for."""
_SPANS = (
    (
        re.compile(r"(?:多少|几)个?(?:工作日|[日天])"),
        re.compile(rf"(?:\d|{_HAN})\s*个?(?:工作日|[日天])"),
    ),
    (
        re.compile(r"(?:多少|几)个?小时|几分钟|多少分钟"),
        re.compile(rf"(?:\d|{_HAN})\s*(?:小时|分钟)"),
    ),
    (re.compile(r"(?:多少|几)(?:年|个月)"), re.compile(rf"(?:\d|{_HAN})\s*(?:年(?!度)|个月)")),
)
"""A span asked for in days, hours or years is answered in those."""


def span_of(text: str) -> re.Pattern[str] | None:
    """A span of time in what the words of a question ask it in (几年, 多少天), else None."""
    return next((said for asks, said in _SPANS if asks.search(text)), None)


def measure_of(text: str) -> re.Pattern[str] | None:
    """A figure in the measure that the words of a question name (几年, 多少平方米), else None."""
    span = span_of(text)
    if span is not None:
        return span
    measure = _MEASURE.search(text)
    return _counted(measure[1]) if measure else None


def shape_of(query: Query) -> re.Pattern[str] | None:
    """What the answer must contain; None where anything may be it."""
    asked, text = query.asked, query.text
    worded = next((said for asks, said in _WORDED if asks.search(text)), None)
    if worded is not None:
        return worded
    if asked in {None, "who"}:
        return _of_body(query)
    if asked == "duration":
        span = next((said for asks, said in _SPANS if asks.search(text)), None)
        return span or SHAPES["duration"]
    return _of_figure(query)


def which_of(text: str) -> re.Pattern[str] | None:
    """A name of the kind that a question asks for one of (哪个派出所)."""
    which = _WHICH.search(text)
    return re.compile(rf"[一-鿿]{{2,}}{which[1]}") if which else None


def _of_body(query: Query) -> re.Pattern[str] | None:
    """A person, a body or a place."""
    text = query.text
    which = which_of(text)
    if which is not None:
        return which
    if query.asked is None:
        return PLACE if _PLACE.search(text) and not _ROOT.search(text) else None
    if "公司" in text:
        return _COMPANY
    return None if _GIVEN.search(text) else SHAPES["who"]


def _of_figure(query: Query) -> re.Pattern[str] | None:
    """A figure with the measure that it is asked in."""
    asked, text = query.asked, query.text
    if asked in {"amount", "rate", "number"} and _WHAT.search(text) and not _HOW_MUCH.search(text):
        return None  # 经费能买什么 asks for no figure
    measure = _MEASURE.search(text)
    if asked in {"count", "number"} and measure is not None:
        return _counted(measure[1])
    if asked == "count":
        return _counted(query.units[0]) if query.units else SHAPES["number"]
    if asked == "number" and _MONEY.search(text):
        return _AMOUNT_OR_SHARE
    if asked == "amount" and EACH_ONE.search(text):
        return _EACH_AMOUNT
    if asked == "amount" and (_CEILING.search(text) or _SHARED.search(text)):
        return _AMOUNT_OR_SHARE
    return SHAPES.get(asked or "")


@cache
def _counted(measure: str) -> re.Pattern[str]:
    """A figure with the measure that is asked for, or one that counts the same things."""
    family = next((row for row in _FAMILIES if measure in row), measure)
    other = "" if measure in _OWN_MEASURE else "|个(?!月|工作日|百分点)"
    return re.compile(rf"(?:\d|{_HAN})\s*(?:余|多)?(?:至\s*{_HAN})?(?:[{family}](?!次){other})")


def manner_of(query: Query) -> re.Pattern[str] | None:
    """What speaks for a stretch as an answer to why, what for, how; no answer must contain it."""
    if query.asked == "who" and "公司" in query.text:
        return _NAMED_COMPANY
    if query.asked == "duration":
        return _TERM
    return next((said for asked, said in _KINDS if asked.search(query.text)), None)
