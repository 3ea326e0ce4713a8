"""名称: when two spellings of a name are one, and the titles of laws."""

from __future__ import annotations

import re

from assistant.domain.numerals import parse_number
from assistant.library.terms import fold

_NATION = "中华人民共和国"
_VERSION = re.compile(r"[(（〔\[](?:\d{4}|[一二三四五六七八九〇零○]{4})[^)）〕\]]*[)）〕\]]$")
_ARTICLE = re.compile(
    r"第?([0-9零〇○一二三四五六七八九十百千两]+)条?(?:之([0-9一二三四五六七八九十]+))?"
)


def name_key(text: str | None) -> str | None:
    """The key by which names are compared: one width and case, without spaces."""
    return None if text is None else "".join(fold(text).split())


def title_key(title: str) -> str:
    """The key of a law's title: no 《》, no 中华人民共和国, no trailing year of the version."""
    key = _VERSION.sub("", "".join(fold(title).split()))
    return key.strip("《》〈〉<>").removeprefix(_NATION)


def article_key(number: str) -> str:
    """第二十六条、第26条、26 → ``26``; 第一百二十条之一 → ``120-1``; anything else as it is."""
    match = _ARTICLE.fullmatch("".join(fold(number).split()))
    if match is None:
        return "".join(fold(number).split())
    count = parse_number(match[1])
    suffix = f"-{parse_number(match[2])}" if match[2] else ""
    return f"{count}{suffix}"
