"""扫描件、照片: pages as images, recognised by rapidocr (its models come in the wheel).

Characters are recognised with their places; ruling lines are found with OpenCV; which text stands
in which cell is then decided as for any PDF. A page that lies on its side or upside down is turned,
a crooked one straightened. Recognised cells carry the lowest confidence of their characters.
"""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from assistant.domain.document import Document
from assistant.errors import DamagedFile, TooLarge
from assistant.reading.assembly import Assembly
from assistant.reading.lattice import Piece, Rule, RuledTable
from assistant.reading.layout import PageLayout, lay_out, write_pages
from assistant.reading.ruling import TEXT_HEIGHT, Pixels, find_rules, is_line, without_lines

# Pixels of a picture: a page scanned at 600 dpi has 35 million; beyond this it is a bomb or a map.
MAX_PIXELS = 120_000_000
# Frames of a TIFF that are read as pages; each takes seconds.
MAX_FRAMES = 150
# Longer side that recognition works on: text of 9 points on A4 is then 20 pixels high.
_SIDE = 2_000
# Share of dark pixels below which a page is blank: a short word is some 0.01 % of a page.
_BLANK_INK = 0.00002
# Recognition below this confidence (mean of a page) speaks for a page that lies upside down.
_DOUBTFUL = 0.75
# A recognised line below this confidence is noise, not text.
_LEAST = 0.5
# A line is straightened from this angle on (degrees); steeper than the other is no crookedness.
_CROOKED, _STEEP = 0.1, 15.0


@dataclass(frozen=True, slots=True)
class _Text:
    """A recognised line: its corners (clockwise from the top left) and characters."""

    corners: NDArray[np.float64]
    text: str
    score: float
    characters: tuple[tuple[str, float, NDArray[np.float64]], ...]

    @property
    def width(self) -> float:
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def height(self) -> float:
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))


def read_image(data: bytes, name: str) -> Document:
    """A picture (or the frames of a TIFF) as text with places; a blank one gives a note.

    Raises DamagedFile or TooLarge.
    """
    out = Assembly()
    pages = [recognise(image, at + 1) for at, image in enumerate(_frames(data, name))]
    write_pages(out, pages)
    if out.empty:
        out.note("没有辨认出文字，可能是空白页")
    return out.document(data, name, "image")


def recognise_picture(data: bytes, name: str, number: int) -> PageLayout:
    """The first frame of a picture inside another document, as its page ``number``."""
    for image in _frames(data, name):
        return recognise(image, number)
    raise DamagedFile(name, "图像无法识别")


def _frames(data: bytes, name: str) -> Iterator[Pixels]:
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        picture = Image.open(io.BytesIO(data))
        if picture.width * picture.height > MAX_PIXELS:
            raise TooLarge(name, f"图像超过 {MAX_PIXELS // 1_000_000} 百万像素的上限")
        if getattr(picture, "n_frames", 1) > MAX_FRAMES:
            raise TooLarge(name, f"图像超过 {MAX_FRAMES} 页的上限")
        for frame in ImageSequence.Iterator(picture):
            upright = ImageOps.exif_transpose(frame).convert("RGBA")
            white = Image.new("RGBA", upright.size, "white")
            white.alpha_composite(upright)
            yield _fitted(np.asarray(white.convert("L"), dtype=np.uint8))
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise DamagedFile(name, "图像无法识别") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise DamagedFile(name, "图像损坏，无法打开") from error


def render(page: Any) -> Pixels:
    """A page of a PDF (pypdfium2) as a grey image fit for recognition."""
    width, height = page.get_size()
    scale = min(_SIDE / max(width, height, 1.0), 4.0)
    image = page.render(scale=scale, grayscale=True).to_numpy()
    grey = image[:, :, 0] if image.ndim == 3 else image
    return np.ascontiguousarray(grey, dtype=np.uint8)


def picture_rules(page: Any, size: tuple[float, float]) -> tuple[list[Rule], list[Rule]]:
    """Ruling lines (across, down) in the image of a PDF page, in points of its ``size``."""
    image = render(page)
    scale = size[0] / image.shape[1]
    return find_rules(image, scale)


def _fitted(image: Pixels) -> Pixels:
    """The image with its longer side at ``_SIDE`` at most."""
    scale = _SIDE / max(image.shape)
    if scale >= 1.0:
        return image
    size = (max(round(image.shape[1] * scale), 1), max(round(image.shape[0] * scale), 1))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def recognise(image: Pixels, number: int) -> PageLayout:
    """The tables and lines of one page image, turned upright; empty for a blank page."""
    height, width = image.shape[:2]
    if _is_blank(image):
        return PageLayout(number, float(width), float(height))
    image, texts, turns = _upright(image)
    if not texts:
        return PageLayout(number, float(image.shape[1]), float(image.shape[0]))
    image, texts, matrix = _straight(image, texts)
    scale = TEXT_HEIGHT / max(median(text.height for text in texts), 4.0)
    size = (image.shape[1] * scale, image.shape[0] * scale)
    pieces = [piece for text in texts for piece in _pieces(text, image, scale)]
    rules = find_rules(image, scale)
    pieces = [piece for piece in pieces if not is_line(piece, rules[1])]
    layout = lay_out(number, size, pieces, rules, reach=4.0)
    layout.seen = _seen(image.shape, matrix, turns)
    _fill_missed(layout.tables, image, scale)
    return layout


def _is_blank(image: Pixels) -> bool:
    """Whether almost nothing on the page is darker than its paper: saves a recognition."""
    paper = float(np.percentile(image, 75))
    return bool(np.mean(cv2.medianBlur(image, 3) < paper * 0.75) < _BLANK_INK)


# -- recognition ---------------------------------------------------------------------------------

_lock = threading.Lock()
# The engine remembers the last call's switches: every call names them all.
_WHOLE = {
    "use_det": True, "use_cls": False, "use_rec": True,
    "return_word_box": True, "return_single_char_box": True,
}  # fmt: skip
_CROP = {**_WHOLE, "use_det": False, "return_word_box": False, "return_single_char_box": False}


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The one engine of the process; loading takes a second, so it waits for the first page."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            # On pages with little text the defaults (0.5, fast) passed over whole lines; what is
            # found in vain is dropped by the confidence of its recognition.
            "Det.box_thresh": 0.3,
            "Det.score_mode": "slow",
        }
    )


def _recognised(image: Pixels) -> list[_Text]:
    colour = cv2.cvtColor(without_lines(image), cv2.COLOR_GRAY2BGR)
    with _lock:  # the engine keeps state between detection and recognition
        result = _engine()(colour, **_WHOLE)
    if result.boxes is None or result.txts is None:
        return []
    texts = []
    words = result.word_results or [()] * len(result.txts)
    for corners, text, score, characters in zip(
        result.boxes, result.txts, result.scores, words, strict=False
    ):
        if score < _LEAST or not text.strip():
            continue
        placed = tuple(
            (sign, float(certainty), np.asarray(box, dtype=np.float64))
            for sign, certainty, box in characters
            if box is not None and str(sign).strip()
        )
        texts.append(_Text(np.asarray(corners, dtype=np.float64), text, float(score), placed))
    return texts


def _recognised_crop(crop: Pixels) -> tuple[str, float]:
    """The text of a picture of one line, and its confidence."""
    colour = cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR)
    with _lock:
        result = _engine()(colour, **_CROP)
    if not result.txts:
        return "", 0.0
    return str(result.txts[0]).strip(), float(result.scores[0])


def _upright(image: Pixels) -> tuple[Pixels, list[_Text], int]:
    """The page the right way up, its text, and the quarter turns to the left that this took.

    At most three passes, one for most pages.
    """
    texts = _recognised(image)
    tall = sum(text.height > 1.5 * text.width for text in texts)
    if tall > len(texts) / 2 and len(texts) > 2:
        # Lying on its side. The engine turns tall lines to the left to read them: where they then
        # read well, the page is turned the same way.
        turn = 1 if _certainty(texts) >= _DOUBTFUL else 3
        turned = np.ascontiguousarray(np.rot90(image, turn))
        upright = _recognised(turned)
        if _certainty(upright) >= _DOUBTFUL:
            return turned, upright, turn
        other = np.ascontiguousarray(np.rot90(turned, 2))
        return max(
            ((turned, upright, turn), (other, _recognised(other), (turn + 2) % 4)),
            key=lambda item: _weight(item[1]),
        )
    if _certainty(texts) < _DOUBTFUL:
        turned = np.ascontiguousarray(np.rot90(image, 2))
        return max(
            ((image, texts, 0), (turned, _recognised(turned), 2)), key=lambda i: _weight(i[1])
        )
    return image, texts, 0


def _seen(
    shape: tuple[int, ...], matrix: NDArray[np.float64] | None, turns: int
) -> tuple[float, float, float, float, float, float] | None:
    """From a place on the page as read (fractions) to the one on the page as given.

    ``shape`` is that of the page as read, ``matrix`` what straightened it, ``turns`` the quarter
    turns to the left before that. None where nothing was turned.
    """
    if matrix is None and not turns:
        return None
    size = np.diag([float(shape[1]), float(shape[0]), 1.0])
    back = np.eye(3)
    if matrix is not None:
        back = np.linalg.inv(size) @ np.linalg.inv(np.vstack([matrix, [0.0, 0.0, 1.0]])) @ size
    quarter = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    whole = np.linalg.matrix_power(quarter, turns) @ back
    a, b, c, d, e, f = (float(value) for value in whole[:2].ravel())
    return a, b, c, d, e, f


def _certainty(texts: Sequence[_Text]) -> float:
    """Mean confidence by character; 0 for none."""
    total = sum(len(text.text) for text in texts)
    return sum(text.score * len(text.text) for text in texts) / total if total else 0.0


def _weight(texts: Sequence[_Text]) -> float:
    """How much was read with how much confidence."""
    return sum((text.score - _LEAST) * len(text.text) for text in texts)


def _straight(
    image: Pixels, texts: list[_Text]
) -> tuple[Pixels, list[_Text], NDArray[np.float64] | None]:
    """The page and its text turned by the angle at which the lines of text run, and the matrix."""
    angles = [
        math.degrees(math.atan2(*(text.corners[1] - text.corners[0])[::-1]))
        for text in texts
        if text.width > 4 * text.height
    ]
    angle = median(angles) if angles else 0.0
    if not _CROOKED < abs(angle) < _STEEP:
        return image, texts, None
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    paper = int(np.percentile(image, 75))
    turned = cv2.warpAffine(image, matrix, (width, height), borderValue=paper)

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], dtype=np.float64)

    straight = [
        _Text(
            moved(text.corners),
            text.text,
            text.score,
            tuple((sign, score, moved(box)) for sign, score, box in text.characters),
        )
        for text in texts
    ]
    return np.asarray(turned, dtype=np.uint8), straight, np.asarray(matrix, dtype=np.float64)


def _pieces(text: _Text, image: Pixels, scale: float) -> Iterator[Piece]:
    """The characters of a recognised line; a column of stacked characters is read one by one."""
    left, top = text.corners.min(axis=0)
    right, bottom = text.corners.max(axis=0)
    if text.height > 1.6 * text.width and len(text.text) > 1:
        yield from _stacked(image, (left, top, right, bottom), scale)
        return
    if not text.characters:
        yield _scaled(text.text, (left, top, right, bottom), scale, text.score)
        return
    for sign, score, box in text.characters:
        x0, _ = box.min(axis=0)
        x1, _ = box.max(axis=0)
        # All characters share the line's height: their own boxes differ without meaning.
        middle = float(box[:, 1].mean())
        half = text.height / 2
        yield _scaled(sign, (x0, middle - half, x1, middle + half), scale, score)


def _stacked(
    image: Pixels, frame: tuple[float, float, float, float], scale: float
) -> Iterator[Piece]:
    left, top, right, bottom = frame
    count = max(round((bottom - top) / max(right - left, 1.0)), 1)
    step = (bottom - top) / count
    for at in range(count):
        box = (left, top + at * step, right, top + (at + 1) * step)
        crop = _crop(image, box, 2)
        sign, score = _recognised_crop(crop) if crop.size else ("", 0.0)
        if sign and score >= _LEAST:
            yield _scaled(sign, box, scale, score)


def _crop(image: Pixels, box: tuple[float, float, float, float], margin: int) -> Pixels:
    left, top, right, bottom = (round(value) for value in box)
    height, width = image.shape[:2]
    rows = slice(max(top - margin, 0), min(bottom + margin, height))
    return image[rows, max(left - margin, 0) : min(right + margin, width)]


def _scaled(text: str, box: tuple[float, float, float, float], scale: float, score: float) -> Piece:
    left, top, right, bottom = (value * scale for value in box)
    return Piece(text, left, top, right, bottom, round(score, 3))


# -- what detection missed -----------------------------------------------------------------------


def _fill_missed(tables: Sequence[RuledTable], image: Pixels, scale: float) -> None:
    """Read the cells that hold ink but no text: detection passes over single digits."""
    for table in tables:
        for cell in table.cells:
            if cell.pieces:
                continue
            inset = 2.0
            box = tuple(
                value / scale
                for value in (
                    cell.left + inset,
                    cell.top + inset,
                    cell.right - inset,
                    cell.bottom - inset,
                )
            )
            found = _ink_box(image, (box[0], box[1], box[2], box[3]), scale)
            if found is None:
                continue
            crop = _crop(image, found, 4)
            text, score = _recognised_crop(crop) if crop.size else ("", 0.0)
            if text and score >= 0.7:
                cell.pieces.append(_scaled(text, found, scale, score))


def _ink_box(
    image: Pixels, box: tuple[float, float, float, float], scale: float
) -> tuple[float, float, float, float] | None:
    """Where the ink of one line of text lies within ``box``; None for none or for more."""
    crop = _crop(image, box, 0)
    if crop.shape[0] < 6 or crop.shape[1] < 6:
        return None
    dark = crop < float(np.percentile(crop, 80)) * 0.6
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if dark.sum() < 12 or not len(rows):
        return None
    height = rows[-1] - rows[0] + 1
    text_height = TEXT_HEIGHT / scale
    if not 0.25 * text_height < height < 1.8 * text_height:
        return None
    left, top = max(round(box[0]), 0), max(round(box[1]), 0)
    return (
        float(left + columns[0]),
        float(top + rows[0]),
        float(left + columns[-1] + 1),
        float(top + rows[-1] + 1),
    )
