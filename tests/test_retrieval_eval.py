"""检索评测: the measures, the folds and the pool are what they say."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evals.ranking import COLUMNS, interval, line, measure_all, measures
from evals.retrieval import fitted, law_folds, random_folds
from evals.statute_pool import Question, law_name, load_pool, parse_file

FILE = """# 中华人民共和国某某法

2020年1月1日 通过

<!-- INFO END -->

## 第一章 总则

第一条 为了规范，制定本法。

第二条　本法适用于下列情形：

（一）甲；

## 第二章 责任

### 第一节 罚则

第三条之一 违反的，处罚款。
"""


def question(id: int, gold: tuple[int, ...], laws: str) -> Question:
    return Question(id, f"问{id}", gold, frozenset(laws))


@pytest.mark.parametrize(
    ("ranking", "gold", "expected"),
    [
        ([7], (7,), (1, 1, 1, 1, 1.0, 1.0)),
        ([1, 7], (7,), (1, 1, 1, 1, 0.5, 1 / np.log2(3))),
        ([1, 2, 3, 4, 5, 7], (7,), (0, 1, 1, 1, 1 / 6, 1 / np.log2(7))),
        ([*range(10), 77], (77,), (0, 0, 1, 1, 0, 0)),
        ([7, 1], (7, 9), (0.5, 0.5, 0.5, 0.5, 1.0, 1 / (1 + 1 / np.log2(3)))),
        ([], (7,), (0, 0, 0, 0, 0, 0)),
    ],
)
def test_the_measures(
    ranking: list[int], gold: tuple[int, ...], expected: tuple[float, ...]
) -> None:
    assert measures(ranking, gold) == pytest.approx(expected)


def test_intervals_hold_the_mean_and_repeat_themselves() -> None:
    values = np.array([0.0, 1.0] * 50)
    low, high = interval(values)
    assert 0.35 < low < 0.5 < high < 0.65
    assert interval(values) == (low, high)
    assert interval(np.ones(9)) == (1.0, 1.0)


def test_a_line_has_every_measure() -> None:
    text = line("某法", measure_all([[1], [2]], [[1], [1]]))
    assert text.count("[") == len(COLUMNS)
    assert "0.500 [" in text


def test_no_law_is_both_fitted_on_and_judged() -> None:
    laws = ["甲", "甲", "甲乙", "乙", "丙", "丙丁", "丁", "甲丁", "戊"]
    questions = [question(i, (i,), names) for i, names in enumerate(laws)]
    folds = law_folds(questions, 3)
    assert sorted(i for _, judge in folds for i in judge) == list(range(len(laws)))
    for fit, judge in folds:
        judged = {law for i in judge for law in questions[i].laws}
        assert not any(questions[i].laws & judged for i in fit)


def test_random_folds_judge_every_question_once() -> None:
    questions = [question(i, (i,), "甲") for i in range(11)]
    folds = random_folds(questions, 5)
    assert sorted(i for _, judge in folds for i in judge) == list(range(11))
    assert all(not set(fit) & set(judge) for fit, judge in folds)


def test_each_part_is_judged_with_the_weights_that_won_on_the_others() -> None:
    table = np.zeros((2, 4, len(COLUMNS)))
    table[0, :2] = 1.0  # the first setting wins on questions 0 and 1, the second on 2 and 3
    table[1, 2:] = 1.0
    chosen = fitted(table, [([2, 3], [0, 1]), ([0, 1], [2, 3])])
    assert chosen.sum() == 0


def test_articles_of_a_statute_file(tmp_path: Path) -> None:
    path = tmp_path / "某某法(2020-01-01).md"
    path.write_text(FILE, "utf-8")
    entries = parse_file(path)
    assert [e.article for e in entries] == ["第一条", "第二条", "第三条之一"]
    assert entries[1].text == "本法适用于下列情形：\n（一）甲；"
    assert entries[2].path == "中华人民共和国某某法 第二章 责任 第一节 罚则"
    assert {e.date for e in entries} == {"2020-01-01"}
    assert law_name(entries[0].law) == "某某法"


def test_the_pool_holds_the_newest_of_each_article_and_every_gold_text(tmp_path: Path) -> None:
    laws = tmp_path / "laws"
    laws.mkdir()
    head = "# 某某法\n\n第一条 "
    (laws / "某某法(2010-01-01).md").write_text(head + "旧的。\n\n第二条 没变。", "utf-8")
    (laws / "某某法(2020-01-01).md").write_text(head + "新的。\n\n第二条 没变。", "utf-8")
    gold = [
        {"law": "某某法", "article": "第一条", "text": "新的。"},
        {"law": "另一法", "article": "第九条", "text": "库里没有的。"},
    ]
    row = {"id": 1, "q": "问？", "gold": gold}
    (tmp_path / "stard_train.jsonl").write_text(json.dumps(row), "utf-8")
    entries, questions = load_pool(tmp_path)
    assert [e.text for e in entries] == ["新的。", "没变。", "库里没有的。"]
    assert questions[0].gold == (0, 2)


@pytest.mark.shared
def test_the_pool_is_as_large_as_the_benchmark_says(shared: Path) -> None:
    entries, questions = load_pool(shared / "data")
    assert 136_600 < len(entries) < 136_900
    assert len(questions) == 771
    assert all(question.gold for question in questions)
