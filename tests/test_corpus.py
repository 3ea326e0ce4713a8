"""corpus/ and the questions about it: the facts that the product is proved on without more data."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from assistant.domain.declaration import Declaration, Reading
from assistant.domain.document import Document
from assistant.domain.document_number import find_numbers, parse_number
from assistant.domain.issuer import issuer_of
from assistant.reading.facts import read_facts
from assistant.reading.files import read_file

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
ORDER = "浦锦街道-社会治安维稳-2024.txt"
VOLUNTEERS = "浦锦街道-平安志愿者-2024.txt"
SAFETY = "新虹街道-平安建设-2020.txt"
GUARDS = "古美路街道-派出所特保费用-2021.md"
BUREAU = "上海市公安局闵行分局-部门预算-2024.txt"
# Each with the first characters of the sample that it was written anew from.
SAMPLES = {ORDER: "000", SAFETY: "001", VOLUNTEERS: "002", GUARDS: "003", BUREAU: "004"}

HAN = re.compile(r"[^\u4e00-\u9fff]+")
TITLE = re.compile(r"《[^》]*》|〈[^〉]*〉")


@cache
def read(path: Path) -> tuple[Document, Reading]:
    (document,) = read_file(path)
    return document, read_facts(document)


def declarations(name: str) -> tuple[Declaration, ...]:
    return read(CORPUS / name)[1].declarations


@pytest.mark.parametrize(
    ("name", "indicators", "budget_lines", "executions"),
    [
        (ORDER, [27], [12], [3]),
        (SAFETY, [6], [23], [0]),
        (VOLUNTEERS, [14], [3], [3]),
        (GUARDS, [15], [0], [0]),
        (BUREAU, [15, 14, 8, 8, 14, 16, 10, 12], [0] * 8, [0] * 8),
    ],
)
def test_counts(
    name: str, indicators: list[int], budget_lines: list[int], executions: list[int]
) -> None:
    found = declarations(name)
    assert [len(d.indicators) for d in found] == indicators
    assert [len(d.budget_lines) for d in found] == budget_lines
    assert [len(d.executions) for d in found] == executions


@pytest.mark.parametrize(
    ("name", "at", "unit", "year", "total"),
    [
        (ORDER, 0, "浦锦街道", 2024, "15391700"),
        (SAFETY, 0, "新虹街道", 2020, "38559424"),
        (VOLUNTEERS, 0, "浦锦街道", 2024, "50000"),
        (GUARDS, 0, "古美路街道", 2021, "6387279"),
        (BUREAU, 0, "闵行分局", 2024, "12240000"),
        (BUREAU, 1, "闵行分局", 2024, "107541087.12"),
        (BUREAU, 2, "闵行分局", 2024, "18000000"),
        (BUREAU, 3, "闵行分局", 2024, "11000000"),
        (BUREAU, 4, "闵行分局", 2024, "19770000"),
        (BUREAU, 5, "闵行分局", 2024, "20092600"),
        (BUREAU, 6, "闵行分局", 2024, "96749085.60"),
        (BUREAU, 7, "闵行分局", 2024, "14418243"),
    ],
)
def test_whose_and_how_much(name: str, at: int, unit: str, year: int, total: str) -> None:
    declaration = declarations(name)[at]
    assert declaration.year == year
    # The 2020 form names only an office of the street (综治组); the file's name tells the street.
    assert unit in f"{declaration.unit}{declaration.department}{name}"
    assert declaration.total is not None
    assert declaration.total.yuan == Decimal(total)


@pytest.mark.parametrize(
    ("name", "indicator", "number", "level2"),
    [
        (ORDER, "特保人员聘用人数", "120", "数量指标"),
        (ORDER, "特种保安聘用成本", "10566000", "经济成本指标"),
        (ORDER, "相关居民满意度", "90", "服务对象满意度指标"),
        (ORDER, "联防队捕获奖发放及时性", "2", "时效指标"),
        (ORDER, "违法犯罪情况", None, "社会效益指标"),
        (VOLUNTEERS, "平安志愿者意外险投保标准", "10", "经济成本指标"),
        (VOLUNTEERS, "志愿者工作装备制作及时率", "100", "时效指标"),
        (GUARDS, "学校周边交通辅警覆盖数", "7", "数量指标"),
        (GUARDS, "受益人群满意度", "85", "服务对象满意度指标"),
        (SAFETY, "项目完成率", None, "数量目标"),
        (BUREAU, "安保人员到位率", "5000", "数量指标"),
        (BUREAU, "勤务辅警招录人数", "529", "数量指标"),
        (BUREAU, "牵引施救及时性", "15", "时效指标"),
        (BUREAU, "图像监控点位数", "10000", "数量指标"),
        (BUREAU, "用人部门满意度", "90", "服务对象满意度指标"),
    ],
)
def test_indicators(name: str, indicator: str, number: str | None, level2: str) -> None:
    found = [i for d in declarations(name) for i in d.indicators if i.name == indicator]
    assert len(found) == 1
    assert found[0].target.number == (None if number is None else Decimal(number))
    assert found[0].level2 == level2


@pytest.mark.parametrize(
    ("name", "total", "tolerance"),
    [(ORDER, "15391705", "0"), (VOLUNTEERS, "50000", "0"), (SAFETY, "38559500", "0")],
)
def test_budget_lines_add_up(name: str, total: str, tolerance: str) -> None:
    amounts = [line.amount for d in declarations(name) for line in d.budget_lines]
    assert None not in amounts
    added = sum((a.yuan for a in amounts if a is not None), Decimal(0))
    assert abs(added - Decimal(total)) <= Decimal(tolerance)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_number_cited_is_in_the_register(name: str) -> None:
    register = {row[0] for row in register_rows()}
    cited = {
        str(found.number)
        for found in find_numbers((CORPUS / name).read_text("utf-8"))
        if found.number.year is not None
    }
    informal = {"区综治办〔2018〕25号"}
    assert cited - informal <= register


def register_rows() -> list[list[str]]:
    lines = (CORPUS / "依据文件登记.md").read_text("utf-8").splitlines()
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line[:1] == "|"]
    return [row for row in rows if row[0] != "发文字号" and not set(row[0]) <= set("-")]


def test_register_is_in_its_format() -> None:
    rows = register_rows()
    assert len(rows) == 38
    assert {len(row) for row in rows} == {7}
    assert {row[3] for row in rows} <= {"确定", "基本确定", "推断", "待核"}
    numbered = [row for row in rows if row[0] != "无"]
    assert [str(parse_number(row[0])) for row in numbered] == [row[0] for row in numbered]
    assert not [n for n, count in Counter(row[0] for row in numbered).items() if count > 1]


def test_register_agrees_with_the_table_of_issuers() -> None:
    disagree = []
    for row in register_rows():
        number = parse_number(row[0]) if row[0] != "无" else None
        issuer = issuer_of(number.code, district="闵行区").name if number else None
        if issuer is not None and issuer != row[2]:
            disagree.append((row[0], row[2], issuer))
    assert disagree == []


def digests() -> list[Path]:
    return sorted((CORPUS / "政策要点").glob("*.md"))


@pytest.mark.parametrize("path", digests(), ids=lambda p: p.stem)
def test_digests_say_that_they_are_digests(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("# ")
    assert "由本项目" in text[:200]
    for line in text.splitlines():
        if re.match(r"第[一二三四五六七八九十百]+条", line):
            assert re.match(r"第[一二三四五六七八九十百]+条 要点：", line), line


@pytest.mark.parametrize(
    ("title", "article", "says"),
    [
        ("中华人民共和国行政强制法", "第二十六条", "第三款"),
        ("保安服务管理条例", "第十六条", "保安员证"),
        ("中华人民共和国预算法", "第五十二条", "十五日"),
        ("中华人民共和国预算法实施条例", "第二十条", "绩效评价"),
        ("中央部门预算绩效目标管理办法", "第二十五条", "优、良、中、差"),
    ],
)
def test_digests_read_as_articles(title: str, article: str, says: str) -> None:
    statutes = [s for path in digests() for s in read(path)[1].statutes if s.title == title]
    assert len(statutes) == 1
    found = [a for a in statutes[0].articles if a.number == article]
    assert len(found) == 1
    assert says in "".join(found[0].paragraphs)


def question_files() -> list[Path]:
    return [
        ROOT / "evals" / "questions" / "spine.jsonl",
        ROOT / "evals" / "questions" / "corpus_before.jsonl",
    ]


@pytest.mark.parametrize("path", question_files(), ids=lambda p: p.stem)
def test_gold_stands_in_its_source(path: Path) -> None:
    texts = {p.name: p.read_text("utf-8") for p in CORPUS.rglob("*.*")}
    ids = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        ids.append(row["id"])
        gold = row["gold"]
        if not row["answerable"]:
            assert gold == {"contains": [], "source": None, "quote_contains": None}, row["id"]
            continue
        assert gold["contains"], row["id"]
        for place in [gold, *gold.get("also", [])]:
            assert place["quote_contains"] in texts[place["source"]], row["id"]
    assert len(ids) == len(set(ids)) >= 40


def own_files() -> list[Path]:
    return [p for p in CORPUS.rglob("*.*") if p.suffix in {".txt", ".md"}] + question_files()


def han(text: str) -> str:
    return HAN.sub("", TITLE.sub("", text))


@pytest.mark.shared
def test_no_sentence_of_the_samples(seeds: list[Path]) -> None:
    length = 28
    theirs: set[str] = set()
    for seed in seeds:
        text = han(seed.read_text("utf-8"))
        theirs.update(text[i : i + length] for i in range(len(text) - length + 1))
    taken = []
    for path in own_files():
        text = han(path.read_text("utf-8"))
        runs = (text[i : i + length] for i in range(len(text) - length + 1))
        taken += [(path.name, run) for run in runs if run in theirs]
    assert taken == []


# Names that a sample prints damaged, or that corpus/README.md says were changed.
MENDED = {
    "安保人员到位为及时率": "安保人员到位及时率",
    "意外事故到位为及时率": "意外事故到位及时率",
    "在职特保人员全部达到既定的招录及上岗资质要求": "在职特保人员全部达到既定招录及上岗资质要求",
    "人员管理制度健全面性": "人员管理制度健全性",
    "岗位工作完成፮": "岗位工作完成率",
}


# The sample's merged labels leave open which of the two above and below covers these rows.
BETWEEN_TWO_LABELS = {"车辆应处尽处率", "社会工作资质证书数"}


def facts_of(declaration: Declaration) -> Counter[tuple[object, ...]]:
    """What must be the same: every name, figure and amount, without the order of rows."""
    facts: list[tuple[object, ...]] = []
    for row in declaration.indicators:
        name = MENDED.get(row.name, row.name)
        facts.append((name, row.level1, row.target.operator, row.target.number))
    for line in declaration.budget_lines:
        price = line.unit_price.yuan if line.unit_price else None
        amount = line.amount.yuan if line.amount else None
        facts.append((line.group, line.item, amount, price, line.quantity))
    for year in declaration.executions:
        amounts = [m.yuan if m else None for m in (year.initial, year.adjusted, year.executed)]
        facts.append((year.year, *amounts, year.rate))
    return Counter(facts)


def sure_levels(declaration: Declaration) -> dict[str, str | None]:
    """Level 2 by name where the table leaves no doubt (merged labels of a scan often do)."""
    rows = [row for row in declaration.indicators if "level2" not in row.uncertain]
    return {MENDED.get(row.name, row.name): row.level2 for row in rows}


def numbers(declaration: Declaration) -> set[str]:
    return {basis.number for basis in declaration.bases if basis.number}


@pytest.mark.shared
@pytest.mark.parametrize("name", SAMPLES)
def test_same_facts_as_the_sample(name: str, seeds: list[Path]) -> None:
    (seed,) = [path for path in seeds if path.name.startswith(SAMPLES[name])]
    ours = declarations(name)
    theirs = read(seed)[1].declarations
    for mine, original in zip(ours, theirs, strict=True):
        assert facts_of(mine) == facts_of(original)
        assert numbers(mine) == numbers(original)
        sure, theirs_sure = sure_levels(mine), sure_levels(original)
        both = (sure.keys() & theirs_sure.keys()) - BETWEEN_TWO_LABELS
        assert both
        assert {n: sure[n] for n in both} == {n: theirs_sure[n] for n in both}
