"""FRM: the form: empty fields, fields against the text, captions, duplicates, headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher

from assistant.domain.declaration import Declaration
from assistant.domain.locator import Locator
from assistant.jobs.check.case import Case
from assistant.jobs.check.figures import said
from assistant.jobs.check.names import normal
from assistant.jobs.check.numbering import caption_faults, list_faults
from assistant.jobs.check.registry import Flag, rule

_REQUIRED = re.compile(
    r"项目名称|项目负责人|联系人|联系电话|填报单位负责人|单位负责人|填表人|填报日期|主管部门|实施单位|填报单位|计划开始日期|计划完成日期|起始日期|结束日期|项目类别|项目性质|^日期$"
)


@rule(
    "FRM001", "必填栏空白", "warning",
    what="项目负责人、联系人、填表人、填报日期、实施单位等栏没有填。",
    why="责任人和日期空白的表不能受理。",
    certainty="S",
    wrong="| 项目负责人 |  | 联系电话 | 54321000 |", right="| 项目负责人 | 王某 | 联系电话 | 54321000 |",
    model="form",
)  # fmt: skip
def required_empty(case: Case) -> Iterator[Flag]:
    """Labelled cells without a value."""
    empty = [
        f for f in case.declaration.fields
        if _REQUIRED.search(f.label.strip("：: ")) and not f.value.strip() and not f.checked
    ]  # fmt: skip
    if empty:
        yield Flag(
            empty[0].locator, "没有填：" + "、".join(dict.fromkeys(f.label.strip("：: ") for f in empty)),
            tuple(f.locator for f in empty[1:]), "补填",
        )  # fmt: skip


def field_of(case: Case, label: str) -> tuple[str, Locator] | None:
    """(value with ticked options, place) of the first field whose label holds ``label``."""
    for field in case.declaration.fields:
        if label in field.label:
            return " ".join((field.value, *field.checked)).strip(), field.locator
    return None


@rule(
    "FRM002", "政府采购栏与正文矛盾", "error",
    what="“政府采购”填“否”，正文却写通过招投标、政府采购购买。",
    why="达到限额的服务要编政府采购预算；栏目与正文矛盾会被退回。",
    certainty="S",
    wrong="| 政府采购 | 否 | 采购方式 |  |", right="| 政府采购 | 是 | 采购方式 | 公开招标 |",
    model="form",
)  # fmt: skip
def procurement_contradicted(case: Case) -> Iterator[Flag]:
    """否 against 通过招投标."""
    field = field_of(case, "政府采购")
    if field is None or not re.search(r"否|无", field[0]):
        if field is not None and re.match(r"\s*是", field[0]):
            way = field_of(case, "采购方式")
            if way is not None and not way[0]:
                yield Flag(
                    way[1], "政府采购填“是”，采购方式没有填", (), "补填采购方式", severity="warning"
                )
        return
    pattern = re.compile(
        r"(?:通过|经|采用|实行|进行|开展|完成)[^。；，]{0,12}?(?:招投标|公开招标|招标|政府采购|竞争性磋商|竞争性谈判)"
    )
    places = [case.within(s, m) for s, m in case.search(pattern)]
    if places:
        yield Flag(field[1], f"政府采购填“{field[0]}”，正文写“{places[0].quote}”", tuple(places),
                   "核对是否属于政府采购并改正")  # fmt: skip
        way = field_of(case, "采购方式")
        if way is not None and not way[0]:
            yield Flag(way[1], "采购方式没有填，正文写有招标、采购", tuple(places[:1]), "填写采购方式",
                       severity="advice")  # fmt: skip


_ONE_OFF = re.compile(
    r"(?<!队伍)(?<!制度)(?<!平安)(?<!能力)(?<!机制)(?<!文化)(?<!信息化)(?<!精神文明)建设|新建|扩建|改造|装修|修缮|购置|大修|翻修|质保金"
)


@rule(
    "FRM003", "经常性项目含一次性支出", "warning",
    what="项目类别为经常性，预算里却有建设、改造、装修、购置一类的一次性支出。",
    why="一次性支出应单列一次性项目，否则会带入以后年度的基数。",
    certainty="S",
    wrong="| 3 | 服务大厅装修改造 | 30,000.00 | 1 | 30,000.00 |", right="| 3 | 服务大厅饮水供应 | 30,000.00 | 1 | 30,000.00 |",
    model="form",
)  # fmt: skip
def one_off_in_recurring(case: Case) -> Iterator[Flag]:
    """Construction inside a recurring project."""
    category = case.declaration.category or ""
    field = field_of(case, "项目性质") or field_of(case, "项目类别")
    if "经常" not in category and (field is None or "经常" not in field[0]):
        return
    rows = [r for r in case.declaration.budget_lines if r.amount and _ONE_OFF.search(r.item)]
    if rows and len(rows) < len(case.declaration.budget_lines):
        amount = sum((r.amount.yuan for r in rows if r.amount), Decimal(0))
        yield Flag(
            rows[0].locator, f"经常性项目里有一次性支出 {len(rows)} 项，共 {said(amount)}：" + "、".join(r.item for r in rows[:4]),
            (*(r.locator for r in rows[1:]), *((field[1],) if field else ())), "另立一次性项目，或说明理由",
        )  # fmt: skip


@rule(
    "FRM004", "表、图编号错误", "advice",
    what="表、图的编号重复或跳号。",
    why="正文引用“表 1”时要能指到唯一的一张表。",
    certainty="I",
    wrong="表 1 近三年预算执行情况", right="表 2 近三年预算执行情况",
)  # fmt: skip
def captions_out_of_order(case: Case) -> Iterator[Flag]:
    """Two 表 1."""
    for place, message, right, related in caption_faults(case):
        yield Flag(place, message, related, f"改为 {right}", right)


@rule(
    "FRM005", "标题、条目编号不连续", "advice",
    what="标题或条目的编号缺号、重号。",
    why="缺号说明删去或漏写了内容。",
    certainty="I",
    wrong="3.在组织管理方面，", right="2.在组织管理方面，",
)  # fmt: skip
def list_out_of_order(case: Case) -> Iterator[Flag]:
    """1. 3."""
    for place, message, fix in list_faults(case):
        if "依据" not in case.heading_at(place.start):
            yield Flag(place, message, (), "核对是否漏写，或重新编号", fix)


def _alike(one: Declaration, other: Declaration) -> float:
    """Share of indicators that both have, names compared loosely (extraction may damage a few)."""
    theirs = [(normal(i.name), re.sub(r"\s", "", i.target.raw)) for i in other.indicators]
    same = 0
    for indicator in one.indicators:
        name, raw = normal(indicator.name), re.sub(r"\s", "", indicator.target.raw)
        same += any(
            raw[:3] == their_raw[:3]
            and (name == their_name or SequenceMatcher(None, name, their_name).ratio() > 0.8)
            for their_name, their_raw in theirs
        )
    return same / max(1, len(one.indicators), len(theirs))


def _goals(declaration: Declaration) -> str:
    return normal((declaration.goals.overall or "") + (declaration.goals.annual or ""))


@rule(
    "FRM006", "两份申报表内容雷同", "warning",
    what="同一文件里两个项目的目标和指标几乎一字不差。",
    why="不同项目要有各自的目标；雷同说明没有按项目设定，或是同一项目拆开申报。",
    certainty="S",
    wrong="| 数量指标 | 图书采购册数 | ≥500册 |\n| 质量指标 | 图书验收合格率 | ≥99% |",
    right="| 数量指标 | 图书采购册数 | ≥800册 |\n| 质量指标 | 图书上架准确率 | ≥97% |",
    model="twins", whole=True,
)  # fmt: skip
def twins(case: Case) -> Iterator[Flag]:
    """Two declarations with the same goals and indicators."""
    seen: list[Declaration] = []
    for declaration in case.reading.declarations:
        for other in seen:
            if len(declaration.indicators) < 3 or declaration.project == other.project:
                continue
            same_goal = bool(_goals(declaration)) and _goals(declaration) == _goals(other)
            alike = _alike(declaration, other)
            if alike >= (0.6 if same_goal else 0.9):
                place = declaration.goals.annual_locator or declaration.project_locator
                related = other.goals.annual_locator or other.project_locator
                yield Flag(
                    place or declaration.indicators[0].locator,
                    f"“{declaration.project}”与“{other.project}”的目标、指标雷同（{alike:.0%} 的指标相同）",
                    (related,) if related else (), "按各自的任务设定目标和指标，或合并为一个项目",
                )  # fmt: skip
                break
        seen.append(declaration)


@rule(
    "FRM007", "成本管理的说法与成本指标矛盾", "advice",
    what="正文写“不涉及成本管理”，指标表里却有成本指标。",
    why="有成本指标就要说明怎样控制成本。",
    certainty="S",
    wrong="本项目不涉及成本管理情况。", right="成本按合同单价和考核结果控制。",
)  # fmt: skip
def cost_denied(case: Case) -> Iterator[Flag]:
    """不涉及成本管理."""
    costs = [i for i in case.declaration.indicators if i.current.level1 == "成本指标"]
    for stretch, match in case.search(
        re.compile(r"(?:不涉及|无需|没有)成本(?:管理|控制|核算)?(?:情况|内容)?")
    ):
        if costs:
            yield Flag(case.within(stretch, match), f"写“{match.group()}”，指标表有 {len(costs)} 项成本指标",
                       tuple(i.locator for i in costs[:6]), "说明成本控制的办法")  # fmt: skip


@rule(
    "FRM008", "栏目名称与内容不符", "advice",
    what="实施计划的“月份”栏填的是全年、各季度。",
    why="栏名与内容不符，计划没有落到月份。",
    certainty="S",
    wrong="序号\t月份\t计划项目\n1\t2025 年全年\t开展河道养护和保洁服务\n2\t2025 年各季度\t",
    right="序号\t时间\t计划项目\n1\t2025 年 1 月至 12 月\t开展河道养护和保洁服务\n2\t2025 年 3 月至 11 月\t",
)  # fmt: skip
def header_misfit(case: Case) -> Iterator[Flag]:
    """月份: 全年."""
    plan = case.declaration.plan
    if not plan or any(re.search(r"月(?!份)", s.when) for s in plan):
        return
    for cell in case.cells:
        if cell.text.strip() == "月份" and cell.start < plan[0].locator.start:
            whole = [s for s in plan if re.search(r"全年|季度|半年", s.when)]
            if whole:
                yield Flag(case.at(cell.start, cell.end, cell.cell), f"“月份”栏填的是“{whole[0].when.strip()}”",
                           tuple(s.locator for s in whole), "填写月份，或改栏名为“时间”")  # fmt: skip
            return


@rule(
    "FRM009", "预算表没有栏名", "advice",
    what="预算明细有几列数字，却没有“金额”“单价”“数量”的栏名。",
    why="没有栏名，哪一列是单价、哪一列是数量只能猜。",
    certainty="S",
    wrong="项目预算分解\t构成明细", right="\t预算\t预算\t项目明细\t\t金额\t单价\t\t数量\t\t\n项目预算分解\t构成明细",
    model="decomposed",
)  # fmt: skip
def table_without_header(case: Case) -> Iterator[Flag]:
    """Several number columns and no header."""
    rows = case.declaration.budget_lines
    if len(rows) < 3:
        return
    table = next((t for t in case.tables if t.start <= rows[0].locator.start < t.end), None)
    if table is None:
        return
    header = re.compile(
        r"^\s*(?:预算)?(?:金额|单价|数量|合计金额|预算数|申请金额|年度预算|申报金额)\s*(?:[（(][^）)]*[）)])?\s*$"
    )
    numbers = {
        c.column
        for c in table.cells
        if c.start >= rows[0].locator.start and re.fullmatch(r"\s*[\d,]+(?:\.\d+)?\s*", c.text)
    }
    if len(numbers) >= 2 and not any(header.match(c.text) for c in table.cells):
        yield Flag(
            rows[0].locator, "预算明细没有栏名，金额、单价、数量无法区分", (), "补上栏名和计量单位"
        )


@rule(
    "FRM010", "描述栏重复指标名称", "advice",
    what="“描述”“指标解释”栏只是把三级指标的名称再写一遍。",
    why="指标解释要写定义和计算方法。",
    certainty="V",
    wrong="| 质量指标 | 业务办理准确率 | ≥98% | 业务办理准确率 |", right="| 质量指标 | 业务办理准确率 | ≥98% | 抽查无误件数占抽查件数的比例 |",
    model="form",
)  # fmt: skip
def explanation_repeats(case: Case) -> Iterator[Flag]:
    """The explanation is the name."""
    same = []
    for indicator in case.declaration.indicators:
        if not indicator.explanation or len(normal(indicator.explanation)) < 4:
            continue
        one, name = normal(indicator.explanation).rstrip("。"), normal(indicator.name)
        if one == name or (len(one) <= len(name) + 2 and (one in name or name in one)):
            same.append(indicator)
    if same:
        place = case.document.text.rfind(
            (same[0].explanation or "").strip(), same[0].locator.start, same[0].locator.end + 200
        )
        size = len((same[0].explanation or "").strip())
        yield Flag(
            case.at(place, place + size) if place >= 0 else same[0].locator,
            f"“{same[0].name}”的解释只是重复名称" + (f"（共 {len(same)} 项）" if len(same) > 1 else ""),
            tuple(i.locator for i in same[1:]), "写明定义和计算方法",
        )  # fmt: skip


@rule(
    "FRM012", "风险分析缺失", "advice",
    what="申报金额超过五百万元，风险因素只写“无”。",
    why="金额大的项目总有供应商、安全、资金支付方面的风险要说明。",
    certainty="I",
    wrong="七、风险因素分析\n\n无", right="七、风险因素分析\n\n汛期水位上涨可能影响作业，由街道与服务方共同制定预案。",
    model="large",
)  # fmt: skip
def no_risk(case: Case) -> Iterator[Flag]:
    """风险: 无 in a large project."""
    if (case.total or 0) < 5_000_000:
        return
    for stretch in case.lines:
        if "风险" in case.heading_at(stretch.start) and re.fullmatch(
            r"\s*无[。.]?\s*", stretch.text
        ):
            yield Flag(case.at(stretch.start, stretch.end), f"申报 {said(case.total or Decimal(0))}，风险因素只写“无”", (),
                       "写明主要风险和应对")  # fmt: skip


@rule(
    "FRM015", "资金构成没有填", "advice",
    what="年度资金申请总额已填，“其中：当年财政拨款”空白。",
    why="年度资金要分出当年拨款、上年结转和其他资金；空白不等于零。",
    certainty="S",
    wrong="| | 其中：财政资金 | 800,000.00 | 其中：当年财政拨款 |  |",
    right="| | 其中：财政资金 | 800,000.00 | 其中：当年财政拨款 | 800,000.00 |",
    model="form",
)  # fmt: skip
def component_empty(case: Case) -> Iterator[Flag]:
    """当年财政拨款 blank beside a filled total."""
    funding = case.declaration.funding
    if funding.annual is None or funding.annual_fiscal is not None:
        return
    for cell in case.cells:
        if re.fullmatch(r"(?:其中[:：])?\s*当年财政拨款", cell.text.strip()):
            after = case.document.text[cell.end : cell.end + 24].split("\n")[0]
            if not re.search(r"\d", after):
                yield Flag(case.at(cell.start, cell.end, cell.cell), "“当年财政拨款”没有填",
                           tuple(p for k, p in funding.locators if k == "annual"), "填写金额，没有的填 0.00")  # fmt: skip
            return


@rule(
    "FRM016", "单位名称不完整", "advice",
    what="实施单位只写“派出所”“街道”一类的通名，不知是哪一个。",
    why="责任单位要写全称。",
    certainty="I",
    wrong="| 主管部门 | 临江县教育局 | 实施单位 | 学校 |", right="| 主管部门 | 临江县教育局 | 实施单位 | 临江县第二小学 |",
    model="short",
)  # fmt: skip
def unit_incomplete(case: Case) -> Iterator[Flag]:
    """实施单位: 派出所."""
    plain = re.compile(r"派出所|街道|街道办|办事处|学校|医院|社区|单位|中心|幼儿园|居委会|村委会")
    for field in case.declaration.fields:
        if re.search(r"实施单位|填报单位", field.label) and plain.fullmatch(field.value.strip()):
            yield Flag(
                field.locator,
                f"{field.label}只写“{field.value.strip()}”，没有写全称",
                (),
                "写单位全称",
            )


_EVIDENCE = re.compile(r"记录|签到|排班表|台账|照片|凭证|实际(?:工作)?情况|验收单|发票|问卷|名册")


@rule(
    "FRM017", "值的来源填成佐证材料", "advice",
    what="“目标值的确定”“目标值来源”填的是签到表、记录、台账一类的佐证，不是设定值的依据。",
    why="来源应是计划、行业、历史或预算支出标准；签到表、台账是年底证明完成用的（推断）。",
    certainty="I",
    wrong="沿河居民满意度\t≥90.00(%)\t签到表", right="沿河居民满意度\t≥90.00(%)\t根据工作目标",
)  # fmt: skip
def source_is_evidence(case: Case) -> Iterator[Flag]:
    """签到表 as the source of a value."""
    rows = [i for i in case.declaration.indicators if i.source and _EVIDENCE.search(i.source)]
    if rows:
        first = rows[0]
        yield Flag(
            first.source_locator or first.locator,
            f"“{first.name}”的来源“{(first.source or '').strip()}”是佐证材料"
            + (f"（共 {len(rows)} 项）" if len(rows) > 1 else ""),
            tuple(i.source_locator or i.locator for i in rows[1:]), "写设定这个值的依据（工作计划、合同、历年数据）",
        )  # fmt: skip
