"""往年申报: which past declarations a draft rolls forward from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.domain.declaration import Declaration
from assistant.domain.document import Document
from assistant.errors import DraftError
from assistant.jobs.draft.likeness import likeness, plain_name, same_project
from assistant.jobs.draft.request import DraftRequest

NEAR = 0.72
"""Two project names at least so alike are taken for one, and it is said."""
YEARS = range(1994, 2100)
"""Years of budgets: 预算法 is of 1994."""


class Stored(Protocol):
    """A declaration as the catalogue keeps it."""

    @property
    def document(self) -> str:
        """The document's id."""

    @property
    def source(self) -> str:
        """The document's file name."""

    @property
    def index(self) -> int:
        """Its position in the document."""

    @property
    def declaration(self) -> Declaration:
        """The declaration itself."""


class Shelf(Protocol):
    """What drafting needs of the catalogue."""

    def declarations(
        self,
        *,
        project: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        document: str | None = None,
    ) -> Sequence[Stored]:
        """Stored declarations that match."""

    def document(self, id: str, /) -> Document:
        """A document with its text. Raises NotFound."""


@dataclass(frozen=True)
class Past:
    """One past declaration and the document that it stands in."""

    declaration: Declaration
    document: Document | None
    source: str
    document_id: str


@dataclass(frozen=True)
class Material:
    """What a draft is made from, loaded once; ``base`` is rolled forward.

    ``earlier`` are older declarations of the same project and unit, newest first. ``precedents``
    are all other declarations. ``base_year`` is the year that ``base`` was declared for.
    """

    base: Past
    base_year: int
    earlier: tuple[Past, ...]
    precedents: tuple[Past, ...]
    elsewhere: bool
    notes: tuple[str, ...]


def same_unit(wanted: str, declaration: Declaration) -> bool:
    """True where the wanted unit is the declaring unit or its department, long or short."""
    name = plain_name(wanted)
    held = [plain_name(u) for u in (declaration.unit, declaration.department) if u]
    return any(name in unit or unit in name for unit in held if unit)


def _named(stored: list[Stored], wanted: str) -> tuple[list[Stored], str | None]:
    """Declarations of the wanted project, and a note where the name was not the same."""
    with_name = [s for s in stored if s.declaration.project]
    exact = [s for s in with_name if plain_name(s.declaration.project or "") == plain_name(wanted)]
    if exact:
        return exact, None
    same = [s for s in with_name if same_project(s.declaration.project or "", wanted)]
    if same:
        return same, None
    ranked = sorted(
        {s.declaration.project or "" for s in with_name},
        key=lambda name: (-likeness(name, wanted), name),
    )
    near = [name for name in ranked if likeness(name, wanted) >= NEAR]
    if len(near) == 1 or (near and likeness(near[0], wanted) - likeness(near[1], wanted) > 0.1):
        found = [s for s in with_name if s.declaration.project == near[0]]
        return found, f"资料库中没有“{wanted}”，以名称最接近的“{near[0]}”为底稿"
    shown = "、".join(ranked[:3])
    hint = f"；已有的项目如：{shown}" if shown else "；资料库里还没有申报"
    raise DraftError(f"资料库中没有项目“{wanted}”{hint}")


def _of_unit(found: list[Stored], unit: str | None) -> tuple[list[Stored], bool, str | None]:
    """Narrowed to the unit; True where another unit's declaration must serve."""
    if unit is not None:
        own = [s for s in found if same_unit(unit, s.declaration)]
        if own:
            return own, False, None
        latest = max(found, key=lambda s: s.declaration.year or 0)
        other = latest.declaration.unit or latest.source
        note = f"资料库中没有“{unit}”的这一项目，以“{other}”的申报为先例：结构可参照，金额、数量一律待填"
        return [s for s in found if s.declaration.unit == latest.declaration.unit], True, note
    units = _distinct_units(found)
    if len(units) > 1:
        raise DraftError(f"有多个单位申报过这一项目，请指明单位：{'、'.join(units)}")
    return found, False, None


def _distinct_units(found: list[Stored]) -> list[str]:
    """The units that declared the project; a long and a short name are one, no name is none."""
    kept: list[str] = []
    for unit in sorted({s.declaration.unit or s.declaration.department or "" for s in found}):
        name = plain_name(unit)
        if name and not any(name in plain_name(k) or plain_name(k) in name for k in kept):
            kept.append(unit)
    return kept


def _before(found: list[Stored], year: int) -> list[Stored]:
    years = [s.declaration.year for s in found if s.declaration.year is not None]
    if years and year <= max(years):
        raise DraftError(f"起草年度应晚于已有申报：该项目已有{max(years)}年申报，不能起草{year}年")
    return sorted(found, key=lambda s: -(s.declaration.year or 0))


def gather(shelf: Shelf, request: DraftRequest) -> Material:
    """Choose and load the past declarations. Raises DraftError where there are none."""
    if request.year not in YEARS:
        raise DraftError(f"年度应为四位年份，收到 {request.year}")
    if not request.project.strip():
        raise DraftError("请写明要起草的项目名称")
    stored = list(shelf.declarations())
    named, note = _named(stored, request.project)
    own, elsewhere, unit_note = _of_unit(named, request.unit)
    ordered = _before(own, request.year)
    notes = [line for line in (note, unit_note) if line]
    base = ordered[0]
    base_year = base.declaration.year or request.year - 1
    if base.declaration.year is None:
        notes.append(f"底稿 {base.source} 未写年度，按{base_year}年申报处理")
    if request.year - base_year > 1:
        notes.append(f"最近一次申报是{base_year}年，中间年度的执行情况需要补填")
    chosen = {id(s) for s in own}
    others = [s for s in stored if id(s) not in chosen]
    return Material(
        base=_load(shelf, base),
        base_year=base_year,
        earlier=tuple(_load(shelf, s) for s in _one_a_year(ordered[1:], base)),
        precedents=tuple(Past(s.declaration, None, s.source, s.document) for s in others),
        elsewhere=elsewhere,
        notes=tuple(notes),
    )


def _one_a_year(older: list[Stored], base: Stored) -> list[Stored]:
    """The first declaration of each year before the base's."""
    seen = {base.declaration.year}
    kept = []
    for one in older:
        if one.declaration.year not in seen:
            seen.add(one.declaration.year)
            kept.append(one)
    return kept


def _load(shelf: Shelf, stored: Stored) -> Past:
    return Past(stored.declaration, shelf.document(stored.document), stored.source, stored.document)
