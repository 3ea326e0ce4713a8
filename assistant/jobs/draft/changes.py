"""变动: given figures and the budget file, resolved to places of last year's declaration."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain.declaration import Declaration
from assistant.errors import DraftError
from assistant.jobs.draft.bindings import Bindings, is_count
from assistant.jobs.draft.given import DROP, EXECUTION, KEEP, TOTALS, GivenValue, best_names
from assistant.jobs.draft.likeness import plain_name

LineField = Literal["amount", "unit_price", "quantity"]
_SUFFIXES: tuple[tuple[str, LineField], ...] = (
    ("单价", "unit_price"), ("价格", "unit_price"), ("标准", "unit_price"),
    ("数量", "quantity"), ("金额", "amount"), ("预算", "amount"),
)  # fmt: skip
_EXECUTION_FIELDS = {
    "年初预算": "initial", "调整后预算": "adjusted", "调整预算": "adjusted", "执行金额": "executed",
    "实际执行": "executed", "执行数": "executed", "决算数": "executed", "执行": "executed",
    "预算执行率": "rate", "执行率": "rate",
}  # fmt: skip
_FUNDING = {"上年结转资金": "carried_over", "其他资金": "annual_other"}
_GOALS = {
    "总目标": "overall", "总体目标": "overall", "项目总目标": "overall", "项目的总体目标": "overall",
    "年度目标": "annual", "年度总体目标": "annual", "年度绩效目标": "annual", "年度总目标": "annual",
}  # fmt: skip
_NEW = re.compile(r"^新增(?P<what>指标|明细|预算)?[:：/]?(?P<name>.+)$")


@dataclass(slots=True)
class Changes:
    """What is given, by place: indicator and line positions are last year's."""

    targets: dict[int, GivenValue] = field(default_factory=dict)
    lines: dict[tuple[int, LineField], GivenValue] = field(default_factory=dict)
    kept_prices: set[int] = field(default_factory=set)
    total: GivenValue | None = None
    goals: dict[str, GivenValue] = field(default_factory=dict)
    executions: dict[tuple[int, str], GivenValue] = field(default_factory=dict)
    funding: dict[str, GivenValue] = field(default_factory=dict)
    fields: dict[str, GivenValue] = field(default_factory=dict)
    ordinal: GivenValue | None = None
    dropped_lines: dict[int, GivenValue] = field(default_factory=dict)
    dropped_targets: dict[int, GivenValue] = field(default_factory=dict)
    new_lines: list[tuple[str, GivenValue]] = field(default_factory=list)
    followers: dict[int, int] = field(default_factory=dict)
    """Numbers that equalled a given one last year (sets and people): follower → given."""

    @property
    def session(self) -> str | None:
        """届次 as given, without 第 and 届."""
        return self.ordinal.raw.strip("第届 ") if self.ordinal else None

    new_targets: list[tuple[str, GivenValue]] = field(default_factory=list)


def resolve(given: tuple[GivenValue, ...], declaration: Declaration, bindings: Bindings) -> Changes:
    """Find the place of every given value. Raises DraftError for one that has none, or two."""
    changes = Changes()
    for value in given:
        if not (
            _special(value, changes, declaration) or _placed(value, changes, declaration, bindings)
        ):
            known = "、".join(i.name for i in declaration.indicators[:6])
            raise DraftError(
                f"上年申报中没有名为“{value.name}”的指标、预算明细或栏目；指标如：{known}"
            )
    changes.followers = {
        at: people
        for at, people in bindings.equals.items()
        if people in changes.targets and at not in changes.targets
    }
    _agree(changes, declaration, bindings)
    return changes


def _special(value: GivenValue, changes: Changes, declaration: Declaration) -> bool:
    """Totals, goals, execution figures, funds, 届次, form fields and new rows."""
    name = value.name.strip()
    execution = EXECUTION.match(name)
    goal = next((v for k, v in _GOALS.items() if plain_name(k) == plain_name(name)), None)
    new = _NEW.match(name)
    indicators = {plain_name(i.name) for i in declaration.indicators}
    if plain_name(name) in indicators:
        return False
    if execution:
        changes.executions[int(execution[1]), _EXECUTION_FIELDS[execution[2]]] = value
    elif plain_name(name) in TOTALS:
        changes.total = value
    elif goal:
        changes.goals[goal] = value
    elif name in _FUNDING:
        changes.funding[_FUNDING[name]] = value
    elif name in {"届次", "届"} or re.fullmatch(r"第.+届", name):
        changes.ordinal = value
    elif new and new["what"] == "指标" and "/" in new["name"]:
        changes.new_targets.append((new["name"], value))
    elif (
        new
        and value.number is not None
        and best_names(name, [i.name for i in declaration.indicators])[:1] != [name]
    ):
        changes.new_lines.append((new["name"], value))
    elif any(f.label.strip("：: ") == name for f in declaration.fields):
        changes.fields[name] = value
    else:
        return False
    return True


def _placed(
    value: GivenValue, changes: Changes, declaration: Declaration, bindings: Bindings
) -> bool:
    """An indicator or a budget line."""
    owner, line_field = _owner(value.name)
    if value.raw in DROP and line_field is None:
        return _drop(value, changes, declaration)
    indicators = [i.name for i in declaration.indicators]
    items = [row.item for row in declaration.budget_lines]
    groups = [row.group for row in declaration.budget_lines if row.group]
    wants_line = line_field is not None or value.is_money
    if line_field is None and plain_name(owner) in {plain_name(n) for n in indicators}:
        wants_line = False
    exact_line = plain_name(owner) in {plain_name(n) for n in items}
    if wants_line or exact_line:
        at = _line(owner, items, groups, declaration)
        if at is None and line_field is not None:
            at = _line_of_indicator(owner, indicators, bindings)
        if at is not None:
            _set_line(at, line_field or "amount", value, changes)
            return True
    best = best_names(owner, indicators)
    if not best and line_field is not None:
        best = best_names(value.name, indicators)
    if len(best) > 1:
        best = _by_unit(best, value, declaration)
    if len(best) == 1:
        _set_target(indicators.index(best[0]), value, changes)
        return True
    if len(best) > 1:
        raise DraftError(f"“{value.name}”可以指：{'、'.join(best[:5])}，请写全名")
    at = _line(owner, items, groups, declaration)
    if at is None:
        return False
    _set_line(at, line_field or "amount", value, changes)
    return True


def _owner(name: str) -> tuple[str, LineField | None]:
    """``特种保安经费.单价`` → (特种保安经费, unit_price)."""
    head, dot, tail = name.rpartition(".")
    for suffix, line_field in _SUFFIXES:
        if dot and tail == suffix:
            return head, line_field
        if not dot and name.endswith(suffix) and len(name) > len(suffix) + 1 and suffix == "单价":
            return name[: -len(suffix)].removesuffix("的"), line_field
    return name, None


def _line(owner: str, items: list[str], groups: list[str], declaration: Declaration) -> int | None:
    """The budget line called so; a group stands for its one line that is not arrears."""
    best = best_names(owner, items)
    if len(best) > 1:
        fresh = [n for n in best if "尾款" not in n or "尾款" in owner]
        best = fresh if len(fresh) == 1 else best
    if len(best) == 1 and items.count(best[0]) == 1:
        return items.index(best[0])
    if len(best) > 1:
        raise DraftError(f"“{owner}”可以指预算明细：{'、'.join(best[:5])}，请写全名")
    named = best_names(owner, groups)
    if len(named) != 1:
        return None
    members = [i for i, row in enumerate(declaration.budget_lines)
               if row.group == named[0] and "尾款" not in row.item]  # fmt: skip
    return members[0] if len(members) == 1 else None


def _line_of_indicator(owner: str, indicators: list[str], bindings: Bindings) -> int | None:
    """The line that multiplies the indicator's number: 特保人员聘用人数.单价."""
    best = best_names(owner, indicators)
    lines = {b.line for b in bindings.counts if b.indicator in [indicators.index(n) for n in best]}
    return lines.pop() if len(lines) == 1 else None


def _by_unit(best: list[str], value: GivenValue, declaration: Declaration) -> list[str]:
    """Of several names, those whose last value has the given unit."""
    if value.unit is None:
        counted = [i.name for i in declaration.indicators if i.name in best and is_count(i)]
        return counted if len(counted) == 1 else best
    fits = [i.name for i in declaration.indicators
            if i.name in best and i.target.unit == value.unit]  # fmt: skip
    return fits if fits else best


def _set_line(at: int, line_field: LineField, value: GivenValue, changes: Changes) -> None:
    if value.raw in KEEP:
        if line_field == "unit_price":
            changes.kept_prices.add(at)
        return
    if value.number is None:
        raise DraftError(f"“{value.name}={value.raw}”应是数字")
    changes.lines[at, line_field] = value


def _set_target(at: int, value: GivenValue, changes: Changes) -> None:
    if value.raw not in KEEP:
        changes.targets[at] = value


def _drop(value: GivenValue, changes: Changes, declaration: Declaration) -> bool:
    """取消: the indicator, or the budget item with its group."""
    for i, indicator in enumerate(declaration.indicators):
        if plain_name(indicator.name) == plain_name(value.name):
            changes.dropped_targets[i] = value
            return True
    names = [row.item for row in declaration.budget_lines]
    groups = [row.group for row in declaration.budget_lines if row.group]
    best = best_names(value.name, [*groups, *names])
    if len(best) > 1:
        raise DraftError(f"“{value.name}”可以指：{'、'.join(best[:5])}，请写全名")
    for i, line in enumerate(declaration.budget_lines):
        if best and best[0] in {line.group, line.item}:
            changes.dropped_lines[i] = value
    if changes.dropped_lines:
        return True
    found = best_names(value.name, [i.name for i in declaration.indicators])
    for i, indicator in enumerate(declaration.indicators):
        if indicator.name in found[:1]:
            changes.dropped_targets[i] = value
    return bool(found)


def _agree(changes: Changes, declaration: Declaration, bindings: Bindings) -> None:
    """Given figures that are one figure must agree. Raises DraftError."""
    for binding in bindings.counts:
        target = changes.targets.get(binding.indicator)
        quantity = changes.lines.get((binding.line, "quantity"))
        old = declaration.indicators[binding.indicator].target.number
        if target and quantity and target.applied(old) != quantity.applied(old):
            raise DraftError(
                f"给定数据矛盾：{target.name}={target.raw}，而 {quantity.name}={quantity.raw}"
            )
    for i, line in enumerate(declaration.budget_lines):
        parts = [changes.lines.get((i, f)) for f in ("amount", "unit_price", "quantity")]
        if all(parts):
            amount, price, number = [p.number if p and not p.relative else None for p in parts]
            if amount and price and number and abs(price * number - amount) > number / 100:
                product = f"{price * number:f}"
                raise DraftError(
                    f"给定数据矛盾：{line.item} 的单价×数量＝{product}，而金额为 {amount:f}"
                )
