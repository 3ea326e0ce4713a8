"""起草: next year's declaration, computed from past ones, given figures and cited precedent."""

from __future__ import annotations

from assistant.jobs.draft.amounts import beside_the_unit, number_of, unit_of
from assistant.jobs.draft.cell_names import EXECUTION_PARTS, cell_names
from assistant.jobs.draft.draft import compose, draft
from assistant.jobs.draft.edit import given_name, with_edits
from assistant.jobs.draft.given import parse_given
from assistant.jobs.draft.past import gather
from assistant.jobs.draft.request import DraftRequest

__all__ = [
    "EXECUTION_PARTS", "DraftRequest", "beside_the_unit", "cell_names", "compose", "draft", "gather", "given_name", "number_of",
    "parse_given", "unit_of", "with_edits",
]  # fmt: skip
