"""指标体系: the names of levels 1 and 2 in every generation of the form, and today's place of each.

Today's taxonomy is that of 财预〔2021〕101号 with 可持续影响指标 kept from 财预〔2015〕88号 (every
Shanghai form has it). The older names were read in forms of 2016 to 2026; ``seen`` says where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.declaration import Levels

COST, OUTPUT, BENEFIT, SATISFACTION = "成本指标", "产出指标", "效益指标", "满意度指标"
LEVEL1_ORDER = (COST, OUTPUT, BENEFIT, SATISFACTION)
"""Today's level 1 in its fixed order."""


@dataclass(frozen=True, slots=True)
class Level1Name:
    """A printed name of level 1 (its stem, without 指标/目标), and today's; None: no longer one."""

    stem: str
    current: str | None
    seen: str


@dataclass(frozen=True, slots=True)
class Level2Name:
    """A printed name of level 2 (its stem), and today's level 1 and level 2."""

    stem: str
    level1: str | None
    level2: str | None
    seen: str


LEVEL1_NAMES = (
    Level1Name("成本", COST, "财预〔2021〕101号；上海 2024 年表"),
    Level1Name("产出", OUTPUT, "各年表"),
    Level1Name("效益", BENEFIT, "财预〔2015〕88号起"),
    Level1Name("满意度", SATISFACTION, "财预〔2015〕88号起"),
    Level1Name("效果", BENEFIT, "上海 2014—2020 年表；北京"),
    Level1Name("影响力", BENEFIT, "上海 2014—2020 年表"),
    Level1Name("完成", OUTPUT, "四川等省项目绩效表，产出的旧称"),
    Level1Name("项目完成", OUTPUT, "四川等省项目绩效表"),
    Level1Name("项目产出", OUTPUT, "部分省份"),
    Level1Name("项目效益", BENEFIT, "四川等省项目绩效表"),
    Level1Name("项目效果", BENEFIT, "部分省份"),
    Level1Name("决策", None, "绩效评价表：决策、过程、产出、效益"),
    Level1Name("投入", None, "上海 2018 年以前"),
    Level1Name("投入和管理", None, "上海 2014—2018 年表"),
    Level1Name("过程", None, "上海 2018 年以前"),
    Level1Name("管理", None, "上海 2018 年以前"),
)

LEVEL2_NAMES = (
    Level2Name("经济成本", COST, "经济成本指标", "财预〔2021〕101号"),
    Level2Name("社会成本", COST, "社会成本指标", "财预〔2021〕101号"),
    Level2Name("生态环境成本", COST, "生态环境成本指标", "财预〔2021〕101号"),
    Level2Name("成本", COST, "经济成本指标", "财预〔2015〕88号，列于产出之下"),
    Level2Name("数量", OUTPUT, "数量指标", "各年表"),
    Level2Name("质量", OUTPUT, "质量指标", "各年表"),
    Level2Name("时效", OUTPUT, "时效指标", "各年表"),
    Level2Name("产出进度", OUTPUT, "时效指标", "北京"),
    Level2Name("进度", OUTPUT, "时效指标", "北京"),
    Level2Name("产出数量", OUTPUT, "数量指标", "部分省份"),
    Level2Name("产出质量", OUTPUT, "质量指标", "部分省份"),
    Level2Name("产出时效", OUTPUT, "时效指标", "部分省份"),
    Level2Name("产出成本", COST, "经济成本指标", "部分省份"),
    Level2Name("经济效益", BENEFIT, "经济效益指标", "财预〔2015〕88号起"),
    Level2Name("社会效益", BENEFIT, "社会效益指标", "财预〔2015〕88号起"),
    Level2Name("生态效益", BENEFIT, "生态效益指标", "财预〔2015〕88号起"),
    Level2Name("生态环境", BENEFIT, "生态效益指标", "上海 2020 年表"),
    Level2Name("生态环境效益", BENEFIT, "生态效益指标", "部分省份"),
    Level2Name("环境效益", BENEFIT, "生态效益指标", "上海 2018 年以前；北京"),
    Level2Name("可持续影响", BENEFIT, "可持续影响指标", "财预〔2015〕88号起"),
    Level2Name("可持续发展", BENEFIT, "可持续影响指标", "部分省份"),
    Level2Name("长效管理", BENEFIT, "可持续影响指标", "上海 2014—2018 年表"),
    Level2Name("人力资源", BENEFIT, "可持续影响指标", "上海 2014—2018 年表"),
    Level2Name("部门协助", BENEFIT, "可持续影响指标", "上海 2014—2018 年表"),
    Level2Name("配套设施", BENEFIT, "可持续影响指标", "上海 2014—2018 年表"),
    Level2Name("信息共享", BENEFIT, "可持续影响指标", "上海 2014—2018 年表"),
    Level2Name("服务对象满意度", SATISFACTION, "服务对象满意度指标", "财预〔2015〕88号起"),
    Level2Name("社会公众或服务对象满意度", SATISFACTION, "服务对象满意度指标", "财预〔2015〕88号"),
    Level2Name("社会公众满意度", SATISFACTION, "服务对象满意度指标", "部分省份"),
    Level2Name("受益对象满意度", SATISFACTION, "服务对象满意度指标", "部分省份"),
    Level2Name("满意度", SATISFACTION, "服务对象满意度指标", "上海 2020 年表，列于影响力之下"),
    Level2Name("投入管理", None, None, "上海 2014—2018 年表"),
    Level2Name("财务管理", None, None, "上海 2014—2018 年表"),
    Level2Name("项目立项", None, None, "上海 2018 年以前"),
    Level2Name("资金落实", None, None, "上海 2018 年以前"),
    Level2Name("业务管理", None, None, "上海 2018 年以前"),
)
LEVEL2_ORDER = (
    "经济成本指标", "社会成本指标", "生态环境成本指标", "数量指标", "质量指标", "时效指标",
    "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标",
)  # fmt: skip
"""Today's level 2 in its fixed order."""

_LEVEL1 = {name.stem: name for name in LEVEL1_NAMES}
_LEVEL2 = {name.stem: name for name in LEVEL2_NAMES}
_NOISE = re.compile(r"[\s*＊:：、,，.。]+")
_WEIGHT = re.compile(r"[(（\[]?(?:权重)?\s*\d+(?:\.\d+)?\s*[分%％]?[)）\]]$")
_ORDINAL = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]+[)）]?[、.．])")
_SUFFIX = re.compile(r"(?:类?(?:指标|目标)|类)$")


def tidy_level(text: str) -> str:
    """A printed label without spaces, stars, ordinals, stops and a weight: ``产出指标(50分)``."""
    label = _NOISE.sub("", _ORDINAL.sub("", text.strip()))
    return _WEIGHT.sub("", label)


@lru_cache(maxsize=8192)
def stem(text: str) -> str:
    """The label without 指标/目标: the key of both tables."""
    return _SUFFIX.sub("", tidy_level(text))


def is_level1(text: str) -> bool:
    """Whether ``text`` is a level-1 name of some generation (满意度指标 and 成本指标 are both)."""
    return stem(text) in _LEVEL1


def is_level2(text: str) -> bool:
    """Whether ``text`` is a level-2 name of some generation."""
    return stem(text) in _LEVEL2


def level2_rank(text: str) -> int:
    """Position in the fixed order of today's level 2; after all where it has no place there."""
    name = _LEVEL2.get(stem(text))
    if name is None or name.level2 not in LEVEL2_ORDER:
        return len(LEVEL2_ORDER)
    return LEVEL2_ORDER.index(name.level2)


def level1_of(level2: str) -> str | None:
    """Today's level 1 of a printed level 2; None for one that is no indicator today."""
    name = _LEVEL2.get(stem(level2))
    return name.level1 if name else None


def current_levels(
    level1: str | None, level2: str | None, *, level1_names: frozenset[str] = frozenset()
) -> Levels:
    """Where a row belongs today.

    Level 2 decides, except where its name means another thing under its level 1: 成本 below 产出
    is today's 成本指标 (``level1_names``, the level-1 names of the whole table, decides where the
    row's own is unknown), a 时效 below 投入 is 产出 → 时效指标.
    """
    second = _LEVEL2.get(stem(level2)) if level2 else None
    if second is not None:
        return Levels(second.level1, second.level2)
    first = _LEVEL1.get(stem(level1)) if level1 else None
    if first is None and level1 and stem(level1) in _LEVEL2:
        found = _LEVEL2[stem(level1)]
        return Levels(found.level1, found.level2)
    if first is not None and first.current == SATISFACTION:
        return Levels(SATISFACTION, "服务对象满意度指标")
    if first is not None and first.current == COST and not any(is_level1(n) for n in level1_names):
        return Levels(COST, "经济成本指标" if level2 else None)
    return Levels(first.current if first else None, None)
