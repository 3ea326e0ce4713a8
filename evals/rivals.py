"""对照: what one gets without this project: LangChain's stock pipeline, and bm25s, with jieba.

Each gets the same passages (title, headings, text) and the same vectors as ours.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.library.encoder import Encoder

_AT_ONCE = 5_000  # Chroma refuses larger batches


def cut(text: str) -> list[str]:
    """jieba's words, as every tutorial has it."""
    import jieba  # a second to load; only this comparison needs it

    jieba.setLogLevel(60)
    return [word for word in jieba.lcut(text) if word.strip()]


def distinct(places: Iterable[int], depth: int) -> list[int]:
    """Chunks → articles, each once, in order."""
    return list(dict.fromkeys(places))[:depth]


def bm25s_rankings(texts: Sequence[str], questions: Sequence[str], depth: int) -> list[list[int]]:
    """bm25s over jieba's words."""
    import bm25s

    index = bm25s.BM25()
    index.index([cut(text) for text in texts], show_progress=False)
    found = []
    for question in questions:
        places, _ = index.retrieve([cut(question)], k=depth, show_progress=False)
        found.append([int(place) for place in places[0]])
    return found


def langchain_rankings(
    texts: Sequence[str], questions: Sequence[str], encoder: Encoder, depth: int
) -> dict[str, list[list[int]]]:
    """RecursiveCharacterTextSplitter → BM25Retriever (jieba) + Chroma → EnsembleRetriever."""
    from langchain_chroma import Chroma
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    class Ours(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, row)) for row in encoder.encode(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
    whole = [Document(text, metadata={"at": at}) for at, text in enumerate(texts)]
    chunks = splitter.split_documents(whole)
    words = BM25Retriever.from_documents(chunks, preprocess_func=cut, k=depth)
    with tempfile.TemporaryDirectory() as folder:
        store = Chroma(
            embedding_function=Ours(),
            persist_directory=folder,
            collection_metadata={"hnsw:space": "cosine"},
        )
        for start in range(0, len(chunks), _AT_ONCE):
            store.add_documents(chunks[start : start + _AT_ONCE])
        vectors = store.as_retriever(search_kwargs={"k": depth})
        both = EnsembleRetriever(retrievers=[words, vectors], weights=[0.5, 0.5])
        named: dict[str, Any] = {
            "LangChain BM25Retriever(jieba)": words,
            "LangChain Chroma": vectors,
            "LangChain EnsembleRetriever": both,
        }
        return {
            name: [
                distinct((d.metadata["at"] for d in retriever.invoke(question)), depth)
                for question in questions
            ]
            for name, retriever in named.items()
        }
