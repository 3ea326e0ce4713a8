"""依据图: every citation of the catalogue, brought together by document.

Citations of one number are one document, however the number is written; citations without a number
are one document where their titles are equal (or equal to a numbered one's). What disagrees is kept
and said in ``notes``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.domain.answer import BasisDocument, Citing, Issuer
from assistant.domain.document_number import DocumentNumber, find_numbers, parse_number
from assistant.domain.issuer import issuer_of
from assistant.domain.locator import Locator
from assistant.domain.synonyms import fold
from assistant.library.catalogue import Catalogue
from assistant.library.records import LawVersion, StoredBasis

_CHANGED = re.compile(r"修订|修改|修正|延续|废止|失效|替代|取代|代替|停止执行|有效期|届满|继续有效")
_DISTRICT = re.compile(r"([一-鿿]{2}区)(?!域)")
_NATION = "中华人民共和国"
_NEAR = 0.86
_TITLE_BEFORE = re.compile(r"((?:关于|《)(?:(?!、(?:关于|《))[^；;。\n\t])*)[（(\[]\s*$")
_NUMBER_HEAD = re.compile(r"文号|发文字号|字号")
_TITLE_HEAD = re.compile(r"题名|标题|名称|文件名")
_VALID_YEARS = 5


@dataclass(frozen=True)
class BasisGraph:
    """All basis documents, in order of number; ``generation`` is the catalogue's."""

    generation: int
    documents: tuple[BasisDocument, ...]

    def of_number(self, number: DocumentNumber) -> tuple[BasisDocument, ...]:
        """The document of that number; empty where nothing cites or holds it."""
        return tuple(d for d in self.documents if d.number == str(number))

    def of_parts(self, year: int | None, serial: int) -> tuple[BasisDocument, ...]:
        """Documents whose number has this serial (and year, where given)."""
        return tuple(
            d for d in self.documents if d.serial == serial and (year is None or d.year == year)
        )


_CACHE: dict[int, tuple[int, BasisGraph]] = {}
"""The last graph of each open catalogue: ``id(catalogue)`` → (generation, graph)."""


def graph_of(catalogue: Catalogue) -> BasisGraph:
    """The catalogue's basis graph; built anew when the catalogue has changed."""
    generation = catalogue.generation()
    kept = _CACHE.get(id(catalogue))
    if kept is None or kept[0] != generation:
        kept = (generation, _build(catalogue, generation))
        _CACHE.clear()
        _CACHE[id(catalogue)] = kept
    return kept[1]


def title_key(title: str) -> str:
    """What two spellings of one title share: no 《》, no 中华人民共和国, no （试行）."""
    key = re.sub(r"[（(]\s*(?:试行|暂行|修订|\d{4}年?修[订正])\s*[)）]", "", title)
    return fold(key).removeprefix(_NATION)


def _build(catalogue: Catalogue, generation: int) -> BasisGraph:
    # Thousands of statutes cite each other; a register of the office's is none of them.
    statutes = frozenset(r.id for r in catalogue.documents() if r.kind == "statute")
    stored = [
        one if one.document in statutes else _from_register(catalogue, one)
        for one in catalogue.bases()
    ]
    by_title = {
        title_key(one.basis.title): one.basis.number
        for one in stored
        if one.basis.title and one.basis.number
    }
    grouped: dict[str, list[StoredBasis]] = {}
    for one in stored:
        number, title = one.basis.number, one.basis.title
        if number is None and title:
            number = by_title.get(title_key(title))
        key = number or (f"《{title_key(title)}》" if title else None)
        if key:
            grouped.setdefault(key, []).append(one)
    laws = _laws(catalogue, grouped)
    documents = [
        _document(catalogue, key, ones, laws.get(key, []), statutes)
        for key, ones in grouped.items()
    ]
    documents.sort(key=lambda d: (d.number is None, d.number or d.title or ""))
    return BasisGraph(generation, tuple(_compared(documents)))


def _from_register(catalogue: Catalogue, one: StoredBasis) -> StoredBasis:
    """A number in a register's table gets the title of its row, a title the number."""
    if one.declaration_index is not None:
        return _mended(catalogue, one)
    row = _row(catalogue, one)
    if not row or (one.basis.number and one.basis.title):
        return one
    if one.basis.number is None and not _starts_row(row, one):
        found = [parse_number(text) for name, text in row if _NUMBER_HEAD.search(name)]
        number = next((str(n) for n in found if n), None)
        if number is None:
            return one
        return replace(one, basis=replace(one.basis, number=number))
    if not _starts_row(row, one):
        return one
    title = next((text for name, text in row if _TITLE_HEAD.search(name) and text), None)
    place = _row_place(catalogue, one)
    return replace(one, basis=replace(one.basis, title=title, locator=place))


def _mended(catalogue: Catalogue, one: StoredBasis) -> StoredBasis:
    """A title that stands beyond a stop from its number is another's; its own stands before."""
    raw, number = one.basis.raw, find_numbers(one.basis.raw)
    if not number or not one.basis.title or number[0].start > 0:
        return one
    if not re.match(r"[）)\]】]*\s*[、；;，,]", raw[number[0].end :]):
        return one
    text = catalogue.document(one.document).text
    before = text[max(0, one.basis.locator.start - 160) : one.basis.locator.start]
    found = _TITLE_BEFORE.search(before)
    title = found[1].strip("《》 ") if found else None
    return replace(one, basis=replace(one.basis, title=title))


def _starts_row(row: list[tuple[str, str]], one: StoredBasis) -> bool:
    """Whether the citation is what the row is about (its number cell), not a remark in it."""
    return any(
        _NUMBER_HEAD.search(name) and str(parse_number(text)) == one.basis.number
        for name, text in row
    )


def _row(catalogue: Catalogue, one: StoredBasis) -> list[tuple[str, str]]:
    """The table row that the citation stands in, as (heading, text) of each cell."""
    place = one.basis.locator
    document = catalogue.document(one.document)
    table = next((t for t in document.tables if t.start <= place.start < t.end), None)
    if table is None:
        return []
    at = next((c.row for c in table.cells if c.start <= place.start <= c.end), None)
    heads = {c.column: c.text for c in table.cells if c.row == 0}
    return [(heads.get(c.column, ""), c.text) for c in table.cells if c.row == at and at]


def _row_place(catalogue: Catalogue, one: StoredBasis) -> Locator:
    """The whole row: it shows number, title and issuer together."""
    document = catalogue.document(one.document)
    text, place = document.text, one.basis.locator
    start = text.rfind("\n", 0, place.start) + 1
    end = text.find("\n", place.end)
    return document.locate(start, end if end >= 0 else len(text), place.cell)


def _laws(
    catalogue: Catalogue, grouped: dict[str, list[StoredBasis]]
) -> dict[str, list[LawVersion]]:
    """The held versions of each cited law, by the group's key."""
    held: dict[str, list[LawVersion]] = {}
    for key, ones in grouped.items():
        titles = {one.basis.title for one in ones if one.basis.title}
        for title in titles:
            found = catalogue.laws(title)
            if found:
                held[key] = found
                break
    return held


def _document(
    catalogue: Catalogue, key: str, ones: list[StoredBasis], laws: list[LawVersion],
    statutes: frozenset[str],
) -> BasisDocument:  # fmt: skip
    number = None if key.startswith("《") else parse_number(key)
    titles = Counter(_clean(one.basis.title) for one in ones if one.basis.title)
    distinct: dict[str, str] = {}
    for title, _ in titles.most_common():
        distinct.setdefault(title_key(title), title)
    names = tuple(distinct.values())
    citing = tuple(
        Citing(one.project, one.unit, one.year, one.basis.locator, _raw_number(one),
               one.basis.title, one.basis.section)
        for one in ones
    )  # fmt: skip
    return BasisDocument(
        number=str(number) if number else None,
        title=names[0] if names else None,
        titles=names,
        issuer=_issuer(number, ones, laws),
        year=number.year if number else None,
        serial=number.serial if number else None,
        full_text=laws[-1].locator if laws else None,
        cited_by=citing,
        notes=tuple(
            dict.fromkeys(
                (
                    *_notes(number, names, ones),
                    *_register_notes(
                        catalogue, [one for one in ones if one.document not in statutes]
                    ),
                    *_versions(laws),
                )
            )
        ),
    )


def _clean(title: str | None) -> str:
    return re.sub(r"\s+", "", title or "").strip("《》")


def _raw_number(one: StoredBasis) -> str | None:
    found = find_numbers(one.basis.raw) or find_numbers(one.basis.locator.quote)
    return found[0].raw if found else None


def _issuer(
    number: DocumentNumber | None, ones: Iterable[StoredBasis], laws: list[LawVersion]
) -> Issuer:
    stated = next((law.issuer for law in laws if law.issuer), None)
    if stated:
        return Issuer(stated, "certain")
    if number is None:
        return Issuer(None, "unknown")
    words = Counter(
        match
        for one in ones
        for text in (one.unit, one.basis.title, one.basis.raw, one.source)
        for match in _DISTRICT.findall(text or "")
    )
    district = words.most_common(1)[0][0] if words else None
    return issuer_of(number.code, district=district)


def _notes(
    number: DocumentNumber | None, names: tuple[str, ...], ones: list[StoredBasis]
) -> Iterator[str]:
    if len(names) > 1:
        yield f"同一文号有{len(names)}种标题写法：" + "；".join(f"《{name}》" for name in names)
    spellings = tuple(dict.fromkeys(filter(None, (_raw_number(one) for one in ones))))
    if number and (len(spellings) > 1 or (spellings and spellings[0] != str(number))):
        odd = [raw for raw in spellings if raw != str(number)]
        if odd:
            yield f"文号写法不规范：{'、'.join(odd)}，规范写法为{number}"
    if any("征求" in name and "意见" in name for name in names):
        yield "标题为征求意见，尚非正式决定，作为依据偏弱"
    last = max((one.year for one in ones if one.year), default=None)
    if number and number.year and last:
        if "规" in number.code and last - number.year >= _VALID_YEARS:
            yield (
                f"{number.code}为行政规范性文件，{number.year}年印发、{last}年仍被引用，"
                "一般有效期五年，建议核对是否已修订、延续或失效"
            )
        for name in names:
            plan = re.match(r"(?:关于.{0,6})?[《〈]?((?:19|20)\d{2})年", name)
            if plan and int(plan[1]) < last:
                yield f"标题所指年度为{plan[1]}年，{last}年的申报仍引用，建议核对"
                break


def _versions(laws: list[LawVersion]) -> Iterator[str]:
    if len(laws) > 1:
        held = "、".join(law.since or law.version or "日期不明" for law in laws)
        yield f"资料库存有{len(laws)}个版本（{held}），现行为最新版"
    elif laws and laws[0].since:
        yield f"资料库存有全文，自{laws[0].since}起施行"


def _register_notes(catalogue: Catalogue, ones: list[StoredBasis]) -> Iterator[str]:
    """What a register or digest in the library says of the document's being changed."""
    for one in ones:
        if one.declaration_index is not None:
            continue
        place = one.basis.locator
        text = catalogue.document(one.document).text
        start = text.rfind("\n", 0, place.start) + 1
        end = text.find("\n", place.end)
        line = text[start : end if end >= 0 else len(text)]
        if _CHANGED.search(line):
            parts = [part.strip() for part in re.split(r"[|\t]", line) if _CHANGED.search(part)]
            yield f"{one.source.rsplit('.', 1)[0]}载：{'；'.join(parts)}"


def _compared(documents: list[BasisDocument]) -> Iterator[BasisDocument]:
    """Near-identical titles under neighbouring numbers of one series are said to both."""
    for one in documents:
        notes = list(one.notes)
        number = parse_number(one.number) if one.number else None
        for other in documents:
            if number is None or other is one or not other.number or not one.title:
                continue
            their = parse_number(other.number)
            if their is None or their.code != number.code or their.year != number.year:
                continue
            if abs(their.serial - number.serial) <= 1 and _alike(one.title, other.title):
                notes.append(
                    f"与{their}《{other.title}》标题几乎相同、文号相邻，可能是同一文件，请核对原件"
                )
        yield replace(one, notes=tuple(notes))


def _alike(left: str, right: str | None) -> bool:
    if not right:
        return False
    return SequenceMatcher(None, title_key(left), title_key(right)).ratio() >= _NEAR
