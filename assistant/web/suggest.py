"""建议: short questions that the library can answer, drawn from what it holds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.domain.declaration import Declaration

LONGEST = 34
"""Characters: what fits on a button."""


def of_declaration(declaration: Declaration) -> list[str]:
    """Questions of each kind that one declaration answers."""
    year = f"{declaration.year}年" if declaration.year else ""
    project = declaration.project or ""
    rows = [i for i in declaration.indicators if i.target.number is not None and i.name]
    found = []
    if rows:
        middle = rows[len(rows) // 2]
        found.append(f"{year}{project}的{middle.name}是多少？")
        found.append(f"{year}{project}的{rows[0].name}为什么这样定？")
    if declaration.total is not None:
        found.append(f"{year}{project}预算多少？")
    if declaration.executions:
        found.append(f"{project}历年预算执行率是多少？")
    return found


def suggestions(assistant: Assistant, most: int = 4) -> list[str]:
    """Answerable questions of different kinds; none where the library is empty."""
    if not assistant.has_library():
        return []
    found: list[str] = []
    for stored in assistant.catalogue.declarations():
        if not stored.declaration.project:
            continue
        asked = of_declaration(stored.declaration)
        turn = len(found)  # a question of another kind about each project
        for question in asked[turn:] + asked[:turn]:
            if len(question) <= LONGEST and not assistant.ask(question).refused:
                found.append(question)
                break
        if len(found) >= most - 1:
            break
    cited = Counter(
        b.basis.number for b in assistant.catalogue.bases() if b.project and b.basis.number
    )
    for number, _ in cited.most_common(1):
        found.append(f"{number}是什么文件？谁引用过？")
    return list(dict.fromkeys(found))[:most]
