"""正文: sentences of running text and articles of law that answer what no table cell answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.domain.coverage import cover, marked, precision
from assistant.domain.document import Document
from assistant.domain.locator import Locator
from assistant.domain.sentences import heading_before, sentences
from assistant.domain.synonyms import canonical
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Scope, Shelf
from assistant.jobs.answer.wording import scan

if TYPE_CHECKING:
    from assistant.domain.fact import Passage
    from assistant.search.searcher import Searcher

_NUMBER = r"\d[\d,]*(?:\.\d+)?\s*"
SHAPES: dict[str, re.Pattern[str]] = {
    "amount": re.compile(_NUMBER + "(?:亿元|万元|元)"),
    "rate": re.compile(r"\d\s*(?:%|％)|百分之"),
    "date": re.compile(r"\d{4}\s*年|\d\s*月|月底|季度|每年|年底|日前|之日起|日内"),
    "duration": re.compile(
        r"(?<![\d年月])\d{1,3}\s*(?:个月|天|日(?!起)|小时|分钟|年(?!\s*\d))"
        r"|[一二三四五六七八九十]+(?:年|个月|日|天|小时|分钟)"
    ),
    "who": re.compile(
        r"由[^，。；]{2,24}(?:负责|承担|实施|提供|审|付|拨|管|执行|签|承建|运行|开展|组织|完成|落实)"
        r"|(?:单位|部门|主体|机构|公司)(?:是|为|[：:])|(?:与|同|和)[^，。；]{2,24}(?:公司|中心|单位)"
        r"|[一-鿿]{2,20}(?:公司|分局|局|办|办公室|委员会|委|政府|机关|街道|人员|单位|部门)[，,]?"
        r"(?:负责|承担|审核|批复|提出|支付|拨付|付|把|统筹|办理|同|与|实施|组织)"
    ),
    "number": re.compile(
        r"(?<![\d.])(?!(?:19|20)\d\d\s*年)\d[\d,]*(?:\.\d+)?\s*(?:万|亿|元|人|名|个|次|%|平方|公里|辆|台|套|所|处|家|项|起|天|小时|分钟|支"
        r"|条|户|米|吨|岁|倍|份|年(?!度|\d|[内至到，,。]))|[一二两三四五六七八九十]+(?:支|人|名|个|次|项|种|类|档)"
    ),
}  # fmt: skip
"""What a sentence must contain to answer a question of that kind."""
_FIGURE = re.compile(r"\d[\d, ]*\.\s?\d{2}")
_LOCAL = re.compile(r"《?([一-鿿]{2,8}?(?:省|自治区|市|自治州|自治县|特区))(?!场|政|区的|民)")
_HEADS = (
    "标准",
    "条件",
    "期限",
    "方式",
    "名单",
    "范围",
    "对象",
    "时间",
    "日期",
    "比例",
    "要求",
    "编号",
)
_TARGET = re.compile(r"目标值|指标值")
_HALF = 0.5
_THIRD = 0.3
_LONG_ROW = 150
_LONG_CELL = 60
_CELL_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_HITS = 16
_OWN_PAPERS = frozenset(("declaration", "budget", "policy", "other"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of text with how well it answers; ``context`` is where it stands."""

    locator: Locator
    text: str
    score: float
    share: float
    complete: bool
    context: str
    article: str | None
    document: str
    row: bool = False


def evidence(
    query: Query,
    shelf: Shelf,
    searcher: Searcher | None,
    *,
    documents: frozenset[str] = frozenset(),
) -> list[Evidence]:
    """Sentences that answer, best first; ``documents`` restricts them to documents by id."""
    found: dict[tuple[str, int], Evidence] = {}
    for one in (*_of_scopes(query, shelf), *_of_search(query, shelf, searcher, documents)):
        key = (one.locator.document, one.locator.start)
        if key not in found or found[key].score < one.score:
            found[key] = one
    return sorted(found.values(), key=lambda one: -one.score)


def _fits(query: Query, one: Evidence, shape: re.Pattern[str] | None) -> bool:
    if shape is None or shape.search(one.text):
        return True
    return one.row and query.asked == "amount" and bool(_FIGURE.search(one.text))


def answers(query: Query, found: list[Evidence]) -> list[Evidence]:
    """Those that account for every word of the question and have the shape that it asks for."""
    shape = _shape(query)
    return [one for one in found if one.complete and _fits(query, one, shape)]


def _shape(query: Query) -> re.Pattern[str] | None:
    if query.asked == "who" and "公司" in query.text:
        return re.compile("公司")
    if query.asked == "count":
        units = "".join(query.units)
        return re.compile(rf"(?:\d|[一二三四五六七八九十百两])\s*余?多?[{units}]")
    return SHAPES.get(query.asked or "")


def _of_scopes(query: Query, shelf: Shelf) -> Iterator[Evidence]:
    for key in query.scopes:
        scope = shelf.scopes.get(key)
        if scope is None or scope.declaration is None:
            continue
        document = shelf.catalogue.document(scope.document)
        start, end = scope.declaration.span
        yield from _rank(query, document, start, end or None, scope, scope.label)
        yield from _of_cells(query, document, scope)


def _of_cells(query: Query, document: Document, scope: Scope) -> Iterator[Evidence]:
    """The sentences of running text that the declaration's tables hold in their cells."""
    assert scope.declaration is not None
    first, last = scope.declaration.span
    for table in document.tables:
        if table.start < first or (last and table.start >= last):
            continue
        for cell in table.cells:
            if len(cell.text) < _LONG_CELL:
                continue
            for match in _CELL_SENTENCE.finditer(document.text, cell.start, cell.end):
                place = document.locate(match.start(), match.end())
                one = _judged(query, match.group(), scope.label, place, scope, None)
                if one is not None:
                    yield one


def _of_search(
    query: Query, shelf: Shelf, searcher: Searcher | None, documents: frozenset[str]
) -> Iterator[Evidence]:
    if searcher is None:
        return
    plain = not (query.corrected or query.follows)
    words = query.question if plain else query.spoken.replace("|", "")
    allowed = {document for document, _ in query.scopes} | documents
    held = shelf.passages
    if held is None or held[0] != words:  # one question tries several ways with the same words
        held = shelf.passages = (words, _passages(searcher, words))
    for passage in held[1]:
        if allowed and passage.document not in allowed:
            continue
        named = any(str(year) in passage.text for year in query.years)
        if query.years and passage.year and passage.year not in query.years and not named:
            continue
        yield from _of_passage(query, shelf, passage)


def _passages(searcher: Searcher, words: str) -> list[Passage]:
    """The best passages; where law crowds out the rest, the best of the office's own papers too."""
    from assistant.search.filters import Filters

    found = [hit.passage for hit in searcher.search(words, k=_HITS)]
    if sum(passage.kind == "article" for passage in found) * 2 > _HITS:
        more = searcher.search(words, k=_HITS, filters=Filters(kind=_OWN_PAPERS))
        found.extend(hit.passage for hit in more if hit.passage not in found)
    return found


def _of_passage(query: Query, shelf: Shelf, passage: Passage) -> Iterator[Evidence]:
    if passage.kind == "row" and _TARGET.search(query.text):
        return  # the rows with target values are facts; what was not found there is not here
    scope = _scope_at(shelf, passage)
    if query.scopes and scope is not None and (scope.document, scope.index) not in query.scopes:
        return
    if query.named_projects and scope is None and query.scopes:
        return
    if passage.kind == "row" and len(passage.text) > _LONG_ROW:
        yield from _of_long_row(query, shelf, passage, scope)
        return
    if passage.kind == "row":
        one = _judged(query, passage.text, passage.path, passage.locator, scope, passage)
        if one is not None:
            yield one
        return
    if passage.kind == "article" and not _applies(query, shelf, passage):
        return
    document = shelf.catalogue.document(passage.document)
    place = passage.locator
    if passage.kind == "article":
        whole = _judged(query, passage.text, passage.path, place, scope, passage)
        if whole is not None:
            yield whole
        return
    yield from _rank(query, document, place.start, place.end, scope, passage.path, passage)


def _applies(query: Query, shelf: Shelf, passage: Passage) -> bool:
    """A place's own regulation answers only for that place, or where the question names it."""
    place = _LOCAL.match(passage.locator.source) or _LOCAL.match(passage.path)
    return place is None or place[1] in query.text or place[1] in shelf.regions


def _of_long_row(
    query: Query, shelf: Shelf, passage: Passage, scope: Scope | None
) -> Iterator[Evidence]:
    """The sentences of running text within a cell."""
    document = shelf.catalogue.document(passage.document)
    for match in re.finditer(r"[^。；！？\n]+[。；！？]?", passage.text):
        start = passage.locator.start + match.start()
        place = document.locate(start, start + len(match.group()), passage.locator.cell)
        if place.quote == match.group():
            one = _judged(query, match.group(), passage.path, place, scope, passage)
            if one is not None:
                yield one


def _scope_at(shelf: Shelf, passage: Passage) -> Scope | None:
    for scope in shelf.of_document(passage.document):
        declared = scope.declaration
        if declared and declared.span[0] <= passage.locator.start < declared.span[1]:
            return scope
    return None


def _rank(
    query: Query, document: Document, start: int, end: int | None, scope: Scope | None,
    path: str, passage: Passage | None = None,
) -> Iterator[Evidence]:  # fmt: skip
    before = ""
    for sentence in sentences(document, start, end):
        heading = sentence.heading or heading_before(document.text, sentence.start)
        context = f"{path}\n{heading}\n{before}"
        place = document.locate(sentence.start, sentence.end)
        one = _judged(query, sentence.text, context, place, scope, passage)
        if one is not None:
            yield one
        before = sentence.text if len(sentence.text) < 120 else ""


def _judged(
    query: Query, text: str, context: str, place: Locator, scope: Scope | None,
    passage: Passage | None,
) -> Evidence | None:  # fmt: skip
    said = canonical(text)
    if query.asked and text.rstrip().endswith(("：", ":")):
        return None  # a field that was left empty answers nothing
    if len(said) < 4 or not _year_holds(query, said, scope, passage):
        return None
    # What the declaration's own names account for need not stand in each of its sentences.
    held = scope.names if scope else ""
    content = [c for c in query.content if not held or cover((c,), (held,)).missing]
    own = cover(content, (said,))
    shape = _shape(query)
    shaped = shape is not None and bool(shape.search(text))
    # An article under a heading that names the thing need not name it again.
    headed = (
        shaped
        and passage is not None
        and passage.kind != "row"
        and any(
            piece.role == "soft" and len(piece.text) > 1 and piece.text in said
            for part in query.wording.split("|")
            for piece in scan(part)
        )
    )
    if content and own.covered < min(2, own.required) and not headed:
        return None
    around = (said, canonical(context), scope.names if scope else "")
    whole = cover(query.content, around)
    enough = _THIRD if query.intent == "why" else _HALF
    if not content and precision("".join(query.wording.split("|")), said) < enough:
        return None
    soft = sum(
        sum(marked(part, (said,))) for part in query.wording.split("|") if part
    ) / max(len(query.wording), 1)  # fmt: skip
    score = own.share + 0.5 * soft + 0.3 * whole.share
    score += 0.3 if shaped else 0.0
    score += 0.5 if query.asked == "who" and _role_named(query, text) else 0.0
    score += 0.2 if any(str(year) in said for year in query.years) else 0.0
    score += 0.4 * own.covered / max(len(said), 20) - 0.0004 * len(said)
    complete = (
        whole.complete
        and not whole.broken
        and _headed(query, said + canonical(context))
        and (own.share >= _HALF or headed)
    )
    article = passage.article if passage else None
    row = passage is not None and passage.kind in {"row", "account"}
    return Evidence(
        place, text, score, whole.share, complete, context, article, place.document, row
    )


def _role_named(query: Query, text: str) -> bool:
    """谁实施: the sentence names that very role (实施单位：…)."""
    acts = (p.text for part in query.wording.split("|") for p in scan(part) if len(p.text) == 2)
    return any(
        re.search(rf"{re.escape(act)}(?:单位|主体|部门|机构|人)\s*[：:]\s*\S", text) for act in acts
    )


def _headed(query: Query, said: str) -> bool:
    """A question that is a bare noun (工资标准) wants that noun, not what stands before it."""
    if query.asked is not None or query.intents:
        return True
    head = next((h for h in _HEADS if query.text.endswith(h)), None)
    return head is None or head in said


def _year_holds(query: Query, said: str, scope: Scope | None, passage: Passage | None) -> bool:
    if not query.years or any(str(year) in said for year in query.years):
        return True
    year = scope.year if scope else (passage.year if passage else None)
    return year in query.years and not re.search(r"(?:19|20)\d\d年", said)
