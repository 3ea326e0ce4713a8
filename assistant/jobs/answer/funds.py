"""资金来源: where a project's money comes from, source by source, as the form has it."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.figures import grouped, printed, yuan
from assistant.jobs.answer.compose import Notes, answer, table, value_of
from assistant.jobs.answer.premise import verdict
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Scope, Shelf
from assistant.jobs.answer.subject import narrowed
from assistant.jobs.answer.whole import of_name

_SOURCES = re.compile(
    r"资金(?:来源|构成|组成|都?来自|从哪|由哪|渠道)|钱(?:从哪|是哪|由谁|谁出|哪来|来自)|谁出(?:的)?[钱资]|经费来源|来源渠道|哪些(?:资金)?来源"
    r"|资金(?:是)?(?:怎么|如何)(?:构成|组成|筹)"
)
TOTAL_FUNDS = frozenset(("项目资金总额", "年度资金申请总额"))
"""Rows of funds that are wholes, of the project's life and of the year."""
_SAYS_KIND = re.compile(r"(?:资金|总额|收入|拨款|补助)+$")
_LEAST = 2
_SAME: tuple[tuple[str, ...], ...] = (
    ("财政资金", "财政拨款", "当年财政拨款", "财政性资金"),
    ("上年结转资金", "上年结转", "结转资金", "结转"),
    ("其他资金", "年度其他资金"),
)
"""Rows of the form that different forms print by different names."""


def fund_sources(query: Query, shelf: Shelf) -> Answer | None:
    """The named source's amount, or all sources; None where the question asks for neither."""
    if {"why", "compare", "share", "rank", "basis", "definition"} & set(query.intents):
        return None
    asked = narrowed(query, shelf, rows=False)
    scopes = [shelf.scopes[key] for key in asked.scopes if key in shelf.scopes]
    scopes = [s for s in scopes if not query.years or s.year in query.years]
    if not scopes:
        return None
    if _SOURCES.search(query.text) and not asked.content:
        return _all(query, scopes, shelf)
    return (
        _whole_life(query, asked, scopes)
        or _of_levels(query, scopes, shelf)
        or _named(query, asked, scopes, shelf)
    )


def rows_of(scope: Scope, shelf: Shelf) -> list[Entry]:
    """The fund rows of one declaration, the form's totals aside, nought aside."""
    return [
        e for e in shelf.entries
        if e.kind == "fund" and e.scope == scope and e.number and e.name not in TOTAL_FUNDS
    ]  # fmt: skip


_WHOLE_LIFE = re.compile(
    r"(?:[两三四五六七八九十]|\d)年.{0,6}(?:一共|总共|合计|共|加起来|总|盘子)|整个项目|全周期|实施期|总投资|项目期|前后一共"
)
_IN_ALL = frozenset(("盘子", "总盘子", "总数", "投入"))
_LEVELS = re.compile(
    r"(?P<level>中央|国家|自治区|省|市|区|县|镇街|镇|乡|街道|村)(?:里|级|本级|上|财政)?"
    r"(?:(?:[和跟与、及加]|连同)|(?:自己|各|要|再|又|都|一共|总共|合计|加起来)*(?:出|掏|拨|给|补|拿|占|摊|配套|承担|负担|下达))"
    r"|(?<=[和跟与、及加])(?P<last>中央|自治区|省|市|区|县|镇|乡)(?:里|级|本级|财政)"
)
_OF_LEVEL = {"国家": "中央"}


def _whole_life(query: Query, asked: Query, scopes: list[Scope]) -> Answer | None:
    """The money of the project's whole life, where the question is of all its years."""
    words = [
        chunk for chunk in asked.content
        if len(chunk) > 1 and chunk not in _IN_ALL and not (scopes and of_name(chunk, scopes[0]))
    ]  # fmt: skip
    if words or query.asked not in {"amount", "number"} or len(scopes) != 1:
        return None
    declared = scopes[0].declaration
    if declared is None or not _WHOLE_LIFE.search(query.text):
        return None
    total, year = declared.funding.total, declared.funding.annual
    place = dict(declared.funding.locators).get("total")
    if total is None or year is None or place is None or total.yuan <= year.yuan:
        return None
    notes = Notes()
    text = f"{scopes[0].label}的项目资金总额（各年合计）为**{printed(total)}**{notes.mark(place)}"
    at = dict(declared.funding.locators).get("annual")
    if at is not None:
        text += f"，其中{scopes[0].year or '本'}年{printed(year)}{notes.mark(at)}"
    return answer(query, f"{text}。", notes, kind="amount")


def _of_levels(query: Query, scopes: list[Scope], shelf: Shelf) -> Answer | None:
    """What each named level of government gives (省里和县里出的钱), with the sum of several."""
    text = query.text
    for unit in query.named_units:
        text = re.sub(
            rf"{re.escape(unit)}(?![里级]|财政)", "|", text
        )  # 岱阳市给…: the city is the place, and gives nothing
    levels = list(dict.fromkeys(m["level"] or m["last"] for m in _LEVELS.finditer(text)))
    if not levels or len(scopes) != 1 or query.asked not in {"amount", "number", None}:
        return None
    rows = rows_of(scopes[0], shelf)
    chosen: list[Entry] = []
    for level in levels:
        word = _OF_LEVEL.get(level, level)
        found = [e for e in rows if e.name.startswith(word)]
        if len(found) != 1:
            return None
        chosen += found
    notes = Notes()
    lines = [
        f"{scopes[0].label}的“{e.name}”为**{value_of(e)}**{notes.mark(*e.places)}。" for e in chosen
    ]
    text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    judged = verdict(query, chosen)
    text = f"{judged}\n\n{text}" if judged else text
    if len(chosen) > 1 and "sum" in query.intents:
        amounts = [e.number for e in chosen if e.number is not None]
        total = sum(amounts, Decimal(0))
        formula = f"{' + '.join(map(grouped, amounts))} = {grouped(total)}"
        text = f"合计**{yuan(total)}**（{formula}）：\n\n{text}"
    return answer(query, text, notes, kind="amount")


def _all(query: Query, scopes: list[Scope], shelf: Shelf) -> Answer | None:
    notes = Notes()
    cells = [
        (scope.label, e.name, value_of(e) + notes.mark(*e.places))
        for scope in scopes for e in rows_of(scope, shelf)
    ]  # fmt: skip
    if not cells:
        return None
    return answer(query, table(("项目", "资金来源", "金额"), cells), notes, kind="list")


def _named(query: Query, asked: Query, scopes: list[Scope], shelf: Shelf) -> Answer | None:
    """A usual row of the form (其他资金, 上年结转), which consists of words that questions ask with."""
    if asked.content and any(chunk not in "结转上年财政其他自筹" for chunk in asked.content):
        return None
    family = next((row for row in _SAME if any(name in query.text for name in row)), None)
    if family is None:
        return None
    exact = [name for name in family if name in query.text]
    notes = Notes()
    lines: list[str] = []
    for scope in scopes:
        rows = [
            e for e in shelf.entries
            if e.kind == "fund" and e.scope == scope and e.number is not None
        ]  # fmt: skip
        chosen = [e for e in rows if e.key == max(exact, key=len)]
        chosen = chosen or [e for e in rows if e.key in family]
        lines += [
            f"{scope.label}的“{e.name}”为**{value_of(e) or grouped(e.number or Decimal(0))}**{notes.mark(*e.places)}。"
            for e in chosen[:2]
        ]
    if not lines:
        return None
    text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    return answer(query, text, notes, kind="amount")
