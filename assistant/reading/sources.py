"""资金来源: the rows of a form that name where the money comes from (中央补助, 省级资金, 自筹).

The usual rows (财政资金, 其他资金, 上年结转) are fields of their own; this reads the others, told by
what a source of public money is called, never by a list of places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from assistant.domain.declaration import FundSource
from assistant.domain.document import Document
from assistant.domain.money import money_unit, parse_money
from assistant.domain.numerals import half_width
from assistant.reading.fields import read_label
from assistant.reading.grid import Grid, Piece

_GIVERS = (
    r"中央|国家|省级?|自治区|市级?|区级?|县级?|旗级?|州级?|乡级?|镇级?|街道|村级?|本级|上级|地方|财政|政府|部门|单位|项目"
    r"|企业|社会|个人|群众|集体|银行|主管|其他"
)
_KINDS = r"补助|补贴|拨款|资金|自筹|配套|转移支付|投入|债券|贷款|捐赠|捐款|奖补|专款|基金|公益金|经费|收入|结余|结转|财政"
_KINDS += r"|投资|返还|残保金|保障金|资本金|融资|附加|预算内"
_SOURCE = re.compile(
    r"(?:一般公共预算|政府性基金|国有资本经营预算|财政专户管理资金|单位自有资金|自有资金)(?:预算|拨款|财政拨款|资金|收入)*|"
    rf"(?:{_GIVERS})[㐀-鿿]{{0,10}}?(?:{_KINDS})(?:资金|收入|安排|费|款)?|(?:{_KINDS})(?:资金|收入)|自筹"
    rf"|[㐀-鿿]{{2,8}}(?:补助|自筹|配套|债券|贷款|捐赠|奖补|公益金|基金|转移支付)(?:资金)?"
)
_HEADED = re.compile(r"^(?:财政(?:性)?(?:资金|拨款)|资金来源|来源)[:：](?=.)")
"""A row's own source behind the word for all of them (财政性资金：中央补助)."""
_TOTAL = re.compile(r"合计|总计|总额|小计|总投资|总预算")
_FIGURE = re.compile(r"[-−]?\d[\d,，.]*\s*(?:[百千万亿]*元)?")
_LINE = re.compile(
    r"^[ \t　]*(?:[-*•][ ]+)?(?:其中\s*[:：]\s*|[(（]?\d{1,2}[)）.、．]\s*)?"
    r"(?P<label>[㐀-鿿()（）]{2,16})[ ]*[:：][ \t]*(?P<amount>\d[\d,.]*[ ]*[百千万亿]*元)[ \t]*[；;。]?[ \t]*$",
    re.MULTILINE,
)
_HEAD = re.compile(r"资金来源|来源渠道|经费来源")


def source_name(text: str) -> str | None:
    """The label of a source as printed, without 其中 and its unit; None where it is none."""
    label = re.sub(r"\s", "", half_width(text)).removeprefix("其中:").rstrip(":")
    label = re.sub(r"^(?:\(?\d{1,2}[).、]|[一二三四五六七八九十]、)", "", label)
    label = _HEADED.sub("", label)
    label = re.sub(r"\([^()]*元\)$", "", label)
    plain = re.sub(r"\([^()]*\)", "", label)
    plain = re.sub(r"(?<=级)预算$", "财政", plain)
    if _TOTAL.search(label) or not _SOURCE.fullmatch(plain):
        return None
    return label


_ITEM = re.compile(
    r"(?P<name>[㐀-鿿]{2,20})(?:[(（][^()（）]{1,10}[)）])?\s*(?P<amount>\d[\d,.]*\s*[百千万亿]*元)"
)
_LEAD = re.compile(r"^(?:其中|包括|资金来源|来源|由|为|含|主要|通过|及|和|以及|申请|拟|共|计划)+")
_TAIL = re.compile(r"(?:预算|安排|承担|负担|解决|支出|为|约|共计|合计|出资)+$")


def told_sources(
    document: Document, start: int, end: int, total: Decimal | None
) -> Iterator[tuple[bool, FundSource]]:
    """(whether of the whole life, source) of sentences that split an amount into its sources.

    ``其中中央1,200万元，县级配套500万元``: believed where the sources add up to ``total`` (the
    year's) or to the amount named right before them.
    """
    text = document.text
    for block in document.blocks:
        if block.kind == "table" or not start <= block.start < end:
            continue
        for sentence in re.finditer(r"[^。；;\n]+", text[block.start : block.end]):
            at = block.start + sentence.start()
            yield from _split_sum(document, at, at + len(sentence.group(0)), total)


def _split_sum(
    document: Document, start: int, end: int, total: Decimal | None
) -> Iterator[tuple[bool, FundSource]]:
    before: Decimal | None = None
    found: list[FundSource] = []
    inside = [m.span() for m in re.finditer(r"[(（][^()（）]*[)）]", document.text[start:end])]
    for item in _ITEM.finditer(document.text, start, end):
        if any(a < item.start() - start < b for a, b in inside):
            continue
        name = _TAIL.sub("", _LEAD.sub("", item["name"]))
        money = parse_money(item["amount"])
        if money is None:
            continue
        if source_name(name) is None:
            before = before if found else money.yuan
            continue
        shift = item["name"].index(name) if name in item["name"] else 0
        place = document.locate(item.start("name") + shift, item.end("amount"))
        found.append(FundSource(name, money, place))
    whole = sum((s.amount.yuan for s in found), Decimal(0))
    if len(found) < 2 or whole not in {total, before}:
        return
    for source in found:
        yield whole != total, source


def fund_sources(
    parts: Sequence[tuple[Grid, Sequence[int]]], unit: str | None
) -> Iterator[tuple[bool, FundSource]]:
    """(whether of the whole life, source) beside their amounts in the rows of forms."""
    for grid, rows in parts:
        within = False
        own = unit
        for row in rows:
            pieces = grid.rows[row]
            heads = [told for p in pieces if (told := read_label(p.text))]
            listed = any(_HEAD.search(p.text) for p in pieces)
            within = within or listed or any(m in _OF_FUNDS for m, _ in heads)
            if listed:
                own = money_unit(grid.line(row)) or own
            if not within:
                continue
            yield from _in_one_cell(grid, pieces, own)
            for label, value in pairwise(pieces):
                name = source_name(label.text)
                known = read_label(label.text)
                figure = _FIGURE.fullmatch(value.text.strip())
                if name is None or figure is None or (known and known[0] in _KEPT):
                    continue
                money = parse_money(value.text, own)
                if money is not None:
                    yield False, FundSource(name, money, grid.locate([label, value]))


def _in_one_cell(
    grid: Grid, pieces: Sequence[Piece], unit: str | None
) -> Iterator[tuple[bool, FundSource]]:
    """Sources that print name and amount in one cell (其中：市级资金 1566.00).

    Left of another pair in the row they are those of the project's whole life.
    """
    for n, piece in enumerate(pieces):
        told = re.fullmatch(
            r"(?P<name>[^\d]{2,20}?)[:：]?\s*(?P<amount>\d[\d,.]*)\s*(?:[百千万亿]*元)?", piece.text
        )
        name = source_name(told["name"]) if told else None
        money = parse_money(piece.text[told.start("amount") :], unit) if told else None
        if told is None or name is None or money is None or read_label(told["name"]):
            continue
        yield n + 1 < len(pieces), FundSource(name, money, grid.locate([piece]))


_OF_FUNDS = frozenset({"funds", "total", "annual_total", "fiscal", "annual_fiscal"})
_KEPT = _OF_FUNDS | {"carried_over", "other"}


def source_lines(document: Document, start: int, end: int) -> Iterator[tuple[str, FundSource]]:
    """(meaning, source) of lines such as ``其中：财政拨款：1,960,000.00元``; meaning may be empty."""
    for line in _LINE.finditer(document.text, start, end):
        label = half_width(line["label"])
        known = read_label(label)
        meaning = known[0] if known and known[0] in _KEPT else ""
        name = source_name(label)
        money = parse_money(line["amount"])
        if money is None or not (meaning or name):
            continue
        place = document.locate(line.start("label"), line.end("amount"))
        yield meaning, FundSource(name or label, money, place)
