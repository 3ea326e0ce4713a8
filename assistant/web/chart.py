"""图: bars drawn as SVG, every bar a button that opens the figure's source.

Drawn here and not by Gradio's own plots because those report a brushed range, not the bar that was
clicked, and cannot be reached by keyboard. Colours are told apart in print and by colour-blind
readers by lightness too, and every bar carries its figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from html import escape

from assistant.domain.locator import Locator
from assistant.web.link import key_of

COLOURS = ("#1f4e8c", "#5b9bd5", "#e08a1e", "#4a8f5c")
WIDTH = 760
LABEL = 250
ROW = 28
LETTERS = 18
TAB = "compare"


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: ``value`` decides the length, ``shown`` is what is printed beside it."""

    label: str
    series: str
    value: Decimal
    shown: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its title, the meaning of its numbers, and its bars in order."""

    title: str
    measure: str
    bars: tuple[Bar, ...]
    note: str = ""

    @property
    def series(self) -> tuple[str, ...]:
        """The series in order of first appearance."""
        return tuple(dict.fromkeys(bar.series for bar in self.bars))


def _bar(bar: Bar, y: float, longest: Decimal, colour: str, label: str) -> str:
    room = WIDTH - LABEL - 150
    width = max(1.0, float(bar.value / longest) * room) if longest > 0 else 1.0
    title = f"{bar.label} {bar.series}：{bar.shown}（{bar.locator.source}）"
    return (
        f"{_label(label, y)}"
        f'<g data-yj="{TAB}/{escape(key_of(bar.locator))}" role="button" tabindex="0" '
        f'aria-label="{escape(title)}，打开出处"><title>{escape(title)}</title>'
        f'<rect x="{LABEL}" y="{y + 3}" width="{width:.1f}" height="{ROW - 8}" rx="2" fill="{colour}"/>'
        f'<text x="{LABEL + width + 6:.1f}" y="{y + 16}">{escape(bar.shown)}</text></g>'
    )


def _label(label: str, y: float) -> str:
    """The label on one line, or on two smaller ones cut at a space where there is one."""
    if len(label) <= LETTERS:
        return f'<text x="{LABEL - 8}" y="{y + 16}" text-anchor="end">{escape(label)}</text>'
    cut = label.rfind(" ", 4, LETTERS + 2)
    cut = cut if cut > 0 else LETTERS
    lines = (label[:cut], label[cut:].strip())
    return "".join(
        f'<text x="{LABEL - 8}" y="{y + 9 + 12 * n}" font-size="11" text-anchor="end">'
        f"{escape(line if len(line) <= LETTERS + 3 else line[: LETTERS + 2] + '…')}</text>"
        for n, line in enumerate(lines)
    )


def chart_svg(chart: Chart) -> str:
    """The chart; a line in its place where there is nothing to draw."""
    if not chart.bars:
        return '<p class="yj-empty">资料里没有这样的数可以画。</p>'
    longest = max(bar.value for bar in chart.bars)
    colours = {name: COLOURS[n % len(COLOURS)] for n, name in enumerate(chart.series)}
    y, parts, last = 44.0, [], None
    several = len(chart.series) > 1
    if several:
        x = float(LABEL)
        for name, colour in colours.items():
            parts.append(
                f'<rect x="{x}" y="32" width="12" height="12" fill="{colour}"/>'
                f'<text x="{x + 17}" y="43">{escape(name)}</text>'
            )
            x += 30 + 14 * len(name)
        y = 58.0
    for bar in chart.bars:
        if bar.label != last and last is not None and several:
            y += 8
        label = bar.label if bar.label != last else ""
        parts.append(_bar(bar, y, longest, colours[bar.series], label))
        y, last = y + ROW, bar.label
    heading = f"{chart.title}（{chart.measure}）" if chart.measure else chart.title
    return (
        f'<div class="yj-drawing"><svg class="yj-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 12:.0f}" '
        f'role="group" aria-label="{escape(heading)}"><text x="8" y="20" font-weight="600" '
        f'font-size="15">{escape(heading)}</text>{"".join(parts)}</svg></div>'
        + (f'<p class="yj-quiet">{escape(chart.note)}</p>' if chart.note else "")
    )
