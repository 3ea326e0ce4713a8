"""Levels: labels at the top, in the middle, at the bottom of their block, slipped, splintered."""

from __future__ import annotations

import pytest

from assistant.domain.target import parse_target
from assistant.reading.fitting import misfit
from assistant.reading.labels import LabelledRow, Labels
from assistant.reading.levels import place


def row(
    name: str | None, first: str = "", second: str = "", value: str = "100%", **more: bool
) -> LabelledRow:
    labels = Labels((first,) if first else (), (second,) if second else (), **more)
    return LabelledRow(labels, name, parse_target(value, name=name) if name else None)


OUT, BEN, SAT = "产出指标", "效益指标", "满意度指标"


def levels(rows: list[LabelledRow]) -> list[tuple[str | None, str | None]]:
    return [(p.level1, p.level2) for r, p in zip(rows, place(rows)) if r.name]


def test_top_labels_are_carried_down_whatever_the_names_say() -> None:
    rows = [
        row("养护面积", OUT, "数量指标"),
        row("养护及时率"),
        row("验收合格率", "", "质量指标"),
        row("居民满意度", SAT, "服务对象满意度指标"),
    ]
    assert levels(rows) == [
        (OUT, "数量指标"), (OUT, "数量指标"), (OUT, "质量指标"), (SAT, "服务对象满意度指标"),
    ]  # fmt: skip


def test_labels_in_the_middle() -> None:
    rows = [
        row("苗木数量"), row("补植面积", "", "数量指标"), row("巡查次数"),
        row("成活率", OUT, "质量指标"), row("补植及时率", "", "时效指标"),
        row("居民满意度", SAT, "服务对象满意度指标"),
    ]  # fmt: skip
    assert levels(rows)[:5] == [(OUT, "数量指标")] * 3 + [(OUT, "质量指标"), (OUT, "时效指标")]


def test_labels_at_the_bottom() -> None:
    rows = [
        row("苗木数量"), row("补植面积"), row("巡查次数", "", "数量指标"),
        row("验收合格率"), row("成活达标率", OUT, "质量指标"),
        row("环境改善情况"), row("群众投诉减少", BEN, "社会效益指标"),
        row("居民满意度"), row("商户满意度", SAT, "服务对象满意度指标"),
    ]  # fmt: skip
    assert [second for _, second in levels(rows)] == (
        ["数量指标"] * 3 + ["质量指标"] * 2 + ["社会效益指标"] * 2 + ["服务对象满意度指标"] * 2
    )


def test_an_empty_branch_takes_no_row() -> None:
    rows = [
        row("巡查覆盖率", OUT, "数量指标"),
        row(None, "效益指标", "经济效益指标"),
        row("案发降低率"),
        row("有责投诉情况", "", "社会效益指标"),
        row("长效管理机制健全性", "", "生态效益指标", value="健全"),
        row("机制执行有效性", "", "可持续影响指标", value="有效"),
        row("群众满意度", SAT, "服务对象满意度指标"),
    ]
    found = dict(zip([r.name for r in rows if r.name], levels(rows)))
    assert found["机制执行有效性"] == (BEN, "可持续影响指标")
    assert found["群众满意度"] == (SAT, "服务对象满意度指标")


def test_merged_cells_say_what_they_cover() -> None:
    rows = [
        LabelledRow(Labels((OUT,), ("数量指标",), span1=3, span2=2), "数", parse_target("1个")),
        LabelledRow(Labels(), "率", parse_target("1%")),
        LabelledRow(Labels((), ("时效指标",)), "时", parse_target("1天")),
    ]
    assert levels(rows) == [(OUT, "数量指标"), (OUT, "数量指标"), (OUT, "时效指标")]


def test_a_label_between_two_rows_covers_both_or_is_doubtful() -> None:
    rows = [
        row("人员数", trace2=True), row("装备数", "", "数量指标"),
        row("达标率", OUT, "质量指标"), row("及时性", "", "时效指标", value="及时"),
    ]  # fmt: skip
    assert [second for _, second in levels(rows)][:2] == ["数量指标", "数量指标"]


@pytest.mark.parametrize(
    ("name", "level2", "fits"),
    [
        ("居民满意度", "服务对象满意度指标", True),
        ("居民满意度", "社会效益指标", False),
        ("长效管理机制健全性", "可持续影响指标", True),
        ("长效管理机制健全性", "生态效益指标", False),
        ("采购成本", "经济成本指标", True),
        ("废物处置及时率", "时效指标", True),
    ],
)
def test_misfit(name: str, level2: str, fits: bool) -> None:
    assert (misfit(name, None, level2) < 0.5) == fits
