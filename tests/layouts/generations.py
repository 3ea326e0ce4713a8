"""The names that each generation of the form prints for the levels, and where cost stands."""

from __future__ import annotations

from dataclasses import dataclass

from tests.layouts.declaration import BENEFIT, COST, OUTPUT, SATISFACTION


@dataclass(frozen=True)
class Generation:
    """``level2`` maps a kind to (level 1 printed above it, level 2 printed)."""

    name: str
    heads: tuple[str, str, str]
    levels: dict[str, tuple[str, str]]


def _make(name, heads, first, second):
    owner = {
        "economic_cost": COST, "quantity": OUTPUT, "quality": OUTPUT, "time": OUTPUT,
        "economic": BENEFIT, "social": BENEFIT, "ecological": BENEFIT, "sustained": BENEFIT,
        "served": SATISFACTION,
    }  # fmt: skip
    levels = {}
    for kind, label in second.items():
        above, text = label if isinstance(label, tuple) else (first[owner[kind]], label)
        levels[kind] = (above, text)
    return Generation(name, heads, levels)


_TODAY1 = {COST: "成本指标", OUTPUT: "产出指标", BENEFIT: "效益指标", SATISFACTION: "满意度指标"}
_TODAY2 = {
    "economic_cost": "经济成本指标", "quantity": "数量指标", "quality": "质量指标",
    "time": "时效指标", "economic": "经济效益指标", "social": "社会效益指标",
    "ecological": "生态效益指标", "sustained": "可持续影响指标", "served": "服务对象满意度指标",
}  # fmt: skip

GENERATIONS = {
    g.name: g
    for g in (
        _make("2024", ("一级指标", "二级指标", "三级指标"), _TODAY1, _TODAY2),
        _make(
            "2015", ("一级指标", "二级指标", "三级指标"), _TODAY1,
            _TODAY2 | {"economic_cost": ("产出指标", "成本指标"),
                       "served": "社会公众或服务对象满意度指标"},
        ),
        _make(
            "2020", ("一级目标", "二级目标", "三级目标"),
            {COST: "成本目标", OUTPUT: "产出目标", BENEFIT: "效果目标", SATISFACTION: "影响力目标"},
            {k: v.replace("指标", "目标") for k, v in _TODAY2.items() if k != "economic_cost"}
            | {"economic_cost": ("产出目标", "成本目标"), "ecological": "生态环境",
               "served": "满意度目标"},
        ),
        _make(
            "input", ("一级指标", "二级指标", "三级指标"),
            {COST: "投入", OUTPUT: "产出", BENEFIT: "效果", SATISFACTION: "满意度"},
            {"economic_cost": "成本", "quantity": "数量", "quality": "质量", "time": "时效",
             "economic": "经济效益", "social": "社会效益", "ecological": "环境效益",
             "sustained": "可持续影响", "served": "服务对象满意度"},
        ),
        _make(
            "beijing", ("一级指标", "二级指标", "三级指标"),
            _TODAY1 | {BENEFIT: "效果指标"},
            _TODAY2 | {"economic_cost": ("成本指标", "经济成本指标"), "time": "产出进度指标",
                       "ecological": "环境效益指标"},
        ),
    )
}  # fmt: skip
