"""编码器的选择: by path or name, and what is said where it cannot be had."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import LibraryError
from assistant.library.encoder import Encoder
from assistant.search.encoders import TransformerEncoder, load_encoder
from assistant.search.static_encoder import SHIPPED, StaticEncoder


def test_nothing_named_is_the_shipped_one() -> None:
    encoder = load_encoder(None)
    assert isinstance(encoder, StaticEncoder)
    assert isinstance(encoder, Encoder)


def test_a_folder_with_a_static_embedding_runs_in_numpy() -> None:
    named = load_encoder(str(SHIPPED))
    assert isinstance(named, StaticEncoder)
    assert named.name == load_encoder(None).name


def test_any_sentence_transformers_folder_is_taken(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW

    words = ["预算", "绩效", "目标"]
    SentenceTransformer(modules=[BoW(words)], device="cpu").save(str(tmp_path / "bag"))
    encoder = load_encoder(str(tmp_path / "bag"))
    assert isinstance(encoder, TransformerEncoder)
    assert isinstance(encoder, Encoder)
    assert encoder.dimension == 3
    rows = encoder.encode(["预算 绩效", "目标"])
    assert rows.shape == (2, 3)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert encoder.encode([]).shape == (0, 3)
    assert encoder.name.startswith("bag-")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("./no/such/folder", "找不到"),
        ("/nowhere/model", "找不到"),
        ("{file}", "文件夹"),
        ("{empty}", "不是可用的"),
        ("{junk}", "不是可用的"),
    ],
)
def test_a_wrong_path_is_one_clear_line(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "junk").mkdir()
    (tmp_path / "junk" / "modules.json").write_text("[{]")
    places = {key: str(tmp_path / key) for key in ("file", "empty", "junk")}
    with pytest.raises(LibraryError, match=says) as refusal:
        load_encoder(name.format(**places))
    assert "\n" not in str(refusal.value)


def test_a_hub_name_without_network_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import sentence_transformers

    def offline(*_: object, **__: object) -> None:
        raise OSError("We couldn't connect to the hub\nand more lines")

    monkeypatch.setattr(sentence_transformers, "SentenceTransformer", offline)
    with pytest.raises(LibraryError, match="连不上") as refusal:
        load_encoder("owner/model")
    assert "\n" not in str(refusal.value)
    assert "YOUJU_ENCODER" in str(refusal.value)
