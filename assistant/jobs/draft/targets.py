"""指标: last year's indicators rolled forward; costs from the new ledger, numbers from the given."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.domain.declaration import Indicator
from assistant.domain.draft import CellStatus
from assistant.domain.locator import Locator
from assistant.domain.shapes import plain
from assistant.domain.target import Target, parse_target
from assistant.errors import DraftError
from assistant.jobs.draft.amounts import NUMBER, number_of, restyle, short_yuan
from assistant.jobs.draft.bindings import Bindings, CostBinding, is_arrears
from assistant.jobs.draft.cells import CellBook, Figure
from assistant.jobs.draft.changes import Changes
from assistant.jobs.draft.given import GivenValue
from assistant.jobs.draft.likeness import core_name
from assistant.jobs.draft.past import Material
from assistant.jobs.draft.rolled import Amount, Ledger
from assistant.jobs.draft.years import turned_name

SIGNS = {"<=": "≤", ">=": "≥", "=": "=", "<": "<", ">": ">"}
ASK = "待填"


@dataclass(frozen=True)
class RolledTarget:
    """One new indicator. ``old`` is its position last year, None for a new one."""

    indicator: Indicator
    old: int | None
    status: CellStatus
    reason: str | None
    sources: tuple[Locator, ...]
    question: str | None = None
    proposal: bool = False


def with_number(target: Target, number: Decimal) -> Target:
    """The target with another number, printed as the old one was (``=120.00(人)`` → 130.00)."""
    match = NUMBER.search(target.raw)
    if match is None or target.number is None:
        return replace(target, number=number)
    printed = number_of(match[0]) or Decimal(1)
    scale = target.number / printed if printed and target.number else Decimal(1)
    shown = restyle(number / scale, match[0])
    return replace(
        target, raw=target.raw[: match.start()] + shown + target.raw[match.end() :],
        number=number, upper=None,
    )  # fmt: skip


def asked(target: Target, name: str) -> Target:
    """The target with its number left open; the operator stays, but for a date (9月底前)."""
    sign = SIGNS.get(target.operator or "", "") if target.kind != "date" else ""
    return parse_target(f"{sign}{ASK}" if sign in "≤≥<>" else ASK, name=name)


def in_points(value: GivenValue, old: Target) -> GivenValue:
    """A rate's +3% is three points: 90 % becomes 93 %."""
    points = value.relative == "percent" and old.kind == "rate"
    return replace(value, relative="by") if points else value


def given_target(value: GivenValue, old: Target, name: str) -> Target:
    """What was given, with last year's operator, unit and print where the given leaves them out.

    Raises DraftError where a growth gives no possible value (103 %, 1.03 个).
    """
    number = value.applied(old.number)
    _possible(value, old, number)
    if number is None or old.number is None:
        return parse_target(value.raw, name=name)
    unit = value.unit if value.relative is None else None
    if unit and old.unit and unit not in {old.unit, "%"} and not value.is_money:
        return parse_target(value.raw, name=name)
    if value.is_money and (old.unit or "").partition("/")[0] not in {"元", "万元"}:
        return parse_target(value.raw, name=name)
    made = with_number(old, number)
    if value.operator and value.operator != old.operator:
        raw = SIGNS[value.operator] + re.sub(r"^[≤≥<>=＝≦≧]+\s*", "", made.raw)
        made = replace(made, raw=raw, operator=value.operator)
    return made


def whole(target: Target, name: str) -> Target:
    """The value in one piece, where last year's form printed sign and unit in cells of their own."""
    if target.number is None or target.upper is not None:
        return target
    alone = parse_target(target.raw, name=name)
    if (alone.number, alone.unit, alone.operator) == (target.number, target.unit, target.operator):
        return target
    sign = SIGNS.get(target.operator or "", "")
    made = parse_target(f"{sign}{plain(target.number)}{target.unit or ''}", name=name)
    told = (made.number, made.unit, made.operator)
    return made if told == (target.number, target.unit, target.operator) else target


def _possible(value: GivenValue, old: Target, number: Decimal | None) -> None:
    if number is None or value.relative is None:
        return
    shown = f"“{value.name}={value.raw}”：上年 {old.raw}，增减后为 {plain(number)}"
    if old.kind == "rate" and old.unit == "%" and number > 100 >= (old.number or 0):
        raise DraftError(f"{shown}%，超过 100%")
    if (
        old.kind == "count"
        and number != number.to_integral_value()
        and old.number == int(old.number or 0)
    ):
        raise DraftError(f"{shown}，不是整数，请直接给出数目")


class TargetRoller:
    """Rolls the indicators of one declaration; made once per draft."""

    def __init__(
        self, material: Material, changes: Changes, bindings: Bindings, ledger: Ledger, year: int
    ) -> None:
        self.material = material
        self.changes = changes
        self.bindings = bindings
        self.ledger = ledger
        self.year = year
        self.old = material.base.declaration.indicators
        self.numbers: dict[int, RolledTarget] = {}

    def roll(self, total: Amount) -> tuple[list[RolledTarget], list[int]]:
        """The new indicators in order, and the positions of last year's that fell away."""
        gone = self._gone()
        for at in range(len(self.old)):
            if at not in gone:
                self.numbers[at] = self._number(at)
        for at, parts in self.bindings.sums.items():
            if at not in gone and at not in self.changes.targets:
                self._follow_sum(at, parts)
        for at, people in self.bindings.equals.items():
            if at not in gone and at not in self.changes.targets:
                self._follow_equal(at, people)
        for at, binding in self.bindings.costs.items():
            if at not in gone:
                self.numbers[at] = self._cost(at, binding, total)
        rolled = [self.numbers[at] for at in sorted(self.numbers)]
        rolled.extend(self._new(name, value) for name, value in self.changes.new_targets)
        return rolled, sorted(gone)

    def _gone(self) -> set[int]:
        """Indicators cancelled by the person, and those of a part whose budget fell away."""
        gone = set(self.changes.dropped_targets)
        lines = self.material.base.declaration.budget_lines
        fresh_gone = [lines[i] for i in self.ledger.gone if not is_arrears(lines[i])]
        kept = [r.line for r in self.ledger.lines]
        kept_names = {core_name(n) for row in kept for n in (row.group, row.item) if n}
        for line in fresh_gone:
            names = (
                {core_name(line.item)}
                if line.group and any(row.group == line.group for row in kept)
                else {core_name(n) for n in (line.group, line.item) if n}
            )
            names = {n for n in names if len(n) >= 2 and n not in kept_names}
            for at, indicator in enumerate(self.old):
                own = core_name(indicator.name)
                if any(n in own or own in n for n in names) and not any(
                    k in own for k in kept_names if len(k) >= 2
                ):
                    gone.add(at)
        return gone

    def _base(self, at: int) -> tuple[Indicator, str | None]:
        """The indicator with the years of its name and source moved; a question for 届次."""
        old = self.old[at]
        ordinal = self.changes.session
        name, question = turned_name(old.name, self.material.base_year, self.year, ordinal)
        source = (
            turned_name(old.source, self.material.base_year, self.year)[0]
            if old.source
            else old.source
        )
        target = whole(old.target, name)
        return replace(old, name=name, source=source, target=target), question

    def _number(self, at: int) -> RolledTarget:
        base, question = self._base(at)
        here = (base.target_locator or base.locator,)
        given = self.changes.targets.get(at)
        if given is not None:
            given = in_points(given, base.target)
            target = given_target(given, base.target, base.name)
            why = given.told(base.target.number)
            return self._made(at, base, target, "given", why, (given.locator, *here), question)
        if "target" in base.uncertain:
            return self._ask(
                at,
                base,
                f"“{base.name}”的目标值是多少？（上年读数不可靠：{base.target.raw}）",
                question,
            )
        quantity = self._line_quantity(at)
        if (
            quantity is not None
            and base.target.number is not None
            and quantity[0] != base.target.number
        ):
            number, line_at, sources = quantity
            item = self.ledger.lines[line_at].line.item
            why = f"随预算明细“{item}”的数量：{plain(number)}"
            return self._made(
                at, base, with_number(base.target, number), "computed", why, sources, question
            )
        turned, asks = turned_name(base.target.raw, self.material.base_year, self.year)
        if asks:
            return self._ask(at, base, asks, question)
        if turned != base.target.raw:
            target = parse_target(turned, name=base.name)
            return self._made(at, base, target, "computed", "目标值中的年份推移", here, question)
        if base.target.kind == "placeholder":
            return self._ask(at, base, f"“{base.name}”的目标值是多少？（上年为空）", question)
        if self.material.elsewhere and base.target.kind in {"count", "amount"}:
            return self._ask(
                at, base, f"“{base.name}”的目标值是多少？（先例：{base.target.raw}）", question
            )
        why = "先例单位的目标值，请核定" if self.material.elsewhere else "沿用上年目标值"
        return replace(
            self._made(at, base, base.target, "carried", why, here, question),
            proposal=self.material.elsewhere,
        )

    def _line_quantity(self, at: int) -> tuple[Decimal, int, tuple[Locator, ...]] | None:
        """The new quantity of the line that this number multiplies."""
        for binding in self.bindings.counts:
            if binding.indicator == at and not binding.implied:
                for i, rolled in enumerate(self.ledger.lines):
                    if rolled.old == binding.line and rolled.line.quantity is not None:
                        return rolled.line.quantity, i, rolled.amount.sources
        return None

    def _made(
        self, at: int, base: Indicator, target: Target, status: CellStatus, why: str,
        sources: tuple[Locator, ...], question: str | None,
    ) -> RolledTarget:  # fmt: skip
        uncertain = base.uncertain
        if status != "carried":
            uncertain = tuple(u for u in uncertain if u != "target")
        return RolledTarget(
            replace(base, target=target, uncertain=uncertain), at, status, why, sources, question
        )

    def _ask(self, at: int, base: Indicator, why: str, question: str | None) -> RolledTarget:
        here = (base.target_locator or base.locator,)
        target = asked(base.target, base.name)
        return self._made(at, base, target, "needs_input", why, here, question)

    def _follow_sum(self, at: int, parts: tuple[int, ...]) -> None:
        """A number that was the sum of others stays their sum."""
        if any(p not in self.numbers for p in parts):
            return
        new = [self.numbers[p].indicator.target.number for p in parts]
        if all(self.old[p].target.number == n for p, n in zip(parts, new)):
            return
        mine = self.numbers[at]
        if any(n is None for n in new):
            self.numbers[at] = self._ask(
                at, mine.indicator, "各分项待填，填后自动合计", mine.question
            )
            return
        total = sum((n for n in new if n is not None), Decimal(0))
        formula = " ＋ ".join(plain(n) for n in new if n is not None) + f" ＝ {plain(total)}"
        sources = tuple(s for p in parts for s in self.numbers[p].sources)
        target = with_number(mine.indicator.target, total)
        made = self._made(at, mine.indicator, target, "computed", formula, sources, mine.question)
        self.numbers[at] = replace(made, proposal=True)

    def _follow_equal(self, at: int, people: int) -> None:
        """As many sets of equipment as people, as last year; proposed."""
        if people not in self.numbers or self.numbers[at].status not in {"carried", "computed"}:
            return
        leader = self.numbers[people]
        number = leader.indicator.target.number
        if number == self.old[people].target.number:
            return
        mine = self.numbers[at]
        name = leader.indicator.name
        if number is None:
            self.numbers[at] = self._ask(at, mine.indicator, f"随“{name}”，待填", mine.question)
            return
        why = f"上年与“{name}”同为 {plain(self.old[people].target.number or number)}，按同步调整为 {plain(number)}，请确认"
        target = with_number(mine.indicator.target, number)
        made = self._made(
            at, mine.indicator, target, "computed", why, leader.sources, mine.question
        )
        self.numbers[at] = replace(made, proposal=True)

    def _cost(self, at: int, binding: CostBinding, total: Amount) -> RolledTarget:
        """A cost indicator from the new lines that it was bound to last year."""
        mine = self.numbers[at]
        given = self.changes.targets.get(at)
        amount = self._bound_amount(binding, total)
        if given is not None:
            wanted = mine.indicator.target.number
            if amount.yuan is not None and wanted is not None and wanted != amount.yuan:
                why = f"{mine.reason}；与预算明细不一致：{amount.reason}"
                return replace(mine, reason=why)
            return mine
        base, question = self._base(at)
        if amount.yuan is None:
            return self._ask(at, base, amount.reason or "对应的预算明细待填", question)
        if amount.yuan == self.old[at].target.number:
            why = f"与预算明细一致：{amount.reason}"
            status: CellStatus = "carried" if amount.status == "carried" else "computed"
            return self._made(
                at, base, base.target, status, why, amount.sources or mine.sources, question
            )
        made = self._made(
            at,
            base,
            with_number(base.target, amount.yuan),
            "computed",
            amount.reason or "",
            amount.sources,
            question,
        )
        return replace(made, proposal=amount.proposal)

    def _bound_amount(self, binding: CostBinding, total: Amount) -> Amount:
        if binding.kind == "total":
            return total
        if binding.kind == "price":
            line = self.ledger.of_old(binding.lines[0])
            if line is None or line.line.unit_price is None:
                old = self.material.base.declaration.budget_lines[binding.lines[0]]
                return Amount(None, "needs_input", f"“{old.item}”的单价待填", (old.locator,))
            price = line.line.unit_price.yuan
            why = f"预算明细“{line.line.item}”的单价 {short_yuan(price)} 元"
            return Amount(price, "computed", why, (line.line.locator, *line.amount.sources))
        if binding.kind == "group":
            old_lines = self.material.base.declaration.budget_lines
            members = [r for r in self.ledger.lines
                       if (r.old is not None and old_lines[r.old].group == binding.group)
                       or (r.old is None and r.line.group == binding.group)]  # fmt: skip
        else:
            members = [r for r in self.ledger.lines if r.old in binding.lines]
        if not members:
            item = self.material.base.declaration.budget_lines[binding.lines[0]].item
            return Amount(None, "needs_input", f"预算明细中已没有“{item}”，此指标是否保留？", ())
        return self.ledger.sum_of(members)

    def _new(self, path: str, value: GivenValue) -> RolledTarget:
        """新增指标/数量指标/名称=值: placed by its second level."""
        from assistant.domain.taxonomy import current_levels

        *levels, name = [part.strip() for part in path.split("/")]
        level2 = levels[-1] if levels else None
        current = current_levels(levels[0] if len(levels) > 1 else None, level2)
        indicator = Indicator(
            current.level1, current.level2 or level2, name, parse_target(value.raw, name=name), None,
            None, current, value.locator,
        )  # fmt: skip
        return RolledTarget(indicator, None, "given", f"给定：新增 {value.raw}", (value.locator,))


def put_targets(rolled: list[RolledTarget], material: Material, book: CellBook) -> list[Figure]:
    """Record the cells of the indicator table; the figures that narrative follows."""
    figures = []
    for i, one in enumerate(rolled):
        path = f"indicators[{i}]"
        indicator = one.indicator
        before = material.base.declaration.indicators[one.old] if one.old is not None else None
        origin = (before.locator,) if before else one.sources
        _put_names(path, one, before, origin, book)
        book.put(
            f"{path}.target", indicator.target.raw, one.status, one.sources, one.reason,
            previous=before.target.raw if before else None, proposal=one.proposal,
        )  # fmt: skip
        if indicator.source:
            where = (before.source_locator or before.locator,) if before else one.sources
            moved = before is not None and before.source != indicator.source
            book.put(
                f"{path}.source", indicator.source, "computed" if moved else "carried", where,
                "年份推移" if moved else None, previous=before.source if before else None,
                proposal=before is None,
            )  # fmt: skip
        if before is not None and before.target.number is not None:
            figures.append(
                Figure(
                    indicator.name, before.target.unit or "", before.target.number,
                    indicator.target.number, one.status, one.reason, one.sources, one.proposal,
                )
            )  # fmt: skip
    return figures


def _put_names(
    path: str,
    one: RolledTarget,
    before: Indicator | None,
    origin: tuple[Locator, ...],
    book: CellBook,
) -> None:
    indicator = one.indicator
    moved = before is not None and before.name != indicator.name
    status: CellStatus = "needs_input" if one.question else "computed" if moved else "carried"
    if before is None:
        status = one.status if one.status == "given" else "carried"
    why = one.question or ("名称中的年份推移" if moved else None)
    if before is not None and "name" in before.uncertain:
        status, why = "needs_input", f"指标名称读数不可靠（{before.name}），应是什么？"
    book.put(
        f"{path}.name", indicator.name, status, origin, why,
        previous=before.name if before else None, proposal=one.proposal and before is None,
    )  # fmt: skip
    levels = f"{indicator.level1 or ''}／{indicator.level2 or ''}"
    printed = f"{before.level1 or ''}／{before.level2 or ''}" if before else None
    migrated = printed is not None and printed != levels
    unplaced = indicator.level1 is None or indicator.level2 is None
    book.put(
        f"{path}.levels", levels, "needs_input" if unplaced else "computed" if migrated else "carried",
        origin, "这一行归入哪一级指标？" if unplaced else "按现行指标体系归类" if migrated else None,
        previous=printed,
    )  # fmt: skip
