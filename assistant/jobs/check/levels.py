"""TAX: the tree of indicators: missing branches, rows under the wrong level, foreign content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.declaration import Indicator
from assistant.domain.locator import Locator
from assistant.domain.taxonomy import level2_rank
from assistant.jobs.check.case import Case
from assistant.jobs.check.names import normal, pairs, related
from assistant.jobs.check.registry import Flag, rule
from assistant.jobs.check.subjects import subjects_of

COST, OUTPUT, BENEFIT, SATISFACTION = "成本指标", "产出指标", "效益指标", "满意度指标"
QUANTITY, QUALITY, TIMELINESS = "数量指标", "质量指标", "时效指标"
ECONOMIC, SOCIAL, ECOLOGICAL = "经济效益指标", "社会效益指标", "生态效益指标"
SOCIAL_COST, ECOLOGICAL_COST = "社会成本指标", "生态环境成本指标"
LASTING, SURVEYED = "可持续影响指标", "服务对象满意度指标"


@dataclass(frozen=True, slots=True)
class Home:
    """Where an indicator with a name like ``pattern`` may stand."""

    pattern: re.Pattern[str]
    levels: frozenset[str]


HOMES = (
    Home(re.compile(r"满意(?:度|率)"), frozenset({SURVEYED})),
    Home(re.compile(r"(?:成本|单价|控制数)$"), frozenset({"经济成本指标", ECONOMIC})),
    Home(re.compile(r"(?:及时性|及时率|时效性|完成时间|完成时限|响应时间|到位时间|进度)$"),
         frozenset({TIMELINESS})),
    Home(re.compile(r"(?:持证\S{0,2}率|合格率|达标率|合规率|准确率|优良率|完好率|在线率|故障率|达标性|规范性)$"),
         frozenset({QUALITY, SOCIAL})),
    Home(re.compile(r"(?:长效|机制|制度)\S{0,8}(?:健全|完善|执行|有效|建立|建设)\S{0,3}$|^长效\S{2,}机制$"),
         frozenset({LASTING, QUALITY, SOCIAL})),
    Home(re.compile(r"(?:效率|投诉\S{0,3}|事故\S{0,3}|案发\S{0,6}|发案\S{0,3})$"),
         frozenset({SOCIAL, QUALITY, LASTING, QUANTITY, SOCIAL_COST, ECOLOGICAL_COST})),
    Home(re.compile(r"(?:人数|人次|次数|场次|套数|户数|台数|个数|岗数|场数|辆数)$"),
         frozenset({QUANTITY, SOCIAL, ECONOMIC, QUALITY})),
)  # fmt: skip
"""Endings of names and the level-2 places that the field knows for them."""

ECOLOGY = re.compile(
    r"生态|环境|绿化|绿地|污染|垃圾|能耗|节能|排放|减排|水质|空气|碳|噪声|噪音|扬尘|植被|湿地|河道|资源|卫生"
    r"|整洁|清洁|保洁|环保|回收|再利用|循环|再生|废|固废|水面|水体|断面|漂浮|柴油|新能源|尾气|油烟|粉尘|低碳"
    r"|用纸|纸张|无纸|焚烧|火点|火灾受害|秸秆|农药|化肥|薄膜|地膜|塑料|燃油|油耗|电耗|煤|光伏|骑行|森林|草原|海|湖|江|溪|流域"
    r"|地下水|地表水|水土|水源|沙化|荒漠|滩涂|臭|辐射|动物|植物|鸟|病虫|防护林|宜居|人居|热岛|积尘|降尘|尘"
    r"|减碳|节水|节电|用电量|用水量|绿色|树|林|土壤|草|物种|生物|鱼|覆绿|裸土|黑臭|异味|光污染|干湿"
)
ECONOMY = re.compile(
    r"经济|收入|产值|税|投资|成本|节约|节省|增收|效益|损失|利润|营收|就业|消费|财政|资产|运输|物流|产量|产能|销售"
    r"|挽回|取得利益|经济利益|产出|带动|薪|劳务|户均|人均增|增值|采购价|品牌|收益|支出|资金|降本|销量|交易|租金|盘活|招商|企业|商户|游客|客流|旅游|入住|营业|价格|产业|农产品|订单|融资|贷款|市场|工时|缩短"
)


def _flag(case: Case, indicator: Indicator, message: str, suggestion: str) -> Flag:
    return Flag(indicator.locator, message, (case.place_of(indicator),), suggestion)


def _printed_levels(case: Case) -> set[str]:
    """Level-2 names of 产出 that stand anywhere between the first and the last indicator.

    Where extraction moved a label, its rows cannot be blamed for standing under another.
    """
    rows = case.declaration.indicators
    if not rows:
        return set()
    text = re.sub(
        r"[ \u3000]", "", case.document.text[rows[0].locator.start : rows[-1].locator.end]
    )
    return {name for name in (QUANTITY, QUALITY, TIMELINESS) if name in text}


def _table_place(case: Case) -> Locator | None:
    """The head of the indicator table; the declaration's first indicator else."""
    rows = case.declaration.indicators
    if not rows:
        return None
    for cell in case.cells:
        if cell.start < rows[0].locator.start and re.match(
            r"(?:一级|二级)(?:指标|目标)", cell.text.strip()
        ):
            return case.at(cell.start, cell.end, cell.cell)
    return rows[0].locator


@rule(
    "TAX001", "缺一级指标", "warning",
    what="产出、效益、满意度（2023 年以后还有成本）中有一类没有任何三级指标。",
    why="目标要包括产出、成本，以及经济、社会、生态效益、可持续影响和服务对象满意度（中发〔2018〕34号）。",
    certainty="V",
    wrong="效益指标\t社会效益指标\t河道环境投诉\t≤10.00(起)\t根据工作目标\n\t可持续影响指标\t河道长效管护机制\t每季度巡查通报1次\t根据工作目标",
    right="效益指标\t社会效益指标\t河道环境投诉\t≤10.00(起)\t根据工作目标\n\t可持续影响指标\t河道长效管护机制\t每季度巡查通报1次\t根据工作目标\n满意度指标\t服务对象满意度指标\t沿河居民满意度\t≥90.00(%)\t根据工作目标",
)  # fmt: skip
def branch_missing(case: Case) -> Iterator[Flag]:
    """A level-1 branch without rows."""
    rows = case.declaration.indicators
    place = _table_place(case)
    if len(rows) < 3 or place is None:
        return
    if not any(i.level1 or i.level2 for i in rows):
        yield Flag(
            place, "指标表没有一级、二级指标栏，看不出成本、产出、效益、满意度是否齐全", (),
            "按现行体系补上一级、二级指标", severity="advice",
        )  # fmt: skip
        return
    present = {i.current.level1 for i in rows}
    wanted = [OUTPUT, BENEFIT, SATISFACTION]
    if (case.year or 0) >= 2023:
        wanted.insert(0, COST)
    for level in wanted:
        if level not in present and not (
            level == SATISFACTION and any("满意" in i.name for i in rows)
        ):
            yield Flag(
                place, f"指标表没有{level}", (), f"补充{level}，或说明不设的理由",
                severity="warning",
            )  # fmt: skip


@rule(
    "TAX002", "产出缺数量、质量或时效指标", "warning",
    what="产出指标下没有数量指标，或没有质量指标，或没有时效指标。",
    why="产出一般要有数量和质量，时效按项目需要（101号，条款凭记忆）。",
    certainty="R",
    wrong="\t质量指标\t水质达标率\t≥95.00(%)\t根据工作要求\n\t\t护栏维修验收合格率\t=100.00(%)\t根据工作要求\n效益指标",
    right="\t质量指标\t水质达标率\t≥95.00(%)\t根据工作要求\n\t\t护栏维修验收合格率\t=100.00(%)\t根据工作要求\n\t时效指标\t河道保洁完成及时率\t=100.00(%)\t根据工作要求\n\t\t河道养护及时性\t十二月底前\t根据工作要求\n效益指标",
)  # fmt: skip
def output_incomplete(case: Case) -> Iterator[Flag]:
    """数量, 质量, 时效 under 产出."""
    output = [i for i in case.declaration.indicators if i.current.level1 == OUTPUT]
    if not output or any(i.current.level2 is None for i in output):
        return
    present = {i.current.level2 for i in output} | _printed_levels(case)
    for level in (QUANTITY, QUALITY, TIMELINESS):
        if level not in present:
            yield Flag(
                output[0].locator, f"产出指标没有{level}", (), f"补充{level}",
                severity="advice" if level == TIMELINESS else None,
            )  # fmt: skip


@rule(
    "TAX003", "指标放错层级", "warning",
    what="三级指标的名称与所在的二级指标不合（持证率在可持续影响下，机制健全性在生态效益下，效率在生态效益下）。",
    why="二级指标决定考核什么：质量看达标，时效看及时，生态看环境（各年申报表的通行放法）。",
    certainty="S",
    wrong="\t可持续影响指标\t河道设施达标率\t=100.00(%)\t根据工作目标",
    right="\t可持续影响指标\t河道长效管护机制\t每季度巡查通报1次\t根据工作目标",
)  # fmt: skip
def wrong_level(case: Case) -> Iterator[Flag]:
    """A name's ending against its level 2."""
    lost = _printed_levels(case) - {i.current.level2 for i in case.declaration.indicators}
    for indicator in case.declaration.indicators:
        level = indicator.current.level2
        if lost or level is None or {"level1", "level2", "name"} & set(indicator.uncertain):
            continue
        name = re.sub(r"[（(].*?[）)]$", "", indicator.name.strip())
        home = next((h for h in HOMES if h.pattern.search(name)), None)
        if home is not None and level not in home.levels:
            fits = "或".join(sorted(home.levels, key=lambda n: (len(n), level2_rank(n)))[:2])
            yield _flag(case, indicator, f"“{name}”放在{level}下，宜为{fits}", f"移到{fits}")
        elif level == QUALITY and _counted(indicator):
            yield _flag(case, indicator, f"“{name}”是数量，却放在{level}下", f"移到{QUANTITY}")
        elif level in {QUANTITY, QUALITY} and _dated(indicator):
            yield _flag(
                case, indicator, f"“{name}”说的是时间，却放在{level}下", f"移到{TIMELINESS}"
            )
        elif level == ECOLOGICAL and not ECOLOGY.search(name):
            yield _flag(
                case, indicator, f"“{name}”与生态环境无关，却放在{level}下", "移到相应的效益指标"
            )
        elif (
            level == ECONOMIC and home is None and not ECONOMY.search(name)
            and indicator.target.kind != "amount"
        ):  # fmt: skip
            yield _flag(
                case, indicator, f"“{name}”不是经济效益，却放在{level}下", "移到相应的效益指标"
            )


_COUNTED = re.compile(r"(?:人次|场次|场数|期数|册数|册次|次数|件数|人数|批次)$")
_JUDGED = re.compile(
    r"合格|达标|优|良|差错|投诉|事故|违规|故障|返工|退回|抽查|抽检|检查|检测|整改|考核|验收|超标|逾期|举报|不良|错|缺|持证|通过|评估|质量"
)
"""Counts that tell how good a thing is: at home under 质量."""


def _dated(indicator: Indicator) -> bool:
    """Whether a row only says by when (完工时间 8月底前)."""
    ended = re.search(r"(?:时间|日期|时限|期限|时点)$", indicator.name.strip())
    return indicator.target.kind == "date" and ended is not None


def _counted(indicator: Indicator) -> bool:
    """Whether a row only counts what was done (接待人次 ≥2.2万人次)."""
    target, name = indicator.target, re.sub(r"[（(].*?[）)]$", "", indicator.name.strip())
    if target.kind != "count" or target.operator in {"<=", "<"} or not target.number:
        return False
    return bool(_COUNTED.search(name)) and not _JUDGED.search(name)


@rule(
    "TAX004", "指标内容与项目无关", "warning",
    what="指标说的是另一个业务领域的事，项目名称、概况、目标里都没有涉及，像是从别的项目抄来的。",
    why="指标要与支出方向紧密相关（101号，条款凭记忆）；别的项目的指标会被退回。",
    certainty="R",
    wrong="效益指标\t社会效益指标\t图书借阅流通册次\t≥5000.00(册)\t根据工作目标",
    right="效益指标\t社会效益指标\t河道环境投诉\t≤10.00(起)\t根据工作目标",
)  # fmt: skip
def foreign_indicator(case: Case) -> Iterator[Flag]:
    """The name speaks of a field of work that the project nowhere touches."""
    rows = case.declaration.indicators
    own = _own_words(case)
    if len(rows) < 4 or len(own) < 60:
        return
    fields = subjects_of(own)
    outside = _text_without_indicators(case)
    for indicator in rows:
        if "name" in indicator.uncertain:
            continue
        named = _CHECKED.sub("", normal(indicator.name))
        strange = {f: w for f, w in subjects_of(named).items() if f not in fields}
        words = pairs(indicator.name)
        known = [w for w in words if w in outside]
        funded = any(
            related(p.name, indicator.name) or any(related(r.item, indicator.name) for r in p.lines)
            for p in case.parts
        )
        if (
            not strange
            or not words
            or funded
            or len(known) / len(words) > 0.5
            or _sibling(case, indicator)
        ):
            continue
        if subjects_of(normal(indicator.name)).keys() & fields.keys():
            continue
        field, word = next(iter(strange.items()))
        yield _flag(
            case, indicator,
            f"“{indicator.name}”说的是{field}（{word}），本项目的概况、目标中都没有涉及",
            "核对是否从别的项目抄来；与项目无关的应删去",
        )  # fmt: skip


_CHECKED = re.compile(r"(?:抽检|抽查|检测|检查|验收|考核)(?:合格|达标|通过|优良)?率?")
"""How anything is checked: no field of its own (餐品抽检合格率)."""


def _own_words(case: Case) -> str:
    """What the project says of itself outside the indicator table: name, goals, overview."""
    declaration = case.declaration
    overview = [
        s.text for s in case.prose
        if re.search(r"概况|背景|概述|必要性|重要性|活动内容|投入", case.heading_at(s.start))
    ]  # fmt: skip
    return normal((declaration.project or "") + case.goals_text + "".join(overview))


def _sibling(case: Case, indicator: Indicator) -> bool:
    """Another indicator of the same content outside its own branch: then it is the project's."""
    own = pairs(indicator.name)
    return any(
        len(own & pairs(i.name)) >= 2
        for i in case.declaration.indicators
        if i is not indicator and i.current.level2 != indicator.current.level2
    )


def _text_without_indicators(case: Case) -> str:
    """The declaration's text with the rows of indicators cut out."""
    text, at, pieces = case.document.text, case.start, []
    for row in sorted((i.locator for i in case.declaration.indicators), key=lambda p: p.start):
        end = text.find("\n", row.end)
        pieces.append(text[at : row.start])
        at = max(at, end if end >= 0 else row.end)
    pieces.append(text[at : case.end])
    return normal("\n".join(pieces))


@rule(
    "TAX005", "效益指标没有社会效益", "warning",
    what="效益只有生态或经济方面的指标，而项目的目标是社会治理、服务或安全。",
    why="效益指标要反映项目自己的目标；目标讲社会效果而指标讲生态，互不对应。",
    certainty="V",
    wrong="效益指标\t生态效益指标\t河道环境投诉\t≤10.00(起)\t根据工作目标\n\t\t河道整洁天数\t≥300.00(天)\t根据工作目标",
    right="效益指标\t社会效益指标\t河道环境投诉\t≤10.00(起)\t根据工作目标\n\t可持续影响指标\t河道长效管护机制\t每季度巡查通报1次\t根据工作目标",
)  # fmt: skip
def no_social_benefit(case: Case) -> Iterator[Flag]:
    """All benefit rows ecological or economic."""
    benefit = [i for i in case.declaration.indicators if i.current.level1 == BENEFIT]
    kinds = {i.current.level2 for i in benefit}
    social = re.search(r"安全|治安|服务|居民|群众|市民|和谐|稳定|保障|社会|民生", case.goals_text)
    if benefit and kinds <= {ECOLOGICAL, ECONOMIC} and social:
        yield Flag(
            benefit[0].locator,
            f"效益指标全部是{'、'.join(sorted(k for k in kinds if k))}，目标所说的“{social.group()}”没有社会效益指标",
            tuple(i.locator for i in benefit[1:]), "按总目标补充社会效益指标",
        )  # fmt: skip
