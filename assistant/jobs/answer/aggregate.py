"""汇总: sums, ranks, differences, shares and counts over facts, each redone and cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover, marked, precision
from assistant.domain.declaration import Indicator
from assistant.domain.figures import grouped, yuan
from assistant.domain.locator import Locator
from assistant.domain.synonyms import canonical
from assistant.domain.taxonomy import stem
from assistant.jobs.answer.compose import Notes, answer, table, value_of
from assistant.jobs.answer.find import Match, find, find_all
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Scope, Shelf

_ALIKE = 0.5
_ALL_PROJECTS = re.compile(r"个项目|所有项目|全部项目|项目总额|项目合计")
_DOWN = re.compile(r"最[少低小]|最便宜|从[低小少]到|倒数|垫底")
_TOP = re.compile(r"前([一二两三四五六七八九十\d]+)")
_NTH = re.compile(r"第([二三四五六七八九十\d]+)[高低大小多少]")
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_PROJECTS = re.compile(r"项目|申报")
_LINES = re.compile(
    r"明细|预算项|哪一?项|哪一?笔|[一二三四五六七八九十两\d]项|分项|一块|哪块|开支|花钱|支出|构成"
)
_ACCOUNTS = re.compile(r"科目|功能分类|经济分类")
_TOTAL_OF = re.compile(r"(?:合计|总计)（(.+)）$")
_YEARS = re.compile(r"哪一?年|各年|历年|年份|每年|逐年|近三年|三年")


def aggregate(query: Query, shelf: Shelf) -> Answer | None:
    """The answer to a question of sums, ranks, comparisons, shares or counts; None if none."""
    # 一共有几个 is no sum; 占…的比重 is no comparison
    wanted = sorted(query.intents, key=lambda name: name not in {"count", "share"})
    for intent in wanted:
        job = _JOBS.get(intent)
        found = job(query, shelf) if job else None
        if found is not None:
            return found
    return None


# ---- what is compared ----


def _scopes(query: Query, shelf: Shelf) -> list[Scope]:
    chosen = [shelf.scopes[k] for k in query.scopes if k in shelf.scopes] or list(shelf.declared)
    chosen = [scope for scope in chosen if scope.declaration is not None]
    if query.years:
        chosen = [scope for scope in chosen if scope.year in query.years]
    return chosen


def _named(query: Query, shelf: Shelf) -> list[Entry]:
    """One entry for each thing that the question names: two names, two units or two years."""
    money = "amount" in query.intents
    intent = "amount" if money and query.asked == "amount" else "value"
    parts: list[Query] = []
    if len(query.by_unit) > 1:
        parts = [replace(query, scopes=keys) for keys in query.by_unit]
    elif len(query.years) > 1 and query.intent == "compare":
        parts = [replace(query, years=(year,)) for year in query.years]
    elif query.content and query.named_projects and _two_things(query):
        parts = [
            replace(query, content=(), spoken=_soft(query)),
            replace(query, scopes=query.by_unit[0] if query.by_unit else (), named_projects=()),
        ]
    elif len(query.content) > 1:
        soft = _soft(query)
        parts = [replace(query, content=(c,), wording=f"{c}|{soft}") for c in query.content]
        whole = find(query, shelf, intent)
        if whole and query.intent not in {"sum", "compare"}:
            return [match.entry for match in whole]
    found: list[Entry] = []
    for part in parts:
        entries = [match.entry for match in find(part, shelf, intent)]
        if not entries:
            found = []
            break
        found.extend(entry for entry in entries if entry not in found)
    found = _heads(query, found)
    if len(found) < 2:
        found = [match.entry for match in find(query, shelf, intent)] if query.content else []
    return found


def _two_things(query: Query) -> bool:
    return query.intent in {"compare", "sum"} and bool(re.search(r"[和与跟比]|加上", query.text))


def _heads(query: Query, entries: list[Entry]) -> list[Entry]:
    """Budget lines by their quantity, where persons or pieces are asked for."""
    if query.asked != "count" or not all(e.line and e.line.quantity for e in entries):
        return entries
    return [
        replace(e, number=e.line.quantity, measure=query.units[0], value="")
        for e in entries if e.line
    ]  # fmt: skip


def _soft(query: Query) -> str:
    text = query.wording
    for chunk in query.content:
        text = text.replace(chunk, "|")
    return text


def _totals(scopes: Sequence[Scope], shelf: Shelf) -> list[Entry]:
    keys = {(scope.document, scope.index) for scope in scopes}
    return [
        e for e in shelf.entries
        if e.kind == "declaration" and e.number is not None
        and (e.scope.document, e.scope.index) in keys
    ]  # fmt: skip


def _rows(query: Query, shelf: Shelf, kind: str) -> list[Entry]:
    keys = {(scope.document, scope.index) for scope in _scopes(query, shelf)}
    return [
        e for e in shelf.entries
        if e.kind == kind and e.number is not None and (e.scope.document, e.scope.index) in keys
    ]  # fmt: skip


def _family(query: Query, shelf: Shelf) -> list[Entry]:
    """The set that a question ranks or adds up, by the word it has for its members."""
    text = query.text
    if _ACCOUNTS.search(text):
        return _accounts(query, shelf)
    if "execution" in query.intents or (_YEARS.search(text) and not query.content):
        return _executions(query, shelf)
    if query.content:
        named = _named(query, shelf)
        if len(named) > 1:
            return named
        if query.intent == "sum":
            return find_all(query, shelf, "budget_line") or named
        if not named:
            return []
    scopes = _scopes(query, shelf)
    if len(scopes) == 1 or (_LINES.search(text) and query.scopes):
        return [] if query.content else _rows(query, shelf, "budget_line")
    if _PROJECTS.search(text) or query.all_units or not query.content:
        return _totals(scopes, shelf)
    return []


def _accounts(query: Query, shelf: Shelf) -> list[Entry]:
    """The leaf accounts of one table: where tables repeat an account, the first stands."""
    documents = {key[0] for key in query.scopes}
    rows = [e for e in shelf.entries if e.kind == "account" and e.number is not None]
    if documents:
        rows = [e for e in rows if e.scope.document in documents] or rows
    seen: dict[tuple[str, Decimal | None], Entry] = {}
    for row in rows:
        if re.search(r"合计|总计", row.name.split("（")[0]):
            continue
        seen.setdefault((row.name.split("（")[0], row.number), row)
    return list(seen.values())


def _executions(query: Query, shelf: Shelf) -> list[Entry]:
    wanted = next(
        (name for name in ("年初预算", "调整后预算", "执行率") if name in query.text), "执行金额"
    )
    keys = {(s.document, s.index) for s in _scopes(replace(query, years=()), shelf)}
    rows = [
        e for e in shelf.entries
        if e.kind == "execution" and wanted in e.key
        and (e.scope.document, e.scope.index) in keys
        and (not query.years or e.year in query.years)
    ]  # fmt: skip
    return sorted(rows, key=lambda e: e.year or 0)


def _comparable(entries: Sequence[Entry]) -> list[Entry]:
    """Those of the commonest measure: persons are not added to yuan."""
    with_number = [e for e in entries if e.number is not None]
    measures = [e.measure for e in with_number]
    if not measures:
        return []
    common = max(set(measures), key=measures.count)
    return [e for e in with_number if e.measure == common]


# ---- the jobs ----


def _name(entry: Entry) -> str:
    if entry.kind == "execution":
        return f"{entry.scope.label}{entry.year}年{entry.name}"
    if entry.kind == "account":
        return entry.name
    if entry.kind == "declaration":
        return entry.scope.label
    return f"{entry.scope.label}“{entry.name}”"


def _figure(entry: Entry, number: Decimal | None = None) -> str:
    shown = entry.number if number is None else number
    assert shown is not None
    if entry.measure == "元":
        return yuan(shown)
    return f"{grouped(shown)}{entry.measure or ''}"


def _raw(entry: Entry) -> str:
    """The value as printed where it is printed, else as computed."""
    return value_of(entry) or _figure(entry)


def _listed(entries: Sequence[Entry], notes: Notes) -> str:
    rows = [
        (str(n), _name(e), (value_of(e) or _figure(e)) + notes.mark(*e.places))
        for n, e in enumerate(entries, 1)
    ]
    return table(("序号", "名称", "数值"), rows)


def _sum(query: Query, shelf: Shelf) -> Answer | None:
    entries = _comparable(_family(query, shelf))
    entries = _told_once([e for e in entries if e.measure != "%"])
    if len(entries) < 2 and query.content:
        entries = _comparable(find_all(query, shelf, "budget_line"))
    entries = _told_once(entries)
    if entries and all(e.kind == "account" for e in entries) and len(query.content) < 2:
        return None  # one account in several tables, or an account beside its own parts
    one_scope = len({(e.scope.document, e.scope.index) for e in entries}) == 1
    if len(entries) < 2 or (len(query.content) == 1 and not (one_scope or query.all_units)):
        return None
    entries = _without_groups(entries)
    total = sum((e.number for e in entries if e.number is not None), Decimal(0))
    notes = Notes()
    listed = _listed(entries, notes)
    formula = " + ".join(grouped(e.number) for e in entries if e.number is not None)
    text = f"合计**{_figure(entries[0], total)}**（{formula} = {grouped(total)}）。\n\n{listed}"
    return answer(query, text, notes, kind="sum")


def _told_once(entries: Sequence[Entry]) -> list[Entry]:
    """An account that several tables repeat with one figure is one."""
    seen: dict[object, Entry] = {}
    for n, entry in enumerate(entries):
        head = entry.name.split("（")[0]
        repeats = (entry.scope.document, head, entry.number) if entry.kind == "account" else n
        seen.setdefault(repeats, entry)
    return list(seen.values())


def _without_groups(entries: list[Entry]) -> list[Entry]:
    """A group is not added to its own lines."""
    lines = {part.locator for e in entries if e.kind == "group" for part in e.parts}
    return [e for e in entries if not (e.kind == "budget_line" and e.places[0] in lines)]


def _rank(query: Query, shelf: Shelf) -> Answer | None:
    entries = _comparable(_family(query, shelf))
    if len(entries) < 2:
        return None
    down = bool(_DOWN.search(query.text))
    entries.sort(key=lambda e: e.number or Decimal(0), reverse=not down)
    notes = Notes()
    nth, top = _NTH.search(query.text), _TOP.search(query.text)
    if re.search(r"最", query.text) and not top:
        best = [e for e in entries if e.number == entries[0].number]
        word = "最低" if down else "最高"
        named = "、".join(f"{_name(e)}（{_figure(e)}）{notes.mark(*e.places)}" for e in best[:5])
        text = f"{word}的是**{named}**。\n\n{_listed(entries[:10], notes)}"
        return answer(query, text, notes, kind="rank")
    if nth and (place := _count(nth[1])) and place <= len(entries):
        chosen = entries[place - 1]
        text = (
            f"第{place}位是**{_name(chosen)}（{_figure(chosen)}）**{notes.mark(*chosen.places)}。"
        )
        return answer(query, f"{text}\n\n{_listed(entries[:10], notes)}", notes, kind="rank")
    limit = _count(top[1]) if top else None
    return answer(query, _listed(entries[: limit or 20], notes), notes, kind="rank")


def _count(text: str) -> int | None:
    return int(text) if text.isdigit() else _HAN.get(text)


def _compare(query: Query, shelf: Shelf) -> Answer | None:
    if "execution" in query.intents or (
        len(query.years) > 1 and not any(s.year in query.years for s in shelf.declared)
    ):
        entries = _comparable(_executions(query, shelf))
    else:
        entries = _comparable(_family(query, shelf))
    if query.all_units and not query.asked:
        entries = _overview(query, shelf)
    if len(entries) < 2:
        return None
    alike = query.all_units or all(_same_kind(entries[0], e) for e in entries[1:])
    if not alike and len(entries) > 2:
        return None
    notes = Notes()
    listed = _listed(entries[:20], notes)
    if len(entries) == 2 and _same_kind(entries[0], entries[1]):
        text = f"{_difference(entries[0], entries[1])}\n\n{listed}"
        return answer(query, text, notes, kind="compare")
    lead = ""
    if all(e.kind == "execution" for e in entries):
        steps = [_difference(a, b) for a, b in pairwise(entries) if a.scope == b.scope]
        lead = "\n".join(f"- {step}" for step in steps) + "\n\n"
    return answer(query, lead + listed, notes, kind="compare")


def _overview(query: Query, shelf: Shelf) -> list[Entry]:
    """Everything that the units have of a thing: targets first, then money."""
    rows = find_all(query, shelf, "indicator") + find_all(query, shelf, "group")
    grouped_lines = {part.locator for e in rows for part in e.parts}
    lines = find_all(query, shelf, "budget_line")
    return rows + [e for e in lines if e.places[0] not in grouped_lines]


def _same_kind(first: Entry, second: Entry) -> bool:
    """Whether two rows can be subtracted: one measure, and names that are alike."""
    if first.measure != second.measure:
        return False
    if first.kind != "indicator" or second.kind != "indicator":
        return True
    return max(precision(first.key, second.key), precision(second.key, first.key)) >= _ALIKE


def _difference(first: Entry, second: Entry) -> str:
    assert first.number is not None
    assert second.number is not None
    if (first.year or 0) < (second.year or 0) or second.number > first.number:
        first, second = second, first
    assert first.number is not None
    assert second.number is not None
    gap = first.number - second.number
    formula = f"{grouped(first.number)} − {grouped(second.number)} = {grouped(gap)}"
    unit = "个百分点" if first.measure == "%" else ""
    shown = f"{grouped(abs(gap))}{unit}" if unit else _figure(first, abs(gap))
    if gap == 0:
        return f"{_name(first)}与{_name(second)}相同，均为**{_figure(first)}**。"
    later = (first.year or 0) > (second.year or 0)
    word = ("增加" if gap > 0 else "减少") if later else ("多" if gap > 0 else "少")
    share = ""
    if second.number and first.measure != "%":
        percent = (abs(gap) / second.number * 100).quantize(Decimal("0.01"))
        share = f"，{'高' if gap > 0 else '低'}{grouped(percent)}%"
    return f"{_name(first)}比{_name(second)}{word}**{shown}**{share}（{formula}）。"


def _share_of_columns(query: Query, shelf: Shelf) -> Answer | None:
    """Columns of an account table (基本支出, 项目支出): their totals in the table's total."""
    documents = {key[0] for key in query.scopes}
    totals = {
        (e.scope.document, e.group, match[1]): e
        for e in shelf.entries
        if e.kind == "account" and e.number and (not documents or e.scope.document in documents)
        and (match := _TOTAL_OF.match(e.name))
    }  # fmt: skip
    columns = {column for _, _, column in totals}
    for document, group, column in totals:
        whole = totals[document, group, column]
        parts = {
            name: part for (where, table_name, name), part in totals.items()
            if (where, table_name) == (document, group) and name != "合计" and name in query.text
        }  # fmt: skip
        said = (*parts, group or "")
        if column != "合计" or not parts or cover(query.content, said).missing:
            continue
        if any(name in query.text and name not in canonical(group or "") and name not in parts
               for name in columns):  # fmt: skip
            continue  # the question names a whole that this table is not of
        notes = Notes()
        lines = [_portion(part, whole, notes) for part in parts.values()]
        return answer(query, "\n".join(lines), notes, kind="share")
    return None


def _portion(part: Entry, whole: Entry, notes: Notes) -> str:
    assert part.number is not None
    assert whole.number is not None
    percent = (part.number / whole.number * 100).quantize(Decimal("0.01"))
    return (
        f"{_name(part)}为{_raw(part)}{notes.mark(*part.places)}，占{_name(whole)}"
        f"{_raw(whole)}{notes.mark(*whole.places)}的**{grouped(percent)}%**"
        f"（{grouped(part.number)} ÷ {grouped(whole.number)} = {grouped(percent)}%）。"
    )


def _share(query: Query, shelf: Shelf) -> Answer | None:
    columns = _share_of_columns(query, shelf)
    if columns is not None:
        return columns
    matches = find(replace(query, asked="amount", units=("元",)), shelf, "amount")
    parts = [m.entry for m in matches if m.entry.measure == "元" and m.entry.number]
    if not parts:
        return None
    part = parts[0]
    if part.kind == "account" and not _head_named(part, query):
        return None
    if _ALL_PROJECTS.search(query.text) and part.kind == "declaration":
        return _share_of_all(query, part, shelf)
    whole = _whole_of(part, shelf)
    if whole is None or not whole.number or part.number is None:
        return None
    notes = Notes()
    return answer(query, _portion(part, whole, notes), notes, kind="share")


def _head_named(account: Entry, query: Query) -> bool:
    """Whether the question names the account itself and not only the column that it stands in."""
    return precision(canonical(account.name.split("（")[0]), query.spoken) >= _ALIKE


def _share_of_all(query: Query, part: Entry, shelf: Shelf) -> Answer | None:
    """One project's budget in that of all projects of its document."""
    mates = [s for s in shelf.of_document(part.scope.document)]
    totals = _totals(mates, shelf)
    whole = sum((e.number for e in totals if e.number is not None), Decimal(0))
    if len(totals) < 2 or not whole or part.number is None:
        return None
    notes = Notes()
    percent = (part.number / whole * 100).quantize(Decimal("0.01"))
    formula = " + ".join(grouped(e.number) for e in totals if e.number is not None)
    text = (
        f"{_name(part)}为{_raw(part)}{notes.mark(*part.places)}，占{len(totals)}个项目合计"
        f"{yuan(whole)}的**{grouped(percent)}%**（{grouped(part.number)} ÷ {grouped(whole)} = "
        f"{grouped(percent)}%；{formula} = {grouped(whole)}）。\n\n{_listed(totals, notes)}"
    )
    return answer(query, text, notes, kind="share")


def _whole_of(part: Entry, shelf: Shelf) -> Entry | None:
    if part.kind == "account":
        rows = [
            e for e in shelf.entries
            if e.kind == "account" and e.scope == part.scope and e.group == part.group
            and re.match(r"合计|总计|支出总计|收入总计", e.name) and e.number
        ]  # fmt: skip
        same = [e for e in rows if e.name.split("（")[-1] == part.name.split("（")[-1]]
        return next(iter(same or rows), None)
    totals = _totals([part.scope], shelf)
    return totals[0] if totals and part.kind != "declaration" else None


def _per_head(query: Query, shelf: Shelf) -> Answer | None:
    """An amount divided by the number of heads, both of the same thing in one declaration."""
    if query.asked not in {"amount", "number", None}:
        return None
    money = find(replace(query, asked="amount", units=("元",)), shelf, "amount")
    heads = find(replace(query, asked="count", units=("人", "名", "位")), shelf, "value")
    for match in money:
        entry = match.entry
        if entry.measure and entry.measure.startswith("元/"):
            return None
    heads = [m for m in heads if m.entry.measure in {"人", "名", "位"}]
    if not heads:
        plain = replace(query, content=(), spoken="人数", wording="人数", asked="count",
                        units=("人", "名", "位"), scopes=_keys(money))  # fmt: skip
        heads = [m for m in find(plain, shelf, "value") if _alike(m.entry, money)]
    for match in money:
        for head in heads:
            top, below = match.entry, head.entry
            if top.scope != below.scope or top.measure != "元" or not below.number:
                continue
            if below.measure not in {"人", "名"} or top.number is None:
                continue
            each = (top.number / below.number).quantize(Decimal("0.01"))
            sign = "=" if each * below.number == top.number else "≈"
            notes = Notes()
            text = (
                f"{_name(top)}{value_of(top) or _figure(top)}{notes.mark(*top.places)}，按"
                f"“{below.name}”{_figure(below)}{notes.mark(*below.places)}计，人均"
                f"**{yuan(each)}**（{grouped(top.number)} ÷ {grouped(below.number)} {sign} "
                f"{grouped(each)}；计算所得，资料未直接载明）。"
            )
            return answer(query, text, notes, kind="per_head")
    return None


def _keys(matches: Sequence[Match]) -> tuple[tuple[str, int | None], ...]:
    return tuple((m.entry.scope.document, m.entry.scope.index) for m in matches)


def _alike(head: Entry, money: Sequence[Match]) -> bool:
    """Whether a number of persons speaks of what the money is for."""
    return any(sum(marked(head.key, (m.entry.key,))) >= 2 for m in money)


def _mean(query: Query, shelf: Shelf) -> Answer | None:
    entries = _comparable(_family(query, shelf))
    if len(entries) < 2:
        return None
    total = sum((e.number for e in entries if e.number is not None), Decimal(0))
    mean = (total / len(entries)).quantize(Decimal("0.01"))
    notes = Notes()
    listed = _listed(entries, notes)
    text = (
        f"平均**{_figure(entries[0], mean)}**（{grouped(total)} ÷ {len(entries)} = "
        f"{grouped(mean)}）。\n\n{listed}"
    )
    return answer(query, text, notes, kind="mean")


_COUNTED: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("indicator", "个绩效指标", re.compile(r"指标")),
    ("budget_line", "行预算明细", re.compile(r"明细|预算项|预算行")),
    ("basis", "份依据文件", re.compile(r"依据|文件|文号")),
    ("declaration", "个项目（申报）", re.compile(r"项目|申报")),
    ("unit", "个单位", re.compile(r"街道|单位|街镇|部门")),
)


def _counted(query: Query, shelf: Shelf) -> Answer | None:
    if any(len(chunk) > 1 for chunk in query.content):
        return None
    kind, word = next(
        ((k, w) for k, w, pattern in _COUNTED if pattern.search(query.text)), (None, "")
    )
    if kind is None or (kind == "budget_line" and "sum" in query.intents):
        return None
    scopes = _scopes(query, shelf)
    if not scopes:
        return None
    notes = Notes()
    rows: list[tuple[str, str]] = []
    total = 0
    for scope in scopes:
        members = _members(kind, scope, query)
        if not members:
            continue
        total += len(members)
        declared = scope.declaration
        place = declared.project_locator if declared else None
        rows.append((scope.label, f"{len(members)}{notes.mark(place or members[0][1])}"))
    if kind in {"declaration", "unit"}:
        names = {s.place for s in scopes} if kind == "unit" else {s.label for s in scopes}
        total = len(names)
    level = f"（{'、'.join(query.levels)}）" if query.levels else ""
    text = f"共**{total}**{word}{level}。"
    if rows:
        text += "\n\n" + table(("项目", "数量"), rows[:30])
    return answer(query, text, notes, kind="count") if total else None


def _members(kind: str, scope: Scope, query: Query) -> list[tuple[str, Locator]]:
    declared = scope.declaration
    if declared is None:
        return []
    if kind == "indicator":
        return [(r.name, r.locator) for r in declared.indicators if in_levels(r, query.levels)]
    if kind == "budget_line":
        return [(line.item, line.locator) for line in declared.budget_lines]
    if kind == "basis":
        names = {(b.number or canonical(b.title or b.raw)): b.locator for b in declared.bases}
        return list(names.items())
    place = declared.project_locator or declared.total_locator
    return [(scope.label, place)] if place else []


def in_levels(row: Indicator, levels: Sequence[str]) -> bool:
    """Whether an indicator stands under one of the named levels, as printed or as of today."""
    if not levels:
        return True
    printed = {row.level1, row.level2, row.current.level1, row.current.level2}
    stems = {stem(name) for name in printed if name}
    return any(level in stems for level in levels)


_JOBS: dict[str, Callable[[Query, Shelf], Answer | None]] = {
    "rank": _rank,
    "compare": _compare,
    "share": _share,
    "per_head": _per_head,
    "sum": _sum,
    "count": _counted,
    "mean": _mean,
}
