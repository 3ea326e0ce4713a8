"""检索词与名称的写法: which spellings are one."""

from __future__ import annotations

import pytest

from assistant.library.names import article_key, name_key, title_key
from assistant.library.terms import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("特保队", ["特", "保", "队", "特保", "保队"]),
        ("≥10,566,000元", ["10566000", "元"]),
        ("１２３．５", ["123.5"]),
        ("PDF文件", ["pdf", "文", "件", "文件"]),
        ("", []),
        ("——，。", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    "spelling", ["沪公闵发[2017]41号", "沪公闵发（2017） 41号", "沪公闵发２０１７·４１号"]
)
def test_brackets_and_width_make_no_difference(spelling: str) -> None:
    assert terms(spelling) == terms("沪公闵发〔2017〕41号")


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("第二十六条", "26"),
        ("第26条", "26"),
        ("26", "26"),
        ("第 二十六 条", "26"),
        ("第一百二十条之一", "120-1"),
        ("第一千零二条", "1002"),
        ("附则", "附则"),
    ],
)
def test_article_key(number: str, key: str) -> None:
    assert article_key(number) == key


@pytest.mark.parametrize(
    "title", ["《中华人民共和国预算法》", "预算法", "预算法(2018-12-29)", "预 算 法（2018年修正）"]
)
def test_title_key(title: str) -> None:
    assert title_key(title) == "预算法"


def test_name_key() -> None:
    assert name_key(" 特保（Ａ） 人数") == name_key("特保(a)人数")
    assert name_key(None) is None
