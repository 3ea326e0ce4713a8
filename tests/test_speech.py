"""口语: ways of asking in dialect, particles and courtesies read in plain words; all else left alone."""

from __future__ import annotations

import pytest

from assistant.domain.speech import _sayings, plainly


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("特保一个月工钱几钿", "特保一个月工钱多少钱"),
        ("这个项目啥辰光开始", "这个项目什么时候开始"),
        ("凭啥定两万", "为什么定两万"),
        ("有冇给队员买保险", "有没有给队员买保险"),
        ("系咪达标", "是不是达标"),
        ("咋个算的", "怎么来的"),
        ("归哪个管", "谁"),
        ("隔几天查一次", "多久查一次"),
        ("要几个钟头", "要多少小时"),
        ("一个礼拜几次", "一周几次"),
        ("KPI是多少", "目标值是多少"),
        ("考核线是几", "目标值是几"),
        ("撑死多少", "上限多少"),
        ("拢总几多钱", "一共多少钱"),
        ("哪几块", "哪些"),
        ("合一块儿多少", "一共多少"),
        ("哪个最少，垫底的是谁", "哪个最少,最少的是谁"),
        ("目标批复后还好改伐", "目标批复后能不能调整"),
        ("成本、产出各占几分", "成本、产出分值多少"),
        ("强制法第二十六条", "行政强制法第二十六条"),
        ("照保安条例要存几天", "按照保安服务管理条例要存几天"),
        ("请问贵局增长出于什么缘由", "增长原因是什么"),
        ("这样行不", "这样能不能"),
        ("浦东有几家伐？", "浦东有几家?"),
    ],
)
def test_a_way_of_speaking_is_read_in_plain_words(asked: str, plain: str) -> None:
    assert plainly(asked) == plain


@pytest.mark.parametrize(
    "asked",
    [
        "砍伐多少棵树，步伐怎么样",
        "参加了多少人",
        "红头文件有哪些",
        "反恐演练一次封顶多少",
        "规定多少",
        "执行不到位怎么办",
        "周边个体户有多少",
        "价格个别调整",
        "喂养标准",
        "行政强制法第二十六条",
        "治安管理处罚法第三条",
        "护照怎么办",
        "上年结转多少",
        "生态红线内的面积",
        "手续费多少",
        "2024年，浦锦街道（平安办）预算是多少？",
    ],
)
def test_words_that_only_look_alike_are_left_alone(asked: str) -> None:
    assert plainly(asked) == asked


def test_plain_words_stay_as_they_are() -> None:
    for said in _sayings():
        once = plainly(said)
        assert plainly(once) == once, said


def test_there_are_ways_of_speaking_of_every_kind() -> None:
    plain = {saying.plain for saying in _sayings().values()}
    assert len(_sayings()) >= 1200
    assert {"", "多少钱", "什么时候", "为什么", "谁", "哪里", "怎么", "是不是", "上限"} <= plain
