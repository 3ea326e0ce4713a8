"""A page as a picture: the place boxed, another kind of file or page is simply not drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("gradio")

from paper import grid_of, write_docx, write_ofd, write_pdf, write_png, write_zip

from assistant.app import Assistant
from assistant.reading.files import read_bytes
from assistant.settings import Settings
from assistant.web.link import key_of
from assistant.web.originals import original
from assistant.web.pages import boxes_of, page_html, picture
from assistant.web.show import document_html, open_key

CONTENT = [
    "养护项目申报表",
    grid_of([["指标", "目标值"], ["绿地面积", "≥37500平方米"], ["合格率", "≥95%"]]),
]


def test_the_place_is_boxed_on_its_page(tmp_path: Path) -> None:
    path = tmp_path / "甲.pdf"
    path.write_bytes(write_pdf(CONTENT))
    (document,) = read_bytes(path.read_bytes(), path.name)
    start = document.text.index("≥37500")
    boxes = boxes_of(document, start, start + 9)
    assert boxes
    assert all(0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1 for box in boxes)
    html = document_html(document, path, start, start + 9)
    assert html.count("yj-box yj-mark") == 1
    assert "data:image/jpeg;base64," in html
    assert "读出的文字" in html
    assert "yj-box" not in (page_html(document, path, start, start) or "")


@pytest.mark.parametrize("page", [0, 2, 99])
def test_no_such_page(tmp_path: Path, page: int) -> None:
    path = tmp_path / "甲.pdf"
    path.write_bytes(write_pdf(CONTENT))
    assert picture(path, 0, page) is None


def test_a_photo_is_shown_and_a_word_file_is_not(tmp_path: Path) -> None:
    photo, word = tmp_path / "甲.png", tmp_path / "甲.docx"
    photo.write_bytes(write_png(CONTENT))
    word.write_bytes(write_docx(CONTENT))
    assert (picture(photo, 0, 1) or b"")[:2] == b"\xff\xd8"
    assert picture(word, 0, 1) is None


def test_a_file_that_is_gone_or_changed_falls_back_to_the_text(tmp_path: Path) -> None:
    path = tmp_path / "甲.pdf"
    (document,) = read_bytes(write_pdf(CONTENT), path.name)
    assert "data:image" not in document_html(document, path, 0, 3)
    path.write_bytes(b"no longer a pdf")
    assert "data:image" not in document_html(document, path, 0, 3)


def test_a_page_of_an_ofd_is_drawn_with_its_place_boxed(tmp_path: Path) -> None:
    path = tmp_path / "甲.ofd"
    path.write_bytes(write_ofd([*CONTENT, "注<b>意</b>"]))
    (document,) = read_bytes(path.read_bytes(), path.name)
    start = document.text.index("≥37500")
    html = document_html(document, path, start, start + 9)
    assert html.count("yj-box yj-mark") == 1
    assert "<svg" in html
    assert "绿地面积" in html.split("读出的文字")[0]
    assert "<b>" not in html
    path.write_bytes(b"no longer an ofd")
    assert "<svg" not in document_html(document, path, start, start + 9)


@pytest.mark.parametrize(
    ("name", "write", "shown"),
    [("甲.pdf", write_pdf, "data:image/jpeg"), ("甲.ofd", write_ofd, "<svg role")],
)
@pytest.mark.parametrize("nested", [False, True])
def test_a_member_of_an_archive_is_shown_as_a_page(
    tmp_path: Path, name: str, write: Any, shown: str, nested: bool
) -> None:
    members = {f"申报/{name}": write(CONTENT), "申报/另一份.txt": "说明：没有数。".encode()}
    if nested:
        members = {"内层.zip": write_zip(members)}
    bundle = tmp_path / "一批.zip"
    bundle.write_bytes(write_zip(members))
    assistant = Assistant(Settings(index=tmp_path / "index"))
    assistant.ingest([bundle])
    record = next(r for r in assistant.documents() if r.name.endswith(name))
    document = assistant.catalogue.document(record.id)
    start = document.text.index("≥37500")
    html = open_key(assistant, key_of(document.locate(start, start + 9)))
    assert shown in html
    assert html.count("yj-box yj-mark") == 1
    first = original(assistant, record.id)
    assert first is not None
    assert original(assistant, record.id) == first  # unpacked once
    bundle.unlink()
    assert original(assistant, record.id) is None
