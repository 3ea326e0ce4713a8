"""JSON: the contract's shape of a draft."""

from __future__ import annotations

import json

from assistant.domain.draft import Draft
from assistant.domain.shapes import to_json


def to_draft_json(draft: Draft) -> str:
    """One JSON document with the draft's declaration, cells, findings, bases, losses and notes."""
    return json.dumps(to_json(draft), ensure_ascii=False, indent=1) + "\n"
