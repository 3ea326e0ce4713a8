"""接口: the same functions for other programs (HTTP) and agents (MCP), named and documented.

Each takes and gives plain JSON in the shapes of the command line's ``--json``. A failure comes back
as ``{"error": line}``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.app import Parsed, checked_question
from assistant.domain.shapes import to_json
from assistant.jobs.draft.request import DraftRequest
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes
from assistant.web.said import line_of
from assistant.web.workbench import pair_of

if TYPE_CHECKING:
    from assistant.app import Assistant

Json = dict[str, Any]


def _told(function: Callable[..., Any]) -> Callable[..., Json]:
    """The function with its result as JSON and its failure as one line."""

    @wraps(function)
    def told(*args: Any) -> Json:
        try:
            found = to_json(function(*args))
        except Exception as error:  # noqa: BLE001 - the face: one clear line, the rest in the log
            return {"error": line_of(error)}
        return found if isinstance(found, dict) else {"results": found}

    return told


class Interface:
    """What other programs may call. Docstrings are what they are shown."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def ask(self, question: str, earlier: list[str] | None = None) -> Json:
        """Answer a question from the library; every claim is cited, or the answer is refused.

        Args:
            question: the question, in Chinese.
            earlier: earlier questions of the same conversation, oldest first.
        """
        return to_json(self.assistant.ask(question, list(earlier or ())))  # type: ignore[no-any-return]

    def basis(self, text: str) -> Json:
        """Look up a basis document (文号 or title): variants, issuer, who cites it where.

        Args:
            text: a document number in any bracket style, or words of the title.
        """
        return to_json(self.assistant.basis(text))  # type: ignore[no-any-return]

    def why(
        self, indicator: str, project: str = "", unit: str = "", year: int | None = None
    ) -> Json:
        """Explain why an indicator has its target value, step by step with sources.

        Args:
            indicator: the indicator's name.
            project: the project's name, or empty.
            unit: the unit's name, or empty.
            year: the budget year, or null.
        """
        found = self.assistant.why(indicator, project=project or None, unit=unit or None, year=year)
        return to_json(found)  # type: ignore[no-any-return]

    def check(self, document: str) -> Json:
        """Check a declaration of the library as a reviewer would; findings with rule and place.

        Args:
            document: the id or the file name of a document in the library.
        """
        record = self.assistant.find(document)
        catalogue = self.assistant.catalogue
        parsed = Parsed(catalogue.document(record.id), catalogue.reading(record.id))
        return to_json(self.assistant.check(parsed))  # type: ignore[no-any-return]

    def check_text(self, text: str) -> Json:
        """Check a declaration given as text (tables with tabs or as Markdown); it is not kept.

        Args:
            text: the declaration's whole text.
        """
        checked_question(text[:1])  # an empty text is said to be empty
        documents = read_bytes(text.encode("utf-8"), "申报.md")
        reports = [self.assistant.check(Parsed(d, read_facts(d))) for d in documents]
        return {"reports": [to_json(report) for report in reports]}

    def search(self, text: str, most: int = 10) -> Json:
        """The passages nearest to a text, best first, with their places.

        Args:
            text: what to look for.
            most: how many passages at most (1 to 50).
        """
        hits = self.assistant.search(text, k=max(1, min(int(most), 50)))
        return {"results": [to_json(hit) for hit in hits]}

    def list_documents(self) -> Json:
        """Every document of the library: id, name, kind, unit, year, projects, counts."""
        records = self.assistant.documents() if self.assistant.has_library() else []
        return {"documents": [to_json(record) for record in records]}

    def draft(
        self, project: str, year: int, unit: str = "", given: str = "", form: str = ""
    ) -> Json:
        """Draft a declaration for a year; every cell says carried, computed, given or needs_input.

        Args:
            project: the project's name as in an earlier declaration.
            year: the budget year to draft for.
            unit: the declaring unit, where it differs from last year's; or empty.
            given: new figures, one 名称=值 a line; or empty.
            form: street, bureau, 2020, or empty for last year's form.
        """
        pairs = tuple(pair_of(line) for line in given.splitlines() if line.strip())
        request = DraftRequest(
            project=project, year=int(year), unit=unit or None, given=pairs, form=form or None
        )
        return to_json(self.assistant.draft(request))  # type: ignore[no-any-return]


NAMES = ("ask", "basis", "why", "check", "check_text", "search", "list_documents", "draft")


def build(assistant: Assistant) -> None:
    """Register every function as an endpoint and an MCP tool."""
    interface = Interface(assistant)
    for name in NAMES:
        gr.api(_told(getattr(interface, name)), api_name=name, concurrency_limit=4)
