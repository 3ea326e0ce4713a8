"""表单字段: labelled cells of a form, labels torn or splintered by extraction included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.declaration import FormField
from assistant.domain.document import Document
from assistant.reading.grid import Grid, Piece
from assistant.reading.markup import plain_text, squeeze, ticked_options
from assistant.reading.words import is_word

LABELS: dict[str, tuple[str, ...]] = {
    "project": ("项目名称", "专项名称", "专项资金名称", "资金名称", "服务项目名称", "申报项目名称",
                "预算项目名称", "政策名称", "项目(政策)名称", "政策(项目)名称"),
    "nature": ("项目性质", "项目属性"),
    "category": ("项目类别", "项目类型", "项目分类"),
    "department": ("主管部门", "预算主管部门", "项目主管部门", "主管部门及代码", "主管单位",
                   "主管部门(单位)", "一级预算单位", "业务主管部门", "中央主管部门", "上级主管部门"),
    "declarer": (
        "填报单位", "申报单位", "填报部门", "申报部门", "项目申报单位", "预算单位", "预算部门", "单位名称",
        "部门名称", "部门(单位)名称", "单位(部门)名称", "编制单位", "编制部门", "购买主体", "省级主管部门",
        "地方主管部门", "单位编码及名称", "单位代码及名称", "单位名称及编码", "单位名称及代码", "市级主管部门", "县级主管部门",
        "区县主管部门", "区级主管部门", "部门(单位)", "基层预算单位", "二级预算单位",
    ),
    "unit": (
        "实施单位", "项目实施单位", "项目单位", "资金使用单位", "具体实施单位", "建设单位", "承担单位",
        "项目承担单位", "用款单位", "项目建设单位", "使用单位", "具体执行单位", "项目执行单位", "执行单位", "组织实施单位",
    ),
    "start": ("计划开始日期", "起始日期", "开始日期", "项目起始日期", "计划开始时间", "开始时间",
              "项目开始时间", "项目开始日期", "起始时间"),
    "finish": ("计划完成日期", "结束日期", "完成日期", "项目结束日期", "计划结束日期",
               "计划完成时间", "结束时间", "完成时间", "终止日期", "项目终止时间"),
    "period": ("项目期", "实施期限", "项目周期", "项目实施期", "起止时间", "项目起止时间",
               "实施周期", "项目期限", "实施时间", "服务期限", "建设期", "建设期限", "服务期"),
    "leader": ("项目负责人", "负责人", "填报单位负责人", "单位负责人", "项目负责人及电话",
               "项目负责人及联系电话"),
    "code": ("项目编号", "项目编码", "项目代码"),
    "year": ("预算年度", "申报年度", "项目年度", "所属年度", "年度"),
    "contact": ("联系人", "填表人", "经办人", "填报人"),
    "phone": ("联系电话", "联系方式", "电话"),
    "filed": ("填报日期", "填表日期", "日期", "申报日期"),
    "procurement": ("政府采购", "是否政府采购"),
    "procurement_method": ("采购方式",),
    "summary": ("项目概况", "项目概述", "项目基本情况", "项目描述"),
    "basis": ("项目立项情况", "立项依据", "项目立项依据", "政策依据"),
    "resources": ("项目相关资源投入和制度建设情况",),
    "overall": ("项目总目标", "总目标", "总体目标", "项目总体目标", "长期目标", "实施期绩效目标",
                "中期目标", "总体绩效目标", "长期绩效目标", "实施期目标", "中期绩效目标"),
    "annual": ("年度绩效目标", "年度总目标", "年度总体目标", "年度目标", "本年度绩效目标",
               "当年绩效目标", "年度绩效总目标", "年度履职目标", "预期目标", "年度工作目标",
               "年初设定目标", "年初绩效目标"),
    "goal": ("绩效目标", "项目绩效目标", "部门整体绩效目标", "整体绩效目标", "项目目标"),
    "notes": ("需要说明的其他问题", "其他说明", "备注"),
    "funds": ("项目资金", "资金情况", "项目经费", "预算资金"),
    "composition": ("主要活动的内容和对象", "项目构成"),
    "total": ("项目资金总额", "项目总预算", "资金总额", "项目总投资", "预算总额", "项目总金额",
              "项目预算总额", "实施期资金总额", "中期资金总额", "项目期资金总额", "总投资", "总额",
              "预算总金额", "预算资金总额", "批复金额", "投资总额", "资金合计", "预算合计", "项目概算", "长期资金总额",
              "项目总额", "项目金额", "实施期总额", "项目期总额", "中期总额", "经费总额", "经费合计"),
    "annual_total": ("年度总额", "本年总额", "当年总额", "本年度总额", "年度合计", "年度资金申请总额", "年度资金总额", "当年预算", "本年度预算", "年度预算",
                     "当年预算总额", "年度预算申请", "本年预算", "年度预算数", "本年申报数",
                     "本年度申报数", "本年申请数", "本年申报金额", "当年申报数", "年度申请金额",
                     "年度金额", "预算数", "申请资金总额", "年度资金", "申报总额", "申请金额"),
    "fiscal": ("其中:财政资金", "财政资金", "其中:财政拨款", "财政性资金"),
    "annual_fiscal": ("其中:当年财政拨款", "当年财政拨款", "财政拨款", "年度财政拨款",
                      "本年财政拨款"),
    "carried_over": ("上年结转资金", "上年结转", "结转资金", "以前年度结转"),
    "other": ("其他资金", "自筹资金", "其中:其他资金"),
}  # fmt: skip
"""Meaning → the labels that forms print for it."""

NATURES = frozenset(
    {"经常性项目", "一次性项目", "阶段性项目", "新增项目", "延续项目", "中期预算试点项目"}
)
"""What 项目性质 says: known even where its label is lost."""

MEANING = {label: meaning for meaning, labels in LABELS.items() for label in labels}
_BY_LENGTH = sorted(MEANING, key=len, reverse=True)
_NOT_THESE = frozenset({"科目名称", "子目名称", "细目名称", "栏目名称"})
"""Labels one character away from one of ours that are labels of their own."""
_YEARS = re.compile(r"[(（][^()（）]*\d{4}[^()（）]*[)）]")
_UNITS = re.compile(r"[(（][^()（）]*(?:元|盖章|公章|签章)[^()（）]*[)）]")
_LINE = re.compile(
    r"(?:^[ \t]*(?:[-*•][ ]+)?(?:[一二三四五六七八九十\d]{1,3}[、.．][ ]*|[(（][一二三四五六七八九十\d]{1,3}[)）][ ]*)?"
    r"|(?<=[ \u3000]{2}))"
    r"\*{0,2}(?P<label>[㐀-鿿()（）]{2,12}?)[ ]*\*{0,2}[:：]\*{0,2}[ \t]*"
    r"(?P<value>[^\n\t|]*?)(?=$|[ \u3000]{2,}[㐀-鿿()（）]{2,12}[ ]*[:：])",
    re.MULTILINE,
)


_BRACKETED = re.compile(
    r"^[ \t\u3000]*[【〖\[](?P<label>[㐀-鿿()（）]{2,12})[】〗\]][ \t]*[:：]?[ \t]*(?P<value>[^\n\t|]*?)[ \t]*$",
    re.MULTILINE,
)
"""【项目名称】道路保洁: a label in brackets, its value after it."""
_KNOWN = "|".join(
    re.escape(label).replace(r"\(", "[(（]").replace(r"\)", "[)）]")
    for label in [*(k for k in _BY_LENGTH if len(k) >= 3 and ":" not in k), "金额单位", "填报时间",
                  "评估时间", "审核人", "单位"]
)  # fmt: skip
_NEXT = re.compile(
    rf"[ \t\u3000]*\*{{0,2}}(?P<label>(?:{_KNOWN})(?:[(（](?:盖章|公章|签章|万?元)[)）])?)[ ]*\*{{0,2}}[:：]"
    r"\*{0,2}[ \t]*"
)
"""A known label with its colon: the label of the next field where extraction left no gap."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with the cells of its value; ``meaning`` is a key of LABELS."""

    meaning: str
    label: str
    pieces: tuple[Piece, ...]
    label_piece: Piece


def tidy_label(text: str) -> str:
    """A label without blanks, ordinals, stars, its unit and its years."""
    text = re.sub(r"[\s*＊]+", "", text).replace("：", ":").rstrip(":")
    text = re.sub(r"^(?:19|20)\d{2}(?=年度)", "", _UNITS.sub("", _YEARS.sub("", text)))
    return re.sub(
        r"^(?:[一二三四五六七八九十\d]+[、.．]|[(（][一二三四五六七八九十\d]+[)）])", "", text
    )


def _han(text: str) -> str:
    return "".join(re.findall(r"[㐀-鿿]", text))


_WORDED = (
    ("annual_total", re.compile(
        r"(?:本|当|(?:19|20)\d{2})年度?(?:申请|申报|预算|安排|财政|计划|项目)*(?:资金|金额|预算|经费)(?:总额|数|安排|总?需求|总量)?"
    )),
    ("overall", re.compile(
        r"(?:项目)?(?:绩效)?(?:总|总体|长期|中期|中长期|实施期|项目期|建设期|规划期)(?:内)?(?:绩效)?(?:总|总体)?目标"
    )),
    ("annual", re.compile(
        r"(?:本年度?|当年|年度|(?:19|20)\d{2}年度?)(?:总体|绩效|总|预期|履职|工作|项目)*目标"
    )),
    ("period", re.compile(r"(?:项目)?(?:起止|实施|执行|建设)(?:年限|期限|年度|日期|时间|年份|周期)")),
)  # fmt: skip
"""Labels that forms word in many ways."""
_BARE = {label: _han(label) for label in MEANING}


@lru_cache(maxsize=16384)
def read_label(text: str) -> tuple[str, str] | None:
    """(meaning, the label as forms print it); a label that lost its first character is mended."""
    label = tidy_label(text)
    if label in MEANING:
        return MEANING[label], label
    han = _han(label)
    for meaning, pattern in _WORDED:
        if pattern.fullmatch(label):
            return meaning, label
    if han in MEANING and len(label) - len(han) <= 3:
        return MEANING[han], han
    if len(han) >= 3 and len(label) <= 8:
        for known in _BY_LENGTH:
            if len(han) >= 5 and _BARE[known].startswith(han):
                return MEANING[known], known
            if len(known) < 4 or abs(len(known) - len(han)) > 1:
                continue
            if known[1:] == han or known[:-1] == han:
                return MEANING[known], known
            if known[1:] == han[1:] and not is_word(han[:2]):
                return MEANING[known], known
    return None


def labelled_cells(grid: Grid, rows: Sequence[int]) -> Iterator[Labelled]:
    """Labels with their values, in order. The value is the cells up to the next label."""
    for number in rows:
        if is_heading_row(grid.rows[number]):
            continue
        pieces = [q for p in grid.rows[number] for q in split_label(grid, p)]
        marks = [(n, read_label(p.text)) for n, p in enumerate(pieces)]
        labels = [
            (n, told) for n, told in marks
            if told is not None and not (told[1] == "总额" and n and _opens_sum(marks[n - 1][1]))
        ]  # fmt: skip
        for at, (n, told) in enumerate(labels):
            until = labels[at + 1][0] if at + 1 < len(labels) else len(pieces)
            values = pieces[n + 1 : until]
            natures = [p for p in values if p.text in NATURES]
            if told[0] not in {"nature", "category"} and natures and not grid.exact:
                values = [p for p in values if p not in natures]
                yield Labelled("nature", "项目性质", tuple(natures), natures[0])
            yield Labelled(told[0], told[1], tuple(_own(grid, told[0], values)), pieces[n])


def _opens_sum(told: tuple[str, str] | None) -> bool:
    """Whether a label was cut before its 总额 (年度资金申请|总额): the rest is no label."""
    return told is not None and told[0] in {"total", "annual_total"}


_SHORT = frozenset(
    {"project", "unit", "declarer", "department", "nature", "category", "leader", "contact", "phone", "code",
     "year", "start", "finish", "period", "filed", "procurement", "procurement_method"}
)  # fmt: skip
"""Fields whose value is one short cell."""
_OTHER_LABEL = re.compile(
    r"[㐀-鿿()（）]{0,8}(?:编号|编码|代码|级次|属性|类型|类别|性质|等级|排序|状态|方式|电话|手机|邮箱|邮编|地址"
    r"|地点|负责人|联系人|部门|单位|处室|科室|日期|时间|年限|期限|年度|金额|来源|科目|级别|领域|分管领导|口径)"
    r"(?:及[㐀-鿿]{2,6})?\s*(?:[(（][^()（）]{1,8}[)）])?\s*[:：]?"
)


_ASIDE = re.compile(r"(?:19|20)\d{2}\s*年度?|[(（]?(?:金额)?单位\s*[:：]\s*[百千万亿]*元[)）]?")
"""A year or the unit of money in a cell of its own beside a field."""


def _own(grid: Grid, meaning: str, values: Sequence[Piece]) -> Sequence[Piece]:
    """The cells of a short field up to a label that we do not know (项目级次, 资金口径)."""
    if meaning not in _SHORT:
        return values
    for n, piece in enumerate(values[1:], 1):
        if _ASIDE.fullmatch(piece.text):
            return values[:n]
    for n, piece in enumerate(values[1:-1], 1):
        if _OTHER_LABEL.fullmatch(piece.text):
            return values[:n]
    pairs = grid.typed and len(values) in {3, 5} and len(values[1].text) <= 8
    return values[:1] if pairs else values


_TWO_GOALS = re.compile(r"目标[:：].+[。；;]\s*[㐀-鿿]{1,8}目标[:：]")
_LONG = frozenset({"overall", "annual", "summary", "basis"})
"""Fields whose value may be a paragraph in their label's own cell."""
_FIGURE = re.compile(r"\d[\d,.]*\s*(?:万?元)?")
_HEADED = frozenset(
    {"project", "nature", "category", "department", "unit", "declarer", "start", "finish"}
)
_HEADS = tuple(label for label in _BY_LENGTH if MEANING[label] in _HEADED and len(label) >= 4)


def split_label(grid: Grid, piece: Piece) -> list[Piece]:
    """``联系人：张三``, ``项目名称 视频租赁`` and ``局(汇 实施单位`` as labels and values.

    Only cells that extraction guessed from text run together without a stop.
    """
    text = piece.text
    colon = re.match(r"([^:：]{2,14})[:：]\s*", text)
    told = read_label(colon.group(1)) if colon else None
    if len(text) > 60 and (told is None or told[0] not in _LONG):
        return [piece]
    if colon and told and told[0] == "fiscal" and re.search(r"[㐀-鿿]", text[colon.end() :]):
        return [piece]  # 财政性资金：中央补助, the label of one source
    if colon and told and text[colon.end() :].strip() and not _TWO_GOALS.search(text):
        head, value = grid.cut(piece, colon.end())
        following = _NEXT.search(value.text) if told[0] in _SHORT else None
        if following is None or not following.start():
            return [head, value]
        own, rest = grid.cut(value, following.start())
        return [head, own, *split_label(grid, rest)]
    before = re.match(r"((?:其中\s*[:：])?\s*[㐀-鿿]{2,9})\s*(?=\d)", text)
    if before and read_label(before.group(1)) and _FIGURE.fullmatch(text[before.end() :]):
        return grid.cut(piece, before.end())
    if grid.exact or read_label(text):
        return [piece]
    for label in _HEADS:
        if text.startswith(label):
            return grid.cut(piece, len(label))
        if text.endswith(label):
            return grid.cut(piece, len(text) - len(label))
    return [piece]


def is_heading_row(pieces: Sequence[Piece]) -> bool:
    """Whether a row is the heading of a table of lines, whose labels are no fields."""
    texts = [re.sub(r"[\s:：*]+", "", p.text) for p in pieces]
    heads = sum(bool(_HEADINGS.fullmatch(t)) for t in texts)
    return heads >= 2 and heads * 2 > len(texts)


_HEADINGS = re.compile(
    r"项目名称|项目明细|(?:工作|活动|计划|实施)内容|预算金额|金额|序号|单价|数量|月份|时间|计划项目"
    r"|文件名称|具体措施|保障阶段|年份|年度|年初预算|调整后?预算|执行金额|支出数|执行数|预算执行率|执行率|备注|测算依据"
)


def value_of(found: Labelled) -> str:
    """The value's text."""
    return squeeze(" ".join(p.text for p in found.pieces))


def form_field(grid: Grid, found: Labelled) -> FormField:
    """A labelled cell as a field of the form; an empty value is located at its label."""
    document = grid.document
    if not found.pieces:
        return FormField(found.label, "", grid.locate([found.label_piece]))
    start, end = found.pieces[0].start, max(p.end for p in found.pieces)
    raw = document.text[start:end]
    checked = ticked_options(raw)
    return FormField(found.label, value_of(found), grid.locate(found.pieces), checked or ())


def line_fields(document: Document, start: int, end: int) -> Iterator[tuple[str, FormField]]:
    """(meaning, field) of lines like ``填报单位：综治组`` within [start, end).

    Several fields of one line stand apart by gaps, or by the next known label alone.
    """
    lines = (
        *_LINE.finditer(document.text, start, end),
        *_BRACKETED.finditer(document.text, start, end),
    )
    for line in sorted(lines, key=lambda m: m.start()):
        label = tidy_label(line.group("label"))
        told = read_label(label) if label in MEANING or len(label) > 2 else None
        if told is None or (told[1] != label and label not in MEANING and told[0] not in _WORDS):
            continue
        at, stop = line.span("value")
        numbered = document.text[line.start() : line.start("label")].strip(" \t-*•")
        told_value = line.group("value")
        if told[0] in {"declarer", "project"}:
            told_value = told_value.rstrip("。 ")
        if numbered and told[0] in _SHORT and re.search("[，。；]", told_value):
            # a numbered item of the narrative that explains a role, no field
            continue
        yield from _chained(document, told, line.span("label"), (at, stop))


_WORDS = frozenset(meaning for meaning, _ in _WORDED)


_BODIES = frozenset({"unit", "declarer", "department"})
_STOP = re.compile(r"[，,。；;]|[ \t\u3000]+(?=(?:19|20)\d{2}\s*年)")


def _chained(
    document: Document, told: tuple[str, str], label: tuple[int, int], value: tuple[int, int]
) -> Iterator[tuple[str, FormField]]:
    """The field of a label, and those whose known labels stand within its value."""
    at, stop = value
    following = _NEXT.search(document.text, at, stop)
    own = following.start() if following else stop
    raw = document.text[at:own]
    begin = at + len(raw) - len(raw.lstrip(" \t\u3000"))
    finish = begin + len(raw.strip(" \t\u3000"))
    if told[0] in _BODIES and (stopped := _STOP.search(document.text, begin, finish)):
        # a field told within a sentence ends where its clause does
        finish = stopped.start()
    if begin >= finish:
        begin, finish = label
        text = ""
    else:
        text = plain_text(document.text[begin:finish])
    if told[0] != "unknown":
        yield told[0], FormField(told[1], text, document.locate(begin, finish))
    if following is None:
        return
    known = read_label(following.group("label"))
    inner = following.span("label")
    rest = (following.end(), stop)
    yield from _chained(document, known or ("unknown", following.group("label")), inner, rest)
