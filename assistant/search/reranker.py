"""重排: a slot for any sentence-transformers CrossEncoder; off by default."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant.errors import LibraryError


class Reranker(Protocol):
    """Scores question and text together, slower and finer than search."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One score for each text; higher is better."""
        ...


class CrossReranker:
    """A sentence-transformers CrossEncoder by path or name, loaded at the first question."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: Any = None

    def _loaded(self) -> Any:
        if self._model is None:
            try:
                # torch costs seconds: only who sets YOUJU_RERANKER pays
                from sentence_transformers import CrossEncoder

                self._model = CrossEncoder(self.name)
            except Exception as error:
                what = f"{self.name}（{type(error).__name__}）"
                raise LibraryError(f"重排模型无法加载：{what}；请检查 YOUJU_RERANKER") from error
        return self._model

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One score for each text. Raises LibraryError where the model cannot be loaded."""
        pairs = [(question, text) for text in texts]
        return [float(score) for score in self._loaded().predict(pairs, show_progress_bar=False)]


def load_reranker(name: str | None) -> Reranker | None:
    """The reranker that is set, or None. Raises LibraryError where a folder is not there."""
    if not name:
        return None
    if name.startswith((".", "/", "~")) and not Path(name).expanduser().is_dir():
        raise LibraryError(f"找不到重排模型文件夹：{name}；请检查 YOUJU_RERANKER")
    return CrossReranker(name)
