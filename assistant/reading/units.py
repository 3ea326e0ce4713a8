"""单位: which body declares, which carries out, which is the department above, told by the form.

A form may name 填报单位 (who declares), 实施单位 (who carries out) and 主管部门 (above both). Who
declares comes first; where the form names only an inner office as 实施单位 (某局项目建设办公室), the
body that it belongs to declares. Whoever else is named is kept as ``implementer``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.domain.declaration import Repair
from assistant.domain.document import Document
from assistant.domain.locator import Locator
from assistant.reading.forms import Form
from assistant.reading.spoken import signed_by

_ORGANISATION = re.compile(
    r"(?:编制|预算主管|填报|申报)(?:部门|单位)\s*[:：]\s*([㐀-鿿()（）]{4,30})"
)
_CODE = re.compile(
    r"^[\[【(（]\s*\d{2,}\s*[\]】)）]\s*(?=[㐀-鿿])|^\d{3,}\s*[-—–－_ ]\s*(?=[㐀-鿿])"
    r"|(?<=[㐀-鿿)）])\s*[\[【(（]\s*(?:(?:部门|单位|预算|机构)*(?:代码|编码)\s*[:：]?\s*)?\d{2,}\s*[\]】)）]$"
    r"|(?<=[㐀-鿿)）])\s*\d{3,}$"
)
_QUALIFIER = re.compile(r"\s*[(（](?:本部|本级|汇总|机关|部门本级|单位本级)[)）]$")
_SEAL = re.compile(
    r"\s*[(（]以下简称[^()（）]*[)）]$|^\s*[(（](?:盖章|公章|签章|加盖公章)[)）]\s*|\s*[(（](?:盖章|公章|签章)[)）]$"
)
_OFFICE = re.compile(r"[㐀-鿿]{0,12}(?:办公室|科|科室|股|处|处室|组|室|办|部)")
_BODY = (
    r"[㐀-鿿]{2,20}?(?:局|委|委员会|办公室|街道|街道办事处|镇|乡|人民政府|管委会|联合会|协会|总队|支队|大队"
    r"|医院|学校|学院|大学|中学|小学|幼儿园|中心|图书馆|博物馆|文化馆|档案馆|馆|所|站|院|厅|公司)"
)
_TITLED = re.compile(
    rf"^(?:#+\s*)?(?P<unit>{_BODY})(?=(?:关于)?(?:19|20)\d{{2}}\s*年|部门整体|单位整体|整体支出|项目支出|关于)"
)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The body that declares, the one that carries out (where another), with their places."""

    unit: str | None = None
    unit_locator: Locator | None = None
    implementer: str | None = None
    implementer_locator: Locator | None = None
    repairs: tuple[Repair, ...] = ()
    department: str | None = None
    """The department above, where the form names it as the one whose budget it is (预算单位)."""


_BUDGETED = re.compile(r"预算(?:单位|部门)$")


def uncoded(name: str | None) -> str | None:
    """A name without the code that fiscal systems print (219-某局, [205]某局, 某局 085)."""
    return _CODE.sub("", _SEAL.sub("", name)).strip() if name else name


def inner_office(office: str, body: str) -> bool:
    """Whether ``office`` is an office within ``body``: 奉贤区民政局养老服务科 of 上海市奉贤区民政局."""
    whole = re.sub(r"[(（][^()（）]*[)）]", "", body)
    for at in range(max(len(whole) - 3, 1)):
        core = whole[at:]
        if office.startswith(core) and office != core:
            return bool(_OFFICE.fullmatch(office[len(core) :]))
    return False


def find_bodies(document: Document, start: int, end: int, form: Form) -> Bodies:
    """The bodies that the form of [start, end) names, else the one in its title."""
    declarer, declarer_at = uncoded(form.text("declarer")), form.locator("declarer")
    carrier, carrier_at, repairs = _carrier(document, form)
    above, above_at = uncoded(form.text("department")), form.locator("department")
    entry = form.by_meaning.get("declarer")
    if entry is not None and carrier and entry.label.endswith("级主管部门"):
        # A transfer's form names the departments of every level, and who carries it out.
        return Bodies(carrier, carrier_at, declarer, declarer_at, repairs)
    if entry is not None and declarer and carrier and above is None and (
        _BUDGETED.search(entry.label) and not inner_office(carrier, declarer)
    ):  # fmt: skip
        # Who has the budget stands where forms print the department, above who carries out.
        found = Bodies(carrier, carrier_at, repairs=repairs, department=declarer)
    elif declarer and not any(b and inner_office(declarer, b) for b in (carrier, above)):
        found = Bodies(declarer, declarer_at, carrier, carrier_at, repairs)
    elif carrier and above and inner_office(carrier, above):
        found = Bodies(above, above_at, carrier, carrier_at, repairs)
    elif carrier:
        found = Bodies(carrier, carrier_at, declarer, declarer_at, repairs)
    else:
        unit, at = _maker(document, form)
        if unit is None and above:
            unit, at = above, above_at
        if unit is None:
            unit, at = _titled(document, start, end)
        if unit is None:
            unit, at = signed_by(document, start, end) or (None, None)
        found = Bodies(unit or declarer, at or declarer_at)
    return _tidied(found)


def _tidied(found: Bodies) -> Bodies:
    """Without 本部, 本级, 汇总; nobody is named twice."""
    unit = _QUALIFIER.sub("", found.unit) if found.unit else None
    carrier = _QUALIFIER.sub("", found.implementer) if found.implementer else None
    if carrier is None or carrier == unit:
        return replace(found, unit=unit, implementer=None, implementer_locator=None)
    return replace(found, unit=unit, implementer=carrier)


def _carrier(
    document: Document, form: Form
) -> tuple[str | None, Locator | None, tuple[Repair, ...]]:
    """实施单位 as printed, or as the body that makes the file where its cell was torn."""
    printed, at = uncoded(form.text("unit")), form.locator("unit")
    if printed is None or at is None:
        return None, None, ()
    if len(form.unit_pieces) <= 1 and document.text.count(printed) > 1:
        return printed, at, ()
    known = {m.group(1) for m in _ORGANISATION.finditer(document.text)}
    tidy = re.sub(r"[^㐀-鿿()（）]", "", printed)
    best = max(known, key=lambda n: _likeness(n, tidy), default=None)
    whole = len(form.unit_pieces) <= 1 and re.fullmatch(r"[㐀-鿿()（）]{4,}", printed)
    if best and best != printed and not whole and _likeness(best, tidy) >= 0.6:
        why = "表内单元被列线切断，与本文件的编制部门核对"
        return best, at, (Repair(printed, best, why, at),)
    return printed, at, ()


def _maker(document: Document, form: Form) -> tuple[str | None, Locator | None]:
    """The one body that makes the whole file (编制部门), where a form has lost its unit."""
    found = list(_ORGANISATION.finditer(document.text))
    if form.text("department") is None or len({m.group(1) for m in found}) != 1:
        return None, None
    return found[0].group(1), document.locate(found[0].start(1), found[0].end(1))


def _titled(document: Document, start: int, end: int) -> tuple[str | None, Locator | None]:
    """The body that the first lines name before the year or the form's kind."""
    blocks = [b for b in document.blocks if b.kind != "table" and start <= b.start < end]
    for block in blocks[:4]:
        line = document.text[block.start : block.end]
        found = _TITLED.match(line) if len(line) <= 60 else None
        if found:
            at = block.start + found.start("unit")
            return found["unit"], document.locate(at, at + len(found["unit"]))
    return None, None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
