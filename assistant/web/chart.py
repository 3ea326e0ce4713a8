"""图: bars drawn as SVG, every bar a button that opens the figure's source.

Drawn here and not by Gradio's own plots because those report a brushed range, not the bar that was
clicked, and cannot be reached by keyboard. Colours are told apart in print and by colour-blind
readers by lightness too, and every bar carries its figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import groupby

from assistant.domain.locator import Locator
from assistant.web.link import key_of

COLOURS = ("#1f4e8c", "#5b9bd5", "#c2710c", "#4a8f5c")
"""For paper and the light page; ``page.css`` has lighter ones for the dark page (``.yj-s0``…)."""
ROW = 26
SIZE = 13
"""Pixels of a Chinese character; one of ASCII is taken for a little over half as wide."""
TAB = "compare"


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide a picture is, the room for its labels, and their letters on one line, in pixels."""

    name: str
    width: int
    label: int
    letters: int


WIDE = Frame("wide", 760, 210, 15)
NARROW = Frame("narrow", 400, 118, 8)
"""For a telephone; ``page.css`` shows the one or the other."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: ``value`` decides the length, ``shown`` is what is printed beside it.

    Bars of one ``group`` stand under its heading. ``exact`` is told where ``shown`` is rounded.
    """

    label: str
    series: str
    value: Decimal
    shown: str
    locator: Locator
    group: str = ""
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its title, the meaning of its numbers, and its bars in order.

    ``lacking`` says what to do where there are none; ``note`` what was left out. ``by_group`` draws
    each group to a scale of its own, where groups are not to be compared.
    """

    title: str
    measure: str
    bars: tuple[Bar, ...]
    note: str = ""
    lacking: str = "资料里没有这样的数可以画。"
    by_group: bool = False

    @property
    def series(self) -> tuple[str, ...]:
        """The series in order of first appearance."""
        return tuple(dict.fromkeys(bar.series for bar in self.bars))

    @property
    def heading(self) -> str:
        """Title and measure."""
        return f"{self.title}（{self.measure}）" if self.measure else self.title


def text_width(text: str) -> float:
    """About how wide a text is drawn, in pixels."""
    return sum(SIZE * (0.6 if sign.isascii() else 1.0) for sign in text)


def wrapped(label: str, letters: int) -> list[str]:
    """A label on at most two lines, cut at a space or before a bracket; the rest as ……"""
    if len(label) <= letters:
        return [label]
    cut = max(label.rfind(sign, letters // 2, letters + 1) for sign in " （(")
    cut = cut if cut > 0 else letters
    rest = label[cut:].strip()
    return [label[:cut], rest if len(rest) <= letters else rest[: letters - 1] + "…"]


def _label(label: str, y: float, frame: Frame) -> str:
    lines = wrapped(label, frame.letters)
    size = SIZE if len(lines) == 1 else 11
    first = y + 16 if len(lines) == 1 else y + 10
    return "".join(
        f'<text x="{frame.label - 8}" y="{first + 12 * n:.0f}" font-size="{size}" '
        f'text-anchor="end">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )


def _bar(bar: Bar, y: float, scale: float, colour: int, frame: Frame) -> str:
    width = max(1.5, float(bar.value) * scale)
    said = bar.exact or bar.shown
    what = " ".join(part for part in (bar.group, bar.label, bar.series) if part)
    title = f"{what}：{said}（{bar.locator.source}）"
    return (
        f'<g data-yj="{TAB}/{escape(key_of(bar.locator))}" role="button" tabindex="0" '
        f'aria-label="{escape(title)}，打开出处"><title>{escape(title)}</title>'
        f'<rect x="{frame.label}" y="{y + 3:.0f}" width="{width:.1f}" height="{ROW - 7}" rx="2" '
        f'class="yj-s{colour}" fill="{COLOURS[colour]}"/>'
        f'<text x="{frame.label + width + 6:.1f}" y="{y + 17:.0f}">{escape(bar.shown)}</text></g>'
    )


def _legend(series: tuple[str, ...], y: float, x: float) -> str:
    parts = []
    for number, name in enumerate(series):
        colour = number % len(COLOURS)
        parts.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="12" height="12" class="yj-s{colour}" '
            f'fill="{COLOURS[colour]}"/><text x="{x + 17:.0f}" y="{y + 11:.0f}">{escape(name)}</text>'
        )
        x += 34 + text_width(name)
    return "".join(parts)


def chart_svg(chart: Chart) -> str:
    """The chart, wide and narrow; a line in its place where there is nothing to draw."""
    if not chart.bars:
        return f'<p class="yj-empty">{escape(chart.lacking)}</p>'
    drawn = "".join(
        f'<div class="yj-drawing yj-{frame.name}">{_drawn(chart, frame)}</div>'
        for frame in (WIDE, NARROW)
    )
    return drawn + (f'<p class="yj-quiet">{escape(chart.note)}</p>' if chart.note else "")


def _drawn(chart: Chart, frame: Frame) -> str:
    room = frame.width - frame.label - 14 - max(text_width(bar.shown) for bar in chart.bars)
    scale = _scale(chart.bars, room)
    colours = {name: n % len(COLOURS) for n, name in enumerate(chart.series)}
    several = len(colours) > 1
    start = frame.label if frame is WIDE else 8
    parts, y = ([_legend(chart.series, 34, start)], 56.0) if several else ([], 34.0)
    for group, grouped in groupby(chart.bars, key=lambda bar: bar.group):
        bars = tuple(grouped)
        scale = _scale(bars, room) if chart.by_group else scale
        if group:
            for line in headings(group, frame.width - 16):
                parts.append(
                    f'<text x="8" y="{y + 17:.0f}" font-weight="600">{escape(line)}</text>'
                )
                y += ROW - 4
            y += 4
        for label, same in groupby(bars, key=lambda bar: bar.label):
            parts.append(_label(label, y, frame))
            for bar in same:
                parts.append(_bar(bar, y, scale, colours[bar.series], frame))
                y += ROW - 2 if several else ROW
            y += 8 if several else 0
        y += 6 if group else 0
    return (
        f'<svg class="yj-chart" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {frame.width} {y + 10:.0f}" role="group" '
        f'aria-label="{escape(chart.heading)}"><text x="8" y="20" font-weight="600" '
        f'font-size="15">{escape(chart.heading)}</text>{"".join(parts)}</svg>'
    )


def _scale(bars: Iterable[Bar], room: float) -> float:
    """Pixels of one unit where the longest bar fills the room."""
    longest = max(bar.value for bar in bars)
    return max(40.0, room) / float(longest) if longest > 0 else 0.0


def headings(text: str, room: float) -> list[str]:
    """A group's heading; one that is too wide goes on after its colon, the rest of that as …"""
    if text_width(text) <= room:
        return [text]
    head, colon, rest = text.partition("：")
    return [_cut(line, room) for line in (head, rest) if line] if colon else [_cut(text, room)]


def _cut(text: str, room: float) -> str:
    most = len(text)
    while most > 1 and text_width(text[:most]) > room:
        most -= 1
    return text if most == len(text) else text[: most - 1] + "…"
