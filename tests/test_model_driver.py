"""A question through a model: what is true is shown, what has no basis never is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.domain.answer import Answer
from assistant.settings import Settings
from tests.model_server import LIES, serving

QUESTIONS = (
    "2024年浦锦街道特保人员聘用人数的目标值是多少？",
    "社会治安维稳项目2024年预算申报金额是多少？",
    "平安志愿者项目为多少人办理保险？",
    "为什么特保人员聘用人数定为120人？",
    "沪公闵发〔2017〕41号是什么文件？",
    "进博会安保项目2024年预算多少？",
    "特保费用项目2021年的受益人群满意度目标值是多少？",
    "勤务辅警招录人数是多少？",
    "平安志愿者项目2021年预算执行情况",
    "平安建设项目的区特保服务费是多少？",
    "视频图像监控租赁的设备故障率目标",
    "行政强制法第二十六条第三款说什么？",
)
QUICK = (
    *LIES, "lies_after_truth", "swaps", "repeats", "leaks", "markup", "silent", "json",
    "json_lies", "calls_tool", "calls_badly", "error", "limited", "html", "empty", "broken",
    "resets", "honest",
)  # fmt: skip
SLOW = ("stalls", "trickles")
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The shipped corpus as a library."""
    folder = tmp_path_factory.mktemp("model") / "index"
    report = Assistant(Settings(index=folder)).ingest([root / "corpus"])
    assert not report.failed
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Callable[[], int]]]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def plain(index: Path) -> dict[str, Answer]:
    """The model-free answers."""
    assistant = Assistant(Settings(index=index))
    return {question: assistant.ask(question) for question in QUESTIONS}


def through(index: Path, url: str, behaviour: str, timeout: float = 20.0) -> Assistant:
    return Assistant(
        Settings(index=index, model=behaviour, model_url=url, model_key="k", model_timeout=timeout)
    )


def figures(text: str) -> set[str]:
    """Every figure of a text, by a rule of the test's own."""
    bare = re.sub(r"\[\d+\]", "", text)
    return {f.replace(",", "").rstrip(".") for f in FIGURE.findall(bare)}


def baseless(answer: Answer, base: Answer) -> set[str]:
    """Figures shown that stand neither in a cited quote nor in the model-free answer."""
    known = figures(" ".join(c.locator.quote + c.locator.source for c in answer.citations))
    shown = re.sub(r"^（语言模型未采用：.*?）\n", "", answer.answer)
    return figures(shown) - known - figures(base.answer) - figures(base.question)


@pytest.mark.parametrize("behaviour", QUICK)
def test_nothing_baseless_is_shown(
    behaviour: str, index: Path, server: tuple[str, Callable[[], int]], plain: dict[str, Answer]
) -> None:
    assistant = through(index, server[0], behaviour)
    for question in QUESTIONS:
        answer = assistant.ask(question)
        assert not baseless(answer, plain[question]), (question, answer.answer)
        for name, lie in LIES.items():
            said = re.sub(r"\[\d+\]", "", lie).rstrip("。")
            assert said not in answer.answer, (question, name)
        assert "规矩" not in answer.answer
        assert "<script>" not in answer.answer
        assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
        assert answer.answer.strip()


def test_three_hundred_turns_were_asked(server: tuple[str, Callable[[], int]]) -> None:
    assert len(QUICK) * len(QUESTIONS) >= 300


@pytest.mark.parametrize("behaviour", SLOW)
def test_a_slow_model_is_left_behind(
    behaviour: str, index: Path, server: tuple[str, Callable[[], int]], plain: dict[str, Answer]
) -> None:
    answer = through(index, server[0], behaviour, timeout=0.5).ask(QUESTIONS[0])
    assert answer.model is None
    assert "模型没有在限定时间内答复" in answer.answer
    assert plain[QUESTIONS[0]].answer in answer.answer


@pytest.mark.parametrize("behaviour", ["honest", "json", "repeats", "calls_tool"])
def test_a_true_answer_is_shown_as_the_models(
    behaviour: str, index: Path, server: tuple[str, Callable[[], int]]
) -> None:
    answer = through(index, server[0], behaviour).ask(QUESTIONS[0])
    assert answer.model == behaviour
    assert "120" in answer.answer
    assert answer.citations
    assert answer.answer.count("120.00") == 1


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ("error", "模型服务出错（500）"),
        ("limited", "额度或频率受限"),
        ("html", "语言模型未采用"),
        ("broken", "语言模型未采用"),
        ("swaps", "没有通过核对"),
        ("invents", "没有通过核对"),
    ],
)
def test_the_way_back_is_the_model_free_answer(
    behaviour: str,
    said: str,
    index: Path,
    server: tuple[str, Callable[[], int]],
    plain: dict[str, Answer],
) -> None:
    answer = through(index, server[0], behaviour).ask(QUESTIONS[0])
    assert answer.model is None
    assert said in answer.answer
    assert plain[QUESTIONS[0]].answer in answer.answer


def test_a_model_that_is_down(index: Path, plain: dict[str, Answer]) -> None:
    answer = through(index, "http://127.0.0.1:9/v1", "honest").ask(QUESTIONS[0])
    assert "连不上模型服务" in answer.answer
    assert plain[QUESTIONS[0]].answer in answer.answer


def test_no_basis_is_not_asked_of_a_model(
    index: Path, server: tuple[str, Callable[[], int]]
) -> None:
    before = server[1]()
    answer = through(index, server[0], "invents").ask("静安寺街道2019年绿化养护预算是多少？")
    assert answer.refused
    assert server[1]() == before


def test_streamed_answers_only_ever_grow_by_what_passed(
    index: Path, server: tuple[str, Callable[[], int]], plain: dict[str, Answer]
) -> None:
    for partial in through(index, server[0], "lies_after_truth").stream(QUESTIONS[0]):
        assert not baseless(partial, plain[QUESTIONS[0]])
