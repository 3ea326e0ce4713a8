"""依据: a basis document's card: how it is named, who issued it, who cites it where, what to mind."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

import gradio as gr

from assistant.domain.answer import CERTAINTY_WORDS, BasisDocument, Citing
from assistant.jobs.basis.graph import graph_of
from assistant.web.graph import graph_svg, who
from assistant.web.link import KEY_LENGTH, button, carried, clicked, opener, place_button
from assistant.web.said import empty, trouble
from assistant.web.show import open_key

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.web.opening import Opening

NO_SOURCE = empty("点引用处，原文在这里打开。")
FORCE = re.compile(r"施行|现行|修订|修正|延续|废止|失效|替代|取代|有效期|届满")
"""Notes that bear on whether a document is still in force."""
SEARCH = "find:"
"""What a key begins with where it names a document to look up, not a place."""
QUIET = {"show_progress": "hidden", "api_visibility": "private"}


def name_of(document: BasisDocument) -> str:
    """Number and title on one line."""
    title = f"《{document.title}》" if document.title else ""
    return f"{document.number or ''} {title}".strip()


def in_force(document: BasisDocument) -> tuple[list[str], list[str]]:
    """(what the library says of its being in force, the other notes)."""
    force = [note for note in document.notes if FORCE.search(note)]
    others = [note for note in document.notes if note not in force]
    if not force and document.full_text is not None:
        force = ["资料库存有全文，没有写明失效或修订；引用前请核对"]
    return force or ["资料中没有写明是否仍然有效；引用前请到发文机关核对"], others


def where(citing: Citing) -> str:
    """Where in the citing document: section and number as written, else the words themselves."""
    told = [part for part in (citing.section, citing.number_raw) if part]
    return " ".join(told) or f"「{' '.join(citing.locator.quote.split())[:30]}」"


def card(document: BasisDocument) -> str:
    """One document."""
    issuer = document.issuer.name or "未知"
    certainty = CERTAINTY_WORDS[document.issuer.certainty]
    parts = [
        f'<article class="yj-card yj-advice"><h3>{escape(name_of(document))}</h3>'
        f'<p>发文机关：{escape(issuer)} <span class="yj-tag">{escape(certainty)}</span></p>'
    ]
    if len(document.titles) > 1:
        items = "".join(f"<li>《{escape(title)}》</li>" for title in document.titles)
        parts.append(f"<p>标题有 {len(document.titles)} 种写法：</p><ul>{items}</ul>")
    if document.full_text is not None:
        parts.append(f"<p>{place_button('basis', document.full_text, '打开资料库中的全文')}</p>")
    force, others = in_force(document)
    parts.append(f"<p>效力：{escape('；'.join(force))}</p>")
    if others:
        items = "".join(f"<li>{escape(note)}</li>" for note in others)
        parts.append(f"<p>注意：</p><ul>{items}</ul>")
    items = "".join(
        f"<li>{place_button('basis', one.locator, who(one))} "
        f'<span class="yj-quiet">{escape(where(one))}</span></li>'
        for one in document.cited_by
    )
    parts.append(f"<p>引用 {len(document.cited_by)} 处：</p><ul>{items}</ul>")
    return "".join(parts) + f'<div class="yj-drawing">{graph_svg(document)}</div></article>'


class Bases:
    """The handlers of the tab."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def overview(self) -> str:
        """Every document that is cited, the most cited first."""
        if not self.assistant.has_library():
            return empty("资料库是空的，先在“资料”里上传。")
        documents = graph_of(self.assistant.catalogue).documents
        ranked = sorted(documents, key=lambda d: -len(d.cited_by))
        rows = "".join(
            f"<tr><td>{button('basis', SEARCH + (d.number or d.title or ''), name_of(d))}</td>"
            f"<td>{escape(d.issuer.name or '')}</td><td>{len(d.cited_by)}</td>"
            f"<td>{'有' if d.notes else ''}</td></tr>"
            for d in ranked
        )
        return (
            f'<p class="yj-quiet">资料里引用的依据共 {len(ranked)} 份，点一份看详情。</p>'
            '<div class="yj-list" tabindex="0"><table class="yj-table"><tr><th>文号与标题</th>'
            f"<th>发文机关</th><th>引用</th><th>须留意</th></tr>{rows}</table></div>"
        )

    def look(self, text: str) -> str:
        """The cards of what is found; an unknown number is said to be unknown."""
        if not text.strip():
            return self.overview()
        try:
            found = self.assistant.basis(text)
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return trouble(error)
        if not found.documents:
            return empty(
                f"资料中没有“{text.strip()[:60]}”。不会用相近的文件代替；可换个文号或标题再查。"
            )
        cards = "".join(card(document) for document in found.documents[:20])
        return f'<div class="yj-list" tabindex="0" aria-label="依据文件">{cards}</div>'

    def open(self, source: str, cards: str, event: gr.EventData) -> tuple[str, str]:
        """(cards, source): a document's card, or a citation's place."""
        key = clicked(event)
        if key.startswith(SEARCH):
            return self.look(key.removeprefix(SEARCH)), NO_SOURCE
        return cards, open_key(self.assistant, key)


def build(assistant: Assistant, page: Opening) -> None:
    """The tab with its events."""
    bases = Bases(assistant)
    with gr.Row(equal_height=False):
        with gr.Column(scale=5, min_width=320):
            with gr.Row(elem_classes="yj-tools"):
                text = gr.Textbox(
                    label="文号或标题",
                    placeholder="例如：沪公闵发2017 41号，或标题里的几个字",
                    elem_id="yj-basis-text",
                    scale=5,
                )
                find = gr.Button("查找", variant="primary", scale=1, min_width=88)
                every = gr.Button("全部", scale=1, min_width=72)
            cards = gr.HTML(bases.overview(), elem_id="yj-basis-cards")
        with gr.Column(scale=4, min_width=320):
            source = gr.HTML(NO_SOURCE, elem_id="yj-basis-source")
            place = opener("basis")
            go = opener("go-basis")
    for trigger in (text.submit, find.click):
        trigger(lambda words: (bases.look(words), NO_SOURCE), [text], [cards, source], **QUIET)
    every.click(lambda: ("", bases.overview(), NO_SOURCE), None, [text, cards, source], **QUIET)

    def asked(event: gr.EventData) -> tuple[str, str, str]:
        words = str(carried(event, KEY_LENGTH).get("text") or "")
        return words, bases.look(words), NO_SOURCE

    go.click(asked, None, [text, cards, source], **QUIET)
    place.click(bases.open, [source, cards], [cards, source], **QUIET)
    page.load(
        lambda words: gr.skip() if (words or "").strip() else bases.overview(), [text], [cards]
    )
