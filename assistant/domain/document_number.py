"""发文字号: 机关代字〔年份〕序号号, in every spelling that offices and askers use.

The rule (中办发〔2012〕14号 第九条, GB/T 9704-2012 §7.2.5): the issuer's 代字, the year in four
Arabic digits within 六角括号, the serial without 第 and without leading zeros, 号. What differs
from it is named in ``FoundNumber.irregular``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.issuer import is_known_code

_OPEN = "〔[(（【〈［<＜《｛{〖「『"
_CLOSE = "〕])）】〉］>＞》｝}〗」』"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {0x3000: 0x20, 0xA0: 0x20}
_NARROW_ONLY = str.maketrans({chr(wide): chr(narrow) for wide, narrow in _WIDE.items()})
_HAN_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {
    "零": "0", "○": "0",
}  # fmt: skip

_RUN = re.compile(r"[㐀-鿿](?:[ \t]?[㐀-鿿]){0,39}(?=[ \t]*\n?[ \t]*$)")
_YEAR = r"(?P<year>(?:19|20)\d{2}|[12](?:[ ]?\d){3}|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
_SERIAL = r"(?P<serial>\d{1,5})"
_GAP = r"[ \t]*\n?[ \t]*"
_BRACKETED = re.compile(
    rf"(?P<open>[{re.escape(_OPEN)}])[ ]*{_YEAR}[ ]*年?[ ]*"
    rf"(?P<close>[{re.escape(_CLOSE)}]){_GAP}(?P<nth>第)?[ ]*{_SERIAL}{_GAP}(?P<hao>[号號])?"
)
_BARE = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d{{2}})(?P<joint>[ ]*[年\-－–—/.,，、 ][ ]*)"
    rf"(?P<nth>第)?[ ]*{_SERIAL}[ ]*(?P<hao>[号號])?(?!\d)"
)
_DECREE = re.compile(r"令[ ]*(?:[（(])?第[ ]*(?P<serial>\d{1,4})[ ]*号")
_LOOK_BACK = 60
_NOT_A_DOCUMENT = re.compile(
    r"[ ]?(?:线|楼|门|院|室|店|口|桥|井|机|房|仓|库|地块|车|馆|桌|铺|弄|码)"
)

# Words of running text that may touch a 代字 on its left; the code begins after the last of them.
_LEAD = re.compile(
    r".*(?:根据|依据|按照|依照|参照|遵照|贯彻|落实|执行|关于|印发|转发|下发|发布|公布|通知|文件|文号|字号"
    r"|意见|办法|规定|方案|以及|请问|查询|查找|看看|一下|一个|什么是|什么叫|为什么|[等及与或的见即按以是依由在对了和])"
)
_ASKED = re.compile(r"^(?:谁|哪些?|帮我|我想|给我|引用|用|过|查|找|问|看|有没有|请)+")
_SERIES_TAIL = frozenset("发函规办字委政预绩建行通文党组综令号局厅府财法教人科信社农")
"""What a 代字 ends with; a number without brackets is believed in a document only after one."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """One 发文字号; a decree (国务院令第564号) has no year."""

    code: str
    year: int | None
    serial: int

    def __str__(self) -> str:
        if self.year is None:
            return f"{self.code}第{self.serial}号"
        return f"{self.code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number at ``text[start:end] == raw``; ``irregular`` names what breaks the rule."""

    number: DocumentNumber
    start: int
    end: int
    raw: str
    irregular: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartialNumber:
    """What an asker gave of a number: ``〔2017〕41号`` has no code, ``41号文`` neither year."""

    code: str | None
    year: int | None
    serial: int


def find_numbers(text: str, *, loose: bool = False) -> list[FoundNumber]:
    """Every document number in ``text``, in order.

    ``loose`` reads a question rather than a document: 号 may be absent and the 代字 need not look
    like one (沪公闵发2017 41).
    """
    narrow = text.translate(_NARROW_ONLY)
    found = [*_bracketed(narrow, text), *_bare(narrow, text, loose), *_decrees(narrow, text)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[FoundNumber] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def parse_number(text: str) -> DocumentNumber | None:
    """The first document number of a question or a cell; None where there is none."""
    found = find_numbers(text, loose=True)
    return found[0].number if found else None


def parse_partial(text: str) -> PartialNumber | None:
    """The parts of a number that ``text`` names, where a whole number is not there."""
    narrow = text.translate(_NARROW_ONLY)
    match = re.search(
        rf"(?:[{re.escape(_OPEN)}]?[ ]*(?P<year>(?:19|20)\d\d)[ ]*年?[{re.escape(_CLOSE)}]?[ ]*"
        r"[-－]?[ ]*第?[ ]*)?(?<!\d)(?P<serial>\d{1,5})[ ]*号(?P<after>文?)",
        narrow,
    )
    if match is None or _NOT_A_DOCUMENT.match(narrow, match.end()):
        return None
    year = match["year"]
    if year is None and not match["after"] and "文" not in narrow[match.end() : match.end() + 3]:
        return None
    return PartialNumber(None, int(year) if year else None, int(match["serial"]))


def _bracketed(narrow: str, text: str) -> Iterator[FoundNumber]:
    for match in _BRACKETED.finditer(narrow):
        start, code = _code_before(narrow, match.start())
        year = _year(match["year"])
        if not code or not 1949 <= year <= 2099 or _NOT_A_DOCUMENT.match(narrow, match.end()):
            continue
        if not match["hao"] and match["open"] in "(（<《「『{｛" and not is_known_code(code):
            continue
        number = DocumentNumber(code, year, int(match["serial"]))
        yield _found(number, start, match, narrow, text)


def _bare(narrow: str, text: str, loose: bool) -> Iterator[FoundNumber]:
    for match in _BARE.finditer(narrow):
        start, code = _code_before(narrow, match.start())
        if not code or _NOT_A_DOCUMENT.match(narrow, match.end()):
            continue
        if not loose and not (match["hao"] and code[-1] in _SERIES_TAIL and 3 <= len(code) <= 9):
            continue
        if loose and not match["hao"] and not is_known_code(code):
            continue
        if not 1949 <= int(match["year"]) <= 2099:
            continue
        number = DocumentNumber(code, int(match["year"]), int(match["serial"]))
        yield _found(number, start, match, narrow, text)


def _decrees(narrow: str, text: str) -> Iterator[FoundNumber]:
    for match in _DECREE.finditer(narrow):
        start, code = _code_before(narrow, match.start() + 1, limit=24)
        state = "中华人民共和国"
        if code.startswith(state):
            start, code = start + len(state), code[len(state) :]
        if len(code) < 3:
            continue
        number = DocumentNumber(code, None, int(match["serial"]))
        yield FoundNumber(number, start, match.end(), text[start : match.end()], ())


def _code_before(narrow: str, end: int, limit: int = 12) -> tuple[int, str]:
    """The 代字 that ends at ``end`` (a blank or one line break may stand between); may be empty."""
    floor = max(0, end - _LOOK_BACK)
    run = _RUN.search(narrow[floor:end])
    if run is None:
        return end, ""
    return _code_of(run.group(), floor + run.start(), limit)


def _found(
    number: DocumentNumber, start: int, match: re.Match[str], narrow: str, text: str
) -> FoundNumber:
    end = match.end("hao") if match["hao"] else match.end("serial")
    if match["hao"] and narrow[end : end + 1] == "文":
        end += 1
    raw = text[start:end]
    return FoundNumber(number, start, end, raw, tuple(_irregularities(match, raw)))


def _irregularities(match: re.Match[str], raw: str) -> Iterator[str]:
    parts = match.groupdict()
    opened, closed = parts.get("open"), parts.get("close")
    if opened is None:
        yield "年份无六角括号"
    elif opened != "〔" or closed != "〕":
        pair = _OPEN.index(opened) == _CLOSE.index(closed or "")
        yield f"年份括号为{opened}{closed}，应为〔〕" if pair else f"年份括号{opened}{closed}不成对"
    if not parts["year"].replace(" ", "").isdigit():
        yield "年份用汉字"
    if parts["nth"]:
        yield "序号前有“第”"
    if parts["serial"].startswith("0"):
        yield "序号有前导零"
    if not parts["hao"]:
        yield "缺“号”"
    if raw.endswith("文"):
        yield "“号”后多“文”"
    if re.search(r"[０-９]", raw):
        yield "全角数字"
    if re.search(r"\s", raw):
        yield "字号内有空格"


def _year(raw: str) -> int:
    digits = "".join(_HAN_DIGITS.get(char, char) for char in raw if char != " ")
    return int(digits) if digits.isdigit() else 0


def _place_before(text: str) -> bool:
    """Whether 区 belongs to a named district (徐汇区综治办), not to the speaker's own."""
    lead = _LEAD.match(text)
    rest = _ASKED.sub("", text[lead.end() :] if lead else text)
    return len(rest) >= 2


def _code_of(run: str, start: int, limit: int) -> tuple[int, str]:
    """Where the 代字 begins in a run of Han characters, and the 代字 (may be empty).

    A blank within it (沪公 闵发) belongs to it only where the joined code is one that is known.
    """
    tight = run.replace(" ", "").replace("\t", "")
    if tight != run:
        last = re.split(r"[ \t]", run)[-1]
        for at in range(len(run)):
            joined = run[at:].replace(" ", "").replace("\t", "")
            if run[at] not in " \t" and is_known_code(joined) and len(joined) > len(last):
                return start + at, joined
        start += len(run) - len(last)
        run = last
    for at in range(len(run)):
        if is_known_code(run[at:]) and not (run[at] == "区" and _place_before(run[:at])):
            return start + at, run[at:]
    lead = _LEAD.match(run)
    if lead:
        start, run = start + lead.end(), run[lead.end() :]
    asked = _ASKED.match(run)
    if asked:
        start, run = start + asked.end(), run[asked.end() :]
    return (start, run) if 2 <= len(run) <= limit else (start, "")
