"""Text files: encodings, tables, headings; every cell knows its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import EmptyFile, TooLarge, UnknownFormat
from assistant.reading.charset import MAX_BYTES
from assistant.reading.plain import read_plain, text_document

TEXT = "一、项目概况\n\n本项目为经常性项目，年度预算安排一百万元。\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
    ],
    ids=["utf8", "bom", "utf16", "utf16 without bom", "gb18030", "crlf"],
)
def test_encodings(data: bytes) -> None:
    assert read_plain(data, "a.txt").text == TEXT


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b" \r\n\t", EmptyFile),
        (b"\xef\xbb\xbf", EmptyFile),
        (bytes(range(256)) * 40, UnknownFormat),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 500, UnknownFormat),
        (b"a" * (MAX_BYTES + 1), TooLarge),
    ],
)
def test_what_is_no_text(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        read_plain(data, "坏文件.txt")
    assert "\n" not in str(caught.value)
    assert "坏文件.txt" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "shape", "cells"),
    [
        ("甲\t乙\n1\t2\n", (2, 2), ["甲", "乙", "1", "2"]),
        ("甲\t乙\n\n\n1\t2\n", (2, 2), ["甲", "乙", "1", "2"]),
        ("甲\t\t乙\n\t\t丙\n", (2, 3), ["甲", "乙", "丙"]),
        ("| 甲 | 乙 |\n|---|:-:|\n| 1 | |\n", (2, 2), ["甲", "乙", "1"]),
        ("| a\\|b | 乙 |\n", (1, 2), ["a\\|b", "乙"]),
        ("<table><tr><td rowspan='2'>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
         (2, 2), ["甲", "乙", "丙"]),
    ],
)  # fmt: skip
def test_tables(text: str, shape: tuple[int, int], cells: list[str]) -> None:
    (table,) = text_document(text, "a.md").tables
    assert (table.rows, table.columns) == shape
    assert [c.text for c in table.cells] == cells


def test_html_spans_push_the_next_row() -> None:
    text = "<table><tr><td rowspan='2'>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    (table,) = text_document(text, "a.md").tables
    assert [(c.row, c.column, c.rowspan) for c in table.cells] == [(0, 0, 2), (0, 1, 1), (1, 1, 1)]


def test_check_boxes_left_by_extraction() -> None:
    text = (
        '类别\t一次性项目 <input type="checkbox"/>\t经常性项目 <input checked type="checkbox"/>\n'
    )
    (table,) = text_document(text, "a.txt").tables
    assert [c.checked for c in table.cells] == [(), (), ("经常性项目",)]
    assert [c.text for c in table.cells] == ["类别", "一次性项目", "经常性项目"]


def test_two_pipe_tables_are_two() -> None:
    text = "| a | b |\n|---|---|\n| 1 | 2 |\n\n| c | d |\n|---|---|\n| 3 | 4 |\n"
    assert len(text_document(text, "a.md").tables) == 2


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("一、项目概况\n\n（一）背景\n\n1、资金来源\n\n正文。\n", [1, 2, 3]),
        ("# 总\n\n## 分\n", [1, 2]),
        ("1.在预算编制方面，办公室确定预算项目，报审核。\n", []),
        ("支付款项，执行预算。 五、实施周期\n", [1]),
        ("表 1 预算明细表（单位：元）\n", []),
        ("执行项目预算\n", [1]),
    ],
)
def test_headings(text: str, headings: list[int]) -> None:
    blocks = text_document(text, "a.txt").blocks
    assert [b.level for b in blocks if b.kind == "heading"] == headings


@given(st.text(alphabet="甲乙 \t\n|-一、。#<>/td12.5%", max_size=120))
def test_every_place_is_within_the_text(text: str) -> None:
    if not text.strip():
        return
    document = text_document(text, "a.txt")
    for block in document.blocks:
        assert 0 <= block.start <= block.end <= len(document.text)
    for table in document.tables:
        for cell in table.cells:
            assert table.start <= cell.start < cell.end <= table.end
            assert cell.row < table.rows
            assert cell.column < table.columns
