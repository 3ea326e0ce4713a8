"""TXT (figures): what the text says against the tables: amounts, trends, counts, parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from assistant.domain.declaration import Execution
from assistant.domain.locator import Locator
from assistant.domain.money import UNITS
from assistant.jobs.check.case import Case, Stretch
from assistant.jobs.check.figures import AMOUNT, decimals, figure, printed_total, said
from assistant.jobs.check.names import core, normal
from assistant.jobs.check.registry import Flag, rule

YEAR = re.compile(r"(?<!\d)(20\d{2})(?=\s*年)")
"""A year as the text names it."""


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
    r"(?:预算(?:申报|申请)?(?:金额|总额|资金|总投入|数|总计)?|申报金额|申[请报](?:资金|经费|金额)|资金总额|总投入|总预算|年度预算|预算安排"
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
    # A self-evaluation prints the year's budget before and after its change, and what was spent.
    own = [row for row in case.declaration.executions if known and row.year == case.year]
    known += [
        (money.yuan, row.locator) for row in own
        for money in (row.initial, row.adjusted, row.executed) if money is not None
    ]  # fmt: skip
    return known


@rule(
    "TXT001", "正文金额与表格不符", "error",
    what="正文所说的当年预算总额与预算表合计、申报表资金栏不一致（元、万元换算后容许四舍五入）。",
    why="年度预算安排要写明当年的金额，并与申报表一致（有退回实例）。",
    certainty="V",
    wrong="2025 年本项目申报预算 162.00 万元", right="2025 年本项目申报预算 126.00 万元",
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
            years = [int(y) for y in YEAR.findall(sentence)]
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
            years = [int(y) for y in YEAR.findall(sentence)]
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
        years = [int(y) for y in YEAR.findall(sentence)]
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
            years = [int(y) for y in YEAR.findall(before)]
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
