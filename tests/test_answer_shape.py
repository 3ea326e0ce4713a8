"""形态: what an answer to each kind of question must contain."""

from __future__ import annotations

import pytest

from assistant.jobs.answer.answerer import Answerer
from assistant.jobs.answer.shape import manner_of, shape_of
from tests.asked_library import library


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(library(), None)


@pytest.mark.parametrize(
    ("question", "fits", "fits_not"),
    [
        ("几天内要公示", "五日内公示", "公示三年"),
        ("试用期是几个月", "不超过六个月", "五日内"),
        ("占用通道罚多少钱", "处五千元以上五万元以下罚款", "责令改正"),
        ("加罚多少", "每日按百分之三加处", "每日加处"),
        ("要买几条打捞船", "打捞船3条", "水面312万平方米"),
        ("保洁员有多少人", "保洁员二十人", "出勤20人次"),
        ("谁负责验收", "由水务局验收", "验收合格后付款"),
        ("哪个派出所管辖", "归城东派出所", "归公安机关"),
        ("停车场在哪条路上", "停在建设路", "停在专用停车场"),
        ("办法的文号是多少", "环发〔2020〕1号", "第3号机房"),
        ("多久检查一次", "每季度检查", "逾期检查"),
    ],
)
def test_shapes(answerer: Answerer, question: str, fits: str, fits_not: str) -> None:
    shape = shape_of(answerer.understand(question))
    assert shape is not None
    assert shape.search(fits)
    assert not shape.search(fits_not)


@pytest.mark.parametrize("question", ["经费能买什么", "这笔钱给谁", "保洁怎么做"])
def test_questions_that_no_shape_can_tell(answerer: Answerer, question: str) -> None:
    assert shape_of(answerer.understand(question)) is None


@pytest.mark.parametrize(
    ("question", "speaks_for"),
    [
        ("为什么减少", "是减少的主要原因"),
        ("申请要什么条件", "年满十八周岁"),
        ("逾期怎么处罚", "处二百元罚款"),
        ("审核不通过怎么办", "退回修改"),
        ("流程是什么", "先提出申请，再审核"),
    ],
)
def test_manners(answerer: Answerer, question: str, speaks_for: str) -> None:
    manner = manner_of(answerer.understand(question))
    assert manner is not None
    assert manner.search(speaks_for)
