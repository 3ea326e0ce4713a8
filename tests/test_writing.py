"""Exports: the same facts when read again, comments, text never formulas, nothing half-written."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document as Word
from draft_shelf import Shelf, old_table, patrol
from layouts.declaration import invent
from layouts.variants import layouts, write
from openpyxl import load_workbook

from assistant.domain.declaration import Declaration
from assistant.domain.draft import Draft
from assistant.domain.money import Money
from assistant.errors import DraftError
from assistant.jobs.draft import DraftRequest, draft
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes
from assistant.writing import template_forms
from assistant.writing.export import draft_bytes, write_draft
from assistant.writing.form import price_in

SHELF = Shelf(patrol(), old_table())


def made(project: str = "夜间巡防", form: str | None = None, *given: tuple[str, str]) -> Draft:
    return draft(SHELF, DraftRequest(project, 2025, given=given, form=form))


def facts(d: Declaration) -> dict[str, object]:
    """What an export must keep."""
    return {
        "project": d.project,
        "unit": d.unit,
        "year": d.year,
        "total": d.total.yuan if d.total else None,
        "indicators": [
            (i.level1, i.level2, i.name, i.target.number, i.target.unit, i.target.operator)
            for i in d.indicators
            if i.level1
        ],
        "lines": [(x.group, x.item, x.amount.yuan if x.amount else None) for x in d.budget_lines],
        "executions": [
            (e.year, e.initial and e.initial.yuan, e.executed and e.executed.yuan)
            for e in d.executions
        ],
        "goals": (d.goals.overall, d.goals.annual),
        "bases": sorted(b.number or "" for b in d.bases),
    }


def read_again(drafted: Draft, suffix: str) -> Declaration:
    documents = read_bytes(draft_bytes(drafted, suffix, sources=False), f"草稿{suffix}")
    found = [x for d in documents for x in read_facts(d).declarations]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".md"])
@pytest.mark.parametrize("form", ["street", "bureau"])
def test_an_export_reads_as_the_same_facts(suffix: str, form: str) -> None:
    given = (("巡防特保聘用人数", "60人"), ("巡防特保经费2024年尾款", "75万元"))
    drafted = made("夜间巡防", form, *given)
    assert facts(read_again(drafted, suffix)) == facts(drafted.declaration)


@pytest.mark.parametrize("seed", range(4))
def test_unseen_layouts_are_drafted_and_read_again(seed: int) -> None:
    layout = list(layouts(seed + 1, seed=41))[seed]
    documents = read_bytes(write(invent(500 + seed), layout, seed).encode(), "表.txt")
    pairs = [(d, x) for d in documents for x in read_facts(d).declarations]
    base = pairs[0][1]
    drafted = draft(Shelf(*pairs), DraftRequest(base.project or "", (base.year or 2024) + 1))
    assert all(c.sources or c.status == "needs_input" for c in drafted.cells)
    assert facts(read_again(drafted, ".docx")) == facts(drafted.declaration)


@pytest.mark.parametrize("form", ["2020"])
@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".md"])
def test_the_three_tables_of_2020(suffix: str, form: str) -> None:
    drafted = made("旧表巡防", form, ("巡防特保经费2024年尾款", "75万元"))
    kept, again = facts(drafted.declaration), facts(read_again(drafted, suffix))
    for name in ("project", "year", "total", "indicators", "lines", "goals"):
        assert again[name] == kept[name]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".md"])
def test_an_open_amount_stays_open(suffix: str) -> None:
    again = read_again(made(), suffix)
    assert [x.amount is None for x in again.budget_lines] == [False, True, False, False]
    assert again.indicators[0].target.kind == "placeholder"


def test_sources_are_comments_and_can_be_left_out() -> None:
    drafted = made()
    with_sources = Word(io.BytesIO(draft_bytes(drafted, ".docx")))
    said = [c.text for c in with_sources.comments]
    assert any("待填" in c and "尾款" in c for c in said)
    assert any("沿用" in c and "patrol2024" in c for c in said)
    without = Word(io.BytesIO(draft_bytes(drafted, ".docx", sources=False)))
    assert not list(without.comments)
    plain = [p.text for p in without.paragraphs]
    assert plain == [p.text for p in with_sources.paragraphs]
    assert not any("\ue000" <= ch <= "\uf8ff" for p in plain for ch in p)


def test_levels_are_joined_cells() -> None:
    document = Word(io.BytesIO(draft_bytes(made(), ".docx")))
    table = next(t for t in document.tables if t.cell(0, 0).text == "一级指标")
    assert table.cell(1, 0)._tc is table.cell(3, 0)._tc
    assert table.cell(1, 0).text == "成本指标"


def test_values_that_look_like_formulas_are_text() -> None:
    book = load_workbook(io.BytesIO(draft_bytes(made(), ".xlsx")))
    cells = [
        c for row in book.worksheets[0].iter_rows() for c in row if str(c.value).startswith("=")
    ]
    assert cells
    assert all(c.data_type == "s" for c in cells)


def test_the_markdowns_sources_stand_in_a_comment() -> None:
    drafted = made()
    with_sources = draft_bytes(drafted, ".md").decode()
    body, _, comment = with_sources.partition("<!-- 出处")
    assert body.strip() == draft_bytes(drafted, ".md", sources=False).decode().strip()
    assert "budget_lines[1].amount 待填" in comment


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".md"])
def test_sources_do_not_change_what_is_read(suffix: str) -> None:
    drafted = made()
    read = [
        d
        for x in read_bytes(draft_bytes(drafted, suffix), f"稿{suffix}")
        for d in read_facts(x).declarations
    ]
    assert len(read) == 1
    assert facts(read[0]) == facts(read_again(drafted, suffix))


def test_json_is_the_contract() -> None:
    data = json.loads(draft_bytes(made(), ".json"))
    assert {"declaration", "cells", "findings", "bases"} <= set(data)
    assert {"path", "value", "status", "sources", "reason"} <= set(data["cells"][0])


def test_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "草稿.docx"
    path.write_bytes(b"old")

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", broken)
    with pytest.raises(DraftError, match="无法写入"):
        write_draft(made(), path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["草稿.docx"]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".md"])
@pytest.mark.parametrize(
    "text", ["换\x0c页", "控制\x01符", "私用\ue000区\ue002字", "<b>&amp;{{ x }}</b>", "{% for %}"]
)
def test_characters_that_no_file_holds(suffix: str, text: str) -> None:
    document, base = patrol()
    odd = replace(base, indicators=(replace(base.indicators[3], name=text), *base.indicators[4:]))
    drafted = draft(Shelf((document, odd)), DraftRequest("夜间巡防", 2025))
    data = draft_bytes(drafted, suffix)
    assert read_bytes(data, f"草稿{suffix}")[0].text


@pytest.mark.parametrize("name", ["草稿.exe", "草稿"])
def test_unknown_suffix(tmp_path: Path, name: str) -> None:
    with pytest.raises(DraftError, match="可选"):
        write_draft(made(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_an_offices_own_template(tmp_path: Path) -> None:
    own = Word()
    own.add_paragraph("本单位模板：{{ draft.declaration.project }}")
    own.save(tmp_path / "street.docx")
    data = draft_bytes(made(), ".docx", templates=tmp_path)
    assert "本单位模板：夜间巡防" in [p.text for p in Word(io.BytesIO(data)).paragraphs]


@pytest.mark.parametrize("text", ["{{ draft.", "{% for x in %}", "{{ draft.nothing.at.all }}"])
def test_a_broken_template_is_one_clear_line(tmp_path: Path, text: str) -> None:
    own = Word()
    own.add_paragraph(text)
    own.save(tmp_path / "street.docx")
    with pytest.raises(DraftError, match=r"模板 street\.docx"):
        draft_bytes(made(), ".docx", templates=tmp_path)


def test_a_template_that_is_no_word_file(tmp_path: Path) -> None:
    (tmp_path / "street.docx").write_bytes(b"junk")
    with pytest.raises(DraftError, match=r"模板 street\.docx"):
        draft_bytes(made(), ".docx", templates=tmp_path)


def test_templates_are_built_the_same_each_time(tmp_path: Path) -> None:
    for path in template_forms.build(tmp_path):
        shipped = template_forms.FOLDER / path.name
        with zipfile.ZipFile(path) as new, zipfile.ZipFile(shipped) as old:
            assert {n: new.read(n) for n in new.namelist()} == {
                n: old.read(n) for n in old.namelist()
            }


ORDER = {
    "tblPr": [
        "tblStyle",
        "tblW",
        "jc",
        "tblInd",
        "tblBorders",
        "shd",
        "tblLayout",
        "tblCellMar",
        "tblLook",
    ],
    "tcPr": ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"],
}
"""The order in which Word wants these elements (ECMA-376, 17.4)."""


@pytest.mark.parametrize("form", ["street", "bureau", "2020"])
def test_elements_stand_in_the_schemas_order(form: str) -> None:
    document = Word(io.BytesIO(draft_bytes(made("旧表巡防", form), ".docx")))
    for name, order in ORDER.items():
        for element in document.element.body.iter(f"{{*}}{name}"):
            tags = [child.tag.rpartition("}")[2] for child in element]
            assert tags == sorted(tags, key=order.index)


@pytest.mark.parametrize(
    ("yuan", "unit", "shown"),
    [
        ("9.8", "万元", "9.80元"),
        ("45000", "万元", "4.50"),
        ("9.8", "元", "9.80"),
        ("1680", "万元", "1,680.00元"),
    ],
)
def test_a_price_far_below_the_tables_unit_is_in_yuan(yuan: str, unit: str, shown: str) -> None:
    assert price_in(Money(yuan, Decimal(yuan)), unit) == shown
