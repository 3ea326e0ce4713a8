"""扫描的表格线: ruling lines in the image of a page, found and painted over with OpenCV.

Coordinates that come out are points, in which recognised text is ``TEXT_HEIGHT`` high.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from assistant.reading.lattice import Piece, Rule

Pixels = NDArray[np.uint8]

# Height of text in the coordinates that ``lattice`` works in (points).
TEXT_HEIGHT = 12.0
# What a stretch of a vertical line is read as.
_LINE_LIKE = frozenset("1|lI丨｜!i")


def find_rules(image: Pixels, scale: float) -> tuple[list[Rule], list[Rule]]:
    """Ruling lines (across, down) by morphology: long thin runs of ink."""
    ink = _ink(image)
    em = TEXT_HEIGHT / scale
    across = _runs(ink, max(round(2.0 * em), 24), scale)
    # The sides of a single row are hardly longer than the strokes of its text; strokes that are
    # taken for lines touch no table and are left out there.
    down = _runs(np.ascontiguousarray(ink.T), max(round(1.35 * em), 18), scale)
    return across, down


def _ink(image: Pixels) -> Pixels:
    """255 where the page is darker than its surroundings."""
    block = max(min(image.shape) // 40, 10) * 2 + 1
    found = cv2.adaptiveThreshold(
        image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18
    )
    return np.asarray(found, dtype=np.uint8)


def _runs(ink: Pixels, length: int, scale: float) -> list[Rule]:
    """Runs of ink along the rows of at least ``length`` pixels, gaps of scanning closed."""
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 7), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    thick = cv2.dilate(opened, np.ones((3, 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(thick, connectivity=8)
    rules = []
    most = TEXT_HEIGHT / scale
    for x, y, width, height, _area in stats[1:]:
        if height < most and width >= length and width > 3 * height:
            rules.append(Rule((y + height / 2) * scale, x * scale, (x + width) * scale))
    return rules


def without_lines(image: Pixels) -> Pixels:
    """The page with its ruling lines painted over: beside a figure they are read as a 1."""
    ink = _ink(image)
    length = max(round(0.03 * max(image.shape)), 40)
    found = np.zeros_like(ink)
    for thick, run in (((3, 1), (1, length)), ((1, 3), (length, 1))):
        # Thickened first: a line of one pixel that is a little askew is a staircase.
        thickened = cv2.dilate(ink, np.ones(thick, np.uint8))
        found |= cv2.morphologyEx(thickened, cv2.MORPH_OPEN, np.ones(run, np.uint8))
    out = image.copy()
    out[cv2.dilate(found, np.ones((3, 3), np.uint8)) > 0] = round(float(np.percentile(image, 75)))
    return out


def is_line(piece: Piece, verticals: Sequence[Rule]) -> bool:
    """Whether a recognised 1 is but a piece of a ruling line: it stands on one."""
    x, y = piece.middle
    return piece.text in _LINE_LIKE and any(
        abs(rule.at - x) < 0.2 * TEXT_HEIGHT and rule.start <= y <= rule.end for rule in verticals
    )
