"""目录: what goes in comes out, by every way of asking."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_samples import declaration, statute, text_document
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from assistant.domain.declaration import Reading
from assistant.errors import LibraryCorrupt, LibraryError, NotFound
from assistant.library import schema
from assistant.library.catalogue import Catalogue
from assistant.library.flatten import facts_of
from assistant.library.passages import passages_of


@pytest.fixture
def catalogue() -> Catalogue:
    made = Catalogue("sqlite://")
    for unit, project, year, guards in (
        ("甲街道", "夜间巡逻", 2023, 20),
        ("甲街道", "夜间巡逻", 2024, 30),
        ("乙街道平安办", "夜间巡逻", 2024, 40),
    ):
        made.add(*declaration(unit, project, year, guards))
    made.add(
        *statute("某市保管条例", "2010-01-01", {"第一条": "旧的第一条。", "第二条": "旧的第二条。"})
    )
    made.add(*statute("某市保管条例", "2020-05-01", {"第一条": "新的第一条。"}))
    return made


def test_document_and_reading_come_back_whole(catalogue: Catalogue) -> None:
    document, reading = declaration()
    assert catalogue.document(document.id) == document
    assert catalogue.reading(document.id) == reading


def test_record(catalogue: Catalogue) -> None:
    record = catalogue.documents()[1]
    assert (record.kind, record.year, record.unit, record.projects) == (
        "declaration", 2024, "甲街道", ("夜间巡逻",),
    )  # fmt: skip
    assert record.counts["indicators"] == 1
    assert record.counts["passages"] == len(passages_of(*declaration()))


@pytest.mark.parametrize(
    ("wanted", "year"),
    [
        ("甲街道-夜间巡逻-2023.txt", 2023),
        ("甲街道-夜间巡逻-2023", 2023),
        ("2023年夜间巡逻项目", 2023),
        ("乙街道", 2024),
        (declaration()[0].id, 2024),
    ],
)
def test_find_document(catalogue: Catalogue, wanted: str, year: int) -> None:
    record = catalogue.find_document(wanted)
    assert record is not None
    assert record.year == year


@pytest.mark.parametrize("wanted", ["没有的", "", "夜间巡逻"])
def test_a_name_that_none_or_several_have_finds_nothing(catalogue: Catalogue, wanted: str) -> None:
    assert catalogue.find_document(wanted) is None


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 3),
        ({"year": 2024}, 2),
        ({"unit": "甲街道"}, 2),
        ({"unit": "乙街道"}, 1),  # contained in 乙街道平安办
        ({"unit": "街道"}, 3),
        ({"unit": "丙街道"}, 0),
        ({"project": "夜间巡逻", "unit": "甲街道", "year": 2023}, 1),
        ({"document": "甲街道-夜间巡逻-2023.txt"}, 1),
    ],
)
def test_declarations(catalogue: Catalogue, filters: dict[str, object], count: int) -> None:
    assert len(catalogue.declarations(**filters)) == count  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filters", "values"),
    [
        ({"kind": "indicator", "name": "巡逻队员人数", "year": 2024}, ["≥30人", "≥40人"]),
        ({"kind": "indicator", "name": "巡逻 队员人数", "unit": "甲街道"}, ["≥20人", "≥30人"]),
        ({"kind": "budget_line", "unit": "乙街道"}, ["200万元"]),
        ({"kind": "indicator", "name": "队员人数"}, []),
    ],
)
def test_facts(catalogue: Catalogue, filters: dict[str, object], values: list[str]) -> None:
    assert [fact.value for fact in catalogue.facts(**filters)] == values  # type: ignore[arg-type]


def test_facts_come_back_as_they_were_made(catalogue: Catalogue) -> None:
    document, reading = declaration()
    assert catalogue.facts(document=document.id) == facts_of(document, reading)


def test_every_locator_quotes_its_document(catalogue: Catalogue) -> None:
    places = [f.locator for f in catalogue.facts()] + [b.basis.locator for b in catalogue.bases()]
    for record in catalogue.documents():
        places += [
            p.locator
            for p in passages_of(catalogue.document(record.id), catalogue.reading(record.id))
        ]
    assert places
    for place in places:
        assert catalogue.document(place.document).text[place.start : place.end] == place.quote


def test_bases(catalogue: Catalogue) -> None:
    cited = catalogue.bases("某公发〔2019〕7号")
    assert {(b.unit, b.year) for b in cited} == {
        ("甲街道", 2023),
        ("甲街道", 2024),
        ("乙街道平安办", 2024),
    }
    assert catalogue.bases("某公发〔2019〕8号") == []


@pytest.mark.parametrize(
    ("number", "on", "text"),
    [
        ("第一条", None, "新的第一条。"),
        ("1", "2020-05-01", "新的第一条。"),
        ("第1条", "2020-04-30", "旧的第一条。"),
        ("第二条", "2015-01-01", "旧的第二条。"),
        ("第二条", None, None),  # the newest version has no second article
        ("第一条", "2009-12-31", None),
    ],
)
def test_article(catalogue: Catalogue, number: str, on: str | None, text: str | None) -> None:
    found = catalogue.article("《某市保管条例》", number, on)
    assert (found.article.paragraphs[0] if found else None) == text


def test_versions_of_a_law_end_where_the_next_begins(catalogue: Catalogue) -> None:
    assert [(v.since, v.until) for v in catalogue.laws("某市保管条例")] == [
        ("2010-01-01", "2020-05-01"),
        ("2020-05-01", None),
    ]
    old = next(p for r in catalogue.documents() if r.kind == "statute"
               for p in catalogue.passages([q.id for q in passages_of(catalogue.document(r.id), catalogue.reading(r.id))])
               if p.effective_from == "2010-01-01")  # fmt: skip
    assert old.effective_to == "2020-05-01"


def test_names(catalogue: Catalogue) -> None:
    names = catalogue.names()
    assert names.units == ("乙街道平安办", "甲街道")
    assert names.years == (2023, 2024)
    assert names.indicators == ("巡逻队员人数",)
    assert names.items == ("巡逻服务费",)
    assert set(names.titles) == {"某市保管条例", "某市巡逻管理办法"}


def test_passages_keep_their_order_and_leave_out_what_is_gone(catalogue: Catalogue) -> None:
    document, reading = declaration()
    ids = [p.id for p in passages_of(document, reading)][::-1]
    assert [p.id for p in catalogue.passages([*ids, "0000:1-2", "x"])] == ids
    catalogue.remove(document.id)
    assert catalogue.passages(ids) == []


def test_remove_takes_every_row(catalogue: Catalogue) -> None:
    for record in catalogue.documents():
        catalogue.remove(record.id)
    assert (catalogue.documents(), catalogue.facts(), catalogue.bases(), catalogue.laws()) == (
        [],
        [],
        [],
        [],
    )
    with catalogue.store.reading() as connection:
        for table in (*schema.BY_NUMBER, schema.passages):
            assert connection.execute(table.select()).first() is None, table.name


def test_remove_refuses_what_is_not_there(catalogue: Catalogue) -> None:
    with pytest.raises(NotFound, match="没有这份资料：无此件"):
        catalogue.remove("无此件")


def test_the_same_document_twice_is_one(catalogue: Catalogue) -> None:
    before = len(catalogue.documents())
    catalogue.add(*declaration())
    assert len(catalogue.documents()) == before


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    path.write_bytes(b"not a database " * 500)
    with pytest.raises(LibraryCorrupt, match="已损坏") as caught:
        Catalogue(f"sqlite:///{path}")
    assert "\n" not in str(caught.value)


def test_another_version_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalogue.db'}"
    first = Catalogue(url)
    first.store.set_note("schema", "0")
    first.close()
    with pytest.raises(LibraryError, match="另一版本"):
        Catalogue(url)


@pytest.mark.parametrize("url", ["nonsense", "nosuch://host/db"])
def test_an_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(LibraryError):
        Catalogue(url)


def test_the_tables_suit_postgresql() -> None:
    for table in schema.metadata.tables.values():
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]


def test_a_document_without_facts_can_be_kept(catalogue: Catalogue) -> None:
    document = text_document("空.txt", "\n \n")
    record = catalogue.add(document, Reading())
    assert (record.kind, record.title, record.counts["passages"]) == ("other", "空", 0)


def test_a_code_kept_book_by_book_answers_by_its_own_name() -> None:
    made = Catalogue("sqlite://")
    made.add(*statute("中华人民共和国甲法典 总则", "2021-01-01", {"第一条": "总则的第一条。"}))
    made.add(*statute("中华人民共和国甲法典 物权编", "2021-01-01", {"第九条": "物权的第九条。"}))
    made.add(*statute("关于适用甲法典 物权编的解释", "2021-01-01", {"第八条": "解释的第八条。"}))
    found = made.article("甲法典", "第九条")
    assert found is not None
    assert found.article.paragraphs == ("物权的第九条。",)
    assert made.article("甲法典", "第八条") is None
    assert made.article("甲法", "第九条") is None
