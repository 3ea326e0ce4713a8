"""资金来源: the rows of a form that name where the money comes from (中央补助, 省级资金, 自筹).

The usual rows (财政资金, 其他资金, 上年结转) are fields of their own; this reads the others, told by
what a source of public money is called, never by a list of places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.domain.declaration import FundSource
from assistant.domain.document import Document
from assistant.domain.money import money_unit, parse_money
from assistant.domain.numerals import half_width
from assistant.reading.fields import read_label
from assistant.reading.grid import Grid

_GIVERS = (
    r"中央|国家|省级?|自治区|市级?|区级?|县级?|旗级?|州级?|乡级?|镇级?|街道|村级?|本级|上级|地方|财政|政府|部门|单位|项目"
    r"|企业|社会|个人|群众|集体|银行|主管|其他"
)
_KINDS = r"补助|补贴|拨款|资金|自筹|配套|转移支付|投入|债券|贷款|捐赠|捐款|奖补|专款|基金|公益金|经费|收入|结余|结转|财政"
_SOURCE = re.compile(
    rf"(?:{_GIVERS})[㐀-鿿]{{0,10}}?(?:{_KINDS})(?:资金|收入|安排)?|(?:{_KINDS})(?:资金|收入)|自筹"
    rf"|[㐀-鿿]{{2,8}}(?:补助|自筹|配套|债券|贷款|捐赠|奖补|公益金|基金|转移支付)(?:资金)?"
)
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
    label = re.sub(r"\([^()]*元\)$", "", label)
    plain = re.sub(r"\([^()]*\)$", "", label)
    if _TOTAL.search(label) or not _SOURCE.fullmatch(plain):
        return None
    return label


def fund_sources(
    parts: Sequence[tuple[Grid, Sequence[int]]], unit: str | None
) -> Iterator[FundSource]:
    """Sources beside their amounts in the rows of forms, unknown to the table of labels."""
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
            for label, value in pairwise(pieces):
                name = source_name(label.text)
                known = read_label(label.text)
                figure = _FIGURE.fullmatch(value.text.strip())
                if name is None or figure is None or (known and known[0] in _KEPT):
                    continue
                money = parse_money(value.text, own)
                if money is not None:
                    yield FundSource(name, money, grid.locate([label, value]))


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
