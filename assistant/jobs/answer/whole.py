"""总额: what a project costs in all, as the form declares it and not as a part of its lines adds up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover, precision
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.compose import Notes, answer, sentence
from assistant.jobs.answer.family import totals
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Scope, Shelf
from assistant.jobs.answer.subject import narrowed

_IN_ALL = re.compile(
    r"总共|一共|拢共|统共|总额|总预算|预算总|总盘子|盘子|总金额|总经费|总费用|总的|总数|总量"
    r"|(?:当年|全年|年度|本年|今年)(?:的|度)?(?:申报|申请)?(?:总)?(?:预算|资金|经费|申报|申请|安排)"
)
_OF_MONEY = re.compile(r"钱|元|万|预算|经费|费用|资金|盘子|投资|金额|开销|花")
_PARTS = re.compile(
    r"各[项行类笔]|明细|所有(?!项目)|(?<!\d)(?:[几两二三四五六七八九十]|\d{1,2})[项笔块样类种档行个家年辆]|尾款|分别|其中|每[个项人年月]|单价"
    r"|执行|决算|实际|年初|调整|结转|自筹|中央|省级|市级|区级|县级|加上?(?!工|固|装|强|快|大)|[这那]些|最"
)
"""Words that ask for parts, for other columns or other sources of the money."""
_OWN = re.compile(r"总?盘子|总数|总的|申请|申报|投入")
_NAMED = 0.5


def whole_amount(query: Query, shelf: Shelf) -> Answer | None:
    """The declared amount of the one project that a question of 总共多少 names; None for any other."""
    if not asks_whole(query) or len(query.years) > 1 or query.without:
        return None
    found = declared_whole(query, shelf)
    if found is None:
        return None
    notes = Notes()
    return answer(query, sentence(found, notes), notes, kind="amount")


def asks_whole(query: Query) -> bool:
    """Whether the question is of money in all, and of no part of it."""
    text = query.text
    if query.asked not in {"amount", "number"} or not _IN_ALL.search(text) or "占" in text:
        return False
    return bool(_OF_MONEY.search(text)) and not _PARTS.search(text)


_SEVERAL = re.compile(
    r"各[项行类笔]|明细|所有|[几两二三四五六七八九十\d]+[项笔块样类种档行]|尾款|分别|这些|加上|[和与跟及、]"
)


def part_of_whole(query: Query, scope: Scope, shelf: Shelf) -> bool:
    """Whether a sum over some lines would pass for the whole: only the project is named, no lines."""
    words = [chunk for chunk in query.content if len(chunk) > 1]
    if not words or _SEVERAL.search(query.question):
        return False
    if _quotes_row(query.text, scope, shelf):
        return False
    return all(of_name(chunk, scope) for chunk in words)


def declared_whole(query: Query, shelf: Shelf) -> Entry | None:
    """The total of the one declaration whose names have all that the question names.

    None where a row bears what is left of the words in its own name: it may be the row that is
    asked for.
    """
    content = tuple(c for c in query.content if not _OWN.fullmatch(c))
    meant = narrowed(replace(query, content=content), shelf, rows=False)
    scopes = [shelf.scopes[key] for key in meant.scopes if key in shelf.scopes]
    scopes = [s for s in scopes if s.declaration and (not query.years or s.year in query.years)]
    if len(scopes) != 1 or not all(of_name(chunk, scopes[0]) for chunk in meant.content):
        return None
    rows = totals(scopes, shelf)
    if len(rows) != 1 or _quotes_row(query.text, scopes[0], shelf):
        return None
    if _names_row(content, scopes[0], shelf):
        return None
    return rows[0]


def of_name(chunk: str, scope: Scope) -> bool:
    """Whether a word is of the declaration's names; what it begins with may be a verb (养公园)."""
    held = cover((chunk,), (scope.names,))
    return held.covered > 0 and all(
        len(part) < 2 and not chunk.endswith(part) for part in held.missing
    )


def _quotes_row(text: str, scope: Scope, shelf: Shelf) -> bool:
    """Whether the question has a row's name to the letter, which is not the project's own."""
    return any(
        e.scope is scope and e.kind in {"budget_line", "group", "account"} and len(e.key) > 1
        and e.key in text and e.key not in scope.names
        for e in shelf.entries
    )  # fmt: skip


def _names_row(content: tuple[str, ...], scope: Scope, shelf: Shelf) -> bool:
    """Whether one row has all the words and most of its name is said, or each word names a row."""
    if not content:
        return False
    rows = [e for e in shelf.entries if e.scope is scope and e.kind in {"budget_line", "group"}]
    whole = [e for e in rows if cover(content, (e.key,)).complete]
    if len(whole) == 1 and precision(whole[0].key, "|".join(content)) >= _NAMED:
        return True
    return len(content) > 1 and all(
        any(cover((chunk,), (e.key,)).complete and precision(e.key, chunk) >= _NAMED for e in rows)
        for chunk in content
    )


_TOTAL_ROW = re.compile(r"^(?P<head>合计|总计|收入总计|支出总计)（(?P<column>.+)）$")
_NO_COLUMN = re.compile(r"合计|预算数(?:[（(]元[）)])?|金额|预算额")
_TOTALLED = re.compile(r"合计|总计|总额|总数|总收入|总支出|一共|总共")


def column_total(query: Query, shelf: Shelf) -> Answer | None:
    """The total row of a column that the question names (项目支出合计), never the sum of its lines."""
    text = query.text
    if query.asked not in {"amount", "number"} or not _TOTALLED.search(text) or "占" in text:
        return None
    if query.without or query.named_projects:
        return None
    documents = {key[0] for key in query.scopes}
    found: dict[str, Entry] = {}
    for entry in shelf.entries:
        match = _TOTAL_ROW.match(entry.name) if entry.kind == "account" else None
        if match is None or (documents and entry.scope.document not in documents):
            continue
        if entry.number is None or (query.years and entry.scope.year not in query.years):
            continue
        names = _names_of(match)
        if names and all(name in text for name in names) and _all_said(query, entry, names):
            found.setdefault("".join(names), entry)
    best = max(found, key=len, default="")
    longest = [name for name in found if len(name) == len(best)]
    if not best or len({found[name].number for name in longest}) > 1:
        return None
    notes = Notes()
    return answer(query, sentence(found[best], notes), notes, kind="amount")


def _names_of(match: re.Match[str]) -> list[str]:
    """What the question must say: the column, and 收入 or 支出 where the row's head has it."""
    names = [match["head"]] if len(match["head"]) > len("合计") else []
    column = canonical(match["column"])
    return names if _NO_COLUMN.fullmatch(column) else [*names, column]


def _all_said(query: Query, entry: Entry, names: Sequence[str]) -> bool:
    held = cover(query.content, (canonical(entry.group or ""), "".join(names), "支出总计收入总计"))
    return all(len(part) < 2 for part in held.missing)
