"""依据: variants brought together, disagreements said, unknown numbers answered with nothing."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.domain.answer import BasisDocument
from assistant.jobs.basis import graph_of, look_up
from assistant.library.catalogue import Catalogue
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes
from tests.asked_library import CLEANING

REGISTER = """# 依据登记

| 发文字号 | 题名 | 发文机关 | 说明 |
|---|---|---|---|
| 浙环卫发〔2020〕12号 | 《关于加强村镇道路保洁工作的通知》 | 某局 | 2023年修订，继续有效 |
| 浙环卫发〔2021〕5号 | 《关于垃圾分类的通知》 | 某局 | |
"""

SECOND = (
    CLEANING.replace("云溪镇", "桃林镇")
    .replace("浙环卫发〔2020〕12号", "浙环卫发[2020]12号")
    .replace("关于加强村镇道路保洁工作的通知", "关于加强村镇道路保洁的通知")
)


@cache
def catalogue() -> Catalogue:
    kept = Catalogue("sqlite://")
    files = (("云溪镇2023.txt", CLEANING), ("桃林镇2023.txt", SECOND), ("依据登记.md", REGISTER))
    for name, text in files:
        for document in read_bytes(text.encode(), name):
            kept.add(document, read_facts(document))
    return kept


def one(text: str) -> BasisDocument:
    (document,) = look_up(catalogue(), text).documents
    return document


@pytest.mark.parametrize(
    "text",
    [
        "浙环卫发〔2020〕12号",
        "浙环卫发(2020)12号",
        "浙环卫发2020 12号是什么? 谁引用过?",
        "浙环卫发２０２０-１２号",
        "〔2020〕12号",
        "12号文",
        "《关于加强村镇道路保洁工作的通知》",
        "关于加强村镇道路保洁",
    ],
)
def test_every_way_to_ask_finds_the_document(text: str) -> None:
    assert one(text).number == "浙环卫发〔2020〕12号"


@pytest.mark.parametrize(
    "text",
    [
        "浙环卫发〔2020〕14号",
        "浙环卫发〔2019〕12号",
        "浙环办发〔2020〕12号",
        "〔2018〕12号",
        "消防安全条例",
        "",
        "是什么",
    ],
)
def test_an_unknown_document_gives_nothing(text: str) -> None:
    assert look_up(catalogue(), text).documents == ()


@pytest.mark.parametrize("text", ["档案法", "中华人民共和国档案法", "《档案法》", "谁引用过档案法"])
def test_a_short_title_is_found_whole(text: str) -> None:
    kept = Catalogue("sqlite://")
    cited = CLEANING.replace("《关于开展垃圾清运试点的意见》", "《中华人民共和国档案法》")
    for document in read_bytes(cited.replace("（浙环卫发〔2020〕13号）", "").encode(), "a.txt"):
        kept.add(document, read_facts(document))
    (found,) = look_up(kept, text).documents
    assert found.title == "中华人民共和国档案法"
    assert look_up(kept, "案法").documents == ()


def test_citations_of_one_number_are_one_document() -> None:
    document = one("浙环卫发〔2020〕12号")
    assert {c.unit for c in document.cited_by if c.project} == {"云溪镇环卫所", "桃林镇环卫所"}
    assert {c.number_raw for c in document.cited_by} >= {
        "浙环卫发〔2020〕12号",
        "浙环卫发[2020]12号",
    }
    for citing in document.cited_by:
        text = catalogue().document(citing.locator.document).text
        assert text[citing.locator.start : citing.locator.end] == citing.locator.quote


@pytest.mark.parametrize(
    "said", ["种标题写法", "文号写法不规范：浙环卫发[2020]12号", "依据登记载：2023年修订"]
)
def test_what_disagrees_is_said(said: str) -> None:
    assert any(said in note for note in one("浙环卫发〔2020〕12号").notes)


def test_near_titles_under_neighbouring_numbers_are_pointed_out() -> None:
    text = CLEANING.replace("关于开展垃圾清运试点的意见", "关于加强村镇道路保洁工作的意见")
    kept = Catalogue("sqlite://")
    for document in read_bytes(text.encode(), "云溪镇2023.txt"):
        kept.add(document, read_facts(document))
    first, second = graph_of(kept).documents
    assert any("标题几乎相同" in note for note in first.notes)
    assert any("标题几乎相同" in note for note in second.notes)


def test_the_issuer_comes_with_its_certainty() -> None:
    issuer = one("浙环卫发〔2020〕12号").issuer
    assert issuer.certainty in {"inferred", "unknown"}


def test_the_graph_follows_the_catalogue() -> None:
    kept = Catalogue("sqlite://")
    assert graph_of(kept).documents == ()
    for document in read_bytes(CLEANING.encode(), "云溪镇2023.txt"):
        kept.add(document, read_facts(document))
    assert len(graph_of(kept).documents) == 2
