"""OCR: what extraction damaged: repaired or asked about, never blamed on the author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.domain.declaration import Repair
from assistant.domain.money import UNITS
from assistant.jobs.check.case import Case
from assistant.jobs.check.registry import Flag, rule


@rule(
    "OCR001", "识别损坏，已修复", "advice",
    what="抽取、识别造成的错位、断行、数字间空格，读入时已按旁证修复。",
    why="不是填报人的错；列出来供核对原件。",
    certainty="S",
    wrong="项目名称\t窗口协管呆\t项目性质", right="项目名称\t窗口协管员\t项目性质",
    model="bureau", whole=True,
)  # fmt: skip
def repaired(case: Case) -> Iterator[Flag]:
    """The reader's repairs, of one reason together."""
    groups: dict[str, list[Repair]] = {}
    for repair in case.reading.repairs:
        if "单位" in repair.raw:  # a wrong unit is the author's (SUM003)
            continue
        groups.setdefault(repair.why, []).append(repair)
    for why, rows in groups.items():
        first = rows[0]
        many = f"（共 {len(rows)} 处）" if len(rows) > 1 else ""
        yield Flag(
            first.locator, f"{why}：“{first.raw.strip()[:30]}”读作“{first.read_as.strip()[:30]}”{many}",
            tuple(r.locator for r in rows[1:20]), "核对原件", origin="extraction",
        )  # fmt: skip


@rule(
    "OCR002", "读不出来的内容", "advice",
    what="一行字大部分是乱码，或一个单元的值不能信任。",
    why="不是填报人的错；要看原件。",
    certainty="S",
    wrong="七、风险因素分析\n\n・ みり BEL EURIS ヘコ・9 ソルロトル ユーニノリ 9 ヘ", right="七、风险因素分析\n\n汛期水位上涨可能影响作业，由街道与服务方共同制定预案。",
    whole=True,
)  # fmt: skip
def unreadable(case: Case) -> Iterator[Flag]:
    """Lines of kana and signs."""
    for match in re.finditer(r"[^\n]{12,}", case.document.text):
        text = match.group()
        strange = len(re.findall(r"[぀-ヿ・ヽｦ-ﾟ]", text))
        if strange >= 6 and strange / len(text) > 0.2:
            yield Flag(
                case.at(*match.span()), "这一行识别为乱码", (), "看原件补录", origin="extraction"
            )


_BROKEN = re.compile(
    r"(?<![\d.,，])(?P<x>\d{1,3}(?:[,，.]\d{3})*[,，]\d{1,2}|\d{1,3}\.\d{3}\.\d{1,2})(?=\s*(?:万元|元))(?![\d])"
)


@rule(
    "OCR003", "数字的分隔符有误", "warning",
    what="金额里的千分号、小数点放在不可能的位置（41,672,69 万元）。",
    why="分不清是 41,672.69 还是别的数；可能是识别所致，也可能原文如此。",
    certainty="S",
    wrong="本项目申报预算 126,00 万元", right="本项目申报预算 126.00 万元",
    whole=True,
)  # fmt: skip
def broken_number(case: Case) -> Iterator[Flag]:
    """41,672,69万元."""
    for match in _BROKEN.finditer(case.document.text):
        raw = match["x"]
        head, tail = re.split(r"[,，.](?=\d{1,2}$)", raw)
        right = re.sub(r"[,，.]", ",", head) + "." + tail
        unit = UNITS["万元" if "万" in case.document.text[match.end() : match.end() + 3] else "元"]
        yuan = Decimal(right.replace(",", "")) * unit
        sure = any(abs(yuan - amount) <= unit / 200 for amount in _amounts(case))
        yield Flag(
            case.at(*match.span("x")), f"“{raw}”的分隔符有误，疑为 {right}", (), f"核对后改为 {right}",
            right if sure else None,
        )  # fmt: skip


def _amounts(case: Case) -> list[Decimal]:
    """Amounts that tables of the document state, in yuan: they may confirm a reading."""
    found = [a.amount.yuan for a in case.reading.accounts]
    for declaration in case.reading.declarations:
        funding = declaration.funding
        found += [m.yuan for m in (declaration.total, funding.annual, funding.total) if m]
        found += [line.amount.yuan for line in declaration.budget_lines if line.amount]
        found.append(sum((r.amount.yuan for r in declaration.budget_lines if r.amount), Decimal(0)))
    return found
