"""The page: its tabs, theme and texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.web import chat, documents

if TYPE_CHECKING:
    from assistant.app import Assistant

FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC",
    "sans-serif",
)  # fmt: skip
"""Fonts that the reader's machine may have; none is loaded from anywhere."""

CSS = Path(__file__).parent / "assets" / "page.css"


def theme() -> Any:
    """A quiet theme with the machine's own fonts."""
    return gr.themes.Base(
        primary_hue="blue", neutral_hue="slate", font=list(FONTS), font_mono=["monospace"]
    )


def build(assistant: Assistant) -> Any:
    """The whole page as Gradio blocks."""
    with gr.Blocks(title="有据", analytics_enabled=False, fill_width=True) as page:
        gr.Markdown("# 有据\n项目支出绩效目标申报助手：每个数字都有出处", elem_classes="yj-title")
        with gr.Tabs():
            with gr.Tab("对话", id="chat"):
                chat.build(assistant)
            with gr.Tab("资料", id="documents"):
                documents.build(assistant)
    return page
