"""更正: a value that was read wrongly and is corrected by hand; its place keeps what was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.domain.locator import Locator

SlotKind = Literal[
    "indicator", "budget_line", "execution", "fund", "source", "field", "declaration", "account"
]
"""Whose value it is; ``source`` is a named source of money (中央补助)."""

Status = Literal["live", "replaced", "undone", "lost"]
"""``replaced`` by a later one of the same place; ``lost``: not re-applied, ``reason`` says why."""

STATUSES: dict[Status, str] = {
    "live": "有效", "replaced": "已被替代", "undone": "已改回", "lost": "未能沿用",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction by hand.

    ``label`` is the row as read (三级指标, 明细, 年度), ``scope`` whose declaration it stands in
    (project | unit | year, as read). ``field`` is the field of the row, ``title`` its Chinese name.
    ``old`` is the value as read, ``new`` what it was corrected to; equal where somebody has only
    confirmed a doubtful value. ``locator`` quotes the place as read. ``at`` is UTC, ISO 8601;
    ``by`` a login name, where there is one. ``origin`` is the correction of an earlier version of
    the file from which this one was carried over.
    """

    id: str
    kind: SlotKind
    field: str
    title: str
    label: str
    scope: str
    old: str
    new: str
    locator: Locator
    by: str | None
    at: str
    status: Status = "live"
    reason: str | None = None
    origin: str | None = None

    @property
    def confirmed(self) -> bool:
        """Whether the value was only confirmed."""
        return self.old == self.new

    @property
    def name(self) -> str:
        """The value's name for people: ``特保人员聘用人数·目标值``."""
        return f"{self.label}·{self.title}" if self.label else self.title


def shown(text: str, limit: int = 60) -> str:
    """A value on one line, cut where it is long; an empty one says so."""
    line = " ".join(text.split())
    if not line:
        return "空白"
    return line if len(line) <= limit else line[:limit] + "…"


def signed(correction: Correction) -> str:
    """Who made it and when, in this machine's own time: ``王 2026-11-21 09:22``."""
    moment = datetime.fromisoformat(correction.at).astimezone()
    return " ".join(filter(None, (correction.by, moment.strftime("%Y-%m-%d %H:%M"))))


def remark(correction: Correction, *, named: bool = False) -> str:
    """The mark beside a corrected value: ``（人工更正：原读作 12O人）``."""
    title = correction.title if named else ""
    if correction.confirmed:
        return f"（人工核对：{title}与读取一致）"
    if not correction.old:
        return f"（人工更正：{title}原未读出）"
    return f"（人工更正：{title}原读作 {shown(correction.old)}）"
