"""随附编码器: the shipped static embedding, run in numpy (no torch on the default path).

The model's folder is in sentence-transformers' format (``SentenceTransformer(path)`` loads it and
agrees within 1e-3): a text's vector is the normalised sum of its tokens' rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import LibraryError

SHIPPED = Path(__file__).resolve().parent / "model"
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"


class StaticEncoder:
    """A table of token vectors; ``encode`` gives L2-normalised rows (zero for empty text)."""

    def __init__(self, name: str, tokenizer: Any, rows: NDArray[np.float32]) -> None:
        self.name = name
        self._tokenizer = tokenizer
        self._rows = rows

    @classmethod
    def load(cls, path: Path | None = None) -> StaticEncoder:
        """The model in ``path`` (default: the shipped one); LibraryError where it is unusable."""
        # Imported here: tokenizers and safetensors are not needed by commands without search.
        from safetensors import SafetensorError
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        folder = path or SHIPPED
        try:
            tensors = load_file(str(folder / WEIGHTS))
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            stamp = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()[:8]
        except (OSError, SafetensorError) as error:
            raise LibraryError(f"编码器模型无法读取：{folder}（{error}）") from error
        except Exception as error:  # tokenizers raises bare Exception for any damage
            raise LibraryError(f"编码器模型的词表已损坏：{folder}（{error}）") from error
        rows = _rows(tensors, folder)
        if tokenizer.get_vocab_size() != rows.shape[0]:
            raise LibraryError(f"编码器模型的词表与向量不符：{folder}")
        return cls(f"youju-static-{rows.shape[1]}-{stamp}", tokenizer, rows)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._rows.shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row per text, in order."""
        made = np.zeros((len(texts), self.dimension), np.float32)
        codes = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        for index, code in enumerate(codes):
            if code.ids:
                made[index] = self._rows[code.ids].sum(0)
        lengths = np.linalg.norm(made, axis=1, keepdims=True)
        return np.asarray(made / np.maximum(lengths, 1e-12), np.float32)


def is_static(folder: Path) -> bool:
    """Whether a folder holds a static embedding that this module can run without torch."""
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    except (OSError, ValueError, TypeError, KeyError):
        return False
    return kinds in (["StaticEmbedding", "Normalize"], ["StaticEmbedding"]) and all(
        (folder / name).is_file() for name in (WEIGHTS, TOKENIZER)
    )


def _rows(tensors: dict[str, NDArray[Any]], folder: Path) -> NDArray[np.float32]:
    """Token vectors from either layout that sentence-transformers reads."""
    if "embedding.weight" in tensors:
        return np.asarray(tensors["embedding.weight"], np.float32)
    if "embeddings" not in tensors:
        raise LibraryError(f"编码器模型中没有词向量：{folder}")
    rows = np.asarray(tensors["embeddings"], np.float32)
    if "mapping" in tensors:
        rows = rows[tensors["mapping"]]
    if "weights" in tensors:
        rows = rows * np.asarray(tensors["weights"], np.float32)[:, None]
    return np.ascontiguousarray(rows)
