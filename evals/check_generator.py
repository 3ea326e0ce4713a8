"""Clean declarations of many subjects and three layouts, for the checker's mutations.

Everything is drawn from a seeded ``random.Random``; the vocabulary has nothing of the samples.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Work:
    """One budget part: what is done, its unit and how an indicator names it."""

    name: str
    unit: str
    counted: str
    price: tuple[int, int]
    quantity: tuple[int, int]
    doing: str


@dataclass(frozen=True)
class Theme:
    """A project: its parts, who is served, what must not happen."""

    project: str
    code: str
    office: str
    served: str
    trouble: str
    aim: str
    works: tuple[Work, ...]


def _theme(
    project: str, code: str, office: str, served: str, trouble: str, aim: str, *works: str
) -> Theme:
    parsed = []
    for row in works:
        name, unit, counted, price, quantity, doing = row.split("|")
        low, high = price.split("-")
        few, many = quantity.split("-")
        parsed.append(
            Work(name, unit, counted, (int(low), int(high)), (int(few), int(many)), doing)
        )
    return Theme(project, code, office, served, trouble, aim, tuple(parsed))


THEMES = (
    _theme("公园绿地养护", "绿容", "绿化管理所", "游园市民", "绿化养护投诉", "保持公园绿地整洁美观",
           "绿地修剪养护|平方米|绿地修剪养护面积|8-20|20000-60000|修剪绿地", "行道树修枝|株|行道树修枝株数|60-150|500-2000|行道树修枝",
           "苗木补植|株|苗木补植株数|80-300|100-900|补植苗木", "园路铺装保养|米|园路铺装保养长度|50-200|300-900|园路铺装保养"),
    _theme("老年助餐服务", "民", "社会事业办", "就餐老人", "助餐服务投诉", "方便老年人就近用餐",
           "助餐餐费补助|份|助餐餐费补助份数|6-12|20000-60000|发放助餐餐费补助", "上门送餐|次|上门送餐次数|5-10|8000-20000|上门送餐",
           "厨房设备保养|台|厨房设备保养台数|300-900|10-40|厨房设备保养", "食品留样检测|次|食品留样检测次数|200-500|24-60|食品留样检测"),
    _theme("图书馆开放", "文旅", "文化服务中心", "到馆读者", "读者投诉", "让居民就近阅读",
           "图书采编|册|图书采编册数|25-60|1000-6000|采编图书", "阅读推广讲座|场|阅读推广讲座场次|1500-4000|10-40|举办阅读推广讲座",
           "书架维护|组|书架维护组数|100-400|20-90|维护书架"),
    _theme("农产品质量抽检", "农", "农业服务中心", "辖区农户", "农产品质量安全事故", "守住农产品质量安全底线",
           "蔬菜农残抽检|批|蔬菜农残抽检批数|300-900|100-600|抽检蔬菜农残", "畜禽样品化验|份|畜禽样品化验份数|150-500|50-400|化验畜禽样品",
           "种植户用药指导|户|种植户用药指导户数|50-200|100-500|指导种植户用药"),
    _theme("校园体育场馆开放", "教", "教育服务中心", "入场市民", "场馆安全事故", "让市民就近健身",
           "场馆值守巡看|天|场馆值守巡看天数|300-600|200-340|场馆值守巡看", "健身器械检修|台|健身器械检修台数|80-400|50-200|检修健身器械",
           "羽毛球赛事|场|羽毛球赛事场次|5000-9000|4-12|举办羽毛球赛事", "游泳水质检验|次|游泳水质检验次数|200-600|24-48|检验游泳水质"),
    _theme("居民健康体检", "卫健", "社区卫生服务中心", "受检居民", "体检差错", "早发现早治疗常见病",
           "老年人体检|人|老年人体检人数|200-500|500-4000|老年人体检", "眼底筛查|人|眼底筛查人数|40-120|300-2000|眼底筛查",
           "健康讲堂|场|健康讲堂场次|1000-3000|6-24|举办健康讲堂"),
    _theme("法律援助咨询", "司", "司法所", "来访群众", "来访群众投诉", "让群众方便地得到法律帮助",
           "律师坐班咨询|天|律师坐班咨询天数|400-900|100-250|律师坐班咨询", "普法手册编印|册|普法手册编印册数|3-9|3000-20000|编印普法手册",
           "调解案件补助|件|调解案件补助件数|100-400|100-600|发放调解案件补助"),
    _theme("政务机房运维", "数", "大数据中心", "系统使用部门", "机房中断事故", "保持政务系统稳定",
           "服务器巡检|台|服务器巡检台数|500-1500|40-200|巡检服务器", "网络专线租用|条|网络专线租用条数|8000-20000|5-20|租用网络专线",
           "备份磁带更新|盘|备份磁带更新盘数|300-900|20-90|更新备份磁带"),
    _theme("生活垃圾分类", "绿容", "城管服务中心", "小区住户", "混投混运投诉", "养成分类投放的习惯",
           "分类投放引导|天|分类投放引导天数|1500-3500|200-360|分类投放引导", "湿垃圾桶换新|只|湿垃圾桶换新只数|120-300|200-900|换新湿垃圾桶",
           "可回收物兑奖|次|可回收物兑奖次数|2-9|5000-20000|可回收物兑奖"),
    _theme("职业技能培训", "人社", "就业服务中心", "参训学员", "培训安全事故", "帮助失业人员再就业",
           "电工班培训|人|电工班培训人数|1500-3000|60-300|电工班培训", "西点班培训|人|西点班培训人数|1200-2600|50-200|西点班培训",
           "实训耗材|套|实训耗材套数|80-300|100-500|配发实训耗材"),
    _theme("消防设施维护", "应急", "应急管理所", "楼宇住户", "火灾伤亡事故", "消除楼宇火灾隐患",
           "灭火器充装|具|灭火器充装具数|30-80|500-3000|灭火器充装", "消火栓检测|个|消火栓检测个数|60-200|200-1500|检测消火栓",
           "微型消防站演习|次|微型消防站演习次数|2000-6000|4-16|微型消防站演习"),
    _theme("道路清扫保洁", "市政", "市容管理所", "沿街商户", "路面保洁投诉", "保持路面整洁",
           "机扫作业|公里|机扫作业里程|30-90|5000-20000|机扫作业", "人工清扫|平方米|人工清扫面积|4-9|50000-200000|人工清扫",
           "果壳箱擦洗|只|果壳箱擦洗只数|20-60|500-3000|擦洗果壳箱"),
)  # fmt: skip
PLACES = ("东岭街道|岭", "松桥镇|松", "青浪街道|浪", "白石镇|石", "云塘街道|塘", "高梁镇|梁")
SURNAMES = "张王李赵陈刘"


@dataclass(frozen=True)
class Line:
    """A budget line with its figures."""

    work: Work
    price: int
    quantity: int

    @property
    def amount(self) -> int:
        """Price × quantity in yuan."""
        return self.price * self.quantity


@dataclass(frozen=True)
class Made:
    """A generated declaration: its text, the layout, and what it is about."""

    text: str
    name: str
    layout: str
    theme: Theme
    place: str
    year: int
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        """Yuan."""
        return sum(line.amount for line in self.lines)


def money(yuan: int | Decimal) -> str:
    return f"{yuan:,.2f}"


def _months(rng: random.Random) -> tuple[int, int, int, str]:
    start, mid = rng.choice([(1, 6), (2, 7), (3, 8)])
    end = rng.choice([10, 11])
    return start, mid, end, {10: "十月", 11: "十一月"}[end]


def indicators(made: Made, rng: random.Random) -> list[tuple[str, str, str, str]]:
    """(level 1, level 2, name, value) of a sound table."""
    theme, lines = made.theme, made.lines
    end = "十一月底前" if made.year % 2 else "十月底前"
    rows = [
        ("成本指标", "经济成本指标", f"{x.work.name}成本", f"≤{x.amount}元") for x in lines[:-1]
    ]
    last = lines[-1]
    rows.append(
        (
            "成本指标",
            "经济成本指标",
            f"{last.work.name}单位成本",
            f"≤{last.price}元/{last.work.unit}",
        )
    )
    rows += [
        ("产出指标", "数量指标", x.work.counted, f"={x.quantity}.00({x.work.unit})") for x in lines
    ]
    rows += [
        (
            "产出指标",
            "质量指标",
            f"{x.work.name}{rng.choice(['合格率', '达标率'])}",
            f"≥{rng.choice([95, 96, 98])}.00(%)",
        )
        for x in lines
    ]
    rows += [("产出指标", "时效指标", f"{lines[0].work.name}完成及时率", "=100.00(%)"),
             ("产出指标", "时效指标", f"{lines[1].work.name}完成时间", end)]  # fmt: skip
    rows += [("效益指标", "社会效益指标", f"{theme.trouble}数", f"≤{rng.choice([2, 5, 8])}.00(起)"),
             ("效益指标", "可持续影响指标", f"{theme.project}长效管理机制", "每季度通报1次"),
             ("满意度指标", "服务对象满意度指标", f"{theme.served}满意度", f"≥{rng.choice([85, 90, 92])}.00(%)")]  # fmt: skip
    return rows


def _table(rows: list[tuple[str, str, str, str]], rng: random.Random) -> str:
    lines = ["一级指标\t二级指标\t三级指标\t年度指标值\t目标值来源"]
    last = ("", "")
    for one, two, name, value in rows:
        source = {"成本指标": "根据预算资金", "产出指标": "根据工作计划"}.get(one, "根据工作目标")
        lines.append(
            "\t".join(
                (one if one != last[0] else "", two if two != last[1] else "", name, value, source)
            )
        )
        last = (one, two)
    return "\n".join(lines)


def street(made: Made, rng: random.Random) -> str:
    """项目描述 of a street, 2024 on."""
    t, y, lines = made.theme, made.year, made.lines
    names = [x.work.name for x in lines]
    start, mid, end, _ = _months(rng)
    wan = f"{Decimal(made.total) / 10000:.2f}"
    code = f"{made.place.split('|')[1]}{t.code}"
    place = made.place.split("|")[0]
    listed = "、".join(names)
    word = {3: "三", 4: "四", 5: "五"}[len(lines)]
    history, amount = [], made.total
    for back in (1, 2, 3):
        amount = int(amount * rng.choice([0.9, 0.93, 0.96]))
        spent = amount if rng.random() < 0.5 else int(amount * 0.99)
        history.insert(0, (y - back, amount, spent))
    table = "\n".join(
        f"{yr} 年\t{money(a)}\t{money(a)}\t{money(s)}\t{100 if a == s else 99}%"
        for yr, a, s in history
    )
    budget = "\n".join(
        f"{n}\t{x.work.name}\t{money(x.price)}\t{x.quantity}\t{money(x.amount)}"
        for n, x in enumerate(lines, 1)
    )
    activity = "\n".join(
        f"{x.work.name}\t{x.work.doing}\t按合同要求{x.work.doing}，按月记录工作量" for x in lines
    )
    half = max(1, len(lines) // 2)
    first, second = (
        "、".join(x.work.doing for x in lines[:half]),
        "、".join(x.work.doing for x in lines[half:]),
    )
    goal_list = "、".join(x.work.doing for x in lines)
    serial, other = rng.randint(3, 60), rng.randint(61, 90)
    title = f"《关于做好{t.project}工作的实施意见》（{code}发〔{y - 1}〕{serial}号）"
    basis = f"{place}{t.office}按照{title}"
    return f"""{place}{t.project}项目描述

一、项目概况

（一）项目背景

{place}常住人口逐年增加，{t.served}对{t.project}的需求越来越高。{basis}的要求，设立{t.project}项目，由{t.office}负责实施。

{y} 年项目主要内容包括{listed}等。

（二）依据充分性

1. 《关于做好{t.project}工作的实施意见》（{code}发〔{y - 1}〕{serial}号）；

2. 《关于{names[0]}、{names[1]}有关事项的函》（{code}函〔{y - 1}〕{other}号）；

（三）项目必要性

{t.project}关系{t.served}的日常生活，现有人手不足，需要购买{names[0]}服务。

（四）项目可行性

1.在预算编制方面，{t.office}按历年执行情况和当年需求编制预算，报{place}审批。

2.在组织管理方面，{t.office}指定专人负责检查。

3.在制度措施方面，{place}有采购和考核制度。

二、项目绩效目标设定情况

（一）项目的总体目标

通过{goal_list}，{t.aim}。

（二）年度目标

完成 {y} 年{goal_list}，{t.served}满意度达到 85% 以上。

（三）项目的具体目标

{_table(indicators(made, rng), rng)}

三、项目投入情况

（一）项目总投入和构成情况

{y} 年本项目申报预算 {wan} 万元，资金用于{listed}等。

表 1 预算明细表（单位：元）

序号\t项目明细\t单价\t数量\t金额
{budget}
合计\t\t\t\t{money(made.total)}

（二）经常性项目执行情况

本项目为经常性项目，近三年预算金额较上年度增加，近三年执行率均在 95% 以上。

表 2 近三年预算执行情况（单位：元）

年份\t年初预算\t调整后预算\t执行金额\t预算执行率
{table}

注：{y - 1} 年为全年预计数

（三）资金来源情况

资金由区级财政安排。{t.office}与服务方签订合同，如{names[0]}合同、{names[1]}合同，按考核结果付款。

（四）成本管理情况

成本按合同单价控制。

四、项目计划活动

（一）项目活动内容

{place} {y} 年{t.project}项目的主要内容包括{listed}{word}部分内容，详见下表：

项目名称\t项目明细\t工作内容
{activity}

（二）项目实施计划

序号\t时间\t计划项目
1\t{y} 年 {start} 月至 {mid} 月\t{first}
2\t{y} 年 {start + 1} 月至 {end - 1} 月\t{second}

五、保证项目实施的制度、措施

（一）项目管理制度

《{place}{t.project}考核办法》

（二）财务管理制度

《{place}财务管理办法》

六、项目整改情况

无

七、风险因素分析

天气和节假日可能影响进度，由{t.office}与服务方商定预案。

填报单位：{place}{t.office}

日期：{y - 1}年12月
"""


def form(made: Made, rng: random.Random) -> str:
    """申报表 as Markdown tables with funding cells and a budget table."""
    t, y, lines = made.theme, made.year, made.lines
    place = made.place.split("|")[0]
    head = f"{place}{t.office}"
    total = money(made.total)
    rows = "\n".join(f"| {a} | {b} | {c} | {d} |" for a, b, c, d in indicators(made, rng))
    budget = "\n".join(
        f"| {n} | {x.work.name} | {money(x.price)} | {x.quantity} | {money(x.amount)} |"
        for n, x in enumerate(lines, 1)
    )
    goal_list = "、".join(x.work.doing for x in lines)
    return f"""# 财政项目支出绩效目标申报表

（{y}年度）

| 项目名称 | {t.project} | 项目性质 | 经常性项目 | 项目类别 | 特定目标类 |
|---|---|---|---|---|---|
| 主管部门 | {place} | 实施单位 | {head} |  |  |
| 项目负责人 | {rng.choice(SURNAMES)}某 | 联系电话 | 6{rng.randint(1000000, 9999999)} |  |  |
| 政府采购 | 是 | 采购方式 | 公开招标 |  |  |
| 计划开始日期 | {y}-01-01 | 计划完成日期 | {y}-12-31 |  |  |
| 项目资金（元） | 项目资金总额 | {total} | 年度资金申请总额 | {total} |  |
| | 其中：财政资金 | {total} | 其中：当年财政拨款 | {total} |  |
| | | | 上年结转资金 | 0.00 |  |
| | 其他资金 | 0.00 | 其他资金 | 0.00 |  |

| 项目总目标 | 年度总目标 |
|---|---|
| 通过{goal_list}，{t.aim}。 | 完成{goal_list}，{t.served}满意度达到 85% 以上。 |

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
{rows}

预算明细

| 序号 | 项目明细 | 单价（元） | 数量 | 金额（元） |
|---|---|---|---|---|
{budget}
|  | 合计 | | | {total} |
"""


LAYOUTS = {"street": (street, "made.txt"), "form": (form, "made.md")}


def make(seed: int) -> Made:
    """One clean declaration."""
    rng = random.Random(seed)
    theme = THEMES[seed % len(THEMES)]
    works = list(theme.works)
    rng.shuffle(works)
    works = works[: rng.choice([3, min(4, len(works))])]
    lines = []
    for work in works:
        step = 1 if work.price[1] < 100 else 10
        lines.append(
            Line(work, rng.randrange(*work.price, step) // step * step, rng.randint(*work.quantity))
        )
    layout = rng.choice(["street", "street", "form"])
    made = Made(
        "",
        LAYOUTS[layout][1],
        layout,
        theme,
        rng.choice(PLACES),
        rng.choice([2024, 2025, 2026]),
        tuple(lines),
    )
    text = LAYOUTS[layout][0](made, rng)
    return Made(text, made.name, layout, theme, made.place, made.year, made.lines)
