"""读文件: any file that an office has → documents. The one seam before the readers of formats.

The kind is told from the content and never from the name. Every bound is a constant with its
reason, here and in the readers; what goes beyond it is refused with one line, never read in part
without saying so.
"""

from __future__ import annotations

import os
import posixpath
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.domain.document import Document
from assistant.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    ReadError,
    TooLarge,
    UnknownFormat,
    Unsafe,
)
from assistant.reading.package import Package

# Bytes of one file: a department's scanned budget has some 60 MB; the file is held in memory.
MAX_BYTES = 200 * 2**20
# Members of an archive that are read, and how deep archives may lie in one another.
MAX_ARCHIVED = 1_000
MAX_NESTING = 1
# Unpacked bytes of an archive's members together.
MAX_ARCHIVE_BYTES = 500 * 2**20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"II*\x00", b"MM\x00*", b"GIF8")
_REFUSED = (
    (b"Rar!\x1a\x07", "RAR 压缩包无法读取，请解压后再导入"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包无法读取，请解压后再导入"),
    (b"\x1f\x8b", "gzip 压缩文件无法读取，请解压后再导入"),
    (b"\x7fELF", "是程序文件，不是文档"),
    (b"MZ\x90", "是程序文件，不是文档"),
    (b"SQLite format 3\x00", "是数据库文件，不是文档"),
)
# What archives carry beside documents, by file managers and editors.
_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini", "~$")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: the documents read, and why the rest was not (an archive's members)."""

    documents: tuple[Document, ...]
    failures: tuple[ReadError, ...] = field(default=())


def read_file(path: Path) -> list[Document]:
    """The documents of a file; raises a ReadError where there is none. See ``open_file``.

    What could not be read beside them (an archive's members) stands in the first one's notes.
    """
    return documents_of(open_file(path))


def read_bytes(data: bytes, name: str) -> list[Document]:
    """The documents of a file's bytes; raises a ReadError where there is none."""
    return documents_of(open_bytes(data, name))


def open_file(path: Path) -> Contents:
    """A file's documents and failures; raises a ReadError for a file that cannot be opened.

    One broken member of an archive never stops the others: it is a failure beside them.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnknownFormat(path.name, "是文件夹，不是文件")
        if size > MAX_BYTES:
            raise TooLarge(path.name, f"超过 {MAX_BYTES // 2**20} MB 的上限")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(path.name, "文件不存在") from error
    except PermissionError as error:
        raise ReadError(path.name, "没有读取权限") from error
    except OSError as error:
        raise ReadError(path.name, f"无法读取（{error.strerror or '读写错误'}）") from error
    return open_bytes(data, path.name)


def open_bytes(data: bytes, name: str) -> Contents:
    """As ``open_file``, for bytes at hand."""
    return _open(data, name, 0)


def documents_of(contents: Contents) -> list[Document]:
    """The documents read, the failures in the first one's notes; raises where there is none."""
    if not contents.documents and contents.failures:
        raise contents.failures[0]
    documents = list(contents.documents)
    if contents.failures:
        notes = tuple(f"同一压缩包中没有读取：{failure}" for failure in contents.failures)
        documents[0] = replace(documents[0], notes=documents[0].notes + notes)
    return documents


def _open(data: bytes, name: str, depth: int) -> Contents:
    if not data.strip(b"\x00 \t\r\n"):
        raise EmptyFile(name, "文件是空的")
    if len(data) > MAX_BYTES:
        raise TooLarge(name, f"超过 {MAX_BYTES // 2**20} MB 的上限")
    for magic, reason in _REFUSED:
        if data.startswith(magic):
            raise UnknownFormat(name, reason)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _open_zip(data, name, depth)
    return Contents((_reader(data)(data, name),))


def _reader(data: bytes) -> Callable[[bytes, str], Document]:
    """The reader of bytes that are no zip, by their first bytes."""
    if b"%PDF-" in data[:1024]:
        return _pdf
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return _image
    if data.startswith(_OLE):
        return _ole
    if data.startswith(b"{\\rtf") or b"<?mso-application" in data[:512]:
        return _office
    if b"mime-version:" in data[:1024].lower() and b"boundary=" in data[:8192].lower():
        return _mht
    return _text


def _pdf(data: bytes, name: str) -> Document:
    from assistant.reading.pdf import read_pdf  # here: only who reads PDF pays for its libraries

    return read_pdf(data, name)


def _image(data: bytes, name: str) -> Document:
    from assistant.reading.scan import read_image  # here: OCR is costly to import

    return read_image(data, name)


def _ole(data: bytes, name: str) -> Document:
    from assistant.reading.office import read_ole

    return read_ole(data, name)


def _office(data: bytes, name: str) -> Document:
    from assistant.reading.office import convert

    return convert(data, name, ".rtf" if data.startswith(b"{\\rtf") else ".xml")


def _mht(data: bytes, name: str) -> Document:
    """A page saved whole by a browser or by WPS: its first HTML part."""
    import email
    import email.policy

    from assistant.reading.html import read_html

    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return read_html(content, data, name)
    raise DamagedFile(name, "网页归档中没有正文")


def _text(data: bytes, name: str) -> Document:
    from assistant.reading.html import is_html, read_html
    from assistant.reading.plain import read_plain

    if is_html(data[:4096].decode("latin-1")):
        return read_html(data, data, name)
    return read_plain(data, name)


# -- zip containers ------------------------------------------------------------------------------


def _open_zip(data: bytes, name: str, depth: int) -> Contents:
    package = Package(data, name)
    if package.has("[Content_Types].xml"):
        return Contents((_ooxml(package, data, name),))
    if package.has("OFD.xml"):
        from assistant.reading.ofd import read_ofd

        return Contents((read_ofd(package, data, name),))
    if package.has("mimetype") and package.has("content.xml"):
        from assistant.reading.office import convert

        sheet = b"spreadsheet" in package.read("mimetype")
        return Contents((convert(data, name, ".ods" if sheet else ".odt"),))
    return _open_archive(package, name, depth)


def _ooxml(package: Package, data: bytes, name: str) -> Document:
    kinds = package.read("[Content_Types].xml")
    if b"wordprocessingml" in kinds:
        from assistant.reading.docx import read_docx

        return read_docx(package, data, name)
    if b"spreadsheetml" in kinds:
        from assistant.reading.xlsx import read_xlsx

        return read_xlsx(package, data, name)
    if b"ms-excel.sheet.binary" in kinds:
        from assistant.reading.office import convert

        return convert(data, name, ".xlsb")
    if b"presentationml" in kinds:
        raise UnknownFormat(name, "是演示文稿，请另存为 PDF 再导入")
    raise UnknownFormat(name, "不是 Word、Excel 文档")


def _open_archive(package: Package, name: str, depth: int) -> Contents:
    if depth > MAX_NESTING:
        raise TooLarge(name, f"压缩包嵌套超过 {MAX_NESTING} 层，请解压后再导入")
    members = [(m, _member_name(m)) for m in package.members if not m.is_dir()]
    members = [(m, title) for m, title in members if not _is_litter(title)]
    if not members:
        raise EmptyFile(name, "压缩包是空的")
    if len(members) > MAX_ARCHIVED:
        raise TooLarge(name, f"压缩包内有 {len(members)} 个文件，超过 {MAX_ARCHIVED} 个的上限")
    if sum(m.file_size for m, _ in members) > MAX_ARCHIVE_BYTES:
        limit = MAX_ARCHIVE_BYTES // 2**20
        raise TooLarge(name, f"解压后超过 {limit} MB 的上限，可能是压缩炸弹")
    documents: list[Document] = []
    failures: list[ReadError] = []
    for member, title in members:
        label = f"{name}/{title}"
        try:
            contents = _open(_unpacked(package, member, title, label), label, depth + 1)
        except ReadError as error:
            failures.append(error if error.path == label else type(error)(label, error.reason))
            continue
        documents.extend(contents.documents)
        failures.extend(contents.failures)
    return Contents(tuple(documents), tuple(failures))


def _unpacked(package: Package, member: zipfile.ZipInfo, title: str, label: str) -> bytes:
    """A member's bytes; one that would land outside, or is a link, is refused."""
    parts = posixpath.normpath(title.replace("\\", "/")).split("/")
    if ".." in parts or title.startswith(("/", "\\")) or title[1:2] == ":":
        raise Unsafe(label, "文件名试图越出压缩包，已拒绝")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Unsafe(label, "是指向别处的链接，已拒绝")
    try:
        return package.unpack(member)
    except EncryptedFile as error:
        raise EncryptedFile(label, error.reason) from error


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's name; Chinese Windows writes GBK where the UTF-8 flag is not set."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _is_litter(title: str) -> bool:
    lower = title.lower()
    base = os.path.basename(lower)
    return lower.startswith(_LITTER) or base.startswith(_LITTER) or base.startswith("._")
