"""``youju eval served``: the model path against somebody else's server, without a change.

Makes a tiny model with random weights and starts ``transformers serve`` with it (needs
``pip install "transformers[serving]"``; skipped with a line where that is missing). A random model
can say nothing true: what counts is that the path holds and the model-free answer is what is shown.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from assistant.app import Assistant
from assistant.settings import Settings

QUESTION = "2024年浦锦街道特保人员聘用人数的目标值是多少？"
CHAT = (
    "{% for message in messages %}<s>{{ message['role'] }}\n{{ message['content'] }}</s>\n"
    "{% endfor %}<s>assistant\n"
)


def make_model(folder: Path) -> None:
    """A two-layer model with a byte-level tokenizer of its own, in transformers' format."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {char: i for i, char in enumerate(alphabet)} | {"<s>": 256, "</s>": 257}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="</s>"
    )
    fast.chat_template = CHAT
    fast.save_pretrained(folder)
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=258, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=2, max_position_embeddings=16384, bos_token_id=256, eos_token_id=257,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(url: str, process: subprocess.Popen[bytes], seconds: float = 120) -> bool:
    """Whether the server answers before the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2)
        except OSError:
            time.sleep(1)
        else:
            return True
    return False


def main(argv: list[str]) -> int:
    """Start the server, ask one question through it, print what came of it."""
    command = Path(sys.executable).with_name("transformers")
    if not command.exists():
        print("没有 transformers 命令，跳过")
        return 0
    folder = Path(tempfile.mkdtemp(prefix="youju-served-"))
    make_model(folder / "tiny")
    port = free_port()
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(
        [command, "serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu",
         str(folder / "tiny")],
        stdout=log, stderr=log, env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    try:
        if not wait(f"http://127.0.0.1:{port}/health", process):
            print(
                "服务没有启动（需要 transformers[serving]）：",
                (folder / "server.log").read_text()[-400:],
            )
            return 1
        settings = Settings(
            index=folder / "index", model=str(folder / "tiny"),
            model_url=f"http://127.0.0.1:{port}/v1", model_timeout=180,
        )  # fmt: skip
        assistant = Assistant(settings)
        assistant.ingest([Path(__file__).parents[1] / "corpus"])
        plain = assistant.answerer.ask(QUESTION)
        begun = time.perf_counter()
        answer = assistant.ask(QUESTION)
        print(f"{time.perf_counter() - begun:.1f} s; {answer.reason or '模型答复通过核对'}")
        print(answer.answer)
        held = plain.answer in answer.answer
        print("model-free answer shown whole:", held)
        return 0 if held else 1
    finally:
        process.terminate()
        process.wait(20)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)
