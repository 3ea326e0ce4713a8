"""词汇: the groups of words for one thing: well formed, rich enough, and nothing in them that is not one."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from assistant.domain.lexicon import ASKING, CHECKING, DRAFTING, Group, folded, groups, readings
from assistant.domain.synonyms import canonical
from assistant.jobs.check.names import SYNONYMS as CHECKED
from assistant.jobs.check.names import normal
from assistant.jobs.draft.likeness import SAME_THING, plain_name

NEVER = (
    # whose satisfaction
    "居民满意度 群众满意度 家长满意度 学生满意度 企业满意度 服务对象满意度 志愿者满意度 职工满意度 游客满意度 患者满意度",
    # the steps of money
    "年初预算 调整后预算 执行金额 决算数 执行率 上年结转 年末结转",
    "项目资金总额 年度资金申请总额",
    "财政拨款 自筹资金 上级补助 其他资金",
    "中央资金 省级资金 市级资金 区级资金 镇级资金",
    "元 万元 千元 亿元",
    "预付款 进度款 尾款 质保金",
    # rates
    "覆盖率 完成率 合格率 及时率 满意度 执行率 投诉率 知晓率 故障率 完好率",
    "参与率 覆盖率 到位率 出勤率 流失率",
    "投诉率 投诉处理率 有效投诉率",
    "发案率 破案率",
    "绿化覆盖率 绿地率 成活率",
    # acts that are each other's reverse, or steps of one another
    "聘用 离职",
    "批准 申报 审核",
    "增加 减少",
    "收入 支出",
    "新建 拆除 维修",
    "发放 收缴",
    "投保 理赔",
    "开始时间 完成时间",
    "计划完成率 实际完成值",
    "上限 下限",
    # persons
    "特保 辅警 平安志愿者 民警 联防队",
    "在编人员 编外人员 退休人员",
    "保洁员 保安员 养护工 护理员",
    "老年人 残疾人 未成年人",
    # things counted
    "参与人数 参与人次",
    "次数 人数 户数 金额",
    "响应时间 修复时间 办理时间",
    "固定资产 公务用车 办公用品",
    "公务接待费 会议费 培训费 差旅费 因公出国费",
    "公务用车购置费 公务用车运行维护费",
    "水费 电费 燃气费 物业费",
    "设计费 监理费 审计费 检测费",
    "街道办事处 居委会 派出所 业委会",
)
"""In each line, words of which none may ever be read as another."""


def _words(group: Group) -> list[str]:
    return [word.text for word in (*group.formal, *group.spoken)]


def test_there_are_groups_of_the_whole_field() -> None:
    assert len(groups()) >= 900
    assert sum(len(_words(group)) for group in groups()) >= 5000


def test_every_group_says_something_once() -> None:
    for group in groups():
        words = _words(group)
        assert len(words) == len(set(words)), words
        assert len(words) >= 2 or group.uses, words


def test_no_word_is_a_sign_of_the_file() -> None:
    for group in groups():
        for word in _words(group):
            assert not re.search(r"[?!<\[\]|]", word), word


@pytest.mark.parametrize("words", NEVER)
def test_words_for_different_things_are_never_read_as_one_another(words: str) -> None:
    apart = words.split()
    for one, other in combinations(apart, 2):
        assert canonical(one) != canonical(other), (one, other)
        assert normal(one) != normal(other), (one, other)
        assert plain_name(one) != plain_name(other), (one, other)
    for one in apart:
        others = {canonical(other) for other in apart if other != one}
        meant = {canonical(w) for r in readings(one) if r.said == one for w in r.words}
        assert not meant & others, (one, meant & others)


@pytest.mark.parametrize("words", NEVER)
def test_no_everyday_word_says_two_things_that_are_apart_as_formal_words(words: str) -> None:
    """A formal word may not stand in two groups whose other formal words are kept apart."""
    apart = {canonical(word) for word in words.split()}
    for group in groups():
        formal = {canonical(word.text) for word in group.formal}
        assert len(formal & apart) <= 1, formal & apart


@pytest.mark.parametrize(
    ("sentence", "said", "word"),
    [
        ("保洁员一年走几个人", "走几个人", "人员流失"),
        ("扫多大地方", "扫多大地方", "保洁面积"),
        ("工钱多少", "工钱", "工资"),
        ("多久上门", "多久上门", "响应时间"),
        ("路灯坏了多久能修好", "坏了多久能修好", "修复时间"),
        ("打了电话多长时间能到", "多长时间能到", "响应时间"),
        ("打了电话多长时间能到", "多长时间能到", "到达时间"),
        ("去年花掉多少", "花掉多少", "执行金额"),
        ("租多大地方", "租多大地方", "租赁面积"),
        ("做衣服的钱", "做衣服的钱", "服装费"),
        ("没坏的比例", "没坏的比例", "完好率"),
        ("PM2.5浓度", "pm2.5浓度", "细颗粒物浓度"),
        ("ＡＰＰ", "app", "手机应用"),
    ],
)
def test_what_people_say_is_read_as_forms_say_it(sentence: str, said: str, word: str) -> None:
    from assistant.domain.lexicon import plain

    found = {r.said: r.words for r in readings(plain(sentence))}
    assert said in found
    assert canonical(word) in {canonical(w) for w in found[said]}


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("走几个人", "流失多少"),
        ("管多大地方", "面积多少"),
        ("多久修好", "修复时间多久"),
        ("坏了三天没修好", "三天没修复时间"),
        ("什么时候做完", "完成时间什么时候"),
    ],
)
def test_what_is_asked_goes_on_being_asked(sentence: str, text: str) -> None:
    assert text in {text for reading in readings(sentence) for text in reading.texts}


@pytest.mark.parametrize(
    ("sentence", "word", "never"),
    [
        ("红绿灯几个", "灯", "照明灯具"),
        ("苗子有几棵", "苗子", "苗木"),
        ("小区保安几个", "保安", "特保"),
        ("工程的人防", "人防", "人力防范"),
    ],
)
def test_a_word_of_another_sense_is_left_alone(sentence: str, word: str, never: str) -> None:
    found = {w for r in readings(sentence) if r.said == word for w in r.words}
    assert never not in found


@pytest.mark.parametrize("formal", ["工资", "面积", "流失率", "响应时间", "保洁", "执行金额"])
def test_formal_words_are_never_read_as_everyday_ones(formal: str) -> None:
    spoken = {w.text for g in groups() if formal in _words(g) for w in g.spoken}
    meant = {w for r in readings(formal) for w in r.words}
    assert not meant & (spoken - {w.text for g in groups() for w in g.formal})


def test_the_three_ways_of_comparing_names_are_views_of_one_file() -> None:
    for use, pairs in ((CHECKING, CHECKED), (DRAFTING, SAME_THING)):
        assert {(word, row[0]) for row in folded(use) for word in row[1:]} == set(pairs)
    firsts = {word: row[0] for row in folded(ASKING) for word in row}
    assert firsts["特种保安"] == "特保"
    assert firsts["薪酬"] == firsts["工资"]
