"""重排: a real sentence-transformers CrossEncoder in the slot, and folders that hold none."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_samples import declaration, library

from assistant.errors import LibraryError
from assistant.search.reranker import CrossReranker, load_reranker
from assistant.search.searcher import Searcher

CHARACTERS = "巡逻队员人数服务费甲街道年夜间某公发号"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of one tiny layer with random weights, as sentence-transformers saves it."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder = tmp_path_factory.mktemp("model")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(CHARACTERS)]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, num_labels=1,
    )  # fmt: skip
    plain = folder / "plain"
    BertForSequenceClassification(config).save_pretrained(plain)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(plain)
    CrossEncoder(str(plain)).save_pretrained(str(folder / "saved"))
    return folder / "saved"


def test_a_cross_encoder_orders_the_hits(model: Path, tmp_path: Path) -> None:
    reranker = load_reranker(str(model))
    assert isinstance(reranker, CrossReranker)
    with library(tmp_path / "i") as kept:
        for year in (2022, 2023, 2024):
            kept.catalogue.add(*declaration("甲街道", "夜间巡逻", year, year - 2000))
        kept.sync()
        hits = Searcher(kept, reranker=reranker).search("巡逻队员人数", k=6)
        texts = [f"{hit.passage.path} {hit.passage.text}" for hit in hits]
        scores = reranker.scores("巡逻队员人数", texts)
    assert len(hits) == 6
    assert len(set(scores)) > 1
    assert scores == pytest.approx(sorted(scores, reverse=True), abs=1e-4)


def test_a_folder_that_holds_no_model_is_named(tmp_path: Path) -> None:
    reranker = load_reranker(str(tmp_path))
    assert reranker is not None
    with pytest.raises(LibraryError, match="YOUJU_RERANKER") as caught:
        reranker.scores("问", ["文"])
    assert "\n" not in str(caught.value)
