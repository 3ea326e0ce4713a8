from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest
from paper import (
    junk,
    write_docx,
    write_html,
    write_ofd,
    write_pdf,
    write_png,
    write_xlsx,
    write_zip,
)

from assistant.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    ReadError,
    TooLarge,
    UnknownFormat,
    Unsafe,
)
from assistant.reading import files, package
from assistant.reading.files import open_bytes, read_bytes, read_file

CONTENT = ["社会治安维稳项目", "聘用特保人员120人。"]
MAKERS = {
    "txt": lambda c: "\n".join(c).encode(),
    "docx": write_docx,
    "xlsx": write_xlsx,
    "html": write_html,
    "pdf": write_pdf,
    "ofd": write_ofd,
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize("name", ["申报.docx", "申报.txt", "申报.pdf", "申报", "申报.exe"])
@pytest.mark.parametrize("kind", list(MAKERS))
def test_the_kind_is_told_from_the_content_not_the_name(kind: str, name: str) -> None:
    document = read_bytes(MAKERS[kind](CONTENT), name)[0]
    assert (document.format, document.name) == (kind, name)
    assert "聘用特保人员120人" in document.text
    assert document.id == document.sha256[:16]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b" \r\n\t\n", EmptyFile),
        (b"\x00" * 5000, EmptyFile),
        (junk(5000), UnknownFormat),
        (b"\x7fELF" + junk(100), UnknownFormat),
        (b"Rar!\x1a\x07\x00" + junk(100), UnknownFormat),
        (b"7z\xbc\xaf\x27\x1c" + junk(100), UnknownFormat),
        (b"\x1f\x8b" + junk(100), UnknownFormat),
        (b"PK\x03\x04" + junk(300), DamagedFile),
        (b"PK\x05\x06" + b"\x00" * 18, EmptyFile),
        (b"%PDF-1.7\n" + junk(300), DamagedFile),
        (b"\x89PNG\r\n\x1a\n" + junk(300), DamagedFile),
        (b"\xff\xd8\xff\xe0" + junk(300), DamagedFile),
        (OLE + junk(2000), DamagedFile),
        (write_docx(CONTENT)[:2000], DamagedFile),
        (write_zip({"[Content_Types].xml": b"<Types/>"}), UnknownFormat),
        (write_zip({"[Content_Types].xml": b"wordprocessingml"}), DamagedFile),
        (write_zip({"[Content_Types].xml": b"presentationml"}), UnknownFormat),
        (write_zip({"OFD.xml": b"<x/>"}), DamagedFile),
        (write_zip({"OFD.xml": b"<x/>", "Encryptions.xml": b"<x/>"}), EncryptedFile),
        (write_docx([]), EmptyFile),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_unusable_bytes_give_one_clear_line(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        read_bytes(data, "坏文件.docx")
    assert str(caught.value).startswith("坏文件.docx：")
    assert "\n" not in str(caught.value)
    assert caught.value.reason


def test_files_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="不存在"):
        read_file(tmp_path / "没有.docx")
    with pytest.raises(UnknownFormat, match="文件夹"):
        read_file(tmp_path)
    large = tmp_path / "大.txt"
    large.write_bytes(b"x" * 100)
    monkeypatch.setattr(files, "MAX_BYTES", 50)
    with pytest.raises(TooLarge, match="上限"):
        read_file(large)


@pytest.mark.optional
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "密.txt"
    path.write_text("正文", "utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(ReadError, match="权限"):
        read_file(path)


# -- archives ------------------------------------------------------------------------------------


def test_an_archive_gives_its_documents_and_one_broken_member_stops_nothing() -> None:
    data = write_zip(
        {
            "2024/申报.docx": write_docx(CONTENT),
            "坏.pdf": b"%PDF-1.7\n" + junk(50),
            "空.txt": b"",
            "预算.xlsx": write_xlsx(CONTENT),
            "内层.zip": write_zip({"甲.txt": "甲项目120人".encode()}),
            "__MACOSX/._申报.docx": b"litter",
        }
    )
    contents = open_bytes(data, "归档.zip")
    assert [d.name for d in contents.documents] == [
        "归档.zip/2024/申报.docx", "归档.zip/预算.xlsx", "归档.zip/内层.zip/甲.txt",
    ]  # fmt: skip
    assert [(type(f), f.path) for f in contents.failures] == [
        (DamagedFile, "归档.zip/坏.pdf"), (EmptyFile, "归档.zip/空.txt"),
    ]  # fmt: skip
    documents = read_bytes(data, "归档.zip")
    assert len(documents) == 3
    assert [note for note in documents[0].notes if "坏.pdf" in note or "空.txt" in note]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "/etc/x.txt", "a/../../x.txt", "..\\x.txt", "C:\\x.txt"]
)
def test_a_member_that_would_land_outside_is_refused_and_the_rest_read(name: str) -> None:
    contents = open_bytes(write_zip({name: b"x", "好.txt": "正文120人".encode()}), "a.zip")
    assert [d.text for d in contents.documents] == ["正文120人"]
    assert [type(f) for f in contents.failures] == [Unsafe]


def test_a_link_in_an_archive_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(Unsafe, match="链接"):
        read_bytes(out.getvalue(), "a.zip")


def test_member_names_of_chinese_windows() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("AAAA.txt", "正文120人")
    raw = out.getvalue().replace(b"AAAA", "申报".encode("gbk"))
    assert read_bytes(raw, "a.zip")[0].name == "a.zip/申报.txt"


def test_archives_within_archives_within_archives_are_refused() -> None:
    data = write_zip({"a.txt": "正文".encode()})
    for _ in range(3):
        data = write_zip({"inner.zip": data})
    with pytest.raises(TooLarge, match="嵌套"):
        read_bytes(data, "a.zip")


def test_a_bomb_is_refused_from_its_declared_size() -> None:
    """80 MB of zeros in 80 KB: refused before unpacking; the bound is 64 MiB for one part."""
    data = write_zip({"bomb.txt": b"\x00" * (80 * 2**20)})
    with pytest.raises(TooLarge, match="上限"):
        read_bytes(data, "bomb.zip")
    inside = write_zip(
        {"[Content_Types].xml": b"wordprocessingml", "word/document.xml": b" " * (80 * 2**20)}
    )
    with pytest.raises(TooLarge, match="上限"):
        read_bytes(inside, "bomb.docx")


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_MEMBERS", 3)
    with pytest.raises(TooLarge, match="个文件"):
        read_bytes(write_zip({f"{k}.txt": b"x" for k in range(5)}), "a.zip")


def test_an_encrypted_member() -> None:
    data = bytearray(write_zip({"a.txt": b"x"}))
    data[6] |= 1  # the flag in the local header …
    data[data.index(b"PK\x01\x02") + 8] |= 1  # … and in the directory
    with pytest.raises(EncryptedFile, match="密码"):
        read_bytes(bytes(data), "a.zip")


def test_xml_entities_are_not_expanded() -> None:
    """A billion laughs costs nothing: entities stay unexpanded, nothing outside is fetched."""
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "laugh"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b"<w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r><w:r><w:t>ok</w:t></w:r></w:p></w:body></w:document>"
    )
    data = write_zip({"[Content_Types].xml": b"wordprocessingml", "word/document.xml": bomb})
    text = read_bytes(data, "a.docx")[0].text
    assert "root" not in text
    assert "laugh" not in text


def test_macros_are_not_part_of_a_document() -> None:
    source = zipfile.ZipFile(io.BytesIO(write_docx(CONTENT)))
    parts = {name: source.read(name) for name in source.namelist()}
    parts["word/vbaProject.bin"] = OLE + junk(500)
    kinds = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = kinds.replace(
        "document.main+xml", "document.macroEnabled.main+xml"
    ).encode()
    document = read_bytes(write_zip(parts), "宏.docm")[0]
    assert (document.format, document.text) == ("docx", "\n".join(CONTENT) + "\n")


def test_pictures_are_told_from_their_content() -> None:
    document = read_bytes(write_png(["特保人员120人"], dpi=100, noise=0, angle=0), "x.txt")[0]
    assert document.format == "image"
    assert "120" in document.text
