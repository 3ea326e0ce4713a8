"""分篇: where in a document each declaration stands.

A declaration begins with its title (…项目描述, …项目经费情况说明, …绩效目标申报表) or with the form
that names its project. A narrative and the form of the same project belong together; several forms
of one project are one declaration.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from assistant.domain.declaration import FormField
from assistant.domain.document import Document
from assistant.reading.captions import caption_above, lines_above
from assistant.reading.exports import find_exports
from assistant.reading.fields import labelled_cells, line_fields, value_of
from assistant.reading.grid import Grid
from assistant.reading.headers import columns_of, headers, is_budget_header
from assistant.reading.headings import read_numbering
from assistant.reading.indicators import find_tables
from assistant.reading.roles import Header
from assistant.reading.spoken import spoken_fields

_NARRATIVE = re.compile(
    r"^(?:#+\s*)?(?:(?:19|20)\d{2}年度?)?(?P<name>[^，。；：:]{2,40}?)(?:项目)"
    r"(?:描述|概况说明|(?:(?:支出|经费|预算|资金|绩效|目标|情况|立项|申报|申请|事前|评估|评价|自评)*"
    r"(?:说明|申报|申请|文本|材料|报告)(?:书|文本|材料)?))\s*(?:[(（][^()（）]{1,12}[)）])?\s*$"
)
_TITLE_REST = re.compile(
    r"^(?:项目|专项)(?:支出|经费|预算|资金|绩效|目标|情况|立项|申报|申请|自评|评价)*(?:描述|说明|申报|申请|文本|报告)(?:书|文本|材料)?\s*$"
)
_LONE_NAME = re.compile(r"[㐀-鿿A-Za-z0-9“”（）()—-]{4,40}(?<![表书])")
"""A title of two lines: the project's name, and below it what the paper is."""
_ABOUT = re.compile(
    r"^(?:#+\s*)?关于(?:申报|申请|报送|安排|提交|呈报|追加|给予|拨付|解决)*(?P<name>[^，。；：:]{4,40}?)(?:项目)?(?:的)?"
    r"(?:财政|预算|专项|补助|资金|经费|绩效|目标|情况)*的?(?:说明|请示|函|报告|申请|申报|情况说明|申报书)\s*$"
)
"""关于申报某项目的说明: a letter that asks for a project's money."""
_YEARED = re.compile(
    r"^(?:(?:[㐀-鿿]{2,20}(?:省|市|区|县|旗|镇|乡|街道|局|委|办|处|中心|所|站|院|馆|队|校|社区|公司|学会|协会))?(?:19|20)\d{2}年度?)(?=[㐀-鿿“]{3,})"
)
"""A title's unit and year before the project's name (某镇2025年度道路保洁)."""
_ENTITLED = re.compile(
    r"^项目(?:申报书|申报表|申报说明|描述|说明书?)\s*[:：]\s*(?P<titled>[^，。；：:]{3,40})$"
    r"|^(?P<name>[^，。；：:]{3,40}?)项目\s*[(（]?(?:(?:19|20)\d{2}\s*年度?)[)）]?\s*$"
)
_GENERIC = re.compile(
    r"(?:财政|预算|部门|单位|专项|支出|资金|项目|绩效|目标|整体|政府|购买|服务|基本|建设|债券|地方|重点|区级|县级"
    r"|市级|省级|本级|年度|公开|性|的|[(（][^()（）]*[)）])+"
)
"""A title's words that name a kind of form, no project (财政支出, 政府购买服务)."""
_FORM = re.compile(
    r"^(?:#+\s*)?(?:附件\s*\d*[:：]?\s*)?.{0,40}?(?:绩效(?:目标|自评|评价)?.{0,8}表|绩效目标申报书|绩效目标(?:公开|情况)表?)"
    r"\s*(?:[(（][^()（）]{1,20}[)）])?\s*$"
)
_ALIKE = 0.55
_HEADING = frozenset(
    {"nature", "category", "department", "unit", "declarer", "start", "finish", "year", "code"}
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where a declaration may begin; ``kind`` is narrative, title or form."""

    start: int
    kind: str
    name: str | None
    row: tuple[int, int] | None = None


@dataclass(slots=True)
class Part:
    """A declaration's part of the document; ``title`` is the name that its narrative prints."""

    start: int
    end: int
    title: str | None = None
    title_span: tuple[int, int] | None = None
    form_name: str | None = None
    tables: list[tuple[Grid, Header, int]] = field(default_factory=list)
    narrative: tuple[int, int] | None = None
    """The stretch of a narrative that stands apart from the form."""
    given: dict[str, FormField] = field(default_factory=dict)
    """Fields that every row of a system's export repeats, by meaning."""

    @property
    def name(self) -> str | None:
        """The best name so far."""
        return self.form_name or self.title


def alike(one: str | None, other: str | None) -> bool:
    """Whether two printed project names can be the same, one of them damaged or shortened."""
    if not one or not other:
        return True
    a, b = (re.sub(r"项目|经费|专项|\s", "", t) or t for t in (one, other))
    return a in b or b in a or SequenceMatcher(None, a, b).ratio() >= _ALIKE


def find_marks(document: Document, grids: Sequence[Grid]) -> list[Mark]:
    """Every title and form head of the document, in order."""
    marks: list[Mark] = []
    above: tuple[int, str] | None = None
    for block in document.blocks:
        before, above = above, None
        if block.kind == "table" or block.end - block.start > 120:
            continue
        line = document.text[block.start : block.end].strip()
        bare = line.lstrip("# ")
        named = _named(document, block.start, block.end)
        if named:
            marks.append(Mark(block.start, "form", named))
            continue
        if read_numbering(bare) or len(line) > 80:
            continue
        above = (block.start, bare)
        if before is not None and _TITLE_REST.match(bare) and _LONE_NAME.fullmatch(before[1]):
            marks.append(Mark(before[0], "narrative", before[1]))
            continue
        told = _NARRATIVE.match(bare)
        if told and not _GENERIC.fullmatch(told.group("name")):
            marks.append(Mark(block.start, "narrative", _YEARED.sub("", told.group("name"))))
        elif _FORM.match(bare):
            marks.append(Mark(block.start, "title", None))
    for grid in grids:
        marks = _with_forms(marks, grid)
    return sorted(marks, key=lambda m: m.start)


def _named(document: Document, start: int, end: int) -> str | None:
    """The project's name in a line like ``申报单位：某局  项目名称：农村公路养护``."""
    if not _NAME_LABEL.search(document.text, start, end):
        return None
    fields = line_fields(document, start, end)
    return next((f.value for m, f in fields if m == "project" and 1 < len(f.value) <= 60), None)


_NAME_LABEL = re.compile(r"(?:项目|专项|政策|资金)名称\*{0,2}\s*[:：】〗\]]")


def _with_forms(marks: list[Mark], grid: Grid) -> list[Mark]:
    """``marks`` and those of a table's forms; a title right above a form begins where it does."""
    for form in _form_marks(grid):
        row = grid.rows[form.row[1]][0].start if form.row else form.start
        marks = [
            replace(m, start=form.start) if m.kind == "title" and form.start < m.start < row else m
            for m in marks
        ]
        marks.append(form)
    return marks


def _form_marks(grid: Grid) -> list[Mark]:
    marks = []
    for number, pieces in enumerate(grid.rows):
        if not pieces or len(columns_of(pieces, grid.table.columns)) >= 2:
            continue
        for found in labelled_cells(grid, [number]):
            if found.meaning == "project" and found.pieces:
                first = _title_row(grid, number)
                marks.append(Mark(first, "form", value_of(found), (grid.table.index, number)))
                break
    return marks


def _title_row(grid: Grid, row: int) -> int:
    """Where a form begins: at the title rows of its table, and fields above the project's name."""
    start = grid.rows[row][0].start
    for above in range(row - 1, max(row - 7, -1), -1):
        line = re.sub(r"\s", "", grid.line(above))
        titled = len(line) <= 40 and re.search(r"表|\d{4}年|绩效|单位[:：]|^附件", line)
        if not titled and not any(f.meaning in _HEADING for f in labelled_cells(grid, [above])):
            break
        if grid.rows[above]:
            start = grid.rows[above][0].start
    if start == min(p.start for r in grid.rows for p in r):
        # short lines right above the table (its year, its unit) belong to it
        for begin, end in lines_above(grid.document, start):
            if end - begin > 40 or read_numbering(grid.document.text[begin:end]):
                break
            start = begin
    return start


def split(document: Document, grids: Sequence[Grid]) -> list[Part]:
    """The declarations' parts of the document, in order, each with its indicator tables."""
    tables = [(g, h, stop) for g in grids for h, stop in find_tables(g)]
    exported = find_exports(tables)
    if exported:
        return [
            Part(e.start, e.end, form_name=e.given["project"].value,
                 tables=[(e.grid, e.header, e.rows.stop)], given=e.given)
            for e in exported
        ]  # fmt: skip
    parts: list[Part] = []
    pending: int | None = None
    marks = find_marks(document, grids)
    for n, mark in enumerate(marks):
        if mark.kind == "title":
            pending = mark.start if pending is None else pending
            continue
        following = marks[n + 1].start if n + 1 < len(marks) else len(document.text)
        current = parts[-1] if parts else None
        own = any(mark.start <= _start(t) < following for t in tables)
        if current is not None and _continues(current, mark, own, pending, tables):
            _absorb(current, mark)
        else:
            start = mark.start if pending is None else pending
            if current is not None:
                current.end = start
            parts.append(_begin(mark, start, len(document.text)))
        pending = None
    if not parts and (tables or pending is not None):
        parts = [
            Part(
                0 if pending is None else min(pending, *map(_start, tables), pending),
                len(document.text),
            )
        ]
    if not parts and any(_holds_budget(document, grid) for grid in grids):
        parts = [Part(0, len(document.text))]
    if not parts:
        parts = _running(document)
    if parts and tables and _start(tables[0]) < parts[0].start:
        parts[0].start = 0
    for part in parts:
        part.tables = [t for t in tables if part.start <= _start(t) < part.end]
    return _merge_bare(parts)


_MONEY = re.compile(r"\d\s*[百千万亿]*元")
_ASKS = re.compile(r"申报|申请|预算|安排|所需|共需|经费测算|资金需求")
_AIMS = re.compile(
    r"绩效|(?:总体?|年度|预期|项目)目标|(?:产出|效益|数量|质量|时效|满意度)(?:指标|方面)"
    r"|^(?:[-*•] *)?(?:数量|质量|时效|满意度)[:：]",
    re.MULTILINE,
)


def _running(document: Document) -> list[Part]:
    """The one declaration of a document without a form that is told in running text.

    It names its project (in its title or a sentence), asks for money and says what is aimed at.
    """
    text = document.text
    if not (_MONEY.search(text) and _ASKS.search(text) and _AIMS.search(text)):
        return []
    part = Part(0, len(text))
    for block in document.blocks[:_TITLE_BLOCKS]:
        line = text[block.start : block.end].strip().lstrip("# ")
        told = _ABOUT.match(line) or _ENTITLED.match(line)
        groups = told.groupdict() if told else {}
        name = _YEARED.sub("", groups.get("name") or groups.get("titled") or "")
        if len(name) >= _SHORTEST_NAME and not _GENERIC.fullmatch(name):
            part.title = name
            at = text.index(name, block.start)
            part.title_span = (at, at + len(name))
            return [part]
    spoken = (f.value for m, f in spoken_fields(document, 0, len(text)) if m == "project")
    part.form_name = next(spoken, None)
    return [part] if part.form_name else []


_TITLE_BLOCKS = 4
_SHORTEST_NAME = 3


def _holds_budget(document: Document, grid: Grid) -> bool:
    """Whether a table is a project's budget: its lines multiply out or add up to a total row.

    A department's published budget tables (…预算总表) are none.
    """
    first = next((p for row in grid.rows for p in row), None)
    caption = caption_above(document, first.start) if first else None
    if (
        caption
        and re.search(r"预算(?:总|分类)?.*表$", document.text[slice(*caption)].strip())
        and (re.search(r"部门|单位预算|收支", document.text[slice(*caption)]))
    ):
        return False
    for row, columns in headers(grid):
        roles = {c.role for c in columns}
        if is_budget_header(columns, len(grid.rows[row])):
            totals = any(re.match(r"合\s*计|总\s*计", p.text) for r in grid.rows[row:] for p in r)
            return totals or {"price", "quantity"} <= roles
    return False


def _start(table: tuple[Grid, Header, int]) -> int:
    grid, header, _ = table
    return grid.rows[header.first_row][0].start


def _begin(mark: Mark, start: int, end: int) -> Part:
    part = Part(start, end)
    _absorb(part, mark)
    return part


def _absorb(part: Part, mark: Mark) -> None:
    if mark.kind == "narrative":
        # a title cut by a page break is printed again in full below it
        if part.title is None or (mark.name and len(mark.name) > len(part.title)):
            part.title = mark.name
            part.title_span = (mark.start, mark.start + len(mark.name or ""))
    elif part.form_name is None:
        part.form_name = mark.name


def _continues(
    part: Part,
    mark: Mark,
    own_table: bool,
    pending: int | None,
    tables: Sequence[tuple[Grid, Header, int]],
) -> bool:
    """Whether ``mark`` goes on with the declaration ``part`` and begins no other."""
    has_table = any(part.start <= _start(t) < mark.start for t in tables)
    if has_table:
        return mark.name == part.name and not (own_table and pending is not None)
    if mark.kind == "form" and part.form_name is None:
        return pending is None or alike(mark.name, part.title)
    if mark.kind == "narrative" and part.form_name is None:
        return mark.start - part.start < 200 and alike(mark.name, part.title)
    return mark.name == part.name


def _merge_bare(parts: list[Part]) -> list[Part]:
    """Narratives that stand together before all forms are joined to the form of the same name."""
    with_tables = [p for p in parts if p.tables]
    if not with_tables:
        return parts
    kept: list[Part] = []
    for part in parts:
        if part.tables or part.form_name:
            kept.append(part)
            continue
        same = [
            p for p in with_tables if p.title is None and part.title and alike(p.name, part.title)
        ]
        if same:
            same[0].title, same[0].title_span = part.title, part.title_span
            same[0].narrative = (part.start, part.end)
        else:
            kept.append(part)
    return kept
