"""汇总: sums, ranks, differences, shares and counts over facts, each redone and cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.domain.answer import Answer
from assistant.domain.coverage import precision
from assistant.domain.figures import grouped
from assistant.jobs.answer.compose import Notes, answer
from assistant.jobs.answer.counted import counted
from assistant.jobs.answer.family import (
    EACH,
    comparable,
    executions_of,
    family,
    figure_of,
    listed,
    name_of,
    prices,
    totals,
)
from assistant.jobs.answer.find import find_all
from assistant.jobs.answer.funds import TOTAL_FUNDS
from assistant.jobs.answer.members import members
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.ratio import per_head, share
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.answer.subject import narrowed
from assistant.jobs.answer.whole import part_of_whole

_ALIKE = 0.5
_DOWN = re.compile(r"最[少低小]|最便宜|从[低小少]到|倒数|垫底")
_TOP = re.compile(r"前([一二两三四五六七八九十\d]+)")
_WHOLES = frozenset(("declaration",))
_THINGS = re.compile(r"([两二三四五六七八九十]|\d{1,2})(?:[档项个笔类种块条])")
_OVER = re.compile(r"[两二三四五六七八九十几]个?(?:年|所|家|个|项|单位|项目)|历年|各年|每年|都")
"""Words that say a sum goes over several declarations."""
_AND = re.compile(r"以及|还有|[和与跟及、]")
_BESIDE = re.compile(r"[和与跟及、加]|连同|还有|算上")
_NTH = re.compile(r"第([二三四五六七八九十\d]+)[高低大小多少]")
_MOST = re.compile(r"最[多高大贵少低小](?:的)?(?:前)?([两二三四五六七八九十\d]+)(?=[项个笔条块家])")
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


def aggregate(query: Query, shelf: Shelf) -> Answer | None:
    """The answer to a question of sums, ranks, comparisons, shares or counts; None if none."""
    # 一共有几个 is no sum; 占…的比重 is no comparison
    wanted = sorted(query.intents, key=lambda name: name not in {"count", "share", "per_head"})
    for intent in wanted:
        job = _JOBS.get(intent)
        found = job(query, shelf) if job else None
        if found is not None:
            return found
    return None


# ---- the jobs ----


def _but(query: Query, shelf: Shelf) -> list[Entry]:
    """The other lines of the one declaration that has all that the question leaves out."""
    words = [w for text in query.without for w in _AND.split(text) if len(w) > 1]
    by_scope: dict[tuple[str, int | None], list[Entry]] = {}
    for entry in shelf.entries:
        key = (entry.scope.document, entry.scope.index)
        of_year = not query.years or entry.scope.year in query.years
        if entry.kind == "budget_line" and of_year and (not query.scopes or key in query.scopes):
            by_scope.setdefault(key, []).append(entry)
    rests = [rest for lines in by_scope.values() if (rest := _without_rows(lines, words))]
    if len(rests) != 1 or any(len(word) > 1 for word in query.content):
        return []
    return rests[0]


def _without_rows(lines: Sequence[Entry], words: Sequence[str]) -> list[Entry]:
    """The lines but those that the words name, one for each; empty where a word names none."""
    out: set[int] = set()
    for word in words:
        held = [line for line in lines if word in line.key]
        best = max((precision(line.key, word) for line in held), default=0.0)
        named = [line for line in held if precision(line.key, word) == best]
        if len(named) != 1 and best < _ALIKE:
            return []
        out |= {id(line) for line in (named if len(named) == 1 else held)}
    rest = [line for line in lines if id(line) not in out]
    return rest if out and len(rest) > 1 and all(line.number is not None for line in rest) else []


def remainder(query: Query, shelf: Shelf) -> Answer | None:
    """What is left of a project's lines without those that the question leaves out, added up."""
    if not query.without or query.asked not in {"amount", "number"}:
        return None
    rest = _but(query, shelf)
    return added(query, rest) if rest else None


def added(query: Query, entries: Sequence[Entry]) -> Answer:
    """The sum of rows of one measure, shown and cited."""
    total = sum((e.number for e in entries if e.number is not None), Decimal(0))
    notes = Notes()
    shown = listed(entries, notes)
    formula = " + ".join(grouped(e.number) for e in entries if e.number is not None)
    text = f"合计**{figure_of(entries[0], total)}**（{formula} = {grouped(total)}）。\n\n{shown}"
    return answer(query, text, notes, kind="sum")


def _sum(query: Query, shelf: Shelf) -> Answer | None:
    counted = members(query, shelf)
    if counted:
        return added(query, counted)
    entries = comparable(family(query, shelf))
    entries = _told_once([e for e in entries if e.measure != "%"])
    if len(entries) < 2 and query.content:
        entries = comparable(find_all(query, shelf, "budget_line"))
    entries = _stated(query, _told_once(entries))
    accounts = bool(entries) and all(e.kind == "account" for e in entries)
    named = _BESIDE.search(query.question) or set(query.content) <= shelf.heads
    if accounts and (len(query.content) < 2 or not named):
        return None  # one account in several tables, or an account beside its own parts
    one_scope = len({(e.scope.document, e.scope.index) for e in entries}) == 1
    over_all = one_scope or query.all_units or _OVER.search(query.text) or len(query.years) > 1
    if len(entries) < 2 or (len(query.content) == 1 and not over_all):
        return None
    if one_scope and part_of_whole(query, entries[0].scope, shelf):
        return None
    entries = _without_groups(_alike(entries, shelf))
    if len(entries) < 2 or {"indicator", "budget_line"} <= {e.kind for e in entries}:
        return None  # what one piece may cost is not added to what a line costs
    top = _TOP.search(query.text)
    limit = _count(top[1]) if top else None
    if limit:
        entries = sorted(entries, key=lambda e: -(e.number or Decimal(0)))[:limit]
    return added(query, entries)


def _stated(query: Query, entries: list[Entry]) -> list[Entry]:
    """As many as the question says (三档): those whose names have its word in one piece, else with
    its beginning and end at theirs."""
    number = _THINGS.search(query.text)
    wanted = _count(number[1]) if number else None
    if wanted is None or len(entries) <= wanted or len(query.content) != 1:
        return entries
    word = query.content[0]
    whole = [e for e in entries if word in e.key]
    ends = [
        e for e in entries
        if any(e.key.startswith(word[:at]) and e.key.endswith(word[at:]) for at in range(1, len(word)))
    ]  # fmt: skip
    return next((some for some in (whole, ends) if len(some) == wanted), entries)


def _told_once(entries: Sequence[Entry]) -> list[Entry]:
    """An account that several tables repeat with one figure is one."""
    seen: dict[object, Entry] = {}
    for n, entry in enumerate(entries):
        head = entry.name.split("（")[0]
        repeats = (entry.scope.document, head, entry.number) if entry.kind == "account" else n
        seen.setdefault(repeats, entry)
    return list(seen.values())


def _alike(entries: list[Entry], shelf: Shelf) -> list[Entry]:
    """Whole projects where one row is a whole project and the others are parts of other projects."""
    wholes = [e for e in entries if e.kind in _WHOLES]
    scopes = list(dict.fromkeys(e.scope.document for e in entries))
    if not wholes or len(wholes) == len(entries) or len(scopes) < 2:
        return entries
    held = {(e.scope.document, e.scope.index): e.scope for e in entries}
    return totals(list(held.values()), shelf)


def _without_groups(entries: list[Entry]) -> list[Entry]:
    """A group is not added to its own lines, nor a project's whole amount to any of its parts."""
    lines = {part.locator for e in entries if e.kind == "group" for part in e.parts}
    parted = {id(e.scope) for e in entries if e.kind not in _WHOLES and e.name not in TOTAL_FUNDS}
    return [
        e for e in entries
        if not (e.kind == "budget_line" and e.places[0] in lines)
        and not ((e.kind in _WHOLES or e.name in TOTAL_FUNDS) and id(e.scope) in parted)
    ]  # fmt: skip


def _rank(query: Query, shelf: Shelf) -> Answer | None:
    entries = members(query, shelf) or comparable(family(query, shelf))
    if len(entries) < 2:
        return None
    down = bool(_DOWN.search(query.text))
    entries.sort(key=lambda e: e.number or Decimal(0), reverse=not down)
    notes = Notes()
    nth, top = _NTH.search(query.text), _TOP.search(query.text) or _MOST.search(query.text)
    if re.search(r"最", query.text) and not top:
        best = [e for e in entries if e.number == entries[0].number]
        word = "最低" if down else "最高"
        named = "、".join(
            f"{name_of(e)}（{figure_of(e)}）{notes.mark(*e.places)}" for e in best[:5]
        )
        text = f"{word}的是**{named}**。\n\n{listed(entries[:10], notes)}"
        return answer(query, text, notes, kind="rank")
    if nth and (place := _count(nth[1])) and place <= len(entries):
        chosen = entries[place - 1]
        text = f"第{place}位是**{name_of(chosen)}（{figure_of(chosen)}）**{notes.mark(*chosen.places)}。"
        return answer(query, f"{text}\n\n{listed(entries[:10], notes)}", notes, kind="rank")
    limit = _count(top[1]) if top else None
    return answer(query, listed(entries[: limit or 20], notes), notes, kind="rank")


def _count(text: str) -> int | None:
    return int(text) if text.isdigit() else _HAN.get(text)


def _compare(query: Query, shelf: Shelf) -> Answer | None:
    if "execution" in query.intents or (
        len(query.years) > 1 and not any(s.year in query.years for s in shelf.declared)
    ):
        entries = comparable(executions_of(query, shelf))
    else:
        entries = _whole_projects(query, shelf) or comparable(family(query, shelf))
    if query.all_units and not query.asked:
        entries = _overview(query, shelf)
    if len(entries) < 2 or not _of_years(query, entries) or _whole_and_part(entries):
        return None
    if EACH.search(query.text) and all(e.kind == "budget_line" for e in entries):
        priced = prices(entries)
        if priced == entries and any(e.value for e in entries):
            return None  # what one piece costs is not told
        entries = priced
    if len(entries) > 2 and not (query.scopes or query.years or query.all_units or query.content):
        return None
    same = query.all_units or all(alike(entries[0], e) for e in entries[1:])
    if not same and len(entries) > 2:
        return None
    notes = Notes()
    shown = listed(entries[:20], notes)
    if len(entries) == 2 and alike(entries[0], entries[1]):
        lead = _claimed(query, entries[0], entries[1])
        text = f"{lead}{difference(entries[0], entries[1])}\n\n{shown}"
        return answer(query, text, notes, kind="compare")
    lead = ""
    if all(e.kind == "execution" for e in entries):
        steps = [difference(a, b) for a, b in pairwise(entries) if a.scope == b.scope]
        lead = "\n".join(f"- {step}" for step in steps) + "\n\n"
    return answer(query, lead + shown, notes, kind="compare")


def _whole_and_part(entries: Sequence[Entry]) -> bool:
    """Whether one of two rows is among the lines that make up the other."""
    if len(entries) != 2:
        return False
    first, second = (set(e.places) for e in entries)
    return first != second and (first < second or second < first)


_THAN_BEFORE = re.compile(r"[比较同跟和与](?:上一?年|去年|前一?年|上年度|头一年)")


def _of_years(query: Query, entries: Sequence[Entry]) -> bool:
    """Whether a comparison of years has rows of more than one of them."""
    if len(query.years) < 2 and not _THAN_BEFORE.search(query.text):
        return True
    held = {e.year or e.scope.year for e in entries}
    named = {year for year in query.years for e in entries if str(year) in e.name}
    if len(query.years) < 2:
        return len(held) > 1
    return len((held | named) & set(query.years)) > 1


def _whole_projects(query: Query, shelf: Shelf) -> list[Entry]:
    """The amounts of two projects that the question names in part, where it asks of nothing else."""
    if query.asked not in {None, "number", "amount"} or len(query.content) != 2 or query.years:
        return []
    each = [
        narrowed(replace(query, content=(c,), scopes=()), shelf, rows=False) for c in query.content
    ]
    if any(one.content or len(one.scopes) != 1 for one in each) or each[0].scopes == each[1].scopes:
        return []
    return totals([shelf.scopes[one.scopes[0]] for one in each], shelf)


def _claimed(query: Query, first: Entry, second: Entry) -> str:
    """是/不是 where the question claims that its first thing is more, or less, than its second."""
    if not query.yes_no or first.number is None or second.number is None:
        return ""
    claim = re.search(r"比.{1,24}?(?:更|要)?(?P<word>[多高大贵少低小])", query.text)
    if claim is None:
        return ""
    more = claim["word"] in "多高大贵"
    held = first.number > second.number if more else first.number < second.number
    return "**是**。" if held else "**不是**。"


def _overview(query: Query, shelf: Shelf) -> list[Entry]:
    """Everything that the units have of a thing: targets first, then money."""
    rows = find_all(query, shelf, "indicator") + find_all(query, shelf, "group")
    grouped_lines = {part.locator for e in rows for part in e.parts}
    lines = find_all(query, shelf, "budget_line")
    return rows + [e for e in lines if e.places[0] not in grouped_lines]


def subtractable(first: Entry, second: Entry) -> bool:
    """Whether two rows are of one measure, and both or neither tell what one piece costs."""
    return first.measure == second.measure and _of_piece(first) == _of_piece(second)


def alike(first: Entry, second: Entry) -> bool:
    """Whether two rows can be subtracted, and their names are alike."""
    if not subtractable(first, second):
        return False
    if first.kind != "indicator" or second.kind != "indicator":
        return True
    return max(precision(first.key, second.key), precision(second.key, first.key)) >= _ALIKE


_PIECE = re.compile(r"人均|[户日月]均|每|单价|单位成本|单次|标准|均价")


def _of_piece(entry: Entry) -> bool:
    """Whether an indicator in 元 tells what one piece or head costs: no whole is set against it."""
    return entry.kind == "indicator" and entry.measure == "元" and bool(_PIECE.search(entry.name))


def difference(first: Entry, second: Entry) -> str:
    """Which of two rows of one measure is more, and by how much, with the subtraction."""
    assert first.number is not None
    assert second.number is not None
    if (first.year or 0) < (second.year or 0) or second.number > first.number:
        first, second = second, first
    assert first.number is not None
    assert second.number is not None
    gap = first.number - second.number
    formula = f"{grouped(first.number)} − {grouped(second.number)} = {grouped(gap)}"
    unit = "个百分点" if first.measure == "%" else ""
    shown = f"{grouped(abs(gap))}{unit}" if unit else figure_of(first, abs(gap))
    if gap == 0:
        return f"{name_of(first)}与{name_of(second)}相同，均为**{figure_of(first)}**。"
    later = (first.year or 0) > (second.year or 0)
    word = ("增加" if gap > 0 else "减少") if later else ("多" if gap > 0 else "少")
    share = ""
    if second.number and first.measure != "%":
        percent = (abs(gap) / second.number * 100).quantize(Decimal("0.01"))
        share = f"，{'高' if gap > 0 else '低'}{grouped(percent)}%"
    return f"{name_of(first)}比{name_of(second)}{word}**{shown}**{share}（{formula}）。"


def _mean(query: Query, shelf: Shelf) -> Answer | None:
    entries = members(query, shelf) or comparable(family(query, shelf))
    if len(entries) < 2:
        return None
    total = sum((e.number for e in entries if e.number is not None), Decimal(0))
    mean = (total / len(entries)).quantize(Decimal("0.01"))
    notes = Notes()
    shown = listed(entries, notes)
    text = (
        f"平均**{figure_of(entries[0], mean)}**（{grouped(total)} ÷ {len(entries)} = "
        f"{grouped(mean)}）。\n\n{shown}"
    )
    return answer(query, text, notes, kind="mean")


_JOBS: dict[str, Callable[[Query, Shelf], Answer | None]] = {
    "rank": _rank,
    "compare": _compare,
    "share": share,
    "per_head": per_head,
    "sum": _sum,
    "count": counted,
    "mean": _mean,
}
