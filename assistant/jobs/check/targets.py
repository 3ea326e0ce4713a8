"""TGT: target values: missing, of the wrong kind, in the wrong direction, not to be measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.declaration import Indicator
from assistant.domain.target import TargetKind
from assistant.jobs.check.case import Case
from assistant.jobs.check.names import normal
from assistant.jobs.check.registry import Flag, rule


@dataclass(frozen=True, slots=True)
class NameKind:
    """What the end of an indicator's name promises of its value."""

    pattern: re.Pattern[str]
    label: str
    kinds: frozenset[TargetKind]
    units: re.Pattern[str] | None
    wants: str


_COUNT: frozenset[TargetKind] = frozenset({"count", "frequency"})
NAME_KINDS = (
    NameKind(re.compile(r"(?<!效)(?<!频)(?<!功)(?<!速)率(?:提升|下降|降低)?$|比例$|占比$|比重$"),
             "率", frozenset({"rate"}), None, "百分数"),
    NameKind(re.compile(r"满意度$|知晓度$"), "满意度", frozenset({"rate"}), re.compile(r"[%％分]"),
             "百分数"),
    NameKind(re.compile(r"(?:成本|费用|经费|金额|单价|支出|投入资金)$"), "金额",
             frozenset({"amount"}), None, "金额（元）"),
    NameKind(re.compile(r"人数$|人员数量?$"), "人数", _COUNT, re.compile(r"人|名|位"), "人"),
    NameKind(re.compile(r"(?:次数|场次|频次)$"), "次数", _COUNT,
             re.compile(r"次|场|起|批|轮|回|期|遍|件|宗"), "次"),
    NameKind(re.compile(r"(?:证书?数量?|证件数)$"), "证书数", _COUNT,
             re.compile(r"张|本|个|份|证|件"), "张"),
    NameKind(re.compile(r"套数$"), "套数", _COUNT, re.compile(r"套|件|副|组|台"), "套"),
    NameKind(re.compile(r"户数$"), "户数", _COUNT, re.compile(r"户|家"), "户"),
    NameKind(re.compile(r"(?:车辆数|辆数)$"), "车辆数", _COUNT, re.compile(r"辆|台|车|部"), "辆"),
    NameKind(re.compile(r"面积$"), "面积", _COUNT, re.compile(r"米|亩|公顷|里|㎡|m|k"), "平方米"),
    NameKind(re.compile(r"(?:里程|长度)$"), "长度", _COUNT, re.compile(r"米|里|km|m"), "公里"),
    NameKind(re.compile(r"(?:车速|时速|行驶速度)$"), "速度", _COUNT,
             re.compile(r"[/／每]|[时秒]|km|m/s|码"), "带时间的速度（公里/小时）"),
    NameKind(re.compile(r"天数$"), "天数", frozenset({"duration", "count"}), re.compile(r"天|日"),
             "天"),
    NameKind(re.compile(r"(?:及时性|时效性|完成时间|到位时间|办结时间|响应时间)$"), "及时性",
             frozenset({"date", "duration", "frequency", "qualitative", "rate"}), None,
             "日期、期限或频次"),
    NameKind(re.compile(r"(?<![指系参基倍])数量?$"), "数量", _COUNT | {"duration"}, None,
             "带计量单位的数"),
)  # fmt: skip
"""Endings of names in order of trial; the clash of name and value is the commonest defect."""

VAGUE = re.compile(
    r"(?:较?(?:去年|上年|往年)|同比|逐步|进一步|持续|不断|有所|明显|显著|基本|得到|较为|比较"
    r"|提升|提高|下降|降低|减少|改善|良好|较好|优良|优化|增强|加强|有效|推进|满意|健全|完善|规范|及时"
    r"|达标|合格|完成|稳定|适应|实现|支撑|保障|到位|按时|准时|顺利|进行|正常|安全|提供|落实|开展|执行"
    r"|快|慢|迅速|尽快|较快|较高|较强|较大|很好|较低|可控|平稳|良性|和谐|充分|全面|完整|增加|促进|维护|强化|巩固|且|并|、|，|,|较|性)+"
)
_FILLER = re.compile(
    r"较?(?:去年|上年|往年)|同比|逐步|进一步|持续|不断|有所|明显|显著|基本|得到|较为|性$"
)


def _words(indicator: Indicator) -> str:
    """The value in words without operator and blanks; empty where the value has figures."""
    raw = re.sub(r"\s+", "", indicator.target.raw)
    if indicator.target.kind != "qualitative" or re.search(r"[\d零一二三四五六七八九十]", raw):
        return ""
    return raw.strip("≤≥=<>＝。.")


def _repeats_name(indicator: Indicator) -> bool:
    """Whether the value only says the name again (健全性: 健全)."""
    value, name = _words(indicator), normal(indicator.name)
    if not value or "预算" in value:
        return False
    pieces = [_FILLER.sub("", p) for p in re.split(r"[且并、，,]", value)]
    if any(len(p) >= 2 and (p in name or p.rstrip("性") in name) for p in pieces):
        return True
    two = {value[i : i + 2] for i in range(len(value) - 1)}
    return len(value) >= 4 and sum(1 for p in two if p in name) / len(two) >= 0.6


@rule(
    "TGT001", "缺指标值", "error",
    what="三级指标没有年度指标值。",
    why="没有值的指标无法考核；指标须有可衡量的值。",
    certainty="V",
    wrong="\t\t水质监测次数\t\t根据工作计划", right="\t\t水质监测次数\t=12.00(次)\t根据工作计划",
)  # fmt: skip
def value_missing(case: Case) -> Iterator[Flag]:
    """Rows with a name and no value."""
    for indicator in case.declaration.indicators:
        raw = indicator.target.raw.strip()
        if raw and _taken_from_elsewhere(case, indicator):
            raw = ""
        if raw and (not _SOURCE_WORDING.fullmatch(raw) or _printed_value(case, indicator)):
            continue
        printed = _printed_value(case, indicator) or ""
        if not raw and re.fullmatch(_PLACEHOLDER, printed):
            continue
        if raw or "target" not in indicator.uncertain or not printed:
            if any("公式" in note for note in case.document.notes):
                yield Flag(
                    indicator.locator, f"“{indicator.name}”的值读不出来（单元格可能是没有计算结果的公式）",
                    (), "在 Excel 中核对该单元", origin="extraction", severity="advice",
                )  # fmt: skip
                continue
            yield Flag(
                indicator.locator, f"“{indicator.name}”没有填指标值", (), "填写可衡量的指标值"
            )


_SOURCE_WORDING = re.compile(r"(?:根据|依据|按照)[㐀-鿿]{2,12}")
"""A value that reads 根据工作计划 is the next column's text: the value itself is missing."""


def _taken_from_elsewhere(case: Case, indicator: Indicator) -> bool:
    """A row in its columns whose 指标值 cell is blank: the value read is the next column's text."""
    cell = indicator.locator.cell
    table = next((t for t in case.tables if cell is not None and t.index == cell.table), None)
    if table is None or cell is None or len(indicator.target.raw) < 12:
        return False
    heads = [c for c in table.cells if re.search(r"三级(?:指标|目标)|指标名称", c.text)]
    in_place = any(h.row < cell.row and h.column == cell.column for h in heads)
    return in_place and _printed_value(case, indicator) == ""


def _printed_value(case: Case, indicator: Indicator) -> str | None:
    """The text in the table's 指标值 column of the indicator's row; None without such a column."""
    cell = indicator.locator.cell
    table = next((t for t in case.tables if cell is not None and t.index == cell.table), None)
    if table is None or cell is None:
        return None
    for head in table.cells:
        if re.search(r"指标值|目标值(?!来源|的确定)|值$", head.text) and head.row < cell.row:
            row = (c for c in table.cells if c.row == cell.row and c.column == head.column)
            return next((c.text.strip() for c in row), "")
    return None


_MARKS = r"[xX×＊*]{2,}|待[填定补]"
_PLACEHOLDER = rf"(?:{_MARKS}|[/／—\-…]+|[xX×])[^\d]{{0,3}}"


@rule(
    "TGT002", "指标值为占位符", "error",
    what="指标值填的是 XX、/、—、待定 一类的占位符。",
    why="占位符不是值，不能送审。",
    certainty="V",
    wrong="\t\t水质监测次数\tXX次\t根据工作计划",
    right="\t\t水质监测次数\t=12.00(次)\t根据工作计划",
)  # fmt: skip
def value_is_placeholder(case: Case) -> Iterator[Flag]:
    """XX, /, 待定."""
    for indicator in case.declaration.indicators:
        raw = indicator.target.raw.strip()
        if not raw or _SOURCE_WORDING.fullmatch(raw):
            raw = _printed_value(case, indicator) or ""
            if not re.fullmatch(_PLACEHOLDER, raw):
                continue
        if raw and (
            indicator.target.kind == "placeholder"
            or re.fullmatch(_PLACEHOLDER, raw)
            or re.search(_MARKS, raw)
        ):
            yield Flag(
                case.place_of(indicator), f"“{indicator.name}”的值“{raw}”是占位符", (),
                "填写实际的指标值",
            )  # fmt: skip


_AS_COUNT = NameKind(
    re.compile(r"(?:投诉|事故|违规|案件|差错|故障)\S{0,4}(?:情况|现象|数量?)$"), "件数", _COUNT, None,
    "件数（起、次）",
)  # fmt: skip
_QUANTITY = NameKind(re.compile(""), "数量", _COUNT, None, "带计量单位的数")
_RATE_LIKE = re.compile(r"率|比例|占比|覆盖|程度|度$|性$|完成情况$|进度")


_FRACTION = re.compile(r"\d\s*[/／∶:]\s*\d|分之|[一二三四五六七八九半]成")
"""A share that is no percentage: 2/3, 三分之二, 八成."""


def _clash(indicator: Indicator) -> NameKind | None:
    name = re.sub(r"[（(].*?[）)]$", "", indicator.name.strip())
    target = indicator.target
    if (
        target.kind == "placeholder"
        or len(target.raw) > 30
        or _SOURCE_WORDING.fullmatch(target.raw.strip())
    ):
        return None
    for kind in NAME_KINDS:
        if not kind.pattern.search(name):
            continue
        if target.unit == "分" and re.search(r"满意|得分|评分|测评", indicator.name):
            return None  # a score of a survey
        if target.kind not in kind.kinds:
            fraction = "rate" in kind.kinds and _FRACTION.search(target.raw)
            return None if fraction else kind
        if kind.units is not None and target.unit and not kind.units.search(target.unit):
            return kind
        return None
    if target.kind == "rate" and target.unit:
        if _AS_COUNT.pattern.search(name) and target.number != 0:
            return _AS_COUNT
        if indicator.current.level2 == "数量指标" and not _RATE_LIKE.search(name):
            return _QUANTITY
    return None


@rule(
    "TGT003", "名称与值的类型不符", "warning",
    what="率的值不是百分数，人数、次数的值不是数，成本的值不是金额，计量单位与名称不合。",
    why="指标名称决定值的类型：率要百分数，数量要带单位的数，成本要金额（domain §3a，见于多份申报表）。",
    certainty="S",
    wrong="\t质量指标\t水质达标率\t≥30(人)\t根据工作要求",
    right="\t质量指标\t水质达标率\t≥95.00(%)\t根据工作要求",
)  # fmt: skip
def kind_clash(case: Case) -> Iterator[Flag]:
    """Name ends in 率, the value is a head-count or a word."""
    for indicator in case.declaration.indicators:
        if "target" in indicator.uncertain:  # a damaged name still shows its ending
            continue
        kind = _clash(indicator)
        if kind is not None:
            yield Flag(
                case.place_of(indicator),
                f"“{indicator.name}”按名称应是{kind.wants}，值却是“{indicator.target.raw.strip()}”",
                (indicator.locator,),
                f"把值改成{kind.wants}，或按值改指标名称",
            )


BAD = re.compile(
    r"投诉|事故|故障|违规|违法|案发|发案|死亡|伤亡|流失|损失|差错|缺勤|离职|流动率|人员流动|逾期|超支|浪费|污染|纠纷"
    r"|成本|返工|退货|中断|积案|积压|存量|拖欠|欠薪|欠费|返贫|失业|辍学|退学|漏损|漏水|拥堵|延误|等候|等待|空置|闲置"
    r"|近视率|贫血率|肥胖率|龋|发病率|患病率|感染率|死亡率|病死率|发生率|受害率|误诊|误工|缺陷|次品|不良|渗漏|内涝|积水|溺水|火灾|火情"
    r"|受伤|伤害|盗窃|诈骗|违章|超标|超限|停机|宕机|停电|空驶|满溢|冒溢|舆情|负面|败诉|旷工|缺岗|空岗|过期|变质|滞留|超期|退件"
    r"|上访|走访量|信访量|缺口|差评|违约|再犯|犯罪|损毁|毁损|破损|丢失|遗失|退兵|复发|漏检|漏报|误报|隐患|病害|死角|黑臭|倒流"
)
_TURNED = re.compile(
    r"处理|处置|办结|化解|整改|整治|回复|下降|降低|减少|破|查处|响应|降幅|控制|调处|调解|消除|排查|修复|防范"
    r"|治理|挽回|解决|补救|收费标准|维修|预防|宣传|培训|演练"
)
_GOOD = re.compile(
    r"达标|合格|完成|覆盖|到岗|到位|出勤|及时率|满意|知晓|参与率|准确|完好|在线率|持证|合规|优良|办结"
    r"|整改|执行率|成功|有效率|录取|巡查率|普及"
)


_WELL = re.compile(
    r"(?:及时|达标|合格|完成|覆盖|到位|准确|完好|规范|知晓|报告|识别|检出|发现|治愈|控制|免疫|接种|筛查|随访|监测|检测|救治|抢救|利用"
    r"|回收|收集|清除|清运|无害化|处置|扑灭|扑救|查处|满意|参保|理赔|赔付|预警|响应|救援)(?:成功)?(?:率|度|数|量|面积|次数)$"
)
"""Names that end with something good, whatever bad thing it is done to (火灾扑灭率)."""


_SOONER = re.compile(r"(?:时间|时限|期限|用时|耗时|时长|周期|工期|天数|日数|单价|费用|金额|价格)$")
"""Names whose value is the better the smaller, whatever they say before (完成时间, 处置时限)."""


_WAITED = re.compile(
    r"(?:响应|到场|到达|办结|处置|处理|修复|抢修|抢通|等候|等待|反馈|办理|受理|清运|送达|出具|转办)\S{0,4}"
    r"(?:时间|时限|时长|用时|期限)$|(?:用时|耗时|历时)$"
)
"""How long somebody waits: the shorter the better."""


@rule(
    "TGT004", "指标方向相反", "warning",
    what="越高越好的指标用了 ≤，越低越好的用了 ≥，或名称说“提高/降低”而符号相反。",
    why="≥ 表示越大越好，≤ 表示越小越好；方向反了，做得越差得分越高。",
    certainty="V",
    wrong="满意度指标\t服务对象满意度指标\t沿河居民满意度\t≤90.00(%)\t根据工作目标",
    right="满意度指标\t服务对象满意度指标\t沿河居民满意度\t≥90.00(%)\t根据工作目标",
)  # fmt: skip
def direction(case: Case) -> Iterator[Flag]:
    """Operator against what the name wants."""
    for indicator in case.trusted:
        operator, number = indicator.target.operator, indicator.target.number
        tail = re.search(
            r"(?P<down>不高于|不超过|低于|小于)$|(?P<up>不低于|不少于|高于|大于)$", indicator.name
        )
        if tail:  # the sign in words was read as the end of the name
            operator = "<=" if tail["down"] else ">="
        if operator not in {"<=", "<", ">=", ">"} or number is None:
            continue
        if indicator.target.kind not in {"rate", "count"} and _clash(indicator) is not None:
            continue
        name, up = indicator.name, operator.startswith(">")
        harm = BAD.search(name) and not _TURNED.search(name) and not _WELL.search(name)
        bad = harm or _WAITED.search(name)
        said_down = re.match(r"(?:降低|减少|下降|压降)", name)
        said_up = re.match(r"(?:提高|提升|增强|增加|扩大)", name)
        problem = None
        if bad and up and number > 0:
            problem = "越低越好，却写作“不低于”"
        elif (
            not bad and not up and _GOOD.search(name)
            and not re.search(r"成本|降|减", name) and not _SOONER.search(name)
        ):  # fmt: skip
            problem = "越高越好，却写作“不高于”"
        elif said_down and not up:
            problem = "名称说的是降幅，“不高于”会变成降得越少越好"
        elif said_up and not up:
            problem = "名称说的是提高，值却是上限"
        if problem:
            yield Flag(
                case.place_of(indicator),
                f"“{name}”{problem}：{indicator.target.raw.strip()}",
                (indicator.locator,),
                "改正符号，或把名称改成与符号一致的说法",
            )


@rule(
    "TGT005", "指标值重复名称", "warning",
    what="指标值只是把名称再说一遍（健全性——健全，及时性——及时）。",
    why="重复名称的值没有标准，年底无从判断是否完成；指标须细化量化。",
    certainty="V",
    wrong="\t\t河道养护及时性\t及时\t根据工作要求",
    right="\t\t河道养护及时性\t十二月底前\t根据工作要求",
)  # fmt: skip
def value_repeats_name(case: Case) -> Iterator[Flag]:
    """及时性: 及时."""
    for indicator in case.trusted:
        if _clash(indicator) is None and _repeats_name(indicator):
            yield Flag(
                case.place_of(indicator),
                f"“{indicator.name}”的值“{indicator.target.raw.strip()}”只是重复名称",
                (indicator.locator,),
                "写明时限、数量或判断标准",
            )


@rule(
    "TGT006", "指标值无法衡量", "warning",
    what="指标值只有“提升”“改善”“有效”一类的词，没有基数、幅度或判断标准。",
    why="定性指标也要能分档判断；没有基数的“提升”无法考核。",
    certainty="V",
    wrong="效益指标\t社会效益指标\t河道环境投诉\t有所减少\t根据工作目标",
    right="效益指标\t社会效益指标\t河道环境投诉\t≤10.00(起)\t根据工作目标",
)  # fmt: skip
def value_vague(case: Case) -> Iterator[Flag]:
    """Words without a measure."""
    for indicator in case.trusted:
        value = _words(indicator)
        if not value or _clash(indicator) is not None or _repeats_name(indicator):
            continue
        if VAGUE.fullmatch(value):
            yield Flag(
                case.place_of(indicator),
                f"“{indicator.name}”的值“{indicator.target.raw.strip()}”没有基数和衡量标准",
                (indicator.locator,),
                "写明基数和幅度（如较上年下降 5%），或改用可计数的指标",
            )


_GROWTH = re.compile(r"增长|提升|增幅|增速|增加|超额|完成率|执行率|投入产出|回报|倍|翻")


@rule(
    "TGT007", "指标值缺计量单位或写法不规范", "advice",
    what="数值没有计量单位，或用汉字数字代替“数字（单位）”。",
    why="定量指标由符号、数字和计量单位组成（见 2024 年街道表的写法）。",
    certainty="S",
    wrong="满意度指标\t服务对象满意度指标\t沿河居民满意度\t≥90\t根据工作目标",
    right="满意度指标\t服务对象满意度指标\t沿河居民满意度\t≥90.00(%)\t根据工作目标",
)  # fmt: skip
def unit_missing(case: Case) -> Iterator[Flag]:
    """A bare figure, or 零."""
    for indicator in case.trusted:
        target = indicator.target
        raw = target.raw.strip()
        if re.fullmatch(r"[零〇一二两三四五六七八九十百]+", raw):
            yield Flag(
                case.place_of(indicator), f"“{indicator.name}”的值“{raw}”用汉字数字且没有单位",
                (indicator.locator,), "写成“=数字（单位）”，如 =0(次)",
                "=0(次)" if raw in {"零", "〇"} and not _clash(indicator) else None,
            )  # fmt: skip
        elif target.number and target.unit is None and target.kind in {"count", "rate"}:
            rate = target.kind == "rate" and target.number > 1
            yield Flag(
                case.place_of(indicator), f"“{indicator.name}”的值“{raw}”没有计量单位",
                (indicator.locator,), "补上计量单位" + ("（%）" if rate else ""),
                raw + "%" if rate else None,
            )  # fmt: skip


_CHANGE = re.compile(r"变动|变化|增减|增长|增幅|增速|涨幅|浮动|偏差|差额|差率")
"""What may well be below nothing: ≤0 is a true limit there."""


@rule(
    "TGT008", "指标值超出可能的范围", "error",
    what="率超过 100%，或下限写作 0（恒能完成），或 ≤0 应写作 =0。",
    why="率不能超过 100%；≥0 的指标永远完成，没有约束力。",
    certainty="I",
    wrong="\t质量指标\t水质达标率\t≥195.00(%)\t根据工作要求",
    right="\t质量指标\t水质达标率\t≥95.00(%)\t根据工作要求",
)  # fmt: skip
def out_of_range(case: Case) -> Iterator[Flag]:
    """Above 100 %, ≥ 0, ≤ 0."""
    for indicator in case.trusted:
        target, place = indicator.target, case.place_of(indicator)
        if target.number is None:
            continue
        raw = target.raw.strip()
        if target.unit == "%" and target.number > 100 and not _GROWTH.search(indicator.name):
            yield Flag(place, f"“{indicator.name}”为 {raw}，率不能超过 100%", (indicator.locator,),
                       "核对数值")  # fmt: skip
        elif target.number == 0 and target.operator == ">=":
            yield Flag(place, f"“{indicator.name}”为 {raw}，任何结果都算完成", (indicator.locator,),
                       "给出有约束力的下限", severity="warning")  # fmt: skip
        elif (
            target.number == 0 and target.operator in {"<=", "<"}
            and not _CHANGE.search(indicator.name)
        ):  # fmt: skip
            fix = re.sub(r"≤|<=|<|＜|≦|不超过|小于等于", "=", target.raw, count=1)
            yield Flag(place, f"“{indicator.name}”为 {raw}，不可能小于 0", (indicator.locator,),
                       "写作 =0", fix, severity="advice")  # fmt: skip
