"""标记: what extraction left in a cell or line (tags, entities, check boxes, stray spaces)."""

from __future__ import annotations

import html
import re

TICKED = "☑☒√✓✔■⊠🗹"
UNTICKED = "☐□○◯"

_INPUT = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
_IS_CHECKED = re.compile(r"\bchecked\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPHASIS = re.compile(r"\*\*|__|(?<![A-Za-z0-9])`|`(?![A-Za-z0-9])")
_BOX = re.compile(f"[{TICKED}{UNTICKED}]")
_BETWEEN_HAN = re.compile(r"(?<=[㐀-鿿）」』》])\s+(?=[㐀-鿿（「『《])")
_IN_FIGURE = re.compile(r"(?<=\d)\s*([,，.])\s+(?=\d)|(?<=\d)\s+([,，.])\s*(?=\d)")


def plain_text(text: str) -> str:
    """``text`` without tags, entities, Markdown emphasis; runs of blanks as one."""
    if "<" in text:
        text = _TAG.sub(" ", _INPUT.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    text = _EMPHASIS.sub("", text)
    return re.sub(r"\s+", " ", text).strip()


def squeeze(text: str) -> str:
    """``text`` without the blanks that extraction put between Han characters or into figures."""
    text = _IN_FIGURE.sub(lambda m: m.group(1) or m.group(2), text)
    return _BETWEEN_HAN.sub("", text).strip()


def ticked_options(text: str) -> tuple[str, ...] | None:
    """The ticked options of a field of check boxes; None where there is no box at all.

    ``一次性项目 <input> 经常性项目 <input checked>`` and ``☑经常性 □一次性`` alike; a box stands
    before its option where the text begins with one, after it otherwise.
    """
    text = _INPUT.sub(lambda m: TICKED[0] if _IS_CHECKED.search(m.group(0)) else UNTICKED[0], text)
    boxes = list(_BOX.finditer(text))
    if not boxes:
        return None
    cuts = [0, *(m.end() for m in boxes)]
    before = [text[a : m.start()] for a, m in zip(cuts, boxes)]
    after = [
        text[m.end() : n.start() if n else len(text)] for m, n in zip(boxes, [*boxes[1:], None])
    ]
    labels = after if not plain_text(before[0]) else before
    return tuple(
        plain_text(label).strip(" 、，,;；:：()（）")
        for box, label in zip(boxes, labels)
        if box.group(0) in TICKED and plain_text(label)
    )
