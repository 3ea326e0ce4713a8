"""版式页: a page of an OFD as SVG, drawn by the browser with its own fonts.

No kept library draws OFD without a licence that this project cannot take on; the characters, lines
and pictures with their places are known from reading, and that is what a page is.
"""

from __future__ import annotations

import base64
import io
from html import escape
from itertools import groupby
from pathlib import Path

from assistant.reading.lattice import Piece
from assistant.reading.ofd import Drawing, draw_page
from assistant.reading.package import Package

BASE = 0.86
"""Where a character's base line stands, as a share of its height."""
SHOWN = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")
"""First bytes of the pictures that every browser shows."""
WIDEST = 1600
"""Pixels of a picture on a page; a larger one is made smaller."""


def ofd_svg(path: Path, page: int, label: str) -> str | None:
    """The page as SVG; None where there is no such page. Raises ReadError, OSError."""
    drawing = draw_page(Package(path.read_bytes(), path.name), path.name, page)
    if drawing is None or drawing.width <= 0 or drawing.height <= 0:
        return None
    return (
        f'<svg role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {drawing.width:.1f} {drawing.height:.1f}">'
        f"{_pictures(drawing)}{_rules(drawing)}{_texts(drawing.pieces)}</svg>"
    )


def _texts(pieces: tuple[Piece, ...]) -> str:
    """Characters of one line and size as one text, each at its own place."""
    parts = []
    for (top, height), run in groupby(pieces, key=lambda p: (round(p.top, 1), round(p.height, 1))):
        signs = [p for p in run if not p.text.isspace()]
        if signs:
            places = " ".join(f"{p.left:.1f}" for p in signs)
            text = escape("".join(p.text for p in signs))
            parts.append(
                f'<text x="{places}" y="{top + BASE * height:.1f}" font-size="{height:.1f}">{text}</text>'
            )
    return f'<g fill="#111">{"".join(parts)}</g>'


def _rules(drawing: Drawing) -> str:
    lines = [f"M{r.start:.1f} {r.at:.1f}H{r.end:.1f}" for r in drawing.across]
    lines += [f"M{r.at:.1f} {r.start:.1f}V{r.end:.1f}" for r in drawing.down]
    return f'<path d="{"".join(lines)}" stroke="#444" stroke-width=".6" fill="none"/>'


def _pictures(drawing: Drawing) -> str:
    """The pictures; on a page without characters the largest is the page (so it was read)."""
    found = sorted(drawing.pictures, key=lambda p: (p[0] - p[2]) * (p[3] - p[1]))
    if not drawing.pieces:
        found = [(0.0, 0.0, drawing.width, drawing.height, data) for *_, data in found[:1]]
    return "".join(
        f'<image x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
        f'height="{bottom - top:.1f}" preserveAspectRatio="none" href="{source}"/>'
        for left, top, right, bottom, data in found
        if (source := _source(data)) is not None
    )


def _source(data: bytes) -> str | None:
    """A picture as the page can hold it; None for a kind that cannot be shown."""
    from PIL import Image  # only where a page is shown

    if data.startswith(SHOWN) and len(data) < 1_000_000:
        return f"data:;base64,{base64.b64encode(data).decode('ascii')}"
    try:
        with Image.open(io.BytesIO(data)) as opened:
            image = opened.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    image.thumbnail((WIDEST, WIDEST * 2))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80)
    return f"data:image/jpeg;base64,{base64.b64encode(target.getvalue()).decode('ascii')}"
