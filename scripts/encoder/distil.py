"""Step 4: trains the student to give the teacher's vectors; run it again to go on from the last checkpoint.

Several processes, one thread each, update the same weights and the same Adam moments without locks (Hogwild,
Niu et al. 2011): on a shared machine that loses nothing to barriers. Runs are therefore close but not identical.
The learning rate is annealed over the budget, so stopping early and going on later both work only within it.
"""

import argparse
import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.multiprocessing as mp
from tokenizers import Tokenizer
from torch.nn import functional as F

from minilm import MiniLM, load_teacher, student_from
from paths import CHECKPOINT, RUN, TEACHER, VECTORS
from texts import batches_of_one_length, shards, tokenize
from token_states import TokenStates

SEED = 4
LONGEST = 128
BATCH_TOKENS = 2048
DEVELOPMENT_TEXTS = 4096
WARM_UP = 0.02
REPORT_SECONDS = 150


@dataclass
class Data:
    texts: list[str]
    ids: list[np.ndarray]
    vectors: np.ndarray

    def take(self, rows: np.ndarray) -> "Data":
        return Data([self.texts[i] for i in rows], [self.ids[i] for i in rows], self.vectors[rows])


@dataclass
class Budget:
    """Progress from 0 to 1 by whichever is further: minutes of wall clock or steps."""

    minutes: float
    steps: float

    def progress(self, state: torch.Tensor) -> float:
        return max(state[0].item() / (60 * self.minutes), state[1].item() / self.steps)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layers", default="0,2,5", help="the teacher's layers that the student starts from")
    parser.add_argument("--minutes", type=float, default=64)
    parser.add_argument("--steps", type=float, default=math.inf)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=5e-4, help="peak learning rate")
    parser.add_argument("--pairs", type=float, default=4.0, help="weight of the loss on similarities within a batch")
    parser.add_argument("--tokens", type=float, default=6.0, help="weight of the loss on token states")
    parser.add_argument("--shards", type=int, default=None, help="use only so many shards (for trials)")
    parser.add_argument("--trial", action="store_true", help="neither read nor write the checkpoint")
    args = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    training, development = load(args.shards)
    states = TokenStates(training.texts, training.ids, LONGEST)
    kept = json.loads((RUN / "kept-ids.json").read_text())
    student = student_from(load_teacher(TEACHER), tuple(map(int, args.layers.split(","))), kept)
    optimizer = adam(student, args.rate)
    state = torch.zeros(2, dtype=torch.float64).share_memory_()  # seconds and steps so far
    if CHECKPOINT.exists() and not args.trial:
        restore(student, optimizer, state)
    budget = Budget(args.minutes, args.steps)
    context = mp.get_context("fork")
    workers = [
        context.Process(target=train, args=(n, student, optimizer, training, states, state, budget, args))
        for n in range(args.workers)
    ]
    for worker in workers:
        worker.start()
    watch(workers, student, optimizer, development, state, budget, args.trial)


def load(limit: int | None) -> tuple[Data, Data]:
    """Training and development data; the development texts are a fixed sample of the training corpus."""
    tokenizer = Tokenizer.from_file(str(RUN / "tokenizer.json"))
    everything, vectors = [], []
    for number, texts in shards():
        path = VECTORS / f"{number:03}.npy"
        if (limit is not None and number >= limit) or not path.exists():
            continue
        everything += texts
        vectors.append(np.load(path))
    ids = [np.array(row, np.int32) for row in tokenize(tokenizer, everything, LONGEST)]
    print(f"{len(ids):,} texts, {sum(map(len, ids)):,} tokens", flush=True)
    data = Data(everything, ids, np.concatenate(vectors))
    order = np.random.default_rng(SEED).permutation(len(ids))
    return data.take(np.sort(order[DEVELOPMENT_TEXTS:])), data.take(np.sort(order[:DEVELOPMENT_TEXTS]))


def adam(student: MiniLM, rate: float) -> torch.optim.AdamW:
    """Weights and moments in shared memory; a step with zero gradients makes the moments exist."""
    student.share_memory()
    optimizer = torch.optim.AdamW(student.parameters(), lr=rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
    for group in optimizer.param_groups:
        group["lr"] = 0.0
    for parameter in student.parameters():
        parameter.grad = torch.zeros_like(parameter)
    optimizer.step()
    optimizer.zero_grad()
    for moments in optimizer.state.values():
        for tensor in moments.values():
            tensor.share_memory_()
    return optimizer


def train(number, student, optimizer, data: Data, states: TokenStates, state, budget: Budget, args) -> None:
    def loss_of(rows: np.ndarray) -> torch.Tensor:
        ids = torch.from_numpy(np.stack([data.ids[row] for row in rows])).long()
        target = F.normalize(torch.from_numpy(data.vectors[rows].astype(np.float32)), dim=-1)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = student.hidden(ids).float()
        loss = distance(F.normalize(hidden.sum(1), dim=-1), target, args.pairs)
        shared = states.shared[rows]
        if shared.any():
            same = torch.from_numpy(shared)
            loss = loss + args.tokens * token_distance(hidden[same], states.of(rows[shared], ids[same]))
        return loss

    lengths = np.array([len(row) for row in data.ids])
    rng = np.random.default_rng([SEED, number, int(state[1])])
    descend(student, optimizer, loss_of, batches(lengths, rng), state, budget, args.rate, keeps_time=number == 0)


def batches(lengths: np.ndarray, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Rows of batches of one length, epoch after epoch."""
    while True:
        yield from batches_of_one_length(lengths, BATCH_TOKENS, rng)


def descend(student, optimizer, loss_of, batches, state, budget: Budget, rate: float, keeps_time: bool) -> None:
    """Steps until the budget is spent, at a rate that rises to its peak and then falls as a cosine does."""
    last = time.monotonic()
    for rows in batches:
        progress = budget.progress(state)
        if progress >= 1:
            return
        for group in optimizer.param_groups:
            group["lr"] = rate * min(progress / WARM_UP, 0.5 + 0.5 * math.cos(math.pi * progress))
        loss = loss_of(rows)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
        state[1] += 1
        if keeps_time:
            now = time.monotonic()
            state[0] += now - last
            last = now


def distance(vectors: torch.Tensor, target: torch.Tensor, pairs: float) -> torch.Tensor:
    """1 - cosine to the teacher, and the squared error of the similarities between the batch's texts."""
    pointwise = 1 - (vectors * target).sum(1).mean()
    return pointwise + pairs * (vectors @ vectors.T - target @ target.T).square().mean()


def token_distance(hidden: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Squared error of the token states, in units of the teacher's variance."""
    return (hidden - target).square().mean() / target.var()


def watch(workers, student, optimizer, development: Data, state, budget: Budget, trial: bool) -> None:
    while True:
        alive = any(worker.is_alive() for worker in workers)
        if alive:
            for worker in workers:
                worker.join(REPORT_SECONDS / len(workers))
        print(
            f"{state[0] / 60:6.1f} min {int(state[1]):6d} steps {budget.progress(state):6.1%} "
            f"development cosine {development_cosine(student, development):.4f}",
            flush=True,
        )
        if not trial:
            save(student, optimizer, state)
        if not alive:
            return


@torch.no_grad()
def development_cosine(student: MiniLM, data: Data) -> float:
    total = 0.0
    for rows in batches_of_one_length(np.array([len(row) for row in data.ids]), BATCH_TOKENS):
        ids = torch.from_numpy(np.stack([data.ids[row] for row in rows])).long()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = student(ids)
        total += (vectors * torch.from_numpy(data.vectors[rows].astype(np.float32))).sum().item()
    return total / len(data.ids)


def save(student, optimizer, state) -> None:
    part = CHECKPOINT.with_suffix(".part")
    torch.save({"student": student.state_dict(), "optimizer": optimizer.state_dict(), "state": state}, part)
    part.rename(CHECKPOINT)


def restore(student, optimizer, state) -> None:
    """Copies into the shared tensors, so that they stay shared."""
    saved = torch.load(CHECKPOINT)
    student.load_state_dict(saved["student"])
    for parameter, moments in zip(student.parameters(), saved["optimizer"]["state"].values()):
        for name, tensor in moments.items():
            optimizer.state[parameter][name].copy_(tensor)
    state.copy_(saved["state"])
    print(f"going on from {state[0] / 60:.1f} minutes", flush=True)


if __name__ == "__main__":
    main()
