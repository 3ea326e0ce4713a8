"""无表格的绩效指标: 【产出指标-数量指标】 followed by lines like ``指标1:机柜数量(≥77台)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain import taxonomy
from assistant.domain.declaration import Indicator
from assistant.domain.document import Document
from assistant.domain.target import parse_target
from assistant.reading.fields import read_label

_HEAD = re.compile(
    r"[【\[〖]\s*(?P<level1>[㐀-鿿]{2,8})\s*(?:[-—–_－:：/、]+|\s)\s*(?P<level2>[㐀-鿿]{2,14})\s*[】\]〗]"
)
_ITEM = re.compile(
    r"(?:指标\s*\d{1,2}\s*[:：.、]|\d{1,2}\s*[.、．)）])?\s*(?P<name>(?!指标\s*\d)[^()（）:：;；。，,\n【】]{2,60}?)\s*"
    r"(?:[(（]\s*(?P<value>[^()（）\n]{1,60}(?:[(（][^()（）\n]*[)）][^()（）\n]*)?)\s*[)）]|[:：]\s*(?P<plain>[^;；。\n【】]{1,60}))"
    r"\s*(?:[;；。,，、]|(?=\n|$|【))"
)

_ORDINAL = re.compile(r"^\s*\d{1,2}\s*[.、．)）]\s*")


def read_lists(document: Document, start: int, end: int) -> list[Indicator]:
    """The indicators that [start, end) lists below bracketed level names."""
    text = document.text
    heads = [
        m
        for m in _HEAD.finditer(text, start, end)
        if taxonomy.is_level1(m.group("level1")) and taxonomy.is_level2(m.group("level2"))
    ]
    found: list[Indicator] = []
    for n, head in enumerate(heads):
        stop = heads[n + 1].start() if n + 1 < len(heads) else end
        blank = text.find("\n\n\n", head.end(), stop)
        stop = stop if blank < 0 else blank
        level1 = taxonomy.tidy_level(head.group("level1"))
        level2 = taxonomy.tidy_level(head.group("level2"))
        for item in _ITEM.finditer(text, head.end(), stop):
            name = _ORDINAL.sub("", item.group("name")).strip(" ·-•*")
            if read_label(name) is not None:
                break  # 填报人：…: the form goes on
            group = "value" if item.group("value") else "plain"
            raw = item.group(group).strip()
            at = item.start(group) + item.group(group).index(raw)
            begin = item.start("name")
            found.append(
                Indicator(
                    level1,
                    level2,
                    name,
                    parse_target(raw, name=name),
                    None,
                    None,
                    taxonomy.current_levels(level1, level2),
                    document.locate(begin, at + len(raw)),
                    target_locator=document.locate(at, at + len(raw)),
                )
            )
    return found


_PAIR_HEAD = re.compile(
    r"(?<![㐀-鿿])(?P<level1>[㐀-鿿]{2,6})\s*(?:[-—–－]{1,2}|[/／→>])\s*(?P<level2>[㐀-鿿]{2,10})\s*[:：]"
)
_PAIR_ITEM = re.compile(
    r"(?P<name>[^，,；;。:：\n\t|]{2,40})[，,:：]\s*(?P<value>[^；;。\n\t|]{1,60}?)\s*(?=[；;。\n\t|]|$)"
)


_LEAST_HEADS = 2
"""Heads of known levels from which one with a level of the office's own (长效机制) is one too."""


def read_level_pairs(document: Document, start: int, end: int) -> list[Indicator]:
    """Indicators of ``产出——数量目标：体检人数，≥1150人`` one after the other in [start, end)."""
    text = document.text
    heads = [m for m in _PAIR_HEAD.finditer(text, start, end) if taxonomy.is_level1(m["level1"])]
    if sum(taxonomy.is_level2(m["level2"]) for m in heads) < _LEAST_HEADS:
        return []
    found: list[Indicator] = []
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        stop = after.start() if after else end
        for piece in _PAIR_ITEM.finditer(text, head.end(), stop):
            name, raw = piece["name"].strip(), piece["value"].strip()
            begin = piece.start("name") + piece["name"].index(name)
            at = piece.start("value")
            level1, level2 = (
                taxonomy.tidy_level(head["level1"]),
                taxonomy.tidy_level(head["level2"]),
            )
            found.append(
                Indicator(
                    level1, level2, name, parse_target(raw, name=name), None, None,
                    taxonomy.current_levels(level1, level2), document.locate(begin, at + len(raw)),
                    target_locator=document.locate(at, at + len(raw)),
                )
            )  # fmt: skip
            if after is None and "\n" in text[piece.end() : piece.end() + 1]:
                break
    return found


_LEVEL_LINE = re.compile(
    r"^[ \t\u3000]*(?:\d{1,2}[.、．)）]|[(（][\d一二三四五六七八九十]{1,2}[)）]|[-*•])?[ \t]*\*{0,2}"
    r"(?P<level2>[㐀-鿿]{2,10}?(?P<word>指标|目标)?)[ \t]*\*{0,2}(?:[:：]|——|—)\*{0,2}[ \t]*(?P<items>[^\n\t|]+)(?=$|[\t|])",
    re.MULTILINE,
)
_NAMED_VALUE = re.compile(
    r"(?P<when>(?:(?:19|20)\d{2}年)?(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬)?|年)底?(?:之?前|内))(?P<done>(?:全部|全面)?(?:完成|完工|竣工|建成|办结|交付|投用|开工|发放|拨付|到位)[^，,；;。\d]{0,20})"
    r"|(?P<name>[^\d≥≤<>=＝＜＞，,；;、。:：\s][^\d≥≤<>=＝＜＞，,；;、。:：]{1,40}?)[:：]?[ \t]*(?P<value>(?:达到|不低于|不高于|不超过|不少于|控制在|[≥≤<>=＝＜＞])?\s*"
    r"\d[^，；;。、]{0,24})"
)
_WITH_ACTUAL = re.compile(
    r"(?P<name>[^，,；;。:：\n]{2,40})[，,:：]\s*(?:年度|年初)?(?:目标值?|指标值|计划)(?:为|是|:|：)?\s*(?P<value>[^，,；;。\n]{1,30})"
    r"(?:[，,]\s*(?:全年|年度)?(?:实际)?(?:完成值?|完成情况|达到)(?:为|是|:|：)?\s*(?P<actual>[^，,；;。\n]{1,30}))?"
)
"""安置人员，目标值≥350人，实际完成362人: a self-evaluation's row in words."""
_NAME_TAIL = re.compile(r"(?:均|都)?(?:为|达到|达|共计|共|是|约|保持在|稳定在)$")
_NAME_LEAD = re.compile(
    r"^(?:其中|全年|当年|年内|力争|确保|预计|计划|以及|并|且|和)+(?=[㐀-鿿]{2})"
)
_LEAST_BARE = 3
"""Lines of bare level names (数量：…) from which they are levels and no headings of another kind."""


def read_level_lines(document: Document, start: int, end: int) -> list[Indicator]:
    """Indicators of lines like ``1.数量指标：养护桥梁146座，维修桥梁9座；`` in [start, end)."""
    lines = [
        line for line in _LEVEL_LINE.finditer(document.text, start, end)
        if taxonomy.is_level2(line["level2"]) or taxonomy.is_level1(line["level2"])
    ]  # fmt: skip
    if sum(line["word"] is None for line in lines) < _LEAST_BARE:
        lines = [line for line in lines if line["word"] or len(line["level2"]) >= _TELLING]
    found: list[Indicator] = []
    for line in lines:
        level2 = taxonomy.tidy_level(line["level2"])
        outer = taxonomy.is_level1(level2) and not taxonomy.is_level2(level2)
        level1 = level2 if outer else taxonomy.level1_of(level2)
        second = None if outer else level2
        found.extend(_named_values(document, line.span("items"), level1, second))
    return found


_TELLING = 4
"""Characters from which a bare level name (社会效益) is no other word."""
_SPOKEN = re.compile(
    r"(?P<level>成本|产出|效益|效果|满意度|数量|质量|时效|经济效益|社会效益|生态效益|可持续影响)(?:指标)?(?:方面|上)[，,:：]"
)


def read_level_words(document: Document, start: int, end: int) -> list[Indicator]:
    """Indicators of sentences like ``产出方面，清运垃圾1.2万吨；效益方面，…`` in [start, end)."""
    found: list[Indicator] = []
    for block in document.blocks:
        if block.kind == "table" or not start <= block.start < end:
            continue
        heads = list(_SPOKEN.finditer(document.text, block.start, block.end))
        if len(heads) < _LEAST_HEADS:
            continue
        for head, after in zip(heads, [*heads[1:], None], strict=True):
            stop = after.start() if after else document.text.find("。", head.end(), block.end)
            span = (head.end(), stop if stop > 0 else block.end)
            name = head["level"] + "指标"
            second = name if taxonomy.is_level2(name) and not taxonomy.is_level1(name) else None
            level1 = taxonomy.level1_of(name) if second else name
            found.extend(_named_values(document, span, level1, second))
    return found


def _named_values(
    document: Document, span: tuple[int, int], level1: str | None, level2: str | None
) -> Iterator[Indicator]:
    """Names right before their values (养护桥梁146座), or what is done by a date."""
    uncertain = ("level1",) if level2 else ("level2",)
    told = list(_WITH_ACTUAL.finditer(document.text, *span))
    for row in told:
        name, raw = row["name"].strip(), row["value"].strip()
        at, actual = row.start("value"), (row["actual"] or "").strip()
        yield Indicator(
            level1, level2, name, parse_target(raw, name=name), None, None,
            taxonomy.current_levels(level1, level2), document.locate(row.start("name"), row.end()),
            uncertain, document.locate(at, at + len(raw)),
            actual=parse_target(actual, name=name) if actual else None,
            evaluated_locator=document.locate(*row.span("actual")) if actual else None,
        )  # fmt: skip
    if told:
        return
    for item in _NAMED_VALUE.finditer(document.text, *span):
        group, named = ("when", "done") if item["when"] else ("value", "name")
        raw, name = item[group].strip(), item[named].strip()
        shift = item[named].index(name)
        lead = _NAME_LEAD.match(name)
        shift += lead.end() if lead else 0
        name = _NAME_TAIL.sub("", name[lead.end() if lead else 0 :]).rstrip()
        if len(name) < _SHORTEST:
            continue
        at = item.start(group) + item[group].index(raw)
        begin = min(item.start(named) + shift, at)
        finish = max(at + len(raw), item.start(named) + shift + len(name))
        yield Indicator(
            level1, level2, name, parse_target(raw, name=name), None, None,
            taxonomy.current_levels(level1, level2), document.locate(begin, finish), uncertain,
            document.locate(at, at + len(raw)),
        )  # fmt: skip


_SHORTEST = 2
