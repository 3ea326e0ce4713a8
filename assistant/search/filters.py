"""过滤: what the asker wants to see only; names as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.errors import UsageError
from assistant.library.catalogue import Catalogue
from assistant.library.names import name_key
from assistant.library.selection import Selection

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNIT = re.compile(
    r"^(?:中共)?(?:[^省市区县]{2,8}?(?:省|市|自治区))?(?:公安局)?(?:[^省市区县]{1,6}?(?:区|县|市))?"
    r"(?:人民政府)?(.{2,}?)(?:办事处|人民政府)?$"
)


@dataclass(frozen=True, slots=True)
class Filters:
    """Every set field must hold. ``kind`` is a document's kind, or several of which one must hold;
    ``on`` an ISO date.

    ``unit`` and ``project`` match when equal, else when contained in the stored name.
    ``on`` leaves out versions of laws that are not in force then.
    """

    unit: str | None = None
    year: int | None = None
    kind: str | frozenset[str] | None = None
    project: str | None = None
    on: str | None = None

    @property
    def open(self) -> bool:
        """Whether nothing is asked for."""
        return self == Filters()


_KIND = re.compile(r"(?:街道|镇|乡)$")
_BODY = re.compile(r"^.{2,}?(?:街道|镇|乡|分局|委员会)")


def unit_aliases(unit: str) -> set[str]:
    """Keys by which a unit is known.

    上海市闵行区人民政府浦锦街道办事处 and 浦锦街道平安办 are also 浦锦街道 and 浦锦.
    """
    key = name_key(unit) or ""
    match = _UNIT.match(key)
    short = match[1] if match else key
    found = {key, short, key.removesuffix("办事处")}
    found |= {body[0] for body in map(_BODY.match, (key, short)) if body}
    found |= {_KIND.sub("", alias) for alias in found}
    return {alias for alias in found if len(alias) > 1}


def _matching(wanted: str | None, names: Iterable[str]) -> frozenset[str] | None:
    key = name_key(wanted)
    if not key:
        return None
    keys = {name_key(name) or "" for name in names}
    if key in keys:
        return frozenset({key})
    near = {own for own in keys if key in own or key in unit_aliases(own)}
    return frozenset(near or {own for own in keys if len(own) > 3 and own in key})


def selection_of(filters: Filters, catalogue: Catalogue) -> Selection:
    """The filters in the library's terms. Raises UsageError on a date that is none."""
    if filters.open:
        return Selection()
    if filters.on is not None and not _DATE.fullmatch(filters.on):
        raise UsageError(f"日期应写成 2024-01-31 的样子：{filters.on}")
    named = filters.unit is not None or filters.project is not None
    names = catalogue.names() if named else None
    return Selection(
        units=_matching(filters.unit, names.units if names else ()),
        projects=_matching(filters.project, names.projects if names else ()),
        years=None if filters.year is None else frozenset({filters.year}),
        kinds=frozenset({filters.kind}) if isinstance(filters.kind, str) else filters.kind,
        on=filters.on,
    )
