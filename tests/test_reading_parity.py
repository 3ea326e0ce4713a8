"""One declaration, five formats, the same facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from paper import Content, content_of, write_docx, write_html, write_ofd, write_pdf, write_xlsx

from assistant.domain.document import Document
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes, read_file

WRITERS: dict[str, Callable[[Content], bytes]] = {
    "docx": write_docx,
    "xlsx": write_xlsx,
    "html": write_html,
    "pdf": lambda content: write_pdf(content, size=8, wide=True),
    "ofd": write_ofd,
}
NAMES = [
    "浦锦街道-社会治安维稳-2024.txt",
    "浦锦街道-平安志愿者-2024.txt",
    "新虹街道-平安建设-2020.txt",
]


def bare(text: str | None) -> str:
    return "".join((text or "").split())


def facts(document: Document) -> list[tuple[object, ...]]:
    """Indicators, budget lines, executions and document numbers, without their places."""
    found: list[tuple[object, ...]] = []
    for declared in read_facts(document).declarations:
        found += [
            (
                i.level1,
                i.level2,
                bare(i.name),
                bare(i.target.raw),
                i.target.operator,
                i.target.number,
                i.target.unit,
            )
            for i in declared.indicators
        ]
        found += [
            (
                bare(b.item),
                b.amount and b.amount.yuan,
                b.unit_price and b.unit_price.yuan,
                b.quantity,
            )
            for b in declared.budget_lines
        ]
        found += [(e.year, e.executed and e.executed.yuan, e.rate) for e in declared.executions]
        found += [(b.number,) for b in declared.bases]
    return found


@pytest.mark.parametrize("kind", list(WRITERS))
@pytest.mark.parametrize("name", NAMES)
def test_every_format_gives_the_facts_of_the_text(name: str, kind: str, root: Path) -> None:
    source = read_file(root / "corpus" / name)[0]
    document = read_bytes(WRITERS[kind](content_of(source)), f"a.{kind}")[0]
    assert document.format == kind
    assert len(facts(source)) > 20
    assert facts(document) == facts(source)
