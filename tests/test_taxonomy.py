"""The taxonomy: names of every generation and today's place of each."""

from __future__ import annotations

import pytest

from assistant.domain import taxonomy


@pytest.mark.parametrize(
    ("level1", "level2", "today"),
    [
        ("产出指标", "数量指标", ("产出指标", "数量指标")),
        ("产出目标", "时效目标", ("产出指标", "时效指标")),
        ("产出指标", "成本指标", ("成本指标", "经济成本指标")),
        ("投入目标", "成本目标", ("成本指标", "经济成本指标")),
        ("投入", "时效目标", ("产出指标", "时效指标")),
        ("效果目标", "生态环境", ("效益指标", "生态效益指标")),
        ("影响力目标", "满意度目标", ("满意度指标", "服务对象满意度指标")),
        ("影响力目标", "信息共享", ("效益指标", "可持续影响指标")),
        ("效果指标", "环境效益指标", ("效益指标", "生态效益指标")),
        ("满意度指标", "社会公众或服务对象满意度指标", ("满意度指标", "服务对象满意度指标")),
        ("产出指标(50分)", "产出进度指标", ("产出指标", "时效指标")),
        ("满意度指标", None, ("满意度指标", "服务对象满意度指标")),
        ("效益指标", None, ("效益指标", None)),
        (None, "社会效益指标", ("效益指标", "社会效益指标")),
        ("投入和管理", "财务管理", (None, None)),
        (None, None, (None, None)),
    ],
)
def test_current_levels(
    level1: str | None, level2: str | None, today: tuple[str | None, str | None]
) -> None:
    levels = taxonomy.current_levels(level1, level2)
    assert (levels.level1, levels.level2) == today


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("产出指标", True, False),
        ("一、产出指标（50分）", True, False),
        ("*数量指标：", False, True),
        ("成本指标", True, True),
        ("满意度指标", True, True),
        ("经济效益", False, True),
        ("特保人员数量", False, False),
        ("", False, False),
    ],
)
def test_labels(text: str, first: bool, second: bool) -> None:
    assert (taxonomy.is_level1(text), taxonomy.is_level2(text)) == (first, second)


def test_every_mapping_ends_in_todays_order() -> None:
    for name in taxonomy.LEVEL2_NAMES:
        assert name.level2 is None or name.level2 in taxonomy.LEVEL2_ORDER
        assert name.level1 is None or name.level1 in taxonomy.LEVEL1_ORDER
    for first in taxonomy.LEVEL1_NAMES:
        assert first.current is None or first.current in taxonomy.LEVEL1_ORDER
