"""What the command line prints for people: plain text, no domain logic."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from assistant.domain.answer import CERTAINTY_WORDS, Answer, BasisAnswer, Citation, Why
from assistant.domain.locator import Locator
from assistant.domain.shapes import plain, to_json

if TYPE_CHECKING:
    from assistant.app import Parsed
    from assistant.domain.declaration import Declaration
    from assistant.domain.money import Money
    from assistant.jobs.check.report import CheckReport
    from assistant.library.records import (
        DocumentRecord,
        IngestReport,
        StoredArticle,
    )
    from assistant.search.adapt import Adaptation

QUOTE_WIDTH = 60
FORM_WORDS = {
    "street-2024": "项目描述",
    "street-2020": "2020 年三表",
    "fill-2021": "填报表",
    "bureau-2024": "申报表",
    "other": "其他表样",
}
FIELD_WORDS = {
    "name": "名称",
    "item": "名称",
    "level1": "一级指标",
    "level2": "二级指标",
    "target": "指标值",
    "unit": "单位",
    "year": "年度",
    "amount": "金额",
    "unit_price": "单价",
    "quantity": "数量",
    "initial": "年初预算",
    "adjusted": "调整后预算",
    "executed": "执行数",
    "rate": "执行率",
}
"""What ``uncertain`` names, in words."""
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


def emit(value: object) -> None:
    """One UTF-8 JSON document on stdout."""
    click.echo(json.dumps(to_json(value), ensure_ascii=False, indent=1))


def lines(text: Iterable[str]) -> None:
    """Lines for people on stdout."""
    for line in text:
        click.echo(line)


def place(locator: Locator) -> str:
    """A locator on one line: 文件 第N页 表T行R列C「quote」."""
    parts = [locator.source]
    if locator.page is not None:
        parts.append(f"第{locator.page}页")
    if locator.cell is not None:
        cell = locator.cell
        parts.append(f"表{cell.table + 1}第{cell.row + 1}行第{cell.column + 1}列")
    quote = " ".join(locator.quote.split())
    if len(quote) > QUOTE_WIDTH:
        quote = quote[:QUOTE_WIDTH] + "…"
    return f"{' '.join(parts)} 「{quote}」"


def sources(citations: Sequence[Citation]) -> Iterable[str]:
    """One line a citation."""
    for citation in citations:
        yield f"  [{citation.n}] {place(citation.locator)}"


def plainly(text: str) -> str:
    """Markdown as a terminal shows it: without the marks of bold text."""
    return BOLD.sub(r"\1", text)


def answer_lines(answer: Answer) -> Iterable[str]:
    """An answer with its sources."""
    yield plainly(answer.answer)
    if answer.citations:
        yield ""
        yield "出处："
        yield from sources(answer.citations)


def why_lines(why: Why) -> Iterable[str]:
    """A derivation, step by step."""
    yield plainly(why.answer)
    if why.citations:
        yield ""
        yield "出处："
        yield from sources(why.citations)


def basis_lines(found: BasisAnswer) -> Iterable[str]:
    """Basis documents with every place that cites them."""
    if not found.documents:
        yield f"资料中没有“{found.query}”对应的依据文件。"
        return
    for document in found.documents:
        title = f"《{document.title}》" if document.title else "（标题未见）"
        yield f"{document.number or '（无文号）'} {title}"
        issuer = document.issuer
        yield f"  发文机关：{issuer.name or '不明'}（{CERTAINTY_WORDS[issuer.certainty]}）"
        for other in document.titles:
            if other != document.title:
                yield f"  另见写作：《{other}》"
        for note in document.notes:
            yield f"  注意：{note}"
        for citing in document.cited_by:
            whose = " ".join(
                str(part) for part in (citing.year, citing.unit, citing.project) if part
            )
            yield f"  引用：{whose} — {place(citing.locator)}"


def ingest_lines(report: IngestReport) -> Iterable[str]:
    """What an ingest did, the failures last and each with its reason."""
    yield (
        f"新读 {len(report.added)} 份，重读 {len(report.replaced)} 份，未变 {len(report.unchanged)} 份，"
        f"未能读取 {len(report.failed)} 份"
    )
    for name, reason in report.failed:
        yield f"  未读：{name}：{reason}"
    for name, line in report.corrections:
        yield f"  {name}：{line}"


def article_lines(found: StoredArticle) -> Iterable[str]:
    """An article with its law and version, paragraph by paragraph."""
    law, article = found.law, found.article
    version = "，".join(
        part for part in (law.number or "", f"{law.since}起" if law.since else "") if part
    )
    yield f"《{law.title}》{f'（{version}）' if version else ''}"
    yield " ".join((*article.chapter, article.number))
    yield from article.paragraphs
    yield f"  {place(article.locator)}"


def adaptation_lines(result: Adaptation) -> Iterable[str]:
    """What adapting did, on feedback that it had not seen."""
    verdict = "已采用" if result.kept else "没有变好，未采用"
    yield (
        f"{verdict}：留出的 {result.judged_on} 条上，平均倒数名次 "
        f"{result.before:.3f} → {result.after:.3f}（用 {result.fitted_on} 条调整）"
    )
    if result.unknown:
        numbers = "、".join(str(number) for number in result.unknown[:20])
        yield f"  未能对应到资料的行：{numbers}"


def document_lines(records: Sequence[DocumentRecord]) -> Iterable[str]:
    """One line a document."""
    if not records:
        yield "资料库是空的，先用 youju ingest 读入资料。"
    from assistant.library.records import (
        KIND_WORDS,
    )  # the library's packages, for this command only

    for record in records:
        parts = [
            record.id,
            KIND_WORDS[record.kind],
            str(record.year or "—"),
            record.unit or "—",
            record.name,
        ]
        yield "  ".join(parts)


def amount(money: Money | None) -> str:
    """An amount as printed and in yuan: 273.60（2,736,000 元）; 160,000.00 元 where that is one."""
    if money is None:
        return "—"
    raw, exact = " ".join(money.raw.split()), plain(money.yuan)
    yuan = f"{money.yuan:,.{len(exact.partition('.')[2])}f}"
    number = re.fullmatch(r"([\d,]+(?:\.\d+)?)\s*元?", raw)
    if number is not None and Decimal(number[1].replace(",", "")) == money.yuan:
        return f"{number[1]} 元"
    return f"{raw}（{yuan} 元）"


def parsed_lines(parsed: Sequence[Parsed]) -> Iterable[str]:
    """What one file says: each declaration with its rows, statutes, repairs."""
    for one in parsed:
        for found in one.reading.declarations:
            yield from declaration_lines(found)
        for statute in one.reading.statutes:
            yield f"{statute.title}（{statute.number or '无文号'}，{len(statute.articles)} 条）"
        for repair in one.reading.repairs:
            raw, read_as = (" ".join(text.split()) for text in (repair.raw, repair.read_as))
            yield f"  修复：{raw} → {read_as}（{repair.why}）"
        if not (one.reading.declarations or one.reading.statutes):
            yield f"{one.document.name}：没有读出申报或法规，共 {len(one.document.text)} 字"


def declaration_lines(found: Declaration) -> Iterable[str]:
    """One declaration: head, funds, indicators, budget, execution, bases."""
    form = FORM_WORDS.get(found.form, found.form)
    yield f"{found.year or '—'} {found.unit or '—'} {found.project or '—'}（{form}）"
    yield f"  年度资金：{amount(found.total)}"
    for source in found.funding.sources:
        yield f"    {source.name}  {amount(source.amount)}"
    yield f"  指标 {len(found.indicators)}"
    for row in found.indicators:
        levels = f"{row.level1 or '—'}/{row.level2 or '—'}"
        yield f"    {levels}  {row.name}  {row.target.raw}{_doubt(row.uncertain)}"
    yield f"  预算明细 {len(found.budget_lines)}"
    for line in found.budget_lines:
        times = f"  {amount(line.unit_price)} × {plain(line.quantity)}" if (
            line.unit_price is not None and line.quantity is not None
        ) else ""  # fmt: skip
        yield f"    {line.item}  {amount(line.amount)}{times}{_doubt(line.uncertain)}"
    yield f"  预算执行 {len(found.executions)}"
    for year in found.executions:
        rate = f"{plain(year.rate)}%" if year.rate is not None else "—"
        yield (
            f"    {year.year}年{'（预计）' if year.estimated else ''}  年初 {amount(year.initial)}  "
            f"调整后 {amount(year.adjusted)}  执行 {amount(year.executed)}  执行率 {rate}"
            f"{_doubt(year.uncertain)}"
        )
    yield f"  依据 {len(found.bases)}"
    for basis in found.bases:
        title = f"《{basis.title}》" if basis.title else ""
        yield f"    {basis.number or '（无文号）'} {title}".rstrip()


def _doubt(fields: Sequence[str]) -> str:
    """What of a row cannot be trusted."""
    words = "、".join(FIELD_WORDS.get(name, name) for name in fields)
    return f"  存疑：{words}" if words else ""


def check_lines(report: CheckReport, name: str, text: str) -> Iterable[str]:
    """Findings as ruff prints them: file:line:column CODE message."""
    from assistant.jobs.check import by_severity  # the rules, for this command only
    from assistant.jobs.check.registry import SEVERITY_WORDS

    for finding in by_severity(report.findings):
        start = finding.locator.start
        line = text.count("\n", 0, start) + 1
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        mark = SEVERITY_WORDS[finding.severity]
        origin = "（识别所致）" if finding.origin == "extraction" else ""
        yield f"{name}:{line}:{column} {finding.rule} {mark}{origin} {finding.message}"
        if finding.suggestion:
            yield f"    建议：{finding.suggestion}"
    for accepted, review in report.accepted:
        yield f"{name}: 已核 {accepted.rule} {accepted.message}（{review.reason}）"
    for crash in report.crashes:
        yield f"{name}: 规则 {crash.rule} 出错，未能检查：{crash.reason}"
