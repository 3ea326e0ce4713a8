"""度量: whether a row's value is of the kind of figure that a question asks for.

The measure asked decides the row: what one piece costs is not what all cost, a number of things is
no sum of money, minutes are not a plan's months, a day of an event is not the month it is due by.
"""

from __future__ import annotations

import re

from assistant.domain.coverage import cover, precision
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry
from assistant.jobs.answer.wording import ACTING

_MEASURES = {
    "amount": frozenset(("元",)),
    "rate": frozenset(("%", "‰")),
}
_NO_COUNTS = frozenset(("元", "%", "‰"))
"""Measures of what is no number of things."""
_EVENT = re.compile(
    r"受伤|伤亡|死亡|亡人|事故|投诉|违[规纪法章]|流失|离职|辞[职退]|失业|故障|损坏|返工|差错|失误|上访|案件|病假|缺勤|不合格"
)
"""What befalls persons or things: how often it does is no number of them."""
_GETS = re.compile(r"采购|购置|购买|新购|新增|新建|新招|招录|更新|更换|淘汰|报废|改造|维修")
"""What is done to things: how many it is done to is not how many there are."""
_HOLDS = re.compile(
    r"现在|现有|目前|如今|已有|原有|共有|总共有|一共有|(?:只|拥|配)有|有(?:多少|几)"
)
_SURVEYED = re.compile(
    r"([一-鿿]{0,2}(?:人员|员工|队员|居民|群众|民警|志愿者|单位|部门|人群|对象|家长|学生|职工|商户"
    r"|老人|老年人|残疾人|患者|病人|游客|观众|读者|用户|教师|医生|业主|住户|村民|市民|公众|企业|农户|儿童|参与者))的?满意[度率]"
)
"""满意度 names whom is asked (财预〔2021〕101号); another group's is another indicator."""
PUBLIC = frozenset(
    ("群众", "居民", "老百姓", "百姓", "市民", "公众", "社会公众", "人民群众", "民众", "大伙儿")
)
"""Who is served by what serves everybody."""
_SERVED_ALL = re.compile(r"(?:受益(?:人群|群众|对象|群体)|服务对象|社会公众|公众)的?满意")
_SERVED = re.compile(
    r"居民|群众|家长|学生|老人|老年人|残疾人|患者|病人|游客|观众|读者|用户|教师|业主|住户|村民|市民|公众|农户|儿童|商户"
)
_MONEY = re.compile(r"[金费款钱资价薪额税]|补贴|补助|成本|预算|支出|收入|投入")
_ONE_PIECE = re.compile(
    r"单价|均价|(?:每|一|单)(?:个|人|名|位|次|场|套|台|件|家|所|处|份|张|站|平方?米?|公里|吨|条|户|立方米?|亩)(?!共)"
)
EACH_ONE = re.compile(
    r"单价|均价|每(?!年|一年|项目|笔|项|季|批|期|届|周|星期)|(?<![第另唯统同进])一(?:个人|人|名|位|户|天|日|小时|度|次|场|趟|个月|个点位|公里|平方?米?|平米|亩|吨|株|棵|页|幅)"
    r"(?![共定起体式])|一个(?!项目|指标|年度?|季度)[一-鿿]{0,6}(?:多少|几)|一个月"
)
"""Words by which the price of one piece is asked, or what falls to a day or a person."""
_TOTAL = re.compile(r"总预算|预算总|总额|总的?(?:是|要|有)?多少|一共|总共|合计|盘子")
_EACH_TOLD = re.compile(r"每|/|一[人次户天个]|单[位价个次人]|人均|均")
_PIECE_PRICE = re.compile(r"单价|标准|价|成本|多少钱一|几块一|怎么补|补多少")
_ONE_OF = re.compile(
    r"(?:每|单|一)(?:个)?(人|名|位|学生|户|亩|平方?米?|平|公里|吨|次|场|趟|台|套|辆|座|处|所|件|条|天|日|月|小时|株|棵|页|幅|册|本)"
)
_PIECE_FAMILIES = (
    ("人", "名", "位", "生", "学生", "人次"), ("户", "家"), ("亩",), ("平方米", "平方", "平米", "平", "㎡"),
    ("公里", "千米"), ("吨",), ("次", "场", "趟", "场次"), ("台", "套", "辆", "件"), ("座", "处", "所"), ("条",),
    ("株", "棵"), ("页", "幅"), ("册", "本"),
)  # fmt: skip
"""Pieces that may stand for one another."""
_AVERAGE = re.compile(r"(人|户|亩|场|座|株|站)均|单(位|人|户|亩|场|座|株|站|台|次|页)")
_OF_LEVEL = re.compile(
    r"(中央|上级|省|市|区|县|镇|乡)(?:里|级|财政|本级)?(?:自己)?(?:出|掏|拨|拿|补|配套|承担|负担)(?!台)"
)
"""What a level of government pays is no project's whole."""
_CAPPED = re.compile(r"最多|不超过|不能超|不得超|上限|封顶|控制在|以内|之内|顶多|至多")
_DAY = re.compile(r"哪一?天|几号|哪一?日|几月几[号日]")
_DUE = re.compile(r"之?[前内]|最晚|最迟|截止|期限|时限|到期|计划|完成|要")
_DAY_TOLD = re.compile(r"\d\s*[日号]|[一二三四五六七八九十]\s*[日号]|\d-\d{1,2}-\d|\d\.\d{1,2}\.\d")
_PIECES = re.compile(r"(?<!哪)(?:几|多少)个(?!点|百分|月|小时|钟|工作日|钱|亿|万|季)")
_SPANS = (
    (re.compile(r"分钟|分种"), re.compile(r"分|秒|min|小时|即时|立即", re.I)),
    (re.compile(r"小时|钟头"), re.compile(r"小时|分|天|日|min|h", re.I)),
    (re.compile(r"(?:几|多少)个?(?:工作日|[天日])"), re.compile(r"[天日]|小时|周")),
)
"""A span asked for in small units is told in such: 几分钟 is no plan's 1至12月."""
_LASTING = re.compile(
    r"\d\s*(?:个?工作日|个月|[天日]内|天|小时|分钟)|半年|[一二三四五六七八九十]+(?:天|小时|个月|日内)"
)
_DAYS = re.compile(r"(?:几|多少)个?(?:工作日|[天日])(?![几多]?次|一次)")
_BY_DAY = re.compile(r"/\s*[天日周]|每[天日周]")
_CONTRARY = (
    (re.compile(r"[买购](?!.{0,4}服务)"), re.compile(r"租[赁用金]|维修|养护|报废|拆除|处置")),
    (re.compile(r"租"), re.compile(r"购[买置]|采购|新建|自建")),
    (re.compile(r"[查测巡]"), re.compile(r"维修|改造|新建|采购|购置|拆除")),
    (re.compile(r"修(?!建|订|剪)"), re.compile(r"购[买置]|采购|报废")),
    (re.compile(r"招|聘|雇"), re.compile(r"离职|辞退|解聘|流失|退出")),
    (re.compile(r"走了|离职|辞职|流失"), re.compile(r"招[录聘]|聘用|新增")),
)
"""What is done to the thing asked for, and rows that tell of something else done to it."""
_AND_SO_ON = re.compile(r"等+$")
_OWN = frozenset("户座间栋棵株本册门亩艘架顶盏具")
"""Measures that a quantity without one is not taken for."""
_OBJECTS = re.compile(r"(?:对象|人员|队员|用户|商户|户|车辆?|设备|器材|材料|用品)$")
_SHARES = frozenset(("%", "‰", "成", "倍", "分", "度"))
_RATE = re.compile(r"率|比例|比重|占比|性$|度$")
_NAME = re.compile(r"叫(?:什么|啥)|名字|名称|全称|哪家(?:公司|单位)")
_TOLD_IN_FIGURES = frozenset(
    ("indicator", "budget_line", "group", "account", "fund", "execution", "declaration")
)
_PAID = re.compile(r"\d\s*(?:[万亿千百]?元|万)|预算|标准|[一二三四五六七八九十百千万]+元")
_ARREARS = re.compile(r"尾款|结转")
_OF_ARREARS = re.compile(r"尾款|尾数|余款|结转|欠|没[付结]|未[付结]|剩|上年|往年|以前年度")
_PRICE = re.compile(r"单[位价个人次场套台件站所]|每|均|标准|/")
_WORDED = -0.2
"""What a value in words loses where a figure is asked for."""


def priced(query: Query, entry: Entry) -> float:
    """A bonus for what one piece costs, where the question asks for it (一场多少钱, 单价)."""
    capped = query.asked == "amount" and _CAPPED.search(query.text) is not None
    return _pieced(query, entry) + (0.3 if capped and "≤" in entry.value else 0.0)


def _pieced(query: Query, entry: Entry) -> float:
    if query.asked != "amount" or not _ONE_PIECE.search(query.text):
        return 0.0
    if _whole_line(entry):
        return -0.5
    if (entry.measure or "").startswith("元/") or _PRICE.search(entry.name):
        return 0.35
    return 0.2 if entry.line and entry.line.unit_price else 0.0


def _whole_line(entry: Entry) -> bool:
    """Whether a row tells what all of something costs, and not what one piece does."""
    line = entry.line
    if line is None:
        return entry.kind in {"group", "fund", "declaration"}
    return line.unit_price is None and line.quantity not in (None, 1)


def survey_fits(query: Query, entry: Entry) -> bool:
    """Whether a satisfaction is that of the group which the question names."""
    asked = _SURVEYED.search(query.wording.replace("|", ""))
    if asked is None or entry.kind != "indicator" or "满意" not in entry.key:
        return True
    group = re.sub(r"^(?:相关|服务)", "", asked[1])
    if group in PUBLIC and of_public(entry):
        return True
    own = (entry.key, entry.about)
    if not cover((group,), own).missing:
        return True
    # 会诊患者: whose patients they are the declaration says; whose staff they are is another group
    noun = next((n for n in (group[1:], group[2:]) if len(n) > 1 and _SERVED.fullmatch(n)), None)
    lead = group.removesuffix(noun) if noun else group
    return bool(noun) and not cover((noun or "",), own).missing and lead in entry.scope.names


def of_public(entry: Entry) -> bool:
    """Whether a satisfaction is that of the people served, without a name of their own."""
    declared = entry.scope.declaration
    if declared is None or entry.kind != "indicator" or not _SERVED_ALL.search(entry.name):
        return False
    return sum("满意" in row.name for row in declared.indicators) == 1


def measure_fits(query: Query, entry: Entry) -> float | None:
    """A bonus where the value is of the kind asked for; None where it cannot be."""
    asked = query.asked
    if entry.kind == "declaration" and not _of_whole(query):
        return None
    if _contrary(query, entry) or other_rate(query, entry) or other_number(query, entry):
        return None
    level = _OF_LEVEL.search(query.text)
    if level and entry.kind not in {"fund", "field"} and level[1] not in entry.key:
        return None
    if _ARREARS.search(entry.key) and not _OF_ARREARS.search(query.text) and asked == "amount":
        return None if not query.relative and not query.years else -0.1
    if entry.measure == "元" and asked in {"date", "duration", "rate"}:
        return None
    if entry.kind == "term" and asked not in {None, "who"}:
        return None  # what a word means is no figure
    if asked == "rate" and len(entry.key) >= 4 and entry.key in query.text:
        return 0.2  # the row is called so
    if asked == "who":
        return 0.1 if entry.kind == "field" else None
    if asked in (None, "number"):
        return _number_fits(query, entry)
    if asked in _MEASURES:
        return _measured(query, entry, asked)
    if asked == "count":
        return _count_fits(query, entry)
    return _time_fits(query, entry)


def _of_whole(query: Query) -> bool:
    """Whether a project's whole amount may be meant: money is asked for, and not of one piece."""
    if query.asked == "amount":
        return not _ONE_PIECE.search(query.text)
    return query.asked is None or "amount" in query.intents


def _contrary(query: Query, entry: Entry) -> bool:
    """买了几台 asks for no 租赁, and 招了多少人 for no 离职人数."""
    how = ACTING.search(query.text)
    if how is None or query.asked not in {"count", "number"}:
        return False
    return any(act.search(how.group()) and not act.search(entry.key) and other.search(entry.key)
               for act, other in _CONTRARY)  # fmt: skip


def _of_piece(query: Query, entry: Entry) -> bool:
    """Whether a row may tell what the asked piece costs: it has a price of one, or is of one."""
    if not EACH_ONE.search(query.text):
        return not (_TOTAL.search(query.text) and (entry.measure or "").startswith("元/"))
    line = entry.line
    asked, given = _piece_asked(query.text), _piece_of(entry)
    if asked and given and asked != given:
        return False
    if line is not None:
        return line.unit_price is not None and line.quantity != 1
    told = f"{entry.name}{entry.value}{entry.measure or ''}"
    return entry.kind in {"indicator", "field"} and bool(_EACH_TOLD.search(told))


def _has_namesake(entry: Entry) -> bool:
    """Whether a line of the project is called what the project is: all of it is then its total."""
    declared = entry.scope.declaration
    return declared is not None and any(
        canonical(line.item) == entry.key for line in declared.budget_lines
    )


def _piece_asked(text: str) -> str:
    """What the question asks the price of one of (人, 亩, 次), by its family; empty where unsaid."""
    match = _ONE_OF.search(text)
    return next((row[0] for row in _PIECE_FAMILIES if match and match[1] in row), "")


def _piece_of(entry: Entry) -> str:
    """What a row is the price of one of, as its measure or its name says."""
    told = (entry.measure or "").partition("/")[2]
    name = _AVERAGE.search(entry.key)
    said = told or (name[1] or name[2] if name else "")
    return (
        next((row[0] for row in _PIECE_FAMILIES if any(said.startswith(one) for one in row)), "")
        if said
        else ""
    )


def _measured(query: Query, entry: Entry, asked: str) -> float | None:
    """Money or a rate is asked for."""
    if asked == "amount" and not _of_piece(query, entry):
        return None
    if entry.kind == "declaration" and _TOTAL.search(query.text) and _has_namesake(entry):
        return 0.5
    if entry.measure in _MEASURES[asked]:
        return 0.25
    if asked == "amount":
        if (entry.measure or "").startswith("元/"):
            return 0.2 if _PIECE_PRICE.search(query.text) or EACH_ONE.search(query.text) else 0.0
        if entry.kind in {"indicator", "plan", "activity"} and not _PAID.search(entry.value):
            return None
        return None if entry.measure is not None or "amount" in query.intents else -0.25
    if entry.kind == "indicator":
        if entry.number is None and "%" not in entry.value and not entry.name.endswith("率"):
            return None
        if entry.measure and entry.measure not in _SHARES and not _RATE.search(entry.name):
            return None  # a number of things is no share of them
        return 0.0 if entry.name.endswith("率") else -0.2
    return -0.25


_DATED = re.compile(
    r"\d\s*[年月日号]|[一二三四五六七八九十]\s*[月季]|\d{4}[-./]\d|[年月季]度?[底末初中内前]|每|季|上半年|下半年"
)
"""A value that says when."""


def _time_fits(query: Query, entry: Entry) -> float | None:
    """A date or a duration is asked for."""
    if query.asked == "date" and entry.kind in {"field", "indicator"}:
        said = f"{entry.value}{entry.name if entry.kind == 'field' else ''}"
        if not _DATED.search(said):
            return None
        if _DAY.search(query.text) and not _DUE.search(query.text) and not _DAY_TOLD.search(said):
            return None
    if query.asked == "duration":
        if entry.measure in _NO_COUNTS:
            return None
        if _DAYS.search(query.text) and _BY_DAY.search(f"{entry.value}{entry.measure or ''}"):
            return None  # 24小时/天 is no number of days
        span = next((told for asked, told in _SPANS if asked.search(query.text)), None)
        if entry.kind in {"plan", "activity", "section"} and not _LASTING.search(entry.value):
            return None
        if span and not span.search(f"{entry.value}{entry.measure or ''}"):
            return None
        return 0.2 if entry.kind == "indicator" and entry.measure in query.units else 0.0
    indicator = entry.indicator
    if entry.kind in {"plan", "field"}:
        return 0.2
    return 0.25 if indicator and indicator.target.kind in {"date", "frequency"} else -0.1


def _number_fits(query: Query, entry: Entry) -> float | None:
    """A 多少 without a unit: a value in words answers only where the target itself is asked for."""
    if entry.measure in _NO_COUNTS and (
        _counts_things(query, entry) or (query.asked == "number" and _PIECES.search(query.text))
    ):
        return None
    if query.asked is None and _NAME.search(query.text) and entry.kind in _TOLD_IN_FIGURES:
        return None  # what something is called no figure tells
    if query.asked is None or entry.number is not None:
        return 0.0
    if entry.kind in {"plan", "activity", "section", "goal"}:
        return None
    if entry.kind == "indicator" and not re.search(r"目标|指标|要求|标准", query.text):
        return None
    return _WORDED


def other_rate(query: Query, entry: Entry) -> bool:
    """患者有多少 asks no 患者满意度."""
    return (
        query.asked == "number" and "满意" in entry.key and "满" not in query.text + query.wording
    )


def other_number(query: Query, entry: Entry) -> bool:
    """Whether a row counts what befell, or was done to, the things that are asked for.

    有多少名消防员 asks no 消防员受伤人数, 现有几辆消防车 no 采购消防车.
    """
    if query.asked not in {"count", "number", None}:
        return False
    befell = _EVENT.search(entry.key)
    if befell and query.asked == "count" and not _EVENT.search(query.text):
        return True
    holds = _HOLDS.search(query.text) and (query.asked == "count" or bool(query.premises))
    return bool(holds and _GETS.search(entry.key) and not _GETS.search(query.text))


def _counts_things(query: Query, entry: Entry) -> bool:
    """发了多少传单 asks how many there are, not what they cost; 多少合规 asks for the 合规率."""
    if "amount" in query.intents:
        return False
    things = [
        thing for thing in query.content
        if not _MONEY.search(thing) and f"{thing[:2]}率" not in entry.key
    ]  # fmt: skip
    return any(f"{how}{thing[:2]}" in query.text for how in ("多少", "几") for thing in things)


def measure_of(entry: Entry) -> str | None:
    """What a budget line's quantity is counted in, as its unit price says it (1.0万元/公里)."""
    line = entry.line
    if line is None or line.unit_price is None or line.quantity is None:
        return None
    return line.unit_price.raw.partition("/")[2].strip() or None


def _count_fits(query: Query, entry: Entry) -> float | None:
    measure = entry.measure or ""
    if measure == "人次" and "人次" not in query.text:
        return None
    if measure and (measure in query.units or measure[:1] in query.units):
        return 0.3
    if entry.kind == "budget_line" and measure_of(entry) in query.units:
        return 0.25
    if entry.kind == "budget_line" and entry.line and entry.line.quantity not in (None, 1):
        # Of what the quantity is one, only the line's name says: it must be named nearly whole.
        persons = _OBJECTS.search(entry.key) is not None
        if ("次" in query.units and persons) or (_OWN & set(query.units) and not persons):
            return None
        return -0.1 if precision(_AND_SO_ON.sub("", entry.key), query.spoken) >= 0.6 else None
    if entry.kind == "indicator" and entry.number is not None and not measure:
        return 0.0
    return None
