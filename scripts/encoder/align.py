"""The linear map that takes the student's vectors nearest to the teacher's, in closed form (ridge regression)."""

import numpy as np
import torch
from tokenizers import Tokenizer
from tqdm import tqdm

from minilm import HIDDEN, MiniLM
from paths import RUN, VECTORS
from texts import batches_of_one_length, shards, tokenize

SEED = 5
TEXTS = 80_000
LONGEST = 128
BATCH_TOKENS = 2048
RIDGE = 1e-3


@torch.no_grad()
def fit(model: MiniLM) -> torch.Tensor:
    """[384, 384] for `vector @ map`, fitted on a sample of the training texts."""
    available = [(number, texts) for number, texts in shards() if (VECTORS / f"{number:03}.npy").exists()]
    texts = [text for _, shard in available for text in shard]
    targets = np.concatenate([np.load(VECTORS / f"{number:03}.npy") for number, _ in available])
    chosen = np.random.default_rng(SEED).permutation(len(texts))[:TEXTS]
    ids = tokenize(Tokenizer.from_file(str(RUN / "tokenizer.json")), [texts[row] for row in chosen], LONGEST)

    gram, errors = np.zeros((2, HIDDEN, HIDDEN))
    for rows in tqdm(batches_of_one_length(np.array([len(row) for row in ids]), BATCH_TOKENS), desc="aligning"):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = model(torch.tensor([ids[row] for row in rows])).double().numpy()
        gram += vectors.T @ vectors
        errors += vectors.T @ (targets[chosen[rows]] - vectors)
    ridge = RIDGE * len(chosen) / HIDDEN * np.eye(HIDDEN)
    return torch.tensor(np.eye(HIDDEN) + np.linalg.solve(gram + ridge, errors), dtype=torch.float32)
