"""The tabs without a browser: drafts kept and undone, the grid, pictures, facts, findings, the API."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("gradio")

import gradio as gr

from assistant.app import Assistant
from assistant.domain.declaration import BudgetLine, Declaration, Funding, Goals
from assistant.domain.document import Document
from assistant.domain.draft import DraftCell
from assistant.domain.money import Money
from assistant.errors import UsageError
from assistant.jobs.check import RULES
from assistant.library.records import StoredDeclaration
from assistant.settings import Settings
from assistant.web.api import NAMES, Interface, _told
from assistant.web.basis import Bases
from assistant.web.chart import Bar, Chart, chart_svg, headings, text_width, wrapped
from assistant.web.chat import BEGIN, WELCOME, Chat
from assistant.web.compare import Compare
from assistant.web.documents import Documents
from assistant.web.draft_grid import Row, given_value, rows_of
from assistant.web.drafts import Drafts, Work, work_of
from assistant.web.facts import facts_html
from assistant.web.figures import KINDS, indicator, shared_indicators
from assistant.web.findings import findings_html, rules_html
from assistant.web.grid import row_number
from assistant.web.link import clicked, key_of
from assistant.web.offered import Offered
from assistant.web.originals import keep, original
from assistant.web.review import Review
from assistant.web.show import open_key
from assistant.web.steps import steps_of
from assistant.web.suggest import LONGEST, suggestions
from assistant.web.workbench import Workbench, pair_of
from assistant.web.workbench_tab import Events

PROJECT = "社会治安维稳工作"


@pytest.fixture(scope="module")
def assistant(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the shipped corpus, read from a copy."""
    folder = tmp_path_factory.mktemp("tabs")
    shutil.copytree(root / "corpus", folder / "corpus")
    made = Assistant(Settings(index=folder / "index"))
    made.ingest([folder / "corpus"])
    return made


def event(**data: Any) -> Any:
    return SimpleNamespace(_data=data)


# ---- drafts ----


def test_a_work_is_undone_step_by_step() -> None:
    work = (
        Work("甲", 2025).with_given("人数", "120").with_edit("unit", "乙").with_given("人数", "130")
    )
    assert work.given == (("人数", "130"),)
    assert work.undone().given == (("人数", "120"),)
    assert work.undone().undone().edits == ()
    assert work.undone().undone().undone().undone().given == ()


def test_a_draft_survives_on_disk_with_its_budget(tmp_path: Path) -> None:
    budget = tmp_path / "预算.csv"
    budget.write_text("项,金额", "utf-8")
    work = Work("甲", 2025, given=(("人数", "130"),), budget=str(budget)).with_edit("unit", "乙")
    name = Drafts(tmp_path / "index").save("../../坏 名/字", work)
    budget.unlink()
    again = Drafts(tmp_path / "index")
    assert again.names() == [name]
    loaded = again.load(name)
    assert (loaded.given, loaded.edits, loaded.past) == (work.given, work.edits, work.past)
    assert Path(loaded.budget or "").read_text("utf-8") == "项,金额"
    assert not list(tmp_path.glob("*.json"))
    again.remove(name)
    assert again.names() == []


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"project": "甲"},
        {"project": "甲", "year": "x"},
        {"project": "甲", "year": 1, "given": [1]},
    ],
)
def test_a_broken_draft_is_one_line(data: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        work_of(data)


@pytest.mark.parametrize("name", ["", "///", "没有这份"])
def test_unusable_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        Drafts(tmp_path).load(name or "x")


@pytest.mark.parametrize(
    ("line", "pair"), [("a=1", ("a", "1")), ("a＝1", ("a", "1")), (" a = b=c ", ("a", "b=c"))]
)
def test_pairs(line: str, pair: tuple[str, str]) -> None:
    assert pair_of(line) == pair


@pytest.mark.parametrize("line", ["a", "=1", "a=", "＝"])
def test_no_pairs(line: str) -> None:
    with pytest.raises(UsageError):
        pair_of(line)


def test_the_workbench_computes_what_follows(assistant: Assistant) -> None:
    bench = Workbench(assistant)
    made = bench.start(PROJECT, 2025, "特保人员聘用人数=130", None, "", "")
    view = "指标"
    rows = rows_of(made.draft, view)
    at = next(n for n, row in enumerate(rows) if row.name == "特保人员聘用人数")
    assert "130" in rows[at].cell.value
    table = [row.texts() for row in rows]
    table[at][3] = "=140.00(人)"
    edited = bench.edited(made, view, table)
    assert "140" in rows_of(edited.draft, view)[at].cell.value
    back = bench.made(edited.work.undone())
    assert "130" in rows_of(back.draft, view)[at].cell.value
    assert len(bench.edited(made, view, [row.texts() for row in rows]).work.past) == 0


def test_an_edit_that_is_told_twice_counts_once(assistant: Assistant) -> None:
    bench = Workbench(assistant)
    made = bench.start("平安志愿者", 2025, "", None, "", "")
    rows = rows_of(made.draft, "待填")
    at = next(n for n, row in enumerate(rows) if "年度目标" in row.name or row.group == "执行情况")
    table = [row.texts() for row in rows]
    table[at][3] = "5.00"
    once = bench.edited(made, "待填", table)
    assert rows[at].label() not in {row.label() for row in rows_of(once.draft, "待填")}
    assert bench.edited(once, "待填", table) is once
    back = bench.made(once.work.undone())
    assert len(bench.edited(back, "待填", table).work.past) == 1


@pytest.mark.parametrize("change", ["drop", "swap", "empty"])
def test_a_grid_that_was_rearranged_changes_nothing(assistant: Assistant, change: str) -> None:
    bench = Workbench(assistant)
    made = bench.start(PROJECT, 2025, "", None, "", "")
    table = [row.texts() for row in rows_of(made.draft, "指标")]
    if change == "drop":
        table.pop(0)
    elif change == "swap":
        table[0], table[5] = table[5], table[0]
    else:
        table[0][3] = " "
    with pytest.raises(UsageError):
        bench.edited(made, "指标", table)


@pytest.mark.parametrize("words", ["特保人员聘用人数增加到130人", "特保人员聘用人数=130"])
def test_a_sentence_gives_the_same_as_a_pair(assistant: Assistant, words: str) -> None:
    made = Workbench(assistant).start(PROJECT, 2025, words, None, "", "")
    assert any("130" in row.cell.value for row in rows_of(made.draft, "指标"))


def _row(unit: str, previous: str | None = "26.00") -> Row:
    cell = DraftCell("budget_lines[0].amount", "26.00", "carried", (), None, previous)
    return Row(cell, "预算明细", "食堂（金额）", unit)


@pytest.mark.parametrize(
    ("unit", "typed", "given"),
    [
        ("万元", "30.00", "30.00万元"),
        ("万元", "300元", "300元"),
        ("元", "3,000.00", "3000.00元"),
        ("", "130", "130"),
        ("万元", "+5%", "+5%"),
    ],
)
def test_a_bare_amount_is_in_the_unit_of_its_cell(unit: str, typed: str, given: str) -> None:
    assert given_value(_row(unit), typed) == given


@pytest.mark.parametrize("typed", ["260000", "0.0026"])
def test_a_bare_amount_that_must_be_in_another_unit_is_not_guessed(typed: str) -> None:
    with pytest.raises(UsageError, match="连单位一起写"):
        given_value(_row("万元"), typed)
    assert given_value(_row("万元", None), typed) == f"{typed}万元"


def test_the_grid_says_the_unit_of_money_and_reads_what_is_typed_in_it(
    assistant: Assistant,
) -> None:
    bench = Workbench(assistant)
    made = bench.start("社会治安维稳工作", 2025, "", None, "", "")
    for view in ("预算明细", "全部"):
        for row in rows_of(made.draft, view):
            asked = row.cell.path == "total" or row.cell.path.endswith((".amount", ".initial"))
            assert bool(row.unit) >= asked, row
    rows = rows_of(made.draft, "全部")
    total = next(row for row in rows if row.cell.path == "total")
    assert total.label() == "预算总额（万元）"
    table = [row.texts() for row in rows]
    table[rows.index(total)][3] = "1600.00"
    edited = bench.edited(made, "全部", table).draft.declaration.total
    assert edited is not None
    assert edited.yuan == 16_000_000


def test_an_empty_library_says_how_to_begin(assistant: Assistant, tmp_path: Path) -> None:
    assert Chat(Assistant(Settings(index=tmp_path / "index"))).welcome() == BEGIN
    assert Chat(assistant).welcome() == WELCOME


# ---- pictures ----


def _costed(project: str, item: str, number: int, price: int) -> str:
    total = number * price
    return f"""# {project}项目绩效目标申报表（2025年度）

项目名称：{project}
填报单位：临河镇水务站

| 序号 | 明细内容 | 单价（元） | 数量 | 金额（元） |
|---|---|---|---|---|
| 1 | {item}工资 | {price} | {number} | {total} |
| 合计 | | | | {total} |

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 目标值来源 |
|---|---|---|---|---|
| 产出指标 | 数量指标 | {item}人数 | ={number}人 | 工作计划 |

"""


def test_a_price_leads_to_the_picture_of_its_own_project(tmp_path: Path) -> None:
    path = tmp_path / "两项目.md"
    two = _costed("绿地养护", "养护员", 12, 30_000) + _costed("河道保洁", "保洁员", 20, 24_000)
    path.write_text(two, "utf-8")
    one = Assistant(Settings(index=tmp_path / "index"))
    one.ingest([path])
    question = "河道保洁的保洁员人均多少钱？"
    answer = one.ask(question)
    assert answer.kind == "per_head"
    assert [step.data["project"] for step in steps_of(one, question, (), answer)] == ["河道保洁"]


def test_prices_are_drawn_each_project_to_its_own_scale(assistant: Assistant) -> None:
    chart = KINDS["单位成本"](assistant.catalogue.declarations())
    assert chart.by_group
    svg = chart_svg(chart)
    for group in {bar.group for bar in chart.bars}:
        longest = max((b for b in chart.bars if b.group == group), key=lambda b: b.value)
        one = svg.partition(f'data-yj="compare/{key_of(longest.locator)}"')[2]
        assert float(one.partition('width="')[2].partition('"')[0]) > 100


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_bar_opens_a_place(assistant: Assistant, kind: str) -> None:
    chart = KINDS[kind](assistant.catalogue.declarations())
    assert chart.bars
    svg = chart_svg(chart)
    for bar in chart.bars:
        document = assistant.catalogue.document(bar.locator.document)
        assert document.text[bar.locator.start : bar.locator.end] == bar.locator.quote
        assert f'data-yj="compare/{key_of(bar.locator)}"' in svg


def test_only_like_units_stand_side_by_side(assistant: Assistant) -> None:
    stored = assistant.catalogue.declarations()
    names = [name for _, name in shared_indicators(stored)]
    assert len(names) == len(set(names))
    for name in names[:10]:
        chart = indicator(stored, name)
        assert chart.bars


def test_markup_in_a_picture_shows_as_text_and_nothing_is_drawn_of_nothing() -> None:
    locator = Document("d", "<b>.txt", "txt", "<b>").locate(0, 3)
    svg = chart_svg(Chart("<script>", "元", (Bar("<i>", "<u>", Decimal(0), "<s>", locator),)))
    assert not any(tag in svg for tag in ("<script", "<i>", "<u>", "<s>", "<b>"))
    assert "<svg" not in chart_svg(Chart("无", "", ()))


def test_figures_as_a_sheet_are_text_where_they_are_text(assistant: Assistant) -> None:
    from openpyxl import load_workbook

    path = Compare(assistant).sheet("历年预算与执行", "", None)
    rows = list(load_workbook(path or "").active.iter_rows(values_only=True))
    assert rows[0][3] == "数值"
    assert all(isinstance(row[3], int | float) for row in rows[1:])
    assert all(isinstance(row[6], str) and row[7] for row in rows[1:])


@pytest.mark.parametrize(
    ("label", "letters", "lines"),
    [
        ("食堂", 8, ["食堂"]),
        ("重大决策风险评估费", 8, ["重大决策风险评估", "费"]),
        ("食堂管理服务 2023 年尾款", 8, ["食堂管理服务", "2023 年尾款"]),
        ("2023年（预计）", 8, ["2023年", "（预计）"]),
        ("一" * 40, 8, ["一" * 8, "一" * 7 + "…"]),
    ],
)
def test_labels_stay_in_their_room(label: str, letters: int, lines: list[str]) -> None:
    assert wrapped(label, letters) == lines


@pytest.mark.parametrize(
    "text", ["短", "2024年 某某街道 某某工作：明细合计 1,539.17 万元", "一" * 90]
)
def test_headings_stay_in_the_picture(text: str) -> None:
    assert all(text_width(line) <= 384 for line in headings(text, 384))
    assert headings(text, 2000) == [text]


def declared(*lines: Any) -> StoredDeclaration:
    """A stored declaration with these budget lines, each made for its place."""
    place = Document("d1", "甲.txt", "txt", "甲街道 绿化 明细 120").locate(0, 4)
    made = Declaration(
        "绿化", "甲街道", None, 2025, "other", None, None, None, Funding(), Goals(None, None),
        (), tuple(make(place) for make in lines), (), (), (),
    )  # fmt: skip
    return StoredDeclaration("d1", "甲.txt", 0, made)


def test_shares_and_prices_are_computed_and_doubtful_cells_are_not_drawn() -> None:
    def line(amount: int, *, number: int | None = None, doubt: tuple[str, ...] = ()) -> Any:
        return lambda place: BudgetLine(
            group=None, item=f"项{amount}", amount=Money(f"{amount}元", Decimal(amount)), unit_price=None,
            quantity=None if number is None else Decimal(number), locator=place, uncertain=doubt,
        )  # fmt: skip

    whole = KINDS["预算构成"]([declared(line(30_000), line(10_000))])
    assert [bar.shown for bar in whole.bars] == ["3.00（75.0%）", "1.00（25.0%）"]
    doubtful = [declared(line(30_000), line(10_000, doubt=("amount",)))]
    part = KINDS["预算构成"](doubtful)
    assert [bar.shown for bar in part.bars] == ["3.00"]
    assert "1 个数读取存疑" in part.note
    prices = KINDS["单位成本"]([declared(line(30_000, number=40), line(1))])
    assert [bar.exact for bar in prices.bars] == ["750.00 元（30000 ÷ 40）"]


@pytest.mark.parametrize("kind", [*KINDS, "同一指标"])
def test_an_empty_picture_says_what_to_do(kind: str, tmp_path: Path) -> None:
    compare = Compare(Assistant(Settings(index=tmp_path / "none")))
    html, _, image, sheet = compare.draw(kind, "", None)
    assert "上传" in html
    assert "<svg" not in html
    assert (image.interactive, sheet.interactive) == (False, False)
    assert compare.sheet(kind, "", None) is None


@pytest.mark.parametrize(
    ("asked", "kind", "project"),
    [
        ({"kind": "预算构成", "project": PROJECT}, "预算构成", PROJECT),
        ({"kind": "同一指标", "name": "特保人员聘用人数"}, "同一指标", ""),
        ({"kind": "<script>", "project": "没有的"}, "历年预算与执行", ""),
        ({}, "历年预算与执行", ""),
    ],
)
def test_a_picture_asked_for_in_an_answer(
    assistant: Assistant, asked: dict[str, Any], kind: str, project: str
) -> None:
    drawn = Compare(assistant).begin(event(key=json.dumps(asked)))
    assert drawn[:2] == (kind, project)
    assert "<svg" in drawn[2]


@pytest.mark.parametrize(
    ("question", "tab", "data"),
    [
        (
            "帮我起草2026年浦锦街道社会治安维稳工作的申报，特保增加到130人",
            "draft",
            {"project": PROJECT, "year": 2026, "given": "特保人员聘用人数=130人"},
        ),
        ("请帮我写一份平安志愿者的申报表", "draft", {"year": 2025}),
        ("帮我起草月球基地的申报表", "draft", {}),
        ("帮我检查浦锦街道社会治安维稳2024年的申报", "review", {}),
        ("这份申报有什么问题？", "review", {}),
        ("平安志愿者历年预算执行率", "compare", {"kind": "历年预算与执行"}),
        ("社会治安维稳工作的预算由哪些构成？", "compare", {"kind": "预算构成"}),
        ("沪公闵发2017 41号是什么？", "basis", {"text": "沪公闵发〔2017〕41号"}),
    ],
)
def test_an_answer_leads_on_to_the_tab_that_does_the_work(
    assistant: Assistant, question: str, tab: str, data: dict[str, Any]
) -> None:
    steps = steps_of(assistant, question, (), assistant.ask(question))
    assert [step.tab for step in steps][:1] == [tab]
    assert {key: steps[0].data.get(key) for key in data} == data
    if "月球" in question:
        assert "project" not in steps[0].data


def test_a_refusal_leads_nowhere(assistant: Assistant) -> None:
    question = "2031年火星基地的绿化面积目标值是多少？"
    assert steps_of(assistant, question, (), assistant.ask(question)) == []


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"project": PROJECT, "year": 2025, "given": "特保人员聘用人数=130"}, ""),
        ({"project": "没有的项目", "year": 2025}, "没有的项目"),
        ({"year": 2025}, "选一个项目"),
        ({"project": PROJECT, "year": "x", "given": "乱写"}, "名称=值"),
    ],
)
def test_a_draft_asked_for_in_an_answer(
    assistant: Assistant, asked: dict[str, Any], wrong: str
) -> None:
    events = Events(Workbench(assistant))
    state, said, *_, year, unit = events.begin(None, "指标", event(key=json.dumps(asked)))
    assert (state is not None) is (wrong == "")
    assert wrong in said
    assert isinstance(year, int)
    assert unit == ""


# ---- documents, facts, findings, basis ----


def test_facts_and_sources_of_every_document_are_drawn(assistant: Assistant) -> None:
    documents = Documents(assistant)
    for number, _ in enumerate(documents.rows()):
        facts, source, id = documents.show(number, "全部", "全部", "全部")
        assert id
        assert "yj-source" in source
        assert facts


def test_uncertain_cells_are_marked(assistant: Assistant) -> None:
    unsure = [row for row in Documents(assistant).rows() if row[5]]
    assert unsure
    record = assistant.find(unsure[0][0])
    catalogue = assistant.catalogue
    html = facts_html(catalogue.document(record.id), catalogue.reading(record.id))
    assert "yj-uncertain" in html


def test_filters(assistant: Assistant) -> None:
    documents = Documents(assistant)
    units, years = documents.filters()
    assert len(documents.rows(year="2021")) == 1
    assert documents.rows(unit=units[1], year=years[-1]) == [
        row for row in documents.rows() if row[2] == units[1] and row[3] == years[-1]
    ]


@pytest.mark.parametrize("seen", [["b", "2"], None, ["z", "9"]])
def test_the_row_of_a_sorted_grid(seen: list[str] | None) -> None:
    clicked_row = SimpleNamespace(row_value=seen, index=(0, 1))
    expected = 1 if seen == ["b", "2"] else 0
    assert row_number(clicked_row, [["a", "1"], ["b", "2"]]) == expected


def test_review_of_a_document_of_the_library(assistant: Assistant) -> None:
    review = Review(assistant)
    chosen = review.choices()[0][1]
    done, said, cards, source = review.check(None, chosen, [])
    assert done is not None
    assert "份申报" in said
    assert 'data-yj="review/' in cards
    assert "yj-mark" in source
    without = review.check(None, chosen, [f.rule for r in done.reports for f in r.findings])[2]
    assert "没有这一类意见" in without


@pytest.mark.parametrize("name", ["junk.docx", "空.txt"])
def test_a_file_that_cannot_be_read_is_one_line(
    assistant: Assistant, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x00\x01" if name.startswith("junk") else b"")
    done, said, _, _ = Review(assistant).check(str(path), None, [])
    assert done is None
    assert "\n" not in said
    assert name in said


def test_every_rule_is_on_the_page_and_can_be_found() -> None:
    page = rules_html()
    assert all(code in page for code in RULES)
    assert rules_html("SUM001").count("<article") < len(RULES)
    assert findings_html([]).count("yj-empty") == 1


@pytest.mark.parametrize(
    "words", ["沪公闵发2017 41号", "沪公闵发〔2099〕999号", "<script>alert(1)</script>", ""]
)
def test_basis_cards(assistant: Assistant, words: str) -> None:
    html = Bases(assistant).look(words)
    assert "<script" not in html
    assert ("<svg" in html) == ("41" in words)


# ---- places, uploads ----


@pytest.mark.parametrize("key", ["", "x", "nosuch.0.5", "a.1.2.3", "<script>.1.2"])
def test_a_key_that_names_no_place_is_one_line(assistant: Assistant, key: str) -> None:
    html = open_key(assistant, key)
    assert "<p" in html
    assert "<script" not in html


@pytest.mark.parametrize("data", [{}, {"key": None}, {"key": "x" * 999}, {"key": ["a"]}])
def test_what_a_browser_clicks_is_bounded_text(data: dict[str, Any]) -> None:
    assert len(clicked(event(**data))) <= 200


def test_an_upload_is_kept_and_found_again(assistant: Assistant, tmp_path: Path) -> None:
    upload = tmp_path / "补充说明.txt"
    upload.write_text("补充说明：一般资料。", "utf-8")
    said = Documents(assistant).upload([str(upload)], lambda *a, **k: None)
    upload.unlink()
    assert "新读 1 份" in said
    record = assistant.find("补充说明.txt")
    found = original(assistant, record.id)
    assert found is not None
    assert found.read_text("utf-8").startswith("补充说明")
    assert keep(assistant.settings.index, found) == found
    assert "已移除" in Documents(assistant).remove(record.id)


# ---- API ----


def test_suggestions_are_short_and_answered(assistant: Assistant) -> None:
    asked = suggestions(assistant)
    assert len(asked) >= 3
    for question in asked:
        assert len(question) <= LONGEST + 10
        assert not assistant.ask(question).refused, question


@pytest.mark.parametrize(
    ("name", "arguments", "key"),
    [
        ("ask", ("2024年浦锦街道特保人员聘用人数的目标值是多少？",), "answer"),
        ("basis", ("沪公闵发2017 41号",), "documents"),
        ("why", ("特保人员聘用人数",), "derivation"),
        ("check", ("浦锦街道-社会治安维稳-2024.txt",), "findings"),
        (
            "check_text",
            ("项目名称：绿化\n\n| 三级指标 | 指标值 |\n|---|---|\n| 面积 | 3亩 |",),
            "reports",
        ),
        ("search", ("保安员条件", 3), "results"),
        ("list_documents", (), "documents"),
        ("show_document", ("浦锦街道-社会治安维稳-2024.txt", 10, 20), "text"),
        ("rules", (), "rules"),
        ("rules", ("sum001",), "rules"),
        ("compare", ("预算构成", PROJECT), "bars"),
        ("compare", ("同一指标", "", "特保人员聘用人数"), "bars"),
        ("draft", (PROJECT, 2025), "cells"),
    ],
)
def test_the_functions_for_programs(
    assistant: Assistant, name: str, arguments: tuple[Any, ...], key: str
) -> None:
    assert name in NAMES
    function = getattr(Interface(assistant), name)
    found = _told(function)(*arguments)
    assert key in found, found
    assert json.loads(json.dumps(found)) == found
    assert function.__doc__


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("ask", ("",)),
        ("check", ("没有.txt",)),
        ("check_text", ("",)),
        ("draft", ("没有的项目", 2025)),
        ("compare", ("<script>",)),
        ("rules", ("NO001",)),
        ("show_document", ("没有.txt",)),
        ("draft", (PROJECT, 2025, "", "x")),
    ],
)
def test_a_failure_is_one_line(assistant: Assistant, name: str, arguments: tuple[Any, ...]) -> None:
    found = _told(getattr(Interface(assistant), name))(*arguments)
    assert list(found) == ["error"]
    assert "\n" not in found["error"]


def test_the_page_is_built_over_an_empty_library(tmp_path: Path) -> None:
    from assistant.web.server import build_app

    empty = Assistant(Settings(index=tmp_path / "none"))
    assert build_app(empty) is not None
    assert "没有" in Bases(empty).look("沪公闵发〔2017〕41号") or "空" in Bases(empty).look("")
    assert suggestions(empty) == []
    assert "error" in _told(Interface(empty).draft)("甲", 2025)


def test_a_list_is_sent_again_only_where_it_has_changed() -> None:
    choices = ["甲", "乙"]
    offered = Offered(lambda: choices)
    assert offered.again() == gr.skip()
    choices.append("丙")
    again = offered.again()
    assert again.choices == [(name, name) for name in ("甲", "乙", "丙")]
