"""词汇（口语）: everyday verbs, quantities, states and names read as the forms have them, never as another thing."""

from __future__ import annotations

from importlib.resources import files

import pytest

from assistant.domain.lexicon import plain, readings

PAIRS = """
新车是什么时候买来的 买来 购置
给队员配齐了几套 配齐 配备
老的换下来多少 换下来 更换
这笔钱拨下来没有 拨下来 下达
最后一笔什么时候给 最后一笔 尾款
还有多少没付清 没付清 尾款
钱是区里出还是市里出 区里出还是市里出 资金来源
自己掏多少 自己掏 自筹
财政掏钱的有多少 财政掏钱 财政拨款
国家给多少 国家给 中央资金
没花完的怎么办 没花完 结余
去年剩多少 去年剩 上年结转
后来改成多少 改成多少 调整后预算
全年估计花多少 估计 预计
临时站搭几个 搭 搭建
棚子支起来几个 支起来 搭建
漏雨的屋面修多少 漏雨 防水
河里挖泥几次 挖泥 清淤
楼里扫地几次 扫地 清扫
垃圾多久拉走 拉走 清运
种树几棵 种树 绿化
旧车用坏几辆 用坏 报废
特保走掉几个 走掉 流失
有证的几个 有证的 资质证
几个人当班 几个人当班 在岗人数
招几个 招几个 聘用人数
夜里看门几个人 看门 值守
警察忙不过来怎么办 警察忙不过来 警力不足
任课的有几个 任课的 教师
年纪多大 年纪 年龄
有人出意外 出意外 意外事故
多久有人赶到 多久有人赶到 到位及时率
反应多快 反应多快 反应速度
接到报警以后 接到报警以后 接处警
事情摆平几成 摆平 处置
活派下去没有 活派下去 任务下发
提早几天 提早几天 及时性
服务公司哪天敲定 敲定 选定
还能宽限吗 宽限 延长
批下来后能动吗 批下来后 批复后
抓到人的奖 抓到人 捕获
分几回发 分几回发 发放次数
老百姓觉得好不好 觉得好不好 满意度
警察满不满意 警察满不满意 民警满意度
挨告几回 挨告 投诉
过节慰问几趟 慰问几趟 慰问次数
给谁花 给谁花 服务对象
谁沾光 谁沾光 受益对象
数字哪来的 数字哪来的 目标值来源
各占几分 各占几分 权重
服务要持续多久 持续多久 时长
录像留几天 留几天 保存期限
一餐多少钱 一餐多少钱 餐标
一节课多少钱 一节课多少钱 课时费
同时多少人用 同时多少人用 并发用户数
修了又坏比例 修了又坏比例 返修率
又来告的比例 又来告的比例 重复信访率
抽几批 抽几批 抽检批次
老头能领吗 老头 老年人
病号满意吗 病号 患者
"""
"""A sentence, what is said in it, and the formal word that it may be read as."""

FRAMES = """
巡逻几成合格 几成合格 合格率
保洁合不合格 合不合格 合格率
设备完好不完好 完好不完好 完好率
几成过关 几成过关 合格率
路灯多久修好 多久修好 修复时间
投诉几天答复 几天答复 答复时限
垃圾多久清运一次 多久清运一次 清运频次
一年演练几回 演练几回 演练次数
家长满不满意 家长满不满意 家长满意度
资助多少人 资助多少人 资助人数
绿化多大地方 绿化多大地方 绿化面积
谁施工 谁施工 施工单位
怎么考核 怎么考核 考核方式
为什么延期 为什么延期 延期原因
保洁的钱 保洁的钱 保洁费
"""

NEVER_READ = """
花掉 预算
花掉 年初预算
打算花 执行
打算花 支出
预计花 执行金额
没花完 超支
追的 核减
砍钱 追加
顶天 下限
保安 辅警
协管 民警
老头 儿童
病号 老年人
娃娃 老年人
走掉 聘用
招来 流失
告状 满意度
走掉几成 出勤率
几成过关 完成率
几成合格 满意度
修好 故障
坏掉 完好
盖好 拆除
拆掉 建设
罚钱 奖励
给钱 收费
租房 车辆租赁
租车子 房屋租赁
去年剩 当年
区里出 市级资金
市里掏 区级资金
国家给 区级资金
自己掏 财政拨款
财政掏钱 自筹
水沟 道路
赶到 修复时间
"""
"""What is said, and a word that it may never be read as."""


def _rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def _meant(sentence: str, said: str) -> set[str]:
    return {word for r in readings(plain(sentence)) if r.said == said for word in r.words}


@pytest.mark.parametrize(("sentence", "said", "word"), _rows(PAIRS))
def test_an_everyday_word_is_read_as_the_formal_one(sentence: str, said: str, word: str) -> None:
    assert word in _meant(sentence, said)


@pytest.mark.parametrize(("sentence", "said", "word"), _rows(FRAMES))
def test_a_frame_of_asking_is_read_as_the_name_that_it_asks_for(
    sentence: str, said: str, word: str
) -> None:
    assert word in _meant(sentence, said)


@pytest.mark.parametrize(("said", "word"), _rows(NEVER_READ))
def test_a_word_is_never_read_as_another_stage_side_or_group(said: str, word: str) -> None:
    assert word not in _meant(said, said)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("几成合格", "合格率多少"),
        ("多久修好", "修复时间多久"),
        ("什么时候验收", "验收时间什么时候"),
        ("谁施工", "施工单位是谁"),
    ],
)
def test_a_frame_goes_on_asking(sentence: str, text: str) -> None:
    assert text in {text for r in readings(sentence) for text in r.texts}


def test_without_frames_only_words_of_the_groups_are_read() -> None:
    assert "合格率" in _meant("合不合格", "合不合格")
    assert not [r for r in readings("甄不甄别", frames=False)]


def test_the_file_is_directed_and_rich() -> None:
    text = files("assistant.domain").joinpath("lexicon_spoken.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) >= 1200
    for line in lines:
        formal, sign, spoken = line.partition(" < ")
        assert sign, line
        assert len(formal.split()) == 1, line
        words = spoken.split()
        assert len(words) == len(set(words)), line
        assert formal not in words, line
    firsts = [line.split()[0] for line in lines]
    assert len(firsts) == len(set(firsts))
