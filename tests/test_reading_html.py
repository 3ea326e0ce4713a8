from __future__ import annotations

import pytest

from assistant.domain.document import Document
from assistant.errors import EmptyFile
from assistant.reading.files import read_bytes

TABLE = """<table><tr><td rowspan="3">绩效指标</td><td>一级指标</td><td colspan="2">指标及值</td></tr>
<tr><td rowspan="2">成本指标</td><td>单次成本</td><td>≤60000元</td></tr>
<tr><td>聘用成本</td><td>≤10566000元</td></tr></table>"""


def read(body: str, encoding: str = "utf-8") -> Document:
    return read_bytes(
        f"<!DOCTYPE html><html><body>{body}</body></html>".encode(encoding), "a.html"
    )[0]


def cells(document: Document, table: int = 0) -> list[tuple[int, int, str, int, int]]:
    return [(c.row, c.column, c.text, c.rowspan, c.colspan) for c in document.tables[table].cells]


def test_spans() -> None:
    document = read(TABLE)
    assert cells(document) == [
        (0, 0, "绩效指标", 3, 1), (0, 1, "一级指标", 1, 1), (0, 2, "指标及值", 1, 2),
        (1, 1, "成本指标", 2, 1), (1, 2, "单次成本", 1, 1), (1, 3, "≤60000元", 1, 1),
        (2, 2, "聘用成本", 1, 1), (2, 3, "≤10566000元", 1, 1),
    ]  # fmt: skip
    for cell in document.tables[0].cells:
        assert document.text[cell.start : cell.end] == cell.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>聘用<b>特保</b>人员<br>共120人</p>", "聘用特保人员\n共120人\n"),
        ("<div>一<div>二</div>三</div>", "一\n二\n三\n"),
        ("<script>x()</script><style>p{}</style><p>正文</p>", "正文\n"),
        ('<p style="display: none">看不见</p><p hidden>看不见</p><p>看得见</p>', "看得见\n"),
        ("<p>甲&nbsp;&nbsp;乙&lt;100</p><!-- 注 -->", "甲 乙<100\n"),
        (
            '<p><input type="checkbox" checked>经常性 <input type="checkbox">一次性</p>',
            "☑经常性 ☐一次性\n",
        ),
        ('<img src="http://example.invalid/x.png"><p>图</p>', "图\n"),
    ],
)
def test_what_a_page_shows(body: str, text: str) -> None:
    assert read(body).text == text


def test_headings_and_layout_tables() -> None:
    document = read(f"<h2>目标表</h2><table><tr><td>{TABLE}</td></tr></table>")
    assert (document.blocks[0].kind, document.blocks[0].level) == ("heading", 2)
    assert [t.columns for t in document.tables] == [4]


def test_a_table_in_a_cell_of_a_real_table_follows_it() -> None:
    document = read(f"<table><tr><td>绩效指标</td><td>见下{TABLE}</td></tr></table>")
    assert [(t.rows, t.columns) for t in document.tables] == [(1, 2), (3, 4)]


def test_chinese_encodings() -> None:
    body = '<html><head><meta charset="gb2312"></head><body><p>闵行区120人</p></body></html>'
    assert read_bytes(body.encode("gb18030"), "a.htm")[0].text == "闵行区120人\n"


def test_a_page_saved_whole() -> None:
    data = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--x"\r\n\r\n'
        '----x\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        "<html><body><p>人数120</p></body></html>\r\n----x--\r\n"
    ).encode()
    assert read_bytes(data, "a.doc")[0].text == "人数120\n"


def test_text_with_tags_in_it_is_text() -> None:
    data = '项目类别\t一次性项目 <input type="checkbox">\t<p>依据：公安部</p>\n'.encode()
    assert read_bytes(data, "a.txt")[0].format == "txt"


def test_absurd_spans_and_empty_pages() -> None:
    wide = '<table><tr><td rowspan="99999999" colspan="99999999">甲</td><td>乙</td></tr></table>'
    assert [c[2] for c in cells(read(wide))] == ["甲", "乙"]
    with pytest.raises(EmptyFile):
        read("<p> </p>")
