"""起草: next year's declaration, computed from past ones, given figures and cited precedent."""

from __future__ import annotations

from assistant.jobs.draft.draft import compose, draft
from assistant.jobs.draft.edit import given_name, with_edits
from assistant.jobs.draft.given import parse_given
from assistant.jobs.draft.past import gather
from assistant.jobs.draft.request import DraftRequest

__all__ = [
    "DraftRequest", "compose", "draft", "gather", "given_name", "parse_given",
    "with_edits",
]  # fmt: skip
