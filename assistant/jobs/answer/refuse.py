"""不答: what was looked for, and what the library does have that comes near, as questions to ask.

Names and scopes only, never a figure: a suggestion is no answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.answer import Answer
from assistant.domain.coverage import marked
from assistant.jobs.answer.compose import refusal
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Scope, Shelf

_MOST = 3
_OFFERED = frozenset(("indicator", "budget_line", "group", "fund"))
_NEAR = 2
"""Characters that a name must share with the question, in one run."""


def refuse(query: Query, shelf: Shelf) -> Answer:
    """Nothing bears on the question: say what was looked for and what may be asked."""
    parts: list[str] = []
    looked = "、".join(f"“{chunk}”" for chunk in query.content)
    where = "、".join((*query.named_units, *query.named_projects))
    years = "、".join(f"{year}年" for year in query.years)
    scope = "，".join(filter(None, (where, years)))
    named = looked or "、".join(f"“{word}”" for word in query.wording.split("|") if word)
    parts.append(
        f"查找了{named or '问题中的内容'}"
        + (f"（范围：{scope}）" if scope else "")
        + "，没有相符的记载。"
    )
    missing = [year for year in query.years if year not in shelf.years]
    if missing and shelf.years:
        parts.append(f"资料库现有申报的年度：{'、'.join(map(str, shelf.years))}。")
    offered = tuple(suggestions(query, shelf))
    if offered:
        parts.append(f"可以问：{'；'.join(offered)}")
    return refusal(query, "".join(parts), suggestions=offered)


def stranger(query: Query, shelf: Shelf) -> Answer:
    """The question names a unit that no document speaks of: nothing of another's is its answer."""
    offered = tuple(suggestions(query, shelf))
    said = f"资料库没有“{query.stranger}”的资料，不以其他单位的内容代替。"
    if offered:
        said += f"可以问：{'；'.join(offered)}"
    return refusal(query, said, kind="stranger", suggestions=offered)


def suggestions(query: Query, shelf: Shelf) -> Iterator[str]:
    """Up to three questions that the library can answer, the nearest names first."""
    chunks = [chunk for chunk in query.content if len(chunk) >= _NEAR]
    if not chunks:
        yield from _of_scopes(query, shelf)
        return
    allowed = frozenset(query.scopes)
    scored: list[tuple[float, Entry]] = []
    for entry in shelf.entries:
        if entry.kind not in _OFFERED or entry.scope.project is None or entry.number is None:
            continue
        shared = max(sum(marked(chunk, (entry.key,))) for chunk in chunks)
        if shared < _NEAR:
            continue
        here = (entry.scope.document, entry.scope.index) in allowed
        scored.append((shared + (3 if here else 0) - 0.05 * len(entry.key), entry))
    scored.sort(key=lambda one: -one[0])
    seen: set[str] = set()
    for _, entry in scored:
        question = f"{_where(entry.scope)}的{entry.name}是多少？"
        if question not in seen:
            seen.add(question)
            yield question
        if len(seen) == _MOST:
            return
    if not seen:
        yield from _of_scopes(query, shelf)


def _of_scopes(query: Query, shelf: Shelf) -> Iterator[str]:
    """What the named unit or project has, where the name asked for is like nothing."""
    scopes = [shelf.scopes[key] for key in query.scopes if key in shelf.scopes]
    for scope in [s for s in scopes if s.declaration and s.project][:_MOST]:
        yield f"{_where(scope)}有哪些指标？"


def _where(scope: Scope) -> str:
    year = f"{scope.year}年" if scope.year else ""
    return f"{scope.place or ''}{year}{scope.project or ''}"
