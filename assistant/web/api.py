"""接口: the same functions for other programs (HTTP) and agents (MCP), named and documented.

Each takes and gives plain JSON in the shapes of the command line's ``--json``. A failure comes back
as ``{"error": line}``. Docstrings are what the callers are shown, so they are in Chinese. One key
differs: ``path`` is called ``where`` here, because Gradio's own client takes every ``path`` for the
name of a file to be fetched.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.app import Parsed, checked_question
from assistant.domain.shapes import to_json
from assistant.errors import UsageError
from assistant.jobs.check import RULES
from assistant.jobs.draft.request import DraftRequest
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes
from assistant.web.compare import INDICATOR, Compare
from assistant.web.figures import KINDS
from assistant.web.said import line_of
from assistant.web.workbench import pair_of

if TYPE_CHECKING:
    from assistant.app import Assistant

Json = dict[str, Any]
MOST_PASSAGES = 50
MOST_CHARACTERS = 20_000


def _told(function: Callable[..., Any]) -> Callable[..., Json]:
    """The function with its result as JSON and its failure as one line."""

    @wraps(function)
    def told(*args: Any) -> Json:
        try:
            found = to_json(function(*args))
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return {"error": line_of(error)}
        named: Json = _named(found if isinstance(found, dict) else {"results": found})
        return named

    return told


def _named(value: Any) -> Any:
    """The value with every ``path`` called ``where``."""
    if isinstance(value, dict):
        return {"where" if k == "path" else k: _named(one) for k, one in value.items()}
    return [_named(one) for one in value] if isinstance(value, list) else value


class Interface:
    """What other programs may call. Docstrings are what they are shown."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def ask(self, question: str, earlier: list[str] | None = None) -> Json:
        """问资料库：每一句都带出处；资料里没有依据就明说（refused 为 true），不会猜。

        Args:
            question: 问题，中文，例如“2024年某街道特保人数的目标值是多少？”
            earlier: 同一段对话里先前的问题，从早到晚；没有就不填
        """
        return to_json(self.assistant.ask(question, list(earlier or ())))  # type: ignore[no-any-return]

    def basis(self, text: str) -> Json:
        """查依据文件：标题的各种写法、发文机关、谁在哪里引用过；没有这个文号就返回空，不用相近的代替。

        Args:
            text: 文号（括号怎么写都行），或标题里的字词
        """
        return to_json(self.assistant.basis(text))  # type: ignore[no-any-return]

    def why(
        self, indicator: str, project: str = "", unit: str = "", year: int | None = None
    ) -> Json:
        """说明一个指标的目标值为什么这样定：逐条给出来源、算式和出处，查不到的写明不清楚。

        Args:
            indicator: 指标名称
            project: 项目名称；不限就留空
            unit: 单位名称；不限就留空
            year: 年度，四位数；不限就不填
        """
        found = self.assistant.why(indicator, project=project or None, unit=unit or None, year=year)
        return to_json(found)  # type: ignore[no-any-return]

    def check(self, document: str) -> Json:
        """审核资料库里的一份申报：逐条意见，带规则代码、严重程度、位置、依据和改法。

        Args:
            document: 资料的编号或文件名，可从 list_documents 得到
        """
        parsed = self._held(document)
        return to_json(self.assistant.check(parsed))  # type: ignore[no-any-return]

    def check_text(self, text: str) -> Json:
        """审核一段申报文本，不存入资料库；表格用制表符或 Markdown 竖线分列。

        Args:
            text: 申报全文
        """
        checked_question(text[:1])  # an empty text is said to be empty
        documents = read_bytes(text.encode("utf-8"), "申报.md")
        reports = [self.assistant.check(Parsed(d, read_facts(d))) for d in documents]
        return {"reports": [to_json(report) for report in reports]}

    def rules(self, code: str = "") -> Json:
        """审核规则：查什么、为什么、错例与对例。

        Args:
            code: 规则代码，例如 SUM001；留空列出全部
        """
        wanted = code.strip().upper()
        found = [rule for rule in RULES.values() if wanted in ("", rule.code)]
        if not found:
            raise UsageError(f"没有规则 {wanted}；code 留空可列出全部规则")
        return {
            "rules": [
                {
                    "code": r.code, "name": r.name, "severity": r.severity, "what": r.what,
                    "why": r.why, "wrong": r.wrong, "right": r.right,
                }
                for r in found
            ]
        }  # fmt: skip

    def search(self, text: str, most: int = 10) -> Json:
        """检索资料里最相近的段落，好的在前，带位置。

        Args:
            text: 要找的话
            most: 最多几段，1 到 50
        """
        hits = self.assistant.search(text, k=max(1, min(int(most), MOST_PASSAGES)))
        return {"results": [to_json(hit) for hit in hits]}

    def list_documents(self) -> Json:
        """列出资料库里的全部资料：编号、文件名、类别、单位、年度、项目和各种计数。"""
        records = self.assistant.documents() if self.assistant.has_library() else []
        return {"documents": [to_json(record) for record in records]}

    def show_document(self, document: str, start: int = 0, most: int = 4000) -> Json:
        """读出一份资料的原文；引用（locator）里的 start、end 就是这份原文里的字符位置。

        Args:
            document: 资料的编号或文件名
            start: 从第几个字符开始
            most: 最多几个字符，1 到 20000
        """
        held = self._held(document).document
        begin = max(0, int(start))
        end = min(len(held.text), begin + max(1, min(int(most), MOST_CHARACTERS)))
        return {
            "id": held.id, "name": held.name, "format": held.format, "length": len(held.text),
            "start": begin, "end": end, "text": held.text[begin:end], "notes": list(held.notes),
        }  # fmt: skip

    def compare(self, kind: str, project: str = "", indicator: str = "") -> Json:
        """取“对比”图里的数：每一个都带出处；读取存疑的不取，note 里写明略去多少。

        Args:
            kind: 历年预算与执行、历年执行率、预算构成、单位成本、同一指标 之一
            project: 项目名称；全部就留空
            indicator: kind 为“同一指标”时的指标名称；留空取各份资料里最常见的一个
        """
        kinds = (*KINDS, INDICATOR)
        if kind not in kinds:
            raise UsageError(f"没有“{kind[:20]}”这种对比，可选：{'、'.join(kinds)}")
        chart = Compare(self.assistant).chart(kind, project, indicator or None)
        return {
            "title": chart.title,
            "measure": chart.measure,
            "note": chart.note if chart.bars else chart.lacking,
            "bars": [to_json(bar) for bar in chart.bars],
        }

    def draft(
        self, project: str, year: int, unit: str = "", given: str = "", form: str = ""
    ) -> Json:
        """起草一个年度的申报：每一格标明沿用（carried）、计算（computed）、给定（given）或待填（needs_input），并附出处；where 是这一格的位置。

        Args:
            project: 项目名称，与已有申报一致
            year: 要申报的年度，四位数
            unit: 填报单位；照上年就留空
            given: 给定的数，每行一个 名称=值；没有就留空
            form: 表样 street（街道）、bureau（部门）或 2020；照上年就留空
        """
        pairs = tuple(pair_of(line) for line in given.splitlines() if line.strip())
        request = DraftRequest(
            project=project, year=int(year), unit=unit or None, given=pairs, form=form or None
        )
        return to_json(self.assistant.draft(request))  # type: ignore[no-any-return]

    def _held(self, document: str) -> Parsed:
        record = self.assistant.find(document)
        catalogue = self.assistant.catalogue
        return Parsed(catalogue.document(record.id), catalogue.reading(record.id))


NAMES = (
    "ask", "basis", "why", "check", "check_text", "rules", "search", "list_documents",
    "show_document", "compare", "draft",
)  # fmt: skip


def build(assistant: Assistant) -> None:
    """Register every function as an endpoint and an MCP tool."""
    interface = Interface(assistant)
    for name in NAMES:
        gr.api(_told(getattr(interface, name)), api_name=name, concurrency_limit=4)
