"""The page: its tabs, theme and texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.web import api, basis, chat, compare, documents, review, workbench_tab
from assistant.web.opening import Opening

if TYPE_CHECKING:
    from assistant.app import Assistant

FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC",
    "sans-serif",
)  # fmt: skip
"""Fonts that the reader's machine may have; none is loaded from anywhere."""

ASSETS = Path(__file__).parent / "assets"
CSS = ASSETS / "page.css"
HEAD = ASSETS / "head.html"
SCRIPTS = (ASSETS / "tips.js", ASSETS / "history.js")


def head() -> bytes:
    """What stands first in the page's head: our language and our scripts."""
    scripts = "".join(f"<script>{path.read_text('utf-8')}</script>" for path in SCRIPTS)
    return HEAD.read_bytes() + scripts.encode("utf-8")


def theme() -> Any:
    """A quiet theme with the machine's own fonts, its colours dark enough for contrast AA."""
    return gr.themes.Base(
        primary_hue="blue", neutral_hue="slate", font=list(FONTS), font_mono=list(FONTS)
    ).set(
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_text_color="white",
        color_accent="*primary_700",
        input_placeholder_color="*neutral_600",
        input_placeholder_color_dark="*neutral_400",
        block_label_text_color="*neutral_600",
        block_label_text_color_dark="*neutral_300",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
    )


TABS = (
    ("对话", "chat", chat.build),
    ("依据", "basis", basis.build),
    ("审核", "review", review.build),
    ("起草", "draft", workbench_tab.build),
    ("对比", "compare", compare.build),
    ("资料", "documents", documents.build),
)


def build(assistant: Assistant) -> Any:
    """The whole page as Gradio blocks."""
    with gr.Blocks(title="有据", analytics_enabled=False, fill_width=True) as page:
        api.build(assistant)  # first, so that the endpoints have the names
        gr.Markdown("# 有据\n项目支出绩效目标申报助手：每个数字都有出处", elem_classes="yj-title")
        opening = Opening(page)
        with gr.Tabs(elem_id="yj-tabs"):
            for label, id, tab in TABS:
                with gr.Tab(label, id=id):
                    tab(assistant, opening)
    return page
