"""过滤的范围: what a selection lets through is what comparing every passage would give."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from library_samples import declaration, library, statute

import assistant.library.vectors as nearness
from assistant.domain.fact import Passage
from assistant.library.library import Library
from assistant.library.names import name_key
from assistant.library.selection import Selection
from assistant.search.filters import Filters
from assistant.search.searcher import Searcher

UNITS, PROJECTS = ("甲街道", "乙镇"), ("夜间巡逻", "垃圾清运")
VERSIONS = (None, "2005-01-01", "2012-03-01", "2020-05-01")
SELECTIONS = [
    Selection(
        units=None if unit is None else frozenset({unit}),
        projects=None if project is None else frozenset({project}),
        years=None if year is None else frozenset({year}),
        kinds=None if kind is None else frozenset({kind}),
        on=on,
    )
    for unit, project, year, kind, on in itertools.product(
        (None, "甲街道", "丙街道"), (None, "夜间巡逻"), (None, 2023, 1999), (None, "statute"),
        (None, "2004-12-31", "2005-01-01", "2015-06-30", "2030-01-01"),
    )
]  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library(tmp_path_factory.mktemp("index")) as made:
        for unit, project, year in itertools.product(UNITS, PROJECTS, (2023, 2024)):
            made.catalogue.add(*declaration(unit, project, year, 20))
        for since in VERSIONS:
            text = {"第一条": f"{since}起的保管费用。", "第二条": "保管物品应登记。"}
            made.catalogue.add(*statute("某市保管条例", since, text))
        made.catalogue.add(*statute("某市登记条例", "2010-01-01", {"第一条": "登记费用。"}))
        made.sync()
        yield made


def passages(kept: Library) -> dict[int, tuple[Passage, str]]:
    """Every passage by key with the kind of its document."""
    keys = [entry.key for entry in kept._ledger.entries(kept._ledger.numbers())]
    kinds = {record.id: record.kind for record in kept.catalogue.documents()}
    found = kept.catalogue.passages_by_key(keys)
    return {key: (passage, kinds[passage.document]) for key, passage in found.items()}


def outdated(kept: Library, on: str | None) -> set[str]:
    """Documents of which no version holds then, by asking every version."""
    versions = [] if on is None else kept.catalogue.laws()
    holding = {v.document for v in versions if v.since is None or v.holds(on or "")}
    return {version.document for version in versions} - holding


def lets_through(selection: Selection, passage: Passage, kind: str) -> bool:
    """By comparing one passage with one selection, but for its date."""
    wanted = (
        (selection.units, name_key(passage.unit)), (selection.projects, name_key(passage.project)),
        (selection.years, passage.year), (selection.kinds, kind),
    )  # fmt: skip
    return all(values is None or own in values for values, own in wanted)


@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda s: str(SELECTIONS.index(s)))
def test_a_scope_is_what_comparing_every_passage_gives(kept: Library, selection: Selection) -> None:
    every, out = passages(kept), outdated(kept, selection.on)
    right = {
        key
        for key, (one, kind) in every.items()
        if lets_through(selection, one, kind) and one.document not in out
    }
    scope = kept._columns.scope(selection)
    assert set(map(int, scope.keys)) == right
    assert scope.within([*every, 10**15]) == right
    assert scope.size == len(right)
    assert scope.share == pytest.approx(len(right) / len(every))
    assert scope.numbers == sorted({key >> 20 for key in right})


def test_scopes_follow_what_is_added_and_removed(tmp_path: Path) -> None:
    selection = Selection(units=frozenset({"甲街道"}), on="2015-01-01")
    with library(tmp_path / "index") as made:
        first = made.catalogue.add(*declaration("甲街道", "夜间巡逻", 2023))
        made.catalogue.add(*statute("某市保管条例", "2010-01-01", {"第一条": "旧条。"}))
        before = made._columns.scope(selection).size
        assert before > 0
        made.catalogue.add(*declaration("甲街道", "夜间巡逻", 2024))
        made.catalogue.add(*statute("某市保管条例", "2014-01-01", {"第一条": "新条。"}))
        assert made._columns.scope(selection).size == 2 * before
        law = made._columns.scope(Selection(kinds=frozenset({"statute"}), on="2015-01-01"))
        assert len(law.numbers) == 1
        made.catalogue.remove(first.id)
        assert made._columns.scope(selection).size == before


@pytest.mark.parametrize("exact", [True, False], ids=["exact", "chroma"])
@pytest.mark.parametrize(
    "filters",
    [
        Filters(on="2015-06-30"),
        Filters(kind="statute", on="2005-06-30"),
        Filters(unit="甲街道"),
        Filters(year=2023, kind="declaration"),
        Filters(unit="甲街道", project="夜间巡逻", year=2024, kind="declaration", on="2024-06-30"),
    ],
)
def test_filtering_gives_the_best_of_what_is_let_through(
    kept: Library, filters: Filters, exact: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same hits as searching everything and leaving out what the filter does not let through.

    With a filter, fusing scales by the best word score among what is let through, so the order may
    differ; what is found may not.
    """
    monkeypatch.setattr(nearness, "EXACT_UP_TO", 50_000 if exact else 0)
    monkeypatch.setattr(nearness, "_MOST_FETCHED", 1_000 if exact else 0)
    searcher = Searcher(kept)
    every = searcher.search("保管费用巡逻队员人数", k=200)
    found = searcher.search("保管费用巡逻队员人数", k=200, filters=filters)
    kinds = {record.id: record.kind for record in kept.catalogue.documents()}
    selection = Selection(
        units=None if filters.unit is None else frozenset({filters.unit}),
        projects=None if filters.project is None else frozenset({filters.project}),
        years=None if filters.year is None else frozenset({filters.year}),
        kinds=None if filters.kind is None else frozenset({str(filters.kind)}),
        on=filters.on,
    )
    out = outdated(kept, filters.on)
    right = {
        hit.passage.id
        for hit in every
        if lets_through(selection, hit.passage, kinds[hit.passage.document])
        and hit.passage.document not in out
    }
    assert right
    assert {hit.passage.id for hit in found} == right
