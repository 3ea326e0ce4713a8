"""结余缘由: why money of a year was left, as the notes to an execution table or the text say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.domain.answer import Answer
from assistant.domain.locator import Locator
from assistant.jobs.answer.compose import Notes, answer, clean
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shape import CAUSE
from assistant.jobs.answer.shelf import Scope, Shelf

_WHY = re.compile(r"为什么|为何|为啥|原因|缘故|缘由|怎么(?!算|样)|咋|因为|何以|什么情况")
_LEFT = re.compile(
    r"(?:没有?|未)(?:用|花|付|发|支|执行|拨|使)(?:完|光|掉|出去|足|到位)|剩|结余|余下|沉淀"
    r"|执行率?[^，,。？?]{0,6}(?:低|不高|没到|不到|不足|只有|才)|执行(?:得)?(?:慢|不好|不完)"
)
_STATED = re.compile(
    r"结余|结转|剩余|余额|[未没](?:能|有)?(?:全部|及时|完全)?(?:支付|执行|使用|拨付|发放|付款|支出|完成支付)"
    r"|执行率[^，,。；]{0,4}(?:低|不足|不到|未达)|收回|流标|核减|少支"
)
_BECAUSE = re.compile(r"系|转由|结余(?:为|是)")
_PIECE = re.compile(r"[^。；;\n\t|]+[。；;]?")
_MOST = 2
_SHORT = 8


def unspent(query: Query, shelf: Shelf) -> Answer | None:
    """The sentences that say why money was left; None where the question is of something else.

    Where it names no declaration, at most two may have such a sentence for its year.
    """
    text = query.question
    if not (_WHY.search(text) and _LEFT.search(text)) or query.number or query.law:
        return None
    if not query.scopes and not query.years:
        return None
    found = [
        (scope, places)
        for scope in _scopes(query, shelf)
        if (places := list(_reasons(scope, query.years, shelf)))
    ]
    if not found or len(found) > _MOST:
        return None
    notes = Notes()
    lines = [
        f"据《{scope.source.rsplit('.', 1)[0]}》：{clean(place.quote).lstrip('#*- ')}{notes.mark(place)}"
        for scope, places in found for place in places[:_MOST]
    ]  # fmt: skip
    return answer(query, "\n\n".join(dict.fromkeys(lines)), notes, kind="why")


def _scopes(query: Query, shelf: Shelf) -> Sequence[Scope]:
    chosen = [shelf.scopes[key] for key in query.scopes if key in shelf.scopes]
    return [one for one in chosen or shelf.declared if one.declaration is not None]


def _reasons(scope: Scope, years: Sequence[int], shelf: Shelf) -> Iterator[Locator]:
    """Stretches of a declaration that state a remainder and its cause, of the years asked for."""
    declared = scope.declaration
    assert declared is not None
    document = shelf.catalogue.document(scope.document)
    start, end = declared.span
    before = ""
    for match in _PIECE.finditer(document.text, start, end or len(document.text)):
        piece = match.group()
        if len(piece.strip()) < _SHORT:
            continue
        said = f"{before}{piece}"
        causal = CAUSE.search(piece) or _BECAUSE.search(piece)
        if _STATED.search(piece) and causal and _of_years(piece, said, years):
            lead = len(piece) - len(piece.lstrip())
            yield document.locate(match.start() + lead, match.end())
        before = piece


def _of_years(piece: str, said: str, years: Sequence[int]) -> bool:
    """Whether the stretch speaks of the years: by naming one, or the sentence before where it names none."""
    if not years:
        return True
    named = re.findall(r"(?:19|20)\d\d(?=年)", piece) or re.findall(r"(?:19|20)\d\d(?=年)", said)
    return any(str(year) in named for year in years)
