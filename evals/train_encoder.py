"""训练随附编码器: a static embedding trained on the statutes alone, in minutes on one core.

    python -m evals.train_encoder --out assistant/search/model

Pairs are mined from the statutes: title and headings ↔ article, one clause ↔ the rest (inverse
cloze), neighbouring articles, similar articles of different laws, all with question shells and
everyday words put in. No question of a benchmark is read. One thread and fixed seeds: the same
command gives the same file on the same machine.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.statute_pool import Entry, law_name, load_entries, shared_data
from evals.training_pairs import Corpus, Pairs

CLAUSE = re.compile(r"[^。；：\n]+[。；：]?")
ORDINAL = re.compile(r"^第[零〇一二三四五六七八九十百]+[编章节]")
HAN = re.compile(r"[㐀-鿿]+")
LATIN = "0123456789abcdefghijklmnopqrstuvwxyz"
UNKNOWN = "[UNK]"
MODULES = (
    ("", "sentence_transformer.modules.static_embedding.StaticEmbedding"),
    ("1_Normalize", "base.modules.normalize.Normalize"),
)
SUBWORD = 0.5
"""A word's row is its own vector plus this much of its characters' (folded in when saved)."""


@dataclass(frozen=True)
class Recipe:
    """Everything that fixes the result of a training run."""

    words: int = 25_600
    dimension: int = 256
    steps: int = 1_500
    batch: int = 768
    rate: float = 0.02
    scale: float = 20.0
    seed: int = 7


def count_words(entries: list[Entry], extra: list[str]) -> Counter[str]:
    """Word counts by jieba over headings and every second text (enough to rank words by)."""
    import jieba  # the dictionary takes a second to load; only training needs it

    jieba.setLogLevel(60)
    for word in extra:
        jieba.add_word(word)
    counts: Counter[str] = Counter()
    for path in sorted({entry.path for entry in entries}):
        counts.update(jieba.cut(path, HMM=False))
    for entry in entries[::2]:
        counts.update(jieba.cut(entry.text, HMM=False))
    return counts


def build_tokenizer(counts: Counter[str], size: int, extra: list[str]) -> Any:
    """A Unigram tokenizer (best path over word frequencies) of ``size`` tokens."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    singles: Counter[str] = Counter(dict.fromkeys(LATIN, 50))
    words: Counter[str] = Counter()
    for word, count in counts.items():
        if not HAN.fullmatch(word):
            continue
        for character in word:
            singles[character] += 0 if len(word) > 1 else count
        if 1 < len(word) <= 6:
            words[word] = count
    singles = Counter({c: n for c, n in singles.items() if n > 0 or c in LATIN})
    for word in extra:
        if len(word) > 1:
            words[word] = max(words[word], 40)
        singles.update({c: 1 for c in word if c not in singles})
    must = sorted(w for w in extra if len(w) > 1)
    ranked = [w for w, _ in sorted(words.items(), key=lambda item: (-item[1], item[0]))]
    letters = [c for c, _ in sorted(singles.items(), key=lambda item: (-item[1], item[0]))]
    room = size - 1 - len(letters) - len(must)
    kept = must + [w for w in ranked if w not in set(must)][:room]
    total = sum(words[w] for w in kept) + sum(singles.values())
    vocabulary = [(UNKNOWN, -30.0)]
    vocabulary += [(c, round(float(np.log(max(singles[c], 1) / total)) - 2, 2)) for c in letters]
    vocabulary += [(w, round(float(np.log(words[w] / total)), 2)) for w in kept]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[^㐀-鿿a-z0-9]+"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def tokenise(entries: list[Entry], tokenizer: Any, twins: NDArray[np.int32]) -> Corpus:
    """Headings and clauses as ids; encoded in one batch."""
    texts: list[str] = []
    shape: list[tuple[int, int]] = []
    for entry in entries:
        headings = [ORDINAL.sub("", heading) for heading in entry.path.split()]
        clauses = CLAUSE.findall(entry.text) or [entry.text]
        shape.append((len(headings), len(clauses)))
        texts += headings + clauses
    ids = [code.ids for code in tokenizer.encode_batch(texts)]
    heads, clauses_of, at = [], [], 0
    for many, some in shape:
        heads.append(ids[at : at + many])
        clauses_of.append(ids[at + many : at + many + some])
        at += many + some
    names: dict[str, int] = {}
    laws = np.array([names.setdefault(law_name(e.law), len(names)) for e in entries], np.int32)
    return Corpus(heads, clauses_of, laws, twins)


def find_twins(entries: list[Entry], tokenizer: Any, block: int = 2_000) -> NDArray[np.int32]:
    """For every third article the most similar one of another law that is no near copy.

    By tf-idf cosine between 0.25 and 0.8; −1 elsewhere. A third is plenty for the pairs drawn.
    """
    from scipy import sparse

    names: dict[str, int] = {}
    laws = np.array([names.setdefault(law_name(e.law), len(names)) for e in entries])
    matrix = tf_idf([c.ids for c in tokenizer.encode_batch([e.text for e in entries])], tokenizer)
    slim = matrix.copy()
    slim.data[slim.data < 0.12] = 0  # the many weak terms cost most and decide nothing
    slim.eliminate_zeros()
    back = sparse.csr_matrix(slim.T)
    twins = np.full(len(entries), -1, np.int32)
    asked = np.arange(0, len(entries), 3)
    for start in range(0, len(asked), block):
        chosen = asked[start : start + block]
        scores = sparse.csr_matrix(slim[chosen] @ back)
        for row, index in enumerate(chosen):
            low, high = scores.indptr[row], scores.indptr[row + 1]
            column, value = scores.indices[low:high], scores.data[low:high].copy()
            value[(value > 0.8) | (value < 0.25) | (laws[column] == laws[index])] = 0
            if value.size and value.max() > 0:
                twins[index] = column[int(value.argmax())]
    return twins


def tf_idf(ids: list[list[int]], tokenizer: Any) -> Any:
    """Rows of length 1: (1 + log tf) · idf over token ids."""
    from scipy import sparse

    size = tokenizer.get_vocab_size()
    indptr = np.cumsum([0] + [len(i) for i in ids])
    flat = np.fromiter((t for i in ids for t in i), np.int32, indptr[-1])
    matrix = sparse.csr_matrix((np.ones(flat.size, np.float32), flat, indptr), (len(ids), size))
    matrix.sum_duplicates()
    seen = np.bincount(matrix.indices, minlength=size)
    idf = np.log((1 + len(ids)) / (1 + seen)).astype(np.float32)
    matrix.data = (1 + np.log(matrix.data)) * idf[matrix.indices]
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel()) + 1e-9
    return sparse.csr_matrix(sparse.diags(1 / length) @ matrix).astype(np.float32)


def start_vectors(corpus: Corpus, tokenizer: Any, recipe: Recipe) -> NDArray[np.float32]:
    """Latent semantic start: singular vectors of article × token, weighted by idf."""
    from sklearn.utils.extmath import randomized_svd

    ids = [[t for part in (*h, *c) for t in part] for h, c in zip(corpus.headings, corpus.clauses)]
    matrix = tf_idf(ids, tokenizer)
    _, values, right = randomized_svd(matrix, recipe.dimension, n_iter=3, random_state=recipe.seed)
    vectors = (right.T * np.sqrt(values)).astype(np.float32)
    seen = np.bincount(matrix.indices, minlength=vectors.shape[0])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    weight = 1e-3 / (1e-3 + seen / len(ids))
    return np.asarray(vectors / lengths * np.sqrt(weight)[:, None], np.float32)


def characters_of(tokenizer: Any) -> list[list[int]]:
    """For each token the ids of its characters (empty for a single character)."""
    table = tokenizer.get_vocab()
    words = sorted(table, key=lambda word: table[word])
    return [
        [table[c] for c in word if c in table] if len(word) > 1 and word != UNKNOWN else []
        for word in words
    ]


def folding(start: NDArray[np.float32], tokenizer: Any) -> tuple[Any, NDArray[np.float32]]:
    """The matrix that adds characters to words, and the rows that it turns into ``start``."""
    from scipy import sparse

    inside = characters_of(tokenizer)
    size = len(inside)
    indptr = np.cumsum([0] + [len(i) for i in inside])
    flat = np.fromiter((t for i in inside for t in i), np.int64, indptr[-1])
    fold = sparse.csr_matrix((np.full(flat.size, SUBWORD, np.float32), flat, indptr), (size, size))
    fold = sparse.csr_matrix(fold + sparse.identity(size, dtype=np.float32))
    nothing = np.zeros(start.shape[1], np.float32)
    parts = np.asarray([start[i].sum(0) if i else nothing for i in inside])
    return fold, np.asarray(start - SUBWORD * parts, np.float32)


def train(
    start: NDArray[np.float32], pairs: Pairs, tokenizer: Any, recipe: Recipe, quiet: bool = False
) -> NDArray[np.float32]:
    """In-batch contrastive training; returns the folded rows (word + its characters)."""
    import torch  # heavy; only training needs it
    from scipy import sparse

    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    torch.use_deterministic_algorithms(True)
    fold, residual = folding(start, tokenizer)
    vectors = torch.nn.Parameter(torch.from_numpy(residual))
    optimizer = torch.optim.Adam([vectors], lr=recipe.rate)
    begun = time.time()

    def bags(many: list[list[int]]) -> Any:
        offsets = np.cumsum([0] + [len(i) for i in many])
        ids = np.fromiter((t for i in many for t in i), np.int64, offsets[-1])
        bag = sparse.csr_matrix(
            (np.ones(ids.size, np.float32), ids, offsets), (len(many), len(start))
        )
        bag = sparse.csr_matrix(bag @ fold)
        return torch.nn.functional.embedding_bag(
            torch.from_numpy(bag.indices.astype(np.int64)),
            vectors,
            torch.from_numpy(bag.indptr[:-1].astype(np.int64)),
            mode="sum",
            per_sample_weights=torch.from_numpy(bag.data),
        )

    average = 0.0
    for step in range(recipe.steps):
        for group in optimizer.param_groups:
            warm = min(1.0, (step + 1) / 100)
            group["lr"] = recipe.rate * warm * max(0.02, 1 - step / recipe.steps)
        questions, passages, _ = pairs.draw(recipe.batch)
        left = torch.nn.functional.normalize(bags(questions), dim=1)
        right = torch.nn.functional.normalize(bags(passages), dim=1)
        logits = left @ right.T * recipe.scale
        aim = torch.arange(recipe.batch)
        loss = torch.nn.functional.cross_entropy(logits, aim)
        loss = (loss + torch.nn.functional.cross_entropy(logits.T, aim)) / 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        average = loss.item() if step == 0 else 0.98 * average + 0.02 * loss.item()
        if not quiet and step % 100 == 0:
            print(f"{step:6d} {average:.4f} {time.time() - begun:.0f}s", flush=True)
    return np.asarray(fold @ vectors.detach().numpy(), np.float32)


def save(rows: NDArray[np.float32], tokenizer: Any, out: Path) -> int:
    """The model in sentence-transformers' format, int8 with one factor per row; bytes written.

    ``embeddings`` + ``weights`` is the layout that ``StaticEmbedding`` reads natively: the row of
    a token is ``embeddings[token] * weights[token]``.
    """
    from safetensors.numpy import save_file

    out.mkdir(parents=True, exist_ok=True)
    rows = rows.copy()
    rows[0] = 0.0  # an unknown character says nothing
    factor = np.abs(rows).max(1) / 127 + 1e-12
    whole = np.rint(rows / factor[:, None]).astype(np.int8)
    save_file(
        {"embeddings": whole, "weights": factor.astype(np.float32)}, str(out / "model.safetensors")
    )
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    (out / "model.safetensors").chmod(0o644)  # the library writes it for its owner alone
    names = {"input": "module_input_name", "output": "module_output_name"}
    (out / "1_Normalize").mkdir(exist_ok=True)
    (out / "1_Normalize" / "config.json").write_text(
        json.dumps(dict.fromkeys(names.values(), "sentence_embedding"), indent=2) + "\n"
    )
    modules = [
        {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.{kind}"}
        for index, (path, kind) in enumerate(MODULES)
    ]
    (out / "modules.json").write_text(json.dumps(modules, indent=2) + "\n")
    config = {"model_type": "SentenceTransformer", "similarity_fn_name": "cosine", "prompts": {}}
    (out / "config_sentence_transformers.json").write_text(json.dumps(config, indent=2) + "\n")
    return sum(path.stat().st_size for path in out.rglob("*") if path.is_file())


def load_everyday(path: Path) -> dict[str, list[str]]:
    """日常说法: statute word → everyday words for it, from lines ``日常说法<TAB>法言…``."""
    table: dict[str, list[str]] = {}
    if path.is_file():
        for line in path.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                said, *meant = line.split()
                for word in meant:
                    table.setdefault(word, []).append(said)
    return table


def held_out(path: Path | None) -> frozenset[str]:
    """Names of the laws that a benchmark's answers stand in, which training must not see."""
    if path is None:
        return frozenset()
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return frozenset(law_name(item["law"]) for row in rows for item in row["gold"])


def build(entries: list[Entry], everyday: dict[str, list[str]], recipe: Recipe) -> tuple[Any, Any]:
    """Tokenizer and rows from the articles."""
    extra = sorted({w for said in everyday.values() for w in said} | set(everyday))
    counts = count_words(entries, extra)
    tokenizer = build_tokenizer(counts, recipe.words, extra)
    twins = find_twins(entries, tokenizer)
    corpus = tokenise(entries, tokenizer, twins)
    table = tokenizer.get_vocab()
    swaps = {
        table[meant]: [tokenizer.encode(said).ids for said in all_said]
        for meant, all_said in everyday.items()
        if meant in table
    }
    pairs = Pairs(corpus, tokenizer, swaps, recipe.seed)
    rows = train(start_vectors(corpus, tokenizer, recipe), pairs, tokenizer, recipe)
    return tokenizer, rows


def main(argv: list[str] | None = None) -> int:
    """Train and save; prints what it did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hold-out", type=Path, help="jsonl whose gold laws are not trained on")
    parser.add_argument("--everyday", type=Path, default=Path("assistant/search/everyday.txt"))
    for name, value in Recipe().__dict__.items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    options = parser.parse_args(argv)
    recipe = Recipe(**{name: getattr(options, name) for name in Recipe().__dict__})
    away = held_out(options.hold_out)
    entries = [e for e in load_entries(shared_data() / "laws") if law_name(e.law) not in away]
    print(f"{len(entries)} 条，{recipe}", flush=True)
    tokenizer, rows = build(entries, load_everyday(options.everyday), recipe)
    print(f"{save(rows, tokenizer, options.out)} 字节写入 {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
