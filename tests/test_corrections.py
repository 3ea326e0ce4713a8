"""更正: what is corrected by hand is answered from, kept, told, and can be taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.domain.slot import Slot
from assistant.errors import CorrectionRefused, LibraryError, NotFound
from assistant.library.amending import Amendments
from assistant.library.encoder import HashingEncoder
from assistant.library.library import Library
from assistant.library.terms import terms
from assistant.reading.facts import read_facts
from assistant.settings import Settings

FORM = """# 河畔镇绿化养护项目绩效目标申报表（2025年度）

项目名称：绿地养护
填报单位：河畔镇城建办

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 目标值来源 |
|---|---|---|---|---|
| 产出指标 | 数量指标 | 养护绿地面积 | {area} | 根据工作计划 |
| 产出指标 | 质量指标 | 养护考核合格率 | ≥95% | 根据工作要求 |
| 效益指标 | 社会效益指标 | 居民投诉件数 | ≤12件 | 根据工作目标 |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | {happy} | 根据工作目标 |

预算明细（单位：万元）

| 预算项目 | 单价 | 数量 | 金额 |
|---|---|---|---|
| 绿地养护费 | 0.01 | 37500 | 375.00 |
| 苗木补种 | 0.5 | 40 | 20.00 |
"""


def text(area: str = "≥31500平方米", happy: str = "≥9O%") -> str:
    return FORM.format(area=area, happy=happy)


def opened(folder: Path) -> Library:
    return Library(Settings(index=folder), HashingEncoder(64))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a" / "绿地养护.md"
    path.parent.mkdir()
    path.write_text(text(), "utf-8")
    return path


@pytest.fixture
def kept(tmp_path: Path, file: Path) -> Iterator[Library]:
    with opened(tmp_path / "index") as made:
        assert made.ingest([file]).failed == ()
        yield made


def only(kept: Library) -> str:
    return kept.catalogue.documents()[-1].id


def slot(kept: Library, label: str, field: str = "target", id: str | None = None) -> Slot:
    found = [
        s
        for s in Amendments(kept).slots(id or only(kept))
        if s.field == field and label in (s.label, s.value)
    ]
    assert found, (label, field)
    return found[0]


def correct(
    kept: Library, label: str, typed: str, field: str = "target", by: str | None = None
) -> str:
    id = only(kept)
    return Amendments(kept).correct(id, slot(kept, label, field).key, typed, by=by).correction.id


def target(kept: Library, name: str = "养护绿地面积") -> str:
    rows = kept.catalogue.reading(only(kept)).declarations[0].indicators
    return next(row.target.raw for row in rows if row.name == name)


def stored(kept: Library, name: str = "养护绿地面积") -> str:
    return kept.catalogue.facts(kind="indicator", name=name)[-1].value


def searched(kept: Library, word: str) -> list[str]:
    keys = [key for key, _ in kept.words.search(terms(word), 50)]
    return [p.text for p in kept.catalogue.passages_by_key(keys).values()]


# ---- what holds where ----


def test_facts_declarations_passages_and_indexes_agree(kept: Library) -> None:
    before = kept.catalogue.documents()[0]
    correct(kept, "养护绿地面积", "≥37500平方米", by="王")
    assert target(kept) == stored(kept) == "≥37500平方米"
    (fact,) = kept.catalogue.facts(kind="indicator", name="养护绿地面积")
    assert fact.number == Decimal(37500)
    assert "31500" in fact.locator.quote  # the place still shows what was read
    assert any("31500" in found for found in searched(kept, "37500平方米"))
    after = kept.catalogue.documents()[0]
    assert (after.id, after.name, after.ingested_at) == (before.id, before.name, before.ingested_at)
    assert kept.inspect().problems == ()


def test_provenance_names_who_when_old_and_new(kept: Library) -> None:
    correct(kept, "养护绿地面积", "≥37500平方米", by="王")
    (one,) = kept.catalogue.reading(only(kept)).corrections
    assert (one.old, one.new, one.by) == ("≥31500平方米", "≥37500平方米", "王")
    assert one.locator.quote == "≥31500平方米"
    assert one.at.endswith("+00:00")
    document = kept.catalogue.document(only(kept))
    assert document.text[one.locator.start : one.locator.end] == one.locator.quote
    assert kept.catalogue.corrections.live(only(kept)) == (one,)


def test_undo_is_the_old_value_again(kept: Library) -> None:
    fresh = kept.catalogue.reading(only(kept))
    id = correct(kept, "养护绿地面积", "≥37500平方米")
    undone = Amendments(kept).undo(id, by="李")
    assert undone.new == "≥37500平方米"
    assert kept.catalogue.reading(only(kept)) == fresh
    assert stored(kept) == "≥31500平方米"
    (one,) = kept.catalogue.corrections.all()
    assert one.status == "undone"
    with pytest.raises(CorrectionRefused, match="不再有效"):
        Amendments(kept).undo(id)


def test_undoing_one_leaves_the_other(kept: Library) -> None:
    first = correct(kept, "养护绿地面积", "≥37500平方米")
    correct(kept, "居民满意度", "≥90%")
    Amendments(kept).undo(first)
    assert (target(kept), target(kept, "居民满意度")) == ("≥31500平方米", "≥90%")


def test_unknown_id_is_not_found(kept: Library) -> None:
    with pytest.raises(NotFound, match="没有这条更正"):
        Amendments(kept).undo("nothing")


# ---- it is kept ----


def again(kept: Library, file: Path) -> None:
    kept.ingest([file])


def removed_and_added(kept: Library, file: Path) -> None:
    kept.remove(only(kept))
    assert kept.catalogue.documents() == []
    kept.ingest([file])


def repaired(kept: Library, _file: Path) -> None:
    kept.repair()


def moved(kept: Library, file: Path) -> None:
    kept.remove(only(kept))
    other = file.with_name("改了名.md")
    other.write_bytes(file.read_bytes())
    kept.ingest([other])


@pytest.mark.parametrize("happens", [again, removed_and_added, repaired, moved])
def test_a_correction_survives(kept: Library, file: Path, happens: object) -> None:
    correct(kept, "养护绿地面积", "≥37500平方米")
    happens(kept, file)  # type: ignore[operator]
    assert target(kept) == stored(kept) == "≥37500平方米"
    assert any("31500" in found for found in searched(kept, "37500平方米"))
    assert [c.status for c in kept.catalogue.corrections.all()] == ["live"]


def test_a_changed_reader_keeps_it(
    kept: Library, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(kept, "养护绿地面积", "≥37500平方米")
    monkeypatch.setattr("assistant.library.library.reader_stamp", lambda: "later")
    assert len(kept.ingest([file]).replaced) == 1
    assert stored(kept) == "≥37500平方米"


def test_the_next_process_sees_it(kept: Library, tmp_path: Path) -> None:
    correct(kept, "养护绿地面积", "≥37500平方米")
    with opened(tmp_path / "index") as other:
        assert stored(other) == "≥37500平方米"
        assert other.inspect().problems == ()


# ---- a later version of the file ----


@pytest.mark.parametrize("elsewhere", [False, True], ids=["same path", "same name elsewhere"])
def test_a_later_version_takes_over_what_reads_the_same(
    kept: Library, file: Path, tmp_path: Path, elsewhere: bool
) -> None:
    correct(kept, "养护绿地面积", "≥37500平方米", by="王")
    correct(kept, "居民满意度", "≥90%")
    path = file
    if elsewhere:
        path = tmp_path / "b" / file.name
        path.parent.mkdir()
    path.write_text("新的一版。\n\n" + text(happy="≥88%"), "utf-8")
    report = kept.ingest([path])
    assert target(kept) == stored(kept) == "≥37500平方米"
    assert target(kept, "居民满意度") == "≥88%"
    lines = [line for _, line in report.corrections]
    assert lines[0] == "沿用了人工更正 养护绿地面积·目标值：≥31500平方米 → ≥37500平方米"
    assert "未能沿用" in lines[1]
    assert "现在读作“≥88%”" in lines[1]
    mine = {c.status: c for c in kept.catalogue.corrections.all(only(kept))}
    assert (mine["live"].by, mine["live"].locator.quote) == ("王", "≥31500平方米")
    assert mine["lost"].reason is not None
    assert kept.ingest([path]).corrections == ()


def test_a_lost_one_is_struck_by_hand(kept: Library, file: Path) -> None:
    correct(kept, "居民满意度", "≥90%")
    file.write_text(text(happy="≥88%"), "utf-8")
    kept.ingest([file])
    (lost,) = kept.catalogue.corrections.all(only(kept))
    Amendments(kept).undo(lost.id)
    assert target(kept, "居民满意度") == "≥88%"
    assert [c.status for c in kept.catalogue.corrections.all(only(kept))] == ["undone"]


def test_what_was_undone_in_the_later_version_stays_undone(kept: Library, file: Path) -> None:
    correct(kept, "养护绿地面积", "≥37500平方米")
    for number in range(2):
        file.write_text(f"第{number}版。\n\n{text()}", "utf-8")
        kept.ingest([file])
        if number == 0:
            (one,) = kept.catalogue.corrections.all(only(kept))
            Amendments(kept).undo(one.id)
    assert target(kept) == "≥31500平方米"


def test_another_office_with_the_same_file_name_is_left_alone(
    kept: Library, file: Path, tmp_path: Path
) -> None:
    correct(kept, "养护绿地面积", "≥37500平方米")
    other = tmp_path / "b" / file.name
    other.parent.mkdir()
    other.write_text(
        text().replace("河畔镇", "山前镇").replace("绿地养护", "河道保洁").replace("养护绿地", "保洁河道"),
        "utf-8",
    )  # fmt: skip
    assert kept.ingest([other]).corrections == ()
    assert kept.catalogue.corrections.all(only(kept)) == []


# ---- what can be corrected ----


@pytest.mark.parametrize(
    ("label", "field", "typed", "now"),
    [
        ("养护绿地面积", "target", "=120.00(人)", "=120.00(人)"),
        ("养护绿地面积", "name", "养护绿地总面积", "养护绿地总面积"),
        ("养护绿地面积", "level2", "质量指标", "质量指标"),
        ("养护绿地面积", "level1", "效益指标", "效益指标"),
        ("养护绿地面积", "name", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("绿地养护费", "item", "绿地日常养护费", "绿地日常养护费"),
        ("绿地养护费", "amount", "360", "360万元"),
        ("绿地养护费", "amount", "3,600,000元", "3,600,000元"),
        ("绿地养护费", "unit_price", "0.0096", "0.0096万元"),
        ("绿地养护费", "quantity", "37,600", "37600"),
        ("绿地养护", "project", "公共绿地养护", "公共绿地养护"),
        ("河畔镇城建办", "unit", "河畔镇建设办", "河畔镇建设办"),
        ("2025", "year", "2024年", "2024"),
    ],
)
def test_what_can_be_corrected(kept: Library, label: str, field: str, typed: str, now: str) -> None:
    key = slot(kept, label, field).key
    done = Amendments(kept).correct(only(kept), key, typed)
    assert done.correction.new == now
    assert done.replaced is None
    reading = kept.catalogue.reading(only(kept))
    assert reading != kept.catalogue.as_read(only(kept))
    assert kept.inspect().problems == ()


def test_names_and_scopes_follow(kept: Library) -> None:
    correct(kept, "2025", "2024", "year")
    correct(kept, "河畔镇城建办", "河畔镇建设办", "unit")
    names = kept.catalogue.names()
    assert (names.years, names.units) == ((2024,), ("河畔镇建设办",))
    (fact,) = kept.catalogue.facts(kind="indicator", name="居民投诉件数", year=2024)
    assert fact.unit == "河畔镇建设办"
    assert kept.catalogue.documents()[0].year == 2024


@pytest.mark.parametrize(
    ("label", "field", "typed", "line"),
    [
        ("养护绿地面积", "target", "  ", "空的"),
        ("养护绿地面积", "target", "≥9O%", "像数字的字母"),
        ("养护绿地面积", "target", "=SUM(A1:A9)", "读不成目标值"),
        ("养护绿地面积", "target", "<script>", "读不成目标值"),
        ("养护绿地面积", "target", "≥31500平方米", "没有改动"),
        ("养护绿地面积", "name", "面积\x00", "看不见的字符"),
        ("养护绿地面积", "name", "长" * 301, "太长"),
        ("养护绿地面积", "level1", "随便什么", "不是一级指标"),
        ("绿地养护费", "amount", "360万元<script>", "读不成金额"),
        ("绿地养护费", "amount", "=1+1", "读不成金额"),
        ("绿地养护费", "quantity", "很多", "读不成数量"),
        ("2025", "year", "25年", "读不成年度"),
    ],
)
def test_what_is_refused(kept: Library, label: str, field: str, typed: str, line: str) -> None:
    key = slot(kept, label, field).key
    with pytest.raises(CorrectionRefused, match=line) as refused:
        Amendments(kept).correct(only(kept), key, typed)
    assert "\n" not in str(refused.value)
    assert kept.catalogue.corrections.all() == []


def test_a_doubtful_value_can_be_confirmed(kept: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    document, reading = kept.catalogue.document(only(kept)), kept.catalogue.reading(only(kept))
    (declared,) = reading.declarations
    doubted = replace(declared.indicators[0], uncertain=("target",))
    reading = replace(
        reading, declarations=(replace(declared, indicators=(doubted, *declared.indicators[1:])),)
    )
    kept.catalogue.add(document, reading)
    correct(kept, "养护绿地面积", "≥31500平方米")
    (first, *_), (one,) = (
        kept.catalogue.reading(document.id).declarations[0].indicators,
        kept.catalogue.corrections.all(),
    )
    assert first.uncertain == ()
    assert one.confirmed


def test_a_key_of_another_reading_is_refused(kept: Library) -> None:
    with pytest.raises(CorrectionRefused, match="重新读过"):
        Amendments(kept).correct(only(kept), "indicator:0:0:target:1-2", "≥1人")


# ---- several at once ----


def test_the_later_of_two_is_told_what_it_replaced(kept: Library) -> None:
    key = slot(kept, "养护绿地面积").key
    Amendments(kept).correct(only(kept), key, "≥37500平方米", by="王")
    second = Amendments(kept).correct(only(kept), key, "≥37800平方米", by="李")
    assert second.replaced is not None
    assert (second.replaced.new, second.replaced.by) == ("≥37500平方米", "王")
    assert second.correction.old == "≥31500平方米"
    assert [c.status for c in kept.catalogue.corrections.all()] == ["replaced", "live"]
    Amendments(kept).undo(second.correction.id)
    assert target(kept) == "≥31500平方米"


def test_many_at_once_lose_nothing(kept: Library, tmp_path: Path) -> None:
    id = only(kept)
    keys = [slot(kept, "养护绿地面积").key] * 4 + [slot(kept, "居民满意度").key] * 4
    values = [f"≥{n}%" for n in range(50, 58)]
    with opened(tmp_path / "index") as other, ThreadPoolExecutor(4) as pool:
        done = list(
            pool.map(
                lambda n: Amendments((kept, other)[n % 2]).correct(id, keys[n], values[n]), range(8)
            )
        )
    rows = kept.catalogue.corrections.all()
    live = {c.label: c.new for c in rows if c.status == "live"}
    assert len(rows) == 8
    assert set(live) == {"养护绿地面积", "居民满意度"}
    assert {target(kept), target(kept, "居民满意度")} == set(live.values())
    assert sum(d.replaced is None for d in done) == 2
    assert kept.inspect().problems == ()


# ---- libraries made before ----


def before_corrections(index: Path, version: str = "2") -> None:
    with sqlite3.connect(index / "catalogue.db") as connection:
        connection.execute("DROP TABLE corrections")
        connection.execute("DROP TABLE originals")
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (version,))


def test_an_older_library_gains_the_tables(tmp_path: Path, file: Path) -> None:
    with opened(tmp_path / "old") as made:
        made.ingest([file])
    before_corrections(tmp_path / "old")
    with opened(tmp_path / "old") as kept:
        assert kept.ingest([file]).unchanged[0][1] == file.name
        correct(kept, "养护绿地面积", "≥37500平方米")
        assert stored(kept) == "≥37500平方米"


def test_a_library_of_an_unknown_version_is_refused(tmp_path: Path, file: Path) -> None:
    with opened(tmp_path / "old") as made:
        made.ingest([file])
    before_corrections(tmp_path / "old", "1")
    with pytest.raises(LibraryError, match="另一版本"):
        opened(tmp_path / "old")


def test_one_printed_figure_is_one_value(kept: Library) -> None:
    """The same stretch read as the year's total and as a fund changes in both."""
    document, reading = (
        kept.catalogue.document(only(kept)),
        read_facts(kept.catalogue.document(only(kept))),
    )
    (declared,) = reading.declarations
    place = declared.budget_lines[0].locator
    at = place.start + place.quote.index("375.00")
    where = document.locate(at, at + 6)
    amount = declared.budget_lines[0].amount
    funding = replace(declared.funding, annual=amount, locators=(("annual", where),))
    changed = replace(declared, funding=funding, total=amount, total_locator=where)
    kept.catalogue.add(document, replace(reading, declarations=(changed,)))
    key = next(s.key for s in Amendments(kept).slots(document.id) if s.field == "total")
    Amendments(kept).correct(document.id, key, "395")
    (now,) = kept.catalogue.reading(document.id).declarations
    assert now.total is not None
    assert now.funding.annual is not None
    assert now.total.yuan == now.funding.annual.yuan == Decimal(3_950_000)
