"""TXT (content): schedule, names of one thing, what is left over from another project or year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.domain.declaration import Indicator
from assistant.jobs.check.case import Case, Stretch
from assistant.jobs.check.names import core, normal, pairs
from assistant.jobs.check.registry import Flag, rule

_BOILERPLATE = re.compile(
    r"支付|流程|来源|可行性|相关方|范围|对象|制度|成本管理|风险|整改|措施|方案|主体|实施"
)
_SUCH_AS = re.compile(r"(?:如|例如)(?P<x>[㐀-鿿、]{3,60}合同)")
_DOING = re.compile(
    r"(?:开展|组织|举办|签订|购买|聘请|委托|发放)(?P<x>[㐀-鿿]{2,10}?)(?=活动|服务|演练|培训|工程|宣传|检查|巡查|合同|工作)"
)
_WORKADAY = re.compile(
    r"劳动|招投标|政府采购|采购|招标|验收|支付|预算|资金|经费|合同|监管|考核|监督|检查|审计|评审|审核|绩效|第三方|供应商|单位"
    r"|委托|政策|文件|区级|市级|上级|常态化|日常|专项|相应|具体|各项|各类|有关|相关|本项目|内容|计划|方式|方案|以及|进行"
    r"|根据|按照|要求|实际|情况|定期|不定期|年度|群众|居民|人员|业务|技术|专业|社会|优质|方便|岗位|职能|安全|宣传|培训|后续"
    r"|其他|标准|规范|需要|需求|任务|主要|全面|上述|有效|便民|公共|公益|志愿|劳务|财政|财务|项目|工作|服务|管理|巡查|调查|研究"
    r"|自查|自评|跟踪|整改|回访|满意度|问卷|走访|例会|会议|台账|档案|信息|系统|设施|设备"
)


def core_text(case: Case) -> str:
    """Where the project speaks of itself: name, goals, indicators, money, activities, overview."""
    declaration = case.declaration
    found = [
        declaration.project or "", declaration.goals.overall or "", declaration.goals.annual or "",
        *(i.name + (i.explanation or "") for i in declaration.indicators),
        *((line.group or "") + line.item for line in declaration.budget_lines),
        *((a.group or "") + a.item + a.content for a in declaration.activities),
        *(s.what for s in declaration.plan),
        *(
            s.text for s in case.prose
            if re.search(r"概况|背景|概述|必要性|依据|总目标|年度目标|投入和构成", case.heading_at(s.start))
        ),
    ]  # fmt: skip
    return normal("；".join(found))


def _foreign(text: str, known: str) -> bool:
    """Whether no content word of ``text`` stands in what the project says of itself."""
    body = _WORKADAY.sub(" ", normal(text))
    words = [p for s in body.split() for p in pairs(s) if len(s) >= 2]
    return bool(words) and not any(w in known for w in words)


@rule(
    "TXT013", "混入别的项目的内容", "warning",
    what="套用的段落（支付流程、相关方、制度）里出现本项目没有的合同、活动或服务。",
    why="从别的项目抄来的段落没有改干净，会被认为申报不实。",
    certainty="S",
    wrong="签订项目合同，如图书采购合同、食堂托管合同，", right="签订项目合同，如河道保洁服务合同、水质监测合同，",
)  # fmt: skip
def other_project(case: Case) -> Iterator[Flag]:
    """Contracts and activities in boilerplate that the project does not have."""
    if len(case.prose) < 6 or not case.declaration.indicators:
        return
    known = core_text(case)
    for stretch in case.prose:
        if not _BOILERPLATE.search(case.heading_at(stretch.start)):
            continue
        if any(s.locator.start <= stretch.start < s.locator.end for s in case.declaration.plan):
            continue
        yield from _foreign_phrases(case, stretch, known)
    yield from _from_library(case, known)


def _foreign_phrases(case: Case, stretch: Stretch, known: str) -> Iterator[Flag]:
    places: list[tuple[int, int, str]] = []
    for match in _SUCH_AS.finditer(stretch.text):
        strange = [x for x in re.split(r"[、和与及]", match["x"]) if _foreign(x, known)]
        if strange:
            places.append((match.start("x"), match.end("x"), "、".join(strange)))
    for match in _DOING.finditer(stretch.text):
        inside = any(a <= match.start() < b for a, b, _ in places)
        if (
            "的" not in match["x"]
            and not inside
            and len(core(match["x"])) >= 2
            and _foreign(match["x"], known)
        ):
            places.append((match.start("x"), match.end("x"), match["x"]))
    for start, end, what in places:
        yield Flag(
            case.at(stretch.start + start, stretch.start + end, stretch.cell),
            f"“{what}”在本项目的目标、指标、预算和活动中都没有，像是别的项目的内容",
            (), "改成本项目的内容，或删去",
        )  # fmt: skip


def _from_library(case: Case, known: str) -> Iterator[Flag]:
    """Names of other projects of the library that stand in this one's text."""
    if not case.declaration.project:
        return
    own = core(case.declaration.project)
    for project in case.known_projects:
        other = core(project)
        if len(other) < 4 or other in own or own in other or other in known:
            continue
        for stretch in case.prose:
            at = stretch.text.find(other)
            if at >= 0:
                yield Flag(
                    case.at(stretch.start + at, stretch.start + at + len(other), stretch.cell),
                    f"出现别的项目“{project}”的名称", (), "核对是否抄自该项目",
                )  # fmt: skip
                break


_ROLES = (
    "辅警",
    "保安",
    "社工",
    "队员",
    "志愿者",
    "保洁员",
    "网格员",
    "协管员",
    "护理员",
    "教师",
    "医生",
    "安检员",
    "管理员",
)


@rule(
    "TXT014", "人员称谓与项目不符", "warning",
    what="项目说的是一种人员（如甲类辅警），正文某处却写成另一种，指标和预算里都没有后者。",
    why="称谓变了，购买的对象就变了；多半是从同类项目抄来。",
    certainty="S",
    wrong="考核夜间协管员的出勤", right="考核窗口协管员的出勤",
    model="bureau",
)  # fmt: skip
def other_role(case: Case) -> Iterator[Flag]:
    """交通辅警 in a project of 勤务辅警."""
    project = core(case.declaration.project or "")
    own_text = normal(
        (case.declaration.project or "") + case.goals_text + case.indicators_text
        + "；".join(line.item + (line.group or "") for line in case.declaration.budget_lines)
    )  # fmt: skip
    yield from _other_role_counted(case)
    for role in _ROLES:
        own = re.search(rf"([㐀-鿿]{{2}}){role}", project)
        if not own:
            continue
        kind = re.compile(rf"(?P<m>(?<![㐀-鿿])[㐀-鿿]{{2}}|[㐀-鿿]{{2}}){role}")
        found: Counter[str] = Counter()
        first: dict[str, tuple[Stretch, re.Match[str]]] = {}
        for stretch, match in case.search(kind):
            name = match.group()
            found[name] += 1
            first.setdefault(name, (stretch, match))
        for name, times in found.items():
            modifier = name[: -len(role)]
            if modifier == own[1] or name in own_text or modifier in _LOOSE:
                continue
            stretch, match = first[name]
            leading = re.match(r"(?:[-•·\s]*\d+[、.．]\s*)?$", stretch.text[: match.start()])
            if (
                times >= 2
                or leading
                or re.search(r"考核|招聘|管理$", stretch.text[: match.start()][-4:])
            ):
                others = [case.within(s, m) for s, m in case.search(re.compile(name))][1:]
                yield Flag(
                    case.within(stretch, match), f"项目说的是“{own.group()}”，这里写“{name}”",
                    tuple(others), f"核对是否应为“{own.group()}”",
                )  # fmt: skip


def _other_role_counted(case: Case) -> Iterator[Flag]:
    """An indicator about one role in a project named for another, without goal or money for it."""
    mine = [r for r in (*_ROLES, "特保") if r in normal(case.declaration.project or "")]
    if not mine:
        return
    known = normal((case.declaration.project or "") + case.goals_text + "；".join(
        line.item + (line.group or "") for line in case.declaration.budget_lines))  # fmt: skip
    for indicator in case.declaration.indicators:
        strange = [r for r in _ROLES if r in normal(indicator.name) and r not in known]
        if "特保" in mine:
            strange = [r for r in strange if r != "保安"]
        if strange and not any(r in normal(indicator.name) for r in mine):
            yield Flag(
                indicator.locator,
                f"项目是“{mine[0]}”，指标“{indicator.name}”说的是“{strange[0]}”，目标和预算中没有",
                (), "核对是否属于本项目",
            )  # fmt: skip


_LOOSE = frozenset(
    word
    for line in (
        "文职 全体 在职 上述 该类 所有 一支 优秀 新任 派遣 关于 对于 以及 部分 其他 各类 相关 专职 兼职 现有",
        "组织 发动 动员 培训 招募 慰问 保障 管理 招聘 招录 聘请 购买 聘用 配备 名册 新增 每名 全部 社区 广大 热心",
    )
    for word in line.split()
)
"""Words before a role that do not make it another role."""


@rule(
    "TXT016", "同一事物名称不一", "advice",
    what="活动内容表的分组名与预算明细的分组名不同，或同一件事一处叫“评估”一处叫“评价”。",
    why="名称不一，预算、活动和指标就对不上。",
    certainty="S",
    wrong="水样监测\t按月采样监测\t在 12 个断面采样",
    right="水质监测\t按月采样监测\t在 12 个断面采样",
)  # fmt: skip
def groups_named_differently(case: Case) -> Iterator[Flag]:
    """Groups of the activity table against the budget's, and near variants of long names."""
    budget = {core(p.name): p for p in case.parts}
    plain = {normal(re.sub(r"(?:专项)?经费$|费用?$", "", p.name)) for p in case.parts}
    for activity in case.declaration.activities:
        group = activity.group or activity.item
        mine = normal(re.sub(r"(?:专项)?经费$|费用?$", "", group))
        torn = any(p.startswith(mine) or mine.startswith(p) for p in plain)
        if not mine or torn or core(group) in budget:
            continue
        near = [
            p
            for c, p in budget.items()
            if c[:2] == core(group)[:2] or (len(c) > 3 and c[-2:] == core(group)[-2:])
        ]
        if near and len(budget) >= 2:
            yield Flag(
                activity.locator, f"活动内容中的“{group}”，预算明细叫“{near[0].name}”",
                (near[0].locator,), f"统一为“{near[0].name}”",
            )  # fmt: skip
    yield from _variants(case)


def _variants(case: Case) -> Iterator[Flag]:
    """Names of indicators one character off from a long budget name."""
    named: dict[str, list[Indicator]] = {}
    for part in case.parts:
        name = re.sub(r"\s+", "", re.sub(r"(?:经费|费用?)$", "", part.name))
        if len(name) < 6:
            continue
        wild = "|".join(
            re.escape(name[:i]) + f"[^{name[i]}]" + re.escape(name[i + 1 :])
            for i in range(len(name))
        )
        two = (
            re.escape(name[:-2]) + f"(?!{re.escape(name[-2:])})[㐀-鿿]{{2}}"
            if len(name) >= 7
            else None
        )
        pattern = re.compile(wild + (f"|{two}" if two else ""))
        for indicator in case.declaration.indicators:
            match = pattern.search(re.sub(r"\s+", "", indicator.name))
            if match and normal(match.group()) == normal(name):
                named.setdefault(f"{name}|{match.group()}", []).append(indicator)
    for key, rows in named.items():
        name, variant = key.split("|")
        yield Flag(
            rows[0].locator, f"指标中叫“{variant}”，预算中叫“{name}”",
            tuple(i.locator for i in rows[1:]), f"统一为“{name}”",
        )  # fmt: skip


@rule(
    "TXT017", "正文的项目名称与申报表不同", "advice",
    what="“××”项目预算安排……的引号里的名称，与申报表的项目名称不同。",
    why="项目名称要全文一致，按预算系统里的名称写。",
    certainty="S",
    wrong="2025年“窗口值守”项目预算安排", right="2025年“窗口协管员”项目预算安排",
    model="bureau",
)  # fmt: skip
def other_project_name(case: Case) -> Iterator[Flag]:
    """The quoted name beside 预算安排."""
    printed = case.declaration.project or ""
    if len(printed) < 3:  # the form's cell is damaged: the heading names the project
        headed = (
            re.match(r"(.{3,30}?)项目?经费情况说明", s.title) for s in case.declaration.sections
        )
        printed = next((m[1] for m in headed if m), "")
    project = normal(printed)
    if len(project) < 3:
        return
    for stretch, match in case.search(
        re.compile(r"[“\"「](?P<x>[^”\"」]{2,30})[”\"」]\s*项目预算(?:安排|资金|金额)")
    ):
        name = normal(match["x"])
        if (
            name != project
            and name + "经费" != project
            and name not in project
            and project not in name
        ):
            yield Flag(case.within(stretch, match, "x"), f"正文叫“{match['x']}”，项目名称是“{printed}”",
                       (case.declaration.project_locator,) if case.declaration.project_locator else (),
                       "统一项目名称")  # fmt: skip
