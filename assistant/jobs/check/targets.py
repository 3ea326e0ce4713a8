"""TGT: target values: missing, of the wrong kind, in the wrong direction, not to be measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

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
    r"|可控|平稳|良性|和谐|充分|全面|完整|增加|促进|维护|强化|巩固|且|并|、|，|,|较|性)+"
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
    re.compile(r"(?:投诉|事故|违规|案件|差错|故障|插队)\S{0,4}(?:情况|现象|数量?)$"), "件数", _COUNT, None,
    "件数（起、次）",
)  # fmt: skip
_QUANTITY = NameKind(re.compile(""), "数量", _COUNT, None, "带计量单位的数")
_RATE_LIKE = re.compile(r"率|比例|占比|覆盖|程度|度$|性$|完成情况$|进度")


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
        if target.kind not in kind.kinds:
            return kind
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


_BAD = re.compile(
    r"投诉|事故|故障|违规|违法|案发|发案|死亡|伤亡|流失|损失|差错|缺勤|离职|流动|逾期|超支|浪费|污染|纠纷"
    r"|成本|返工|退货|中断"
)
_TURNED = re.compile(
    r"处理|处置|办结|化解|整改|整治|回复|下降|降低|减少|破|查处|响应|降幅|控制|调处|调解|消除|排查|修复|防范"
    r"|治理|挽回|解决|补救|收费标准|维修|预防|宣传|培训|演练"
)
_GOOD = re.compile(
    r"达标|合格|完成|覆盖|到岗|到位|出勤|及时率|满意|知晓|参与率|准确|完好|在线率|持证|合规|优良|办结"
    r"|整改|执行率|成功|有效率|录取|巡查率|普及"
)


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
        if operator not in {"<=", "<", ">=", ">"} or number is None:
            continue
        if indicator.target.kind not in {"rate", "count"} and _clash(indicator) is not None:
            continue
        name, up = indicator.name, operator.startswith(">")
        bad = _BAD.search(name) and not _TURNED.search(name)
        said_down = re.match(r"(?:降低|减少|下降|压降)", name)
        said_up = re.match(r"(?:提高|提升|增强|增加|扩大)", name)
        problem = None
        if bad and up and number > 0:
            problem = "越低越好，却写作“不低于”"
        elif not bad and not up and _GOOD.search(name) and not re.search(r"成本|降|减", name):
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
        elif target.number == 0 and target.operator in {"<=", "<"}:
            fix = re.sub(r"≤|<=|<|＜|≦|不超过|小于等于", "=", target.raw, count=1)
            yield Flag(place, f"“{indicator.name}”为 {raw}，不可能小于 0", (indicator.locator,),
                       "写作 =0", fix, severity="advice")  # fmt: skip


@rule(
    "TGT009", "指标口径不明", "advice",
    what="时长类的数量没有说明按人、按次还是按年计。",
    why="口径不明的值无法统计；指标解释要写明计算方法。",
    certainty="V",
    wrong="\t\t河道巡查时长\t≥6.00(小时)\t根据工作计划",
    right="\t\t水质监测次数\t=12.00(次)\t根据工作计划",
)  # fmt: skip
def basis_unclear(case: Case) -> Iterator[Flag]:
    """A duration as a quantity without per-what."""
    for indicator in case.trusted:
        target = indicator.target
        said = indicator.name + (indicator.explanation or "") + target.raw
        if (
            target.kind == "duration"
            and indicator.current.level2 == "数量指标"
            and re.search(r"时长|工时|时间|课时", indicator.name)
            and not re.search(r"人均|每|年均|日均|次均|累计|总|单次|/|全年", said)
        ):
            yield Flag(
                case.place_of(indicator),
                f"“{indicator.name}”{target.raw.strip()} 没有说明按人、按次还是按年计",
                (indicator.locator,), "在名称或指标解释中写明口径（如人均、每次）",
            )  # fmt: skip


@rule(
    "TGT010", "一个值含两个条件", "advice",
    what="指标值里既有数又有别的条件，部分完成时无法判断。",
    why="一个三级指标考核一件事；清晰、便于判断。",
    certainty="R",
    wrong="\t\t水质监测次数\t≥12次，且不影响河道通航\t根据工作计划",
    right="\t\t水质监测次数\t=12.00(次)\t根据工作计划",
)  # fmt: skip
def two_conditions(case: Case) -> Iterator[Flag]:
    """A figure and a clause."""
    for indicator in case.trusted:
        raw = indicator.target.raw.strip()
        if re.search(r"\d", raw) and re.search(r"[,，;；]?\s*(?:且|并|同时)[^\d]{3,}", raw):
            yield Flag(case.place_of(indicator), f"“{indicator.name}”的值“{raw}”含两个条件",
                       (indicator.locator,), "拆成两个指标")  # fmt: skip


@rule(
    "TGT011", "成本指标只是重复预算", "advice",
    what="成本指标写作“≤预算金额”，或逐项照抄预算明细，没有单位成本。",
    why="成本预算绩效要求单位成本或有标准的分项上限；照抄预算没有约束力。",
    certainty="I",
    wrong="成本指标\t经济成本指标\t河道保洁服务成本\t≤预算金额\t根据预算资金\n\t\t水质监测成本\t≤120000元\t根据预算资金\n\t\t护栏维修单位成本\t≤400元/米\t根据合同标准",
    right="成本指标\t经济成本指标\t河道保洁服务成本\t≤900000元\t根据预算资金\n\t\t水质监测成本\t≤120000元\t根据预算资金\n\t\t护栏维修单位成本\t≤400元/米\t根据合同标准",
)  # fmt: skip
def cost_repeats_budget(case: Case) -> Iterator[Flag]:
    """≤预算金额, or every cost equal to a budget line."""
    costs = [i for i in case.trusted if i.current.level1 == "成本指标"]
    worded = [i for i in costs if i.target.number is None and "预算" in i.target.raw]
    if worded:
        yield Flag(
            case.place_of(worded[0]),
            f"“{worded[0].name}”写作“{worded[0].target.raw.strip()}”，只是重复预算",
            tuple(case.place_of(i) for i in worded[1:]), "改为单位成本或分项的金额上限",
        )  # fmt: skip
    amounts = {p.amount for p in case.parts} | {
        line.amount.yuan for line in case.declaration.budget_lines if line.amount
    }
    same = [i for i in costs if i.target.number is not None and i.target.number in amounts]
    if amounts and len(costs) >= 3 and len(same) == len(costs):
        yield Flag(
            case.place_of(same[0]),
            f"{len(same)} 项成本指标都只是照抄预算明细，没有单位成本",
            tuple(case.place_of(i) for i in same[1:]), "至少对主要支出写单位成本（元/人·月、元/次）",
        )  # fmt: skip


@rule(
    "TGT012", "持证、资质类指标低于 100%", "advice",
    what="持证上岗率、资质合规率一类的指标低于 100%。",
    why="法定须持证的岗位没有“部分持证”的余地（如保安员须持证，条款凭记忆）。",
    certainty="R",
    wrong="\t质量指标\t作业人员持证上岗率\t≥95.00(%)\t根据工作要求",
    right="\t质量指标\t水质达标率\t≥95.00(%)\t根据工作要求",
)  # fmt: skip
def below_legal(case: Case) -> Iterator[Flag]:
    """持证率 below 100 %."""
    for indicator in case.trusted:
        number = indicator.target.number
        if (
            number is not None
            and indicator.target.kind == "rate"
            and Decimal(1) < number < 100
            and re.search(r"持证|资质|证照|许可|备案率", indicator.name)
        ):
            yield Flag(
                case.place_of(indicator),
                f"“{indicator.name}”为 {indicator.target.raw.strip()}，持证、资质类要求一般应为 100%",
                (indicator.locator,), "核对法定要求，应为 =100%",
            )  # fmt: skip


@rule(
    "TGT013", "时效指标没有说时效", "advice",
    what="时效指标填的是服务时长、合同期限，不反映是否及时。",
    why="时效指标反映完成的时间和进度；服务多久不是是否及时。",
    certainty="R",
    wrong="\t时效指标\t河道保洁服务时长\t一年\t根据工作要求",
    right="\t时效指标\t河道保洁完成及时率\t=100.00(%)\t根据工作要求",
)  # fmt: skip
def duration_as_timeliness(case: Case) -> Iterator[Flag]:
    """服务时长 under 时效."""
    for indicator in case.trusted:
        if (
            indicator.current.level2 == "时效指标"
            and re.search(r"时长|期限|年限|工期|工作时间$", indicator.name)
            and not re.search(r"响应|处置|办理|完成|到位|审批|整改|反馈|处理", indicator.name)
        ):
            yield Flag(
                case.place_of(indicator),
                f"“{indicator.name}”是时长，不反映完成是否及时",
                (indicator.locator,), "改为完成时间、及时率或响应时限",
            )  # fmt: skip


@rule(
    "TGT014", "满意度对象不当", "advice",
    what="满意度调查的对象是主管部门、领导或没有指明的“相关部门”。",
    why="服务对象满意度要写明被服务的人群；由主管部门打分不是服务对象调查。",
    certainty="I",
    wrong="满意度指标\t服务对象满意度指标\t主管部门满意度\t≥90.00(%)\t根据工作目标",
    right="满意度指标\t服务对象满意度指标\t沿河居民满意度\t≥90.00(%)\t根据工作目标",
)  # fmt: skip
def surveyed_wrong(case: Case) -> Iterator[Flag]:
    """主管部门满意度."""
    for indicator in case.declaration.indicators:
        if re.match(
            r"(?:.{0,4}主管部门|上级\S{0,4}|相关部门|.{0,4}领导|本单位|本部门)满意", indicator.name
        ):
            yield Flag(
                indicator.locator, f"“{indicator.name}”的调查对象不是服务对象或没有指明", (),
                "写明受益的人群（如相关居民满意度）",
            )  # fmt: skip


@rule(
    "TGT015", "指标重复", "warning",
    what="同一申报表内有两个同名的三级指标。",
    why="重复的指标重复计分；值不同时更无法考核。",
    certainty="I",
    wrong="\t\t水质监测次数\t=12.00(次)\t根据工作计划\n\t\t水质监测次数\t=10.00(次)\t根据工作计划",
    right="\t\t水质监测次数\t=12.00(次)\t根据工作计划",
)  # fmt: skip
def indicator_twice(case: Case) -> Iterator[Flag]:
    """Two rows of one name."""
    seen: dict[str, Indicator] = {}
    for indicator in case.declaration.indicators:
        name = normal(indicator.name)
        if len(name) < 3:
            continue
        first = seen.setdefault(name, indicator)
        if first is indicator:
            continue
        a, b = first.target.number, indicator.target.number
        differs = a is not None and b is not None and a != b
        yield Flag(
            indicator.locator,
            f"指标“{indicator.name}”出现两次" + (
                f"，值不同：{first.target.raw.strip()} 与 {indicator.target.raw.strip()}"
                if first.target.raw.strip() != indicator.target.raw.strip() else ""
            ),
            (first.locator,), "保留一个，或改名以示区别",
            severity="error" if differs else None,
        )  # fmt: skip


@rule(
    "TGT016", "全部指标没有一个数", "error",
    what="整张指标表没有任何可衡量的数值、日期或频次。",
    why="绩效目标要细化量化；全部定性的申报会被退回。",
    certainty="V",
    wrong="| 数量指标 | 窗口值守天数 | 足额 |\n| 质量指标 | 业务办理准确性 | 较好 |\n| 时效指标 | 业务办理时间 | 尽快 |\n| 社会效益指标 | 群众办事体验 | 改善 |\n| 服务对象满意度指标 | 办事群众满意度 | 满意 |",
    right="| 数量指标 | 窗口值守天数 | ≥240天 |\n| 质量指标 | 业务办理准确率 | ≥98% |\n| 时效指标 | 业务办理时间 | 5个工作日内 |\n| 社会效益指标 | 群众办事平均等候时间 | ≤15分钟 |\n| 服务对象满意度指标 | 办事群众满意度 | ≥90% |",
    model="short",
)  # fmt: skip
def nothing_measured(case: Case) -> Iterator[Flag]:
    """No figure in the whole table."""
    rows = case.declaration.indicators
    if len(rows) < 4:
        return
    measured = [i for i in rows if i.target.number is not None or i.target.kind in
                {"date", "duration", "frequency"} or re.search(r"\d", i.target.raw)]  # fmt: skip
    if not measured:
        yield Flag(
            case.place_of(rows[0]),
            f"{len(rows)} 项指标没有一个可衡量的数值：" + "、".join(
                f"{i.name}“{i.target.raw.strip()}”" for i in rows[:3]) + " 等",
            tuple(case.place_of(i) for i in rows[1:]), "按数量、质量、时效给出可衡量的值",
        )  # fmt: skip
