"""Step 3: the teacher's vectors of the training texts, shard by shard; run it again to go on where it stopped.

Several may run at once: each takes the shards that no other has begun.
"""

import numpy as np
import torch
from tokenizers import Tokenizer
from tqdm import tqdm

from minilm import load_teacher
from paths import TEACHER, VECTORS
from texts import batches_of_one_length, shards, tokenize

LONGEST = 256
BATCH_TOKENS = 4096


def main() -> None:
    torch.set_num_threads(1)
    teacher = load_teacher(TEACHER)
    tokenizer = Tokenizer.from_file(str(TEACHER / "tokenizer.json"))
    VECTORS.mkdir(parents=True, exist_ok=True)
    for number, texts in shards():
        done, part = VECTORS / f"{number:03}.npy", VECTORS / f"{number:03}.part"
        if done.exists() or part.exists():
            continue
        part.touch()
        try:
            np.save(VECTORS / f"{number:03}.tmp.npy", vectors(teacher, tokenize(tokenizer, texts, LONGEST), number))
            (VECTORS / f"{number:03}.tmp.npy").rename(done)
        finally:
            part.unlink()


@torch.no_grad()
def vectors(teacher, ids: list[list[int]], number: int) -> np.ndarray:
    """Unit vectors, float16 [texts, 384]; bfloat16 products move them by a cosine of 0.00002."""
    found = np.empty((len(ids), 384), np.float16)
    for rows in tqdm(batches_of_one_length(np.array([len(row) for row in ids]), BATCH_TOKENS), desc=f"shard {number}"):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found[rows] = teacher(torch.tensor([ids[row] for row in rows])).numpy()
    return found


if __name__ == "__main__":
    main()
