"""实施期: values and sources of a project's whole life, which its form prints beside the year's."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.domain.answer import Answer
from assistant.domain.figures import printed
from assistant.jobs.answer.compose import Notes, answer, value_of
from assistant.jobs.answer.find import find
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.answer.subject import narrowed
from assistant.jobs.answer.understand import understand
from assistant.library.flatten import PERIOD

_LIFE = re.compile(
    r"(?:[两三四五六七八九十]|\d)年(?:里|内|间|下来|加起来)*(?:一共|总共|合计|累计|总计|共|总的?)"
    r"|(?:整个|全部|整)?(?:实施期|项目期|建设期|规划期|项目周期|全周期)(?:内|里|间|总)*(?:一共|总共|合计|累计|共)?"
    r"|整个项目(?:一共|总共|合计|累计|共)?|中?长期(?:的)?(?=目标值|指标值|目标|指标)|到项目结束时?|项目结束时"
)
_CHANGE = frozenset(("why", "compare", "rank", "basis", "definition", "list", "count"))


def lifelong(query: Query, shelf: Shelf) -> Answer | None:
    """The whole life's value of what is asked; None where the question or the form has none."""
    if not _LIFE.search(query.question) or _CHANGE & set(query.intents):
        return None
    held = {(e.scope.document, e.scope.index) for e in shelf.entries if _of_life(e)}
    if not held or (query.scopes and not held & set(query.scopes)):
        return None
    plain = understand(_LIFE.sub("", query.question), shelf)
    scopes = plain.scopes or query.scopes or tuple(held)
    plain = narrowed(replace(plain, scopes=tuple(s for s in scopes if s in held)), shelf)
    if not plain.scopes or not any(len(word) > 1 for word in plain.content):
        return None
    found = _asked(plain, shelf)
    if found is None:
        return None
    year, life = found
    if "share" in query.intents:
        return _share(query, life)
    notes = Notes()
    kind = "实施期目标值" if year.kind == "indicator" else "（实施期）"
    text = (
        f"{year.scope.label}的“{year.name}”{kind}为**{value_of(life)}**{notes.mark(*life.places)}"
    )
    if value_of(year) != value_of(life):
        text += f"，{year.scope.year or '本'}年为**{value_of(year)}**{notes.mark(*year.places)}"
    return answer(query, f"{text}。", notes)


def _of_life(entry: Entry) -> bool:
    return entry.kind == "field" and entry.name.startswith(PERIOD)


def _asked(query: Query, shelf: Shelf) -> tuple[Entry, Entry] | None:
    """The one row that is asked for, with its value of the whole life."""
    pairs: list[tuple[Entry, Entry]] = []
    for match in find(query, shelf, "value") or find(query, shelf, "amount"):
        row = match.entry
        life = [
            e for e in shelf.entries
            if _of_life(e) and e.scope == row.scope and e.name == PERIOD + row.name
        ]  # fmt: skip
        pairs += [(row, one) for one in life]
    return pairs[0] if len(pairs) == 1 else None


def _share(query: Query, life: Entry) -> Answer | None:
    """A source's share of all the money of the project's life."""
    declared = life.scope.declaration
    whole = declared.funding.total if declared else None
    place = dict(declared.funding.locators).get("total") if declared else None
    if whole is None or place is None or not life.number or life.measure != "元":
        return None
    notes = Notes()
    share = (life.number / whole.yuan * 100).quantize(Decimal("0.01"))
    text = (
        f"{life.scope.label}的“{life.name}”为{value_of(life)}{notes.mark(*life.places)}，"
        f"占项目资金总额（各年合计）{printed(whole)}{notes.mark(place)}的**{share.normalize():f}%**"
    )
    return answer(query, f"{text}。", notes, kind="share")
