"""合题: a passage that answers stands before one that only uses the same words."""

from __future__ import annotations

import json

import numpy as np
import pytest

from assistant.domain.fact import Passage, PassageKind
from assistant.domain.locator import Locator
from assistant.search.asking import asking_of
from assistant.search.expectation import expectation_of
from assistant.search.fitness import FEATURES, SHIPPED, Candidate, features, shipped_fitness

HEAD = "甲街道2024年夜间巡逻申报 > 夜间巡逻 > 甲街道 > 2024年"
INDICATOR, BUDGET = f"{HEAD} > 绩效指标 > 产出指标", f"{HEAD} > 项目投入情况 > 预算明细"


def candidate(
    text: str, path: str = HEAD, kind: PassageKind = "row", *, source: str = "甲街道.txt",
    project: str | None = "夜间巡逻", named: float = 0.0,
) -> Candidate:  # fmt: skip
    place = Locator("d", source, None, 0, len(text), text)
    passage = Passage("d:0", "d", kind, path, text, project, "甲街道", 2024, None, place)
    return Candidate(passage, 1.0, 0.3, named, 0.0, 0.0, 0.0)


ANSWERED = [
    (
        "巡逻演练最晚什么时候做完",
        candidate("巡逻演练完成及时性 十一月底前", f"{INDICATOR} / 时效指标"),
        candidate("巡逻演练 60,000.00", BUDGET),
    ),
    (
        "巡逻队员要几个人",
        candidate("巡逻队员人数 ≥20(人)", f"{INDICATOR} / 数量指标"),
        candidate("巡逻队员经费 1,200,000.00", BUDGET),
    ),
    (
        "队员服装费多少元（不含尾款）",
        candidate("2024年队员服装费 50,000.00元", BUDGET),
        candidate("队员服装费2023年尾款 20,000.00元", BUDGET),
    ),
    (
        "为什么要购买巡逻服务",
        candidate("因警力不足，需要购买巡逻服务。", f"{HEAD} > 项目背景", "paragraph"),
        candidate("购买巡逻服务完成率 100%", INDICATOR),
    ),
    (
        "扣押期限最长多久",
        candidate("扣押期限不超过三十日。", "某条例", "article", project=None),
        candidate("扣押物品应妥善保管。", "某条例", "article", project=None),
    ),
]


@pytest.mark.parametrize(("question", "right", "wrong"), ANSWERED)
def test_what_answers_stands_first(question: str, right: Candidate, wrong: Candidate) -> None:
    asking, awaited = asking_of(question), expectation_of(question)
    first, second = shipped_fitness().scores(asking, awaited, [right, wrong])
    assert first > second


@pytest.mark.parametrize(
    ("feature", "question", "one", "value"),
    [
        ("in_all", "巡逻经费", candidate("巡逻经费", BUDGET), 1.0),
        ("in_text", "巡逻经费", candidate("无关", BUDGET), 0.0),
        ("in_owner", "乙街道", candidate("无关", source="乙街道.txt"), 1.0),
        ("name", "巡逻队员", candidate("巡逻队员 20人"), 1.0),
        ("no_figure", "要多少人", candidate("2024年巡逻队员"), 1.0),
        ("fit", "要多少人", candidate("20(人)"), 1.0),
        ("fit_named", "要多少人", candidate("20(人)", named=0.8), 0.8),
        ("same_figure", "为什么是280,000元", candidate("280,000.00"), 1.0),
        ("excluded", "经费多少，不算尾款", candidate("尾款 3元"), 1.0),
        ("total_asked", "一共多少", candidate("合计 9"), 1.0),
        ("term_unasked", "巡逻几次", candidate("巡逻：走动查看。", kind="term"), 1.0),
    ],
)
def test_a_feature_says_what_its_name_says(
    feature: str, question: str, one: Candidate, value: float
) -> None:
    row = features(asking_of(question), expectation_of(question), [one])[0]
    assert row[FEATURES.index(feature)] == pytest.approx(value)


@pytest.mark.parametrize("question", ["", "的", "巡逻" * 500, "？？"])
def test_any_question_gives_finite_scores(question: str) -> None:
    asking, awaited = asking_of(question), expectation_of(question)
    scores = shipped_fitness().scores(asking, awaited, [candidate("巡逻"), candidate("")])
    assert np.isfinite(scores).all()
    assert shipped_fitness().scores(asking, awaited, []) == []


def test_the_shipped_weights_are_of_the_features_that_there_are() -> None:
    assert list(json.loads(SHIPPED.read_text("utf-8"))["weights"]) == list(FEATURES)
