"""要旨: which words of a question an answer must account for; when a text has them."""

from __future__ import annotations

import pytest

from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.gist import Weighed, gist_of
from assistant.jobs.answer.language import cut
from tests.asked_library import library


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(library(), None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("试用期工资最低能给多少", ["试用期", "工资", "最低", "能", "给", "多少"]),
        ("110接警", ["110", "接警"]),
        ("ABC系统", ["ABC", "系统"]),
        ("", []),
    ],
)
def test_text_is_cut_into_likely_words(text: str, words: list[str]) -> None:
    assert [word.text for word in cut(text)] == words


def test_a_name_stays_whole() -> None:
    assert "坝坝舞" in [word.text for word in cut("坝坝舞决赛", frozenset(("坝坝舞",)))]


@pytest.mark.parametrize(
    ("question", "must", "may"),
    [
        ("保洁员的意外险谁来买", {"保洁员", "意外保险"}, {"买"}),
        ("第八届大会谁发言", {"第八届"}, set()),
        ("为什么不聘用女保洁员", {"不", "女", "保洁员"}, set()),
        ("哪个律所派来的律师", {"律所", "律师"}, {"派来"}),
        ("专门给保洁员发的费用", {"保洁员"}, {"专门"}),
    ],
)
def test_names_and_denials_are_required(
    answerer: Answerer, question: str, must: set[str], may: set[str]
) -> None:
    gist = gist_of(answerer.understand(question), answerer.shelf)
    required = {word.text for word in gist.musts}
    assert must <= required
    assert not may & required


@pytest.mark.parametrize("question", ["1+1等于几", "多少", "是什么"])
def test_figures_alone_ask_about_nothing(answerer: Answerer, question: str) -> None:
    assert not gist_of(answerer.understand(question), answerer.shelf).speaks


@pytest.mark.parametrize(
    ("word", "text", "held"),
    [
        (Weighed("合同", 1.0, True), "签订合同", True),
        (Weighed("加罚", 1.0, True, verb=True), "加处罚款", True),
        (Weighed("会费", 1.0, True), "会议费", False),
        (Weighed("10", 1.0, True), "满意度10分", True),
        (Weighed("10", 1.0, True), "共110人", False),
        (Weighed("年龄", 1.0, True), "年满18周岁", True),
        (Weighed("面积", 1.0, True), "共23公里", False),
        (Weighed("保安公司", 1.0, True), "设立保安服务公司", True),
    ],
)
def test_a_text_has_a_word_in_other_forms(word: Weighed, text: str, held: bool) -> None:
    assert (word.held(text) > 0) is held
