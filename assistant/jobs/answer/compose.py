"""行文: short answers with the figure first and one citation for each claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.domain.answer import Answer, Citation, DerivationStep
from assistant.domain.declaration import Execution
from assistant.domain.figures import grouped, printed, yuan
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.whole_value import in_full
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry

_LONGEST = 420
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[（(]?[一二三四五六七八九十\d]+[、.．）)])")
NO_BASIS = "资料中没有依据"


@dataclass
class Notes:
    """The citations of an answer in the making; ``mark`` numbers each place once."""

    citations: list[Citation] = field(default_factory=list)

    def mark(self, *places: Locator, title: str | None = None) -> str:
        """The [n] marks of the places."""
        return "".join(self._mark(place, title) for place in places)

    def _mark(self, place: Locator, title: str | None) -> str:
        for one in self.citations:
            if one.locator == place:
                return f"[{one.n}]"
        name = title or place.source.rsplit(".", 1)[0]
        self.citations.append(Citation(len(self.citations) + 1, name, place))
        return f"[{len(self.citations)}]"


def answer(
    query: Query, text: str, notes: Notes, *, kind: str | None = None,
    derivation: tuple[DerivationStep, ...] = (),
) -> Answer:  # fmt: skip
    """An answer that stands on its citations."""
    return Answer(
        query.question, kind or query.intent, text, tuple(notes.citations), derivation=derivation
    )


def refusal(
    query: Query, reason: str, *, kind: str | None = None, suggestions: tuple[str, ...] = ()
) -> Answer:
    """Nothing in the library bears on the question: say so, and what was looked for."""
    return Answer(
        query.question, kind or query.intent, f"{NO_BASIS}。{reason}", (), True, reason,
        suggestions=suggestions,
    )  # fmt: skip


def merged(question: str, parts: Sequence[str], each: Sequence[Answer]) -> Answer:
    """The answers to the parts of one question, with one run of citations."""
    notes = Notes()
    texts: list[str] = []
    for part, one in zip(parts, each, strict=True):
        numbers = {c.n: notes.mark(c.locator, title=c.title) for c in one.citations}
        text = _renumbered(one.answer, numbers)
        texts.append(f"**{part}**\n{text}" if len(parts) > 1 else text)
    refused = all(one.refused for one in each)
    return Answer(
        question, each[0].kind, "\n\n".join(texts), tuple(notes.citations), refused,
        "；".join(one.reason for one in each if one.reason) if refused else None,
        tuple(step for one in each for step in one.derivation),
        suggestions=tuple(dict.fromkeys(s for one in each for s in one.suggestions))[:3],
    )  # fmt: skip


def _renumbered(text: str, marks: Mapping[int, str]) -> str:
    def mark(found: re.Match[str]) -> str:
        return marks.get(int(found[1]), found[0])

    return re.sub(r"\[(\d+)\]", mark, text)


def amount(number: Decimal | None, raw: str) -> str:
    """An amount as printed with its unit made explicit; computed ones in 元 with 万元 beside."""
    if number is None:
        return raw
    return printed(Money(raw, number)) if raw else yuan(number)


def clean(text: str, limit: int = _LONGEST) -> str:
    """Running text on one line for each paragraph, cut at a sentence where it is long."""
    lines = [" ".join(line.split()) for line in _PARAGRAPH.split(text)]
    joined = "\n".join(line for line in lines if line)
    if len(joined) <= limit:
        return joined
    cut = max(joined.rfind(mark, limit // 2, limit) for mark in "。；\n")
    return joined[: cut + 1 if cut > 0 else limit] + "……"


def value_of(entry: Entry) -> str:
    """An entry's value as it is shown."""
    if entry.measure == "元" and entry.kind != "indicator":
        return amount(entry.number, entry.value)
    if entry.kind == "indicator":
        raw = " ".join(entry.value.split())
        row = entry.indicator
        if row is not None and "target" not in row.uncertain and raw:
            raw = in_full(row.target, row.name)
        if entry.measure == "元" and entry.number is not None and "元" not in raw:
            return f"{raw}元"
        return raw or "（空）"
    return clean(entry.value)


def sentence(entry: Entry, notes: Notes) -> str:
    """One entry as a sentence with its mark."""
    label = entry.scope.label
    mark = notes.mark(*entry.places)
    value = value_of(entry)
    if entry.kind == "indicator":
        row = entry.indicator
        text = f"{label}的“{entry.name}”目标值为**{value}**"
        if row is not None and row.actual is not None and row.actual.raw in row.locator.quote:
            text += f"，实际完成值为**{' '.join(row.actual.raw.split())}**"
        text += mark
        if row is not None and "target" in row.uncertain:
            text += "（该单元格读取存疑，请核对原表）"
        return text + "。"
    if entry.kind == "group":
        lines = "；".join(
            f"{part.name} {amount(part.number, part.value)}{notes.mark(part.locator)}"
            for part in entry.parts
        )
        formula = " + ".join(grouped(p.number) for p in entry.parts if p.number is not None)
        total = yuan(entry.number or Decimal(0))
        head = f"{label}的“{entry.name}”合计**{total}**，由{len(entry.parts)}行组成"
        return f"{head}（{formula} = {grouped(entry.number or Decimal(0))}）：{lines}。"
    return _plain_sentence(entry, label, value, mark)


def _plain_sentence(entry: Entry, label: str, value: str, mark: str) -> str:
    if entry.kind == "budget_line":
        text = f"{label}的预算明细“{entry.name}”为**{value}**{mark}"
        line = entry.line
        if line and line.unit_price and line.quantity and line.quantity != 1:
            text += f"，单价{printed(line.unit_price)}，数量{grouped(line.quantity)}"
        return text + "。"
    if entry.kind == "declaration":
        return f"{label}的年度预算为**{value}**{mark}。"
    if entry.kind == "account":
        year = (
            f"{entry.year}年" if entry.year and str(entry.year) not in (entry.group or "") else ""
        )
        return f"{year}{entry.group or ''}中，“{entry.name}”为**{value}**{mark}。"
    if entry.kind == "execution":
        return f"{label}：{entry.year}年{entry.name}为**{value}**{mark}。"
    if entry.kind == "plan":
        return f"{label}的实施计划：{value}，{entry.name}{mark}。"
    if entry.kind == "term":
        return f"**{entry.name}**：{value}{mark}"
    if entry.kind in {"section", "goal", "activity"}:
        return f"{label}的“{title(entry.name)}”：\n{value}{mark}"
    return f"{label}的“{entry.name}”为**{value}**{mark}。"


def title(text: str) -> str:
    """A heading without its numbering and stops."""
    return re.sub(r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)+", "", text).strip(" 。：:")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "／") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def executions(rows: Sequence[tuple[str, Execution]], notes: Notes) -> str:
    """Execution rows as a table; ``rows`` pair the declaration's label with the row."""
    cells = []
    for label, row in rows:
        year = f"{row.year}年" + ("（预计）" if row.estimated else "")
        amounts = [printed(m) if m else "—" for m in (row.initial, row.adjusted, row.executed)]
        rate = f"{row.rate}%" if row.rate is not None else "—"
        cells.append((label, year, *amounts, rate + notes.mark(row.locator)))
    return table(("项目", "年份", "年初预算", "调整后预算", "预算执行数", "执行率"), cells)
