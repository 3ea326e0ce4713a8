"""叙述: last year's text with its figures re-set from the tables.

A figure of the text (an Arabic number with a unit) follows the fact that it equals; one in a
sentence about earlier years is history and stays; any other is 待填. Titles, document numbers,
names with numbers (110警情) and list numbers are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from assistant.domain.document_number import find_numbers
from assistant.domain.draft import CellStatus
from assistant.domain.locator import Locator
from assistant.domain.shapes import plain
from assistant.jobs.draft.amounts import UNITS, restyle, short_yuan
from assistant.jobs.draft.cells import ANY, BLANK, Figure
from assistant.jobs.draft.likeness import core_name, likeness
from assistant.jobs.draft.years import Place, is_past, sentence_of, sentence_span, turn_years

_MONEY = "亿元|百万元|万元|千元|元"
_COUNTED = (
    "平方公里|平方米|公里|立方米|工作日|个月|小时|分钟|人次|场次|批次|处|名|人|位|个|户|家|所|辆|台|套|件|份|支|间|座|栋|条"
    "|场|次|批|项|类|期|顿|吨|亩|天|周|米|岁|路|点|组|班|级|块|张|册|幅|盏|部|架|艘|只|头|株|棵|袋|箱|瓶|季度"
)
_FIGURE = re.compile(
    rf"(?<![\d.A-Za-z〔\[（(第])(?P<number>\d[\d,，]*(?:\.\d+)?)\s*(?P<about>余|多)?\s*"
    rf"(?P<unit>{_MONEY}|[%％]|{_COUNTED})(?P<per>\s*/\s*[一-鿿]{{1,3}}(?:[·•.]\s*[一-鿿])?)?"
)
_PROTECTED = re.compile(
    r"《[^》]{1,80}》(?:[^》\n]{0,20}》)?|[“\"][^”\"\n]{1,12}[”\"]|(?:表|图)\s*\d+|^\s*[（(]?\d+[)）.、．]",
    re.M,
)
COINCIDENCE = 30
"""Below this, equal counts are often a coincidence: the words beside must speak of the same."""
_STOPS = "，、；。,;：\n"
_TREND = re.compile(
    r"[^。；\n]*(?:近[一二三两几]?年|较上一?年|同比)[^。；\n]{0,16}(?:预算|执行|金额|支出)[^。；\n]*"
)
"""A sentence that compares past budgets: the new year may not bear it out."""
_FAMILIES = (
    frozenset("名人位员"), frozenset({"次", "场", "场次", "回"}), frozenset("个家处座所"),
    frozenset({"%", "％"}), frozenset({"天", "日"}),
)  # fmt: skip


class Wording(Protocol):
    """Seam for a model: may reword a text whose figures are already set.

    What it returns is shown only if every figure, date and name of it stands in ``text``.
    """

    def word(self, kind: str, text: str) -> str:
        """The text of ``kind`` (overall, annual, section title) in better words."""


@dataclass(frozen=True, slots=True)
class Reset:
    """One stretch of the new text: what it was, what it is and why."""

    start: int
    end: int
    old: str
    new: str
    status: CellStatus
    reason: str
    sources: tuple[Locator, ...]
    proposal: bool = False


@dataclass(frozen=True, slots=True)
class Retold:
    """The text re-set; ``resets`` carry offsets into ``text``."""

    text: str
    resets: tuple[Reset, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    new: str
    status: CellStatus
    reason: str
    sources: tuple[Locator, ...] = ()
    proposal: bool = False


def same_measure(a: str, b: str) -> bool:
    """True where two units count the same kind of thing (名 and 人)."""
    return a == b or any(a in family and b in family for family in _FAMILIES)


def retell(
    text: str,
    figures: Sequence[Figure],
    *,
    base: int,
    year: int,
    place: Place = "text",
    lenient: bool = False,
    ordinal: str | None = None,
    strict: bool = False,
) -> Retold:
    """``text`` for ``year`` instead of ``base``.

    ``lenient`` keeps an unbound percentage (a goal's own target); ``ordinal`` is the given 届次.
    ``strict`` (another unit's text) leaves no figure standing: history is theirs too.
    """
    protected = _protected(text)
    edits = [
        edit
        for edit in _year_edits(text, base, year, place, ordinal)
        if not _inside(edit.start, protected)
    ]
    taken = protected + [(e.start, e.end) for e in edits]
    # A sentence whose years move tells of other years now: its figures are no history any more.
    told_anew = [sentence_span(text, e.start) for e in edits if e.new != text[e.start : e.end]]
    for match in _FIGURE.finditer(text):
        if _inside(match.start(), taken):
            continue
        stays = not strict and is_past(sentence_of(text, match.start()), base)
        if stays and not _inside(match.start(), told_anew):
            edit = _Edit(*match.span("number"), match["number"], "carried", "往年情况，照原文")
        else:
            edit = _figure_edit(text, match, figures, lenient=lenient and not strict)
        edits.append(edit)
        taken.append((edit.start, edit.end))
    for match in _TREND.finditer(text):
        if not _inside(match.start(), taken) and place == "text" and not strict:
            why = "对以往年度增减的说法，须按新的执行表核对"
            edits.append(
                _Edit(
                    match.end(),
                    match.end(),
                    "【待核】",
                    "needs_input",
                    f"{why}：{match[0].strip()}",
                )
            )
    return _apply(text, edits)


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a <= at < b for a, b in spans)


def _protected(text: str) -> list[tuple[int, int]]:
    spans = [m.span() for m in _PROTECTED.finditer(text)]
    spans.extend((n.start, n.end) for n in find_numbers(text))
    return spans


def _year_edits(text: str, base: int, year: int, place: Place, ordinal: str | None) -> list[_Edit]:
    edits = []
    for turn in turn_years(text, base, year, place):
        is_ordinal = "第几届" in turn.why
        if turn.new is None and is_ordinal and ordinal:
            edits.append(_Edit(turn.start, turn.end, ordinal, "given", "给定的届次"))
        elif turn.new is None:
            edits.append(_Edit(turn.start, turn.end, BLANK, "needs_input", turn.why))
        else:
            old = text[turn.start : turn.end]
            status: CellStatus = "carried" if turn.new == old else "computed"
            edits.append(_Edit(turn.start, turn.end, turn.new, status, turn.why))
    return edits


def _number(text: str) -> Decimal:
    return Decimal(re.sub("[,，]", "", text))


def _fits(figure: Figure, number: Decimal, unit: str, shown: str) -> bool:
    """True where last year's figure is the printed one (money: within its rounding)."""
    if figure.old is None:
        return False
    if unit in UNITS:
        if not figure.measure.startswith("元") or "/" in figure.measure:
            return False
        decimals = len(shown.partition(".")[2])
        half = UNITS[unit] * Decimal(1).scaleb(-decimals) / 2
        return abs(figure.old - number * UNITS[unit]) <= (
            half if unit != "元" else Decimal("0.005")
        )
    if figure.old != number or (unit in "%％" and figure.measure == ANY):
        return False
    return figure.measure == ANY or same_measure(figure.measure.partition("/")[0], unit)


def _figure_edit(
    text: str, match: re.Match[str], figures: Sequence[Figure], *, lenient: bool
) -> _Edit:
    """What becomes of one figure that is no history."""
    shown, unit = match["number"], match["unit"]
    number = _number(shown)
    sentence = sentence_of(text, match.start())
    near = text[max(0, match.start() - 24) : match.end() + 14]
    fits = [f for f in figures if _fits(f, number, unit, shown)]
    loose = unit in "%％" or (number < COINCIDENCE and unit not in UNITS)
    fits = [f for f in fits if _spoken(f.subject, near) > 0 or not (loose or f.measure == ANY)]
    if fits:
        figure = _nearest(fits, _clause(text, match.start(), match.end()))
        if figure is None:
            figure = _nearest(fits, near)
        if figure is not None:
            return _set(match, figure, unit, shown)
    whole = match[0].strip()
    if lenient and unit in "%％":
        return _Edit(
            *match.span("number"), shown, "carried", "目标文本中的数，没有对应指标，请核对"
        )
    end = match.end("about") if match["about"] else match.end("number")
    question = f"“{sentence.strip()[:40]}”中的数是多少（上年为{whole}）？"
    return _Edit(match.start("number"), end, BLANK, "needs_input", question)


def _clause(text: str, start: int, end: int) -> str:
    """The words around a figure up to the next stop or comma on either side."""
    left = max((text.rfind(stop, 0, start) for stop in _STOPS), default=-1) + 1
    ends = [found for stop in _STOPS if (found := text.find(stop, end)) >= 0]
    return text[left : min(ends, default=len(text))]


def _nearest(fits: Sequence[Figure], context: str) -> Figure | None:
    """The figure whose subject the context speaks of; None where several differ and none is nearer."""
    if len({(f.new, f.status) for f in fits}) == 1:
        return max(fits, key=lambda f: likeness(f.subject, context))
    ranked = sorted(fits, key=lambda f: -_spoken(f.subject, context))
    if _spoken(ranked[0].subject, context) > _spoken(ranked[1].subject, context):
        return ranked[0]
    if len({f.new for f in fits}) == 1:
        return ranked[0]
    return None


def _spoken(subject: str, context: str) -> float:
    core = core_name(subject)
    if core in context:
        return 1.0
    pairs = {core[i : i + 2] for i in range(len(core) - 1)} or {core}
    return sum(pair in context for pair in pairs) / len(pairs)


def _set(match: re.Match[str], figure: Figure, unit: str, shown: str) -> _Edit:
    span = match.span("number")
    if figure.new is None:
        return _Edit(*span, BLANK, "needs_input", figure.reason or f"“{figure.subject}”待填", figure.sources)  # fmt: skip
    if figure.new == figure.old:
        return _Edit(*span, shown, "carried", f"与“{figure.subject}”一致", figure.sources)
    if unit in UNITS:
        new = restyle(figure.new / UNITS[unit], shown, exact=False)
        formula = f"{short_yuan(figure.new)} 元" + ("" if unit == "元" else f" ＝ {new} {unit}")
    else:
        new = restyle(figure.new, shown)
        formula = f"{plain(figure.new)}{unit}"
    reason = f"随“{figure.subject}”：{formula}" + (f"；{figure.reason}" if figure.reason else "")
    status: CellStatus = "computed" if figure.status == "carried" else figure.status
    return _Edit(*span, new, status, reason, figure.sources, figure.proposal)


def rounded_wan(yuan: Decimal) -> Decimal:
    """Yuan in 万元 with two decimals, as narrative prints it."""
    return (yuan / 10_000).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _apply(text: str, edits: list[_Edit]) -> Retold:
    pieces: list[str] = []
    resets: list[Reset] = []
    at = length = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < at:
            continue
        pieces.append(text[at : edit.start])
        length += edit.start - at
        resets.append(
            Reset(
                length, length + len(edit.new), text[edit.start : edit.end], edit.new,
                edit.status, edit.reason, edit.sources, edit.proposal,
            )
        )  # fmt: skip
        pieces.append(edit.new)
        length += len(edit.new)
        at = edit.end
    pieces.append(text[at:])
    return Retold("".join(pieces), tuple(resets))
