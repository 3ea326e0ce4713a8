"""发文字号: every spelling reads as the same number; what breaks the rule is named."""

from __future__ import annotations

import pytest

from assistant.domain.document_number import find_numbers, parse_number, parse_partial

SAME = "沪公闵发〔2017〕41号"


@pytest.mark.parametrize(
    ("raw", "irregular"),
    [
        ("沪公闵发〔2017〕41号", ()),
        ("沪公闵发[2017]41号", ("年份括号为[]，应为〔〕",)),
        ("沪公闵发(2017)41号", ("年份括号为()，应为〔〕",)),
        ("沪公闵发（2017）41号", ("年份括号为（），应为〔〕",)),
        ("沪公闵发【2017】41号", ("年份括号为【】，应为〔〕",)),
        ("沪公闵发〈2017〉41号", ("年份括号为〈〉，应为〔〕",)),
        ("沪公闵发〔2017]41号", ("年份括号〔]不成对",)),
        ("沪公闵发〔2017〕 41 号", ("字号内有空格",)),
        ("沪公闵发 〔2017〕41号", ("字号内有空格",)),
        ("沪公闵发〔２０１７〕４１号", ("全角数字",)),
        ("沪公闵发〔2017〕第41号", ("序号前有“第”",)),
        ("沪公闵发〔2017〕041号", ("序号有前导零",)),
        ("沪公闵发〔2017〕41号文", ("“号”后多“文”",)),
        ("沪公闵发〔2017〕41", ("缺“号”",)),
        ("沪公闵发〔二〇一七〕41号", ("年份用汉字",)),
        ("沪公闵发2017-41号", ("年份无六角括号",)),
        ("沪公闵发2017年41号", ("年份无六角括号",)),
        ("沪公闵发2017年第41号", ("年份无六角括号", "序号前有“第”")),
        ("沪公闵发2017 41号", ("年份无六角括号", "字号内有空格")),
    ],
)
def test_every_spelling(raw: str, irregular: tuple[str, ...]) -> None:
    text = f"根据《办法》（{raw}）的要求"
    (found,) = find_numbers(text)
    assert str(found.number) == SAME
    assert found.raw == raw == text[found.start : found.end]
    assert found.irregular == irregular


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("沪公闵发2017 41号是什么?", SAME),
        ("沪公闵发2017 41", SAME),
        ("请问沪公闵发 2017年 第41号文件是啥", SAME),
        ("沪公 闵发〔2017〕41号", SAME),
        ("谁引用过普财建函[2024]26号", "普财建函〔2024〕26号"),
        ("区综治办2018-25号", "区综治办〔2018〕25号"),
        ("国务院令第564号规定了什么", "国务院令第564号"),
        ("2024年浦锦街道特保人员聘用人数", None),
        ("2019年3号线", None),
        ("2024年100人的目标", None),
        ("", None),
    ],
)
def test_a_question(question: str, number: str | None) -> None:
    parsed = parse_number(question)
    assert (str(parsed) if parsed else None) == number


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "按照闵府办发〔2019〕1号、闵委政〔2020〕19号等",
            ["闵府办发〔2019〕1号", "闵委政〔2020〕19号"],
        ),
        ("经2018年第11期行政、2017年第8期行政工作例会同意", []),
        ("计划(2018-2020)和2024年3号楼", []),
        ("目标值2023年5号前完成", []),
        ("于2018年12号下发", []),
        ("根据财预〔2021〕101号", ["财预〔2021〕101号"]),
        ("地址:漕宝路(2018)12号楼", []),
        ("贯彻某某办〔2020〕3号", ["某某办〔2020〕3号"]),
    ],
)
def test_running_text(text: str, numbers: list[str]) -> None:
    assert [str(found.number) for found in find_numbers(text)] == numbers


@pytest.mark.parametrize(
    ("text", "year", "serial"),
    [("〔2017〕41号", 2017, 41), ("41号文是什么", None, 41), ("2019年31号文件", 2019, 31)],
)
def test_partial(text: str, year: int | None, serial: int) -> None:
    partial = parse_partial(text)
    assert partial is not None
    assert (partial.year, partial.serial) == (year, serial)


def test_no_partial_in_an_address() -> None:
    assert parse_partial("漕宝路41号在哪里") is None
