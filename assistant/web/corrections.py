"""更正 on the page: the value being corrected beside its picture, and the list of corrections."""

from __future__ import annotations

import base64
import io
from collections.abc import Collection, Sequence
from html import escape
from pathlib import Path

from assistant.domain.correction import STATUSES, Correction, remark, shown, signed
from assistant.domain.document import Document
from assistant.domain.slot import Slot
from assistant.web.facts import UNDO
from assistant.web.link import button, place_button
from assistant.web.pages import OFD, boxes_of, picture
from assistant.web.said import empty

TAB = "corrections"
MOST = 200
"""Corrections listed: the latest."""
NONE = empty("还没有人工更正。在“读出的事实”里点一行的“更正”，改正读错的值。")
_AROUND = 1.2
"""Heights of the place that the strip shows above and below it."""
_BESIDE = 0.12
"""Share of the page's width that the strip shows on each side of the place."""


def strip_html(document: Document, path: Path | None, slot: Slot) -> str:
    """The place as it stands in the original: a strip of the page's picture, else its text."""
    quote = f'<p class="yj-quiet">原文读作：{escape(shown(slot.locator.quote, 120))}</p>'
    if path is None or document.format == OFD:
        return quote
    boxes = boxes_of(document, slot.locator.start, slot.locator.end)
    if not boxes:
        return quote
    try:
        page = document.page_at(slot.locator.start) or 1
        data = picture(path, path.stat().st_mtime_ns, page)
    except (OSError, ValueError, RuntimeError):  # the file changed since it was read
        return quote
    if data is None:
        return quote
    edges = (
        min(b.left for b in boxes), min(b.top for b in boxes),
        max(b.right for b in boxes), max(b.bottom for b in boxes),
    )  # fmt: skip
    source = base64.b64encode(_cut(data, edges)).decode("ascii")
    alt = f"原件上的“{slot.label or slot.title}”"
    return f'<img class="yj-strip" alt="{escape(alt)}" src="data:image/jpeg;base64,{source}">'


def _cut(data: bytes, edges: tuple[float, float, float, float]) -> bytes:
    """The stretch of a page around a box, the box drawn on it."""
    from PIL import Image, ImageDraw  # only where a picture is shown

    with Image.open(io.BytesIO(data)) as image:
        wide, high = image.size
        left, top, right, bottom = (e * (wide, high)[n % 2] for n, e in enumerate(edges))
        ImageDraw.Draw(image).rectangle(
            (left - 2, top - 2, right + 2, bottom + 2), None, "#d97706", 2
        )
        above = (bottom - top) * _AROUND + 6
        part = image.crop(
            (
                int(max(0, left - wide * _BESIDE)),
                int(max(0, top - above)),
                int(min(wide, right + wide * _BESIDE)),
                int(min(high, bottom + above)),
            )
        )
        target = io.BytesIO()
        part.save(target, "JPEG", quality=85)
    return target.getvalue()


def done_line(correction: Correction, replaced: Correction | None) -> str:
    """What saving did; the later of two is told what it replaced."""
    if correction.confirmed:
        line = f"已核对“{correction.name}”：{shown(correction.new)}。"
    else:
        line = (
            f"已更正“{correction.name}”：{shown(correction.old)} → {shown(correction.new)}。"
            "以后的答复按更正后的值，并注明原读作什么。"
        )
    if replaced is not None:
        line += f"此前已有更正“{shown(replaced.new)}”（{signed(replaced)}），已被这次替代。"
    return line


def corrections_html(found: Sequence[Correction], held: Collection[str]) -> str:
    """The list: what holds and what could not be carried over, the latest first."""
    listed = [one for one in reversed(found) if one.status in {"live", "lost"}]
    if not listed:
        return NONE
    more = f'<p class="yj-more">只列出最近 {MOST} 条。</p>' if len(listed) > MOST else ""
    cards = "".join(_card(one, one.locator.document in held) for one in listed[:MOST])
    return f'<div class="yj-list" tabindex="0" aria-label="人工更正">{cards}{more}</div>'


def _card(one: Correction, here: bool) -> str:
    lost = one.status == "lost"
    tag = STATUSES[one.status] if lost or here else "资料不在库中"
    tone = "warning" if lost else "advice"
    place = place_button(TAB, one.locator, "看原处") if here and not lost else ""
    label = "知道了，不再列出" if lost else "改回"
    undo = button(TAB, f"{UNDO}{one.id}", label, title=one.name, classes="yj-small")
    change = (
        f"<strong>{escape(shown(one.new))}</strong>{escape(remark(one))}"
        if not lost
        else f"{escape(shown(one.old))} → {escape(shown(one.new))}"
    )
    reason = f"<p>{escape(one.reason)}</p>" if one.reason else ""
    return (
        f'<article class="yj-card yj-{tone}"><h4><span class="yj-tag yj-{tone}">{tag}</span>'
        f"{escape(one.name)}</h4><p>{change}</p>{reason}"
        f'<p class="yj-quiet">{escape(one.locator.source)}　{escape(signed(one))}</p>'
        f'<p class="yj-acts">{place}{undo}</p></article>'
    )
