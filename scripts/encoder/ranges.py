"""The ranges of the numbers that enter each product, on training texts: the scales of static int8."""

import numpy as np
import torch
from tokenizers import Tokenizer

from minilm import MiniLM
from onnx_graph import Ranges
from paths import RUN
from texts import batches_of_one_length, read, tokenize

SEED = 6
TEXTS = 1000
LONGEST = 128
BATCH_TOKENS = 2048
# Numbers cut off at each end. Measured: none and 1 in 100,000 leave coarser steps, 1 in 1,000 cuts too much.
OUTSIDE = 1e-4
PARTS = {"qkv": "attention", "out": "out", "up": "up", "down": "down"}


def measure(model: MiniLM) -> Ranges:
    texts = read("train")
    chosen = np.random.default_rng(SEED).choice(len(texts), TEXTS, replace=False)
    tokenizer = Tokenizer.from_file(str(RUN / "tokenizer.json"))
    return of_ids(model, tokenize(tokenizer, [texts[row] for row in chosen], LONGEST))


@torch.no_grad()
def of_ids(model: MiniLM, ids: list[list[int]], outside: float = OUTSIDE) -> Ranges:
    seen: dict[str, list[torch.Tensor]] = {}
    hooks = []
    for i, layer in enumerate(model.layers):
        for part, name in PARTS.items():
            keep = seen.setdefault(f"layer{i}.{name}", [])
            hooks.append(getattr(layer, part).register_forward_pre_hook(lambda _, x, keep=keep: keep.append(x[0].flatten())))
    for rows in batches_of_one_length(np.array([len(row) for row in ids]), BATCH_TOKENS):
        model(torch.tensor([ids[row] for row in rows]))
    for hook in hooks:
        hook.remove()
    return {name: limits(torch.cat(values).numpy(), outside) for name, values in seen.items()}


def limits(values: np.ndarray, outside: float) -> tuple[float, float]:
    count = max(1, int(len(values) * outside))
    ordered = np.partition(values, (count - 1, len(values) - count))
    return min(0.0, float(ordered[count - 1])), max(0.0, float(ordered[-count]))
