"""TXT (parts): what the text lists against what the budget holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.jobs.check.case import Case, Part, Stretch
from assistant.jobs.check.figures import plain_number, said
from assistant.jobs.check.names import core, normal, pairs
from assistant.jobs.check.narrative import sentences
from assistant.jobs.check.registry import Flag, rule

_LIST = re.compile(r"(?:包括|包含|用于|分为|主要内容(?:为|是)?|组成|主要为|涉及)[:：]?")
_COUNTED = re.compile(
    r"(?<![第\d])(?P<n>[二两三四五六七八九十]|\d{1,2})\s*(?:个)?(?P<of>部分|方面|大类|板块|大块|项内容|项工作|项任务)"
)


_CLAUSE = r"\s*(?:在|做好|开展|进行|发动|通过|为|对|将|以|并|从|使|按|由|各|如下|详见|其中|提高|提升|保障|确保)"


def _pieces(text: str) -> list[tuple[int, str]]:
    """(offset, item) of an enumeration; brackets are opened, 和 and 及 split only the last."""
    flat = re.sub(r"[（(](?:主要)?(?:包括|含|包含)?|[）)]", lambda m: "、" * len(m.group()), text)
    found: list[tuple[int, str]] = []
    at, after = 0, ""
    for chunk in re.split(r"([、，,；;])", flat):
        if chunk in "、，,；;":
            at, after = at + len(chunk), chunk
            continue
        if after in {"，", ","} and re.match(_CLAUSE, chunk):
            at += len(chunk)
            continue
        tail = re.match(r"(?P<a>[^和及]{3,})(?:和|以及|及)(?P<b>.{3,})", chunk)
        if tail:
            found += [(at, tail["a"]), (at + tail.start("b"), tail["b"])]
        elif len(chunk.strip()) >= 2:
            found.append((at, chunk))
        at += len(chunk)
    return found


def _mentions(case: Case, part: Part, text: str) -> bool:
    return case.spoken_of(part, text)


def _budget_text(case: Case) -> str:
    names = [p.name for p in case.parts]
    names += [line.item + (line.note or "") for p in case.parts for line in p.lines]
    return normal("；".join(names))


def _enumerations(case: Case) -> Iterator[tuple[Stretch, int, str]]:
    """(stretch, offset, text) of sentences that list most parts of the budget, outside the goals."""
    if len(case.parts) < 3:
        return
    goals = [
        g
        for g in (case.declaration.goals.overall_locator, case.declaration.goals.annual_locator)
        if g
    ]
    for stretch in case.prose:
        if any(g.start <= stretch.start < g.end for g in goals):
            continue
        if re.search(r"计划|方式|流程|目标", case.heading_at(stretch.start)):
            continue
        for sentence in sentences(stretch):
            trigger = _LIST.search(sentence.group())
            if not trigger or "、" not in sentence.group()[trigger.end() :]:
                continue
            listed = sentence.group()[trigger.end() :]
            about = sum(1 for p in case.parts if _mentions(case, p, normal(listed)))
            if about >= max(2, len(case.parts) / 2):
                yield stretch, sentence.start() + trigger.end(), listed


@rule(
    "TXT005", "正文列举漏了预算中的部分", "warning",
    what="正文列举项目内容、资金用途时，漏了预算明细中的一部分。",
    why="项目内容、资金用途和预算明细要一一对应。",
    certainty="S",
    wrong="资金用于河道保洁服务、沿河护栏维修等。",
    right="资金用于河道保洁服务、水质监测、沿河护栏维修等。",
)  # fmt: skip
def parts_omitted(case: Case) -> Iterator[Flag]:
    """An enumeration that names most parts but not all."""
    for stretch, offset, listed in _enumerations(case):
        text = normal(listed)
        absent = [p for p in case.parts if not _mentions(case, p, text)]
        if absent:
            start = stretch.start + offset
            amount = sum((p.amount for p in absent), Decimal(0))
            share = f"，占预算 {float(amount / case.budget):.2%}" if case.budget else ""
            yield Flag(
                case.at(start, start + len(listed), stretch.cell),
                f"列举中没有：{'、'.join(p.name for p in absent)}（{said(amount)}{share}）",
                tuple(p.locator for p in absent), "补上漏掉的部分，或调整预算",
            )  # fmt: skip


@rule(
    "TXT006", "正文列举的内容没有预算", "warning",
    what="正文列举的当年内容，预算明细里没有对应的一行。",
    why="写进项目内容的事要有预算，没有预算的应删去或说明资金来源。",
    certainty="S",
    wrong="主要内容包括河道保洁服务、水质监测、沿河护栏维修、消防器材更换等。",
    right="主要内容包括河道保洁服务、水质监测、沿河护栏维修等。",
)  # fmt: skip
def listed_without_money(case: Case) -> Iterator[Flag]:
    """Items of an enumeration that no budget line is about."""
    budget = _budget_text(case)
    for stretch, offset, listed in _enumerations(case):
        items = [
            (at, re.sub(r"等?(?:内容|方面|项目)?[。；;]?$", "", t)) for at, t in _pieces(listed)
        ]
        items = [(at, t) for at, t in items if pairs(t)]
        unknown = [(at, t) for at, t in items if not any(p in budget for p in pairs(t))]
        if len(items) < 3 or len(unknown) > len(items) / 2:
            continue
        for at, text in unknown:
            if len(core(text)) < 2 or len(text) > 16 or _COUNTED.search(text):
                continue
            start = stretch.start + offset + at
            yield Flag(
                case.at(start, start + len(text), stretch.cell),
                f"“{text.strip()}”列为项目内容，预算明细中没有这一项", (case.parts[0].locator,),
                "补充预算，或从内容中删去",
            )  # fmt: skip


@rule(
    "TXT007", "部分数与列举不符", "warning",
    what="“三部分”“四个方面”等数目与后面（前面）列举的个数不一致。",
    why="数目与列举要相符。",
    certainty="I",
    wrong="河道保洁、水质监测和护栏维修四部分内容", right="河道保洁、水质监测和护栏维修三部分内容",
)  # fmt: skip
def count_of_parts(case: Case) -> Iterator[Flag]:
    """N部分 against the number of things listed."""
    for stretch in case.prose:
        for sentence in sentences(stretch):
            text = sentence.group()
            match = _COUNTED.search(text)
            trigger = _LIST.search(text)
            if not match or not trigger:
                continue
            said_number = plain_number(match["n"])
            after = trigger.end() if trigger.start() >= match.end() else None
            listed = text[after:] if after else text[trigger.end() : match.start()]
            items = [t for _, t in _pieces(re.split(r"[。；;]|[，,]", listed)[0])]
            if said_number is None or len(items) < 2 or "等" in listed:
                continue
            if int(said_number) != len(items):
                yield Flag(
                    case.within(Stretch(stretch.start + sentence.start(), stretch.end, text, stretch.cell), match),
                    f"写“{match.group()}”，列举了 {len(items)} 项：{'、'.join(i.strip() for i in items)}",
                    (), "改正数目或补全列举",
                )  # fmt: skip
    yield from _tallies(case)


_TALLY = re.compile(
    r"(?P<what>三级(?:绩效)?指标|绩效指标|预算明细|明细项目|支出明细)(?:[^。；;，,\d一二三四五六七八九十]{0,6})"
    r"(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?P<u>个|项|条)"
)


def _tallies(case: Case) -> Iterator[Flag]:
    """共设三级指标14项 against the rows of the table."""
    declaration = case.declaration
    for stretch, match in case.search(_TALLY):
        indicators = "指标" in match["what"]
        rows = len(declaration.indicators) if indicators else len(declaration.budget_lines)
        number = plain_number(match["n"])
        before = stretch.text[max(0, match.start() - 8) : match.start()]
        if not rows or number is None or number == rows or re.search(r"其中|[级标类]的?$", before):
            continue
        if indicators and any(i.uncertain for i in declaration.indicators):
            continue
        first = declaration.indicators[0] if indicators else declaration.budget_lines[0]
        yield Flag(
            case.within(stretch, match), f"写“{match.group()}”，表中是 {rows} {match['u']}",
            (first.locator,), "改正数目或补全表格",
        )  # fmt: skip
