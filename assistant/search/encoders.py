"""编码器的选择: the shipped one, or any sentence-transformers model by path or name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import LibraryError
from assistant.library.encoder import Encoder
from assistant.search.static_encoder import StaticEncoder, is_static


def load_encoder(name: str | None = None) -> Encoder:
    """The encoder that ``YOUJU_ENCODER`` names; None is the shipped one.

    A folder with a static embedding runs in numpy; anything else goes through
    sentence-transformers. Raises LibraryError with one line where it cannot be loaded.
    """
    if name is None:
        return StaticEncoder.load()
    folder = Path(name).expanduser()
    if folder.is_dir():
        return StaticEncoder.load(folder) if is_static(folder) else TransformerEncoder.load(name)
    if folder.exists():
        raise LibraryError(f"编码器应为模型文件夹，而不是文件：{name}")
    if _looks_like_path(name):
        raise LibraryError(f"找不到编码器模型文件夹：{name}")
    return TransformerEncoder.load(name)


class TransformerEncoder:
    """A sentence-transformers model behind the same seam; imports torch when loaded."""

    def __init__(self, name: str, model: Any, dimension: int) -> None:
        self.name = name
        self._model = model
        self.dimension = dimension

    @classmethod
    def load(cls, name: str) -> TransformerEncoder:
        """Loads from a folder or, by hub name, from the local cache or the hub."""
        try:
            # Imported here: torch costs seconds, and only this choice of encoder needs it.
            from sentence_transformers import SentenceTransformer

            folder = Path(name).expanduser()
            model = SentenceTransformer(str(folder) if folder.is_dir() else name, device="cpu")
            dimension = model.get_embedding_dimension()
        except ImportError as error:
            raise LibraryError(f"使用编码器 {name} 需要安装 sentence-transformers") from error
        except Exception as error:  # hub, files and models fail in many ways
            raise LibraryError(_refusal(name, error)) from error
        if not isinstance(dimension, int) or dimension < 1:
            raise LibraryError(f"模型 {name} 不产生固定维数的向量，不能作编码器")
        return cls(_identity(name), model, dimension)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row per text, in order."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        made = self._model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(made, np.float32)


def _looks_like_path(name: str) -> bool:
    """Whether a name that is no folder was meant as a path (a hub name is ``owner/model``)."""
    return name.startswith((".", "/", "~", "\\")) or name.count("/") > 1 or ":" in name


def _refusal(name: str, error: Exception) -> str:
    if Path(name).expanduser().is_dir():
        reason = str(error).strip().splitlines()[0][:160] if str(error).strip() else "格式不符"
        return f"{name} 不是可用的 sentence-transformers 模型：{reason}"
    return (
        f"无法取得编码器 {name}：本机没有缓存，也连不上模型站。"
        "请先下载到本地文件夹并把 YOUJU_ENCODER 设为其路径，或取消该设置以使用随附编码器"
    )


def _identity(name: str) -> str:
    """A name that tells two models in same-named folders apart (by their configuration)."""
    folder = Path(name).expanduser()
    if not folder.is_dir():
        return name
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".json", ".safetensors", ".bin"}:
            digest.update(f"{path.relative_to(folder)}:{path.stat().st_size}".encode())
            with path.open("rb") as file:
                digest.update(file.read(1 << 20))
    return f"{folder.resolve().name}-{digest.hexdigest()[:8]}"
