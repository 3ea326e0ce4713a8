"""A shelf of hand-made declarations for the tests of drafting and writing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.domain.declaration import (
    Activity,
    Basis,
    BudgetLine,
    Declaration,
    Execution,
    FormField,
    Funding,
    Goals,
    Indicator,
    PlanStep,
    Section,
)
from assistant.domain.document import Document
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.target import parse_target
from assistant.domain.taxonomy import current_levels


class Sheet:
    """Text written piece by piece, each piece with its locator."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = ""

    def put(self, piece: str) -> Locator:
        start = len(self.text)
        self.text += piece + "\n"
        return Locator(self.name, f"{self.name}.txt", None, start, start + len(piece), piece)

    def document(self) -> Document:
        return Document(self.name, f"{self.name}.txt", "txt", self.text)


@dataclass(frozen=True)
class Kept:
    document: str
    source: str
    index: int
    declaration: Declaration


class Shelf:
    """Stands where the catalogue stands."""

    def __init__(self, *pairs: tuple[Document, Declaration]) -> None:
        self.pairs = list(pairs)

    def declarations(self, **_: object) -> list[Kept]:
        return [Kept(d.id, d.name, 0, x) for d, x in self.pairs]

    def document(self, id: str, /) -> Document:
        return next(d for d, _ in self.pairs if d.id == id)


def yuan(number: str | int) -> Money:
    value = Decimal(str(number))
    return Money(f"{value:,.2f}", value)


def indicator(
    sheet: Sheet, level1: str, level2: str, name: str, raw: str, source: str | None = "根据工作计划"
) -> Indicator:
    where = sheet.put(f"{level1}\t{level2}\t{name}\t{raw}\t{source}")
    return Indicator(
        level1,
        level2,
        name,
        parse_target(raw, name=name),
        source,
        None,
        current_levels(level1, level2),
        where,
    )


def line(
    sheet: Sheet,
    group: str | None,
    item: str,
    amount: str,
    price: str | None = None,
    number: str | None = None,
) -> BudgetLine:
    where = sheet.put(f"{group or ''}\t{item}\t{price or ''}\t{number or ''}\t{amount}")
    return BudgetLine(
        group,
        item,
        yuan(amount),
        yuan(price) if price else None,
        Decimal(number) if number else None,
        where,
    )


def patrol(
    year: int = 2024,
    *,
    people: int = 50,
    price: int = 60000,
    tail: str = "750000",
    unit: str = "东塘街道",
) -> tuple[Document, Declaration]:
    """夜间巡防: guards with a price per head, arrears, a canteen, an unnumbered drill."""
    sheet = Sheet(f"patrol{year}{unit}")
    main = people * price
    title = sheet.put("夜间巡防项目描述")
    lines = (
        line(sheet, "巡防特保经费", f"{year}年巡防特保服务项目", str(main)),
        line(sheet, "巡防特保经费", f"巡防特保经费{year - 1}年尾款", tail),
        line(sheet, "食堂服务", "食堂服务费", "240000"),
        line(sheet, "消防演练", "消防演练费", "30000"),
    )
    guards = main + int(tail)
    total = guards + 270000
    indicators = (
        indicator(
            sheet, "成本指标", "经济成本指标", "巡防特保聘用成本", f"≤{guards}元", "根据预算资金"
        ),
        indicator(sheet, "成本指标", "经济成本指标", "食堂服务成本", "≤240000元", "根据预算资金"),
        indicator(sheet, "成本指标", "经济成本指标", "消防演练成本", "≤30000元", "根据预算资金"),
        indicator(sheet, "产出指标", "数量指标", "巡防特保聘用人数", f"={people}.00(人)"),
        indicator(sheet, "产出指标", "数量指标", "消防演练次数", "≥2.00(次)"),
        indicator(
            sheet, "产出指标", "质量指标", "巡防特保考核达标率", "=100.00(%)", "根据工作要求"
        ),
        indicator(
            sheet, "产出指标", "时效指标", "消防演练完成时间", f"{year}年11月底前", "根据工作要求"
        ),
        indicator(sheet, "效益指标", "社会效益指标", "辖区治安环境", "提升", "根据工作目标"),
        indicator(
            sheet, "满意度指标", "服务对象满意度指标", "居民满意度", "≥90.00(%)", "根据工作目标"
        ),
    )
    executions = tuple(
        Execution(
            y,
            yuan(3_000_000 + i),
            yuan(3_000_000 + i),
            yuan(3_000_000 + i),
            Decimal(100),
            sheet.put(f"{y}年\t3,000,000\t100%"),
            estimated=y == year - 1,
        )
        for i, y in enumerate(range(year - 3, year))
    )
    overall = sheet.put("通过购买巡防特保服务维护夜间秩序。")
    annual = sheet.put(f"完成{year}年巡防特保队伍建设，聘用{people}名特保；开展消防演练。")
    background = sheet.put(
        f"2016年街道组建特保队伍，人数为20人。{year}年项目继续聘用{people}名特保，覆盖9个居民区。"
    )
    wan = Decimal(total) / 10000
    spending = sheet.put(
        f"{year}年本项目申报预算{wan:.2f}万元，其中特保经费{Decimal(guards) / 10000:.2f}万元。"
    )
    bases = (
        Basis(
            "东综治办〔2022〕7号",
            f"{year}年夜间巡防工作方案",
            f"《{year}年夜间巡防工作方案》（东综治办〔2022〕7号）",
            sheet.put(f"《{year}年夜间巡防工作方案》（东综治办〔2022〕7号）"),
        ),
        Basis(
            "东府发〔2020〕3号",
            "巡防队伍管理规定",
            "《巡防队伍管理规定》（东府发〔2020〕3号）",
            sheet.put("《巡防队伍管理规定》（东府发〔2020〕3号）"),
        ),
    )
    grounds = "；".join(b.raw for b in bases)
    sections = (
        Section("项目概况", 1, "一、", "", title),
        Section("项目背景", 2, "（一）", background.quote, background),
        Section("依据充分性", 2, "（二）", grounds, sheet.put(grounds)),
        Section("项目投入情况", 1, "三、", "", title),
        Section("项目总投入和构成情况", 2, "（一）", spending.quote, spending),
    )
    declaration = Declaration(
        "夜间巡防",
        unit,
        None,
        year,
        "street-2024",
        "经常性项目",
        None,
        yuan(total),
        Funding(),
        Goals(overall.quote, annual.quote, overall, annual),
        indicators,
        lines,
        executions,
        bases,
        sections,
        fields=(FormField("日期", f"{year - 1}年12月", sheet.put(f"日期：{year - 1}年12月")),),
        activities=(
            Activity("巡防特保经费", "巡防特保", f"聘用{people}名特保夜间巡逻", sheet.put("活动")),
        ),
        plan=(PlanStep(f"{year}年各季度", "按季度支付特保服务费", sheet.put(f"{year}年各季度")),),
        total_locator=spending,
        project_locator=title,
        unit_locator=title,
        year_locator=title,
    )
    return sheet.document(), declaration


def old_table(year: int = 2020) -> tuple[Document, Declaration]:
    """A table of the 2020 generation: words for values, cost nowhere, satisfaction under 影响力."""
    document, base = patrol(year)
    sheet = Sheet(f"old{year}")
    rows = (
        indicator(sheet, "产出目标", "数量目标", "项目完成率", "完成", None),
        indicator(sheet, "产出目标", "质量目标", "考核达标率", "达标", None),
        indicator(sheet, "效果目标", "生态环境", "居住环境", "改善", None),
        indicator(sheet, "投入和管理目标", "投入管理", "预算执行率", "100%", None),
        indicator(sheet, "影响力目标", "满意度目标", "居民满意度", "满意", None),
    )
    made = replace(
        base, project="旧表巡防", unit="西桥街道", form="street-2020", indicators=rows, sections=()
    )
    return Document(document.id + "old", "old.txt", "txt", document.text), made
