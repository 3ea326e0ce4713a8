"""A declaration in a layout: title, form, indicator table and budget table as grids of cells."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

from tests.layouts.declaration import Abstract, Row
from tests.layouts.generations import GENERATIONS

SIGNS = {"<=": "≤", ">=": "≥", "=": "=", "<": "<", ">": ">"}
COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "street": (("年度指标值", "value"), ("目标值来源", "source")),
    "bureau": (("年度(/项目)指标值", "value"),),
    "fill": (("年度指标值", "value"), ("指标解释", "explanation"), ("目标值的确定", "source")),
    "three": (("计算符号", "operator"), ("指标值", "number"), ("计量单位", "unit")),
    "two": (("*指标值", "signed"), ("*度量单位", "unit")),
    "standard": (("指标值及单位", "value"), ("绩效标准", "source")),
    "selfcheck": (
        ("年度指标值", "value"), ("实际完成值", "actual"), ("分值", "weight"), ("得分", "weight"),
        ("偏差原因", "empty"),
    ),
    "unitfirst": (
        ("计量单位", "unit"),
        ("指标性质", "operator"),
        ("指标值", "number"),
        ("指标值设定依据", "source"),
    ),
    "explained": (("指标解释", "explanation"), ("指标值", "value"), ("备注", "empty")),
    "weights": (("权重", "weight"), ("指标值", "value"), ("评（扣）分标准", "explanation")),
    "years": (("{last}年指标值", "other"), ("{year}年指标值", "value")),
    "goals": (("实施期绩效目标", "other"), ("年度绩效目标值", "value")),
    "before": (("指标性质", "operator"), ("年度指标值", "number"), ("单位", "unit"),
               ("指标值设定依据", "source")),
}  # fmt: skip
"""Column set → (heading, what it holds), after the three level columns."""

MERGES = ("top", "middle", "bottom", "repeat", "span")
VALUES = ("plain", "bracket", "words", "wide")


@dataclass(frozen=True)
class Layout:
    generation: str = "2024"
    columns: str = "street"
    merge: str = "top"
    values: str = "plain"
    writer: str = "tab"
    noise: str = "none"
    outer: bool = False
    weights_in_labels: bool = False
    prefixes: bool = False
    fillers: bool = False
    empty_branches: bool = False
    budget: str = "full"
    damage: str = "none"


@dataclass
class Cell:
    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass
class Grid:
    """A table; ``caption`` stands above it, ``breaks`` are rows before which a page ends."""

    cells: list[Cell] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    caption: tuple[str, ...] = ()
    breaks: tuple[int, ...] = ()

    def matrix(self) -> list[list[str]]:
        """The texts, an empty string for every other place."""
        out = [["" for _ in range(self.columns)] for _ in range(self.rows)]
        for cell in self.cells:
            out[cell.row][cell.column] = cell.text
        return out


@dataclass
class Rendered:
    lines_before: list[str]
    grids: list[Grid]
    lines_after: list[str]


def figure(number: Decimal, style: str) -> str:
    text = f"{number:f}"
    return f"{number:.2f}" if style == "bracket" else text


WORDS = {"<=": "不超过", ">=": "不低于", "=": "", "<": "少于", ">": "超过"}
WIDE = {"<=": "≦", ">=": "≧", "=": "＝", "<": "＜", ">": "＞"}


def value_text(row: Row, style: str) -> str:
    if row.number is None:
        return row.words or ""
    operator, unit = row.operator or "=", row.unit or ""
    if style == "words":
        return f"{WORDS[operator]}{figure(row.number, style)}{unit}"
    if style == "wide":
        return f"{WIDE[operator]}{figure(row.number, style)}{unit}"
    if style == "bracket":
        return f"{SIGNS[operator]}{figure(row.number, style)}({unit})"
    sign = "" if operator == "=" else SIGNS[operator]
    return f"{sign}{figure(row.number, style)}{unit}"


def cell_text(row: Row, what: str, layout: Layout, year: int) -> str:
    if what == "value":
        return value_text(row, layout.values)
    if what == "number":
        return figure(row.number, "plain") if row.number is not None else row.words or ""
    if what == "signed":
        if row.number is None:
            return row.words or ""
        return ("" if row.operator == "=" else SIGNS[row.operator or "="]) + figure(
            row.number, "plain"
        )
    if what == "operator":
        return SIGNS[row.operator or "="] if row.number is not None else "定性"
    if what == "unit":
        return row.unit or ""
    if what == "other":
        return value_text(row, layout.values) if row.number is None else "按规划"
    if what == "weight":
        return str(row.weight)
    if what == "actual":
        return value_text(row, "plain").lstrip("≤≥<>=")
    if what == "empty":
        return ""
    return {"source": row.source, "explanation": row.explanation}[what]


def _blocks(keys: list[str]) -> list[tuple[str, int, int]]:
    out: list[tuple[str, int, int]] = []
    for n, key in enumerate(keys):
        if out and out[-1][0] == key:
            out[-1] = (key, out[-1][1], n + 1)
        else:
            out.append((key, n, n + 1))
    return out


def _place(grid: Grid, column: int, label: str, start: int, end: int, merge: str) -> None:
    if merge == "repeat":
        grid.cells.extend(Cell(r, column, label) for r in range(start, end))
        return
    at = {"top": start, "span": start, "bottom": end - 1, "middle": (start + end - 1) // 2}[merge]
    grid.cells.append(Cell(at, column, label, end - start if merge == "span" else 1))


def ordered(declaration: Abstract, layout: Layout) -> list[Row]:
    """The rows in the order that the generation prints them."""
    levels = GENERATIONS[layout.generation].levels
    firsts = list(dict.fromkeys(levels[r.level2][0] for r in declaration.rows))
    if "产出指标" in firsts and levels["economic_cost"][0] == "产出指标":
        rows = sorted(declaration.rows, key=lambda r: (r.level2 == "economic_cost", 0))
        split = [r for r in rows if r.level1 == "output"]
        cost = [r for r in rows if r.level2 == "economic_cost"]
        rest = [r for r in rows if r not in split and r not in cost]
        return split + cost + rest
    if levels["economic_cost"][0] == "产出目标":
        split = [r for r in declaration.rows if r.level1 == "output"]
        cost = [r for r in declaration.rows if r.level2 == "economic_cost"]
        return split + cost + [r for r in declaration.rows if r not in split and r not in cost]
    return list(declaration.rows)


def _body(rows: list[Row], layout: Layout) -> tuple[list[Row | str], list[str], list[str]]:
    """The lines of the table (rows, fillers, an empty branch) and the labels of each."""
    levels = GENERATIONS[layout.generation].levels
    body: list[Row | str] = []
    kinds: list[str] = []
    for n, row in enumerate(rows):
        body.append(row)
        kinds.append(row.level2)
        last = n + 1 == len(rows) or rows[n + 1].level2 != row.level2
        if layout.fillers and last:
            body.append("……")
            kinds.append(row.level2)
    if layout.empty_branches:
        body.append("")
        kinds.append("economic")
    return body, [levels[k][0] for k in kinds], [levels[k][1] for k in kinds]


def indicator_grid(declaration: Abstract, layout: Layout, rng: random.Random) -> Grid:
    generation = GENERATIONS[layout.generation]
    rows = ordered(declaration, layout)
    offset = 1 if layout.outer else 0
    heads = [*generation.heads, *(h for h, _ in COLUMNS[layout.columns])]
    heads = [h.format(year=declaration.year, last=declaration.year - 1) for h in heads]
    grid = Grid(columns=len(heads) + offset)
    grid.cells.extend(Cell(0, offset + n, head) for n, head in enumerate(heads))
    body, firsts, seconds = _body(rows, layout)
    grid.rows = len(body) + 1
    for label, start, end in _blocks(firsts):
        text = f"{label}({(end - start) * 5}分)" if layout.weights_in_labels else label
        _place(grid, offset, text, start + 1, end + 1, layout.merge)
    keys = [f"{a}\0{b}" for a, b in zip(firsts, seconds)]
    for key, start, end in _blocks(keys):
        _place(grid, offset + 1, key.split("\0")[1], start + 1, end + 1, layout.merge)
    if layout.outer:
        _place(grid, 0, "绩效指标", 1, grid.rows, "span" if layout.merge == "span" else "top")
    count = 0
    for n, entry in enumerate(body, 1):
        if isinstance(entry, str):
            if entry:
                grid.cells.append(Cell(n, offset + 2, entry))
            continue
        count += 1
        name = f"指标{count}：{entry.name}" if layout.prefixes else entry.name
        grid.cells.append(Cell(n, offset + 2, name))
        for k, (_, what) in enumerate(COLUMNS[layout.columns]):
            text = cell_text(entry, what, layout, declaration.year)
            if text:
                grid.cells.append(Cell(n, offset + 3 + k, text))
    if layout.damage == "header" and grid.rows > 4:
        _second_page(grid, heads, offset, rng)
    if layout.damage == "shift":
        _shift(grid, rng, offset)
    if layout.damage == "page":
        grid.breaks = (rng.randrange(2, grid.rows),) if grid.rows > 4 else ()
    return grid


def _second_page(grid: Grid, heads: list[str], offset: int, rng: random.Random) -> None:
    """The header printed again in the middle, as at the head of a page."""
    at = rng.randrange(2, grid.rows)
    for cell in list(grid.cells):
        end = cell.row + cell.rowspan
        if cell.row >= at:
            cell.row += 1
        elif end > at:
            # a merged label is printed again on the next page
            cell.rowspan = at - cell.row
            grid.cells.append(Cell(at + 1, cell.column, cell.text, end - at))
    grid.cells.extend(Cell(at, offset + n, head) for n, head in enumerate(heads))
    grid.rows += 1
    grid.breaks = (at,)


def _shift(grid: Grid, rng: random.Random, offset: int) -> None:
    """Rows whose level cells are empty lose one or two of them, as at a page's head."""
    for row in range(1, grid.rows):
        cells = [c for c in grid.cells if c.row == row]
        first = min((c.column for c in cells), default=0)
        if first >= offset + 2 and rng.random() < 0.3:
            by = rng.randint(1, 2)
            for cell in cells:
                cell.column -= by


def form_grid(declaration: Abstract) -> Grid:
    total = f"{declaration.total:,.2f}"
    table = [
        ["项目名称", declaration.project, "项目类别", "经常性项目"],
        ["实施单位", declaration.unit, "计划开始日期", f"{declaration.year}-01-01"],
        ["项目资金（元）", "项目资金总额", total, "年度资金申请总额", total],
        ["项目总目标", declaration.overall],
        ["年度绩效目标", declaration.annual],
    ]
    width = max(map(len, table))
    cells = [Cell(r, c, t) for r, row in enumerate(table) for c, t in enumerate(row)]
    return Grid(cells, len(table), width)


BUDGETS = {
    "full": ("序号", "项目明细", "单价", "数量", "金额"),
    "groups": ("项目名称", "项目明细", "预算金额"),
    "basis": ("支出内容", "测算依据", "金额（万元）"),
    "short": ("费用名称", "预算金额"),
}


def budget_grid(declaration: Abstract, kind: str) -> Grid:
    heads = BUDGETS[kind]
    rows: list[list[str]] = [list(heads)]
    last = None
    for n, line in enumerate(sorted(declaration.lines, key=lambda x: x.group), 1):
        money = f"{line.amount:,.2f}"
        if kind == "full":
            rows.append([str(n), line.item, f"{line.price:,.2f}", str(line.quantity), money])
        elif kind == "groups":
            rows.append([line.group if line.group != last else "", line.item, money])
            last = line.group
        elif kind == "basis":
            basis = f"{line.price:f}元×{line.quantity}"
            rows.append([line.item, basis, f"{line.amount / 10000:f}"])
        else:
            rows.append([line.item, money])
    total = declaration.total / 10000 if kind == "basis" else declaration.total
    shown = f"{total:f}" if kind == "basis" else f"{total:,.2f}"
    rows.append(["合计", *[""] * (len(heads) - 2), shown])
    cells = [Cell(r, c, t) for r, row in enumerate(rows) for c, t in enumerate(row) if t]
    caption = ("表 1 预算明细表（单位：元）",) if kind != "basis" else ("表 1 预算明细表",)
    return Grid(cells, len(rows), len(heads), caption)


def render(declaration: Abstract, layout: Layout, seed: int = 0) -> Rendered:
    """The whole declaration as lines and grids."""
    rng = random.Random(seed)
    before = ["项目支出绩效目标申报表", f"（{declaration.year}年度）"]
    grids = [form_grid(declaration), indicator_grid(declaration, layout, rng)]
    if layout.budget != "none":
        grids.append(budget_grid(declaration, layout.budget))
    return Rendered(before, grids, [f"填报单位：{declaration.unit}"])
