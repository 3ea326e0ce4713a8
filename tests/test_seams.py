"""Cells cut in two by a column line: joined with evidence, else left and doubtful."""

from __future__ import annotations

import pytest

from assistant.reading.seams import Lexicon, complete, join, open_word

DOCUMENT = (
    "开展河道巡查，保证水质稳定。巡查完成准确性\t100%\n河道巡查完成及时率\n"
    "志愿者满意度\n协助居民办理事项，协助社区开展工作。\n管护制度健全性\n"
)


@pytest.mark.parametrize(
    ("parts", "text", "told"),
    [
        (["河道巡查完成", "及时率"], "河道巡查完成及时率", False),
        (["河道巡查覆盖全面性", "面性"], "河道巡查覆盖全面性", True),
        (["沿岸居民满坑", "意度"], "沿岸居民满意度", True),
        (["巡查完成冶", "主确性"], "巡查完成准确性", True),
        (["长效管护机", "L制"], "长效管护机制", True),
        (["书架养护", "成本"], "书架养护成本", False),
        (["护栏管护制", "度健全性"], "护栏管护制度健全性", False),
        (["维修校舍", "完好率"], "维修校舍完好率", False),
        (["助餐点", "点完好率"], "助餐点完好率", True),
        (["帐篷储备数"], "帐篷储备数", False),
        (["水质达标实现]度"], "水质达标实现度", True),
    ],
)
def test_join(parts: list[str], text: str, told: bool) -> None:
    seam = join(parts, Lexicon(DOCUMENT))
    assert seam.text == text
    assert bool(seam.why) == told


@pytest.mark.parametrize(
    ("name", "percent", "whole", "doubtful"),
    [
        ("收费投诉情", False, "收费投诉情况", True),
        ("事故发生菜", True, "事故发生率", False),
        ("河道巡查完成", True, "河道巡查完成率", True),
        ("河道巡查完成", False, "河道巡查完成", False),
        ("覆盖数", True, "覆盖数", False),
    ],
)
def test_complete(name: str, percent: bool, whole: str, doubtful: bool) -> None:
    seam = complete(name, percent, Lexicon(DOCUMENT + "情况说明"))
    assert (seam.text, seam.doubtful) == (whole, doubtful)


def test_a_lost_first_character_is_doubtful() -> None:
    seam = open_word("助老人出行", Lexicon(DOCUMENT))
    assert seam.text == "协助老人出行"
    assert seam.doubtful
    assert open_word("河道巡查", Lexicon(DOCUMENT)).why is None
