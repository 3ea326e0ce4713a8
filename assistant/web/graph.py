"""引用图: who cites a basis document, drawn as SVG; every box opens the place of the citation."""

from __future__ import annotations

from html import escape

from assistant.domain.answer import BasisDocument, Citing
from assistant.web.link import key_of

WIDTH = 720
LINE = 34
BOX = 270
MOST = 18
"""Citing places drawn; the card lists them all."""


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def who(citing: Citing) -> str:
    """The citing declaration in words."""
    year = f"{citing.year}年" if citing.year else ""
    return f"{year}{citing.unit or ''} {citing.project or citing.locator.source}".strip()


def _node(x: float, y: float, text: str, most: int, *, key: str | None, title: str) -> str:
    box = (
        f'<rect x="{x}" y="{y}" width="{BOX}" height="{LINE - 8}" rx="6" fill="transparent" '
        f'stroke="#7a8699"/><text x="{x + 8}" y="{y + 17}">{escape(_short(text, most))}</text>'
        f"<title>{escape(title)}</title>"
    )
    if key is None:
        return f"<g>{box}</g>"
    return (
        f'<g data-yj="basis/{escape(key)}" role="button" tabindex="0" '
        f'aria-label="打开 {escape(title)}">{box}</g>'
    )


def graph_svg(document: BasisDocument) -> str:
    """The document in the middle of the left, those that cite it on the right."""
    distinct: dict[str, Citing] = {}
    for one in document.cited_by:
        distinct.setdefault(who(one), one)
    citing = list(distinct.items())[:MOST]
    height = max(3, len(citing)) * LINE + 20
    middle = height / 2
    name = document.number or document.title or ""
    parts = []
    for n, (words, one) in enumerate(citing):
        y = 10 + n * LINE
        parts.append(
            f'<path d="M{BOX + 10} {middle} C{BOX + 90} {middle} {WIDTH - BOX - 90} '
            f'{y + 13} {WIDTH - BOX - 10} {y + 13}" fill="none" stroke="#9aa5b5"/>'
        )
        title = f"{words}：{' '.join(one.locator.quote.split())[:80]}"
        parts.append(_node(WIDTH - BOX - 10, y, words, 19, key=key_of(one.locator), title=title))
    full = key_of(document.full_text) if document.full_text else None
    parts.append(_node(10, middle - 13, name, 19, key=full, title=document.title or name))
    return (
        f'<svg class="yj-chart" viewBox="0 0 {WIDTH} {height}" role="group" '
        f'aria-label="{escape(name)} 的引用关系">{"".join(parts)}</svg>'
    )
