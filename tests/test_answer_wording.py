"""措辞 and 度量: words that name nothing, the measure that decides the row, slips of the keyboard."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.domain.answer import Answer
from assistant.domain.frames import framed
from assistant.domain.lexicon import readings
from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.restart import restarted
from assistant.jobs.answer.typos import corrected
from assistant.jobs.answer.units import names_of
from assistant.jobs.answer.wording import scan
from assistant.library.catalogue import Catalogue
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes

GARDENS = """# 项目支出绩效目标申报表

（2025年度）

单位：元

| 项目名称 | 城区路灯与绿地管护 |||||
|---|---|---|---|---|---|
| 主管部门 | 宁川县住房和城乡建设局 || 实施单位 | 宁川县园林绿化管理中心 ||
| 项目开始日期 | 2025-03-01 || 项目完成日期 | 2025-12-20 ||
| 项目资金（元） | 年度资金总额 || 3260000 |||
| | 其中：省级补助 || 800000 |||
| | 县级财政资金 || 2460000 |||

| 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标解释 | 权重 |
|---|---|---|---|---|---|
| 成本指标 | 经济成本指标 | 应急演练开展单次成本 | ≤12000元 | | 5 |
| | | 巡灯员聘用成本 | ≤900000元 | | 5 |
| | | 苗木补植单位成本 | ≤260元/株 | | 5 |
| 产出指标 | 数量指标 | 应急演练开展次数 | ≥2次 | | 5 |
| | | 巡灯员聘用人数 | 30人 | | 5 |
| | | 夜间值守人员到位率 | ≥45(人) | | 5 |
| | | 控制机房租赁数 | 3个 | | 5 |
| | | 补植苗木株数 | ≥1200株 | | 5 |
| | 质量指标 | 补植苗木成活率 | ≥95% | | 5 |
| | | 巡灯员稳定性 | 年均流动≤4人次,且不影响排班 | | 5 |
| | 时效指标 | 控制箱改造完成及时性 | 十月底前 | | 5 |
| | | 故障路灯修复时限 | ≤24小时 | | 5 |
| | | 护绿志愿者服务时长 | ≥8小时 | | 5 |
| 效益指标 | 社会效益指标 | 违规占绿投诉情况 | 0% | | 5 |
| 满意度指标 | 服务对象满意度指标 | 沿街居民满意度 | ≥90% | | 10 |

## 预算明细（单位：元）

| 序号 | 支出内容 | 单位 | 数量 | 单价 | 金额 |
|---|---|---|---|---|---|
| 1 | 春节走访对象 | 户 | 60 | 500 | 30000 |
| 2 | 护绿宣传 | 次 | 8 | 2500 | 20000 |
| 3 | 应急演练 | 次 | 2 | 12000 | 24000 |
| 4 | 路灯电费 | 项 | 1 | 1600000 | 1600000 |
| 5 | 短信服务 | 条 | 100000 | 0.06 | 6000 |
| 6 | 苗木补植 | 株 | 1200 | 260 | 312000 |
| 7 | 巡灯员经费 | 项 | 1 | 900000 | 900000 |
| 8 | 控制机房租金 | 项 | 1 | 368000 | 368000 |
| | 合计 | | | | 3260000 |

填报单位：宁川县园林绿化管理中心

填报日期：2024年11月8日
"""


@cache
def answerer() -> Answerer:
    catalogue = Catalogue("sqlite://")
    for document in read_bytes(GARDENS.encode(), "路灯绿地2025.md"):
        catalogue.add(document, read_facts(document))
    return Answerer(catalogue, None)


def ask(question: str, *context: str) -> Answer:
    return answerer().ask(question, context)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        # verbs of planning, setting and paying say nothing of which row is meant
        ("园林中心原计划招满多少名巡灯员", "30人"),
        ("宁川路灯电费批了几万", "1600000"),
        ("控制箱改造最晚几月份要弄好（宁川）", "十月底前"),
        ("夜间值守人员到位数目标是多少", "45"),
        ("护绿志愿者每人要服务满多少小时", "8小时"),
        ("护绿宣传的钱列了多少", "20000"),
        # the measure asked decides the row
        ("搞一次应急演练的成本控制在什么数以内", "12000元"),
        ("应急演练一年要搞几回", "≥2次"),
        ("对巡灯员队伍人员流动控制在每年多少人次以内", "年均流动≤4人次"),
        ("过年走访每一户的标准是多少钱", "500"),
        ("路灯坏了几小时修好", "24小时"),
        ("路灯绿地管护项目哪天启动", "2025-03-01"),
        ("路灯绿地管护项目县里掏多少", "2460000"),
        ("城区路灯与绿地管护项目是啥时候填的、谁填的", "2024年11月8日"),
        # several slips in one question
        ("宁川补值苗目成活律不低于多少", "95"),
        ("宁川沿街居民满意渡木标", "90"),
        ("宁川路登电废一年多少", "1600000"),
        ("民川…啊不是，宁川应急演练搞几次", "≥2次"),
    ],
)
def test_facts_asked_in_other_words(question: str, said: str) -> None:
    found = ask(question)
    assert not found.refused, found.answer
    assert said in found.answer, found.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("护绿宣传列了多少 » 分几次搞", "数量8"),
        ("宁川巡灯员聘几个人 » 花在他们身上的成本上限是多少", "900,000|900000"),
    ],
)
def test_turns(question: str, said: str) -> None:
    *context, last = question.split(" » ")
    found = ask(last, *context)
    assert any(one in found.answer for one in said.split("|")), found.answer


@pytest.mark.parametrize(
    "question",
    [
        "控制机房一个一年租金多少",  # the rent of all, and their number
        "路灯电费一度多少钱",
        "巡灯员每天补多少钱",
        "应急演练是哪一天办的",  # due by the end of a month
        "应急演练花了几天",
        "巡灯员有多少户",
        "控制机房买了几个",  # rented, not bought
        "违规占绿收费多少",
        "春节走访了多少次",  # sixty households
    ],
)
def test_a_neighbouring_row_is_no_answer(question: str) -> None:
    found = ask(question)
    assert found.refused, found.answer


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("计划买多少名巡灯员", ["巡灯员"]),
        ("特保多少人", ["特保"]),  # 保 ends a word
        ("人员到位数目标多少", []),
        ("每一户多少钱", []),
        ("走访慰问每一户的标准", ["走访慰问"]),
        ("分几次", []),
        ("按多少人测算", []),
    ],
)
def test_what_carries_content(text: str, content: list[str]) -> None:
    assert [p.text for p in scan(text) if p.role == "content"] == content


NAMES = frozenset(("浦锦", "拘留所", "留所专", "特殊保安", "殊保安服", "受害率"))
WORDS = frozenset(("补植", "苗木", "比例", "预算", "年初", "目标", "巡逻", "头上"))


@pytest.mark.parametrize(
    ("text", "unknown", "right"),
    [
        ("待殊保安", "待殊", ("待殊保安", "特殊保安")),  # alike in shape
        ("拘溜所专", "溜", ("拘溜所", "拘留所")),  # the whole word is shown
        ("补值多少", "", ("补值", "补植")),
        ("比列多少", "", ("比列", "比例")),
        ("按时投上", "", None),  # a verb with how far it goes
        ("达到六化", "", None),  # a number is no slip
        ("以后于算", "", ("于算", "预算")),
    ],
)
def test_slips_of_sound_and_shape(text: str, unknown: str, right: tuple[str, str] | None) -> None:
    assert corrected(text, (unknown,) if unknown else (), NAMES, WORDS) == right


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("分局电动……啊不是，电费一年多少", "分局电费一年多少"),
        ("分局水费，说错了，电费一年多少", "分局电费一年多少"),
        ("这笔钱是不是电费", "这笔钱是不是电费"),
    ],
)
def test_what_is_taken_back(question: str, meant: str) -> None:
    assert restarted(question) == meant


@pytest.mark.parametrize(
    ("unit", "called"),
    [
        ("宁川县园林绿化管理中心", "园林中心"),
        ("宁川区退役军人事务局", "退役军人局"),
        ("宁川区公安分局交警支队", "交警"),
        ("宁川市疾病预防控制中心", "疾控中心"),
        ("宁川县残疾人联合会", "残联"),
    ],
)
def test_short_names_of_units(unit: str, called: str) -> None:
    assert called in set(names_of(unit))


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("法援案子", "法律援助案件"),
        ("县里掏", "县级资金"),
        ("自闭症", "孤独症"),
        ("进驻", "入驻"),
        ("过年前后", "春节"),
        ("养公车", "公务用车运行维护费"),
        ("活下来的比例", "成活率"),
    ],
)
def test_words_of_all_fields(said: str, word: str) -> None:
    assert any(word in one.words for one in readings(said) if one.said == said)


def test_a_frame_takes_no_part_of_a_word() -> None:
    def others(word: str) -> tuple[str, ...]:
        return ("汽车",) if word == "车" else ()

    asked = [one.names for one in framed("那买车花多少", others) if "车经费" in one.names]
    assert not asked
