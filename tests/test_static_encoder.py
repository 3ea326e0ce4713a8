"""随附编码器: equal to sentence-transformers, no torch, clear about damage."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import LibraryError
from assistant.search.static_encoder import SHIPPED, StaticEncoder, is_static

TEXTS = [
    "特保人数定为多少人？",
    "老板拖欠工资怎么办",
    "第二十六条 保管费用由行政机关承担。",
    "ＡＢＣ　12.5万元，≥98%",
    "𠮷野家",
    "，。！",
    "",
    "巡" * 3_000,
]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    return StaticEncoder.load()


def test_it_equals_sentence_transformers(encoder: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(SHIPPED), device="cpu").encode(TEXTS)
    assert np.abs(theirs - encoder.encode(TEXTS)).max() < 1e-3


def test_it_is_small_and_its_weights_are_whole_numbers() -> None:
    from safetensors.numpy import load_file

    size = sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file())
    assert size <= 8_000_000
    assert load_file(str(SHIPPED / "model.safetensors"))["embeddings"].dtype == np.int8


def test_rows_are_of_length_one_or_zero(encoder: StaticEncoder) -> None:
    lengths = np.linalg.norm(encoder.encode(TEXTS), axis=1)
    says_something = [any(c.isalnum() and c != "𠮷" for c in text) for text in TEXTS]
    assert np.allclose(lengths, says_something, atol=1e-4)


def test_no_texts_give_no_rows(encoder: StaticEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        (
            "老板不给我发工资",
            "用人单位应当及时足额支付劳动报酬。",
            "建设项目应当进行环境影响评价。",
        ),
        (
            "离婚后孩子归谁",
            "父母与子女间的关系，不因父母离婚而消除。",
            "商标注册申请人应当按规定填报。",
        ),
        ("房东要涨房租", "出租人应当按照约定将租赁物交付承租人。", "犯罪嫌疑人有权委托辩护人。"),
        (
            "被狗咬伤谁负责",
            "饲养的动物造成他人损害的，饲养人应当承担责任。",
            "纳税人应当依法申报纳税。",
        ),
    ],
)
def test_everyday_questions_are_nearer_to_what_answers_them(
    encoder: StaticEncoder, question: str, near: str, far: str
) -> None:
    rows = encoder.encode([question, near, far])
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_loading_and_encoding_import_no_torch() -> None:
    code = (
        "import sys; from assistant.search.encoders import load_encoder;"
        "load_encoder(None).encode(['绩效目标']); assert not {'torch', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", None),
        ("model.safetensors", b"junk"),
        ("tokenizer.json", None),
        ("tokenizer.json", b"{}"),
    ],
)
def test_a_damaged_model_is_one_clear_line(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    with pytest.raises(LibraryError) as refusal:
        StaticEncoder.load(folder)
    assert "\n" not in str(refusal.value)
    assert "编码器" in str(refusal.value)


def test_a_vocabulary_of_another_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    tokenizer = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    tokenizer["model"]["vocab"] = tokenizer["model"]["vocab"][:100]
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), "utf-8")
    with pytest.raises(LibraryError, match="不符"):
        StaticEncoder.load(folder)


def test_other_weights_have_another_name(tmp_path: Path, encoder: StaticEncoder) -> None:
    from safetensors.numpy import load_file, save_file

    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    tensors = load_file(str(folder / "model.safetensors"))
    tensors["weights"] = tensors["weights"] * 2
    save_file(tensors, str(folder / "model.safetensors"))
    assert StaticEncoder.load(folder).name != encoder.name
    assert is_static(folder)
    assert not is_static(tmp_path)
