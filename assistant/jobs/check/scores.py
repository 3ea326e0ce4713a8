"""SUM (scores): the scores of a self-evaluation against their weights, their sum, what was done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.domain.declaration import FormField, Indicator
from assistant.domain.locator import Locator
from assistant.domain.target import Target
from assistant.jobs.check.case import Case
from assistant.jobs.check.figures import cell_of, figure
from assistant.jobs.check.registry import Flag, rule
from assistant.jobs.check.targets import BAD

_ROUNDING = Decimal("0.05")
"""Scores are printed with two decimals: what a table of them may lose by rounding."""
_LEAST_ROWS = 3
_FULL = Decimal(100)
_WITHOUT_EXECUTION = (Decimal(90), Decimal(80))
"""Sums of weights where the rest (10 or 20) is the execution rate's."""


def _scored(case: Case) -> list[tuple[Indicator, Decimal]]:
    """Every indicator with its score; empty where one of them has none."""
    rows = case.declaration.indicators
    found = [(i, i.score) for i in rows if i.score is not None]
    return found if len(found) == len(rows) >= _LEAST_ROWS else []


def _field(case: Case, label: str) -> FormField | None:
    """The last field of that label: a total below its table."""
    return next((f for f in reversed(case.declaration.fields) if f.label == label), None)


def _row(indicator: Indicator) -> Locator:
    return indicator.evaluated_locator or indicator.locator


@rule(
    "SUM012", "自评总分不等于各项得分之和", "error",
    what="自评表的总分与各项指标得分、预算执行率得分相加之和不一致。",
    why="总分由各项得分相加得出；加不拢的自评结果不能用。",
    certainty="V",
    wrong="| 总分 | | | | | 100 | 99.80 | |", right="| 总分 | | | | | 100 | 98.80 | |",
    model="evaluated",
)  # fmt: skip
def score_differs(case: Case) -> Iterator[Flag]:
    """Σ scores against 总分."""
    rows = _scored(case)
    total, execution = _field(case, "自评总分"), _field(case, "预算执行率得分")
    printed = figure(total.value) if total else None
    if total is None or printed is None or not rows:
        return
    summed = sum((score for _, score in rows), Decimal(0))
    executed = figure(execution.value) if execution else None
    sums = {summed} if executed is None else {summed, summed + executed}
    if any(abs(printed - s) <= _ROUNDING for s in sums):
        return
    whole = max(sums)
    told = f"{len(rows)} 项指标得分 {summed.normalize():f}"
    told += f"、预算执行率得分 {executed.normalize():f}" if executed is not None else ""
    yield Flag(
        cell_of(case, total.locator, total.value),
        f"总分写 {total.value}，{told}，合计为 {whole.normalize():f}",
        tuple(_row(i) for i, _ in rows[:12]), f"按各项得分为 {whole.normalize():f}",
    )  # fmt: skip


@rule(
    "SUM013", "指标分值合计不对", "warning",
    what="各项指标的分值相加超过 100 分，或既不是 100 分，也不是扣除预算执行率后的 90 分、80 分。",
    why="分值合计 100 分，其中预算执行率一般占 10 分（财预〔2020〕10号，条款凭记忆）。",
    certainty="R",
    wrong="| ≤3个工作日 | 2.6个工作日 | 10 | 10 | |\n| 效益指标 | 社会效益指标 | 群众投诉件数 | ≤5件 | 4件 | 35 | 35 | |",
    right="| ≤3个工作日 | 2.6个工作日 | 10 | 10 | |\n| 效益指标 | 社会效益指标 | 群众投诉件数 | ≤5件 | 4件 | 30 | 30 | |",
    model="evaluated",
)  # fmt: skip
def weights_differ(case: Case) -> Iterator[Flag]:
    """Σ weights against 100, or 90 beside the execution rate."""
    rows = case.declaration.indicators
    weights = [i.weight for i in rows if i.weight is not None]
    if len(weights) < len(rows) or len(rows) < _LEAST_ROWS:
        return
    yield from _groups_differ(case)
    summed = sum(weights, Decimal(0))
    if summed in {_FULL, *_WITHOUT_EXECUTION} or summed < min(_WITHOUT_EXECUTION):
        return
    yield Flag(
        _row(rows[0]), f"{len(rows)} 项指标的分值合计 {summed.normalize():f} 分",
        tuple(_row(i) for i in rows[1:12]), "分值合计应为 100 分（预算执行率另计的为 90 分）",
        severity="error" if summed > _FULL else None,
    )  # fmt: skip


_WEIGHTED = re.compile(
    r"(?P<level>[㐀-鿿]{2,8}(?:指标|目标))\s*[(（]\s*(?P<n>\d{1,3})\s*分\s*[)）]"
)


def _groups_differ(case: Case) -> Iterator[Flag]:
    """产出指标（50分） against the weights of its rows."""
    seen: set[str] = set()
    for cell in case.cells:
        told = _WEIGHTED.fullmatch(re.sub(r"\s", "", cell.text))
        rows = [i for i in case.declaration.indicators if told and i.level1 == told["level"]]
        if told is None or not rows or told["level"] in seen:
            continue
        seen.add(told["level"])
        summed = sum((i.weight for i in rows if i.weight is not None), Decimal(0))
        if summed and summed != Decimal(told["n"]):
            yield Flag(
                case.at(cell.start, cell.end, cell.cell),
                f"{told['level']}写 {told['n']} 分，其下 {len(rows)} 项的分值合计 {summed.normalize():f} 分",
                tuple(_row(i) for i in rows[:12]), "核对各项分值",
            )  # fmt: skip


@rule(
    "SUM014", "得分超过分值", "error",
    what="一项指标的得分大于它的分值。",
    why="得分最多是满分。",
    certainty="V",
    wrong="| 5700件 | 20 | 29 | 系统停机检修两天 |", right="| 5700件 | 20 | 19 | 系统停机检修两天 |",
    model="evaluated",
)  # fmt: skip
def above_weight(case: Case) -> Iterator[Flag]:
    """A score above its weight."""
    for indicator in case.declaration.indicators:
        if indicator.score is not None and indicator.weight and indicator.score > indicator.weight:
            yield Flag(
                _row(indicator),
                f"“{indicator.name}”得 {indicator.score.normalize():f} 分，分值只有 {indicator.weight.normalize():f} 分",
                (indicator.locator,), "核对得分和分值",
            )  # fmt: skip


@rule(
    "SUM015", "没有完成却得满分", "error",
    what="完成值没有达到指标值（越低越好的超过了上限），得分却是满分。",
    why="定量指标没有完成的，按完成值与指标值的比例记分；满分与完成情况矛盾。",
    certainty="V",
    wrong="| ≥6000件 | 5700件 | 20 | 20 | |", right="| ≥6000件 | 5700件 | 20 | 19 | 系统停机检修两天 |",
    model="evaluated",
)  # fmt: skip
def full_without_done(case: Case) -> Iterator[Flag]:
    """Full marks for a target missed."""
    for indicator in case.trusted:
        actual = indicator.actual
        if actual is None or indicator.weight is None or indicator.score is None:
            continue
        if indicator.score != indicator.weight:
            yield from _lost_without_reason(case, indicator, actual)
            continue
        if (late := _late(indicator.target, actual)) is not None:
            yield Flag(
                _actual_place(case, indicator, actual),
                f"“{indicator.name}”期限 {indicator.target.raw.strip()}，{late}完成，却得满分 {indicator.score.normalize():f} 分",
                (indicator.locator,), "按规定扣分，并写明偏差原因",
            )  # fmt: skip
            continue
        lower = bool(BAD.search(indicator.name))
        missed = _missed(indicator.target, actual, lower=lower)
        if missed is None or not indicator.weight:
            continue
        reason = "" if indicator.deviation else "，也没有写偏差原因"
        yield Flag(
            _actual_place(case, indicator, actual),
            f"“{indicator.name}”指标值 {indicator.target.raw.strip()}，完成 {actual.raw.strip()}（{missed:.0%}），"
            f"却得满分 {indicator.score.normalize():f} 分{reason}",
            (indicator.locator,), "按完成比例记分，并写明偏差原因",
            severity=None if missed <= _NEARLY else "warning",
        )  # fmt: skip


def _lost_without_reason(case: Case, indicator: Indicator, actual: Target) -> Iterator[Flag]:
    """A score below full for a target met (within 130 %), or with no word on why it was missed."""
    wanted, done = indicator.target.number, actual.number
    told = indicator.target.operator in {">=", ">"} and indicator.target.unit == actual.unit
    if not told or wanted is None or done is None or indicator.deviation:
        return
    if wanted <= done <= wanted * _BEYOND:
        yield Flag(
            _row(indicator),
            f"“{indicator.name}”指标值 {indicator.target.raw.strip()}，完成 {actual.raw.strip()}，已经完成，"
            f"得分 {indicator.score} 低于分值 {indicator.weight}，没有说明原因",
            (indicator.locator,), "核对得分，或写明扣分原因", severity="warning",
        )  # fmt: skip


_BEYOND = Decimal("1.3")
"""Done beyond this, points may be taken off because the target was set too low."""
_DAY = re.compile(
    r"(?:(?P<y>20\d{2})\s*[年./-])?\s*(?P<m>\d{1,2})\s*[月./-](?:\s*(?P<d>\d{1,2})\s*日?)?"
)


def _late(target: Target, actual: Target) -> str | None:
    """The date of what was done after its deadline; None where in time or not told."""
    if target.kind != "date" or not re.search(r"前|内|底", target.raw):
        return None
    due, done = _DAY.search(target.raw), _DAY.search(actual.raw)
    if due is None or done is None:
        return None
    years = due["y"], done["y"]
    if years[0] and years[1] and years[0] != years[1]:
        return done.group() if int(years[1]) > int(years[0]) else None
    end = (int(due["m"]), int(due["d"] or 31))
    return done.group() if (int(done["m"]), int(done["d"] or 1)) > end else None


_NEARLY = Decimal("0.97")
"""A target met this far may have its full marks by a rule of the office: only a warning."""


def _missed(target: Target, actual: Target, *, lower: bool) -> Decimal | None:
    """The share of a target that was reached, below 1; None where it was met or cannot be told.

    ``lower``: the name says that less is better (投诉), which a value without a sign leaves open.
    """
    wanted, done = target.number, actual.number
    if wanted is None or done is None or not wanted or target.unit != actual.unit:
        return None
    if target.kind not in {"count", "rate", "amount", "duration"} or target.upper is not None:
        return None
    if target.operator in {"<=", "<"}:
        return wanted / done if done > wanted else None
    exact = target.operator == "=" and target.kind in {"count", "rate"} and not lower
    if target.operator in {">=", ">"} or exact:
        return done / wanted if done < wanted else None
    return None


def _actual_place(case: Case, indicator: Indicator, actual: Target) -> Locator:
    """The cell of what was done."""
    row = _row(indicator)
    return cell_of(case, row, actual.raw.strip()) if actual.raw.strip() in row.quote else row


@rule(
    "SUM018", "预算执行率得分算错", "warning",
    what="自评表的预算执行率得分与执行率 × 10 分不符。",
    why="预算执行率 10 分，按执行率计分（财预〔2020〕10号，条款凭记忆）；满分和零分不在此列。",
    certainty="R",
    wrong="| 98.00% | 9.08 |", right="| 98.00% | 9.80 |",
    model="evaluated",
)  # fmt: skip
def execution_score_differs(case: Case) -> Iterator[Flag]:
    """9.76 for a rate of 96.74 %."""
    field = _field(case, "预算执行率得分")
    score = figure(field.value) if field else None
    rates = [e.rate for e in case.declaration.executions if e.year == case.year and e.rate]
    if field is None or score is None or len(rates) != 1 or not 0 < score < _EXECUTION:
        return
    right = rates[0] * _EXECUTION / _FULL
    if rates[0] > _FULL or abs(score - right) <= 2 * _ROUNDING:
        return
    yield Flag(
        cell_of(case, field.locator, field.value),
        f"预算执行率 {rates[0].normalize():f}%，得分写 {field.value}，按 10 分应为 {right:.2f}", (),
        f"应为 {right:.2f}",
    )  # fmt: skip


_EXECUTION = Decimal(10)


def told_done(case: Case, start: int) -> bool:
    """Whether the text at ``start`` tells what was done (实际完成情况), no target."""
    stretch = case.stretch_at(start)
    if stretch is None:
        return False
    before = stretch.text[: start - stretch.start]
    if _DONE.search(re.split(r"预期目标[:：]", before)[-1]):
        return True
    if stretch.cell is None:
        return bool(_DONE.search(case.heading_at(start)))
    heads = [
        c for c in case.cells
        if c.cell is not None and c.cell.table == stretch.cell.table
        and c.cell.column == stretch.cell.column and 0 < stretch.cell.row - c.cell.row <= 2
    ]  # fmt: skip
    return any(_DONE.fullmatch(re.sub(r"\s", "", c.text)) for c in heads)


_DONE = re.compile(r"(?:年度|全年|目标)?(?:实际)?(?:总体)?(?:完成|实现)情况|实际完成|全年完成情况")
