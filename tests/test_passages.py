"""段落与事实: every word of a document can be found, and every row knows what it belongs to."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from library_samples import declaration, place, statute, text_document

from assistant.domain.declaration import (
    Activity,
    Declaration,
    Execution,
    Funding,
    Goals,
    Indicator,
    Levels,
    Reading,
)
from assistant.domain.document import Block, Document, Table, TableCell
from assistant.domain.money import Money
from assistant.domain.target import Target
from assistant.library.flatten import facts_of
from assistant.library.passages import passages_of
from assistant.library.quantised import quantise, restore
from assistant.reading.facts import read_facts
from assistant.reading.files import read_file

ROOT = Path(__file__).resolve().parents[1]
CORPUS = sorted(p for p in (ROOT / "corpus").rglob("*.*") if p.suffix in {".txt", ".md"})


def tabled() -> Document:
    """A heading, a table whose first column is merged over two rows, a paragraph."""
    text = "# 某项目\n类别\t事项\t金额\n人员\t工资\t3万元\n\t补贴\t2万元\n说明文字。\n"
    starts = {word: text.index(word) for word in ("类别", "事项", "金额", "人员", "工资", "3万元", "补贴", "2万元")}  # fmt: skip
    where = {"类别": (0, 0), "事项": (0, 1), "金额": (0, 2), "人员": (1, 0), "工资": (1, 1),
             "3万元": (1, 2), "补贴": (2, 1), "2万元": (2, 2)}  # fmt: skip
    cells = tuple(
        TableCell(*where[word], start, start + len(word), word, rowspan=2 if word == "人员" else 1)
        for word, start in starts.items()
    )
    begin, end = text.index("类别"), text.index("\n说明")
    blocks = (
        Block("heading", 0, 5, 1),
        Block("table", begin, end, table=0),
        Block("paragraph", end + 1, len(text) - 1),
    )
    table = Table(0, 3, 3, begin, end, cells)
    return Document("t" * 16, "t.txt", "txt", text, blocks=blocks, tables=(table,))


def test_a_row_carries_the_head_and_the_merged_label() -> None:
    found = {p.text: p for p in passages_of(tabled(), Reading())}
    assert list(found) == ["类别\t事项\t金额", "人员\t工资\t3万元", "补贴\t2万元", "说明文字。"]
    assert found["补贴\t2万元"].path == "某项目 > 类别 事项 金额 > 人员"
    assert found["补贴\t2万元"].locator.cell is not None
    assert found["说明文字。"].kind == "paragraph"


def test_a_row_of_a_declaration_says_what_it_is() -> None:
    passages = passages_of(*declaration())
    row = next(p for p in passages if "巡逻队员人数" in p.text)
    assert (row.kind, row.project, row.unit, row.year) == ("row", "夜间巡逻", "甲街道", 2024)
    assert row.path.split(" > ") == [
        "2024年夜间巡逻项目", "夜间巡逻", "甲街道", "2024年", "指标", "绩效指标", "产出指标 / 数量指标",
    ]  # fmt: skip


def test_articles_carry_their_chapter_and_date() -> None:
    passages = passages_of(
        *statute("某市条例", "2020-05-01", {"第一条": "内容。", "第二条": "其余。"})
    )
    article = next(p for p in passages if p.article == "第二条")
    assert (article.kind, article.text, article.path) == (
        "article",
        "第二条 其余。",
        "某市条例 > 第一章",
    )
    assert article.effective_from == "2020-05-01"


@pytest.mark.parametrize("length", [10, 599, 601, 5_000])
def test_long_paragraphs_are_cut_and_lose_nothing(length: int) -> None:
    text = ("一二三四五六七八九。" * (length // 10 + 1))[:length]
    passages = passages_of(text_document("x.txt", text), Reading())
    assert "".join(p.text for p in passages) == text
    assert max(len(p.text) for p in passages) <= 600


def covered(document: Document, reading: Reading) -> set[int]:
    """Offsets of letters and figures that no passage and no path of headings holds."""
    left = {m.start() for m in re.finditer(r"[^\W_]", document.text)}
    for passage in passages_of(document, reading):
        left -= set(range(passage.locator.start, passage.locator.end))
    for block in document.blocks:
        if block.kind == "heading":
            left -= set(range(block.start, block.end))
    for declared in reading.declarations:
        for section in declared.sections:
            left -= set(
                range(section.locator.start, section.locator.start + len(section.title) + 8)
            )
    return left


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: p.stem[:20])
def test_every_word_of_the_corpus_can_be_found(path: Path) -> None:
    for document in read_file(path):
        reading = read_facts(document)
        left = covered(document, reading)
        assert len(left) <= len(document.text) * 0.02, sorted(left)[:20]
        passages = passages_of(document, reading)
        assert len({p.id for p in passages}) == len(passages)
        for one in [p.locator for p in passages] + [f.locator for f in facts_of(document, reading)]:
            assert document.text[one.start : one.end] == one.quote


def test_facts_of_the_form() -> None:
    text = "项目总额 100万元 执行 2023年 90万元 90% 巡逻活动 每晚两次 单位成本 3万元"
    document = text_document("f.txt", text)
    money = Money("100万元", Decimal(1_000_000))
    spent = Money("90万元", Decimal(900_000))
    row = place(document, "2023年 90万元 90%")
    target = Target("3万元", "<=", Decimal(3), None, "万元", "amount")
    one = Declaration(
        "夜间巡逻", "甲街道", None, 2024, "other", None, None, money,
        Funding(total=money, locators=(("total", place(document, "项目总额 100万元")),)),
        Goals("目标", None, place(document, "巡逻活动")),
        (Indicator("成本指标", "经济成本指标", "单位成本", target, None, None, Levels(None, None),
                   place(document, "单位成本 3万元")),),
        (), (Execution(2023, None, None, spent, Decimal(90), row),), (), (),
        activities=(Activity(None, "巡逻活动", "每晚两次", place(document, "巡逻活动 每晚两次")),),
        total_locator=place(document, "100万元"), span=(0, len(text)),
    )  # fmt: skip
    found = {
        (f.kind, f.name): (f.value, f.number, f.measure, f.year)
        for f in facts_of(document, Reading(declarations=(one,)))
    }
    assert found == {
        ("declaration", "夜间巡逻"): ("100万元", Decimal(1_000_000), "元", 2024),
        ("fund", "项目资金总额"): ("100万元", Decimal(1_000_000), "元", 2024),
        ("goal", "总目标"): ("目标", None, None, 2024),
        ("indicator", "单位成本"): ("3万元", Decimal(30_000), "元", 2024),
        ("activity", "巡逻活动"): ("每晚两次", None, None, 2024),
        ("execution", "预算执行数"): ("90万元", Decimal(900_000), "元", 2023),
        ("execution", "预算执行率"): ("90%", Decimal(90), "%", 2023),
    }


@pytest.mark.parametrize("dimension", [8, 256])
def test_quantised_vectors_keep_their_cosines(dimension: int) -> None:
    rows = np.random.default_rng(0).normal(size=(50, dimension)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    data = quantise(rows)
    assert len(data) == 50 * (dimension + 4)  # int8 components and one float32 scale a row
    back = restore(data, dimension)
    assert np.abs(back @ back.T - rows @ rows.T).max() < 0.02
    with pytest.raises(ValueError, match="size"):
        restore(data[:-1], dimension)


def test_nothing_is_quantised_to_nothing() -> None:
    assert quantise(np.zeros((0, 4), dtype=np.float32)) == b""
    assert restore(b"", 4).shape == (0, 4)
