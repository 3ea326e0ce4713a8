"""年间增减: one project's budget or spending of a year against that of another year.

Both figures are of the whole project: the declared amount of its own year, a column of its execution
table for the years before. What is left of the question's words must be the project's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover
from assistant.domain.figures import grouped, printed, yuan
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.numerals import half_width, parse_number
from assistant.jobs.answer.compose import Notes, answer
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Scope, Shelf
from assistant.jobs.answer.subject import narrowed
from assistant.jobs.answer.understand import understand

_YEAR = re.compile(
    r"(?<![\d.])(?P<full>(?:19|20)\d\d)(?:年度?|(?![\d.,%]))|(?<![\d.])(?P<short>[12]\d)年度?"
    r"|(?P<word>上一?年度?|前一年度?|头一年|去年|前年|今年|本年度?|当年|这一?年)(?!年|来)"
)
_STEPS = (("前年", -2), ("去", -1), ("上", -1), ("前一", -1), ("头一", -1))
_COMPARES = re.compile(
    r"比|差|涨|跌|[增减](?:加|少|长|了|幅)?|上升|下降|多[了要出花报]|少[了要花报]|多还是|少还是|变化|较|提高|降低|多多少|少多少"
)
_COLUMNS = (
    ("executed", re.compile(r"执行(?!率)|决算|实际|花[了掉出]|用[了掉]|支出数|真正")),
    ("adjusted", re.compile(r"调整")),
    ("initial", re.compile(r"年初|期初")),
    ("budget", re.compile(r"申报|预算|申请|安排|要[了钱]|盘子|总额")),
)
"""The first that stands behind a year names the column that is meant."""
_NAMES = {
    "executed": "预算执行数",
    "adjusted": "调整后预算",
    "initial": "年初预算",
    "budget": "预算",
}
_RATE = re.compile(r"率|百分|%|单价|每|人均|标准|人数|多少人|几个?人|占")
"""Words of what is no amount of a whole project."""
_CAUSE = re.compile(
    r"一年比一年|逐年|每年|各年|历年|为什么|为何|为啥|原因|怎么会|凭什么|理由|咋|缘故|依据"
)
_WORDS = re.compile(
    r"到底|究竟|年年|逐年|近[两三几二]年|一直|总的|总额|总数|盘子|[涨跌升降增减]|多少?|少|高|低|变化|相比|对比|比较|比|较"
    r"|跟|和|与|预计|预算|申报|申请|执行|决算|实际|年初|期初|调整后?|安排|经费|金额|资金|项目|要|钱|数|额|差额?|差距|幅度?|是|还|了|出|的|可|说|批|报|编"
    r"|花|用|加|长|下|上|提|几|万|元|之间|同|一下|呢|吗|呀|啊|度|年|本|当|全|整个|这个|那个|到|从|算"
)
_CLAUSE = re.compile(r"[，,。；;？?]")


@dataclass(frozen=True, slots=True)
class YearFigure:
    """A project's amount of one year: ``shown`` as printed, ``name`` what it is called."""

    year: int
    name: str
    number: Decimal
    shown: str
    places: tuple[Locator, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    year: int
    column: str | None


def year_change(query: Query, shelf: Shelf) -> Answer | None:
    """Which of two years' amounts is more and by how much; None where the question is of no such."""
    text = query.text
    if not _COMPARES.search(text) or _RATE.search(text) or _CAUSE.search(text):
        return None
    if query.number or query.titles:
        return None
    scopes = _of_one_project(query, shelf)
    if not scopes:
        return None
    mentions = _mentions(text, max(s.year or 0 for s in scopes))
    if len(mentions) != 2 or mentions[0] == mentions[1]:
        return None
    found = [figure_of_year(scopes, one.year, one.column or "budget") for one in mentions]
    if any(one is None for one in found):
        return None
    first, second = (one for one in found if one is not None)
    return _told(query, scopes, first, second)


_SUMS = re.compile(r"[加合](?:起来|在?一[起块]|总)|一共|总共|合计|总计|共计|总和|之和|累计")
_SPAN = re.compile(r"((?:19|20)\d\d)年?度?(?:到|至|-|—|~|～)((?:19|20)\d\d)年?")
_LISTED = re.compile(r"(?<![\d.〔\[])((?:19|20)\d\d)(?![\d.%〕\]])")
_ROW = re.compile(r"(?:(?:19|20)\d\d年?度?[、，,和与及跟]+)+(?:19|20)\d\d(?![\d.%])")
"""Years one beside the other; 2024年预算里2023年尾款 names none so."""
_HOW_MANY = re.compile(r"([两二三四五六七八九十]|(?<!\d)\d)年(?!度)")
_LONGEST_SPAN = 10


def years_added(query: Query, shelf: Shelf) -> Answer | None:
    """The sum of one column over the years that the question names, every one of them; else None."""
    text = half_width(query.question)
    years = _all_years(text)
    if len(years) < 2 or not _SUMS.search(text) or _RATE.search(query.text) or "尾款" in text:
        return None
    told = _HOW_MANY.search(text)
    if told is not None and parse_number(told[1].replace("两", "二")) != len(years):
        return None
    scopes = _of_one_project(replace(query, question=_years_out(text)), shelf)
    column = next((name for name, worded in _COLUMNS if worded.search(query.text)), "budget")
    found = [figure_of_year(scopes, year, column) for year in years] if scopes else []
    figures = [one for one in found if one is not None]
    if not figures or len(figures) < len(years):
        return None
    notes = Notes()
    total = sum((one.number for one in figures), Decimal(0))
    formula = f"{' + '.join(grouped(one.number) for one in figures)} = {grouped(total)}"
    each = "；".join(f"{f.year}年{f.name}{f.shown}{notes.mark(*f.places)}" for f in figures)
    label = f"{scopes[0].place or ''}“{scopes[0].project}”"
    text = f"{label}：{len(years)}年合计**{yuan(total)}**（{formula}）。{each}。"
    return answer(query, text, notes, kind="sum")


def _all_years(text: str) -> list[int]:
    """The years of a list or a span, those between its ends with them."""
    span = _SPAN.search(text)
    if span is not None:
        first, last = int(span[1]), int(span[2])
        return list(range(first, last + 1)) if 0 < last - first < _LONGEST_SPAN else []
    row = _ROW.search(text)
    return list(dict.fromkeys(int(year) for year in _LISTED.findall(row.group()))) if row else []


def _years_out(text: str) -> str:
    """The question with its years as one, so that the clause with them is told."""
    text = _SPAN.sub(r"\g<1>年", text)
    text = re.sub(r"(?:(?:19|20)\d\d年?度?[、，,和与及\s]+)+((?:19|20)\d\d)年?", r"\g<1>年", text)
    return re.sub(r"[这那]?[两三四五六七八九十\d]年(?!度)", "", _SUMS.sub("", text))


def _of_one_project(query: Query, shelf: Shelf) -> list[Scope]:
    """The declarations of the one project that the clause with the years names, and nothing else."""
    clauses = [piece for piece in _CLAUSE.split(query.question) if _YEAR.search(piece)]
    words = [
        word for piece in clauses for word in _plain(understand(piece, shelf).content)
    ]  # fmt: skip
    meant = narrowed(replace(query, years=(), content=tuple(words)), shelf, rows=False)
    scopes = [shelf.scopes[key] for key in meant.scopes if key in shelf.scopes]
    scopes = [s for s in scopes if s.declaration is not None]
    scopes = [s for s in scopes if all(_of_name(word, s) for word in meant.content)]
    names = {(s.unit, s.project) for s in scopes}
    return scopes if len(names) == 1 else []


def _plain(content: Sequence[str]) -> list[str]:
    """What is left of words without those of comparing years."""
    return [rest for word in content for rest in _WORDS.sub("|", word).split("|") if len(rest) > 1]


def _of_name(word: str, scope: Scope) -> bool:
    """Whether a word is of the declaration's names; what it begins with may be a verb (养公园)."""
    held = cover((word,), (scope.names,))
    return held.covered > 0 and all(
        len(part) < 2 and not word.endswith(part) for part in held.missing
    )


def _mentions(text: str, own: int) -> list[_Mention]:
    """The years in their order, each with the column behind it; one column stands for both."""
    found: list[_Mention] = []
    matches = list(_YEAR.finditer(text))
    base = next((_number(m) for m in matches if not m["word"]), None)
    for n, match in enumerate(matches):
        end = matches[n + 1].start() if n + 1 < len(matches) else len(text)
        said = text[match.end() : end]
        column = next((name for name, worded in _COLUMNS if worded.search(said)), None)
        year = _number(match) if not match["word"] else _relative(match["word"], base, own)
        found.append(_Mention(year, column))
    if len(found) == 1:
        step = re.search(r"比(?:上年|上一年|去年)", text)
        found += [_Mention(found[0].year - 1, None)] if step else []
    named = [one.column for one in found if one.column]
    if len(set(named)) == 1:
        found = [replace(one, column=named[0]) for one in found]
    return found


def _number(match: re.Match[str]) -> int:
    return int(match["full"]) if match["full"] else 2000 + int(match["short"])


def _relative(word: str, base: int | None, own: int) -> int:
    step = next((step for lead, step in _STEPS if word.startswith(lead)), 0)
    return (base if base is not None and step else own) + step


def figure_of_year(scopes: Sequence[Scope], year: int, column: str) -> YearFigure | None:
    """The amount of one year in one column; None where the declarations differ or have none."""
    if column in {"budget", "initial"}:
        own = [one for s in scopes if s.year == year and (one := _declared(s)) is not None]
        if own:
            return own[0] if len({one.number for one in own}) == 1 else None
    fields = ("initial", "adjusted") if column == "budget" else (column,)
    rows: list[YearFigure] = []
    for scope in scopes:
        for row in scope.declaration.executions if scope.declaration else ():
            amounts = [(field, getattr(row, field)) for field in fields]
            field, amount = next(((f, m) for f, m in amounts if m is not None), ("", None))
            if row.year == year and isinstance(amount, Money):
                name = _NAMES[field] + ("（预计）" if row.estimated and field == "executed" else "")
                rows.append(YearFigure(year, name, amount.yuan, printed(amount), (row.locator,)))
    return rows[0] if len({row.number for row in rows}) == 1 else None


def _declared(scope: Scope) -> YearFigure | None:
    """What a declaration asks for: to the yuan where its lines say it and the total is rounded."""
    declared = scope.declaration
    if declared is None or declared.total is None or declared.total_locator is None:
        return None
    assert scope.year is not None
    amounts = [line.amount.yuan for line in declared.budget_lines if line.amount]
    total = sum(amounts, Decimal(0))
    rounded = abs(total - declared.total.yuan) < Decimal(100)
    places = (declared.total_locator,)
    if not rounded or total == declared.total.yuan or len(amounts) != len(declared.budget_lines):
        shown = printed(declared.total)
        return YearFigure(scope.year, "申报预算", declared.total.yuan, shown, places)
    lines = tuple(line.locator for line in declared.budget_lines)
    shown = f"{printed(declared.total)}，明细合计{yuan(total)}"
    return YearFigure(scope.year, "申报预算", total, shown, (*places, *lines))


def _told(query: Query, scopes: Sequence[Scope], first: YearFigure, second: YearFigure) -> Answer:
    if second.year > first.year:
        first, second = second, first
    notes = Notes()
    gap = first.number - second.number
    head = (
        f"{first.year}年{first.name}{first.shown}{notes.mark(*first.places)}，"
        f"{second.year}年{second.name}{second.shown}{notes.mark(*second.places)}"
    )
    label = f"{scopes[0].place or ''}“{scopes[0].project}”"
    if not gap:
        return answer(query, f"{label}：{head}，两年**相同**，相差0元。", notes, kind="compare")
    word = "增加" if gap > 0 else "减少"
    share = ""
    if second.number:
        percent = (abs(gap) / second.number * 100).quantize(Decimal("0.01"))
        share = f"，{'增长' if gap > 0 else '下降'}{grouped(percent)}%"
    text = (
        f"{label}：{first.year}年比{second.year}年**{word}{yuan(abs(gap))}**{share}"
        f"（{grouped(first.number)} − {grouped(second.number)} = {grouped(gap)}）。{head}。"
    )
    return answer(query, text, notes, kind="compare")
