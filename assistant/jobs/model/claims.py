"""断言: what in a sentence can be true or false of a source: figures, numbers, names.

Numbers are compared as values with their unit, so 1,539.17万元 and 15391705元 may agree while 85%
and 87%, or 120人 and 120元, never do.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.document_number import find_numbers
from assistant.domain.numerals import parse_arabic, parse_chinese

MARK = re.compile(r"\[(\d{1,3})\]")
LIST_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.、)]|[（(]?[一二三四五六七八九十]{1,3}[)）、.])\s*")
_SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1000)}
_MEASURES = (
    "公里|平方米|平方公里|小时|分钟|个月|季度|万元|人次|名|元|人|次|个|套|年|月|日|天|号|所|处|项|"
    "家|份|支|条|款|期|台|辆|批|部|期|倍|成|页|周|届|秒|米|间|队|组|位|户|场|只|件|本|座|点|类"
)
_OTHER = "吨斤克升亩顷匹棵株幢栋座层门把根块片张幅双对担盒箱袋包桶瓶粒颗头匹艘架列节幕场趟遍番轮步声集首则句段字码分角厘度级等圈环"
"""Measure words that declarations seldom use: known so that an invented unit is seen."""
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟"
FIGURE = re.compile(
    rf"(?P<number>{_DIGITS})\s*(?P<scale>[万亿千]*)\s*[(（]?\s*(?P<unit>%|‰|{_MEASURES}|[{_OTHER}])?"
)
HAN_FIGURE = re.compile(
    rf"(?P<hundred>百分之)?(?P<number>[{_HAN}]+(?:点[{_HAN}]+)?)(?P<scale>[万亿]*)\s*(?P<unit>%|{_MEASURES})"
    rf"|百分之(?P<percent>[{_HAN}]+(?:点[{_HAN}]+)?)"
)
ROUGH = re.compile(
    r"一半|半数|过半|翻番|翻一番|翻倍|成倍|[大小]部分|绝大多数|多数|少数|[数几]十|[数几]百|[数几]万|近[一两三四五六七八九十百]"
)
QUOTED = re.compile(r"[《〈「『“\"‘](?P<name>[^》〉」』”\"’\n]{2,80})[》〉」』”\"’]")
_BODY = (
    "街道办事处|街道|居委会|村委会|委员会|办公室|公安局|派出所|分局|财政局|有限公司|公司|政府|支队|"
    "大队|中心|法院|检察院|协会|学校|医院|事务所|管理局|[局厅]"
)
BODY = re.compile(rf"(?P<before>[\u4e00-\u9fff]{{1,6}}?)(?P<body>{_BODY})")
_ANY_BODY = re.compile(r"[该本各其此我贵全每两多]|哪个|有关|相关|上述|所在|一个|某个?$")
CAUSE = re.compile(
    r"(?:因为|由于|原因(?:是|在于)?|鉴于|考虑到|目的(?:是|在于)?|旨在|以便|为了|得益于|导致)(?P<why>[^，。；！？,;]*)"
)
TREND = re.compile(
    r"增加|减少|增长|上升|下降|提高|降低|上涨|下滑|高于|低于|多于|少于|超过|不足|最高|最低|最多|最少|"
    r"翻番|持平|首次|唯一|全部|均|一致|取消|废止|失效|违规|违法"
)
_HAN_SINGLE = frozenset(_HAN)
_ORDINARY = re.compile(
    r"一(?:个|项|份|次|部|条|类|家|位|方|些|般|定|起|致|样|并|律|旦)|两者|十分|千万别|万一"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed: ``value`` scaled (万 → 元's own size), ``unit`` bare, or None.

    ``step`` is half of the last printed digit, scaled: how far rounding may reach.
    """

    raw: str
    value: Decimal
    unit: str | None
    step: Decimal
    scaled: bool

    def agrees(self, other: Figure) -> bool:
        """The same value in the same unit; a 万元 figure may be its 元 twin rounded."""
        if self.unit and other.unit and self.unit != other.unit and not _alike(self, other):
            return False
        if (self.unit == "%") != (other.unit == "%"):
            return False
        if self.value == other.value:
            return True
        return self.scaled and abs(self.value - other.value) <= self.step and self.step <= 5000


def _alike(one: Figure, other: Figure) -> bool:
    return {one.unit, other.unit} <= {"人", "名", "位", "人次"} or {one.unit, other.unit} <= {
        "天", "日",
    }  # fmt: skip


def plain(text: str) -> str:
    """NFKC without [n] marks, bold marks and list numbering."""
    text = MARK.sub("", text).replace("**", "").replace("`", "")
    return LIST_MARK.sub("", unicodedata.normalize("NFKC", text))


def _figure(raw: str, number: Decimal, scale: str, unit: str | None, places: int) -> Figure:
    factor = Decimal(1)
    for char in scale:
        factor *= _SCALE[char]
    if unit == "万元":
        factor, unit = factor * 10_000, "元"
    step = factor * Decimal(1).scaleb(-places) / 2
    return Figure(raw, number * factor, unit, step, factor > 1)


def figures(text: str) -> list[Figure]:
    """Every figure of a plain text, in Arabic or Chinese numerals; document numbers left out."""
    text = unicodedata.normalize("NFKC", text)
    for found in reversed(find_numbers(text)):
        text = text[: found.start] + "文" * (found.end - found.start) + text[found.end :]
    text = re.sub(r"(?<=\d) (?=\d{3}(?:\D|$))|(?<=,) (?=\d{3})", "", text)
    result = []
    for match in FIGURE.finditer(text):
        number = parse_arabic(match["number"])
        if number is not None:
            places = len(match["number"].partition(".")[2])
            result.append(_figure(match[0], number, match["scale"], match["unit"], places))
    for match in HAN_FIGURE.finditer(_ORDINARY.sub("〓〓", text)):
        percent = match["percent"] or (match["number"] if match["hundred"] else None)
        digits = percent or match["number"]
        number = parse_chinese(digits)
        if number is None:
            continue
        unit = "%" if percent else match["unit"]
        result.append(_figure(match[0], number, "" if percent else match["scale"] or "", unit, 0))
    return result


def squeezed(text: str) -> str:
    """Text for finding names in it: no spaces, marks or brackets' shape."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s《》〈〉「」『』“”\"'‘’()\[\]〔〕【】·,，。、:：;；*|\-—_]", "", text)


def names(text: str) -> list[str]:
    """Quoted names of a plain text."""
    return [match["name"] for match in QUOTED.finditer(text)]


def bodies(text: str) -> list[str]:
    """Organisations: the word that names the kind, with the two characters before it."""
    found = []
    for match in BODY.finditer(text):
        before = text[max(0, match.start("body") - 2) : match.start("body")]
        before = re.sub(r"[^\u4e00-\u9fff]", "", before)
        if before and not _ANY_BODY.search(before):
            found.append(before + match["body"])
    return found


def numbers(text: str) -> set[str]:
    """Document numbers, normalised."""
    return {str(found.number) for found in find_numbers(text)}
