"""表格: which row of a grid was clicked."""

from __future__ import annotations

import gradio as gr


def row_number(event: gr.SelectData, rows: list[list[str]]) -> int:
    """Which of the rows was clicked; a grid that was sorted or searched shows them otherwise."""
    seen = getattr(event, "row_value", None)
    texts = [str(text or "") for text in seen] if seen is not None else None
    return rows.index(texts) if texts in rows else int(event.index[0])
