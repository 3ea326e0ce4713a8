"""权威: who is cited, and which place a regulation is of."""

from __future__ import annotations

import pytest

from assistant.search.authority import Authority, count_citations, place_of, source_name


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("上海市消防条例", "上海市"),
        ("中国（上海）自由贸易试验区条例", "上海"),
        ("北京历史文化名城保护条例", "北京"),
        ("宁波市职业技能培训条例", "宁波市"),
        ("浙江省政府非税收入管理条例", "浙江省"),
        ("深圳经济特区矛盾纠纷多元化解条例", "深圳经济特区"),
        ("景宁畲族自治县自治条例", "景宁畲族自治县"),
        ("内蒙古自治区草原管理条例", "内蒙古自治区"),
        ("中华人民共和国城市房地产管理法", None),
        ("中华人民共和国市场主体登记管理条例", None),
        ("城市市容和环境卫生管理条例", None),
        ("人力资源市场暂行条例", None),
        ("保税区海关监管办法", None),
        ("风景名胜区条例", None),
        ("最高人民法院关于民事诉讼证据的若干规定", None),
        ("", None),
    ],
)
def test_a_local_regulation_is_known_by_its_title(title: str, place: str | None) -> None:
    assert place_of(title) == place


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("中华人民共和国 预算法", "预算法"),
        ("预算法", "预算法"),
        ("保安服务　管理条例", "保安服务管理条例"),
    ],
)
def test_a_source_is_one_whether_the_state_is_named_or_not(title: str, name: str) -> None:
    assert source_name(title) == name


def test_a_document_counts_once_however_often_it_cites_and_never_for_itself() -> None:
    documents = [
        ("甲办法", "根据《预算法》和《预算法》"),
        ("甲办法", "依照《中华人民共和国预算法》"),
        ("乙规定", "适用《预算法》《甲办法》"),
        ("预算法", "《预算法》自公布之日起施行"),
    ]
    assert count_citations(documents) == {"预算法": 2, "甲办法": 1}


@pytest.mark.parametrize(
    ("title", "question", "home", "below", "above"),
    [
        ("预算法", "预算", None, 1.0, 2.0),
        ("无人引用办法", "预算", None, None, None),
        ("外省条例", "预算", None, None, None),
        ("浙江省预算条例", "预算", None, 0.0, 1.0),
        ("浙江省预算条例", "浙江的预算", None, None, None),
        ("浙江省预算条例", "预算", "浙江省杭州市", None, None),
    ],
)
def test_the_factor(
    title: str, question: str, home: str | None, below: float | None, above: float | None
) -> None:
    authority = Authority({"预算法": 9}, weight=0.1, elsewhere=0.8, home=home)
    factor = authority.factor(title, question)
    assert factor == authority.factor(title, question)
    if below is None or above is None:
        assert factor == 1.0
    else:
        assert below < factor < above


def test_more_citations_weigh_more_but_ever_less_so() -> None:
    authority = Authority({"甲": 1, "乙": 10, "丙": 100}, weight=0.1, elsewhere=1.0)
    one, ten, hundred = (authority.factor(title, "") for title in "甲乙丙")
    assert 1 < one < ten < hundred < 2
    assert hundred - ten < 2 * (ten - one)
