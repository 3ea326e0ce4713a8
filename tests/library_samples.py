"""Documents made by hand, so that the library's tests do not hang on any reader."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

from assistant.domain.declaration import (
    Article,
    Basis,
    BudgetLine,
    Declaration,
    Funding,
    Goals,
    Indicator,
    Levels,
    Reading,
    Statute,
)
from assistant.domain.document import Block, Document
from assistant.domain.locator import Locator
from assistant.domain.money import Money
from assistant.domain.target import Target
from assistant.library.encoder import HashingEncoder
from assistant.library.library import Library
from assistant.settings import Settings


def text_document(name: str, text: str) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\n")
        if body:
            level = len(body) - len(body.lstrip("#"))
            blocks.append(Block("heading" if level else "paragraph", at, at + len(body), level))
        at += len(line)
    return Document(digest[:16], name, "txt", text, blocks=tuple(blocks), sha256=digest)


def place(document: Document, words: str) -> Locator:
    start = document.text.index(words)
    return document.locate(start, start + len(words))


def declaration(
    unit: str = "甲街道", project: str = "夜间巡逻", year: int = 2024, guards: int = 30
) -> tuple[Document, Reading]:
    """A declaration with one indicator, one budget line and one basis."""
    row = f"产出指标 数量指标 巡逻队员人数 ≥{guards}人"
    line = f"巡逻服务费 {guards * 5}万元"
    text = (
        f"# {year}年{project}项目\n{unit}申报。\n## 政策依据\n"
        f"依据《某市巡逻管理办法》（某公发〔2019〕7号）。\n## 指标\n{row}\n## 预算\n{line}\n"
    )
    document = text_document(f"{unit}-{project}-{year}.txt", text)
    target = Target(f"≥{guards}人", ">=", Decimal(guards), None, "人", "count")
    indicator = Indicator(
        "产出指标", "数量指标", "巡逻队员人数", target, None, None,
        Levels("产出指标", "数量指标"), place(document, row),
    )  # fmt: skip
    amount = Money(f"{guards * 5}万元", Decimal(guards * 50_000))
    budget = BudgetLine(None, "巡逻服务费", amount, None, None, place(document, line))
    cited = "《某市巡逻管理办法》（某公发〔2019〕7号）"
    basis = Basis(
        "某公发〔2019〕7号", "某市巡逻管理办法", cited, place(document, cited), "政策依据"
    )
    declared = Declaration(
        project, unit, None, year, "street-2024", None, None, amount, Funding(), Goals(None, None),
        (indicator,), (budget,), (), (basis,), (), span=(0, len(text)),
    )  # fmt: skip
    return document, Reading(declarations=(declared,))


def statute(
    title: str, since: str | None, articles: dict[str, str], name: str | None = None
) -> tuple[Document, Reading]:
    """A law with articles."""
    text = f"# {title}\n{since or ''}\n" + "".join(f"{n} {t}\n" for n, t in articles.items())
    document = text_document(name or f"{title}({since}).md", text)
    made = tuple(
        Article(n, ("第一章",), (t,), place(document, f"{n} {t}")) for n, t in articles.items()
    )
    law = Statute(title, None, None, None, since, made, document.locate(0, len(text)))
    return document, Reading(statutes=(law,))


def read_plain(path: Path) -> list[tuple[Document, Reading]]:
    """A reader for tests: the text of the file, without facts."""
    return [(text_document(path.name, path.read_text("utf-8")), Reading())]


def library(folder: Path, **settings: object) -> Library:
    """A library in a folder with the hashing encoder and the plain reader."""
    return Library(Settings(index=folder, **settings), HashingEncoder(64), reader=read_plain)  # type: ignore[arg-type]
