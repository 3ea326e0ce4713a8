"""图: bars drawn as SVG, every bar a button that opens the figure's source.

Drawn here and not by Gradio's own plots because those report a brushed range, not the bar that was
clicked, and cannot be reached by keyboard. Colours are told apart in print and by colour-blind
readers by lightness too, and every bar carries its figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import groupby

from assistant.domain.locator import Locator
from assistant.web.link import key_of

COLOURS = ("#1f4e8c", "#5b9bd5", "#c2710c", "#4a8f5c")
"""For paper and the light page; ``page.css`` has lighter ones for the dark page (``.yj-s0``…)."""
WIDTH = 760
LABEL = 210
ROW = 26
LETTERS = 15
LINES = 2
SIZE = 13
"""Pixels of a Chinese character; one of ASCII is taken for a little over half as wide."""
TAB = "compare"


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

    ``lacking`` says what to do where there are none; ``note`` what was left out.
    """

    title: str
    measure: str
    bars: tuple[Bar, ...]
    note: str = ""
    lacking: str = "资料里没有这样的数可以画。"

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


def wrapped(label: str) -> list[str]:
    """A label on at most two lines, cut at a space where there is one; the rest as ……"""
    if len(label) <= LETTERS:
        return [label]
    cut = label.rfind(" ", LETTERS // 2, LETTERS + 1)
    cut = cut if cut > 0 else LETTERS
    rest = label[cut:].strip()
    return [label[:cut], rest if len(rest) <= LETTERS else rest[: LETTERS - 1] + "…"]


def _label(label: str, y: float) -> str:
    lines = wrapped(label)
    size = SIZE if len(lines) == 1 else 11
    first = y + 16 if len(lines) == 1 else y + 10
    return "".join(
        f'<text x="{LABEL - 8}" y="{first + 12 * n:.0f}" font-size="{size}" text-anchor="end">'
        f"{escape(line)}</text>"
        for n, line in enumerate(lines)
    )


def _bar(bar: Bar, y: float, scale: float, colour: int) -> str:
    width = max(1.5, float(bar.value) * scale)
    said = bar.exact or bar.shown
    what = " ".join(part for part in (bar.group, bar.label, bar.series) if part)
    title = f"{what}：{said}（{bar.locator.source}）"
    return (
        f'<g data-yj="{TAB}/{escape(key_of(bar.locator))}" role="button" tabindex="0" '
        f'aria-label="{escape(title)}，打开出处"><title>{escape(title)}</title>'
        f'<rect x="{LABEL}" y="{y + 3:.0f}" width="{width:.1f}" height="{ROW - 7}" rx="2" '
        f'class="yj-s{colour}" fill="{COLOURS[colour]}"/>'
        f'<text x="{LABEL + width + 6:.1f}" y="{y + 17:.0f}">{escape(bar.shown)}</text></g>'
    )


def _legend(series: tuple[str, ...], y: float) -> str:
    parts, x = [], float(LABEL)
    for number, name in enumerate(series):
        colour = number % len(COLOURS)
        parts.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="12" height="12" class="yj-s{colour}" '
            f'fill="{COLOURS[colour]}"/><text x="{x + 17:.0f}" y="{y + 11:.0f}">{escape(name)}</text>'
        )
        x += 34 + text_width(name)
    return "".join(parts)


def chart_svg(chart: Chart) -> str:
    """The chart; a line in its place where there is nothing to draw."""
    if not chart.bars:
        return f'<p class="yj-empty">{escape(chart.lacking)}</p>'
    longest = max(bar.value for bar in chart.bars)
    room = WIDTH - LABEL - 14 - max(text_width(bar.shown) for bar in chart.bars)
    scale = max(60.0, room) / float(longest) if longest > 0 else 0.0
    colours = {name: n % len(COLOURS) for n, name in enumerate(chart.series)}
    several = len(colours) > 1
    parts, y = ([_legend(chart.series, 34)], 56.0) if several else ([], 34.0)
    for group, bars in groupby(chart.bars, key=lambda bar: bar.group):
        if group:
            parts.append(
                f'<text x="8" y="{y + 17:.0f}" font-weight="600">{escape(_cut(group))}</text>'
            )
            y += ROW
        for label, same in groupby(bars, key=lambda bar: bar.label):
            parts.append(_label(label, y))
            for bar in same:
                parts.append(_bar(bar, y, scale, colours[bar.series]))
                y += ROW - 2 if several else ROW
            y += 8 if several else 0
        y += 6 if group else 0
    return (
        f'<div class="yj-drawing" tabindex="0" role="region" aria-label="{escape(chart.heading)}（图）">'
        f'<svg class="yj-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 10:.0f}" '
        f'role="group" aria-label="{escape(chart.heading)}"><text x="8" y="20" font-weight="600" '
        f'font-size="15">{escape(chart.heading)}</text>{"".join(parts)}</svg></div>'
        + (f'<p class="yj-quiet">{escape(chart.note)}</p>' if chart.note else "")
    )


def _cut(text: str) -> str:
    return text if len(text) <= 52 else text[:51] + "…"
