"""名称与级次: which level 2 an indicator's name speaks of."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.domain import taxonomy
from assistant.domain.target import Target

SIGNS: tuple[tuple[str, str], ...] = (
    ("服务对象满意度指标", r"满意|好评率|认可度"),
    ("可持续影响指标", r"长效|可持续|机制|制度|预案|队伍建设|健全|持续"),
    ("生态效益指标", r"生态|绿化|污染|排放|节能|降耗|水质|空气|垃圾|环境(?:改善|质量|水平)|碳"),
    ("经济效益指标", r"经济|收入|增收|节约|产值|利润|税收|带动"),
    ("经济成本指标", r"成本|费用|金额|价格|支出|经费|控制率|预算"),
    ("时效指标", r"及时|时间|时长|时限|按时|按期|周期|进度|响应|期限|工期"),
    (
        "质量指标",
        r"达标|合格|准确|规范|质量|合规|资质|故障|完好|优良|出勤|通过率|正确|事故发生率|全面性",
    ),
    (
        "数量指标",
        r"(?:人|次|个|套|件|户|场|点位|面积|份)?数量?$|面积|覆盖率|完成率|完成情况|人数|次数",
    ),
    (
        "社会效益指标",
        r"社会|治安|投诉|发生率|知晓|秩序|安全|影响力|群众|提升|改善|降低|减少|保障|顺利|管控|效率"
        r"|公众|稳定|适应|实现度",
    ),
)
"""Words in an indicator's name that belong to a level 2; the first that matches counts most."""
_SIGNS = tuple((level, re.compile(pattern)) for level, pattern in SIGNS)


@lru_cache(maxsize=4096)
def _signs(name: str) -> tuple[str, ...]:
    """The levels whose words stand in a name; what stands last (its head) counts first."""
    found = []
    for level, pattern in _SIGNS:
        spans = [m.span() for m in pattern.finditer(name)]
        if spans:
            found.append((-spans[-1][1], spans[-1][0], level))
    return tuple(level for _, _, level in sorted(found))


def misfit(name: str, target: Target | None, level2: str) -> float:
    """How ill a name fits a level 2: 0 it says so, 0.4 it says nothing, up to 3 it says another."""
    current = taxonomy.current_levels(None, level2).level2 or level2
    signs = _signs(name)
    satisfied = "服务对象满意度指标"
    if (satisfied in signs) != (current == satisfied):
        return 3.0
    if current in signs:
        return 0.0 if signs[0] == current else 0.3
    if current == "时效指标" and target and target.kind in {"date", "duration"}:
        return 0.0
    if current == "数量指标" and target and target.kind == "count" and target.number:
        return 0.1
    if current == "生态效益指标":
        return 2.5
    if not signs:
        return 0.4
    if target and target.kind == "amount" and signs[0] == "经济成本指标":
        return 2.5
    return 2.0 if signs[0] == "可持续影响指标" else 1.2
