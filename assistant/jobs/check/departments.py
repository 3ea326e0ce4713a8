"""FRM (departments): one department, its units and its projects, told the same way everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.jobs.check.case import Case
from assistant.jobs.check.forms import field_of
from assistant.jobs.check.registry import Flag, rule


@rule(
    "FRM013", "主管部门前后不一", "warning",
    what="正文所写的主管部门与申报表的主管部门不是同一单位。",
    why="主管部门决定预算归口，两处必须一致（实施单位可以是承接商，不在此列）。",
    certainty="S",
    wrong="主管部门：江北区水务局。", right="主管部门：临江县行政服务中心。",
    model="bureau",
)  # fmt: skip
def departments_differ(case: Case) -> Iterator[Flag]:
    """主管部门 in the narrative against the form."""
    printed = case.declaration.department or ""
    field = field_of(case, "管部门")
    here = set(_OFFICE.findall(printed))
    if not here:
        return
    for stretch, match in case.search(re.compile(r"主管部门\s*[:：]\s*(?P<x>[㐀-鿿]{4,24})")):
        place = case.within(stretch, match, "x")
        said_here = set(_OFFICE.findall(match["x"]))
        if stretch.cell is not None or not said_here or said_here & here:
            continue
        yield Flag(place, f"正文的主管部门是“{match['x']}”，申报表是“{printed}”",
                   (field[1],) if field else (), "核对主管部门")  # fmt: skip


_OFFICE = re.compile(
    r"公安|财政|政法委|教育|卫生|卫健|民政|街道|镇政府|水务|绿化|市场监督|应急|文旅|文化|司法|人社|人力资源|住建|建设管理|交通"
    r"|规划|生态环境|农业|发改|统计|审计|信访|组织部|宣传部|行政服务|税务|消防|退役军人|科学技术|经济委员会|体育|档案|机关事务"
)
"""Words by which offices are told apart; a garbled name still shows them."""


@rule(
    "FRM014", "预算单位数、项目数前后不一", "warning",
    what="部门预算说明里的预算单位数、项目个数，与机构设置或所附申报表的份数不一致。",
    why="同一部门的单位数、项目数在各处应当一致。",
    certainty="S",
    wrong="本部门5个预算单位开展了", right="本部门1个预算单位开展了",
    model="department", whole=True,
)  # fmt: skip
def units_differ(case: Case) -> Iterator[Flag]:
    """14个预算单位 against 行政单位1家."""
    text = case.document.text
    kinds = [
        (int(m[2]), m) for m in re.finditer(r"(行政单位|事业单位|参公单位)\s*(\d+)\s*家", text)
    ]
    stated = re.search(r"(?:本部门|所属)?\s*(\d+)\s*个预算单位", text)
    if kinds and stated:
        total = sum(n for n, _ in kinds)
        if int(stated[1]) != total:
            first = kinds[0][1]
            yield Flag(case.at(*stated.span()), f"写“{stated.group().strip()}”，机构设置共 {total} 家",
                       (case.at(*first.span()),), "核对预算单位数")  # fmt: skip
    count = len(case.reading.declarations)
    for match in re.finditer(r"等\s*(\d+)\s*个项目(?:经费|预算|绩效)", text):
        if count >= 2 and int(match[1]) != count:
            yield Flag(
                case.at(*match.span()),
                f"写“{match.group()}”，实有申报 {count} 份",
                (),
                "核对项目个数",
            )
            break
