"""TXT (foreign): bodies of another place where the project's own must stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.jobs.check.case import Case
from assistant.jobs.check.registry import Flag, rule

_OWN = re.compile(
    r"(?:.*?[省市](?=.*[市区县旗]))?(?P<name>[㐀-鿿]{2,4})(?P<level>县|区|市|旗|镇|乡|街道)(?P<organ>[㐀-鿿]{3,16})"
)
_JOINT = re.compile(
    r"(?:学习|借鉴|参照|会同|联合|协助|对口|支援|帮扶|协作|考察|调研|邻|兄弟|周边|与|和|及|同|赴|向|跟|委托|合作)[㐀-鿿]{0,3}$"
)
"""What names another place's body on purpose."""


@rule(
    "TXT028", "写成别处的单位", "warning",
    what="正文里出现别的县、区、街道的同名部门（本表是甲县教育局，正文写乙县教育局）。",
    why="多半是从别处的材料照抄，地名没有改。",
    certainty="I",
    wrong="项目由白沙街道城市管理中心组织验收。", right="项目由青石街道城市管理中心组织验收。",
    model="told",
)  # fmt: skip
def foreign_body(case: Case) -> Iterator[Flag]:
    """由伏牛县教育体育局统一招标 in the form of 伊桐县教育体育局."""
    declaration = case.declaration
    own = [b for b in (declaration.unit, declaration.department, declaration.implementer) if b]
    seen: set[int] = set()
    for body in own:
        told = _OWN.fullmatch(re.sub(r"[（(].*?[)）]", "", body))
        if told is None:
            continue
        size, level = len(told["name"]), told["level"]
        pattern = re.compile(
            rf"(?P<place>[㐀-鿿]{{{size}}}{level}){re.escape(told['organ'])}(?![㐀-鿿]{{0,4}}[〔\\[])"
        )
        for stretch, match in case.search(pattern):
            place, start = match["place"], stretch.start + match.start()
            before = stretch.text[: match.start()]
            if re.search(r"[由本全我该各在县市区镇乡]$", place[:-1]):
                continue  # 河道由区…中心: a level, no place's name
            if place == told["name"] + level or start in seen or place in "".join(own):
                continue
            if _JOINT.search(before) or before.count("《") > before.count("》"):
                continue
            seen.add(start)
            yield Flag(
                case.within(stretch, match), f"正文写“{match.group()}”，本表的单位是“{body}”",
                (declaration.unit_locator,) if declaration.unit_locator else (),
                f"核对；应为“{body}”", body,
            )  # fmt: skip
