"""资料库: what is listed is what is found, whatever happens in between."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from library_samples import declaration, library, read_plain, text_document

import assistant.library.library as rooms
import assistant.library.vectors as nearness
from assistant.domain.declaration import Reading
from assistant.domain.document import Document
from assistant.errors import (
    EncoderMismatch,
    LibraryBusy,
    LibraryCorrupt,
    LibraryError,
    NotFound,
    ReadError,
)
from assistant.library.encoder import Encoder, HashingEncoder
from assistant.library.library import Library
from assistant.library.records import IngestReport
from assistant.library.terms import terms
from assistant.settings import Settings
from evals.kill import differences, run

ROOT = Path(__file__).resolve().parents[1]
AWAY = "http://127.0.0.1:9"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Six short files in a folder, one of them deeper."""
    folder = tmp_path / "files"
    (folder / "往年").mkdir(parents=True)
    for number in range(6):
        base = folder / "往年" if number == 5 else folder
        text = f"第{number}号说明\n巡逻队员 {number}001 名。\n经费 {number}002 万元。"
        (base / f"{number}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture
def kept(tmp_path: Path, files: Path) -> Iterator[Library]:
    """A library with the six files."""
    with library(tmp_path / "index") as made:
        made.ingest([files])
        yield made


def found(kept: Library, word: str) -> list[str]:
    """File names of the passages in which a word is found."""
    keys = [key for key, _ in kept.words.search(terms(word), 50)]
    return [p.locator.source for p in kept.catalogue.passages_by_key(keys).values()]


# ---- ingest ----


def test_a_folder_goes_in_once(kept: Library, files: Path) -> None:
    assert [r.name for r in kept.catalogue.documents()] == [
        "0.txt", "1.txt", "2.txt", "3.txt", "4.txt", "5.txt",
    ]  # fmt: skip
    again = kept.ingest([files, files / "1.txt"])
    assert (len(again.added), len(again.unchanged), again.failed) == (0, 6, ())
    assert differences(kept) == []


def test_the_second_time_nothing_is_read(tmp_path: Path, files: Path) -> None:
    read: list[str] = []

    def counting(path: Path) -> list[tuple[Document, Reading]]:
        read.append(path.name)
        return read_plain(path)

    for _ in range(2):
        with Library(Settings(index=tmp_path / "i"), HashingEncoder(64), reader=counting) as kept:
            kept.ingest([files])
    assert len(read) == 6


def test_a_changed_reader_reads_anew(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library(tmp_path / "i") as kept:
        kept.ingest([files])
        monkeypatch.setattr("assistant.library.library.reader_stamp", lambda: "later")
        assert len(kept.ingest([files]).replaced) == 6
        assert len(kept.catalogue.documents()) == 6
        assert differences(kept) == []


def test_a_changed_file_replaces_its_former_text(kept: Library, files: Path) -> None:
    (files / "2.txt").write_text("换成了 9002 的内容。", "utf-8")
    report = kept.ingest([files])
    assert [name for _, name in report.replaced] == ["2.txt"]
    assert (found(kept, "2001"), found(kept, "9002")) == ([], ["2.txt"])
    assert differences(kept) == []


def test_one_text_under_two_names_is_one_document(kept: Library, files: Path) -> None:
    (files / "copy.txt").write_bytes((files / "0.txt").read_bytes())
    assert kept.ingest([files / "copy.txt"]).unchanged[0][1] == "0.txt"
    assert len(kept.catalogue.documents()) == 6


def test_a_broken_member_of_an_archive_is_named(tmp_path: Path) -> None:
    archive = tmp_path / "申报.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("甲街道.txt", "甲街道巡逻队员 3001 名。")
        packed.writestr("坏.docx", b"PK\x03\x04nothing")
        packed.writestr("空.txt", b"")
    with Library(Settings(index=tmp_path / "i"), HashingEncoder(64)) as kept:
        report = kept.ingest([archive])
        assert [name for _, name in report.added] == ["申报.zip/甲街道.txt"]
        assert [name for name, _ in report.failed] == ["申报.zip/坏.docx", "申报.zip/空.txt"]
        assert all(reason for _, reason in report.failed)
        assert kept.ingest([archive]).failed == ()


def test_broken_files_stop_nothing(tmp_path: Path, files: Path) -> None:
    def fragile(path: Path) -> list[tuple[Document, Reading]]:
        if path.name == "1.txt":
            raise ReadError(path.name, "文件已损坏")
        if path.name == "3.txt":
            raise ZeroDivisionError("in a reader")
        return read_plain(path)

    with Library(Settings(index=tmp_path / "i"), HashingEncoder(64), reader=fragile) as kept:
        report = kept.ingest([files, tmp_path / "没有"])
        assert len(report.added) == 4
        assert dict(report.failed) == {
            "1.txt": "文件已损坏",
            "3.txt": "读取时出现意外错误（ZeroDivisionError: in a reader）",
            str(tmp_path / "没有"): "没有这个文件或文件夹",
        }
        assert differences(kept) == []


def test_what_cannot_be_stored_stops_nothing(tmp_path: Path, files: Path) -> None:
    def strange(path: Path) -> list[tuple[Document, Reading]]:
        document, reading = declaration(year=10**30 if path.name == "2.txt" else -5)
        return [(document, reading)] if path.name in {"2.txt", "4.txt"} else read_plain(path)

    with Library(Settings(index=tmp_path / "i"), HashingEncoder(64), reader=strange) as kept:
        report = kept.ingest([files])
        assert [name for name, _ in report.failed] == ["2.txt"]
        assert report.failed[0][1].startswith("内容无法存入资料库")
        assert len(report.added) == 5
        assert differences(kept) == []


def test_hidden_files_and_readme_stay_out_of_a_folder(tmp_path: Path) -> None:
    for name in (".hidden", "~$x.txt", "README.md", "a.txt"):
        (tmp_path / name).write_text(name, "utf-8")
    with library(tmp_path / "index") as kept:  # its own files stay out as well
        assert [name for _, name in kept.ingest([tmp_path]).added] == ["a.txt"]
        assert [n for _, n in kept.ingest([tmp_path / "README.md"]).added] == ["README.md"]


def test_progress_ends_at_the_total(tmp_path: Path, files: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    with library(tmp_path / "i") as kept:
        kept.ingest([files], progress=lambda *step: seen.append(step))
    assert [done for _, done, _ in seen] == list(range(7))
    assert {total for _, _, total in seen} == {6}
    assert seen[0][0] == "0.txt"


def test_remove(kept: Library) -> None:
    assert kept.remove("4").name == "4.txt"
    assert found(kept, "4001") == []
    assert differences(kept) == []
    with pytest.raises(NotFound):
        kept.remove("4")


def test_removed_comes_back_by_ingest(kept: Library, files: Path) -> None:
    kept.remove("4")
    assert [name for _, name in kept.ingest([files]).added] == ["4.txt"]
    assert found(kept, "4001") == ["4.txt"]


# ---- mending ----


@pytest.mark.parametrize("at", ["words", "vectors"])
def test_an_ingest_that_dies_between_sql_and_index_is_mended(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    class Died(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Died

    with library(tmp_path / "i") as kept, monkeypatch.context() as broken:
        broken.setattr(kept, "_sync_words" if at == "words" else "_index", die)
        with pytest.raises(Died):
            kept.ingest([files])
    with library(tmp_path / "i") as kept:
        assert len(kept.catalogue.documents()) in {0, 6}
        kept.ingest([files])
        assert len(kept.catalogue.documents()) == 6
        assert differences(kept) == []


def test_a_lost_word_index_is_made_anew(tmp_path: Path, files: Path) -> None:
    with library(tmp_path / "i") as kept:
        kept.ingest([files])
    for path in (tmp_path / "i" / "words").iterdir():
        path.unlink()
    with library(tmp_path / "i") as kept:
        assert found(kept, "3001") == ["3.txt"]
        assert differences(kept) == []


def test_an_index_with_too_few_passages_is_made_anew(kept: Library, tmp_path: Path) -> None:
    kept.words.change([kept.catalogue.documents()[0].number], [])
    kept.close()
    with library(tmp_path / "index") as again:
        assert differences(again) == []


@pytest.mark.parametrize("damage", ["meta.json", "segment", "place.json"])
def test_a_damaged_word_index_is_named_and_repaired(
    tmp_path: Path, files: Path, damage: str
) -> None:
    with library(tmp_path / "i") as kept:
        kept.ingest([files])
    words = tmp_path / "i" / "words"
    if damage == "segment":
        for path in words.iterdir():
            if path.suffix in {".term", ".idx", ".fast", ".store"}:
                path.write_bytes(b"\xff" * 40)
    else:
        (words / damage).write_text("{ not json", "utf-8")
    with library(tmp_path / "i") as kept:
        with pytest.raises(LibraryCorrupt, match="doctor --repair") as caught:
            found(kept, "3001")
        assert "\n" not in str(caught.value)
        assert kept.inspect().problems
        assert kept.repair().problems == ()
        assert found(kept, "3001") == ["3.txt"]
        assert differences(kept) == []


def test_damaged_vectors_are_repaired(kept: Library) -> None:
    number = kept.catalogue.documents()[0].number
    kept._ledger.put_vectors({number: b"short"})
    assert any("向量缺失或损坏" in line for line in kept.inspect().problems)
    assert kept.repair().problems == ()
    assert differences(kept) == []


def test_another_encoder_is_refused_until_repair(
    kept: Library, files: Path, tmp_path: Path
) -> None:
    kept.close()
    chosen = Settings(index=tmp_path / "index", encoder="another")
    other = Library(chosen, HashingEncoder(32), reader=read_plain)
    with other:
        with pytest.raises(EncoderMismatch, match="doctor --repair"):
            other.ingest([files])
        assert any("编码器" in line for line in other.inspect().problems)
        assert other.repair().problems == ()
        assert other.ingest([files]).failed == ()
        assert differences(other) == []


class Later(HashingEncoder):
    """The hashing encoder of a later release: other vectors under another name of its family."""

    def __init__(self, version: str) -> None:
        super().__init__(32)
        self.name = f"hashed-{version}"


def test_a_later_shipped_encoder_takes_over_by_itself(tmp_path: Path, files: Path) -> None:
    settings = Settings(index=tmp_path / "i")
    with Library(settings, Later("one"), reader=read_plain) as kept:
        kept.ingest([files])
    with Library(settings, Later("two"), reader=read_plain) as kept:
        assert kept.inspect().problems == ()
        assert kept.inspect().encoder == "hashed-two/32"
        assert differences(kept) == []
    chosen = Settings(index=tmp_path / "i", encoder="somewhere/hashed-three")
    with Library(chosen, Later("three"), reader=read_plain) as kept, pytest.raises(EncoderMismatch):
        kept.ingest([files])


@pytest.mark.sqlite
def test_a_catalogue_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").write_bytes(b"no database " * 400)
    with pytest.raises(LibraryCorrupt, match="目录文件已损坏"):
        library(tmp_path)


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(LibraryError):
        library(tmp_path / "file" / "index")


@pytest.mark.sqlite
def test_a_full_disk_is_named_and_loses_nothing(
    kept: Library, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / "new.txt").write_text("新的一份 8009。", "utf-8")
    with kept.catalogue.store.reading() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())

    def bounded(connection: object, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    from sqlalchemy import event

    event.listen(kept.catalogue.store._engine, "checkout", lambda c, r, p: bounded(c, r))
    (files / "new.txt").write_text("新的一份。" * 200_000, "utf-8")
    with pytest.raises(LibraryError, match="磁盘空间不足"):
        kept.ingest([files])
    assert len(kept.catalogue.documents()) == 6
    assert differences(kept) == []


# ---- several at once ----


def test_eight_threads_ask_while_an_ingest_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "_TOGETHER", 20)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        lines = (f"第{row}段 {1000 + number * 100 + row} 巡逻。" * 8 for row in range(12))
        (folder / f"{number}.txt").write_text("\n".join(lines), "utf-8")
    done = threading.Event()

    def ask(kept: Library, number: int) -> int:
        asked = 0
        vector = kept.encoder.encode([f"{1000 + number} 巡逻"])[0]
        while not done.is_set() or asked == 0:
            keys = [k for k, _ in kept.words.search(terms("巡逻"), 20)]
            keys += [k for k, _ in kept.vectors.search(vector, 20)]
            kept.catalogue.passages_by_key(keys)
            kept.catalogue.names()
            asked += 1
        return asked

    with library(tmp_path / "i") as kept, ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(ask, kept, number) for number in range(8)]
        try:
            report = kept.ingest([folder])
        finally:
            done.set()
        assert all(task.result() for task in asking)
        assert len(report.added) == 60
        assert differences(kept) == []
        assert all(found(kept, f"{1005 + n * 100}") == [f"{n}.txt"] for n in range(60))


def test_a_second_writer_is_told(
    kept: Library, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "_WAIT_SECONDS", 0.2)
    script = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from pathlib import Path; from library_samples import library\n"
        "import assistant.library.library as rooms; rooms._WAIT_SECONDS = 0.2\n"
        f"library(Path({str(kept.folder)!r})).ingest([{str(files)!r}])\n"
    )
    with kept._writing():
        other = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert "LibraryBusy" in other.stderr
    assert f"另一进程（{os.getpid()}）" in other.stderr


def test_a_second_process_reads_what_the_first_has_just_written(kept: Library, files: Path) -> None:
    """And the first finds at once what the second has ingested."""
    with library(kept.folder) as second:
        (files / "late.txt").write_text("晚到的一份 8007。", "utf-8")
        kept.ingest([files])
        assert found(second, "8007") == ["late.txt"]
        assert differences(second) == []
        (files / "later.txt").write_text("更晚的一份 8008。", "utf-8")
        second.ingest([files])
        assert found(kept, "8008") == ["later.txt"]
        assert differences(kept) == []


@pytest.mark.parametrize("chroma", [False, True])
def test_killed_at_random_moments(tmp_path: Path, chroma: bool) -> None:
    assert run(3 if not chroma else 2, tmp_path, chroma=chroma, longest=1.5) == []


# ---- Chroma ----


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any library counts as a large one."""
    monkeypatch.setattr(nearness, "EXACT_UP_TO", 0)
    monkeypatch.setattr(nearness, "FIRST_UP_TO", 0)


def near(kept: Library, text: str) -> list[str]:
    """File names of the passages nearest to a text."""
    keys = [key for key, _ in kept.vectors.search(kept.encoder.encode([text])[0], 1)]
    return [p.locator.source for p in kept.catalogue.passages_by_key(keys).values()]


@pytest.mark.usefixtures("large")
def test_embedded_chroma_follows_the_catalogue(tmp_path: Path, files: Path) -> None:
    with library(tmp_path / "i") as kept:
        kept.ingest([files])
        assert kept.inspect().chroma == kept.inspect().passages
        (files / "2.txt").write_text("换成了 9002 的内容。", "utf-8")
        kept.ingest([files])
        kept.remove("3")
        assert near(kept, "换成了 9002 的内容。") == ["2.txt"]
        assert differences(kept) == []


@pytest.mark.usefixtures("large")
def test_what_another_process_ingests_is_found_though_chroma_lacks_it(
    tmp_path: Path, files: Path
) -> None:
    with library(tmp_path / "i") as owner, library(tmp_path / "i") as other:
        owner.ingest([files])
        assert near(owner, "第1号说明") == ["1.txt"]
        (files / "late.txt").write_text("晚到的一份 8007。", "utf-8")
        other.ingest([files])
        assert other.vectors.opened() is None  # the first owns it
        assert near(owner, "晚到的一份 8007。") == ["late.txt"]
        assert near(other, "晚到的一份 8007。") == ["late.txt"]
        owner.sync()
        assert differences(owner) == []


@pytest.mark.usefixtures("large")
def test_damaged_chroma_is_named_and_repaired(tmp_path: Path, files: Path) -> None:
    with library(tmp_path / "i") as kept:
        kept.ingest([files])
    next((tmp_path / "i" / "vectors").rglob("chroma.sqlite3")).write_bytes(b"\x00junk" * 900)
    with library(tmp_path / "i") as kept:
        with pytest.raises(LibraryCorrupt, match="doctor --repair"):
            near(kept, "第1号说明")
        assert kept.repair().problems == ()
        assert near(kept, "第1号说明") == ["1.txt"]
        assert differences(kept) == []


def test_a_chroma_server_that_is_not_there(
    tmp_path: Path, files: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with library(tmp_path / "i", chroma_url=AWAY) as kept:
        assert len(kept.ingest([files]).added) == 6
        assert near(kept, "第1号说明") == ["1.txt"]  # from the catalogue meanwhile
    lines = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len(lines) == 1
    assert "Chroma 服务器没有应答" in lines[0]
    assert AWAY in lines[0]


# ---- encoder ----


def test_the_hashing_encoder_keeps_its_promise() -> None:
    encoder = HashingEncoder(64)
    assert isinstance(encoder, Encoder)
    rows = encoder.encode(["巡逻队员", "巡逻队员", "", "别的"])
    assert rows.shape == (4, 64)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0)
    assert np.array_equal(rows[0], rows[1])


def test_a_report_of_nothing(kept: Library) -> None:
    report = kept.ingest([])
    assert (report.added, report.unchanged, report.failed) == ((), (), ())
    assert isinstance(report, IngestReport)
    assert text_document("x.txt", "y").id
    with pytest.raises(LibraryBusy):
        raise kept._writer.busy()
