"""旧版 Office (.doc .xls .wps .et .rtf .odt): through LibreOffice where it is installed.

Conversion runs in a folder of its own with a profile of its own, in which macros are off and links
are never updated, under a time limit. Nothing is left behind.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from assistant.domain.document import Document
from assistant.errors import DamagedFile, EncryptedFile, TooLarge, UnknownFormat
from assistant.reading.package import Package

# Seconds for one file: a cold start takes 5 to 10, a large workbook 30.
TIMEOUT = 120
_SHEETS = frozenset({".xls", ".et", ".ods", ".xlsb", ".xml"})
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""


def read_ole(data: bytes, name: str) -> Document:
    """An OLE file: .doc, .xls and their WPS kin; an encrypted .docx or .xlsx is refused by name."""
    import olefile  # here: only who reads old files pays for it

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            streams = {path[-1].lower() for path in ole.listdir() if len(path) == 1}
            encrypted = _is_encrypted(ole, streams)
    except Exception as error:
        raise DamagedFile(name, "文件结构损坏，无法打开") from error
    if encrypted:
        raise EncryptedFile(name, "有密码，请去除密码后再导入")
    if "worddocument" in streams:
        return convert(data, name, ".doc")
    if streams & {"workbook", "book"}:
        return convert(data, name, ".xls")
    if "powerpoint document" in streams:
        raise UnknownFormat(name, "是演示文稿，请另存为 PDF 再导入")
    raise UnknownFormat(name, "不是 Word、Excel 或 WPS 文档")


def _is_encrypted(ole: object, streams: set[str]) -> bool:
    """Whether a password is needed: an encrypted package, or the flags of .doc and .xls."""
    if streams & {"encryptedpackage", "encryptioninfo"}:
        return True
    open_stream = ole.openstream  # type: ignore[attr-defined]
    if "worddocument" in streams:
        head = open_stream("WordDocument").read(12)
        return len(head) == 12 and bool(head[11] & 0x01)
    book = "Workbook" if "workbook" in streams else "Book" if "book" in streams else None
    if book is None:
        return False
    return _has_filepass(open_stream(book).read(4_096))


def _has_filepass(head: bytes) -> bool:
    """Whether a workbook's globals begin with a FILEPASS record (0x002F)."""
    at = 0
    while at + 4 <= len(head):
        kind = int.from_bytes(head[at : at + 2], "little")
        if kind == 0x2F:
            return True
        if kind not in {0x809, 0xE1, 0xC1, 0xE2, 0x5C, 0x42, 0x161, 0x86, 0x5B}:
            return False
        at += 4 + int.from_bytes(head[at + 2 : at + 4], "little")
    return False


def convert(data: bytes, name: str, suffix: str) -> Document:
    """``data`` through LibreOffice; ``suffix`` is its kind. Raises UnknownFormat without it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    wanted = "xlsx" if suffix in _SHEETS else "docx"
    if program is None:
        raise UnknownFormat(
            name,
            f"是旧版 Office 格式（{suffix}），本机没有安装 LibreOffice，"
            f"请安装，或另存为 .{wanted} 后再导入",
        )
    with tempfile.TemporaryDirectory(prefix="youju-") as folder:
        converted = _run(Path(folder), program, data, name, suffix, wanted)
    package = Package(converted, name)
    if wanted == "xlsx":
        from assistant.reading.xlsx import read_xlsx

        document = read_xlsx(package, data, name)
    else:
        from assistant.reading.docx import read_docx

        document = read_docx(package, data, name)
    note = "旧版格式，经 LibreOffice 转换后读取"
    return replace(document, notes=(note, *document.notes))


def _run(folder: Path, program: str, data: bytes, name: str, suffix: str, wanted: str) -> bytes:
    source, result = folder / f"source{suffix}", folder / "out" / f"source.{wanted}"
    source.write_bytes(data)
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--norestore", "--nolockcheck", "--convert-to", wanted, "--outdir", str(folder / "out"),
        str(source),
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)  # soffice starts a second process
            raise TooLarge(name, f"转换超过 {TIMEOUT} 秒，已停止") from error
    if not result.is_file():
        raise DamagedFile(name, "LibreOffice 无法转换，文件可能已损坏或有密码")
    return result.read_bytes()
