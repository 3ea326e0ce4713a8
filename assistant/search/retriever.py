"""LangChain: our search as a ``BaseRetriever``, for anybody's own chain."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.library.library import Library
from assistant.search.encoders import load_encoder
from assistant.search.filters import Filters
from assistant.search.reranker import load_reranker
from assistant.search.searcher import Hit, Searcher
from assistant.settings import load_settings


class Retriever(BaseRetriever):
    """Ranked passages of a library as LangChain documents.

    ``page_content`` is the passage; ``metadata`` holds id, source, document, start, end, page,
    path, project, unit, year, article, score. Use ``Retriever.open(Path("indexes"))``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    k: int = 10
    filters: Filters | None = None

    @classmethod
    def open(
        cls, index: Path | str | None = None, *, k: int = 10, filters: Filters | None = None
    ) -> Retriever:
        """The retriever over an index folder (default: as set by ``YOUJU_INDEX``)."""
        settings = load_settings(Path(index) if index is not None else None)
        library = Library(settings, load_encoder(settings.encoder))
        searcher = Searcher(library, reranker=load_reranker(settings.reranker))
        return cls(searcher=searcher, k=k, filters=filters)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[LangChainDocument]:
        k = int(kwargs.get("k", self.k))
        return documents_of(self.searcher.search(query, k=k, filters=self.filters))


def documents_of(hits: Sequence[Hit]) -> list[LangChainDocument]:
    """Hits as LangChain documents."""
    return [
        LangChainDocument(
            id=hit.passage.id,
            page_content=hit.passage.text,
            metadata={
                "source": hit.passage.locator.source,
                "document": hit.passage.document,
                "start": hit.passage.locator.start,
                "end": hit.passage.locator.end,
                "page": hit.passage.locator.page,
                "path": hit.passage.path,
                "project": hit.passage.project,
                "unit": hit.passage.unit,
                "year": hit.passage.year,
                "article": hit.passage.article,
                "score": hit.score,
            },
        )
        for hit in hits
    ]
