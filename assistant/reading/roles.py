"""列的角色: what a column of an indicator table holds, told by its heading.

The synonyms were read in declarations and self-evaluations of 2016 to 2026; a column of years
(``2024年指标值``) is a value column of that year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.domain.numerals import half_width
from assistant.domain.taxonomy import is_level1, is_level2, tidy_level
from assistant.reading.grid import Grid, Piece

SYNONYMS: dict[str, str] = {
    "level1": r"一级(?:绩效)?(?:指标|目标)(?:名称)?|一级|指标类型|指标类别|(?:目标|绩效)类别|目标类型",
    "level2": r"二级(?:绩效)?(?:指标|目标)(?:名称)?|二级|分解指标|目标内容",
    "name": r"[三四]级(?:绩效)?(?:指标|目标)(?:名称)?|三级|指标名称|绩效指标名称|指标内容|具体指标"
    r"|绩效指标内容|指标|名称",
    "long_value": r"(?:项目)?(?:实施期|长期|中期|总体|总|项目期|中长期|全周期|全生命周期|建设期|规划期)(?:内)?(?:绩效)?(?:指标|目标)?值?"
    r"(?:\(.{1,12}\))?",
    "value": r"(?:(?:本)?年度?|当年|全年|预期|计划|绩效|预算年度|项目|年月)*(?:指标|目标|标准)值"
    r"(?:及单位|\(含单位\)|\(单位\)|\(a\)|\(A\))?|(?:当年)?预期(?:实现)?(?:指标)?值|(?:年初)?计划值|(?:衡量|评价|考核|目标)标准|(?:本)?年度?(?:指标|目标)"
    r"|年度绩效?目标|年度目标值|定量指标|指标值\(.{1,8}\)|绩效目标值?|目标值及单位|.{0,2}度?指标值",
    "operator": r"计算符号|(?:绩效)?指标(?:值)?性质|运算符号?|符号|比较符号?|指标方向|关系符号?|逻辑符号",
    "unit": r"(?:绩效)?(?:计量|度量)单位|单位|指标单位|值单位|指标值单位",
    "source": r"目标[值指]?来源|指标值?(?:设定)?(?:的)?(?:依据|来源)|目标值(?:的)?确定(?:依据|方式)?"
    r"|(?:指标值)?设定依据|依据|目标值设定依据|指标值设定依据\(来源\)|取值来源",
    "standard": r"绩效标准|标准",
    "explanation": r"(?:绩效)?指标值?(?:解释|说明|释义|描述|含义)|描述|说明|解释|定性指标(?:描述)?"
    r"|评分标准|评扣?\(?扣?\)?分标准|(?:得分)?计算方法|评分规则|考核标准|指标解释\(.*\)",
    "weight": r"权重%?(?:\(.*\))?|分值(?:权重)?(?:\(.*\))?|标准分值?|指标权重|分数|满分",
    "actual": r"(?:全年|年度|实际|自评|年末)*(?:实际)?(?:完成|实现|达成)(?:值|情况|指标值)(?:\([bB]\))?"
    r"|(?:全年|年度)?实际值(?:\([bB]\))?|(?:全年)?实际完成(?:情况|值)",
    "score": r"(?:自评|实际)?得分(?:\(.*\))?",
    "deviation": r"(?:未完成|未达标|偏差|差异|原因).*",
    "evidence": r"(?:完成值)?(?:取值方式|数据来源)|佐证资料|证明材料|资料来源|评价方式",
    "remark": r"备注|其他说明",
    "index": r"序号|编号|指标编码|编码|代码",
    "group": r"绩效指标|年度绩效指标|绩效目标|项目绩效指标|指标体系",
}
"""Role → pattern of the tidied heading."""

_PATTERNS = {role: re.compile(pattern) for role, pattern in SYNONYMS.items()}
_YEAR_VALUE = re.compile(r"((?:19|20)\d{2})年?度?(?:绩效)?(?:预期|计划)?(?:指标值?|目标值?)?")
_PER_PROJECT = re.compile(r"\(?/(?:项目|整体)\)?")
VALUE_ROLES = ("value", "standard")


@dataclass(frozen=True, slots=True)
class Role:
    """A column with its role; it covers the columns ``first`` to ``last``."""

    kind: str
    first: int
    last: int
    heading: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of an indicator table: ``row`` is the last row of it.

    ``period`` heads a second block of the same rows, for the project's whole life; ``elsewhere``
    are the columns of the other block, which this one does not read.
    """

    first_row: int
    row: int
    roles: tuple[Role, ...]
    period: Header | None = None
    elsewhere: frozenset[int] = frozenset()

    def role(self, kind: str) -> Role | None:
        """The first column of a role."""
        return next((r for r in self.roles if r.kind == kind), None)


def tidy_heading(text: str) -> str:
    """A heading without blanks, stars and stops, half-width."""
    text = re.sub(r"[\s*＊:：、。]+", "", half_width(text))
    return _PER_PROJECT.sub("", text)


@lru_cache(maxsize=8192)
def role_of(text: str) -> tuple[str, int | None] | None:
    """(role, year) of a heading; None where it is none."""
    heading = tidy_heading(text)
    if not heading or len(heading) > 24:
        return None
    year = _YEAR_VALUE.fullmatch(heading)
    if year and len(heading) > 4:
        return "value", int(year.group(1))
    for role, pattern in _PATTERNS.items():
        if pattern.fullmatch(heading):
            return role, None
    return None


_HEADING_HAN = re.compile("[㐀-鿿]")


def _roles(pieces: tuple[Piece, ...], columns: int) -> list[Role]:
    found: list[Role] = []
    for n, piece in enumerate(pieces):
        told = role_of(piece.text)
        following = pieces[n + 1].column if n + 1 < len(pieces) else columns
        last = max(piece.last, following - 1)
        if told is not None:
            found.append(Role(told[0], piece.column, last, piece.text, told[1]))
        elif found and 2 <= len(_HEADING_HAN.findall(piece.text)) <= 10 and piece.colspan <= 2:
            # a column that no table of headings knows: what stands in it is nobody else's
            found.append(Role("other", piece.column, last, piece.text))
    first = next((n for n, r in enumerate(found) if r.kind == "level1"), 0)
    if any(r.kind == "name" for r in found[first:]):
        # 指标 left of 一级 heads the block, not the names
        found[:first] = [replace(r, kind="group") if r.kind == "name" else r for r in found[:first]]
    levels = [n for n, r in enumerate(found) if r.kind in {"level1", "level2", "name"}]
    if levels:
        # 长期绩效指标 left of the levels heads the block, not values
        for n in range(levels[0]):
            if found[n].kind in {"long_value", "value"} and found[n].year is None:
                found[n] = replace(found[n], kind="group")
    return found


def _is_header(roles: list[Role], pieces: tuple[Piece, ...]) -> bool:
    roles = [r for r in roles if r.kind != "other"]
    kinds = {r.kind for r in roles}
    named = "name" in kinds and kinds & {
        "level1", "level2", "value", "operator", "unit", "standard", "long_value",
    }  # fmt: skip
    if kinds <= {"name", "value"} and any(r.year for r in roles):
        # a table of statistics: a thing and its years
        return False
    levelled = "level2" in kinds and kinds & {"value", "standard", "level1"}
    return bool(named or levelled) and len(roles) * 2 >= len(pieces)


def read_header(grid: Grid, row: int) -> Header | None:
    """The header that begins in ``row``, one or two rows high; None where there is none."""
    pieces = grid.rows[row]
    roles = _roles(pieces, grid.table.columns)
    if not _is_header(roles, pieces):
        return None
    below = row + 1
    if below < len(grid.rows):
        sub = [r for r in _roles(grid.rows[below], grid.table.columns) if r.kind != "other"]
        if (
            len(sub) >= 2
            and len(sub) == len(grid.rows[below])
            and not _is_header(sub, grid.rows[below])
        ):
            kept = [r for r in roles if not any(r.first <= s.first <= r.last for s in sub)]
            merged = sorted([*kept, *sub], key=lambda r: r.first)
            return _header(row, below, _with_name(grid, below, merged))
    return _header(row, row, _with_name(grid, row, roles))


def _with_name(grid: Grid, row: int, roles: list[Role]) -> list[Role]:
    """The roles of a header without a name column: which other column holds the names.

    二级指标 holds them where what stands below it is no level's name, else 绩效标准 does.
    """
    if any(r.kind == "name" for r in roles):
        return roles
    second = next((r for r in roles if r.kind == "level2"), None)
    beside = next(
        (n for n, r in enumerate(roles) if r.kind == "group" and second and r.first > second.last),
        None,
    )
    if beside is not None:
        # 绩效指标 to the right of the levels heads the names, not the block
        return [replace(r, kind="name") if n == beside else r for n, r in enumerate(roles)]
    below = [
        p.text
        for pieces in grid.rows[row + 1 : row + 30]
        for p in pieces
        if second and second.first <= p.column <= second.last
    ]
    labels = sum(is_level1(t) or is_level2(t) for t in below)
    named = "level2" if labels * 2 < len(below) else "standard"
    out = list(roles)
    for n, role in enumerate(out):
        if role.kind == named:
            out[n] = replace(role, kind="name")
            break
    return out


def _header(first: int, last: int, roles: list[Role]) -> Header:
    """The header of ``roles``; where two blocks of levels stand side by side, of the second.

    The first is for the project's whole life (长期目标), the second for the year; levels that the
    second does not print are shared.
    """
    begin = _second_block(roles)
    if not begin:
        return Header(first, last, tuple(roles))
    own = roles[begin:]
    shared = [
        r for r in roles[:begin]
        if r.kind in {"level1", "level2"} and not any(s.kind == r.kind for s in own)
    ]  # fmt: skip
    left = [r for r in roles[:begin] if r not in shared]
    values = [replace(r, kind="value") if r.kind == "long_value" else r for r in left]
    period = Header(first, last, (*shared, *values), None, _columns(own))
    return Header(first, last, (*shared, *own), period, _columns(left))


def _second_block(roles: list[Role]) -> int:
    """Where the second of two blocks of levels, names and values begins; 0: there is one."""
    names = [n for n, r in enumerate(roles) if r.kind == "name"]
    if len(names) < 2:
        return 0
    begin = names[-1]
    while begin and roles[begin - 1].kind in {"level1", "level2", "group", "index"}:
        begin -= 1
    if begin <= names[0] or not any(r.kind in {*VALUE_ROLES, "unit"} for r in roles[begin:]):
        return 0
    return begin


def _columns(roles: list[Role]) -> frozenset[int]:
    return frozenset(c for r in roles for c in range(r.first, r.last + 1))


def headless(grid: Grid) -> Header | None:
    """The columns of an indicator table without a heading, told by its labels; None: it is none.

    At least two level-2 labels stand in one column, with a name and a value to their right.
    """
    columns: dict[int, list[int]] = {}
    for number, pieces in enumerate(grid.rows):
        for piece in pieces:
            label = tidy_level(piece.text)
            if label.endswith(("指标", "目标")) and is_level2(label) and not is_level1(label):
                columns.setdefault(piece.column, []).append(number)
    if not columns:
        return None
    second, rows = max(columns.items(), key=lambda item: len(item[1]))
    if len(rows) < 2:
        return None
    right = [p.column for n in rows for p in grid.rows[n] if p.column > second]
    places = sorted({c for c in right if right.count(c) * 2 > len(rows)})
    if len(places) < 2:
        return None
    kinds = ("name", "value", "source", "explanation")
    roles = [Role(kind, column, column, "") for kind, column in zip(kinds, places)]
    first = [Role("level1", second - 1, second - 1, "")] if second else []
    begin = min(n for n in rows)
    return Header(begin, begin - 1, (*first, Role("level2", second, second, ""), *roles))
