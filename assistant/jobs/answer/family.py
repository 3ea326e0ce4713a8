"""所比之物: the set that a question adds up, ranks or compares, and how its members are told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.domain.coverage import cover
from assistant.domain.figures import grouped, yuan
from assistant.domain.money import parse_money
from assistant.jobs.answer.compose import Notes, table, value_of
from assistant.jobs.answer.execution import WORDS
from assistant.jobs.answer.find import find, find_all
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Scope, Shelf
from assistant.jobs.answer.subject import scopes_about

_PROJECTS = re.compile(r"项目|申报")
_LINES = re.compile(
    r"明细|预算项|哪一?项|哪一?笔|[一二三四五六七八九十两\d]项|分项|一块|哪块|开支|花钱|支出|构成"
)
_ACCOUNTS = re.compile(r"科目|功能分类|经济分类")
_YEARS = re.compile(r"哪一?年|各年|历年|年份|每年|逐年|近三年|三年")


def scopes_in(query: Query, shelf: Shelf) -> list[Scope]:
    """The declarations that units, projects and years restrict to."""
    chosen = [shelf.scopes[k] for k in query.scopes if k in shelf.scopes] or list(shelf.declared)
    chosen = [scope for scope in chosen if scope.declaration is not None]
    if query.years:
        chosen = [scope for scope in chosen if scope.year in query.years]
    return chosen


def named(query: Query, shelf: Shelf) -> list[Entry]:
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
    if query.asked == "amount" and EACH.search(query.text):
        return prices(entries)
    if query.asked != "count" or not all(e.line and e.line.quantity for e in entries):
        return entries
    return [
        replace(e, number=e.line.quantity, measure=query.units[0], value="")
        for e in entries if e.line
    ]  # fmt: skip


EACH = re.compile(r"每个?[月人名位次户张]|单价|标准|一个月")
_FACTOR = re.compile(r"(?<![\d.,])(?P<figure>[\d,]+(?:\.\d+)?)\s*(?P<unit>万?元)")


def prices(entries: list[Entry]) -> list[Entry]:
    """Budget lines by what one piece costs: the unit price, or the factor in 元 of the note."""
    priced: list[Entry] = []
    for entry in entries:
        line = entry.line
        if line is None:
            return entries
        price = line.unit_price.yuan if line.unit_price else None
        factors = list(_FACTOR.finditer(line.note or ""))
        if price is None and len(factors) == 1:
            told = parse_money(factors[0].group())
            price = told.yuan if told else None
        if price is None:
            return entries
        priced.append(replace(entry, number=price, value=""))
    return priced


def _soft(query: Query) -> str:
    text = query.wording
    for chunk in query.content:
        text = text.replace(chunk, "|")
    return text


def totals(scopes: Sequence[Scope], shelf: Shelf) -> list[Entry]:
    """The declared amounts of some declarations."""
    keys = {(scope.document, scope.index) for scope in scopes}
    return [
        e for e in shelf.entries
        if e.kind == "declaration" and e.number is not None
        and (e.scope.document, e.scope.index) in keys
    ]  # fmt: skip


def rows_of(query: Query, shelf: Shelf, kind: str) -> list[Entry]:
    """The rows of one kind with a figure, of the declarations that the question is about."""
    keys = {(scope.document, scope.index) for scope in scopes_in(query, shelf)}
    return [
        e for e in shelf.entries
        if e.kind == kind and e.number is not None and (e.scope.document, e.scope.index) in keys
    ]  # fmt: skip


def family(query: Query, shelf: Shelf) -> list[Entry]:
    """The set that a question ranks or adds up, by the word it has for its members."""
    text = query.text
    if _ACCOUNTS.search(text):
        return _accounts(query, shelf)
    asked_of = [word for word in query.content if not _SPENT.fullmatch(word)]
    by_year = bool(_YEARS.search(text))
    if "execution" in query.intents or (by_year and not asked_of):
        return executions_of(query, shelf)
    if by_year and "rank" in query.intents and (rows := executions_of(query, shelf)):
        return rows
    if query.content:
        found = named(query, shelf)
        if len(found) > 1:
            return found
        if query.intent == "sum":
            return find_all(query, shelf, "budget_line") or found
        if not found:
            return []
    scopes = scopes_in(query, shelf)
    if len(scopes) == 1 or (_LINES.search(text) and query.scopes):
        if "compare" in query.intents and not {"rank", "sum"} & set(query.intents):
            return []
        return [] if query.content else rows_of(query, shelf, "budget_line")
    said = "\n".join(scope.names for scope in scopes)
    if any(len(c) > 1 and cover((c,), (said,)).missing for c in query.content):
        return []
    if _PROJECTS.search(text) or query.all_units or not query.content:
        return totals(scopes, shelf)
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


_SPENT = re.compile(r"执行|支出|花|用[了掉去]|决算|实际")


def executions_of(query: Query, shelf: Shelf) -> list[Entry]:
    """One column of the execution tables, by year."""
    wanted = next((name for name in ("年初预算", "调整后预算", "执行率") if name in query.text), "")
    if not wanted:
        planned = "预算" in query.text and not _SPENT.search(query.text)
        wanted = "年初预算" if planned else "执行金额"
    keys = {(s.document, s.index) for s in scopes_about(query, shelf, WORDS)}
    rows = [
        e for e in shelf.entries
        if e.kind == "execution" and wanted in e.key
        and (wanted == "执行率" or e.measure != "%")
        and (e.scope.document, e.scope.index) in keys
        and (not query.years or e.year in query.years)
    ]  # fmt: skip
    return sorted(rows, key=lambda e: e.year or 0)


def comparable(entries: Sequence[Entry]) -> list[Entry]:
    """Those of the commonest measure: persons are not added to yuan."""
    with_number = [e for e in entries if e.number is not None]
    measures = [e.measure for e in with_number]
    if not measures:
        return []
    common = max(set(measures), key=measures.count)
    return [e for e in with_number if e.measure == common]


def name_of(entry: Entry) -> str:
    """How a member of a set is named to the user."""
    if entry.kind == "execution":
        return f"{entry.scope.label}{entry.year}年{entry.name}"
    if entry.kind == "account":
        return entry.name
    if entry.kind == "declaration":
        return entry.scope.label
    return f"{entry.scope.label}“{entry.name}”"


def figure_of(entry: Entry, number: Decimal | None = None) -> str:
    """A figure with the measure of an entry; money in 元 with 万元 beside."""
    shown = entry.number if number is None else number
    assert shown is not None
    if entry.measure == "元":
        return yuan(shown)
    return f"{grouped(shown)}{entry.measure or ''}"


def printed_of(entry: Entry) -> str:
    """The value as printed where it is printed, else as computed."""
    return value_of(entry) or figure_of(entry)


def listed(entries: Sequence[Entry], notes: Notes) -> str:
    """Members of a set as a numbered table."""
    rows = [
        (str(n), name_of(e), (value_of(e) or figure_of(e)) + notes.mark(*e.places))
        for n, e in enumerate(entries, 1)
    ]
    return table(("序号", "名称", "数值"), rows)
