"""One fault planted in a clean declaration, with the code and the place that must be found."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from evals.check_generator import THEMES, Made, money


@dataclass(frozen=True)
class Mutant:
    """``codes`` any of which is right; the finding must touch a line of ``start:end``.

    ``anywhere`` is for faults of absence: the code alone counts.
    """

    text: str
    codes: frozenset[str]
    start: int
    end: int
    anywhere: bool = False


Mutation = Callable[[Made, random.Random], Mutant | None]
MUTATIONS: dict[str, Mutation] = {}


def mutation(name: str) -> Callable[[Mutation], Mutation]:
    def register(make: Mutation) -> Mutation:
        MUTATIONS[name] = make
        return make

    return register


def put(made: Made, old: str, new: str, codes: str, *, anywhere: bool = False, last: bool = False,
        after: str = "") -> Mutant | None:  # fmt: skip
    """``old`` replaced once (after ``after``); None where it does not stand in the text."""
    base = made.text.find(after) if after else 0
    if base < 0:
        return None
    at = made.text.rfind(old) if last else made.text.find(old, base)
    if at < 0 or old == new:
        return None
    text = made.text[:at] + new + made.text[at + len(old) :]
    return Mutant(text, frozenset(codes.split()), at, at + max(1, len(new)), anywhere)


def cell(made: Made, name: str) -> re.Match[str] | None:
    """The value of an indicator's row."""
    pattern = rf"{re.escape(name)}\t(?P<v>[^\t\n]+)" if made.layout == "street" else (
        rf"\| {re.escape(name)} \| (?P<v>[^|\n]+?) \|")  # fmt: skip
    return re.search(pattern, made.text)


def set_value(made: Made, name: str, value: str, codes: str) -> Mutant | None:
    match = cell(made, name)
    if match is None or match["v"] == value:
        return None
    a, b = match.span("v")
    return Mutant(
        made.text[:a] + value + made.text[b:], frozenset(codes.split()), a, a + max(1, len(value))
    )


def rename(made: Made, name: str, other: str, codes: str) -> Mutant | None:
    match = cell(made, name)
    if match is None:
        return None
    at = made.text.find(name, match.start())
    return Mutant(
        made.text[:at] + other + made.text[at + len(name) :],
        frozenset(codes.split()),
        at,
        at + len(other),
    )


def names(made: Made, kind: str) -> list[str]:
    """Names of the indicators of a kind."""
    w = [x.work for x in made.lines]
    table = {
        "cost": [f"{x.name}成本" for x in w[:-1]],
        "count": [x.counted for x in w],
        "rate": [f"{x.name}{s}" for x in w for s in ("合格率", "达标率")]
        + [f"{w[0].name}完成及时率"],
        "satisfaction": [f"{made.theme.served}满意度"],
        "trouble": [f"{made.theme.trouble}数"],
        "time": [f"{w[1].name}完成时间"],
    }
    return [n for n in table[kind] if cell(made, n)]


# ---- SUM


@mutation("合计写错")
def total(made: Made, rng: random.Random) -> Mutant | None:
    wrong = made.total + rng.choice([-1, 1]) * rng.choice([100, 1000, 9000, made.total // 7])
    return put(made, money(made.total), money(wrong), "SUM001 SUM008", last=True)


@mutation("明细金额写错")
def amount(made: Made, rng: random.Random) -> Mutant | None:
    x = rng.choice(made.lines)
    wrong = x.amount + rng.choice([-1, 1]) * max(10, x.amount // rng.choice([3, 9, 20]))
    tail = "" if made.layout == "street" else " |"
    sep = "\t" if made.layout == "street" else " | "
    return put(
        made,
        money(x.amount) + tail + "\n",
        money(wrong) + tail + "\n",
        "SUM002",
        after=f"{x.work.name}{sep}{money(x.price)}",
    )


@mutation("单价写错")
def price(made: Made, rng: random.Random) -> Mutant | None:
    x = rng.choice(made.lines)
    sep = "\t" if made.layout == "street" else " | "
    wrong = x.price + max(1, x.price // rng.choice([2, 5, 10]))
    return put(
        made,
        f"{sep}{money(x.price)}{sep}{x.quantity}{sep}",
        f"{sep}{money(wrong)}{sep}{x.quantity}{sep}",
        "SUM002",
        after=f"{x.work.name}{sep}{money(x.price)}",
    )


@mutation("表头单位写错")
def caption(made: Made, rng: random.Random) -> Mutant | None:
    return put(made, "近三年预算执行情况（单位：元）", "近三年预算执行情况（单位：万元）", "SUM003")


@mutation("执行率写错")
def rate(made: Made, rng: random.Random) -> Mutant | None:
    rows = list(re.finditer(r"\t(100|99)%\n", made.text))
    if not rows:
        return None
    row = rng.choice(rows)
    wrong = rng.choice(["88%", "92%", "79.5%", "95%"])
    a, b = row.span(1)
    return Mutant(
        made.text[:a] + wrong + made.text[b + 1 :], frozenset({"SUM005"}), a, a + len(wrong)
    )


@mutation("成本上限过大")
def ceiling(made: Made, rng: random.Random) -> Mutant | None:
    x = rng.choice(made.lines[:-1])
    return set_value(
        made, f"{x.work.name}成本", f"≤{made.total + rng.randint(1000, 900000)}元", "SUM006 SUM007"
    )


@mutation("成本与明细不符")
def cost(made: Made, rng: random.Random) -> Mutant | None:
    x = rng.choice(made.lines[:-1])
    return set_value(
        made, f"{x.work.name}成本", f"≤{int(x.amount * rng.choice([0.5, 0.8, 1.1]))}元", "SUM007"
    )


@mutation("资金构成不符")
def funds(made: Made, rng: random.Random) -> Mutant | None:
    t = money(made.total)
    return put(
        made,
        f"当年财政拨款 | {t}",
        f"当年财政拨款 | {money(made.total - rng.choice([1000, 50000]))}",
        "SUM004",
        anywhere=True,
    )


@mutation("年度间跳动")
def jump(made: Made, rng: random.Random) -> Mutant | None:
    row = re.search(rf"{made.year - 2} 年\t([\d,.]+)\t([\d,.]+)\t([\d,.]+)\t\d+%", made.text)
    if row is None:
        return None
    small = money(int(Decimal(row[1].replace(",", "")) / rng.choice([3, 5, 9])))
    new = f"{made.year - 2} 年\t{small}\t{small}\t{small}\t100%"
    return put(made, row.group(), new, "SUM010 TXT003", anywhere=True)


# ---- TGT


@mutation("缺指标值")
def no_value(made: Made, rng: random.Random) -> Mutant | None:
    name = rng.choice(names(made, "count"))
    match = cell(made, name)
    assert match is not None
    a, b = match.span("v")
    return Mutant(made.text[:a] + made.text[b:], frozenset({"TGT001"}), a - 1, a)


@mutation("占位符")
def placeholder(made: Made, rng: random.Random) -> Mutant | None:
    return set_value(
        made,
        rng.choice(names(made, "count") + names(made, "rate")),
        rng.choice(["XX", "××", "/", "待定", "XX%", "待填", "——"]),
        "TGT002",
    )


@mutation("率的值是数量")
def rate_as_count(made: Made, rng: random.Random) -> Mutant | None:
    return set_value(
        made,
        rng.choice(names(made, "rate")),
        rng.choice(["≥30(人)", "=5(次)", "24小时内", "≥200(件)", "达标", "按时完成"]),
        "TGT003",
    )


@mutation("数量的值是率")
def count_as_rate(made: Made, rng: random.Random) -> Mutant | None:
    pool = [n for n in names(made, "count") if re.search(r"数$|场次$|面积$|长度$|里程$", n)]
    return (
        set_value(
            made, rng.choice(pool), rng.choice(["100%", "≥95(%)", "按计划", "全部完成"]), "TGT003"
        )
        if pool
        else None
    )


@mutation("成本的值不是金额")
def cost_as_words(made: Made, rng: random.Random) -> Mutant | None:
    return set_value(
        made,
        rng.choice(names(made, "cost")),
        rng.choice(["100%", "≥20(人)", "合理", "=12(次)"]),
        "TGT003",
    )


@mutation("满意度用词")
def worded_satisfaction(made: Made, rng: random.Random) -> Mutant | None:
    return set_value(
        made,
        names(made, "satisfaction")[0],
        rng.choice(["满意", "较满意", "良好", "提高"]),
        "TGT003",
    )


@mutation("方向相反")
def flipped(made: Made, rng: random.Random) -> Mutant | None:
    if rng.random() < 0.5:
        return set_value(
            made,
            rng.choice(names(made, "rate") + names(made, "satisfaction")),
            rng.choice(["≤90.00(%)", "<95%", "不高于 90%"]),
            "TGT004",
        )
    return set_value(
        made, names(made, "trouble")[0], rng.choice(["≥5.00(起)", ">3起", "不少于 4 起"]), "TGT004"
    )


@mutation("重复名称的值")
def tautology(made: Made, rng: random.Random) -> Mutant | None:
    name, value = rng.choice(
        [
            ("完成及时性", "及时"),
            ("机制健全性", "健全"),
            ("管理规范性", rng.choice(["规范", "较为规范"])),
            ("效果提升", "有所提升"),
            ("记录完整性", "完整"),
        ]
    )
    old = names(made, "time")[0]
    renamed = rename(made, old, made.lines[1].work.name + name, "TGT005")
    if renamed is None:
        return None
    match = cell(
        Made(renamed.text, made.name, made.layout, made.theme, made.place, made.year, made.lines),
        made.lines[1].work.name + name,
    )
    assert match is not None
    a, b = match.span("v")
    return Mutant(
        renamed.text[:a] + value + renamed.text[b:], frozenset({"TGT005"}), a, a + len(value)
    )


@mutation("空泛的值")
def vague(made: Made, rng: random.Random) -> Mutant | None:
    return set_value(
        made,
        names(made, "trouble")[0].removesuffix("数") + "数",
        rng.choice(["有所减少", "明显下降", "持续改善", "较去年降低"]),
        "TGT006 TGT003",
    )


@mutation("缺计量单位")
def no_unit(made: Made, rng: random.Random) -> Mutant | None:
    return set_value(
        made,
        rng.choice(names(made, "count") + names(made, "satisfaction")),
        rng.choice(["≥95", "=88", "≥120"]),
        "TGT007",
    )


@mutation("汉字数字")
def han_digit(made: Made, rng: random.Random) -> Mutant | None:
    return set_value(made, names(made, "trouble")[0], "零", "TGT007")


@mutation("率超过百分之百")
def above(made: Made, rng: random.Random) -> Mutant | None:
    return set_value(
        made,
        rng.choice(names(made, "rate") + names(made, "satisfaction")),
        rng.choice(["≥195.00(%)", "≥120%", "=900%"]),
        "TGT008",
    )


@mutation("零边界")
def zero(made: Made, rng: random.Random) -> Mutant | None:
    return set_value(
        made, names(made, "trouble")[0], rng.choice(["≤0.00(起)", "≤0起", "≥0起"]), "TGT008"
    )


@mutation("照抄预算金额")
def budget_words(made: Made, rng: random.Random) -> Mutant | None:
    return set_value(
        made,
        rng.choice(names(made, "cost")),
        rng.choice(["≤预算金额", "不超过预算", "控制在预算内"]),
        "TGT011 TGT003",
    )


@mutation("持证率偏低")
def certificate(made: Made, rng: random.Random) -> Mutant | None:
    old = rng.choice([n for n in names(made, "rate") if not n.endswith("及时率")])
    renamed = rename(made, old, rng.choice(["作业人员持证上岗率", "服务机构资质合规率"]), "TGT012")
    return renamed


@mutation("主管部门满意度")
def own_boss(made: Made, rng: random.Random) -> Mutant | None:
    return rename(
        made,
        names(made, "satisfaction")[0],
        rng.choice(["主管部门满意度", "上级部门满意度", "相关部门满意度"]),
        "TGT014",
    )


@mutation("重复指标")
def twice(made: Made, rng: random.Random) -> Mutant | None:
    count = names(made, "count")
    return rename(made, count[1], count[0], "TGT015")


# ---- TAX


@mutation("放错层级")
def misplaced(made: Made, rng: random.Random) -> Mutant | None:
    old = f"{made.theme.project}长效管理机制"
    name = rng.choice(
        [
            made.lines[0].work.name + "达标率",
            made.lines[0].work.name + "完成及时率",
            made.theme.served + "满意度",
            made.lines[0].work.name + "场次",
        ]
    )
    return rename(made, old, name, "TAX003 TGT015")


@mutation("别的项目的指标")
def foreign(made: Made, rng: random.Random) -> Mutant | None:
    pool = {
        "公园": "绿化树木存活棵数", "图书": "图书借阅流通册次", "河道": "河道水质断面数", "学校": "学生营养餐供应份数",
        "治安": "辅警巡逻出勤班次", "养老": "养老床位补贴张数", "会展": "展会外宾接待批次", "公交": "公交线路调整条数",
        "科普": "科普课题结题项数", "招商": "招商企业落户家数",
    }  # fmt: skip
    own = made.text
    keys = [v for k, v in pool.items() if not any(w in own for w in _field_words(v))]
    if not keys:
        return None
    return rename(made, names(made, "count")[-1], rng.choice(keys), "TAX004 COV004 COV001")


def _field_words(name: str) -> list[str]:
    return [name[:2], name[2:4]]


@mutation("缺满意度")
def no_satisfaction(made: Made, rng: random.Random) -> Mutant | None:
    row = re.search(r"\n(?:\| )?满意度指标[^\n]*", made.text)
    return put(made, row.group(), "", "TAX001", anywhere=True) if row else None


@mutation("缺质量指标")
def no_quality(made: Made, rng: random.Random) -> Mutant | None:
    if made.layout == "street":
        block = re.search(r"\n\t质量指标[^\n]*(?:\n\t\t[^\n]*)*", made.text)
        return put(made, block.group(), "", "TAX002", anywhere=True) if block else None
    rows = re.search(r"(?:\n\| 产出指标 \| 质量指标[^\n]*)+", made.text)
    return put(made, rows.group(), "", "TAX002", anywhere=True) if rows else None


# ---- COV


@mutation("支出没有指标")
def unmeasured(made: Made, rng: random.Random) -> Mutant | None:
    x = rng.choice(made.lines)
    other = rng.choice(["应急储备金", "外聘顾问咨询", "车辆租用", "广告宣传栏"])
    sep = "\t" if made.layout == "street" else " | "
    return put(
        made, f"{x.work.name}{sep}{money(x.price)}", f"{other}{sep}{money(x.price)}", "COV001"
    )


@mutation("目标没有指标")
def goal(made: Made, rng: random.Random) -> Mutant | None:
    word = rng.choice(["知晓度", "隐患整改率", "设施完好率", "到岗率", "参与率", "获得感"])
    return put(made, "满意度达到 85% 以上", f"满意度达到 85% 以上，{word}达到 95%", "COV002")


@mutation("目标漏了支出")
def goal_omits(made: Made, rng: random.Random) -> Mutant | None:
    doing = [x.work.doing for x in made.lines]
    cut = rng.choice(doing)
    whole = "、".join(doing)
    less = "、".join(d for d in doing if d != cut)
    text = made.text
    first = text.find(f"通过{whole}，")
    if first < 0:
        return None
    text = text.replace(f"通过{whole}，", f"通过{less}，", 1)
    head = "完成 " if made.layout == "street" else "完成"
    at = text.find(whole, text.find(head, first))
    text = text[:at] + less + text[at + len(whole) :]
    return Mutant(text, frozenset({"COV003"}), at, at + len(less))


@mutation("计划漏了支出")
def plan_omits(made: Made, rng: random.Random) -> Mutant | None:
    row = re.search(r"\n2\t\d{4} 年[^\n]*", made.text)
    return (
        put(
            made,
            row.group(),
            f"\n2\t{made.year} 年 3 月至 9 月\t做好资料整理归档",
            "COV006",
            anywhere=True,
        )
        if row
        else None
    )


# ---- BAS


@mutation("文号括号")
def brackets(made: Made, rng: random.Random) -> Mutant | None:
    found = list(re.finditer(r"〔(\d{4})〕(\d+)号", made.text))
    if not found:
        return None
    m = rng.choice(found)
    a, b = rng.choice(["[]", "()", "（）", "【】"])
    new = rng.choice(
        [
            f"{a}{m[1]}{b}{m[2]}号",
            f"〔{m[1]}〕第{m[2]}号",
            f"〔{m[1]}〕0{m[2]}号",
            f"〔{m[1]}〕{m[2]}号文",
        ]
    )
    return Mutant(
        made.text[: m.start()] + new + made.text[m.end() :],
        frozenset({"BAS001"}),
        m.start(),
        m.start() + len(new),
    )


@mutation("同号异题")
def two_titles(made: Made, rng: random.Random) -> Mutant | None:
    old = f"按照《关于做好{made.theme.project}工作的实施意见》"
    return put(
        made,
        old,
        f"按照《{rng.choice(['关于规范购买服务流程的指导意见', '关于加强基层财务管理的若干规定'])}》",
        "BAS003",
        anywhere=True,
    )


@mutation("标题几乎相同")
def near_titles(made: Made, rng: random.Random) -> Mutant | None:
    row = re.search(r"\n2\. 《[^》]*》（([^〔]*)〔(\d{4})〕(\d+)号）；", made.text)
    if row is None:
        return None
    title = f"关于做好{made.theme.project}服务工作的实施意见"
    return put(made, row.group(), f"\n2. 《{title}》（{row[1]}〔{row[2]}〕{row[3]}号）；", "BAS004")


@mutation("过期的年度方案")
def stale(made: Made, rng: random.Random) -> Mutant | None:
    year = made.year - rng.choice([2, 3, 4])
    row = re.search(r"\n2\. 《([^》]*)》", made.text)
    kind = rng.choice(["工作方案", "工作要点", "考核办法", "实施方案"])
    return (
        put(made, row.group(), f"\n2. 《{year}年{made.theme.project}{kind}》", "BAS005")
        if row
        else None
    )


@mutation("征求意见稿")
def draft(made: Made, rng: random.Random) -> Mutant | None:
    row = re.search(r"\n2\. 《([^》]*)》", made.text)
    new = rng.choice(
        [
            f"关于征求{made.theme.project}管理办法意见的通知",
            f"{made.theme.project}管理办法（征求意见稿）",
        ]
    )
    return put(made, row.group(), f"\n2. 《{new}》", "BAS008") if row else None


@mutation("不具名的依据")
def unnamed(made: Made, rng: random.Random) -> Mutant | None:
    block = re.search(r"（二）依据充分性\n\n(?P<b>.*?)\n\n（三）", made.text, re.S)
    if block is None:
        return None
    a, b = block.span("b")
    new = rng.choice(["根据有关文件要求。", "根据上级要求。", "按照相关规定。", "根据要求设立。"])
    return Mutant(made.text[:a] + new + made.text[b:], frozenset({"BAS009"}), a, a + len(new))


@mutation("法律名称不全")
def law(made: Made, rng: random.Random) -> Mutant | None:
    short = rng.choice(["强制法", "处罚法", "采购法", "污染防治法", "保障法"])
    return put(made, "设立", f"依据中华人民共和国{short}，设立", "BAS010")


@mutation("晚于预算年度的文号")
def future(made: Made, rng: random.Random) -> Mutant | None:
    m = re.search(r"函〔(\d{4})〕", made.text)
    return put(made, m.group(), f"函〔{made.year + rng.choice([1, 2])}〕", "BAS014") if m else None


@mutation("依据缺号")
def gap(made: Made, rng: random.Random) -> Mutant | None:
    return put(made, "\n2. 《", "\n3. 《", "BAS015")


@mutation("两个文件连写")
def joined(made: Made, rng: random.Random) -> Mutant | None:
    m = re.search(r"工作的实施意见》（[^）]*）的要求", made.text)
    return (
        put(made, m.group(), "工作的实施意见》关于印发《财政资金管理办法》的要求", "BAS013")
        if m
        else None
    )


# ---- TXT


@mutation("正文总额写错")
def text_total(made: Made, rng: random.Random) -> Mutant | None:
    right = f"{Decimal(made.total) / 10000:.2f} 万元"
    wrong = (
        f"{Decimal(made.total) / 10000 * rng.choice([Decimal('1.1'), Decimal('0.9'), 10]):.2f} 万元"
    )
    return put(made, right, wrong, "TXT001")


@mutation("趋势说反")
def trend(made: Made, rng: random.Random) -> Mutant | None:
    return put(
        made,
        "近三年预算金额较上年度增加",
        rng.choice(["近三年预算金额较上年度减少", "近三年预算金额基本持平", "近三年预算逐年下降"]),
        "TXT003",
    )


@mutation("执行率说错")
def claimed(made: Made, rng: random.Random) -> Mutant | None:
    if "\t99%" not in made.text:
        return None
    return put(made, "近三年执行率均在 95% 以上", "近三年执行率均为 100%", "TXT004")


@mutation("列举漏了一项")
def omitted(made: Made, rng: random.Random) -> Mutant | None:
    items = [x.work.name for x in made.lines]
    cut = rng.choice(items)
    return put(
        made,
        f"用于{'、'.join(items)}等",
        f"用于{'、'.join(i for i in items if i != cut)}等",
        "TXT005",
    )


@mutation("列举多了一项")
def added(made: Made, rng: random.Random) -> Mutant | None:
    extra = rng.choice(["办公楼外墙粉刷", "公务车加油", "职工疗休养", "档案扫描录入"])
    items = "、".join(x.work.name for x in made.lines)
    return put(made, f"主要内容包括{items}等", f"主要内容包括{items}、{extra}等", "TXT006")


@mutation("部分数写错")
def parts(made: Made, rng: random.Random) -> Mutant | None:
    word = {3: "三", 4: "四"}[len(made.lines)] + "部分内容"
    return put(
        made, word, rng.choice([w for w in ("二部分内容", "五部分内容", "六部分内容")]), "TXT007"
    )


@mutation("正文数量不符")
def counts(made: Made, rng: random.Random) -> Mutant | None:
    x = rng.choice(made.lines)
    wrong = x.quantity + rng.choice([-1, 1]) * max(1, x.quantity // rng.choice([2, 4, 8]))
    goal = f"完成 {made.year} 年" if made.layout == "street" else "完成"
    return put(
        made,
        "满意度达到 85% 以上",
        f"满意度达到 85% 以上，{x.work.name} {wrong} {x.work.unit}",
        "TXT008",
        after=goal,
    )


@mutation("计划晚于时限")
def late(made: Made, rng: random.Random) -> Mutant | None:
    if made.layout != "street":
        return None
    work = made.lines[1].work
    row = re.search(
        rf"\n[12]\t{made.year} 年 (\d+) 月至 (\d+) 月\t[^\n]*{re.escape(work.doing)}", made.text
    )
    if row is None:
        return None
    return put(
        made, row.group(), row.group().replace(f"月至 {row[2]} 月", "月至 12 月", 1), "TXT012"
    )


@mutation("别的项目的合同")
def boilerplate(made: Made, rng: random.Random) -> Mutant | None:
    other = rng.choice([t for t in THEMES if t.project != made.theme.project])
    w = [x.name for x in other.works if not set(_pairs(x.name)) & set(_pairs(made.text))]
    n = [x.work.name for x in made.lines]
    return (
        put(made, f"如{n[0]}合同、{n[1]}合同", f"如{w[0]}合同、{w[1]}合同", "TXT013")
        if len(w) > 1
        else None
    )


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


@mutation("残留上年年份")
def old_year(made: Made, rng: random.Random) -> Mutant | None:
    y, old = made.year, made.year - 1
    pick = rng.choice(
        [
            (f"完成 {y} 年", f"完成 {old} 年"),
            (f"{y} 年项目预算申报金额", f"{old} 年项目预算申报金额"),
            (f"1\t{y} 年", f"1\t{old} 年"),
        ]
    )
    return put(made, *pick, "TXT015")


@mutation("活动分组改名")
def regrouped(made: Made, rng: random.Random) -> Mutant | None:
    if made.layout != "street":
        return None
    x = rng.choice(made.lines)
    head = x.work.name
    return put(made, f"\n{head}\t{x.work.doing}\t", f"\n{head[:2]}专项\t{x.work.doing}\t", "TXT016")


@mutation("标点重复")
def punctuation(made: Made, rng: random.Random) -> Mutant | None:
    stops = [m for m in re.finditer(r"。\n", made.text)]
    if not stops:
        return None
    at = rng.choice(stops).start()
    new = rng.choice(["；。", "，。", "。。", "、。"])
    return Mutant(made.text[:at] + new + made.text[at + 1 :], frozenset({"TXT020"}), at, at + 2)


@mutation("常见错字")
def slip(made: Made, rng: random.Random) -> Mutant | None:
    t = made.theme
    pick = rng.choice([
        (f"项目，由{t.office}负责", f"项目，该项目有{t.office}负责"), ("按合同要求", "按照合要求"), ("目标值来源", "目标指来源"),
        ("指定专人", "指定方案和专人"), ("编制预算，报", "项目单为按规定编制预算，报"), ("按考核结果付款", "按考核结果拔款"),
        ("有采购和考核制度", "做为基础，有采购和考核制度"), ("签订合同", "签定合同"), ("指定专人负责检查", "按排专人负责检查"),
    ])  # fmt: skip
    return put(made, *pick, "TXT021")


@mutation("名称错一字")
def one_off(made: Made, rng: random.Random) -> Mutant | None:
    if made.layout != "street":
        return None
    x = rng.choice([x for x in made.lines if len(x.work.name) >= 4])
    name = x.work.name
    at = rng.randrange(1, len(name))
    wrong = name[:at] + rng.choice("寰蹊鳞璞昙") + name[at + 1 :]
    return put(made, name, wrong, "TXT022 TXT005 TXT006", after="资金用于")


@mutation("音近别字")
def homophone(made: Made, rng: random.Random) -> Mutant | None:
    pick = rng.choice([
        ("按历年执行情况", "按历年直行情况"), ("有采购和考核制度", "有采购和考核至度"), ("组织管理方面", "组织冠理方面"),
        ("常住人口逐年增加", "常住人口逐年曾加"), ("可能影响进度", "可能影向进度"), ("专人负责检查", "专人副责检查"),
    ])  # fmt: skip
    return put(made, *pick, "TXT026 TXT021")


@mutation("购买执法人员")
def officers(made: Made, rng: random.Random) -> Mutant | None:
    return put(
        made,
        f"需要购买{made.lines[0].work.name}服务",
        rng.choice(["需要聘请民警", "需要购买执法人员服务", "需要购买交通警察服务"]),
        "TXT024",
    )


@mutation("段末残缺")
def cut(made: Made, rng: random.Random) -> Mutant | None:
    m = re.search(r"需要购买[^。]*。\n", made.text)
    return put(made, m.group(), m.group()[:-2] + "\n", "TXT025") if m else None


# ---- FRM


@mutation("必填空白")
def empty(made: Made, rng: random.Random) -> Mutant | None:
    m = (
        re.search(r"项目负责人 \| (\S+) ", made.text)
        if rng.random() < 0.5
        else re.search(r"联系电话 \| (\S+) ", made.text)
    )
    return put(made, m.group(), m.group().replace(m[1], ""), "FRM001") if m else None


@mutation("政府采购矛盾")
def procurement(made: Made, rng: random.Random) -> Mutant | None:
    m = put(
        made, "政府采购 | 是 | 采购方式 | 公开招标 |", "政府采购 | 否 | 采购方式 |  |", "FRM002"
    )
    if m is None:
        return None
    text = m.text.replace("通过", "通过公开招标选定服务方，通过", 1)
    return Mutant(text, m.codes, m.start, m.end)


@mutation("经常性项目含一次性支出")
def one_off_line(made: Made, rng: random.Random) -> Mutant | None:
    x = rng.choice(made.lines)
    sep = "\t" if made.layout == "street" else " | "
    new = x.work.name + rng.choice(["用房装修改造", "工程新建", "设备购置"])
    return put(made, f"{x.work.name}{sep}{money(x.price)}", f"{new}{sep}{money(x.price)}", "FRM003")


@mutation("表号重复")
def captions(made: Made, rng: random.Random) -> Mutant | None:
    return put(made, "表 2 近三年", rng.choice(["表 1 近三年", "表 3 近三年"]), "FRM004")


@mutation("标题缺号")
def headings(made: Made, rng: random.Random) -> Mutant | None:
    pick = rng.choice(
        [
            ("3.在制度措施方面", "4.在制度措施方面"),
            ("（三）资金来源情况", "（四）资金来源情况"),
            ("六、项目整改情况", "五、项目整改情况"),
            ("2.在组织管理方面", "1.在组织管理方面"),
        ]
    )
    return put(made, *pick, "FRM005")


@mutation("否认成本管理")
def denied(made: Made, rng: random.Random) -> Mutant | None:
    return put(made, "成本按合同单价控制", "本项目不涉及成本管理情况", "FRM007")


@mutation("栏名不符")
def header(made: Made, rng: random.Random) -> Mutant | None:
    if made.layout != "street":
        return None
    text = made.text.replace("序号\t时间\t计划项目", "序号\t月份\t计划项目")
    text = re.sub(rf"\n([12])\t{made.year} 年 [^\t]*\t", rf"\n\1\t{made.year} 年全年\t", text)
    at = text.find("月份\t计划")
    return Mutant(text, frozenset({"FRM008"}), at, at + 2)


@mutation("起止日期")
def dates(made: Made, rng: random.Random) -> Mutant | None:
    pick = rng.choice([f"{made.year}-01-01", f"{made.year}-12-31"])
    return put(made, pick, pick.replace(str(made.year), str(made.year - 1)), "FRM011")


@mutation("拨款空白")
def component(made: Made, rng: random.Random) -> Mutant | None:
    return put(made, f"当年财政拨款 | {money(made.total)}", "当年财政拨款 | ", "FRM015")


@mutation("数字分隔错")
def separators(made: Made, rng: random.Random) -> Mutant | None:
    right = f"{Decimal(made.total) / 10000:.2f} 万元"
    return put(made, right, right.replace(".", ","), "OCR003")
