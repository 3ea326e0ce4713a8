"""TGT (measures): values that say too little: unclear, copied, double, below the law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.domain.declaration import Indicator
from assistant.jobs.check.case import Case
from assistant.jobs.check.names import normal, overlap, pairs
from assistant.jobs.check.registry import Flag, rule


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


_HEAD = re.compile(r"(?:三级|二级)(?:绩效)?(?:指标|目标)|指标(?:名称|内容)")


def _another_block(case: Case, first: Indicator, second: Indicator) -> bool:
    """Whether a heading stands between two rows: one for all years, one for this (长期, 年度)."""
    between = case.document.text[first.locator.end : second.locator.start]
    generic = re.fullmatch(r"定[量性]指标(?:描述)?[一二三四五六七八九十\d]*", first.name.strip())
    return bool(generic) or any(
        _HEAD.fullmatch(re.sub(r"[\s*]", "", part)) for part in re.split(r"[\t\n|]", between)
    )


@rule(
    "TGT015", "指标重复", "warning",
    what="同一申报表内有两个同名的三级指标，或名称不同而说的是同一件事、值也相同。",
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
        if first is indicator or _another_block(case, first, indicator):
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
    yield from _said_twice(case, set(map(id, seen.values())))


def _said_twice(case: Case, rows: set[int]) -> Iterator[Flag]:
    """One thing under two names: the same level and value, one name within the other."""
    measured = [
        i for i in case.trusted
        if id(i) in rows and i.target.number is not None and i.target.kind == "count"
    ]  # fmt: skip
    for at, later in enumerate(measured):
        for first in measured[:at]:
            a, b = first.target, later.target
            alike = min(len(pairs(first.name)), len(pairs(later.name))) >= _LEAST_PAIRS
            if (
                alike and (a.number, a.unit) == (b.number, b.unit) and a.number != 0
                and first.current.level2 == later.current.level2
                and _one_thing(first.name, later.name) and not _another_block(case, first, later)
            ):  # fmt: skip
                yield Flag(
                    later.locator, f"“{later.name}”与“{first.name}”说的是同一件事，值也相同（{b.raw.strip()}）",
                    (first.locator,), "保留一个，或写明两者的区别",
                )  # fmt: skip


_LEAST_PAIRS = 3
_ACQUIRED = re.compile(r"新购置?|新增|购置|采购|购买|添置|增加|新添|补充|购入|增购")
_MEASURE = re.compile(r"年度|全年|当年|本年|[总册个套台件张本只]?(?:数量|数)$|量$")


def _one_thing(first: str, later: str) -> bool:
    """Whether one name lies within the other, or both get the same in other words (新购、新增)."""
    if overlap(first, later) == 1:
        return True
    one, other = (_MEASURE.sub("", _ACQUIRED.sub("购", normal(n))) for n in (first, later))
    return one == other and len(one) > _LEAST_PAIRS


@rule(
    "TGT016", "全部指标没有一个数", "error",
    what="整张指标表没有任何可衡量的数值、日期或频次。",
    why="绩效目标要细化量化；全部定性的申报会被退回。",
    certainty="V",
    wrong="| 数量指标 | 窗口值守天数 | 足额 |\n| 质量指标 | 业务办理准确性 | 较好 |\n| 时效指标 | 业务办理时间 | 尽快 |\n"
    "| 社会效益指标 | 群众办事体验 | 改善 |\n| 服务对象满意度指标 | 办事群众满意度 | 满意 |",
    right="| 数量指标 | 窗口值守天数 | ≥240天 |\n| 质量指标 | 业务办理准确率 | ≥98% |\n"
    "| 时效指标 | 业务办理时间 | 5个工作日内 |\n| 社会效益指标 | 群众办事平均等候时间 | ≤15分钟 |\n"
    "| 服务对象满意度指标 | 办事群众满意度 | ≥90% |",
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
