"""有据 Youju: an assistant for 项目支出绩效目标申报, every figure with its basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.search.retriever import Retriever as Retriever

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """``from assistant import Retriever`` imports LangChain only then."""
    if name == "Retriever":
        from assistant.search.retriever import Retriever

        return Retriever
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
