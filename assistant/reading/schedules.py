"""实施计划、活动内容: the rows of schedules and activity tables, and numbered steps in text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.declaration import Activity, PlanStep, Section
from assistant.domain.document import Document
from assistant.reading.grid import Grid, Piece
from assistant.reading.headings import read_numbering

_WHEN = re.compile(r"(?:月份|时间|日期|时间节点|时间安排|阶段|进度|计划时间|实施时间|期限|时段)")
_WHAT = re.compile(r"(?:计划项目|计划内容|工作内容|实施内容|内容|工作安排|计划|事项|任务|工作任务)")
_CONTENT = re.compile(r"(?:主要)?(?:工作|活动|服务|具体)内容(?:和对象)?|内容说明")
_GROUP = re.compile(r"项目名称|类别|活动类别|项目")
_ITEM = re.compile(r"(?:项目|活动|工作)?(?:明细|名称)|活动|子项目|项目明细")
_TIME = re.compile(
    r"(?:(?:19|20)\d{2}\s*年|\d{1,2}\s*月|[一二三四]季度|季度|每月|每季|全年|年底|上半年|下半年|年初|年末)"
)


def _tidy(text: str) -> str:
    return re.sub(r"[\s:：*]+", "", text)


def read_plan(grid: Grid) -> list[PlanStep]:
    """The rows of a schedule (序号、月份、计划项目); empty where the table is none."""
    for number, pieces in enumerate(grid.rows):
        when = next((p for p in pieces if _WHEN.fullmatch(_tidy(p.text))), None)
        what = next((p for p in pieces if _WHAT.fullmatch(_tidy(p.text))), None)
        if when is None or what is None or when is what:
            continue
        steps = []
        for row in grid.rows[number + 1 :]:
            cells = _by_column(row, [when, what])
            if cells[0] and cells[1]:
                steps.append(
                    PlanStep(cells[0].text, cells[1].text, grid.locate([cells[0], cells[1]]))
                )
        return steps
    return []


def read_activities(grid: Grid) -> list[Activity]:
    """The rows of an activity table (项目名称、项目明细、工作内容); empty where it is none."""
    for number, pieces in enumerate(grid.rows):
        content = next((p for p in pieces if _CONTENT.fullmatch(_tidy(p.text))), None)
        item = next(
            (p for p in pieces if _ITEM.fullmatch(_tidy(p.text)) and p is not content), None
        )
        group = next((p for p in pieces if _GROUP.fullmatch(_tidy(p.text))), None)
        if content is None or (item is None and group is None):
            continue
        if item is None or item is group:
            later = [p for p in pieces if group and group.column < p.column < content.column]
            item = later[0] if later else group
        if item is None:
            continue
        heads = [group, item, content] if group and group is not item else [item, item, content]
        return _activities(grid, number + 1, heads)
    return []


def _activities(grid: Grid, start: int, heads: Sequence[Piece]) -> list[Activity]:
    found: list[Activity] = []
    carried: str | None = None
    for row in grid.rows[start:]:
        group, item, content = _by_column(row, heads)
        if group is not None and group is not item:
            carried = group.text
        if item is None or content is None:
            continue
        shown = [p for p in (group, item, content) if p is not None]
        named = carried if heads[0] is not heads[1] else None
        found.append(Activity(named, item.text, content.text, grid.locate(shown)))
    return found


def _by_column(row: Sequence[Piece], heads: Sequence[Piece]) -> list[Piece | None]:
    """The cells of a row that stand under the given heads."""
    out: list[Piece | None] = []
    for n, head in enumerate(heads):
        later = [h.column for h in heads[n + 1 :] if h.column > head.column]
        stop = min(later) if later else 10_000
        out.append(next((p for p in row if head.column <= p.column < stop), None))
    return out


def plan_in_text(document: Document, section: Section) -> list[PlanStep]:
    """The numbered steps of a section 实施方案: the time within each, and the whole step."""
    steps: list[PlanStep] = []
    text = document.text
    at = section.locator.start
    for line in re.finditer(r"[^\n]+", text[at : section.locator.end]):
        numbered = read_numbering(line.group(0))
        if numbered is None or numbered[0] < 3 or "\t" in line.group(0):
            continue
        body = numbered[2]
        when = [m.group(0) for m in _WHEN_IN_TEXT.finditer(body)]
        begin = at + line.start() + line.group(0).rindex(body) if body else at + line.start()
        steps.append(
            PlanStep(
                when[0].strip() if when else "", body, document.locate(begin, begin + len(body))
            )
        )
    return steps


_WHEN_IN_TEXT = re.compile(
    r"(?:(?:19|20)\d{2}年)?(?:\d{1,2}(?:月?\s*(?:至|-|—|~)\s*(?:(?:19|20)\d{2}年)?\d{1,2})?月(?:\d{1,2}日)?(?:底|前|初|中旬|末)?前?"
    r"|(?:第?[一二三四]、?)+季度|上半年|下半年|全年|年底前?|每月|每季度)(?:-\d{1,2}月)?(?:前|全年)?"
)
