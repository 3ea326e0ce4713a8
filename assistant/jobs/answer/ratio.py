"""比率: shares of a whole, amounts for each head or piece, each redone and cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover, marked, precision
from assistant.domain.figures import grouped, quotient, roughly, yuan
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.compose import Notes, answer, value_of
from assistant.jobs.answer.family import figure_of, listed, name_of, printed_of, totals
from assistant.jobs.answer.find import find
from assistant.jobs.answer.funds import TOTAL_FUNDS
from assistant.jobs.answer.portion import Portion, is_portion, portion_of
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Shelf

_ALIKE = 0.5
_ALL_PROJECTS = re.compile(
    r"[\d两二三四五六七八九十几各]个项目|所有项目|全部项目|项目总额|项目合计"
)
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
        f"（{roughly(percent)}{grouped(part.number)} ÷ {grouped(whole.number)} = {grouped(percent)}%）。"
    )


def share(query: Query, shelf: Shelf) -> Answer | None:
    """What share a named amount is of its whole."""
    columns = _share_of_columns(query, shelf)
    if columns is not None:
        return columns
    told = portion_of(query, shelf)
    if told is not None:
        return _of_portion(query, told)
    matches = find(replace(query, asked="amount", units=("元",)), shelf, "amount")
    parts = [m.entry for m in matches if m.entry.measure == "元" and m.entry.number]
    if not parts:
        return None
    part = parts[0]
    if part.kind == "account" and not _head_named(part, query):
        return None
    whole_project = part.kind == "declaration" or part.name in TOTAL_FUNDS
    if _ALL_PROJECTS.search(query.text) and whole_project:
        return _share_of_all(query, (totals([part.scope], shelf) or [part])[0], shelf)
    if part.kind in {"budget_line", "group"} and is_portion(query):
        return None  # of what it is the share, or of how many rows, is not sure
    whole = _whole_of(part, shelf)
    if whole is None or not whole.number or part.number is None:
        return None
    notes = Notes()
    return answer(query, _portion(part, whole, notes), notes, kind="share")


def _of_portion(query: Query, told: Portion) -> Answer:
    """The share in words; the sum of the parts first where they are several."""
    notes = Notes()
    if len(told.parts) == 1:
        return answer(query, _portion(told.parts[0], told.whole, notes), notes, kind="share")
    amounts = [e.number for e in told.parts if e.number is not None]
    total = sum(amounts, Decimal(0))
    assert told.whole.number is not None
    percent = (total / told.whole.number * 100).quantize(Decimal("0.01"))
    text = (
        f"合计{yuan(total)}（{' + '.join(map(grouped, amounts))} = {grouped(total)}），占"
        f"{name_of(told.whole)}{printed_of(told.whole)}{notes.mark(*told.whole.places)}的"
        f"**{grouped(percent)}%**（{roughly(percent)}{grouped(total)} ÷ {grouped(told.whole.number)} = "
        f"{grouped(percent)}%）。\n\n{listed(told.parts, notes)}"
    )
    return answer(query, text, notes, kind="share")


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
        f"{yuan(whole)}的**{grouped(percent)}%**（{roughly(percent)}{grouped(part.number)} ÷ {grouped(whole)} = "
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
    if part.kind == "execution":
        columns = [
            e for name in ("调整后预算", "年初预算") for e in shelf.entries
            if e.kind == "execution" and e.scope == part.scope and e.year == part.year
            and e.name == name and e.number
        ]  # fmt: skip
        return next(iter(columns), None)
    rows = totals([part.scope], shelf)
    return rows[0] if rows and part.kind != "declaration" else None


_HEADS = ("人", "名", "位")
_PIECE = re.compile(r"(?:每|一|单)(?:一)?(?P<piece>[一-鿿]{1,3})")
_PIECES = frozenset("次场个套台件家所处张份户条辆座批站")


def per_head(query: Query, shelf: Shelf) -> Answer | None:
    """An amount divided by the number of heads or pieces, both of the same thing."""
    if query.asked not in {"amount", "number", "count", None}:
        return None
    units = _pieces(query, shelf)
    money, added = _money(query, shelf)
    if not money or any((e.measure or "").startswith("元/") for e in money):
        return None
    heads = find(replace(query, asked="count", units=units), shelf, "value")
    matches = [m.entry for m in heads if m.entry.measure in units]
    if not matches:
        keys = tuple({(e.scope.document, e.scope.index) for e in money})
        plain = replace(query, content=(), spoken="人数", wording="人数", asked="count",
                        units=units, scopes=keys)  # fmt: skip
        found = [m.entry for m in find(plain, shelf, "value") if m.entry.measure in units]
        matches = [e for e in found if _alike(e, money)]
    for below in matches:
        for tops in [money] if added else [[one] for one in money]:
            each = _each(tops, below, units)
            if each is not None:
                return answer(query, each[0], each[1], kind="per_head")
    return None


def _pieces(query: Query, shelf: Shelf) -> tuple[str, ...]:
    """What the amount is divided by: heads, or the pieces that the question counts in."""
    if re.search(
        r"人均|每个?[人名位]|每个[一-鿿]{1,4}?[者员人生警工师民兵](?![均次])|一个人|人头|每人|除以.{0,4}人",
        query.text,
    ):
        return _HEADS
    for match in _PIECE.finditer(query.text):
        for size in (3, 2, 1):
            piece = match["piece"][:size]
            if piece in shelf.measures or piece in _PIECES:
                return (piece,)
    return _HEADS


def _money(query: Query, shelf: Shelf) -> tuple[list[Entry], bool]:
    """The amounts, and whether they are to be added up (意外险和服装费人均合计)."""
    asked = replace(query, asked="amount", units=("元",), text="")
    if len(query.content) > 1 and "sum" in query.intents:
        each = [
            [m.entry for m in find(replace(asked, content=(c,), wording=c), shelf, "amount")]
            for c in query.content
        ]
        shared = set.intersection(*({id(e.scope) for e in found} for found in each))
        chosen = [next((e for e in found if id(e.scope) in shared), None) for found in each]
        tops = [e for e in chosen if e is not None and e.kind != "declaration"]
        if len(tops) == len(each) and len({e.key for e in tops}) > 1:
            return tops, True
    return [m.entry for m in find(asked, shelf, "amount")], False


def _each(tops: Sequence[Entry], below: Entry, units: tuple[str, ...]) -> tuple[str, Notes] | None:
    """The division in words; None where amount and number are not of one declaration."""
    if not below.number or any(e.scope != below.scope or e.measure != "元" for e in tops):
        return None
    amounts = [e.number for e in tops if e.number is not None]
    if len(amounts) != len(tops):
        return None
    total = sum(amounts, Decimal(0))
    each = (total / below.number).quantize(Decimal("0.01"))
    sign = "=" if each * below.number == total else "≈"
    notes = Notes()
    named = "、".join(
        f"{name_of(e)}{value_of(e) or figure_of(e)}{notes.mark(*e.places)}" for e in tops
    )
    added = ""
    if len(amounts) > 1:
        added = f"，合计{yuan(total)}（{' + '.join(map(grouped, amounts))} = {grouped(total)}）"
    word = "人均" if units == _HEADS else f"平均每{units[0]}"
    text = (
        f"{named}{added}，按“{below.name}”{figure_of(below)}{notes.mark(*below.places)}计，{word}"
        f"**{quotient(each)}**（{grouped(total)} ÷ {grouped(below.number)} {sign} "
        f"{grouped(each)}；计算所得，资料未直接载明）。"
    )
    return text, notes


def _alike(head: Entry, money: Sequence[Entry]) -> bool:
    """Whether a number speaks of what the money is for."""
    return any(sum(marked(head.key, (e.key,))) >= 2 for e in money)
