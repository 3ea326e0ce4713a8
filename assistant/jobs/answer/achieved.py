"""自评: what a self-evaluation says of an indicator: 实际完成值, 得分, 偏差原因; reached or not.

A target is never told for an achievement: where the declaration is no self-evaluation, what was
achieved is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.declaration import Indicator
from assistant.domain.figures import grouped
from assistant.domain.target import Target
from assistant.domain.whole_value import in_full
from assistant.jobs.answer.compose import Notes, answer, table
from assistant.jobs.answer.find import find
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.refuse import refuse
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.answer.wording import scan

_SCORE = re.compile(
    r"得分|(?:得|打|评|拿|扣)了?(?:多少|几)分(?!钟)|(?:多少|几)分(?!钟)|总分|扣分|满分|分值|权重"
)
_REASON = re.compile(
    r"偏差|没(?:有)?(?:完成|达标|达到|做到)|未(?:完成|达标|达到)|没达|差在哪|不达标"
)
_DONE = re.compile(
    r"实际(?!支出|执行|花|用|投入|预算|数)(?:完成|达到|做到|做了|实现)?|完成值|完成率|完成(?:情况|得?怎么样|得?如何|了没有?|没有?)"
    r"|达标(?!率|数|性|比例)|达到(?:了)?(?:目标|要求|标准)(?:吗|没|了)|超额|超出(?:目标|计划)|完成了?(?:多少|几|目标|吗|没)"
    r"|目标完成|(?:有没有|是否)(?:完成|达到|达标)"
)
_WHICH = re.compile(r"哪些|哪几|哪个|几个|多少个|有没有.{0,6}(?:没|未)|列出")
_NOT = re.compile(r"没|未|不达|低于目标|差")
_EXCESS = re.compile(r"超额|超出|超过.{0,4}多少|差(?:了)?多少|少了?多少|多了?多少|完成率")
_TOTAL = re.compile(r"总分|总得分|自评(?:得分|分数|多少分)|一共.{0,4}分|总共.{0,4}分")
_OWN = re.compile(
    r"实际|完成|达标|达到|超额|得分|得了|自评|偏差|原因|没有|没|未|目标值?|指标|情况|要求|总分|满分|分值|权重|扣|分数|是否|超出|做到|得"
    r"|打分|评分|几分|多少分|拿"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """An indicator of a self-evaluation."""

    entry: Entry
    indicator: Indicator


def asks_achieved(query: Query, shelf: Shelf) -> bool:
    """Whether the question is of achievement, score or deviation, the names that it quotes aside."""
    text = query.text
    for key in shelf.long_keys:
        text = text.replace(key, "|")
    return bool(_SCORE.search(text) or _REASON.search(text) or _DONE.search(text))


def achieved(query: Query, shelf: Shelf) -> Answer | None:
    """What the self-evaluation says; a refusal where the named indicator has none."""
    if not asks_achieved(query, shelf) or "execution" in query.intents:
        return None
    bare = _bare(query)
    rows = _rows(query, shelf)
    total = _total(query, bare, shelf)
    if total is not None:
        return total
    if not rows:
        return _unknown(query, bare, shelf)
    if _WHICH.search(query.text) and not bare.content:
        return _which(query, rows)
    named = [m.entry for m in find(bare, shelf, "value")] if bare.content else []
    chosen = [row for row in rows if any(row.entry is e for e in named)]
    if not chosen:
        return _unknown(query, bare, shelf) if named else None
    return _told(query, chosen)


def _bare(query: Query) -> Query:
    """The question without the words for achievement, for finding the indicator."""
    content = tuple(
        rest for chunk in query.content if (rest := _OWN.sub("", chunk)) and len(rest) > 1
    )
    wording = _OWN.sub("", query.wording)
    asked = query.asked if query.asked not in {"number", "count", "who", "date"} else None
    # 多少分 is a score, not a kind of value
    asked = None if _SCORE.search(query.text) else asked
    soft = "|".join(p.text for part in wording.split("|") for p in scan(part))
    return replace(query, content=content, wording=soft or wording, asked=asked, units=(), text="")


def _rows(query: Query, shelf: Shelf) -> list[_Row]:
    allowed = frozenset(query.scopes)
    return [
        _Row(e, row) for e in shelf.entries
        if (row := e.indicator) is not None
        and (row.actual is not None or row.score is not None)
        and (not allowed or (e.scope.document, e.scope.index) in allowed)
        and (not query.years or e.scope.year in query.years)
    ]  # fmt: skip


def _unknown(query: Query, bare: Query, shelf: Shelf) -> Answer | None:
    """The indicator is known, what became of it is not."""
    if not bare.content or _REASON.search(query.text):
        return None
    matches = [m for m in find(bare, shelf, "value") if m.entry.kind == "indicator"]
    only_done = _DONE.search(query.text) or _SCORE.search(query.text)
    if not matches or not only_done or matches[0].entry.indicator is None:
        return None
    if not re.search(r"实际|得分|几分|多少分|达标|完成(?:了|值|率|没|情况)", query.text):
        return None
    return replace(refuse(query, shelf), kind="achieved")


def _total(query: Query, bare: Query, shelf: Shelf) -> Answer | None:
    """自评总分, 预算执行率得分: fields that the reader made of the form's score rows."""
    if not _SCORE.search(query.text):
        return None
    wanted = "预算执行率得分" if "执行率" in query.text else "自评总分"
    if wanted == "自评总分" and not (_TOTAL.search(query.text) or not bare.content):
        return None
    allowed = frozenset(query.scopes)
    fields = [
        e for e in shelf.entries
        if e.kind == "field" and e.name == wanted
        and (not allowed or (e.scope.document, e.scope.index) in allowed)
        and (not query.years or e.scope.year in query.years)
    ]  # fmt: skip
    if not fields:
        return None
    notes = Notes()
    lines = [f"{e.scope.label}的{e.name}为**{e.value}分**{notes.mark(*e.places)}。" for e in fields]
    return answer(query, "\n".join(lines), notes, kind="achieved")


def _told(query: Query, rows: Sequence[_Row]) -> Answer:
    notes = Notes()
    lines = [_line(query, row, notes) for row in rows[:8]]
    text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    return answer(query, text, notes, kind="achieved")


def _line(query: Query, row: _Row, notes: Notes) -> str:
    one, entry = row.indicator, row.entry
    places = [p for p in (*entry.places, one.evaluated_locator) if p is not None]
    target = in_full(one.target, one.name)
    told = [f"{entry.scope.label}的“{one.name}”目标值为**{target}**"]
    if one.actual is not None:
        told.append(f"实际完成值为**{in_full(one.actual, one.name)}**")
    if one.score is not None:
        whole = f"（满分{grouped(one.weight)}分）" if one.weight is not None else ""
        told.append(f"得分为**{grouped(one.score)}分**{whole}")
    met = reached(one)
    lead = ""
    if query.yes_no and met is not None:
        lead = "**是**，已完成目标。" if met else "**未完成目标。**"
        if _NOT.search(query.text) and not re.search(r"没有?$|有没有|没有?[吗呢？?]", query.text):
            lead = "**是**，未完成目标。" if not met else "**不是**，已完成目标。"
    gap = _gap(one) if _EXCESS.search(query.text) else ""
    said = f"{lead}{'，'.join(told)}{notes.mark(*places)}"
    if met is not None and not lead:
        said += "，已完成目标" if met else "，未完成目标"
    said += f"{gap}。"
    if one.deviation:
        said += f"偏差原因：{' '.join(one.deviation.split())}{notes.mark(places[-1])}。"
    return said


def _gap(row: Indicator) -> str:
    goal, done = row.target, row.actual
    if goal.number is None or done is None or done.number is None or goal.unit != done.unit:
        return ""
    gap = done.number - goal.number
    unit = "个百分点" if goal.unit == "%" else (goal.unit or "")
    word = "超出" if gap >= 0 else "相差"
    formula = f"{grouped(done.number)} − {grouped(goal.number)} = {grouped(gap)}"
    rate = ""
    if goal.number and goal.unit != "%":
        percent = (done.number / goal.number * 100).quantize(Decimal("0.01"))
        rate = f"，完成率{grouped(percent)}%（{grouped(done.number)} ÷ {grouped(goal.number)}）"
    return f"，{word}**{grouped(abs(gap))}{unit}**（{formula}）{rate}"


_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": lambda done, goal: done <= goal,
    ">=": lambda done, goal: done >= goal,
    "<": lambda done, goal: done < goal,
    ">": lambda done, goal: done > goal,
}


def reached(row: Indicator) -> bool | None:
    """Whether the achievement meets the target; None where the two cannot be compared."""
    goal, done = row.target, row.actual
    if done is None:
        return None
    if goal.number is None or done.number is None:
        return True if _plain(goal) == _plain(done) else None
    if goal.unit != done.unit or goal.upper is not None:
        return None
    compare = _HOLDS.get(goal.operator or "")
    if compare is None:
        return True if done.number == goal.number else None
    return compare(done.number, goal.number)


def _plain(target: Target) -> str:
    return re.sub(r"\s", "", target.raw)


def _which(query: Query, rows: Sequence[_Row]) -> Answer | None:
    """The indicators that were reached, or those that were not."""
    missed = bool(_NOT.search(query.text))
    chosen = [row for row in rows if reached(row.indicator) is (not missed)]
    word = "未完成目标" if missed else "完成目标"
    notes = Notes()
    if not chosen:
        place = rows[0].entry.places
        text = f"按表列数值比较，没有{word}的指标{notes.mark(*place)}。"
        return answer(query, text, notes, kind="achieved")
    cells = [
        (
            row.entry.scope.label, row.indicator.name,
            in_full(row.indicator.target, row.indicator.name),
            in_full(row.indicator.actual, row.indicator.name) if row.indicator.actual else "—",
            (" ".join((row.indicator.deviation or "—").split()))
            + notes.mark(*row.entry.places, *([row.indicator.evaluated_locator]
                                              if row.indicator.evaluated_locator else [])),
        )
        for row in chosen
    ]  # fmt: skip
    shown = table(("项目", "指标", "目标值", "实际完成值", "偏差原因"), cells)
    text = f"按表列数值比较，{word}的指标共**{len(chosen)}**个。\n\n{shown}"
    return answer(query, text, notes, kind="achieved")
