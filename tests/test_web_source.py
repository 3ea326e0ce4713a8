"""Sources as HTML: everything escaped, the place marked, long documents windowed; the policy."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

pytest.importorskip("gradio")

from assistant.domain.document import Block, Document, Table, TableCell
from assistant.web.server import OUTSIDE, POLICY, Closed, chinese
from assistant.web.source import WINDOW, Place, marked, source_html

EVIL = '<script>alert(1)</script>&"'


def table_document(text: str = "项目\t数\n特保\t120") -> Document:
    cells, at = [], 0
    for r, line in enumerate(text.split("\n")):
        for c, word in enumerate(line.split("\t")):
            cells.append(TableCell(r, c, at, at + len(word), word))
            at += len(word) + 1
    table = Table(0, r + 1, 2, 0, len(text), tuple(cells))
    return Document(
        "d1", "甲.txt", "txt", text, (), (Block("table", 0, len(text), 0, 0),), (table,)
    )


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (0, 2, '<mark class="yj-mark">特保</mark>人员'),
        (2, 4, '特保<mark class="yj-mark">人员</mark>'),
        (4, 9, "特保人员"),
        (-3, 1, '<mark class="yj-mark">特</mark>保人员'),
    ],
)
def test_marking(start: int, end: int, shown: str) -> None:
    assert marked("特保人员", 0, Place(start, end)) == shown


def test_markup_of_a_document_shows_as_text() -> None:
    document = Document("d1", EVIL, "txt", EVIL * 3, (), (Block("paragraph", 0, len(EVIL) * 3),))
    for place in ((0, 0), (0, 5), (3, 20)):
        html = source_html(document, *place)
        assert "<script" not in html
        assert "&lt;" in html


def test_markup_in_a_table_and_in_a_text_without_blocks() -> None:
    text = f"{EVIL}\t1\nb\t2"
    assert "<script" not in source_html(table_document(text), 0, 4)
    assert "<script" not in source_html(Document("d", "n", "txt", EVIL), 0, 4)


def test_the_row_and_the_cells_of_a_place_are_marked() -> None:
    html = source_html(table_document(), 5, 11)
    assert html.count('class="yj-row"') == 1
    assert '<mark class="yj-mark">120</mark>' in html
    assert '<mark class="yj-mark">项目</mark>' not in html


def test_a_long_document_is_windowed_around_the_place() -> None:
    lines = [f"第{n}段" for n in range(1000)]
    text, blocks, at = "\n".join(lines), [], 0
    for line in lines:
        blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    document = Document("d1", "长.txt", "txt", text, (), tuple(blocks))
    start = text.index("第500段")
    html = source_html(document, start, start + 5)
    assert '<mark class="yj-mark">第500段</mark>' in html
    assert html.count("<p>") <= 2 * WINDOW
    assert "上文从略" in html
    assert "下文从略" in html


@pytest.mark.parametrize(
    "tag",
    [
        b'<link rel="preconnect" href="https://fonts.googleapis.com" />',
        b'<script src="https://cdn.example.com/x.js" async></script>',
        b'<meta property="og:image" content="https://example.com/x.png">',
    ],
)
def test_outside_tags_are_dropped(tag: bytes) -> None:
    assert OUTSIDE.sub(b"", b"<head>" + tag + b"</head>") == b"<head></head>"


@pytest.mark.parametrize(
    "tag", [b'<script src="./a.js"></script>', b'<link href="http://127.0.0.1/a.css">']
)
def test_own_tags_stay(tag: bytes) -> None:
    assert OUTSIDE.sub(b"", tag) == tag


def test_the_page_is_chinese_before_its_scripts_run() -> None:
    page = chinese(b'<html lang="en"><head><script src="a"></script></head>', b"<script>x</script>")
    assert page.startswith(b'<html lang="zh-CN"><head><script>x</script><script src="a">')


def served(kind: bytes, *parts: bytes) -> list[dict[str, Any]]:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", kind), (b"content-length", b"9")],
            }
        )
        for n, part in enumerate(parts):
            await send(
                {"type": "http.response.body", "body": part, "more_body": n + 1 < len(parts)}
            )

    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(Closed(app, b"!")({"type": "http"}, None, send))
    return sent


def test_every_response_carries_the_policy_and_html_is_whole() -> None:
    sent = served(b"text/html; charset=utf-8", b"<head>", b"</head>")
    headers = dict(sent[0]["headers"])
    assert headers[b"content-security-policy"] == POLICY.encode()
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert sent[1]["body"] == b"<head>!</head>"
    assert headers[b"content-length"] == b"14"


def test_streams_pass_untouched() -> None:
    sent = served(b"text/event-stream", b"a", b"b")
    assert [m.get("body") for m in sent[1:]] == [b"a", b"b"]
    assert b"content-security-policy" in dict(sent[0]["headers"])


@pytest.mark.parametrize("source", ["http:", "https:", "*"])
def test_the_policy_names_no_other_machine(source: str) -> None:
    assert source not in POLICY.replace("'self'", "").replace("ws: wss:", "").split()


def test_an_empty_place_marks_nothing() -> None:
    document = Document("d1", "甲.txt", "txt", "第一段", (), (Block("paragraph", 0, 3),))
    assert "yj-mark" not in source_html(document, 0, 0)
    assert "yj-mark" in source_html(document, 0, 1)
