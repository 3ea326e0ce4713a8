"""TXT (figures): what the text says against the tables: amounts, trends, counts, parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from assistant.domain.declaration import Execution
from assistant.domain.locator import Locator
from assistant.domain.money import UNITS
from assistant.jobs.check.case import Case, Part, Stretch
from assistant.jobs.check.figures import AMOUNT, decimals, figure, plain_number, printed_total, said
from assistant.jobs.check.names import core, mentioned, normal, pairs
from assistant.jobs.check.registry import Flag, rule

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?=\s*年)")


def sentences(stretch: Stretch) -> Iterator[re.Match[str]]:
    """The sentences of a stretch."""
    yield from re.finditer(r"[^。；;!?！？]+[。；;!?！？]?", stretch.text)


def sentence_before(case: Case, offset: int) -> str:
    """From the last full stop to ``offset``, over line breaks (a page break tears sentences)."""
    text = case.document.text[max(case.start, offset - 200) : offset]
    return re.split(r"[。；;!?！？\t]|\n\s*(?=[（(一二三四五六七八九十\d]{1,3}[、.）)])", text)[-1]


def _amounts(stretch: Stretch) -> Iterator[tuple[re.Match[str], Decimal, Decimal]]:
    """(match, yuan, tolerance) of each amount with a unit in running text."""
    for match in AMOUNT.finditer(stretch.text):
        number = figure(match["figure"])
        unit = UNITS.get(match["unit"])
        if number is not None and unit is not None and not _malformed(match["figure"]):
            yield match, number * unit, unit * Decimal(5) / 10 ** (decimals(match["figure"]) + 1)


def _malformed(raw: str) -> bool:
    return bool(re.search(r"[,，]", raw)) and not re.fullmatch(
        r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?", raw
    )


_TOTAL_LEAD = re.compile(
    r"(?:预算(?:申报|申请)?(?:金额|总额|资金|总投入|数|总计)?|申报金额|申请资金|资金总额|总投入|总预算|年度预算|预算安排"
    r"|安排(?:资金|经费|预算)|资金需求|总金额)\s*(?:总额|合计|共计|安排|申请|申报)?\s*(?:为|共|是|达|计|约)?\s*[：:]?\s*(?:人民币)?$"
)


def _known_totals(case: Case) -> list[tuple[Decimal, Locator | None]]:
    total = printed_total(case)
    known: list[tuple[Decimal, Locator | None]] = []
    if total is not None:
        known.append((total.money.yuan, total.locator))
    if case.budget is not None:
        known.append((case.budget, case.parts[0].locator))
    funding = case.declaration.funding
    places = dict(funding.locators)
    if funding.annual is not None:
        known.append((funding.annual.yuan, places.get("annual")))
    return known


@rule(
    "TXT001", "正文金额与表格不符", "error",
    what="正文所说的当年预算总额与预算表合计、申报表资金栏不一致（元、万元换算后容许四舍五入）。",
    why="年度预算安排要写明当年的金额，并与申报表一致（有退回实例）。",
    certainty="V",
    wrong="2025 年项目预算申报金额为 162.00 万元", right="2025 年项目预算申报金额为 126.00 万元",
)  # fmt: skip
def total_in_text(case: Case) -> Iterator[Flag]:
    """The total in the narrative against the tables."""
    known = _known_totals(case)
    if not known:
        return
    for stretch in case.prose:
        for match, yuan, slack in _amounts(stretch):
            before = stretch.text[: match.start()]
            if not _TOTAL_LEAD.search(before):
                continue
            sentence = sentence_before(case, stretch.start + match.start())
            years = [int(y) for y in _YEAR.findall(sentence)]
            if years and case.year not in years[-1:]:
                continue
            if any(abs(yuan - value) <= slack + Decimal("100.01") for value, _ in known):
                continue
            if any(abs(yuan - p.amount) <= slack for p in case.parts):
                continue
            value, place = known[0]
            unit = UNITS[match["unit"]]
            places = max(decimals(match["figure"]), 2)
            right = f"{value / unit:{',' if ',' in match['figure'] else ''}.{places}f}"
            yield Flag(
                case.at(stretch.start + match.start(), stretch.start + match.end(), stretch.cell),
                f"正文写 {match.group()}，表格为 {said(value)}",
                (place,) if place else (),
                f"两处应一致；按表格为 {right} {match['unit']}",
            )


@rule(
    "TXT002", "正文分项金额与明细不符", "error",
    what="正文提到某项支出的金额，与预算明细中同名的一项不一致。",
    why="同一项支出只能有一个数。",
    certainty="I",
    wrong="其中水质监测经费 15.00 万元", right="其中水质监测经费 12.00 万元",
)  # fmt: skip
def item_in_text(case: Case) -> Iterator[Flag]:
    """An item's name right before an amount."""
    named: list[tuple[str, set[Decimal], Locator]] = []
    for part in case.parts:
        amounts = {part.amount, *(r.amount.yuan for r in part.lines if r.amount)}
        amounts |= {r.unit_price.yuan for r in part.lines if r.unit_price}
        named.append((core(part.name), amounts, part.locator))
        named += [(core(r.item), amounts, r.locator) for r in part.lines]
    for stretch in case.prose:
        for match, yuan, slack in _amounts(stretch):
            before = stretch.text[max(0, match.start() - 16) : match.start()]
            tail = re.split(r"[，,。；;、（(：:\d]", before)[-1]
            sentence = sentence_before(case, stretch.start + match.start())
            years = [int(y) for y in _YEAR.findall(sentence)]
            if years and years[-1] != case.year:
                continue
            hits = [(n, a, p) for n, a, p in named if len(n) >= 3 and n in normal(tail)]
            if not hits or any(abs(yuan - v) <= slack for _, a, _ in hits for v in a):
                continue
            if re.search(r"增加|减少|每|人均|单价|标准|尾款|已", tail) or _TOTAL_LEAD.search(
                before
            ):
                continue
            name, _, place = hits[0]
            yield Flag(
                case.at(stretch.start + match.start(), stretch.start + match.end(), stretch.cell),
                f"正文“{name}” {match.group()}，预算明细为 {said(sorted(hits[0][1])[-1])}",
                (place,), "核对两处金额",
            )  # fmt: skip


_TREND = re.compile(
    r"(?P<span>近[一二两三四五\d]年|历年|逐年|连续[一二两三四五\d]年)[^。；;，,近\n]{0,24}?"
    r"(?P<dir>增加|增长|上升|提高|递增|减少|下降|降低|递减|持平|不变)"
)
_UP = frozenset({"增加", "增长", "上升", "提高", "递增"})
_FLAT = frozenset({"持平", "不变"})


def _value(row: Execution, what: str) -> Decimal | None:
    order = (row.executed, row.adjusted, row.initial) if "执行" in what else (
        row.initial, row.adjusted, row.executed)  # fmt: skip
    return next((m.yuan for m in order if m is not None), None)


@rule(
    "TXT003", "趋势说法与数字不符", "warning",
    what="正文说近几年预算“增加”“减少”“持平”，执行情况表里不是这样。",
    why="对历年变化的说明要与表中的数字一致。",
    certainty="S",
    wrong="近三年预算金额较上年度减少", right="近三年预算金额较上年度增加",
)  # fmt: skip
def trend_false(case: Case) -> Iterator[Flag]:
    """近三年…增加 against the execution table."""
    rows = sorted(case.declaration.executions, key=lambda e: e.year)
    for stretch, match in case.search(_TREND):
        if re.search(r"率|比例", match.group()):
            continue
        values = [(r, _value(r, match.group())) for r in rows]
        known = [(r, v) for r, v in values if v is not None]
        for (before, a), (after, b) in pairwise(known):
            direction = match["dir"]
            good = b > a if direction in _UP else b == a if direction in _FLAT else b < a
            if not good:
                change = (b - a) / a * 100 if a else Decimal(0)
                yield Flag(
                    case.within(stretch, match),
                    f"“{match.group()}”与表不符：{after.year} 年 {b:,.2f} 元比 {before.year} 年"
                    f" {a:,.2f} 元{'增加' if b > a else '减少' if b < a else '持平'}"
                    + (f" {abs(change):.2f}%" if change else ""),
                    (before.locator, after.locator), "按表改正说法",
                )  # fmt: skip
                break


@rule(
    "TXT004", "执行率说法与表不符", "warning",
    what="正文所说的执行率（均为 100%、达到 X%）与执行情况表不一致。",
    why="文字说明要与表中的执行率一致。",
    certainty="I",
    wrong="近三年执行率均为 100%", right="近三年执行率均在 95% 以上",
)  # fmt: skip
def execution_claim(case: Case) -> Iterator[Flag]:
    """执行率均为 100 % while a row says otherwise."""
    rates = [e for e in case.declaration.executions if e.rate is not None]
    pattern = re.compile(
        r"执行率(?P<all>均|都|全部)?(?P<how>为|达到?|在|不低于|超过)?\s*(?P<n>\d+(?:\.\d+)?)\s*[%％](?P<up>以上)?"
    )
    for stretch, match in case.search(pattern):
        claimed = Decimal(match["n"])
        floor = bool(match["up"]) or match["how"] in {"不低于", "超过", "在"}
        sentence = sentence_before(case, stretch.start + match.start())
        years = [int(y) for y in _YEAR.findall(sentence)]
        rows = [e for e in rates if e.year in years] if years else rates
        if not years and not match["all"] and "近" not in sentence:
            continue
        for row in rows:
            assert row.rate is not None
            if (
                row.rate < claimed - Decimal("0.5")
                if floor
                else abs(row.rate - claimed) > Decimal("0.5")
            ):
                yield Flag(case.within(stretch, match), f"“{match.group()}”与表不符：{row.year} 年执行率 {row.rate}%",
                           (row.locator,), "按表改正")  # fmt: skip
                break


_LIST = re.compile(r"(?:包括|包含|用于|分为|主要内容(?:为|是)?|组成|主要为|涉及)[:：]?")
_COUNTED = re.compile(
    r"(?<![第\d])(?P<n>[二两三四五六七八九十]|\d{1,2})\s*(?:个)?(?P<of>部分|方面|大类|板块|大块|项内容|项工作|项任务)"
)


_CLAUSE = r"\s*(?:在|做好|开展|进行|发动|通过|为|对|将|以|并|从|使|按|由|各|如下|详见|其中|提高|提升|保障|确保)"


def _pieces(text: str) -> list[tuple[int, str]]:
    """(offset, item) of an enumeration; brackets are opened, 和 and 及 split only the last."""
    flat = re.sub(r"[（(](?:主要)?(?:包括|含|包含)?|[）)]", lambda m: "、" * len(m.group()), text)
    found: list[tuple[int, str]] = []
    at, after = 0, ""
    for chunk in re.split(r"([、，,；;])", flat):
        if chunk in "、，,；;":
            at, after = at + len(chunk), chunk
            continue
        if after in {"，", ","} and re.match(_CLAUSE, chunk):
            at += len(chunk)
            continue
        tail = re.match(r"(?P<a>[^和及]{3,})(?:和|以及|及)(?P<b>.{3,})", chunk)
        if tail:
            found += [(at, tail["a"]), (at + tail.start("b"), tail["b"])]
        elif len(chunk.strip()) >= 2:
            found.append((at, chunk))
        at += len(chunk)
    return found


def _mentions(part: Part, text: str) -> bool:
    return mentioned(part.name, text) or any(mentioned(r.item, text) for r in part.lines)


def _budget_text(case: Case) -> str:
    names = [p.name for p in case.parts]
    names += [line.item + (line.note or "") for p in case.parts for line in p.lines]
    return normal("；".join(names))


def _enumerations(case: Case) -> Iterator[tuple[Stretch, int, str]]:
    """(stretch, offset, text) of sentences that list most parts of the budget, outside the goals."""
    if len(case.parts) < 3:
        return
    goals = [
        g
        for g in (case.declaration.goals.overall_locator, case.declaration.goals.annual_locator)
        if g
    ]
    for stretch in case.prose:
        if any(g.start <= stretch.start < g.end for g in goals):
            continue
        if re.search(r"计划|方式|流程|目标", case.heading_at(stretch.start)):
            continue
        for sentence in sentences(stretch):
            trigger = _LIST.search(sentence.group())
            if not trigger or "、" not in sentence.group()[trigger.end() :]:
                continue
            listed = sentence.group()[trigger.end() :]
            about = sum(1 for p in case.parts if _mentions(p, normal(listed)))
            if about >= max(2, len(case.parts) / 2):
                yield stretch, sentence.start() + trigger.end(), listed


@rule(
    "TXT005", "正文列举漏了预算中的部分", "warning",
    what="正文列举项目内容、资金用途时，漏了预算明细中的一部分。",
    why="项目内容、资金用途和预算明细要一一对应。",
    certainty="S",
    wrong="预算资金计划用于河道保洁服务、沿河护栏维修等。",
    right="预算资金计划用于河道保洁服务、水质监测、沿河护栏维修等。",
)  # fmt: skip
def parts_omitted(case: Case) -> Iterator[Flag]:
    """An enumeration that names most parts but not all."""
    for stretch, offset, listed in _enumerations(case):
        text = normal(listed)
        absent = [p for p in case.parts if not _mentions(p, text)]
        if absent:
            start = stretch.start + offset
            amount = sum((p.amount for p in absent), Decimal(0))
            share = f"，占预算 {float(amount / case.budget):.2%}" if case.budget else ""
            yield Flag(
                case.at(start, start + len(listed), stretch.cell),
                f"列举中没有：{'、'.join(p.name for p in absent)}（{said(amount)}{share}）",
                tuple(p.locator for p in absent), "补上漏掉的部分，或调整预算",
            )  # fmt: skip


@rule(
    "TXT006", "正文列举的内容没有预算", "warning",
    what="正文列举的当年内容，预算明细里没有对应的一行。",
    why="写进项目内容的事要有预算，没有预算的应删去或说明资金来源。",
    certainty="S",
    wrong="主要内容包括河道保洁服务、水质监测、沿河护栏维修、消防器材更换等。",
    right="主要内容包括河道保洁服务、水质监测、沿河护栏维修等。",
)  # fmt: skip
def listed_without_money(case: Case) -> Iterator[Flag]:
    """Items of an enumeration that no budget line is about."""
    budget = _budget_text(case)
    for stretch, offset, listed in _enumerations(case):
        items = [
            (at, re.sub(r"等?(?:内容|方面|项目)?[。；;]?$", "", t)) for at, t in _pieces(listed)
        ]
        items = [(at, t) for at, t in items if pairs(t)]
        unknown = [(at, t) for at, t in items if not any(p in budget for p in pairs(t))]
        if len(items) < 3 or len(unknown) > len(items) / 2:
            continue
        for at, text in unknown:
            if len(core(text)) < 2 or len(text) > 16 or _COUNTED.search(text):
                continue
            start = stretch.start + offset + at
            yield Flag(
                case.at(start, start + len(text), stretch.cell),
                f"“{text.strip()}”列为项目内容，预算明细中没有这一项", (case.parts[0].locator,),
                "补充预算，或从内容中删去",
            )  # fmt: skip


@rule(
    "TXT007", "部分数与列举不符", "warning",
    what="“三部分”“四个方面”等数目与后面（前面）列举的个数不一致。",
    why="数目与列举要相符。",
    certainty="I",
    wrong="河道保洁、水质监测和护栏维修四部分内容", right="河道保洁、水质监测和护栏维修三部分内容",
)  # fmt: skip
def count_of_parts(case: Case) -> Iterator[Flag]:
    """N部分 against the number of things listed."""
    for stretch in case.prose:
        for sentence in sentences(stretch):
            text = sentence.group()
            match = _COUNTED.search(text)
            trigger = _LIST.search(text)
            if not match or not trigger:
                continue
            said_number = plain_number(match["n"])
            after = trigger.end() if trigger.start() >= match.end() else None
            listed = text[after:] if after else text[trigger.end() : match.start()]
            items = [t for _, t in _pieces(re.split(r"[。；;]|[，,]", listed)[0])]
            if said_number is None or len(items) < 2 or "等" in listed:
                continue
            if int(said_number) != len(items):
                yield Flag(
                    case.within(Stretch(stretch.start + sentence.start(), stretch.end, text, stretch.cell), match),
                    f"写“{match.group()}”，列举了 {len(items)} 项：{'、'.join(i.strip() for i in items)}",
                    (), "改正数目或补全列举",
                )  # fmt: skip


_UNIT_CLASS = {"名": "人", "位": "人", "人": "人", "人次": "人次"}
_UNITS = "株|只|具|盏|册|份|批|天|名|人次|人|位|支|所|套|辆|个|处|台|户|家|场|次|条|座|间|公里|件|盏|份|亩|平方米|吨"
_COUNT_FIRST = re.compile(
    rf"(?<![\d.,])(?P<n>\d{{1,7}})\s*(?P<u>{_UNITS})(?!/)(?P<what>[㐀-鿿]{{2,12}})"
)
_COUNT_LAST = re.compile(
    rf"(?P<what>[㐀-鿿]{{2,10}}?)(?:人数|数量|总数|数)?(?:共计|共有|共|为|达到|达|计划|约|有|不少于|增加到|增加至)?\s*(?<![\d.,])(?P<n>\d{{1,7}})\s*(?P<u>{_UNITS})(?!/)"
)


def _counts(case: Case) -> Iterator[tuple[str, str, Decimal, str | None, Locator]]:
    """(name, unit class, number, operator, place) of counted indicators and budget quantities."""
    for indicator in case.trusted:
        target = indicator.target
        if target.number is not None and target.kind in {"count", "duration"} and target.unit:
            unit = _UNIT_CLASS.get(target.unit, target.unit)
            yield indicator.name, unit, target.number, target.operator, case.place_of(indicator)


@rule(
    "TXT008", "正文的人数、数量与指标不符", "warning",
    what="正文说到的人数、次数、套数等，与同一事物的数量指标不一致。",
    why="同一数量在正文、目标、指标中只能有一个值。",
    certainty="S",
    wrong="开展水质监测 24 次", right="开展水质监测 12 次",
)  # fmt: skip
def count_differs(case: Case) -> Iterator[Flag]:
    """500 名志愿者 against =480(人)."""
    known = list(_counts(case))
    flags: list[Flag] = []
    for stretch in case.prose:
        if stretch.cell is not None and any(
            i.locator.start <= stretch.start < i.locator.end for i in case.declaration.indicators
        ):
            continue
        found = [*_COUNT_FIRST.finditer(stretch.text), *_COUNT_LAST.finditer(stretch.text)]
        done: set[int] = set()
        for match in found:
            if match.start("n") in done:
                continue
            flag = _count_flag(case, stretch, match, known)
            if flag is not None:
                done.add(match.start("n"))
                flags.append(flag)
    yield from _gathered(flags)


def _gathered(flags: list[Flag]) -> Iterator[Flag]:
    """Where several places of the text agree, it is the indicator that differs: say so once."""
    groups: dict[tuple[int, str], list[Flag]] = {}
    for flag in flags:
        said_number = re.sub(r"\D", "", flag.locator.quote)
        groups.setdefault((flag.related[0].start, said_number), []).append(flag)
    for rows in groups.values():
        if len(rows) < 2:
            yield from rows
            continue
        place, said_words = rows[0].related[0], rows[0].locator.quote
        yield Flag(
            place, f"指标值 {place.quote.strip()}，正文 {len(rows)} 处都写 {said_words.strip()}",
            tuple(f.locator for f in rows), "核对两处数量",
        )  # fmt: skip


def _count_flag(
    case: Case, stretch: Stretch, match: re.Match[str],
    known: list[tuple[str, str, Decimal, str | None, Locator]],
) -> Flag | None:  # fmt: skip
    sentence = sentence_before(case, stretch.start + match.start("n"))
    years = [int(y) for y in _YEAR.findall(sentence)]
    if years and years[-1] != case.year:
        return None
    if re.search(
        r"每(?:个|人|年|月|次|支|辆)?[㐀-鿿]{0,4}$|原有|余$|辖区(?:内)?共有|现有", sentence[-8:]
    ):
        return None
    unit = _UNIT_CLASS.get(match["u"], match["u"])
    number, what = Decimal(match["n"]), normal(match["what"])
    best = [(_likeness(what, n), n, v, op, p) for n, u, v, op, p in known if u == unit]
    best = [b for b in best if b[0] >= 0.5]
    if not best:
        return None
    top = max(b[0] for b in best)
    close = [b for b in best if b[0] >= top - 0.01]
    if any(number == v or (op in {">=", ">"} and number > v) for _, _, v, op, _ in best):
        return None
    _, name, value, _, place = close[0]
    return Flag(
        case.at(stretch.start + match.start("n"), stretch.start + match.end("u"), stretch.cell),
        f"正文写 {match['n']}{match['u']}（{match['what']}），指标“{name}”为 {value:f}",
        (place,), "核对两处数量",
    )  # fmt: skip


def _likeness(what: str, name: str) -> float:
    """How much of an indicator's content the counted noun holds."""
    mine, theirs = pairs(name), pairs(what)
    return len(mine & theirs) / len(mine) if mine and theirs else 0.0


@rule(
    "TXT009", "同一批人的人数前后不一", "warning",
    what="预算中同一类人员的工资、社保、补贴等各行，人数不一样。",
    why="为同一批人发工资、缴社保，人数应当相同；不同要说明。",
    certainty="S",
    wrong="| 2 | 窗口人员社保 | 20,000.00 | 6 | 120,000.00 |",
    right="| 2 | 窗口人员社保 | 20,000.00 | 8 | 160,000.00 |",
    model="form",
)  # fmt: skip
def heads_differ(case: Case) -> Iterator[Flag]:
    """Wages for 163, insurance for 160."""
    pay = re.compile(r"工资|薪|奖金|社保|社会保险|公积金|保险|体检|服装|误餐|伙食|津贴|补贴|劳务")
    rows = [
        (re.split(pay, line.item)[0], line)
        for line in case.declaration.budget_lines
        if line.quantity and line.quantity >= 3 and pay.search(line.item)
    ]
    for at, (who, line) in enumerate(rows):
        for other_who, other in rows[:at]:
            if len(who) < 2 or normal(who) != normal(other_who) or line.quantity == other.quantity:
                continue
            assert line.quantity
            assert other.quantity
            if Decimal("0.5") < line.quantity / other.quantity < 2:
                yield Flag(
                    line.locator,
                    f"“{line.item}”按 {line.quantity:f} 人，“{other.item}”按 {other.quantity:f} 人",
                    (other.locator,), "核对人数，不同的要说明原因",
                )  # fmt: skip
                break


@rule(
    "TXT010", "总目标与年度目标一字不差", "advice",
    what="年度目标照抄总目标。",
    why="总目标管整个项目，年度目标管当年；照抄说明没有分解（推断）。",
    certainty="I",
    wrong="| 提高窗口服务能力，年内受理业务 6000 件，保障业务办理系统和大厅饮水。 | 提高窗口服务能力，年内受理业务 6000 件，保障业务办理系统和大厅饮水。 |",
    right="| 提高窗口服务能力，方便群众办事，形成稳定的值守制度。 | 提高窗口服务能力，年内受理业务 6000 件，保障业务办理系统和大厅饮水。 |",
    model="form",
)  # fmt: skip
def goals_equal(case: Case) -> Iterator[Flag]:
    """Word for word the same."""
    goals = case.declaration.goals
    if not goals.overall or not goals.annual or goals.annual_locator is None:
        return
    one, other = (re.sub(r"[\s，。；、,.;]", "", g) for g in (goals.overall, goals.annual))
    if len(one) >= 12 and one == other:
        yield Flag(
            goals.annual_locator, "年度目标与总目标一字不差",
            (goals.overall_locator,) if goals.overall_locator else (), "写明当年要完成的内容和数量",
        )  # fmt: skip


@rule(
    "TXT011", "历年金额与执行情况表不符", "warning",
    what="正文所说以前年度的预算、执行金额与执行情况表不一致。",
    why="同一年的数字在正文和表中应当一致。",
    certainty="I",
    wrong="2023 年执行 128.80 万元", right="2023 年执行 118.80 万元",
)  # fmt: skip
def history_in_text(case: Case) -> Iterator[Flag]:
    """2023 年预算 X 万元 against the row of 2023."""
    rows = {e.year: e for e in case.declaration.executions}
    for stretch in case.prose:
        for match, yuan, slack in _amounts(stretch):
            before = sentence_before(case, stretch.start + match.start())
            years = [int(y) for y in _YEAR.findall(before)]
            row = rows.get(years[-1]) if years else None
            tail = re.split(r"[，,、]", before)[-1]
            if row is None or not re.search(r"(?:预算|执行|支出|决算|金额)\S{0,6}\s*$", tail):
                continue
            if re.search(r"增加|减少|其中|尾款", tail):
                continue
            values = [m.yuan for m in (row.initial, row.adjusted, row.executed) if m]
            values += [v * 10_000 for v in values] + [v / 10_000 for v in values]
            if values and not any(abs(yuan - v) <= slack for v in values):
                yield Flag(
                    case.at(stretch.start + match.start(), stretch.start + match.end(), stretch.cell),
                    f"正文写 {row.year} 年 {match.group()}，执行情况表中没有这个数", (row.locator,), "核对两处金额",
                )  # fmt: skip
