"""读出的事实: what was read from a document, as tables; doubtful values marked, each correctable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from assistant.domain.correction import Correction, SlotKind, remark
from assistant.domain.declaration import Declaration, Reading
from assistant.domain.document import Document
from assistant.domain.locator import Locator
from assistant.domain.provenance import MAIN
from assistant.domain.slot import FIELDS, Slot, slots_of, value_in
from assistant.web.link import place_button

TAB = "documents"
EDIT, UNDO = "edit!", "undo!"
"""What a key of this tab begins with where it does not open a place."""
MOST = 400
"""Rows shown of one document and kind."""

GRIDS: tuple[tuple[SlotKind, str, str], ...] = (
    ("indicator", "指标", "指标"),
    ("budget_line", "预算明细", "明细"),
    ("execution", "执行情况", "年度"),
)
"""(kind, title, what a row is called): one row of facts, a column for each field."""
LISTS: tuple[tuple[SlotKind, str], ...] = (
    ("declaration", "申报"), ("fund", "项目资金"), ("source", "资金来源"), ("field", "表头各栏"),
)  # fmt: skip
"""(kind, title): one field a row."""
FOLDED = frozenset({"field"})


class Facts:
    """One document's reading beside what was read: values, doubts, corrections."""

    def __init__(self, document: Document, reading: Reading, as_read: Reading | None) -> None:
        self.document, self.reading = document, reading
        self.slots = list(slots_of(document, as_read or reading))
        self._mended = {(c.locator.start, c.locator.end, c.old): c for c in reading.corrections}

    def correction(self, slot: Slot) -> Correction | None:
        """The correction that holds of a slot, or of the same stretch in another role."""
        return self._mended.get((slot.locator.start, slot.locator.end, slot.value))

    def of(self, declaration: int | None, kind: SlotKind) -> list[list[Slot]]:
        """The slots of one kind, row by row."""
        found = [s for s in self.slots if (s.declaration, s.kind) == (declaration, kind)]
        return [list(row) for _, row in groupby(found, key=lambda s: s.index)]

    def cell(self, slot: Slot, *, opens: bool = False) -> str:
        """A value: doubtful ones ask to be looked at, corrected ones say so and can be put back."""
        value = value_in(self.reading, slot)
        mended = self.correction(slot)
        if mended is not None:
            undo = _button(f"{UNDO}{mended.id}", "改回", f"改回“{slot.label}”{slot.title}读出的值")
            return (
                f'<td class="yj-mended"><strong>{escape(value)}</strong>'
                f"<small>{escape(remark(mended))}</small>{undo}</td>"
            )
        if slot.uncertain:
            label = f"“{slot.label}”{slot.title}待核，更正或核对"
            edit = _button(f"{EDIT}{slot.key}", f"{value or '（空）'}（待核）", label, "yj-doubt")
            return f'<td class="yj-uncertain">{edit}</td>'
        shown = _open(slot.locator, value) if opens else escape(value)
        return f"<td>{shown}</td>"

    def edit(self, row: Iterable[Slot]) -> str:
        """The row's button: it opens at what is doubtful, else at the row's main value."""
        slots = [s for s in row if self.correction(s) is None] or list(row)
        first = next((s for s in slots if s.uncertain), None)
        first = first or next((s for s in slots if s.field in MAIN), slots[0])
        name = first.label or first.title
        return f'<td class="yj-act">{_button(EDIT + first.key, "更正", f"更正“{name}”")}</td>'

    def grid(self, declaration: int, kind: SlotKind, title: str, name: str) -> str:
        """Rows with a column for each field that some row has."""
        rows = self.of(declaration, kind)
        held = {s.field for row in rows for s in row}
        fields = [f for f in FIELDS[kind] if f in held]
        named = kind == "execution"  # its rows are years, which are no field of their own
        heads = [*([name] if named else []), *(FIELDS[kind][f].title for f in fields), ""]
        lines = []
        for row in rows[:MOST]:
            by_field = {s.field: s for s in row}
            first = [f"<td>{_open(row[0].locator, row[0].label)}</td>"] if named else []
            cells = [
                self.cell(by_field[f], opens=f in {"name", "item"}) if f in by_field else "<td></td>"
                for f in fields
            ]  # fmt: skip
            lines.append(f"<tr>{''.join([*first, *cells])}{self.edit(row)}</tr>")
        return table(title, heads, lines, len(rows))

    def listing(self, declaration: int, kind: SlotKind, title: str) -> str:
        """One field a row: its name, its value."""
        slots = [slot for row in self.of(declaration, kind) for slot in row]
        slots = [s for s in slots if s.value or kind == "declaration"]
        lines = [
            f"<tr><td>{escape(name_of(s))}</td>{self.cell(s, opens=True)}{self.edit([s])}</tr>"
            for s in slots[:MOST]
        ]
        text = table(title, ["栏目", "值", ""], lines, len(slots))
        doubtful = any(s.uncertain or self.correction(s) for s in slots)
        if kind not in FOLDED or not text:
            return text
        return f"<details{' open' if doubtful else ''}><summary>{escape(title)}（{len(slots)}）</summary>{text}</details>"

    def accounts(self) -> str:
        """Amounts of a department budget's tables."""
        rows = self.of(None, "account")
        lines = []
        for (slot,) in rows[:MOST]:
            one = self.reading.accounts[slot.index]
            lines.append(
                f"<tr><td>{escape(one.table)}</td><td>{_open(one.locator, one.name)}</td>"
                f"<td>{escape(one.column)}</td>{self.cell(slot)}{self.edit([slot])}</tr>"
            )
        return table("预算科目", ["表", "科目", "栏", "金额", ""], lines, len(rows))


def name_of(slot: Slot) -> str:
    """What a listed field is called."""
    if slot.kind in {"field", "source"}:
        return slot.label
    return slot.title


def _button(key: str, text: str, label: str, classes: str = "yj-small") -> str:
    return (
        f'<button type="button" class="{classes}" data-yj="{TAB}/{escape(key)}"'
        f' aria-label="{escape(label)}">{escape(text)}</button>'
    )


def _open(locator: Locator, text: str) -> str:
    return place_button(TAB, locator, text or "（空）")


def table(title: str, heads: list[str], rows: list[str], total: int) -> str:
    """A table with its title; nothing where it has no rows."""
    if not rows:
        return ""
    head = "".join(
        f"<th>{escape(name)}</th>" if name else '<th><span class="yj-hidden">操作</span></th>'
        for name in heads
    )
    more = f'<p class="yj-more">只列出前 {len(rows)} 行。</p>' if total > len(rows) else ""
    return (
        f"<h4>{escape(title)}（{total}）</h4><div class='yj-scroll'><table class='yj-table'>"
        f"<tr>{head}</tr>{''.join(rows)}</table></div>{more}"
    )


def _declaration(facts: Facts, number: int, declaration: Declaration) -> Iterator[str]:
    year = f"{declaration.year}年 " if declaration.year else ""
    title = f"{year}{declaration.unit or '单位未读出'} {declaration.project or '项目未读出'}"
    total = f"，申报 {declaration.total.raw}" if declaration.total else ""
    yield f'<article class="yj-card yj-advice"><h3>{escape(title)}{escape(total)}</h3>'
    yield facts.listing(number, *LISTS[0])
    for grid in GRIDS:
        yield facts.grid(number, *grid)
    for listing in LISTS[1:]:
        yield facts.listing(number, *listing)
    bases = [
        f"<tr><td>{_open(b.locator, b.number or b.raw)}</td><td>{escape(b.title or '')}</td></tr>"
        for b in declaration.bases
    ]
    yield table("依据", ["文号", "标题"], bases, len(bases))
    yield "</article>"


def facts_html(document: Document, reading: Reading, as_read: Reading | None = None) -> str:
    """Everything that was read, with what was repaired and what could not be read.

    ``as_read`` is the reading before corrections by hand, where there are any.
    """
    facts = Facts(document, reading, as_read)
    parts = [f'<p class="yj-trouble">{escape(note)}</p>' for note in document.notes]
    for number, one in enumerate(reading.declarations):
        parts.extend(_declaration(facts, number, one))
    repairs = [
        f"<tr><td>{_open(r.locator, r.raw)}</td><td>{escape(r.read_as)}</td><td>{escape(r.why)}</td></tr>"
        for r in reading.repairs[:MOST]
    ]
    heads = ["原样", "读作", "缘由"]
    parts.append(table("修复（原样 → 读作）", heads, repairs, len(reading.repairs)))
    statutes = [
        f"<tr><td>{_open(s.locator, s.title)}</td><td>{len(s.articles)} 条</td><td>{escape(s.in_force or '')}</td></tr>"
        for s in reading.statutes
    ]
    parts.append(table("法规与文件", ["标题", "条文", "施行"], statutes, len(statutes)))
    parts.append(facts.accounts())
    body = "".join(parts) or '<p class="yj-empty">没有读出申报、法规或科目；全文仍可检索。</p>'
    return f'<div class="yj-list" tabindex="0" aria-label="读出的事实">{body}</div>'
