"""JSON 形状: the contract's JSON from the domain's own values; names are those of the fields."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from assistant.domain.answer import Citation


def plain(number: Decimal) -> str:
    """A decimal as text without exponent and without needless zeros: ``1.50`` → ``1.5``."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_json(value: object) -> Any:
    """Domain values as what ``json.dumps`` takes: decimals as strings, tuples as lists."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Citation):
        # The contract spreads a citation's place beside its number and title.
        place = {"n": value.n, "title": value.title, **to_json(value.locator)}
        mended = {"corrections": to_json(value.corrections)} if value.corrections else {}
        return {**place, **mended}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json(item) for item in value]
    return value
