"""What a declaration says, invented: units, projects, indicators and figures unlike the samples'."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

OUTPUT, BENEFIT, SATISFACTION, COST = "output", "benefit", "satisfaction", "cost"
ORDER = (
    (COST, "economic_cost"),
    (OUTPUT, "quantity"),
    (OUTPUT, "quality"),
    (OUTPUT, "time"),
    (BENEFIT, "economic"),
    (BENEFIT, "social"),
    (BENEFIT, "ecological"),
    (BENEFIT, "sustained"),
    (SATISFACTION, "served"),
)

UNITS = (
    "青溪镇人民政府",
    "临河街道办事处",
    "栖霞区水务局",
    "松岭县文化和旅游局",
    "望江市民政局",
    "云台区教育局",
    "石桥乡人民政府",
    "海宁路街道社区服务中心",
    "东湖区城市管理执法局",
    "凤鸣县图书馆",
    "南湾新区市场监督管理局",
    "白马镇卫生院",
)
PROJECTS = (
    "河道保洁养护",
    "公益性公墓维护",
    "老年助餐点运营",
    "城市书房建设",
    "公园绿化补植",
    "食品快检",
    "残疾人居家无障碍改造",
    "校舍零星维修",
    "流动人口服务站运行",
    "非遗展演",
    "农贸市场改造",
    "家庭医生签约",
    "道路照明节能改造",
    "垃圾分类宣教",
    "应急物资储备",
)
THINGS = (
    "保洁河段",
    "助餐点",
    "书架",
    "苗木",
    "快检样品",
    "改造家庭",
    "维修校舍",
    "展演场地",
    "摊位",
    "签约居民",
    "路灯",
    "宣教活动",
    "储备帐篷",
    "护栏",
    "监测井",
    "巡查路线",
    "志愿岗位",
    "检测设备",
)
VERBS = ("更新", "养护", "采购", "新建", "改造", "清理", "巡检", "开放", "投放", "修缮")
COUNTERS = ("处", "个", "台", "套", "株", "户", "场", "人次", "盏", "公里", "平方米", "批次", "人")
GROUPS = ("受助老人", "周边居民", "到馆读者", "在校师生", "沿线商户", "签约家庭", "游客", "摊主")
SOURCES = ("行业标准", "历史标准", "计划标准", "合同约定", "年度工作计划", "财政批复")
WORDS = {
    "quality": ("符合规范", "质量良好", "通过评审"),
    "time": ("及时", "按时完成", "按季"),
    "economic": ("有所增长", "明显带动", "节支明显"),
    "social": ("逐步改善", "明显提升", "稳步下降", "得到保障"),
    "ecological": ("持续向好", "有效改善"),
    "sustained": ("健全", "长期有效", "不断完善"),
}
NAMES = {
    "economic_cost": ("{thing}{verb}成本", "{thing}单位成本", "{project}总成本"),
    "quantity": ("{verb}{thing}数量", "{thing}{verb}数", "{thing}覆盖率", "{verb}{thing}面积"),
    "quality": ("{thing}验收合格率", "{thing}{verb}达标率", "{thing}完好率", "{verb}质量合格率"),
    "time": ("{thing}{verb}及时性", "{verb}完成时间", "{thing}响应时间", "{thing}故障修复时限"),
    "economic": ("带动{thing}收入增长", "{thing}节约支出"),
    "social": ("{thing}知晓率", "{thing}有责投诉数", "{project}社会影响力", "公共服务水平提升"),
    "ecological": ("{thing}周边生态环境质量", "减少污染排放量", "绿化覆盖率"),
    "sustained": ("{thing}长效管理机制", "{thing}管护制度健全性", "可持续运行保障"),
    "served": ("{group}满意度", "{group}满意率"),
}


@dataclass(frozen=True)
class Row:
    level1: str
    level2: str
    name: str
    operator: str | None
    number: Decimal | None
    unit: str | None
    words: str | None
    source: str
    explanation: str
    weight: int


@dataclass(frozen=True)
class Line:
    group: str
    item: str
    price: Decimal
    quantity: Decimal

    @property
    def amount(self) -> Decimal:
        return self.price * self.quantity


@dataclass(frozen=True)
class Abstract:
    project: str
    unit: str
    year: int
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    overall: str
    annual: str

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


def _value(rng: random.Random, level2: str, name: str):
    """(operator, number, unit, words)"""
    if level2 == "economic_cost":
        unit = rng.choice(("元", "元", "元/套", "元/平方米", "元/人·月"))
        return "<=", Decimal(rng.randrange(50, 900_000)), unit, None
    if name.endswith(("率", "满意度")):
        operator = rng.choice((">=", ">=", "="))
        if "投诉" in name:
            operator = "<="
        return operator, Decimal(rng.choice((80, 85, 90, 92, 95, 98, 100))), "%", None
    if name.endswith(("数", "数量", "面积", "排放量", "收入增长", "支出")) and "投诉" not in name:
        if level2 == "economic":
            return ">=", Decimal(rng.randrange(1, 60)), "%", None
        counter = "平方米" if name.endswith("面积") else rng.choice(COUNTERS)
        number = Decimal(rng.choice((rng.randrange(1, 40), rng.randrange(100, 20_000))))
        return rng.choice((">=", "=", ">=")), number, counter, None
    if "投诉" in name:
        return "<=", Decimal(rng.randrange(0, 9)), rng.choice(("次", "起", "件")), None
    if level2 == "time" and name.endswith(("时间", "时限")):
        if rng.random() < 0.5:
            unit = rng.choice(("小时", "天", "分钟", "个工作日"))
            return "<=", Decimal(rng.randrange(1, 48)), unit, None
        return "date", None, None, f"{rng.randrange(6, 13)}月底前"
    return None, None, None, rng.choice(WORDS.get(level2, ("提升",)))


def invent(seed: int) -> Abstract:
    """A declaration made up from ``seed``; the same seed gives the same one."""
    rng = random.Random(seed)
    project = rng.choice(PROJECTS)
    rows: list[Row] = []
    taken: set[str] = set()
    for level1, level2 in ORDER:
        few = {"economic_cost": (1, 4), "quantity": (1, 5), "served": (1, 2)}.get(level2, (0, 3))
        needed = 1 if level2 in {"quantity", "social", "served", "economic_cost"} else 0
        for _ in range(max(needed, rng.randint(*few))):
            name = rng.choice(NAMES[level2]).format(
                thing=rng.choice(THINGS),
                verb=rng.choice(VERBS),
                project=project,
                group=rng.choice(GROUPS),
            )
            if name in taken:
                continue
            taken.add(name)
            operator, number, unit, words = _value(rng, level2, name)
            rows.append(
                Row(
                    level1,
                    level2,
                    name,
                    operator,
                    number,
                    unit,
                    words,
                    rng.choice(SOURCES),
                    f"反映{name}的情况，按台账统计。",
                    rng.choice((3, 4, 5, 6, 8, 10)),
                )
            )
    lines = tuple(
        Line(
            rng.choice(("工程费", "服务费", "宣传费", "设备费")),
            f"{rng.choice(THINGS)}{rng.choice(VERBS)}费",
            Decimal(rng.randrange(100, 90_000)) / rng.choice((1, 1, 10, 100)),
            Decimal(rng.randrange(1, 60)),
        )
        for _ in range(rng.randint(2, 8))
    )
    return Abstract(
        project,
        rng.choice(UNITS),
        rng.randint(2018, 2027),
        tuple(rows),
        lines,
        f"全面完成{project}，提升公共服务水平。",
        f"本年度按计划完成{project}各项任务。",
    )
