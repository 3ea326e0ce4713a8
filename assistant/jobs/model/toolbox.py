"""工具: the typed tools of the model-free path, as an agent calls them; each adds to the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.domain.answer import DerivationStep
from assistant.errors import YoujuError
from assistant.jobs.answer.tools import FoundFact, Operation, Tools
from assistant.jobs.model.evidence import Ledger

if TYPE_CHECKING:
    from assistant.jobs.answer.answerer import Answerer

MOST_PASSAGES = 6
MOST_LISTED = 40


class Toolbox:
    """Tools over one ledger. Every tool returns text whose [n] marks are the ledger's."""

    def __init__(self, answerer: Answerer, ledger: Ledger) -> None:
        self.shared = Tools(answerer)
        self.ledger = ledger

    def tools(self) -> list[Callable[..., str]]:
        """The functions for the agent; their docstrings are what the model reads."""
        return [
            self.ask_library, self.find_facts, self.compute, self.search_passages,
            self.look_up_basis, self.explain_value, self.list_declarations,
        ]  # fmt: skip

    def ask_library(self, question: str) -> str:
        """用一句完整的中文问资料库（目标值、金额、预算明细、执行、比较、合计、排序），返回带 [n] 的答复。"""
        return self._said(lambda: self.ledger.add_answer(self.shared.answer(question)))

    def find_facts(self, name: str, project: str = "", unit: str = "", year: int = 0) -> str:
        """按名称查事实（指标、预算明细、执行、科目、资金），返回带 [n] 的数值。"""

        def found() -> str:
            facts = self.shared.find_facts(
                name, project=project or None, unit=unit or None, year=year or None
            )
            return "\n".join(map(self._fact, facts[:MOST_LISTED])) or "没有找到。"

        return self._said(found)

    def compute(self, operation: Operation, names: list[str], project: str = "") -> str:
        """对几个名称的数求和、比较、排序、占比、人均或差额，返回带算式和 [n] 的结果。"""

        def found() -> str:
            answer = self.shared.compute(operation, names, project=project or None)
            return (
                self.ledger.add_answer(answer) if answer is not None else "这些数不能放在一起算。"
            )

        return self._said(found)

    def add_passages(self, text: str) -> list[int]:
        """The ledger's numbers of the passages nearest to a text."""
        found = self.shared.search_passages(text, k=MOST_PASSAGES)
        return [self.ledger.add(passage.place, passage.path) for passage in found]

    def search_passages(self, text: str) -> str:
        """按内容找资料里的段落，返回每段的编号、出处和原文。"""

        def found() -> str:
            return self._lines(self.add_passages(text)) or "没有找到。"

        return self._said(found)

    def look_up_basis(self, number_or_title: str) -> str:
        """查依据文件：给文号或标题，返回标题、发文机关和引用它的地方。"""

        def found() -> str:
            documents = self.shared.look_up_basis(number_or_title).documents
            marks = [
                self.ledger.add(citing.locator, document.title or document.number or "")
                for document in documents
                for citing in document.cited_by
            ]
            return self._lines(marks) or "资料中没有这份文件。"

        return self._said(found)

    def explain_value(
        self, indicator: str, project: str = "", unit: str = "", year: int = 0
    ) -> str:
        """解释一个指标的目标值从何而来，返回带 [n] 的推导步骤。"""

        def found() -> str:
            why = self.shared.explain_value(
                indicator,
                project=project or None, unit=unit or None, year=year or None,
            )  # fmt: skip
            return "\n".join(self._step(step) for step in why.derivation) or "没有依据。"

        return self._said(found)

    def list_declarations(self) -> str:
        """列出资料库里的申报：年度、单位、项目、指标数。"""
        lines = []
        for stored in self.shared.list_declarations()[:MOST_LISTED]:
            found = stored.declaration
            place = found.project_locator or found.unit_locator
            mark = f"[{self.ledger.add(place, stored.source)}]" if place else ""
            lines.append(
                f"{found.year or ''} {found.unit or ''} {found.project or ''}"
                f"（指标 {len(found.indicators)} 个）{mark}"
            )
        return "\n".join(lines) or "资料库是空的。"

    def _fact(self, fact: FoundFact) -> str:
        marks = "".join(f"[{self.ledger.add(place, place.source)}]" for place in fact.places)
        whose = " ".join(str(part) for part in (fact.year, fact.unit, fact.project) if part)
        return f"{whose} {fact.name}：{fact.value}{marks}"

    def _step(self, step: DerivationStep) -> str:
        marks = "".join(f"[{self.ledger.add(place, place.source)}]" for place in step.sources)
        return f"{step.text}{f'（{step.formula}）' if step.formula else ''}{marks}"

    def _lines(self, marks: list[int]) -> str:
        lines = []
        for n in dict.fromkeys(marks):
            one = self.ledger.get(n)
            if one is not None:
                lines.append(f"[{n}]（{one.about}）{one.text}")
        return "\n".join(lines)

    def _said(self, work: Callable[[], str]) -> str:
        """A tool never fails the conversation: what is wrong is said to the model."""
        try:
            return work()
        except YoujuError as error:
            return str(error)
