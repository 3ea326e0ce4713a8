"""LibreOffice itself is not needed here: a program of the same name stands in for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from paper import junk, write_docx, write_xlsx

from assistant.errors import DamagedFile, EncryptedFile, TooLarge, UnknownFormat
from assistant.reading import office
from assistant.reading.files import read_bytes

FREE, END, CHAIN, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE file with these streams, each of at least 4096 bytes (so none is in the mini FAT)."""
    sectors: list[bytes] = []
    fat: list[int] = []
    entries = []
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")
        start = len(sectors)
        chunks = [data[k : k + 512].ljust(512, b"\0") for k in range(0, len(data), 512)]
        sectors += chunks
        fat += [start + k + 1 for k in range(len(chunks) - 1)] + [END]
        entries.append((name, 2, start, len(data)))
    listing = [("Root Entry", 5, END, 0), *entries]
    while len(listing) % 4:
        listing.append(("", 0, 0, 0))
    directory = len(sectors)
    raw = b"".join(entry(*item, index, len(entries)) for index, item in enumerate(listing))
    chunks = [raw[k : k + 512] for k in range(0, len(raw), 512)]
    sectors += chunks
    fat += [directory + k + 1 for k in range(len(chunks) - 1)] + [END]
    fat_at = len(sectors)
    fat.append(FAT)
    table = b"".join(value.to_bytes(4, "little") for value in fat).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + bytes(6) + bytes(4)
    for value in (1, directory, 0, 4096, END, 0, END, 0, fat_at):
        head += value.to_bytes(4, "little")
    return head.ljust(512, b"\xff") + b"".join(sectors) + table


def entry(name: str, kind: int, start: int, size: int, index: int, count: int) -> bytes:
    encoded = name.encode("utf-16-le")
    raw = encoded.ljust(64, b"\0") + (len(encoded) + 2 if name else 0).to_bytes(2, "little")
    raw += bytes([kind, 1]) + FREE.to_bytes(4, "little")
    following = index + 1 if 0 < index < count else FREE
    raw += following.to_bytes(4, "little")
    raw += (1 if index == 0 and count else FREE).to_bytes(4, "little")
    raw += bytes(36) + start.to_bytes(4, "little") + size.to_bytes(8, "little")
    return raw


DOC = compound({"WordDocument": b"\xec\xa5\xc1\x00" + bytes(100), "1Table": b"x"})
XLS = compound({"Workbook": b"\x09\x08\x10\x00" + bytes(100)})


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ``soffice`` that runs ``program.py`` with its arguments."""
    program = tmp_path / "program.py"
    script = tmp_path / "soffice"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} {program} "$@"\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return program


COPY = """
import pathlib, shutil, sys
args = sys.argv[1:]
out = pathlib.Path(args[args.index("--outdir") + 1]); out.mkdir(parents=True)
kind = args[args.index("--convert-to") + 1]
profile = next(a for a in args if a.startswith("-env:UserInstallation=file://"))
folder = pathlib.Path(profile.removeprefix("-env:UserInstallation=file://"))
assert "DisableMacrosExecution" in (folder / "user/registrymodifications.xcu").read_text()
shutil.copy(pathlib.Path(__file__).with_name("result"), out / ("source." + kind))
"""


@pytest.mark.parametrize(
    ("data", "result", "kind"),
    [
        (DOC, write_docx(["聘用特保120人"]), "docx"),
        (XLS, write_xlsx(["聘用特保120人"]), "xlsx"),
        (b"{\\rtf1 x}", write_docx(["聘用特保120人"]), "docx"),
    ],
)
def test_old_formats_go_through_libreoffice(
    data: bytes, result: bytes, kind: str, stand_in: Path
) -> None:
    stand_in.write_text(COPY, "utf-8")
    stand_in.with_name("result").write_bytes(result)
    document = read_bytes(data, "旧.wps")[0]
    assert (document.format, document.name) == (kind, "旧.wps")
    assert "聘用特保120人" in document.text
    assert "LibreOffice" in document.notes[0]


@pytest.mark.parametrize(("data", "suffix"), [(DOC, "docx"), (XLS, "xlsx")])
def test_one_clear_line_where_it_is_not_installed(
    data: bytes, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnknownFormat, match=f"没有安装 LibreOffice.*另存为 .{suffix}"):
        read_bytes(data, "旧.doc")


def test_a_conversion_that_hangs_or_fails(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "TIMEOUT", 0.2)
    stand_in.write_text("import time; time.sleep(60)", "utf-8")
    with pytest.raises(TooLarge, match="秒"):
        read_bytes(DOC, "旧.doc")
    monkeypatch.setattr(office, "TIMEOUT", 30)
    stand_in.write_text("raise SystemExit(1)", "utf-8")
    with pytest.raises(DamagedFile):
        read_bytes(DOC, "旧.doc")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), EncryptedFile),
        (compound({"WordDocument": b"\xec\xa5\xc1\x00" + bytes(7) + b"\x01"}), EncryptedFile),
        (
            compound({"Workbook": b"\x09\x08\x04\x00" + bytes(4) + b"\x2f\x00\x06\x00"}),
            EncryptedFile,
        ),
        (compound({"PowerPoint Document": b"x"}), UnknownFormat),
        (compound({"Something": b"x"}), UnknownFormat),
        (DOC[:512] + junk(1024), DamagedFile),
    ],
)
def test_what_is_refused_before_conversion(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_bytes(data, "a.docx")
