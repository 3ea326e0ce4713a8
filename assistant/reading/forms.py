"""申报表: funding, goals, period and other facts of a form, from its labelled cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.domain.declaration import FormField, Funding, FundSource, Repair
from assistant.domain.document import Document
from assistant.domain.locator import Locator
from assistant.domain.money import Money, money_unit, parse_money
from assistant.domain.numerals import half_width
from assistant.reading.captions import declared_unit, heading_unit
from assistant.reading.fields import (
    MEANING,
    Labelled,
    form_field,
    labelled_cells,
    line_fields,
    read_label,
    split_label,
    tidy_label,
    value_of,
)
from assistant.reading.grid import Grid, Piece
from assistant.reading.markup import squeeze
from assistant.reading.sources import fund_sources, source_lines
from assistant.reading.spoken import spoken_fields

_FUNDS = ("total", "annual_total", "fiscal", "annual_fiscal", "carried_over", "other")
_AMOUNT = re.compile(r"(?:人民币|[¥￥])?\s*[-−]?\d[\d,，. ]{0,24}")
_EXPLAINED = re.compile(
    r"(?:人民币|[¥￥])?\s*(?P<amount>\d[\d,.]*\s*(?:[百千万亿]*元))\s*(?:[(（,，;；。]|$)"
)
"""An amount with its unit, and what is said of it after: 710,000元（区级财政全额安排）."""
_FUND_LINE = re.compile(
    r"(?P<label>[㐀-鿿:：()（）\d、.． ]{2,20}?)[:：]\s*(?P<amount>\d[\d,.]*)\s*(?P<unit>万?元)?"
)
_LONG = ("overall", "annual", "summary", "basis", "resources", "notes")


@dataclass(slots=True)
class Form:
    """What the forms of one declaration say."""

    fields: list[FormField] = field(default_factory=list)
    by_meaning: dict[str, FormField] = field(default_factory=dict)
    funding: Funding = field(default_factory=Funding)
    goals: dict[str, tuple[str, Locator]] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    project_pieces: tuple[Piece, ...] = ()
    unit_pieces: tuple[Piece, ...] = ()

    def text(self, meaning: str) -> str | None:
        """The value of a field, None where it is absent or empty."""
        found = self.by_meaning.get(meaning)
        return found.value or None if found else None

    def locator(self, meaning: str) -> Locator | None:
        """Where a field's value stands."""
        found = self.by_meaning.get(meaning)
        return found.locator if found and found.value else None


def read_form(
    document: Document, parts: Sequence[tuple[Grid, Sequence[int]]], start: int, end: int
) -> Form:
    """The form facts of ``parts`` (grids and their rows that are forms) and of [start, end)."""
    form = Form()
    amounts: dict[str, tuple[Money, Locator]] = {}
    unit: str | None = None
    for grid, rows in parts:
        if not rows:
            continue
        unit = _form_unit(grid, rows, start) or unit
        for found in labelled_cells(grid, rows):
            _take(form, grid, found)
            if found.meaning in _FUNDS and found.pieces:
                _fund(grid, found, unit, amounts)
            if found.meaning == "funds" and found.pieces:
                _fund_lines(grid, found, unit, amounts)
        _goals_below(form, grid, rows)
    _take_lines(form, document, (start, end), unit, amounts)
    listed = list(fund_sources(parts, unit))
    sources = [source for whole, source in listed if not whole]
    period = [source for whole, source in listed if whole]
    for meaning, source in source_lines(document, start, end):
        if meaning and meaning not in amounts:
            amounts[meaning] = (source.amount, source.locator)
        elif not meaning and all(s.name != source.name for s in sources):
            sources.append(source)
    form.funding = replace(_funding(amounts, unit, tuple(sources)), period_sources=tuple(period))
    _goals_within(form, document)
    return form


def take_given(form: Form, given: Mapping[str, FormField]) -> None:
    """Fields that stand in columns of their own (a system's export), as if the form had them."""
    for meaning, entry in given.items():
        form.fields.append(entry)
        form.by_meaning[meaning] = entry
        if meaning in {"overall", "annual", "goal"}:
            form.goals.setdefault("overall" if meaning == "overall" else "annual",
                                  (entry.value, entry.locator))  # fmt: skip
        if meaning in {"total", "annual_total"}:
            key = "total" if meaning == "total" else "annual"
            money = parse_money(entry.value, heading_unit(entry.label))
            if money is not None and getattr(form.funding, key) is None:
                places = (*form.funding.locators, (key, entry.locator))
                total = money if key == "total" else form.funding.total
                annual = money if key == "annual" else form.funding.annual
                form.funding = replace(
                    form.funding, total=total, annual=annual, locators=places
                )  # fmt: skip


def _take_lines(
    form: Form, document: Document, span: tuple[int, int], unit: str | None,
    amounts: dict[str, tuple[Money, Locator]],
) -> None:  # fmt: skip
    """Fields that stand in lines of text (实施单位：某局)."""
    for meaning, entry in line_fields(document, *span):
        if meaning not in form.by_meaning or not form.by_meaning[meaning].value:
            form.by_meaning[meaning] = entry
        if meaning in {"overall", "annual"} and entry.value and meaning not in form.goals:
            form.goals[meaning] = (entry.value, entry.locator)
        form.fields.append(entry)
        told = _EXPLAINED.match(entry.value) if meaning in {"total", "annual_total"} else None
        money = parse_money(told["amount"], unit) if told else None
        if money is not None and meaning not in amounts:
            amounts[meaning] = (money, entry.locator)
    for meaning, text, place in _goals_under(document, *span):
        form.goals.setdefault(meaning, (text, place))
    if form.project_pieces:
        return  # a form of cells: what its text says besides is no field of it
    for meaning, entry in spoken_fields(document, *span):
        known = {m for m, field in form.by_meaning.items() if field.value}
        if meaning in known or (meaning == "unit" and "declarer" in known):
            continue
        form.by_meaning[meaning] = entry
        form.fields.append(entry)


def _goals_under(document: Document, start: int, end: int) -> Iterator[tuple[str, str, Locator]]:
    """Goals that stand in the paragraph below a line that is only their label (年度目标)."""
    for label, below in pairwise(document.blocks):
        if "table" in {label.kind, below.kind} or not start <= label.start < end:
            continue
        told = read_label(document.text[label.start : label.end].strip().lstrip("# "))
        text = document.text[below.start : below.end].strip()
        if told and told[0] in {"overall", "annual"} and len(text) >= _SHORTEST_GOAL:
            yield told[0], text, document.locate(below.start, below.end)


_SHORTEST_GOAL = 10


def _form_unit(grid: Grid, rows: Sequence[int], since: int) -> str | None:
    """The unit of money of a form: in its own labels (项目资金（元）), else declared above it."""
    for row in rows:
        for piece in grid.rows[row]:
            text = re.sub(r"\s", "", half_width(piece.text))
            found = re.search(r"\(((?:百|千|万|亿)?元)\)", text)
            if found and (len(text) <= 16):
                return found.group(1)
        for label, value in pairwise(grid.rows[row]):  # 金额单位 in a cell, 万元 in the next
            if re.fullmatch(r"(?:金额|计量|货币|资金)单位[:：]?", re.sub(r"\s", "", label.text)):
                unit = money_unit(value.text.strip())
                if unit:
                    return unit
            found = re.search(r"单位:((?:百|千|万|亿)?元)", text)
            if found:
                return found.group(1)
    first = next((p for r in rows for p in grid.rows[r]), None)
    return declared_unit(grid.document, first.start, since=since) if first else None


def _take(form: Form, grid: Grid, found: Labelled) -> None:
    if found.meaning in _FUNDS:
        return
    entry = form_field(grid, found)
    splinter = not grid.exact and len(entry.value) < 8
    if (not entry.value or splinter) and found.meaning in {"overall", "annual", "goal", "funds"}:
        return
    if found.meaning == "goal" and (
        len(entry.value) < 8
        or entry.value.endswith("目标")
        or len(found.pieces) != 1
        or found.label not in found.label_piece.text
    ):
        # 绩效目标 before the headings of its two goals, or torn to splinters
        return
    known = form.by_meaning.get(found.meaning)
    form.fields.append(entry)
    if known is None or not known.value:
        form.by_meaning[found.meaning] = entry
        if found.meaning == "project":
            form.project_pieces = found.pieces
        if found.meaning == "unit":
            form.unit_pieces = found.pieces
    if found.meaning in {"overall", "annual"} and entry.value and found.meaning not in form.goals:
        form.goals[found.meaning] = (entry.value, entry.locator)


def _fund(
    grid: Grid, found: Labelled, unit: str | None, amounts: dict[str, tuple[Money, Locator]]
) -> None:
    """One amount beside its label; the second 其他资金 of a form is that of the year."""
    for piece in found.pieces:
        text = piece.text.strip()
        figure = _AMOUNT.match(text)
        if figure is None:
            continue
        explained = _EXPLAINED.match(text)
        if explained is None and len(text) > 30:
            continue
        money = parse_money(explained["amount"] if explained else text, unit)
        key = found.meaning
        if key == "other" and "annual_total" in amounts and _right_half(grid, found):
            key = "annual_other"
        if key == "fiscal" and key in amounts and _right_half(grid, found):
            key = "annual_fiscal"
        if money is not None and key not in amounts:
            amounts[key] = (money, grid.locate([piece]))
        return


def _right_half(grid: Grid, found: Labelled) -> bool:
    others = [
        p for p in grid.rows[found.label_piece.row]
        if p.column < found.label_piece.column
        and (tidy_label(p.text) in MEANING or len(split_label(grid, p)) > 1)
    ]  # fmt: skip
    return bool(others)


def _fund_lines(
    grid: Grid, found: Labelled, unit: str | None, amounts: dict[str, tuple[Money, Locator]]
) -> None:
    """Amounts listed as lines within one cell (一、项目总预算：… 二、当年预算：…)."""
    document = grid.document
    for piece in found.pieces:
        for line in _FUND_LINE.finditer(document.text, piece.start, piece.end):
            told = read_label(tidy_label(line.group("label").split(">")[-1]))
            if told is None or told[0] not in _FUNDS or told[0] in amounts:
                continue
            money = parse_money(line.group("amount"), line.group("unit") or unit)
            if money is not None:
                at = document.locate(line.start("amount"), line.end("amount"))
                amounts[told[0]] = (money, at)


def _goals_below(form: Form, grid: Grid, rows: Sequence[int]) -> None:
    """Goals whose headings stand side by side and whose texts stand in the row below.

    Beside the goal of a self-evaluation stands what was achieved (实际完成情况): a field.
    """
    for row in rows:
        _goal_under(form, grid, row)
        labels = [(p, _goal_heading(p.text)) for p in grid.rows[row]]
        heads = [(p, told) for p, told in labels if told]
        if len(heads) < 2 or row + 1 >= len(grid.rows):
            continue
        texts = [p for p in grid.rows[row + 1] if len(p.text) >= 8]
        for meaning, piece in _below(heads, texts):
            at = grid.locate([piece])
            form.fields.append(FormField(_GOAL_LABELS[meaning], piece.text, at))
            if meaning != "achieved":
                form.goals[meaning] = (piece.text, at)


def _goal_under(form: Form, grid: Grid, row: int) -> None:
    """A goal whose heading and text are two rows of one cell each (a sheet's narrative)."""
    if row + 1 >= len(grid.rows) or len(grid.rows[row]) != 1 or len(grid.rows[row + 1]) != 1:
        return
    (head,), (below,) = grid.rows[row], grid.rows[row + 1]
    told = read_label(head.text)
    meaning = {"goal": "annual"}.get(told[0], told[0]) if told else ""
    if meaning in {"overall", "annual"} and len(below.text) >= 15 and meaning not in form.goals:
        form.goals[meaning] = (below.text, grid.locate([below]))


_GOAL_LABELS = {
    "overall": "项目总目标", "annual": "年度绩效目标", "achieved": "年度目标实际完成情况",
}  # fmt: skip
_ACHIEVED = re.compile(r"(?:全年|年度|实际|目标)*(?:实际)?(?:完成|实现)情况")


def _goal_heading(text: str) -> str | None:
    """overall, annual or achieved where a cell heads a goal's text."""
    told = read_label(text)
    if told and told[0] in {"overall", "annual"}:
        return told[0]
    return "achieved" if _ACHIEVED.fullmatch(re.sub(r"\s", "", text)) else None


def _goals_within(form: Form, document: Document) -> None:
    """Goals that one cell or field lists (总目标：… 年度目标：…), else the one goal it states."""
    entry = form.by_meaning.get("goal")
    if entry is None or not entry.value:
        return
    start, end = entry.locator.start, entry.locator.end
    heads = [
        (m, told)
        for m in _GOAL_HEAD.finditer(document.text, start, end)
        if (told := _goal_heading(m["label"])) and told != "achieved"
    ]
    for n, (head, meaning) in enumerate(heads):
        stop = heads[n + 1][0].start() if n + 1 < len(heads) else end
        text = document.text[head.end() : stop].strip()
        if text and meaning not in form.goals:
            at = document.text.index(text, head.end())
            form.goals[meaning] = (squeeze(text), document.locate(at, at + len(text)))
    if not heads and not form.goals:
        form.goals["annual"] = (entry.value, entry.locator)


_GOAL_HEAD = re.compile(r"(?P<label>[㐀-鿿]{1,10}目标)(?:[(（][^()（）]{1,14}[)）])?\s*[:：]")


def _below(heads: Sequence[tuple[Piece, str]], texts: Sequence[Piece]) -> list[tuple[str, Piece]]:
    """The text below each heading: by column where the columns say it, else in order.

    A heading of both (总体目标 before 实施期目标 and 年度目标) has no text of its own.
    """
    by_column = []
    for text in texts:
        over = [(h, m) for h, m in heads if h.column <= text.column <= h.last]
        if len(over) == 1:
            by_column.append((over[0][1], text))
    if len(by_column) == len(texts) >= 2:
        return by_column
    if len(texts) == len(heads) - 1 >= 2:
        heads = heads[1:]
    if len(texts) != len(heads):
        return []
    return [(meaning, piece) for (_, meaning), piece in zip(heads, texts)]


def _funding(
    amounts: dict[str, tuple[Money, Locator]], unit: str | None, sources: tuple[FundSource, ...]
) -> Funding:
    def get(key: str) -> Money | None:
        return amounts[key][0] if key in amounts else None

    names = {"annual_total": "annual"}
    return Funding(
        total=get("total"),
        annual=get("annual_total"),
        fiscal=get("fiscal"),
        annual_fiscal=get("annual_fiscal"),
        carried_over=get("carried_over"),
        other=get("other"),
        annual_other=get("annual_other"),
        unit=unit,
        locators=tuple((names.get(k, k), at) for k, (_, at) in amounts.items()),
        sources=sources,
    )


def period_of(form: Form) -> str | None:
    """``2024-01-01—2024-12-31`` from the two dates of the form, or its one field."""
    start, finish = form.text("start"), form.text("finish")
    if start and finish:
        return "—".join(re.sub(r"\s", "", date) for date in (start, finish))
    return form.text("period")


def category_of(form: Form) -> str | None:
    """经常性项目, 一次性项目 …: the nature where the form has one, else its category."""
    for meaning in ("nature", "category"):
        entry = form.by_meaning.get(meaning)
        if entry is None:
            continue
        if entry.checked:
            return "、".join(entry.checked)
        if entry.value and "<" not in entry.value:
            return entry.value
    return None


__all__ = ["Form", "category_of", "period_of", "read_form", "value_of"]
