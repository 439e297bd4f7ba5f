"""Step 4: trains the student; run it again to go on from the last checkpoint.

Every text shall lie where all-MiniLM-L6-v2 puts its English text, and texts of a batch as near to each other as there.
Several processes update the same weights without locks, as in the English recipe (distil.py).
"""

import shared  # noqa: F401  (first: it makes the English recipe importable)
import argparse
import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.multiprocessing as mp
from tokenizers import Tokenizer
from torch.nn import functional as F

from distil import BATCH_TOKENS, Budget, adam, batches, descend, distance, restore, save
from paths import CHECKPOINT, RUN
from rows import trained_on
from student import Student, untrained
from texts import batches_of_one_length, tokenize

SEED = 23
LONGEST = 64
DEVELOPMENT = 2500
REPORT_SECONDS = 300
TIMES_AN_EPOCH = {"real": 8, "real-variant": 4, "english": 2}


@dataclass
class Data:
    ids: list[np.ndarray]
    target: np.ndarray  # rows of `minilm`
    minilm: np.ndarray

    def take(self, rows: np.ndarray) -> "Data":
        return Data([self.ids[i] for i in rows], self.target[rows], self.minilm)

    def lengths(self) -> np.ndarray:
        return np.array([len(row) for row in self.ids])

    def batch(self, rows: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        ids = torch.from_numpy(np.stack([self.ids[row] for row in rows])).long()
        return ids, unit(self.minilm[self.target[rows]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=64)
    parser.add_argument("--steps", type=float, default=math.inf)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=5e-4, help="peak learning rate")
    parser.add_argument("--pairs", type=float, default=4.0, help="weight of the loss on similarities within a batch")
    parser.add_argument("--trial", action="store_true", help="neither read nor write the checkpoint")
    args = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    training, development = load()
    student = untrained()
    print(f"cosine {development_cosine(student, development):.4f} before training", flush=True)
    optimizer = adam(student, args.rate)
    state = torch.zeros(2, dtype=torch.float64).share_memory_()
    if CHECKPOINT.exists() and not args.trial:
        restore(student, optimizer, state)
    budget = Budget(args.minutes, args.steps)
    context = mp.get_context("fork")
    workers = [context.Process(target=train, args=(n, student, optimizer, training, state, budget, args)) for n in range(args.workers)]
    for worker in workers:
        worker.start()
    while True:
        alive = any(worker.is_alive() for worker in workers)
        for worker in workers if alive else ():
            worker.join(REPORT_SECONDS / len(workers))
        print(
            f"{state[0] / 60:6.1f} min {int(state[1]):6d} steps {budget.progress(state):6.1%} cosine {development_cosine(student, development):.4f}",
            flush=True,
        )
        if not args.trial:
            save(student, optimizer, state)
        if not alive:
            return


def load() -> tuple[Data, Data]:
    tokenizer = Tokenizer.from_file(str(RUN / "tokenizer.json"))
    texts = trained_on()
    ids = [np.array(row, np.int32) for row in tokenize(tokenizer, [row.text for row in texts], LONGEST)]
    data = Data(ids, np.array([row.target for row in texts]), minilm())
    # Development texts are those of some targets, so that no translation of theirs is trained on.
    apart = np.random.default_rng(SEED).permutation(int(data.target.max()) + 1)[: DEVELOPMENT * (data.target.max() + 1) // len(texts)]
    developing = np.isin(data.target, apart)
    print(f"{len(ids):,} texts, {sum(map(len, ids)):,} tokens, {developing.sum():,} for development", flush=True)
    times = np.array([TIMES_AN_EPOCH.get(row.source, 1) for row in texts])
    return data.take(np.repeat(np.arange(len(texts)), np.where(developing, 0, times))), data.take(np.flatnonzero(developing))


def minilm() -> np.ndarray:
    """The teacher's vectors, float16 [targets, 384]."""
    return np.load(RUN / "minilm.npy", mmap_mode="r")


def train(number: int, student: Student, optimizer, data: Data, state: torch.Tensor, budget: Budget, args) -> None:
    def loss_of(rows: np.ndarray) -> torch.Tensor:
        ids, target = data.batch(rows)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = student(ids)
        return distance(vectors.float(), target, args.pairs)

    rng = np.random.default_rng([SEED, number, int(state[1])])
    endless = batches(data.lengths(), rng)
    descend(student, optimizer, loss_of, endless, state, budget, args.rate, keeps_time=number == 0)


def unit(vectors: np.ndarray) -> torch.Tensor:
    return F.normalize(torch.from_numpy(np.asarray(vectors, np.float32)), dim=-1)


@torch.no_grad()
def development_cosine(student: Student, data: Data) -> float:
    total = 0.0
    for rows in batches_of_one_length(data.lengths(), BATCH_TOKENS):
        ids, target = data.batch(rows)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = student(ids).float()
        total += (vectors * target).sum().item()
    return total / len(data.ids)


if __name__ == "__main__":
    main()
