"""``youju eval draft``: drafts of the samples' next year, and the backtest against copying."""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from assistant.domain.declaration import BudgetLine, Declaration, Indicator, Reading
from assistant.domain.document import Document
from assistant.domain.draft import Draft
from assistant.errors import DraftError
from assistant.jobs.check import check_document
from assistant.jobs.draft import DraftRequest, draft
from assistant.jobs.draft.likeness import plain_name
from assistant.writing.export import draft_bytes
from evals.draft_basis import unfounded
from evals.draft_projects import YearCase, projects

COUNT = 240
FLOOR = 30.0
"""Points of exact values that a draft must lie above copying last year."""


@dataclass(frozen=True)
class Kept:
    """A declaration on the shelf."""

    document: str
    source: str
    index: int
    declaration: Declaration


class Shelf:
    """The catalogue's part that drafting needs, in memory."""

    def __init__(self, pairs: Sequence[tuple[Document, Declaration]]) -> None:
        self.pairs = list(pairs)
        self.documents = {d.id: d for d, _ in pairs}

    def declarations(self, **_: object) -> list[Kept]:
        return [Kept(d.id, d.name, i, x) for i, (d, x) in enumerate(self.pairs)]

    def document(self, id: str, /) -> Document:
        return self.documents[id]


# ---- samples ----


def same_facts(a: Declaration, b: Declaration) -> list[str]:
    """What differs between a draft and its export read again."""

    def money(value: object) -> str:
        yuan = getattr(value, "yuan", None)
        return "" if yuan is None else f"{yuan:.2f}"

    def rows(d: Declaration) -> list[object]:
        return [(i.current.level1, i.current.level2, _squeezed(i.name), i.target.number,
                 i.target.unit, i.target.operator) for i in d.indicators]  # fmt: skip

    def lines(d: Declaration) -> list[object]:
        return [(x.group, _squeezed(x.item), money(x.amount), x.quantity) for x in d.budget_lines]

    def history(d: Declaration) -> list[object]:
        return [(e.year, money(e.initial), money(e.adjusted), money(e.executed), e.rate)
                for e in d.executions]  # fmt: skip

    pairs = {
        "项目": (a.project, b.project), "单位": (a.unit, b.unit), "年度": (a.year, b.year),
        "指标": (rows(a), rows(b)), "预算明细": (lines(a), lines(b)), "执行": (history(a), history(b)),
        "总目标": (_squeezed(a.goals.overall), _squeezed(b.goals.overall)),
        "年度目标": (_squeezed(a.goals.annual), _squeezed(b.goals.annual)),
        "依据": ({x.number for x in a.bases if x.number}, {x.number for x in b.bases if x.number}),
    }  # fmt: skip
    found = [name for name, (x, y) in pairs.items() if x != y]
    yuan = [d.total.yuan if d.total else None for d in (a, b)]
    if yuan[0] != yuan[1] and (None in yuan or abs((yuan[0] or 0) - (yuan[1] or 0)) > 50):
        found.append("总额")
    return found


def _squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def sample_shelf(folder: Path) -> Shelf:
    """Every declaration of the sample files."""
    from assistant.reading.facts import read_facts
    from assistant.reading.files import read_file

    pairs = []
    for path in sorted(folder.glob("*.txt")):
        for document in read_file(path):
            pairs.extend((document, d) for d in read_facts(document).declarations)
    return Shelf(pairs)


def samples(folder: Path) -> int:
    """Draft year + 1 of every sample project; the number of faults."""
    from assistant.reading.facts import read_facts
    from assistant.reading.files import read_bytes

    shelf = sample_shelf(folder)
    faults = 0
    print(
        f"{'项目':<16}{'格':>5}{'沿用':>5}{'计算':>5}{'待填':>5}{'无据':>5}{'无源':>5}  导出再读（docx xlsx md）  审核错误"
    )
    for document_of, declaration in shelf.pairs:
        year = (declaration.year or 2024) + 1
        drafted = draft(shelf, DraftRequest(declaration.project or "", year))
        counts = Counter(c.status for c in drafted.cells)
        bare = [c for c in drafted.cells if not c.sources and c.status != "needs_input"]
        loose = unfounded(drafted, year, year - 1)
        reread = []
        errors: dict[str, str] = {}
        for suffix in (".docx", ".xlsx", ".md"):
            documents = read_bytes(draft_bytes(drafted, suffix, sources=False), f"draft{suffix}")
            readings = [(d, read_facts(d)) for d in documents]
            again = [x for _, r in readings for x in r.declarations]
            differs = (
                same_facts(drafted.declaration, again[0])
                if len(again) == 1
                else [f"{len(again)} 份"]
            )
            reread.append("同" if not differs else "异:" + "、".join(differs))
            if suffix == ".docx":
                errors = check_errors(*readings[0])
        before = rules_of(shelf, document_of)
        said = {r: explained(r, m, before) for r, m in errors.items()}
        shown = "、".join(f"{r}（{why or errors[r]}）" for r, why in said.items())
        unexplained = [r for r, why in said.items() if why is None]
        faults += len(bare) + len(loose) + sum(r != "同" for r in reread) + len(unexplained)
        print(
            f"{(declaration.project or '')[:14]:<16}{len(drafted.cells):>5}{counts['carried']:>5}"
            f"{counts['computed']:>5}{counts['needs_input']:>5}{len(loose):>5}{len(bare):>5}  {' '.join(reread)}  {shown or 0}"
        )
        for line in [*loose[:3], *(c.path for c in bare[:3])]:
            print(f"    {line}")
    return faults


def rules_of(shelf: Shelf, document: Document) -> set[str]:
    """The rules that last year's document broke, its own faults (not the draft's)."""
    declarations = tuple(d for held, d in shelf.pairs if held.id == document.id)
    return set(check_errors(document, Reading(declarations=declarations)))


def check_errors(document: Document, reading: Reading) -> dict[str, str]:
    """The errors that ``youju check`` finds: rule → message."""
    report = check_document(document, reading)
    return {f.rule: f.message for f in report.findings if f.severity == "error"}


def explained(rule: str, message: str, before: Collection[str]) -> str | None:
    """Why a draft may have an error: a figure is still to be filled in, or last year had it too."""
    if "待填" in message:
        return "待填"
    return "承自上年" if rule in before else None


def shaken(shelf: Shelf, rounds: int) -> tuple[int, int, int]:
    """Drafts of the samples with random given figures: (made, refused with a line, unfounded)."""
    rng = random.Random(11)
    made = refused = loose = 0
    for _, d in shelf.pairs:
        for _ in range(rounds):
            given = tuple(dict(_random_given(rng, d)).items())
            year = (d.year or 2024) + 1
            try:
                drafted = draft(shelf, DraftRequest(d.project or "", year, given=given))
            except DraftError:
                refused += 1
                continue
            made += 1
            loose += len(unfounded(drafted, year, year - 1))
    return made, refused, loose


def _random_given(rng: random.Random, d: Declaration) -> list[tuple[str, str]]:
    """A few given figures, sensible or not."""
    given = []
    for row in rng.sample(d.indicators, min(3, len(d.indicators))):
        number = row.target.number
        if number is None:
            given.append((row.name, rng.choice(("显著提升", "≥95%", "12月底前"))))
        else:
            shift = rng.randrange(1, 50)
            given.append(
                (
                    row.name,
                    rng.choice(
                        (
                            str(int(number) + shift),
                            f"+{shift % 9 + 1}%",
                            f"+{shift}",
                            f"-{shift % 9}",
                        )
                    ),
                )
            )
    for line in rng.sample(d.budget_lines, min(2, len(d.budget_lines))):
        name = line.item + rng.choice(("", ".单价", ".金额", ".数量"))
        given.append((name, rng.choice(("12万元", "+5%", "150000", "300"))))
    if rng.random() < 0.3:
        given.append(("预算总额", "1600万元"))
    return given


# ---- backtest ----


@dataclass
class Score:
    """Sums over the hidden years."""

    rows: int = 0
    exact: int = 0
    near: int = 0
    proposed: int = 0
    right_rows: int = 0
    lines: int = 0
    exact_lines: int = 0
    blank: int = 0
    wrong: int = 0
    invented: int = 0

    def add(self, truth: Declaration, made: Declaration) -> None:
        """One hidden year against what was made for it."""
        mine = {_key(i): i for i in made.indicators}
        self.rows += len(truth.indicators)
        self.proposed += len(made.indicators)
        for row in truth.indicators:
            found = mine.get(_key(row))
            if found is None:
                continue
            self.right_rows += 1
            if same_target(row, found):
                self.exact += 1
                self.near += 1
            elif found.target.number is None and row.target.number is not None:
                self.blank += 1
            elif near_target(row, found):
                self.near += 1
                self.wrong += 1
            else:
                self.wrong += 1
        theirs = Counter((x.item, x.amount.yuan) for x in made.budget_lines if x.amount)
        self.lines += len(truth.budget_lines)
        self.exact_lines += sum(_line_in(x, theirs) for x in truth.budget_lines)

    def row(self, label: str) -> str:
        """One line of the table."""
        per = 100 / max(self.rows, 1)
        return (
            f"{label:<10}{self.exact * per:>9.1f}{self.near * per:>9.1f}"
            f"{100 * self.right_rows / max(self.proposed, 1):>9.1f}{self.right_rows * per:>9.1f}"
            f"{100 * self.exact_lines / max(self.lines, 1):>9.1f}{self.blank * per:>9.1f}"
            f"{self.wrong * per:>9.1f}{self.invented:>7}"
        )


def _key(row: Indicator) -> tuple[str | None, str]:
    return row.current.level2, plain_name(row.name)


def same_target(a: Indicator, b: Indicator) -> bool:
    """The same value: number, unit and operator, or the same words."""
    if a.target.number is None or b.target.number is None:
        return a.target.raw == b.target.raw
    return (a.target.number, a.target.unit, a.target.operator) == (
        b.target.number, b.target.unit, b.target.operator,
    ) and (a.target.kind != "date" or a.target.raw == b.target.raw)  # fmt: skip


def near_target(a: Indicator, b: Indicator) -> bool:
    """Within 5 % in the same unit."""
    if a.target.number is None or b.target.number is None or a.target.unit != b.target.unit:
        return False
    return abs(a.target.number - b.target.number) <= abs(a.target.number) * Decimal("0.05")


def _line_in(line: BudgetLine, theirs: Counter[tuple[str, Decimal]]) -> bool:
    return line.amount is not None and theirs[line.item, line.amount.yuan] > 0


def hidden_draft(project: str, unit: str, cases: Sequence[YearCase]) -> Draft:
    """The last year drafted from the years before and what its office gives."""
    hidden = cases[-1]
    shelf = Shelf([(c.document, c.declaration) for c in cases[:-1]])
    with tempfile.TemporaryDirectory() as folder:
        path = None
        if hidden.table is not None:
            path = Path(folder) / "预算.csv"
            path.write_text(hidden.table, "utf-8")
        return draft(shelf, DraftRequest(project, hidden.year, unit, hidden.given, path))


def backtest(count: int, *, told: bool = True) -> tuple[Score, Score, list[str]]:
    """(drafting, copying last year, what was invented) over ``count`` projects.

    Without ``told`` the office gives nothing: what the past years alone yield.
    """
    ours, copied = Score(), Score()
    invented: list[str] = []
    for project, unit, cases in projects(count):
        if not told:
            cases = [*cases[:-1], replace(cases[-1], given=(), table=None)]
        hidden = cases[-1]
        try:
            drafted = hidden_draft(project, unit, cases)
        except DraftError as error:
            invented.append(f"{unit}{project}: {error}")
            continue
        ours.add(hidden.declaration, drafted.declaration)
        copied.add(hidden.declaration, cases[-2].declaration)
        loose = unfounded(drafted, hidden.year, hidden.year - 1)
        ours.invented += len(loose)
        invented.extend(f"{unit}{project}: {line}" for line in loose)
    return ours, copied, invented


def main(argv: list[str]) -> int:
    """Samples (where they lie beside the checkout), then the backtest."""
    parser = argparse.ArgumentParser(prog="youju eval draft")
    parser.add_argument("--projects", type=int, default=COUNT)
    parser.add_argument("--no-samples", action="store_true")
    options = parser.parse_args(argv)
    root = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("YOUJU_SHARED", root.parent / "shared")) / "data" / "seeds"
    faults = 0
    if folder.is_dir() and not options.no_samples:
        faults = samples(folder)
        print(f"样本缺陷合计 {faults}")
        made, refused, loose = shaken(sample_shelf(folder), 25)
        print(f"样本加随机给定：成稿 {made}，一句话拒绝 {refused}，无据的数 {loose}\n")
        faults += loose
    ours, copied, invented = backtest(options.projects)
    print(f"回测：{options.projects} 个项目，隐去最后一年（百分数）")
    print(
        f"{'':<10}{'值全等':>7}{'5%内':>8}{'指标P':>8}{'指标R':>8}{'明细全等':>6}{'待填':>8}{'不同':>8}{'无据':>6}"
    )
    print(ours.row("起草"))
    silent, _, loose = backtest(options.projects, told=False)
    print(silent.row("不给新数"))
    invented += loose
    print(copied.row("照抄上年"))
    gain = 100 * (ours.exact - copied.exact) / max(ours.rows, 1)
    print(f"值全等高出照抄 {gain:.1f} 个百分点（目标 ≥ {FLOOR:.0f}），无据的数 {ours.invented}")
    for line in invented[:10]:
        print(f"    {line}")
    return int(faults > 0 or gain < FLOOR or bool(invented))
