"""设置: read once from the environment (``YOUJU_*``) and ``youju.toml``, passed down by app.py."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import UsageError


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Paths are as given; None means the default or off.

    ``database`` is an SQLAlchemy URL (default: SQLite inside ``index``). ``encoder`` is a path or
    a hub name of a sentence-transformers model (default: the shipped one). ``profile`` holds the
    tables of ``youju.toml``.
    """

    index: Path = Path("indexes")
    database: str | None = None
    chroma_url: str | None = None
    encoder: str | None = None
    reranker: str | None = None
    model: str | None = None
    model_url: str | None = None
    model_key: str | None = field(default=None, repr=False)
    model_timeout: float = 30.0
    templates: Path | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)


def load_settings(
    index: Path | None = None,
    environ: Mapping[str, str] | None = None,
    profile: Path | None = None,
) -> Settings:
    """Settings from the environment and a profile file.

    ``index`` (the command line's ``--index``) wins over ``YOUJU_INDEX``. ``profile`` defaults to
    ``youju.toml`` in the working folder, where there is one.
    """
    env = os.environ if environ is None else environ
    path = profile or Path("youju.toml")
    table: dict[str, Any] = {}
    if profile is not None or path.is_file():
        try:
            table = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(f"配置文件 {path.name} 无法读取：{error}") from error
    try:
        timeout = float(env.get("YOUJU_MODEL_TIMEOUT", "30"))
    except ValueError as error:
        raise UsageError("YOUJU_MODEL_TIMEOUT 应为秒数") from error
    templates = env.get("YOUJU_TEMPLATES")
    return Settings(
        index=index or Path(env.get("YOUJU_INDEX") or "indexes"),
        database=env.get("YOUJU_DATABASE") or None,
        chroma_url=env.get("YOUJU_CHROMA_URL") or None,
        encoder=env.get("YOUJU_ENCODER") or None,
        reranker=env.get("YOUJU_RERANKER") or None,
        model=env.get("YOUJU_MODEL") or None,
        model_url=env.get("YOUJU_MODEL_URL") or None,
        model_key=env.get("YOUJU_MODEL_KEY") or None,
        model_timeout=timeout,
        templates=Path(templates) if templates else None,
        profile=table,
    )
