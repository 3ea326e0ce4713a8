"""训练: the same command gives the same model; what is held out is not seen; the table is used."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.search.static_encoder import StaticEncoder
from evals.statute_pool import Entry
from evals.train_encoder import Recipe, build, held_out, load_everyday, save

THINGS = [
    "车辆",
    "服装",
    "伙食",
    "通讯",
    "培训",
    "体检",
    "保险",
    "印刷",
    "房租",
    "水电",
    "绿化",
    "消防",
    "会议",
    "差旅",
    "设备",
    "图书",
]
RULES = "费用由财务部门核定。", "使用情况每年公开。", "采购应当招标。", "管理人员负责登记。"
ENTRIES = [
    Entry(f"{thing}管理办法", f"第{n}条", f"{thing}管理办法 第一章 总则", thing + rule, "", "")
    for thing in THINGS
    for n, rule in zip("一二三四", RULES)
]
RECIPE = Recipe(words=200, dimension=16, steps=30, batch=32)
EVERYDAY = {"车辆": ["铁马"]}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two models from the same recipe, one from another seed."""
    folders = []
    for name, recipe in (
        ("one", RECIPE),
        ("two", RECIPE),
        ("other", Recipe(200, 16, 30, 32, seed=8)),
    ):
        tokenizer, rows = build(ENTRIES, EVERYDAY, recipe)
        folders.append(tmp_path_factory.mktemp(name))
        save(rows, tokenizer, folders[-1])
    return folders


def test_the_same_seed_gives_the_same_file(trained: list[Path]) -> None:
    one, two, other = ((folder / "model.safetensors").read_bytes() for folder in trained)
    assert one == two
    assert one != other


def test_what_is_saved_loads_and_knows_the_matter(trained: list[Path]) -> None:
    encoder = StaticEncoder.load(trained[0])
    asked, answer, other = encoder.encode(["伙食费谁来核定", ENTRIES[8].text, ENTRIES[30].text])
    assert asked @ answer > asked @ other


def test_an_everyday_word_is_a_token(trained: list[Path]) -> None:
    tokenizer = json.loads((trained[0] / "tokenizer.json").read_text("utf-8"))
    assert "铁马" in {token for token, _ in tokenizer["model"]["vocab"]}


def test_the_vocabulary_holds_no_sentence(trained: list[Path]) -> None:
    tokenizer = json.loads((trained[0] / "tokenizer.json").read_text("utf-8"))
    assert max(len(token) for token, _ in tokenizer["model"]["vocab"] if token != "[UNK]") <= 6


def test_rows_survive_as_whole_numbers(tmp_path: Path, trained: list[Path]) -> None:
    tokenizer, rows = build(ENTRIES, {}, RECIPE)
    save(rows, tokenizer, tmp_path)
    encoder = StaticEncoder.load(tmp_path)
    ids = tokenizer.encode(ENTRIES[0].text).ids
    exact = rows[[i for i in ids if i]].sum(0)
    exact /= np.linalg.norm(exact)
    assert encoder.encode([ENTRIES[0].text])[0] @ exact > 0.999


def test_laws_of_a_benchmark_are_named_without_the_state(tmp_path: Path) -> None:
    row = {"gold": [{"law": "中华人民共和国某某法"}, {"law": "另一 法"}]}
    (tmp_path / "asked.jsonl").write_text(json.dumps(row), "utf-8")
    assert held_out(tmp_path / "asked.jsonl") == {"某某法", "另一法"}
    assert held_out(None) == frozenset()


def test_the_table_is_turned_round(tmp_path: Path) -> None:
    (tmp_path / "table.txt").write_text("# 注\n铁马 车辆 交通\n座驾 车辆\n", "utf-8")
    table = load_everyday(tmp_path / "table.txt")
    assert table == {"车辆": ["铁马", "座驾"], "交通": ["铁马"]}
    assert load_everyday(tmp_path / "none.txt") == {}
