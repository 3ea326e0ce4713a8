"""根据: answers that rest on the basis graph, on a named article of law, on a derivation."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.domain.answer import Answer, BasisDocument, Citing
from assistant.domain.coverage import cover
from assistant.domain.document_number import DocumentNumber, parse_number
from assistant.domain.figures import grouped
from assistant.domain.issuer import is_known_code
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.compose import Notes, answer, clean, refusal
from assistant.jobs.answer.find import find
from assistant.jobs.answer.premise import agrees, comparable, verdict
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.basis import graph_of, look_up
from assistant.jobs.why import Subject, explain, mentions
from assistant.library.catalogue import Catalogue

_CERTAINTY = {
    "certain": "", "near-certain": "（几可确定）", "inferred": "（据代字推定）", "unknown": "",
}  # fmt: skip
_MOST = 8
_ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?")


def basis_answer(query: Query, shelf: Shelf) -> Answer | None:
    """Who issued it, who cites it where, what disagrees; a refusal for an unknown number."""
    catalogue = shelf.catalogue
    text = str(query.number) if query.number else query.question
    if query.titles and not query.number:
        text = f"《{query.titles[0]}》"
    found = look_up(catalogue, text)
    documents = list(found.documents)
    if query.titles and not query.number and not documents:
        return refusal(query, f"资料库没有收录也没有引用《{query.titles[0]}》。", kind="basis")
    if query.titles and not query.number and query.content:
        return None
    if not documents and query.number and not is_known_code(query.number.code):
        meant = _meant(query.number, catalogue)
        if meant is not None:
            notes = Notes()
            lead = f"资料中没有{query.number}；代字疑为误写，以下是{meant.number}："
            return answer(query, f"{lead}\n\n{described(meant, notes, shelf)}", notes, kind="basis")
    if not documents:
        if query.number:
            return refusal(
                query, f"资料库没有收录也没有引用{query.number}，不以相近文号代替。", kind="basis"
            )
        if query.partial and not query.content:
            return refusal(query, "没有文号与所问相符的文件。", kind="basis")
        return None
    article = _ARTICLE.search(query.question) if query.number else None
    if article is not None:
        return _article_of(query, documents[0], article.group(), catalogue)
    notes = Notes()
    parts = [described(one, notes, shelf) for one in documents[:_MOST]]
    return answer(query, "\n\n".join(parts), notes, kind="basis")


def _article_of(query: Query, one: BasisDocument, article: str, catalogue: Catalogue) -> Answer:
    """The article of a document named by its number; a refusal where its text is not held."""
    title = one.title or ""
    stored = catalogue.article(title, article) if one.full_text else None
    if stored is None:
        why = f"没有{article}" if one.full_text else "没有收录全文，只有引用"
        return refusal(query, f"资料库中{one.number}《{title}》{why}。", kind="basis")
    notes = Notes()
    mark = notes.mark(stored.article.locator, title=stored.law.title)
    text = clean("\n".join(stored.article.paragraphs), 1200)
    return answer(query, f"《{stored.law.title}》{article}：\n\n{text}{mark}", notes, kind="law")


def _meant(number: DocumentNumber, catalogue: Catalogue) -> BasisDocument | None:
    """The one document of the same year and serial whose 代字 differs in a single character.

    Asked only for a 代字 that no issuer has; a well-formed unknown number is never another.
    """
    near = [
        d for d in graph_of(catalogue).of_parts(number.year, number.serial)
        if (theirs := parse_number(d.number or "")) and len(theirs.code) == len(number.code)
        and sum(a != b for a, b in zip(theirs.code, number.code, strict=True)) == 1
    ]  # fmt: skip
    return near[0] if len(near) == 1 else None


def described(one: BasisDocument, notes: Notes, shelf: Shelf) -> str:
    """A basis document: number, title, issuer, who cites it, what disagrees."""
    name = f"《{one.title}》" if one.title else "（标题未载）"
    number = f"（{one.number}）" if one.number else ""
    first = one.cited_by[0].locator if one.cited_by else one.full_text
    lines = [f"**{name}{number}**" + (notes.mark(first) if first else "")]
    if one.issuer.name:
        lines.append(f"- 发文机关：{one.issuer.name}{_CERTAINTY.get(one.issuer.certainty, '')}")
    cited = [c for c in one.cited_by if c.project]
    if cited:
        lines.append("- 引用处：" + "；".join(_cited(c, notes, shelf) for c in _once(cited)))
    held = [c for c in one.cited_by if not c.project]
    if held:
        named = dict.fromkeys(c.locator.source.rsplit(".", 1)[0] for c in held)
        lines.append(
            "- 另见：" + "、".join(f"《{n}》" for n in named) + notes.mark(held[0].locator)
        )
    if one.full_text:
        lines.append(f"- 资料库存有全文：{name}{notes.mark(one.full_text)}")
    lines += [f"- 注意：{note}" for note in one.notes]
    return "\n".join(lines)


def _once(cited: list[Citing]) -> list[Citing]:
    seen: dict[tuple[object, ...], Citing] = {}
    for one in cited:
        seen.setdefault((one.project, one.unit, one.year, one.section), one)
    return list(seen.values())[:_MOST]


def _cited(one: Citing, notes: Notes, shelf: Shelf) -> str:
    places = [
        scope.place for scope in shelf.declared
        if scope.document == one.locator.document and scope.project == one.project
    ]  # fmt: skip
    unit = (places[0] if places else None) or one.unit or ""
    year = f"{one.year}年" if one.year else ""
    section = f"“{one.section}”" if one.section else ""
    written = f"（写作{''.join(one.number_raw.split())}）" if one.number_raw else ""
    return f"{unit}{year}“{one.project}”{section}{written}{notes.mark(one.locator)}"


def law_answer(query: Query, catalogue: Catalogue) -> Answer | None:
    """The named article, or its named paragraph; a refusal where the library has none."""
    law = query.law
    assert law is not None
    title = law.title
    versions = catalogue.laws(title) or catalogue.parts(title)
    while not versions and len(title) > 3:  # words of the question before the title
        title = title[1:]
        versions = catalogue.laws(title) or catalogue.parts(title)
    if not versions:
        return refusal(query, f"资料库没有收录《{law.title}》。", kind="law")
    stored = catalogue.article(title, law.article or "")
    if stored is None:
        whole = versions[-1].title.split(" ")[0]
        return refusal(query, f"资料库收录的《{whole}》没有{law.article}。", kind="law")
    article = stored.article
    named = f"《{stored.law.title}》{law.article}"
    notes = Notes()
    text = "\n".join(article.paragraphs)
    if law.paragraph is not None:
        if law.paragraph > len(article.paragraphs):
            return refusal(
                query,
                f"{named}只有{len(article.paragraphs)}款，没有第{law.paragraph}款。",
                kind="law",
            )
        text = article.paragraphs[law.paragraph - 1]
        named += f"第{law.paragraph}款"
    mark = notes.mark(article.locator, title=stored.law.title)
    shown = f"{named}规定：\n\n{clean(text, 1200)}{mark}"
    if query.premises or not query.content:
        return answer(query, shown, notes, kind="law")
    missing = cover(query.content, (canonical(text), canonical(title))).missing
    if any(len(part) > 1 for part in missing):
        words = "、".join(f"“{part}”" for part in missing if len(part) > 1)
        shown += f"\n\n该条原文没有直接写到{words}。"
    return answer(query, shown, notes, kind="law")


def why_answer(query: Query, shelf: Shelf) -> Answer | None:
    """The derivation of the value that the question asks about; a false premise is corrected."""
    entries = _asked_about(query, shelf)
    if not entries:
        return None
    for premise in query.premises:
        fitting = [e for e in entries if e.number is not None and comparable(premise, e)]
        right = [e for e in fitting if agrees(premise, e)]
        entries = right or fitting or entries
    chosen = entries[0]
    subject = _subject(chosen, shelf)
    if subject is None:
        return None
    why = explain(shelf.catalogue, subject, stored=shelf.stored)
    false = verdict(replace(query, yes_no=False), [chosen])
    text = f"{false}\n\n{why.answer}" if false else why.answer
    others = [e for e in entries[1:] if e.scope is not chosen.scope]
    if others:
        names = "；".join(dict.fromkeys(f"{e.scope.label}“{e.name}”" for e in others[:4]))
        text += f"\n\n另有：{names}。可指明项目、单位或年度再问。"
    return Answer(
        query.question, "why", text, why.citations, derivation=why.derivation
    )  # fmt: skip


def past_answer(query: Query, shelf: Shelf) -> Answer | None:
    """What the running text gives for the asked years, of a value that a table has for another."""
    notes = Notes()
    lines: list[str] = []
    for entry in _asked_about(replace(query, years=()), shelf):
        told: dict[int, Decimal] = {}
        subject = _subject(entry, shelf)
        if subject is None:
            continue
        document = shelf.catalogue.document(subject.stored.document)
        for one in mentions(subject, document):
            if one.year in query.years:
                figure = f"{grouped(one.number)}{subject.measure or ''}"
                where = f"{entry.scope.label}的正文"
                lines.append(f"{one.year}年为**{figure}**（{where}）{notes.mark(one.locator)}。")
                told.setdefault(one.year, one.number)
        if len(told) == 2 and ("compare" in query.intents or _CHANGED.search(query.text)):
            lines.append(_change(told, subject.measure or ""))
    if not lines:
        return None
    return answer(query, "\n".join(dict.fromkeys(lines)), notes)


_CHANGED = re.compile(r"[加减增长多少降涨升]了(?:多少|几)")


def _change(told: dict[int, Decimal], measure: str) -> str:
    """The difference of two years' figures, with the sum."""
    (first, before), (last, after) = sorted(told.items())
    word = "增加" if after >= before else "减少"
    formula = f"{grouped(after)} − {grouped(before)} = {grouped(after - before)}"
    shown = f"{grouped(abs(after - before))}{measure}"
    return f"{last}年比{first}年{word}**{shown}**（{formula}）。"


def _asked_about(query: Query, shelf: Shelf) -> list[Entry]:
    units = tuple(p.unit for p in query.premises if p.unit)
    asked, measures = query.asked, query.units
    if "元" in units:
        asked, measures = "amount", ("元",)
    elif "%" in units:
        asked, measures = "rate", ("%",)
    elif units:
        asked, measures = "count", units
    intent = "amount" if asked == "amount" else "value"
    found = find(replace(query, asked=asked, units=measures), shelf, intent)
    if not found and query.premises:
        found = find(replace(query, asked=None, units=()), shelf, "value")
    kinds = {"indicator", "budget_line", "group", "declaration"}
    return [m.entry for m in found if m.entry.kind in kinds]


def _subject(entry: Entry, shelf: Shelf) -> Subject | None:
    stored = next(
        (s for s in shelf.stored
         if (s.document, s.index) == (entry.scope.document, entry.scope.index)), None
    )  # fmt: skip
    if stored is None:
        return None
    name = f"{entry.name}预算" if entry.kind == "declaration" else entry.name
    return Subject(
        stored, name, entry.number, entry.measure, entry.value, entry.places[0], entry.indicator
    )
