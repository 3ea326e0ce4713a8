"""正文: goals, sections, activities, the schedule and the fields of the form, re-set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.domain.declaration import (
    Activity,
    Basis,
    Declaration,
    FormField,
    Goals,
    PlanStep,
    Section,
)
from assistant.domain.document import Document
from assistant.domain.draft import CellStatus
from assistant.domain.locator import Locator
from assistant.jobs.draft.cells import BLANK, CellBook, Figure
from assistant.jobs.draft.changes import Changes
from assistant.jobs.draft.likeness import plain_name
from assistant.jobs.draft.narrative import Reset, Retold, Wording, retell, rounded_wan
from assistant.jobs.draft.outline import NARRATIVE, arrange, is_prose
from assistant.jobs.draft.past import Material
from assistant.jobs.draft.rolled import Amount
from assistant.jobs.draft.stale import stale_reasons
from assistant.jobs.draft.years import Place

_PLAN = re.compile(r"实施计划|实施方案|进度|周期|时间安排|计划安排")
_CAPTION = re.compile(
    r"^\s*(?:续)?表\s*\d*[^。\n]{0,40}$|^\s*[（(]?单位\s*[:：][^。\n]{1,6}[）)]?\s*$", re.M
)
_TABLE_LINE = re.compile(r"^[^\n]*\t[^\n]*$|^\s*\|[^\n]*\|\s*$", re.M)
_CLOSING = re.compile(r"(?:文)?[）)》”\"]*")
_STARTS = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[)）、.．]|[-·•●◆]|图\s*\d|注[:：]|[^\s：:]{2,8}[：:])"
)
_APPLICATION = re.compile(
    r"^[^\n。；]{0,12}财\s*政\s*项?\s*目?\s*支\s*出[^\n。；]{0,16}表[^\n。；]{0,16}$", re.M
)
"""The title of a 申报表 within the text: what follows it is the table."""
_ASKED = re.compile(r"(?P<head>“.*”中的数是多少)（上年为(?P<value>[^）]*)）？")
REASONS = 12
"""Reasons told of one text at most."""
_MARKUP = re.compile(r"</?[A-Za-z][^>\n]{0,60}>")


@dataclass(frozen=True)
class Teller:
    """Re-sets texts for one draft: the figures, the years and the seam for a model."""

    material: Material
    changes: Changes
    figures: Sequence[Figure]
    year: int
    wording: Wording | None = None

    def tell(self, text: str, place: Place = "text", *, lenient: bool = False) -> Retold:
        """One text re-set."""
        return retell(
            text, self.figures, base=self.material.base_year, year=self.year, place=place,
            lenient=lenient, ordinal=self.changes.session,
            strict=self.material.elsewhere,
        )  # fmt: skip


def put_text(
    book: CellBook,
    path: str,
    retold: Retold,
    old: str,
    where: Locator | None,
    *,
    proposal: bool = False,
) -> str:
    """Record a text and, below it, every figure that was set; the text."""
    changed = [r for r in retold.resets if r.new != r.old]
    missing = [r for r in retold.resets if r.status == "needs_input"]
    status: CellStatus = "needs_input" if missing else "computed" if changed else "carried"
    reasons = list(dict.fromkeys(r.reason for r in (missing or changed)))
    sources = (where, *(s for r in retold.resets for s in r.sources))
    book.put(
        path,
        retold.text,
        status,
        sources,
        asked_once(reasons[:REASONS]) or None,
        previous=old,
        proposal=proposal,
    )
    for reset in retold.resets:
        _put_reset(book, path, reset, where)
    return retold.text


def asked_once(reasons: Sequence[str]) -> str:
    """The reasons in one line; several figures asked for in one sentence are one question."""
    asked: dict[str, list[str]] = {}
    for reason in reasons:
        match = _ASKED.fullmatch(reason)
        head, value = (match["head"], match["value"]) if match else (reason, "")
        asked.setdefault(head, []).append(value)
    lines = [
        f"{head}（上年为{'、'.join(values)}）？" if values[0] else head
        for head, values in asked.items()
    ]
    return "；".join(lines).replace("？；", "？")


def _put_reset(book: CellBook, path: str, reset: Reset, where: Locator | None) -> None:
    book.put(
        f"{path}[{reset.start}:{reset.end}]", reset.new, reset.status, (*reset.sources, where),
        reset.reason, previous=reset.old, proposal=reset.proposal,
    )  # fmt: skip


def roll_goals(teller: Teller, book: CellBook) -> Goals:
    """总目标、年度目标: given, worded by a model, or last year's with its figures re-set."""
    old = teller.material.base.declaration.goals
    made: dict[str, str | None] = {}
    for name, text, where in (
        ("overall", old.overall, old.overall_locator), ("annual", old.annual, old.annual_locator),
    ):  # fmt: skip
        given = teller.changes.goals.get(name)
        if given is not None:
            made[name] = given.raw
            book.put(f"goals.{name}", given.raw, "given", (given.locator,), "给定", previous=text)
        elif not text:
            made[name] = None
            if teller.material.base.declaration.goals != Goals(None, None):
                label = "总目标" if name == "overall" else "年度目标"
                book.put(
                    f"goals.{name}",
                    BLANK,
                    "needs_input",
                    (_place(teller),),
                    f"{label}是什么？（上年为空）",
                )
        else:
            retold = teller.tell(joined(text), lenient=True)
            at = where or _place(teller)
            made[name] = _worded(teller, book, name, retold, text, at)
    return Goals(made["overall"], made["annual"], old.overall_locator, old.annual_locator)


def _worded(
    teller: Teller, book: CellBook, name: str, retold: Retold, old: str, where: Locator | None
) -> str:
    """The goal as re-set; in a model's words where one is at hand, marked as a proposal."""
    text = teller.wording.word(name, retold.text) if teller.wording else retold.text
    if text == retold.text:
        return put_text(book, f"goals.{name}", retold, old, where)
    sources = (where, *(s for r in retold.resets for s in r.sources))
    why = "由模型润色，数字、日期、名称与上年文本重设后的一致，请核定"
    book.put(f"goals.{name}", text, "computed", sources, why, previous=old, proposal=True)
    return text


def _place(teller: Teller) -> Locator | None:
    base = teller.material.base.declaration
    return (
        base.project_locator
        or base.total_locator
        or (base.indicators[0].locator if base.indicators else None)
    )


def joined(text: str) -> str:
    """Paragraphs that a page break tore apart, joined: a long line without a stop goes on."""
    out: list[str] = []
    for line in _MARKUP.sub("", text).splitlines():
        piece = line.strip(" \t\u3000\u00a0")
        if not piece:
            continue
        before = out[-1] if out else ""
        torn = (
            len(before) >= 30
            and re.search(r"[一-鿿，、,\w]$", before)
            and not _STARTS.match(piece)
            and re.match(r"[一-鿿\w，。、]", piece)
        )
        if torn:
            out[-1] = before + piece
        else:
            out.append(piece)
    return "\n".join(out)


def prose(section: Section, document: Document | None) -> str:
    """The section's text without its tables and their captions."""
    text = section.text
    at = document.text.find(text, max(0, section.locator.start - 2)) if document and text else -1
    if document is not None and at >= 0:
        pieces, cursor = [], at
        for table in sorted(document.tables, key=lambda t: t.start):
            if table.start >= at + len(text) or table.end <= at:
                continue
            pieces.append(document.text[cursor : max(table.start, cursor)])
            cursor = max(cursor, min(table.end, at + len(text)))
        pieces.append(document.text[cursor : at + len(text)])
        text = "\n".join(pieces)
    application = _APPLICATION.search(text)
    if application is not None:
        text = text[: application.start()]
    text = _TABLE_LINE.sub("", text)
    return joined(_CAPTION.sub("", text))


def roll_sections(
    teller: Teller, form: str, total: Amount, stale: Mapping[Basis, str], book: CellBook
) -> tuple[Section, ...]:
    """Every section of the form with its prose re-set and stale bases marked in place."""
    base = teller.material.base.declaration
    goals = {plain_name(g) for g in (base.goals.overall, base.goals.annual) if g}
    made = []
    for i, arranged in enumerate(arrange(base, form)):
        section, path = arranged.section, f"sections[{i}].text"
        text = (
            prose(section, teller.material.base.document)
            if arranged.whole
            else joined(_CAPTION.sub("", section.text))
        )
        place: Place = "plan" if _PLAN.search(section.title) else "text"
        is_goal = (bool(text) and plain_name(text) in goals) or "目标" in section.title
        if arranged.asked is not None:
            text = BLANK
            book.put(path, BLANK, "needs_input", (section.locator,), arranged.asked)
        elif arranged.opens_budget:
            rest = teller.tell(text).text if text else ""
            text = _opening(teller, total, rest, path, section.locator, book)
        elif text:
            retold = mark_stale(teller.tell(text, place, lenient=is_goal), stale)
            text = put_text(
                book, path, retold, section.text, section.locator,
                proposal=teller.material.elsewhere,
            )  # fmt: skip
        made.append(replace(section, title=_title(section.title, teller)[0], text=text))
    return tuple(made)


def _opening(
    teller: Teller, total: Amount, rest: str, path: str, where: Locator, book: CellBook
) -> str:
    """The sentence that says the year's amount, where last year's form said it in a cell."""
    project = teller.material.base.declaration.project or ""
    shown = f"{rounded_wan(total.yuan)}" if total.yuan is not None else BLANK
    text = f"{teller.year}年{project}项目预算申报金额为{shown}万元。" + (
        f"\n{rest}" if rest else ""
    )
    missing = total.yuan is None or BLANK in rest
    book.put(
        path, text, "needs_input" if missing else "computed", (*total.sources, where), total.reason
    )
    return text


def _title(title: str, teller: Teller) -> tuple[str, bool]:
    retold = teller.tell(title, "plan")
    return retold.text, retold.text != title


def mark_stale(retold: Retold, stale: Mapping[Basis, str]) -> Retold:
    """A mark after each citation that must be looked at again."""
    text, resets = retold.text, list(retold.resets)
    for basis, why in stale.items():
        raw = re.sub(r"\s+", " ", basis.raw).strip()
        at = text.find(basis.raw) if basis.raw in text else text.find(raw)
        if at < 0 or not raw:
            continue
        end = at + len(basis.raw if basis.raw in text else raw)
        end += len(_CLOSING.match(text, end)[0])  # type: ignore[index]
        mark = "【待核】"
        if text.startswith(mark, end):
            continue
        text = text[:end] + mark + text[end:]
        shifted = [
            replace(r, start=r.start + len(mark), end=r.end + len(mark)) if r.start >= end else r
            for r in resets
        ]
        resets = [
            *shifted,
            Reset(end, end + len(mark), "", mark, "needs_input", why, (basis.locator,)),
        ]
    return Retold(text, tuple(sorted(resets, key=lambda r: r.start)))


def _known_bases(material: Material) -> list[Basis]:
    return [
        b
        for past in [material.base, *material.earlier, *material.precedents]
        for b in past.declaration.bases
    ]


def roll_bases(teller: Teller, book: CellBook) -> dict[Basis, str]:
    """The cited documents; those that are stale with the question to ask."""
    bases = teller.material.base.declaration.bases
    reasons = stale_reasons(bases, teller.year, _known_bases(teller.material))
    for i, (basis, why) in enumerate(zip(bases, reasons)):
        number = f"（{basis.number}）" if basis.number else ""
        shown = f"{basis.title or ''}{number}" or basis.raw
        status: CellStatus = "needs_input" if why else "carried"
        book.put(f"bases[{i}]", shown, status, (basis.locator,), why, previous=shown)
    return {basis: why for basis, why in zip(bases, reasons) if why}


def roll_activities(teller: Teller, gone: Sequence[str], book: CellBook) -> tuple[Activity, ...]:
    """The activity table; parts whose budget fell away are left out."""
    made: list[Activity] = []
    for old in teller.material.base.declaration.activities:
        if old.group in gone or old.item in gone:
            continue
        path = f"activities[{len(made)}].content"
        content = put_text(book, path, teller.tell(joined(old.content)), old.content, old.locator)
        item = teller.tell(old.item, "plan").text
        made.append(replace(old, item=item, content=content))
    return tuple(made)


def roll_plan(teller: Teller, book: CellBook) -> tuple[PlanStep, ...]:
    """The schedule: its years and days move."""
    made = []
    for i, old in enumerate(teller.material.base.declaration.plan):
        when = put_text(
            book, f"plan[{i}].when", teller.tell(old.when, "plan"), old.when, old.locator
        )
        what = put_text(
            book, f"plan[{i}].what", teller.tell(old.what, "plan"), old.what, old.locator
        )
        made.append(replace(old, when=when, what=what))
    return tuple(made)


def roll_fields(
    teller: Teller, form: str, funds: dict[str, str], book: CellBook
) -> tuple[FormField, ...]:
    """The labelled cells of the form; ``funds`` are money fields' new prints by old print.

    Running text that the new form holds as sections is not repeated here.
    """
    base = teller.material.base.declaration
    moved = base.form not in NARRATIVE and form in NARRATIVE
    made: list[FormField] = []
    for old in base.fields:
        if moved and is_prose(old.label, old.value) and not old.checked:
            continue
        path = f"fields[{len(made)}].value"
        given = teller.changes.fields.get(old.label.strip("：: "))
        if given is not None:
            book.put(path, given.raw, "given", (given.locator,), "给定", previous=old.value)
            made.append(replace(old, value=given.raw, money=None))
        elif old.money is not None:
            made.append(_money_field(old, funds, path, book))
        elif not old.value and not old.checked:
            made.append(old)
        else:
            place: Place = "plan" if len(old.value) < 40 else "text"
            retold = teller.tell(joined(old.value), place)
            value = put_text(book, path, retold, old.value, old.locator)
            made.append(replace(old, value=value))
    return tuple(made)


def _money_field(old: FormField, funds: dict[str, str], path: str, book: CellBook) -> FormField:
    """A fund printed as a field follows the fund of the same print."""
    new = funds.get(old.value)
    if new is None:
        book.put(path, old.value, "carried", (old.locator,), "沿用上年，请核对", previous=old.value)
        return old
    status: CellStatus = (
        "carried" if new == old.value else "needs_input" if new == BLANK else "computed"
    )
    why = {"carried": None, "needs_input": f"“{old.label}”是多少？", "computed": "随本年预算总额"}[
        status
    ]
    book.put(path, new, status, (old.locator,), why, previous=old.value)
    return replace(old, value=new, money=old.money if new == old.value else None)


def moved_period(declaration: Declaration, teller: Teller, book: CellBook) -> str | None:
    """The project's period with its years moved; that of several years that go on stays."""
    if not declaration.period:
        return declaration.period
    where = declaration.year_locator or declaration.project_locator
    years = sorted({int(y) for y in re.findall(r"(?:19|20)\d{2}", declaration.period)})
    if len(years) > 1 and where is not None:
        goes_on = years[0] <= teller.year <= years[-1]
        text = declaration.period if goes_on else BLANK
        why = None if goes_on else f"项目期是哪一段（上年填 {declaration.period}）？"
        book.put(
            "period", text, "carried" if goes_on else "needs_input", (where,), why,
            previous=declaration.period,
        )  # fmt: skip
        return text
    return put_text(
        book, "period", teller.tell(declaration.period, "plan"), declaration.period, where
    )
