"""推导各步: the stated source, the arithmetic of the budget, the policies, the precedents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.domain.answer import DerivationStep
from assistant.domain.coverage import marked
from assistant.domain.declaration import BudgetLine, Indicator
from assistant.domain.figures import grouped, printed, yuan
from assistant.domain.locator import Locator
from assistant.domain.synonyms import canonical
from assistant.jobs.why.subject import Subject, subject_words
from assistant.library.records import StoredDeclaration

# 指标值设定依据 (财预〔2021〕101号's five kinds) by the words that forms use for them; evidence of
# completion (签到表, 台账) is no source of a value, though forms print it in that column.
SOURCE_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("evidence", re.compile(
        r"签到|排班|面试记录|台账|考勤|照片|问卷|记录表|实际工作情况|实际情况|报表|工作记录|验收单"
        r"|发票|凭证|名册"
    )),
    ("历史标准", re.compile(r"历史|上年|去年|往年|历年|近三年|前三年|以前年度|上一年度")),
    ("行业标准", re.compile(r"行业|国家标准|国标|规范|技术标准|法律|法规|条例|规定")),
    ("预算支出标准", re.compile(r"预算|资金|支出标准|定额|财政")),
    ("计划标准", re.compile(r"计划|要求|目标|合同|协议|方案|需求|任务|规划|文件|通知")),
)  # fmt: skip
_WHOLE_BUDGET = re.compile(r"预算(?:金额|数|总额|资金)|申报金额|批复(?:金额|数)|预算内")
_PRECEDENTS = 3


def stated(subject: Subject) -> Iterator[DerivationStep]:
    """What the declaration itself gives as the source of the value."""
    row = subject.indicator
    if row is None:
        return
    place = row.source_locator or row.locator
    if row.source:
        kind = next((name for name, words in SOURCE_KINDS if words.search(row.source)), None)
        if kind == "evidence":
            text = (
                f"申报表“目标值来源/确定”一栏写的是“{row.source}”，属于完成情况的佐证资料，"
                "并不是目标值的设定依据"
            )
        elif kind is None:
            text = f"申报表写明目标值来源：{row.source}"
        else:
            text = f"申报表写明目标值来源：{row.source}（对应{kind}）"
        yield DerivationStep("stated", text, None, (place,))
    elif not row.explanation:
        value = _bare(row.target.raw) or "（空）"
        text = f"申报表只列出目标值“{value}”，没有写明目标值来源"
        yield DerivationStep("stated", text, None, (row.locator,))
    if row.explanation:
        text = f"申报表的指标解释：{_short(row.explanation)}"
        yield DerivationStep("stated", text, None, (row.locator,))


def arithmetic(subject: Subject) -> Iterator[DerivationStep]:
    """Budget lines that equal, add up to, multiply to or bound the value; every sum redone."""
    target = subject.target
    if target is not None and target.number is None and _WHOLE_BUDGET.search(target.raw):
        yield from _whole_budget(subject)
        return
    if subject.number is None:
        return
    if subject.measure == "元":
        yield from _amounts(subject, subject.number)
    elif subject.measure and subject.measure.startswith("元"):
        yield from _unit_prices(subject, subject.number)
    else:
        yield from _quantities(subject, subject.number)


def policies(subject: Subject) -> Iterator[DerivationStep]:
    """Cited documents whose title speaks of the subject; whether they fix the value is not said."""
    words = subject.words
    for basis in subject.declaration.bases:
        title = canonical(basis.title or "")
        shared = [word for word in words if word in title]
        if not shared:
            continue
        name = f"《{(basis.title or '').strip('《》')}》"
        number = f"（{basis.number}）" if basis.number else ""
        text = f"申报引用的依据{name}{number}涉及“{shared[0]}”；是否规定了这一数值，资料未载"
        yield DerivationStep("policy", text, None, (basis.locator,))
        return


def precedents(subject: Subject, stored: list[StoredDeclaration]) -> Iterator[DerivationStep]:
    """The same indicator in other declarations, nearest names first."""
    if subject.indicator is None:
        return
    name = canonical(subject.name)
    words = subject_words(subject.name)
    found: list[tuple[float, StoredDeclaration, Indicator]] = []
    for other in stored:
        if (other.document, other.index) == (subject.stored.document, subject.stored.index):
            continue
        for row in other.declaration.indicators:
            key = canonical(row.name)
            same_kind = row.target.unit == subject.measure and row.target.number is not None
            if key == name:
                found.append((2.0, other, row))
            elif words and same_kind and subject.number is not None and words[0] in key:
                alike = sum(marked(key, (name,))) / len(key)
                if alike >= 0.5 and subject.measure not in {"%", None}:
                    found.append((alike, other, row))
    found.sort(key=lambda one: (-one[0], -(one[1].declaration.year or 0)))
    if not found:
        return
    shown = found[:_PRECEDENTS]
    parts = [
        f"{_whose(other)}“{row.name}”为{' '.join(row.target.raw.split())}"
        for _, other, row in shown
    ]
    text = "可比的先例（仅供对照，不是本值的依据）：" + "；".join(parts)
    yield DerivationStep("precedent", text, None, tuple(row.locator for _, _, row in shown))


def _whose(stored: StoredDeclaration) -> str:
    declared = stored.declaration
    year = f"{declared.year}年" if declared.year else ""
    return f"{declared.unit or declared.department or ''}{year}“{declared.project or ''}”的"


def _short(text: str, limit: int = 80) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[:limit] + "……"


# ---- the arithmetic ----


def _whole_budget(subject: Subject) -> Iterator[DerivationStep]:
    declared = subject.declaration
    annual = declared.funding.annual or declared.total
    place = dict(declared.funding.locators).get("annual") or declared.total_locator
    if annual is None or place is None:
        return
    text = f"“{_bare(subject.value)}”指本项目的预算：年度预算为{printed(annual)}，即成本上限"
    places = (place,)
    yield DerivationStep("composition", text, f"上限 = {grouped(annual.yuan)}元", places)


def _bare(value: str) -> str:
    return "".join(value.split())


def related(name: str, *texts: str | None) -> bool:
    """Whether a budget group or item speaks of the name's subject."""
    joined = "\n".join(canonical(text) for text in texts if text)
    words = subject_words(name) or (canonical(name),)
    return any(sum(marked(word, (joined,))) >= 2 for word in words)


def _lines(subject: Subject) -> list[BudgetLine]:
    lines = [line for line in subject.declaration.budget_lines if line.amount is not None]
    own = subject.locator if subject.value and subject.indicator is None else None
    return [line for line in lines if line.locator != own]


def _amounts(subject: Subject, number: Decimal) -> Iterator[DerivationStep]:
    lines = _lines(subject)
    groups: dict[str, list[BudgetLine]] = {}
    for line in lines:
        if line.group:
            groups.setdefault(line.group, []).append(line)
    for name, members in groups.items():
        total = sum((_of(line) for line in members), Decimal(0))
        if len(members) > 1 and total == number and related(subject.name, name, members[0].item):
            yield _sum_step(f"预算明细“{name}”的{len(members)}行合计正好等于该值", members, total)
            return
    for line in lines:
        if _of(line) == number and related(subject.name, line.group, line.item):
            text = f"与预算明细“{line.item}”的金额{_shown(line)}一致"
            yield DerivationStep(
                "composition", text, f"{grouped(_of(line))} = {grouped(number)}", (line.locator,)
            )
            yield from _product(line)
            return
    members = [line for line in lines if related(subject.name, line.item)]
    total = sum((_of(line) for line in members), Decimal(0))
    if len(members) > 1 and total == number:
        yield _sum_step("名称相关的预算明细合计正好等于该值", members, total)
        return
    yield from _whole_or_bound(subject, number, lines, members)


def _whole_or_bound(
    subject: Subject, number: Decimal, lines: list[BudgetLine], members: list[BudgetLine]
) -> Iterator[DerivationStep]:
    declared = subject.declaration
    total = sum((_of(line) for line in lines), Decimal(0))
    if len(lines) > 1 and total == number:
        yield _sum_step("全部预算明细合计正好等于该值", lines, total)
        return
    if declared.total and declared.total.yuan == number and declared.total_locator:
        if declared.total_locator != subject.locator:
            text = f"与本项目年度预算{printed(declared.total)}一致"
            yield DerivationStep("composition", text, None, (declared.total_locator,))
        return
    own = next((line for line in declared.budget_lines if line.locator == subject.locator), None)
    if own is not None:
        yield from _product(own)
        return
    if not members:
        return
    part = sum((_of(line) for line in members), Decimal(0))
    names = "、".join(f"“{line.item}”" for line in members[:4])
    sign = "<" if part < number else ">"
    relation = "低于该值，可作对照" if part < number else "高于该值，二者不一致"
    formula = " + ".join(grouped(_of(line)) for line in members)
    formula += f" = {grouped(part)} {sign} {grouped(number)}" if len(members) > 1 else (
        f" {sign} {grouped(number)}"
    )  # fmt: skip
    yield DerivationStep(
        "composition", f"相关预算明细{names}合计{yuan(part)}，{relation}", formula,
        tuple(line.locator for line in members),
    )  # fmt: skip


def _sum_step(lead: str, members: list[BudgetLine], total: Decimal) -> DerivationStep:
    parts = " + ".join(grouped(_of(line)) for line in members)
    named = "；".join(f"{line.item} {_shown(line)}" for line in members)
    places: tuple[Locator, ...] = tuple(line.locator for line in members)
    return DerivationStep("composition", f"{lead}：{named}", f"{parts} = {grouped(total)}", places)


def _of(line: BudgetLine) -> Decimal:
    assert line.amount is not None
    return line.amount.yuan


def _shown(line: BudgetLine) -> str:
    assert line.amount is not None
    return printed(line.amount)


def _product(line: BudgetLine) -> Iterator[DerivationStep]:
    """单价 × 数量, where the line has both and the product is the amount (rounded to 0.5 %)."""
    if line.unit_price is None or line.quantity is None or line.quantity in (0, 1):
        return
    product = line.unit_price.yuan * line.quantity
    amount = _of(line)
    formula = f"{grouped(line.unit_price.yuan)} × {grouped(line.quantity)} = {grouped(product)}"
    if product == amount:
        text = f"该行为单价乘数量：单价{printed(line.unit_price)}，数量{grouped(line.quantity)}"
    elif abs(product - amount) <= line.quantity * line.unit_price.yuan * Decimal("0.005"):
        text = (
            f"该行为单价乘数量（单价经四舍五入）：单价{printed(line.unit_price)}，"
            f"数量{grouped(line.quantity)}，表内金额{_shown(line)}"
        )
        formula += f" ≈ {grouped(amount)}"
    else:
        text = (
            f"该行列有单价{printed(line.unit_price)}、数量{grouped(line.quantity)}，"
            f"但乘积与表内金额{_shown(line)}不符"
        )
        formula += f" ≠ {grouped(amount)}"
    yield DerivationStep("unit_price", text, formula, (line.locator,))


def _unit_prices(subject: Subject, number: Decimal) -> Iterator[DerivationStep]:
    for line in subject.declaration.budget_lines:
        price = line.unit_price
        if price is None or price.yuan != number or line.amount is None or not line.quantity:
            continue
        if related(subject.name, line.item):
            text = (
                f"与预算明细“{line.item}”的单价{printed(price)}一致，数量{grouped(line.quantity)}"
            )
            product = price.yuan * line.quantity
            sign = "=" if product == line.amount.yuan else "≠"
            formula = (
                f"{grouped(price.yuan)} × {grouped(line.quantity)} = {grouped(product)}"
                f" {sign} {grouped(line.amount.yuan)}"
            ).replace(f" = {grouped(product)} = {grouped(product)}", f" = {grouped(product)}")
            yield DerivationStep("unit_price", text, formula, (line.locator,))
            return


def _quantities(subject: Subject, number: Decimal) -> Iterator[DerivationStep]:
    """A count that is the quantity of a related budget line; else the related money per head."""
    for line in subject.declaration.budget_lines:
        if line.quantity != number or number in (0, 1) or line.amount is None:
            continue
        if related(subject.name, line.item):
            text = f"与预算明细“{line.item}”的数量{grouped(number)}一致"
            yield DerivationStep("composition", text, None, (line.locator,))
            yield from _product(line)
            return
    if subject.measure not in {"人", "名", "辆", "台", "套", "个"} or number <= 1:
        return
    for name, members in _related_groups(subject).items():
        total = sum((_of(line) for line in members), Decimal(0))
        each = (total / number).quantize(Decimal("0.01"))
        relation = "=" if each * number == total else "≈"
        parts = " + ".join(grouped(_of(line)) for line in members)
        if len(members) > 1:
            parts = f"({parts})"
        text = (
            f"对应的预算“{name}”共{yuan(total)}，按{grouped(number)}{subject.measure}折算"
            f"每{subject.measure}约{grouped(each)}元（计算所得，资料未载）"
        )
        formula = f"{parts} ÷ {grouped(number)} {relation} {grouped(each)}"
        yield DerivationStep("unit_price", text, formula, tuple(line.locator for line in members))
        return


def _related_groups(subject: Subject) -> dict[str, list[BudgetLine]]:
    words = subject.words
    found: dict[str, list[BudgetLine]] = {}
    for line in _lines(subject):
        name = line.group or line.item
        if words and any(word in canonical(name) for word in words):
            found.setdefault(name, []).append(line)
    return found
