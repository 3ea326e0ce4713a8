"""Declarations told in running text: project, bodies, money, lines and indicators of sentences."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from assistant.domain.declaration import Declaration
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes


def read(text: str, name: str = "申报.txt") -> tuple[Declaration, ...]:
    return read_facts(read_bytes(text.encode("utf-8"), name)[0]).declarations


ROADS = """柳塘镇2025年度乡村道路保洁项目绩效目标申报说明

一、项目基本情况
柳塘镇环境卫生管理所拟于2025年实施乡村道路保洁项目，项目主管部门为柳塘镇人民政府，项目期限为2025年1月至12月。
二、资金安排
（一）预算总额。2025年项目共需资金186.4万元，由区级财政补助120万元，镇级财政安排66.4万元。
（二）支出构成。保洁员劳务费151.2万元（42人×3000元/月×12月），保洁工具更新8.4万元，清运车辆租赁18万元，安全培训及保险8.8万元。
三、绩效目标
（一）总体目标：实现乡村道路保洁全覆盖。
（二）年度指标
1.数量指标：保洁道路里程86.5公里，配备保洁员42名；
2.时效指标：垃圾日产日清率达到100%；
3.满意度指标：沿线村民满意度≥90%。
"""
CANTEEN = """关于申报2026年老年食堂运营补贴项目的说明

区民政局：
一、申报单位：枫桥街道社区事务受理中心。
二、项目内容。街道现有老年食堂5家，其中80岁以上老人补贴每餐3元，其他老人补贴每餐2元。
三、经费测算。全年共需经费96.8万元，其中：就餐补贴62.4万元，送餐服务费14.4万元，厨房维修20万元。资金来源为街道财政预算78万元、社会捐赠18.8万元。
四、预期绩效。产出方面，全年服务老人不少于15万人次，12月底前完成年度评估；效益方面，食物中毒事件为0起；满意度方面，就餐老人满意度不低于92%。
"""
GYMS = """项目名称：青禾县中小学体育器材更新
申报单位：青禾县教育局
年度：2024年

购置篮球架76副，单价4500元，计34.2万元；购置乒乓球台152张，单价1800元，计27.36万元；安装调试费4.88万元。以上合计66.44万元，全部由县级财政安排。
2022年安排60万元，支出58.2万元；2023年安排75万元，支出74.1万元。
预期目标：2024年8月底前完成器材更新，验收合格率100%。
"""
STATIONS = """# 水质自动监测站运维项目（2025年）

**实施单位**：临泽区环境监测站　**主管部门**：临泽区生态环境局

2025年申请财政资金312万元，具体为站房运维168、试剂耗材72、设备更换48、数据审核24，合计312万元。

- 数量：运维站点24座
- 质量：数据有效率≥90%
- 成本：单站年运维成本≤7万元
- 满意度：数据使用单位满意度≥90%
"""
RELICS = """项目支出绩效目标申报书

申报单位为云岭市博物馆，主管部门为云岭市文化和旅游局。项目名称为馆藏文物数字化保护，属于阶段性项目，实施期2024年至2026年，总投资1,260万元，2025年度申请420万元。

2025年度预算420万元由以下几部分组成：三维扫描240万元（2000件，每件1200元），高清采集96万元（8000件，每件120元），存储设备84万元。

（1）数量指标：三维扫描文物2000件；高清采集8000件。
（2）时效指标：2025年11月30日前完成采集。
"""
LAMPS = """2026年度城市照明节能改造项目绩效目标申报书

项目由滨江市城市管理局路灯管理所负责实施，主管部门是滨江市城市管理局。实施时间为2026年3月至2026年11月。
本项目2026年度预算总额为1,285.6万元。具体支出如下：
（1）LED灯具采购12800盏，单价680元，共870.4万元；
（2）灯杆更换420根，每根0.5万元，共210万元；
（3）智能控制终端205.2万元，其中终端主机131.2万元、软件74万元。
产出数量指标：更换LED灯具12800盏、更换灯杆420根；
产出时效指标：2026年11月底前完工；
满意度指标：市民满意度不低于85%。
"""
MEALS = """项目：农村学生营养改善
单位：秀水县教育局（填报人：周岚）
预算年度：2024

一、资金情况：项目总额3,600万元（2024—2026年），其中2024年1,180万元。2024年资金构成：中央补助900万元、省级补助180万元、县级配套100万元。
二、支出明细：膳食补助1,020万元（10200人，每人每年1000元）、食堂员工工资160万元。
三、目标
年度目标：为10200名学生提供营养餐，供餐合格率100%。
数量：受益学生10200人；供餐天数200天
质量：供餐合格率100%
满意度：家长满意度≥90%
"""
LETTER = """关于2025年度残疾人家庭无障碍改造项目资金的请示

县财政局：
我会拟在2025年为260户家庭实施改造，户均补助5500元，需资金143万元；另需入户评估经费7.8万元、验收经费5.2万元，共计156万元。其中申请省级彩票公益金90万元，县级财政安排66万元。
项目预期目标：改造验收合格率达到100%。
            松岭县残疾人联合会
            2024年10月21日
"""


@dataclass(frozen=True)
class Expected:
    """What a reader of the text would write down; amounts in yuan."""

    project: str
    unit: str
    year: int
    total: int
    department: str | None = None
    period: str | None = None
    whole: int | None = None


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (ROADS, "a.txt", Expected("乡村道路保洁", "柳塘镇环境卫生管理所", 2025, 1_864_000,
                                  "柳塘镇人民政府", "2025年1月至12月")),
        (CANTEEN, "a.txt", Expected("老年食堂运营补贴", "枫桥街道社区事务受理中心", 2026, 968_000)),
        (GYMS, "a.txt", Expected("青禾县中小学体育器材更新", "青禾县教育局", 2024, 664_400)),
        (STATIONS, "a.md", Expected("水质自动监测站运维", "临泽区环境监测站", 2025, 3_120_000,
                                    "临泽区生态环境局")),
        (RELICS, "a.txt", Expected("馆藏文物数字化保护", "云岭市博物馆", 2025, 4_200_000,
                                   "云岭市文化和旅游局", "2024年至2026年", 12_600_000)),
        (LAMPS, "a.txt", Expected("城市照明节能改造", "滨江市城市管理局路灯管理所", 2026, 12_856_000,
                                  "滨江市城市管理局", "2026年3月至2026年11月")),
        (MEALS, "a.txt", Expected("农村学生营养改善", "秀水县教育局", 2024, 11_800_000,
                                  whole=36_000_000)),
        (LETTER, "a.txt", Expected("残疾人家庭无障碍改造", "松岭县残疾人联合会", 2025, 1_560_000)),
    ],
)  # fmt: skip
def test_who_what_when_and_how_much(text: str, name: str, expected: Expected) -> None:
    (told,) = read(text, name)
    assert (told.project, told.unit, told.year) == (
        expected.project, expected.unit, expected.year,
    )  # fmt: skip
    assert told.department == expected.department
    assert told.period == expected.period
    assert told.total is not None
    assert told.total.yuan == expected.total
    assert (told.funding.total.yuan if told.funding.total else None) == expected.whole
    assert told.total_locator is not None
    assert told.total_locator.quote.endswith("元")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (ROADS, {"保洁员劳务费": (1_512_000, 3000, 504), "保洁工具更新": (84_000, None, None),
                 "清运车辆租赁": (180_000, None, None), "安全培训及保险": (88_000, None, None)}),
        (CANTEEN, {"就餐补贴": (624_000, None, None), "送餐服务费": (144_000, None, None),
                   "厨房维修": (200_000, None, None)}),
        (GYMS, {"购置篮球架": (342_000, 4500, 76), "购置乒乓球台": (273_600, 1800, 152),
                "安装调试费": (48_800, None, None)}),
        (STATIONS, {"站房运维": (1_680_000, None, None), "试剂耗材": (720_000, None, None),
                    "设备更换": (480_000, None, None), "数据审核": (240_000, None, None)}),
        (RELICS, {"三维扫描": (2_400_000, 1200, 2000), "高清采集": (960_000, 120, 8000),
                  "存储设备": (840_000, None, None)}),
        (LAMPS, {"LED灯具采购": (8_704_000, 680, 12800), "灯杆更换": (2_100_000, 5000, 420),
                 "智能控制终端": (2_052_000, None, None)}),
        (MEALS, {"膳食补助": (10_200_000, 1000, 10200), "食堂员工工资": (1_600_000, None, None)}),
        (LETTER, {}),
    ],
)  # fmt: skip
def test_lines_of_the_budget(
    text: str, lines: dict[str, tuple[int, int | None, int | None]]
) -> None:
    (told,) = read(text)
    assert {
        b.item: (
            b.amount.yuan if b.amount else None,
            b.unit_price.yuan if b.unit_price else None,
            b.quantity,
        )
        for b in told.budget_lines
    } == lines


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (ROADS, {"区级财政补助": 1_200_000, "镇级财政": 664_000}),
        (CANTEEN, {"街道财政": 780_000, "社会捐赠": 188_000}),
        (MEALS, {"中央补助": 9_000_000, "省级补助": 1_800_000, "县级配套": 1_000_000}),
        (LETTER, {"省级彩票公益金": 900_000, "县级财政": 660_000}),
    ],
)
def test_sources_of_the_year(text: str, sources: dict[str, int]) -> None:
    (told,) = read(text)
    assert {s.name: s.amount.yuan for s in told.funding.sources} == sources


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (ROADS, [("数量指标", "保洁道路里程", "86.5公里"), ("数量指标", "配备保洁员", "42名"),
                 ("时效指标", "垃圾日产日清率", "达到100%"), ("满意度指标", "沿线村民满意度", "≥90%")]),
        (CANTEEN, [(None, "服务老人", "不少于15万人次"), (None, "完成年度评估", "12月底前"),
                   (None, "食物中毒事件", "0起"), (None, "就餐老人满意度", "不低于92%")]),
        (STATIONS, [("数量", "运维站点", "24座"), ("质量", "数据有效率", "≥90%"),
                    ("成本", "单站年运维成本", "≤7万元"), ("满意度", "数据使用单位满意度", "≥90%")]),
        (RELICS, [("数量指标", "三维扫描文物", "2000件"), ("数量指标", "高清采集", "8000件"),
                  ("时效指标", "完成采集", "2025年11月30日前")]),
        (LAMPS, [("产出数量指标", "更换LED灯具", "12800盏"), ("产出数量指标", "更换灯杆", "420根"),
                 ("产出时效指标", "完工", "2026年11月底前"), ("满意度指标", "市民满意度", "不低于85%")]),
    ],
)  # fmt: skip
def test_indicators_of_lines_and_sentences(
    text: str, rows: list[tuple[str | None, str, str]]
) -> None:
    (told,) = read(text)
    assert [(i.level2, i.name, i.target.raw) for i in told.indicators] == rows
    assert all(i.target_locator and i.target_locator.quote == i.target.raw for i in told.indicators)


def test_years_before_are_executions_and_no_lines() -> None:
    (told,) = read(GYMS)
    assert [
        (e.year, e.initial.yuan if e.initial else None, e.executed.yuan if e.executed else None)
        for e in told.executions
    ] == [(2022, Decimal(600_000), Decimal(582_000)), (2023, Decimal(750_000), Decimal(741_000))]


@pytest.mark.parametrize(
    "text",
    [
        # a policy that gives money and speaks of performance, without a project of its own
        "关于加强社区养老服务的实施意见\n\n一、总体目标\n到2027年，社区养老设施覆盖率达到95%。\n"
        "二、保障措施\n市级财政每年安排专项资金2,000万元，加强预算绩效管理，绩效目标由各区设定。\n",
        # news
        "我县中医院迁建工程开工\n\n该工程总投资3.2亿元，建筑面积4.6万平方米，计划2026年建成。\n",
        # minutes without money
        "关于道路保洁项目的说明\n\n各村要落实保洁责任，绩效考核每季度一次。\n",
    ],
)
def test_what_declares_nothing(text: str) -> None:
    assert read(text) == ()


SPENT = """项目名称：技能培训补贴
年度：2023年
2023年全年预算1,240万元，支出1,199万元，其中：岗前培训800万元、创业培训399万元。结余41万元结转下年。
年度目标：培训9200人次，合格率90%以上。
"""


def test_what_was_spent_is_no_line_of_the_budget() -> None:
    (told,) = read(SPENT)
    assert told.budget_lines == ()
    assert told.total is not None
    assert told.total.yuan == 12_400_000


@pytest.mark.parametrize(
    ("head", "unit", "department"),
    [
        ("预算单位\t江岭市人社局\t实施单位\t江岭市就业中心", "江岭市就业中心", "江岭市人社局"),
        ("填报单位\t江岭市人社局\t实施单位\t江岭市就业中心", "江岭市人社局", None),
        ("主管部门\t江岭市人社局\t项目执行单位\t江岭市就业中心", "江岭市就业中心", "江岭市人社局"),
        ("预算单位\t江岭市人社局\t实施单位\t江岭市人社局培训科", "江岭市人社局", None),
    ],
)
def test_whose_budget_it_is_stands_above_who_carries_out(
    head: str, unit: str, department: str | None
) -> None:
    (told,) = read(
        "项目支出绩效自评表（2023年度）\n项目名称\t技能培训补贴\n" + head + "\n"
        "一级指标\t二级指标\t三级指标\t年度指标值\n产出指标\t数量指标\t培训人次\t≥900人次\n"
    )
    assert (told.unit, told.department) == (unit, department)


EVALUATED = (
    "<table><tr><td>项目名称</td><td colspan=5>技能培训补贴</td></tr>"
    "<tr><td rowspan=3>预算执行（万元）</td><td>资金来源</td><td>全年预算数</td><td>执行数</td>"
    "<td>执行率</td><td>得分</td></tr>"
    "<tr><td>合计</td><td>1240.00</td><td>1199.58</td><td>96.74%</td><td>9.67</td></tr>"
    "<tr><td>省级专账资金</td><td>1240.00</td><td>1199.58</td><td>96.74%</td><td>—</td></tr>"
    "<tr><td>一级指标</td><td>三级指标</td><td>年度指标值</td><td>全年完成值</td><td>分值</td><td>得分</td></tr>"
    "<tr><td rowspan=2>完成指标（50分）</td><td>培训人次</td><td>≥9200人次</td><td>9413人次</td><td>20</td><td>20</td></tr>"
    "<tr><td>培训合格率</td><td>≥90%</td><td>93.6%</td><td>30</td><td>30</td></tr>"
    "<tr><td>总分</td><td></td><td></td><td></td><td>100</td><td>59.67</td></tr></table>"
)


def test_a_self_evaluation_whose_budget_stands_only_with_its_execution() -> None:
    (told,) = read("<h1>2021年度项目支出绩效自评表</h1>" + EVALUATED, "表.html")
    assert [i.name for i in told.indicators] == ["培训人次", "培训合格率"]
    assert {i.level1 for i in told.indicators} == {"完成指标"}
    assert {i.current.level1 for i in told.indicators} == {"产出指标"}
    assert told.total is not None
    assert told.total.yuan == 12_400_000
    assert [(f.label, f.value) for f in told.fields if "分" in f.label] == [
        ("预算执行率得分", "9.67"), ("自评总分", "59.67"),
    ]  # fmt: skip


BARE = """2023年度转移支付绩效目标表
项目名称\t耕地补贴
实施单位\t涪江区农业站

年度目标
把耕地补贴按时兑付给全部种地农民，耕地质量不下降。

一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t补贴面积\t≥38.6万亩

附：资金分解
耕地补贴：4053.00（38.6万亩 × 105元/亩）
复耕奖补：180.00（4500亩 × 400元/亩）
工作经费：90.00（20个镇街 × 4.5万元）
合计4323.00万元。
"""


def test_lines_whose_unit_stands_only_at_their_sum_and_a_goal_below_its_label() -> None:
    (told,) = read(BARE)
    assert told.goals.annual == "把耕地补贴按时兑付给全部种地农民，耕地质量不下降。"
    assert [
        (b.item, b.amount.yuan if b.amount else None, b.quantity) for b in told.budget_lines
    ] == [
        ("耕地补贴", Decimal(40_530_000), Decimal(386_000)),
        ("复耕奖补", Decimal(1_800_000), Decimal(4500)),
        ("工作经费", Decimal(900_000), Decimal(20)),
    ]


REPORT = """江湾区2024年度公益性岗位项目绩效自评报告

（一）基本情况。江湾区就业服务中心承担本项目，主管部门：江湾区人社局。2024年年初预算680万元，年中调增20万元，全年预算700万元，实际支出686万元，预算执行率98%。
1.数量指标：安置公益性岗位人员，目标值≥350人，实际完成362人；
2.效益指标：零就业家庭清零率，目标值100%，实际完成100%。
3.服务对象满意度：安置人员满意度，目标值≥90%，实际完成93%。
"""
BRACKETS = """【项目名称】背街小巷路灯补建
【申报单位】曲河市市政中心
【主管部门】曲河市城市管理局
【申报年度】2026年
【项目金额】158.6万元
【测算依据】
补建路灯 620盏×2100元=130.2万元
电缆敷设 15.8公里×1.2万元=18.96万元
监理及检测 9.44万元
【绩效指标】
数量指标：补建路灯620盏
质量指标：亮灯率≥98%
"""
COLONS = """## 项目申报书：流域水环境在线监测

- 申报单位：沂沭县环境监测站
- 申报年度：2025
- 项目期：2024—2026年
- 项目总投资：1,080万元；2025年申请：360万元

### 支出测算
本年360万元用于三项：一是站点运维216万元（18个站×12万元/站）；二是试剂耗材84万元；三是数据平台60万元。

### 指标
1) 数量指标——运维站点：18个；比对监测：≥72次
2) 效益指标——断面达标率：≥88.9%
"""


def test_a_self_evaluation_in_words() -> None:
    (told,) = read(REPORT)
    assert (told.unit, told.department) == ("江湾区就业服务中心", "江湾区人社局")
    assert [
        (i.level2, i.name, i.target.raw, i.actual.raw if i.actual else None)
        for i in told.indicators
    ] == [
        ("数量指标", "安置公益性岗位人员", "≥350人", "362人"),
        (None, "零就业家庭清零率", "100%", "100%"),
        ("服务对象满意度", "安置人员满意度", "≥90%", "93%"),
    ]
    (spent,) = told.executions
    assert [m.yuan if m else None for m in (spent.initial, spent.adjusted, spent.executed)] == [
        6_800_000, 7_000_000, 6_860_000,
    ]  # fmt: skip
    assert told.budget_lines == ()


def test_labels_in_brackets() -> None:
    (told,) = read(BRACKETS)
    assert (told.project, told.unit, told.department, told.year) == (
        "背街小巷路灯补建", "曲河市市政中心", "曲河市城市管理局", 2026,
    )  # fmt: skip
    assert told.total is not None
    assert told.total.yuan == 1_586_000
    assert [(b.item, b.quantity) for b in told.budget_lines] == [
        ("补建路灯", 620), ("电缆敷设", Decimal("15.8")), ("监理及检测", None),
    ]  # fmt: skip
    assert [i.name for i in told.indicators] == ["补建路灯", "亮灯率"]


def test_amounts_behind_colons_and_levels_behind_dashes() -> None:
    (told,) = read(COLONS, "书.md")
    assert (told.project, told.unit) == ("流域水环境在线监测", "沂沭县环境监测站")
    assert told.total is not None
    assert told.funding.total is not None
    assert (told.total.yuan, told.funding.total.yuan) == (3_600_000, 10_800_000)
    assert [b.item for b in told.budget_lines] == ["站点运维", "试剂耗材", "数据平台"]
    assert [(i.level1, i.name, i.target.raw) for i in told.indicators] == [
        ("产出指标", "运维站点", "18个"), ("产出指标", "比对监测", "≥72次"),
        ("效益指标", "断面达标率", "≥88.9%"),
    ]  # fmt: skip
