"""完整的值: a target in one piece, where a form prints sign, number and unit in cells of their own."""

from __future__ import annotations

from assistant.domain.target import Target, parse_target

SIGNS = {"<=": "≤", ">=": "≥", "=": "=", "<": "<", ">": ">"}


def in_full(target: Target, name: str | None = None) -> str:
    """``12`` beside ≤ and 月 as ``≤12月``; what already says sign and unit stays as printed."""
    raw = " ".join(target.raw.split())
    if target.number is None or target.upper is not None:
        return raw
    alone = parse_target(target.raw, name=name)
    if (alone.number, alone.unit, alone.operator) == (target.number, target.unit, target.operator):
        return raw
    sign = SIGNS.get(target.operator or "", "")
    if raw.startswith(tuple(SIGNS.values())) or alone.operator not in {"=", None}:
        sign = ""
    unit = target.unit or ""
    if alone.unit is None and alone.number != target.number:
        # the unit's own column says 万: the figure in full
        return f"{sign}{target.number.normalize():f}{unit}"
    if alone.unit is not None or alone.number != target.number:
        # the cell has a unit of its own, or the figure is in another scale
        unit = "" if alone.unit == target.unit else f"（{unit}）" if unit else ""
    return f"{sign}{raw}{unit}"
