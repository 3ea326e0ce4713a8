"""目录在 PostgreSQL 上: a real server, started by the tests; the same library as in a file.

``pytest --postgres tests/test_library.py …`` runs the library's own tests on it as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from library_samples import declaration, library, statute
from postgres_server import PostgresServer, postgres_server

from assistant.errors import LibraryError
from assistant.library.catalogue import Catalogue
from assistant.library.library import Library
from assistant.search.filters import Filters
from assistant.search.searcher import Searcher
from evals.kill import differences

pytestmark = pytest.mark.optional  # without PostgreSQL's programs there is no server to start
QUESTIONS = (
    ("甲街道2023年巡逻队员人数是多少", None),
    ("某公发〔2019〕7号", None),
    ("某公发〔2019〕8号", None),
    ("某市保管条例第二条", "2015-06-01"),
    ("保管费用", "2030-01-01"),
)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as running:
        yield running


def fill(kept: Library) -> None:
    for year in (2023, 2024):
        kept.catalogue.add(*declaration("甲街道", "夜间巡逻", year, year - 2000))
    for since in ("2010-01-01", "2020-05-01"):
        text = {"第一条": "为了规范保管。", "第二条": f"{since}起的保管费用。"}
        kept.catalogue.add(*statute("某市保管条例", since, text))
    kept.sync()


@pytest.mark.parametrize(
    "what",
    [
        lambda c: [(r.id, r.name, r.kind, r.title, r.year, r.unit, r.counts) for r in c.documents()],
        lambda c: c.names(),
        lambda c: c.facts(),
        lambda c: c.facts(name="巡逻队员人数", year=2023),
        lambda c: c.bases("某公发〔2019〕7号"),
        lambda c: c.declarations(unit="甲街道"),
        lambda c: c.laws("某市保管条例"),
        lambda c: c.article("某市保管条例", "第二条", "2015-01-01"),
        lambda c: [c.document(r.id) for r in c.documents()],
        lambda c: [c.reading(r.id) for r in c.documents()],
    ],
)  # fmt: skip
def test_the_catalogue_says_the_same_as_in_a_file(
    server: PostgresServer, tmp_path: Path, what: object
) -> None:
    with (
        library(tmp_path / "file") as own,
        library(tmp_path / "server", database=server.new()) as kept,
    ):
        fill(own)
        fill(kept)
        assert what(kept.catalogue) == what(own.catalogue)  # type: ignore[operator]


@pytest.mark.parametrize(("question", "on"), QUESTIONS)
def test_search_finds_the_same_as_in_a_file(
    server: PostgresServer, tmp_path: Path, question: str, on: str | None
) -> None:
    with (
        library(tmp_path / "file") as own,
        library(tmp_path / "server", database=server.new()) as kept,
    ):
        fill(own)
        fill(kept)
        found = [
            [(hit.passage, round(hit.score, 4)) for hit in Searcher(one).search(question, filters=Filters(on=on))]
            for one in (own, kept)
        ]  # fmt: skip
        assert found[0] == found[1]
        assert differences(kept) == []


def test_what_is_changed_and_removed_is_followed(server: PostgresServer, tmp_path: Path) -> None:
    url, files = server.new(), tmp_path / "files"
    files.mkdir()
    for number in range(5):
        (files / f"{number}.txt").write_text(f"第{number}份资料 800{number}。", "utf-8")
    with library(tmp_path / "i", database=url) as kept:
        assert len(kept.ingest([files]).added) == 5
    with library(tmp_path / "i", database=url) as kept:
        assert len(kept.ingest([files]).unchanged) == 5
        (files / "1.txt").write_text("第一份改过 9001。", "utf-8")
        assert [name for _, name in kept.ingest([files]).replaced] == ["1.txt"]
        kept.remove("2.txt")
        assert differences(kept) == []
        assert [hit.passage.text for hit in Searcher(kept).search("9001", k=1)] == [
            "第一份改过 9001。"
        ]
        assert kept.repair().problems == ()


def test_asking_and_ingesting_at_once(server: PostgresServer, tmp_path: Path) -> None:
    with library(tmp_path / "i", database=server.new()) as kept, ThreadPoolExecutor(8) as pool:
        fill(kept)
        searcher, files = Searcher(kept), tmp_path / "files"
        files.mkdir()
        for number in range(20):
            (files / f"{number}.txt").write_text(f"新的资料 700{number}。", "utf-8")
        asked = [pool.submit(searcher.search, "甲街道2023年巡逻队员人数") for _ in range(60)]
        kept.ingest([files])
        assert all("≥23人" in job.result()[0].passage.text for job in asked)
        assert differences(kept) == []


def test_what_the_server_cannot_hold_stops_nothing(server: PostgresServer, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "零.txt").write_text("有\x00零字节", "utf-8")  # which is no text there
    (files / "好.txt").write_text("好的资料 8001。", "utf-8")
    with library(tmp_path / "i", database=server.new()) as kept:
        report = kept.ingest([files])
        assert [name for _, name in report.added] == ["好.txt"]
        assert [name for name, _ in report.failed] == ["零.txt"]
        assert differences(kept) == []


def test_a_server_that_goes_away_is_named_and_may_come_back(tmp_path: Path) -> None:
    with postgres_server() as server, library(tmp_path / "i", database=server.new()) as kept:
        fill(kept)
        searcher = Searcher(kept)
        before = searcher.search("巡逻队员人数")
        server.stop()
        with pytest.raises(LibraryError, match="数据库服务器没有应答") as caught:
            searcher.search("巡逻队员人数")
        assert "\n" not in str(caught.value)
        server.start()
        assert [h.passage.id for h in searcher.search("巡逻队员人数")] == [
            h.passage.id for h in before
        ]
        assert differences(kept) == []


@pytest.mark.parametrize(
    "address",
    ["postgresql://youju@127.0.0.1:{port}/nosuch", "postgresql://youju@127.0.0.1:1/x"],
)
def test_a_wrong_address_is_one_clear_line(server: PostgresServer, address: str) -> None:
    with pytest.raises(LibraryError, match="数据库服务器没有应答") as caught:
        Catalogue(address.format(port=server.port))
    assert "\n" not in str(caught.value)


def test_an_address_need_not_name_the_driver(server: PostgresServer) -> None:
    made = Catalogue(server.new().replace("+psycopg", ""))
    assert made.documents() == []
    made.close()
