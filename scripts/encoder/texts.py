"""Reading the corpus and cutting it into batches of texts with one length in tokens."""

from collections.abc import Iterator

import numpy as np
from tokenizers import Tokenizer

from paths import CORPUS

SHARD = 32_768


def read(name: str) -> list[str]:
    """Texts of a corpus file; the training file's lines carry their source before a tab."""
    lines = (CORPUS / f"{name}.txt").read_text().split("\n")[:-1]
    return [line.split("\t", 1)[1] for line in lines] if name == "train" else lines


def shards() -> Iterator[tuple[int, list[str]]]:
    texts = read("train")
    for start in range(0, len(texts), SHARD):
        yield start // SHARD, texts[start : start + SHARD]


def tokenize(tokenizer: Tokenizer, texts: list[str], longest: int) -> list[list[int]]:
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    return [encoding.ids for encoding in tokenizer.encode_batch(texts)]


def batches_of_one_length(lengths: np.ndarray, tokens: int, rng: np.random.Generator | None = None) -> list[np.ndarray]:
    """Row numbers in batches of one length and of at most `tokens` tokens, shuffled where `rng` is given."""
    batches = []
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        if rng is not None:
            rng.shuffle(rows)
        batches += np.split(rows, range(0, len(rows), max(1, tokens // int(length)))[1:])
    if rng is not None:
        rng.shuffle(batches)
    return batches
