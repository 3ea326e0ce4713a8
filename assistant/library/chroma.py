"""Chroma: the vector index of a large library, embedded or on a server; derived from the catalogue.

One process owns an embedded Chroma path (two writers silently lost a tenth of 6,000 vectors, a
second reader saw stale results), so it is opened only by the holder of the library's lock.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from assistant.errors import LibraryError, YoujuError
from assistant.library.quantised import Matrix
from assistant.library.schema import PASSAGE_BITS
from assistant.library.trouble import corrupt, disk_full

_COLLECTION = "youju-passages"


class ChromaIndex:
    """The collection of one library. ``place`` names this very collection.

    Raises LibraryCorrupt where the embedded files are damaged, LibraryError where the server does
    not answer.
    """

    def __init__(self, library: str, *, folder: Path | None = None, url: str | None = None) -> None:
        self._where = url or str(folder)
        self._embedded = url is None
        self._name = f"{_COLLECTION}-{library[:12]}"
        with self._translated():
            self._client = _client(folder, url)
            self._collection = self._open()
        self.place = f"chroma-{(self._collection.metadata or {}).get('place', '')}"
        with self._translated():
            self._batch = int(self._client.get_max_batch_size())

    def _open(self) -> Any:
        return self._client.get_or_create_collection(
            self._name,
            metadata={"place": uuid4().hex},
            configuration={"hnsw": {"space": "ip"}},
            embedding_function=None,
        )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except YoujuError:
            raise
        # Chroma's bindings raise InternalError, ValueError, httpx errors and, on damage, pyo3's
        # PanicException (a BaseException): no narrower class covers them.
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            raise self._trouble(error) from error

    def _trouble(self, error: BaseException) -> LibraryError:
        said = str(error).lower()
        if "disk is full" in said or "no space left" in said or "os error 28" in said:
            return disk_full(self._where)
        if self._embedded:
            return corrupt("向量索引", self._where)
        return LibraryError(
            f"Chroma 服务器没有应答或出错：{self._where}（{type(error).__name__}）；"
            "请检查 YOUJU_CHROMA_URL，或去掉它改用本机索引"
        )

    def count(self) -> int:
        """Vectors that it holds."""
        with self._translated():
            return int(self._collection.count())

    def keys(self) -> set[int]:
        """The keys of all vectors that it holds."""
        with self._translated():
            return {int(id) for id in self._collection.get(include=[])["ids"]}

    def put(self, keys: NDArray[np.int64], vectors: Matrix) -> None:
        """Add vectors, or replace those of the same key."""
        with self._translated():
            for at in range(0, len(keys), self._batch):
                part = keys[at : at + self._batch]
                self._collection.upsert(
                    ids=[str(key) for key in part],
                    embeddings=vectors[at : at + self._batch],
                    metadatas=[{"number": int(key) >> PASSAGE_BITS} for key in part],
                )

    def drop(self, numbers: Sequence[int]) -> None:
        """Remove the vectors of documents."""
        with self._translated():
            for at in range(0, len(numbers), 200):
                part = [int(n) for n in numbers[at : at + 200]]
                self._collection.delete(where={"number": {"$in": part}})

    def nearest(self, vector: Matrix, limit: int) -> list[tuple[int, float]]:
        """(key, cosine) of the nearest vectors, best first."""
        with self._translated():
            found = self._collection.query(
                query_embeddings=[vector], n_results=limit, include=["distances"]
            )
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        return [(int(id), 1.0 - float(d)) for id, d in zip(ids, distances)]

    def clear(self) -> None:
        """Start over with an empty collection, at a new place."""
        with self._translated():
            self._client.delete_collection(self._name)
            self._collection = self._open()
        self.place = f"chroma-{(self._collection.metadata or {}).get('place', '')}"

    def close(self) -> None:
        """Let go of the files, where they are ours."""
        if self._embedded:
            with self._translated():
                self._client.close()


def _client(folder: Path | None, url: str | None) -> Any:
    import chromadb  # 0.7 s: only where a library is large or a server is named
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if url is None:
        assert folder is not None
        return chromadb.PersistentClient(str(folder), settings=quiet)
    parts = urlsplit(url if "//" in url else f"http://{url}")
    if not parts.hostname:
        raise LibraryError(f"YOUJU_CHROMA_URL 不是一个地址：{url}")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 8000)
    return chromadb.HttpClient(host=parts.hostname, port=port, ssl=secure, settings=quiet)


def inner_folder(folder: Path) -> Path:
    """Where inside ``folder`` the embedded files lie; a new place where there is none.

    Chroma keeps what it once opened by path for the life of the process, damaged or not, so what
    is made anew after ``erase`` must lie elsewhere.
    """
    inside = sorted(folder.iterdir()) if folder.is_dir() else []
    return inside[0] if inside else folder / uuid4().hex[:8]


def erase(folder: Path) -> None:
    """Remove an embedded Chroma's files, damaged or not; nobody may have it open."""
    shutil.rmtree(folder, ignore_errors=True)
