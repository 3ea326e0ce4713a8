"""比率: shares of a whole, amounts for each head or piece, each redone and cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover, marked, precision
from assistant.domain.figures import grouped, yuan
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.compose import Notes, answer, value_of
from assistant.jobs.answer.family import figure_of, listed, name_of, printed_of, totals
from assistant.jobs.answer.find import Match, find
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Shelf

_ALIKE = 0.5
_ALL_PROJECTS = re.compile(r"个项目|所有项目|全部项目|项目总额|项目合计")
_TOTAL_OF = re.compile(r"(?:合计|总计)（(.+)）$")


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
        f"{name_of(part)}为{printed_of(part)}{notes.mark(*part.places)}，占{name_of(whole)}"
        f"{printed_of(whole)}{notes.mark(*whole.places)}的**{grouped(percent)}%**"
        f"（{grouped(part.number)} ÷ {grouped(whole.number)} = {grouped(percent)}%）。"
    )


def share(query: Query, shelf: Shelf) -> Answer | None:
    """What share a named amount is of its whole."""
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
    rows = totals(mates, shelf)
    whole = sum((e.number for e in rows if e.number is not None), Decimal(0))
    if len(rows) < 2 or not whole or part.number is None:
        return None
    notes = Notes()
    percent = (part.number / whole * 100).quantize(Decimal("0.01"))
    formula = " + ".join(grouped(e.number) for e in rows if e.number is not None)
    text = (
        f"{name_of(part)}为{printed_of(part)}{notes.mark(*part.places)}，占{len(rows)}个项目合计"
        f"{yuan(whole)}的**{grouped(percent)}%**（{grouped(part.number)} ÷ {grouped(whole)} = "
        f"{grouped(percent)}%；{formula} = {grouped(whole)}）。\n\n{listed(rows, notes)}"
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
    rows = totals([part.scope], shelf)
    return rows[0] if rows and part.kind != "declaration" else None


def per_head(query: Query, shelf: Shelf) -> Answer | None:
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
                f"{name_of(top)}{value_of(top) or figure_of(top)}{notes.mark(*top.places)}，按"
                f"“{below.name}”{figure_of(below)}{notes.mark(*below.places)}计，人均"
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
