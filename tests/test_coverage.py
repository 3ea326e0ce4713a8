"""覆盖: what a name accounts for; 同义词、数字写法、句: the small pieces that answering rests on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.domain.coverage import abbreviates, cover, precision
from assistant.domain.document import Document
from assistant.domain.figures import grouped, printed, yuan
from assistant.domain.money import Money
from assistant.domain.sentences import heading_before, sentences
from assistant.domain.synonyms import canonical, fold
from assistant.jobs.answer.typos import corrected


@pytest.mark.parametrize(
    ("chunks", "texts", "complete", "missing"),
    [
        (("反恐演练",), ("反恐演练活动开展次数",), True, ()),
        (("消防演练",), ("反恐演练活动开展次数",), False, ("消防",)),
        (("食堂", "派出所"), ("食堂管理服务", "派出所专项"), True, ()),
        (("社工办",), ("社工预防办",), True, ()),
        (("工资",), ("特保人员聘用人数",), False, ("工资",)),
        ((), ("任何",), True, ()),
    ],
)
def test_cover(
    chunks: tuple[str, ...], texts: tuple[str, ...], complete: bool, missing: tuple[str, ...]
) -> None:
    found = cover(chunks, texts)
    assert (found.complete, found.missing) == (complete, missing)


@pytest.mark.parametrize(
    ("chunk", "text", "broken"),
    [
        ("负责人", "由某办负责", True),
        ("保洁费", "保洁服务", False),
        ("负责人", "项目负责人", False),
    ],
)
def test_a_short_word_that_stands_in_part_is_broken(chunk: str, text: str, broken: bool) -> None:
    assert cover((chunk,), (text,)).broken is broken


def test_precision_and_abbreviation() -> None:
    assert precision("保洁员人数", "保洁员有多少") == pytest.approx(3 / 5)
    assert precision("", "保洁员") == 0.0
    assert abbreviates("小微企业", "小型和微型企业")
    assert not abbreviates("消防办", "社工预防办")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("特种保安", "特保"),
        ("特殊保安、辅警", "特保辅警"),
        ("“三公”经费", "三公经费"),
        ("87.5％", "87.5%"),
        ("1,234.50 元", "1234.50元"),
    ],
)
def test_canonical(text: str, same: str) -> None:
    assert canonical(text) == same
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money("1539.17 万元", Decimal("15391700")), "1539.17万元（15,391,700元）"),
        (Money("8,100,000.00", Decimal("8100000.00")), "8,100,000.00元（810万元）"),
        (Money("3855.9424", Decimal("38559424")), "3855.9424万元（38,559,424元）"),
        (Money("500.00", Decimal("500.00")), "500.00元"),
    ],
)
def test_amounts_keep_the_printed_figure_and_say_their_unit(money: Money, shown: str) -> None:
    assert printed(money) == shown


def test_computed_amounts() -> None:
    assert yuan(Decimal(10566000)) == "10,566,000元（1,056.6万元）"
    assert grouped(Decimal("-517785.410")) == "-517,785.41"


TEXT = "一、概况\n\n（一）背景\n\n某镇在二〇一九年通过政府采购与某某公\n\n司签约，人数为 5 人。其中男 3 人。第二句！\n\n二、目标\n\n保持整洁。"


def test_sentences_cross_page_breaks_and_know_their_heading() -> None:
    document = Document("x", "x.txt", "txt", TEXT)
    found = list(sentences(document))
    assert [s.text for s in found][
        2
    ] == "某镇在二〇一九年通过政府采购与某某公\n\n司签约，人数为 5 人。其中男 3 人。"
    assert [s.heading for s in found][-1] == "二、目标"
    assert all(TEXT[s.start : s.end] == s.text for s in found)
    assert heading_before(TEXT, TEXT.index("保持")) == "二、目标"


NAMES = frozenset(("交通辅警", "通辅警人", "人员聘用", "员聘用人", "反恐演练", "恐演练活", "浦锦"))


@pytest.mark.parametrize(
    ("text", "unknown", "right"),
    [
        ("普锦街道", "普锦", ("普锦", "浦锦")),
        ("浦江街道", "浦江", None),
        ("人员骋用人数", "骋用", ("人员骋用", "人员聘用")),
        ("反恐训练活动", "训练", None),
    ],
)
def test_slips(text: str, unknown: str, right: tuple[str, str] | None) -> None:
    assert corrected(text, (unknown,), NAMES) == right
